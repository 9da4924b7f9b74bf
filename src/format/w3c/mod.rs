//! W3C Web Annotations, as JSON-LD.
//! Source: <https://www.w3.org/TR/annotation-model/>.
//!
//! Unit: code points, half-open. Other programs write UTF-16 code units; the
//! words that a `TextQuoteSelector` quotes tell.
//!
//! An article is an `AnnotationCollection`, and a file is a list of them. The
//! model points at texts and holds none, so the first annotation of a
//! collection *describes* the article: its body is the text. Relations are
//! annotations that *link*. An annotation of several fragments has a target
//! for each; `verbatim.fragments` tells it from one that means each target for
//! itself, for which the model has no word.
//!
//! Annotations whose text is nowhere in their file are read with the text that
//! lies beside it, also those of Hypothesis' API.

mod bodies;
mod hypothesis;
mod read;
mod targets;
mod write;

use super::draft::Drafts;
use super::{Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, Record};
use crate::model::document::Document;

/// The codec of W3C Web Annotations.
#[derive(Clone, Copy, Debug)]
pub struct W3c;

const ID: &str = "w3c";

/// What JSON-LD calls the terms of the model by.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// How UUIDs are IRIs.
const URN: &str = "urn:uuid:";

/// Where fields stand that the model has no terms for. JSON-LD leaves out what
/// its context does not name.
const OWN: &str = "verbatim";

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "W3C Web Annotations",
    about: "JSON-LD by the W3C’s model, each annotation with its position and its words.",
    parts: &["jsonld"],
    media_type: "application/ld+json",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: true,
    is_read: true,
    variants: &[],
    capacity: Capacity {
        scheme: false,
        tokens: false,
        sentences: false,
        unknown: false,
        ..Capacity::ALL
    },
};

/// The fields of a collection or a page, and of an annotation.
const COLLECTION_FIELDS: &[&str] = &[
    "@context",
    "@graph",
    "id",
    "type",
    "label",
    "total",
    "first",
    "last",
    "items",
    "partOf",
    "next",
    "prev",
    "startIndex",
    OWN,
];
const ANNOTATION_FIELDS: &[&str] = &[
    "@context",
    "id",
    "type",
    "motivation",
    "creator",
    "created",
    "modified",
    "generator",
    "body",
    "bodyValue",
    "target",
    OWN,
];

impl Codec for W3c {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn begin(&self, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        parts[0].push(b'[');
    }

    fn article(&self, document: &Document, number: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        parts[0].extend_from_slice(if number == 1 { b"\n" } else { b",\n" });
        // Writing into memory can't fail, and all of it can be JSON.
        let _ok = serde_json::to_writer(&mut parts[0], &write::collection(document));
    }

    fn end(&self, _: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        parts[0].extend_from_slice(b"\n]\n");
    }

    fn recognizes(&self, name: &str, text: &str) -> bool {
        let is_json = text.trim_start().starts_with(['{', '[']);
        is_json
            && (text.contains(CONTEXT)
                || super::has_extension(name, "jsonld")
                || hypothesis::is_it(text))
    }

    fn reads_text_beside(&self) -> bool {
        true
    }

    fn framing(&self) -> Framing {
        Framing::JsonGraph
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::collection(record, drafts)
    }
}

/// The IRI of a UUID.
fn urn(id: impl std::fmt::Display) -> String {
    format!("{URN}{id}")
}
