//! What did not fit at an import, or was set aside at the start.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::el::{El, button, el};
use super::state::AppState;
use crate::dom::files;
use crate::storage::library::Library;

/// A report shows this many sentences; all of them are in the saved one.
const MAX_SHOWN: usize = 200;

/// The report; it can be downloaded, and so can what was set aside.
pub fn report(state: AppState, sentences: Arc<[String]>) -> Vec<El> {
    let n_more = sentences.len().saturating_sub(MAX_SHOWN);
    let list = el("ul")
        .attr("class", "report")
        .children(sentences.iter().take(MAX_SHOWN).map(|sentence| el("li").text(sentence.as_str())))
        .children(
            (n_more > 0).then(|| el("li").text(&format!("And {n_more} more: save the report."))),
        );
    let save = move |_| {
        let text = sentences.join("\n") + "\n";
        save_as(state, "verbatim-report.txt", "text/plain", &text);
    };
    let mut buttons = el("div").attr("class", "buttons").child(button("Save this report", save));
    if !state.with_library(Library::quarantine).is_empty() {
        buttons = buttons.child(button("Save what was set aside", move |_| {
            let mut records = Map::new();
            for (key, value) in state.with_library(Library::quarantine) {
                records.insert(key, Value::String(value));
            }
            let json = Value::Object(records).to_string();
            save_as(state, "verbatim-set-aside.json", "application/json", &json);
        }));
    }
    let done = button("Done", move |_| state.set_dialog(None));
    vec![list, buttons.child(done.attr("class", "primary").attr("autofocus", ""))]
}

fn save_as(state: AppState, name: &str, media_type: &str, text: &str) {
    if files::download(name, media_type, text.as_bytes()).is_err() {
        state.tell_error(format!("The browser did not take the download of {name}."));
    }
}
