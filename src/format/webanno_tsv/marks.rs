//! What the cells of rows say: annotations, each on one or more rows, and what
//! links them.

use std::collections::BTreeMap;

use super::foreign::Mark;
use super::header::{BASE, CHAIN_LINK, Kind, Layer, is_feature};
use super::rows::Row;
use super::{ANNOTATOR, LABEL, NOTE, RELATIONS, SPANS, STATUS, escapes};
use crate::format::{DraftAnnotation, DraftFragment, FileLine};
use crate::model::annotation::Status;

/// What was read of the rows so far.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    layers: &'a [Layer],
    by_name: BTreeMap<&'a str, usize>,
    annotations: Vec<DraftAnnotation>,
    /// The words on the rows of each annotation.
    words: Vec<Vec<(DraftFragment, String)>>,
    by_number: BTreeMap<(usize, u32), usize>,
    /// The first annotation of a layer on a row.
    by_row: BTreeMap<(usize, &'a str), usize>,
    pub(super) links: Vec<Linked<'a>>,
    /// The links of each chain of a layer, by their numbers.
    pub(super) chains: BTreeMap<(usize, u32), BTreeMap<u32, usize>>,
}

/// A relation, until all annotations are known.
#[derive(Debug)]
pub(super) struct Linked<'a> {
    pub(super) line: usize,
    pub(super) relation_type: String,
    /// The layer of its ends, if the file names it.
    pub(super) base: Option<usize>,
    pub(super) from: End<'a>,
    pub(super) to: End<'a>,
    pub(super) mark: Mark,
}

/// What a relation joins.
#[derive(Clone, Copy, Debug)]
pub(super) enum End<'a> {
    /// An annotation, by its place.
    Annotation(usize),
    /// What is marked on a row under a number; any, if that is 0.
    Row(&'a str, u32),
}

/// For each column of a layer a value and what stands in brackets behind it.
type Stack<'a> = Vec<(&'a str, Option<&'a str>)>;

impl<'a> Marks<'a> {
    pub(super) fn new(layers: &'a [Layer]) -> Marks<'a> {
        let mut by_name = BTreeMap::new();
        for (idx, layer) in layers.iter().enumerate() {
            by_name.entry(layer.name.as_str()).or_insert(idx);
        }
        Marks {
            layers,
            by_name,
            annotations: Vec::new(),
            words: Vec::new(),
            by_number: BTreeMap::new(),
            by_row: BTreeMap::new(),
            links: Vec::new(),
            chains: BTreeMap::new(),
        }
    }

    /// Takes what stands on a row, and returns the lines and reasons of what can't
    /// be read.
    pub(super) fn row(
        &mut self,
        cells: &[&'a str],
        row: &Row<'a>,
        words: &str,
    ) -> Vec<(usize, &'static str)> {
        let mut lost = Vec::new();
        for (idx, layer) in self.layers.iter().enumerate() {
            match layer.kind {
                Kind::Spans | Kind::Chain => self.spans(idx, cells, row, words),
                Kind::Relations => self.relations(idx, cells, row, &mut lost),
                Kind::Grammar => {}
            }
        }
        lost
    }

    /// How many annotations and links would begin on a row.
    pub(super) fn n_new(&self, cells: &[&'a str]) -> usize {
        let of_layer = |(idx, layer): (usize, &Layer)| {
            let is_known = |stack: &Stack<'a>| {
                let number = number(stack).filter(|_| layer.kind == Kind::Spans);
                number.is_some_and(|number| self.by_number.contains_key(&(idx, number)))
            };
            self.stacks(layer, cells).iter().filter(|stack| !is_known(stack)).count()
        };
        let layers = self.layers.iter().enumerate();
        layers.filter(|(_, layer)| layer.kind != Kind::Grammar).map(of_layer).sum()
    }

    /// What the cells of a layer say: for each annotation that is stacked there,
    /// the value in each column, and its number.
    fn stacks(&self, layer: &Layer, cells: &[&'a str]) -> Vec<Stack<'a>> {
        let cells = cells.get(layer.start..).unwrap_or_default();
        let cells = &cells[..cells.len().min(layer.columns.len())];
        let mut stacks: Vec<Stack<'a>> = Vec::new();
        let is_marked = |(_, cell): &(usize, &&str)| !matches!(**cell, "_" | "");
        for (column, cell) in cells.iter().enumerate().filter(is_marked) {
            for (place, part) in escapes::stacked(cell).into_iter().enumerate() {
                if stacks.len() <= place {
                    stacks.push(vec![("*", None); layer.columns.len()]);
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

    fn spans(&mut self, idx: usize, cells: &[&'a str], row: &Row<'a>, words: &str) {
        let layer = &self.layers[idx];
        for stack in self.stacks(layer, cells) {
            let number = number(&stack).filter(|_| layer.kind == Kind::Spans);
            let link = (layer.kind == Kind::Chain).then(|| self.link(idx, &stack)).flatten();
            let known = number.and_then(|number| self.by_number.get(&(idx, number)).copied());
            let known = known.or_else(|| {
                let (chain, link) = link?;
                self.chains.get(&(idx, chain))?.get(&link).copied()
            });
            let place = match known {
                Some(place) => {
                    self.extend(place, row.place, words);
                    place
                }
                None => {
                    self.words.push(vec![(row.place, words.into())]);
                    let annotation = self.annotation(layer, &stack, row);
                    self.annotations.push(annotation);
                    let place = self.annotations.len() - 1;
                    self.slots(layer, &stack, place, row.line);
                    place
                }
            };
            if let Some(number) = number {
                self.by_number.insert((idx, number), place);
            }
            if let Some((chain, link)) = link {
                self.chains.entry((idx, chain)).or_default().insert(link, place);
            }
            self.by_row.entry((idx, row.id())).or_insert(place);
        }
    }

    /// An annotation of the first part of a token is on the row of the token,
    /// then on that of the part, in files of some programs: where its last row
    /// ends, it ends.
    fn extend(&mut self, place: usize, on: DraftFragment, words: &str) {
        if let Some(last) = self.annotations[place].fragments.last_mut() {
            last.end = on.end;
        }
        let rows = &mut self.words[place];
        if rows.last().is_some_and(|(last, _)| on.start <= last.start) {
            rows.pop();
        }
        rows.push((on, words.into()));
    }

    /// The chain of a link, and its place there: the next one, if the file does
    /// not say.
    fn link(&self, idx: usize, stack: &Stack<'a>) -> Option<(u32, u32)> {
        let layer = &self.layers[idx];
        let said =
            layer.column(CHAIN_LINK).and_then(|column| escapes::with_link(stack[column].0).1);
        said.or_else(|| {
            let chain = number(stack)?;
            let last = self.chains.get(&(idx, chain)).and_then(|chain| chain.keys().next_back());
            Some((chain, last.map_or(1, |last| last.saturating_add(1))))
        })
    }

    fn annotation(&self, layer: &Layer, stack: &Stack<'a>, row: &Row<'a>) -> DraftAnnotation {
        let mut draft = DraftAnnotation {
            key: self.annotations.len().to_string(),
            label: layer.short_name().into(),
            line: Some(FileLine::On(row.line)),
            fragments: vec![row.place],
            ..DraftAnnotation::default()
        };
        let mut mark = Mark { is_chain: layer.kind == Kind::Chain, ..Mark::default() };
        let label = layer.label_column();
        for (column, name) in layer.columns.iter().enumerate() {
            let Some(value) = value(layer, stack, column) else { continue };
            match name.as_str() {
                _ if label == Some(column) && !value.is_empty() => {
                    mark.label = Some(name.clone());
                    draft.label = value;
                }
                NOTE => draft.note = value,
                ANNOTATOR => draft.annotator = value,
                STATUS if Status::from_name(&value).is_some_and(|one| one != Status::Sure) => {
                    draft.status = Some(value);
                }
                _ if is_feature(name) => drop(mark.values.insert(name.clone(), value)),
                _ => {}
            }
        }
        if !is_plain(layer, &mark, SPANS) {
            mark.layer = Some(layer.name.clone());
            draft.extra = mark.into_extra();
        }
        draft
    }

    /// What fills the slots of an annotation: roles and rows, parted by
    /// semicolons. A slot is a relation of the type that its role is called.
    fn slots(&mut self, layer: &Layer, stack: &Stack<'a>, host: usize, line: usize) {
        for (column, &(targets, _)) in stack.iter().enumerate() {
            let Some(feature) = layer.slot(column) else { continue };
            let base = self.layer(&layer.columns[column]);
            let mut roles = escapes::parted(stack[column - 1].0, b';').into_iter();
            for target in escapes::parted(targets, b';') {
                let role = roles.next().filter(|role| !matches!(*role, "*" | "_" | ""));
                let relation_type = role.map_or(feature.to_owned(), escapes::value);
                if matches!(target, "*" | "_" | "") {
                    continue;
                }
                let (row, number) = escapes::with_brackets(target);
                let number = number.and_then(|number| number.parse().ok()).unwrap_or(0);
                let (from, to) = (End::Annotation(host), End::Row(row, number));
                let slot = Some(layer.columns[column - 1].clone());
                let label = role.map(|_| "role".to_owned());
                let mark = Mark { slot, label, ..Mark::default() };
                self.links.push(Linked { line, relation_type, base, from, to, mark });
            }
        }
    }

    fn relations(
        &mut self,
        idx: usize,
        cells: &[&'a str],
        row: &Row<'a>,
        lost: &mut Vec<(usize, &'static str)>,
    ) {
        let layer = &self.layers[idx];
        for stack in self.stacks(layer, cells) {
            let mut mark = Mark::default();
            let mut relation_type = layer.short_name().to_owned();
            let label = layer.label_column();
            for (column, name) in layer.columns.iter().enumerate() {
                let Some(value) = value(layer, &stack, column) else { continue };
                if label == Some(column) && !value.is_empty() {
                    mark.label = Some(name.clone());
                    relation_type = value;
                } else if is_feature(name) {
                    mark.values.insert(name.clone(), value);
                }
            }
            if !is_plain(layer, &mark, RELATIONS) {
                mark.layer = Some(layer.name.clone());
            } else {
                mark = Mark::default();
            }
            let end = layer.columns.iter().position(|column| column.starts_with(BASE));
            let base = layer.base().and_then(|base| self.layer(base));
            let Some((from_row, numbers)) =
                end.map(|end| stack[end]).filter(|end| !matches!(end.0, "*" | ""))
            else {
                lost.push((row.line, "has a relation that does not say where it starts"));
                continue;
            };
            let (from, to) = numbers.and_then(|both| both.split_once('_')).unwrap_or(("0", "0"));
            let number = |number: &str| number.parse().unwrap_or(0);
            let (from, to) = (End::Row(from_row, number(from)), End::Row(row.id(), number(to)));
            self.links.push(Linked { line: row.line, relation_type, base, from, to, mark });
        }
    }

    /// The layer with a name.
    fn layer(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The annotation at one end of a relation, where that of the other end, if
    /// it is known, is not meant.
    pub(super) fn end(&self, base: Option<usize>, end: End<'a>, other: End<'a>) -> Option<usize> {
        let layers = || match base {
            Some(base) => base..base + 1,
            None => 0..self.layers.len(),
        };
        let is_meant = |&&place: &&usize| !matches!(other, End::Annotation(one) if one == place);
        match end {
            End::Annotation(place) => Some(place),
            End::Row(row, 0) => {
                layers().find_map(|idx| self.by_row.get(&(idx, row)).filter(is_meant)).copied()
            }
            End::Row(_, number) => {
                layers().find_map(|idx| self.by_number.get(&(idx, number))).copied()
            }
        }
    }

    /// Whether an annotation marks anything.
    pub(super) fn is_marked(&self, place: usize) -> bool {
        self.annotations[place].fragments.iter().any(|one| one.start < one.end)
    }

    /// The line on which an annotation begins.
    pub(super) fn line(&self, place: usize) -> Option<FileLine> {
        self.annotations.get(place)?.line
    }

    /// All annotations, each with the words of its rows.
    pub(super) fn finish(self) -> Vec<DraftAnnotation> {
        let mut annotations = self.annotations;
        for (draft, rows) in annotations.iter_mut().zip(self.words) {
            let words: Vec<String> = rows.into_iter().map(|(_, words)| words).collect();
            draft.quote = Some(words.join(" "));
        }
        annotations
    }
}

/// What stands in a column, if it says anything.
fn value(layer: &Layer, stack: &Stack<'_>, column: usize) -> Option<String> {
    let said = stack.get(column)?.0;
    let is_link = layer.kind == Kind::Chain && layer.columns[column] == CHAIN_LINK;
    let said = if is_link { escapes::with_link(said).0 } else { said };
    (said != "*").then(|| escapes::value(said))
}

/// The number in brackets behind a value.
fn number(stack: &Stack<'_>) -> Option<u32> {
    stack.iter().find_map(|(_, number)| number.and_then(|number| number.parse().ok()))
}

/// Whether a mark is as our own are, so that there is nothing to keep.
fn is_plain(layer: &Layer, mark: &Mark, ours: &str) -> bool {
    layer.name == ours && mark.values.is_empty() && mark.label.as_deref() == Some(LABEL)
}
