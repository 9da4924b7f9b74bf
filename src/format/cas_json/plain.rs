//! The ids that annotations and relations get where a file has none: these need
//! not be written, so that what nobody changed comes back as it was.
//!
//! Invariant: an id that is taken for plain is what reading gives. Where two names
//! would be told apart by a number, which depends on their order, none is.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::format::ids::{derived, is_safe_in_id};
use crate::model::annotation::{Annotation, Relation};
use crate::model::document::Document;

/// What makes ids of names.
pub(super) struct Plain {
    scope: Uuid,
    /// How many names are read as each, if any is read as another.
    labels: Option<BTreeMap<String, usize>>,
    relation_types: Option<BTreeMap<String, usize>>,
}

impl Plain {
    pub(super) fn of(document: &Document) -> Plain {
        let scheme = document.scheme();
        Plain {
            scope: document.article().id.0,
            labels: counts(scheme.labels.iter().map(|one| one.id.as_str())),
            relation_types: counts(scheme.relation_types.iter().map(|one| one.id.as_str())),
        }
    }

    /// Whether an annotation has the id that it gets anyway.
    pub(super) fn is_annotation(&self, annotation: &Annotation) -> bool {
        let ranges: Vec<_> = annotation.fragments.ranges().collect();
        let label = alone(&self.labels, annotation.label.as_str());
        label.is_some_and(|label| {
            annotation.id.0 == derived(self.scope, &format!("{label} {ranges:?}"))
        })
    }

    /// Whether a relation has the id that it gets anyway.
    pub(super) fn is_relation(&self, relation: &Relation) -> bool {
        let Relation { id, from, to, .. } = relation;
        let name = alone(&self.relation_types, relation.relation_type.as_str());
        name.is_some_and(|name| id.0 == derived(self.scope, &format!("{name}{from}{to}")))
    }
}

/// What a name is read as.
fn read_as(name: &str) -> String {
    name.chars().map(|c| if is_safe_in_id(c) { c } else { '_' }).collect()
}

fn counts<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Option<BTreeMap<String, usize>> {
    if names.clone().all(|name| name.chars().all(is_safe_in_id)) {
        return None;
    }
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(read_as(name)).or_insert(0) += 1;
    }
    Some(counts)
}

/// What a name is read as, if no other is.
fn alone(counts: &Option<BTreeMap<String, usize>>, name: &str) -> Option<String> {
    let name = read_as(name);
    let n = counts.as_ref().map_or(1, |counts| counts.get(&name).copied().unwrap_or(1));
    (n == 1).then_some(name)
}
