//! A reader that knows on which line it is.
//!
//! Unit: lines and columns count from 1, columns in Unicode code points.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

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

/// A file that is read, but for a byte order mark at its start.
pub(super) struct Counted<R> {
    /// The first bytes of the file, which were looked at, and the others.
    input: io::Chain<io::Cursor<Vec<u8>>, R>,
    /// Where `n_bytes` is counted from.
    start: u64,
    n_bytes: u64,
    at: LineColumn,
    after_return: bool,
}

impl<R: BufRead> Counted<R> {
    pub(super) fn new(input: R) -> Counted<R> {
        Counted {
            input: io::Cursor::default().chain(input),
            start: 0,
            n_bytes: 0,
            at: LineColumn::START,
            after_return: false,
        }
    }

    /// Leaves out a byte order mark, however few bytes come at a time.
    pub(super) fn skip_mark(&mut self) -> io::Result<()> {
        let (start, input) = self.input.get_mut();
        input.take(3).read_to_end(start.get_mut())?;
        if start.get_ref() == b"\xEF\xBB\xBF" {
            start.get_mut().clear();
            self.start += 3;
        }
        Ok(())
    }

    /// The next byte: as [`BufRead::consume`] has it, but quicker.
    pub(super) fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        if let Some(byte) = byte {
            self.at.pass(byte, self.after_return);
            self.after_return = byte == b'\r';
            self.n_bytes += 1;
            self.input.consume(1);
        }
        Ok(byte)
    }

    /// Where the next byte stands.
    pub(super) fn at(&self) -> LineColumn {
        self.at
    }

    /// How many bytes of the file are taken, without a byte order mark.
    pub(super) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }
}

impl<R: BufRead + Seek> Counted<R> {
    /// Goes to a place that was read before, counted as [`Counted::n_bytes`]
    /// does; on which line that is, is not known any more.
    pub(super) fn go_to(&mut self, n_bytes: u64) -> io::Result<()> {
        let (first, input) = self.input.get_mut();
        first.set_position(first.get_ref().len() as u64);
        input.seek(SeekFrom::Start(self.start + n_bytes))?;
        self.n_bytes = n_bytes;
        Ok(())
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.fill_buf()?.read(buffer)?;
        self.consume(n_bytes);
        Ok(n_bytes)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, n_bytes: usize) {
        // What is consumed is in the buffer, so looking at it can't fail.
        if let Ok(buffer) = self.input.fill_buf() {
            let (mut at, mut after_return) = (self.at, self.after_return);
            for &byte in &buffer[..n_bytes.min(buffer.len())] {
                at.pass(byte, after_return);
                after_return = byte == b'\r';
            }
            (self.at, self.after_return) = (at, after_return);
        }
        self.n_bytes += n_bytes as u64;
        self.input.consume(n_bytes);
    }
}
