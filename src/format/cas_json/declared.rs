//! The types that a file declares: those that it came with, and ours.
//!
//! Invariant: each feature that is written is declared.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::types::{feature_of, is_under};
use super::{ARRAY, ARTICLE, FRAGMENT, RELATION, RELATION_INFO, SENTENCE, SPAN, TOKEN};
use crate::format::fields::{OF_ANNOTATIONS, OF_ARTICLES, OF_RELATIONS};

pub(super) const STRING: &str = "uima.cas.String";
pub(super) const ANNOTATION: &str = "uima.tcas.Annotation";

/// UIMA's type of what is said of a document, which has a language.
const DOCUMENT: &str = "uima.tcas.DocumentAnnotation";

/// Features that all of UIMA's types of annotations have.
const BUILT_IN: &[&str] = &["begin", "end", "sofa"];

/// The types of a file in the making.
pub(super) struct Declared(pub(super) Map<String, Value>);

impl Declared {
    /// Those that an article came with, and ours.
    pub(super) fn of(kept: Map<String, Value>) -> Declared {
        let mut declared = Declared(kept);
        for (name, own) in ours() {
            match declared.0.get_mut(&name).and_then(Value::as_object_mut) {
                Some(there) => {
                    for (feature, range) in own.as_object().into_iter().flatten() {
                        there.entry(feature.clone()).or_insert_with(|| range.clone());
                    }
                }
                None => drop(declared.0.insert(name, own)),
            }
        }
        declared
    }

    /// All types by name, and of each what is declared by name.
    pub(super) fn sorted(self) -> BTreeMap<String, BTreeMap<String, Value>> {
        let object = |declared| match declared {
            Value::Object(declared) => declared.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        self.0.into_iter().map(|(name, declared)| (name, object(declared))).collect()
    }

    /// Declares a type, unless it is.
    pub(super) fn add_type(&mut self, name: &str, super_type: &str) {
        if !self.0.contains_key(name) {
            let new = json!({"%NAME": name, "%SUPER_TYPE": super_type});
            self.0.insert(name.into(), new);
        }
    }

    /// Declares a feature of a type, unless it or a type above has it.
    pub(super) fn add(&mut self, name: &str, feature: &str, range: &str) {
        let is_there = BUILT_IN.contains(&feature)
            || feature == "language" && is_under(&self.0, name, DOCUMENT)
            || feature_of(&self.0, name, feature).is_some();
        if is_there {
            return;
        }
        if let Some(declared) = self.0.get_mut(name).and_then(Value::as_object_mut) {
            declared.insert(feature.into(), json!({"%NAME": feature, "%RANGE": range}));
        }
    }

    /// Declares what is said as it is said.
    pub(super) fn add_value(&mut self, name: &str, feature: &str, value: &Value) {
        let range = match value {
            Value::Bool(_) => "uima.cas.Boolean",
            Value::Number(number) if number.is_f64() => "uima.cas.Double",
            Value::Number(_) => "uima.cas.Long",
            Value::Array(_) => ARRAY,
            _ => STRING,
        };
        self.add(name, feature.trim_start_matches(['#', '^']), range);
    }

    /// Whether a feature is text, or could be.
    pub(super) fn can_be_text(&self, name: &str, feature: &str) -> bool {
        let declared = feature_of(&self.0, name, feature);
        declared.is_none_or(|one| one.get("%RANGE").and_then(Value::as_str) == Some(STRING))
    }

    /// Whether a feature is declared as text.
    pub(super) fn is_text(&self, name: &str, feature: &str) -> bool {
        feature_of(&self.0, name, feature).is_some() && self.can_be_text(name, feature)
    }
}

/// Declared types without those that we would declare.
pub(super) fn without_ours(types: &Map<String, Value>) -> Map<String, Value> {
    let ours = ours();
    let is_other = |(name, declared): &(&String, &Value)| ours.get(*name) != Some(declared);
    let others = types.iter().filter(is_other);
    others.map(|(name, declared)| (name.clone(), declared.clone())).collect()
}

/// Our types.
fn ours() -> Map<String, Value> {
    let one = |name: &str, texts: &[&str], references: &[&str]| {
        let mut declared = Map::new();
        declared.insert("%NAME".into(), name.into());
        declared.insert("%SUPER_TYPE".into(), ANNOTATION.into());
        let texts = texts.iter().map(|text| (*text, STRING));
        let references = references.iter().map(|reference| (*reference, ANNOTATION));
        for (feature, range) in texts.chain(references) {
            declared.insert(feature.into(), json!({"%NAME": feature, "%RANGE": range}));
        }
        (name.to_owned(), Value::Object(declared))
    };
    let ends = &["Governor", "Dependent"];
    let of_relation = [&["label", "uuid"], OF_RELATIONS].concat();
    let (name, mut span) = one(SPAN, &[&["label", "uuid", "note"], OF_ANNOTATIONS].concat(), &[]);
    if let Some(span) = span.as_object_mut() {
        span.insert("fragments".into(), fragments());
    }
    [
        (name, span),
        one(ARTICLE, &[&["uuid"], OF_ARTICLES].concat(), &[]),
        one(FRAGMENT, &[], &[]),
        one(RELATION, &of_relation, ends),
        one(RELATION_INFO, &of_relation, ends),
        one(SENTENCE, &[], &[]),
        one(TOKEN, &[], &[]),
    ]
    .into_iter()
    .collect()
}

/// What is declared of a list of fragments.
pub(super) fn fragments() -> Value {
    json!({"%NAME": "fragments", "%RANGE": ARRAY, "%ELEMENT_TYPE": FRAGMENT})
}
