//! The keyboard: what each action of the key table does here.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};

use super::sheet::{OUTSIDE, focus_dialog};
use super::state::AppState;
use super::{cursor, handles};
use crate::dom::keys::key_name;
use crate::dom::{listen, place};
use crate::model::id::LabelId;
use crate::session::Command;
use crate::session::keys::{Action, Press, is_move};

/// Listens to the whole window.
pub fn listen(state: AppState) {
    listen::on(&window(), "keydown", move |event| {
        if let Some(event) = event.dyn_ref() {
            press(state, event);
        }
    });
}

fn press(state: AppState, event: &KeyboardEvent) {
    if listen::is_modal_open() {
        // Where a redraw took what had the focus, the browser goes on from there.
        if event.key() == "Escape" && !is_in(event, "dialog") {
            event.prevent_default();
            state.close_sheet();
        } else if is_in(event, OUTSIDE) {
            // A field for files in Firefox takes the focus without a word.
            event.prevent_default();
            focus_dialog();
        } else if event.key() == "a" && has_ctrl(event) && !is_in(event, FIELDS) {
            // It would select what lies behind.
            event.prevent_default();
        }
        return;
    }
    if event.key() == "Escape" && handles::let_go(state) {
        event.prevent_default();
        return;
    }
    // In a dialog the same keys go from field to field, press and close.
    if !is_in(event, "dialog") && !is_in(event, FIELDS) && answer(state, event) {
        event.prevent_default();
        return;
    }
    let Some(name) = key_name(event) else {
        return;
    };
    let press = press_of(event, &name);
    let action = state.key_map().action_of(press);
    // A label may have a letter that does nothing else.
    let is_label = || name.len() == 1 && press.key() == name && label_of(state, &name).is_some();
    let Some(action) = action.or_else(|| is_label().then_some(Action::Label)) else {
        return;
    };
    // Without an annotation in focus, its end is none to move.
    let action = match action {
        Action::MoveEnd if state.focus().is_some() => action,
        Action::MoveEnd if event.alt_key() => Action::Character,
        Action::MoveEnd => Action::Word,
        action => action,
    };
    if belongs_to_target(event, action) {
        return;
    }
    event.prevent_default();
    if is_move(action) {
        let forwards = ["arrowright", "arrowdown", "end", "."].contains(&&*name);
        let arrow = ["arrowleft", "arrowright"].contains(&&*name);
        cursor::go(state, action, forwards, arrow, event.shift_key());
        return;
    }
    act(state, action, &name, event.alt_key());
}

/// The label that a key gives.
fn label_of(state: AppState, name: &str) -> Option<LabelId> {
    let key = name.chars().next()?;
    state.scheme().label_of_key(key).map(|label| label.id.clone())
}

/// Does what a key asks for.
fn act(state: AppState, action: Action, name: &str, alt: bool) {
    match action {
        Action::AddFragment => add_fragment(state),
        Action::Link => state.offer_link(),
        Action::Status => state.dispatch(Command::CycleStatus),
        Action::MoveEnd => state.move_end(name.ends_with("arrowright"), alt),
        Action::OtherEnd => state.take_next_end(),
        Action::Split => split(state),
        Action::Merge => state.plan("merge", Vec::new()),
        Action::Label => {
            let label = label_of(state, name);
            let selected = state.selection();
            match label {
                Some(label) => {
                    state.dispatch(Command::PressLabel(label));
                    if let Some(range) = selected {
                        cursor::stand_behind(state, range);
                    }
                }
                None => state.tell(format!("No label has the key {name}")),
            }
        }
        Action::Undo => state.undo(),
        Action::Redo => state.redo(),
        Action::Next => focus(state, Command::FocusNext),
        Action::Previous => focus(state, Command::FocusPrevious),
        Action::Open => open(state),
        Action::Delete => state.delete_focused(),
        Action::Escape => escape(state),
        Action::Help => state.open_keys(),
        Action::Find => state.open_find(false),
        Action::Same if state.focus().is_none() => {
            state.tell("Select the annotation first whose words are sought".into());
        }
        Action::Same => state.open_find(true),
        Action::History => state.open_sheet_of_article("history"),
        Action::Guidelines => state.open_sheet_of_article("guidelines"),
        // Moves of the cursor are done by then.
        _ => {}
    }
}

/// Adds the selection to the focused annotation, or to the one that was in
/// focus before the cursor went on.
fn add_fragment(state: AppState) {
    if let (None, Some(range), Some(left)) =
        (state.focus(), state.selection(), state.with_view(|view| view.left))
    {
        state.dispatch(Command::Focus(Some(left)));
        state.dispatch(Command::SelectText { range, exactly: true });
    }
    state.dispatch(Command::AddFragment);
}

/// Parts the annotation in focus, or the one that was before the cursor went
/// on, where the selection starts, or at the cursor.
pub fn split(state: AppState) {
    let left = state.with_view(|view| view.left);
    let selected = state.selection().map(|range| range.start());
    let at = selected.or_else(|| state.cursor().map(|cursor| cursor.at));
    if let (Some(id), Some(at)) = (state.focus().or(left), at) {
        let at = u32::from(at).to_string();
        state.plan("split", vec![("id".into(), id.to_string()), ("at".into(), at)]);
        state.dispatch(Command::ClearSelection);
    } else {
        state.tell("Select words of the annotation in focus, from where it is to be parted".into());
    }
}

/// Focuses what is marked at the cursor, or opens what is in focus.
fn open(state: AppState) {
    match cursor::annotations_at_cursor(state).filter(|_| state.focus().is_none()) {
        Some(ids) if ids.is_empty() => state.tell("Nothing is marked here".into()),
        Some(ids) => {
            if let Some(cursor) = state.cursor() {
                state.choose_under(ids, cursor.at);
            }
        }
        None => open_card(),
    }
}

/// Drops the selected link, the selection, the picked label, the focus; at
/// last, the cursor.
fn escape(state: AppState) {
    if state.relation().is_some() {
        state.select_relation(None);
    } else if state.selection().is_some()
        || state.picked_label().is_some()
        || state.focus().is_some()
    {
        state.dispatch(Command::Escape);
    } else {
        state.set_view(|view| view.left = None);
        state.set_cursor(None, String::new());
    }
}

/// Fields, in which keys type.
const FIELDS: &str = "textarea, select, input, [contenteditable]";

/// What waits for an answer takes these keys first.
fn answer(state: AppState, event: &KeyboardEvent) -> bool {
    let candidate = state.linking().and_then(|linking| linking.candidate());
    let is_held = event.shift_key() || event.alt_key() || has_ctrl(event);
    let is_choice = state.under().is_some() && !is_held;
    match (event.key().as_str(), candidate) {
        // WebKit names the key otherwise while Shift is held.
        (_, Some(_)) if event.code() == "Tab" => state.offer_other(!event.shift_key()),
        ("Enter", Some(candidate)) => state.take_link(candidate),
        ("Escape", Some(_)) => state.drop_link(),
        // From the article Tab goes on to the card, unless an end is moved.
        ("Tab", None) if !is_held && state.end().is_some() && is_in_text(event) => {
            state.take_next_end();
        }
        ("ArrowDown", _) if is_choice => state.choose_other(true),
        ("ArrowUp", _) if is_choice => state.choose_other(false),
        ("Enter", _) if is_choice && !is_in(event, "button") => state.end_choice(),
        ("Escape", _) if is_choice => state.end_choice(),
        _ => return false,
    }
    true
}

fn target(event: &KeyboardEvent) -> Option<HtmlElement> {
    event.target()?.dyn_into().ok()
}

/// Whether the key was pressed in such an element.
fn is_in(event: &KeyboardEvent, selector: &str) -> bool {
    target(event).is_some_and(|target| target.closest(selector).ok().flatten().is_some())
}

/// Whether the key was pressed in the article, or in nothing.
fn is_in_text(event: &KeyboardEvent) -> bool {
    is_in(event, "article") || !is_in(event, "body *")
}

/// Whether the key means something else where it was pressed: in a field it
/// is typing, on a button Enter presses it.
fn belongs_to_target(event: &KeyboardEvent, action: Action) -> bool {
    match action {
        // A field has an undo of its own only while it is typed in.
        _ if is_in(event, FIELDS) => {
            if action == Action::Escape
                && let Some(field) = target(event)
            {
                // A field that can't lose the focus keeps it.
                let _refused = field.blur();
            }
            true
        }
        Action::Open => is_in(event, "button, a, summary"),
        // It has closed the dialog.
        Action::Escape => is_in(event, "dialog"),
        // A group of buttons may have arrows of its own.
        _ if is_move(action) => !is_in_text(event),
        _ => false,
    }
}

/// Goes to an annotation. A button that has the focus loses it: the keys that
/// follow are meant for the annotation.
fn focus(state: AppState, command: Command) {
    state.dispatch(command);
    let button = document().active_element().filter(|one| one.matches("button").unwrap_or(false));
    if let Some(button) = button.and_then(|one| one.dyn_into::<HtmlElement>().ok()) {
        // What can't lose the focus keeps it.
        let _refused = button.blur();
    }
    if let Some(id) = state.focus() {
        place::scroll_to_annotation(id);
    }
}

fn open_card() {
    let note = document().query_selector(".card textarea").ok().flatten();
    if let Some(note) = note.and_then(|note| note.dyn_into::<HtmlElement>().ok()) {
        // A field that can't take the focus leaves it where it is.
        let _refused = note.focus();
    }
}

/// The press, as the table of keys writes it; `None` while an input method
/// composes.
pub fn pressed(event: &KeyboardEvent) -> Option<String> {
    let name = key_name(event)?;
    Some(press_of(event, &name).key())
}

/// The press of a key with this name.
fn press_of<'a>(event: &KeyboardEvent, name: &'a str) -> Press<'a> {
    Press { name, ctrl: has_ctrl(event), alt: event.alt_key(), shift: event.shift_key() }
}

/// Whether Ctrl is held, or a Mac's Cmd.
fn has_ctrl(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key()
}
