//! The palette: the labels, always at hand above the text.

use super::el::{El, button, el};
use super::label_button::label_buttons;
use super::state::AppState;
use crate::session::Command;

/// The labels, and what to do first.
pub fn palette(state: AppState) -> El {
    let toolbar = el("div").attr("role", "toolbar").attr("aria-label", "Labels");
    let on_pick = |state: AppState, label| state.dispatch(Command::PickLabel(label));
    el("div")
        .attr("class", "palette")
        .child(label_buttons(toolbar, state, on_pick, AppState::picked_label))
        .child(button("Edit labels", move |_| state.open_scheme()).attr("class", "link"))
        .child(
            button("Guidelines", move |_| state.open_sheet_of_article("guidelines"))
                .attr("class", "link"),
        )
        .child(
            el("p")
                .attr("class", "hint")
                .bind_text(move || hint(state))
                .text(" ")
                .part(move || example_button(state).into_iter().collect()),
        )
}

/// What to do now, for whoever has marked nothing yet or has picked a label.
fn hint(state: AppState) -> String {
    let scheme = state.scheme();
    if let Some(label) = state.picked_label() {
        let name = scheme.label_name(&label);
        return format!("{name} is picked: drag over words, again and again. Esc stops.");
    }
    if state.n_annotations() > 0 {
        return String::new();
    }
    let keys = scheme.labels.iter();
    let keys = keys.filter_map(|label| Some(format!("{} for {}", label.key?, label.name)));
    format!("Drag over a name, then press {}.", keys.collect::<Vec<_>>().join(", "))
}

fn example_button(state: AppState) -> Option<El> {
    (state.has_example() && state.picked_label().is_none()).then(|| {
        button("Show an example", move |_| state.plan("example", Vec::new())).attr("class", "link")
    })
}
