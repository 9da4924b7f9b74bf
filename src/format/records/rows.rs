//! Records of rows under one header.

use std::io::{self, BufRead};

use super::{Records, too_long};
use crate::format::MAX_FILE_BYTES;

/// Each record of rows has the header once more: all together so many times the
/// rows themselves, beside the first bytes, which are free.
const MAX_HEADER_SHARE: u64 = 16;
const FREE_HEADER_BYTES: u64 = 64 * 1024 * 1024;

impl<R: BufRead> Records<R> {
    pub(super) fn rows(&mut self, delimiter: u8) -> io::Result<Option<Vec<u8>>> {
        let first = match self.row.take() {
            Some(row) => row,
            None => match self.row()? {
                Some(row) => row,
                None => return Ok(None),
            },
        };
        let mut record = self.kept.clone();
        record.extend_from_slice(&first);
        self.n_header_bytes += self.kept.len() as u64;
        while let Some(row) = self.row()? {
            if first_field(&row, delimiter) != first_field(&first, delimiter) {
                self.row = Some(row);
                break;
            }
            record.extend(row);
            if record.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
        }
        self.n_row_bytes += (record.len() - self.kept.len()) as u64;
        if self.n_header_bytes > MAX_HEADER_SHARE * self.n_row_bytes + FREE_HEADER_BYTES {
            let said = "its first row is far too long to be the header of the rows below it";
            return Err(io::Error::other(said));
        }
        Ok(Some(record))
    }

    /// The next row that is not blank: quotes may hold line ends.
    pub(super) fn row(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut row = Vec::new();
        let mut is_quoted = false;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(Some(row).filter(|row| !row.is_empty()));
            }
            is_quoted ^= line.iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
            row.extend(line);
            if !is_quoted {
                if row.trim_ascii().is_empty() {
                    row.clear();
                    continue;
                }
                if !row.ends_with(b"\n") {
                    row.push(b'\n');
                }
                return Ok(Some(row));
            }
            if row.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
        }
    }
}

fn first_field(row: &[u8], delimiter: u8) -> &[u8] {
    let mut is_quoted = false;
    let end = row.iter().position(|&byte| {
        is_quoted ^= byte == b'"';
        !is_quoted && (byte == delimiter || byte == b'\n')
    });
    &row[..end.unwrap_or(row.len())]
}
