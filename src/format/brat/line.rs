//! One line of an annotation file: its id, what it says, and the words behind.
//!
//! Unit: offsets count what the file counts. brat parts a line by two tabs and
//! what stands between them by spaces; other programs write tabs throughout.

use crate::format::DraftFragment;
use crate::format::FileLine;
use crate::format::item::whole_in;
use crate::format::lines::lines;

/// A line that is not blank.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The extension of its file.
    pub(super) part: &'static str,
    /// Its number in that file, counted from 1.
    pub(super) number: usize,
    pub(super) id: &'a str,
    /// All that stands behind the id.
    rest: &'a str,
}

/// What stands between two values: a space, or a tab.
const BETWEEN: [char; 2] = [' ', '\t'];

impl<'a> Line<'a> {
    /// The lines of a file.
    pub(super) fn all(part: &'static str, text: &'a str) -> impl Iterator<Item = Line<'a>> {
        let text = text.trim_start_matches('\u{feff}');
        let inked = lines(text).enumerate().filter(|(_, line)| !line.trim().is_empty());
        inked.map(move |(idx, line)| {
            let (id, rest) = line.split_once('\t').unwrap_or((line, ""));
            Line { part, number: idx + 1, id, rest }
        })
    }

    /// Where it stands.
    pub(super) fn at(&self) -> FileLine {
        FileLine::OfPart(self.number, self.part)
    }

    /// What stands before the second tab, and what behind it.
    fn data(&self) -> (&'a str, Option<&'a str>) {
        match self.rest.split_once('\t') {
            Some((data, tail)) => (data, Some(tail)),
            None => (self.rest, None),
        }
    }

    /// The words of a line that has nothing but words: those before the second
    /// tab, unless that is only the first.
    pub(super) fn words(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (data, _) = self.data();
        let has_more = data.split_whitespace().nth(1).is_some();
        if has_more { data } else { self.rest }.split_whitespace()
    }

    /// The first `n` values, of which the last may hold spaces, and the words
    /// behind them.
    pub(super) fn values(&self, n: usize) -> (Vec<&'a str>, &'a str) {
        let (data, tail) = self.data();
        let values = |data: &'a str| -> Vec<&'a str> {
            data.splitn(n, ' ').map(str::trim).filter(|value| !value.is_empty()).collect()
        };
        let said = values(data);
        if said.len() != 1 {
            return (said, tail.unwrap_or_default());
        }
        let mut fields = self.rest.splitn(n + 1, '\t');
        let said = fields.by_ref().take(n).map(str::trim).filter(|value| !value.is_empty());
        (said.collect(), fields.next().unwrap_or_default())
    }

    /// The type of a `T` line, where it lies, and the covered text: `TYPE 2 7;29
    /// 34`, and behind a tab the words. `Err` has what stands where the offsets
    /// should.
    pub(super) fn place(&self) -> Result<Place<'a>, &'a str> {
        let (data, tail) = self.data();
        let (label, behind) = self.rest.split_once(BETWEEN).unwrap_or((self.rest, ""));
        if let Some(place) = Place::of(label, behind) {
            return Ok(place);
        }
        // Where tabs are between all values, a type may hold spaces.
        let tabbed = tail.and_then(|tail| Place::of(data, tail));
        let found = behind.trim_start_matches(BETWEEN).split('\t').next();
        tabbed.ok_or(found.unwrap_or_default().trim_end())
    }
}

/// What a `T` line says.
pub(super) struct Place<'a> {
    pub(super) label: &'a str,
    pub(super) fragments: Vec<DraftFragment>,
    pub(super) quote: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn of(label: &'a str, behind: &'a str) -> Option<Place<'a>> {
        let mut fragments = Vec::new();
        let mut rest = behind;
        loop {
            let (start, behind) = rest.trim_start_matches(BETWEEN).split_once(BETWEEN)?;
            let behind = behind.trim_start_matches(BETWEEN);
            let n_end = behind.find([' ', '\t', ';']).unwrap_or(behind.len());
            fragments
                .push(DraftFragment { start: whole_in(start)?, end: whole_in(&behind[..n_end])? });
            rest = behind[n_end..].trim_start_matches(' ');
            match rest.strip_prefix(';') {
                Some(more) => rest = more,
                None => break,
            }
        }
        let quote = rest.strip_prefix('\t');
        (quote.is_some() || rest.is_empty()).then_some(Place { label, fragments, quote })
    }
}
