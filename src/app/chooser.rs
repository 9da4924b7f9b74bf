//! What lies under the pointer or the reading cursor, where that is more than
//! one annotation: a small list beside the mark. The innermost has the focus
//! at once; another is taken by a click, or by the arrow keys and Enter.

use leptos::prelude::*;

use super::el::{El, el};
use super::label_button::label_var;
use super::state::AppState;
use crate::dom::place;
use crate::dom::position::article_element;
use crate::dom::selection::element_at;
use crate::model::id::AnnotationId;
use crate::session::Command;

/// The height of a row and of what surrounds them all, in pixels; enough to
/// tell on which side of the mark there is room.
const ROW_HEIGHT: usize = 44;

/// The list; empty while there is no choice.
pub fn chooser(state: AppState, laid_out: Trigger) -> El {
    let place = move || {
        laid_out.track();
        place_of(state).unwrap_or_default()
    };
    el("div")
        .attr("role", "group")
        .attr("aria-label", "Annotations here")
        .bind("class", move || Some(format!("chooser {}", place().2)))
        .bind_style("--left", move || format!("{}px", place().0))
        .bind_style("--top", move || format!("{}px", place().1))
        .part(move || rows(state))
}

fn rows(state: AppState) -> Vec<El> {
    // What they are called may change while they are offered.
    state.n_annotations();
    state.focused();
    let ids = state.under().map(|(ids, _)| ids).unwrap_or_default();
    ids.into_iter().filter_map(|id| row(state, id)).collect()
}

fn row(state: AppState, id: AnnotationId) -> Option<El> {
    let scheme = state.scheme();
    let (label, quote) = state.with_session(|session| {
        let document = session.document();
        let one = document.annotation(id)?;
        Some((one.label.clone(), one.fragments.quote(&document.article().text)))
    })?;
    let idx = scheme.label_idx(&label).unwrap_or_default();
    let take = move |_| {
        state.dispatch(Command::Focus(Some(id)));
        state.end_choice();
    };
    Some(
        el("button")
            .attr("type", "button")
            .style("--ink", &label_var("ink", idx))
            .style("--line", &label_var("line", idx))
            .bind("aria-pressed", move || Some((state.focus() == Some(id)).to_string()))
            .on("click", take)
            .child(el("span").attr("class", "name").text(scheme.label_name(&label)))
            .child(el("span").attr("class", "quote").attr("dir", "auto").text(&quote)),
    )
}

/// Below the mark, where it hides nothing of it, or above it where there is no
/// room below: in whole pixels from the article's corner.
fn place_of(state: AppState) -> Option<(i32, i32, &'static str)> {
    let (ids, at) = state.under()?;
    let article = article_element()?;
    let rect = element_at(&article, &state.article().1, at)?.get_bounding_client_rect();
    let frame = article.get_bounding_client_rect();
    let height = (ROW_HEIGHT * ids.len()) as f64;
    let is_below = rect.bottom() + height < place::lowest_in_view(rect.left());
    let (y, side) = if is_below { (rect.bottom(), "below") } else { (rect.top(), "above") };
    Some(((rect.left() - frame.left()) as i32, (y - frame.top()) as i32, side))
}
