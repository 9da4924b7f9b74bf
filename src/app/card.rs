//! The focused annotation: its words, label, note and status, and what it is
//! joined to.

use leptos::prelude::event_target_value;
use web_sys::Event;

use super::el::{El, button, el};
use super::label_button::label_buttons;
use super::state::{AppState, Joined};
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
        el("ul")
            .attr("class", "fragments")
            .attr("aria-label", "Fragments")
            .part(move || fragments(state)),
        el("ul").attr("class", "relations").attr("aria-label", "Links").part(move || joined(state)),
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
            .child(button("Link", move |_| state.offer_link()).attr("aria-keyshortcuts", "l"))
            .child(
                button("Elsewhere", move |_| state.open_find(true))
                    .attr("aria-keyshortcuts", "a")
                    .attr("title", "Find the same words elsewhere"),
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
    let items = state.joined().into_iter().map(|Joined { relation, how, other, quote }| {
        let go = button(&quote, move |_| state.dispatch(Command::Focus(Some(other))));
        let unlink = button("×", move |_| state.dispatch(Command::Unlink(relation)));
        el("li")
            .child(el("span").attr("class", "name").text(&how))
            .child(go.attr("class", "link"))
            .child(unlink.attr("class", "remove").attr("aria-label", &format!("Unlink {quote}")))
    });
    items.collect()
}

/// The fragments of an annotation that has more than one, each of which can be
/// removed alone.
fn fragments(state: AppState) -> Vec<El> {
    let Some(focused) = state.focused().filter(|focused| focused.fragments.count() > 1) else {
        return Vec::new();
    };
    let text = state.text();
    let items = focused.fragments.ranges().enumerate().map(|(idx, range)| {
        let quote = text.get(range).unwrap_or_default();
        let id = focused.id;
        let remove = button("×", move |_| {
            let form = vec![("id".into(), id.to_string()), ("at".into(), idx.to_string())];
            state.plan("remove", form);
        });
        el("li")
            .child(el("span").attr("class", "quote").attr("dir", "auto").text(quote))
            .child(remove.attr("class", "remove").attr("aria-label", &format!("Remove {quote}")))
    });
    items.collect()
}
