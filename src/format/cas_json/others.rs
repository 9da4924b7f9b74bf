//! Feature structures that lie in no text, such as descriptions of layers: they
//! are kept, and written again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::cas::Cas;
use super::foreign::Other;
use super::read::{Reading, reference};
use super::types::type_of;
use crate::format::ids::raw_id;

/// What each such thing is under, unless a file says else.
const TOP: &str = "uima.cas.TOP";

impl Reading<'_, '_> {
    /// Those of a file that refer to nothing else: what leads to annotations was
    /// read as slots, or is left out.
    pub(super) fn others_kept(&mut self, file: &Value) -> Vec<Other> {
        // What was read is taken out.
        let by_id = &self.by_id;
        self.others.retain(|id, _| by_id.contains_key(id));
        if self.others.is_empty() {
            return Vec::new();
        }
        let views = file.get("%VIEWS").and_then(Value::as_object).into_iter().flatten();
        let members = views.filter_map(|(_, view)| view.get("%MEMBERS")?.as_array()).flatten();
        let members: BTreeSet<String> =
            members.filter_map(|id| Some(raw_id(Some(id))?.into_owned())).collect();
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for (id, structure) in &self.others {
            let kind = type_of(structure);
            let (mut features, mut references) = (Map::new(), BTreeMap::new());
            let mut is_apart = true;
            for (name, value) in structure.as_object().into_iter().flatten() {
                match name.as_str() {
                    _ if name.starts_with('%') || value.is_null() => {}
                    _ if !name.starts_with('@') => {
                        features.insert(name.clone(), value.clone());
                    }
                    _ => match reference(structure, name) {
                        Some(to) if self.others.contains_key(to.as_str()) => {
                            references.insert(name.clone(), to);
                        }
                        _ => {
                            is_apart = false;
                            left_out.push((kind, name.as_str()));
                        }
                    },
                }
            }
            if is_apart {
                let is_member = members.contains(*id);
                let (id, kind) = ((*id).to_owned(), kind.to_owned());
                kept.push(Other { id, kind, is_member, features, references });
            }
        }
        for (kind, feature) in left_out {
            self.not_read(kind, Some(feature));
        }
        kept
    }
}

impl Cas<'_> {
    /// Writes those that came.
    pub(super) fn others(&mut self, others: Vec<Other>) {
        let first = self.structures.len() + 1;
        let ids: BTreeMap<String, usize> =
            others.iter().enumerate().map(|(idx, one)| (one.id.clone(), first + idx)).collect();
        for other in others {
            self.declare(&other.kind, TOP, &other.features);
            let id = self.add(&other.kind, None, other.features);
            if other.is_member {
                self.members.push(id);
            }
            for (feature, to) in &other.references {
                if let Some(&to) = ids.get(to) {
                    self.declared.add(&other.kind, feature.trim_start_matches('@'), TOP);
                    self.refer(id, feature, to);
                }
            }
        }
    }
}
