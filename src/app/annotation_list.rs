//! All annotations in text order, filtered by label and status, with counts.

use std::ops::Range;

use leptos::prelude::{document, event_target_value};

use super::block;
use super::el::{El, button, effect, el};
use super::label_button::label_var;
use super::state::{AppState, Row};
use crate::dom::place;
use crate::model::annotation::Status;
use crate::model::id::{AnnotationId, LabelId, RelationId};
use crate::model::text::BlockIdx;
use crate::session::Command;

/// A list of more rows is styled and laid out only where it is in view: quicker,
/// but the rows below move, and the end with them, when a guessed height is
/// mended.
const MANY_ROWS: usize = 300;

/// The list beside the article.
pub fn annotation_list(state: AppState) -> El {
    effect(move || {
        // The rows are drawn before this runs.
        state.filter();
        state.n_annotations();
        mark_current(state.focus());
    });
    let is_long = move || (state.n_annotations() > MANY_ROWS).then(|| "long".into());
    let empty = move || match state.n_annotations() {
        0 => "Nothing is marked yet.".to_owned(),
        _ => String::new(),
    };
    let rows = move || {
        let (_, text) = state.article();
        groups(state, &(0..text.n_blocks()), 0)
    };
    let filters = el("div")
        .attr("class", "filters")
        .attr("role", "group")
        .attr("aria-label", "Show")
        .part(move || filters(state))
        .child(status_filter(state));
    let find = button("Find", move |_| state.open_find(false));
    let heading = el("div")
        .attr("class", "heading_row")
        .child(el("h2").text("Annotations"))
        .child(find.attr("class", "link"));
    el("section")
        .attr("class", "annotation_list")
        .attr("aria-label", "Annotations")
        .child(el("header").child(heading).child(filters))
        .child(el("p").attr("class", "empty").bind_text(empty))
        .child(el("div").attr("role", "list").bind("class", is_long).part(rows))
}

/// The rows of some lines in groups, which the browser can leave out while they
/// are out of view. The list is one by its roles, as `ol` and `li` hold nothing
/// between them; and to style ten thousand `li` takes some browsers seconds.
fn groups(state: AppState, lines: &Range<usize>, level: usize) -> Vec<El> {
    let group = |lines: Range<usize>| {
        let groups = groups(state, &lines, level + 1);
        let lines = move || lines.clone().map(BlockIdx);
        let all = lines.clone();
        let n_rows = move || all().map(|line| state.n_rows_of(line)).sum::<usize>().to_string();
        let el = el("div").attr("class", "group").bind_style("--rows", n_rows);
        match groups.is_empty() {
            // One part for each line of the article: an edit draws again the
            // rows of the lines it touched, and no others.
            true => el.parts(move || lines().map(|line| move || items_of(state, line)).collect()),
            false => el.children(groups),
        }
    };
    block::groups(lines, level).into_iter().map(group).collect()
}

/// The rows of the annotations that start in a line.
fn items_of(state: AppState, line: BlockIdx) -> Vec<El> {
    state.rows_of(line).into_iter().map(|row| item(state, row)).collect()
}

/// The status that is shown, once somebody was not sure.
fn status_filter(state: AppState) -> El {
    let statuses = Status::ALL.map(Status::as_str);
    let options = statuses.map(|name| el("option").attr("value", name).text(name));
    let shown = move || state.status_filter().map_or("", Status::as_str).to_owned();
    el("select")
        .attr("aria-label", "Shown status")
        .flag("hidden", move || state.status_filter().is_none() && !state.has_doubts())
        .child(el("option").attr("value", "").text("Any status"))
        .children(options)
        .bind_value(shown)
        .on("change", move |event| {
            state.set_status_filter(Status::from_name(&event_target_value(&event)));
        })
}

/// A button for each label with its count, and one for all.
fn filters(state: AppState) -> Vec<El> {
    let scheme = state.scheme();
    let mut buttons = vec![filter_button(state, None, "All", state.n_annotations())];
    for (idx, label) in scheme.labels.iter().enumerate() {
        let n = state.n_with_label(&label.id);
        let button = filter_button(state, Some(label.id.clone()), &label.name, n);
        buttons.push(button.style("--line", &label_var("line", idx)));
    }
    buttons
}

fn filter_button(state: AppState, label: Option<LabelId>, name: &str, n: usize) -> El {
    let pressed = label.clone();
    button(name, move |_| state.set_filter(label.clone()))
        .attr("class", "filter")
        .bind("aria-pressed", move || Some((state.filter() == pressed).to_string()))
        .child(el("span").attr("class", "count").text(&n.to_string()))
}

fn item(state: AppState, row: Row) -> El {
    let Row { id, label, quote, has_note, status, links } = row;
    let scheme = state.with_library(|library| library.scheme().clone());
    let idx = scheme.label_idx(&label).unwrap_or_default();
    let go = move |_| {
        state.dispatch(Command::Focus(Some(id)));
        place::scroll_to_annotation(id);
    };
    let status =
        (status != Status::Sure).then(|| el("span").attr("class", "status").text(status.as_str()));
    let note =
        has_note.then(|| el("span").attr("class", "note").attr("title", "It has a note").text("✎"));
    let row = el("button")
        .attr("type", "button")
        .attr("data-annotation", &id.to_string())
        .attr("data-label", label.as_str())
        .on("click", go)
        .on("mouseenter", move |_| state.hover(Some(id)))
        .on("mouseleave", move |_| state.hover(None))
        .child(el("span").attr("class", "name").text(scheme.label_name(&label)))
        .child(el("span").attr("class", "quote").attr("dir", "auto").text(&quote))
        .children(status)
        .children(note);
    el("div")
        .attr("role", "listitem")
        .style("--ink", &label_var("ink", idx))
        .style("--line", &label_var("line", idx))
        .child(row)
        .children(links.into_iter().map(|(relation, quote)| link(state, id, relation, &quote)))
}

/// A relation of the row's annotation, which a click selects.
fn link(state: AppState, from: AnnotationId, relation: RelationId, quote: &str) -> El {
    let go = move |_| {
        state.dispatch(Command::Focus(Some(from)));
        state.select_relation(Some(relation));
        place::scroll_to_annotation(from);
    };
    button("→ ", go).attr("class", "to").child(el("span").attr("dir", "auto").text(quote))
}

/// Marks one row as the current one. By hand, because asking every row
/// whether it is the one costs more than a frame at a thousand rows.
fn mark_current(id: Option<AnnotationId>) {
    const LIST: &str = "[aria-label=\"Annotations\"]";
    let find = |selector: String| document().query_selector(&selector).ok().flatten();
    if let Some(old) = find(format!("{LIST} [aria-current]")) {
        // An attribute that is there can be removed.
        let _refused = old.remove_attribute("aria-current");
    }
    if let Some(new) = id.and_then(|id| find(format!("{LIST} [data-annotation=\"{id}\"]"))) {
        // A plain name is a good name.
        let _refused = new.set_attribute("aria-current", "true");
    }
}
