//! Reads tokens with tags. A column of tags is a layer of its own.

use super::columns::{Layer, Other, Rows, says_nothing};
use super::made::Made;
use super::rows::{Kind, Row, Sentence};
use crate::format::describe::quoted;
use crate::format::tags::Tag;
use crate::format::{Drafts, FileProblem, Record};

/// Reads a record: an article, or several where its comments part them.
///
/// # Errors
/// A record in which no line has a tag, or none a token.
pub(super) fn read(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let rows = Rows::of(record.text());
    if rows.rows.is_empty() {
        // What stands before the first article, or an article without tokens.
        return Ok(());
    }
    let mut reading = Reading { first_line: record.line, ..Reading::default() };
    let mut articles = Vec::new();
    let mut made = Made::new(&rows.layers);
    let mut id = "";
    for sentence in &rows.sentences {
        if let Some(next) = sentence.article {
            articles.push((std::mem::replace(&mut id, next), made));
            made = Made::new(&rows.layers);
        }
        reading.sentence(sentence, &rows, &mut made);
    }
    articles.push((id, made));
    let not_conll = |why: String| Err(FileProblem::Other(format!("is not CoNLL: {why}")));
    if articles.iter().all(|(_, made)| made.is_empty()) {
        return not_conll("no line has a token".into());
    }
    if reading.n_tags == 0 && !rows.is_conllu() {
        return match reading.odd.into_iter().next() {
            Some(Odd { first_line, said, .. }) => {
                not_conll(format!("line {first_line} has {said} where a tag should be"))
            }
            None => not_conll("no line has a tag".into()),
        };
    }
    reading.say(&rows, record, drafts);
    let (mut n_chunks, mut n_blank) = (0, 0);
    for (id, made) in articles.into_iter().filter(|(_, made)| !made.is_empty()) {
        let title = format!("{} {id}", record.stem);
        let (draft, lost) = made.draft(title.trim().into(), &rows.layers);
        n_chunks += lost.n_not_read;
        n_blank += lost.n_blank;
        drafts.push(draft);
    }
    if n_chunks > 0 {
        let chunks = listed(&rows, |layer| !layer.is_read);
        let are = match n_chunks {
            1 => "there is 1 phrase".to_owned(),
            n => format!("there are {n} phrases"),
        };
        drafts.lose(record.number, format!("{are} in {chunks} too"), n_chunks);
    }
    if n_blank > 0 {
        drafts.lose(record.number, "there are tags on blank tokens", n_blank);
    }
    Ok(())
}

/// The columns of some layers, counted from 1.
fn listed(rows: &Rows<'_>, is_one: impl Fn(&Layer) -> bool) -> String {
    let columns = rows.layers.iter().filter(|layer| is_one(layer));
    let columns = columns.filter_map(|layer| Some((layer.column? + 1).to_string()));
    let columns: Vec<String> = columns.collect();
    let what = if columns.len() == 1 { "column" } else { "columns" };
    format!("{what} {}", columns.join(", "))
}

/// What was seen of the lines of a record.
#[derive(Default)]
struct Reading {
    /// The line of the file on which the record starts.
    first_line: usize,
    n_tags: usize,
    /// What was no tag.
    odd: Vec<Odd>,
    /// On how many lines the token is white space, and on which first.
    blank: Option<(usize, usize)>,
    /// How many tokens stand for several words, and the first of them.
    surfaces: Option<(usize, String)>,
    /// How many sentences have a text in which their tokens are not found, and
    /// the line on which the first of them starts.
    misfits: Option<(usize, usize)>,
}

/// What is no tag, where one should be.
struct Odd {
    /// What is there.
    said: String,
    /// Whether it may have been an annotation; else there is nothing.
    is_lost: bool,
    n_lines: usize,
    first_line: usize,
}

impl Reading {
    fn sentence<'a>(&mut self, sentence: &Sentence<'a>, rows: &Rows<'a>, made: &mut Made) {
        let all = &rows.rows[sentence.rows.clone()];
        let is_token = |row: &&Row<'_>| matches!(row.kind, Kind::Token | Kind::Surface);
        let tokens: Vec<&str> = all.iter().filter(is_token).map(|row| rows.token(row)).collect();
        let is_found = sentence.text.is_some_and(|text| {
            made.begin(sentence.begins_paragraph);
            made.sentence(text, &tokens)
        });
        if !is_found {
            made.begin(sentence.begins_paragraph);
            if let (Some(_), Some(first)) = (sentence.text, all.first()) {
                let line = self.line_of(first);
                self.misfits.get_or_insert((0, line)).0 += 1;
            }
        }
        let (mut is_apart, mut has_tag) = (false, false);
        for row in all {
            match row.kind {
                Kind::Nothing => continue,
                // Its token has the tag.
                Kind::Word if has_tag => continue,
                Kind::Word => {}
                Kind::Token | Kind::Surface => {
                    let token = rows.token(row);
                    made.token(token, is_found, is_apart);
                    is_apart = !rows.has_no_space(row);
                    if token.is_empty() {
                        let line = self.line_of(row);
                        self.blank.get_or_insert((0, line)).0 += 1;
                    }
                }
            }
            if row.kind == Kind::Surface {
                let first = || rows.token(row).to_owned();
                self.surfaces.get_or_insert_with(|| (0, first())).0 += 1;
                let is_inside = |tag: Tag<'_>| matches!(tag, Tag::Inside { .. });
                let is_tag = |layer: &Layer| {
                    let tags = rows.cell(row, *layer).and_then(|cell| layer.tags(cell));
                    tags.is_some_and(|mut tags| tags.any(is_inside))
                };
                has_tag = rows.layers.iter().any(is_tag);
                if !has_tag {
                    continue;
                }
            }
            for (idx, &layer) in rows.layers.iter().enumerate() {
                let cell = rows.cell(row, layer);
                let tags = cell.and_then(|cell| layer.tags(cell));
                match (&tags, cell) {
                    (Some(_), Some(cell)) => self.n_tags += usize::from(!says_nothing(cell)),
                    (_, Some(cell)) => self.odd(row, quoted(cell), true),
                    (_, None) => self.odd(row, lacking(rows, row, layer), false),
                }
                made.tags(tags.into_iter().flatten(), idx);
            }
        }
    }

    fn line_of(&self, row: &Row<'_>) -> usize {
        self.first_line + row.line - 1
    }

    fn odd(&mut self, row: &Row<'_>, said: String, is_lost: bool) {
        let (first_line, n_odd) = (self.line_of(row), self.odd.len());
        match self.odd.iter_mut().find(|other| other.said == said) {
            Some(odd) => odd.n_lines += 1,
            None if n_odd < MAX_ODD => self.odd.push(Odd { said, is_lost, n_lines: 1, first_line }),
            // All others are one.
            None => {
                let said = "something else".to_owned();
                match self.odd.last_mut().filter(|last| last.said == said) {
                    Some(last) => last.n_lines += 1,
                    None => self.odd.push(Odd { said, is_lost: true, n_lines: 1, first_line }),
                }
            }
        }
    }

    /// Says what stands in a record besides tokens and their tags.
    fn say(&self, rows: &Rows<'_>, record: &Record<'_>, drafts: &mut Drafts) {
        let number = record.number;
        let odd = if self.n_tags == 0 { [].as_slice() } else { &self.odd };
        for Odd { said, is_lost, n_lines, first_line } in odd {
            let others = match n_lines {
                1 => String::new(),
                2 => ", and 1 line more is like it".into(),
                _ => format!(", and {} lines more are like it", n_lines - 1),
            };
            let has = format!("line {first_line} has {said}");
            match is_lost {
                true => {
                    drafts.lose(number, format!("{has} where a tag should be{others}"), *n_lines);
                }
                false => drafts.note(number, format!("{has}, read as “O”{others}")),
            }
        }
        if let Some((n_lines, line)) = self.blank {
            let lines = match n_lines {
                1 => format!("the token on line {line} is"),
                n => format!("the tokens on {n} lines, the first of them line {line}, are"),
            };
            drafts.note(number, format!("{lines} white space alone, and not in the text"));
        }
        if let Some((n_misfits, line)) = self.misfits {
            let (sentences, these) = match n_misfits {
                1 => (format!("the sentence on line {line}"), "it is"),
                n => (format!("{n} sentences, the first of them on line {line},"), "they are"),
            };
            let said = "not found in the “# text” before them";
            let sentence =
                format!("the tokens of {sentences} are {said}; {these} put together with spaces");
            drafts.note(number, sentence);
        }
        if let Some((n_surfaces, first)) = &self.surfaces {
            let first = quoted(first);
            let sentence = match n_surfaces {
                1 => format!("1 token stands for several words, {first}: it is one token here"),
                n => format!("{n} tokens stand for several words, as {first}: each is one here"),
            };
            drafts.note(number, sentence);
        }
        match rows.comments {
            Some((1, line)) => {
                drafts.note(number, format!("1 comment, {}, is not kept", quoted(line)));
            }
            Some((n, line)) => {
                drafts.note(number, format!("{n} comments, as {}, are not kept", quoted(line)));
            }
            None => {}
        }
        // What its columns are is the same in the whole file.
        if number > 1 {
            return;
        }
        if self.n_tags == 0 {
            drafts.note(1, "no column has tags");
        }
        if let Some(said) = said_of(&rows.others) {
            drafts.note(1, said);
        }
        if rows.layers.iter().filter(|layer| layer.is_read).count() > 1 {
            let layers = listed(rows, |layer| layer.is_read);
            drafts.note(1, format!("there are tags in {layers}, and each is read"));
        }
    }
}

/// Which columns are no layers, and what stands there.
fn said_of(others: &[Other<'_>]) -> Option<String> {
    let shown = others.iter().take(MAX_OTHERS).map(|other| {
        let first = quoted(other.first);
        let number = other.column + 1;
        match other.n_tags {
            0 => format!("{number} (as {first})"),
            1 => format!("{number} (as {first}; 1 cell looks like a tag, most do not)"),
            n => format!("{number} (as {first}; {n} cells look like tags, most do not)"),
        }
    });
    let mut shown: Vec<String> = shown.collect();
    match others.len().saturating_sub(shown.len()) {
        0 => {}
        n => shown.push(format!("{n} more")),
    }
    match shown.as_slice() {
        [] => None,
        [one] => Some(format!("column {one} has no annotations and is not kept")),
        [most @ .., last] => {
            let most = most.join(", ");
            Some(format!("columns {most} and {last} have no annotations and are not kept"))
        }
    }
}

/// What a row has that has no cell in a layer.
fn lacking(rows: &Rows<'_>, row: &Row<'_>, layer: Layer) -> String {
    let has_more = row.cells.len() > usize::from(rows.is_numbered) + 1;
    match layer.column.filter(|_| has_more) {
        Some(column) => format!("no column {}", column + 1),
        None => "nothing but a token".into(),
    }
}

/// So many columns that are not kept are named, and no more.
const MAX_OTHERS: usize = 10;

/// So many different words that are no tags are named, and no more.
const MAX_ODD: usize = 20;
