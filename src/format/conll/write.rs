//! Writes an article as tokens with tags.

use super::adapt::{is_separator, written_tokens};
use super::{DOCSTART, Options};
use crate::format::Tokens;
use crate::format::tags::Tagging;
use crate::model::document::Document;

/// Writes an article that was fitted.
pub(super) fn article(document: &Document, variant: &str, options: &Options, file: &mut Vec<u8>) {
    let (tagging, has_four) = match variant.strip_suffix("-4") {
        Some(tagging) => (tagging, true),
        None => (variant, false),
    };
    let tagging = match tagging {
        "iob1" => Tagging::Iob1,
        "iobes" => Tagging::Iobes,
        _ => Tagging::Iob2,
    };
    let middle = if has_four { " -X- -X- " } else { "\t" };
    let text = &document.article().text;
    let tokens = written_tokens(document, options);
    let tags = tags(document, &tokens, tagging);
    let mut lines = String::from(DOCSTART);
    lines += if has_four { " -X- O O\n\n" } else { "\tO\n\n" };
    let mut tags = tags.into_iter();
    for sentence in tokens.sentences() {
        for (&token, tag) in sentence.iter().zip(&mut tags) {
            lines += text.get(token).unwrap_or_default();
            lines += middle;
            lines += &tag;
            lines.push('\n');
        }
        lines.push('\n');
    }
    file.extend_from_slice(lines.as_bytes());
}

/// A tag for each token.
fn tags(document: &Document, tokens: &Tokens, tagging: Tagging) -> Vec<String> {
    let mut tags = vec![String::from("O"); tokens.ranges().len()];
    let mut last: Option<(usize, &str)> = None;
    for annotation in document.annotations() {
        let label = annotation.label.as_str();
        let under = tokens.under(annotation.fragments.extent());
        let is_behind = last == Some((under.start, label));
        last = Some((under.end, label));
        let len = under.len();
        for (place, idx) in under.enumerate() {
            tags[idx] = format!("{}-{}", tagging.letter(place, len, is_behind), cell(label));
        }
    }
    tags
}

/// A label as readers that part lines at any white space have it.
fn cell(label: &str) -> String {
    let is_space = |c: char| c.is_whitespace() || is_separator(c);
    label.replace(is_space, "_")
}
