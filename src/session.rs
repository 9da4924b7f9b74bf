//! One open article: its document, its history, and what the person is at
//! (the selected words, the picked label, the focused annotation).
//!
//! [`Session::dispatch`] turns a wish ([`Command`]) into an edit, carries it
//! out, records how to go back, and says what must be drawn and written again.
//! [`Session::plan`] does the same with a [`Plan`], for which the page has no
//! room: the worker carries it out on a session of its own, and sends the page
//! the change as a command. There is no third way. The clock is passed in.

mod choosing;
mod command;
mod committing;
pub mod keys;
mod linking;
mod many;
mod marking;
mod planning;
mod reshaping;

use std::sync::Arc;

use crate::model::annotation::Annotation;
use crate::model::document::Document;
use crate::model::edit::EditError;
use crate::model::fragments::Fragments;
use crate::model::history::{History, Revision};
use crate::model::id::{AnnotationId, LabelId};
use crate::model::offset::TextRange;
use crate::model::text::Text;
use crate::model::timestamp::Timestamp;

pub use command::{Command, Message, Outcome};
pub use planning::Plan;

/// One open article.
#[derive(Clone, Debug)]
pub struct Session {
    document: Document,
    history: History,
    selection: Option<TextRange>,
    /// The name that a double click selected last.
    named: Option<TextRange>,
    picked_label: Option<LabelId>,
    focus: Option<AnnotationId>,
    version: u32,
}

/// Quotes in sentences are cut after this many characters.
const MAX_QUOTE_CHARS: usize = 40;

impl Session {
    /// Opens a document with its history.
    pub fn new(document: Document, history: History) -> Session {
        Session {
            document,
            history,
            selection: None,
            named: None,
            picked_label: None,
            focus: None,
            version: 0,
        }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The history.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The selected words, snapped.
    pub fn selection(&self) -> Option<TextRange> {
        self.selection
    }

    /// The label that whatever is selected next will get.
    pub fn picked_label(&self) -> Option<&LabelId> {
        self.picked_label.as_ref()
    }

    /// The focused annotation.
    pub fn focus(&self) -> Option<AnnotationId> {
        self.focus
    }

    /// A number that is another after every change of the document.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Carries out a wish. A wish that can't be met changes nothing and says
    /// why in the outcome's message.
    pub fn dispatch(&mut self, command: Command, now: Timestamp) -> Outcome {
        or_refusal(self.carry_out(command, now))
    }

    fn carry_out(&mut self, command: Command, now: Timestamp) -> Result<Outcome, EditError> {
        match command {
            Command::SelectText { range, exactly } => self.select(range, exactly),
            Command::SelectName(range) => self.select_name(range),
            Command::ClearSelection => self.selection = None,
            Command::ReleaseSelection => {
                if let (Some(range), Some(label)) = (self.selection, self.picked_label.clone()) {
                    return self.mark(range, label, now);
                }
            }
            Command::PressLabel(label) => match (self.selection, self.focus) {
                (Some(range), _) => return self.mark(range, label, now),
                (None, Some(id)) => return self.relabel(id, label, now),
                (None, None) => self.pick(label),
            },
            Command::PickLabel(label) => match self.selection {
                Some(range) => return self.mark(range, label, now),
                None => self.pick(label),
            },
            Command::Escape => self.escape(),
            Command::Focus(id) => self.focus_on(id),
            Command::FocusUnder(ids) => self.focus_under(ids),
            Command::FocusNext => self.focus_on(self.neighbour(true)),
            Command::FocusPrevious => self.focus_on(self.neighbour(false)),
            Command::Relabel(id, label) => return self.relabel(id, label, now),
            Command::SetNote(id, note) => return self.set_note(id, note, now),
            Command::SetStatus(id, status) => return self.set_status(id, status, now),
            Command::CycleStatus => {
                if let Some(id) = self.focus {
                    return self.cycle_status(id, now);
                }
            }
            Command::AddFragment => return self.add_fragment(now),
            Command::MoveEnd { id, fragment, side, exactly, forwards } => {
                return self.move_end(id, (fragment, side), exactly, forwards, now);
            }
            Command::SetEnd { id, fragment, side, at, exactly } => {
                return self.set_end(id, (fragment, side), at, exactly, now);
            }
            Command::Link { from, to, relation_type } => {
                return self.link(from, to, relation_type, now);
            }
            Command::Unlink(id) => return self.unlink(id, now),
            Command::Delete(id) => return self.delete(id, now),
            Command::DeleteFocused => {
                if let Some(id) = self.focus {
                    return self.delete(id, now);
                }
            }
            Command::Change(revision) => {
                let Revision { summary, edit, topic, .. } = *revision;
                return self.commit(edit, summary, topic, now);
            }
            Command::SetMetadata(metadata) => return self.set_metadata(metadata, now),
            Command::Undo => return self.undo(),
            Command::Redo => return self.redo(),
            Command::GoTo(position) => return self.go_to(position),
        }
        Ok(Outcome::default())
    }

    fn text(&self) -> &Text {
        &self.document.article().text
    }

    fn annotation(&self, id: AnnotationId) -> Result<&Arc<Annotation>, EditError> {
        self.document.annotation(id).ok_or(EditError::NoAnnotation(id))
    }

    /// The covered words in quotation marks, cut to a length for a sentence.
    fn quote(&self, fragments: &Fragments) -> String {
        let quote = fragments.quote(self.text()).replace('\n', " ");
        match quote.char_indices().nth(MAX_QUOTE_CHARS) {
            Some((at, _)) => format!("“{}…”", quote[..at].trim_end()),
            None => format!("“{quote}”"),
        }
    }
}

fn or_refusal(result: Result<Outcome, EditError>) -> Outcome {
    result.unwrap_or_else(|error| refusal(format!("Nothing was changed: {error}.")))
}

/// Nothing changed, and that is fine.
fn notice(sentence: String) -> Outcome {
    Outcome { message: Some(Message::Notice(sentence)), ..Outcome::default() }
}

/// Nothing changed, and the person must know why.
fn refusal(sentence: String) -> Outcome {
    Outcome { message: Some(Message::Error(sentence)), ..Outcome::default() }
}
