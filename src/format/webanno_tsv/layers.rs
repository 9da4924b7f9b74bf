//! Which layer each annotation and each relation of an article is written in:
//! that of the file it came with, or ours.
//!
//! Invariant: each feature that is written has a column.

use std::collections::{BTreeMap, BTreeSet};

use super::foreign::{Kept, Mark};
use super::header::{CHAIN_LABEL, CHAIN_LINK, Kind, Layer};
use super::links::Links;
use super::{ANNOTATOR, CHAIN_LINKS, LABEL, NOTE, RELATIONS, SPANS, STATUS};
use crate::model::annotation::{Annotation, Relation, Status};
use crate::model::document::Document;
use crate::model::id::AnnotationId;

/// The layer of the ends of relations that are in several.
const ANY: &str = "uima.tcas.Annotation";

/// All layers that are written, and what is in them.
pub(super) struct Layers<'a> {
    /// The lines of the header, but for the first.
    pub(super) header: Vec<Line>,
    pub(super) layers: Vec<Layer>,
    /// In text order.
    pub(super) annotations: Vec<Marked<'a>>,
    /// Those that are not in chains.
    pub(super) relations: Vec<Linked<'a>>,
}

/// A line of the header.
pub(super) enum Line {
    Layer(usize),
    Other(String),
}

/// An annotation and its layer.
pub(super) struct Marked<'a> {
    pub(super) annotation: &'a Annotation,
    pub(super) mark: Mark,
    pub(super) layer: usize,
    /// The number of its chain, and its own there.
    pub(super) link: Option<(usize, usize)>,
}

/// A relation and its layer.
pub(super) struct Linked<'a> {
    pub(super) relation: &'a Relation,
    pub(super) mark: Mark,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) goes: Goes,
}

/// How a relation is written.
pub(super) enum Goes {
    /// In a layer.
    Layer(usize),
    /// As a slot of the annotation from which it leads, whose roles are in a
    /// column of its layer.
    Slot(usize),
}

impl<'a> Layers<'a> {
    pub(super) fn of(document: &'a Document, kept: &Kept) -> Layers<'a> {
        let mut layers = Layers {
            header: Vec::new(),
            layers: Vec::new(),
            annotations: Vec::new(),
            relations: Vec::new(),
        };
        let mut names = BTreeSet::new();
        for line in &kept.header {
            let next = Layer::read(line, 0).filter(|layer| names.insert(layer.name.clone()));
            layers.header.push(match next {
                Some(layer) => {
                    layers.layers.push(layer);
                    Line::Layer(layers.layers.len() - 1)
                }
                // A second one of the same name would have columns of its own.
                None if line.starts_with("#T_") => continue,
                None => Line::Other(line.clone()),
            });
        }
        layers.annotations(document);
        layers.relations(document);
        layers.features();
        layers.number();
        layers
    }

    fn annotations(&mut self, document: &'a Document) {
        let marks: Vec<Mark> =
            document.annotations().map(|one| Mark::of_extra(&one.extra)).collect();
        let chains = Links::of(document);
        let mut by_label: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (annotation, mark) in document.annotations().zip(&marks) {
            if let Some(layer) = mark.layer.as_deref().filter(|_| !mark.is_chain) {
                by_label.entry(annotation.label.as_str()).or_default().insert(layer);
            }
        }
        let by_label: BTreeMap<&str, String> = by_label
            .into_iter()
            .filter(|(_, layers)| layers.len() == 1)
            .filter_map(|(label, layers)| Some((label, (*layers.first()?).to_owned())))
            .collect();
        let usual_chain = {
            let mut of_kind = self.layers.iter().filter(|layer| layer.kind == Kind::Chain);
            let first = of_kind.next().filter(|_| of_kind.next().is_none());
            first.map_or(CHAIN_LINKS, |layer| &layer.name).to_owned()
        };
        let mut index = Index::of(&self.layers);
        for (annotation, mark) in document.annotations().zip(marks) {
            let link = chains.links.get(&annotation.id).copied();
            let (kind, name) = match link {
                Some((chain, _)) => {
                    let name = chains.layers.get(chain - 1).and_then(Option::as_deref);
                    (Kind::Chain, name.unwrap_or(&usual_chain))
                }
                None => {
                    let named = mark.layer.as_deref().filter(|_| !mark.is_chain);
                    let by_label = || by_label.get(annotation.label.as_str()).map(String::as_str);
                    (Kind::Spans, named.or_else(by_label).unwrap_or(SPANS))
                }
            };
            let columns = || match (kind, &mark.label) {
                (Kind::Chain, _) => vec![CHAIN_LINK.into(), CHAIN_LABEL.into()],
                (_, Some(label)) => vec![label.clone()],
                (_, None) if name == SPANS => vec![LABEL.into()],
                (_, None) => vec![String::new()],
            };
            let layer = index.layer(self, kind, name, columns);
            self.annotations.push(Marked { annotation, mark, layer, link });
        }
    }

    fn relations(&mut self, document: &'a Document) {
        let in_chains = Links::of(document).relations;
        let numbers: BTreeMap<AnnotationId, usize> =
            document.annotations().enumerate().map(|(idx, one)| (one.id, idx)).collect();
        let relations = document.relations();
        let relations: Vec<(&Relation, Mark, usize, usize)> = relations
            .into_iter()
            .filter(|one| !in_chains.contains(&one.id))
            .filter_map(|one| {
                let (&from, &to) = (numbers.get(&one.from)?, numbers.get(&one.to)?);
                Some((&**one, Mark::of_extra(&one.extra), from, to))
            })
            .collect();
        let mut by_type: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (relation, mark, ..) in &relations {
            if let Some(layer) = mark.layer.as_deref() {
                by_type.entry(relation.relation_type.as_str()).or_default().insert(layer);
            }
        }
        let by_type: BTreeMap<&str, String> = by_type
            .into_iter()
            .filter(|(_, layers)| layers.len() == 1)
            .filter_map(|(name, layers)| Some((name, (*layers.first()?).to_owned())))
            .collect();
        let mut index = Index::of(&self.layers);
        let mut bases: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (relation, mark, from, to) in relations {
            let host = &self.layers[self.annotations[from].layer];
            let slot = mark.slot.as_deref().and_then(|slot| host.column(slot));
            if let Some(slot) = slot.filter(|slot| host.slot(slot + 1).is_some()) {
                let goes = Goes::Slot(slot);
                self.relations.push(Linked { relation, mark, from, to, goes });
                continue;
            }
            let by_type = || by_type.get(relation.relation_type.as_str()).map(String::as_str);
            let named = mark.layer.as_deref().filter(|_| mark.slot.is_none());
            let name = named.or_else(by_type).unwrap_or(RELATIONS).to_owned();
            let label = mark.label.clone().filter(|_| named.is_some());
            let columns = || vec![label.unwrap_or(LABEL.into())];
            let layer = index.layer(self, Kind::Relations, &name, columns);
            let ends = [from, to].map(|end| self.annotations[end].layer);
            bases.entry(layer).or_default().extend(ends);
            let goes = Goes::Layer(layer);
            self.relations.push(Linked { relation, mark, from, to, goes });
        }
        for (layer, ends) in bases {
            let mut ends = ends.into_iter().map(|end| self.layers[end].name.as_str());
            let base = ends.next().filter(|base| ends.all(|other| other == *base));
            let base = base.unwrap_or(ANY).to_owned();
            self.layers[layer].set_base(&base);
        }
    }

    /// Gives each layer the columns of what its annotations and relations have.
    fn features(&mut self) {
        let Layers { layers, annotations, relations, .. } = self;
        for marked in &*annotations {
            let layer = &mut layers[marked.layer];
            if layer.kind == Kind::Chain {
                [CHAIN_LINK, CHAIN_LABEL].into_iter().for_each(|column| layer.add(column));
            }
            let has_label = marked.mark.label.is_some()
                || marked.annotation.label.as_str() != layer.short_name();
            if has_label && layer.label_column().is_none() {
                layer.add(LABEL);
            }
        }
        for linked in &*relations {
            let Goes::Layer(layer) = linked.goes else { continue };
            let layer = &mut layers[layer];
            if layer.label_column().is_none()
                && linked.relation.relation_type.as_str() != layer.short_name()
            {
                layer.add(LABEL);
            }
        }
        let mut add = |layer: usize, feature: &str| {
            let layer = &mut layers[layer];
            if layer.column(feature).is_some() {
                return;
            }
            // A feature would else be taken for the label.
            if layer.label_column().is_none() && layer.kind != Kind::Chain {
                layer.add(LABEL);
            }
            layer.add(feature);
        };
        type Has = fn(&Annotation) -> bool;
        let known: [(&str, Has); 3] = [
            (NOTE, |one| !one.note.is_empty()),
            (STATUS, |one| one.status != Status::Sure),
            (ANNOTATOR, |one| !one.annotator.is_empty()),
        ];
        for (feature, has) in known {
            for marked in annotations.iter().filter(|one| has(one.annotation)) {
                add(marked.layer, feature);
            }
        }
        for marked in &*annotations {
            marked.mark.values.keys().for_each(|feature| add(marked.layer, feature));
        }
        for linked in &*relations {
            if let Goes::Layer(layer) = linked.goes {
                linked.mark.values.keys().for_each(|feature| add(layer, feature));
            }
        }
    }

    /// Gives each layer its place in the header and in the rows: what is new
    /// stands behind all that is of its kind.
    fn number(&mut self) {
        let is_there: BTreeSet<usize> = self
            .header
            .iter()
            .filter_map(|line| match line {
                Line::Layer(layer) => Some(*layer),
                Line::Other(_) => None,
            })
            .collect();
        for layer in (0..self.layers.len()).filter(|layer| !is_there.contains(layer)) {
            let kind = self.layers[layer].kind;
            let is_before = |line: &Line| match line {
                Line::Layer(other) => self.layers[*other].is_up_to(kind),
                Line::Other(_) => false,
            };
            let place = self.header.iter().rposition(is_before).map_or_else(
                || self.header.iter().take_while(|one| matches!(one, Line::Other(_))).count(),
                |last| last + 1,
            );
            self.header.insert(place, Line::Layer(layer));
        }
        let mut start = 0;
        for line in &self.header {
            if let Line::Layer(layer) = line {
                self.layers[*layer].start = start;
                start += self.layers[*layer].columns.len();
            }
        }
    }

    /// The layers in the order of the header.
    pub(super) fn in_order(&self) -> impl Iterator<Item = usize> {
        self.header.iter().filter_map(|line| match line {
            Line::Layer(layer) => Some(*layer),
            Line::Other(_) => None,
        })
    }
}

/// The layers by name.
struct Index(BTreeMap<String, usize>);

impl Index {
    fn of(layers: &[Layer]) -> Index {
        Index(layers.iter().enumerate().map(|(idx, layer)| (layer.name.clone(), idx)).collect())
    }

    /// The layer with a kind and a name, which is made if there is none. What has
    /// the name of a layer of another kind is in ours.
    fn layer(
        &mut self,
        layers: &mut Layers<'_>,
        kind: Kind,
        name: &str,
        columns: impl FnOnce() -> Vec<String>,
    ) -> usize {
        let is_of_kind = |idx: &&usize| layers.layers[**idx].kind == kind;
        if let Some(&idx) = self.0.get(name).filter(is_of_kind) {
            return idx;
        }
        let name = match (self.0.contains_key(name), kind) {
            (false, _) => name.to_owned(),
            (true, Kind::Relations) => RELATIONS.to_owned(),
            (true, Kind::Chain) => CHAIN_LINKS.to_owned(),
            (true, _) => SPANS.to_owned(),
        };
        if let Some(&idx) = self.0.get(&name) {
            return idx;
        }
        layers.layers.push(Layer::new(kind, name.clone(), columns()));
        self.0.insert(name, layers.layers.len() - 1);
        layers.layers.len() - 1
    }
}
