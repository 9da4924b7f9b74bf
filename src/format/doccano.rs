//! doccano JSON Lines: an article a line, with entities and relations, or with
//! triples.
//! Source: <https://doccano.github.io/doccano/tutorial/>, and doccano's
//! `backend/data_import`.
//!
//! Unit: code points are written. The format itself fixes none: doccano's
//! editor writes UTF-16 code units, or grapheme clusters, if its project says
//! so; Python programs read code points. Half-open.
//!
//! All is written in ASCII, as doccano guesses the encoding of a file and
//! takes emoji in UTF-8 for Turkish. Entities are numbered from 1 in each
//! article: doccano drops those whose id is no whole number. Fields that are
//! not known become doccano's metadata of the article, and come back: labels of
//! the whole text too, which other projects export.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::about::{self, About};
use super::describe::named;
use super::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use super::ids::raw_id;
use super::item::{foreign, foreign_fields, whole};
use super::json_lines::{
    Escapes, has_bare_entities, has_field, numbered_title, object_of, push_line,
};
use super::units::{are_said, in_chars};
use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, Options, Record, Variant,
};
use crate::model::document::Document;
use crate::model::id::AnnotationId;

/// The codec of doccano JSON Lines.
#[derive(Clone, Copy, Debug)]
pub struct Doccano;

const ID: &str = "doccano";

const RELATIONS: &str = "relations";
const PLAIN: &str = "plain";

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "doccano JSON Lines",
    about: "For doccano. Its project must allow overlapping spans, if annotations overlap.",
    parts: &["jsonl"],
    media_type: "application/jsonl",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: true,
    is_read: true,
    variants: &[
        Variant { id: RELATIONS, name: "Entities and relations" },
        Variant { id: PLAIN, name: "Labels only" },
    ],
    capacity: Capacity {
        overlaps: true,
        relations: true,
        article_ids: true,
        titles: true,
        metadata: true,
        line_endings: true,
        ..Capacity::SPANS
    },
};

/// The lists that may hold what is marked: the second is that of a plain file,
/// the third what it was called before doccano 1.0.
const LISTS: [&str; 3] = ["entities", "label", "labels"];

/// The lists that may hold labels of the whole text instead.
const OF_TEXT: [&str; 2] = ["label", "labels"];

/// The list of entities that doccano exported before version 1.0.
const OLD: &str = "annotations";

/// The fields that are written anyway.
const FIELDS: &[&str] = &["text", "data", "entities", "label", "labels", "relations"];

/// Fields of an entity that doccano fills in itself, and fails if they are
/// there.
const OWN_OF_ENTITY: &[&str] =
    &["id", "start_offset", "end_offset", "label", "uuid", "example_uuid"];

#[derive(Serialize)]
struct ArticleOut<'a> {
    text: &'a str,
    #[serde(flatten)]
    marks: MarksOut<'a>,
    #[serde(flatten)]
    about: About<'a>,
    #[serde(flatten)]
    more: BTreeMap<&'a str, &'a Value>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum MarksOut<'a> {
    Relations { entities: Vec<EntityOut<'a>>, relations: Vec<RelationOut<'a>> },
    Plain { label: Vec<(u32, u32, &'a str)> },
}

#[derive(Serialize)]
struct EntityOut<'a> {
    id: usize,
    start_offset: u32,
    end_offset: u32,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(flatten)]
    more: BTreeMap<&'a str, &'a Value>,
}

#[derive(Serialize)]
struct RelationOut<'a> {
    id: usize,
    from_id: usize,
    to_id: usize,
    #[serde(rename = "type")]
    relation_type: &'a str,
}

impl Codec for Doccano {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn capacity(&self, options: &Options) -> Capacity {
        Capacity { relations: FORMAT.variant(options) == RELATIONS, ..FORMAT.capacity }
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        let article = document.article();
        let mut more = foreign_fields(ID, &article.extra, FIELDS);
        more.retain(|name, _| !about::FIELDS.contains(name));
        let marks = match FORMAT.variant(dataset.options) {
            PLAIN => plain_out(document),
            _ => marks_out(document),
        };
        // A plain file has spans under the first of the names.
        let is_plain = matches!(marks, MarksOut::Plain { .. });
        let of_text = foreign_fields(ID, &article.extra, &[]);
        for name in OF_TEXT {
            if let Some(labels) = of_text.get(name).filter(|labels| is_of_text(labels)) {
                more.insert(if is_plain { OF_TEXT[1] } else { name }, labels);
            }
        }
        let out =
            ArticleOut { text: article.text.as_str(), marks, about: About::of(article), more };
        push_line(&mut parts[0], &out, Escapes::NotAscii);
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        let field = |name, opening| has_field(text, name, opening);
        let has_text = field("text", "\"") || field("data", "\"");
        let has_entities = field("entities", "[{") && text.contains("\"start_offset\"");
        let has_old = field(OLD, "[{") && text.contains("\"start_offset\"");
        let has_none = field("entities", "[]") && field("relations", "[");
        let has_triples = field("label", "[[") || field("labels", "[[") || field("label", "[]");
        // Spans and labels of the whole text, each in a list.
        let has_intent = field("cats", "[") && (field("entities", "[[") || field("entities", "[]"));
        has_text && (has_entities || has_old || has_none || has_triples || has_intent)
    }

    fn may_be(&self, _name: &str, text: &str) -> bool {
        has_bare_entities(text)
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        let mut fields = object_of(record)?;
        let text = fields.remove("text").filter(|text| !text.is_null());
        let Some(Value::String(text)) = text.or_else(|| fields.remove("data")) else {
            return Err(FileProblem::Other("has no “text”".into()));
        };
        let mut draft = Draft {
            title: numbered_title(record),
            is_title_made: true,
            units: &[
                OffsetUnit::CodePoint,
                OffsetUnit::Utf16,
                OffsetUnit::Grapheme,
                OffsetUnit::CrlfAsOne,
            ],
            is_quote: are_said,
            ..Draft::new(text)
        };
        let mut said = Said { record, drafts };
        // What a project exported before doccano 1.0.
        let is_old = |list: &Vec<Value>| {
            let is_entity = |one: &Value| one.get("start_offset").is_some();
            !list.is_empty() && list.iter().all(is_entity)
        };
        if fields.get(OLD).and_then(Value::as_array).is_some_and(is_old) {
            for value in said.list(&mut fields, OLD) {
                draft.annotations.extend(said.entity(value));
            }
        }
        for name in LISTS {
            let list = said.list(&mut fields, name);
            let is_label = |value: &Value| OF_TEXT.contains(&name) && value.is_string();
            let (of_text, spans): (Vec<Value>, Vec<Value>) = list.into_iter().partition(is_label);
            for value in spans {
                draft.annotations.extend(said.entity(value));
            }
            if let Some(first) = of_text.first().map(named) {
                let n = of_text.len();
                said.note(format!(
                    "“{name}” has {n} of the whole text, as {first}: kept as a field, not marked"
                ));
                fields.insert(name.into(), of_text.into());
            }
        }
        for value in said.list(&mut fields, "relations") {
            draft.relations.extend(said.relation(&value));
        }
        about::take(&mut fields, &mut draft);
        draft.extra = foreign(ID, fields.into_iter().collect());
        drafts.push(draft);
        Ok(())
    }
}

fn plain_out(document: &Document) -> MarksOut<'_> {
    let text = &document.article().text;
    let triples = document.annotations().map(|annotation| {
        let (start, end) = in_chars(text, annotation.fragments.extent());
        (start, end, annotation.label.as_str())
    });
    MarksOut::Plain { label: triples.collect() }
}

fn marks_out(document: &Document) -> MarksOut<'_> {
    let text = &document.article().text;
    let mut numbers: BTreeMap<AnnotationId, usize> = BTreeMap::new();
    let mut entities = Vec::with_capacity(document.n_annotations());
    for annotation in document.annotations() {
        let id = entities.len() + 1;
        numbers.insert(annotation.id, id);
        let (start_offset, end_offset) = in_chars(text, annotation.fragments.extent());
        let mut more = foreign_fields(ID, &annotation.extra, OWN_OF_ENTITY);
        // What it holds may be something else by now.
        let words = text.get(annotation.fragments.extent());
        let text = more.remove("text").filter(|said| said.is_string()).and(words);
        let label = annotation.label.as_str();
        entities.push(EntityOut { id, start_offset, end_offset, label, text, more });
    }
    let number = |id| numbers.get(&id).copied().unwrap_or_default();
    let relations =
        document.relations().into_iter().enumerate().map(|(idx, relation)| RelationOut {
            id: idx + 1,
            from_id: number(relation.from),
            to_id: number(relation.to),
            relation_type: relation.relation_type.as_str(),
        });
    MarksOut::Relations { entities, relations: relations.collect() }
}

/// A record that is read, and where to say what of it is left out.
struct Said<'a, 'b> {
    record: &'a Record<'b>,
    drafts: &'a mut Drafts,
}

impl Said<'_, '_> {
    /// Says that an entity or a relation was left out.
    fn left_out(&mut self, sentence: String) {
        self.drafts.lose(self.record.number, sentence, 1);
    }

    fn note(&mut self, sentence: String) {
        self.drafts.note(self.record.number, sentence);
    }

    /// The list in a field, which is taken out; empty if there is none.
    fn list(&mut self, fields: &mut Map<String, Value>, name: &str) -> Vec<Value> {
        match fields.remove(name) {
            Some(Value::Array(list)) => list,
            None | Some(Value::Null) => Vec::new(),
            Some(other) => {
                let found = named(&other);
                self.note(format!("“{name}” is {found}, not a list, and was not read"));
                Vec::new()
            }
        }
    }

    /// Reads an entity or a triple; what can't be read is said.
    fn entity(&mut self, value: Value) -> Option<DraftAnnotation> {
        let offset = |value: Option<&Value>| value.and_then(whole);
        let words = |value: Option<&Value>| raw_id(value).map(String::from);
        let (start, end, label, id, more) = match value {
            Value::Array(triple) => {
                let [start, end, label] = [0, 1, 2].map(|idx| triple.get(idx));
                (offset(start), offset(end), words(label), None, Map::new())
            }
            Value::Object(mut fields) => {
                let [start, end] = ["start_offset", "end_offset"].map(|name| fields.get(name));
                let (label, id) = (words(fields.get("label")), key_of(fields.get("id")));
                let (start, end) = (offset(start), offset(end));
                fields.retain(|name, _| !OWN_OF_ENTITY.contains(&name.as_str()));
                (start, end, label, id, fields)
            }
            other => {
                let what = named(&other);
                self.left_out(format!("{what} is no span"));
                return None;
            }
        };
        let key = id.unwrap_or_default();
        let of_whom = if key.is_empty() { String::new() } else { format!(" {key}") };
        let (Some(start), Some(end)) = (start, end) else {
            self.left_out(format!("the entity{of_whom} does not start and end at whole numbers"));
            return None;
        };
        let Some(label) = label else {
            self.left_out(format!("the entity{of_whom} from {start} to {end} has no label"));
            return None;
        };
        Some(DraftAnnotation {
            key,
            label,
            fragments: vec![DraftFragment { start, end }],
            quote: more.get("text").and_then(Value::as_str).map(String::from),
            extra: foreign(ID, more.into_iter().collect()),
            ..DraftAnnotation::default()
        })
    }

    /// Reads a relation; what can't be read is said.
    fn relation(&mut self, value: &Value) -> Option<DraftRelation> {
        let relation_type = raw_id(value.get("type")).map(String::from);
        let [from, to, id] = ["from_id", "to_id", "id"].map(|name| key_of(value.get(name)));
        let (Some(relation_type), Some(from), Some(to)) = (relation_type, from, to) else {
            let id = id.map(|id| format!(" {id}")).unwrap_or_default();
            self.left_out(format!("the relation{id} lacks a “type”, a “from_id” or a “to_id”"));
            return None;
        };
        let key = id.unwrap_or_default();
        Some(DraftRelation { key, relation_type, from, to, ..DraftRelation::default() })
    }
}

/// Whether a list holds labels of the whole text, and nothing else.
fn is_of_text(value: &Value) -> bool {
    value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_string))
}

/// What an entity is called by. Tables make fractions of numbers: 7.0 is 7.
fn key_of(id: Option<&Value>) -> Option<String> {
    match id? {
        Value::Number(number) => {
            Some(whole(id?).map_or_else(|| number.to_string(), |id| id.to_string()))
        }
        _ => raw_id(id).map(String::from),
    }
}
