//! Why the scheme can't be changed so. Each is a part of a sentence, without
//! its full stop.

use super::names::MAX_NAME_CHARS;
use crate::model::id::{LabelId, RelationTypeId};

/// Why the scheme can't be changed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemeError {
    /// Nothing but white space.
    #[error("a name is needed, of 1 to {MAX_NAME_CHARS} characters")]
    EmptyName,
    /// A text that is too long.
    #[error("{what} has {n_chars} characters; the limit is {max}")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// How long it is.
        n_chars: usize,
        /// How long it may be.
        max: usize,
    },
    /// Another label has the name.
    #[error("there is a label “{0}” already")]
    LabelNameTaken(String),
    /// Another relation type has the name.
    #[error("there is a link type “{0}” already")]
    RelationTypeNameTaken(String),
    /// A key that can't be one.
    #[error("a key is a digit from 1 to 9 or a letter from a to z, not “{0}”")]
    BadKey(char),
    /// Another label has the key.
    #[error("the key {key} gives {label} already")]
    KeyOfLabel {
        /// The key.
        key: char,
        /// The name of the label.
        label: String,
    },
    /// The page uses the key.
    #[error("the key {key} is taken: {purpose}")]
    KeyOfPage {
        /// The key.
        key: char,
        /// What for.
        purpose: String,
    },
    /// A colour that can't be one.
    #[error("a colour is written like #2a5fe0, not “{0}”")]
    BadColor(String),
    /// The last label can't go.
    #[error("“{0}” is the last label, and a scheme needs at least one")]
    LastLabel(String),
    /// A scheme to be taken over has no label.
    #[error("the new scheme has no label, and a scheme needs at least one")]
    NoLabels,
    /// No such label.
    #[error("the scheme has no label “{0}”")]
    NoLabel(LabelId),
    /// No such relation type.
    #[error("the scheme has no link type “{0}”")]
    NoRelationType(RelationTypeId),
    /// A label can't be merged with itself.
    #[error("“{0}” can’t be merged with itself")]
    WithItself(String),
}
