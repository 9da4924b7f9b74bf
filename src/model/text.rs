//! The text of an article: immutable, with its lines and its offset map.
//!
//! Unit: UTF-8 bytes. Invariants: not empty, at most [`MAX_TEXT_BYTES`] bytes,
//! lines end in LF, no byte order mark at the start. Cloning is cheap.

use std::fmt;
use std::sync::Arc;

use super::intake::Intake;
use super::offset::{CharOffset, OffsetMap, TextRange, TextSize, Utf16Offset};

/// The longest text of one article, in bytes. A browser's local storage holds
/// about five million UTF-16 units in all.
pub const MAX_TEXT_BYTES: usize = 4_000_000;

/// The number of a line, counted from 0. A line is drawn as one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockIdx(pub usize);

/// An immutable text.
#[derive(Clone)]
pub struct Text(Arc<Inner>);

struct Inner {
    text: Box<str>,
    block_starts: Vec<TextSize>,
    offsets: OffsetMap,
}

/// Why a text can't be an article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing to read in it.
    #[error("it has no text: {n_bytes} bytes, nothing but white space")]
    Blank {
        /// The length of what was given, in bytes.
        n_bytes: usize,
    },
    /// Longer than [`MAX_TEXT_BYTES`].
    #[error("its text is {n_bytes} bytes long; the limit for one article is {MAX_TEXT_BYTES}")]
    TooLong {
        /// The length of what was given, in bytes.
        n_bytes: usize,
    },
}

impl Text {
    /// Takes a text in, normalising its line endings once.
    ///
    /// # Errors
    /// A text of white space only, or longer than [`MAX_TEXT_BYTES`].
    pub fn from_original(original: &str) -> Result<(Text, Intake), TextError> {
        if original.len() > MAX_TEXT_BYTES {
            return Err(TextError::TooLong { n_bytes: original.len() });
        }
        let (text, intake) = Intake::normalize(original);
        if text.trim().is_empty() {
            return Err(TextError::Blank { n_bytes: original.len() });
        }
        let block_starts = std::iter::once(TextSize::from(0))
            .chain(text.match_indices('\n').map(|(at, _)| TextSize::from(at as u32 + 1)))
            .collect();
        let offsets = OffsetMap::new(&text);
        Ok((Text(Arc::new(Inner { text: text.into(), block_starts, offsets })), intake))
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Converts offsets of this text.
    pub fn offsets(&self) -> &OffsetMap {
        &self.0.offsets
    }

    /// The length in bytes.
    pub fn len(&self) -> TextSize {
        TextSize::of(self.as_str())
    }

    /// Always false: a text has at least one character that is not white space.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The words at `range`, or `None` if an end is past the end or inside a
    /// character.
    pub fn get(&self, range: TextRange) -> Option<&str> {
        self.as_str().get(range.start().into()..range.end().into())
    }

    /// The range between two code-point offsets, if it lies in the text.
    pub fn range_from_chars(&self, start: CharOffset, end: CharOffset) -> Option<TextRange> {
        let map = self.offsets();
        ordered(map.byte_from_char(start)?, map.byte_from_char(end)?)
    }

    /// The range between two UTF-16 offsets, if it lies in the text and on
    /// character boundaries.
    pub fn range_from_utf16(&self, start: Utf16Offset, end: Utf16Offset) -> Option<TextRange> {
        let map = self.offsets();
        ordered(map.byte_from_utf16(start)?, map.byte_from_utf16(end)?)
    }

    /// How many lines there are.
    pub fn n_blocks(&self) -> usize {
        self.0.block_starts.len()
    }

    /// Where a line lies, without its LF. A number past the last line gives
    /// the empty range at the end.
    pub fn block_range(&self, block: BlockIdx) -> TextRange {
        let starts = &self.0.block_starts;
        let Some(&start) = starts.get(block.0) else {
            return TextRange::empty(self.len());
        };
        let end = match starts.get(block.0 + 1) {
            Some(&next) => next - TextSize::from(1),
            None => self.len(),
        };
        TextRange::new(start, end)
    }

    /// The words of a line.
    pub fn block_str(&self, block: BlockIdx) -> &str {
        self.get(self.block_range(block)).unwrap_or_default()
    }

    /// The line an offset lies in; its LF belongs to the line it ends.
    pub fn block_at(&self, offset: TextSize) -> BlockIdx {
        BlockIdx(self.0.block_starts.partition_point(|&start| start <= offset).saturating_sub(1))
    }

    /// The lines a non-empty range lies in.
    pub fn blocks_of(&self, range: TextRange) -> impl Iterator<Item = BlockIdx> + use<> {
        let last = range.end().checked_sub(TextSize::from(1)).unwrap_or(range.end());
        (self.block_at(range.start()).0..=self.block_at(last).0).map(BlockIdx)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Text").field(&self.as_str()).finish()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

fn ordered(start: TextSize, end: TextSize) -> Option<TextRange> {
    (start <= end).then(|| TextRange::new(start, end))
}
