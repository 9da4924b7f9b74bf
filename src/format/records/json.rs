//! Records of JSON: lines, values one after the other, and items of a list.

use std::io::{self, BufRead, Read as _, Seek};

use serde_json::Value;

use super::{Framing, Layout, LineColumn, Records, too_long};
use crate::format::MAX_FILE_BYTES;
use crate::format::depth::Depth;

impl<R: BufRead + Seek> Records<R> {
    pub(super) fn begin_json(&mut self, list: Option<&str>) -> io::Result<()> {
        self.layout = match (self.peek_ink()?, list) {
            (Some(b'['), _) => {
                self.look_ahead()?;
                let inside = self.kept[1..].trim_ascii_start();
                match inside.first() {
                    // A value by itself, and perhaps others below it.
                    Some(b'"') => self.lines_or_values(),
                    _ => {
                        self.go_on(1);
                        self.shell.push(b'[');
                        if let Framing::Json { list } = &mut self.framing {
                            *list = None;
                        }
                        Layout::List
                    }
                }
            }
            (Some(b'{'), Some(list)) => match self.seek_list(list)? {
                true => Layout::List,
                false => Layout::Over,
            },
            (Some(b'{'), None) => {
                self.look_ahead()?;
                self.lines_or_values()
            }
            _ => Layout::Lines,
        };
        Ok(())
    }

    /// Keeps what stands on the first line, in as far as it is looked at.
    fn look_ahead(&mut self) -> io::Result<()> {
        const MAX_LOOKED_AT: u64 = 64 * 1024;
        self.kept_at = self.input.at();
        self.input.by_ref().take(MAX_LOOKED_AT).read_until(b'\n', &mut self.kept)?;
        Ok(())
    }

    /// A line of JSON Lines is a value; of a spread value it is not.
    fn lines_or_values(&self) -> Layout {
        let line_end = self.kept.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let first = &self.kept[..line_end.unwrap_or(self.kept.len())];
        match Depth::of(first) {
            0 => Layout::Lines,
            _ => Layout::Values,
        }
    }

    /// The next value.
    pub(super) fn json(&mut self) -> io::Result<Option<Vec<u8>>> {
        match self.layout {
            Layout::Lines => self.json_line(),
            Layout::Values => self.json_item(0),
            Layout::List => self.json_item(self.list_depth()),
            Layout::Over => Ok(None),
        }
    }

    /// The next value; if it points at others, all of them in one list.
    pub(super) fn json_graph(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(first) = self.json()? else { return Ok(None) };
        let start = self.start;
        let points = |item: &[u8]| {
            let value = serde_json::from_slice::<Value>(item);
            value.is_ok_and(|value| value.get("target").is_some())
        };
        if !points(&first) {
            return Ok(Some(first));
        }
        let mut all = b"[".to_vec();
        all.extend(first);
        while let Some(item) = self.json()? {
            all.push(b',');
            all.extend(item);
            if all.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
        }
        all.push(b']');
        self.start = start;
        Ok(Some(all))
    }

    pub(super) fn list_depth(&self) -> usize {
        if matches!(self.framing, Framing::Json { list: Some(_) }) { 2 } else { 1 }
    }

    /// Goes on to the list with this name in the object that is the file.
    fn seek_list(&mut self, name: &str) -> io::Result<bool> {
        let mut depth = Depth::default();
        let mut word: Vec<u8> = Vec::new();
        let mut is_named = false;
        while let Some(byte) = self.byte()? {
            self.shell.push(byte);
            if self.shell.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
            let was_in_string = depth.in_string;
            depth.see(byte);
            match byte {
                _ if was_in_string && depth.in_string => word.push(byte),
                b'"' if !was_in_string => word.clear(),
                b':' if depth.depth == 1 && !depth.in_string => is_named = word == name.as_bytes(),
                b'[' if depth.depth == 2 && !depth.in_string && is_named => return Ok(true),
                b' ' | b'\n' | b'\r' | b'\t' | b'"' => {}
                _ => is_named = false,
            }
        }
        Ok(false)
    }

    /// The next value at a depth; 0 is the file itself.
    pub(super) fn json_item(&mut self, at: usize) -> io::Result<Option<Vec<u8>>> {
        let mut item = Vec::new();
        let mut depth = Depth::default();
        loop {
            if item.is_empty() {
                self.start = self.here();
            }
            let kept = self.kept.get(self.n_taken).copied();
            self.go_on(usize::from(kept.is_some()));
            let Some(byte) = kept.map_or_else(|| self.byte(), |byte| Ok(Some(byte)))? else {
                self.layout = Layout::Over;
                self.breaks_off = at > 0 && depth.depth == 0 && !depth.in_string;
                return Ok(Some(item).filter(|item| !item.is_empty()));
            };
            let is_outside = depth.depth == 0 && !depth.in_string;
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' if item.is_empty() => continue,
                b',' if is_outside && at > 0 => {
                    if item.is_empty() {
                        continue;
                    }
                    return Ok(Some(item));
                }
                b']' if is_outside && at > 0 => {
                    self.shell.push(byte);
                    self.layout = Layout::Over;
                    self.shell_rest()?;
                    return Ok(Some(item).filter(|item| !item.is_empty()));
                }
                _ => {}
            }
            item.push(byte);
            if item.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
            depth.see(byte);
            if at == 0 && depth.depth == 0 && !depth.in_string && matches!(byte, b'}' | b']') {
                return Ok(Some(item));
            }
        }
    }

    /// What follows the list, into the shell.
    fn shell_rest(&mut self) -> io::Result<()> {
        let rest = self.rest()?;
        self.shell.extend(rest);
        Ok(())
    }

    /// Where the next byte stands.
    fn here(&self) -> LineColumn {
        if self.n_taken < self.kept.len() { self.kept_at } else { self.input.at() }
    }

    /// Takes so many bytes of what is kept.
    fn go_on(&mut self, n_bytes: usize) {
        for idx in self.n_taken..self.n_taken + n_bytes {
            let after_return = idx > 0 && self.kept[idx - 1] == b'\r';
            self.kept_at.pass(self.kept[idx], after_return);
        }
        self.n_taken += n_bytes;
    }

    /// The next line that is not blank, without its end.
    fn json_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            self.start = self.here();
            let mut line = Vec::new();
            // The first lines were looked at.
            let kept = &self.kept[self.n_taken..];
            let end = kept.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            match end {
                Some(at) => {
                    line.extend_from_slice(&kept[..at + 1]);
                    self.go_on(at + 1);
                }
                None => {
                    line.extend_from_slice(kept);
                    self.n_taken = self.kept.len();
                    line.extend(self.line()?);
                }
            }
            if line.len() as u64 > MAX_FILE_BYTES {
                return Err(too_long());
            }
            if line.is_empty() {
                return Ok(None);
            }
            let inked = line.trim_ascii_end().len();
            if inked > 0 {
                line.truncate(inked);
                return Ok(Some(line));
            }
        }
    }
}
