//! The links of chains, of those that this format can hold.

use std::collections::{BTreeMap, BTreeSet};

use super::FORMAT;
use super::foreign::Mark;
use crate::format::chains::{Chain, chains};
use crate::model::document::Document;
use crate::model::id::{AnnotationId, RelationId};

/// The links of the chains that this format can hold: nothing else refers to
/// them, and they are of one layer.
#[derive(Default)]
pub(super) struct Links {
    /// The number of the chain of an annotation, and its own there.
    pub(super) links: BTreeMap<AnnotationId, (usize, usize)>,
    /// The layer of each chain, if one is known.
    pub(super) layers: Vec<Option<String>>,
    pub(super) relations: BTreeSet<RelationId>,
}

impl Links {
    pub(super) fn of(document: &Document) -> Links {
        let mut links = Links::default();
        for chain in chains(document, FORMAT.id) {
            let n_relations = |id| document.relations_of(id).count();
            let n_ends: usize = chain.annotations.iter().copied().map(n_relations).sum();
            if n_ends == 2 * chain.relations.len() {
                links.take(document, chain);
            }
        }
        // A link that is alone is a chain of its own.
        for annotation in document.annotations() {
            let is_alone = document.relations_of(annotation.id).next().is_none();
            if is_alone && Mark::of_extra(&annotation.extra).is_chain {
                let (annotations, relations) = (vec![annotation.id], Vec::new());
                links.take(document, Chain { annotations, relations });
            }
        }
        links
    }

    fn take(&mut self, document: &Document, chain: Chain) {
        let marks = chain.annotations.iter().filter_map(|&id| document.annotation(id));
        let marks: Vec<Mark> = marks.map(|one| Mark::of_extra(&one.extra)).collect();
        let mut layers: BTreeSet<&str> = BTreeSet::new();
        for mark in &marks {
            match &mark.layer {
                Some(layer) if mark.is_chain => drop(layers.insert(layer)),
                Some(_) => return,
                None => {}
            }
        }
        if layers.len() > 1 {
            return;
        }
        self.layers.push(layers.first().map(|&layer| layer.to_owned()));
        let number = self.layers.len();
        let numbered = chain.annotations.iter().zip(1..);
        self.links.extend(numbered.map(|(&id, link)| (id, (number, link))));
        self.relations.extend(chain.relations);
    }
}
