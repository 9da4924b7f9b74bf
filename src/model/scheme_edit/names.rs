//! Names, descriptions and guidelines as they are kept, and ids made of names.
//!
//! Unit: lengths count characters (code points).

use super::SchemeError;

/// How long the name of a label or relation type may be.
pub const MAX_NAME_CHARS: usize = 60;
/// How long a description may be.
pub const MAX_DESCRIPTION_CHARS: usize = 500;
/// How long the guidelines of one label, or of the scheme, may be.
pub const MAX_GUIDELINES_CHARS: usize = 20_000;

/// How long the id of a new label is, at most, without its number.
const MAX_ID_CHARS: usize = 40;

/// A name: one line, with single spaces, and none at its ends.
pub(super) fn name(written: &str) -> Result<String, SchemeError> {
    let name = one_line(written);
    if name.is_empty() {
        return Err(SchemeError::EmptyName);
    }
    within("the name", name, MAX_NAME_CHARS)
}

/// A description: one line.
pub(super) fn description(written: &str) -> Result<String, SchemeError> {
    within("the description", one_line(written), MAX_DESCRIPTION_CHARS)
}

/// Guidelines: any lines, with LF at their ends.
pub(super) fn guidelines(written: &str) -> Result<String, SchemeError> {
    let lines = written.replace("\r\n", "\n").replace('\r', "\n");
    within("the text of the guidelines", lines.trim_end().into(), MAX_GUIDELINES_CHARS)
}

/// Whether people read two names as the same.
pub(super) fn are_same(a: &str, b: &str) -> bool {
    one_line(a).to_lowercase() == one_line(b).to_lowercase()
}

/// An id made of a name: letters and digits, `_` for all else, and a number
/// if another has it.
pub(super) fn new_id(name: &str, default: &str, is_there: impl Fn(&str) -> bool) -> String {
    let mut stem = String::new();
    for c in name.to_lowercase().chars().take(MAX_ID_CHARS) {
        if c.is_alphanumeric() {
            stem.push(c);
        } else if !stem.is_empty() && !stem.ends_with('_') {
            stem.push('_');
        }
    }
    let stem = stem.trim_end_matches('_');
    let stem = if stem.is_empty() { default } else { stem };
    let mut id = stem.to_owned();
    let mut n = 1;
    while is_there(&id) {
        n += 1;
        id = format!("{stem}_{n}");
    }
    id
}

/// On one line, with single spaces, and none at its ends.
pub(super) fn one_line(written: &str) -> String {
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let line: String = written.chars().map(shown).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn within(what: &'static str, text: String, max: usize) -> Result<String, SchemeError> {
    match text.chars().count() {
        n_chars if n_chars > max => Err(SchemeError::TooLong { what, n_chars, max }),
        _ => Ok(text),
    }
}
