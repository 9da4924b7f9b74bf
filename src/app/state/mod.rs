//! The state of the page: the session and the library, a trigger for each
//! thing that can change, and the only `dispatch`.
//!
//! Invariant: no component changes a document or writes a record; each reads
//! what it shows through the functions of [`read`], which subscribe it to the
//! right trigger, and sends commands. An edit is in local storage before
//! `dispatch` returns, and so before the frame that shows it.
//!
//! Triggers carry no value of their own: nothing can be out of step with the
//! session, and the code for signals of many types is never built.

mod articles;
mod linking;
mod read;
mod stepping;
pub mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::app::boot::{Start, now_millis};
use crate::model::annotation::{Annotation, Status};
use crate::model::document::{Document, Touched};
use crate::model::id::{AnnotationId, LabelId, RelationId};
use crate::model::text::BlockIdx;
use crate::model::timestamp::Timestamp;
use crate::session::keys::KeyMap;
use crate::session::{Command, Message, Session};
use crate::storage::library::Library;
use crate::storage::store::StoreError;
use crate::work::ask;

pub use linking::Joined;
use linking::Linking;
use view::View;

/// The state; cheap to copy into every component and listener.
#[derive(Clone, Copy)]
pub struct AppState {
    /// Lives as long as the page, and so is given away for good.
    inner: &'static RefCell<Inner>,
    changed: Changed,
}

/// A trigger for each thing that can change.
#[derive(Clone, Copy)]
struct Changed {
    /// Another article is open.
    article: Trigger,
    annotations: Trigger,
    metadata: Trigger,
    scheme: Trigger,
    selection: Trigger,
    picked_label: Trigger,
    focus: Trigger,
    focused: Trigger,
    history: Trigger,
    library: Trigger,
    notice: Trigger,
    errors: Trigger,
    keeping: Trigger,
    filter: Trigger,
    view: Trigger,
    linking: Trigger,
    end: Trigger,
    cursor: Trigger,
    hovered: Trigger,
}

struct Inner {
    session: Session,
    library: Library,
    journal_failed: Rc<Cell<bool>>,
    /// One trigger a line, pulled only for the lines an edit touched.
    blocks: Arc<[ArcTrigger]>,
    notice: String,
    /// The articles that came last, if they may be read as something else.
    offered: Option<String>,
    errors: Vec<String>,
    keeping: Keeping,
    /// Which sheet is shown.
    sheet: Option<String>,
    view: View,
    linking: Option<Linking>,
    keys: Rc<KeyMap>,
    /// How often an article was opened, or read again.
    n_opened: u32,
}

impl Inner {
    /// Subscribes whoever reads to changes of a line.
    fn track_block(&self, block: BlockIdx) {
        if let Some(trigger) = self.blocks.get(block.0) {
            trigger.track();
        }
    }
}

/// An annotation, as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The annotation.
    pub id: AnnotationId,
    /// Its label.
    pub label: LabelId,
    /// Its words.
    pub quote: String,
    /// Whether it has a note.
    pub has_note: bool,
    /// How sure the annotator is.
    pub status: Status,
    /// The relations that start at it, and the words each leads to.
    pub links: Vec<(RelationId, String)>,
}

/// Whether what is done here is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// In local storage and in the journal.
    Kept,
    /// In local storage only.
    NoJournal,
    /// Nowhere; why.
    Denied(String),
    /// Local storage has no room.
    Full,
    /// Beside the work of a newer version of the layout.
    Newer(u32),
}

impl AppState {
    /// The state at the start. Call it inside the root component.
    pub fn new(start: Start) -> AppState {
        let Start { library, session, keeping, set_aside, journal_failed } = start;
        let changed = Changed {
            article: Trigger::new(),
            annotations: Trigger::new(),
            metadata: Trigger::new(),
            scheme: Trigger::new(),
            selection: Trigger::new(),
            picked_label: Trigger::new(),
            focus: Trigger::new(),
            focused: Trigger::new(),
            history: Trigger::new(),
            library: Trigger::new(),
            notice: Trigger::new(),
            errors: Trigger::new(),
            keeping: Trigger::new(),
            filter: Trigger::new(),
            view: Trigger::new(),
            linking: Trigger::new(),
            end: Trigger::new(),
            cursor: Trigger::new(),
            hovered: Trigger::new(),
        };
        let inner = Inner {
            blocks: block_triggers(&session),
            session,
            keys: Rc::new(KeyMap::from_json(&library.own_keys())),
            library,
            journal_failed,
            notice: String::new(),
            offered: None,
            errors: Vec::new(),
            keeping,
            sheet: None,
            view: View::default(),
            linking: None,
            n_opened: 0,
        };
        let state = AppState { inner: Box::leak(Box::new(RefCell::new(inner))), changed };
        if matches!(state.keeping(), Keeping::Denied(_)) {
            // The export is the only way to keep anything, so it is at hand
            // even if the server goes away.
            ask::prepare();
        }
        state.tell_set_aside(set_aside);
        state
    }

    /// Carries out a wish: changes the document, writes what changed, and
    /// pulls the triggers of what must be drawn again.
    pub fn dispatch(self, command: Command) {
        let now = Timestamp::from_millis(now_millis());
        let (outcome, saved, before, after) = self.with_inner(|inner| {
            let before = Glance::of(&inner.session);
            let outcome = inner.session.dispatch(command, now);
            let (document, history) = (inner.session.document(), inner.session.history());
            let saved = inner.library.save(document, history, &outcome.touched, &outcome.history);
            (outcome, saved, before, Glance::of(&inner.session))
        });
        self.note_saved(saved);
        self.pull(&outcome.touched, &before, &after);
        match outcome.message {
            Some(Message::Notice(sentence)) => self.tell(sentence),
            Some(Message::Error(sentence)) => self.tell_error(sentence),
            None => {}
        }
    }

    /// Notes where the person is in the open article.
    pub fn set_place(self, block: BlockIdx) {
        let saved = self.with_inner(|inner| {
            let id = inner.session.document().article().id;
            inner.library.set_place(id, block)
        });
        self.note_saved(saved);
    }

    /// Notes which sheet is shown.
    pub fn set_sheet(self, sheet: Option<String>) {
        self.with_inner(|inner| inner.sheet = sheet);
    }

    /// Says what happened.
    pub fn tell(self, sentence: String) {
        self.with_inner(|inner| {
            inner.notice = sentence;
            inner.offered = None;
        });
        self.changed.notice.notify();
    }

    /// Offers to read what came last as something else, until something else
    /// happens.
    pub fn offer_reading(self, articles: Option<String>) {
        self.with_inner(|inner| inner.offered = articles);
        self.changed.notice.notify();
    }

    /// Says that something can't be done, until it is dismissed.
    pub fn tell_error(self, sentence: String) {
        self.with_inner(|inner| {
            if !inner.errors.contains(&sentence) {
                inner.errors.push(sentence);
            }
        });
        self.changed.errors.notify();
    }

    /// Takes away one of the errors.
    pub fn dismiss(self, idx: usize) {
        self.with_inner(|inner| {
            if idx < inner.errors.len() {
                inner.errors.remove(idx);
            }
        });
        self.changed.errors.notify();
    }

    fn with_inner<T>(self, work: impl FnOnce(&mut Inner) -> T) -> T {
        work(&mut self.inner.borrow_mut())
    }

    fn read<T>(self, read: impl FnOnce(&Inner) -> T) -> T {
        read(&self.inner.borrow())
    }

    fn pull(self, touched: &Touched, before: &Glance, after: &Glance) {
        let blocks = self.read(|inner| Arc::clone(&inner.blocks));
        for trigger in touched.blocks.iter().filter_map(|block| blocks.get(block.0)) {
            trigger.notify();
        }
        let changed = self.changed;
        let has_marks = !touched.annotations.is_empty() || !touched.relations.is_empty();
        let is_other = |same: bool| !same;
        if before.focus != after.focus {
            self.with_inner(|inner| {
                inner.linking = None;
                inner.view.leave();
            });
            changed.linking.notify();
            changed.view.notify();
        }
        for (trigger, is_due) in [
            (changed.metadata, touched.metadata),
            (changed.annotations, has_marks),
            (changed.history, has_marks || touched.metadata),
            (changed.library, !touched.annotations.is_empty() || touched.metadata),
            (changed.selection, is_other(before.selection == after.selection)),
            (changed.picked_label, is_other(before.picked_label == after.picked_label)),
            (changed.focus, is_other(before.focus == after.focus)),
            (changed.end, has_marks || before.focus != after.focus),
            (changed.focused, has_marks || before.focus != after.focus),
        ] {
            if is_due {
                trigger.notify();
            }
        }
    }

    fn note_saved(self, saved: Result<(), StoreError>) {
        let is_other = self.with_inner(|inner| {
            let keeping = match (&inner.keeping, saved) {
                // Once nothing is kept, nothing changes that.
                (Keeping::Denied(reason), _) => Keeping::Denied(reason.clone()),
                (_, Err(StoreError::Full { .. })) => Keeping::Full,
                (_, Err(error @ StoreError::Denied { .. })) => Keeping::Denied(error.to_string()),
                // There is room again.
                (Keeping::Full, Ok(())) if !inner.library.has_unsaved() => Keeping::Kept,
                (Keeping::Kept, Ok(())) if inner.journal_failed.get() => Keeping::NoJournal,
                (keeping, Ok(())) => keeping.clone(),
            };
            std::mem::replace(&mut inner.keeping, keeping.clone()) != keeping
        });
        if is_other {
            self.changed.keeping.notify();
        }
    }

    /// Tells which records were set aside, with the worker's word on why.
    fn tell_set_aside(self, keys: Vec<String>) {
        if keys.is_empty() {
            return;
        }
        let records = self.with_library(|library| library.give_out_aside(&keys));
        let form = keys.into_iter().map(|key| ("key".into(), key)).collect();
        self.open_report(records, form);
    }
}

/// What of a session is seen at a glance, to find out what changed.
struct Glance {
    selection: Option<crate::model::offset::TextRange>,
    picked_label: Option<LabelId>,
    focus: Option<AnnotationId>,
}

impl Glance {
    fn of(session: &Session) -> Glance {
        Glance {
            selection: session.selection(),
            picked_label: session.picked_label().cloned(),
            focus: session.focus(),
        }
    }
}

fn block_triggers(session: &Session) -> Arc<[ArcTrigger]> {
    let n_blocks = session.document().article().text.n_blocks();
    (0..n_blocks).map(|_| ArcTrigger::new()).collect()
}

fn row(annotation: &Annotation, document: &Document) -> Row {
    Row {
        id: annotation.id,
        label: annotation.label.clone(),
        quote: annotation.fragments.quote(&document.article().text),
        has_note: !annotation.note.is_empty(),
        status: annotation.status,
        links: linking::links_of(annotation.id, document),
    }
}
