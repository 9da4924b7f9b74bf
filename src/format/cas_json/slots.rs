//! Slots: features that refer to annotations, read as relations.

use serde_json::{Map, Value};

use super::foreign::{Mark, Slot};
use super::read::{Reading, reference};
use super::types::{Kind, type_of};
use crate::format::draft::DraftRelation;
use crate::format::ids::raw_id;

/// The longest id and feature of which a slot is read.
const MAX_NAME_BYTES: usize = 200;

impl<'a> Reading<'a, '_> {
    /// The slots of an annotation, each a relation of the type that its role is
    /// called: a feature refers to an annotation, or to a list of these or of
    /// links with a role. What else refers to something is not read.
    pub(super) fn slots(
        &mut self,
        id: &str,
        structure: &'a Value,
        references: &[&str],
        article: usize,
    ) {
        for feature in references {
            // Each slot copies both names.
            let is_short = feature.len().max(id.len()) <= MAX_NAME_BYTES;
            let ends = if is_short { self.slot_ends(structure, feature) } else { Err(1) };
            let ends = match ends {
                Ok(ends) => ends,
                Err(n) => {
                    self.n_unread += n;
                    self.not_read(type_of(structure), Some(feature));
                    continue;
                }
            };
            let relations = ends.into_iter().map(|end| {
                let slot = Slot {
                    feature: (*feature).into(),
                    list: end.list.map(shortened_name),
                    link: end.link.map(|link| shortened_name(type_of(link))),
                };
                let role = end.role;
                let mark = Mark {
                    label: role.map(|_| "role".to_owned()),
                    features: end.link.map(link_features).unwrap_or_default(),
                    slot: Some(slot),
                    ..Mark::default()
                };
                DraftRelation {
                    relation_type: role.unwrap_or(feature.trim_start_matches('@')).into(),
                    from: id.into(),
                    to: end.to,
                    extra: mark.into_extra(),
                    ..DraftRelation::default()
                }
            });
            self.articles[article].draft.relations.extend(relations);
        }
    }

    /// What a feature refers to; if any of it is no slot, how much it is. A list
    /// is one annotation's, as that of fragments is.
    fn slot_ends(&mut self, structure: &Value, feature: &str) -> Result<Vec<SlotEnd<'a>>, usize> {
        let id = reference(structure, feature).ok_or(1_usize)?;
        let found = *self.by_id.get(id.as_str()).ok_or(1_usize)?;
        let Some(elements) = found.get("%ELEMENTS").and_then(Value::as_array) else {
            return Ok(vec![self.slot(&id).ok_or(1_usize)?]);
        };
        self.by_id.remove(id.as_str());
        let list = Some(type_of(found));
        let ends = elements.iter().map(|id| {
            let slot = self.slot(&raw_id(Some(id))?)?;
            Some(SlotEnd { list, ..slot })
        });
        let ends: Option<Vec<SlotEnd<'a>>> = ends.collect();
        let ends = ends.ok_or(elements.len())?;
        // A link is one list's too.
        for (element, _) in elements.iter().zip(&ends).filter(|(_, end)| end.link.is_some()) {
            if let Some(id) = raw_id(Some(element)) {
                self.by_id.remove(id.as_ref());
            }
        }
        Ok(ends)
    }

    /// The role and the annotation that a link leads to; or the annotation
    /// itself.
    fn slot(&self, id: &str) -> Option<SlotEnd<'a>> {
        let found = *self.by_id.get(id)?;
        let is_mark = |one: &Value| {
            one.get("begin").is_some() && matches!(self.types.kind(one), Kind::Marks | Kind::Link)
        };
        if is_mark(found) {
            return Some(SlotEnd { list: None, link: None, role: None, to: id.into() });
        }
        let target = reference(found, "@target")?;
        let is_there = self.by_id.get(target.as_str()).is_some_and(|target| is_mark(target));
        let role = found.get("role").and_then(Value::as_str).filter(|role| !role.is_empty());
        is_there.then_some(SlotEnd { list: None, link: Some(found), role, to: target })
    }
}

/// What a slot leads to.
struct SlotEnd<'a> {
    list: Option<&'a str>,
    link: Option<&'a Value>,
    role: Option<&'a str>,
    to: String,
}

/// What a link says but for its role and its target.
fn link_features(link: &Value) -> Map<String, Value> {
    let fields = link.as_object().into_iter().flatten();
    let is_other = |name: &str| !name.starts_with(['%', '@']) && name != "role";
    let others = fields.filter(|(name, value)| is_other(name) && !value.is_null());
    others.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A name that many slots copy.
fn shortened_name(name: &str) -> String {
    name.chars().take(MAX_NAME_BYTES).collect()
}
