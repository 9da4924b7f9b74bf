//! spaCy's JSON of a document, as `Doc.to_json()` writes and `Doc.from_json()`
//! reads it, one a line; and the tuples and dictionaries of training data.
//! Source: <https://spacy.io/api/doc#to_json>, <https://spacy.io/api/data-formats>.
//!
//! Unit: code points, half-open.
//!
//! All annotations are in the span group `sc`; those that lie apart are in
//! `ents` as well, which can't overlap. What came from a file that has both is
//! in the list that it came from. spaCy refuses spans that do not end
//! where tokens do, so tokens are cut where annotations end. What spaCy has no
//! place for is in a field of its own, `verbatim`, which spaCy passes over.

mod read;
mod write;

use serde_json::Value;

use super::draft::Drafts;
use super::incoming::json_from_text;
use super::json_lines::{Escapes, has_bare_entities, has_field, push_line};
use super::losses::Losses;
use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, Options, Record, covering,
};
use crate::model::document::Document;

/// The codec of spaCy's JSON.
#[derive(Clone, Copy, Debug)]
pub struct Spacy;

const ID: &str = "spacy";

/// The span group that spaCy's span categorizer learns from.
const GROUP: &str = "sc";

/// What a span is kept with: its group, if that is another, and the only lists
/// that have it, if a file has both.
const GROUP_FIELD: &str = "group";
const LIST_FIELD: &str = "list";

/// Which of the two lists of a file have an annotation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// Both, in as far as the entities lie apart.
    Both,
    /// The entities, not the span groups.
    Ents,
    /// The span groups, not the entities.
    Spans,
}

impl Lists {
    fn name(self) -> &'static str {
        match self {
            Lists::Both => "both",
            Lists::Ents => "ents",
            Lists::Spans => "spans",
        }
    }
}

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "spaCy JSON Lines",
    about: "What Doc.to_json() writes: span groups, entities and tokens, for spaCy 3.",
    parts: &["jsonl"],
    media_type: "application/jsonl",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: true,
    is_read: true,
    variants: &[],
    capacity: Capacity {
        overlaps: true,
        relations: true,
        notes: true,
        statuses: true,
        annotators: true,
        tokens: true,
        sentences: true,
        ids: true,
        article_ids: true,
        titles: true,
        metadata: true,
        line_endings: true,
        ..Capacity::SPANS
    },
};

impl Codec for Spacy {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, options: &Options, losses: &mut Losses) -> Document {
        covering::adapt(document, options, losses)
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        let out = write::doc_out(document, dataset.options);
        push_line(&mut parts[0], &out, Escapes::LineEnds);
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        let field = |name, opening| has_field(text, name, opening);
        let is_doc = field("tokens", "[{") && field("text", "\"");
        let has_spans = field("ents", "[") || field("spans", "{\"");
        let starts_as_pair = text.trim_start().starts_with('[');
        // What a text is about is a list elsewhere; spaCy has a number for each.
        let is_pair = (field("entities", "[[") || field("entities", "[]")) && !field("cats", "[")
            || (starts_as_pair && field("entities", "[") && !field("text", "\""))
            || (starts_as_pair && field("spans", "{\"") && !field("text", "\""));
        let has_objects = field("text", "\"")
            && field("entities", "[{")
            && ["start", "end"].iter().all(|name| field(name, ""))
            && field("label", "\"");
        let is_old = field("paragraphs", "[{") && field("sentences", "[");
        (is_doc && has_spans) || is_pair || has_objects || is_old
    }

    fn may_be(&self, _name: &str, text: &str) -> bool {
        has_bare_entities(text)
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        let value: Value = json_from_text(record.text())?;
        read::record(value, record, drafts)
    }
}
