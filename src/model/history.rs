//! Undo and redo: every change since the work began, as plain data.
//!
//! A revision that is done holds the edit that takes it back; one that is
//! undone holds the edit that does it again. Whoever carries out one of them
//! gets the other back from [`Document::apply`](super::document::Document::apply),
//! so one edit a revision is enough, and a mark costs a few dozen bytes.
//!
//! Invariant: `position` is at most the number of revisions; those before it
//! are done, those from it on are undone.

use std::ops::Range;

use super::edit::Edit;
use super::fragments::Side;
use super::id::AnnotationId;
use super::timestamp::Timestamp;

/// One change, and how to go back over it.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// What was done, in a plain sentence: `Marked “Ding” as Speaker`.
    pub summary: String,
    /// When it was done.
    pub at: Timestamp,
    /// Done: the edit that takes it back. Undone: the edit that does it again.
    pub edit: Edit,
    /// Changes with the same topic, soon after each other, become one.
    pub topic: Option<Topic>,
}

/// What a person changes bit by bit, such as a note while typing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The note of an annotation.
    Note(AnnotationId),
    /// One end of a fragment, counted from 0.
    End(AnnotationId, usize, Side),
    /// What is known about the article.
    Metadata,
}

/// Two changes of one topic at most this many seconds apart are one revision.
const SAME_TOPIC_SECONDS: i64 = 3;

/// All revisions, and how many of them are done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    revisions: Vec<Revision>,
    position: usize,
}

/// Which revisions changed: what must be written again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryChange {
    /// Revisions that are new or different.
    pub written: Range<usize>,
    /// Revisions that are gone; none of them is written.
    pub removed: Range<usize>,
}

impl History {
    /// A history read back. Revisions before `position` are done; a position
    /// past the end counts as the end.
    pub fn restore(revisions: Vec<Revision>, position: usize) -> History {
        let position = position.min(revisions.len());
        History { revisions, position }
    }

    /// All revisions, oldest first.
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// How many revisions are done.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The revision that undo takes back.
    pub fn to_undo(&self) -> Option<&Revision> {
        self.position.checked_sub(1).and_then(|idx| self.revisions.get(idx))
    }

    /// The revision that redo does again.
    pub fn to_redo(&self) -> Option<&Revision> {
        self.revisions.get(self.position)
    }

    /// Adds a revision that was just done; what was undone is gone. One on
    /// the topic of the last, soon after it, joins it and keeps the older
    /// way back.
    pub fn record(&mut self, revision: Revision) -> HistoryChange {
        let n_before = self.revisions.len();
        self.revisions.truncate(self.position);
        match self.revisions.last_mut() {
            Some(last) if continues(last, &revision) => {
                last.at = revision.at;
                last.summary = revision.summary;
            }
            _ => self.revisions.push(revision),
        }
        self.position = self.revisions.len();
        let removed = self.position.min(n_before)..n_before;
        HistoryChange { written: self.position - 1..self.position, removed }
    }

    /// Notes that the revision of [`to_undo`](History::to_undo) was taken
    /// back; `redo` is the edit that does it again.
    pub fn undone(&mut self, redo: Edit) -> HistoryChange {
        let Some(idx) = self.position.checked_sub(1) else {
            return HistoryChange::default();
        };
        self.position = idx;
        self.replace(idx, redo)
    }

    /// Notes that the revision of [`to_redo`](History::to_redo) was done
    /// again; `undo` is the edit that takes it back.
    pub fn redone(&mut self, undo: Edit) -> HistoryChange {
        let idx = self.position;
        self.position = (idx + 1).min(self.revisions.len());
        self.replace(idx, undo)
    }

    fn replace(&mut self, idx: usize, edit: Edit) -> HistoryChange {
        let Some(revision) = self.revisions.get_mut(idx) else {
            return HistoryChange::default();
        };
        revision.edit = edit;
        // What was taken back and done again is finished: nothing joins it.
        revision.topic = None;
        HistoryChange { written: idx..idx + 1, removed: 0..0 }
    }
}

fn continues(last: &Revision, next: &Revision) -> bool {
    last.topic.is_some()
        && last.topic == next.topic
        && (0..=SAME_TOPIC_SECONDS).contains(&(next.at.seconds() - last.at.seconds()))
}
