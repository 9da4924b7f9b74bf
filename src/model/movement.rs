//! Where a reading cursor goes: by character, word, sentence and paragraph.
//! The rows of a line are known only where it is laid out.
//!
//! Unit: UTF-8 bytes. Invariants: a place is a boundary of characters; a step
//! always goes on, until the start or the end of the text.

use super::names::{ends_word_or_name, starts_word_or_name};
use super::offset::{TextRange, TextSize};
use super::segmentation::{
    Rule, is_grapheme_boundary, is_sentence_boundary, next_boundary, prev_boundary,
};
use super::text::{BlockIdx, Text};

/// How far one step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// To the next grapheme cluster (UAX #29).
    Character,
    /// To the start of the next word (UAX #29), or of the name in one. Marks of
    /// punctuation that stand together are a word too.
    Word,
    /// To the start of the next word, or an end of the name in one: where a
    /// selection may end.
    WordOrName,
    /// To the next line with words behind one without. In a text without
    /// empty lines every line is a paragraph.
    Paragraph,
}

/// The place one step from `at`: to the start of the next unit, or back to
/// the start of the unit it is in, or of the one before if it is there. Where
/// none follows, it is the end of the text, and where none precedes, the start.
pub fn step(text: &Text, at: TextSize, unit: Unit, forwards: bool) -> TextSize {
    let edge = if forwards { text.len() } else { TextSize::from(0) };
    let found = match unit {
        Unit::Character => seek(text.as_str(), at, forwards, is_grapheme_boundary, |_, _| true),
        Unit::Word => seek(text.as_str(), at, forwards, starts_word_or_name, starts_word),
        Unit::WordOrName => seek(text.as_str(), at, forwards, bounds_word_or_name, starts_word),
        Unit::Paragraph => {
            let is_start: fn(&Text, BlockIdx) -> bool =
                if has_paragraphs(text) { starts_paragraph } else { has_words };
            seek_line(text, at, forwards, is_start)
        }
    };
    found.unwrap_or(edge)
}

/// The sentence (UAX #29) one step from `at`: the next one, or back the one
/// that `at` is in, or the one before if it is at the start. `None` where none
/// follows or precedes.
///
/// Apart from [`step`], because the table of sentences is kilobytes. A line end
/// ends a sentence, so the lines around are all that it need be given.
pub fn sentence(text: &str, at: TextSize, forwards: bool) -> Option<TextRange> {
    let start = seek(text, at, forwards, starts_sentence, |_, _| true)
        .or_else(|| Some(TextSize::from(0)).filter(|&start| !forwards && start < at))?;
    let end = next_boundary(text, start.into(), is_sentence_boundary)?;
    Some(TextRange::new(start, TextSize::from(end as u32)))
}

/// The lines in which [`sentence`] is to be looked for: that of `at`, with the
/// nearest one in which a sentence starts before it and behind it.
pub fn lines_around(text: &Text, at: TextSize) -> TextRange {
    let here = text.block_at(at).0;
    let has_start = |&block: &usize| {
        let line = text.block_str(BlockIdx(block));
        let ink = line.len() - line.trim_start().len();
        ink < line.len() && is_grapheme_boundary(line, ink)
    };
    let first = (0..here).rev().find(has_start).unwrap_or(0);
    let last = (here + 1..text.n_blocks()).find(has_start).unwrap_or(text.n_blocks());
    TextRange::new(
        text.block_range(BlockIdx(first)).start(),
        text.block_range(BlockIdx(last)).end(),
    )
}

/// The first boundary after `at`, or before, at which a unit starts.
fn seek(
    words: &str,
    at: TextSize,
    forwards: bool,
    rule: Rule,
    is_start: fn(text: &str, at: usize) -> bool,
) -> Option<TextSize> {
    let step = if forwards { next_boundary } else { prev_boundary };
    let mut at = usize::from(at);
    loop {
        at = step(words, at, rule)?;
        if is_start(words, at) && is_grapheme_boundary(words, at) {
            return Some(TextSize::from(at as u32));
        }
    }
}

fn bounds_word_or_name(text: &str, at: usize) -> bool {
    starts_word_or_name(text, at) || ends_word_or_name(text, at)
}

/// Whether a word starts at a boundary of words: no white space, and no mark of
/// punctuation behind another.
fn starts_word(text: &str, at: usize) -> bool {
    let first = |at: usize| text[at..].chars().next();
    let is_mark = |c: char| !c.is_whitespace() && !c.is_alphanumeric();
    let Some(here) = first(at).filter(|c| !c.is_whitespace()) else { return false };
    let before = prev_boundary(text, at, is_grapheme_boundary).and_then(first);
    !(is_mark(here) && before.is_some_and(is_mark))
}

/// Whether a sentence starts at `at`, without the white space before it.
fn starts_sentence(text: &str, at: usize) -> bool {
    const LINE_ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    if !is_grapheme_boundary(text, at) || text[at..].trim_start().len() != text.len() - at {
        return false;
    }
    let ink = text[..at].trim_end().len();
    at < text.len()
        && (ink == 0 || is_sentence_boundary(text, at) || text[ink..at].contains(LINE_ENDS))
}

/// The start of the first line after `at`, or before, that will do.
fn seek_line(
    text: &Text,
    at: TextSize,
    forwards: bool,
    is_start: fn(&Text, BlockIdx) -> bool,
) -> Option<TextSize> {
    let here = text.block_at(at).0;
    let start = |block| text.block_range(BlockIdx(block)).start();
    if forwards {
        (here + 1..text.n_blocks()).find(|&block| is_start(text, BlockIdx(block))).map(start)
    } else {
        let will_do = |&block: &usize| start(block) < at && is_start(text, BlockIdx(block));
        (0..=here).rev().find(will_do).map(start)
    }
}

fn has_words(text: &Text, block: BlockIdx) -> bool {
    !text.block_str(block).trim_start().is_empty()
}

fn starts_paragraph(text: &Text, block: BlockIdx) -> bool {
    let above = block.0.checked_sub(1).map(BlockIdx);
    has_words(text, block) && above.is_none_or(|above| !has_words(text, above))
}

/// Whether an empty line parts two others.
fn has_paragraphs(text: &Text) -> bool {
    let mut starts = (0..text.n_blocks()).filter(|&block| starts_paragraph(text, BlockIdx(block)));
    starts.nth(1).is_some()
}
