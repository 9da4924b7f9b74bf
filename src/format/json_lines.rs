//! JSON with an article on each line.
//!
//! Invariant: no line that is written holds a character that some reader takes
//! for the end of a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use serde_json::{Map, Value};

use super::describe::kind;
use super::incoming::json_from_text;
use super::{FileProblem, Record};

/// Which characters are written as `\u` and four digits, besides those that
/// JSON wants so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// The ends of lines that JSON does not know: U+0085, U+2028, U+2029.
    LineEnds,
    /// All but ASCII, for readers that guess the encoding of a file.
    NotAscii,
}

impl Escapes {
    fn holds(self, c: char) -> bool {
        match self {
            Escapes::LineEnds => matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}'),
            Escapes::NotAscii => !c.is_ascii(),
        }
    }
}

impl Formatter for Escapes {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        mut fragment: &str,
    ) -> io::Result<()> {
        while let Some((at, c)) = fragment.char_indices().find(|&(_, c)| self.holds(c)) {
            writer.write_all(&fragment.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            fragment = &fragment[at + c.len_utf8()..];
        }
        writer.write_all(fragment.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        char_escape: CharEscape,
    ) -> io::Result<()> {
        CompactFormatter.write_char_escape(writer, char_escape)
    }
}

/// Writes a value and the end of its line.
pub(super) fn push_line(buffer: &mut Vec<u8>, value: &impl Serialize, escapes: Escapes) {
    // Writing into memory can't fail, and all of it can be JSON.
    let _ok = value.serialize(&mut Serializer::with_formatter(&mut *buffer, escapes));
    buffer.push(b'\n');
}

/// The object that a record is.
///
/// # Errors
/// It is none, or not JSON.
pub(super) fn object_of(record: &Record<'_>) -> Result<Map<String, Value>, FileProblem> {
    match json_from_text(record.text())? {
        Value::Object(fields) => Ok(fields),
        other => Err(not_an_article(&other)),
    }
}

/// What stands where an article should.
pub(super) fn not_an_article(value: &Value) -> FileProblem {
    FileProblem::Other(format!("holds {} where an article should be", kind(value)))
}

/// What an article is called whose file does not say: the name of the file,
/// and the record's place in it.
pub(super) fn numbered_title(record: &Record<'_>) -> String {
    format!("{} {}", record.stem, record.number).trim().into()
}

/// Whether JSON, of which there may be just the start, has a field with a name
/// whose value begins with `opening`, white space aside. What stands in a
/// string is never taken for a field, as its quotation marks are escaped.
pub(super) fn has_field(json: &str, name: &str, opening: &str) -> bool {
    let named = format!("\"{name}\"");
    json.match_indices(&named).any(|(at, _)| {
        let value = json[at + named.len()..].trim_start().strip_prefix(':');
        value.is_some_and(|mut value| {
            opening.chars().all(|c| match value.trim_start().strip_prefix(c) {
                Some(rest) => {
                    value = rest;
                    true
                }
                None => false,
            })
        })
    })
}

/// Whether JSON, of which there may be just the start, is of texts with triples
/// as their entities, and says nothing else: several programs write that.
pub(super) fn has_bare_entities(json: &str) -> bool {
    let field = |name, opening| has_field(json, name, opening);
    field("text", "\"")
        && (field("entities", "[[") || field("entities", "[]"))
        && !["cats", "relations", "label", "labels", "tokens", "ents", "spans"]
            .iter()
            .any(|name| field(name, ""))
}
