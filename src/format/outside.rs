//! Labels and relation types under the names that files of other programs have
//! them by, and back in their place.
//!
//! Inside, an id is free of signs that mean something in a page; a label that
//! came as `Job Title` has another id, and leaves as it came. Codecs are given
//! documents whose ids are the names that they write.
//!
//! Invariant: no two labels leave under the same name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::capacity::{Capacity, NamesHeld};
use super::loss::{Loss, Losses};
use crate::model::annotation::{Annotation, Relation};
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::id::{LabelId, RelationTypeId};
use crate::model::scheme::{Label, RelationType, Scheme};

/// The scheme as a format has it: each label and relation type by the name
/// under which it leaves. A format that holds schemes has the ids.
pub fn outside_scheme(scheme: &Arc<Scheme>, capacity: &Capacity) -> Arc<Scheme> {
    let names = Names::of(scheme, capacity);
    if names.is_empty() { Arc::clone(scheme) } else { Arc::new(names.scheme(scheme)) }
}

/// The document under [`outside_scheme`].
pub(super) fn outside(document: Document, capacity: &Capacity) -> Document {
    let names = Names::of(document.scheme(), capacity);
    if names.is_empty() {
        return document;
    }
    let scheme = Arc::new(names.scheme(document.scheme()));
    let mut moved = Document::new(document.article().clone(), scheme);
    let annotations = document.annotations().map(|one| {
        let label = names.label(&one.label);
        Edit::PutAnnotation(Box::new(Annotation { label, ..Annotation::clone(one) }))
    });
    let relations = document.relations().into_iter().map(|one| {
        let relation_type = names.relation_type(&one.relation_type);
        Edit::PutRelation(Box::new(Relation { relation_type, ..Relation::clone(one) }))
    });
    let put = moved.apply(Edit::Batch(annotations.chain(relations).collect()));
    debug_assert!(put.is_ok(), "{put:?}");
    moved
}

/// The names that a format can't hold, which leave as ids: each by itself, as
/// whoever reads the file must know them.
pub(super) fn renamed(scheme: &Scheme, capacity: &Capacity, losses: &mut Losses) {
    if capacity.scheme {
        return;
    }
    let labels = scheme.labels.iter().map(|one| (one.in_files(), one.id.as_str(), capacity.labels));
    let types = scheme.relation_types.iter();
    let types = types.map(|one| (one.in_files(), one.id.as_str(), capacity.relation_types));
    for (name, id, held) in labels.chain(types.filter(|_| capacity.relations)) {
        if name != id && !held.holds(name) {
            losses.add(Loss::Renamed { from: name.into(), to: id.into() }, 1);
        }
    }
}

/// The names that are not ids, by the ids.
struct Names {
    labels: BTreeMap<LabelId, LabelId>,
    relation_types: BTreeMap<RelationTypeId, RelationTypeId>,
}

impl Names {
    fn of(scheme: &Scheme, capacity: &Capacity) -> Names {
        let (mut labels, mut relation_types) = (BTreeMap::new(), BTreeMap::new());
        let is_any_other = scheme.labels.iter().any(|one| one.written_as.is_some())
            || scheme.relation_types.iter().any(|one| one.written_as.is_some());
        if is_any_other && !capacity.scheme {
            let of_labels = scheme.labels.iter().map(|one| (one.id.as_str(), one.in_files()));
            for (id, name) in others(of_labels, capacity.labels) {
                labels.insert(id.into(), name.into());
            }
            let of_types = scheme.relation_types.iter();
            let of_types = of_types.map(|one| (one.id.as_str(), one.in_files()));
            for (id, name) in others(of_types, capacity.relation_types) {
                relation_types.insert(id.into(), name.into());
            }
        }
        Names { labels, relation_types }
    }

    fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.relation_types.is_empty()
    }

    fn label(&self, id: &LabelId) -> LabelId {
        self.labels.get(id).unwrap_or(id).clone()
    }

    fn relation_type(&self, id: &RelationTypeId) -> RelationTypeId {
        self.relation_types.get(id).unwrap_or(id).clone()
    }

    fn scheme(&self, scheme: &Scheme) -> Scheme {
        let ends = |ids: &[LabelId]| ids.iter().map(|id| self.label(id)).collect();
        let labels = scheme.labels.iter();
        let types = scheme.relation_types.iter();
        Scheme {
            labels: labels
                .map(|one| Label { id: self.label(&one.id), written_as: None, ..one.clone() })
                .collect(),
            relation_types: types
                .map(|one| RelationType {
                    id: self.relation_type(&one.id),
                    written_as: None,
                    from: ends(&one.from),
                    to: ends(&one.to),
                    ..one.clone()
                })
                .collect(),
            places: Default::default(),
            ..scheme.clone()
        }
    }
}

/// The ids that leave by another name, which no other has.
fn others<'a>(
    all: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    held: NamesHeld,
) -> Vec<(&'a str, &'a str)> {
    let own = all.clone().filter(|(id, name)| id == name || !held.holds(name));
    let mut taken: BTreeSet<&str> = own.map(|(id, _)| id).collect();
    let is_other = |&(id, name): &(&'a str, &'a str)| id != name && held.holds(name);
    all.filter(is_other).filter(|(_, name)| taken.insert(name)).collect()
}
