//! What is written of a document.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{GROUP, GROUP_FIELD, ID, LIST_FIELD, Lists};
use crate::format::Capacity;
use crate::format::about::About;
use crate::format::covering::{Covering, only};
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

/// Fields of a span that are written anyway, or that are kept for what they say
/// of it.
pub(super) const SPAN_FIELDS: &[&str] =
    &["start", "end", "label", "kb_id", GROUP_FIELD, LIST_FIELD];

#[derive(Serialize)]
pub(super) struct DocOut<'a> {
    text: &'a str,
    ents: Vec<SpanOut<'a>>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    kb_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(flatten)]
    more: BTreeMap<&'a str, &'a Value>,
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
        let (group, kb_id) = (own(annotation, GROUP_FIELD), own(annotation, "kb_id"));
        let mut more = foreign_fields(ID, &annotation.extra, SPAN_FIELDS);
        // What it holds may be something else by now.
        let words = article.text.get(annotation.fragments.extent());
        let text = more.remove("text").filter(|said| said.is_string()).and(words);
        let is_ent = flat.contains(&annotation.id);
        let is_only_ent = is_ent && lists_of(annotation) == Lists::Ents;
        if !is_only_ent {
            let kb_id = Some(kb_id.unwrap_or_default());
            let span = SpanOut { ent, kb_id, text, more: more.clone() };
            spans.entry(group.unwrap_or(GROUP)).or_default().push(span);
        }
        if is_ent {
            let is_more = |more: &BTreeMap<_, _>| is_only_ent && !more.is_empty();
            let more = Some(more).filter(is_more).unwrap_or_default();
            let (kb_id, text) = if is_only_ent { (kb_id, text) } else { (None, None) };
            ents.push(SpanOut { ent, kb_id, text, more });
        }
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

/// The annotations that are the entities: those that were, and of the others
/// what lies apart from them and from each other.
fn flat(document: &Document, options: &Options) -> BTreeSet<AnnotationId> {
    let capacity = Capacity { overlaps: false, ..Capacity::ALL };
    let options = Options { keep: options.keep, ..Options::default() };
    let apart = |is_one: &dyn Fn(&Annotation) -> bool| {
        let flat = fit(&only(document, is_one), &capacity, ID, &options).document;
        // By their starts, and therefore by their ends.
        flat.annotations().map(|one| (one.id, one.fragments.extent())).collect::<Vec<_>>()
    };
    let were = apart(&|one| lists_of(one) == Lists::Ents);
    let is_free = |one: &Annotation| {
        let range = one.fragments.extent();
        let next = were.partition_point(|(_, were)| were.end() <= range.start());
        were.get(next).is_none_or(|(_, next)| range.end() <= next.start())
    };
    let others = apart(&|one| lists_of(one) == Lists::Both && is_free(one));
    were.iter().chain(&others).map(|(id, _)| *id).collect()
}

/// Which lists of a file of spaCy's have an annotation.
fn lists_of(annotation: &Annotation) -> Lists {
    match own(annotation, LIST_FIELD) {
        Some(name) if name == Lists::Ents.name() => Lists::Ents,
        Some(name) if name == Lists::Spans.name() => Lists::Spans,
        _ => Lists::Both,
    }
}

/// What a file of spaCy's said of an annotation.
fn own<'a>(annotation: &'a Annotation, field: &str) -> Option<&'a str> {
    annotation.extra.get(ID)?.get(field)?.as_str()
}
