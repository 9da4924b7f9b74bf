//! What the person is at: the selection, the picked label, the focus. None of
//! it is part of the document, and none of it is undone.

use super::Session;
use crate::model::id::{AnnotationId, LabelId};
use crate::model::offset::TextRange;
use crate::model::segment::innermost_rank;

impl Session {
    pub(super) fn select(&mut self, range: TextRange, exactly: bool) {
        let text = self.text();
        self.selection =
            if exactly { text.snap_to_characters(range) } else { text.snap_to_words(range) };
    }

    pub(super) fn select_name(&mut self, range: TextRange) {
        let name = self.text().snap_to_name(range);
        let again = name.is_some() && name == self.named;
        self.named = name.filter(|_| !again);
        self.selection = if again { self.text().snap_to_whole_words(range) } else { name };
    }

    pub(super) fn pick(&mut self, label: LabelId) {
        self.focus = None;
        self.picked_label = Some(label).filter(|label| self.picked_label.as_ref() != Some(label));
    }

    pub(super) fn escape(&mut self) {
        if self.selection.take().is_none() && self.picked_label.take().is_none() {
            self.focus = None;
        }
    }

    pub(super) fn focus_on(&mut self, id: Option<AnnotationId>) {
        self.selection = None;
        self.focus = id.filter(|&id| self.document.annotation(id).is_some());
    }

    /// Annotations as they rank under a pointer: the innermost first.
    pub fn innermost_first(&self, ids: Vec<AnnotationId>) -> Vec<AnnotationId> {
        // A handful lies under a pointer: each is put where it ranks.
        let rank = |id| self.document.annotation(id).map(|a| innermost_rank(a));
        let mut ranked: Vec<AnnotationId> = Vec::with_capacity(ids.len());
        for id in ids {
            let place = ranked.partition_point(|&other| rank(other) < rank(id));
            ranked.insert(place, id);
        }
        ranked
    }

    pub(super) fn focus_under(&mut self, ids: Vec<AnnotationId>) {
        let ids = self.innermost_first(ids);
        let focused = ids.iter().position(|&id| Some(id) == self.focus);
        let next = focused.map_or(0, |idx| (idx + 1) % ids.len());
        self.focus_on(ids.get(next).copied());
    }

    pub(super) fn neighbour(&self, forwards: bool) -> Option<AnnotationId> {
        let ids: Vec<AnnotationId> = self.document.annotations().map(|a| a.id).collect();
        let last = ids.len().checked_sub(1)?;
        let idx = match ids.iter().position(|&id| Some(id) == self.focus) {
            Some(idx) if forwards => (idx + 1) % ids.len(),
            Some(idx) => idx.checked_sub(1).unwrap_or(last),
            None if forwards => 0,
            None => last,
        };
        ids.get(idx).copied()
    }

    pub(super) fn drop_lost_focus(&mut self) {
        self.focus = self.focus.filter(|&id| self.document.annotation(id).is_some());
    }
}
