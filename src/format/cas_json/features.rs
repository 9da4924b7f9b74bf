//! What the features of feature structures say.
//!
//! Invariant: a feature that is not read as something of ours is among those
//! that are kept, and is written again as it was.

use serde_json::{Map, Value};

use super::foreign::Mark;
use crate::format::fields::OF_ANNOTATIONS;
use crate::model::annotation::Status;
use crate::model::timestamp::Timestamp;

/// The name of a type without its package.
pub(super) fn last_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Features that name a label, the likeliest first.
pub(super) const LABELS: &[&str] =
    &["label", "value", "category", "role", "kind", "type", "identifier"];

/// The feature of a link in a chain that is its label.
pub(super) const CHAIN_LABEL: &str = "referenceType";

/// Features that are notes.
pub(super) const NOTES: &[&str] = &["note", "comment"];

/// What stands before a feature of ours in a type that has one of its name.
pub(super) const OURS: &str = "verbatim_";

/// The feature that is the label, if it says one: one that names it, or the first
/// one that is text.
pub(super) fn label_feature(structure: &Value, is_link: bool) -> Option<&str> {
    let is_text = |name: &str| {
        structure.get(name).and_then(Value::as_str).is_some_and(|words| !words.is_empty())
    };
    if is_link {
        return Some(CHAIN_LABEL).filter(|name| is_text(name));
    }
    let is_other = |name: &str| {
        !name.starts_with(['%', '@', '^', '#'])
            && !name.starts_with(OURS)
            && !["begin", "end", "uuid"].contains(&name)
            && !NOTES.contains(&name)
            && !OF_ANNOTATIONS.contains(&name)
    };
    let names = structure.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let named = LABELS.iter().copied().find(|name| is_text(name));
    // By name: objects keep an order of their own, or none.
    named.or_else(|| names.filter(|name| is_other(name) && is_text(name)).min())
}

/// Features that say where a feature structure lies and what it joins.
const PLACES: &[&str] =
    &["begin", "end", "@sofa", "@fragments", "@Governor", "@Dependent", "@next", "@first"];

/// What a feature structure of another program says, taken apart.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    /// The feature that is the label, and what it says.
    pub(super) label: Option<(&'a str, &'a str)>,
    /// The feature that is the note, and what it says.
    pub(super) note: Option<(&'a str, &'a str)>,
    /// What is ours, by our names.
    pub(super) known: Vec<(&'static str, &'a str)>,
    /// An id, if it is one.
    pub(super) uuid: Option<&'a str>,
    /// References to other feature structures.
    pub(super) references: Vec<&'a str>,
    /// All else.
    pub(super) rest: Map<String, Value>,
}

impl<'a> Said<'a> {
    /// Takes a feature structure apart.
    pub(super) fn of(structure: &'a Value, is_link: bool) -> Said<'a> {
        let text = |name: &str| structure.get(name).and_then(Value::as_str);
        let ours = |name: &str| text(&format!("{OURS}{name}"));
        let mut said = Said::default();
        let label = label_feature(structure, is_link);
        said.label = label.and_then(|name| Some((name, text(name)?)));
        let note =
            |name: &&'static str| Some((*name, text(name).filter(|words| !words.is_empty())?));
        let label_name = label.unwrap_or_default();
        said.note = ours("note")
            .map(|words| ("note", words))
            .or_else(|| NOTES.iter().filter(|name| **name != label_name).find_map(note));
        let mut created = Timestamp::default();
        for &name in OF_ANNOTATIONS {
            let plain = text(name).filter(|words| says(name, words, &mut created));
            let plain = plain.filter(|_| name != label_name);
            said.known.extend(ours(name).or(plain).map(|words| (name, words)));
        }
        let is_id = |id: &&str| id.parse::<crate::model::id::AnnotationId>().is_ok();
        said.uuid = ours("uuid").or(text("uuid").filter(is_id)).filter(is_id);
        for (name, value) in structure.as_object().into_iter().flatten() {
            let is_read = |read: Option<(&str, &str)>| {
                read.is_some_and(|(of, words)| of == name && value.as_str() == Some(words))
            };
            let known = said.known.iter().copied();
            let is_known = || known.clone().any(|known| is_read(Some(known)));
            let is_uuid =
                || name == "uuid" && value.as_str().is_some() && value.as_str() == said.uuid;
            match name.as_str() {
                _ if name.starts_with('%') || name.starts_with(OURS) || value.is_null() => {}
                place if PLACES.contains(&place) => {}
                reference if reference.starts_with('@') => said.references.push(reference),
                _ if is_read(said.label) || is_read(said.note) || is_known() || is_uuid() => {}
                _ => drop(said.rest.insert(name.clone(), value.clone())),
            }
        }
        said
    }

    /// What is kept of it, for an annotation or a relation of a type that is not
    /// ours.
    pub(super) fn mark(&self, kind: Option<&str>, is_chain: bool) -> Mark {
        Mark {
            kind: kind.map(Into::into),
            is_chain,
            label: self.label.map(|(name, _)| name.into()),
            note: self.note.map(|(name, _)| name.into()).filter(|name| name != "note"),
            features: self.rest.clone(),
            ..Mark::default()
        }
    }
}

/// Whether a feature says what ours of its name would, and would say it again: it
/// is left out where it goes without saying.
fn says(name: &str, words: &str, created: &mut Timestamp) -> bool {
    let time = || words.parse::<Timestamp>().ok().filter(|time| time.to_string() == words);
    match name {
        "status" => Status::from_name(words).is_some_and(|status| status != Status::Sure),
        "annotator" => !words.is_empty(),
        "origin" => words != crate::format::UNKNOWN_ORIGIN,
        "created" => time().filter(|time| *time != Timestamp::default()).is_some_and(|time| {
            *created = time;
            true
        }),
        "modified" => time().is_some_and(|time| time != *created),
        _ => false,
    }
}
