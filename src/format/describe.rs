//! How values of a file are named in sentences that people read.

use serde_json::Value;

use crate::model::segmentation::{bounds, is_grapheme_boundary};

/// Quoted words are cut after this many characters.
const MAX_QUOTED_CHARS: usize = 60;

/// The words in quotation marks, on one line, and cut if they are long.
pub(super) fn quoted(words: &str) -> String {
    format!("“{}”", shortened(words))
}

/// The name of a file in quotation marks, as long as it is: whoever looks for
/// the file needs all of it.
pub(super) fn whole_name(name: &str) -> String {
    format!("“{}”", name.replace(char::is_control, " "))
}

/// The words on one line, and cut if they are long.
pub(super) fn shortened(words: &str) -> String {
    // Far more than is shown; the rest need not be looked at.
    let head = words.char_indices().nth(MAX_QUOTED_CHARS * 8).map_or(words, |(at, _)| &words[..at]);
    let mut shown = String::new();
    for (n, (start, end)) in bounds(head, is_grapheme_boundary).enumerate() {
        if n == MAX_QUOTED_CHARS {
            shown.push('…');
            break;
        }
        let character = &head[start..end];
        match character.chars().any(char::is_control) {
            true => shown.push(' '),
            false => shown.push_str(character),
        }
    }
    shown
}

/// A value as people would name it: the words, the number, or what it is.
pub(super) fn named(value: &Value) -> String {
    match value {
        Value::String(words) => quoted(words),
        Value::Number(number) => number.to_string(),
        other => kind(other).into(),
    }
}

/// What kind of value it is.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
