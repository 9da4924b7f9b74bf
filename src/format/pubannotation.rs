//! PubAnnotation JSON: denotations on a text, relations between them, and
//! attributes of them.
//! Source: <https://www.pubannotation.org/docs/annotation-format/>.
//!
//! Unit: code points, half-open.
//!
//! A file is one article, since its readers take no list; a list is read.
//!
//! An annotation of several fragments has a list of spans, which the format
//! calls a bag of spans. What the format has no place for stands in attributes
//! named as the fields of native JSON: `note`, `status`, `annotator`. The
//! fields of a file that are not known here survive.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::describe::{kind, quoted};
use super::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use super::ids::{Ids, raw_id};
use super::incoming::json_from_text;
use super::item::{Item, foreign, foreign_fields};
use super::units::in_chars;
use super::{Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, Outcome, Record};
use crate::model::annotation::{Annotation, Status};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::id::{AnnotationId, ArticleId, RelationId};
use crate::model::text::Text;

/// The codec of PubAnnotation JSON.
#[derive(Clone, Copy, Debug)]
pub struct PubAnnotation;

const ID: &str = "pubannotation";

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "PubAnnotation JSON",
    about: "Denotations and relations, for PubAnnotation and its editor TextAE.",
    parts: &["json"],
    media_type: "application/json",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: false,
    is_read: true,
    variants: &[],
    capacity: Capacity {
        overlaps: true,
        fragments: true,
        relations: true,
        notes: true,
        statuses: true,
        annotators: true,
        ids: true,
        article_ids: true,
        ..Capacity::SPANS
    },
};

/// What an article is named by.
const SOURCE_ID: &str = "sourceid";
const FIELDS: &[&str] = &[SOURCE_ID, "text", "denotations", "relations", "attributes"];

/// What attributes of ours say.
const NOTE: &str = "note";
const STATUS: &str = "status";
const ANNOTATOR: &str = "annotator";

/// An article, as the format has it.
#[derive(Serialize)]
struct ArticleOut<'a> {
    sourceid: String,
    text: &'a str,
    denotations: Vec<DenotationOut<'a>>,
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
    obj: String,
}

impl Codec for PubAnnotation {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn article(&self, document: &Document, _: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        // Writing into memory can't fail, and all of it can be JSON.
        let _ok = serde_json::to_writer(&mut parts[0], &article_out(document));
        parts[0].push(b'\n');
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        text.contains("\"denotations\"") && text.contains("\"text\"")
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        let value = json_from_text(record.text())?;
        let Some(item) = Item::new(&value, FIELDS) else {
            let found = kind(&value);
            return Err(FileProblem::Other(format!("holds {found} where an article should be")));
        };
        let Some(text) = item.get("text").and_then(Value::as_str) else {
            return Err(FileProblem::Other("has no “text”".into()));
        };
        let source_id = item.get(SOURCE_ID).and_then(|id| raw_id(Some(id)));
        let mut kept = item.extra();
        if let Some(id) = source_id.as_deref().filter(|id| id.parse::<ArticleId>().is_err()) {
            kept.insert(SOURCE_ID.into(), id.into());
        }
        let mut draft = Draft {
            id: source_id.map(Into::into),
            title: record.stem.into(),
            units: &[OffsetUnit::CodePoint, OffsetUnit::Utf16],
            extra: foreign(ID, kept),
            ..Draft::new(text)
        };
        let mut problems = Vec::new();
        for value in item.list("denotations", &mut problems) {
            draft.annotations.extend(denotation(value, record, drafts));
        }
        let mut places = BTreeMap::new();
        for (idx, one) in draft.annotations.iter().enumerate() {
            places.entry(one.key.clone()).or_insert(idx);
        }
        for value in item.list("attributes", &mut problems) {
            attribute(value, &places, &mut draft);
        }
        for value in item.list("relations", &mut problems) {
            draft.relations.extend(relation(value, record, drafts));
        }
        for problem in problems {
            drafts.warn(record.number, problem.to_string(), Outcome::Kept);
        }
        drafts.push(draft);
        Ok(())
    }
}

/// The name that another program gave the article, as long as it is still the
/// same article; else its id.
fn source_id(article: &Article) -> String {
    let given = foreign_fields(ID, &article.extra, &[]).get(SOURCE_ID).and_then(|id| id.as_str());
    let given = given.filter(|raw| Ids::default().named(raw) == article.id.0);
    given.map_or_else(|| article.id.to_string(), Into::into)
}

fn article_out(document: &Document) -> ArticleOut<'_> {
    let article = document.article();
    let denotations = document.annotations().map(|one| denotation_out(one, &article.text));
    let mut attributes = Vec::new();
    for annotation in document.annotations() {
        let status = annotation.status.as_str();
        let said = [
            (NOTE, annotation.note.as_str()),
            (STATUS, if annotation.status == Status::Sure { "" } else { status }),
            (ANNOTATOR, annotation.annotator.as_str()),
        ];
        for (pred, obj) in said.into_iter().filter(|(_, obj)| !obj.is_empty()) {
            let id = format!("A{}", attributes.len() + 1);
            attributes.push(TripleOut {
                id,
                pred,
                subj: annotation.id.to_string(),
                obj: obj.into(),
            });
        }
    }
    let relations = document.relations().into_iter().map(|relation| TripleOut {
        id: relation.id.to_string(),
        pred: relation.relation_type.as_str(),
        subj: relation.from.to_string(),
        obj: relation.to.to_string(),
    });
    ArticleOut {
        sourceid: source_id(article),
        text: article.text.as_str(),
        denotations: denotations.collect(),
        relations: relations.collect(),
        attributes,
        more: foreign_fields(ID, &article.extra, FIELDS),
    }
}

fn denotation_out<'a>(annotation: &'a Annotation, text: &Text) -> DenotationOut<'a> {
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
    DenotationOut { id: annotation.id.to_string(), span, obj: annotation.label.as_str() }
}

/// Reads a denotation; what can't be read is said.
fn denotation(value: &Value, record: &Record<'_>, drafts: &mut Drafts) -> Option<DraftAnnotation> {
    let id = value.get("id").and_then(|id| raw_id(Some(id))).unwrap_or_default();
    let mut refuse = |why: &str| {
        drafts.warn(
            record.number,
            format!("the denotation {} {why}", quoted(&id)),
            Outcome::LeftOut,
        );
        None
    };
    let Some(label) = value.get("obj").and_then(|obj| raw_id(Some(obj))) else {
        return refuse("has no “obj”");
    };
    let spans = match value.get("span") {
        Some(Value::Array(spans)) => spans.as_slice(),
        Some(span) => std::slice::from_ref(span),
        None => return refuse("has no “span”"),
    };
    let offset = |span: &Value, field| span.get(field).and_then(Value::as_u64);
    let fragments = spans.iter().map(|span| {
        Some(DraftFragment { start: offset(span, "begin")?, end: offset(span, "end")? })
    });
    let Some(fragments) = fragments.collect() else {
        return refuse("has a span without a whole number as “begin” or “end”");
    };
    Some(DraftAnnotation {
        key: id.clone().into(),
        id: Some(id.into()).filter(|id: &String| id.parse::<AnnotationId>().is_ok()),
        label: label.into(),
        fragments,
        ..DraftAnnotation::default()
    })
}

/// Reads an attribute of ours; the others are kept with the article.
fn attribute(value: &Value, places: &BTreeMap<String, usize>, draft: &mut Draft) {
    let field = |name| value.get(name).and_then(Value::as_str);
    let subject = field("subj").unwrap_or_default();
    let place = places.get(subject).map(|&place| &mut draft.annotations[place]);
    match (place, field("pred"), field("obj")) {
        (Some(annotation), Some(NOTE), Some(note)) => annotation.note = note.into(),
        (Some(annotation), Some(STATUS), Some(status)) => annotation.status = Some(status.into()),
        (Some(annotation), Some(ANNOTATOR), Some(name)) => annotation.annotator = name.into(),
        _ => {}
    }
}

/// Reads a relation; what can't be read is said.
fn relation(value: &Value, record: &Record<'_>, drafts: &mut Drafts) -> Option<DraftRelation> {
    let field = |name| value.get(name).and_then(|value| raw_id(Some(value))).map(String::from);
    let (Some(relation_type), Some(from), Some(to)) = (field("pred"), field("subj"), field("obj"))
    else {
        let id = field("id").unwrap_or_default();
        let why = format!("the relation {} lacks a “pred”, a “subj” or an “obj”", quoted(&id));
        drafts.warn(record.number, why, Outcome::LeftOut);
        return None;
    };
    let id = field("id").filter(|id| id.parse::<RelationId>().is_ok());
    Some(DraftRelation { id, relation_type, from, to, ..DraftRelation::default() })
}
