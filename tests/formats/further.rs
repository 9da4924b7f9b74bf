//! A person goes on with a document that was read: other labels, more marks,
//! more links.

use uuid::Uuid;
use verbatim::format::Collection;
use verbatim::model::annotation::{Annotation, Relation};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::fragments::Fragments;
use verbatim::model::id::{AnnotationId, RelationId};
use verbatim::model::offset::TextRange;
use verbatim::model::scheme::{RelationType, Scheme};
use verbatim::model::timestamp::Timestamp;

use crate::stage::of;

/// The label of each annotation and the words that it holds, in text order.
pub fn marks(document: &Document) -> Vec<String> {
    let text = &document.article().text;
    document
        .annotations()
        .map(|one| format!("{} {}", one.label, one.fragments.quote(text)))
        .collect()
}

/// The words that each relation joins, and its type.
pub fn links(document: &Document) -> Vec<String> {
    let text = &document.article().text;
    let words = |id| document.annotation(id).unwrap().fragments.quote(text);
    let links = document.relations();
    let links = links
        .iter()
        .map(|one| format!("{} {} > {}", words(one.from), one.relation_type, words(one.to)));
    links.collect()
}

/// The document under a scheme that has other labels and relation types too.
pub fn open(document: &Document, labels: &[&str], types: &[&str]) -> Document {
    let mut scheme = Scheme::clone(document.scheme());
    let default = Scheme::default();
    for &label in labels {
        if scheme.label(&label.into()).is_none() {
            let mut new = default.labels[0].clone();
            (new.id, new.key) = (label.into(), None);
            scheme.labels.push(new);
        }
    }
    for &name in types {
        if scheme.relation_type(&name.into()).is_none() {
            let new = default.relation_types[0].clone();
            let (from, to) = (Vec::new(), Vec::new());
            scheme.relation_types.push(RelationType { id: name.into(), from, to, ..new });
        }
    }
    document.with_scheme(scheme.into()).unwrap()
}

/// Marks the first of these words.
pub fn mark(document: &mut Document, number: u128, label: &str, words: &str) -> AnnotationId {
    let text = &document.article().text;
    let at = text.as_str().find(words).unwrap() as u32;
    let range = TextRange::at(at.into(), (words.len() as u32).into());
    let annotation = Annotation {
        id: AnnotationId(Uuid::from_u128(number)),
        label: label.into(),
        fragments: Fragments::one(text, range).unwrap(),
        note: String::new(),
        status: Default::default(),
        annotator: String::new(),
        created: Default::default(),
        modified: Default::default(),
        origin: "import".into(),
        extra: Default::default(),
    };
    document.apply(Edit::PutAnnotation(Box::new(annotation))).unwrap();
    AnnotationId(Uuid::from_u128(number))
}

/// Links two annotations.
pub fn link(
    document: &mut Document,
    number: u128,
    from: AnnotationId,
    name: &str,
    to: AnnotationId,
) {
    let relation = Relation {
        id: RelationId(Uuid::from_u128(number)),
        relation_type: name.into(),
        from,
        to,
        created: Timestamp::from_millis(5000),
        modified: Timestamp::from_millis(5000),
        extra: Default::default(),
    };
    document.apply(Edit::PutRelation(Box::new(relation))).unwrap();
}

/// A document alone.
pub fn collection(document: Document) -> Collection {
    of(&document.scheme().clone(), vec![document])
}
