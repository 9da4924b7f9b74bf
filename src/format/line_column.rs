//! Where in a file something stands.
//!
//! Unit: lines and columns count from 1, columns in Unicode code points.

/// Where in a file something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in code points.
    pub column: usize,
}

impl LineColumn {
    /// The start of a file.
    pub const START: LineColumn = LineColumn { line: 1, column: 1 };

    /// Goes on by a byte.
    pub(super) fn pass(&mut self, byte: u8, after_return: bool) {
        match byte {
            // The second half of a line's end.
            b'\n' if after_return => {}
            b'\n' | b'\r' => *self = LineColumn { line: self.line + 1, column: 1 },
            // A code point begins with any other byte.
            0x80..=0xBF => {}
            _ => self.column += 1,
        }
    }
}
