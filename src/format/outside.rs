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
use super::loss::Loss;
use super::losses::Losses;
use crate::model::annotation::{Annotation, Relation};
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::id::{LabelId, RelationTypeId};
use crate::model::scheme::{Label, RelationType, Scheme};

/// The scheme as a format has it: each label and relation type by the name
/// under which it leaves. A format that holds schemes has the ids.
pub fn outside_scheme(scheme: &Arc<Scheme>, capacity: &Capacity) -> Arc<Scheme> {
    match Names::of(scheme, capacity) {
        Some(names) => Arc::new(names.scheme(scheme)),
        None => Arc::clone(scheme),
    }
}

/// The document under [`outside_scheme`].
pub(super) fn outside(document: Document, capacity: &Capacity) -> Document {
    let Some(names) = Names::of(document.scheme(), capacity) else { return document };
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

/// The names under which labels and relation types do not leave though they
/// came under them: each by itself, as whoever reads the file must know them.
pub(super) fn renamed(scheme: &Scheme, capacity: &Capacity, losses: &mut Losses) {
    let Some(names) = Names::of(scheme, capacity) else { return };
    let mut compare = |name: &str, written: &str| {
        if name != written {
            losses.add(Loss::Renamed { from: name.into(), to: written.into() }, 1);
        }
    };
    for one in &scheme.labels {
        compare(one.in_files(), names.label(&one.id).as_str());
    }
    for one in scheme.relation_types.iter().filter(|_| capacity.relations) {
        compare(one.in_files(), names.relation_type(&one.id).as_str());
    }
}

/// The names under which labels and relation types leave, by their ids.
struct Names {
    labels: BTreeMap<LabelId, LabelId>,
    relation_types: BTreeMap<RelationTypeId, RelationTypeId>,
}

impl Names {
    /// `None` if the ids are the names.
    fn of(scheme: &Scheme, capacity: &Capacity) -> Option<Names> {
        let is_other = |id: &str, name: &str, held: NamesHeld| id != name || !held.holds(name);
        let mut labels = scheme.labels.iter();
        let mut types = scheme.relation_types.iter();
        let is_any_other = labels
            .any(|one| is_other(one.id.as_str(), one.in_files(), capacity.labels))
            || types.any(|one| is_other(one.id.as_str(), one.in_files(), capacity.relation_types));
        if !is_any_other || capacity.scheme {
            return None;
        }
        let labels = scheme.labels.iter().map(|one| (one.id.as_str(), one.in_files()));
        let types = scheme.relation_types.iter().map(|one| (one.id.as_str(), one.in_files()));
        let labels = names_of(labels, capacity.labels).into_iter();
        let types = names_of(types, capacity.relation_types).into_iter();
        Some(Names {
            labels: labels.map(|(id, name)| (id.into(), name.as_str().into())).collect(),
            relation_types: types.map(|(id, name)| (id.into(), name.as_str().into())).collect(),
        })
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

/// The names under which all leave, by their ids. A name that the format holds
/// leaves as it came; what else there is leaves under its id, or if that is the
/// name of another, under one made of it.
fn names_of<'a>(
    all: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    form: NamesHeld,
) -> BTreeMap<&'a str, String> {
    let (mut names, mut taken) = (BTreeMap::new(), BTreeSet::new());
    let held = all.clone().filter(|(_, name)| form.holds(name));
    // Those first whose id is the name, since nothing else tells what they are.
    let own = held.clone().filter(|(id, name)| id == name);
    for (id, name) in own.chain(held) {
        if !names.contains_key(id) && taken.insert(name.to_owned()) {
            names.insert(id, name.to_owned());
        }
    }
    for (id, _) in all {
        if !names.contains_key(id) {
            let nearest = form.nearest(id);
            let numbered = (2..).map(|number| format!("{nearest}_{number}"));
            let free = std::iter::once(nearest.clone()).chain(numbered);
            names.extend(free.into_iter().find(|it| taken.insert(it.clone())).map(|it| (id, it)));
        }
    }
    names
}
