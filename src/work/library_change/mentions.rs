//! Where labels and relation types are named in records, and where changes
//! of the library stand in histories.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::id::{ArticleId, ChangeId, LabelId, RelationTypeId};
use crate::model::scheme::Scheme;
use crate::storage::keys::{self, RecordKey};
use crate::storage::record;
use crate::work::Kept;

/// The labels and relation types that a change takes out of the scheme.
#[derive(Clone, Debug, Default)]
pub(super) struct Gone {
    pub(super) labels: Vec<LabelId>,
    pub(super) relation_types: Vec<RelationTypeId>,
}

impl Gone {
    pub(super) fn between(before: &Scheme, after: &Scheme) -> Gone {
        let labels = before.labels.iter().map(|label| &label.id);
        let types = before.relation_types.iter().map(|relation_type| &relation_type.id);
        Gone {
            labels: labels.filter(|id| after.label(id).is_none()).cloned().collect(),
            relation_types: types.filter(|id| after.relation_type(id).is_none()).cloned().collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.relation_types.is_empty()
    }

    fn has(&self, named: &Named) -> bool {
        match named {
            Named::Label(id) => self.labels.contains(id),
            Named::RelationType(id) => self.relation_types.contains(id),
        }
    }

    pub(super) fn has_label(&self, id: &str) -> bool {
        self.labels.iter().any(|label| label.as_str() == id)
    }

    pub(super) fn has_type(&self, id: &str) -> bool {
        self.relation_types.iter().any(|relation_type| relation_type.as_str() == id)
    }

    /// The label or relation type among these that a record names, if it is an
    /// annotation or a relation.
    pub(super) fn named_in(&self, key: &str, json: &str) -> Option<Named> {
        let value = || serde_json::from_str::<Value>(json).ok();
        match RecordKey::parse(key)? {
            RecordKey::Annotation(..) => self.label_of(&value()?),
            RecordKey::Relation(..) => self.type_of(&value()?),
            _ => None,
        }
    }

    fn label_of(&self, annotation: &Value) -> Option<Named> {
        let id = annotation.get("label")?.as_str()?;
        self.has_label(id).then(|| Named::Label(id.into()))
    }

    fn type_of(&self, relation: &Value) -> Option<Named> {
        let id = relation.get("type")?.as_str()?;
        self.has_type(id).then(|| Named::RelationType(id.into()))
    }

    fn note_named_by(&self, edit: &Value, named: &mut Vec<Named>) {
        named.extend(edit.get("annotation").and_then(|annotation| self.label_of(annotation)));
        named.extend(edit.get("relation").and_then(|relation| self.type_of(relation)));
        for edit in edit.get("edits").and_then(Value::as_array).into_iter().flatten() {
            self.note_named_by(edit, named);
        }
    }
}

/// What a record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Label(LabelId),
    RelationType(RelationTypeId),
}

impl Named {
    /// What people read for it.
    pub(super) fn name<'a>(&'a self, scheme: &'a Scheme) -> &'a str {
        match self {
            Named::Label(id) => scheme.label_name(id),
            Named::RelationType(id) => {
                scheme.relation_type(id).map_or(id.as_str(), |one| one.name.as_str())
            }
        }
    }
}

/// The articles in which an annotation or a relation names what is gone, or
/// whose history needs it; and the open one. The records are sorted.
pub(super) fn articles_with(
    records: &Kept,
    gone: &Gone,
    open: Option<ArticleId>,
) -> Vec<ArticleId> {
    let mut ids: Vec<ArticleId> = open.into_iter().collect();
    if gone.is_empty() {
        return ids;
    }
    for (key, json) in records {
        let Some(id) = RecordKey::parse(key).and_then(RecordKey::article) else { continue };
        if !ids.contains(&id) && gone.named_in(key, json).is_some() {
            ids.push(id);
        }
    }
    for (id, _) in needed_by_histories(records, gone) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// What is gone and would be met on the way back through a history, the first
/// for each article. What was
/// done with a label before that label was deleted is met only once it is
/// there again, because the deletion stands in the same history.
pub(super) fn needed_by_histories(records: &Kept, gone: &Gone) -> Vec<(ArticleId, Named)> {
    let mut needed: BTreeMap<ArticleId, Vec<Named>> = BTreeMap::new();
    for (key, json) in records {
        let Some(RecordKey::Revision(article, _)) = RecordKey::parse(key) else { continue };
        let Ok(revision) = serde_json::from_str::<Value>(json) else { continue };
        let (Some(edit), Some(Value::Bool(true))) = (revision.get("edit"), revision.get("done"))
        else {
            continue;
        };
        let named = needed.entry(article).or_default();
        if let Some(change) = change_in(edit) {
            if !named.is_empty() {
                let taken_away = taken_away_by(records, change);
                named.retain(|named| !taken_away.has(named));
            }
        } else {
            gone.note_named_by(edit, named);
        }
    }
    let firsts = needed.into_iter().map(|(article, named)| (article, named.into_iter().next()));
    firsts.filter_map(|(article, first)| Some((article, first?))).collect()
}

/// What a change took out of the scheme.
fn taken_away_by(records: &Kept, id: ChangeId) -> Gone {
    let key = RecordKey::Change(id).to_string();
    let json = records.iter().find(|(other, _)| *other == key).map(|(_, json)| json);
    let kept = json.and_then(|json| record::change_from_json(json).ok());
    let changes = kept.map(|kept| kept.changes).unwrap_or_default();
    let scheme = changes.into_iter().find(|change| change.key == keys::SCHEME);
    let read = |json: Option<String>| record::scheme_from_json(&json?).ok();
    match scheme.map(|change| (read(change.before), read(change.after))) {
        Some((Some(before), Some(after))) => Gone::between(&before, &after),
        _ => Gone::default(),
    }
}

/// The articles in whose history a change stands.
pub(super) fn articles_marked(records: &Kept, id: ChangeId) -> Vec<ArticleId> {
    let mut ids = Vec::new();
    for (key, json) in records.iter().filter(|(key, _)| is_revision(key)) {
        if let Some(article) = RecordKey::parse(key).and_then(RecordKey::article)
            && !ids.contains(&article)
            && change_of(json) == Some(id)
        {
            ids.push(article);
        }
    }
    ids
}

pub(super) fn is_revision(key: &str) -> bool {
    matches!(RecordKey::parse(key), Some(RecordKey::Revision(..)))
}

/// The change of the library that a revision stands for.
pub(super) fn change_of(revision: &str) -> Option<ChangeId> {
    let revision: Value = serde_json::from_str(revision).ok()?;
    change_in(revision.get("edit")?)
}

fn change_in(edit: &Value) -> Option<ChangeId> {
    if edit.get("edit")? != "library" {
        return None;
    }
    edit.get("change")?.as_str()?.parse().ok()
}
