//! What the offsets of a file count: the tokens of its rows say, since the text
//! of each sentence begins where its first token does.
//!
//! Unit: bytes of the text of a sentence, of the offsets that the file counts.

use super::escapes;
use super::rows::{File, Row, Sentence};
use crate::format::OffsetUnit;
use crate::model::segmentation::{bounds, is_grapheme_boundary};

/// The units that are tried, the prescribed one first.
const TRIED: [OffsetUnit; 4] =
    [OffsetUnit::Utf16, OffsetUnit::CodePoint, OffsetUnit::Byte, OffsetUnit::Grapheme];

/// The unit under which all rows hold their words, or else most: the first such
/// of those that are tried.
pub(super) fn unit_of(file: &File<'_>) -> OffsetUnit {
    if file.sentences.iter().all(|one| OffsetUnit::all_count_alike(&one.text)) {
        return TRIED[0];
    }
    let mut best = (TRIED[0], usize::MAX);
    for unit in TRIED {
        let n_misfits = n_misfits(file, unit);
        if n_misfits < best.1 {
            best = (unit, n_misfits);
        }
        if n_misfits == 0 {
            break;
        }
    }
    best.0
}

/// How many rows don't hold their words, and sentences that begin before the
/// one before ends.
fn n_misfits(file: &File<'_>, unit: OffsetUnit) -> usize {
    let (mut n, mut end) = (0, 0);
    for sentence in &file.sentences {
        let Some(first) = sentence.rows.first() else { continue };
        let start = first.place.start;
        n += usize::from(start < end);
        let scale = Scale::of(&sentence.text, unit);
        end = start.saturating_add(scale.len());
        n += sentence.rows.iter().filter(|row| scale.words(row, sentence).is_none()).count();
    }
    n
}

/// Where each unit of a text starts.
pub(super) struct Scale<'a> {
    text: &'a str,
    /// For each offset the byte, and the end; none where each byte is a unit.
    places: Option<Vec<u32>>,
}

/// An offset inside of a character.
const INSIDE: u32 = u32::MAX;

impl<'a> Scale<'a> {
    pub(super) fn of(text: &'a str, unit: OffsetUnit) -> Scale<'a> {
        if OffsetUnit::all_count_alike(text) {
            return Scale { text, places: None };
        }
        let mut places = Vec::with_capacity(text.len() + 1);
        if unit == OffsetUnit::Grapheme {
            places.extend(bounds(text, is_grapheme_boundary).map(|(start, _)| start as u32));
        }
        for (at, c) in text.char_indices() {
            let n = match unit {
                OffsetUnit::Grapheme => 0,
                OffsetUnit::Byte => c.len_utf8(),
                OffsetUnit::CodePoint => 1,
                OffsetUnit::CrlfAsOne => usize::from(!text[..at].ends_with('\r') || c != '\n'),
                OffsetUnit::Utf16 | OffsetUnit::Token => c.len_utf16(),
            };
            let inside = std::iter::repeat_n(INSIDE, n.saturating_sub(1));
            places.extend((n > 0).then_some(at as u32).into_iter().chain(inside));
        }
        places.push(text.len() as u32);
        Scale { text, places: Some(places) }
    }

    /// How many units there are.
    pub(super) fn len(&self) -> u64 {
        self.places.as_ref().map_or(self.text.len(), |places| places.len() - 1) as u64
    }

    fn byte(&self, offset: u64) -> Option<usize> {
        let offset = usize::try_from(offset).ok()?;
        match &self.places {
            None => Some(offset),
            Some(places) => places.get(offset).map(|&place| place as usize),
        }
    }

    /// The words of a row, if they stand where it says. They are as the text has
    /// them; programs escape them or not.
    pub(super) fn words(&self, row: &Row<'_>, sentence: &Sentence<'_>) -> Option<&'a str> {
        let base = sentence.rows.first()?.place.start;
        let start = self.byte(row.place.start.checked_sub(base)?)?;
        let end = self.byte(row.place.end.checked_sub(base)?)?;
        let words = self.text.get(start..end)?;
        (words == row.words() || words == escapes::text(row.words(), false)).then_some(words)
    }
}
