//! The keys: one table drives them and explains them.

use web_sys::KeyboardEvent;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Gives the label with this key in the scheme.
    Label,
    /// Takes the last change back.
    Undo,
    /// Does it again.
    Redo,
    /// Focuses the next annotation.
    Next,
    /// Focuses the previous annotation.
    Previous,
    /// Opens the focused annotation's card.
    Open,
    /// Deletes the focused annotation.
    Delete,
    /// One step back.
    Escape,
    /// Shows the keys.
    Help,
}

/// A row of the table.
pub struct KeyRow {
    /// What it does.
    pub action: Action,
    /// The keys that do it.
    pub keys: &'static [Key],
    /// How people read the keys.
    pub shown: &'static str,
    /// What it does, in words.
    pub help: &'static str,
}

/// A key with what is held. `Ctrl` is Cmd on a Mac.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// `KeyboardEvent.key`, letters in lower case.
    pub name: &'static str,
    /// Ctrl or Cmd is held.
    pub ctrl: bool,
    /// Shift is held; `None` where the key itself tells, as for `?`.
    pub shift: Option<bool>,
}

const fn plain(name: &'static str) -> Key {
    Key { name, ctrl: false, shift: None }
}

const fn ctrl(name: &'static str, shift: bool) -> Key {
    Key { name, ctrl: true, shift: Some(shift) }
}

/// All keys.
pub const KEYS: &[KeyRow] = &[
    KeyRow {
        action: Action::Label,
        keys: &[
            plain("1"),
            plain("2"),
            plain("3"),
            plain("4"),
            plain("5"),
            plain("6"),
            plain("7"),
            plain("8"),
            plain("9"),
        ],
        shown: "1 – 9",
        help: "Label the selection, or the annotation in focus; with neither, pick the label and just drag. Hold Alt while selecting for exact characters",
    },
    KeyRow { action: Action::Next, keys: &[plain("n")], shown: "n", help: "Next annotation" },
    KeyRow {
        action: Action::Previous,
        keys: &[plain("p")],
        shown: "p",
        help: "Previous annotation",
    },
    KeyRow {
        action: Action::Open,
        keys: &[plain("enter")],
        shown: "Enter",
        help: "Open the annotation in focus",
    },
    KeyRow {
        action: Action::Delete,
        keys: &[plain("delete"), plain("backspace")],
        shown: "Delete",
        help: "Delete the annotation in focus",
    },
    KeyRow { action: Action::Undo, keys: &[ctrl("z", false)], shown: "Ctrl+Z", help: "Undo" },
    KeyRow {
        action: Action::Redo,
        keys: &[ctrl("z", true), ctrl("y", false)],
        shown: "Ctrl+Shift+Z",
        help: "Redo",
    },
    KeyRow {
        action: Action::Escape,
        keys: &[plain("escape")],
        shown: "Esc",
        help: "Drop the selection, then the picked label, then the focus",
    },
    KeyRow { action: Action::Help, keys: &[plain("?")], shown: "?", help: "Show the keys" },
];

/// What a key press asks for, and the key's name.
pub fn action_of(event: &KeyboardEvent) -> Option<(Action, &'static str)> {
    // While an input method composes, keys belong to it.
    if event.is_composing() {
        return None;
    }
    let name = key_name(event);
    let held = event.ctrl_key() || event.meta_key();
    let matches = |key: &&Key| {
        key.name == name
            && key.ctrl == held
            && key.shift.is_none_or(|shift| shift == event.shift_key())
    };
    KEYS.iter().find_map(|row| Some((row.action, row.keys.iter().find(matches)?.name)))
}

/// The key in lower case. A digit counts wherever it lies: with Alt held some
/// layouts give another sign, and the French one gives digits with Shift.
fn key_name(event: &KeyboardEvent) -> String {
    let key = event.key();
    if key.len() == 1 && key.as_bytes()[0].is_ascii_digit() {
        return key;
    }
    let code = event.code();
    match code.strip_prefix("Digit").or_else(|| code.strip_prefix("Numpad")) {
        Some(digit)
            if digit.len() == 1
                && (event.alt_key() || code.starts_with("Digit") && !event.shift_key()) =>
        {
            digit.to_owned()
        }
        _ => key.to_ascii_lowercase(),
    }
}
