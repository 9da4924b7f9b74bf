//! Edits: the only way a document changes. Data, without behaviour;
//! [`Document::apply`](super::document::Document::apply) carries them out and
//! returns the inverse.

use super::annotation::{Annotation, Relation};
use super::article::Metadata;
use super::id::{AnnotationId, ChangeId, LabelId, RelationId, RelationTypeId};

/// A change of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Adds an annotation, or replaces the one with its id.
    PutAnnotation(Box<Annotation>),
    /// Removes an annotation that no relation joins.
    RemoveAnnotation(AnnotationId),
    /// Adds a relation, or replaces the one with its id.
    PutRelation(Box<Relation>),
    /// Removes a relation.
    RemoveRelation(RelationId),
    /// Replaces what is known about the article.
    SetMetadata(Box<Metadata>),
    /// A change of the whole library, as of its labels. It stands in the history
    /// of each article that it concerns; no document can carry it out alone.
    Library(ChangeId),
    /// Several edits, one after the other, all or none.
    Batch(Vec<Edit>),
}

/// Why an edit can't be applied. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The scheme has no such label.
    #[error("the scheme has no label “{0}”")]
    UnknownLabel(LabelId),
    /// The scheme has no such relation type.
    #[error("the scheme has no relation type “{0}”")]
    UnknownRelationType(RelationTypeId),
    /// The document has no such annotation.
    #[error("there is no annotation {0}")]
    NoAnnotation(AnnotationId),
    /// The document has no such relation.
    #[error("there is no relation {0}")]
    NoRelation(RelationId),
    /// A relation still joins the annotation.
    #[error("the relation {relation} still joins the annotation {annotation}")]
    StillJoined {
        /// The annotation to be removed.
        annotation: AnnotationId,
        /// The relation that joins it.
        relation: RelationId,
    },
    /// A change of the whole library, met in one document.
    #[error("that step changed the whole library")]
    WholeLibrary(ChangeId),
    /// A relation from an annotation to itself.
    #[error("a relation can't join the annotation {0} to itself")]
    JoinsItself(AnnotationId),
}
