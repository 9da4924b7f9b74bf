//! A field to paste a text into.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlTextAreaElement;

use super::el::{El, button, el};
use super::import;
use super::state::AppState;

/// The field, and the button that makes an article of it.
pub fn paste(state: AppState) -> Vec<El> {
    let add = move |_| {
        let field = document().query_selector("dialog textarea").ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) {
            let pasted = field.value();
            state.set_dialog(None);
            import::text(state, &pasted);
        }
    };
    let field = el("textarea")
        .attr("aria-label", "Text of the article")
        .attr("rows", "12")
        .attr("dir", "auto")
        .attr("autofocus", "");
    vec![
        el("p").attr("class", "about").text(
            "A first line like “date 2024-11-21 The title” fills the date and the title. The text stays exactly as it is.",
        ),
        field,
        el("div").attr("class", "buttons").child(button("Add article", add).attr("class", "primary")),
    ]
}
