//! Lines and their cells, and the comments that say something of sentences.
//! Source: <https://universaldependencies.org/format.html>.

use std::ops::Range;

use super::DOCSTART;
use super::columns::Rows;
use crate::format::lines::lines;
use crate::format::tags::Tag;

/// A line with its cells.
pub(super) struct Row<'a> {
    /// The line of the record, counted from 1.
    pub(super) line: usize,
    pub(super) kind: Kind,
    pub(super) cells: Vec<&'a str>,
    whole: &'a str,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A token.
    Token,
    /// A token that stands for several words, which follow.
    Surface,
    /// A word of the token before it.
    Word,
    /// What is left out of the text.
    Nothing,
}

/// The rows of a sentence, and what is said of it.
#[derive(Default)]
pub(super) struct Sentence<'a> {
    pub(super) rows: Range<usize>,
    /// Its text.
    pub(super) text: Option<&'a str>,
    /// Whether it begins a paragraph.
    pub(super) begins_paragraph: bool,
    /// Whether it begins an article, and the id of that, if it has one.
    pub(super) article: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn new(line: usize, whole: &'a str) -> Row<'a> {
        let cells = if whole.contains('\t') {
            // A cell that is empty is one all the same: tokens may be blank.
            let mut cells: Vec<&str> = whole.split('\t').map(str::trim).collect();
            let n_cells = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
            cells.truncate(n_cells);
            cells
        } else {
            whole.split(' ').filter(|cell| !cell.is_empty()).map(str::trim).collect()
        };
        Row { line, kind: Kind::Token, cells, whole }
    }

    /// Whether its cells stand between tabs; else they stand between spaces.
    pub(super) fn is_tabbed(&self) -> bool {
        self.whole.contains('\t')
    }

    /// Gives a row between spaces as many cells as the others have: its token
    /// may be a space itself, or have spaces in it.
    pub(super) fn align(&mut self, n_columns: usize, token: usize) {
        if self.is_tabbed() {
            return;
        }
        if self.whole.starts_with(' ') && self.cells.len() + 1 == n_columns {
            self.cells.insert(token, "");
        }
        let is_tagged = self.cells.last().is_some_and(|last| Tag::read(last).is_some());
        if self.cells.len() > n_columns && n_columns > token + 1 && is_tagged {
            let last = token + self.cells.len() - n_columns;
            let place = |cell: &str| cell.as_ptr() as usize - self.whole.as_ptr() as usize;
            let (start, end) = (self.cells[token], self.cells[last]);
            let words = self.whole.get(place(start)..place(end) + end.len());
            self.cells.splice(token..=last, words);
        }
    }
}

/// Parts a record into sentences with their rows.
pub(super) fn sentences<'a>(text: &'a str, all: &mut Rows<'a>) {
    let mut sentence = Sentence::default();
    let mut is_article = false;
    for (idx, line) in lines(text).enumerate() {
        let is_sign = line.starts_with(DOCSTART);
        if is_sign || line.trim().is_empty() {
            close(&mut sentence, all);
            is_article |= is_sign;
            continue;
        }
        let row = Row::new(idx + 1, line);
        if sentence.rows.is_empty() && is_comment(line, &row.cells) {
            if !sentence.take(line) {
                all.comments.get_or_insert((0, line)).0 += 1;
            }
            continue;
        }
        if std::mem::take(&mut is_article) {
            sentence.article.get_or_insert("");
        }
        if sentence.rows.is_empty() {
            sentence.rows = all.rows.len()..all.rows.len();
        }
        all.rows.push(row);
        sentence.rows.end = all.rows.len();
    }
    close(&mut sentence, all);
}

/// Ends a sentence, if it has rows; what is said before a blank line is of the
/// sentence behind it.
fn close<'a>(sentence: &mut Sentence<'a>, all: &mut Rows<'a>) {
    if !sentence.rows.is_empty() {
        all.sentences.push(std::mem::take(sentence));
    }
}

impl<'a> Sentence<'a> {
    /// Takes what a comment says; `false` if that is nothing of use.
    fn take(&mut self, comment: &'a str) -> bool {
        let said = comment.trim_start_matches('#').trim();
        let (name, value) = match said.split_once('=') {
            Some((name, value)) => (name.trim(), value.trim()),
            None => (said, ""),
        };
        match name {
            "text" => self.text = Some(value),
            "newdoc" | "newdoc id" => self.article = Some(value),
            "newpar" | "newpar id" => self.begins_paragraph = true,
            _ => return false,
        }
        true
    }
}

/// Whether the first line of a sentence says something of the sentence.
fn is_comment(line: &str, cells: &[&str]) -> bool {
    let has_sign = line == "#" || line.starts_with("# ") || line.starts_with("#\t");
    let is_pair = || {
        let mut words = line.split_whitespace().skip(1);
        let is_name = |c: char| c.is_alphanumeric() || "_.-:".contains(c);
        let name = words.next().is_some_and(|name| name.chars().all(is_name));
        name && (words.next() == Some("=") || words.next() == Some("="))
    };
    has_sign && (cells.last().is_none_or(|last| Tag::read(last).is_none()) || is_pair())
}
