//! The modal dialog: the browser's own, which keeps the focus inside and
//! closes on Esc. There is one, and what is in it follows the state.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlDialogElement;

use super::el::{El, button, effect, el};
use super::state::{AppState, Dialog};
use super::{
    delete_dialog, details_dialog, export_dialog, keys_dialog, paste_dialog, report_dialog,
};
use crate::dom::listen;

/// The dialog; closed while the state has none.
pub fn modal(state: AppState) -> El {
    effect(move || {
        let is_open = state.dialog().is_some();
        // Once its content is there, so that the focus finds its place.
        listen::after(0, move || show(is_open));
    });
    let close = move || {
        if state.dialog().is_some() {
            state.set_dialog(None);
        }
    };
    let content = move || {
        let Some((title, mut content)) = state.dialog().map(|dialog| draw(state, dialog)) else {
            return Vec::new();
        };
        let header = el("header")
            .child(el("h2").attr("id", "dialog_title").text(&title))
            .child(button("×", move |_| close()).attr("aria-label", "Close"));
        content.insert(0, header);
        content
    };
    el("dialog").attr("aria-labelledby", "dialog_title").on("close", move |_| close()).part(content)
}

fn show(is_open: bool) {
    let dialog = document().query_selector("dialog").ok().flatten();
    match dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
        Some(dialog) if is_open && !dialog.open() => {
            // A dialog that is in the page and not open can be opened.
            let _refused = dialog.show_modal();
        }
        Some(dialog) if !is_open => dialog.close(),
        _ => {}
    }
}

/// The heading and the content of a dialog.
fn draw(state: AppState, dialog: Dialog) -> (String, Vec<El>) {
    match dialog {
        Dialog::Export => ("Export".into(), export_dialog::export(state)),
        Dialog::Paste => ("Paste an article".into(), paste_dialog::paste(state)),
        Dialog::Details => ("Article details".into(), details_dialog::details(state)),
        Dialog::Keys => ("Keys".into(), keys_dialog::keys()),
        Dialog::Delete(id) => ("Delete this article?".into(), delete_dialog::delete(state, id)),
        Dialog::Report { title, sentences } => (title, report_dialog::report(state, sentences)),
    }
}
