//! Writes relations: as chains and as slots, where they are such, or each as a
//! feature structure of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Map;

use super::cas::{Cas, fields};
use super::declared::{ANNOTATION, STRING};
use super::foreign::{Mark, Slot};
use super::marks::Names;
use super::{CHAIN_LINKS, FORMAT, RELATION_INFO};
use crate::format::chains::{Chain, chains};
use crate::format::fields::TimeFields;
use crate::model::annotation::Relation;
use crate::model::document::Document;
use crate::model::id::{AnnotationId, RelationId};
use crate::model::timestamp::Timestamp;

/// The chains that are written as such: all links of one are of one type, which
/// those get that have none.
pub(super) fn written_chains(document: &Document, names: &mut Names) -> Vec<Chain> {
    let mut written = Vec::new();
    for chain in chains(document, FORMAT.id) {
        let mut kinds = BTreeSet::new();
        let is_link = chain.annotations.iter().all(|id| match names.annotations.get(id) {
            Some(Mark { kind: Some(kind), is_chain: true, .. }) => {
                kinds.insert(kind.clone());
                true
            }
            mark => mark.is_none_or(|mark| mark.kind.is_none()),
        });
        if is_link && kinds.len() <= 1 {
            let kind = kinds.pop_first().or(names.chain.clone()).unwrap_or(CHAIN_LINKS.into());
            for id in &chain.annotations {
                names.set_link(*id, &kind);
            }
            written.push(chain);
        }
    }
    // A link that is alone is a chain of its own.
    let in_chains: BTreeSet<AnnotationId> =
        written.iter().flat_map(|chain| &chain.annotations).copied().collect();
    let is_alone = |id: &AnnotationId| {
        !in_chains.contains(id) && names.annotations.get(id).is_some_and(|mark| mark.is_chain)
    };
    let alone = document.annotations().map(|one| one.id).filter(is_alone);
    written.extend(alone.map(|id| Chain { annotations: vec![id], relations: Vec::new() }));
    written
}

impl Cas<'_> {
    /// Writes chains, and returns the relations that are in them.
    pub(super) fn chains(
        &mut self,
        document: &Document,
        chains: &[Chain],
        names: &Names,
    ) -> BTreeSet<RelationId> {
        for chain in chains {
            let ids: Vec<usize> =
                chain.annotations.iter().filter_map(|id| self.ids.get(id).copied()).collect();
            let first = chain.annotations.first().and_then(|id| document.annotation(*id));
            let (Some(&id), Some(first)) = (ids.first(), first) else { continue };
            let link = names.kind_of(first).to_owned();
            let head = format!("{}Chain", link.strip_suffix("Link").unwrap_or(&link));
            self.declared.add(&link, "next", &link);
            for feature in ["referenceType", "referenceRelation"] {
                self.declared.add(&link, feature, STRING);
            }
            self.declared.add_type(&head, "uima.cas.AnnotationBase");
            self.declared.add(&head, "first", &link);
            for pair in ids.windows(2) {
                self.refer(pair[0], "@next", pair[1]);
            }
            let head = self.add(&head, None, Map::new());
            self.lies_in_all(head);
            self.refer(head, "@first", id);
            for relation in chain.relations.iter().filter_map(|id| document.relation(*id)) {
                self.info(relation, document, names);
            }
        }
        chains.iter().flat_map(|chain| &chain.relations).copied().collect()
    }

    /// Writes the relations that are not in chains.
    pub(super) fn relations(
        &mut self,
        document: &Document,
        in_chains: &BTreeSet<RelationId>,
        names: &Names,
    ) {
        // The slots that are lists, by annotation and feature.
        let mut lists: BTreeMap<(usize, String), (String, Vec<usize>)> = BTreeMap::new();
        for relation in document.relations() {
            // Both ends are there.
            let (Some(&from), Some(&to)) =
                (self.ids.get(&relation.from), self.ids.get(&relation.to))
            else {
                continue;
            };
            if in_chains.contains(&relation.id) {
                continue;
            }
            let mark = names.relations.get(&relation.id).cloned().unwrap_or_default();
            let is_free = |slot: &Slot| {
                let is_there = self.structures[from - 1].features.contains_key(&slot.feature);
                slot.list.is_some() || !is_there
            };
            match mark.slot.clone().filter(is_free) {
                Some(slot) => {
                    let range = slot.list.as_deref().unwrap_or(ANNOTATION);
                    let host = self.structures[from - 1].kind.clone();
                    self.declared.add(&host, slot.feature.trim_start_matches('@'), range);
                    let element = match &slot.link {
                        Some(link) => self.slot_link(link, relation, &mark, to),
                        None => to,
                    };
                    match slot.list {
                        Some(list) => {
                            let list = (list, Vec::new());
                            let of_list = lists.entry((from, slot.feature)).or_insert(list);
                            of_list.1.push(element);
                        }
                        None => self.refer(from, &slot.feature, element),
                    }
                    self.info(relation, document, names);
                }
                None => self.relation(relation, document, names, (from, to)),
            }
        }
        for ((from, feature), (list, elements)) in lists {
            let id = self.list(&list, elements);
            self.refer(from, &feature, id);
        }
    }

    /// A link that leads from a slot to what fills it.
    fn slot_link(&mut self, kind: &str, relation: &Relation, mark: &Mark, to: usize) -> usize {
        let mut features = mark.features.clone();
        let feature = mark.slot.as_ref().map_or("", |slot| slot.feature.trim_start_matches('@'));
        let role = relation.relation_type.as_str();
        if mark.label.is_some() || role != feature {
            features.insert("role".into(), role.into());
        }
        self.declare(kind, "uima.cas.TOP", &features);
        self.declared.add(kind, "target", ANNOTATION);
        let id = self.add(kind, None, features);
        self.refer(id, "@target", to);
        id
    }

    fn relation(
        &mut self,
        relation: &Relation,
        document: &Document,
        names: &Names,
        (from, to): (usize, usize),
    ) {
        let kind = names.kind_of_relation(relation).to_owned();
        self.declared.add_type(&kind, ANNOTATION);
        let features = names.features_of_relation(relation, &self.declared);
        self.declare(&kind, ANNOTATION, &features);
        // As in INCEpTION, it lies where its dependent does.
        let range = document.annotation(relation.to).map(|to| to.fragments.extent());
        let id = self.add(&kind, range, features);
        for (feature, end) in [("Governor", from), ("Dependent", to)] {
            self.declared.add(&kind, feature, ANNOTATION);
            self.refer(id, &format!("@{feature}"), end);
        }
    }

    /// What is known of a relation that has no feature structure of its own, unless
    /// it goes without saying.
    fn info(&mut self, relation: &Relation, document: &Document, names: &Names) {
        let none = Timestamp::default();
        let is_plain = (relation.created, relation.modified) == (none, none);
        if is_plain && names.plain.is_relation(relation) {
            return;
        }
        let (Some(&from), Some(&to)) = (self.ids.get(&relation.from), self.ids.get(&relation.to))
        else {
            return;
        };
        let mut features = fields(TimeFields::of_relation(relation));
        features.insert("uuid".into(), relation.id.to_string().into());
        features.insert("label".into(), relation.relation_type.as_str().into());
        let range = document.annotation(relation.to).map(|to| to.fragments.extent());
        let id = self.add(RELATION_INFO, range, features);
        self.refer(id, "@Governor", from);
        self.refer(id, "@Dependent", to);
    }
}
