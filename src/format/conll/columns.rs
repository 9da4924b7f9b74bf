//! Which column of a file holds what: programs differ in that, and the most
//! lines decide.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{Kind, Row, Sentence, sentences};
use crate::format::tags::{Tag, pieces};

/// What stands in a column of CoNLL-2003 that says nothing.
const NO_WORD: &str = "-X-";

/// Whether a cell is one of a column that says nothing of this token.
pub(super) fn says_nothing(cell: &str) -> bool {
    ["", "_", "-", NO_WORD].contains(&cell)
}

/// What stands in the last column of CoNLL-U, and is heeded.
const NO_SPACE: &str = "SpaceAfter=No";

/// The types of phrases in the columns of chunks of CoNLL-2000 and CoNLL-2003.
const CHUNKS: [&str; 14] = [
    "NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "NC", "VC",
    "PC",
];

/// CoNLL-U has ten columns, and some programs write fewer.
const MIN_CONLLU: usize = 8;

/// Tags are sought in so many columns, and no more: each takes a look at all rows.
const MAX_COLUMNS: usize = 256;

/// A column of tags.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layer {
    /// Which one it is; the last of each line, if the lines leave that open.
    pub(super) column: Option<usize>,
    /// Whether tags are labels without a prefix.
    pub(super) is_bare: bool,
    /// Whether it is read: chunks beside names are not.
    pub(super) is_read: bool,
}

/// The rows of a record, and what its columns are.
#[derive(Default)]
pub(super) struct Rows<'a> {
    pub(super) rows: Vec<Row<'a>>,
    pub(super) sentences: Vec<Sentence<'a>>,
    /// How many lines are comments that say nothing here, and the first of them.
    pub(super) comments: Option<(usize, &'a str)>,
    /// How many cells most lines have.
    pub(super) n_columns: usize,
    /// Whether the first column numbers the tokens.
    pub(super) is_numbered: bool,
    /// The column of the tokens.
    token: usize,
    pub(super) layers: Vec<Layer>,
    /// The columns that are not read, though something is in them.
    pub(super) others: Vec<Other<'a>>,
}

/// A column that is no layer.
pub(super) struct Other<'a> {
    /// Which one it is.
    pub(super) column: usize,
    /// What is in it first.
    pub(super) first: &'a str,
    /// How many of its cells look like tags of annotations.
    pub(super) n_tags: usize,
}

impl<'a> Rows<'a> {
    /// Parts a record.
    pub(super) fn of(text: &'a str) -> Rows<'a> {
        let mut all = Rows::default();
        sentences(text, &mut all);
        all.n_columns = all.usual_len();
        all.is_numbered = all.counts_tokens();
        if all.is_numbered {
            all.mark_words();
        }
        all.token = usize::from(all.is_numbered || all.begins_with_tags());
        let (n_columns, token) = (all.n_columns, all.token);
        for row in &mut all.rows {
            row.align(n_columns, token);
        }
        all.find_layers();
        all
    }

    /// Whether it is CoNLL-U, whose tokens are worth something without tags.
    pub(super) fn is_conllu(&self) -> bool {
        self.is_numbered && self.n_columns >= MIN_CONLLU
    }

    /// The token of a row.
    pub(super) fn token(&self, row: &Row<'a>) -> &'a str {
        row.cells.get(self.token).copied().unwrap_or_default()
    }

    /// What a row says in a layer.
    pub(super) fn cell(&self, row: &Row<'a>, layer: Layer) -> Option<&'a str> {
        match layer.column {
            Some(column) => row.cells.get(column).copied(),
            None => row.cells.get(self.token + 1..)?.last().copied(),
        }
    }

    /// Whether no space stands behind a token.
    pub(super) fn has_no_space(&self, row: &Row<'a>) -> bool {
        let rest = row.cells.get(2..).unwrap_or_default();
        self.is_numbered && rest.iter().any(|cell| cell.split('|').any(|said| said == NO_SPACE))
    }

    /// How many cells most rows have.
    fn usual_len(&self) -> usize {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for row in &self.rows {
            *counts.entry(row.cells.len()).or_default() += 1;
        }
        counts.into_iter().max_by_key(|&(len, n)| (n, len)).map_or(0, |(len, _)| len)
    }

    /// Whether each of two columns has what the other has elsewhere: a tag, and
    /// the token behind it.
    fn begins_with_tags(&self) -> bool {
        let column =
            |idx: usize| Column::of(self.rows.iter().filter_map(|row| row.cells.get(idx).copied()));
        if self.n_columns != 2 {
            return false;
        }
        let (first, second) = (column(0), column(1));
        let n_rows = self.rows.len();
        first.n_inside > 0
            && first.n_others * 10 <= n_rows
            && !second.has_tags(n_rows)
            && !second.has_labels(n_rows)
    }

    /// Whether the first column counts the tokens of each sentence from 1, as
    /// in CoNLL-U, where `1-2` and `1.1` stand for what is no token.
    fn counts_tokens(&self) -> bool {
        let (mut n_right, mut longest) = (0, 0);
        for sentence in &self.sentences {
            let mut n = 0;
            for row in &self.rows[sentence.rows.clone()] {
                // Four columns with a token that is a number have no word here.
                let [first, word, _, ..] = row.cells.as_slice() else { continue };
                if *word == NO_WORD {
                    continue;
                }
                match first.parse::<usize>() {
                    Ok(number) => {
                        n_right += usize::from(number == n + 1);
                        n = number;
                        longest = longest.max(n);
                    }
                    Err(_) => {
                        let pair = first.split_once(['-', '.']);
                        n_right += usize::from(pair.is_some_and(|pair| numbers(pair).is_some()));
                    }
                }
            }
        }
        longest > 1 && n_right * 10 >= self.rows.len() * 9
    }

    /// Says of numbered rows which are tokens: `1-2` is one, whose words follow;
    /// `1.1` is none.
    fn mark_words(&mut self) {
        for sentence in &self.sentences {
            let mut words = 0..=0;
            for row in &mut self.rows[sentence.rows.clone()] {
                let Some(&first) = row.cells.first() else { continue };
                let number = first.parse::<usize>();
                row.kind = match (number, first.split_once('-').and_then(numbers)) {
                    (Ok(number), _) if words.contains(&number) => Kind::Word,
                    (Ok(_), _) => Kind::Token,
                    (_, Some((from, to))) if from < to => {
                        words = from..=to;
                        Kind::Surface
                    }
                    _ if first.split_once('.').and_then(numbers).is_some() => Kind::Nothing,
                    _ => {
                        // A line that lost its number.
                        if row.cells.len() < self.n_columns {
                            row.cells.insert(0, "");
                        }
                        Kind::Token
                    }
                };
            }
        }
    }

    /// Finds the columns that have tags on most of the rows that have a cell
    /// there. Each is a layer.
    fn find_layers(&mut self) {
        let has_tag = |row: &&Row<'a>| matches!(row.kind, Kind::Token | Kind::Word);
        let rows: Vec<&Row<'_>> = self.rows.iter().filter(has_tag).collect();
        // Between tabs a row may have more cells than most; between spaces it is
        // a token with spaces in it.
        let tabbed = rows.iter().filter(|row| row.is_tabbed()).map(|row| row.cells.len());
        let n_columns = tabbed.max().unwrap_or(0).max(self.n_columns).min(MAX_COLUMNS);
        let mut columns: Vec<(usize, Column<'a>)> = Vec::new();
        for column in usize::from(self.is_numbered)..n_columns {
            if column != self.token {
                let cells = rows.iter().filter(|row| row.is_tabbed() || column < self.n_columns);
                let cells = cells.filter_map(|row| row.cells.get(column).copied());
                columns.push((column, Column::of(cells)));
            }
        }
        let is_chunks = |column: &Column<'_>| column.has_chunks && column.n_inside > 0;
        let is_layer =
            |column: &Column<'_>| column.has_tags(rows.len()) || column.has_labels(rows.len());
        let has_names = columns.iter().any(|(_, one)| is_layer(one) && !is_chunks(one));
        for (column, found) in &columns {
            if is_layer(found) {
                self.layers.push(Layer {
                    column: Some(*column),
                    is_bare: !found.has_tags(rows.len()),
                    is_read: !(has_names && is_chunks(found)),
                });
            } else if let Some(first) = found.first {
                let n_tags = found.n_inside;
                self.others.push(Other { column: *column, first, n_tags });
            }
        }
        if self.layers.is_empty() {
            if !self.is_conllu() {
                self.others.clear();
            }
            self.layers.push(Layer { column: None, is_bare: false, is_read: true });
        }
    }
}

impl Layer {
    /// The tags in a cell; `None` if it has something else.
    pub(super) fn tags<'a>(&self, cell: &'a str) -> Option<impl Iterator<Item = Tag<'a>>> {
        let is_bare = self.is_bare;
        let read = move |piece: &'a str| match piece {
            "O" => Some(Tag::Outside),
            nothing if says_nothing(nothing) => Some(Tag::Outside),
            label if is_bare => Some(Tag::Inside { label, begins: false, ends: false }),
            tag => Tag::read(tag),
        };
        let has_tags = pieces(cell).all(|piece| read(piece).is_some());
        has_tags.then(|| pieces(cell).filter_map(read))
    }
}

/// What the cells of a column are.
#[derive(Default)]
struct Column<'a> {
    n_outside: usize,
    n_inside: usize,
    n_nothing: usize,
    n_others: usize,
    /// The first that says something.
    first: Option<&'a str>,
    /// The first that are no tags.
    others: BTreeSet<&'a str>,
    has_chunks: bool,
}

/// So many labels without a prefix are labels; more are words.
const MAX_LABELS: usize = 60;

impl<'a> Column<'a> {
    fn of(cells: impl Iterator<Item = &'a str>) -> Column<'a> {
        let mut column = Column { has_chunks: true, ..Column::default() };
        for cell in cells {
            match pieces(cell).next().and_then(Tag::read) {
                _ if says_nothing(cell) || cell == NO_SPACE => column.n_nothing += 1,
                Some(Tag::Outside) => column.n_outside += 1,
                Some(Tag::Inside { label, .. }) => {
                    column.n_inside += 1;
                    column.has_chunks &= CHUNKS.contains(&label);
                    column.first.get_or_insert(cell);
                }
                None => {
                    column.n_others += 1;
                    column.first.get_or_insert(cell);
                    if column.others.len() <= MAX_LABELS {
                        column.others.insert(cell);
                    }
                }
            }
        }
        column
    }

    /// Whether it has tags, and in most of its cells. Where there are none but
    /// `O`, most of so many rows must have it.
    fn has_tags(&self, n_rows: usize) -> bool {
        match self.n_inside {
            0 => self.n_outside * 2 > n_rows && self.n_others == 0,
            n_inside => self.n_outside + n_inside + self.n_nothing > self.n_others,
        }
    }

    /// Whether what is no tag are labels without a prefix, as Stanford NER
    /// writes them.
    fn has_labels(&self, n_rows: usize) -> bool {
        self.n_inside == 0
            && self.n_others > 0
            && self.n_outside * 5 >= n_rows
            && self.others.len() <= MAX_LABELS.min(1 + self.n_others)
            && self.others.iter().all(|other| is_label(other))
    }
}

fn is_label(cell: &str) -> bool {
    cell.starts_with(char::is_alphabetic)
        && cell.chars().all(|c| c.is_alphanumeric() || "_-./:& ".contains(c))
}

fn numbers((one, other): (&str, &str)) -> Option<(usize, usize)> {
    one.parse().ok().zip(other.parse().ok())
}
