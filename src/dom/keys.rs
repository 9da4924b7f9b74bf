//! The name of the key that was pressed.

use web_sys::KeyboardEvent;

/// The key in lower case; `None` while an input method composes, as keys
/// belong to it then.
///
/// A digit counts wherever it lies: with Alt held some layouts give another
/// sign, and the French one gives digits with Shift. So does a letter where
/// the layout gives one of another script, or a sign with Alt held.
pub fn key_name(event: &KeyboardEvent) -> Option<String> {
    if event.is_composing() {
        return None;
    }
    let key = event.key();
    if key.len() == 1 && key.as_bytes()[0].is_ascii_digit() {
        return Some(key);
    }
    let code = event.code();
    let digit = code.strip_prefix("Digit").or_else(|| code.strip_prefix("Numpad"));
    let digit = digit.filter(|digit| {
        digit.len() == 1 && (event.alt_key() || code.starts_with("Digit") && !event.shift_key())
    });
    let letter = code.strip_prefix("Key").filter(|_| !key.is_ascii());
    Some(digit.or(letter).unwrap_or(&key).to_ascii_lowercase())
}
