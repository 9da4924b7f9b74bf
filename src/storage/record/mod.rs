//! The records as JSON, written from the model's types and read back.
//!
//! Defaults (an empty note, status `sure`, origin `manual`) are left out, so
//! that a mark costs few characters of a storage that holds five million.
//! Offsets are UTF-8 bytes.

mod edit;
mod fields;
mod journal;
mod library;
mod marks;
mod scheme;

pub use edit::{RevisionRecord, revision_from_json, revision_to_json};
pub use journal::{JournalEntry, Writes, followed_from_json, followed_to_json};
pub use library::{
    LibraryRecord, article_from_json, article_to_json, metadata_from_json, place_from_json,
    place_to_json, text_to_json,
};
pub use marks::{annotation_from_json, annotation_to_json, relation_from_json, relation_to_json};
pub use scheme::{scheme_from_json, scheme_to_json};

/// Why a record can't be read. The record is moved aside, and this is said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Not the JSON it should be.
    #[error("it is not the JSON it should be: {0}")]
    Json(String),
    /// A value that can't be.
    #[error("its {field} can’t be “{value}”")]
    Value {
        /// Which value.
        field: &'static str,
        /// What it is.
        value: String,
    },
    /// Fragments that don't fit the text.
    #[error(transparent)]
    Fragments(#[from] crate::model::fragments::FragmentsError),
    /// The words at its offsets are others than it says.
    #[error("it says “{quote}”, but the text at {start}–{end} is “{found}”")]
    Quote {
        /// What the record says.
        quote: String,
        /// What the text says.
        found: String,
        /// The start, in bytes.
        start: u32,
        /// The end, in bytes.
        end: u32,
    },
}

fn bad_value(field: &'static str, value: impl ToString) -> RecordError {
    RecordError::Value { field, value: value.to_string() }
}
