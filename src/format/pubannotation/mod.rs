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
//! named as the fields of native JSON: `note`, `status`, `annotator`. Other
//! attributes are kept with what they are of, and the fields of a file that are
//! not known here survive. A block is an annotation that is written as a block;
//! the tracks of several projects are read as one.

mod read;
mod write;

use super::draft::Drafts;
use super::json_lines::has_field;
use super::{Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, Record};
use crate::model::document::Document;

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
const FIELDS: &[&str] = &[SOURCE_ID, "text", "denotations", "blocks", "relations", "attributes"];

/// What an annotation has, but for what other programs add to it. Some add the
/// words that it holds; the others are what is kept of it beside.
const DENOTATION_FIELDS: &[&str] = &["id", "span", "obj", ATTRIBUTES, BLOCK];
const TEXT: &str = "text";

/// What attributes of ours say.
const NOTE: &str = "note";
const STATUS: &str = "status";
const ANNOTATOR: &str = "annotator";

/// Where attributes of other programs are kept, with the annotation or relation
/// that they are of, and that an annotation is a block.
const ATTRIBUTES: &str = "attributes";
const BLOCK: &str = "block";

impl Codec for PubAnnotation {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn article(&self, document: &Document, _: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        // Writing into memory can't fail, and all of it can be JSON.
        let _ok = serde_json::to_writer(&mut parts[0], &write::article(document));
        parts[0].push(b'\n');
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        // Blocks alone are recognized by their spans, as other programs have
        // blocks of other kinds.
        let has_blocks = has_field(text, "blocks", "[{") && has_field(text, "begin", "");
        let has_blocks = has_blocks && has_field(text, "span", "") && has_field(text, "obj", "");
        (text.contains("\"denotations\"") || has_blocks) && text.contains("\"text\"")
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::article(record, drafts)
    }
}
