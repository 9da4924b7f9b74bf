//! Giving the fragments of an annotation another shape: one more stretch, one
//! less, an end elsewhere, two annotations out of one.
//!
//! Unit: UTF-8 bytes. Invariants: what comes out keeps those of
//! [`Fragments`]; what can't be done without breaking them is `None` or an
//! error, and never a guess.

use super::extra::Extra;
use super::fragments::{Fragment, Fragments, FragmentsError, Side};
use super::names::{ends_word_or_name, is_end, is_start, starts_word_or_name};
use super::offset::{TextRange, TextSize};
use super::segmentation::{Rule, is_grapheme_boundary, next_boundary, prev_boundary};
use super::text::Text;

impl Fragments {
    /// These, and one more. What overlaps or touches becomes one fragment,
    /// with the unknown fields of both.
    ///
    /// # Errors
    /// As [`Fragments::new`], if the one more is no fragment.
    pub fn with(&self, text: &Text, added: &Fragment) -> Result<Fragments, FragmentsError> {
        let mut added = added.clone();
        let mut fragments = Vec::with_capacity(self.count() + 1);
        for fragment in self.iter() {
            if fragment.range.intersect(added.range).is_none() {
                fragments.push(fragment.clone());
                continue;
            }
            added.range = added.range.cover(fragment.range);
            for (field, value) in &fragment.extra {
                added.extra.entry(field.clone()).or_insert_with(|| value.clone());
            }
        }
        let place = fragments.partition_point(|other| other.range.start() < added.range.start());
        fragments.insert(place, added);
        Fragments::new(text, fragments)
    }

    /// These without the one that lies at `range`. `None` if none does, or
    /// none would be left.
    pub fn without(&self, text: &Text, range: TextRange) -> Option<Fragments> {
        let left: Vec<Fragment> =
            self.iter().filter(|fragment| fragment.range != range).cloned().collect();
        if left.len() == self.count() {
            return None;
        }
        Fragments::new(text, left).ok()
    }

    /// What lies before an offset, and what lies after it. A fragment in which
    /// it lies is cut there, or before the character that it is inside of.
    /// `None` if either part would be empty.
    pub fn split_at(&self, text: &Text, at: TextSize) -> Option<(Fragments, Fragments)> {
        let at = usize::from(at).checked_add(1)?;
        let at = size(prev_boundary(text.as_str(), at, is_grapheme_boundary)?);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for fragment in self.iter() {
            let range = fragment.range;
            if range.end() <= at {
                before.push(fragment.clone());
            } else if at <= range.start() {
                after.push(fragment.clone());
            } else {
                let (first, second) =
                    (TextRange::new(range.start(), at), TextRange::new(at, range.end()));
                let extra = fragment.extra.clone();
                before.extend(text.trim(first).map(|range| Fragment { range, extra }));
                let extra = Extra::default();
                after.extend(text.trim(second).map(|range| Fragment { range, extra }));
            }
        }
        Some((Fragments::new(text, before).ok()?, Fragments::new(text, after).ok()?))
    }

    /// These with one end moved to the next place for it: a boundary of words
    /// or of the name in one, or of characters if `exactly`, that leaves no white space at the end of
    /// the fragment. `None` where there is no such place before the other end,
    /// the neighbouring fragment or the end of the text, and for a fragment
    /// that does not exist.
    pub fn with_end_moved(
        &self,
        text: &Text,
        (idx, side): (usize, Side),
        exactly: bool,
        forwards: bool,
    ) -> Option<Fragments> {
        let rule: Rule = match side {
            _ if exactly => is_grapheme_boundary,
            Side::Start => starts_word_or_name,
            Side::End => ends_word_or_name,
        };
        let end = End::of(self, text, (idx, side), rule)?;
        let at = end.seek(end.at(), forwards)?;
        self.with_range(text, idx, end.range_to(at))
    }

    /// These with one end as near to `at` as it can be. A word that is half
    /// covered is covered, unless the end lies at an apostrophe inside it, or a
    /// character if `exactly`; white space is not. An
    /// end does not pass the other end or the neighbouring fragment: it stops
    /// one word short. `None` if there is no place for it at all, and for a
    /// fragment that does not exist.
    pub fn with_end_at(
        &self,
        text: &Text,
        (idx, side): (usize, Side),
        at: TextSize,
        exactly: bool,
    ) -> Option<Fragments> {
        let rule: Rule = match side {
            _ if exactly => is_grapheme_boundary,
            Side::Start => is_start,
            Side::End => is_end,
        };
        let end = End::of(self, text, (idx, side), rule)?;
        let words = text.as_str();
        let mut at = usize::from(at).clamp(end.lowest, end.highest);
        while !words.is_char_boundary(at) {
            at -= 1;
        }
        let found = match side {
            Side::Start => {
                at += words[at..].len() - words[at..].trim_start().len();
                end.seek(at + 1, false).or_else(|| end.seek(at, true))
            }
            Side::End => {
                at = words[..at].trim_end().len();
                end.seek(at.saturating_sub(1), true).or_else(|| end.seek(at, false))
            }
        };
        self.with_range(text, idx, end.range_to(found?))
    }

    fn with_range(&self, text: &Text, idx: usize, range: TextRange) -> Option<Fragments> {
        let mut fragments: Vec<Fragment> = self.iter().cloned().collect();
        fragments.get_mut(idx)?.range = range;
        Fragments::new(text, fragments).ok()
    }
}

/// An end of a fragment, and between which places it can move.
struct End<'a> {
    text: &'a Text,
    range: TextRange,
    side: Side,
    rule: Rule,
    lowest: usize,
    highest: usize,
}

impl<'a> End<'a> {
    fn of(
        fragments: &Fragments,
        text: &'a Text,
        (idx, side): (usize, Side),
        rule: Rule,
    ) -> Option<End<'a>> {
        let range = fragments.ranges().nth(idx)?;
        let before = idx.checked_sub(1).and_then(|idx| fragments.ranges().nth(idx));
        let after = fragments.ranges().nth(idx + 1);
        // Fragments never touch: a byte stays between them.
        let (lowest, highest) = match side {
            Side::Start => (
                before.map_or(0, |before| usize::from(before.end()) + 1),
                usize::from(range.end()) - 1,
            ),
            Side::End => (
                usize::from(range.start()) + 1,
                after.map_or(text.as_str().len(), |after| usize::from(after.start()) - 1),
            ),
        };
        Some(End { text, range, side, rule, lowest, highest })
    }

    fn at(&self) -> usize {
        match self.side {
            Side::Start => self.range.start().into(),
            Side::End => self.range.end().into(),
        }
    }

    /// The fragment with this end at a place between the lowest and highest.
    fn range_to(&self, at: usize) -> TextRange {
        match self.side {
            Side::Start => TextRange::new(size(at), self.range.end()),
            Side::End => TextRange::new(self.range.start(), size(at)),
        }
    }

    /// The first place for it after `from`, or before.
    fn seek(&self, from: usize, forwards: bool) -> Option<usize> {
        let step = if forwards { next_boundary } else { prev_boundary };
        let mut at = from;
        loop {
            at = step(self.text.as_str(), at, self.rule)?;
            match at {
                at if at < self.lowest && !forwards || at > self.highest && forwards => {
                    return None;
                }
                at if at < self.lowest || at > self.highest => {}
                at if self.is_place(at) => return Some(at),
                _ => {}
            }
        }
    }

    fn is_place(&self, at: usize) -> bool {
        let range = self.range_to(at);
        self.text.is_grapheme_boundary(size(at)) && self.text.trim(range) == Some(range)
    }
}

fn size(at: usize) -> TextSize {
    TextSize::from(at as u32)
}
