//! The text that the tokens of a row make, and what their tags mark in it.
//!
//! Unit: code points. Invariant: no character is of two tokens.

use super::tags;
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, DraftTokens, Drafts};
use crate::format::json_lines::numbered_title;
use crate::format::tokens::{places_in, trimmed};
use crate::format::{OffsetUnit, Record};
use crate::model::id::ArticleId;
use crate::model::offset::TextRange;
use crate::model::segmentation::is_grapheme_boundary;

/// Where a token lies, in bytes and in code points.
#[derive(Clone, Copy)]
struct Place {
    bytes: (usize, usize),
    chars: (u64, u64),
}

/// The article that tokens make, in their text if the row has it.
pub(super) fn draft(
    tokens: &[String],
    tags: &[String],
    text: Option<String>,
    id: Option<String>,
    record: &Record<'_>,
    drafts: &mut Drafts,
) -> Draft {
    let (text, places) = match text.and_then(|text| Some((within(&text, tokens)?, text))) {
        Some((places, text)) => (text, places),
        None => joined(tokens),
    };
    let all = tags::spans(tags);
    let n_all = all.len();
    let annotations = all.into_iter().filter_map(|span| {
        let mut inside = places[span.tokens].iter().flatten();
        let first = inside.next()?;
        let fragment = without_space(&text, first, inside.last().unwrap_or(first))?;
        Some(DraftAnnotation {
            label: span.label.into(),
            fragments: vec![fragment],
            ..DraftAnnotation::default()
        })
    });
    let annotations: Vec<DraftAnnotation> = annotations.collect();
    match places.iter().filter(|place| place.is_none()).count() {
        0 => {}
        1 => drafts.note(record.number, "1 of its tokens is blank, and is no token here"),
        n => {
            let sentence = format!("{n} of its tokens are blank, and are no tokens here");
            drafts.note(record.number, sentence);
        }
    }
    if annotations.len() < n_all {
        let sentence = "there are tags on blank tokens";
        drafts.lose(record.number, sentence, n_all - annotations.len());
    }
    let places = places.iter().flatten();
    let places =
        places.map(|place| DraftFragment { start: place.chars.0, end: place.chars.1 }).collect();
    let is_ours = |id: &String| id.parse::<ArticleId>().is_ok();
    let title = match &id {
        Some(id) if !is_ours(id) => format!("{} {id}", record.stem).trim().into(),
        _ => numbered_title(record),
    };
    Draft {
        id: id.filter(is_ours),
        title,
        is_title_made: true,
        units: &[OffsetUnit::Token],
        tokens: Some(DraftTokens { places, ..DraftTokens::default() }),
        annotations,
        ..Draft::new(text)
    }
}

/// The text that tokens make, each parted from the next by a space; where each
/// lies in it, but for blank ones.
fn joined(tokens: &[String]) -> (String, Vec<Option<Place>>) {
    let mut text = String::new();
    let (mut places, mut n_chars) = (Vec::with_capacity(tokens.len()), 0);
    for token in tokens {
        let token = token.as_str();
        if is_blank(token) {
            places.push(None);
            continue;
        }
        n_chars += join(&mut text, token);
        let start = n_chars;
        n_chars += token.chars().count() as u64;
        let bytes = (text.len() - token.len(), text.len());
        places.push(Some(Place { bytes, chars: (start, n_chars) }));
    }
    (text, places)
}

/// Where each token lies in a text, but for blank ones; `None` if the text is
/// not theirs.
fn within(text: &str, tokens: &[String]) -> Option<Vec<Option<Place>>> {
    let inked = tokens.iter().map(|token| token.as_str()).filter(|token| !is_blank(token));
    let mut found = places_in(text, inked)?.into_iter().peekable();
    let (mut at, mut n_chars) = (0, 0);
    let mut n_chars_before = |byte: usize| {
        n_chars += text[at..byte].chars().count() as u64;
        at = byte;
        n_chars
    };
    let place = |token: &String| {
        let bytes = found.next_if(|_| !is_blank(token))?;
        Some(Place { bytes, chars: (n_chars_before(bytes.0), n_chars_before(bytes.1)) })
    };
    Some(tokens.iter().map(place).collect())
}

fn is_blank(token: &str) -> bool {
    token.trim().is_empty()
}

/// From a token to another, without white space at the ends.
fn without_space(text: &str, first: &Place, last: &Place) -> Option<DraftFragment> {
    let (start, end) = (first.bytes.0, last.bytes.1);
    let inked = trimmed(text, TextRange::new((start as u32).into(), (end as u32).into()))?;
    let n_chars = |from: usize, to: usize| text[from..to].chars().count() as u64;
    Some(DraftFragment {
        start: first.chars.0 + n_chars(start, inked.start().into()),
        end: last.chars.1 - n_chars(inked.end().into(), end),
    })
}

/// Adds a token to a text, parted from the last one so that no character is of
/// both; says how many characters part them.
fn join(text: &mut String, token: &str) -> u64 {
    let at = text.len();
    let is_first = text.is_empty();
    if is_first && !token.starts_with('\u{feff}') {
        text.push_str(token);
        return 0;
    }
    text.push(' ');
    text.push_str(token);
    // On either side of a space, only the next character counts.
    let is_apart = is_grapheme_boundary(text, at) && is_grapheme_boundary(text, at + 1);
    if is_first || !is_apart {
        text.replace_range(at..=at, "\n");
    }
    1
}
