//! Annotations: made, labelled, noted, doubted, deleted.

use std::sync::Arc;

use super::command::Outcome;
use super::{Session, notice};
use crate::model::annotation::{Annotation, MANUAL, Relation, Status};
use crate::model::article::Metadata;
use crate::model::edit::{Edit, EditError};
use crate::model::extra::Extra;
use crate::model::fragments::Fragments;
use crate::model::history::Topic;
use crate::model::id::{AnnotationId, LabelId};
use crate::model::offset::TextRange;
use crate::model::timestamp::Timestamp;

impl Session {
    pub(super) fn mark(
        &mut self,
        range: TextRange,
        label: LabelId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        // The range was snapped, and so is a valid fragment; if it were not,
        // the wish would come to nothing rather than to a wrong mark.
        let Ok(fragments) = Fragments::one(self.text(), range) else {
            return Ok(Outcome::default());
        };
        let quote = self.quote(&fragments);
        let name = self.document.scheme().label_name(&label).to_owned();
        self.selection = None;
        let block = self.text().block_at(range.start());
        let twin = self.document.annotations_in(block).find(|annotation| {
            annotation.label == label && annotation.fragments.same_ranges(&fragments)
        });
        if let Some(twin) = twin {
            self.focus = Some(twin.id);
            return Ok(notice(format!("{quote} is marked as {name} already")));
        }
        self.focus = None;
        let annotation = new_annotation(label, fragments, now);
        let edit = Edit::PutAnnotation(Box::new(annotation));
        self.commit(edit, format!("Marked {quote} as {name}"), None, now)
    }

    pub(super) fn relabel(
        &mut self,
        id: AnnotationId,
        label: LabelId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut new = Annotation::clone(self.annotation(id)?);
        let name = self.document.scheme().label_name(&label);
        let summary = format!("Relabelled {} as {name}", self.quote(&new.fragments));
        new.label = label;
        self.replace(new, summary, None, now)
    }

    pub(super) fn set_note(
        &mut self,
        id: AnnotationId,
        note: String,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut new = Annotation::clone(self.annotation(id)?);
        let summary = format!("Changed the note on {}", self.quote(&new.fragments));
        new.note = note;
        self.replace(new, summary, Some(Topic::Note(id)), now)
    }

    pub(super) fn set_status(
        &mut self,
        id: AnnotationId,
        status: Status,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut new = Annotation::clone(self.annotation(id)?);
        let summary = format!("Set {} to {}", self.quote(&new.fragments), status.as_str());
        new.status = status;
        self.replace(new, summary, None, now)
    }

    pub(super) fn cycle_status(
        &mut self,
        id: AnnotationId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let status = self.annotation(id)?.status;
        let idx = Status::ALL.iter().position(|&other| other == status).unwrap_or_default();
        self.set_status(id, Status::ALL[(idx + 1) % Status::ALL.len()], now)
    }

    /// Puts an annotation in place of the one with its id; a change that
    /// changes nothing is not recorded.
    pub(super) fn replace(
        &mut self,
        mut new: Annotation,
        summary: String,
        topic: Option<Topic>,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        if new == **self.annotation(new.id)? {
            return Ok(Outcome::default());
        }
        new.modified = now;
        self.commit(Edit::PutAnnotation(Box::new(new)), summary, topic, now)
    }

    pub(super) fn delete(
        &mut self,
        id: AnnotationId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let annotation = self.annotation(id)?;
        let name = self.document.scheme().label_name(&annotation.label);
        let summary = format!("Deleted {name} {}", self.quote(&annotation.fragments));
        let relations = self.document.relations_of(id).map(|r| Edit::RemoveRelation(r.id));
        let edits = relations.chain([Edit::RemoveAnnotation(id)]).collect();
        self.commit(Edit::Batch(edits), summary, None, now)
    }

    pub(super) fn set_metadata(
        &mut self,
        metadata: Metadata,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        if metadata == self.document.article().metadata {
            return Ok(Outcome::default());
        }
        let edit = Edit::SetMetadata(Box::new(metadata));
        let summary = "Changed the article’s details".into();
        self.commit(edit, summary, Some(Topic::Metadata), now)
    }

    pub(super) fn add_all(
        &mut self,
        summary: String,
        annotations: Vec<Arc<Annotation>>,
        relations: Vec<Arc<Relation>>,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut edits = Vec::new();
        // What is marked already keeps its id; relations follow it.
        let mut twins: Vec<(AnnotationId, AnnotationId)> = Vec::new();
        for annotation in annotations {
            let twin = self.document.annotations().find(|here| {
                here.id == annotation.id
                    || here.label == annotation.label
                        && here.fragments.same_ranges(&annotation.fragments)
            });
            match twin {
                Some(twin) => twins.push((annotation.id, twin.id)),
                None => edits.push(Edit::PutAnnotation(Box::new(Arc::unwrap_or_clone(annotation)))),
            }
        }
        for relation in relations {
            let mut relation = Arc::unwrap_or_clone(relation);
            let new_id = |id| twins.iter().find(|twin| twin.0 == id).map_or(id, |twin| twin.1);
            (relation.from, relation.to) = (new_id(relation.from), new_id(relation.to));
            let is_here = self.document.relation(relation.id).is_some()
                || self.document.twin_of(&relation).is_some();
            if !is_here {
                edits.push(Edit::PutRelation(Box::new(relation)));
            }
        }
        if edits.is_empty() {
            return Ok(notice("Everything is marked already".into()));
        }
        self.commit(Edit::Batch(edits), summary, None, now)
    }
}

/// What a person marks by hand.
pub(super) fn new_annotation(label: LabelId, fragments: Fragments, now: Timestamp) -> Annotation {
    Annotation {
        id: AnnotationId::random(),
        label,
        fragments,
        note: String::new(),
        status: Status::default(),
        annotator: String::new(),
        created: now,
        modified: now,
        origin: MANUAL.into(),
        extra: Extra::default(),
    }
}
