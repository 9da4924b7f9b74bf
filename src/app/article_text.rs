//! The article: its lines, and the one place that listens to what is done in
//! them.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, PointerEvent};

use super::chooser::chooser;
use super::el::{El, effect, el};
use super::handles::handles;
use super::links::links;
use super::selection_toolbar::selection_toolbar;
use super::state::AppState;
use super::{block, cursor};
use crate::dom::edge::character_at;
use crate::dom::outline::{Outline, outline};
use crate::dom::position::article_element;
use crate::dom::preview::{self, Shown};
use crate::dom::{listen, place, selection};
use crate::model::document::Document;
use crate::model::id::{AnnotationId, ArticleId};
use crate::model::offset::{TextRange, TextSize};
use crate::model::text::BlockIdx;
use crate::session::Command;

/// An article of more lines is laid out only where it is in view: quicker, but
/// lines jump when a wrong guess of their height is mended.
const MANY_LINES: usize = 300;

/// The article's text, with the toolbar at the selection.
pub fn article_text(state: AppState) -> El {
    // Pulled when the text has been laid out anew.
    let laid_out = Trigger::new();
    let hands = Hands { state };
    hands.listen();
    follow_layout(state, laid_out);
    let lines = move || {
        let (_, text) = state.article();
        block::blocks(state, &(0..text.n_blocks()), 0, &text)
    };
    let article = el("article")
        .attr("aria-label", "Article text")
        .attr("tabindex", "0")
        .attr("aria-describedby", "cursor_keys")
        .bind("class", move || (state.article().1.n_blocks() > MANY_LINES).then(|| "long".into()))
        .bind("lang", move || Some(state.metadata().language).filter(|lang| !lang.is_empty()))
        .on("mousedown", move |event| hands.count_presses(&event))
        .on("click", move |event| hands.click(&event))
        .on("mouseover", move |event| state.hover(annotations_under(&event).first().copied()))
        .on("mouseleave", move |_| state.hover(None))
        .part(lines);
    el("div")
        .bind("class", move || {
            Some(if state.is_dragging() { "article_text dragging" } else { "article_text" }.into())
        })
        .child(article)
        .child(links(state, laid_out))
        .child(chooser(state, laid_out))
        .child(handles(state, laid_out))
        .child(selection_toolbar(state))
        .children(cursor::cursor(state, laid_out))
}

/// Pulls the trigger when what is drawn over the text may have to move: the
/// text has another size, or the marks have changed.
fn follow_layout(state: AppState, laid_out: Trigger) {
    effect(move || {
        if let Some(article) = article_element() {
            listen::on_resize(&article, move || laid_out.notify());
        }
    });
    effect(move || {
        state.article();
        state.scheme();
        state.focused();
        state.joined();
        // Before the frame, and after the marks have been drawn.
        listen::before_frame(move || laid_out.notify());
    });
    effect(move || {
        let focus = state.focus();
        listen::before_frame(move || {
            if let (Some(article), Some(id)) = (article_element(), focus) {
                place::uncover(&article, id);
            }
        });
    });
}

/// What hands do in the article.
#[derive(Clone, Copy)]
struct Hands {
    state: AppState,
}

/// How often the place is noted while the page scrolls.
const PLACE_MILLIS: i32 = 150;
/// In how many frames the place must be found again after an article opens.
const MAX_RETURNS: u32 = 12;

impl Hands {
    fn listen(self) {
        let state = self.state;
        if let Some(window) = web_sys::window() {
            listen::on(&window, "pointerdown", move |event| self.grasp(&event));
            listen::on(&window, "pointermove", move |event| self.move_on(&event));
            listen::on(&window, "pointerup", move |event| self.release(&event));
            listen::on(&window, "pointercancel", move |_| self.state.set_dragging(false));
            listen::on(&window, "keydown", move |event| self.press_alt(&event));
            // Not scrollend, which WebKit has only learnt of late.
            listen::on(&window, "scroll", move |_| self.scroll_on());
        }
        listen::on(&document(), "selectionchange", move |_| self.read_selection());

        effect(move || {
            let range = state.selection();
            if let Some(article) = article_element() {
                let text = state.text();
                preview::show(Shown::Snapped, &article, &text, range);
                if range.is_none() {
                    selection::clear_selection(&article);
                }
            }
        });
        effect(move || outline(Outline::Focus, state.focus().into_iter().collect()));
        effect(move || outline(Outline::Hover, state.hovered().into_iter().collect()));
        effect(move || {
            outline(Outline::Joined, state.joined().iter().map(|one| one.other).collect());
        });
        effect(move || {
            let candidate = state.linking().and_then(|linking| linking.candidate());
            outline(Outline::Candidate, candidate.into_iter().collect());
            if let Some(candidate) = candidate {
                place::scroll_to_annotation(candidate);
            }
        });
        effect(move || {
            state.end();
            // When the marks have been drawn, which may come after this.
            listen::after(0, move || {
                if let Some(article) = article_element() {
                    let (range, text) = state.with_session(|session| {
                        let document = session.document();
                        (end_range(state, document), document.article().text.clone())
                    });
                    preview::show(Shown::End, &article, &text, range);
                }
            });
        });
        effect(move || {
            let (id, _) = state.article();
            match state.place() {
                BlockIdx(0) => window().scroll_to_with_x_and_y(0.0, 0.0),
                block => {
                    self.state.set_view(|view| view.is_scrolling = true);
                    self.return_to(id, block, MAX_RETURNS, 0);
                }
            }
        });
    }

    fn read_selection(self) {
        let Some(article) = article_element().filter(|_| !listen::is_modal_open()) else {
            return;
        };
        let state = self.state;
        let text = state.text();
        match selection::selected_range(&article, &text) {
            Some(range) => {
                let exactly = self.state.with_view(|view| view.is_exact);
                state.dispatch(Command::SelectText { range, exactly });
                cursor::follow(state);
            }
            None if self.has_selection() => state.dispatch(Command::ClearSelection),
            None => {}
        }
    }

    /// The second press of a double click has selected a word when it ends.
    fn count_presses(self, event: &Event) {
        let is_second = event.dyn_ref::<MouseEvent>().is_some_and(|event| event.detail() == 2);
        self.state.set_view(|view| view.is_double_click = is_second && !view.is_exact);
    }

    /// Selects the name in the word that a double click selected, in the
    /// browser too: what is read of its selection later is the same.
    fn take_name(self) {
        let state = self.state;
        let Some(article) = article_element() else { return };
        let text = state.text();
        if state.with_view(|view| view.is_double_click)
            && let Some(range) = selection::selected_range(&article, &text)
        {
            state.set_view(|view| view.is_double_click = false);
            state.dispatch(Command::SelectName(range));
            if let Some(taken) = state.selection().filter(|taken| *taken != range) {
                selection::select(&article, &text, taken.start(), taken.end());
                cursor::follow(state);
            }
        }
    }

    fn has_selection(self) -> bool {
        self.state.with_session(|session| session.selection().is_some())
    }

    /// A press on the text, or beside it, may begin a drag; one on a button
    /// leaves the selection alone.
    fn grasp(self, event: &Event) {
        let Some(event) = event.dyn_ref::<PointerEvent>().filter(|event| event.button() == 0)
        else {
            return;
        };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let controls = "button, label, input, select, textarea, dialog, .veil, [role=toolbar], g";
        let is_on = |target: Element| target.closest(controls).ok().flatten().is_some();
        if !target.is_some_and(is_on) {
            self.state.end_choice();
            // A finger scrolls; what it selects, the browser does for it.
            self.state.set_dragging(event.pointer_type() != "touch");
            self.state.set_view(|view| view.is_exact = event.alt_key());
        }
    }

    fn move_on(self, event: &Event) {
        if self.state.is_dragging()
            && let Some(event) = event.dyn_ref::<PointerEvent>()
        {
            self.set_exact(event.alt_key());
        }
    }

    fn press_alt(self, event: &Event) {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(KeyboardEvent::alt_key) {
            self.set_exact(true);
        }
    }

    fn set_exact(self, exact: bool) {
        if self.state.with_view(|view| view.is_exact) != exact {
            self.state.set_view(|view| view.is_exact = exact);
            self.read_selection();
        }
    }

    /// The selection is settled only after the browser has seen the event; but
    /// a key may come before that, and must find what was dragged over so far.
    fn release(self, event: &Event) {
        if let Some(event) = event.dyn_ref::<PointerEvent>().filter(|event| event.button() == 0) {
            let adds = (event.ctrl_key() || event.meta_key()) && self.state.focus().is_some();
            self.read_selection();
            self.take_name();
            listen::after(0, move || {
                self.state.set_dragging(false);
                if listen::is_modal_open() {
                    return;
                }
                self.read_selection();
                self.take_name();
                self.state.set_view(|view| view.is_double_click = false);
                self.state.dispatch(match adds {
                    true => Command::AddFragment,
                    false => Command::ReleaseSelection,
                });
            });
        }
    }

    fn click(self, event: &Event) {
        if self.has_selection() {
            return;
        }
        cursor::follow(self.state);
        let ids = annotations_under(event);
        if let (Some(linking), Some(&to)) = (self.state.linking(), ids.first()) {
            let to = ids.iter().copied().find(|id| *id != linking.from).unwrap_or(to);
            self.state.take_link(to);
            return;
        }
        match self.offset_of(event).filter(|_| !ids.is_empty()) {
            Some(at) => self.state.choose_under(ids, at),
            None => self.state.dispatch(Command::Focus(ids.first().copied())),
        }
    }

    /// Where in the text an event happened.
    fn offset_of(self, event: &Event) -> Option<TextSize> {
        let event = event.dyn_ref::<MouseEvent>()?;
        let (article, (_, text)) = (article_element()?, self.state.article());
        selection::offset_at(&article, &text, event.client_x(), event.client_y())
    }

    /// Brings a line to the top, until it stands still there: lines out of view
    /// have heights that are only guessed, and find their own a frame after
    /// they come into view. The place is not noted meanwhile, or it would
    /// creep; a hand that comes down ends it.
    fn return_to(self, id: ArticleId, block: BlockIdx, n_left: u32, n_still: u32) {
        let article = article_element()
            .filter(|_| n_left > 0 && n_still < 3 && self.is_open(id) && !self.state.is_dragging());
        match article {
            Some(article) => {
                let before = window().scroll_y();
                place::scroll_to_block(&article, block);
                let n_still = if window().scroll_y() == before { n_still + 1 } else { 0 };
                listen::before_frame(move || self.return_to(id, block, n_left - 1, n_still));
            }
            None => self.state.set_view(|view| view.is_scrolling = false),
        }
    }

    fn is_open(self, id: ArticleId) -> bool {
        self.state.with_session(|session| session.document().article().id == id)
    }

    fn scroll_on(self) {
        if !self.state.with_view(|view| view.is_scrolling) {
            self.state.set_view(|view| view.is_scrolling = true);
            listen::after(PLACE_MILLIS, move || {
                self.state.set_view(|view| view.is_scrolling = false);
                self.keep_place();
            });
        }
    }

    fn keep_place(self) {
        if let Some(block) =
            article_element().and_then(|article| place::first_visible_block(&article, place::TOP))
        {
            self.state.set_place(block);
        }
    }
}

/// The character at the end that keys move.
fn end_range(state: AppState, document: &Document) -> Option<TextRange> {
    let (id, fragment, side) = state.end()?;
    let range = document.annotation(id)?.fragments.ranges().nth(fragment)?;
    character_at(&document.article().text, range, side)
}

fn annotations_under(event: &Event) -> Vec<AnnotationId> {
    let ids = event.target().map(|target| selection::annotations_at(&target)).unwrap_or_default();
    ids.iter().filter_map(|id| id.parse().ok()).collect()
}
