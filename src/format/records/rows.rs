//! Records of rows under one header.
//!
//! A file is gone through once to see where the rows of each article stand,
//! and once more to give them: they need not follow each other.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _, Seek};

use super::{LineColumn, Records, too_long};
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

impl<R: BufRead + Seek> Records<R> {
    /// Reads the header, and finds the rows of each article.
    pub(super) fn begin_rows(
        &mut self,
        delimiter: u8,
        keys: &[&str],
        labels: &[&str],
    ) -> io::Result<()> {
        let Some((header, _)) = self.row()? else { return Ok(()) };
        let names: Vec<String> = fields(&header, delimiter).map(|cell| name_of(&cell)).collect();
        let column = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let (key, label) = (column(keys), column(labels));
        let mut groups: Vec<Vec<RowPlace>> = Vec::new();
        let mut places: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        while let Some((row, place)) = self.row()? {
            let cell = |column: usize| fields(&row, delimiter).nth(column).unwrap_or_default();
            let group = match (key, label) {
                (Some(key), _) => *places.entry(cell(key)).or_insert(groups.len()),
                // A row without a label has the text of the next article.
                (None, Some(label)) if cell(label).is_empty() => groups.len(),
                (None, _) => groups.len().saturating_sub(1),
            };
            match groups.get_mut(group) {
                Some(group) => group.push(place),
                None => groups.push(vec![place]),
            }
        }
        self.kept = header;
        self.groups = groups.into_iter();
        Ok(())
    }

    /// The rows of the next article, under the header.
    pub(super) fn rows(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(group) = self.groups.next() else { return Ok(None) };
        let mut record = self.kept.clone();
        self.row_lines = group.iter().map(|row| row.line).collect();
        let line = self.row_lines.first().copied().unwrap_or(1);
        self.start = LineColumn { line, column: 1 };
        for row in group {
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

    /// The next row that is not blank, and where it stands: quotes may hold line
    /// ends.
    fn row(&mut self) -> io::Result<Option<(Vec<u8>, RowPlace)>> {
        let mut row = Vec::new();
        let mut is_quoted = false;
        let (mut start, mut line) = (self.input.n_bytes(), self.input.at().line);
        loop {
            let next = self.line()?;
            let is_over = next.is_empty();
            is_quoted ^= next.iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
            row.extend(next);
            if row.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
            if is_quoted && !is_over {
                continue;
            }
            if row.trim_ascii().is_empty() {
                if is_over {
                    return Ok(None);
                }
                row.clear();
                (start, line) = (self.input.n_bytes(), self.input.at().line);
                continue;
            }
            let place = RowPlace { start, n_bytes: row.len(), line };
            if !row.ends_with(b"\n") && !row.ends_with(b"\r") {
                row.push(b'\n');
            }
            return Ok(Some((row, place)));
        }
    }
}

/// The fields of a row, without the quotes that they stand in.
fn fields(row: &[u8], delimiter: u8) -> impl Iterator<Item = Vec<u8>> + '_ {
    let mut rest = Some(row);
    std::iter::from_fn(move || {
        let row = rest?;
        let (mut field, mut is_quoted, mut at) = (Vec::new(), false, 0);
        while let Some(&byte) = row.get(at) {
            let is_end = byte == delimiter || matches!(byte, b'\n' | b'\r');
            match byte {
                b'"' if is_quoted && row.get(at + 1) == Some(&b'"') => {
                    field.push(b'"');
                    at += 1;
                }
                b'"' => is_quoted = !is_quoted,
                _ if is_end && !is_quoted => break,
                byte => field.push(byte),
            }
            at += 1;
        }
        rest = (row.get(at) == Some(&delimiter)).then(|| &row[at + 1..]);
        Some(field)
    })
}

/// The name of a column, however it is spelt in the header.
fn name_of(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim().to_lowercase()
}
