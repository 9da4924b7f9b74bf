//! Parts a file into records that can be read alone, so that a file of any
//! length is read in the memory that its longest record takes.
//!
//! Unit: bytes.

mod counted;
mod json;
mod rows;

use std::collections::VecDeque;
use std::io::{self, BufRead, Seek};

use super::error::FileProblem;
pub use super::line_column::LineColumn;
use super::place::{FileLine, RecordAt};
use super::{MAX_FILE_BYTES, text_from_utf8};
use counted::Counted;
use rows::Group;

/// How the records of a format stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// The file is one record.
    Whole,
    /// JSON: a value a line; or the items of one list, which is the whole file
    /// or, if it has a name, a field of the object that is; or one object. A
    /// list that begins with text is a value, and no list of values.
    Json {
        /// The field with the list.
        list: Option<&'static str>,
    },
    /// Blocks of lines, each of which begins with `-DOCSTART-`; without any,
    /// the file is one record.
    Documents,
    /// As JSON without a named list; but values that have a `target` point at
    /// each other, and all of them are one record, as a list.
    JsonGraph,
    /// Rows under one header, with fields that may be quoted: a record is the
    /// header, with all rows that have the same value in the column that names
    /// the article, wherever they stand. Without such a column, an article
    /// begins with each row that has no label.
    Rows {
        /// What parts two fields.
        delimiter: u8,
        /// What the column that names the article may be called.
        keys: &'static [&'static str],
        /// What the column of labels may be called.
        labels: &'static [&'static str],
    },
}

/// The records of a file, in order.
pub struct Records<R> {
    input: Counted<R>,
    framing: Framing,
    is_begun: bool,
    /// How JSON stands in this file.
    layout: Layout,
    /// What was read of the next record, or the header of rows.
    kept: Vec<u8>,
    /// Where what was read of the next record stands.
    kept_at: LineColumn,
    /// Where the record that was given last starts.
    start: LineColumn,
    /// What stood between the values of a graph and is none.
    aside: VecDeque<(LineColumn, Vec<u8>)>,
    /// The rows of the records that are yet to come.
    groups: std::vec::IntoIter<Group>,
    /// What is wrong with the last record, if it can't be read.
    problem: Option<FileProblem>,
    /// The lines on which the rows of the last record start.
    row_lines: Vec<usize>,
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

impl<R: BufRead + Seek> Records<R> {
    /// Begins at the start of a file; a byte order mark there is no harm.
    pub fn new(framing: Framing, input: R) -> Records<R> {
        Records {
            input: Counted::new(input),
            framing,
            is_begun: false,
            layout: Layout::Lines,
            kept: Vec::new(),
            kept_at: LineColumn::START,
            start: LineColumn::START,
            aside: VecDeque::new(),
            groups: Vec::new().into_iter(),
            problem: None,
            row_lines: Vec::new(),
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

    /// Where the record that was given last starts.
    pub fn start(&self) -> LineColumn {
        self.start
    }

    /// The record that was given last, by its number and its line.
    pub fn at(&self, number: usize) -> RecordAt {
        let line = self.start.line;
        let line = match (self.framing, self.layout) {
            (Framing::Whole | Framing::Documents, _) => None,
            (Framing::Json { .. } | Framing::JsonGraph, Layout::Lines) => Some(FileLine::On(line)),
            _ if (number, line) == (1, 1) => None,
            _ => Some(FileLine::From(line)),
        };
        RecordAt { number, line }
    }

    /// The text of the record that was given last.
    ///
    /// # Errors
    /// What is wrong with it, with the place in the file.
    pub fn text<'a>(&self, record: &'a [u8]) -> Result<&'a str, FileProblem> {
        match &self.problem {
            Some(problem) => Err(problem.clone()),
            None => text_from_utf8(record).map_err(|problem| self.in_file(problem)),
        }
    }

    /// The problem of the record that was given last as one of its file.
    pub fn in_file(&self, problem: FileProblem) -> FileProblem {
        let LineColumn { line, column } = self.start;
        let n_header_lines = match self.row_lines.is_empty() {
            true => 0,
            false => self.kept.iter().filter(|&&byte| byte == b'\n').count(),
        };
        problem.starting_at(LineColumn { line: line.saturating_sub(n_header_lines), column })
    }

    /// The lines on which the rows of the last record start, but for the header;
    /// empty, if it is not made of rows.
    pub fn row_lines(&self) -> &[usize] {
        &self.row_lines
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
                self.start = self.input.at();
                let whole = self.rest()?;
                Ok(Some(whole).filter(|whole| !whole.is_empty()))
            }
            Framing::Json { .. } => self.json(),
            Framing::JsonGraph => self.json_graph(),
            Framing::Documents => self.document(),
            Framing::Rows { .. } => self.rows(),
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.input.skip_mark()?;
        match self.framing {
            Framing::Json { list } => self.begin_json(list),
            Framing::JsonGraph => self.begin_json(None),
            Framing::Rows { delimiter, keys, labels } => self.begin_rows(delimiter, keys, labels),
            Framing::Whole | Framing::Documents => Ok(()),
        }
    }

    fn document(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut document = std::mem::take(&mut self.kept);
        self.start = if document.is_empty() { self.input.at() } else { self.kept_at };
        loop {
            let at = self.input.at();
            let line = self.line()?;
            if line.is_empty() {
                return Ok(Some(document).filter(|document| !document.is_empty()));
            }
            if line.starts_with(b"-DOCSTART-") && !document.trim_ascii().is_empty() {
                (self.kept, self.kept_at) = (line, at);
                return Ok(Some(document));
            }
            document.extend(line);
            if document.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
        }
    }

    /// The next line with its end: LF, CR LF or CR alone. Empty at the end of
    /// the file.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(line);
            }
            let end = buffer.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let (n_bytes, sign) = match end {
                Some(at) => (at + 1, Some(buffer[at])),
                None => (buffer.len(), None),
            };
            line.extend_from_slice(&buffer[..n_bytes]);
            self.input.consume(n_bytes);
            if line.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
            match sign {
                Some(b'\r') => {
                    if self.input.fill_buf()?.first() == Some(&b'\n') {
                        self.take(1)?;
                        line.push(b'\n');
                    }
                    return Ok(line);
                }
                Some(_) => return Ok(line),
                None => {}
            }
        }
    }

    fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(&mut self.input, MAX_FILE_BYTES + 1), &mut rest)?;
        if rest.len() as u64 > MAX_FILE_BYTES { Err(too_long()) } else { Ok(rest) }
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
        self.input.byte()
    }

    fn take(&mut self, n_bytes: usize) -> io::Result<()> {
        self.input.fill_buf()?;
        self.input.consume(n_bytes);
        Ok(())
    }
}

impl<R: BufRead + Seek> Iterator for Records<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        self.problem = None;
        self.next_record().transpose()
    }
}

fn too_long() -> io::Error {
    let limit = MAX_FILE_BYTES / 1024 / 1024;
    io::Error::other(format!("one record is longer than the limit of {limit} MB"))
}
