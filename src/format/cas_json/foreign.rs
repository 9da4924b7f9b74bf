//! What a file says that only a CAS has a place for: types, features that are
//! not ours, what is said of the whole text. It is kept as unknown fields, and
//! written again.

use std::collections::BTreeMap;

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
    /// What lies in no text.
    pub(super) others: Vec<Other>,
    /// The features of tokens and of sentences, in their order, if they have any.
    pub(super) tokens: Vec<Map<String, Value>>,
    pub(super) sentences: Vec<Map<String, Value>>,
    /// What the view and the kind of the text are called, if not as ours.
    pub(super) view: Option<String>,
    pub(super) mime_type: Option<String>,
}

/// A feature structure that is said of the whole text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Whole {
    pub(super) kind: String,
    pub(super) lies: Lies,
    pub(super) features: Map<String, Value>,
}

/// How a feature structure says that it is of the whole text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lies {
    /// It does not say where it lies.
    #[default]
    Nowhere,
    /// It lies before the first character.
    Start,
    /// It takes in all.
    Text,
}

impl Lies {
    const ALL: [(Lies, &'static str); 3] =
        [(Lies::Nowhere, "nowhere"), (Lies::Start, "start"), (Lies::Text, "text")];

    fn name(self) -> &'static str {
        Lies::ALL.iter().find(|(lies, _)| *lies == self).map_or("", |(_, name)| name)
    }

    fn of_name(name: &str) -> Lies {
        let found = Lies::ALL.iter().find(|(_, other)| *other == name);
        found.map_or(Lies::Nowhere, |(lies, _)| *lies)
    }
}

/// A feature structure that lies in no text, such as the description of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Other {
    /// What others of its kind refer to it by.
    pub(super) id: String,
    pub(super) kind: String,
    /// Whether it is in a view.
    pub(super) is_member: bool,
    pub(super) features: Map<String, Value>,
    /// Features that refer to others of its kind.
    pub(super) references: BTreeMap<String, String>,
}

impl Kept {
    /// As unknown fields.
    pub(super) fn into_extra(self) -> Extra {
        let mut fields = Extra::new();
        if !self.types.is_empty() {
            fields.insert("types".into(), Value::Object(self.types));
        }
        let whole = |one: Whole| json!({"type": one.kind, "lies": one.lies.name(), "features": one.features});
        if !self.structures.is_empty() {
            let structures = self.structures.into_iter().map(whole).collect();
            fields.insert("structures".into(), Value::Array(structures));
        }
        let other = |one: Other| {
            let (id, kind, features) = (one.id, one.kind, one.features);
            let (references, is_member) = (one.references, one.is_member);
            json!({"id": id, "type": kind, "features": features, "references": references,
                "is_member": is_member})
        };
        if !self.others.is_empty() {
            fields.insert("others".into(), self.others.into_iter().map(other).collect());
        }
        for (name, all) in [("tokens", self.tokens), ("sentences", self.sentences)] {
            if all.iter().any(|one| !one.is_empty()) {
                fields.insert(name.into(), json!(all));
            }
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
            let lies = Lies::of_name(one.get("lies").and_then(Value::as_str).unwrap_or_default());
            Some(Whole { kind: kind.into(), lies, features })
        };
        let list = |name| fields.get(name).and_then(Value::as_array).into_iter().flatten();
        let structures = list("structures");
        let plain = |one: &Value| {
            let mut features = one.as_object().cloned().unwrap_or_default();
            features.retain(|name, value| is_feature(name) && is_plain(value));
            features
        };
        let other = |one: &Value| {
            let kind = one.get("type").and_then(Value::as_str).filter(|kind| is_name(kind))?;
            let references = object(one, "references").unwrap_or_default().into_iter();
            let references = references.filter_map(|(name, to)| {
                let is_there = name.strip_prefix('@').is_some_and(is_name) && name != "@sofa";
                Some((Some(name).filter(|_| is_there)?, to.as_str()?.to_owned()))
            });
            Some(Other {
                id: one.get("id").and_then(Value::as_str).unwrap_or_default().into(),
                kind: kind.into(),
                is_member: one.get("is_member").and_then(Value::as_bool).unwrap_or_default(),
                features: one.get("features").map(plain).unwrap_or_default(),
                references: references.collect(),
            })
        };
        Kept {
            types,
            structures: structures.filter_map(whole).collect(),
            others: list("others").filter_map(other).collect(),
            tokens: list("tokens").map(plain).collect(),
            sentences: list("sentences").map(plain).collect(),
            view: words("view").filter(|view| is_name(view)),
            mime_type: words("mime_type"),
        }
    }
}
