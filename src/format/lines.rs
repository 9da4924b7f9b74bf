//! The lines of a text, however they end.

/// The lines of a text without their ends: LF, CR LF or CR alone. What stands
/// behind the last end is a line too, though it be empty.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let n_end = if text[at..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[at + n_end..]);
        Some(&text[..at])
    })
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn every_end_is_an_end() {
        for (text, expected) in [
            ("", vec![""]),
            ("a", vec!["a"]),
            ("a\nb\r\nc\rd", vec!["a", "b", "c", "d"]),
            ("a\r\r\n\n", vec!["a", "", "", ""]),
            ("é\r東", vec!["é", "東"]),
        ] {
            assert_eq!(lines(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }
}
