//! The whole page: what lies where, and what listens to the whole window.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, StorageEvent};

use super::annotation_list::annotation_list;
use super::article_list::article_list;
use super::article_text::article_text;
use super::boot::Start;
use super::card::card;
use super::el::{effect, el};
use super::header::header;
use super::heading::heading;
use super::notices::notices;
use super::palette::palette;
use super::sheet::{sheet, veil};
use super::state::AppState;
use super::status_bar::status_bar;
use super::{import, keyboard};
use crate::dom::listen;
use crate::model::scheme::Scheme;
use crate::storage::keys::RecordKey;

/// The page.
pub fn root(start: Start) {
    let state = AppState::new(start);
    effect(move || paint(&state.scheme()));
    keyboard::listen(state);
    import::listen(state);
    listen_to_other_tabs(state);
    let main = el("main").child(heading(state)).child(palette(state)).child(article_text(state));
    let side = el("aside").attr("class", "side").child(card(state)).child(annotation_list(state));
    let page = el("div").attr("class", "page").child(article_list(state));
    for part in [
        header(state),
        notices(state),
        page.child(main).child(side),
        status_bar(state),
        sheet(state),
        veil(),
    ] {
        part.mount();
    }
}

/// Another tab writes many records for one edit; they are read together.
const SETTLE_MILLIS: i32 = 150;

/// Local storage tells of what other tabs write.
fn listen_to_other_tabs(state: AppState) {
    let is_due = Rc::new(Cell::new(false));
    listen::on(&window(), "storage", move |event| {
        let key = event.dyn_ref::<StorageEvent>().map(StorageEvent::key);
        if key.is_some_and(|key| is_content(key.as_deref())) && !is_due.replace(true) {
            let is_due = Rc::clone(&is_due);
            listen::after(SETTLE_MILLIS, move || {
                is_due.set(false);
                state.reload();
            });
        }
    });
}

/// Whether a record under this key is shown on the page; without a key,
/// everything was cleared.
fn is_content(key: Option<&str>) -> bool {
    key.is_none_or(|key| {
        !matches!(RecordKey::parse(key), None | Some(RecordKey::Journal | RecordKey::Place(_)))
    })
}

/// The lines that tell labels apart without colour, repeated after the last.
const LINES: [&str; 4] = [
    "linear-gradient(INK 0 0)",
    "repeating-linear-gradient(90deg, INK 0 7px, transparent 7px 11px)",
    "repeating-linear-gradient(90deg, INK 0 2px, transparent 2px 5px)",
    "repeating-linear-gradient(90deg, INK 0 9px, transparent 9px 12px, INK 12px 14px, transparent 14px 17px)",
];

/// Gives the style sheet each label's ink, tint and line, by its number.
fn paint(scheme: &Scheme) {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let Some(style) = root.map(|root| root.style()) else {
        return;
    };
    for (idx, label) in scheme.labels.iter().enumerate() {
        let ink = format!("color-mix(in oklab, {} var(--ink-share), var(--text))", label.color);
        let properties = [
            (
                format!("--tint-{idx}"),
                format!("color-mix(in oklab, {} var(--tint-share), transparent)", label.color),
            ),
            (format!("--line-{idx}"), LINES[idx % LINES.len()].replace("INK", &ink)),
            (format!("--ink-{idx}"), ink),
        ];
        for (name, value) in properties {
            // Colours were checked when they came in; without one the text
            // colour stands.
            let _refused = style.set_property(&name, &value);
        }
    }
}
