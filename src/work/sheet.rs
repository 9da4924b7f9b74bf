//! Sheets: dialogs and panels that the worker draws as HTML and the page
//! shows. What is done on a sheet goes to the worker as a [`Request`]; what is
//! to come of it comes back as [`Steps`]. The worker remembers nothing between
//! two requests but the records that it got last: a sheet keeps what it needs in
//! its own fields.
//!
//! The page knows these attributes, and nothing else of a sheet:
//!
//! - `data-act`: a button that is pressed, or a field at every letter, asks the
//!   worker, with this as [`Request::act`]. `close` is done by the page alone,
//!   and so is `cancel`: it ends the worker with whatever that is doing. A sheet
//!   with a `progress` in it that is closed is cancelled too.
//! - `data-change`: the same for a field once it is left, and for a file that
//!   is picked.
//! - `data-send`: which records go with it, one of [`Send`]: that of a chosen
//!   option, else that of the button or field or of what it is in, else the
//!   open article's.
//! - `data-files`: the files that came last go with it once more.
//! - `data-detail`: a field of the article's metadata; the page itself keeps
//!   what is typed, at once.
//! - `data-press`: a key pressed here is an act, this one; the field `press` of
//!   the request has the key, as the table of keys writes it.
//! - `id`: what has the focus and an id gets it again when it is drawn anew.

use super::{Kept, Parcel, flat};
use crate::model::id::{AnnotationId, ArticleId};
use crate::model::offset::TextRange;

/// The first word of a parcel with a sheet's request or steps.
pub const KIND: &str = "sheet";

/// Which records go with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Send {
    /// None.
    Nothing,
    /// The open article's, with the scheme and the library.
    Article,
    /// The open article's, with its history.
    History,
    /// All articles', with the scheme and the library.
    Library,
    /// Everything that is kept but what was set aside.
    Everything,
    /// What was set aside.
    Aside,
}

impl Send {
    /// As `data-send` has it; anything else is the open article.
    pub fn from_name(name: &str) -> Send {
        match name {
            "nothing" => Send::Nothing,
            "history" => Send::History,
            "library" => Send::Library,
            "everything" => Send::Everything,
            "aside" => Send::Aside,
            _ => Send::Article,
        }
    }
}

/// The first word of a parcel with steps that are not the last.
pub const MEANWHILE: &str = "meanwhile";

/// What is asked of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Which sheet: `history`.
    pub sheet: String,
    /// What was done on it; empty when it is opened.
    pub act: String,
    /// Now, in milliseconds since 1970.
    pub now_millis: u64,
    /// Whether the page has the sheets' style already.
    pub is_styled: bool,
    /// The open article.
    pub article: Option<ArticleId>,
    /// The annotation in focus.
    pub focus: Option<AnnotationId>,
    /// The selected words.
    pub selection: Option<TextRange>,
    /// The names and values of the sheet's fields, in order; boxes that are
    /// not checked are left out.
    pub form: Kept,
    /// The records that were sent along.
    pub records: Kept,
    /// What is in the files that were picked, one after the other. The form has
    /// each one's name as `file` and then its length in bytes as `size`, or why
    /// it could not be read as `problem`.
    pub file: Vec<u8>,
}

/// Something that the page is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Add this to the page's style.
    Style(String),
    /// Show this sheet, in place of the one that is shown.
    Draw {
        /// Its heading.
        title: String,
        /// What is in it.
        html: String,
        /// Whether it lies beside the article, which stays at hand; else
        /// nothing else can be done while it is open.
        is_docked: bool,
    },
    /// Draw what is in one element of the sheet anew.
    Put {
        /// The element's id.
        id: String,
        /// What is in it now.
        html: String,
    },
    /// Close the sheet.
    Close,
    /// Say what happened.
    Tell(String),
    /// Say what can't be done.
    Refuse(String),
    /// Change the open article, if nothing else has changed it meanwhile.
    Change {
        /// The change, as the history keeps one that is undone.
        revision: String,
    },
    /// Focus an annotation, and bring it into view.
    Focus(AnnotationId),
    /// Show words in the article, and bring them into view.
    Show(TextRange),
    /// Take changes back, or do them again, until this many are done.
    GoTo(usize),
    /// Hand the bytes over as a file.
    Download {
        /// The file's name.
        name: String,
        /// Its media type.
        media_type: String,
    },
    /// Open an article.
    Open(ArticleId),
    /// Use these own keys from now on, and keep them.
    Keys(String),
    /// Change these records of the library, if none has changed meanwhile, and
    /// read the open article again.
    Write,
    /// Delete an article.
    Delete(ArticleId),
    /// Offer to read what came last as something else: these are the articles
    /// that it was taken for, by their ids with spaces between.
    ReadAs(String),
}

/// What the page is to do, in order, and what that needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// What to do.
    pub steps: Vec<Step>,
    /// The changes of [`Step::Write`], as
    /// [`to_texts`](crate::storage::change::to_texts) has them.
    pub texts: Vec<String>,
    /// The file of [`Step::Download`].
    pub bytes: Vec<u8>,
    /// There is more to come: this only says how far the worker is.
    pub goes_on: bool,
}

impl From<Vec<Step>> for Steps {
    fn from(steps: Vec<Step>) -> Steps {
        Steps { steps, ..Steps::default() }
    }
}

impl Request {
    /// Packs the request.
    pub fn pack(self) -> Parcel {
        let or_empty = |id: Option<String>| id.unwrap_or_default();
        let bound = |at: u32| if self.selection.is_some() { at.to_string() } else { String::new() };
        let selection = self.selection.unwrap_or_default();
        let mut words = vec![
            KIND.into(),
            self.sheet,
            self.act,
            self.now_millis.to_string(),
            self.is_styled.to_string(),
            or_empty(self.article.map(|id| id.to_string())),
            or_empty(self.focus.map(|id| id.to_string())),
            bound(selection.start().into()),
            bound(selection.end().into()),
        ];
        words.extend(flat(self.form));
        Parcel { words, records: flat(self.records), bytes: self.file }
    }

    /// Unpacks a request from what follows its first word; `None` if it is
    /// none.
    pub fn unpack(
        mut words: impl Iterator<Item = String>,
        records: Kept,
        file: Vec<u8>,
    ) -> Option<Request> {
        let (sheet, act) = (words.next()?, words.next()?);
        let now_millis = words.next()?.parse().ok()?;
        let is_styled = words.next()? == "true";
        let (article, focus) = (words.next()?.parse().ok(), words.next()?.parse().ok());
        let (start, end) = (words.next()?.parse().ok(), words.next()?.parse().ok());
        let bounds = start.zip(end).filter(|(start, end): &(u32, u32)| start <= end);
        let selection = bounds.map(|(start, end)| TextRange::new(start.into(), end.into()));
        let form = super::pairs(words.collect());
        Some(Request {
            sheet,
            act,
            now_millis,
            is_styled,
            article,
            focus,
            selection,
            form,
            records,
            file,
        })
    }
}

/// How many words a step takes in a parcel.
const WORDS: usize = 4;

impl Steps {
    /// Packs the steps.
    pub fn pack(self) -> Parcel {
        let kind = if self.goes_on { MEANWHILE } else { KIND };
        let mut words = vec![kind.to_owned()];
        for step in self.steps {
            words.extend(step.pack());
        }
        Parcel { words, records: self.texts, bytes: self.bytes }
    }

    /// Unpacks steps from what follows the first word; what is no step is left
    /// out.
    pub fn unpack(words: Vec<String>, texts: Vec<String>, bytes: Vec<u8>) -> Steps {
        let steps = words.chunks_exact(WORDS).filter_map(|words| {
            let [kind, first, second, third] = words else { return None };
            Step::unpack(kind, first, second, third)
        });
        Steps { steps: steps.collect(), texts, bytes, goes_on: false }
    }
}

impl Step {
    fn pack(self) -> [String; WORDS] {
        let (kind, first, second, third) = match self {
            Step::Style(css) => ("style", css, String::new(), String::new()),
            Step::Draw { title, html, is_docked } => {
                let docked = if is_docked { "docked" } else { "" };
                ("draw", title, html, docked.to_owned())
            }
            Step::Put { id, html } => ("put", id, html, String::new()),
            Step::Close => ("close", String::new(), String::new(), String::new()),
            Step::Tell(sentence) => ("tell", sentence, String::new(), String::new()),
            Step::Refuse(sentence) => ("refuse", sentence, String::new(), String::new()),
            Step::Change { revision } => ("change", revision, String::new(), String::new()),
            Step::Focus(id) => ("focus", id.to_string(), String::new(), String::new()),
            Step::Show(range) => {
                let [start, end] = [range.start(), range.end()].map(u32::from);
                ("show", start.to_string(), end.to_string(), String::new())
            }
            Step::GoTo(position) => ("go", position.to_string(), String::new(), String::new()),
            Step::Download { name, media_type } => ("download", name, media_type, String::new()),
            Step::Open(id) => ("open", id.to_string(), String::new(), String::new()),
            Step::Keys(json) => ("keys", json, String::new(), String::new()),
            Step::Write => ("write", String::new(), String::new(), String::new()),
            Step::Delete(id) => ("delete", id.to_string(), String::new(), String::new()),
            Step::ReadAs(ids) => ("read-as", ids, String::new(), String::new()),
        };
        [kind.to_owned(), first, second, third]
    }

    fn unpack(kind: &str, first: &str, second: &str, third: &str) -> Option<Step> {
        let one = first.to_owned();
        let two = || second.to_owned();
        Some(match kind {
            "style" => Step::Style(one),
            "draw" => Step::Draw { title: one, html: two(), is_docked: !third.is_empty() },
            "put" => Step::Put { id: one, html: two() },
            "close" => Step::Close,
            "tell" => Step::Tell(one),
            "refuse" => Step::Refuse(one),
            "change" => Step::Change { revision: one },
            "focus" => Step::Focus(first.parse().ok()?),
            "show" => {
                let (start, end): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
                Step::Show(TextRange::new(start.into(), end.max(start).into()))
            }
            "go" => Step::GoTo(first.parse().ok()?),
            "download" => Step::Download { name: one, media_type: two() },
            "open" => Step::Open(first.parse().ok()?),
            "keys" => Step::Keys(one),
            "write" => Step::Write,
            "delete" => Step::Delete(first.parse().ok()?),
            "read-as" => Step::ReadAs(one),
            _ => return None,
        })
    }
}
