//! How deep a place in JSON is, found without reading the JSON.
//!
//! Unit: bytes.

/// How deep in lists and objects a place in JSON is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Depth {
    /// In how many.
    pub(super) depth: usize,
    /// Whether it is in a string, where no sign counts.
    pub(super) in_string: bool,
    is_escaped: bool,
}

impl Depth {
    /// Goes on by a byte.
    pub(super) fn see(&mut self, byte: u8) {
        if self.in_string {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}
