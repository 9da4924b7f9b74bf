//! The reading cursor: a place in the text that keys move and a hand sets. It
//! is drawn over the text and makes nothing of it editable.

use leptos::prelude::*;
use web_sys::Element;

use super::el::{El, effect, el};
use super::state::AppState;
use super::state::view::Cursor;
use crate::dom::cursor::{Line, row_from, show_at};
use crate::dom::position::article_element;
use crate::dom::{listen, place, selection};
use crate::model::id::AnnotationId;
use crate::model::movement::{Unit, lines_around, step};
use crate::model::offset::{TextRange, TextSize};
use crate::model::text::Text;
use crate::session::Command;
use crate::session::keys::Action;
use crate::work::{Reply, Task, ask};

/// What is said of the keys to whoever comes to the article by Tab.
const KEYS: &str = "Arrows move by word and row, Shift selects, a label’s key marks, Enter opens what is marked, ? shows all keys";

/// The cursor, and what a screen reader hears of it; drawn anew when
/// `laid_out` is pulled.
pub fn cursor(state: AppState, laid_out: Trigger) -> [El; 3] {
    effect(move || {
        laid_out.track();
        state.cursor();
        state.scheme();
        state.n_annotations();
        // When the marks have been drawn, which may come after this.
        listen::after(0, move || drawn(state, false));
    });
    let hidden = |tag| el(tag).attr("class", "visually_hidden");
    [
        el("div")
            .attr("class", "cursor")
            .attr("aria-hidden", "true")
            .flag("hidden", move || state.cursor().is_none()),
        hidden("p").attr("aria-live", "polite").bind_text(move || state.cursor_words()),
        hidden("p").attr("id", "cursor_keys").text(KEYS),
    ]
}

/// Draws the cursor where it is, and brings it into view if that is wished.
fn drawn(state: AppState, in_view: bool) {
    let element = document().query_selector(".cursor").ok().flatten();
    if let (Some(article), Some(element), Some(cursor)) =
        (article_element(), element, state.cursor())
    {
        let text = state.text();
        match show_at(&article, &text, cursor.at, &element) {
            _ if !in_view => {}
            Some(()) => place::keep_in_view(&element),
            None => place::scroll_to_words(article, text, TextRange::empty(cursor.at)),
        }
    }
}

/// Takes the cursor to where a hand clicked or dragged.
pub fn follow(state: AppState) {
    let text = state.text();
    let ends = article_element().and_then(|article| selection::ends(&article, &text));
    if let Some((anchor, at)) = ends
        && !state.cursor().is_some_and(|here| here.at == at && here.anchor == Some(anchor))
    {
        state.set_view(|view| view.left = None);
        put(state, at, Some(anchor), None, String::new());
    }
}

/// The annotations at the cursor, with those that end there.
pub fn annotations_at_cursor(state: AppState) -> Option<Vec<AnnotationId>> {
    let at = state.cursor()?.at;
    Some(state.with_session(|session| {
        let document = session.document();
        let here = document.annotations_in(document.article().text.block_at(at));
        let touches = |range: TextRange| range.contains_inclusive(at);
        here.filter(|a| a.fragments.ranges().any(touches)).map(|a| a.id).collect()
    }))
}

/// Puts the cursor to the end of what is selected, once that is marked.
pub fn stand_behind(state: AppState, marked: TextRange) {
    if state.cursor().is_some() && state.selection().is_none() {
        put(state, marked.end(), None, None, String::new());
    }
}

/// Moves the cursor. With `extends` it selects, from where it stood. `arrow`:
/// the key points to the right or the left, which in a line that is written
/// from right to left is the other way.
pub fn go(state: AppState, action: Action, mut forwards: bool, arrow: bool, extends: bool) {
    let text = state.text();
    let Some(article) = article_element() else { return };
    let Some(from) = from(state, &article, &text, extends) else { return };
    let line = Line::at(&article, &text, from.at);
    if arrow && line.is_some_and(|line| line.is_rtl()) {
        forwards = !forwards;
    }
    let edge = if forwards { text.len() } else { 0.into() };
    let line = text.block_range(text.block_at(from.at));
    let (mut x, mut heard) = (None, None);
    let at = match action {
        Action::Sentence => return by_sentence(state, forwards, extends),
        Action::Character => step(&text, from.at, Unit::Character, forwards),
        Action::Paragraph => step(&text, from.at, Unit::Paragraph, forwards),
        Action::LineEnd if forwards => line.end(),
        Action::LineEnd => line.start(),
        Action::TextEnd => edge,
        Action::Row => match row_from(&article, &text, from.at, forwards, from.x) {
            Some((at, row, right)) => {
                (x, heard) = (Some(right), Some(row));
                at
            }
            None => edge,
        },
        _ if extends => step(&text, from.at, Unit::WordOrName, forwards),
        _ => step(&text, from.at, Unit::Word, forwards),
    };
    let heard = heard.unwrap_or_else(|| match action {
        Action::Paragraph => text.block_range(text.block_at(at)),
        Action::Character => TextRange::new(at, step(&text, at, Unit::Character, true)),
        _ => TextRange::new(at, step(&text, at, Unit::Word, true)),
    });
    let exactly = action == Action::Character || extends && state.with_view(|view| view.is_exact);
    state.set_view(|view| view.is_exact = exactly);
    arrive(state, from, at, x, heard, extends);
}

/// Where a move starts from: the cursor; or the focused annotation, which
/// loses the focus; or the first line in view, where a move without Shift
/// stays.
fn from(state: AppState, article: &Element, text: &Text, extends: bool) -> Option<Cursor> {
    let here = state.cursor();
    let focused = state.with_session(|session| {
        let focused = session.document().annotation(session.focus()?)?;
        Some((focused.id, focused.fragments.extent()))
    });
    if let Some((id, extent)) = focused {
        state.dispatch(Command::Focus(None));
        state.set_view(|view| view.left = Some(id));
        let inside = here.filter(|here| extent.contains_inclusive(here.at));
        return put(
            state,
            inside.map_or(extent.start(), |here| here.at),
            None,
            None,
            String::new(),
        );
    }
    if here.is_none() {
        let block = place::first_visible_block(article, place::TOP)?;
        let at = text.block_range(block).start();
        let words = TextRange::new(at, step(text, at, Unit::Word, true));
        let here = put(state, at, None, None, String::new())?;
        if !extends {
            arrive(state, here, at, None, words, false);
            return None;
        }
        return Some(here);
    }
    here
}

/// One sentence on. The worker knows where sentences end; a cursor that went
/// on meanwhile goes on from there.
fn by_sentence(state: AppState, forwards: bool, extends: bool) {
    let text = state.text();
    let Some(from) = state.cursor() else { return };
    let lines = lines_around(&text, from.at);
    let task = Task::Sentence {
        text: text.get(lines).unwrap_or_default().into(),
        at: (from.at - lines.start()).into(),
        forwards,
    };
    ask::ask(task, move |reply| match reply {
        Reply::Found(ends) => match state.cursor() {
            Some(here) if (here.article, here.at) == (from.article, from.at) => {
                let end = |idx: usize| {
                    Some(lines.start() + TextSize::from(ends.get(idx)?.parse::<u32>().ok()?))
                };
                let edge = if forwards { text.len() } else { 0.into() };
                let at = end(0).unwrap_or(edge);
                let exactly = extends && state.with_view(|view| view.is_exact);
                state.set_view(|view| view.is_exact = exactly);
                arrive(state, here, at, None, TextRange::new(at, end(1).unwrap_or(at)), extends);
            }
            _ => by_sentence(state, forwards, extends),
        },
        Reply::Refused(why) => state.tell_error(why),
        Reply::Steps(_) => {}
    });
}

/// Puts the cursor where keys took it, selects if that is wished, and says
/// what is there.
fn arrive(
    state: AppState,
    from: Cursor,
    at: TextSize,
    x: Option<f64>,
    heard: TextRange,
    extends: bool,
) {
    let text = state.text();
    // A selection that was dropped or marked goes on from here; one of white
    // space, which selects nothing yet, from where it began.
    let is_going_on = |&anchor: &TextSize| {
        let between = TextRange::new(anchor.min(from.at), anchor.max(from.at));
        state.selection().is_some()
            || text.get(between).is_some_and(|words| words.trim_start().is_empty())
    };
    let anchor = extends.then(|| from.anchor.filter(is_going_on).unwrap_or(from.at));
    let mut words = text.get(heard).unwrap_or_default().to_owned();
    if words.trim_start().is_empty() {
        let line = text.block_range(text.block_at(at));
        words = match (line.is_empty(), at == line.end()) {
            (true, _) => "Empty line",
            (_, true) => "End of the line",
            _ => "Space",
        }
        .into();
    }
    if let Some(anchor) = anchor {
        let range = TextRange::new(anchor.min(at), anchor.max(at));
        let exactly = state.with_view(|view| view.is_exact);
        state.dispatch(Command::SelectText { range, exactly });
        words = match state.selection().and_then(|range| text.get(range)) {
            Some(selected) => format!("Selected “{selected}”"),
            None => "Nothing selected".into(),
        };
        if let Some(article) = article_element() {
            selection::select(&article, &text, anchor, at);
        }
    } else if state.selection().is_some() {
        state.dispatch(Command::ClearSelection);
    }
    put(state, at, anchor, x, words);
    drawn(state, true);
    // Lines that came into view may have pushed it out again.
    listen::after_frame(move || drawn(state, true));
}

fn put(
    state: AppState,
    at: TextSize,
    anchor: Option<TextSize>,
    x: Option<f64>,
    words: String,
) -> Option<Cursor> {
    let article = state.with_session(|session| session.document().article().id);
    let cursor = Some(Cursor { article, at, anchor, x });
    state.set_cursor(cursor, words);
    cursor
}
