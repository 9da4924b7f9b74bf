//! What parts the lines and words of brat's files.

/// Whether a character ends a line for Python's `splitlines`, by which brat
/// reads, or a field of a line.
pub(super) fn is_break(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1c}'
            ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether a character may stand between two parts of one fragment.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace() || is_break(c)
}
