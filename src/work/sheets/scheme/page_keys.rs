//! The keys that the page itself uses, which no label can have.

/// What the page uses a letter for, if it uses it. The letters are those of
/// the table of keys.
pub fn used(key: char) -> Option<String> {
    let purpose = match key {
        'n' => "next annotation",
        'p' => "previous annotation",
        'l' => "link",
        'e' => "other end",
        'x' => "part an annotation",
        'm' => "make one of two",
        's' => "status",
        'a' => "all occurrences",
        'f' => "find",
        'h' => "history",
        'g' => "guidelines",
        _ => return None,
    };
    Some(purpose.into())
}
