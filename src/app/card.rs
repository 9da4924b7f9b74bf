//! The focused annotation: its words, label, note and status, and what it is
//! joined to.

use leptos::prelude::event_target_value;
use web_sys::Event;

use super::el::{El, button, el};
use super::label_button::label_buttons;
use super::state::AppState;
use crate::model::annotation::Status;
use crate::model::id::{AnnotationId, LabelId};
use crate::session::Command;

/// The card; empty while nothing is in focus.
pub fn card(state: AppState) -> El {
    // Drawn anew for another annotation, not for another note.
    el("section")
        .attr("class", "card")
        .attr("aria-label", "Annotation in focus")
        .part(move || state.focus().map(|id| focused(state, id)).unwrap_or_default())
}

fn focused(state: AppState, id: AnnotationId) -> Vec<El> {
    let quote = move || {
        let (_, text) = state.article();
        state.focused().map(|focused| focused.fragments.quote(&text)).unwrap_or_default()
    };
    let note = move || state.focused().map(|focused| focused.note.clone()).unwrap_or_default();
    let status = move || state.focused().map(|focused| focused.status).unwrap_or_default();
    let set_note = move |event: Event| {
        state.dispatch(Command::SetNote(id, event_target_value(&event)));
    };
    let set_status = move |event: Event| {
        if let Some(status) = Status::from_name(&event_target_value(&event)) {
            state.dispatch(Command::SetStatus(id, status));
        }
    };
    let statuses =
        Status::ALL.map(|status| el("option").attr("value", status.as_str()).text(status.as_str()));
    let close = button("×", move |_| state.dispatch(Command::Focus(None)));
    let delete = button("Delete", move |_| state.dispatch(Command::Delete(id)));
    let labels =
        el("div").attr("class", "labels").attr("role", "group").attr("aria-label", "Label");
    vec![
        el("header")
            .child(el("blockquote").attr("dir", "auto").bind_text(quote))
            .child(close.attr("aria-label", "Close")),
        label_buttons(labels, state, relabel, |state| state.focused().map(|a| a.label.clone())),
        el("ul").attr("class", "relations").part(move || joined(state)),
        el("label").attr("class", "field").text("Note").child(
            el("textarea")
                .attr("rows", "2")
                .attr("dir", "auto")
                .bind_value(note)
                .on("input", set_note),
        ),
        el("div")
            .attr("class", "foot")
            .child(
                el("label").attr("class", "field").text("Status").child(
                    el("select")
                        .children(statuses)
                        .bind_value(move || status().as_str().to_owned())
                        .on("change", set_status),
                ),
            )
            .child(delete.attr("class", "danger")),
    ]
}

fn relabel(state: AppState, label: LabelId) {
    if let Some(focused) = state.focused() {
        state.dispatch(Command::Relabel(focused.id, label));
    }
}

/// What the annotation is joined to; a click goes there.
fn joined(state: AppState) -> Vec<El> {
    let items = state.joined().into_iter().map(|(how, other, quote)| {
        let go = button(&quote, move |_| state.dispatch(Command::Focus(Some(other))));
        el("li").child(el("span").attr("class", "name").text(&how)).child(go.attr("class", "link"))
    });
    items.collect()
}
