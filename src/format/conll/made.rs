//! The text that tokens make, and what their tags mark in it.
//!
//! Unit: bytes of the text that is made; its draft counts code points.

use super::columns::Layer;
use crate::format::tags::Tag;
use crate::format::tokens::places_in;
use crate::format::{Draft, DraftAnnotation, DraftFragment, DraftTokens, OffsetUnit};
use crate::model::segmentation::{is_grapheme_boundary, next_boundary, prev_boundary};

/// An article in the making.
#[derive(Default)]
pub(super) struct Made {
    text: String,
    /// Where each token lies.
    tokens: Vec<(usize, usize)>,
    /// The tokens that are the first of their sentences.
    starts: Vec<usize>,
    /// The places of the tokens of a sentence whose text is known, backwards.
    found: Vec<(usize, usize)>,
    spans: Vec<Span>,
    /// For each layer, the spans that may go on.
    open: Vec<Vec<usize>>,
    /// What stands before the next token, if it is the first of a sentence.
    before: Option<&'static str>,
    /// Where the last token lies; from and to its end, if that was blank.
    last: (usize, usize),
}

/// An annotation.
struct Span {
    layer: usize,
    label: String,
    start: usize,
    end: usize,
}

/// What is not in the draft.
pub(super) struct Lost {
    /// In layers that are not read.
    pub(super) n_not_read: usize,
    /// On tokens of white space alone.
    pub(super) n_blank: usize,
}

impl Made {
    pub(super) fn new(layers: &[Layer]) -> Made {
        Made { open: vec![Vec::new(); layers.len()], ..Made::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Begins a sentence.
    pub(super) fn begin(&mut self, is_paragraph: bool) {
        self.open.iter_mut().for_each(Vec::clear);
        self.before = Some(if is_paragraph { "\n\n" } else { "\n" });
    }

    /// Takes the text of a sentence, if its tokens are found in it, one after
    /// the other with nothing but white space between them.
    pub(super) fn sentence(&mut self, text: &str, tokens: &[&str]) -> bool {
        let Some(places) = places_in(text, tokens.iter().copied()) else { return false };
        self.part(text, false);
        let at = self.text.len();
        self.text += text;
        self.found = places.iter().rev().map(|&(start, end)| (at + start, at + end)).collect();
        self.before = Some("");
        true
    }

    /// Takes a token: of a sentence whose text is there, or of one that is put
    /// together, where it may stand apart from the last one.
    pub(super) fn token(&mut self, token: &str, is_found: bool, is_apart: bool) {
        if token.is_empty() {
            self.last.0 = self.last.1;
            return;
        }
        let is_start = self.before.is_some();
        let place = self.found.pop().filter(|_| is_found);
        self.last = place.unwrap_or_else(|| {
            self.part(token, is_apart);
            self.text += token;
            (self.text.len() - token.len(), self.text.len())
        });
        self.before = None;
        if is_start {
            self.starts.push(self.tokens.len());
        }
        self.tokens.push(self.last);
    }

    /// Adds what stands before some words. At the start of a text the character
    /// U+FEFF would be a byte order mark.
    fn part(&mut self, words: &str, is_apart: bool) {
        let between = self.before.unwrap_or(if is_apart { " " } else { "" });
        if !self.text.is_empty() {
            self.text += between;
        } else if words.starts_with('\u{feff}') {
            self.text += "\n";
        }
    }

    /// Takes the tags of the last token in a layer.
    pub(super) fn tags<'a>(&mut self, tags: impl Iterator<Item = Tag<'a>>, layer: usize) {
        let (start, end) = self.last;
        let mut before = std::mem::take(&mut self.open[layer]);
        for tag in tags {
            let Tag::Inside { label, begins, ends } = tag else { continue };
            let goes_on = before.iter().position(|&one| !begins && self.spans[one].label == label);
            let idx = match goes_on {
                Some(at) => before.remove(at),
                None => {
                    self.spans.push(Span { layer, label: label.into(), start, end });
                    self.spans.len() - 1
                }
            };
            let span = &mut self.spans[idx];
            if start < end {
                if span.start == span.end {
                    span.start = start;
                }
                span.end = end;
            }
            self.open[layer].extend(Some(idx).filter(|_| !ends));
        }
    }

    /// What was made, and how much of it is not read.
    pub(super) fn draft(self, title: String, layers: &[Layer]) -> (Draft, Lost) {
        let mut lost = Lost { n_not_read: 0, n_blank: 0 };
        let text = &self.text;
        let mut chars = Chars { text, at: 0, n_chars: 0 };
        let mut place =
            |(start, end)| DraftFragment { start: chars.before(start), end: chars.before(end) };
        let places = self.tokens.iter().map(|&token| place(token)).collect();
        let mut annotations = Vec::with_capacity(self.spans.len());
        for span in self.spans {
            if !layers.get(span.layer).is_some_and(|layer| layer.is_read) {
                lost.n_not_read += 1;
            } else if span.start == span.end {
                lost.n_blank += 1;
            } else {
                annotations.push(DraftAnnotation {
                    label: span.label,
                    fragments: vec![place(whole(text, span.start, span.end))],
                    ..DraftAnnotation::default()
                });
            }
        }
        let tokens = DraftTokens { places, words: Vec::new(), starts: self.starts };
        let draft = Draft {
            title,
            is_title_made: true,
            units: &[OffsetUnit::Token],
            tokens: Some(tokens),
            annotations,
            ..Draft::new(text.as_str())
        };
        (draft, lost)
    }
}

/// A span widened to whole characters: a token that begins with a combining
/// mark takes the space before it.
fn whole(text: &str, start: usize, end: usize) -> (usize, usize) {
    let rule = is_grapheme_boundary;
    let start = match rule(text, start) {
        true => start,
        false => prev_boundary(text, start, rule).unwrap_or(start),
    };
    let end = match rule(text, end) {
        true => end,
        false => next_boundary(text, end, rule).unwrap_or(end),
    };
    (start, end)
}

/// Counts characters up to offsets that hardly go back.
struct Chars<'a> {
    text: &'a str,
    at: usize,
    n_chars: u64,
}

impl Chars<'_> {
    fn before(&mut self, byte: usize) -> u64 {
        let count = |part: Option<&str>| part.unwrap_or_default().chars().count() as u64;
        if byte < self.at {
            self.n_chars -= count(self.text.get(byte..self.at));
        } else {
            self.n_chars += count(self.text.get(self.at..byte));
        }
        self.at = byte;
        self.n_chars
    }
}
