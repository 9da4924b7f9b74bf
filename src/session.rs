//! One open article: its document, its history, and what the person is at
//! (the selected words, the picked label, the focused annotation).
//!
//! [`Session::dispatch`] is the only way to change any of it. It turns a wish
//! ([`Command`]) into an edit, carries it out, records how to go back, and
//! says what must be drawn and written again. The clock is passed in.

mod command;

use std::sync::Arc;

use crate::model::annotation::{Annotation, MANUAL, Relation, Status};
use crate::model::document::Document;
use crate::model::edit::{Edit, EditError};
use crate::model::extra::Extra;
use crate::model::fragments::Fragments;
use crate::model::history::{History, Revision, Topic};
use crate::model::id::{AnnotationId, LabelId};
use crate::model::offset::TextRange;
use crate::model::segment::innermost_rank;
use crate::model::timestamp::Timestamp;

pub use command::{Command, Message, Outcome};

/// One open article.
#[derive(Clone, Debug)]
pub struct Session {
    document: Document,
    history: History,
    selection: Option<TextRange>,
    picked_label: Option<LabelId>,
    focus: Option<AnnotationId>,
}

/// Quotes in sentences are cut after this many characters.
const MAX_QUOTE_CHARS: usize = 40;

impl Session {
    /// Opens a document with its history.
    pub fn new(document: Document, history: History) -> Session {
        Session { document, history, selection: None, picked_label: None, focus: None }
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

    /// Carries out a wish. A wish that can't be met changes nothing and says
    /// why in the outcome's message.
    pub fn dispatch(&mut self, command: Command, now: Timestamp) -> Outcome {
        match self.carry_out(command, now) {
            Ok(outcome) => outcome,
            Err(error) => Outcome {
                message: Some(Message::Error(format!("Nothing was changed: {error}."))),
                ..Outcome::default()
            },
        }
    }

    fn carry_out(&mut self, command: Command, now: Timestamp) -> Result<Outcome, EditError> {
        match command {
            Command::SelectText { range, exactly } => {
                let text = &self.document.article().text;
                self.selection = if exactly {
                    text.snap_to_characters(range)
                } else {
                    text.snap_to_words(range)
                };
            }
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
            Command::Escape => {
                if self.selection.take().is_none() && self.picked_label.take().is_none() {
                    self.focus = None;
                }
            }
            Command::Focus(id) => self.focus_on(id),
            Command::FocusUnder(ids) => self.focus_under(ids),
            Command::FocusNext => self.focus_on(self.neighbour(true)),
            Command::FocusPrevious => self.focus_on(self.neighbour(false)),
            Command::Relabel(id, label) => return self.relabel(id, label, now),
            Command::SetNote(id, note) => {
                let summary = |quote: &str| format!("Changed the note on {quote}");
                return self.amend(id, now, summary, Some(Topic::Note(id)), |annotation| {
                    annotation.note = note;
                });
            }
            Command::SetStatus(id, status) => {
                let summary = |quote: &str| format!("Set {quote} to {}", status.as_str());
                return self.amend(id, now, summary, None, |annotation| annotation.status = status);
            }
            Command::Delete(id) => return self.delete(id, now),
            Command::DeleteFocused => {
                if let Some(id) = self.focus {
                    return self.delete(id, now);
                }
            }
            Command::SetMetadata(metadata) => {
                if metadata != self.document.article().metadata {
                    let edit = Edit::SetMetadata(Box::new(metadata));
                    let summary = "Changed the article’s details".into();
                    return self.commit(edit, summary, Some(Topic::Metadata), now);
                }
            }
            Command::AddAll { summary, annotations, relations } => {
                return self.add_all(summary, annotations, relations, now);
            }
            Command::Undo => return self.undo(),
            Command::Redo => return self.redo(),
        }
        Ok(Outcome::default())
    }

    fn mark(
        &mut self,
        range: TextRange,
        label: LabelId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let text = &self.document.article().text;
        // The range was snapped, and so is a valid fragment; if it were not,
        // the wish would come to nothing rather than to a wrong mark.
        let Ok(fragments) = Fragments::one(text, range) else {
            return Ok(Outcome::default());
        };
        let quote = self.quote(&fragments);
        let name = self.document.scheme().label_name(&label).to_owned();
        self.selection = None;
        let twin =
            self.document.annotations_in(text_block(&self.document, range)).find(|annotation| {
                annotation.label == label && annotation.fragments.same_ranges(&fragments)
            });
        if let Some(twin) = twin {
            self.focus = Some(twin.id);
            return Ok(notice(format!("{quote} is marked as {name} already")));
        }
        let annotation = Annotation {
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
        };
        self.focus = None;
        self.commit(
            Edit::PutAnnotation(Box::new(annotation)),
            format!("Marked {quote} as {name}"),
            None,
            now,
        )
    }

    fn pick(&mut self, label: LabelId) {
        self.focus = None;
        self.picked_label = Some(label).filter(|label| self.picked_label.as_ref() != Some(label));
    }

    fn focus_on(&mut self, id: Option<AnnotationId>) {
        self.selection = None;
        self.focus = id.filter(|&id| self.document.annotation(id).is_some());
    }

    fn focus_under(&mut self, ids: Vec<AnnotationId>) {
        // A handful lies under a pointer: each is put where it ranks.
        let rank = |id| self.document.annotation(id).map(|a| innermost_rank(a));
        let mut ranked: Vec<AnnotationId> = Vec::with_capacity(ids.len());
        for id in ids {
            let place = ranked.partition_point(|&other| rank(other) < rank(id));
            ranked.insert(place, id);
        }
        let ids = ranked;
        let focused = ids.iter().position(|&id| Some(id) == self.focus);
        let next = focused.map_or(0, |idx| (idx + 1) % ids.len());
        self.focus_on(ids.get(next).copied());
    }

    fn neighbour(&self, forwards: bool) -> Option<AnnotationId> {
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

    fn relabel(
        &mut self,
        id: AnnotationId,
        label: LabelId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let name = self.document.scheme().label_name(&label).to_owned();
        let summary = |quote: &str| format!("Relabelled {quote} as {name}");
        self.amend(id, now, summary, None, |annotation| annotation.label = label)
    }

    /// Changes one annotation; a change that changes nothing is not recorded.
    fn amend(
        &mut self,
        id: AnnotationId,
        now: Timestamp,
        summary: impl FnOnce(&str) -> String,
        topic: Option<Topic>,
        change: impl FnOnce(&mut Annotation),
    ) -> Result<Outcome, EditError> {
        let old = self.document.annotation(id).ok_or(EditError::NoAnnotation(id))?;
        let mut new = Annotation::clone(old);
        change(&mut new);
        if new == **old {
            return Ok(Outcome::default());
        }
        new.modified = now;
        let summary = summary(&self.quote(&new.fragments));
        self.commit(Edit::PutAnnotation(Box::new(new)), summary, topic, now)
    }

    fn delete(&mut self, id: AnnotationId, now: Timestamp) -> Result<Outcome, EditError> {
        let annotation = self.document.annotation(id).ok_or(EditError::NoAnnotation(id))?;
        let name = self.document.scheme().label_name(&annotation.label);
        let summary = format!("Deleted {name} {}", self.quote(&annotation.fragments));
        let relations = self.document.relations_of(id).map(|r| Edit::RemoveRelation(r.id));
        let edits = relations.chain([Edit::RemoveAnnotation(id)]).collect();
        self.commit(Edit::Batch(edits), summary, None, now)
    }

    fn add_all(
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
            let is_here = self.document.relations_of(relation.from).any(|here| {
                here.id == relation.id
                    || here.relation_type == relation.relation_type
                        && (here.from, here.to) == (relation.from, relation.to)
            });
            if !is_here {
                edits.push(Edit::PutRelation(Box::new(relation)));
            }
        }
        if edits.is_empty() {
            return Ok(notice("Everything is marked already".into()));
        }
        self.commit(Edit::Batch(edits), summary, None, now)
    }

    /// The one road of every change: apply, record, tell.
    fn commit(
        &mut self,
        edit: Edit,
        summary: String,
        topic: Option<Topic>,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let applied = self.document.apply(edit)?;
        let revision = Revision { summary: summary.clone(), at: now, edit: applied.inverse, topic };
        let history = self.history.record(revision);
        self.drop_lost_focus();
        // Whoever types need not be told of every letter.
        let message = topic.is_none().then_some(Message::Notice(summary));
        Ok(Outcome { touched: applied.touched, history, message })
    }

    fn undo(&mut self) -> Result<Outcome, EditError> {
        let Some(revision) = self.history.to_undo().cloned() else {
            return Ok(notice("There is nothing to undo".into()));
        };
        let applied = self.document.apply(revision.edit)?;
        let history = self.history.undone(applied.inverse);
        self.drop_lost_focus();
        let message = Some(Message::Notice(format!("Undone: {}", revision.summary)));
        Ok(Outcome { touched: applied.touched, history, message })
    }

    fn redo(&mut self) -> Result<Outcome, EditError> {
        let Some(revision) = self.history.to_redo().cloned() else {
            return Ok(notice("There is nothing to redo".into()));
        };
        let applied = self.document.apply(revision.edit)?;
        let history = self.history.redone(applied.inverse);
        self.drop_lost_focus();
        let message = Some(Message::Notice(format!("Done again: {}", revision.summary)));
        Ok(Outcome { touched: applied.touched, history, message })
    }

    fn drop_lost_focus(&mut self) {
        self.focus = self.focus.filter(|&id| self.document.annotation(id).is_some());
    }

    /// The covered words in quotation marks, cut to a length for a sentence.
    fn quote(&self, fragments: &Fragments) -> String {
        let quote = fragments.quote(&self.document.article().text).replace('\n', " ");
        match quote.char_indices().nth(MAX_QUOTE_CHARS) {
            Some((at, _)) => format!("“{}…”", quote[..at].trim_end()),
            None => format!("“{quote}”"),
        }
    }
}

fn text_block(document: &Document, range: TextRange) -> crate::model::text::BlockIdx {
    document.article().text.block_at(range.start())
}

fn notice(sentence: String) -> Outcome {
    Outcome { message: Some(Message::Notice(sentence)), ..Outcome::default() }
}
