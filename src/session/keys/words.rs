//! The keys in words: what each does, and how people read it.

use super::{Action, KEYS, KeyMap, is_fixed};

/// What an action does, in words.
pub fn help(action: Action) -> &'static str {
    match action {
        Action::Label => {
            "Label the selection or the annotation in focus, or pick the label and just drag; Alt held selects exact characters"
        }
        Action::MoveEnd => {
            "Move an end of the annotation in focus by a word, with Alt by a character"
        }
        Action::Word => "Move the reading cursor by a word; Shift selects, as with all such keys",
        Action::Character => "By a character",
        Action::Row => "To the row above or below",
        Action::Sentence => "By a sentence",
        Action::Paragraph => "By a paragraph",
        Action::LineEnd => "To the start or the end of the line",
        Action::TextEnd => "To the start or the end of the text",
        Action::Open => "Focus what is marked at the reading cursor; open the annotation in focus",
        Action::Escape => {
            "Drop the selection, then the picked label, then the focus, then the cursor"
        }
        Action::Next => "Next annotation",
        Action::Previous => "Previous annotation",
        Action::AddFragment => {
            "Add the selection to the annotation in focus, or to the one that the cursor left; or drag with Ctrl held"
        }
        Action::Link => {
            "Say who said it: Enter links the one shown, Tab shows the next, a click links another"
        }
        Action::Status => "Next status: sure, unsure, discuss, rejected",
        Action::OtherEnd => {
            "Take the next end of the annotation in focus; Tab does too, once an end was moved"
        }
        Action::Split => "Part the annotation in focus where the selection starts",
        Action::Merge => "Make one of the annotation in focus and the next with its label",
        Action::Delete => "Delete the annotation in focus",
        Action::Undo => "Undo",
        Action::Redo => "Redo",
        Action::Help => "Show the keys",
        Action::Find => "Find words in the article, and mark all places",
        Action::Same => "Find the words of the annotation in focus elsewhere, and mark all places",
        Action::History => "Show the history, and go back to any place in it",
        Action::Guidelines => "Show the guidelines of the labels",
    }
}

impl KeyMap {
    /// How people read the keys of an action: `n`, `Ctrl+Shift+Z`, `← →`.
    pub fn shown(&self, action: Action) -> String {
        if action == Action::Label {
            return "1 – 9".into();
        }
        // A pair leads back and forth; what is held for it is said once.
        let keys = self.keys(action);
        match (&keys[..], is_fixed(action)) {
            ([back, forth, rest @ ..], true) => {
                let forth = shown_key(forth);
                let forth = forth.rsplit('+').next().unwrap_or_default();
                let pair = format!("{} {forth}", shown_key(back));
                match (action, rest) {
                    (Action::MoveEnd, _) | (_, []) => pair,
                    (_, rest) => {
                        let rest: Vec<String> = rest.iter().map(|key| shown_key(key)).collect();
                        format!("{pair} or {}", rest.join(" "))
                    }
                }
            }
            ([], _) => "no key".into(),
            (keys, _) => {
                let keys: Vec<String> = keys.iter().map(|key| shown_key(key)).collect();
                keys.join(" or ")
            }
        }
    }

    /// The keys that an action now has.
    pub fn keys(&self, action: Action) -> Vec<String> {
        if let Some(own) = self.own_keys(action) {
            return own.iter().filter_map(|key| key.as_str().map(str::to_owned)).collect();
        }
        let row = KEYS.iter().find(|(one, _)| *one == action);
        row.map_or(Vec::new(), |(_, keys)| keys.split(' ').map(str::to_owned).collect())
    }
}

/// How people read one key: `Ctrl+Shift+Z`.
pub(super) fn shown_key(key: &str) -> String {
    let (mut rest, mut shown) = (key, String::new());
    for (held, word) in [("ctrl+", "Ctrl+"), ("alt+", "Alt+"), ("shift+", "Shift+")] {
        if let Some(behind) = rest.strip_prefix(held) {
            shown.push_str(word);
            rest = behind;
        }
    }
    let name = match rest {
        "arrowleft" => "←",
        "arrowright" => "→",
        "arrowup" => "↑",
        "arrowdown" => "↓",
        "escape" => "Esc",
        "pageup" => "Page Up",
        "pagedown" => "Page Down",
        " " => "Space",
        name if name.chars().count() == 1 && shown.is_empty() => name,
        name => {
            // All names are ASCII but those of letters, which may stay small.
            let (first, rest) = name.split_at_checked(1).unwrap_or(("", name));
            shown.push_str(&first.to_ascii_uppercase());
            rest
        }
    };
    shown + name
}
