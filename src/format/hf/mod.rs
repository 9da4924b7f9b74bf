//! Token classification for Hugging Face's `datasets`: an article a line, its
//! tokens and their tags.
//! Source: <https://huggingface.co/docs/transformers/tasks/token_classification>,
//! <https://huggingface.co/docs/hub/datasets-data-files-configuration>.
//!
//! Unit: tokens. Tags are IOB2: `B-` on the first token of an annotation,
//! `I-` on the others, `O` on all else.
//!
//! Tags are written by name, or as numbers. `README.md` says which number is
//! which, and that the names are a class each, so that `datasets` has the same
//! features either way. A text that is read is made of its tokens, with a
//! space between two, or a line end where a space would make one character of
//! them. A token of white space alone is none.

mod classes;
mod read;
mod row;
mod tags;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::draft::Drafts;
use super::json_lines::{Escapes, has_field, push_line};
use super::losses::Losses;
use super::tokens::tokens_of;
use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, NamesHeld, OffsetUnit, Options,
    OutFile, Record, TextHeld, Tokens, Variant,
};
use crate::model::annotation::Annotation;
use crate::model::document::Document;
use crate::model::edit::Edit;
use classes::Classes;

/// The codec of Hugging Face's token classification.
#[derive(Clone, Copy, Debug)]
pub struct HuggingFace;

const ID: &str = "hf";

const NAMES: &str = "names";
const INTS: &str = "ints";

/// The column of tags that is written.
const TAGS: &str = "ner_tags";

/// The column that may hold the text that tokens are of.
const TEXT: &str = "text";

/// The columns that may hold tokens, the likeliest first.
const TOKEN_COLUMNS: [&str; 2] = ["tokens", "words"];

/// The columns that may hold tags, the likeliest first.
const TAG_COLUMNS: [&str; 4] = [TAGS, "tags", "labels", "ner"];

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "Hugging Face tokens (JSON Lines)",
    about: "Tokens and IOB2 tags, for datasets and transformers.",
    parts: &["jsonl"],
    media_type: "application/jsonl",
    offset_unit: OffsetUnit::Token,
    is_collection: true,
    is_read: true,
    variants: &[
        Variant { id: NAMES, name: "Tags by name" },
        Variant { id: INTS, name: "Tags as numbers" },
    ],
    capacity: Capacity {
        text: TextHeld::Tokens,
        labels: NamesHeld::InTags { spaces: true },
        any_ends: false,
        tokens: true,
        article_ids: true,
        ..Capacity::SPANS
    },
};

#[derive(Serialize)]
struct RowOut<'a, T> {
    id: String,
    tokens: Vec<&'a str>,
    ner_tags: Vec<T>,
}

impl Codec for HuggingFace {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, options: &Options, losses: &mut Losses) -> Document {
        adapt(document, options, losses)
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        let text = &document.article().text;
        let found = tokens_of(document.article(), dataset.options, std::iter::empty());
        let mut ner_tags = vec![String::from(tags::OUTSIDE); found.ranges().len()];
        for annotation in document.annotations() {
            for (idx, token) in found.under(annotation.fragments.extent()).enumerate() {
                ner_tags[token] = tags::tag(annotation.label.as_str(), idx == 0);
            }
        }
        let tokens = found.ranges().iter().map(|&range| text.get(range).unwrap_or_default());
        let (id, tokens) = (document.article().id.to_string(), tokens.collect());
        if FORMAT.variant(dataset.options) == INTS {
            let classes = Classes::of(dataset.scheme);
            let ner_tags = ner_tags.iter().map(|tag| classes.number(tag)).collect();
            push_line(&mut parts[0], &RowOut { id, tokens, ner_tags }, Escapes::LineEnds);
        } else {
            push_line(&mut parts[0], &RowOut { id, tokens, ner_tags }, Escapes::LineEnds);
        }
    }

    fn companions(&self, dataset: &Dataset<'_>) -> Vec<OutFile> {
        let readme = Classes::of(dataset.scheme).readme();
        vec![OutFile { name: "README.md".into(), bytes: readme.into_bytes() }]
    }

    fn is_companion(&self, name: &str) -> bool {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        matches!(name, "README.md" | "dataset_info.json" | "dataset_infos.json")
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        let any =
            |names: &[&str], opening: &str| names.iter().any(|name| has_field(text, name, opening));
        let has_tags = any(&TAG_COLUMNS, "[");
        let has_tokens = any(&TOKEN_COLUMNS, "[\"") || any(&TOKEN_COLUMNS, "[]");
        // A page of the server of datasets says first what its columns are.
        let is_page = any(&["features"], "[{")
            && TOKEN_COLUMNS.iter().any(|name| text.contains(&format!("\"{name}\"")))
            && (any(&["rows"], "[{") || text.contains("\"ClassLabel\""));
        (has_tags && has_tokens) || is_page
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::record(record, drafts)
    }
}

/// Leaves out what came with the row: all rows that are written have the same
/// columns. An article that came with tokens has then those that are written.
fn adapt(document: Document, options: &Options, losses: &mut Losses) -> Document {
    let mut article = document.article().clone();
    if article.tokens.is_some() {
        let written = tokens_of(&article, options, std::iter::empty());
        let written = Tokens::new(&article.text, written.ranges().to_vec(), Vec::new());
        article.tokens = written.map(Arc::new);
    }
    if let Some(Value::Object(own)) = article.extra.remove(ID) {
        own.keys().for_each(|name| losses.add_field(name, 1));
    }
    if article == *document.article() {
        return document;
    }
    let mut adapted = Document::new(article, Arc::clone(document.scheme()));
    for annotation in document.annotations() {
        // The text and the scheme are as they were.
        let put = adapted.apply(Edit::PutAnnotation(Box::new(Annotation::clone(annotation))));
        debug_assert!(put.is_ok(), "{put:?}");
    }
    adapted
}
