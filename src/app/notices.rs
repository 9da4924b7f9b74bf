//! What could not be done, and whether the work is kept: above everything,
//! until it is dismissed or mended.

use super::el::{El, button, el};
use super::state::{AppState, Keeping};

/// The alerts.
pub fn notices(state: AppState) -> El {
    let keeping = move || {
        let alert = sentence(&state.keeping()).map(|sentence| {
            let export = button("Export now", move |_| state.open_export());
            el("div").attr("class", "alert").child(el("p").text(&sentence)).child(export)
        });
        alert.into_iter().collect()
    };
    let errors = move || {
        let errors = state.errors();
        let alerts = errors.iter().enumerate().map(|(idx, sentence)| {
            let dismiss = button("×", move |_| state.dismiss(idx)).attr("aria-label", "Dismiss");
            el("div").attr("class", "alert").child(el("p").text(sentence.as_str())).child(dismiss)
        });
        alerts.collect()
    };
    el("div")
        .attr("class", "notices")
        .attr("role", "alert")
        .part(keeping)
        .child(el("div").attr("class", "errors").part(errors))
}

fn sentence(keeping: &Keeping) -> Option<String> {
    match keeping {
        Keeping::Kept => None,
        Keeping::NoJournal => Some(
            "Your work is kept in this browser, but its last seconds may be lost if the browser is killed: it does not let this page use its database."
                .into(),
        ),
        Keeping::Denied(reason) => Some(format!(
            "Nothing you do here will be kept: {reason}. You can work, but export before you close the page."
        )),
        Keeping::Full => Some(
            "This browser’s storage for the page is full. What you do now may not be kept: export your work, then delete an article you no longer need here."
                .into(),
        ),
        Keeping::Newer(version) => Some(format!(
            "A newer Verbatim (storage version {version}) keeps work in this browser. This one, of storage version 1, leaves it untouched and keeps its own work apart."
        )),
    }
}
