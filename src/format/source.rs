//! The text of an article beside the text of the file that it came from.
//!
//! Unit: UTF-8 bytes, of the original or of the text.

use super::describe::quoted;
use super::warning::Problem;
use crate::model::fragments::Fragment;
use crate::model::intake::Intake;
use crate::model::names::{is_end, is_start};
use crate::model::offset::{OffsetMap, TextRange};
use crate::model::text::Text;

/// The text of an article, and the text of the file that it came from.
pub(super) struct Source<'a> {
    pub(super) original: &'a str,
    text: &'a Text,
    intake: &'a Intake,
    /// Of the original, if it is not the text itself.
    offsets: Option<OffsetMap>,
}

impl<'a> Source<'a> {
    pub(super) fn new(original: &'a str, text: &'a Text, intake: &'a Intake) -> Source<'a> {
        let offsets = (text.as_str() != original).then(|| OffsetMap::new(original));
        Source { original, text, intake, offsets }
    }

    pub(super) fn text(&self) -> &'a Text {
        self.text
    }

    /// Converts offsets of the original.
    pub(super) fn offsets(&self) -> &OffsetMap {
        self.offsets.as_ref().unwrap_or(self.text.offsets())
    }

    /// The words of a range of the original.
    pub(super) fn words(&self, original: TextRange) -> &'a str {
        self.original.get(original.start().into()..original.end().into()).unwrap_or_default()
    }

    /// Whether ranges of the original start and end where words or the names in
    /// them do.
    pub(super) fn are_whole(&self, ranges: &[TextRange]) -> bool {
        ranges.iter().all(|&range| {
            let words = self.words(range);
            words.trim() == words
                && is_start(self.original, range.start().into())
                && is_end(self.original, range.end().into())
        })
    }

    /// Where a range of the original lies in the text.
    pub(super) fn range_in_text(&self, original: TextRange) -> TextRange {
        TextRange::new(
            self.intake.byte_from_original(original.start()),
            self.intake.byte_from_original(original.end()),
        )
    }

    /// The words of a range of the text.
    pub(super) fn quote(&self, range: TextRange) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// A range of the text as the fragment of an annotation: on whole
    /// characters, and without white space at its ends.
    ///
    /// # Errors
    /// Nothing but white space.
    pub(super) fn snapped(
        &self,
        range: TextRange,
        problems: &mut Vec<Problem>,
    ) -> Result<TextRange, Problem> {
        let now = |snapped| quoted(self.quote(snapped));
        let snapped = self.text.snap_to_characters(range).ok_or(Problem::WhiteSpace)?;
        if snapped.start() < range.start() || range.end() < snapped.end() {
            problems.push(Problem::Widened { now: now(snapped) });
        }
        if range.start() < snapped.start() || snapped.end() < range.end() {
            problems.push(Problem::Trimmed { now: now(snapped) });
        }
        Ok(snapped)
    }
}

/// Sorts fragments and makes one of those that overlap or touch.
pub(super) fn keep_apart(fragments: &mut Vec<Fragment>, problems: &mut Vec<Problem>) {
    let key = |fragment: &Fragment| (fragment.range.start(), fragment.range.end());
    if !fragments.is_sorted_by_key(key) {
        fragments.sort_unstable_by_key(key);
        problems.push(Problem::Sorted);
    }
    let n_fragments = fragments.len();
    fragments.dedup_by(|next, last| {
        let touches = next.range.start() <= last.range.end();
        if touches {
            last.range = last.range.cover(next.range);
            for (field, value) in std::mem::take(&mut next.extra) {
                last.extra.entry(field).or_insert(value);
            }
        }
        touches
    });
    if fragments.len() < n_fragments {
        problems.push(Problem::Merged);
    }
}
