//! The one road of every change: apply, record, tell. And the road back.

use super::command::{Message, Outcome};
use super::{Session, notice};
use crate::model::edit::{Edit, EditError};
use crate::model::history::{Revision, Topic};
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

    pub(super) fn undo(&mut self) -> Result<Outcome, EditError> {
        self.step(false)
    }

    pub(super) fn redo(&mut self) -> Result<Outcome, EditError> {
        self.step(true)
    }

    /// One revision forwards or back.
    fn step(&mut self, forwards: bool) -> Result<Outcome, EditError> {
        let next = if forwards { self.history.to_redo() } else { self.history.to_undo() };
        let Some(revision) = next.cloned() else {
            let what = if forwards { "redo" } else { "undo" };
            return Ok(notice(format!("There is nothing to {what}")));
        };
        let applied = self.document.apply(revision.edit)?;
        let history = match forwards {
            true => self.history.redone(applied.inverse),
            false => self.history.undone(applied.inverse),
        };
        self.drop_lost_focus();
        let done = if forwards { "Done again" } else { "Undone" };
        let message = Some(Message::Notice(format!("{done}: {}", revision.summary)));
        Ok(Outcome { touched: applied.touched, history, message })
    }
}
