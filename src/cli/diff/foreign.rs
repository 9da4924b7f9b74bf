//! What a file says of an article, an annotation or a relation that only its own
//! format has a place for: attributes, features, layers and the like, which are
//! kept as unknown fields.
//!
//! Invariant: an id or a number that only names something within a file is not
//! compared: it is left out, or replaced by what it names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::ranges::{char_ranges, shown};
use crate::format::brat::FORMAT as BRAT;
use crate::model::annotation::Annotation;
use crate::model::document::Document;
use crate::model::extra::Extra;

/// The field in which brat's groups are kept, by their numbers.
const GROUPS: &str = "equivalences";

/// Lists of brat whose order is that of the lines, and says nothing.
const UNORDERED: [&str; 3] = ["attributes", "normalizations", GROUPS];

/// Objects in objects up to this depth are fields with names of their own.
const MAX_DEPTH: usize = 3;

/// The fields that only one format knows, by name: `brat.attributes`.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Foreign(BTreeMap<String, String>);

impl Foreign {
    /// The unknown fields of an article or a relation.
    pub(super) fn of(extra: &Extra, groups: &Groups) -> Foreign {
        let mut foreign = Foreign::default();
        for (name, value) in extra {
            let mut value = value.clone();
            if name == BRAT.id {
                groups.replace_in(&mut value);
            }
            remove_ids(&mut value);
            foreign.put(name.clone(), value, 1);
        }
        foreign
    }

    /// The unknown fields of an annotation and its fragments.
    pub(super) fn of_annotation(annotation: &Annotation, groups: &Groups) -> Foreign {
        let mut foreign = Foreign::of(&annotation.extra, groups);
        for (idx, fragment) in annotation.fragments.iter().enumerate() {
            for (name, value) in Foreign::of(&fragment.extra, groups).0 {
                foreign.0.insert(format!("fragments.{}.{name}", idx + 1), value);
            }
        }
        foreign
    }

    /// The fields with their values.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a field; empty if there is no such field.
    pub(super) fn value(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn put(&mut self, name: String, value: Value, depth: usize) {
        match value {
            Value::Object(fields) if depth < MAX_DEPTH => {
                for (inner, value) in fields {
                    self.put(format!("{name}.{inner}"), value, depth + 1);
                }
            }
            Value::String(words) => drop(self.0.insert(name, words)),
            other => drop(self.0.insert(name, other.to_string())),
        }
    }
}

/// The groups of brat in an article: for each number, the places of what is in
/// it.
#[derive(Default)]
pub(super) struct Groups(BTreeMap<u64, BTreeSet<String>>);

impl Groups {
    pub(super) fn of(document: &Document) -> Groups {
        let mut groups = Groups::default();
        for annotation in document.annotations() {
            let Some(fields) = annotation.extra.get(BRAT.id) else { continue };
            let of_events = fields.get("events").and_then(Value::as_array).into_iter().flatten();
            for of_one in std::iter::once(fields).chain(of_events) {
                let list = of_one.get(GROUPS).and_then(Value::as_array).into_iter().flatten();
                for number in list.filter_map(number_of) {
                    let place = char_ranges(annotation, &document.article().text);
                    groups.0.entry(number).or_default().insert(shown(&place));
                }
            }
        }
        groups
    }

    /// Replaces the numbers of groups by what is in them, and sorts what has no
    /// order, in the fields of brat.
    fn replace_in(&self, fields: &mut Value) {
        let Some(fields) = fields.as_object_mut() else { return };
        // A comment may be about an attribute, by its place.
        let is_free = !fields.contains_key("comments");
        for (name, value) in fields {
            let Value::Array(list) = value else { continue };
            match name.as_str() {
                "events" => list.iter_mut().for_each(|event| self.replace_in(event)),
                GROUPS => list.iter_mut().for_each(|group| self.name(group)),
                _ => {}
            }
            if UNORDERED.contains(&name.as_str()) && (is_free || name == GROUPS) {
                list.sort_by_cached_key(Value::to_string);
            }
        }
    }

    fn name(&self, group: &mut Value) {
        let Some(members) = number_of(group).and_then(|number| self.0.get(&number)) else { return };
        let members: Value = members.iter().map(String::as_str).collect();
        match group.get_mut(0) {
            Some(number) => *number = members,
            None => *group = members,
        }
    }
}

/// The number of a group, which has a kind beside it if that is not the usual
/// one.
fn number_of(group: &Value) -> Option<u64> {
    group.get(0).unwrap_or(group).as_u64()
}

/// Removes the ids of things, at any depth.
fn remove_ids(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("id");
            fields.values_mut().for_each(remove_ids);
        }
        Value::Array(list) => list.iter_mut().for_each(remove_ids),
        _ => {}
    }
}
