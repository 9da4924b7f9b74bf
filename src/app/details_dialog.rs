//! Edits what is known about the article. Every change is kept at once; the
//! changes made in one go are one undo.

use leptos::prelude::event_target_value;
use web_sys::Event;

use super::el::{El, el};
use super::state::AppState;
use crate::model::article::Metadata;
use crate::model::timestamp::{format_date, parse_date};
use crate::session::Command;

/// A field: its name, the kind of input, its value, and what a new value does.
type Field = (&'static str, &'static str, String, fn(&mut Metadata, String));

/// Title, date, source, URL and language.
pub fn details(state: AppState) -> Vec<El> {
    // Read without subscribing: typing must not draw the fields anew.
    let read = move || state.with_session(|session| session.document().article().metadata.clone());
    let now = read();
    let date = now.date.map(format_date).unwrap_or_default();
    let fields: [Field; 5] = [
        ("Title", "text", now.title, |metadata, value| metadata.title = value),
        ("Date", "date", date, |metadata, value| metadata.date = parse_date(&value)),
        ("Source", "text", now.source, |metadata, value| metadata.source = value),
        ("URL", "url", now.url.unwrap_or_default(), |metadata, value| {
            metadata.url = Some(value).filter(|url| !url.is_empty());
        }),
        ("Language", "text", now.language, |metadata, value| metadata.language = value),
    ];
    let fields = fields.map(|(name, kind, value, change)| {
        let input = move |event: Event| {
            let mut metadata = read();
            change(&mut metadata, event_target_value(&event));
            state.dispatch(Command::SetMetadata(metadata));
        };
        let field = el("input").attr("type", kind).attr("name", name).attr("value", &value);
        el("label").text(name).child(field.on("input", input))
    });
    let done = el("button").attr("type", "submit").attr("class", "primary").text("Done");
    let form = el("form")
        .attr("class", "details")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            state.set_dialog(None);
        })
        .children(fields)
        .child(el("div").attr("class", "buttons").child(done));
    vec![form]
}
