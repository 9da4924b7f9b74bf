//! A reader that knows on which line it is.
//!
//! Unit: bytes.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use crate::format::line_column::LineColumn;

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

/// A place in a file to which one can go back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    n_bytes: u64,
    at: LineColumn,
    after_return: bool,
}

impl<R: BufRead + Seek> Counted<R> {
    /// The place of the next byte.
    pub(super) fn mark(&self) -> Mark {
        Mark { n_bytes: self.n_bytes, at: self.at, after_return: self.after_return }
    }

    /// Goes back to a place.
    pub(super) fn go_back(&mut self, mark: Mark) -> io::Result<()> {
        self.go_to(mark.n_bytes)?;
        (self.at, self.after_return) = (mark.at, mark.after_return);
        Ok(())
    }

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
