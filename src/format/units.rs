//! What offsets may count, and the way from each to bytes.

use super::OffsetUnit;
use super::draft::{Draft, DraftAnnotation};
use super::source::Source;
use crate::model::offset::{CharOffset, TextRange, TextSize, Utf16Offset};
use crate::model::segmentation::{bounds, is_grapheme_boundary};
use crate::model::text::Text;

/// Turns offsets of one unit into bytes of the original text.
pub(super) enum Ruler<'a> {
    /// Bytes.
    Bytes(&'a str),
    /// UTF-16 units or code points, by the text's own map.
    Map(&'a Source<'a>, OffsetUnit),
    /// Where each character of another kind starts, and the end.
    Starts(Vec<u32>),
}

impl<'a> Ruler<'a> {
    pub(super) fn new(unit: OffsetUnit, source: &'a Source<'a>) -> Ruler<'a> {
        let text = source.original;
        let starts = |starts: &mut dyn Iterator<Item = usize>| {
            Ruler::Starts(starts.chain([text.len()]).map(|at| at as u32).collect())
        };
        match unit {
            OffsetUnit::Byte => Ruler::Bytes(text),
            OffsetUnit::Utf16 | OffsetUnit::CodePoint | OffsetUnit::Token => {
                Ruler::Map(source, unit)
            }
            OffsetUnit::CrlfAsOne => {
                let bytes = text.as_bytes();
                let ends_crlf = |at: usize| at > 0 && &bytes[at - 1..=at] == b"\r\n";
                let chars = text.char_indices().map(|(at, _)| at);
                starts(&mut chars.filter(|&at| !ends_crlf(at)))
            }
            OffsetUnit::Grapheme => {
                starts(&mut bounds(text, is_grapheme_boundary).map(|(start, _)| start))
            }
        }
    }

    /// The byte that an offset stands for; `None` inside a character and past
    /// the end.
    fn byte(&self, offset: u64) -> Option<TextSize> {
        let offset = u32::try_from(offset).ok()?;
        match self {
            Ruler::Bytes(text) => {
                text.is_char_boundary(offset as usize).then(|| TextSize::from(offset))
            }
            Ruler::Map(source, OffsetUnit::Utf16) => {
                source.offsets().byte_from_utf16(Utf16Offset(offset))
            }
            Ruler::Map(source, _) => source.offsets().byte_from_char(CharOffset(offset)),
            Ruler::Starts(starts) => starts.get(offset as usize).map(|&at| at.into()),
        }
    }

    /// The bytes between two offsets; `None` if there are none.
    pub(super) fn range(&self, start: u64, end: u64) -> Option<TextRange> {
        let (start, end) = (self.byte(start)?, self.byte(end)?);
        (start < end).then(|| TextRange::new(start, end))
    }

    /// How far this unit counts in the text.
    pub(super) fn len(&self) -> u32 {
        match self {
            Ruler::Bytes(text) => text.len() as u32,
            Ruler::Map(source, OffsetUnit::Utf16) => source.offsets().n_utf16().0,
            Ruler::Map(source, _) => source.offsets().n_chars().0,
            Ruler::Starts(starts) => starts.len() as u32 - 1,
        }
    }

    /// Where all fragments of an annotation lie, if all lie in the text and
    /// hold what the file says they do.
    pub(super) fn fit(
        &self,
        draft: &Draft,
        annotation: &DraftAnnotation,
        source: &Source<'_>,
    ) -> Option<Vec<TextRange>> {
        let ranges = annotation.fragments.iter().map(|one| self.range(one.start, one.end));
        let ranges: Vec<TextRange> = ranges.collect::<Option<_>>()?;
        let is_quoted = annotation.quote.as_ref().is_none_or(|quote| {
            let words: Vec<&str> = ranges.iter().map(|&range| source.words(range)).collect();
            (draft.is_quote)(&words, quote)
        });
        (is_quoted && !ranges.is_empty()).then_some(ranges)
    }
}

impl OffsetUnit {
    /// Whether two units always count alike in a text.
    pub(super) fn all_count_alike(text: &str) -> bool {
        text.is_ascii() && !text.contains('\r')
    }

    /// What is counted, for people.
    pub fn name(self) -> &'static str {
        match self {
            OffsetUnit::Byte => "UTF-8 bytes",
            OffsetUnit::Utf16 => "UTF-16 code units",
            OffsetUnit::CodePoint => "Unicode code points",
            OffsetUnit::CrlfAsOne => "Unicode code points, with CR LF as one",
            OffsetUnit::Grapheme => "grapheme clusters",
            OffsetUnit::Token => "tokens",
        }
    }

    /// What is counted, for programs.
    pub fn id(self) -> &'static str {
        match self {
            OffsetUnit::Byte => "byte",
            OffsetUnit::Utf16 => "utf16",
            OffsetUnit::CodePoint => "codepoint",
            OffsetUnit::CrlfAsOne => "crlf-as-one",
            OffsetUnit::Grapheme => "grapheme",
            OffsetUnit::Token => "token",
        }
    }

    /// The unit with this [`id`](OffsetUnit::id).
    pub fn from_id(id: &str) -> Option<OffsetUnit> {
        OffsetUnit::ALL.into_iter().find(|unit| unit.id() == id)
    }
}

/// Whether words are those that a file has beside their offsets, but for case and
/// white space, which programs change there.
pub(super) fn are_said(words: &[&str], said: &str) -> bool {
    let mut words = words.iter().flat_map(|words| words.split_whitespace());
    let mut said = said.split_whitespace();
    let is_same =
        |one: &str, other: &str| one == other || one.to_lowercase() == other.to_lowercase();
    said.all(|said| words.next().is_some_and(|word| is_same(word, said))) && words.next().is_none()
}

/// Where a range starts and ends in code points. The ranges of annotations lie
/// on characters, so the default is never used.
pub(super) fn in_chars(text: &Text, range: TextRange) -> (u32, u32) {
    let at = |byte| text.offsets().char_from_byte(byte).map_or(0, |offset| offset.0);
    (at(range.start()), at(range.end()))
}

/// Where a range starts and ends in UTF-16 code units.
pub(super) fn in_utf16(text: &Text, range: TextRange) -> (u32, u32) {
    let at = |byte| text.offsets().utf16_from_byte(byte).map_or(0, |offset| offset.0);
    (at(range.start()), at(range.end()))
}
