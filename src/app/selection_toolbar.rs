//! The small toolbar that appears at the selection: the snapped words, and a
//! button for each label.

use super::el::{El, el};
use super::label_button::label_buttons;
use super::state::AppState;
use crate::dom::position::article_element;
use crate::dom::selection::dom_range;
use crate::session::Command;

/// Quotes are cut after this many characters.
const MAX_QUOTE_CHARS: usize = 48;

/// The toolbar; hidden while nothing is selected, and out of the hand's way
/// while it drags.
pub fn selection_toolbar(state: AppState) -> El {
    let on_pick = |state: AppState, label| state.dispatch(Command::PickLabel(label));
    el("div")
        .bind("class", move || {
            let dragging = if state.is_dragging() { " dragging" } else { "" };
            Some(format!("selection_toolbar{dragging}"))
        })
        .attr("role", "toolbar")
        .attr("aria-label", "Label the selection")
        .flag("hidden", move || state.selection().is_none())
        .bind_style("--left", move || format!("{}px", place(state).0))
        .bind_style("--top", move || format!("{}px", place(state).1))
        .on("mousedown", |event| event.prevent_default())
        .child(
            el("span").attr("class", "snapped").bind_text(move || quote(state).unwrap_or_default()),
        )
        .child(label_buttons(el("div").attr("class", "buttons"), state, on_pick, |_| None))
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
fn place(state: AppState) -> (i32, i32) {
    let rects = state.selection().and_then(|range| {
        let article = article_element()?;
        let range = dom_range(&article, &state.article().1, range)?;
        Some((range.get_bounding_client_rect(), article.get_bounding_client_rect()))
    });
    rects.map_or((0, 0), |(rect, frame)| {
        ((rect.left() - frame.left()) as i32, (rect.bottom() - frame.top()) as i32)
    })
}
