//! Prodigy's JSON Lines: a task a line, with its tokens, spans and relations.
//! Source: <https://prodi.gy/docs/api-interfaces>.
//!
//! Unit: code points, half-open; but the `token_end` of a span is the last
//! token in it, and a relation's `head` and `child` are the last tokens of its
//! spans.
//!
//! Tokens are cut where annotations end, since Prodigy's interfaces refuse a
//! span that does not. A task that was rejected or ignored is no gold: what is
//! marked in it comes in as rejected or unsure. What was rejected here is not
//! written, as Prodigy would learn it. Fields that are not known stay, the
//! hashes too: they are those of the text, which never changes.

mod read;
mod write;

use super::draft::Drafts;
use super::json_lines::{Escapes, has_field, object_of, push_line};
use super::losses::Losses;
use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, Options, Record, covering,
};
use crate::model::document::Document;

/// The codec of Prodigy's JSON Lines.
#[derive(Clone, Copy, Debug)]
pub struct Prodigy;

const ID: &str = "prodigy";

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "Prodigy JSON Lines",
    about: "Tasks with spans and relations, for Prodigy’s spans_manual and rel.manual.",
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
        ids: true,
        article_ids: true,
        titles: true,
        metadata: true,
        line_endings: true,
        ..Capacity::SPANS
    },
};

/// The fields of a task that are written anyway.
const FIELDS: &[&str] = &["text", "tokens", "spans", "relations", "meta", "answer"];

/// The fields of a span that are written anyway.
const SPAN_FIELDS: &[&str] = &[
    "start",
    "end",
    "token_start",
    "token_end",
    "label",
    "text",
    "id",
    "note",
    "status",
    "annotator",
];

/// The fields of a relation that are written anyway.
const RELATION_FIELDS: &[&str] = &["head", "child", "head_span", "child_span", "label", "id"];

/// The answers to a task.
const ACCEPT: &str = "accept";
const REJECT: &str = "reject";
const IGNORE: &str = "ignore";

impl Codec for Prodigy {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, options: &Options, losses: &mut Losses) -> Document {
        covering::adapt(document, options, losses)
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        let out = write::task_out(document, dataset.options);
        push_line(&mut parts[0], &out, Escapes::LineEnds);
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        let field = |name, opening| has_field(text, name, opening);
        let is_hashed = field("_input_hash", "") || field("_task_hash", "");
        let is_answered = [ACCEPT, REJECT, IGNORE]
            .iter()
            .any(|answer| has_field(text, "answer", &format!("\"{answer}\"")));
        let has_spans = field("spans", "[{") || field("spans", "[]");
        field("text", "\"") && (is_hashed || is_answered || has_spans) && !field("denotations", "[")
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::task(object_of(record)?, record, drafts)
    }
}
