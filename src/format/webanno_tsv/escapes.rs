//! What stands behind a backslash in texts and in values.

/// Characters that a backslash stands before, in values.
const RESERVED: &[char] = &['\\', '[', ']', '|', '_', ';', '*'];

/// A value of a feature.
pub(super) fn escaped_value(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\t' => escaped.push_str("\\t"),
            // A carriage return has no escape, and would end the line.
            '\n' | '\r' => escaped.push_str("\\n"),
            '-' if chars.peek() == Some(&'>') => escaped.push_str("\\-"),
            c => {
                if RESERVED.contains(&c) {
                    escaped.push('\\');
                }
                escaped.push(c);
            }
        }
    }
    escaped
}

/// The value that was escaped.
pub(super) fn value(escaped: &str) -> String {
    let mut value = String::with_capacity(escaped.len());
    let mut chars = escaped.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => value.push('\t'),
                Some('n') => value.push('\n'),
                Some(c) => value.push(c),
                None => value.push('\\'),
            },
            c => value.push(c),
        }
    }
    value
}

/// A line of text.
pub(super) fn escaped_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\u{c}' => escaped.push_str("\\f"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{b}' => escaped.push(c),
            '\\' | '\0'..='\u{1f}' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// The text that was escaped. Up to version 3.1, `\u` and four digits are a
/// UTF-16 code unit.
pub(super) fn text(escaped: &str, has_units: bool) -> String {
    let mut text = String::with_capacity(escaped.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = escaped;
    while let Some(c) = rest.chars().next() {
        let digits = rest.strip_prefix("\\u").and_then(|rest| rest.get(..4));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        if let (true, Some(unit)) = (has_units, unit) {
            units.push(unit);
            rest = &rest[6..];
            continue;
        }
        text.push_str(&String::from_utf16_lossy(&units));
        units.clear();
        rest = &rest[c.len_utf8()..];
        if c != '\\' {
            text.push(c);
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        text.push(match c {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            'b' => '\u{8}',
            c => c,
        });
    }
    text.push_str(&String::from_utf16_lossy(&units));
    text
}

/// Parts a cell at bars that no backslash stands before.
pub(super) fn stacked(cell: &str) -> Vec<&str> {
    parted(cell, b'|')
}

/// Parts a cell at an ASCII sign, where no backslash stands before it.
pub(super) fn parted(cell: &str, sign: u8) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (at, byte) in cell.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            byte if byte == sign => {
                parts.push(&cell[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&cell[start..]);
    parts
}

/// A value of a chain, and the chain and its link that stand behind an arrow:
/// `coref->3-1`.
pub(super) fn with_link(part: &str) -> (&str, Option<(u32, u32)>) {
    // A backslash that is itself escaped stands for itself.
    let n_backslashes = |value: &str| value.len() - value.trim_end_matches('\\').len();
    let link = part.rsplit_once("->").filter(|(value, _)| n_backslashes(value) % 2 == 0);
    let numbers = link.and_then(|(_, link)| link.split_once('-'));
    let numbers = numbers.and_then(|(chain, link)| Some((chain.parse().ok()?, link.parse().ok()?)));
    match (link, numbers) {
        (Some((value, _)), Some(numbers)) => (value, Some(numbers)),
        _ => (part, None),
    }
}

/// A value, and what stands in brackets behind it.
pub(super) fn with_brackets(part: &str) -> (&str, Option<&str>) {
    let inside = part.strip_suffix(']').filter(|inside| !inside.ends_with('\\'));
    match inside.and_then(|inside| inside.rsplit_once('[')) {
        Some((value, inside)) => (value, Some(inside)),
        None => (part, None),
    }
}
