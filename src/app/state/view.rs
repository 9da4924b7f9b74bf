//! How the page is looked at: read and changed by components, kept nowhere.

use leptos::prelude::*;

use super::AppState;
use crate::model::fragments::Side;
use crate::model::id::{AnnotationId, LabelId};
use crate::session::{Command, Session};

/// How the page is looked at; nothing of it is kept.
#[derive(Default)]
pub struct View {
    /// Which label's annotations the list shows; all without one.
    filter: Option<LabelId>,
    /// Whether the articles are shown where there is no room for them beside
    /// the text.
    articles_shown: bool,
    /// The page has the sheets' style.
    pub is_styled: bool,
    /// The worker was asked about a sheet.
    pub is_asking: bool,
    /// What was done on the sheet and waits to be asked.
    pub acts: Vec<web_sys::Element>,
    /// Which end of the focused annotation keys move: those of its first
    /// fragment, then of the second; none until a key has moved one.
    pub(super) end: Option<usize>,
    /// The hand is down on the text. What floats over it stays out of the way.
    is_dragging: bool,
    /// Alt was held: characters, not words. It stays until the next drag, as
    /// with Alt held a label's key may mean something else to the browser.
    pub is_exact: bool,
    /// The place will be noted soon.
    pub is_scrolling: bool,
}

impl AppState {
    /// Which label's annotations the list shows; all without one.
    pub fn filter(self) -> Option<LabelId> {
        self.changed.filter.track();
        self.with_view(|view| view.filter.clone())
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
        self.inner.with_value(|inner| read(&inner.view))
    }

    /// Shows the annotations of one label in the list, or of all.
    pub fn set_filter(self, label: Option<LabelId>) {
        self.set_view(|view| view.filter = label);
        self.changed.filter.notify();
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
        let idx = self.with_view(|view| view.end)?;
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
        self.take_end(self.with_view(|view| view.end));
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
        let n_ends = self.with_session(|session| {
            let focused = session.document().annotation(session.focus()?)?;
            Some(focused.fragments.count() * 2)
        });
        self.set_view(|view| {
            view.end = n_ends.map(|n| after.map_or(n - 1, |idx| (idx + 1) % n));
        });
        self.changed.end.notify();
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
