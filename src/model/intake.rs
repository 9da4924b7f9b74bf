//! The one change a text goes through when it enters: line endings become
//! LF, and a byte order mark goes. Nothing else ever changes.
//!
//! Unit: UTF-8 bytes, of the original and of the text. [`Intake::byte_from_original`]
//! maps offsets that were counted in the original.

use super::offset::TextSize;

/// How the lines of the original ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEndings {
    /// LF, or no line ending at all.
    #[default]
    Lf,
    /// CR LF.
    Crlf,
    /// CR alone.
    Cr,
    /// More than one kind.
    Mixed,
}

impl LineEndings {
    /// The name in files: `lf`, `crlf`, `cr` or `mixed`.
    pub fn as_str(self) -> &'static str {
        match self {
            LineEndings::Lf => "lf",
            LineEndings::Crlf => "crlf",
            LineEndings::Cr => "cr",
            LineEndings::Mixed => "mixed",
        }
    }

    /// Reads the name in files.
    pub fn from_name(name: &str) -> Option<LineEndings> {
        [LineEndings::Lf, LineEndings::Crlf, LineEndings::Cr, LineEndings::Mixed]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// What was changed in a text when it entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// How the original's lines ended.
    pub line_endings: LineEndings,
    /// Where the original has bytes that the text lacks, in order.
    removed: Vec<Removed>,
}

/// A stretch of the original that the text lacks. In bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Removed {
    at: u32,
    len: u32,
    /// What was removed before it.
    before: u32,
}

/// The byte order mark, U+FEFF.
const BOM: char = '\u{feff}';

impl Intake {
    /// Normalises `original`; returns the text and what was changed.
    pub fn normalize(original: &str) -> (String, Intake) {
        let mut removed: Vec<Removed> = Vec::new();
        let mut remove = |at: usize, len: usize| {
            let before = removed.last().map_or(0, |last| last.before + last.len);
            removed.push(Removed { at: at as u32, len: len as u32, before });
        };
        let (mut n_lf, mut n_crlf, mut n_cr) = (0, 0, 0);
        let mut text = String::with_capacity(original.len());
        let mut chars = original.char_indices().peekable();
        // Editors that each add one leave several.
        while let Some((at, _)) = chars.next_if(|&(_, c)| c == BOM) {
            remove(at, BOM.len_utf8());
        }
        while let Some((at, c)) = chars.next() {
            match c {
                '\r' if chars.peek().is_some_and(|&(_, next)| next == '\n') => {
                    chars.next();
                    remove(at, 1);
                    n_crlf += 1;
                    text.push('\n');
                }
                '\r' => {
                    n_cr += 1;
                    text.push('\n');
                }
                '\n' => {
                    n_lf += 1;
                    text.push('\n');
                }
                _ => text.push(c),
            }
        }
        let line_endings = match (n_lf > 0, n_crlf > 0, n_cr > 0) {
            (_, false, false) => LineEndings::Lf,
            (false, true, false) => LineEndings::Crlf,
            (false, false, true) => LineEndings::Cr,
            _ => LineEndings::Mixed,
        };
        (text, Intake { line_endings, removed })
    }

    /// Where a byte offset of the original lies in the text. An offset inside
    /// what was removed (between CR and LF) lies at the LF.
    pub fn byte_from_original(&self, original: TextSize) -> TextSize {
        let original = u32::from(original);
        let n_before = self.removed.partition_point(|removed| removed.at < original);
        let gone = match n_before.checked_sub(1).map(|last| self.removed[last]) {
            Some(Removed { at, len, before }) => before + len.min(original - at),
            None => 0,
        };
        TextSize::from(original - gone)
    }
}
