//! Tokens and sentences, for the formats that are made of them.
//!
//! Unit: UTF-8 bytes. Invariants: tokens together hold all that is not white
//! space. Those that a rule finds have no white space at their ends and never
//! cut a grapheme cluster; those that the article came with are as they came,
//! and what lies between them is parted by the rule for words. A sentence never
//! ends inside an annotation, nor inside a token.

use super::options::{Options, SentenceRule, TokenRule};
use crate::model::article::Article;
use crate::model::offset::{TextRange, TextSize};
use crate::model::segmentation::{
    bounds, is_grapheme_boundary, is_sentence_boundary, is_word_boundary,
};
use crate::model::text::Text;
pub use crate::model::tokens::Tokens;

/// The tokens of an article, as the options have it; no sentence ends inside
/// one of the `whole` ranges.
pub fn tokens_of(
    article: &Article,
    options: &Options,
    whole: impl Iterator<Item = TextRange>,
) -> Tokens {
    let text = article.text.as_str();
    let source = article.tokens.as_deref();
    let ranges = match (options.tokens, source) {
        (TokenRule::Source, Some(source)) => with_gaps(text, source.ranges()),
        (TokenRule::Source | TokenRule::Words, _) => words(text),
        (TokenRule::WhiteSpace, _) => between_spaces(text),
    };
    let ends: Vec<usize> = match (options.sentences, source) {
        (SentenceRule::Source, Some(source)) => {
            // Words before the first token are of the first sentence.
            let starts = source.sentences().skip(1);
            starts.map(|sentence| sentence[0].start().into()).collect()
        }
        (SentenceRule::Source | SentenceRule::Sentences, _) => {
            bounds(text, is_sentence_boundary).map(|(_, end)| end).collect()
        }
        (SentenceRule::Lines, _) => text.match_indices('\n').map(|(at, _)| at + 1).collect(),
    };
    let starts = sentence_starts(&ranges, &ends, whole);
    Tokens::new(&article.text, ranges, starts).unwrap_or_default()
}

/// Where tokens lie in a text, if they stand there one after the other with
/// nothing but white space around them; empty ones lie nowhere.
pub(super) fn places_in<'a>(
    text: &str,
    tokens: impl Iterator<Item = &'a str>,
) -> Option<Vec<(usize, usize)>> {
    let (mut places, mut rest) = (Vec::new(), text);
    for token in tokens.filter(|token| !token.is_empty()) {
        rest = rest.trim_start().strip_prefix(token)?;
        let end = text.len() - rest.len();
        places.push((end - token.len(), end));
    }
    (!places.is_empty() && rest.trim().is_empty()).then_some(places)
}

/// The tokens that are the first of their sentences: the first behind each of
/// `ends`, unless that lies inside one of the `whole` ranges.
fn sentence_starts(
    tokens: &[TextRange],
    ends: &[usize],
    whole: impl Iterator<Item = TextRange>,
) -> Vec<usize> {
    // How many ranges go on from the token before into each token: where one
    // does, no sentence starts.
    let mut goes_on = vec![0_i32; tokens.len() + 1];
    for range in whole {
        let first = tokens.partition_point(|token| token.end() <= range.start());
        let end = tokens.partition_point(|token| token.start() < range.end());
        if first + 1 < end {
            goes_on[first + 1] += 1;
            goes_on[end] -= 1;
        }
    }
    let mut starts = Vec::new();
    let mut next_end = ends.iter().peekable();
    let mut is_start = true;
    let mut n_inside = 0;
    for (idx, range) in tokens.iter().enumerate() {
        while next_end.next_if(|&&end| end <= usize::from(range.start())).is_some() {
            is_start = true;
        }
        n_inside += goes_on[idx];
        if is_start && n_inside == 0 {
            starts.push(idx);
        }
        is_start = false;
    }
    starts
}

/// The tokens that an article has that was written: with the sentences that it
/// came with, or with none where others were chosen.
pub(super) fn as_source(tokens: Tokens, text: &Text, options: &Options) -> Tokens {
    match options.sentences {
        SentenceRule::Source => tokens,
        SentenceRule::Sentences | SentenceRule::Lines => {
            Tokens::new(text, tokens.ranges().to_vec(), Vec::new()).unwrap_or_default()
        }
    }
}

/// The tokens that an annotation can have for its ends: where two that touch
/// cut a character, both are one.
pub(super) fn of_characters(tokens: &Tokens, text: &Text) -> Tokens {
    let mut whole: Vec<TextRange> = Vec::with_capacity(tokens.ranges().len());
    for &token in tokens.ranges() {
        let is_apart = |last: &TextRange| {
            last.end() < token.start() || text.is_grapheme_boundary(token.start())
        };
        match whole.last_mut().filter(|last| !is_apart(last)) {
            Some(last) => *last = last.cover(token),
            None => whole.push(token),
        }
    }
    Tokens::new(text, whole, Vec::new()).unwrap_or_default()
}

/// Tokens, and the words that lie in none of them.
fn with_gaps(text: &str, tokens: &[TextRange]) -> Vec<TextRange> {
    let mut all = Vec::with_capacity(tokens.len());
    let mut end = 0;
    let gap = |start: usize, end: usize, all: &mut Vec<TextRange>| {
        if !text[start..end].trim().is_empty() {
            let inside = words(&text[start..end]);
            all.extend(inside.into_iter().map(|word| word + TextSize::from(start as u32)));
        }
    };
    for &token in tokens {
        gap(end, token.start().into(), &mut all);
        all.push(token);
        end = token.end().into();
    }
    gap(end, text.len(), &mut all);
    all
}

fn words(text: &str) -> Vec<TextRange> {
    let mut words: Vec<TextRange> = Vec::new();
    let mut is_cut = false;
    for (start, end) in bounds(text, is_word_boundary) {
        let range = range(start, end);
        let was_cut = std::mem::replace(&mut is_cut, !is_grapheme_boundary(text, end));
        match words.last_mut().filter(|last| was_cut && last.end() == range.start()) {
            Some(last) => *last = last.cover(range),
            None if !was_cut && !is_cut && text[start..end].trim().is_empty() => {}
            None => words.push(range),
        }
    }
    words.iter().filter_map(|&range| trimmed(text, range)).collect()
}

fn between_spaces(text: &str) -> Vec<TextRange> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, end) in bounds(text, is_grapheme_boundary) {
        if text[at..end].trim().is_empty() {
            tokens.extend(start.take().map(|start| range(start, at)));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    tokens.extend(start.map(|start| range(start, text.len())));
    tokens
}

/// Without white space at either end, but for what is part of a character.
pub(super) fn trimmed(text: &str, token: TextRange) -> Option<TextRange> {
    let (at, words) = (usize::from(token.start()), &text[token.start().into()..token.end().into()]);
    let mut clusters = bounds(words, is_grapheme_boundary)
        .filter(|&(start, end)| !words[start..end].trim().is_empty());
    let (first, first_end) = clusters.next()?;
    let last_end = clusters.last().map_or(first_end, |(_, end)| end);
    Some(range(at + first, at + last_end))
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::from(start as u32), TextSize::from(end as u32))
}
