//! What the feature structures of other tools' types say.

use serde_json::Value;

use super::{SENTENCE, TOKEN};
use crate::format::fields::OF_ANNOTATIONS;

/// What a type is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Annotations or relations.
    Marks,
    /// Tokens, sentences and other layout, which is made anew.
    Layout,
    /// The grammar of words, which is not marked here.
    Grammar,
}

/// DKPro's packages of layout and of grammar.
const DKPRO: &str = "de.tudarmstadt.ukp.dkpro.core.api.";
const GRAMMAR: &[&str] = &["lexmorph.", "syntax.", "coref.", "transform.", "phonetics."];

/// Types of layout by their last name, whoever has them.
const LAYOUT: &[&str] =
    &["Token", "Sentence", "Paragraph", "DocumentAnnotation", "DocumentMetaData", "CASMetadata"];

impl Kind {
    /// By the name of a type.
    pub(super) fn of(name: &str) -> Kind {
        let in_dkpro = name.strip_prefix(DKPRO).unwrap_or_default();
        let is_in = |package: &&str| in_dkpro.starts_with(*package);
        match last_name(name) {
            _ if name == TOKEN || name == SENTENCE => Kind::Layout,
            _ if ["segmentation.", "metadata."].iter().any(is_in) => Kind::Layout,
            _ if GRAMMAR.iter().any(is_in) => Kind::Grammar,
            last if LAYOUT.contains(&last) => Kind::Layout,
            _ => Kind::Marks,
        }
    }
}

/// The name of a type without its package.
pub(super) fn last_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Features that name a label, the likeliest first.
const LABELS: &[&str] = &["label", "value", "category", "role", "kind", "type", "identifier"];

/// Features that are notes.
const NOTES: &[&str] = &["note", "comment"];

/// The label of a feature structure: a feature that names it, or the first one
/// that is text, or else the type.
pub(super) fn label<'a>(structure: &'a Value, kind: &'a str) -> &'a str {
    let named = label_feature(structure).and_then(|name| structure.get(name)?.as_str());
    named.filter(|label| !label.is_empty()).unwrap_or(last_name(kind))
}

/// The feature that is the label.
fn label_feature(structure: &Value) -> Option<&str> {
    let is_text = |name: &str| structure.get(name).is_some_and(Value::is_string);
    let is_other = |name: &str| {
        !name.starts_with(['%', '@', '^', '#'])
            && name != "uuid"
            && !NOTES.contains(&name)
            && !OF_ANNOTATIONS.contains(&name)
    };
    let mut names = structure.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let named = LABELS.iter().copied().find(|name| is_text(name));
    named.or_else(|| names.find(|name| is_other(name) && is_text(name)))
}

/// Features that are read of annotations, or say nothing of them.
const READ: &[&str] = &["begin", "end", "uuid", "@sofa", "@fragments", "@Governor", "@Dependent"];

/// The features of a feature structure that are neither its label nor its note
/// nor anything else that is read.
pub(super) fn unread(structure: &Value) -> impl Iterator<Item = &str> {
    let label = label_feature(structure);
    let note =
        NOTES.iter().copied().find(|name| structure.get(*name).is_some_and(Value::is_string));
    let fields = structure.as_object().into_iter().flatten();
    fields.filter(|(_, value)| !value.is_null()).map(|(name, _)| name.as_str()).filter(
        move |name| {
            !name.starts_with('%')
                && ![READ, OF_ANNOTATIONS].iter().any(|list| list.contains(name))
                && ![label, note].contains(&Some(*name))
        },
    )
}

/// The note of a feature structure.
pub(super) fn note(structure: &Value) -> &str {
    let text = |name: &&str| structure.get(*name).and_then(Value::as_str);
    NOTES.iter().find_map(text).unwrap_or_default()
}
