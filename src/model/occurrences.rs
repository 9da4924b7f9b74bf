//! Where the same words stand again, and what is marked there already.
//!
//! Unit: UTF-8 bytes. Any run of white space, the no-break space included,
//! matches any other. Invariants: what is found is a valid fragment, in text
//! order, and no two overlap. One pass over the text (Knuth, Morris, Pratt),
//! whatever the words are.

use super::annotation::Annotation;
use super::document::Document;
use super::id::{AnnotationId, LabelId};
use super::names::{is_end, is_start};
use super::offset::{TextRange, TextSize};
use super::segmentation::{Rule, is_grapheme_boundary};
use super::text::Text;

/// What counts as the same words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Only between boundaries of words (UAX #29), or apostrophes inside them:
    /// `China` is in `China’s`.
    pub whole_word: bool,
    /// `Ding` is not `ding`.
    pub match_case: bool,
}

/// A place where words were found, or are to be marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where it lies.
    pub range: TextRange,
    /// What is marked there.
    pub standing: Standing,
}

/// What is marked at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Free,
    /// This annotation, with the same label on the same range.
    Marked(AnnotationId),
    /// Something else: this annotation, and perhaps others.
    Overlaps(AnnotationId),
}

/// The places where `needle` stands, without the white space at its ends.
/// Without case, characters are compared by their lower case, and a place
/// begins and ends with whole characters even where that is longer.
pub fn find(text: &Text, needle: &str, options: Options) -> Vec<TextRange> {
    let mut pattern: Vec<char> = Vec::new();
    fold(needle.trim(), options.match_case, &mut |unit| pattern.push(unit.character));
    let mut found = Vec::new();
    if pattern.is_empty() {
        return found;
    }
    let borders = borders(&pattern);
    let words = text.as_str();
    // Where each of the last units started, as many as the pattern has.
    let mut starts = vec![None; pattern.len()];
    let (mut n_units, mut n_matched, mut last_end) = (0, 0, 0);
    fold(words, options.match_case, &mut |unit| {
        while n_matched > 0 && pattern[n_matched] != unit.character {
            n_matched = borders[n_matched - 1];
        }
        n_matched += usize::from(pattern[n_matched] == unit.character);
        starts[n_units % pattern.len()] = unit.start;
        n_units += 1;
        if n_matched < pattern.len() {
            return;
        }
        n_matched = borders[n_matched - 1];
        if let (Some(start), Some(end)) = (starts[n_units % pattern.len()], unit.end) {
            // The end of the last place is a boundary: no rule looks behind it.
            let is_bound = |at: usize, rule: Rule| {
                let (rest, at) = (&words[last_end..], at - last_end);
                is_grapheme_boundary(rest, at) && (!options.whole_word || rule(rest, at))
            };
            if is_bound(start, is_start) && is_bound(end, is_end) {
                found.push(TextRange::new(size(start), size(end)));
                (n_matched, last_end) = (0, end);
            }
        }
    });
    found
}

/// What is marked at each of these ranges; `label` is what they would get.
/// Quickest if they are in text order.
pub fn classify(document: &Document, ranges: &[TextRange], label: &LabelId) -> Vec<Hit> {
    let annotations: Vec<&Annotation> = document.annotations().map(|a| &**a).collect();
    let mut hits = Vec::with_capacity(ranges.len());
    let (mut n_seen, mut around) = (0, Vec::new());
    let mut last = TextRange::default();
    for &range in ranges {
        if range.start() < last.start() || range.end() < last.end() {
            (n_seen, around) = (0, Vec::new());
        }
        last = range;
        // Those whose extent reaches into the range, in text order.
        while let Some(next) = annotations.get(n_seen)
            && next.fragments.extent().start() < range.end()
        {
            around.push(*next);
            n_seen += 1;
        }
        around.retain(|annotation| annotation.fragments.extent().end() > range.start());
        hits.push(Hit { range, standing: standing(&around, range, label) });
    }
    hits
}

/// All annotations that hold the same words as one of them, in text order and
/// with it. Fragments are compared one by one, white space alike, and case
/// counts.
pub fn same_text(document: &Document, id: AnnotationId) -> Vec<AnnotationId> {
    let text = &document.article().text;
    let Some(one) = document.annotation(id) else { return Vec::new() };
    let mut same = Vec::new();
    for other in document.annotations() {
        let mut pairs = one.fragments.ranges().zip(other.fragments.ranges());
        if one.fragments.count() == other.fragments.count()
            && pairs.all(|(a, b)| is_alike(text.get(a), text.get(b)))
        {
            same.push(other.id);
        }
    }
    same
}

fn is_alike(a: Option<&str>, b: Option<&str>) -> bool {
    a.unwrap_or_default().split_whitespace().eq(b.unwrap_or_default().split_whitespace())
}

fn standing(around: &[&Annotation], range: TextRange, label: &LabelId) -> Standing {
    let is_twin = |a: &&&Annotation| a.label == *label && a.fragments.ranges().eq([range]);
    if let Some(twin) = around.iter().find(is_twin) {
        return Standing::Marked(twin.id);
    }
    let overlaps = |other: TextRange| other.start() < range.end() && range.start() < other.end();
    let first = around.iter().find(|annotation| annotation.fragments.ranges().any(overlaps));
    first.map_or(Standing::Free, |annotation| Standing::Overlaps(annotation.id))
}

/// What is compared with one character of the pattern.
struct Unit {
    character: char,
    /// Where the character of the text that it came from starts, if it is the
    /// first of what came from there.
    start: Option<usize>,
    /// Where that ends, if it is the last.
    end: Option<usize>,
}

/// A run of white space as one space, and characters in lower case unless
/// case matters.
fn fold(text: &str, match_case: bool, each: &mut dyn FnMut(Unit)) {
    let mut rest = text.char_indices().peekable();
    while let Some((start, character)) = rest.next() {
        let mut end = start + character.len_utf8();
        if character.is_whitespace() {
            while let Some((at, space)) = rest.next_if(|(_, next)| next.is_whitespace()) {
                end = at + space.len_utf8();
            }
            each(Unit { character: ' ', start: Some(start), end: Some(end) });
        } else if match_case {
            each(Unit { character, start: Some(start), end: Some(end) });
        } else {
            let mut start = Some(start);
            let mut lower = character.to_lowercase();
            while let Some(character) = lower.next() {
                let end = (lower.len() == 0).then_some(end);
                each(Unit { character, start: start.take(), end });
            }
        }
    }
}

/// For each start of the pattern, the length of the longest shorter start of
/// it that also ends it.
fn borders(pattern: &[char]) -> Vec<usize> {
    let mut borders = vec![0; pattern.len()];
    let mut len = 0;
    for idx in 1..pattern.len() {
        while len > 0 && pattern[len] != pattern[idx] {
            len = borders[len - 1];
        }
        len += usize::from(pattern[len] == pattern[idx]);
        borders[idx] = len;
    }
    borders
}

fn size(at: usize) -> TextSize {
    TextSize::from(at as u32)
}
