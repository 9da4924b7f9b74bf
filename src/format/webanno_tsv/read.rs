//! Reads an article.

use std::collections::BTreeMap;

use super::header::{Kind, Layer, N_FIRST};
use super::{ANNOTATOR, NOTE, SIGN, STATUS, escapes};
use crate::format::describe::quoted;
use crate::format::{
    Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts, FileProblem, OffsetUnit, Outcome,
    Record,
};
use crate::model::annotation::Status;
use crate::model::text::MAX_TEXT_BYTES;

/// Reads an article.
///
/// # Errors
/// A file of another format, or sentences that overlap.
pub(super) fn read(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let mut lines = record.text().split('\n').enumerate().map(|(idx, line)| Line {
        number: idx + 1,
        words: line.strip_suffix('\r').unwrap_or(line),
    });
    let first = lines.next().map_or("", |line| line.words);
    let Some(version) = first.strip_prefix(SIGN).filter(|version| version.starts_with("3.")) else {
        let why = format!("begins with {}, not “{SIGN}3.3”", quoted(first));
        return Err(FileProblem::Other(why));
    };
    let mut reading = Reading {
        title: record.stem,
        number: record.number,
        has_units: matches!(version, "3.0" | "3.1"),
        drafts,
        layers: Vec::new(),
        n_columns: 0,
        text: String::new(),
        n_utf16: 0,
        sentence: Vec::new(),
        annotations: Vec::new(),
        by_number: BTreeMap::new(),
        by_row: BTreeMap::new(),
        relations: Vec::new(),
    };
    for line in lines {
        reading.line(&line)?;
    }
    reading.finish()
}

struct Line<'a> {
    number: usize,
    words: &'a str,
}

struct Reading<'a, 'd> {
    title: &'a str,
    number: usize,
    has_units: bool,
    drafts: &'d mut Drafts,
    layers: Vec<Layer>,
    n_columns: usize,
    text: String,
    n_utf16: u64,
    /// The lines of a sentence of which no token came yet.
    sentence: Vec<String>,
    annotations: Vec<DraftAnnotation>,
    by_number: BTreeMap<(usize, u32), usize>,
    /// The first annotation of a layer on a row.
    by_row: BTreeMap<(usize, &'a str), usize>,
    relations: Vec<Relation<'a>>,
}

/// A relation, until all annotations are known.
struct Relation<'a> {
    line: usize,
    relation_type: String,
    /// The layer of its ends, if the file names it.
    base: Option<usize>,
    from: End<'a>,
    to: End<'a>,
}

/// What a relation joins.
#[derive(Clone, Copy)]
enum End<'a> {
    /// An annotation, by its place.
    Annotation(usize),
    /// What is marked on a row under a number; any, if that is 0.
    Row(&'a str, u32),
}

impl<'a> Reading<'a, '_> {
    fn warn(&mut self, line: usize, why: &str) {
        let sentence = format!("line {line} {why}");
        self.drafts.warn_of(self.title, self.number, sentence, Outcome::LeftOut);
    }

    fn line(&mut self, line: &Line<'a>) -> Result<(), FileProblem> {
        if let Some(text) = line.words.strip_prefix("#Text=") {
            self.sentence.push(escapes::text(text, self.has_units));
        } else if line.words.starts_with("#T_") {
            if let Some(layer) = Layer::read(line.words, N_FIRST + self.n_columns) {
                self.n_columns += layer.columns.len();
                self.layers.push(layer);
            }
        } else if !line.words.is_empty() && !line.words.starts_with('#') {
            self.row(line)?;
        }
        Ok(())
    }

    fn row(&mut self, line: &Line<'a>) -> Result<(), FileProblem> {
        let cells: Vec<&'a str> = line.words.split('\t').collect();
        let place = cells.get(1).and_then(|cell| {
            let (start, end) = cell.split_once('-')?;
            Some((start.parse::<u64>().ok()?, end.parse::<u64>().ok()?))
        });
        let Some((start, end)) = place else {
            let cell = quoted(cells.get(1).copied().unwrap_or_default());
            self.warn(line.number, &format!("has {cell} where offsets like “0-5” should be"));
            return Ok(());
        };
        if !self.sentence.is_empty() {
            self.begin(start, line.number)?;
        }
        if cells.len() < N_FIRST + self.n_columns {
            let (n, needed) = (cells.len(), N_FIRST + self.n_columns);
            self.warn(line.number, &format!("has {n} cells, where its layers need {needed}"));
            return Ok(());
        }
        for idx in 0..self.layers.len() {
            match self.layers[idx].kind {
                Kind::Spans => {
                    self.spans(idx, &cells, DraftFragment { start, end }, line.number);
                }
                Kind::Relations => self.links(idx, &cells, line.number),
                Kind::Other => {}
            }
        }
        Ok(())
    }

    /// Begins a sentence: what lies between it and the one before is a line
    /// feed, then spaces, since the file does not say.
    fn begin(&mut self, start: u64, line: usize) -> Result<(), FileProblem> {
        let gap = start.checked_sub(self.n_utf16).filter(|&gap| gap <= MAX_TEXT_BYTES as u64);
        let Some(gap) = gap else {
            let end = self.n_utf16;
            return Err(FileProblem::Other(format!(
                "has a sentence that begins at {start}, on line {line}, where the text before it \
                 ends at {end}"
            )));
        };
        let gap = " ".repeat(gap as usize);
        let gap = match gap.strip_prefix(' ') {
            Some(spaces) if !self.text.is_empty() => format!("\n{spaces}"),
            _ => gap,
        };
        self.text += &gap;
        let sentence = std::mem::take(&mut self.sentence).join("\n");
        self.n_utf16 = start + sentence.encode_utf16().count() as u64;
        self.text += &sentence;
        Ok(())
    }

    /// What the cells of a layer say: for each annotation that is stacked
    /// there, the value in each column, and its number.
    fn stacks(&self, idx: usize, cells: &[&'a str]) -> Vec<Vec<(&'a str, Option<&'a str>)>> {
        let layer = &self.layers[idx];
        let cells = &cells[layer.start..layer.start + layer.columns.len()];
        let mut stacks: Vec<Vec<(&str, Option<&str>)>> = Vec::new();
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != "_") {
            for (place, part) in escapes::stacked(cell).into_iter().enumerate() {
                if stacks.len() <= place {
                    stacks.push(vec![("*", None); cells.len()]);
                }
                // What fills slots has numbers of its own, one for each slot.
                stacks[place][column] = match layer.slot(column) {
                    Some(_) => (part, None),
                    None => escapes::with_brackets(part),
                };
            }
        }
        stacks
    }

    fn spans(&mut self, idx: usize, cells: &[&'a str], fragment: DraftFragment, line: usize) {
        for stack in self.stacks(idx, cells) {
            let number = stack.iter().find_map(|(_, number)| number.and_then(|n| n.parse().ok()));
            let known = number.and_then(|number| self.by_number.get(&(idx, number)).copied());
            let place = match known {
                Some(place) => {
                    if let Some(last) = self.annotations[place].fragments.last_mut() {
                        // An annotation of the first part of a token is on the
                        // row of the token, then on that of the part.
                        last.end = fragment.end;
                    }
                    place
                }
                None => {
                    let annotation = self.annotation(idx, &stack, fragment);
                    self.annotations.push(annotation);
                    self.slots(idx, &stack, self.annotations.len() - 1, line);
                    self.annotations.len() - 1
                }
            };
            if let Some(number) = number {
                self.by_number.insert((idx, number), place);
            }
            self.by_row.entry((idx, cells[0])).or_insert(place);
        }
    }

    fn annotation(
        &self,
        idx: usize,
        stack: &[(&str, Option<&str>)],
        fragment: DraftFragment,
    ) -> DraftAnnotation {
        let layer = &self.layers[idx];
        let value = |column: usize| match stack[column].0 {
            "*" => None,
            value => Some(escapes::value(value)),
        };
        let named = |name: &str| {
            let column = layer.columns.iter().position(|column| column == name);
            column.filter(|&column| Some(column) != layer.label_column()).and_then(value)
        };
        let label = layer.label_column().and_then(value).filter(|label| !label.is_empty());
        DraftAnnotation {
            key: self.annotations.len().to_string(),
            label: label.unwrap_or_else(|| layer.short_name().into()),
            fragments: vec![fragment],
            note: named(NOTE).unwrap_or_default(),
            status: named(STATUS).filter(|status| Status::from_name(status).is_some()),
            annotator: named(ANNOTATOR).unwrap_or_default(),
            ..DraftAnnotation::default()
        }
    }

    /// What fills the slots of an annotation: roles and rows, parted by
    /// semicolons. A slot is a relation of the type that its role is called.
    fn slots(&mut self, idx: usize, stack: &[(&'a str, Option<&str>)], host: usize, line: usize) {
        for (column, &(targets, _)) in stack.iter().enumerate() {
            let layer = &self.layers[idx];
            let Some(feature) = layer.slot(column) else { continue };
            let base = self.layer(&layer.columns[column]);
            let mut roles = escapes::parted(stack[column - 1].0, b';').into_iter();
            for target in escapes::parted(targets, b';') {
                let relation_type = match roles.next() {
                    None | Some("*" | "_" | "") => feature.to_owned(),
                    Some(role) => escapes::value(role),
                };
                if matches!(target, "*" | "_" | "") {
                    continue;
                }
                let (row, number) = escapes::with_brackets(target);
                let number = number.and_then(|number| number.parse().ok()).unwrap_or(0);
                let (from, to) = (End::Annotation(host), End::Row(row, number));
                self.relations.push(Relation { line, relation_type, base, from, to });
            }
        }
    }

    fn links(&mut self, idx: usize, cells: &[&'a str], line: usize) {
        for stack in self.stacks(idx, cells) {
            let layer = &self.layers[idx];
            let label = layer.label_column().map(|column| stack[column].0).unwrap_or("*");
            let relation_type = match label {
                "*" | "" => layer.short_name().to_owned(),
                label => escapes::value(label),
            };
            let end = layer.columns.iter().position(|column| column.starts_with("BT_"));
            let base = end.and_then(|end| layer.columns[end].strip_prefix("BT_"));
            let base = base.and_then(|base| self.layer(base));
            let Some((row, numbers)) = end.map(|end| stack[end]).filter(|end| end.0 != "*") else {
                self.warn(line, "has a relation that does not say where it starts");
                continue;
            };
            let (from, to) = numbers.and_then(|both| both.split_once('_')).unwrap_or(("0", "0"));
            let number = |number: &str| number.parse().unwrap_or(0);
            let (from, to) = (End::Row(row, number(from)), End::Row(cells[0], number(to)));
            self.relations.push(Relation { line, relation_type, base, from, to });
        }
    }

    /// The layer with a name.
    fn layer(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.name == name)
    }

    /// The annotation at one end of a relation, where that of the other end, if
    /// it is known, is not meant.
    fn end(&self, base: Option<usize>, end: End<'a>, other: End<'a>) -> Option<String> {
        let layers = || (0..self.layers.len()).filter(|&idx| base.is_none_or(|base| base == idx));
        let is_meant = |&&place: &&usize| !matches!(other, End::Annotation(one) if one == place);
        let place = match end {
            End::Annotation(place) => Some(place),
            End::Row(row, 0) => {
                layers().find_map(|idx| self.by_row.get(&(idx, row)).filter(is_meant)).copied()
            }
            End::Row(_, number) => {
                layers().find_map(|idx| self.by_number.get(&(idx, number))).copied()
            }
        };
        place.map(|place| self.annotations[place].key.clone())
    }

    fn finish(mut self) -> Result<(), FileProblem> {
        if !self.sentence.is_empty() {
            // A sentence without tokens.
            self.begin(self.n_utf16 + u64::from(!self.text.is_empty()), 0)?;
        }
        let read = [NOTE, STATUS, ANNOTATOR];
        let unread: Vec<String> =
            self.layers.iter().flat_map(|layer| layer.unread(&read)).collect();
        if !unread.is_empty() {
            let sentence = format!("layers and features that are not read: {}", unread.join(", "));
            self.drafts.warn_of(self.title, self.number, sentence, Outcome::LeftOut);
        }
        let mut relations = Vec::new();
        for relation in std::mem::take(&mut self.relations) {
            let Relation { line, relation_type, base, from, to } = relation;
            let ends = (self.end(base, from, to), self.end(base, to, from));
            let (Some(from), Some(to)) = ends else {
                let why = match (from, to) {
                    (End::Row(row, _), _) => format!("a relation from {}", quoted(row)),
                    (_, End::Row(row, _)) => format!("a slot that is filled at {}", quoted(row)),
                    _ => "a relation".into(),
                };
                self.warn(line, &format!("has {why}, where nothing is marked"));
                continue;
            };
            relations.push(DraftRelation { relation_type, from, to, ..DraftRelation::default() });
        }
        self.drafts.push(Draft {
            title: self.title.into(),
            units: &[OffsetUnit::Utf16],
            annotations: self.annotations,
            relations,
            ..Draft::new(self.text)
        });
        Ok(())
    }
}
