//! Annotations and the relations between them.

use super::extra::Extra;
use super::fragments::Fragments;
use super::id::{AnnotationId, LabelId, RelationId, RelationTypeId};
use super::timestamp::Timestamp;

/// One label on one or more fragments of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Its identity, kept through every change.
    pub id: AnnotationId,
    /// Its label.
    pub label: LabelId,
    /// Where it lies.
    pub fragments: Fragments,
    /// What the annotator wrote about it.
    pub note: String,
    /// How sure the annotator is.
    pub status: Status,
    /// Who made it; empty if nobody said.
    pub annotator: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// What made it: `manual` for a person in this program.
    pub origin: String,
    /// What a file said of it that this version does not know.
    pub extra: Extra,
}

/// The origin of what a person marked by hand.
pub const MANUAL: &str = "manual";

/// How sure an annotator is of an annotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// No doubt.
    #[default]
    Sure,
    /// In doubt.
    Unsure,
    /// To be talked about.
    Discuss,
    /// Looked at, and not accepted.
    Rejected,
}

impl Status {
    /// All four, in the order people see.
    pub const ALL: [Status; 4] = [Status::Sure, Status::Unsure, Status::Discuss, Status::Rejected];

    /// The name in files: `sure`, `unsure`, `discuss` or `rejected`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Sure => "sure",
            Status::Unsure => "unsure",
            Status::Discuss => "discuss",
            Status::Rejected => "rejected",
        }
    }

    /// Reads the name in files.
    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// A typed, directed pair of annotations of one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Its identity, kept through every change.
    pub id: RelationId,
    /// Its type.
    pub relation_type: RelationTypeId,
    /// Where it starts: a proposal, for `said_by`.
    pub from: AnnotationId,
    /// Where it leads: a speaker, for `said_by`.
    pub to: AnnotationId,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// What a file said of it that this version does not know.
    pub extra: Extra,
}
