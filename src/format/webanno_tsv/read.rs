//! Reads an article.

use std::collections::BTreeMap;

use super::foreign::Kept;
use super::header::{Kind, Layer};
use super::marks::{End, Marks};
use super::rows::{File, Row, parted};
use super::unit::{Scale, unit_of};
use super::{NOTE, RELATIONS, SPANS, STATUS};
use crate::format::chains::CHAIN;
use crate::format::describe::quoted;
use crate::format::warning::{ArticleName, Place, Problem, Warning};
use crate::format::{
    Draft, DraftRelation, DraftTokens, Drafts, FileLine, FileProblem, OffsetUnit, Outcome, Record,
};
use crate::model::extra::Extra;
use crate::model::text::MAX_TEXT_BYTES;

/// Rows may lack the cells of so many columns at their ends, which are read as
/// empty. Of more columns, short rows would make files far longer when they are
/// written again.
const MAX_LACKING: usize = 32;

/// Reads an article.
///
/// # Errors
/// A file of another format, or sentences that overlap.
pub(super) fn read(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let file = parted(record)?;
    let unit = record.unit.unwrap_or_else(|| unit_of(&file));
    let mut reading = Reading { record, drafts, marks: Marks::new(&file.layers) };
    let (text, tokens) = reading.sentences(&file, unit)?;
    for (line, words) in &file.broken {
        let cells: Vec<&str> = words.split('\t').collect();
        let cell = quoted(cells.get(1).copied().unwrap_or_default());
        let why = format!("has {cell} where offsets like “0-5” should be");
        let n_marks = reading.marks.n_new(&cells);
        reading.lose(*line, &why, n_marks);
    }
    let relations = reading.relations();
    let extra = reading.kept(&file, &text);
    let annotations = reading.marks.finish();
    drafts.push(Draft {
        title: record.stem.into(),
        is_title_made: true,
        units: usual(unit),
        is_quote: holds,
        tokens: Some(tokens).filter(|tokens| !tokens.places.is_empty()),
        annotations,
        relations,
        extra,
        ..Draft::new(text)
    });
    Ok(())
}

/// The unit by which the text was put together.
fn usual(unit: OffsetUnit) -> &'static [OffsetUnit] {
    match unit {
        OffsetUnit::Byte => &[OffsetUnit::Byte],
        OffsetUnit::CodePoint => &[OffsetUnit::CodePoint],
        OffsetUnit::CrlfAsOne => &[OffsetUnit::CrlfAsOne],
        OffsetUnit::Grapheme => &[OffsetUnit::Grapheme],
        OffsetUnit::Utf16 | OffsetUnit::Token => &[OffsetUnit::Utf16],
    }
}

/// Whether an annotation begins and ends with the words of its rows, and has
/// the others in their order. White space does not count: a program may have
/// trimmed it, and no row has what stands between two.
fn holds(words: &[&str], quote: &str) -> bool {
    let ink: String = words.iter().flat_map(|words| words.split_whitespace()).collect();
    let mut pieces = quote.split_whitespace();
    let (Some(first), last) = (pieces.next(), pieces.next_back()) else { return true };
    let Some(mut rest) = ink.strip_prefix(first) else { return false };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    last.map_or(rest.is_empty(), |last| rest.ends_with(last))
}

struct Reading<'a, 'd> {
    record: &'d Record<'a>,
    drafts: &'d mut Drafts,
    marks: Marks<'a>,
}

impl<'a> Reading<'a, '_> {
    fn say(&mut self, sentence: String, outcome: Outcome, n_items: usize) {
        let place = Place::Article(ArticleName::new(self.record.stem, self.record.number));
        let problem = Problem::Said(sentence);
        self.drafts.warnings.push(Warning { place, problem, outcome, n_items });
    }

    /// So many annotations and links on a line are left out.
    fn lose(&mut self, line: usize, why: &str, n_items: usize) {
        self.say(format!("line {line} {why}"), Outcome::LeftOut, n_items);
    }

    /// The text of all sentences, and its tokens; the annotations on their rows
    /// are taken on the way.
    fn sentences(
        &mut self,
        file: &File<'a>,
        unit: OffsetUnit,
    ) -> Result<(String, DraftTokens), FileProblem> {
        let (mut text, mut end) = (String::new(), 0_u64);
        let mut tokens = DraftTokens::default();
        for sentence in &file.sentences {
            let scale = Scale::of(&sentence.text, unit);
            let first = sentence.rows.first();
            let start = match first {
                Some(row) => row.place.start,
                None => end + u64::from(!text.is_empty()),
            };
            let gap = start.checked_sub(end).filter(|&gap| gap <= MAX_TEXT_BYTES as u64);
            let Some(gap) = gap else {
                let line = first.map_or(0, |row| row.line);
                return Err(FileProblem::Other(format!(
                    "has a sentence that begins at {start}, on line {line}, where the text before \
                     it ends at {end}"
                )));
            };
            // What lies between two sentences is a line feed, then spaces, since
            // the file does not say.
            if gap > 0 && !text.is_empty() {
                text.push('\n');
                text.extend(std::iter::repeat_n(' ', gap as usize - 1));
            } else {
                text.extend(std::iter::repeat_n(' ', gap as usize));
            }
            if text.len() > MAX_TEXT_BYTES {
                return Err(FileProblem::Other(format!(
                    "has a text that is longer than {MAX_TEXT_BYTES} bytes"
                )));
            }
            text += &sentence.text;
            end = start.saturating_add(scale.len());
            let mut is_start = true;
            for row in &sentence.rows {
                let words = scale.words(row, sentence).unwrap_or(row.words());
                if !row.is_part() {
                    if std::mem::take(&mut is_start) {
                        tokens.starts.push(tokens.places.len());
                    }
                    tokens.places.push(row.place);
                    tokens.words.push(words.into());
                }
                self.row(file, row, words);
            }
        }
        Ok((text, tokens))
    }

    fn row(&mut self, file: &File<'a>, row: &Row<'a>, words: &str) {
        let (n, needed) = (row.cells.len(), super::header::N_FIRST + file.n_columns);
        if n < needed && file.n_columns > MAX_LACKING {
            let why = format!("has {n} cells, where its layers need {needed}");
            let n_marks = self.marks.n_new(&row.cells);
            return self.lose(row.line, &why, n_marks);
        }
        let mut cells = row.cells.clone();
        if n < needed {
            cells.resize(needed, "_");
            let line = row.line;
            let why = format!(
                "line {line} has {n} cells, where its layers need {needed}; those that it lacks \
                 are read as empty"
            );
            self.say(why, Outcome::Noted, 0);
        }
        for (line, why) in self.marks.row(&cells, row, words) {
            self.lose(line, why, 1);
        }
    }

    /// The links, and the chains.
    fn relations(&mut self) -> Vec<DraftRelation> {
        let mut relations = Vec::new();
        for link in std::mem::take(&mut self.marks.links) {
            let from = self.marks.end(link.base, link.from, link.to);
            let to = self.marks.end(link.base, link.to, link.from);
            let (Some(from), Some(to)) = (from, to) else {
                let why = match (link.from, link.to) {
                    (End::Row(row, _), _) if from.is_none() => {
                        format!("a relation from {}", quoted(row))
                    }
                    (End::Row(row, _), _) => format!("a relation to its row from {}", quoted(row)),
                    (_, End::Row(row, _)) => format!("a slot that is filled at {}", quoted(row)),
                    _ => "a relation".into(),
                };
                self.lose(link.line, &format!("has {why}, where nothing is marked"), 1);
                continue;
            };
            relations.push(DraftRelation {
                line: Some(FileLine::On(link.line)),
                relation_type: link.relation_type,
                from: from.to_string(),
                to: to.to_string(),
                extra: link.mark.into_extra(),
                ..DraftRelation::default()
            });
        }
        for chain in self.marks.chains.values() {
            // A link that marks nothing is left out, and the chain goes on.
            let marks = chain.values().copied().filter(|&place| self.marks.is_marked(place));
            let places: Vec<usize> = marks.collect();
            relations.extend(places.windows(2).map(|pair| DraftRelation {
                relation_type: CHAIN.into(),
                line: self.marks.line(pair[1]),
                from: pair[0].to_string(),
                to: pair[1].to_string(),
                ..DraftRelation::default()
            }));
        }
        relations
    }

    /// What is kept for this format alone.
    fn kept(&mut self, file: &File<'a>, text: &str) -> Extra {
        let mut kept = Kept { comments: comments(file), ..Kept::default() };
        let grammar: Vec<&Layer> =
            file.layers.iter().filter(|layer| layer.kind == Kind::Grammar).collect();
        if !grammar.is_empty() {
            let names: Vec<String> = grammar.iter().map(|layer| quoted(&layer.name)).collect();
            let n_names = names.len().min(MAX_NAMED);
            let more = if names.len() > n_names { " and others" } else { "" };
            let names = names[..n_names].join(", ") + more;
            let (cells, n_lost) = grammar_cells(file, &grammar, text);
            if n_lost > 0 {
                let why = format!("layers of the grammar of words are not read: {names}");
                self.say(why, Outcome::LeftOut, n_lost);
            } else {
                let why = format!(
                    "layers of the grammar of words are not shown, and kept for WebAnno TSV \
                     alone: {names}"
                );
                self.say(why, Outcome::Noted, 0);
            }
            kept.cells = cells;
        }
        let is_ours = |line: &&str| {
            let layer = Layer::read(line, 0).filter(|layer| match layer.kind {
                Kind::Spans => layer.name == SPANS,
                Kind::Relations => layer.name == RELATIONS && layer.base() == Some(SPANS),
                _ => false,
            });
            layer.is_some_and(|layer| {
                let ours = [super::LABEL, NOTE, STATUS, super::ANNOTATOR];
                let is_ours = |one: &String| ours.contains(&one.as_str()) || one.starts_with("BT_");
                layer.columns.iter().all(is_ours)
            })
        };
        if !file.header.iter().all(is_ours) {
            kept.header = file.header.iter().map(|&line| line.to_owned()).collect();
        }
        kept.into_extra()
    }
}

/// So many layers are named.
const MAX_NAMED: usize = 20;

/// The lines between sentences, each with how much ink stands before it.
fn comments(file: &File<'_>) -> Vec<(u64, String)> {
    let mut ink = 0;
    let mut comments = Vec::new();
    for sentence in &file.sentences {
        comments.extend(sentence.comments.iter().map(|&line| (ink, line.to_owned())));
        ink += sentence.text.chars().filter(|c| !c.is_whitespace()).count() as u64;
    }
    comments.extend(file.tail.iter().map(|&line| (ink, line.to_owned())));
    comments
}

/// What layers of grammar say on the rows of tokens, by layer and row, and how
/// many cells of theirs are not kept: where the rows are not numbered as they
/// are written again, all.
fn grammar_cells(
    file: &File<'_>,
    layers: &[&Layer],
    text: &str,
) -> (BTreeMap<String, BTreeMap<String, Vec<String>>>, usize) {
    let is_blank = |row: &Row<'_>| row.words().trim().is_empty();
    let mut is_numbered = !text.trim_start_matches(' ').starts_with(char::is_whitespace);
    let (mut kept, mut n_lost, mut n_all) = (BTreeMap::new(), 0, 0);
    let with_rows = file.sentences.iter().filter(|sentence| !sentence.rows.is_empty());
    for (sentence, rows) in with_rows.enumerate() {
        let mut token = 0;
        for row in &rows.rows {
            token += usize::from(!row.is_part());
            is_numbered &= !is_blank(row) || row.is_part();
            is_numbered &= row.is_part() || row.id() == format!("{}-{token}", sentence + 1);
            for layer in layers {
                let cells = row.cells.get(layer.start..layer.start + layer.columns.len());
                let cells = cells.filter(|cells| cells.iter().any(|cell| *cell != "_"));
                let Some(cells) = cells else { continue };
                n_all += 1;
                if row.is_part() {
                    n_lost += 1;
                    continue;
                }
                let of_layer: &mut BTreeMap<String, Vec<String>> =
                    kept.entry(layer.name.clone()).or_default();
                of_layer.insert(row.id().into(), cells.iter().map(|&one| one.into()).collect());
            }
        }
    }
    if is_numbered { (kept, n_lost) } else { (BTreeMap::new(), n_all) }
}
