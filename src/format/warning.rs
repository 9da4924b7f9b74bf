//! What did not fit, item by item, and what became of it. Each warning is
//! shown to the person as it is.
//!
//! Unit: offsets in warnings count what the file counts: code points in a
//! native one.

use std::fmt;

pub use super::place::{ArticleName, FileLine, Place, RecordAt};
use crate::model::edit::EditError;
use crate::model::fragments::FragmentsError;
use crate::model::text::TextError;

/// One thing that did not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub problem: Problem,
    /// What became of it.
    pub outcome: Outcome,
    /// How many annotations and links it is about; none, if it is about
    /// something else.
    pub n_items: usize,
}

impl Warning {
    /// A thing that did not fit: an annotation or a link, if it is in the place
    /// of one.
    pub fn new(place: Place, problem: Problem, outcome: Outcome) -> Warning {
        let is_item = matches!(place, Place::Annotation { .. } | Place::Relation { .. });
        Warning { place, problem, outcome, n_items: usize::from(is_item) }
    }
}

/// What became of an item that did not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is there, changed as the problem says.
    Kept,
    /// It is not there.
    LeftOut,
    /// Nothing that is marked changed: the problem says itself what is so.
    Noted,
}

/// What did not fit. Fields are named as the file names them.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "each sentence says what its variant and fields are")]
pub enum Problem {
    // Of any item.
    #[error("it is {found}, where the file should have an object")]
    NotObject { found: &'static str },
    #[error("its “{field}” is {found}, not text, and was not read")]
    NotText { field: &'static str, found: &'static str },
    #[error("its “{field}” is {found}, not a list, and was not read")]
    NotList { field: &'static str, found: &'static str },
    #[error("it has no id; it has the id {new} now")]
    NoId { new: String },
    #[error("its id {found} is not a UUID; it has the id {new} now")]
    IdNotUuid { found: String, new: String },
    #[error("an earlier one has the same id; it has the id {new} now")]
    IdTaken { new: String },
    #[error("its “{field}” {found} is not a time like 2026-11-22T20:13:00Z; it is {new} now")]
    BadTime { field: &'static str, found: String, new: String },

    // Of the scheme.
    #[error("the file has none, so the labels are read as speaker, proposal and location")]
    NoScheme,
    #[error("it has no list of labels, so the labels are read as speaker, proposal and location")]
    NoLabels,
    #[error("it has no id")]
    Nameless,
    #[error("an earlier one has the same id, and that one counts")]
    DuplicateName,
    #[error("its id has white space or signs that can't stand in one; it is {new} now, everywhere")]
    UnsafeName { new: String },
    #[error(
        "its key is {found}, not a digit from 1 to 9 or a letter from a to z; it has no key now"
    )]
    BadKey { found: String },
    #[error("an earlier label has the key {key}; it has no key now")]
    KeyTaken { key: char },
    #[error("its colour is {found}, not one like #2a5fe0; it is grey now")]
    BadColor { found: String },
    #[error("its “{field}” names the label {label}, which the scheme lacks; that name is gone now")]
    UnknownLabelOfType { field: &'static str, label: String },

    // Of an article.
    #[error("it has no “text”")]
    NoText,
    #[error("its “text” is {found}, not text")]
    TextNotText { found: &'static str },
    #[error(transparent)]
    Text(#[from] TextError),
    #[error(
        "its text has carriage returns or a byte order mark; its lines end in plain line feeds \
         now, and every offset was moved to match"
    )]
    TextNormalized,
    #[error(
        "its text is not the one that its “text_sha256” was computed from; someone changed the \
         text or the sum"
    )]
    OtherSha256,
    #[error("its “n_chars” is {found}, but its text has {n_chars} characters")]
    OtherLength { found: String, n_chars: u32 },
    #[error("its tokens do not fit its text; they are made anew where a format needs them")]
    TokensMisfit,
    #[error("its date {found} is not a date like 2024-11-21; it has none now")]
    BadDate { found: String },
    #[error("its “line_endings” is {found}, not lf, crlf, cr or mixed; it is lf now")]
    BadLineEndings { found: String },

    // Of an annotation.
    #[error("it has no label")]
    NoLabel,
    #[error("the scheme has no label {label}")]
    UnknownLabel { label: String },
    #[error("its status {found} is not sure, unsure, discuss or rejected; it is sure now")]
    UnknownStatus { found: String },
    #[error("it has no list of fragments, so it marks nothing")]
    NoFragments,
    #[error("one of its fragments is {found}, not an object")]
    FragmentNotObject { found: &'static str },
    #[error("its “{field}” is missing")]
    NoOffset { field: &'static str },
    #[error("its “{field}” is {found}, not a whole number of characters")]
    OffsetNotWhole { field: &'static str, found: String },
    #[error("its “{field}” is {offset}, but the text ends at {n_chars}")]
    PastEnd { field: &'static str, offset: u64, n_chars: u32 },
    #[error("it ends at {end}, before it starts at {start}")]
    Reversed { start: u64, end: u64 },
    #[error("it starts and ends at {at}, so it marks nothing")]
    Empty { at: u64 },
    #[error("it marks nothing but white space")]
    WhiteSpace,
    #[error("the file quotes {quote}, but the text there is {found}")]
    OtherQuote { quote: String, found: String },
    #[error("the file does not quote it, so its place could not be checked")]
    NoQuote,
    #[error("its “{field}” is {found}, but its “{by}” and its quote make that {expected}")]
    OtherOffset { field: &'static str, by: &'static str, found: String, expected: u32 },
    #[error(
        "its “{field}” is {found}, inside a character; its “{by}” and its quote make that {expected}"
    )]
    InsideCharacter { field: &'static str, by: &'static str, found: u64, expected: u32 },
    #[error(
        "its “{field}” is {found}, but its “{by}” makes that {expected}, and there is no quote \
         that could tell which is right"
    )]
    OffsetsConflict { field: &'static str, by: &'static str, found: String, expected: u32 },
    #[error("it had white space at its ends; it is {now} now")]
    Trimmed { now: String },
    #[error("it cut a character in two; it was widened to {now}")]
    Widened { now: String },
    #[error("its fragments were out of order; they are sorted now")]
    Sorted,
    #[error("some of its fragments overlapped or touched; those are one now")]
    Merged,
    #[error("its fragments can't be: {0}")]
    Fragments(#[from] FragmentsError),

    // Of a relation.
    #[error("it has no type")]
    NoRelationType,
    #[error("the scheme has no relation type {relation_type}")]
    UnknownRelationType { relation_type: String },
    #[error("it does not say which annotation it {leads}")]
    NoEnd { leads: &'static str },
    #[error("the annotation it {leads}, {id}, is not there")]
    EndNotThere { leads: &'static str, id: String },
    #[error("it joins an annotation to itself")]
    JoinsItself,

    // Of a format.
    #[error("{0}")]
    Said(String),
    #[error("from {start} to {end} it cuts a character in two")]
    CutsCharacter { start: u64, end: u64 },

    // Of anything that the checks above should have caught.
    #[error(transparent)]
    Refused(#[from] EditError),
}

impl Problem {
    /// Whether an annotation or a link that is kept is not what the file says:
    /// another place, label, status or time. Ids of other programs and what
    /// could not be checked are no change.
    pub(super) fn is_change(&self) -> bool {
        !matches!(
            self,
            Problem::NoId { .. }
                | Problem::IdNotUuid { .. }
                | Problem::IdTaken { .. }
                | Problem::NoQuote
                | Problem::OtherOffset { .. }
                | Problem::InsideCharacter { .. }
        )
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}.", self.place, self.problem)?;
        match (&self.problem, self.outcome) {
            (Problem::NotText { .. } | Problem::NotList { .. }, _) => Ok(()),
            (_, Outcome::LeftOut) if self.n_items > 1 => f.write_str(" They were left out."),
            (_, Outcome::LeftOut) => f.write_str(" It was left out."),
            (_, Outcome::Kept) if self.place == Place::Scheme => Ok(()),
            (_, Outcome::Kept) => f.write_str(" It was kept."),
            (_, Outcome::Noted) => Ok(()),
        }
    }
}
