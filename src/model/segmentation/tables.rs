//! The class of every character, from packed runs.
//!
//! A packed table is the number of its runs (two bytes, low one first), then
//! the class of each run (a byte each), then the length of each run, seven
//! bits a byte, low ones first, the top bit set on all bytes but the last. The
//! first run begins at U+0000, the last one ends the code space. Classes and
//! lengths stand apart because they compress better so.

use std::sync::OnceLock;

static BREAKS: Table = Table::new(include_bytes!("breaks.bin"));
static SENTENCES: Table = Table::new(include_bytes!("sentences.bin"));

/// The classes of a character for grapheme clusters, in the low half, and for
/// words, in the high one.
pub(super) fn break_class(character: char) -> u8 {
    BREAKS.class(character)
}

/// The class of a character for sentences. Its table stands apart, so that a
/// page that asks for no sentences goes without.
pub(super) fn sentence_class(character: char) -> u8 {
    SENTENCES.class(character)
}

/// A packed table, unpacked when it is first asked.
struct Table {
    packed: &'static [u8],
    /// Of each run, its first code point and, in the low byte, its class.
    runs: OnceLock<Vec<u32>>,
}

impl Table {
    const fn new(packed: &'static [u8]) -> Table {
        Table { packed, runs: OnceLock::new() }
    }

    fn class(&self, character: char) -> u8 {
        let runs = self.runs.get_or_init(|| unpacked(self.packed));
        let last = u32::from(character) << 8 | 0xff;
        let n_begun = runs.partition_point(|&run| run <= last);
        runs.get(n_begun.wrapping_sub(1)).map_or(0, |&run| run as u8)
    }
}

fn unpacked(packed: &[u8]) -> Vec<u32> {
    let &[low, high, ref rest @ ..] = packed else { return Vec::new() };
    let n_runs = usize::from(low) | usize::from(high) << 8;
    let Some((classes, lengths)) = rest.split_at_checked(n_runs) else { return Vec::new() };
    let mut lengths = lengths.iter();
    let mut start = 0;
    let runs = classes.iter().map(|&class| {
        let run = start << 8 | u32::from(class);
        let mut shift = 0;
        for &byte in lengths.by_ref() {
            start += u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        run
    });
    runs.collect()
}
