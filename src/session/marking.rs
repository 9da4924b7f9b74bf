//! Annotations: made, labelled, noted, doubted, deleted.

use std::sync::Arc;

use super::command::Outcome;
use super::{Session, notice, refusal};
use crate::model::annotation::{Annotation, MANUAL, Status};
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
        self.selection = None;
        let fragments = match Fragments::one(self.text(), range) {
            Ok(fragments) => fragments,
            Err(error) => return Ok(refusal(format!("Nothing was marked: {error}"))),
        };
        let is_twin =
            |a: &&Arc<Annotation>| a.label == label && a.fragments.same_ranges(&fragments);
        self.focus = self.document.annotations().find(is_twin).map(|twin| twin.id);
        let quote = self.quote(&fragments);
        let name = self.document.scheme().label_name(&label);
        if self.focus.is_some() {
            return Ok(notice(format!("{quote} is marked as {name} already")));
        }
        let summary = format!("Marked {quote} as {name}");
        let new = new_annotation(label, fragments, now);
        self.commit(Edit::PutAnnotation(Box::new(new)), summary, None, now)
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

    pub(super) fn delete(
        &mut self,
        id: AnnotationId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let annotation = self.annotation(id)?;
        let name = self.document.scheme().label_name(&annotation.label);
        let summary = format!("Deleted {name} {}", self.quote(&annotation.fragments));
        let mut edits = Vec::new();
        for relation in self.document.relations_of(id) {
            edits.push(Edit::RemoveRelation(relation.id));
        }
        edits.push(Edit::RemoveAnnotation(id));
        self.commit(Edit::Batch(edits), summary, None, now)
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
