//! The focused annotation: its words, label, note and status, and what it is
//! joined to.

use leptos::prelude::event_target_value;
use web_sys::Event;

use super::el::{El, button, el};
use super::label_button::label_buttons;
use super::state::{AppState, Joined};
use crate::model::annotation::Status;
use crate::model::id::{AnnotationId, LabelId, RelationId, RelationTypeId};
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
            .child(
                button("Merge", move |_| state.plan("merge", Vec::new()))
                    .attr("aria-keyshortcuts", "m")
                    .attr("title", "Merge with the next one of this label"),
            )
            .child(delete.attr("class", "danger")),
    ]
}

fn relabel(state: AppState, label: LabelId) {
    if let Some(focused) = state.focused() {
        state.dispatch(Command::Relabel(focused.id, label));
    }
}

/// What the annotation is joined to, and what can be done with that.
fn joined(state: AppState) -> Vec<El> {
    state.joined().into_iter().map(|joined| link(state, joined)).collect()
}

/// A relation: a click selects it, one on the words goes to the other end.
fn link(state: AppState, joined: Joined) -> El {
    let Joined { relation, other, quote, .. } = joined;
    let reverse = joined.may_reverse.then(|| {
        button("⇄", move |_| state.plan("reverse", vec![("id".into(), relation.to_string())]))
            .attr("class", "remove")
            .attr("aria-label", &format!("Reverse {quote}"))
    });
    let go = button(&quote, move |_| state.dispatch(Command::Focus(Some(other))));
    let unlink = button("×", move |_| state.dispatch(Command::Unlink(relation)));
    el("li")
        .bind("aria-current", move || (state.relation() == Some(relation)).then(|| "true".into()))
        .on("click", move |_| state.select_relation(Some(relation)))
        .child(how(state, relation, joined.types, &joined.relation_type, &quote))
        .child(el("span").text(if joined.is_from { "→" } else { "←" }))
        .child(go.attr("class", "link").attr("dir", "auto"))
        .children(reverse)
        .child(unlink.attr("class", "remove").attr("aria-label", &format!("Unlink {quote}")))
}

/// The type of a relation; a choice if others fit its labels.
fn how(
    state: AppState,
    relation: RelationId,
    types: Vec<(RelationTypeId, String)>,
    now: &RelationTypeId,
    quote: &str,
) -> El {
    let name = el(if types.len() > 1 { "select" } else { "span" }).attr("class", "name");
    if types.len() < 2 {
        return name.children(types.first().map(|(_, name)| el("span").text(name)));
    }
    let options = types.iter().map(|(id, name)| {
        let option = el("option").attr("value", id.as_str()).text(name);
        option.maybe_attr("selected", (id == now).then(String::new))
    });
    let was = now.to_string();
    let retype = move |event: Event| {
        let form =
            vec![("id".into(), relation.to_string()), ("type".into(), event_target_value(&event))];
        state.plan("retype", form);
        if let Some(choice) = event.target() {
            // Until it is done, which draws the link anew. A choice takes a value.
            let _set = js_sys::Reflect::set(&choice, &"value".into(), &was.as_str().into());
        }
    };
    name.attr("aria-label", &format!("Type of the link to {quote}"))
        .children(options)
        .on("change", retype)
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
