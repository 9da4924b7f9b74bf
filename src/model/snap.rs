//! From what a hand selected to what it meant: trimming white space, and
//! widening to whole words or whole characters.
//!
//! Words are those of UAX #29 (Unicode Text Segmentation, section 4), but an
//! end that lies at an apostrophe inside one stays there: `China|’s`,
//! `l’|Italie`. A character is a grapheme cluster (section 3). Snapping a
//! snapped range changes nothing.

use super::names::{is_end, is_start, name_in};
use super::offset::{TextRange, TextSize};
use super::segmentation::{
    bounds, is_grapheme_boundary, is_word_boundary, next_boundary, prev_boundary,
};
use super::text::Text;

/// How far, in bytes, the search for the ends of a word looks around. The
/// longest words are far shorter; the limit keeps a line of a megabyte quick.
const WORD_REACH: usize = 512;

impl Text {
    /// Trims white space, then widens both ends to whole words, but for a start
    /// behind an apostrophe inside a word and an end before one. `None` if
    /// nothing but white space is left.
    ///
    /// A punctuation mark or an ideograph stands for itself, as UAX #29 has it.
    pub fn snap_to_words(&self, range: TextRange) -> Option<TextRange> {
        self.widen(range, |at| is_start(self.as_str(), at), |at| is_end(self.as_str(), at))
    }

    /// As [`Text::snap_to_words`], whatever the apostrophes inside the words.
    pub fn snap_to_whole_words(&self, range: TextRange) -> Option<TextRange> {
        self.widen(range, |_| false, |_| false)
    }

    /// As [`Text::snap_to_whole_words`], and if that is one word, the name in
    /// it ([`name_in`]).
    pub fn snap_to_name(&self, range: TextRange) -> Option<TextRange> {
        let words = self.snap_to_whole_words(range)?;
        if self.word_around(words.start(), Side::After) != words {
            return Some(words);
        }
        let name = name_in(self.get(words)?);
        let name = TextRange::new(size(name.start), size(name.end)) + words.start();
        self.snap_to_characters(name)
    }

    /// Widens both ends to whole words where they may not stay.
    fn widen(
        &self,
        range: TextRange,
        stays_start: impl Fn(usize) -> bool,
        stays_end: impl Fn(usize) -> bool,
    ) -> Option<TextRange> {
        let mut range = self.snap_to_characters(range)?;
        loop {
            let (mut start, mut end) = (range.start(), range.end());
            if !stays_start(start.into()) {
                start = start.min(self.word_around(start, Side::After).start());
            }
            if !stays_end(end.into()) {
                end = end.max(self.word_around(end, Side::Before).end());
            }
            let words = TextRange::new(start, end);
            // A character can reach over the end of a word into the next
            // (U+0600 does); then that one is half covered.
            let wider = self.snap_to_characters(words)?;
            if wider == range {
                return Some(range);
            }
            range = wider;
        }
    }

    /// Trims white space, then widens both ends to whole grapheme clusters.
    /// `None` if nothing but white space is left.
    pub fn snap_to_characters(&self, range: TextRange) -> Option<TextRange> {
        let range = self.trim(range)?;
        let widened =
            TextRange::new(self.grapheme_floor(range.start()), self.grapheme_ceil(range.end()));
        self.trim(widened)
    }

    /// The range without white space (Unicode `White_Space`) at either end.
    /// A space with a combining mark on it is a character, and stays.
    pub fn trim(&self, range: TextRange) -> Option<TextRange> {
        let words = self.get(range)?;
        let mut start = words.len() - words.trim_start().len();
        let mut end = words.trim_end().len();
        if start >= end {
            return None;
        }
        // Keep a trimmed space that carries the combining mark after it.
        while start > 0 && !self.is_grapheme_boundary(range.start() + size(start)) {
            start = words[..start].char_indices().next_back().map_or(0, |(at, _)| at);
        }
        while end < words.len() && !self.is_grapheme_boundary(range.start() + size(end)) {
            end += words[end..].chars().next().map_or(1, char::len_utf8);
        }
        Some(TextRange::new(range.start() + size(start), range.start() + size(end)))
    }

    /// Whether `offset` lies between two grapheme clusters.
    pub fn is_grapheme_boundary(&self, offset: TextSize) -> bool {
        is_grapheme_boundary(self.as_str(), offset.into())
    }

    fn grapheme_floor(&self, offset: TextSize) -> TextSize {
        if self.is_grapheme_boundary(offset) {
            return offset;
        }
        prev_boundary(self.as_str(), offset.into(), is_grapheme_boundary).map_or(offset, size)
    }

    fn grapheme_ceil(&self, offset: TextSize) -> TextSize {
        if self.is_grapheme_boundary(offset) {
            return offset;
        }
        next_boundary(self.as_str(), offset.into(), is_grapheme_boundary).map_or(offset, size)
    }

    /// The word that touches `offset` on the given side, or the empty range
    /// there if what touches it is not a word, or longer than the reach.
    fn word_around(&self, offset: TextSize, side: Side) -> TextRange {
        let text = self.as_str();
        let at = usize::from(offset);
        let from = window_start(text, at);
        let to = window_end(text, at);
        let cut_off = |start: usize, end: usize| {
            (start == from.at && from.is_cut) || (end == to.at && to.is_cut)
        };
        bounds(&text[from.at..to.at], is_word_boundary)
            .map(|(start, end)| (from.at + start, from.at + end))
            .find(|&(start, end)| match side {
                Side::Before => start < at && at <= end,
                Side::After => start <= at && at < end,
            })
            .filter(|&(start, end)| {
                text[start..end].contains(char::is_alphanumeric) && !cut_off(start, end)
            })
            .map_or(TextRange::empty(offset), |(start, end)| TextRange::new(size(start), size(end)))
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// An end of the stretch in which the search for a word looks.
struct WindowEdge {
    at: usize,
    /// The reach ended here, perhaps inside a word.
    is_cut: bool,
}

fn window_start(text: &str, at: usize) -> WindowEdge {
    let reach = floor_char(text, at.saturating_sub(WORD_REACH));
    match text[reach..at].rfind(char::is_whitespace) {
        Some(space) => WindowEdge { at: reach + space, is_cut: false },
        None => WindowEdge { at: reach, is_cut: reach > 0 },
    }
}

fn window_end(text: &str, at: usize) -> WindowEdge {
    let reach = floor_char(text, (at + WORD_REACH).min(text.len()));
    match text[at..reach].find(char::is_whitespace) {
        Some(space) => WindowEdge { at: at + space, is_cut: false },
        None => WindowEdge { at: reach, is_cut: reach < text.len() },
    }
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn size(at: usize) -> TextSize {
    TextSize::from(at as u32)
}
