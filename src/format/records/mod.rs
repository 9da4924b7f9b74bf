//! Parts a file into records that can be read alone, so that a file of any
//! length is read in the memory that its longest record takes.
//!
//! Unit: bytes.

mod json;
mod rows;

use std::io::{self, BufRead, Read as _};

use super::MAX_FILE_BYTES;

/// How the records of a format stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// The file is one record.
    Whole,
    /// JSON: a value a line; or the items of one list, which is the whole file
    /// or, if it has a name, a field of the object that is; or one object.
    Json {
        /// The field with the list.
        list: Option<&'static str>,
    },
    /// Blocks of lines, each of which begins with `-DOCSTART-`; without any,
    /// the file is one record.
    Documents,
    /// Rows under one header, with fields that may be quoted: a record is the
    /// header, with the rows that follow each other and have the same first
    /// field.
    Rows {
        /// What parts two fields.
        delimiter: u8,
    },
}

/// The records of a file, in order.
pub struct Records<R> {
    /// The first bytes of the file, which were looked at, and the others.
    input: io::Chain<io::Cursor<Vec<u8>>, R>,
    framing: Framing,
    is_begun: bool,
    /// How JSON stands in this file.
    layout: Layout,
    /// What was read of the next record, or the header of rows.
    kept: Vec<u8>,
    /// How much of it is taken.
    n_taken: usize,
    /// The first row of the next record.
    row: Option<Vec<u8>>,
    /// How much of the records so far was their header, and how much their rows.
    n_header_bytes: u64,
    n_row_bytes: u64,
    /// What is around the items of a list.
    shell: Vec<u8>,
    /// Whether the file ended before its list did.
    breaks_off: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Lines,
    Values,
    List,
    Over,
}

impl<R: BufRead> Records<R> {
    /// Begins at the start of a file; a byte order mark there is no harm.
    pub fn new(framing: Framing, input: R) -> Records<R> {
        Records {
            input: io::Cursor::default().chain(input),
            framing,
            is_begun: false,
            layout: Layout::Lines,
            kept: Vec::new(),
            n_taken: 0,
            row: None,
            n_header_bytes: 0,
            n_row_bytes: 0,
            shell: Vec::new(),
            breaks_off: false,
        }
    }

    /// What stands around the items of a list, once all are read: the file
    /// without them.
    pub fn shell(&self) -> &[u8] {
        &self.shell
    }

    /// Whether the file ended between two items of a list, and so before the
    /// list did.
    pub fn breaks_off(&self) -> bool {
        self.breaks_off
    }

    fn next_record(&mut self) -> io::Result<Option<Vec<u8>>> {
        if !self.is_begun {
            self.is_begun = true;
            self.begin()?;
        }
        match self.framing {
            Framing::Whole => {
                let whole = self.rest()?;
                Ok(Some(whole).filter(|whole| !whole.is_empty()))
            }
            Framing::Json { .. } => match self.layout {
                Layout::Lines => self.json_line(),
                Layout::Values => self.json_item(0),
                Layout::List => self.json_item(self.list_depth()),
                Layout::Over => Ok(None),
            },
            Framing::Documents => self.document(),
            Framing::Rows { delimiter } => self.rows(delimiter),
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        // However few bytes come at a time.
        let (start, input) = self.input.get_mut();
        input.take(3).read_to_end(start.get_mut())?;
        if start.get_ref() == b"\xEF\xBB\xBF" {
            start.get_mut().clear();
        }
        match self.framing {
            Framing::Json { list } => self.begin_json(list),
            Framing::Rows { .. } => {
                self.kept = self.row()?.unwrap_or_default();
                Ok(())
            }
            Framing::Whole | Framing::Documents => Ok(()),
        }
    }

    fn document(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut document = std::mem::take(&mut self.kept);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(Some(document).filter(|document| !document.is_empty()));
            }
            if line.starts_with(b"-DOCSTART-") && !document.trim_ascii().is_empty() {
                self.kept = line;
                return Ok(Some(document));
            }
            document.extend(line);
            if document.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
        }
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let mut limited = io::Read::take(&mut self.input, MAX_FILE_BYTES + 1);
        limited.read_until(b'\n', &mut line)?;
        if line.len() as u64 > MAX_FILE_BYTES { Err(too_long()) } else { Ok(line) }
    }

    fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(&mut self.input, MAX_FILE_BYTES + 1), &mut rest)?;
        if rest.len() as u64 > MAX_FILE_BYTES { Err(too_long()) } else { Ok(rest) }
    }

    fn check_len(&self) -> io::Result<()> {
        if self.kept.len() as u64 > MAX_FILE_BYTES { Err(too_long()) } else { Ok(()) }
    }

    /// The first byte that is not white space; it is not taken.
    fn peek_ink(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.input.fill_buf()?;
            match buffer.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(at) => {
                    let byte = buffer[at];
                    self.input.consume(at);
                    return Ok(Some(byte));
                }
                None if buffer.is_empty() => return Ok(None),
                None => {
                    let n_bytes = buffer.len();
                    self.input.consume(n_bytes);
                }
            }
        }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        if byte.is_some() {
            self.input.consume(1);
        }
        Ok(byte)
    }

    fn take(&mut self, n_bytes: usize) -> io::Result<()> {
        self.input.fill_buf()?;
        self.input.consume(n_bytes);
        Ok(())
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        self.next_record().transpose()
    }
}

fn too_long() -> io::Error {
    let limit = MAX_FILE_BYTES / 1024 / 1024;
    io::Error::other(format!("one record is longer than the limit of {limit} MB"))
}
