//! What is heavy, as tasks: the page asks its worker, a second program over
//! the same core, which is loaded at first use. The page never blocks on a
//! file, and the first visit never loads a codec.
//!
//! Articles travel as the records that the page keeps anyway
//! ([`storage`](crate::storage)), so neither side needs a second form of them.
//!
//! `docs/adr/0006-files-in-the-worker.md` has the reasons and the measurements.

pub mod bundled;
mod collect;
pub mod library_change;
pub mod progress;
pub mod serve;
pub mod sheet;
mod sheets;

#[cfg(target_arch = "wasm32")]
pub mod answer;
#[cfg(target_arch = "wasm32")]
pub mod ask;

pub use sheet::{Request, Step, Steps};

/// Records, as keys and values.
pub type Kept = Vec<(String, String)>;

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Say what a sheet shows, or what becomes of what was done on it.
    Sheet(Request),
    /// Find whom an annotation may be linked to, the likeliest first.
    Speakers {
        /// Its article.
        records: Kept,
        /// Its id.
        annotation: String,
    },
    /// Find the next sentence, or the one before.
    Sentence {
        /// The lines around.
        text: String,
        /// From where, in bytes.
        at: u32,
        /// The next one.
        forwards: bool,
    },
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// What the page is to do.
    Steps(Steps),
    /// The ids of what was found, the best first; at least one. Or the start
    /// and the end of a sentence; nothing if there is none.
    Found(Vec<String>),
    /// The task can't be done; why, in a sentence.
    Refused(String),
}

/// A task or a reply on its way between the page and the worker: nothing but
/// texts and bytes, which browsers copy without parsing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    /// What it is, then whatever that calls for.
    pub words: Vec<String>,
    /// Keys and values in turn.
    pub records: Vec<String>,
    /// A file.
    pub bytes: Vec<u8>,
}

impl Task {
    /// Packs the task.
    pub fn pack(self) -> Parcel {
        match self {
            Task::Sheet(request) => request.pack(),
            Task::Speakers { records, annotation } => Parcel {
                words: vec!["speakers".into(), annotation],
                records: flat(records),
                ..Parcel::default()
            },
            Task::Sentence { text, at, forwards } => Parcel {
                words: vec!["sentence".into(), text, at.to_string(), forwards.to_string()],
                ..Parcel::default()
            },
        }
    }

    /// Unpacks a task; `None` if it is none.
    pub fn unpack(parcel: Parcel) -> Option<Task> {
        let Parcel { words, records, bytes } = parcel;
        let mut words = words.into_iter();
        Some(match words.next()?.as_str() {
            sheet::KIND => Task::Sheet(Request::unpack(words, pairs(records), bytes)?),
            "speakers" => Task::Speakers { annotation: words.next()?, records: pairs(records) },
            "sentence" => Task::Sentence {
                text: words.next()?,
                at: words.next()?.parse().ok()?,
                forwards: words.next()? == "true",
            },
            _ => return None,
        })
    }
}

impl Reply {
    /// Packs the reply.
    pub fn pack(self) -> Parcel {
        let (kind, words, records, bytes) = match self {
            Reply::Steps(steps) => return steps.pack(),
            Reply::Found(ids) => ("found", ids, Vec::new(), Vec::new()),
            Reply::Refused(why) => ("refused", vec![why], Vec::new(), Vec::new()),
        };
        let mut all = vec![kind.to_owned()];
        all.extend(words);
        Parcel { words: all, records, bytes }
    }

    /// Unpacks a reply; `None` if it is none.
    pub fn unpack(parcel: Parcel) -> Option<Reply> {
        let Parcel { mut words, records, bytes } = parcel;
        if words.is_empty() {
            return None;
        }
        let kind = words.remove(0);
        Some(match kind.as_str() {
            sheet::KIND | sheet::MEANWHILE => {
                let goes_on = kind == sheet::MEANWHILE;
                Reply::Steps(Steps { goes_on, ..Steps::unpack(words, records, bytes) })
            }
            "found" => Reply::Found(words),
            "refused" => Reply::Refused(words.pop()?),
            _ => return None,
        })
    }
}

/// Many texts as two, which browsers copy at once: the lengths, in bytes, and the
/// texts one after the other.
pub fn join(texts: &[String]) -> [String; 2] {
    let mut lengths = String::new();
    for text in texts {
        lengths.push_str(&text.len().to_string());
        lengths.push(' ');
    }
    [lengths, texts.concat()]
}

/// The texts that [`join`] joined; of what it did not, those that can be told.
pub fn part(lengths: &str, mut joined: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for length in lengths.split_ascii_whitespace() {
        let Some((text, rest)) = length.parse().ok().and_then(|at| joined.split_at_checked(at))
        else {
            break;
        };
        texts.push(text.to_owned());
        joined = rest;
    }
    texts
}

pub(crate) fn flat(records: Kept) -> Vec<String> {
    let mut flat = Vec::with_capacity(records.len() * 2);
    for (key, value) in records {
        flat.push(key);
        flat.push(value);
    }
    flat
}

pub(crate) fn pairs(flat: Vec<String>) -> Kept {
    let mut pairs = Kept::with_capacity(flat.len() / 2);
    let mut flat = flat.into_iter();
    while let (Some(key), Some(value)) = (flat.next(), flat.next()) {
        pairs.push((key, value));
    }
    pairs
}
