//! Writes indented JSON, with the fields in the order they are given in.
//!
//! Or all on one line, without white space between.
//!
//! Invariant: two spaces a level, `[]` and `{}` for what is empty, only what
//! JSON demands is escaped; the fields of unknown objects are sorted by name.

use std::io::Write as _;

use serde_json::Value;

use crate::model::extra::Extra;

/// JSON in the making.
#[derive(Default)]
pub(super) struct Writer {
    out: Vec<u8>,
    depth: usize,
    has_items: bool,
    is_line: bool,
}

impl Writer {
    /// The JSON, with a line end.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.out.push(b'\n');
        self.out
    }

    /// Writes all on one line.
    pub(super) fn line() -> Writer {
        Writer { is_line: true, ..Writer::default() }
    }

    /// Goes on inside of so many lists and objects, the innermost of which may
    /// have items already.
    pub(super) fn inside(depth: usize, has_items: bool) -> Writer {
        Writer { depth, has_items, ..Writer::default() }
    }

    /// The JSON so far.
    pub(super) fn so_far(self) -> Vec<u8> {
        self.out
    }

    /// Begins a list or an object: `[` or `{`.
    pub(super) fn open(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.depth += 1;
        self.has_items = false;
    }

    /// Ends it: `]` or `}`.
    pub(super) fn close(&mut self, bracket: u8) {
        self.depth -= 1;
        if self.has_items {
            self.new_line();
        }
        self.out.push(bracket);
        self.has_items = true;
    }

    /// Goes on to the next thing in a list.
    pub(super) fn item(&mut self) {
        if self.has_items {
            self.out.push(b',');
        }
        self.new_line();
        self.has_items = true;
    }

    /// Goes on to the next field of an object.
    pub(super) fn field(&mut self, name: &str) {
        self.item();
        self.text(name);
        self.out.extend_from_slice(if self.is_line { b":" } else { b": " });
    }

    /// Writes a field of words.
    pub(super) fn text_field(&mut self, name: &str, words: &str) {
        self.field(name);
        self.text(words);
    }

    /// Writes a field of words, `null` if there are none.
    pub(super) fn optional_field(&mut self, name: &str, words: Option<&str>) {
        self.field(name);
        match words {
            Some(words) => self.text(words),
            None => self.out.extend_from_slice(b"null"),
        }
    }

    /// Writes a field of a number.
    pub(super) fn number_field(&mut self, name: &str, number: u32) {
        self.field(name);
        // Writing into memory can't fail.
        let _ok = write!(self.out, "{number}");
    }

    /// Writes a list of numbers on one line.
    pub(super) fn numbers(&mut self, numbers: &[u32]) {
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        let separator = if self.is_line { "," } else { ", " };
        let _ok = write!(self.out, "[{}]", numbers.join(separator));
    }

    /// Writes the fields that this version does not know.
    pub(super) fn extra(&mut self, extra: &Extra) {
        for (name, value) in extra {
            self.field(name);
            self.value(value);
        }
    }

    /// Writes words.
    pub(super) fn text(&mut self, words: &str) {
        let _ok = serde_json::to_writer(&mut self.out, words);
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(words) => self.text(words),
            Value::Array(values) => {
                self.open(b'[');
                for value in values {
                    self.item();
                    self.value(value);
                }
                self.close(b']');
            }
            Value::Object(fields) => {
                // They come sorted, unless some crate of the build has turned
                // on serde_json's `preserve_order`.
                let mut sorted: Vec<(&String, &Value)> = Vec::with_capacity(fields.len());
                for (name, value) in fields {
                    let place = sorted.partition_point(|&(other, _)| other < name);
                    sorted.insert(place, (name, value));
                }
                self.open(b'{');
                for (name, value) in sorted {
                    self.field(name);
                    self.value(value);
                }
                self.close(b'}');
            }
            plain => {
                let _ok = write!(self.out, "{plain}");
            }
        }
    }

    fn new_line(&mut self) {
        if self.is_line {
            return;
        }
        self.out.push(b'\n');
        self.out.resize(self.out.len() + 2 * self.depth, b' ');
    }
}
