//! What a file says that only a CAS has a place for: types, features that are
//! not ours, what is said of the whole text. It is kept as unknown fields, and
//! written again.

use serde_json::{Map, Value, json};

use super::FORMAT;
use crate::format::item::foreign;
use crate::model::extra::Extra;

/// What is kept of an annotation or a relation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mark {
    /// Its type, if it is not ours.
    pub(super) kind: Option<String>,
    /// Whether that is one of links in chains.
    pub(super) is_chain: bool,
    /// The feature that says its label or type; none, if the file says none, and
    /// the name of the type stands for it.
    pub(super) label: Option<String>,
    /// The feature that is its note, if that is not called so.
    pub(super) note: Option<String>,
    /// Its other features.
    pub(super) features: Map<String, Value>,
    /// What it fills, if it is a slot.
    pub(super) slot: Option<Slot>,
}

/// A relation that is a feature of the annotation from which it leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Slot {
    /// The feature.
    pub(super) feature: String,
    /// The type of the list that the feature refers to, if it is one.
    pub(super) list: Option<String>,
    /// The type of the link in the list that leads to the annotation, if it does
    /// not stand there itself.
    pub(super) link: Option<String>,
}

impl Mark {
    /// As unknown fields.
    pub(super) fn into_extra(self) -> Extra {
        let mut fields = Extra::new();
        let kind = if self.is_chain { "chain" } else { "type" };
        let slot = self.slot.unwrap_or_default();
        let slot_feature = Some(slot.feature).filter(|feature| !feature.is_empty());
        for (name, words) in [
            (kind, self.kind),
            ("label", self.label),
            ("note", self.note),
            ("slot", slot_feature),
            ("list", slot.list),
            ("link", slot.link),
        ] {
            fields.extend(words.map(|words| (name.to_owned(), Value::String(words))));
        }
        if !self.features.is_empty() {
            fields.insert("features".into(), Value::Object(self.features));
        }
        foreign(FORMAT.id, fields)
    }

    /// From unknown fields, in as far as a file can hold them.
    pub(super) fn of_extra(extra: &Extra) -> Mark {
        let Some(fields) = extra.get(FORMAT.id) else { return Mark::default() };
        let words = |name| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let name = |name| words(name).filter(|name| is_name(name));
        let (kind, chain) = (name("type"), name("chain"));
        let slot = words("slot").filter(|slot| slot.strip_prefix('@').is_some_and(is_name));
        let slot = slot.map(|feature| Slot { feature, list: name("list"), link: name("link") });
        let features = fields.get("features").and_then(Value::as_object).into_iter().flatten();
        let features = features.filter(|(name, value)| is_feature(name) && is_plain(value));
        Mark {
            is_chain: chain.is_some() && kind.is_none(),
            kind: kind.or(chain),
            label: name("label"),
            note: name("note"),
            features: features.map(|(name, value)| (name.clone(), value.clone())).collect(),
            slot,
        }
    }
}

/// Whether a name can be one of a type or a feature.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(['%', '@', '^', '#'])
}

/// Whether a feature can be written as it is: it says neither what a feature
/// structure is nor where, and refers to nothing.
fn is_feature(name: &str) -> bool {
    let name = name.strip_prefix(['#', '^']).unwrap_or(name);
    is_name(name) && !["begin", "end", "sofa"].contains(&name)
}

fn is_plain(value: &Value) -> bool {
    !value.is_object() && !value.is_null()
}

/// What is kept of an article.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Kept {
    /// The types of the file that are not ours.
    pub(super) types: Map<String, Value>,
    /// What is said of the whole text.
    pub(super) structures: Vec<Whole>,
    /// What the view and the kind of the text are called, if not as ours.
    pub(super) view: Option<String>,
    pub(super) mime_type: Option<String>,
}

/// A feature structure that is said of the whole text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Whole {
    pub(super) kind: String,
    /// Whether it says so by a begin and an end.
    pub(super) lies: bool,
    pub(super) features: Map<String, Value>,
}

impl Kept {
    /// As unknown fields.
    pub(super) fn into_extra(self) -> Extra {
        let mut fields = Extra::new();
        if !self.types.is_empty() {
            fields.insert("types".into(), Value::Object(self.types));
        }
        let whole =
            |one: Whole| json!({"type": one.kind, "lies": one.lies, "features": one.features});
        if !self.structures.is_empty() {
            let structures = self.structures.into_iter().map(whole).collect();
            fields.insert("structures".into(), Value::Array(structures));
        }
        for (name, words) in [("view", self.view), ("mime_type", self.mime_type)] {
            fields.extend(words.map(|words| (name.to_owned(), Value::String(words))));
        }
        foreign(FORMAT.id, fields)
    }

    /// From unknown fields, in as far as a file can hold them.
    pub(super) fn of_extra(extra: &Extra) -> Kept {
        let Some(fields) = extra.get(FORMAT.id) else { return Kept::default() };
        let object = |value: &Value, name| value.get(name).and_then(Value::as_object).cloned();
        let words = |name| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let mut types = object(fields, "types").unwrap_or_default();
        types.retain(|name, declared| is_name(name.trim_end_matches("[]")) && declared.is_object());
        let whole = |one: &Value| {
            let kind = one.get("type").and_then(Value::as_str).filter(|kind| is_name(kind))?;
            let mut features = object(one, "features").unwrap_or_default();
            features.retain(|name, value| is_feature(name) && is_plain(value));
            let lies = one.get("lies").and_then(Value::as_bool).unwrap_or_default();
            Some(Whole { kind: kind.into(), lies, features })
        };
        let structures = fields.get("structures").and_then(Value::as_array).into_iter().flatten();
        Kept {
            types,
            structures: structures.filter_map(whole).collect(),
            view: words("view").filter(|view| is_name(view)),
            mime_type: words("mime_type"),
        }
    }
}
