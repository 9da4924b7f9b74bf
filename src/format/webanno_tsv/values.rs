//! What is written in the cells of annotations and relations.

use std::collections::BTreeMap;

use super::escapes::escaped_value;
use super::foreign::Kept;
use super::header::{BASE, CHAIN_LINK, Kind, Layer};
use super::layers::{Goes, Layers, Marked};
use super::{ANNOTATOR, NOTE, RELATIONS, SPANS, STATUS};
use crate::model::annotation::Status;

/// What cells refer to.
#[derive(Default)]
pub(super) struct Values {
    /// The row on which each annotation starts.
    ids: Vec<String>,
    /// The number of the first annotation; what is kept of a file has lower ones.
    first: usize,
    /// The relations that lead to an annotation.
    to: BTreeMap<usize, Vec<usize>>,
    /// The slots of an annotation, by their column of roles.
    slots: BTreeMap<(usize, usize), Vec<usize>>,
}

impl Values {
    pub(super) fn of(layers: &Layers<'_>, ids: Vec<String>, kept: &Kept) -> Values {
        let (mut to, mut slots): (BTreeMap<_, Vec<_>>, BTreeMap<_, Vec<_>>) = Default::default();
        for (idx, linked) in layers.relations.iter().enumerate() {
            match linked.goes {
                Goes::Layer(_) => to.entry(linked.to).or_default().push(idx),
                Goes::Slot(column) => slots.entry((linked.from, column)).or_default().push(idx),
            }
        }
        let cells = kept.cells.values().flat_map(BTreeMap::values).flatten();
        let first = cells.map(|cell| max_number(cell)).max().unwrap_or(0) + 1;
        Values { ids, first, to, slots }
    }

    /// The relations that lead to an annotation, if a row is its first.
    pub(super) fn relations_at(&self, id: &str, annotation: usize) -> &[usize] {
        let is_first = self.ids[annotation] == id;
        self.to.get(&annotation).filter(|_| is_first).map_or(&[], Vec::as_slice)
    }

    fn number(&self, annotation: usize) -> usize {
        annotation + self.first
    }

    /// What an annotation has in a column of its layer.
    pub(super) fn of_annotation(&self, layers: &Layers<'_>, idx: usize, column: usize) -> String {
        let marked = &layers.annotations[idx];
        let layer = &layers.layers[marked.layer];
        let number = self.number(idx);
        let slots = |column| self.slots.get(&(idx, column)).map_or(&[][..], Vec::as_slice);
        if layer.slot(column).is_some() {
            let targets = slots(column - 1).iter().map(|&one| {
                let to = layers.relations[one].to;
                format!("{}[{}]", self.ids[to], self.number(to))
            });
            let targets: Vec<String> = targets.collect();
            return if targets.is_empty() { "*".into() } else { targets.join(";") };
        }
        if let Some(feature) = layer.slot(column + 1) {
            let roles = slots(column).iter().map(|&one| {
                let linked = &layers.relations[one];
                let role = linked.relation.relation_type.as_str();
                let is_named = linked.mark.label.is_some() || role != feature;
                if is_named { escaped_value(role) } else { "*".into() }
            });
            let roles: Vec<String> = roles.collect();
            let roles = if roles.is_empty() { "_".to_owned() } else { roles.join(";") };
            return format!("{roles}[{number}]");
        }
        let value = value(marked, layer, column).map_or("*".into(), escaped_value);
        match (layer.kind, marked.link) {
            (Kind::Chain, Some((chain, link))) if layer.columns[column] == CHAIN_LINK => {
                format!("{value}->{chain}-{link}")
            }
            (Kind::Chain, Some((chain, _))) if Some(column) == layer.label_column() => {
                format!("{value}[{chain}]")
            }
            (Kind::Chain, _) => value,
            _ => format!("{value}[{number}]"),
        }
    }

    /// What a relation has in a column of its layer.
    pub(super) fn of_relation(&self, layers: &Layers<'_>, idx: usize, column: usize) -> String {
        let linked = &layers.relations[idx];
        let Goes::Layer(layer) = linked.goes else { return "*".into() };
        let layer = &layers.layers[layer];
        let name = &layer.columns[column];
        if name.starts_with(BASE) {
            let (from, to) = (self.number(linked.from), self.number(linked.to));
            return format!("{}[{from}_{to}]", self.ids[linked.from]);
        }
        let relation_type = linked.relation.relation_type.as_str();
        let value = if layer.label_column() == Some(column) {
            let is_named =
                linked.mark.names_label(layer, RELATIONS) || relation_type != layer.short_name();
            Some(relation_type).filter(|_| is_named)
        } else {
            linked.mark.values.get(name).map(String::as_str)
        };
        value.map_or("*".into(), escaped_value)
    }
}

/// The value of a feature; `None` if there is nothing to say.
fn value<'a>(marked: &'a Marked<'_>, layer: &Layer, column: usize) -> Option<&'a str> {
    let (annotation, name) = (marked.annotation, layer.columns[column].as_str());
    let kept = || marked.mark.values.get(name).map(String::as_str);
    if layer.label_column() == Some(column) {
        let label = annotation.label.as_str();
        let is_named = marked.mark.names_label(layer, SPANS) || label != layer.short_name();
        return if is_named { Some(label) } else { kept() };
    }
    let known = match name {
        NOTE => annotation.note.as_str(),
        ANNOTATOR => &annotation.annotator,
        STATUS if annotation.status != Status::Sure => annotation.status.as_str(),
        // What only means something else if the status were another.
        STATUS => {
            return kept().filter(|kept| {
                Status::from_name(kept).is_none_or(|status| status == Status::Sure)
            });
        }
        _ => return kept(),
    };
    Some(known).filter(|known| !known.is_empty())
}

/// The largest number in brackets.
fn max_number(cell: &str) -> usize {
    let brackets = cell.split('[').skip(1).filter_map(|part| part.split_once(']'));
    let numbers = brackets.flat_map(|(inside, _)| inside.split('_'));
    // More would not leave room for others.
    let numbers = numbers.filter_map(|number| number.parse::<u32>().ok());
    numbers.filter(|&number| number < u32::MAX / 2).max().unwrap_or(0) as usize
}
