//! The keyboard: what each action of the key table does here.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::state::AppState;
use crate::dom::keys::{Action, action_of};
use crate::dom::position::article_element;
use crate::dom::{listen, place};
use crate::model::id::AnnotationId;
use crate::session::{Command, Session};

/// Listens to the whole window.
pub fn listen(state: AppState) {
    listen::on(&window(), "keydown", move |event| {
        if let Some(event) = event.dyn_ref() {
            press(state, event);
        }
    });
}

fn press(state: AppState, event: &KeyboardEvent) {
    if state.linking().is_some() && answer_offer(state, event) {
        event.prevent_default();
        return;
    }
    let Some((action, key)) = action_of(event) else {
        return;
    };
    if listen::is_modal_open() || belongs_to_target(event, action) {
        return;
    }
    // Without an annotation in focus, Shift with arrows is the browser's.
    if action == Action::MoveEnd && state.focus().is_none() {
        return;
    }
    event.prevent_default();
    match action {
        Action::AddFragment => state.dispatch(Command::AddFragment),
        Action::Link => state.offer_link(),
        Action::Status => state.dispatch(Command::CycleStatus),
        Action::MoveEnd => state.move_end(key == "arrowright", event.alt_key()),
        Action::OtherEnd => state.take_next_end(),
        Action::Split => {
            if let (Some(id), Some(range)) = (state.focus(), state.selection()) {
                state.dispatch(Command::Split { id, at: range.start() });
            } else {
                state.tell(
                    "Select words of the annotation in focus, from where it is to be parted".into(),
                );
            }
        }
        Action::Merge => {
            if let Some((first, second)) = state.with_session(next_alike) {
                state.dispatch(Command::Merge(first, second));
            } else {
                state.tell("There is no next annotation with this label".into());
            }
        }
        Action::Label => {
            let label = key
                .chars()
                .next()
                .and_then(|key| state.scheme().label_of_key(key).map(|label| label.id.clone()));
            match label {
                Some(label) => state.dispatch(Command::PressLabel(label)),
                None => state.tell(format!("No label has the key {key}")),
            }
        }
        Action::Undo => state.undo(),
        Action::Redo => state.redo(),
        Action::Next => focus(state, Command::FocusNext),
        Action::Previous => focus(state, Command::FocusPrevious),
        Action::Open => open_card(),
        Action::Delete => state.dispatch(Command::DeleteFocused),
        Action::Escape => state.dispatch(Command::Escape),
        Action::Help => state.open_keys(),
    }
}

/// The focused annotation, and the next one with its label.
fn next_alike(session: &Session) -> Option<(AnnotationId, AnnotationId)> {
    let mut rest = session.document().annotations().skip_while(|a| Some(a.id) != session.focus());
    let focused = rest.next()?;
    let next = rest.find(|other| other.label == focused.label)?;
    Some((focused.id, next.id))
}

/// While a link is offered, these keys answer.
fn answer_offer(state: AppState, event: &KeyboardEvent) -> bool {
    match event.key().as_str() {
        // WebKit names the key otherwise while Shift is held.
        _ if event.code() == "Tab" => state.offer_other(!event.shift_key()),
        "Enter" => {
            if let Some(candidate) = state.linking().and_then(|linking| linking.candidate()) {
                state.take_link(candidate);
            }
        }
        "Escape" => state.drop_link(),
        _ => return false,
    }
    true
}

/// Whether the key means something else where it was pressed: in a field it
/// is typing, on a button Enter presses it.
fn belongs_to_target(event: &KeyboardEvent, action: Action) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    let is_in = |selector: &str| target.closest(selector).ok().flatten().is_some();
    match action {
        // A field has an undo of its own only while it is typed in.
        _ if is_in("textarea, select, input, [contenteditable]") => {
            if action == Action::Escape
                && let Some(field) = target.dyn_ref::<HtmlElement>()
            {
                // A field that can't lose the focus keeps it.
                let _refused = field.blur();
            }
            true
        }
        Action::Open => is_in("button, a, summary"),
        _ => false,
    }
}

fn focus(state: AppState, command: Command) {
    state.dispatch(command);
    if let (Some(article), Some(id)) = (article_element(), state.focus()) {
        place::scroll_to_annotation(&article, id);
    }
}

fn open_card() {
    let note = document().query_selector(".card textarea").ok().flatten();
    if let Some(note) = note.and_then(|note| note.dyn_into::<HtmlElement>().ok()) {
        // A field that can't take the focus leaves it where it is.
        let _refused = note.focus();
    }
}
