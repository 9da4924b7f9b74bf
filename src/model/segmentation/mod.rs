//! Where a text may be parted: between characters (grapheme clusters), words
//! and sentences, by UAX #29 (Unicode Text Segmentation) of Unicode 17.0.0.
//!
//! Unit: every offset counts bytes of UTF-8.
//!
//! A [`Rule`] says whether an offset is a boundary, and looks only as far
//! around it as it must. Everything else walks from offset to offset with a
//! rule: `next_boundary(text, at, is_word_boundary)`.
//!
//! The classes of all characters are packed into `breaks.bin` and
//! `sentences.bin`; `tables.rs` has their layout. The tests build both files
//! from the crate `unicode-segmentation`, and hold every rule against it.

mod grapheme;
mod sentence;
mod tables;
mod word;

pub use grapheme::is_grapheme_boundary;
pub use sentence::is_sentence_boundary;
pub use word::is_word_boundary;

/// Says whether a text may be parted at an offset in bytes. Both ends of a
/// text are boundaries; what is no offset of a character is none.
pub type Rule = fn(text: &str, at: usize) -> bool;

/// The first boundary after `at`, in bytes. `None` from the end on.
pub fn next_boundary(text: &str, at: usize, rule: Rule) -> Option<usize> {
    let mut at = at;
    while at < text.len() {
        at += 1;
        if rule(text, at) {
            return Some(at);
        }
    }
    None
}

/// The last boundary before `at`, in bytes. `None` at the start.
pub fn prev_boundary(text: &str, at: usize, rule: Rule) -> Option<usize> {
    let mut at = at.min(text.len().saturating_add(1));
    while at > 0 {
        at -= 1;
        if rule(text, at) {
            return Some(at);
        }
    }
    None
}

/// The characters, words or sentences of a text in order, each as its start
/// and end in bytes. Together they are the whole text.
pub fn bounds(text: &str, rule: Rule) -> Bounds<'_> {
    Bounds { rest: text, at: 0, rule }
}

/// What [`bounds`] returns.
#[derive(Clone, Debug)]
pub struct Bounds<'a> {
    /// From the last boundary on. No rule needs what stands before one, so
    /// that runs of flags are not counted again from their start.
    rest: &'a str,
    at: usize,
    rule: Rule,
}

impl Iterator for Bounds<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let len = next_boundary(self.rest, 0, self.rule)?;
        self.rest = self.rest.get(len..)?;
        let start = self.at;
        self.at += len;
        Some((start, self.at))
    }
}
