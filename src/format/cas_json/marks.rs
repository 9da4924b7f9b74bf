//! The types in which annotations and relations are written, and the features
//! they have there.
//!
//! Invariant: a feature of ours never takes the place of one that another program
//! gave the same name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::cas::fields;
use super::declared::Declared;
use super::features::{CHAIN_LABEL, LABELS, NOTES, OURS, last_name};
use super::foreign::Mark;
use super::plain::Plain;
use super::{RELATION, SPAN};
use crate::format::fields::{AnnotationFields, TimeFields};
use crate::model::annotation::{Annotation, Relation};
use crate::model::document::Document;
use crate::model::id::{AnnotationId, RelationId};

/// The types of the annotations and relations of an article.
pub(super) struct Names {
    /// What came with annotations and relations.
    pub(super) annotations: BTreeMap<AnnotationId, Mark>,
    pub(super) relations: BTreeMap<RelationId, Mark>,
    /// The only type of links of chains, if there is one.
    pub(super) chain: Option<String>,
    /// The only type of annotations that has a label, if there is one, and the
    /// feature that says it.
    by_label: ByName,
    by_relation_type: ByName,
    pub(super) plain: Plain,
}

/// Types and the features of labels by what these say; none, if there are several.
#[derive(Default)]
struct ByName(BTreeMap<String, Option<(String, Option<String>)>>);

impl ByName {
    fn add(&mut self, label: &str, kind: &str, feature: &Option<String>) {
        let one = Some((kind.to_owned(), feature.clone()));
        let found = self.0.entry(label.into()).or_insert_with(|| one.clone());
        if found.as_ref().is_some_and(|(other, _)| other != kind) {
            *found = None;
        }
    }

    fn get(&self, label: &str) -> Option<&(String, Option<String>)> {
        self.0.get(label)?.as_ref()
    }
}

impl Names {
    pub(super) fn of(document: &Document) -> Names {
        let mut names = Names {
            annotations: BTreeMap::new(),
            relations: BTreeMap::new(),
            chain: None,
            by_label: ByName::default(),
            by_relation_type: ByName::default(),
            plain: Plain::of(document),
        };
        let mut chains = BTreeSet::new();
        for annotation in document.annotations() {
            let mark = Mark::of_extra(&annotation.extra);
            match &mark.kind {
                Some(kind) if mark.is_chain => drop(chains.insert(kind.clone())),
                Some(kind) => names.by_label.add(annotation.label.as_str(), kind, &mark.label),
                None => {}
            }
            if mark != Mark::default() {
                names.annotations.insert(annotation.id, mark);
            }
        }
        for relation in document.relations() {
            let mark = Mark::of_extra(&relation.extra);
            if let Some(kind) = &mark.kind {
                let name = relation.relation_type.as_str();
                names.by_relation_type.add(name, kind, &mark.label);
            }
            if mark != Mark::default() {
                names.relations.insert(relation.id, mark);
            }
        }
        names.chain = chains.pop_first().filter(|_| chains.is_empty());
        names
    }

    /// Makes an annotation a link of a chain.
    pub(super) fn set_link(&mut self, id: AnnotationId, kind: &str) {
        let mark = self.annotations.entry(id).or_default();
        if !mark.is_chain {
            mark.label = Some(CHAIN_LABEL.into());
        }
        (mark.kind, mark.is_chain) = (Some(kind.into()), true);
    }

    /// The type of an annotation.
    pub(super) fn kind_of(&self, annotation: &Annotation) -> &str {
        let said = self.annotations.get(&annotation.id).and_then(|mark| mark.kind.as_deref());
        let by_label = || Some(self.by_label.get(annotation.label.as_str())?.0.as_str());
        said.or_else(by_label).unwrap_or(SPAN)
    }

    /// The type of a relation.
    pub(super) fn kind_of_relation(&self, relation: &Relation) -> &str {
        let said = self.relations.get(&relation.id).and_then(|mark| mark.kind.as_deref());
        let by_type =
            || Some(self.by_relation_type.get(relation.relation_type.as_str())?.0.as_str());
        said.or_else(by_type).unwrap_or(RELATION)
    }

    /// What an annotation says, but for its place and what it refers to.
    pub(super) fn features(
        &self,
        annotation: &Annotation,
        declared: &Declared,
    ) -> Map<String, Value> {
        let kind = self.kind_of(annotation);
        let mark = self.annotations.get(&annotation.id).cloned().unwrap_or_default();
        let mut said = Saying { kind, ours: SPAN, declared, features: mark.features.clone() };
        let label = annotation.label.as_str();
        said.label(label, &mark, self.by_label.get(label));
        if !annotation.note.is_empty() {
            let note = mark.note.clone().or_else(|| said.declared_note());
            said.put(&note.unwrap_or("note".into()), annotation.note.as_str().into());
        }
        for (name, value) in fields(AnnotationFields::of(annotation)) {
            said.put(&name, value);
        }
        if kind == SPAN || !self.plain.is_annotation(annotation) {
            said.put("uuid", annotation.id.to_string().into());
        }
        said.features
    }

    /// What a relation says, but for its place and its ends.
    pub(super) fn features_of_relation(
        &self,
        relation: &Relation,
        declared: &Declared,
    ) -> Map<String, Value> {
        let kind = self.kind_of_relation(relation);
        let mark = self.relations.get(&relation.id).cloned().unwrap_or_default();
        // What was a slot and can't be one has no features of its own.
        let features = if mark.slot.is_some() { Map::new() } else { mark.features.clone() };
        let mark = if mark.slot.is_some() { Mark::default() } else { mark };
        let mut said = Saying { kind, ours: RELATION, declared, features };
        let name = relation.relation_type.as_str();
        said.label(name, &mark, self.by_relation_type.get(name));
        for (name, value) in fields(TimeFields::of_relation(relation)) {
            said.put(&name, value);
        }
        if kind == RELATION || !self.plain.is_relation(relation) {
            said.put("uuid", relation.id.to_string().into());
        }
        said.features
    }
}

/// The features of one thing in the making.
struct Saying<'a> {
    kind: &'a str,
    /// Our type of such things.
    ours: &'static str,
    declared: &'a Declared,
    features: Map<String, Value>,
}

impl Saying<'_> {
    /// Says something of ours; under another name, if another program has given
    /// this one to something else.
    fn put(&mut self, name: &str, value: Value) {
        let is_free =
            !self.features.contains_key(name) && self.declared.can_be_text(self.kind, name);
        let name = if is_free || self.kind == self.ours {
            name.to_owned()
        } else {
            format!("{OURS}{name}")
        };
        self.features.insert(name, value);
    }

    /// Says the label, unless the name of the type stands for it, as it did when it
    /// came.
    fn label(&mut self, label: &str, mark: &Mark, usual: Option<&(String, Option<String>)>) {
        let is_ours = self.kind == self.ours && mark.kind.is_none();
        if !is_ours && mark.label.is_none() && label == last_name(self.kind) {
            return;
        }
        let usual = usual.filter(|_| mark.kind.is_none() && !is_ours);
        let usual = usual.and_then(|(_, feature)| feature.clone());
        let feature = mark.label.clone().or(usual).unwrap_or_else(|| self.label_feature(mark));
        self.features.insert(feature, label.into());
    }

    /// The feature that would be read as the label.
    fn label_feature(&self, mark: &Mark) -> String {
        if mark.is_chain {
            return CHAIN_LABEL.into();
        }
        let is_text = |name: &&&str| self.declared.is_text(self.kind, name);
        let is_free = |name: &&&str| {
            self.declared.can_be_text(self.kind, name) && !self.features.contains_key(**name)
        };
        let found = LABELS.iter().find(is_text).or_else(|| LABELS.iter().find(is_free));
        found.map_or_else(|| "label".into(), |name| (*name).into())
    }

    /// A feature that is declared as a note.
    fn declared_note(&self) -> Option<String> {
        let is_note = |name: &&&str| {
            self.declared.is_text(self.kind, name) && !self.features.contains_key(**name)
        };
        NOTES.iter().find(is_note).map(|name| (*name).into())
    }
}
