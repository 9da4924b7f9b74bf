//! What comes in: any file a person drops, picks or pastes.
//!
//! Unit: bytes of the file; sentences count lines and columns from 1.

use serde_json::Value;

use super::error::{FileProblem, FormatError};
use super::line_column::LineColumn;
use super::{Imported, native};

/// The largest file that is read, in bytes: 32 MB.
pub const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// A Verbatim file.
    Native(Box<Imported>),
    /// Plain text, as it is: an article to be.
    Text(String),
}

/// Reads any file. A name that ends in `.json`, or a content that is plainly
/// a Verbatim file, is read as native JSON; all else is plain text.
///
/// # Errors
/// A file that can't be read, as [`FileProblem`] has it.
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Incoming, FormatError> {
    let named = |error: FormatError| FormatError { file: name.into(), ..error };
    check_size(name, bytes.len() as u64)?;
    let text = text_from_utf8(bytes).map_err(|problem| named(problem.into()))?;
    if super::has_extension(name, "json") || native::looks_native(text) {
        return native::NativeJson
            .decode(bytes)
            .map(|imported| Incoming::Native(Box::new(imported)))
            .map_err(named);
    }
    Ok(Incoming::Text(text.into()))
}

/// Refuses a file that is too large, before it is read.
///
/// # Errors
/// [`FileProblem::TooLarge`].
pub fn check_size(name: &str, n_bytes: u64) -> Result<(), FormatError> {
    if n_bytes <= MAX_FILE_BYTES {
        return Ok(());
    }
    Err(FormatError { file: name.into(), problem: FileProblem::TooLarge { n_bytes } })
}

/// Refuses a file that is too large or not text in UTF-8.
///
/// # Errors
/// As [`FileProblem`] has it.
pub fn check_text(name: &str, bytes: &[u8]) -> Result<(), FormatError> {
    check_size(name, bytes.len() as u64)?;
    let named = |problem| FormatError { file: name.into(), problem };
    text_from_utf8(bytes).map(drop).map_err(named)
}

/// The text of a file, a byte order mark included.
///
/// # Errors
/// Bytes that are not UTF-8, and what they look like.
pub fn text_from_utf8(bytes: &[u8]) -> Result<&str, FileProblem> {
    match bytes {
        [] | [0xEF, 0xBB, 0xBF] => return Err(FileProblem::Empty),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(FileProblem::Utf16),
        _ if looks_like_utf16(bytes) => return Err(FileProblem::Utf16),
        _ => {}
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        let (mut at, mut last) = (LineColumn::START, 0);
        for &byte in valid.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(valid) {
            at.pass(byte, last == b'\r');
            last = byte;
        }
        let (byte, n_valid) = (rest.first().copied().unwrap_or_default(), valid.len());
        FileProblem::NotUtf8 { byte, n_valid, line: at.line, column: at.column }
    })
}

/// Whether bytes are UTF-16 without a mark: every second one is zero, as far as
/// is looked at. Some zeros alone may stand in a text.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let first = &bytes[..bytes.len().min(16)];
    let zero_at = usize::from(first.first() != Some(&0));
    let is_ascii = |pair: &[u8]| pair.len() == 2 && pair[zero_at] == 0 && pair[1 - zero_at] != 0;
    first.len() > 2 && first.chunks(2).all(is_ascii)
}

/// Reads JSON; a byte order mark before it is no harm.
pub(super) fn json_from_text(text: &str) -> Result<Value, FileProblem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(FileProblem::Empty);
    }
    serde_json::from_str(text).map_err(|error| {
        let (line, column) =
            (error.line(), column_in_chars(text, error.line(), error.column()).max(1));
        let said = error.to_string();
        let reason = said.rsplit_once(" at line ").map_or(said.as_str(), |(reason, _)| reason);
        match reason {
            "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
                FileProblem::LoneSurrogate { line, column }
            }
            "recursion limit exceeded" => FileProblem::TooDeep { line },
            // It lacks what should stand behind the last character.
            _ if error.is_eof() => FileProblem::BreaksOff { line, column: column + 1 },
            _ => FileProblem::NotJson { line, column, reason: reason.into() },
        }
    })
}

/// The JSON reader counts columns in bytes, people count characters.
fn column_in_chars(text: &str, line: usize, column: usize) -> usize {
    let line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    line.char_indices().take_while(|&(at, _)| at < column).count()
}
