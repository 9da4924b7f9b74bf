//! Records of JSON: lines, values one after the other, and items of a list.

use std::io::{self, BufRead};

use super::{Framing, Layout, Records, too_long};
use crate::format::MAX_FILE_BYTES;
use crate::format::depth::Depth;

impl<R: BufRead> Records<R> {
    pub(super) fn begin_json(&mut self, list: Option<&str>) -> io::Result<()> {
        self.layout = match (self.peek_ink()?, list) {
            (Some(b'['), _) => {
                self.take(1)?;
                self.shell.push(b'[');
                self.framing = Framing::Json { list: None };
                Layout::List
            }
            (Some(b'{'), Some(list)) => match self.seek_list(list)? {
                true => Layout::List,
                false => Layout::Over,
            },
            (Some(b'{'), None) => {
                // A line of JSON Lines is a value; of a spread object it is not.
                self.input.read_until(b'\n', &mut self.kept)?;
                self.check_len()?;
                match Depth::of(&self.kept) {
                    0 => Layout::Lines,
                    _ => Layout::Values,
                }
            }
            _ => Layout::Lines,
        };
        Ok(())
    }

    pub(super) fn list_depth(&self) -> usize {
        if self.framing == (Framing::Json { list: None }) { 1 } else { 2 }
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
            let kept = self.kept.get(self.n_taken).copied();
            self.n_taken += usize::from(kept.is_some());
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

    pub(super) fn json_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let mut line = std::mem::take(&mut self.kept);
            if line.is_empty() {
                line = self.line()?;
            }
            if line.is_empty() {
                return Ok(None);
            }
            if !line.trim_ascii().is_empty() {
                return Ok(Some(line));
            }
        }
    }
}
