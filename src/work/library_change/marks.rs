//! What becomes of the annotations and relations of one article when labels
//! or relation types go.
//!
//! An annotation of a deleted label goes, and so does every relation that
//! joins it. One of a merged label gets the other; if that label already lies
//! on the very same words, the two become one, as when a person merges them:
//! the one that was made earlier stays, with the notes and relations of both.
//! A relation stays whatever becomes of the labels at its ends, as long as its
//! type is there.

use crate::model::annotation::{Annotation, Relation};
use crate::model::document::{Document, Touched};
use crate::model::edit::{Edit, EditError};
use crate::model::id::{AnnotationId, LabelId};
use crate::model::scheme::Scheme;
use crate::model::scheme_edit::{Part, SchemeEdit};
use crate::model::timestamp::Timestamp;

use super::mentions::Gone;

/// What changed, over all articles.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    n_annotations: usize,
    n_relations: usize,
    n_articles: usize,
    /// Annotations that became one with another.
    n_joined: usize,
}

/// Changes one document, and says what that touched.
pub(super) fn change(
    document: &mut Document,
    edit: &SchemeEdit,
    gone: &Gone,
    now: Timestamp,
    counts: &mut Counts,
) -> Result<Touched, EditError> {
    let mut marks = Marks { document, now, touched: Touched::default() };
    let before = (counts.n_annotations, counts.n_relations);
    for id in marks.of_gone_labels(gone) {
        counts.n_annotations += 1;
        match edit {
            SchemeEdit::Merge { into, .. } => {
                counts.n_joined += usize::from(marks.relabel(id, into)?);
            }
            _ => marks.remove(id)?,
        }
    }
    let relations = marks.document.relations();
    let of_gone = relations.iter().filter(|one| gone.has_type(one.relation_type.as_str()));
    let of_gone: Vec<_> = of_gone.map(|relation| relation.id).collect();
    for id in of_gone {
        counts.n_relations += 1;
        marks.apply(Edit::RemoveRelation(id))?;
    }
    counts.n_articles += usize::from(before != (counts.n_annotations, counts.n_relations));
    Ok(marks.touched)
}

/// What was done, with how much it took along: `Merged Location into Speaker,
/// 12 annotations in 3 articles`.
pub(super) fn summary(edit: &SchemeEdit, gone: &Gone, before: &Scheme, counts: &Counts) -> String {
    let mut summary = edit.summary(before);
    let Counts { n_annotations, n_relations, n_articles, n_joined } = *counts;
    let is_removed = matches!(edit, SchemeEdit::Remove(_));
    if let SchemeEdit::Remove(Part::Label(_)) = edit {
        for id in &gone.relation_types {
            let name = before.relation_type(id).map_or(id.as_str(), |one| one.name.as_str());
            summary.push_str(&format!(" and {name}"));
        }
    }
    let mut parts = Vec::new();
    if n_annotations > 0 {
        parts.push(counted(n_annotations, "annotation"));
    }
    if n_relations > 0 {
        parts.push(counted(n_relations, "relation"));
    }
    if !parts.is_empty() {
        let with = if is_removed { " with" } else { "," };
        let articles = counted(n_articles, "article");
        summary.push_str(&format!("{with} {} in {articles}", parts.join(" and ")));
    }
    if n_joined > 0 {
        summary.push_str(&format!(", {n_joined} of them on words that had the label already"));
    }
    summary
}

/// `1 article`, `2 articles`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

struct Marks<'a> {
    document: &'a mut Document,
    now: Timestamp,
    touched: Touched,
}

impl Marks<'_> {
    fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        let applied = self.document.apply(edit)?;
        self.touched.add(&applied.touched);
        Ok(())
    }

    /// The annotations whose label is gone, in text order.
    fn of_gone_labels(&self, gone: &Gone) -> Vec<AnnotationId> {
        let annotations = self.document.annotations();
        let of_gone = annotations.filter(|annotation| gone.has_label(annotation.label.as_str()));
        of_gone.map(|annotation| annotation.id).collect()
    }

    /// Removes an annotation with the relations that join it.
    fn remove(&mut self, id: AnnotationId) -> Result<(), EditError> {
        let joined: Vec<_> = self.document.relations_of(id).map(|relation| relation.id).collect();
        for relation in joined {
            self.apply(Edit::RemoveRelation(relation))?;
        }
        self.apply(Edit::RemoveAnnotation(id))
    }

    /// Gives an annotation another label; true if that was on its very words
    /// already, and the two are one now.
    fn relabel(&mut self, id: AnnotationId, label: &LabelId) -> Result<bool, EditError> {
        let annotation = self.document.annotation(id).ok_or(EditError::NoAnnotation(id))?;
        let mut new = Annotation::clone(annotation);
        new.label = label.clone();
        new.modified = self.now;
        let Some(twin) = self.twin_of(&new) else {
            self.apply(Edit::PutAnnotation(Box::new(new)))?;
            return Ok(false);
        };
        let is_earlier = (new.created, new.id) < (twin.created, twin.id);
        let (mut stays, goes) = if is_earlier { (new, twin) } else { (twin, new) };
        if !stays.note.is_empty() && !goes.note.is_empty() && stays.note != goes.note {
            stays.note.push('\n');
            stays.note.push_str(&goes.note);
        } else if stays.note.is_empty() {
            stays.note = goes.note;
        }
        for (field, value) in goes.extra {
            stays.extra.entry(field).or_insert(value);
        }
        stays.modified = self.now;
        let stays_id = stays.id;
        self.apply(Edit::PutAnnotation(Box::new(stays)))?;
        self.move_relations(goes.id, stays_id)?;
        self.apply(Edit::RemoveAnnotation(goes.id))?;
        Ok(true)
    }

    /// Another annotation with the same label on the same words.
    fn twin_of(&self, annotation: &Annotation) -> Option<Annotation> {
        let text = &self.document.article().text;
        let block = text.blocks_of(annotation.fragments.extent()).next()?;
        let is_twin = |other: &&std::sync::Arc<Annotation>| {
            other.id != annotation.id
                && other.label == annotation.label
                && other.fragments.same_ranges(&annotation.fragments)
        };
        self.document.annotations_in(block).find(is_twin).map(|twin| Annotation::clone(twin))
    }

    /// Moves the relations of one annotation to another. One that would join
    /// that to itself, or say what another relation says, goes.
    fn move_relations(&mut self, from: AnnotationId, to: AnnotationId) -> Result<(), EditError> {
        let joined = self.document.relations_of(from);
        let joined: Vec<Relation> = joined.map(|relation| Relation::clone(relation)).collect();
        for mut relation in joined {
            let end = |id| if id == from { to } else { id };
            (relation.from, relation.to) = (end(relation.from), end(relation.to));
            relation.modified = self.now;
            let is_said = self.document.twin_of(&relation).is_some();
            self.apply(match relation.from == relation.to || is_said {
                true => Edit::RemoveRelation(relation.id),
                false => Edit::PutRelation(Box::new(relation)),
            })?;
        }
        Ok(())
    }
}
