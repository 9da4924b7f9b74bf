//! Reads tokens with tags. A column of tags is a layer of its own.

use super::columns::{Layer, NOTHING, Rows};
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
            Some((_, line, said)) => {
                not_conll(format!("line {line} has {said} where a tag should be"))
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
    /// What was no tag: on how many lines, on which first, and what is there.
    odd: Vec<(usize, usize, String)>,
    /// On how many lines the token is white space, and on which first.
    blank: Option<(usize, usize)>,
    /// How many tokens stand for several words, and the first of them.
    surfaces: Option<(usize, String)>,
    /// How many sentences have a text in which their tokens are not found, and
    /// the line on which the first of them starts.
    misfits: Option<(usize, usize)>,
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
                let is_tag = |layer: &Layer| {
                    let tag = rows.cell(row, *layer).and_then(Tag::read);
                    matches!(tag, Some(Tag::Inside { .. }))
                };
                has_tag = rows.layers.iter().any(is_tag);
                if !has_tag {
                    continue;
                }
            }
            for (idx, &layer) in rows.layers.iter().enumerate() {
                let cell = rows.cell(row, layer);
                let tag = cell.and_then(|cell| layer.tag(cell));
                match (tag, cell) {
                    (Some(_), _) => self.n_tags += usize::from(cell != Some(NOTHING)),
                    (None, Some(cell)) => self.odd(row, quoted(cell)),
                    (None, None) => self.odd(row, lacking(rows, row, layer)),
                }
                made.tag(tag.unwrap_or(Tag::Outside), idx);
            }
        }
    }

    fn line_of(&self, row: &Row<'_>) -> usize {
        self.first_line + row.line - 1
    }

    fn odd(&mut self, row: &Row<'_>, said: String) {
        let (line, n_odd) = (self.line_of(row), self.odd.len());
        match self.odd.iter_mut().find(|(_, _, other)| *other == said) {
            Some((n_lines, _, _)) => *n_lines += 1,
            None if n_odd < MAX_ODD => self.odd.push((1, line, said)),
            None => {}
        }
    }

    /// Says what stands in a record besides tokens and their tags.
    fn say(&self, rows: &Rows<'_>, record: &Record<'_>, drafts: &mut Drafts) {
        let number = record.number;
        let odd = if self.n_tags == 0 { [].as_slice() } else { &self.odd };
        for (n_lines, line, said) in odd {
            let others = match n_lines {
                1 => String::new(),
                2 => ", and 1 line more is like it".into(),
                _ => format!(", and {} lines more are like it", n_lines - 1),
            };
            drafts.note(number, format!("line {line} has {said}, read as “O”{others}"));
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
        if rows.layers.iter().filter(|layer| layer.is_read).count() > 1 {
            let layers = listed(rows, |layer| layer.is_read);
            drafts.note(1, format!("there are tags in {layers}, and each is read"));
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

/// So many different words that are no tags are named, and no more.
const MAX_ODD: usize = 20;
