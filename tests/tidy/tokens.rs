//! Rust code as tokens, without comments and literals: as much of a reader as
//! the house rules need.

/// A word, `::`, or one character of punctuation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token<'a> {
    pub text: &'a str,
    pub line: usize,
}

/// The tokens of Rust code, without comments and literals.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let len = skipped_len(rest).unwrap_or_else(|| {
            let len = if first.is_alphanumeric() || first == '_' {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                tokens.push(Token { text: &rest[..len], line });
            }
            len
        });
        line += rest[..len].matches('\n').count();
        rest = &rest[len..];
    }
    tokens
}

/// The length of the comment or literal that code begins with, if it does.
fn skipped_len(code: &str) -> Option<usize> {
    if code.starts_with("//") {
        return Some(code.find('\n').unwrap_or(code.len()));
    }
    if code.starts_with("/*") {
        return Some(block_comment_len(code));
    }
    for prefix in ["r", "br", "cr"] {
        if let Some(literal) = code.strip_prefix(prefix) {
            let n_hashes = literal.len() - literal.trim_start_matches('#').len();
            if literal[n_hashes..].starts_with('"') {
                let end = format!("\"{}", "#".repeat(n_hashes));
                let start = prefix.len() + n_hashes + 1;
                return Some(
                    code[start..].find(&end).map_or(code.len(), |at| start + at + end.len()),
                );
            }
        }
    }
    let unprefixed = ["b\"", "c\"", "b'"].iter().any(|prefix| code.starts_with(prefix));
    let start = usize::from(unprefixed);
    match code[start..].chars().next()? {
        '"' => Some(start + quoted_len(&code[start..], '"')),
        '\'' if is_char_literal(&code[start..]) => Some(start + quoted_len(&code[start..], '\'')),
        _ => None,
    }
}

fn block_comment_len(code: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    code.len()
}

/// Whether a `'` begins a character, and not a lifetime.
fn is_char_literal(code: &str) -> bool {
    let mut chars = code.chars().skip(1);
    match chars.next() {
        Some('\\') => true,
        Some(_) => chars.next() == Some('\''),
        None => false,
    }
}

/// The length of a quoted literal, quotes included.
fn quoted_len(code: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in code.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    code.len()
}
