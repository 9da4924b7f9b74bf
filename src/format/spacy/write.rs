//! What is written of a document.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{GROUP, ID};
use crate::format::Capacity;
use crate::format::about::About;
use crate::format::covering::Covering;
use crate::format::fit::fit;
use crate::format::item::foreign_fields;
use crate::format::options::{Options, SentenceRule};
use crate::format::units::in_chars;
use crate::model::annotation::{Annotation, Status};
use crate::model::document::Document;
use crate::model::id::AnnotationId;

/// Fields that are written anyway, or that mean tokens which the file that is
/// written may not have.
pub(super) const FIELDS: &[&str] = &[
    "text",
    "ents",
    "tokens",
    "spans",
    "entities",
    "sents",
    "underscore_token",
    "underscore_span",
    OURS,
];

/// What spaCy has no place for. It must not be a custom attribute (`_`): spaCy
/// refuses a file with one that the program has not registered.
pub(super) const OURS: &str = "verbatim";

/// The group of a span, as an unknown field of its annotation.
pub(super) const GROUP_FIELD: &str = "group";

#[derive(Serialize)]
pub(super) struct DocOut<'a> {
    text: &'a str,
    ents: Vec<EntOut<'a>>,
    tokens: Vec<TokenOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sents: Option<Vec<SentOut>>,
    spans: BTreeMap<&'a str, Vec<SpanOut<'a>>>,
    #[serde(flatten)]
    more: BTreeMap<&'a str, &'a Value>,
    verbatim: VerbatimOut<'a>,
}

#[derive(Clone, Copy, Serialize)]
struct EntOut<'a> {
    start: u32,
    end: u32,
    label: &'a str,
}

#[derive(Serialize)]
struct TokenOut {
    id: usize,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct SentOut {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct SpanOut<'a> {
    #[serde(flatten)]
    ent: EntOut<'a>,
    kb_id: &'a str,
}

#[derive(Serialize)]
struct VerbatimOut<'a> {
    #[serde(flatten)]
    about: About<'a>,
    annotations: Vec<AnnotationOut<'a>>,
    relations: Vec<RelationOut<'a>>,
}

#[derive(Serialize)]
struct AnnotationOut<'a> {
    #[serde(flatten)]
    ent: EntOut<'a>,
    id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    status: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    annotator: &'a str,
}

#[derive(Serialize)]
struct RelationOut<'a> {
    id: String,
    #[serde(rename = "type")]
    relation_type: &'a str,
    from: String,
    to: String,
}

/// A document, as spaCy has it.
pub(super) fn doc_out<'a>(document: &'a Document, options: &Options) -> DocOut<'a> {
    let article = document.article();
    let flat = flat(document, options);
    let (mut ents, mut annotations) = (Vec::new(), Vec::new());
    let mut spans: BTreeMap<&str, Vec<SpanOut<'_>>> = BTreeMap::from([(GROUP, Vec::new())]);
    for annotation in document.annotations() {
        let (start, end) = in_chars(&article.text, annotation.fragments.extent());
        let ent = EntOut { start, end, label: annotation.label.as_str() };
        if flat.contains(&annotation.id) {
            ents.push(ent);
        }
        let group = own(annotation, GROUP_FIELD).unwrap_or(GROUP);
        let kb_id = own(annotation, "kb_id").unwrap_or_default();
        spans.entry(group).or_default().push(SpanOut { ent, kb_id });
        let status = annotation.status.as_str();
        annotations.push(AnnotationOut {
            ent,
            id: annotation.id.to_string(),
            note: &annotation.note,
            status: if annotation.status == Status::Sure { "" } else { status },
            annotator: &annotation.annotator,
        });
    }
    let covering = Covering::of(document, options);
    let tokens = covering.tokens().iter().enumerate().map(|(id, token)| {
        let (start, end) = in_chars(&article.text, token.range);
        TokenOut { id, start, end }
    });
    // Sentences are written if the article came with some, or a person wants
    // them: else a model would learn from what a rule found.
    let has_sentences = match options.sentences {
        SentenceRule::Source => {
            article.tokens.as_ref().is_some_and(|tokens| tokens.starts().len() > 1)
        }
        SentenceRule::Sentences | SentenceRule::Lines => true,
    };
    let sents = has_sentences.then(|| {
        let sents = covering.sentences().map(|range| in_chars(&article.text, range));
        sents.map(|(start, end)| SentOut { start, end }).collect()
    });
    let relations = document.relations().into_iter().map(|relation| RelationOut {
        id: relation.id.to_string(),
        relation_type: relation.relation_type.as_str(),
        from: relation.from.to_string(),
        to: relation.to.to_string(),
    });
    let verbatim =
        VerbatimOut { about: About::of(article), annotations, relations: relations.collect() };
    DocOut {
        text: article.text.as_str(),
        ents,
        tokens: tokens.collect(),
        sents,
        spans,
        more: foreign_fields(ID, &article.extra, FIELDS),
        verbatim,
    }
}

/// The annotations that lie apart, which are the entities.
fn flat(document: &Document, options: &Options) -> BTreeSet<AnnotationId> {
    let capacity = Capacity { overlaps: false, ..Capacity::ALL };
    let options = Options { keep: options.keep, ..Options::default() };
    let flat = fit(document, &capacity, ID, &options).document;
    flat.annotations().map(|annotation| annotation.id).collect()
}

/// What a file of spaCy's said of an annotation.
fn own<'a>(annotation: &'a Annotation, field: &str) -> Option<&'a str> {
    annotation.extra.get(ID)?.get(field)?.as_str()
}
