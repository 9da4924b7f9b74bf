//! A CAS in the making: its feature structures, its view and its types.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::declared::Declared;
use crate::format::units::in_utf16;
use crate::model::id::AnnotationId;
use crate::model::offset::TextRange;
use crate::model::text::Text;

/// The id of the text.
const SOFA_ID: usize = 1;

#[derive(Serialize)]
pub(super) struct CasOut {
    #[serde(rename = "%TYPES")]
    types: BTreeMap<String, BTreeMap<String, Value>>,
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: Vec<StructureOut>,
    #[serde(rename = "%VIEWS")]
    views: BTreeMap<String, ViewOut>,
}

#[derive(Serialize)]
struct ViewOut {
    #[serde(rename = "%SOFA")]
    sofa: usize,
    #[serde(rename = "%MEMBERS")]
    members: Vec<usize>,
}

#[derive(Serialize)]
pub(super) struct StructureOut {
    #[serde(rename = "%ID")]
    id: usize,
    #[serde(rename = "%TYPE")]
    pub(super) kind: String,
    #[serde(rename = "%ELEMENTS", skip_serializing_if = "Option::is_none")]
    elements: Option<Vec<usize>>,
    #[serde(rename = "@sofa", skip_serializing_if = "Option::is_none")]
    sofa: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    begin: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    #[serde(flatten)]
    pub(super) features: BTreeMap<String, Value>,
}

/// A CAS in the making.
pub(super) struct Cas<'a> {
    text: &'a Text,
    pub(super) structures: Vec<StructureOut>,
    pub(super) members: Vec<usize>,
    pub(super) declared: Declared,
    /// The feature structures of annotations.
    pub(super) ids: BTreeMap<AnnotationId, usize>,
}

impl<'a> Cas<'a> {
    /// One of a text, with nothing in it yet.
    pub(super) fn new(text: &'a Text, declared: Declared) -> Cas<'a> {
        Cas { text, structures: Vec::new(), members: Vec::new(), declared, ids: BTreeMap::new() }
    }

    /// The file, with all that lies in the text in one view.
    pub(super) fn finish(self, view: String) -> CasOut {
        let view_out = ViewOut { sofa: SOFA_ID, members: self.members };
        CasOut {
            types: self.declared.sorted(),
            structures: self.structures,
            views: BTreeMap::from([(view, view_out)]),
        }
    }

    /// Adds a feature structure, in the view if it lies in the text.
    pub(super) fn add(
        &mut self,
        kind: &str,
        range: Option<TextRange>,
        features: Map<String, Value>,
    ) -> usize {
        let id = self.structures.len() + 1;
        let place = range.map(|range| in_utf16(self.text, range));
        self.structures.push(StructureOut {
            id,
            kind: kind.into(),
            elements: None,
            sofa: place.map(|_| SOFA_ID),
            begin: place.map(|(begin, _)| begin),
            end: place.map(|(_, end)| end),
            features: features.into_iter().collect(),
        });
        if place.is_some() {
            self.members.push(id);
        }
        id
    }

    pub(super) fn lies_in_all(&mut self, id: usize) {
        self.structures[id - 1].sofa = Some(SOFA_ID);
        self.members.push(id);
    }

    pub(super) fn list(&mut self, kind: &str, elements: Vec<usize>) -> usize {
        let id = self.add(kind, None, Map::new());
        self.structures[id - 1].elements = Some(elements);
        id
    }

    /// Declares a type and what is said of it.
    pub(super) fn declare(&mut self, kind: &str, above: &str, features: &Map<String, Value>) {
        self.declared.add_type(kind, above);
        for (feature, value) in features {
            self.declared.add_value(kind, feature, value);
        }
    }

    pub(super) fn refer(&mut self, id: usize, feature: &str, to: usize) {
        self.structures[id - 1].features.insert(feature.into(), to.into());
    }
}

/// The fields of ours.
pub(super) fn fields(of: impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
