//! Lines over the text: between the fragments of the annotation in focus and
//! of the one under the pointer, and from the one in focus to what it is
//! joined to.
//!
//! They run between the lines of the text and beside it, never across words,
//! and nothing else has any, so forty relations stay readable. The card says
//! the same in words.

use leptos::prelude::*;

use super::el::{El, el, svg};
use super::state::{AppState, Joined};
use crate::dom::edge::{Edge, edge};
use crate::dom::position::article_element;
use crate::model::fragments::Side;
use crate::model::id::AnnotationId;
use crate::model::offset::TextRange;

/// From the words down to where a line runs under their marks, in pixels.
const BELOW: i32 = 14;
/// From the words up to where a line runs over them.
const ABOVE: i32 = 3;
/// Where lines run beside the text: from fragment to fragment, and to others.
const GUTTERS: (i32, i32) = (-5, -9);

/// The lines; drawn anew when `laid_out` is pulled.
pub fn links(state: AppState, laid_out: Trigger) -> El {
    let lines = move || {
        laid_out.track();
        state.hovered();
        untrack(|| lines(state).unwrap_or_default())
    };
    el("div").attr("class", "links").attr("aria-hidden", "true").child(svg("svg").part(lines))
}

fn lines(state: AppState) -> Option<Vec<El>> {
    let article = article_element()?;
    let (_, text) = state.article();
    let at = |range: TextRange, side| edge(&article, &text, range, side);
    let mut lines = Vec::new();
    let focused = state.focused().map(|focused| focused.id);
    for id in [state.hovered().filter(|&id| Some(id) != focused), focused].into_iter().flatten() {
        for pair in ranges_of(state, id).windows(2) {
            if let (Some(from), Some(to)) = (at(pair[0], Side::End), at(pair[1], Side::Start)) {
                let path = connector(&from, &to);
                lines.push(svg("path").attr("class", "connector").attr("d", &path));
            }
        }
    }
    let start_of = |id| at(*ranges_of(state, id).first()?, Side::Start);
    let start = focused.and_then(start_of);
    for joined in state.joined() {
        if let (Some(start), Some(other)) = (&start, start_of(joined.other)) {
            lines.push(relation(state, &joined, start, &other));
        }
    }
    Some(lines)
}

fn ranges_of(state: AppState, id: AnnotationId) -> Vec<TextRange> {
    state.with_session(|session| {
        let annotation = session.document().annotation(id);
        annotation.map(|one| one.fragments.ranges().collect()).unwrap_or_default()
    })
}

/// A relation as a line with an arrow, which a click selects.
fn relation(state: AppState, joined: &Joined, focused: &Edge, other: &Edge) -> El {
    let id = joined.relation;
    let (from, to) = if joined.is_from { (focused, other) } else { (other, focused) };
    let (y, end_y) = (from.top - ABOVE, to.top - ABOVE);
    let mut path = route((from.x + 3, from.top), y, (to.x + 3, to.top), end_y, GUTTERS.1);
    path.push_str("m-3-4l3 4 3-4");
    let line = |class| svg("path").attr("class", class).attr("d", &path);
    svg("g")
        .attr("data-relation", &id.to_string())
        .bind("aria-current", move || (state.relation() == Some(id)).then(|| "true".into()))
        .on("click", move |_| state.select_relation(Some(id)))
        .child(line("hit"))
        .child(line("line"))
}

/// From the end of a fragment to the start of the next.
fn connector(from: &Edge, to: &Edge) -> String {
    let y = from.bottom + BELOW;
    let (end_y, end) = if (from.top - to.top).abs() < ABOVE {
        (y, to.bottom + ABOVE)
    } else {
        (to.top - ABOVE, to.top)
    };
    route((from.x, from.bottom + ABOVE), y, (to.x, end), end_y, GUTTERS.0)
}

/// From a point up or down to `y`, along it, beside the text to `end_y` if
/// that is another line's, and along that to the end.
fn route(
    (x, start): (i32, i32),
    y: i32,
    (end_x, end): (i32, i32),
    end_y: i32,
    gutter: i32,
) -> String {
    let mut path = format!("M{x} {start}V{y}");
    if (y - end_y).abs() > ABOVE {
        path.push_str(&format!("H{gutter}V{end_y}"));
    }
    path.push_str(&format!("H{end_x}V{end}"));
    path
}
