//! A label as a button: its colour, its line, its name, its key.

use super::el::{El, el};
use super::state::AppState;
use crate::model::id::LabelId;
use crate::model::scheme::Label;

/// What a click on a label does.
pub type OnPick = fn(AppState, LabelId);
/// Which label is shown as pressed.
pub type Pressed = fn(AppState) -> Option<LabelId>;

/// What the style sheet knows of a label by its number: its `ink`, its `tint`
/// or its `line`.
pub fn label_var(what: &str, idx: usize) -> String {
    format!("var(--{what}-{idx})")
}

/// The buttons of all labels, added to `parent`.
pub fn label_buttons(parent: El, state: AppState, on_pick: OnPick, pressed: Pressed) -> El {
    parent.part(move || {
        let scheme = state.scheme();
        let labels = scheme.labels.iter().enumerate();
        labels.map(|(idx, label)| label_button(state, idx, label, on_pick, pressed)).collect()
    })
}

fn label_button(
    state: AppState,
    idx: usize,
    label: &Label,
    on_pick: OnPick,
    pressed: Pressed,
) -> El {
    let (id, picked_id) = (label.id.clone(), label.id.clone());
    let key = label.key.map(String::from);
    el("button")
        .attr("type", "button")
        .attr("class", "label")
        .attr("data-label", id.as_str())
        .attr("title", label.description.as_str())
        .maybe_attr("aria-keyshortcuts", key.clone())
        .style("--ink", &label_var("ink", idx))
        .style("--line", &label_var("line", idx))
        .style("--tint", &label_var("tint", idx))
        .bind("aria-pressed", move || Some((pressed(state).as_ref() == Some(&id)).to_string()))
        // The selection must outlive the press.
        .on("mousedown", |event| event.prevent_default())
        .on("click", move |_| on_pick(state, picked_id.clone()))
        .child(el("span").attr("class", "swatch").attr("aria-hidden", "true"))
        .text(label.name.as_str())
        .children(key.map(|key| el("kbd").attr("aria-hidden", "true").text(&key)))
}
