//! Citron JSON: quotes with their sources, contents and cue.
//! Source: <https://github.com/bbc/citron/blob/main/docs/data_format.md> and
//! `citron/data.py`.
//!
//! Unit: code points, half-open.
//!
//! A quote is made of relations: what it says is an annotation, its content;
//! who says it are the annotations to which `said_by` leads, or any relation
//! from a proposal, content or quote to a speaker or source; its cue is the
//! first annotation with the label `cue` to which a relation leads. Fragments
//! of a content are contents of one quote. Annotations and relations in no
//! quote have no place in the format.
//!
//! What Citron has no place for stands in fields that it passes over, under
//! the names of native JSON.

mod quotes;
mod read;
mod write;

use super::draft::Drafts;
use super::loss::Loss;
use super::losses::Losses;
use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, Options, Record, Variant,
};
use crate::model::document::Document;

/// The codec of Citron JSON.
#[derive(Clone, Copy, Debug)]
pub struct Citron;

const ID: &str = "citron";

/// The variant that Citron reads: each quote has a source and a cue.
const WHOLE: &str = "whole";

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "Citron JSON",
    about: "Quotes with sources, contents and cue, to train and evaluate the BBC’s Citron.",
    parts: &["json"],
    media_type: "application/json",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: false,
    is_read: true,
    variants: &[
        Variant { id: WHOLE, name: "Quotes with a source and a cue, as Citron reads them" },
        Variant { id: "all", name: "All quotes, also without a cue or a source" },
    ],
    capacity: Capacity {
        tokens: false,
        sentences: false,
        scheme: false,
        unknown: false,
        ..Capacity::ALL
    },
};

const NO_QUOTE: Loss = Loss::Other {
    is_of_work: true,
    one: "1 annotation that is in no quote with a source and a cue: left out",
    more: "{n} annotations that are in no quote with a source and a cue: left out",
};
const NO_PART: Loss = Loss::Other {
    is_of_work: true,
    one: "1 annotation that is no content, source or cue of a quote: left out",
    more: "{n} annotations that are no content, source or cue of a quote: left out",
};
const NO_LINK: Loss = Loss::Other {
    is_of_work: true,
    one: "1 link that gives no quote its source or cue: left out",
    more: "{n} links that give no quote its source or cue: left out",
};

const ARTICLE_FIELDS: &[&str] = &["text", "quotes", "article"];
const QUOTE_FIELDS: &[&str] = &["cue", "sources", "contents"];

impl Codec for Citron {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, options: &Options, losses: &mut Losses) -> Document {
        let is_whole = FORMAT.variant(options) == WHOLE;
        let (fitted, n_annotations, n_relations) = quotes::only_quotes(document, is_whole);
        losses.add(if is_whole { NO_QUOTE } else { NO_PART }, n_annotations);
        losses.add(NO_LINK, n_relations);
        fitted
    }

    fn article(&self, document: &Document, _: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        // Writing into memory can't fail, and all of it can be JSON.
        let _ok = serde_json::to_writer_pretty(&mut parts[0], &write::article(document));
        parts[0].push(b'\n');
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        text.starts_with('{') && text.contains("\"quotes\"") && text.contains("\"text\"")
    }

    fn framing(&self) -> Framing {
        Framing::Whole
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::article(record, drafts)
    }
}
