//! Many annotations in one change: marked, labelled, deleted, added.

use std::sync::Arc;

use super::command::Outcome;
use super::marking::new_annotation;
use super::{Session, notice, refusal};
use crate::model::annotation::{Annotation, Relation};
use crate::model::edit::{Edit, EditError};
use crate::model::fragments::Fragments;
use crate::model::id::{AnnotationId, LabelId};
use crate::model::occurrences::{Hit, Standing, classify};
use crate::model::offset::TextRange;
use crate::model::timestamp::Timestamp;

impl Session {
    pub(super) fn mark_all(
        &mut self,
        mut ranges: Vec<TextRange>,
        label: LabelId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        ranges.dedup();
        let mut edits = Vec::new();
        let mut quote = String::new();
        for Hit { range, standing } in classify(&self.document, &ranges, &label) {
            if let Standing::Marked(_) = standing {
                continue;
            }
            let fragments = match Fragments::one(self.text(), range) {
                Ok(fragments) => fragments,
                Err(error) => return Ok(refusal(format!("Nothing was marked: {error}"))),
            };
            if edits.is_empty() {
                quote = self.quote(&fragments);
            }
            let annotation = new_annotation(label.clone(), fragments, now);
            edits.push(Edit::PutAnnotation(Box::new(annotation)));
        }
        if edits.is_empty() {
            return Ok(notice("Everything is marked already".into()));
        }
        let name = self.document.scheme().label_name(&label);
        let summary = counted(format!("Marked {quote} as {name}"), edits.len(), "places");
        self.commit(Edit::Batch(edits), summary, None, now)
    }

    pub(super) fn relabel_all(
        &mut self,
        ids: Vec<AnnotationId>,
        label: LabelId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut edits = Vec::new();
        let mut quote = String::new();
        for id in distinct(ids) {
            let mut new = Annotation::clone(self.annotation(id)?);
            if new.label == label {
                continue;
            }
            if edits.is_empty() {
                quote = self.quote(&new.fragments);
            }
            (new.label, new.modified) = (label.clone(), now);
            edits.push(Edit::PutAnnotation(Box::new(new)));
        }
        if edits.is_empty() {
            return Ok(Outcome::default());
        }
        let name = self.document.scheme().label_name(&label);
        let summary = counted(format!("Relabelled {quote} as {name}"), edits.len(), "annotations");
        self.commit(Edit::Batch(edits), summary, None, now)
    }

    pub(super) fn delete_all(
        &mut self,
        ids: Vec<AnnotationId>,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let ids = distinct(ids);
        let Some(&first) = ids.first() else { return Ok(Outcome::default()) };
        let annotation = self.annotation(first)?;
        let name = self.document.scheme().label_name(&annotation.label);
        let summary = format!("Deleted {name} {}", self.quote(&annotation.fragments));
        let summary = counted(summary, ids.len(), "annotations");
        let mut edits = Vec::new();
        for (idx, &id) in ids.iter().enumerate() {
            for relation in self.document.relations_of(id) {
                // One that joins two of them goes with the first.
                let other = if relation.from == id { relation.to } else { relation.from };
                if !ids[..idx].contains(&other) {
                    edits.push(Edit::RemoveRelation(relation.id));
                }
            }
            edits.push(Edit::RemoveAnnotation(id));
        }
        self.commit(Edit::Batch(edits), summary, None, now)
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

/// `Marked “Ding” as Speaker, 12 places`; one is not counted.
fn counted(mut sentence: String, n: usize, what: &str) -> String {
    if n > 1 {
        sentence.push_str(", ");
        sentence.push_str(&n.to_string());
        sentence.push(' ');
        sentence.push_str(what);
    }
    sentence
}

/// Each of them once, where it is first.
fn distinct(ids: Vec<AnnotationId>) -> Vec<AnnotationId> {
    let mut distinct = Vec::with_capacity(ids.len());
    for id in ids {
        if !distinct.contains(&id) {
            distinct.push(id);
        }
    }
    distinct
}
