//! Records of JSON: lines, values one after the other, and items of a list.

use std::io::{self, BufRead, Seek};

use serde_json::Value;

use super::{Framing, Layout, Records, too_long};
use crate::format::MAX_FILE_BYTES;
use crate::format::depth::Depth;

/// So many lines below the first are looked at to see what a file is made of.
const MAX_LINES_LOOKED_AT: usize = 8;

impl<R: BufRead + Seek> Records<R> {
    pub(super) fn begin_json(&mut self, list: Option<&str>) -> io::Result<()> {
        self.layout = match (self.peek_ink()?, list) {
            (Some(b'{'), Some(list)) => match self.seek_list(list)? {
                true => Layout::List,
                false => Layout::Over,
            },
            (Some(b'{'), None) => self.layout_of_values()?,
            (Some(b'['), name) => {
                let layout = if name.is_none() { self.layout_of_list()? } else { Layout::List };
                if layout == Layout::List {
                    let opening = self.byte()?;
                    self.shell.extend(opening);
                    if let Framing::Json { list } = &mut self.framing {
                        *list = None;
                    }
                }
                layout
            }
            _ => Layout::Lines,
        };
        Ok(())
    }

    /// Whether a file that begins with an object has one on each line, or
    /// objects that are spread over lines. A first line that breaks off costs no
    /// other: what stands on the lines below it decides.
    fn layout_of_values(&mut self) -> io::Result<Layout> {
        let start = self.input.mark();
        let first = LineLook::of(self)?;
        let mut layout = Layout::Values;
        if first.depth.depth == 0 {
            layout = Layout::Lines;
        } else if let (n_records, n_lines) = self.count_lines(&first)?
            && n_records > 0
            && n_records * 2 >= n_lines
        {
            self.input.go_back(start)?;
            let first = self.json_item(0).unwrap_or_default().unwrap_or_default();
            let is_spread = serde_json::from_slice::<serde::de::IgnoredAny>(&first).is_ok();
            layout = if is_spread { Layout::Values } else { Layout::Lines };
        }
        self.input.go_back(start)?;
        Ok(layout)
    }

    /// Whether a file that begins with a list is one, or has one on a line that
    /// is none of its articles. A list that begins with text is a value.
    fn layout_of_list(&mut self) -> io::Result<Layout> {
        let start = self.input.mark();
        self.byte()?;
        let is_value = self.peek_ink()? == Some(b'"');
        self.input.go_back(start)?;
        let first = LineLook::of(self)?;
        let layout = match first.depth.depth {
            0 if is_value => Layout::Lines,
            _ if is_value => Layout::Values,
            _ if first.start.trim_ascii() == b"[" => Layout::List,
            _ => match self.count_lines(&first)? {
                (n_records, n_lines) if n_records * 2 > n_lines => Layout::Lines,
                _ => Layout::List,
            },
        };
        self.input.go_back(start)?;
        Ok(layout)
    }

    /// How many of the next lines are objects by themselves, or begin as the
    /// first line did, and how many lines there are.
    fn count_lines(&mut self, first: &LineLook) -> io::Result<(usize, usize)> {
        let opening = first.opening();
        let (mut n_lines, mut n_records) = (0, 0);
        while n_lines < MAX_LINES_LOOKED_AT {
            let line = LineLook::of(self)?;
            if line.n_bytes == 0 {
                break;
            }
            if line.last_ink.is_some() {
                let is_like_first = opening.is_some_and(|it| line.start.starts_with(it));
                n_lines += 1;
                n_records += usize::from(line.is_object() || is_like_first);
            }
        }
        Ok((n_records, n_lines))
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

    /// The next value; if it points at others, all of them in one list. What is
    /// no JSON comes behind it, each alone, so that it costs itself only.
    pub(super) fn json_graph(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some((start, broken)) = self.aside.pop_front() {
            self.start = start;
            return Ok(Some(broken));
        }
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
        let mut n_aside = 0;
        while let Some(item) = self.json()? {
            if serde_json::from_slice::<serde::de::IgnoredAny>(&item).is_ok() {
                all.push(b',');
                all.extend(item);
            } else {
                n_aside += item.len();
                self.aside.push_back((self.start, item));
            }
            if (all.len() + n_aside) as u64 > MAX_FILE_BYTES {
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
                self.start = self.input.at();
            }
            let Some(byte) = self.byte()? else {
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

    /// The next line that is not blank, without its end.
    fn json_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            self.start = self.input.at();
            let mut line = self.line()?;
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

/// What is seen of a line that is passed over and not kept.
#[derive(Default)]
struct LineLook {
    n_bytes: usize,
    /// Its first bytes.
    start: Vec<u8>,
    /// How deep its end is.
    depth: Depth,
    last_ink: Option<u8>,
    /// Whether it was at the depth of the file before its last sign.
    was_over: bool,
}

impl LineLook {
    const N_START: usize = 64;

    /// Goes over the next line.
    fn of<R: BufRead + Seek>(records: &mut Records<R>) -> io::Result<LineLook> {
        let mut look = LineLook::default();
        while look.n_bytes as u64 <= MAX_FILE_BYTES
            && let Some(byte) = records.byte()?
        {
            look.n_bytes += 1;
            if matches!(byte, b'\n' | b'\r') {
                break;
            }
            if look.start.len() < LineLook::N_START {
                look.start.push(byte);
            }
            if !byte.is_ascii_whitespace() {
                let is_at_top = look.depth.depth == 0 && !look.depth.in_string;
                look.was_over |= look.last_ink.is_some() && is_at_top;
                look.last_ink = Some(byte);
            }
            look.depth.see(byte);
        }
        Ok(look)
    }

    /// Whether it is an object, and nothing else.
    fn is_object(&self) -> bool {
        self.start.first() == Some(&b'{')
            && self.last_ink == Some(b'}')
            && self.depth.depth == 0
            && !self.depth.in_string
            && !self.was_over
    }

    /// What it begins with, up to the name of its first field, if it is an
    /// object.
    fn opening(&self) -> Option<&[u8]> {
        let name = self.start.strip_prefix(b"{\"")?;
        let n_name = name.iter().position(|&byte| byte == b'"')?;
        self.start.get(..n_name + 3)
    }
}
