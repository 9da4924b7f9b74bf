//! What takes more code than the first visit has room for, and is seldom
//! wished: it is worked out beside the page, on a session of its own, and
//! comes back as [`Command::Change`](super::Command::Change).

use std::sync::Arc;

use super::command::Outcome;
use super::{Session, or_refusal};
use crate::model::annotation::{Annotation, Relation};
use crate::model::id::{AnnotationId, LabelId, RelationId, RelationTypeId};
use crate::model::offset::{TextRange, TextSize};
use crate::model::timestamp::Timestamp;

/// What is worked out elsewhere.
#[derive(Clone, Debug)]
pub enum Plan {
    /// Gives several annotations another label, as one change.
    RelabelAll(Vec<AnnotationId>, LabelId),
    /// Removes the fragment that lies at this range. The last one stays.
    RemoveFragment(AnnotationId, TextRange),
    /// Makes two annotations of one: what lies before an offset keeps the id,
    /// the note and the relations, what lies after it is new, with the same
    /// label and status.
    Split {
        /// The annotation.
        id: AnnotationId,
        /// Where: inside a fragment, or between two.
        at: TextSize,
    },
    /// Makes one annotation of two with the same label. The first keeps its
    /// id and gets the fragments, the note and the relations of the second.
    Merge(AnnotationId, AnnotationId),
    /// Turns a relation round, if its type or another one allows that.
    Reverse(RelationId),
    /// Gives a relation another type that fits its labels.
    Retype(RelationId, RelationTypeId),
    /// Deletes several annotations, and the relations that join them, as one
    /// change.
    DeleteAll(Vec<AnnotationId>),
    /// Marks several places up, as one change. What is marked already stays.
    MarkAll {
        /// The places, each a valid fragment: what
        /// [`find`](crate::model::occurrences::find) finds.
        ranges: Vec<TextRange>,
        /// The label they get.
        label: LabelId,
    },
    /// Marks an article up with annotations kept for it, as one change.
    AddAll {
        /// What the history says of it: `Showed the example`.
        summary: String,
        /// What to add; what is there already stays.
        annotations: Vec<Arc<Annotation>>,
        /// What joins them.
        relations: Vec<Arc<Relation>>,
    },
}

impl Session {
    /// Carries a plan out. One that can't be met changes nothing and says why
    /// in the outcome's message.
    pub fn plan(&mut self, plan: Plan, now: Timestamp) -> Outcome {
        or_refusal(match plan {
            Plan::RelabelAll(ids, label) => self.relabel_all(ids, label, now),
            Plan::RemoveFragment(id, range) => self.remove_fragment(id, range, now),
            Plan::Split { id, at } => self.split(id, at, now),
            Plan::Merge(first, second) => self.merge(first, second, now),
            Plan::Reverse(id) => self.reverse(id, now),
            Plan::Retype(id, relation_type) => self.retype(id, relation_type, now),
            Plan::DeleteAll(ids) => self.delete_all(ids, now),
            Plan::MarkAll { ranges, label } => self.mark_all(ranges, label, now),
            Plan::AddAll { summary, annotations, relations } => {
                self.add_all(summary, annotations, relations, now)
            }
        })
    }
}
