//! UIMA CAS JSON 0.4: feature structures over a text, with their types.
//! Source: <https://github.com/apache/uima-uimaj-io-jsoncas/blob/main/SPECIFICATION.adoc>.
//!
//! Unit: UTF-16 code units, half-open.
//!
//! Annotations are of the type `custom.Span`, relations of `custom.Relation`,
//! which leads from its `Governor` to its `Dependent`. An annotation of several
//! fragments reaches from the first to the last, and lists them as feature
//! structures of `custom.Fragment`. `custom.Article` says what is known of the
//! article. Tokens and sentences are in DKPro's types, as INCEpTION wants them.
//!
//! What came with another type is written in that type again, with all its
//! features; types that came are declared again. Relations of the type `chain`
//! are chains: each annotation is a `CoreferenceLink` (or of the project's own
//! type) whose `next` is the next one, and a `CoreferenceChain` has the `first`.
//! When such a relation was made, and its id, is in a `custom.RelationInfo`.

mod cas;
mod declared;
mod features;
mod foreign;
mod links;
mod marks;
mod others;
mod plain;
mod read;
mod relations;
mod slots;
mod types;
mod write;

use super::draft::Drafts;
use super::source_tokens::as_written;
use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, Losses, OffsetUnit, Options, Record,
};
use crate::model::document::Document;

/// The codec of UIMA CAS JSON.
#[derive(Clone, Copy, Debug)]
pub struct CasJson;

const SOFA: &str = "uima.cas.Sofa";
const ARRAY: &str = "uima.cas.FSArray";
const ARTICLE: &str = "custom.Article";
const SPAN: &str = "custom.Span";
const FRAGMENT: &str = "custom.Fragment";
const RELATION: &str = "custom.Relation";
const RELATION_INFO: &str = "custom.RelationInfo";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
/// DKPro's package of chains.
const COREFERENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.";
const CHAIN_LINKS: &str = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";

/// What the text of a CAS is called and is, unless a file says else.
const VIEW: &str = "_InitialView";
const MIME_TYPE: &str = "text/plain";
/// The language of a text of which UIMA knows none.
const NO_LANGUAGE: &str = "x-unspecified";

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: "cas-json",
    name: "UIMA CAS JSON",
    about: "Feature structures with their types, for INCEpTION, UIMA and dkpro-cassis.",
    parts: &["json"],
    media_type: "application/json",
    offset_unit: OffsetUnit::Utf16,
    is_collection: false,
    is_read: true,
    variants: &[],
    capacity: Capacity { scheme: false, unknown: false, ..Capacity::ALL },
};

impl Codec for CasJson {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, options: &Options, losses: &mut Losses) -> Document {
        let written = write::tokens(&document, options);
        as_written(document, written, options, losses)
    }

    fn article(
        &self,
        document: &Document,
        _number: usize,
        dataset: &Dataset<'_>,
        parts: &mut [Vec<u8>],
    ) {
        // Writing into memory can't fail, and all of it can be JSON.
        let _ok = serde_json::to_writer(&mut parts[0], &write::cas(document, dataset.options));
        parts[0].push(b'\n');
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        text.contains("\"%TYPES\"") || text.contains("\"%FEATURE_STRUCTURES\"")
    }

    fn framing(&self) -> Framing {
        Framing::Whole
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::cas(record, drafts)
    }
}
