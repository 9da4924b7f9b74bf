//! What labels and link types are called in ids of HTML, names of fields and
//! acts.
//!
//! Invariant: a slug is made of ASCII letters, digits, `_` and `-`, whatever
//! the id holds, and two ids never have the same.

use crate::model::id::LabelId;
use crate::model::scheme::Scheme;
use crate::model::scheme_edit::Part;

/// The slug of a part.
pub fn slug(part: &Part) -> String {
    match part {
        Part::Label(id) => format!("l-{}", encoded(id.as_str())),
        Part::RelationType(id) => format!("r-{}", encoded(id.as_str())),
    }
}

/// The slug of a label.
pub fn slug_of(label: &LabelId) -> String {
    slug(&Part::Label(label.clone()))
}

/// The part with a slug.
pub fn part_of(scheme: &Scheme, wanted: &str) -> Option<Part> {
    let labels = scheme.labels.iter().map(|one| Part::Label(one.id.clone()));
    let types = scheme.relation_types.iter().map(|one| Part::RelationType(one.id.clone()));
    labels.chain(types).find(|part| slug(part) == wanted)
}

/// The label with a slug.
pub fn label_of(scheme: &Scheme, wanted: &str) -> Option<LabelId> {
    match part_of(scheme, wanted) {
        Some(Part::Label(id)) => Some(id),
        _ => None,
    }
}

/// The labels with these slugs.
pub fn labels_of<'a>(scheme: &Scheme, slugs: impl Iterator<Item = &'a str>) -> Vec<LabelId> {
    slugs.filter_map(|one| label_of(scheme, one)).collect()
}

fn encoded(id: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if id.bytes().all(is_plain) {
        return id.to_owned();
    }
    // The hyphen tells it from a plain one.
    let hex: Vec<String> = id.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("x-{}", hex.concat())
}
