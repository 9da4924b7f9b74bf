//! Records of rows under one header.
//!
//! A file is gone through once to see where the rows of each article stand,
//! and once more to give them: they need not follow each other.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _, Seek};

use super::{FileProblem, LineColumn, Records, too_long};
use crate::format::MAX_FILE_BYTES;

/// Each record of rows has the header once more: all together so many times the
/// rows themselves, beside the first bytes, which are free.
const MAX_HEADER_SHARE: u64 = 16;
const FREE_HEADER_BYTES: u64 = 64 * 1024 * 1024;

/// Where a row stands: from which byte, how many, and on which line.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowPlace {
    start: u64,
    n_bytes: usize,
    line: usize,
}

/// The rows of a record.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    rows: Vec<RowPlace>,
    /// Why they can't be read.
    problem: Option<FileProblem>,
}

impl<R: BufRead + Seek> Records<R> {
    /// Reads the header, and finds the rows of each article. What can't be read
    /// as a row is a record by itself.
    pub(super) fn begin_rows(
        &mut self,
        delimiter: u8,
        keys: &[&str],
        labels: &[&str],
    ) -> io::Result<()> {
        let Some(header) = self.row(delimiter, None)? else { return Ok(()) };
        let names: Vec<String> =
            fields(&header.bytes, delimiter).map(|cell| name_of(&cell)).collect();
        let column = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let (key, label) = (column(keys), column(labels));
        let mut groups: Vec<Group> = Vec::new();
        // The last record that has rows of an article.
        let mut last = None;
        let mut places: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let is_broken = header.problem.is_some() || std::str::from_utf8(&header.bytes).is_err();
        while !is_broken && let Some(row) = self.row(delimiter, Some(names.len()))? {
            let Row { bytes, place, problem } = row;
            if problem.is_some() || std::str::from_utf8(&bytes).is_err() {
                groups.push(Group { rows: vec![place], problem });
                continue;
            }
            let cell = |column: usize| fields(&bytes, delimiter).nth(column).unwrap_or_default();
            let group = match (key, label, last) {
                (Some(key), ..) => *places.entry(cell(key)).or_insert(groups.len()),
                // A row without a label has the text of the next article.
                (None, Some(label), _) if cell(label).is_empty() => groups.len(),
                (None, _, last) => last.unwrap_or(groups.len()),
            };
            last = Some(group);
            match groups.get_mut(group) {
                Some(group) => group.rows.push(place),
                None => groups.push(Group { rows: vec![place], problem: None }),
            }
        }
        if groups.is_empty() {
            // Whoever reads it sees that nothing stands below it.
            groups.push(Group { rows: Vec::new(), problem: header.problem });
        }
        self.start = LineColumn { line: header.place.line, column: 1 };
        self.kept = header.bytes;
        self.groups = groups.into_iter();
        Ok(())
    }

    /// The rows of the next article, under the header.
    pub(super) fn rows(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(Group { rows, problem }) = self.groups.next() else { return Ok(None) };
        let mut record = self.kept.clone();
        self.problem = problem;
        self.row_lines = rows.iter().map(|row| row.line).collect();
        if let Some(&line) = self.row_lines.first() {
            self.start = LineColumn { line, column: 1 };
        }
        let rows = if self.problem.is_some() { Vec::new() } else { rows };
        for row in rows {
            if record.len() as u64 + row.n_bytes as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
            if self.input.n_bytes() != row.start {
                self.input.go_to(row.start)?;
            }
            self.input.by_ref().take(row.n_bytes as u64).read_to_end(&mut record)?;
            if !record.ends_with(b"\n") && !record.ends_with(b"\r") {
                record.push(b'\n');
            }
        }
        self.n_header_bytes += self.kept.len() as u64;
        self.n_row_bytes += (record.len() - self.kept.len()) as u64;
        if self.n_header_bytes > MAX_HEADER_SHARE * self.n_row_bytes + FREE_HEADER_BYTES {
            let said = "its first row is far too long to be the header of the rows below it";
            return Err(io::Error::other(said));
        }
        Ok(Some(record))
    }

    /// The next row that is not blank. One with a quotation mark that is never
    /// closed ends before the next line that begins a row of as many columns.
    fn row(&mut self, delimiter: u8, n_columns: Option<usize>) -> io::Result<Option<Row>> {
        let start = loop {
            let start = self.input.mark();
            let line = self.line()?;
            if line.is_empty() {
                return Ok(None);
            }
            if !line.trim_ascii().is_empty() {
                break start;
            }
        };
        self.input.go_back(start)?;
        let (from, line) = (self.input.n_bytes(), self.input.at().line);
        let scan = self.scan_row(delimiter)?;
        let mut problem = None;
        if let Some(opened) = scan.unclosed {
            self.input.go_back(start)?;
            let last_line = self.skip_row(delimiter, n_columns, opened)?;
            problem = Some(FileProblem::UnclosedQuote { line: opened, last_line });
        }
        let n_bytes = (self.input.n_bytes() - from) as usize;
        Ok(Some(Row { bytes: scan.bytes, place: RowPlace { start: from, n_bytes, line }, problem }))
    }

    /// Goes over the lines of a row up to that of its open quotation mark, and
    /// over those below that begin no row; says which is the last.
    fn skip_row(
        &mut self,
        delimiter: u8,
        n_columns: Option<usize>,
        opened: usize,
    ) -> io::Result<usize> {
        loop {
            let (mark, line) = (self.input.mark(), self.input.at().line);
            if line > opened {
                let next = self.scan_row(delimiter)?;
                self.input.go_back(mark)?;
                let is_end = next.bytes.is_empty();
                if is_end || next.unclosed.is_none() && Some(next.n_cells) == n_columns {
                    return Ok(line - 1);
                }
            }
            if self.line()?.is_empty() {
                return Ok(line);
            }
        }
    }

    /// The next row, with the end of its line: quotes may hold line ends.
    fn scan_row(&mut self, delimiter: u8) -> io::Result<Scan> {
        let mut cells = Cells { delimiter, state: Cell::Start, n: 1 };
        let mut bytes = Vec::new();
        let mut opened = 0;
        loop {
            let line = self.input.at().line;
            let next = self.line()?;
            let mut is_unclosed = false;
            for &byte in without_end(&next) {
                let was = cells.state;
                cells.see(byte);
                if (was, cells.state) == (Cell::Start, Cell::Quoted) {
                    opened = line;
                }
                // Words behind a mark tell that it opens a cell, and that the
                // one above was never closed.
                if (was, cells.state) == (Cell::Closing, Cell::Bare) && opened < line {
                    is_unclosed = true;
                    break;
                }
            }
            bytes.extend_from_slice(&next);
            let is_quoted = cells.state == Cell::Quoted;
            is_unclosed |= is_quoted && (next.is_empty() || bytes.len() as u64 > MAX_FILE_BYTES);
            if is_unclosed || next.is_empty() || !is_quoted {
                let unclosed = is_unclosed.then_some(opened);
                if !bytes.is_empty() && !bytes.ends_with(b"\n") && !bytes.ends_with(b"\r") {
                    bytes.push(b'\n');
                }
                return Ok(Scan { bytes, n_cells: cells.n, unclosed });
            }
        }
    }
}

/// A row as it was read, and where it stands.
struct Row {
    bytes: Vec<u8>,
    place: RowPlace,
    problem: Option<FileProblem>,
}

/// What is seen of a row.
struct Scan {
    bytes: Vec<u8>,
    n_cells: usize,
    /// The line of a quotation mark that is never closed.
    unclosed: Option<usize>,
}

/// The cells of a row, byte by byte.
struct Cells {
    delimiter: u8,
    state: Cell,
    n: usize,
}

/// Where in a cell a byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Start,
    Bare,
    Quoted,
    /// Behind a quotation mark in a quoted cell: its end, or the first of two.
    Closing,
}

impl Cells {
    /// Goes on by a byte. A quotation mark opens a cell at its start alone.
    fn see(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (Cell::Start | Cell::Closing, b'"') => Cell::Quoted,
            (Cell::Quoted, b'"') => Cell::Closing,
            (Cell::Quoted, _) => Cell::Quoted,
            (_, byte) if byte == self.delimiter => {
                self.n += 1;
                Cell::Start
            }
            _ => Cell::Bare,
        };
    }
}

/// A line without its end.
fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The fields of a row, without the quotes that they stand in.
fn fields(row: &[u8], delimiter: u8) -> impl Iterator<Item = Vec<u8>> + '_ {
    let mut rest = Some(without_end(row));
    std::iter::from_fn(move || {
        let row = rest?;
        let mut cells = Cells { delimiter, state: Cell::Start, n: 1 };
        let mut field = Vec::new();
        for (at, &byte) in row.iter().enumerate() {
            let was = cells.state;
            cells.see(byte);
            if cells.n > 1 {
                rest = Some(&row[at + 1..]);
                return Some(field);
            }
            let is_sign = matches!(
                (was, cells.state),
                (Cell::Start, Cell::Quoted) | (Cell::Quoted, Cell::Closing)
            );
            if !is_sign {
                field.push(byte);
            }
        }
        rest = None;
        Some(field)
    })
}

/// The name of a column, however it is spelt in the header.
fn name_of(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim().to_lowercase()
}
