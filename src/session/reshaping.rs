//! Where an annotation lies: fragments come and go, ends move, one becomes
//! two, two become one. Its id, label, note and relations stay.

use super::command::Outcome;
use super::marking::new_annotation;
use super::{Session, notice, refusal};
use crate::model::annotation::{Annotation, Relation};
use crate::model::edit::{Edit, EditError};
use crate::model::extra::Extra;
use crate::model::fragments::{Fragment, Fragments, Side};
use crate::model::history::Topic;
use crate::model::id::AnnotationId;
use crate::model::offset::{TextRange, TextSize};
use crate::model::timestamp::Timestamp;

impl Session {
    pub(super) fn add_fragment(&mut self, now: Timestamp) -> Result<Outcome, EditError> {
        let Some(id) = self.focus else {
            return Ok(refusal("Select the annotation first that the words belong to".into()));
        };
        let Some(range) = self.selection else {
            return Ok(refusal("Select the words first that belong to the annotation".into()));
        };
        let mut new = Annotation::clone(self.annotation(id)?);
        let before = self.quote(&new.fragments);
        let (text, extra) = (self.text(), Extra::default());
        // The selection was snapped, and so is a valid fragment.
        let (Ok(added), Ok(fragments)) =
            (Fragments::one(text, range), new.fragments.with(text, &Fragment { range, extra }))
        else {
            return Ok(Outcome::default());
        };
        let added = self.quote(&added);
        self.selection = None;
        if fragments.same_ranges(&new.fragments) {
            return Ok(notice(format!("{added} is part of {before} already")));
        }
        new.fragments = fragments;
        let summary = format!("Added {added} to {}", self.quote(&new.fragments));
        self.replace(new, summary, None, now)
    }

    pub(super) fn remove_fragment(
        &mut self,
        id: AnnotationId,
        range: TextRange,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut new = Annotation::clone(self.annotation(id)?);
        let text = self.text();
        let Some(idx) = new.fragments.ranges().position(|other| other == range) else {
            let words = self.quote(&new.fragments);
            return Ok(refusal(format!("{words} has no such part, so none was removed")));
        };
        let Some(fragments) = new.fragments.without(text, range) else {
            let words = self.quote(&new.fragments);
            return Ok(refusal(format!(
                "{words} is all that the annotation holds; delete the annotation instead"
            )));
        };
        let removed = Fragments::one(text, range).map(|removed| self.quote(&removed));
        new.fragments = fragments;
        let removed = removed.unwrap_or_else(|_| format!("part {}", idx + 1));
        let summary = format!("Removed {removed} from {}", self.quote(&new.fragments));
        self.replace(new, summary, None, now)
    }

    pub(super) fn move_end(
        &mut self,
        id: AnnotationId,
        end: (usize, Side),
        exactly: bool,
        forwards: bool,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let fragments = &self.annotation(id)?.fragments;
        match fragments.with_end_moved(self.text(), end, exactly, forwards) {
            Some(fragments) => self.put_end(id, end, fragments, now),
            None => {
                let grows = forwards == (end.1 == Side::End);
                let neighbour = if forwards { end.0.checked_add(1) } else { end.0.checked_sub(1) };
                let has_neighbour = neighbour.is_some_and(|idx| idx < fragments.count());
                Ok(notice(String::from(match (end.0 < fragments.count(), grows) {
                    (false, _) => "The annotation has no such part",
                    (true, false) if exactly => "One character is the least it can hold",
                    (true, false) => "One word is the least it can hold",
                    (true, true) if has_neighbour => "The next part of the annotation is there",
                    (true, true) => "The text goes no further",
                })))
            }
        }
    }

    pub(super) fn set_end(
        &mut self,
        id: AnnotationId,
        end: (usize, Side),
        at: TextSize,
        exactly: bool,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let fragments = &self.annotation(id)?.fragments;
        match fragments.with_end_at(self.text(), end, at, exactly) {
            Some(fragments) => self.put_end(id, end, fragments, now),
            None => Ok(notice("There is no word there to end at".into())),
        }
    }

    fn put_end(
        &mut self,
        id: AnnotationId,
        (idx, side): (usize, Side),
        fragments: Fragments,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut new = Annotation::clone(self.annotation(id)?);
        new.fragments = fragments;
        let summary = format!("Moved the {} of {}", side.as_str(), self.quote(&new.fragments));
        self.replace(new, summary, Some(Topic::End(id, idx, side)), now)
    }

    pub(super) fn split(
        &mut self,
        id: AnnotationId,
        at: TextSize,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut first = Annotation::clone(self.annotation(id)?);
        let whole = self.quote(&first.fragments);
        let Some((before, after)) = first.fragments.split_at(self.text(), at) else {
            return Ok(refusal(format!("{whole} can be split only between two of its characters")));
        };
        let mut second = new_annotation(first.label.clone(), after, now);
        second.status = first.status;
        first.fragments = before;
        first.modified = now;
        let (first_quote, second_quote) =
            (self.quote(&first.fragments), self.quote(&second.fragments));
        let summary = format!("Split {whole} into {first_quote} and {second_quote}");
        let edits = [first, second].map(|half| Edit::PutAnnotation(Box::new(half)));
        self.commit(Edit::Batch(edits.into()), summary, None, now)
    }

    pub(super) fn merge(
        &mut self,
        first: AnnotationId,
        second: AnnotationId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let mut merged = Annotation::clone(self.annotation(first)?);
        let other = self.annotation(second)?;
        let (quote, other_quote) = (self.quote(&merged.fragments), self.quote(&other.fragments));
        if first == second {
            return Ok(refusal(format!("{quote} can’t be merged with itself")));
        }
        if merged.label != other.label {
            let scheme = self.document.scheme();
            let (name, other_name) =
                (scheme.label_name(&merged.label), scheme.label_name(&other.label));
            return Ok(refusal(format!(
                "{name} {quote} and {other_name} {other_quote} have different labels, and can’t be merged"
            )));
        }
        for fragment in other.fragments.iter() {
            // Both are sound, and so is what they make together.
            if let Ok(fragments) = merged.fragments.with(self.text(), fragment) {
                merged.fragments = fragments;
            }
        }
        if !merged.note.is_empty() && !other.note.is_empty() {
            merged.note.push('\n');
        }
        merged.note.push_str(&other.note);
        for (field, value) in &other.extra {
            merged.extra.entry(field.clone()).or_insert_with(|| value.clone());
        }
        merged.modified = now;
        let mut edits = vec![Edit::PutAnnotation(Box::new(merged))];
        self.move_relations(second, first, now, &mut edits);
        edits.push(Edit::RemoveAnnotation(second));
        let outcome = self.commit(
            Edit::Batch(edits),
            format!("Merged {quote} with {other_quote}"),
            None,
            now,
        )?;
        self.focus = Some(first);
        Ok(outcome)
    }

    /// Moves the relations of an annotation to another. One that would join
    /// that to itself, or say what another relation says, goes.
    fn move_relations(
        &self,
        from: AnnotationId,
        to: AnnotationId,
        now: Timestamp,
        edits: &mut Vec<Edit>,
    ) {
        let mut moved: Vec<Relation> = Vec::new();
        for relation in self.document.relations_of(from) {
            let mut new = Relation::clone(relation);
            let end = |id| if id == from { to } else { id };
            (new.from, new.to, new.modified) = (end(new.from), end(new.to), now);
            let is_twin = |other: &Relation| {
                (&other.relation_type, other.from, other.to)
                    == (&new.relation_type, new.from, new.to)
            };
            let is_said = self.document.twin_of(&new).is_some() || moved.iter().any(is_twin);
            if new.from == new.to || is_said {
                edits.push(Edit::RemoveRelation(new.id));
            } else {
                edits.push(Edit::PutRelation(Box::new(new.clone())));
                moved.push(new);
            }
        }
    }
}
