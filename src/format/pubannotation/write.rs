//! An article as PubAnnotation has it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{
    ANNOTATOR, ATTRIBUTES, BLOCK, DENOTATION_FIELDS, FIELDS, ID, NOTE, SOURCE_ID, STATUS, TEXT,
};
use crate::format::ids::Ids;
use crate::format::item::foreign_fields;
use crate::format::units::in_chars;
use crate::model::annotation::{Annotation, Status};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::text::Text;

/// An article, as the format has it.
#[derive(Serialize)]
pub(super) struct ArticleOut<'a> {
    sourceid: String,
    text: &'a str,
    denotations: Vec<DenotationOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<DenotationOut<'a>>,
    relations: Vec<TripleOut<'a>>,
    attributes: Vec<TripleOut<'a>>,
    #[serde(flatten)]
    more: BTreeMap<&'a str, &'a Value>,
}

#[derive(Serialize)]
struct DenotationOut<'a> {
    id: String,
    span: SpansOut,
    obj: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(flatten)]
    more: BTreeMap<&'a str, &'a Value>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum SpansOut {
    One(SpanOut),
    Bag(Vec<SpanOut>),
}

#[derive(Serialize)]
struct SpanOut {
    begin: u32,
    end: u32,
}

/// A relation or an attribute.
#[derive(Serialize)]
struct TripleOut<'a> {
    id: String,
    pred: &'a str,
    subj: String,
    obj: ObjectOut<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ObjectOut<'a> {
    Said(&'a str),
    Id(String),
    Other(&'a Value),
}

/// The name that another program gave the article, as long as it is still the
/// same article; else its id.
fn source_id(article: &Article) -> String {
    let given = foreign_fields(ID, &article.extra, &[]).get(SOURCE_ID).and_then(|id| id.as_str());
    let given = given.filter(|raw| Ids::default().named(raw) == article.id.0);
    given.map_or_else(|| article.id.to_string(), Into::into)
}

/// The article of a document that was fitted.
pub(super) fn article(document: &Document) -> ArticleOut<'_> {
    let article = document.article();
    let is_block = |annotation: &Annotation| {
        foreign_fields(ID, &annotation.extra, &[]).get(BLOCK).is_some_and(|&is| *is == true)
    };
    let (mut denotations, mut blocks) = (Vec::new(), Vec::new());
    let mut attributes = Attributes(Vec::new());
    for annotation in document.annotations() {
        let list = if is_block(annotation) { &mut blocks } else { &mut denotations };
        list.push(denotation(annotation, &article.text));
        let status = annotation.status.as_str();
        let said = [
            (NOTE, annotation.note.as_str()),
            (STATUS, if annotation.status == Status::Sure { "" } else { status }),
            (ANNOTATOR, annotation.annotator.as_str()),
        ];
        for (pred, said) in said.into_iter().filter(|(_, said)| !said.is_empty()) {
            attributes.add(pred, annotation.id, ObjectOut::Said(said));
        }
        attributes.add_foreign(annotation.id, &annotation.extra);
    }
    let relations = document.relations().into_iter().map(|relation| {
        attributes.add_foreign(relation.id, &relation.extra);
        TripleOut {
            id: relation.id.to_string(),
            pred: relation.relation_type.as_str(),
            subj: relation.from.to_string(),
            obj: ObjectOut::Id(relation.to.to_string()),
        }
    });
    ArticleOut {
        sourceid: source_id(article),
        text: article.text.as_str(),
        denotations,
        blocks,
        relations: relations.collect(),
        attributes: attributes.0,
        more: foreign_fields(ID, &article.extra, FIELDS),
    }
}

/// What is said of annotations and relations.
struct Attributes<'a>(Vec<TripleOut<'a>>);

impl<'a> Attributes<'a> {
    fn add(&mut self, pred: &'a str, subject: impl std::fmt::Display, obj: ObjectOut<'a>) {
        let id = format!("A{}", self.0.len() + 1);
        self.0.push(TripleOut { id, pred, subj: subject.to_string(), obj });
    }

    /// What another program said, but for what would be read as ours.
    fn add_foreign(&mut self, subject: impl std::fmt::Display, extra: &'a Extra) {
        let kept = foreign_fields(ID, extra, &[]).remove(ATTRIBUTES).and_then(Value::as_array);
        for one in kept.into_iter().flatten() {
            let (Some(pred), Some(obj)) = (one.get(0).and_then(Value::as_str), one.get(1)) else {
                continue;
            };
            let is_ours = match (pred, obj.as_str()) {
                (NOTE | ANNOTATOR, Some(_)) => true,
                (STATUS, Some(said)) => Status::from_name(said).is_some(),
                _ => false,
            };
            if !is_ours {
                self.add(pred, &subject, ObjectOut::Other(obj));
            }
        }
    }
}

fn denotation<'a>(annotation: &'a Annotation, text: &Text) -> DenotationOut<'a> {
    let mut spans: Vec<SpanOut> = annotation
        .fragments
        .ranges()
        .map(|range| {
            let (begin, end) = in_chars(text, range);
            SpanOut { begin, end }
        })
        .collect();
    let span = match spans.len() {
        1 => SpansOut::One(spans.remove(0)),
        _ => SpansOut::Bag(spans),
    };
    let mut more = foreign_fields(ID, &annotation.extra, DENOTATION_FIELDS);
    // What it holds may be something else by now.
    let words = || annotation.fragments.ranges().filter_map(|range| text.get(range));
    let held = more.remove(TEXT).filter(|said| said.is_string());
    let text = held.map(|_| words().collect::<Vec<_>>().join(" "));
    DenotationOut {
        id: annotation.id.to_string(),
        span,
        obj: annotation.label.as_str(),
        text,
        more,
    }
}
