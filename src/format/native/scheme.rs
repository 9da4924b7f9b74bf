//! Reads the scheme, and knows which of its labels a name in the file means.
//!
//! Invariants: ids are unique, not empty, and free of white space and of
//! signs that mean something in HTML or CSS, because they end up in
//! attributes of the page. A colour is `#rgb` or `#rrggbb`, nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::format::Warnings;
use crate::format::describe::{kind, named, quoted};
use crate::format::ids::{FreeIds, is_safe_in_id, raw_id};
use crate::format::item::Item;
use crate::format::naming;
use crate::format::warning::{Outcome, Place, Problem, Warning};
use crate::model::id::{LabelId, RelationTypeId};
use crate::model::scheme::{Label, RelationType, Scheme, is_key};

/// A scheme, and what the file calls its labels and relation types.
#[derive(Clone, Debug)]
pub struct Names {
    pub(super) scheme: Arc<Scheme>,
    pub(super) labels: BTreeMap<String, LabelId>,
    pub(super) relation_types: BTreeMap<String, RelationTypeId>,
}

/// What a label without a colour that can be drawn gets.
const GREY: &str = "#6b7280";

const SCHEME_FIELDS: &[&str] = &["labels", "relation_types", "guidelines"];
const LABEL_FIELDS: &[&str] =
    &["id", "name", "written_as", "key", "color", "description", "guidelines"];
const RELATION_TYPE_FIELDS: &[&str] =
    &["id", "name", "written_as", "description", "guidelines", "from", "to"];

/// Reads the scheme; the default one if there is none.
pub(super) fn read(value: Option<&Value>, warnings: &mut Warnings) -> Names {
    let mut said = |place, problem, outcome| warnings.push(Warning::new(place, problem, outcome));
    let Some(item) = value.and_then(|value| Item::new(value, SCHEME_FIELDS)) else {
        said(Place::Scheme, Problem::NoScheme, Outcome::Kept);
        return Names::new(Scheme::default());
    };
    let mut problems = Vec::new();
    let guidelines = item.text("guidelines", &mut problems).unwrap_or_default().into();
    for problem in problems.drain(..) {
        said(Place::Scheme, problem, Outcome::Kept);
    }
    let mut scheme = Scheme { guidelines, extra: item.extra(), ..Scheme::empty() };
    let Some(Value::Array(label_values)) = item.get("labels") else {
        said(Place::Scheme, Problem::NoLabels, Outcome::Kept);
        let Scheme { guidelines, extra, .. } = scheme;
        return Names::new(Scheme { guidelines, extra, ..Scheme::default() });
    };

    let mut labels = BTreeMap::new();
    let mut safe = SafeNames::new(label_values);
    for value in label_values {
        let id = raw_id(value.get("id")).unwrap_or_default();
        let mut problems = Vec::new();
        match read_label(value, &labels, &mut safe, &scheme, &mut problems) {
            Ok(label) => {
                for problem in problems {
                    said(Place::Label(id.clone().into()), problem, Outcome::Kept);
                }
                labels.insert(id.into(), label.id.clone());
                scheme.labels.push(label);
            }
            Err(problem) => said(Place::Label(id.into()), problem, Outcome::LeftOut),
        }
    }

    let mut relation_types = BTreeMap::new();
    let type_values = item.list("relation_types", &mut problems);
    for problem in problems {
        said(Place::Scheme, problem, Outcome::Kept);
    }
    let mut safe = SafeNames::new(type_values);
    for value in type_values {
        let id = raw_id(value.get("id")).unwrap_or_default();
        let mut problems = Vec::new();
        match read_relation_type(value, &relation_types, &mut safe, &labels, &mut problems) {
            Ok(relation_type) => {
                for problem in problems {
                    said(Place::RelationType(id.clone().into()), problem, Outcome::Kept);
                }
                relation_types.insert(id.into(), relation_type.id.clone());
                scheme.relation_types.push(relation_type);
            }
            Err(problem) => said(Place::RelationType(id.into()), problem, Outcome::LeftOut),
        }
    }
    Names { scheme: Arc::new(scheme), labels, relation_types }
}

impl Names {
    /// The scheme of the file.
    pub(in crate::format) fn scheme(&self) -> &Arc<Scheme> {
        &self.scheme
    }

    /// The same names under the scheme of several files, in which labels may
    /// go by other ids.
    pub(in crate::format) fn under(&self, scheme: &Arc<Scheme>, meant: &naming::Names) -> Names {
        let mut names = Names { scheme: Arc::clone(scheme), ..self.clone() };
        for id in names.labels.values_mut() {
            if let Some(other) = meant.labels.get(id.as_str()) {
                *id = other.clone();
            }
        }
        for id in names.relation_types.values_mut() {
            if let Some(other) = meant.relation_types.get(id.as_str()) {
                *id = other.clone();
            }
        }
        names
    }

    /// A scheme whose labels go by their own ids.
    fn new(scheme: Scheme) -> Names {
        // Filled one by one: collecting would sort, and sorting each type of
        // pair is kilobytes of code.
        let (mut labels, mut relation_types) = (BTreeMap::new(), BTreeMap::new());
        for label in &scheme.labels {
            labels.insert(label.id.as_str().into(), label.id.clone());
        }
        for relation_type in &scheme.relation_types {
            relation_types.insert(relation_type.id.as_str().into(), relation_type.id.clone());
        }
        Names { labels, relation_types, scheme: Arc::new(scheme) }
    }
}

fn read_label(
    value: &Value,
    labels: &BTreeMap<String, LabelId>,
    safe: &mut SafeNames,
    scheme: &Scheme,
    problems: &mut Vec<Problem>,
) -> Result<Label, Problem> {
    let item = Item::new(value, LABEL_FIELDS).ok_or(Problem::NotObject { found: kind(value) })?;
    let id = safe.name(value, |raw| labels.contains_key(raw), problems)?;
    let name = item.text("name", problems).unwrap_or(&id).into();
    let key = item.get("key").and_then(|value| {
        let key = read_key(value);
        match key {
            None => problems.push(Problem::BadKey { found: named(value) }),
            Some(key) if scheme.label_of_key(key).is_some() => {
                problems.push(Problem::KeyTaken { key });
                return None;
            }
            Some(_) => {}
        }
        key
    });
    let color = item.get("color").and_then(|value| {
        let color = value.as_str().filter(|color| is_color(color));
        if color.is_none() {
            problems.push(Problem::BadColor { found: named(value) });
        }
        color
    });
    Ok(Label {
        id: id.as_str().into(),
        name,
        written_as: item.text("written_as", problems).map(Into::into),
        key,
        color: color.unwrap_or(GREY).into(),
        description: item.text("description", problems).unwrap_or_default().into(),
        guidelines: item.text("guidelines", problems).unwrap_or_default().into(),
        extra: item.extra(),
    })
}

fn read_relation_type(
    value: &Value,
    relation_types: &BTreeMap<String, RelationTypeId>,
    safe: &mut SafeNames,
    labels: &BTreeMap<String, LabelId>,
    problems: &mut Vec<Problem>,
) -> Result<RelationType, Problem> {
    let item =
        Item::new(value, RELATION_TYPE_FIELDS).ok_or(Problem::NotObject { found: kind(value) })?;
    let id = safe.name(value, |raw| relation_types.contains_key(raw), problems)?;
    let ends = |field, problems: &mut Vec<Problem>| {
        let mut ends = Vec::new();
        for value in item.list(field, problems) {
            match raw_id(Some(value)).and_then(|raw| labels.get(raw.as_ref())) {
                Some(label) => ends.push(label.clone()),
                None => problems.push(Problem::UnknownLabelOfType { field, label: named(value) }),
            }
        }
        ends
    };
    Ok(RelationType {
        from: ends("from", problems),
        to: ends("to", problems),
        name: item.text("name", problems).unwrap_or(&id).into(),
        written_as: item.text("written_as", problems).map(Into::into),
        description: item.text("description", problems).unwrap_or_default().into(),
        guidelines: item.text("guidelines", problems).unwrap_or_default().into(),
        extra: item.extra(),
        id: id.as_str().into(),
    })
}

fn read_key(value: &Value) -> Option<char> {
    let raw = raw_id(Some(value))?;
    let mut chars = raw.chars();
    chars.next().filter(|&key| is_key(key) && chars.next().is_none())
}

fn is_color(color: &str) -> bool {
    color.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Gives labels or relation types ids that are safe in the page.
struct SafeNames(FreeIds);

impl SafeNames {
    /// Ids that are safe already are taken, wherever they stand.
    fn new(values: &[Value]) -> SafeNames {
        let raw = values.iter().filter_map(|value| raw_id(value.get("id")));
        let mut ids = FreeIds::default();
        for id in raw.filter(|id| is_safe(id)) {
            ids.take(&id);
        }
        SafeNames(ids)
    }

    fn name(
        &mut self,
        value: &Value,
        is_read: impl Fn(&str) -> bool,
        problems: &mut Vec<Problem>,
    ) -> Result<String, Problem> {
        let raw = raw_id(value.get("id")).filter(|id| !id.is_empty()).ok_or(Problem::Nameless)?;
        if is_read(&raw) {
            return Err(Problem::DuplicateName);
        }
        if is_safe(&raw) {
            return Ok(raw.into());
        }
        let name = self.0.free(&raw);
        problems.push(Problem::UnsafeName { new: quoted(&name) });
        Ok(name)
    }
}

fn is_safe(id: &str) -> bool {
    !id.is_empty() && id.chars().all(is_safe_in_id)
}
