//! Relations, of feature structures that are such or refer to the next link of
//! a chain.

use std::collections::BTreeMap;

use serde_json::Value;

use super::RELATION;
use super::features::{Said, last_name};
use super::read::{Reading, reference};
use super::types::type_of;
use crate::format::chains::CHAIN;
use crate::format::describe::quoted;
use crate::format::draft::{Draft, DraftRelation};
use crate::format::fields::{OF_RELATIONS, read_relation};
use crate::model::id::RelationId;

impl<'a> Reading<'a, '_> {
    /// A relation; one that lacks an end is left out.
    pub(super) fn relation(&mut self, id: &str, structure: &'a Value) {
        let name = type_of(structure);
        let ends = ["@Governor", "@Dependent"].map(|feature| reference(structure, feature));
        let [Some(from), Some(to)] = ends else {
            let missing: Vec<&str> = ["Governor", "Dependent"]
                .into_iter()
                .zip(&ends)
                .filter_map(|(feature, end)| end.is_none().then_some(feature))
                .collect();
            let (id, kind) = (quoted(id), quoted(name));
            let missing = missing.join("” and no “");
            return self.lose(format!("the relation {id} ({kind}) has no “{missing}”"), 1);
        };
        let mut said = Said::of(structure, false);
        let is_ours = name == RELATION;
        let mut draft = DraftRelation {
            relation_type: said.label.map_or(last_name(name), |(_, label)| label).into(),
            from,
            to,
            ..DraftRelation::default()
        };
        if is_ours {
            let mut problems = Vec::new();
            read_relation(structure, &mut draft, &mut problems);
            self.keep("a relation", problems);
            said.rest.retain(|name, _| name != "uuid" && !OF_RELATIONS.contains(&name.as_str()));
        } else {
            // Of relations, we say just when they were made and changed.
            for (name, words) in std::mem::take(&mut said.known) {
                match name {
                    "created" => draft.created = Some(words.into()),
                    "modified" => draft.modified = Some(words.into()),
                    _ => drop(said.rest.insert(name.into(), words.into())),
                }
            }
        }
        if let Some((name, note)) = said.note.take() {
            said.rest.insert(name.into(), note.into());
        }
        let uuid = said.uuid.filter(|id| id.parse::<RelationId>().is_ok());
        draft.id = uuid.map(Into::into);
        for feature in &said.references {
            self.not_read(name, Some(feature));
        }
        let mark = said.mark(Some(name).filter(|_| !is_ours), false);
        let is_plain = is_ours && mark.label.as_deref() == Some("label");
        if !is_plain || !mark.features.is_empty() {
            draft.extra = mark.into_extra();
        }
        let place = |id: &String| self.places.get(id.as_str()).copied();
        let article = place(&draft.from).or(place(&draft.to)).unwrap_or(0);
        self.articles[article].draft.relations.push(draft);
    }

    /// What leads from a link of a chain to the next.
    pub(super) fn next(&mut self, id: &'a str, structure: &Value) {
        let Some(to) = reference(structure, "@next") else { return };
        let article = self.places.get(id).copied().unwrap_or(0);
        self.articles[article].draft.relations.push(DraftRelation {
            relation_type: CHAIN.into(),
            from: id.into(),
            to,
            ..DraftRelation::default()
        });
    }
}

/// What is known of relations, by their ends and types.
pub(super) type Infos<'a> = BTreeMap<(String, String, String), Vec<&'a Value>>;

/// Gives relations that are features of annotations what is known of them.
pub(super) fn with_infos(draft: &mut Draft, infos: &mut Infos<'_>) {
    if infos.is_empty() {
        return;
    }
    for relation in draft.relations.iter_mut().filter(|one| one.id.is_none()) {
        let key = (relation.from.clone(), relation.to.clone(), relation.relation_type.clone());
        let Some(info) = infos.get_mut(&key).and_then(Vec::pop) else { continue };
        let uuid = info.get("uuid").and_then(Value::as_str);
        relation.id = uuid.filter(|id| id.parse::<RelationId>().is_ok()).map(Into::into);
        read_relation(info, relation, &mut Vec::new());
    }
}
