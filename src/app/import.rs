//! Import: files that were picked or dropped, and text that was pasted,
//! become articles. What can't be read is said, and nothing on screen changes.

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, File};

use super::state::AppState;
use crate::dom::{files, listen};
use crate::work::Kept;

/// Listens to files dropped anywhere on the page, and to text pasted anywhere
/// but in a field.
pub fn listen(state: AppState) {
    listen::on(&window(), "dragover", |event| {
        if dragged_files(&event).is_some() {
            event.prevent_default();
        }
    });
    listen::on(&window(), "drop", move |event| {
        if let Some(data) = dragged_files(&event) {
            event.prevent_default();
            files(state, files::files_of(data.files()));
        }
    });
    listen::on(&window(), "paste", move |event| {
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        let is_in_field = document().active_element().is_some_and(|element| {
            element.matches("input:not([type=file]), textarea, select").unwrap_or(false)
        });
        let Some(data) = data.filter(|_| !is_in_field && !listen::is_modal_open()) else {
            return;
        };
        let pasted = files::files_of(data.files());
        if pasted.is_empty() {
            text(state, data.get_data("text/plain").unwrap_or_default());
        } else {
            files(state, pasted);
        }
    });
}

/// What is dragged, if there are files in it.
fn dragged_files(event: &Event) -> Option<DataTransfer> {
    let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    data.types().includes(&"Files".into(), 0).then_some(data)
}

/// Imports files.
pub fn files(state: AppState, files: Vec<File>) {
    if let [first, ..] = files.as_slice() {
        state.tell(format!("Reading {} …", first.name()));
        state.import(Kept::new(), files.iter().collect());
    }
}

/// Imports pasted text.
fn text(state: AppState, pasted: String) {
    state.import(vec![("text".into(), pasted)], Array::new());
}
