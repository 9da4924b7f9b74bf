//! The types that a file declares, and what each is read as.
//!
//! Invariant: what a thing is, its type says, or one of the types above it; no
//! more than [`MAX_DEPTH`] of these are looked at.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::features::last_name;
use super::{ARTICLE, COREFERENCE, FRAGMENT, RELATION_INFO, SENTENCE, SOFA, TOKEN};

/// What a type is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Annotations.
    Marks,
    /// Relations.
    Relation,
    /// Annotations that follow each other in chains.
    Link,
    /// Chains, which are made anew of their links.
    Chain,
    /// Tokens.
    Token,
    /// Sentences.
    Sentence,
    /// What is said of the whole text.
    Document,
    /// Paragraphs and other layout, which is not marked here.
    Layout,
    /// The grammar of words, which is not marked here.
    Grammar,
    /// Parts of others, and what is read by its name.
    Part,
}

/// DKPro's packages.
const DKPRO: &str = "de.tudarmstadt.ukp.dkpro.core.api.";
const GRAMMAR: &[&str] = &["lexmorph.", "syntax.", "transform.", "phonetics."];

/// Types that are said of a whole text, by their last name, whoever has them.
const DOCUMENT: &[&str] = &["DocumentAnnotation", "DocumentMetaData", "CASMetadata"];

/// So many types above a type are looked at.
const MAX_DEPTH: usize = 32;

/// The types of a file.
#[derive(Debug)]
pub(super) struct Types<'a> {
    declared: Option<&'a Map<String, Value>>,
    kinds: BTreeMap<&'a str, Kind>,
}

impl<'a> Types<'a> {
    /// Those that are declared in a file, and those of its feature structures.
    pub(super) fn of(file: &'a Value, structures: impl Iterator<Item = &'a Value>) -> Types<'a> {
        let declared = file.get("%TYPES").and_then(Value::as_object);
        let mut types = Types { declared, kinds: BTreeMap::new() };
        for structure in structures {
            let name = type_of(structure);
            if !types.kinds.contains_key(name) {
                types.kinds.insert(name, types.kind_of(name));
            }
        }
        types
    }

    /// What a feature structure is.
    pub(super) fn kind(&self, structure: &Value) -> Kind {
        let kind = self.kinds.get(type_of(structure)).copied().unwrap_or(Kind::Marks);
        let has = |feature: &str| structure.get(feature).is_some();
        match kind {
            // Files without types, or with some of them.
            Kind::Marks if has("@Governor") || has("@Dependent") => Kind::Relation,
            Kind::Marks if has("@next") && has("begin") => Kind::Link,
            kind => kind,
        }
    }

    fn kind_of(&self, name: &str) -> Kind {
        let in_dkpro = name.strip_prefix(DKPRO).unwrap_or_default();
        let is_in = |package: &&str| in_dkpro.starts_with(*package);
        let has = |feature| self.feature(name, feature).is_some();
        match last_name(name) {
            _ if [SOFA, FRAGMENT, ARTICLE, RELATION_INFO].contains(&name) => Kind::Part,
            _ if name == TOKEN => Kind::Token,
            _ if name == SENTENCE => Kind::Sentence,
            last if DOCUMENT.contains(&last) => Kind::Document,
            _ if in_dkpro.starts_with("metadata.") => Kind::Document,
            _ if in_dkpro.starts_with("segmentation.") => Kind::Layout,
            _ if GRAMMAR.iter().any(is_in) => Kind::Grammar,
            "Token" => Kind::Token,
            "Sentence" => Kind::Sentence,
            "Paragraph" => Kind::Layout,
            _ if has("Governor") && has("Dependent") => Kind::Relation,
            _ if name.starts_with(COREFERENCE) && name.ends_with("Link") => Kind::Link,
            _ if name.starts_with(COREFERENCE) => Kind::Chain,
            _ if has("next") && has("referenceType") => Kind::Link,
            last if has("first") && last.ends_with("Chain") => Kind::Chain,
            _ => Kind::Marks,
        }
    }

    /// What is declared of a feature, by its type or by one above.
    pub(super) fn feature(&self, name: &str, feature: &str) -> Option<&'a Value> {
        feature_of(self.declared?, name, feature)
    }
}

/// What types declare of a feature of one of them.
pub(super) fn feature_of<'a>(
    types: &'a Map<String, Value>,
    name: &str,
    feature: &str,
) -> Option<&'a Value> {
    let mut one = types.get(name)?;
    for _ in 0..MAX_DEPTH {
        if let Some(found) = one.get(feature) {
            return Some(found);
        }
        one = types.get(one.get("%SUPER_TYPE")?.as_str()?)?;
    }
    None
}

/// Whether a type is another, or below it.
pub(super) fn is_under(types: &Map<String, Value>, name: &str, above: &str) -> bool {
    let mut name = name;
    for _ in 0..MAX_DEPTH {
        if name == above {
            return true;
        }
        let declared = types.get(name).and_then(|one| one.get("%SUPER_TYPE"));
        let Some(next) = declared.and_then(Value::as_str) else { return false };
        name = next;
    }
    false
}

/// The type of a feature structure.
pub(super) fn type_of(structure: &Value) -> &str {
    structure.get("%TYPE").and_then(Value::as_str).unwrap_or_default()
}
