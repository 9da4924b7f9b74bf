//! Reads tokens with tags: the first column is the token, the last one the tag.

use super::DOCSTART;
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
    let mut reading = Reading::default();
    for (idx, line) in record.text().split('\n').enumerate() {
        reading.line(idx + 1, line.strip_suffix('\r').unwrap_or(line));
    }
    reading.end();
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

#[derive(Default)]
struct Reading {
    text: String,
    spans: Vec<Span>,
    /// Whether the last span goes on.
    is_open: bool,
    /// Whether the next token is the first of its sentence.
    is_start: bool,
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
    fn line(&mut self, number: usize, line: &str) {
        if line.trim().is_empty() {
            self.end();
            return;
        }
        if line.starts_with(DOCSTART) {
            return;
        }
        let part = if line.contains('\t') { '\t' } else { ' ' };
        let mut columns = line.split(part).filter(|column| !column.trim().is_empty());
        let Some(token) = columns.next() else { return };
        let said = columns.next_back();
        let tag = said.and_then(Tag::read);
        match (tag, said) {
            (Some(_), _) => self.n_tags += 1,
            (None, Some(said)) => self.odd(number, quoted(said)),
            (None, None) => self.odd(number, "nothing but a token".into()),
        }
        let separator = if self.is_start { "\n" } else { " " };
        // At the start of a text the character U+FEFF would be a byte order mark.
        if !self.text.is_empty() || token.starts_with('\u{feff}') {
            self.text += separator;
        }
        self.is_start = false;
        let start = self.text.len();
        self.text += token;
        self.tag(tag.unwrap_or(Tag::Outside), start);
    }

    fn tag(&mut self, tag: Tag<'_>, start: usize) {
        let end = self.text.len();
        let Tag::Inside { label, begins, ends } = tag else {
            self.is_open = false;
            return;
        };
        let open = self.spans.last_mut().filter(|span| self.is_open && span.label == label);
        match open.filter(|_| !begins) {
            Some(span) => span.end = end,
            None => self.spans.push(Span { label: label.into(), start, end }),
        }
        self.is_open = !ends;
    }

    /// Ends a sentence.
    fn end(&mut self) {
        self.is_start = true;
        self.is_open = false;
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
