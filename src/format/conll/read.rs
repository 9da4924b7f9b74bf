//! Reads tokens with tags. A column of tags is a layer of its own.

use super::columns::{Row, Rows};
use crate::format::describe::quoted;
use crate::format::tags::Tag;
use crate::format::{
    Draft, DraftAnnotation, DraftFragment, Drafts, FileProblem, OffsetUnit, Outcome, Record,
};
use crate::model::segmentation::{is_grapheme_boundary, next_boundary, prev_boundary};

/// Reads an article.
///
/// # Errors
/// A record in which no line has a tag.
pub(super) fn read(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let rows = Rows::of(record.text());
    let mut reading = Reading { open: vec![None; rows.n_layers()], ..Reading::default() };
    for row in &rows.rows {
        reading.row(row, &rows);
    }
    let Reading { text, spans, n_tags, odd, .. } = reading;
    if text.is_empty() {
        // What stands before the first article, or an article without tokens.
        return Ok(());
    }
    if n_tags == 0 {
        let Some((_, line, said)) = odd.into_iter().next() else { return Ok(()) };
        let why = format!("is not CoNLL: line {line} has {said} where a tag should be");
        return Err(FileProblem::Other(why));
    }
    for (n_lines, line, said) in odd {
        let others = match n_lines {
            1 => String::new(),
            2 => ", and 1 line more is like it".into(),
            _ => format!(", and {} lines more are like it", n_lines - 1),
        };
        let why = format!("line {line} of the article has {said}, read as “O”{others}");
        drafts.warn(record.number, why, Outcome::Kept);
    }
    say_columns(&rows, record, drafts);
    let mut chars = Chars { text: &text, at: 0, n_chars: 0 };
    let annotations = spans.iter().map(|span| {
        let (start, end) = whole(&text, span.start, span.end);
        let fragment = DraftFragment { start: chars.before(start), end: chars.before(end) };
        DraftAnnotation {
            label: span.label.clone(),
            fragments: vec![fragment],
            ..DraftAnnotation::default()
        }
    });
    let annotations = annotations.collect();
    drafts.push(Draft {
        title: record.stem.into(),
        units: &[OffsetUnit::Token],
        annotations,
        ..Draft::new(text)
    });
    Ok(())
}

/// Says what stands in a file besides tokens and their tags.
fn say_columns(rows: &Rows<'_>, record: &Record<'_>, drafts: &mut Drafts) {
    let listed = |columns: &[usize]| {
        let numbers: Vec<String> = columns.iter().map(usize::to_string).collect();
        let what = if columns.len() == 1 { "column" } else { "columns" };
        format!("{what} {}", numbers.join(", "))
    };
    if let Some((n_lines, first)) = rows.comments {
        let n_lines = if n_lines == 1 { "1 comment".into() } else { format!("{n_lines} comments") };
        drafts.warn(record.number, format!("{n_lines}, as {}", quoted(first)), Outcome::LeftOut);
    }
    // What its columns are is the same in the whole file.
    if record.number > 1 {
        return;
    }
    if !rows.others.is_empty() {
        let others = listed(&rows.others);
        drafts.warn(1, format!("there are tags in {others} too"), Outcome::LeftOut);
    }
    if rows.n_layers() > 1 {
        let layers = listed(&rows.layers());
        drafts.warn(1, format!("there are tags in {layers}, and each is read"), Outcome::Kept);
    }
}

#[derive(Default)]
struct Reading {
    text: String,
    spans: Vec<Span>,
    /// For each column of tags, the span that may go on.
    open: Vec<Option<usize>>,
    n_tags: usize,
    /// What was no tag: on how many lines, on which first, and what is there.
    odd: Vec<(usize, usize, String)>,
}

/// An annotation, in bytes of the text that is made.
struct Span {
    label: String,
    start: usize,
    end: usize,
}

impl Reading {
    fn row<'a>(&mut self, row: &Row<'a>, rows: &Rows<'a>) {
        let token = rows.token(row);
        if row.is_start {
            self.open.fill(None);
        }
        let separator = if row.is_start { "\n" } else { " " };
        // At the start of a text the character U+FEFF would be a byte order mark.
        if !self.text.is_empty() || token.starts_with('\u{feff}') {
            self.text += separator;
        }
        let start = self.text.len();
        self.text += token;
        for layer in 0..self.open.len() {
            let said = rows.tag(row, layer);
            let tag = said.and_then(Tag::read);
            match (tag, said) {
                (Some(_), _) => self.n_tags += 1,
                (None, Some(said)) => self.odd(row.line, quoted(said)),
                (None, None) => self.odd(row.line, "nothing but a token".into()),
            }
            self.tag(tag.unwrap_or(Tag::Outside), layer, start);
        }
    }

    fn tag(&mut self, tag: Tag<'_>, layer: usize, start: usize) {
        let end = self.text.len();
        let open = self.open[layer].take();
        let Tag::Inside { label, begins, ends } = tag else { return };
        let open = open.filter(|&idx| !begins && self.spans[idx].label == label);
        let idx = match open {
            Some(idx) => idx,
            None => {
                self.spans.push(Span { label: label.into(), start, end });
                self.spans.len() - 1
            }
        };
        self.spans[idx].end = end;
        self.open[layer] = Some(idx).filter(|_| !ends);
    }

    fn odd(&mut self, line: usize, said: String) {
        let n_odd = self.odd.len();
        match self.odd.iter_mut().find(|(_, _, other)| *other == said) {
            Some((n_lines, _, _)) => *n_lines += 1,
            None if n_odd < MAX_ODD => self.odd.push((1, line, said)),
            None => {}
        }
    }
}

/// So many different words that are no tags are named, and no more.
const MAX_ODD: usize = 20;

/// A span widened to whole characters: a token that begins with a combining
/// mark takes the space before it.
fn whole(text: &str, start: usize, end: usize) -> (usize, usize) {
    let rule = is_grapheme_boundary;
    let start = match rule(text, start) {
        true => start,
        false => prev_boundary(text, start, rule).unwrap_or(start),
    };
    let end = match rule(text, end) {
        true => end,
        false => next_boundary(text, end, rule).unwrap_or(end),
    };
    (start, end)
}

/// Counts characters up to offsets that hardly go back.
struct Chars<'a> {
    text: &'a str,
    at: usize,
    n_chars: u64,
}

impl Chars<'_> {
    fn before(&mut self, byte: usize) -> u64 {
        let count = |part: Option<&str>| part.unwrap_or_default().chars().count() as u64;
        if byte < self.at {
            self.n_chars -= count(self.text.get(byte..self.at));
        } else {
            self.n_chars += count(self.text.get(self.at..byte));
        }
        self.at = byte;
        self.n_chars
    }
}
