//! Tags of tokens. IOB2 is written; IOB1, IOBES, BILOU and bare labels are
//! read too.

use std::ops::Range;

use crate::format::tags::{Tag, pieces};

/// The tag of a token that is in no annotation.
pub(super) const OUTSIDE: &str = "O";

/// The tag of a token of an annotation.
pub(super) fn tag(label: &str, is_first: bool) -> String {
    format!("{}-{label}", if is_first { 'B' } else { 'I' })
}

/// What tags mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span<'a> {
    pub(super) label: &'a str,
    /// The tokens, which follow each other.
    pub(super) tokens: Range<usize>,
}

/// What tags mark, in order.
pub(super) fn spans(tags: &[String]) -> Vec<Span<'_>> {
    let mut spans: Vec<Span<'_>> = Vec::new();
    // Those that may go on.
    let mut open: Vec<usize> = Vec::new();
    for (idx, tags) in tags.iter().enumerate() {
        let mut before = std::mem::take(&mut open);
        for tag in pieces(tags) {
            let Tag::Inside { label, begins, ends } = read(tag) else { continue };
            let goes_on = before.iter().position(|&one| !begins && spans[one].label == label);
            let one = match goes_on {
                Some(at) => before.remove(at),
                None => {
                    spans.push(Span { label, tokens: idx..idx });
                    spans.len() - 1
                }
            };
            spans[one].tokens.end = idx + 1;
            open.extend(Some(one).filter(|_| !ends));
        }
    }
    spans
}

/// What a tag says; what is none is a label.
fn read(tag: &str) -> Tag<'_> {
    match tag {
        "" | "_" => Tag::Outside,
        bare => Tag::read(bare).unwrap_or(Tag::Inside { label: bare, begins: false, ends: false }),
    }
}
