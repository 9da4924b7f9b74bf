//! The records as JSON, written from the model's types and read back.
//!
//! Defaults (an empty note, status `sure`, origin `manual`) are left out, so
//! that a mark costs few characters of a storage that holds five million.
//! Offsets are UTF-8 bytes.

mod change;
mod edit;
mod fields;
mod journal;
mod library;
mod marks;
mod scheme;

use serde_json::Value;

pub use change::{ChangeRecord, change_from_json, change_to_json};
pub use edit::{RevisionRecord, revision_from_json, revision_to_json};
pub use fields::check_keys;
pub use journal::{JournalEntry, Writes, followed_from_json, followed_to_json};
pub use library::{
    LibraryRecord, article_from_json, article_to_json, metadata_from_json, place_from_json,
    place_to_json, text_to_json,
};
pub use marks::{annotation_from_json, annotation_to_json, relation_from_json, relation_to_json};
pub use scheme::{scheme_from_json, scheme_to_json};

/// Why a record can't be read, as part of a sentence: `its created can’t be
/// “now”`. The record is moved aside, and this is said.
///
/// Without the feature `reasons` it says nothing: the page is built so, and
/// asks its worker for the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordError {
    #[cfg(feature = "reasons")]
    why: String,
}

impl RecordError {
    #[cfg(feature = "reasons")]
    pub(in crate::storage) fn because(why: impl FnOnce() -> String) -> RecordError {
        RecordError { why: why() }
    }

    #[cfg(not(feature = "reasons"))]
    pub(in crate::storage) fn because(_: impl FnOnce() -> String) -> RecordError {
        RecordError {}
    }

    /// What is said of the record under a key: the key, and why if that is known.
    pub fn of(&self, key: &str) -> String {
        #[cfg(feature = "reasons")]
        return format!("{key}: {}", self.why);
        #[cfg(not(feature = "reasons"))]
        return key.to_owned();
    }
}

fn bad_value(field: &'static str, value: &str) -> RecordError {
    RecordError::because(|| format!("its {field} can’t be “{value}”"))
}

fn bad_json(value: &Value, should_be: &str) -> RecordError {
    RecordError::because(|| format!("{value} is not {should_be}"))
}
