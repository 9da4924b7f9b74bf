//! The tokens and sentences of a text: those that an article came with, or
//! those that a rule finds.
//!
//! Unit: UTF-8 bytes. Invariants: tokens are not empty, begin and end between
//! characters, follow each other and never overlap; each is in one sentence,
//! and no sentence is empty.

use super::offset::{TextRange, TextSize};
use super::text::Text;

/// The tokens of a text, in order, and where its sentences begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    ranges: Vec<TextRange>,
    /// The first token of each sentence, in order.
    starts: Vec<usize>,
}

impl Tokens {
    /// Tokens and the places of the first ones of sentences among them. `None`
    /// if they are not in order, overlap, are empty or cut a character. The
    /// first token begins a sentence, whether that is said or not.
    pub fn new(text: &Text, ranges: Vec<TextRange>, mut starts: Vec<usize>) -> Option<Tokens> {
        let is_apart = ranges.windows(2).all(|pair| pair[0].end() <= pair[1].start());
        let is_token = |range: &TextRange| !range.is_empty() && text.get(*range).is_some();
        if !is_apart || !ranges.iter().all(is_token) {
            return None;
        }
        if !ranges.is_empty() && starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        let is_in_order = starts.windows(2).all(|pair| pair[0] < pair[1]);
        let is_inside = starts.last().is_none_or(|&last| last < ranges.len());
        (is_in_order && is_inside).then_some(Tokens { ranges, starts })
    }

    /// Where all tokens lie, in order.
    pub fn ranges(&self) -> &[TextRange] {
        &self.ranges
    }

    /// The places of the first tokens of sentences, in [`Tokens::ranges`].
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// The tokens of each sentence; none is empty.
    pub fn sentences(&self) -> impl Iterator<Item = &[TextRange]> {
        self.starts.iter().enumerate().map(|(idx, &start)| {
            let end = self.starts.get(idx + 1).copied().unwrap_or(self.ranges.len());
            &self.ranges[start..end]
        })
    }

    /// The tokens that a range overlaps, as places in [`Tokens::ranges`].
    pub fn under(&self, range: TextRange) -> std::ops::Range<usize> {
        let first = self.ranges.partition_point(|token| token.end() <= range.start());
        let last = self.ranges.partition_point(|token| token.start() < range.end());
        first..last.max(first)
    }

    /// The range widened to the whole of the tokens that it overlaps.
    pub fn widen(&self, range: TextRange) -> TextRange {
        let under = self.under(range);
        let cover = self.ranges[under].iter().copied().reduce(TextRange::cover);
        cover.map_or(range, |tokens| tokens.cover(range))
    }

    /// Where each token starts and ends, as how many bytes lie between it and
    /// the one before, and how many it has: numbers that stay small.
    pub fn steps(&self) -> Vec<(u32, u32)> {
        let mut end = TextSize::from(0);
        let step = |range: &TextRange| {
            let gap = range.start() - end;
            end = range.end();
            (gap.into(), range.len().into())
        };
        self.ranges.iter().map(step).collect()
    }

    /// The ranges that [`Tokens::steps`] tell; `None` beyond what can be
    /// counted.
    pub fn ranges_of_steps(steps: &[(u32, u32)]) -> Option<Vec<TextRange>> {
        let mut end = 0_u32;
        let range = |&(gap, len): &(u32, u32)| {
            let start = end.checked_add(gap)?;
            end = start.checked_add(len)?;
            Some(TextRange::new(start.into(), end.into()))
        };
        steps.iter().map(range).collect()
    }
}
