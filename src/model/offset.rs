//! Offsets into a text, in the three units the world counts in.
//!
//! Inside, an offset is a count of UTF-8 bytes ([`TextSize`]). The DOM counts
//! UTF-16 code units ([`Utf16Offset`]), files count Unicode code points
//! ([`CharOffset`]) unless their format prescribes another unit. The types do
//! not mix; [`OffsetMap`] converts between them. An offset inside a character
//! or past the end is `None`, never a guess.

pub use text_size::{TextRange, TextSize};

/// A count of UTF-16 code units from the start of a text, as the DOM counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16Offset(pub u32);

/// A count of Unicode code points from the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharOffset(pub u32);

/// Converts offsets of one text between bytes, UTF-16 units and code points.
///
/// Keeps one entry per character outside ASCII, so an English article costs
/// next to nothing. Every conversion is a binary search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetMap {
    wide: Box<[WideChar]>,
    len: WideChar,
}

/// Where a character outside ASCII starts, in all three units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct WideChar {
    byte: u32,
    utf16: u32,
    char: u32,
    utf8_len: u8,
}

impl WideChar {
    fn utf16_len(self) -> u32 {
        if self.utf8_len == 4 { 2 } else { 1 }
    }
}

impl OffsetMap {
    /// Reads `text` once. The text must be shorter than 4 GiB; articles are
    /// held to far less when they enter.
    pub fn new(text: &str) -> OffsetMap {
        let mut wide = Vec::new();
        let mut at = WideChar { byte: 0, utf16: 0, char: 0, utf8_len: 0 };
        for c in text.chars() {
            let start = WideChar { utf8_len: c.len_utf8() as u8, ..at };
            if start.utf8_len > 1 {
                wide.push(start);
            }
            at.byte += u32::from(start.utf8_len);
            at.utf16 += start.utf16_len();
            at.char += 1;
        }
        OffsetMap { wide: wide.into(), len: at }
    }

    /// The length of the text in code points.
    pub fn n_chars(&self) -> CharOffset {
        CharOffset(self.len.char)
    }

    /// The length of the text in UTF-16 code units.
    pub fn n_utf16(&self) -> Utf16Offset {
        Utf16Offset(self.len.utf16)
    }

    /// The UTF-16 offset of a byte offset, if that is a character boundary.
    pub fn utf16_from_byte(&self, byte: TextSize) -> Option<Utf16Offset> {
        let byte = u32::from(byte);
        let (wide, past) = self.find(byte, self.len.byte, |w| (w.byte, u32::from(w.utf8_len)))?;
        Some(Utf16Offset(wide.map_or(past, |w| w.utf16 + w.utf16_len() + past)))
    }

    /// The code-point offset of a byte offset, if that is a character boundary.
    pub fn char_from_byte(&self, byte: TextSize) -> Option<CharOffset> {
        let byte = u32::from(byte);
        let (wide, past) = self.find(byte, self.len.byte, |w| (w.byte, u32::from(w.utf8_len)))?;
        Some(CharOffset(wide.map_or(past, |w| w.char + 1 + past)))
    }

    /// The byte offset of a UTF-16 offset; `None` between two surrogates or
    /// past the end.
    pub fn byte_from_utf16(&self, offset: Utf16Offset) -> Option<TextSize> {
        let (wide, past) = self.find(offset.0, self.len.utf16, |w| (w.utf16, w.utf16_len()))?;
        Some(wide.map_or(past, |w| w.byte + u32::from(w.utf8_len) + past).into())
    }

    /// The byte offset of a code-point offset; `None` past the end.
    pub fn byte_from_char(&self, offset: CharOffset) -> Option<TextSize> {
        let (wide, past) = self.find(offset.0, self.len.char, |w| (w.char, 1))?;
        Some(wide.map_or(past, |w| w.byte + u32::from(w.utf8_len) + past).into())
    }

    /// The last wide character that starts before `offset`, and how many
    /// one-unit characters lie between its end and `offset`.
    fn find(
        &self,
        offset: u32,
        len: u32,
        start_and_len: impl Fn(&WideChar) -> (u32, u32),
    ) -> Option<(Option<WideChar>, u32)> {
        if offset > len {
            return None;
        }
        let after = self.wide.partition_point(|w| start_and_len(w).0 < offset);
        let Some(wide) = after.checked_sub(1).map(|i| self.wide[i]) else {
            return Some((None, offset));
        };
        let (start, width) = start_and_len(&wide);
        let past = offset.checked_sub(start + width)?;
        Some((Some(wide), past))
    }
}
