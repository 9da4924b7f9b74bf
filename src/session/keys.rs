//! The keys: one table says which key does what, and a person's own keys
//! stand over it.
//!
//! A key is a text: what is held, then its name in lower case, `n`,
//! `ctrl+shift+z`, `shift+arrowleft`. Where the key itself tells of Shift, as
//! for `?` and `+`, Shift is not named; `ctrl` is Cmd on a Mac.
//!
//! Invariant: [`KeyMap::rebind`] and [`KeyMap::reset`] never give one key to
//! two actions. What is only needed to show and to change keys stands apart
//! (`words`, `changing`), so that a page that does neither goes without.

mod changing;
mod words;

use serde_json::{Map, Value};

pub use changing::Conflict;
pub use words::help;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Gives the label with this key in the scheme.
    Label,
    /// Moves an end of the focused annotation. Without one it is a move of the
    /// reading cursor, with Shift.
    MoveEnd,
    /// Moves the reading cursor by word.
    Word,
    /// Moves it by character.
    Character,
    /// Moves it to the row of text below or above, as it is laid out.
    Row,
    /// Moves it by sentence.
    Sentence,
    /// Moves it by paragraph.
    Paragraph,
    /// Moves it to an end of the line.
    LineEnd,
    /// Moves it to an end of the text.
    TextEnd,
    /// Focuses what is marked at the cursor, or opens the focused annotation.
    Open,
    /// One step back.
    Escape,
    /// Focuses the next annotation.
    Next,
    /// Focuses the previous annotation.
    Previous,
    /// Makes the selection a fragment of the focused annotation.
    AddFragment,
    /// Offers what the focused annotation can be linked to.
    Link,
    /// Gives the focused annotation the next status.
    Status,
    /// Chooses the other end.
    OtherEnd,
    /// Parts the focused annotation at the selection.
    Split,
    /// Makes one of the focused annotation and the next with its label.
    Merge,
    /// Deletes the focused annotation.
    Delete,
    /// Takes the last change back.
    Undo,
    /// Does it again.
    Redo,
    /// Shows the keys.
    Help,
    /// Finds words in the article.
    Find,
    /// Finds the words of the focused annotation elsewhere.
    Same,
    /// Shows the history.
    History,
    /// Shows the guidelines.
    Guidelines,
}

/// Every action with its keys, parted by spaces, unless a person has chosen
/// others. Those whose keys can't be changed come first, so that no own key
/// takes theirs away.
pub const KEYS: &[(Action, &str)] = &[
    (Action::Label, "1 2 3 4 5 6 7 8 9"),
    (Action::MoveEnd, "shift+arrowleft shift+arrowright alt+shift+arrowleft alt+shift+arrowright"),
    (Action::Word, "arrowleft arrowright"),
    (Action::Character, "alt+arrowleft alt+arrowright , ."),
    (Action::Row, "arrowup arrowdown"),
    (Action::Sentence, "ctrl+arrowleft ctrl+arrowright"),
    (Action::Paragraph, "ctrl+arrowup ctrl+arrowdown"),
    (Action::LineEnd, "home end"),
    (Action::TextEnd, "ctrl+home ctrl+end"),
    (Action::Open, "enter"),
    (Action::Escape, "escape"),
    (Action::Next, "n"),
    (Action::Previous, "p"),
    (Action::AddFragment, "+"),
    (Action::Link, "l"),
    (Action::Status, "s"),
    (Action::OtherEnd, "e"),
    (Action::Split, "x"),
    (Action::Merge, "m"),
    (Action::Delete, "delete backspace"),
    (Action::Undo, "ctrl+z"),
    (Action::Redo, "ctrl+shift+z ctrl+y"),
    (Action::Help, "?"),
    (Action::Find, "f"),
    (Action::Same, "a"),
    (Action::History, "h"),
    (Action::Guidelines, "g"),
];

/// The name under which a person's own keys for an action are kept.
pub fn name(action: Action) -> &'static str {
    match action {
        Action::Label => "label",
        Action::MoveEnd => "move_end",
        Action::Word => "word",
        Action::Character => "character",
        Action::Row => "row",
        Action::Sentence => "sentence",
        Action::Paragraph => "paragraph",
        Action::LineEnd => "line_end",
        Action::TextEnd => "text_end",
        Action::Open => "open",
        Action::Escape => "escape",
        Action::Next => "next",
        Action::Previous => "previous",
        Action::AddFragment => "add_fragment",
        Action::Link => "link",
        Action::Status => "status",
        Action::OtherEnd => "other_end",
        Action::Split => "split",
        Action::Merge => "merge",
        Action::Delete => "delete",
        Action::Undo => "undo",
        Action::Redo => "redo",
        Action::Help => "help",
        Action::Find => "find",
        Action::Same => "same",
        Action::History => "history",
        Action::Guidelines => "guidelines",
    }
}

/// Whether an action moves the reading cursor. With Shift, it selects.
pub fn is_move(action: Action) -> bool {
    use Action::{Character, LineEnd, Paragraph, Row, Sentence, TextEnd, Word};
    matches!(action, Word | Character | Row | Sentence | Paragraph | LineEnd | TextEnd)
}

/// Whether the keys of an action can't be changed.
pub fn is_fixed(action: Action) -> bool {
    use Action::{Escape, Label, MoveEnd, Open};
    is_move(action) || matches!(action, Label | MoveEnd | Open | Escape)
}

/// A press of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press<'a> {
    /// `KeyboardEvent.key`, in lower case.
    pub name: &'a str,
    /// Ctrl or Cmd is held.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held.
    pub shift: bool,
}

impl Press<'_> {
    /// The key, as the table and a person's own keys have it.
    pub fn key(self) -> String {
        let mut letters = self.name.chars();
        let is_sign = match (letters.next(), letters.next()) {
            (Some(letter), None) => !letter.is_alphabetic(),
            _ => false,
        };
        // Some layouts need both for a sign, as for `@`.
        let is_typed = is_sign && self.ctrl && self.alt;
        let mut key = String::new();
        for (is_held, held) in [
            (self.ctrl && !is_typed, "ctrl+"),
            (self.alt && !is_typed, "alt+"),
            (self.shift && !is_sign, "shift+"),
        ] {
            if is_held {
                key.push_str(held);
            }
        }
        key.push_str(self.name);
        key
    }
}

/// Which key does what: the table, and a person's own keys over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyMap {
    /// For the names of some actions, lists of keys. What is no such list, or
    /// of no action that is known, is kept and means nothing.
    own: Map<String, Value>,
}

impl KeyMap {
    /// Reads a person's own keys, `{"next": ["j"]}`. What can't be read is no
    /// own key.
    pub fn from_json(json: &str) -> KeyMap {
        match serde_json::from_str(json) {
            Ok(Value::Object(own)) => KeyMap { own },
            _ => KeyMap::default(),
        }
    }

    /// What a press asks for. Shift with a move is that move; Alt with the key
    /// of a label is that label.
    pub fn action_of(&self, press: Press<'_>) -> Option<Action> {
        self.action_with(&press.key())
            .or_else(|| {
                let bare = Press { shift: false, ..press };
                self.action_with(&bare.key()).filter(|&action| press.shift && is_move(action))
            })
            .or_else(|| {
                let bare = Press { alt: false, ..press };
                self.action_with(&bare.key()).filter(|&action| action == Action::Label)
            })
    }

    /// The action that a key has.
    fn action_with(&self, key: &str) -> Option<Action> {
        KEYS.iter().find(|(action, keys)| self.has(*action, keys, key)).map(|(action, _)| *action)
    }

    fn has(&self, action: Action, keys: &str, key: &str) -> bool {
        match self.own_keys(action) {
            Some(own) => own.iter().any(|own| own.as_str() == Some(key)),
            None => keys.split(' ').any(|one| one == key),
        }
    }

    fn own_keys(&self, action: Action) -> Option<&Vec<Value>> {
        if is_fixed(action) { None } else { self.own.get(name(action))?.as_array() }
    }
}
