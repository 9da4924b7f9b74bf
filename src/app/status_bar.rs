//! What happened last, and whether it is saved.

use super::el::{El, button, el};
use super::state::{AppState, Keeping};

/// The line at the bottom.
pub fn status_bar(state: AppState) -> El {
    let saved = move || {
        let saved = match state.keeping() {
            Keeping::Kept | Keeping::NoJournal | Keeping::Newer(_) => "Saved in this browser",
            Keeping::Denied(_) => "Not saved",
            Keeping::Full => "Storage is full",
        };
        saved.to_owned()
    };
    let history = button("History", move |_| state.open_sheet_of_article("history"));
    let read_as = move || {
        let offered = state.offered().into_iter();
        let read_as = |ids: String| {
            let read = move |_: web_sys::Event| state.read_as(ids.clone());
            button("Read it as something else", read).attr("class", "link")
        };
        offered.map(read_as).collect()
    };
    el("footer")
        .attr("class", "status_bar")
        .child(el("p").attr("role", "status").bind_text(move || state.notice()))
        .child(el("span").attr("class", "offer").part(read_as))
        .child(el("p").attr("class", "saved").bind_text(saved))
        .child(history.attr("class", "link"))
}
