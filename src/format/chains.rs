//! Chains: annotations that relations of one type join one after the other, as
//! the mentions of one person.
//!
//! Invariants: in a chain, each annotation has at most one relation of that
//! type from it and one to it. All is found in one walk.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::annotation::Relation;
use crate::model::document::Document;
use crate::model::id::{AnnotationId, RelationId};

/// The type of the relations that make chains.
pub(super) const CHAIN: &str = "chain";

/// Annotations in order, and the relations that join each to the next.
#[derive(Debug, PartialEq)]
pub(super) struct Chain {
    pub(super) annotations: Vec<AnnotationId>,
    pub(super) relations: Vec<RelationId>,
}

/// The chains of a document, in the text order of where they begin. `format` is
/// the id of the format that asks: a relation of which that format said itself
/// how it is written is in none. Where relations branch or go round, they make
/// no chain.
pub(super) fn chains(document: &Document, format: &str) -> Vec<Chain> {
    let is_link =
        |one: &Relation| one.relation_type.as_str() == CHAIN && !one.extra.contains_key(format);
    let mut n_ends: BTreeMap<AnnotationId, [usize; 2]> = BTreeMap::new();
    let links: Vec<_> = document.relations().into_iter().filter(|one| is_link(one)).collect();
    for link in &links {
        n_ends.entry(link.from).or_default()[0] += 1;
        n_ends.entry(link.to).or_default()[1] += 1;
    }
    let branches = |id: &AnnotationId| n_ends.get(id).is_some_and(|[from, to]| from.max(to) > &1);
    let (mut next, mut led_to) = (BTreeMap::new(), BTreeSet::new());
    for link in links.iter().filter(|one| !branches(&one.from) && !branches(&one.to)) {
        next.insert(link.from, (link.to, link.id));
        led_to.insert(link.to);
    }
    let begins = document.annotations().map(|one| one.id);
    let begins = begins.filter(|id| next.contains_key(id) && !led_to.contains(id));
    let walk = |first| {
        let mut chain = Chain { annotations: vec![first], relations: Vec::new() };
        let mut last = first;
        while let Some(&(to, relation)) = next.get(&last) {
            chain.annotations.push(to);
            chain.relations.push(relation);
            last = to;
        }
        chain
    };
    begins.map(walk).collect()
}
