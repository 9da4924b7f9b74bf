//! What files call labels and relation types, and what they are here: one
//! scheme for all of them.
//!
//! Invariants: an id is free of signs that mean something in a page, no two
//! labels have the same, and the same names in the same order give the same
//! ids. Each name is looked up in a tree, as a file may have any number.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::ids::FreeIds;
use super::options::ReadOptions;
use crate::model::id::{LabelId, RelationTypeId};
use crate::model::scheme::{Label, RelationType, Scheme};
use crate::model::scheme_edit::Palette;

/// What a file calls labels and relation types, and what they are here.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) labels: BTreeMap<String, LabelId>,
    pub(super) relation_types: BTreeMap<String, RelationTypeId>,
}

/// Names labels and relation types, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    pub(super) scheme: Scheme,
    pub(super) names: Names,
    labels: FreeIds,
    relation_types: FreeIds,
    keys: BTreeSet<char>,
    palette: Palette,
}

impl Naming {
    /// With no name yet, but those of the library that takes it in.
    pub(super) fn new(options: &ReadOptions) -> Naming {
        let (mut labels, mut relation_types) = (FreeIds::default(), FreeIds::default());
        if let Some(here) = &options.here {
            here.labels.iter().for_each(|one| labels.keep(one.id.as_str(), one.in_files()));
            let types = here.relation_types.iter();
            types.for_each(|one| relation_types.keep(one.id.as_str(), one.in_files()));
        }
        Naming {
            scheme: Scheme::empty(),
            names: Names::default(),
            labels,
            relation_types,
            keys: BTreeSet::new(),
            palette: Palette::unused(),
        }
    }

    /// Takes the scheme of a file, but for what is to be read as something
    /// else.
    pub(super) fn adopt(&mut self, scheme: &Scheme, options: &ReadOptions) {
        let mut scheme = Cow::Borrowed(scheme);
        if !options.labels.is_empty() || !options.relation_types.is_empty() {
            self.rename(scheme.to_mut(), options);
        }
        for label in &scheme.labels {
            self.names.labels.insert(label.id.as_str().into(), label.id.clone());
            if self.labels.take(label.id.as_str()) {
                self.add(label.clone());
            }
        }
        for one in &scheme.relation_types {
            self.names.relation_types.insert(one.id.as_str().into(), one.id.clone());
            if self.relation_types.take(one.id.as_str()) {
                self.scheme.relation_types.push(one.clone());
            }
        }
        let (guidelines, extra) = (scheme.guidelines.clone(), scheme.extra.clone());
        self.scheme.adopt(&Scheme { guidelines, extra, ..Scheme::empty() });
    }

    /// Takes out of a scheme what is to be read as something else.
    fn rename(&mut self, scheme: &mut Scheme, options: &ReadOptions) {
        let gone = |one: &mut Label| options.labels.contains_key(one.id.as_str());
        for label in scheme.labels.extract_if(.., gone) {
            self.label(label.id.as_str(), options);
        }
        let gone = |one: &mut RelationType| options.relation_types.contains_key(one.id.as_str());
        for relation_type in scheme.relation_types.extract_if(.., gone) {
            self.relation_type(relation_type.id.as_str(), options);
        }
        for relation_type in &mut scheme.relation_types {
            for end in relation_type.from.iter_mut().chain(&mut relation_type.to) {
                if options.labels.contains_key(end.as_str())
                    && let Some(id) = self.names.labels.get(end.as_str())
                {
                    *end = id.clone();
                }
            }
        }
    }

    /// Takes what a file calls a label.
    pub(super) fn label(&mut self, name: &str, options: &ReadOptions) {
        if self.names.labels.contains_key(name) {
            return;
        }
        let (id, is_new) = match options.labels.get(name) {
            Some(id) => (id.clone(), self.labels.take(id)),
            None => self.labels.id_of(name),
        };
        let meant = options.labels.get(name).map_or(name, String::as_str);
        let label_id = LabelId::from(id.as_str());
        if is_new {
            let color = self.palette.next_color().into();
            self.add(Label {
                name: meant.into(),
                written_as: Some(meant.to_owned()).filter(|name| *name != id),
                key: None,
                color,
                description: String::new(),
                guidelines: String::new(),
                extra: Default::default(),
                id: label_id.clone(),
            });
        }
        self.names.labels.insert(name.into(), label_id);
    }

    /// Takes what a file calls a relation type.
    pub(super) fn relation_type(&mut self, name: &str, options: &ReadOptions) {
        if self.names.relation_types.contains_key(name) {
            return;
        }
        let (id, is_new) = match options.relation_types.get(name) {
            Some(id) => (id.clone(), self.relation_types.take(id)),
            None => self.relation_types.id_of(name),
        };
        let meant = options.relation_types.get(name).map_or(name, String::as_str);
        let type_id = RelationTypeId::from(id.as_str());
        if is_new {
            self.scheme.relation_types.push(RelationType {
                name: meant.into(),
                written_as: Some(meant.to_owned()).filter(|name| *name != id),
                description: String::new(),
                guidelines: String::new(),
                from: Vec::new(),
                to: Vec::new(),
                extra: Default::default(),
                id: type_id.clone(),
            });
        }
        self.names.relation_types.insert(name.into(), type_id);
    }

    /// Adds a label that the scheme lacks. A key belongs to the first that has
    /// it.
    fn add(&mut self, label: Label) {
        let key = label.key.filter(|&key| self.keys.insert(key));
        self.palette.uses(&label.color);
        self.scheme.labels.push(Label { key, ..label });
    }
}
