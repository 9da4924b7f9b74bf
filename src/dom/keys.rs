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
    /// Makes the selection a fragment of the focused annotation.
    AddFragment,
    /// Offers what the focused annotation can be linked to.
    Link,
    /// Gives the focused annotation the next status.
    Status,
    /// Moves an end of the focused annotation.
    MoveEnd,
    /// Chooses the other end.
    OtherEnd,
    /// Parts the focused annotation at the selection.
    Split,
    /// Makes one of the focused annotation and the next with its label.
    Merge,
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

const fn shift(name: &'static str) -> Key {
    Key { name, ctrl: false, shift: Some(true) }
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
        help: "Label the selection or the annotation in focus, or pick the label and just drag; Alt held selects exact characters",
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
        action: Action::AddFragment,
        keys: &[plain("+")],
        shown: "+",
        help: "Add the selection to the annotation in focus, or drag with Ctrl held",
    },
    KeyRow {
        action: Action::Link,
        keys: &[plain("l")],
        shown: "l",
        help: "Say who said it: Enter links the one shown, Tab shows the next, a click links another",
    },
    KeyRow {
        action: Action::Status,
        keys: &[plain("s")],
        shown: "s",
        help: "Next status: sure, unsure, discuss, rejected",
    },
    KeyRow {
        action: Action::MoveEnd,
        keys: &[shift("arrowleft"), shift("arrowright")],
        shown: "Shift+← →",
        help: "Move an end of the annotation in focus by a word, with Alt by a character",
    },
    KeyRow {
        action: Action::OtherEnd,
        keys: &[plain("e")],
        shown: "e",
        help: "Take the next end of the annotation in focus",
    },
    KeyRow {
        action: Action::Split,
        keys: &[plain("x")],
        shown: "x",
        help: "Part the annotation in focus where the selection starts",
    },
    KeyRow {
        action: Action::Merge,
        keys: &[plain("m")],
        shown: "m",
        help: "Make one of the annotation in focus and the next with its label",
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
