//! What is heavy, as tasks: the page asks its worker, a second program over
//! the same core, which is loaded at first use. The page never blocks on a
//! file, and the first visit never loads a codec.
//!
//! Articles travel as the records that the page keeps anyway
//! ([`storage`](crate::storage)), so neither side needs a second form of them.
//!
//! `docs/adr/0006-files-in-the-worker.md` has the reasons and the measurements.

pub mod bundled;
pub mod serve;

#[cfg(target_arch = "wasm32")]
pub mod answer;
#[cfg(target_arch = "wasm32")]
pub mod ask;

/// Records, as keys and values.
pub type Kept = Vec<(String, String)>;

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Read a file, or a pasted text, which has no name.
    Read {
        /// The file's name.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// Write a file.
    Write {
        /// The id of the format.
        format: String,
        /// The ids of the articles, in order.
        articles: Vec<String>,
        /// The articles, the scheme and the library.
        records: Kept,
    },
    /// The bundled article, marked up as it should be.
    Example,
    /// Find whom an annotation may be linked to, the likeliest first.
    Speakers {
        /// Its article.
        records: Kept,
        /// Its id.
        annotation: String,
    },
    /// Say why records could not be read.
    Explain {
        /// They, and what is kept of their articles.
        records: Kept,
    },
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// What was read, as a library of its own.
    Read {
        /// The articles, the scheme and the library.
        records: Kept,
        /// What did not fit, a sentence each.
        warnings: Vec<String>,
    },
    /// What was written.
    Written {
        /// The file.
        bytes: Vec<u8>,
        /// What could not be read, and so is not in it, a sentence each.
        warnings: Vec<String>,
    },
    /// The ids of what was found, the best first; at least one.
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
            Task::Read { name, bytes } => {
                Parcel { words: vec!["read".into(), name], bytes, ..Parcel::default() }
            }
            Task::Write { format, articles, records } => {
                let mut words = vec!["write".into(), format];
                words.extend(articles);
                Parcel { words, records: flat(records), ..Parcel::default() }
            }
            Task::Example => Parcel { words: vec!["example".into()], ..Parcel::default() },
            Task::Speakers { records, annotation } => Parcel {
                words: vec!["speakers".into(), annotation],
                records: flat(records),
                ..Parcel::default()
            },
            Task::Explain { records } => Parcel {
                words: vec!["explain".into()],
                records: flat(records),
                ..Parcel::default()
            },
        }
    }

    /// Unpacks a task; `None` if it is none.
    pub fn unpack(parcel: Parcel) -> Option<Task> {
        let Parcel { words, records, bytes } = parcel;
        let mut words = words.into_iter();
        Some(match words.next()?.as_str() {
            "read" => Task::Read { name: words.next()?, bytes },
            "write" => Task::Write {
                format: words.next()?,
                articles: words.collect(),
                records: pairs(records),
            },
            "example" => Task::Example,
            "speakers" => Task::Speakers { annotation: words.next()?, records: pairs(records) },
            "explain" => Task::Explain { records: pairs(records) },
            _ => return None,
        })
    }
}

impl Reply {
    /// Packs the reply.
    pub fn pack(self) -> Parcel {
        let (kind, words, records, bytes) = match self {
            Reply::Read { records, warnings } => ("read", warnings, flat(records), Vec::new()),
            Reply::Written { bytes, warnings } => ("written", warnings, Vec::new(), bytes),
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
            "read" => Reply::Read { records: pairs(records), warnings: words },
            "written" => Reply::Written { bytes, warnings: words },
            "found" => Reply::Found(words),
            "refused" => Reply::Refused(words.pop()?),
            _ => return None,
        })
    }
}

fn flat(records: Kept) -> Vec<String> {
    let mut flat = Vec::with_capacity(records.len() * 2);
    for (key, value) in records {
        flat.push(key);
        flat.push(value);
    }
    flat
}

fn pairs(flat: Vec<String>) -> Kept {
    let mut pairs = Kept::with_capacity(flat.len() / 2);
    let mut flat = flat.into_iter();
    while let (Some(key), Some(value)) = (flat.next(), flat.next()) {
        pairs.push((key, value));
    }
    pairs
}
