//! The small toolbar that appears at the selection: the snapped words, and a
//! button for each label.

use leptos::prelude::*;

use super::el::{El, button, effect, el};
use super::keyboard;
use super::label_button::label_buttons;
use super::state::AppState;
use crate::dom::position::article_element;
use crate::dom::selection::dom_range;
use crate::dom::{listen, place};
use crate::model::offset::TextRange;
use crate::session::Command;

/// Quotes are cut after this many characters.
const MAX_QUOTE_CHARS: usize = 48;

/// The toolbar, beside the selection, or at the lower edge of a small screen;
/// hidden while nothing is selected, and out of the hand's way
/// while it drags.
pub fn selection_toolbar(state: AppState) -> El {
    effect(move || {
        if let Some(range) = state.selection().filter(|_| !state.is_dragging()) {
            listen::after_frame(move || keep_clear(state, range));
        }
    });
    let on_pick = |state: AppState, label| state.dispatch(Command::PickLabel(label));
    el("div")
        .bind("class", move || {
            let dragging = if state.is_dragging() { " dragging" } else { "" };
            Some(format!("selection_toolbar{dragging}"))
        })
        .attr("role", "toolbar")
        .attr("aria-label", "Label the selection")
        .flag("hidden", move || state.selection().is_none())
        .bind_style("--left", move || format!("{}px", place_of(state).0))
        .bind_style("--top", move || format!("{}px", place_of(state).1))
        .on("mousedown", |event| event.prevent_default())
        .child(
            el("span").attr("class", "snapped").bind_text(move || quote(state).unwrap_or_default()),
        )
        .child(label_buttons(el("div").attr("class", "buttons"), state, on_pick, |_| None))
        .part(move || for_focused(state))
}

/// What the selection can do for the annotation in focus: become a fragment of
/// it, or part it.
fn for_focused(state: AppState) -> Vec<El> {
    let (Some(focused), Some(range)) = (state.focused(), state.selection()) else {
        return Vec::new();
    };
    let mut buttons = Vec::new();
    if !focused.fragments.ranges().any(|fragment| fragment.contains_range(range)) {
        let add =
            button("+ Add to the one in focus", move |_| state.dispatch(Command::AddFragment));
        buttons.push(add.attr("class", "add").attr("aria-keyshortcuts", "+"));
    }
    let extent = focused.fragments.extent();
    if extent.start() < range.start() && range.start() < extent.end() {
        let split = button("Split the one in focus here", move |_| keyboard::split(state));
        buttons.push(split.attr("class", "add").attr("aria-keyshortcuts", "x"));
    }
    buttons
}

/// Scrolls the end of the selection out from under the toolbar, and from under
/// the card. One that ends out of view is left alone: the hand is elsewhere.
fn keep_clear(state: AppState, range: TextRange) {
    let bar = document().query_selector(".selection_toolbar").ok().flatten();
    let words = article_element()
        .and_then(|article| dom_range(&article, &state.article().1, range))
        .map(|range| range.get_bounding_client_rect());
    if let (Some(bar), Some(words)) = (bar, words) {
        let bar = bar.get_bounding_client_rect();
        let hidden = words.bottom() - bar.top().min(place::lowest_in_view(words.left()));
        if bar.height() > 0.0 && hidden > 0.0 && words.bottom() < place::height() {
            let y = window().scroll_y().unwrap_or_default();
            window().scroll_to_with_x_and_y(0.0, y + hidden + 16.0);
        }
    }
}

fn quote(state: AppState) -> Option<String> {
    let range = state.selection()?;
    let (_, text) = state.article();
    let quote = text.get(range)?.replace('\n', " ");
    Some(match quote.char_indices().nth(MAX_QUOTE_CHARS) {
        Some((at, _)) => format!("{}…", quote[..at].trim_end()),
        None => quote,
    })
}

/// Below the end of the selection, where it hides nothing that was chosen: in
/// whole pixels from the article's corner.
fn place_of(state: AppState) -> (i32, i32) {
    let rects = state.selection().and_then(|range| {
        let article = article_element()?;
        let range = dom_range(&article, &state.article().1, range)?;
        Some((range.get_bounding_client_rect(), article.get_bounding_client_rect()))
    });
    rects.map_or((0, 0), |(rect, frame)| {
        ((rect.left() - frame.left()) as i32, (rect.bottom() - frame.top()) as i32)
    })
}
