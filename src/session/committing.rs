//! The one road of every change: apply, record, tell. And the road back.

use std::cmp::Ordering;

use super::command::{Message, Outcome};
use super::{Session, notice};
use crate::model::edit::{Edit, EditError};
use crate::model::history::{Revision, Topic};
use crate::model::id::ChangeId;
use crate::model::timestamp::Timestamp;

impl Session {
    /// Carries out an edit and records how to go back.
    pub(super) fn commit(
        &mut self,
        edit: Edit,
        summary: String,
        topic: Option<Topic>,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let edit = match edit {
            Edit::Batch(mut edits) if edits.len() == 1 => edits.swap_remove(0),
            edit => edit,
        };
        let applied = self.document.apply(edit)?;
        self.version += 1;
        let revision = Revision { summary: summary.clone(), at: now, edit: applied.inverse, topic };
        let history = self.history.record(revision);
        self.drop_lost_focus();
        let message = match topic {
            // Whoever types need not be told of every letter.
            Some(Topic::Note(_) | Topic::Metadata) => None,
            Some(Topic::End(..)) | None => Some(Message::Notice(summary)),
        };
        Ok(Outcome { touched: applied.touched, history, message })
    }

    /// The change of the whole library that is the next step towards so many
    /// revisions being done. Only the library can take that step; the session
    /// goes no further until it has, and is opened again.
    pub fn library_change_towards(&self, position: usize) -> Option<ChangeId> {
        let next = match position.cmp(&self.history.position()) {
            Ordering::Less => self.history.to_undo(),
            Ordering::Equal => None,
            Ordering::Greater => self.history.to_redo(),
        };
        match next?.edit {
            Edit::Library(id) => Some(id),
            _ => None,
        }
    }

    pub(super) fn undo(&mut self) -> Result<Outcome, EditError> {
        match self.history.position().checked_sub(1) {
            Some(position) => self.go_to(position),
            None => Ok(notice("There is nothing to undo".into())),
        }
    }

    pub(super) fn redo(&mut self) -> Result<Outcome, EditError> {
        match self.history.to_redo() {
            Some(_) => self.go_to(self.history.position() + 1),
            None => Ok(notice("There is nothing to redo".into())),
        }
    }

    /// Takes changes back, or does them again, until `position` of them are
    /// done; a position past the end counts as the end.
    pub(super) fn go_to(&mut self, position: usize) -> Result<Outcome, EditError> {
        let from = self.history.position();
        let to = position.min(self.history.revisions().len());
        let mut outcome = Outcome::default();
        while self.history.position() != to && self.library_change_towards(to).is_none() {
            if let Err(error) = self.step(from < to, &mut outcome) {
                // What was done up to here must be drawn and written.
                let sentence = format!("The history goes no further: {error}.");
                outcome.message = Some(Message::Error(sentence));
                break;
            }
        }
        self.drop_lost_focus();
        let n_steps = from.abs_diff(to);
        if let (Some(Message::Notice(sentence)), 2..) = (&mut outcome.message, n_steps) {
            *sentence = match from < to {
                true => format!("Did {n_steps} changes again"),
                false => format!("Went back over {n_steps} changes"),
            };
        }
        Ok(outcome)
    }

    /// One revision forwards or back, added to the outcome.
    fn step(&mut self, forwards: bool, outcome: &mut Outcome) -> Result<(), EditError> {
        let next = if forwards { self.history.to_redo() } else { self.history.to_undo() };
        let Some(revision) = next.cloned() else { return Ok(()) };
        let applied = self.document.apply(revision.edit)?;
        self.version += 1;
        let done = match forwards {
            true => self.history.redone(applied.inverse),
            false => self.history.undone(applied.inverse),
        };
        let what = if forwards { "Done again" } else { "Undone" };
        outcome.message = Some(Message::Notice(format!("{what}: {}", revision.summary)));
        outcome.touched.add(&applied.touched);
        let written = &mut outcome.history.written;
        let done = done.written;
        // The revisions of a walk are neighbours.
        *written = match written.len() {
            0 => done,
            _ => written.start.min(done.start)..written.end.max(done.end),
        };
        Ok(())
    }
}
