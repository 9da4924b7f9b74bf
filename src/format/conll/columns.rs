//! Which column of a file holds what: programs differ in that.

use super::DOCSTART;
use crate::format::tags::Tag;

/// What stands in a column of CoNLL-2003 that says nothing.
const NO_WORD: &str = "-X-";

/// A token with what is said of it.
pub(super) struct Row<'a> {
    /// Its line, counted from 1.
    pub(super) line: usize,
    /// Whether it is the first of its sentence.
    pub(super) is_start: bool,
    columns: Vec<&'a str>,
}

/// The rows of an article.
#[derive(Default)]
pub(super) struct Rows<'a> {
    pub(super) rows: Vec<Row<'a>>,
    /// How many lines are comments, and the first of them.
    pub(super) comments: Option<(usize, &'a str)>,
    token: usize,
    tags: Vec<usize>,
    /// Columns of tags that are not read, counted from 1.
    pub(super) others: Vec<usize>,
}

impl<'a> Rows<'a> {
    /// Parts an article.
    pub(super) fn of(article: &'a str) -> Rows<'a> {
        let mut all = Rows::default();
        let mut is_start = true;
        for (idx, line) in article.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.trim().is_empty() {
                is_start = true;
                continue;
            }
            if line.starts_with(DOCSTART) {
                continue;
            }
            let part = if line.contains('\t') { '\t' } else { ' ' };
            let columns = line.split(part).filter(|column| !column.trim().is_empty());
            let columns: Vec<&str> = columns.collect();
            if is_start && is_comment(line, &columns) {
                all.comments.get_or_insert((0, line)).0 += 1;
            } else {
                all.rows.push(Row { line: idx + 1, is_start, columns });
                is_start = false;
            }
        }
        if all.is_numbered() {
            all.token = 1;
            all.drop_ranges();
        }
        all.find_tags();
        all
    }

    /// Whether the first column counts the tokens of each sentence from 1, as
    /// in CoNLL-U, where `1-2` and `1.1` stand for what is no token.
    fn is_numbered(&self) -> bool {
        let (mut n, mut longest) = (0, 0);
        for row in &self.rows {
            // Four columns with a token that is a number have no word here.
            let [first, word, _, ..] = row.columns.as_slice() else { return false };
            if *word == NO_WORD {
                return false;
            }
            if row.is_start {
                n = 0;
            }
            match first.parse::<usize>() {
                Ok(number) if number == n + 1 => n = number,
                Err(_) if first.split_once(['-', '.']).is_some_and(both_are_numbers) => {}
                _ => return false,
            }
            longest = longest.max(n);
        }
        longest > 1
    }

    /// Leaves out the numbered rows that stand for no token of their own.
    fn drop_ranges(&mut self) {
        let mut is_start = false;
        self.rows.retain_mut(|row| {
            is_start |= row.is_start;
            let is_token = row.columns[0].bytes().all(|byte| byte.is_ascii_digit());
            row.is_start = is_start;
            is_start &= !is_token;
            is_token
        });
    }

    /// Finds the columns that have nothing but tags. If all behind the token
    /// do, each is a layer; else the last of them counts.
    fn find_tags(&mut self) {
        let Some(n_columns) = self.rows.first().map(|row| row.columns.len()) else { return };
        if self.rows.iter().any(|row| row.columns.len() != n_columns) {
            return;
        }
        let has_tags = |&column: &usize| {
            let mut cells = self.rows.iter().map(|row| row.columns[column]);
            cells.all(|cell| Tag::read(cell).is_some())
        };
        let mut tags: Vec<usize> = (self.token + 1..n_columns).filter(has_tags).collect();
        if tags.len() + self.token + 1 < n_columns
            && let Some(last) = tags.pop()
        {
            self.others = tags.iter().map(|column| column + 1).collect();
            tags = vec![last];
        }
        self.tags = tags;
    }

    /// The token of a row.
    pub(super) fn token(&self, row: &Row<'a>) -> &'a str {
        row.columns.get(self.token).copied().unwrap_or_default()
    }

    /// How many columns of tags are read.
    pub(super) fn n_layers(&self) -> usize {
        self.tags.len().max(1)
    }

    /// What a row says in a column of tags: in its last one, if none has
    /// nothing but tags.
    pub(super) fn tag(&self, row: &Row<'a>, layer: usize) -> Option<&'a str> {
        match self.tags.get(layer) {
            Some(&column) => row.columns.get(column).copied(),
            None => row.columns.get(self.token + 1..)?.last().copied(),
        }
    }

    /// The columns of tags that are read, counted from 1.
    pub(super) fn layers(&self) -> Vec<usize> {
        self.tags.iter().map(|column| column + 1).collect()
    }
}

/// Whether the first line of a sentence says something of the sentence.
fn is_comment(line: &str, columns: &[&str]) -> bool {
    let has_sign = line == "#" || line.starts_with("# ") || line.starts_with("#\t");
    has_sign && columns.last().is_none_or(|last| Tag::read(last).is_none())
}

fn both_are_numbers((one, other): (&str, &str)) -> bool {
    [one, other].iter().all(|number| number.parse::<usize>().is_ok())
}
