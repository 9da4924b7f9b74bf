//! How the page is looked at: read and changed by components, kept nowhere.

use std::rc::Rc;

use leptos::prelude::*;

use super::AppState;
use crate::model::annotation::Status;
use crate::model::fragments::Side;
use crate::model::id::{AnnotationId, ArticleId, LabelId, RelationId};
use crate::model::offset::TextSize;
use crate::session::keys::KeyMap;
use crate::session::{Command, Session};
use crate::work::Kept;

/// How the page is looked at; nothing of it is kept.
#[derive(Default)]
pub struct View {
    /// Which label's annotations the list shows; all without one.
    filter: Option<LabelId>,
    /// Which status the annotations have that the list shows; any without one.
    status: Option<Status>,
    /// Whether the articles are shown where there is no room for them beside
    /// the text.
    articles_shown: bool,
    /// The page has the sheets' style.
    pub is_styled: bool,
    /// The worker was asked about a sheet.
    pub is_asking: bool,
    /// The files that came last: a sheet may have them read once more.
    pub files: js_sys::Array,
    /// What came with them, such as a pasted text.
    pub imported: Kept,
    /// What waits to be asked.
    pub acts: Vec<Act>,
    /// Which end of the focused annotation keys move: those of its first
    /// fragment, then of the second; none until a key has moved one.
    pub(super) end: Option<usize>,
    /// Which of the focused annotation's relations is selected.
    pub(super) relation: Option<RelationId>,
    /// The annotation under the pointer, in the text or in the list.
    hovered: Option<AnnotationId>,
    /// What lies where the person pointed, innermost first, and where that is.
    under: Option<(Vec<AnnotationId>, TextSize)>,
    /// The hand is down on the text. What floats over it stays out of the way.
    is_dragging: bool,
    /// Alt was held: characters, not words. It stays until the next drag, as
    /// with Alt held a label's key may mean something else to the browser.
    pub is_exact: bool,
    /// The hand is down for the second time, as a double click; nothing came of
    /// it yet.
    pub is_double_click: bool,
    /// The handle in the hand.
    pub grip: Option<Grip>,
    /// The reading cursor.
    pub(super) cursor: Option<Cursor>,
    /// The annotation that was in focus before the cursor went on.
    pub left: Option<AnnotationId>,
    /// Where the cursor went, in words.
    pub(super) cursor_words: String,
    /// The place will be noted soon.
    pub is_scrolling: bool,
}

/// What waits until the worker has answered what was asked before: the records
/// that go with it may be others then.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Something that was done on a sheet: by which control, on which sheet.
    Sheet(web_sys::Element, String),
    /// A plan, with what it is about.
    Plan(String, Kept),
}

/// A handle in the hand.
#[derive(Clone, Copy, Debug)]
pub struct Grip {
    /// Whose end it drags.
    pub id: AnnotationId,
    /// Of which of its fragments, counted from 0.
    pub fragment: usize,
    /// Which end of that.
    pub side: Side,
    /// From where the hand is to the words that it means, in pixels.
    pub offset: (i32, i32),
    /// Where the hand is in the viewport, in pixels.
    pub hand: (i32, i32),
    /// The hand has moved.
    pub is_moved: bool,
    /// Characters are meant, not words.
    pub exactly: bool,
}

/// The reading cursor: a place in an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    /// The article.
    pub article: ArticleId,
    /// The place in it.
    pub at: TextSize,
    /// Where a selection began, if one is made.
    pub anchor: Option<TextSize>,
    /// How far to the right it wants to be while it goes from row to row.
    pub x: Option<f64>,
}

impl View {
    /// Forgets what has to do with the annotation that was in focus.
    pub(super) fn leave(&mut self) {
        self.end = None;
        self.relation = None;
        self.under = None;
        self.left = None;
        if self.grip.take().is_some() {
            self.is_dragging = false;
        }
    }
}

impl AppState {
    /// The reading cursor, if it stands in the open article.
    pub fn cursor(self) -> Option<Cursor> {
        self.changed.cursor.track();
        let (article, _) = self.article();
        self.with_view(|view| view.cursor).filter(|cursor| cursor.article == article)
    }

    /// Where the cursor went, in words.
    pub fn cursor_words(self) -> String {
        self.changed.cursor.track();
        self.with_view(|view| view.cursor_words.clone())
    }

    /// Puts the reading cursor to a place, or takes it away; says where it is.
    pub fn set_cursor(self, cursor: Option<Cursor>, words: String) {
        self.set_view(|view| {
            view.cursor = cursor;
            view.cursor_words = words;
        });
        self.changed.cursor.notify();
    }

    /// Which label's annotations the list shows; all without one.
    pub fn filter(self) -> Option<LabelId> {
        self.changed.filter.track();
        self.with_view(|view| view.filter.clone())
    }

    /// Which status the annotations have that the list shows; any without one.
    pub fn status_filter(self) -> Option<Status> {
        self.changed.filter.track();
        self.with_view(|view| view.status)
    }

    /// Whether there is an annotation that somebody was not sure of.
    pub fn has_doubts(self) -> bool {
        self.changed.annotations.track();
        self.with_session(|session| {
            session.document().annotations().any(|one| one.status != Status::Sure)
        })
    }

    /// What is offered to choose from, innermost first, and where that lies.
    pub fn under(self) -> Option<(Vec<AnnotationId>, TextSize)> {
        self.changed.view.track();
        self.with_view(|view| view.under.clone())
    }

    /// Whether the articles are shown where there is no room for them.
    pub fn articles_shown(self) -> bool {
        self.changed.view.track();
        self.with_view(|view| view.articles_shown)
    }

    /// Whether the hand is down on the text.
    pub fn is_dragging(self) -> bool {
        self.changed.view.track();
        self.with_view(|view| view.is_dragging)
    }

    /// Reads how the page is looked at, subscribing to nothing.
    pub fn with_view<T>(self, read: impl FnOnce(&View) -> T) -> T {
        self.read(|inner| read(&inner.view))
    }

    /// Shows the annotations of one label in the list, or of all.
    pub fn set_filter(self, label: Option<LabelId>) {
        self.set_view(|view| view.filter = label);
        self.changed.filter.notify();
    }

    /// Shows the annotations of one status in the list, or of any.
    pub fn set_status_filter(self, status: Option<Status>) {
        self.set_view(|view| view.status = status);
        self.changed.filter.notify();
    }

    /// The annotation under the pointer, in the text or in the list.
    pub fn hovered(self) -> Option<AnnotationId> {
        self.changed.hovered.track();
        self.with_view(|view| view.hovered)
    }

    /// Notes what is under the pointer.
    pub fn hover(self, id: Option<AnnotationId>) {
        if self.with_view(|view| view.hovered) != id {
            self.set_view(|view| view.hovered = id);
            self.changed.hovered.notify();
        }
    }

    /// Focuses what lies at a place of the text: the innermost, or the next
    /// one out from the one in focus. If it is not alone there, the others
    /// are offered.
    pub fn choose_under(self, ids: Vec<AnnotationId>, at: TextSize) {
        let ids = self.with_session(|session| session.innermost_first(ids));
        self.dispatch(Command::FocusUnder(ids.clone()));
        self.offer_under(ids, at);
    }

    /// Focuses the next of what is offered, or the one before.
    pub fn choose_other(self, forwards: bool) {
        if let Some((ids, at)) = self.under() {
            let n = ids.len();
            let idx = ids.iter().position(|&id| Some(id) == self.focus()).unwrap_or_default();
            let idx = (idx + if forwards { 1 } else { n - 1 }) % n;
            self.dispatch(Command::Focus(ids.get(idx).copied()));
            self.offer_under(ids, at);
        }
    }

    /// Offers nothing to choose from any more.
    pub fn end_choice(self) {
        if self.with_view(|view| view.under.is_some()) {
            self.show(|view| view.under = None);
        }
    }

    fn offer_under(self, ids: Vec<AnnotationId>, at: TextSize) {
        let n = ids.len();
        let label = self.focused().map(|focused| focused.label.clone());
        if let Some(label) = label.filter(|_| n > 1) {
            let idx = ids.iter().position(|&id| Some(id) == self.focus()).unwrap_or_default();
            let scheme = self.scheme();
            let name = scheme.label_name(&label);
            self.tell(format!("{name}, {} of {n} here: ↑ and ↓ choose, Enter takes", idx + 1));
            self.show(|view| view.under = Some((ids, at)));
        }
    }

    /// Shows or hides the articles where there is no room for them.
    pub fn show_articles(self, shown: bool) {
        self.show(|view| view.articles_shown = shown);
    }

    /// Notes whether the hand is down on the text.
    pub fn set_dragging(self, is_dragging: bool) {
        self.show(|view| view.is_dragging = is_dragging);
    }

    /// The end of the focused annotation that keys move: of which annotation,
    /// which of its fragments, which side; none until a key has moved one.
    pub fn end(self) -> Option<(AnnotationId, usize, Side)> {
        self.changed.end.track();
        // The fragment that it was an end of may be gone.
        let idx = self.with_view(|view| view.end)?.min(self.n_ends()?.checked_sub(1)?);
        Some((self.focus_untracked()?, idx / 2, if idx % 2 == 0 { Side::Start } else { Side::End }))
    }

    /// Moves an end of the focused annotation: the last, until another is taken.
    pub fn move_end(self, forwards: bool, exactly: bool) {
        if self.with_view(|view| view.end).is_none() {
            self.take_end(None);
        }
        if let Some((id, fragment, side)) = self.end() {
            self.dispatch(Command::MoveEnd { id, fragment, side, exactly, forwards });
        }
    }

    /// Takes the next end of the focused annotation; its last, at first.
    pub fn take_next_end(self) {
        let end = self.n_ends().and_then(|n| Some(self.with_view(|view| view.end)?.min(n - 1)));
        self.take_end(end);
        if let Some((_, fragment, side)) = self.end() {
            let of = if fragment == 0 {
                String::new()
            } else {
                format!(" of fragment {}", fragment + 1)
            };
            self.tell(format!("Shift with arrows moves the {}{of}", side.as_str()));
        }
    }

    fn take_end(self, after: Option<usize>) {
        let n_ends = self.n_ends();
        self.set_view(|view| {
            view.end = n_ends.map(|n| after.map_or(n - 1, |idx| (idx + 1) % n));
        });
        self.changed.end.notify();
    }

    /// Gives the person other keys, as [`KeyMap::to_json`] writes them.
    pub fn set_key_map(self, json: &str) {
        let saved = self.with_inner(|inner| {
            inner.keys = Rc::new(KeyMap::from_json(json));
            inner.library.set_own_keys(json)
        });
        self.note_saved(saved);
        self.changed.view.notify();
    }

    fn n_ends(self) -> Option<usize> {
        self.with_session(|session| {
            let focused = session.document().annotation(session.focus()?)?;
            Some(focused.fragments.count() * 2)
        })
    }

    fn focus_untracked(self) -> Option<AnnotationId> {
        self.with_session(Session::focus)
    }

    /// Changes what nothing on the page follows.
    pub fn set_view(self, change: impl FnOnce(&mut View)) {
        self.with_inner(|inner| change(&mut inner.view));
    }

    fn show(self, change: impl FnOnce(&mut View)) {
        self.set_view(change);
        self.changed.view.notify();
    }
}
