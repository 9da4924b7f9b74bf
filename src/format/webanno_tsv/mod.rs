//! WebAnno TSV 3.3, which INCEpTION and WebAnno import and export: a row for
//! each token with what is marked on it, one file for each article.
//! Source: <https://inception-project.github.io/releases/latest/docs/user-guide.html#sect_webannotsv>.
//!
//! Unit: UTF-16 code units, half-open. Some programs count something else: the
//! words of the rows say what, before the text is put together.
//!
//! # Layers
//! `#T_SP` declares a layer of annotations, `#T_CH` one of chains, `#T_RL` one of
//! relations; behind the name stand the columns. What is marked here is in
//! `webanno.custom.Span` and `webanno.custom.Relation`. What came in another layer
//! stays there, with all its columns; lines that are neither a layer nor a row
//! come back in their places; layers of grammar come back while their rows are
//! the same.
//!
//! # Chains
//! A link of a chain has two cells, in the order that the header says. That of
//! `referenceType` is the label, with the number of the chain in brackets:
//! `pr[1]`. That of `referenceRelation` says how it is joined to the next, then an
//! arrow, the number of the chain and that of the link: `coref->1-2`; both values
//! may be `*`. An arrow in a value is written `\->`. A link over several tokens has
//! the same cells on each row; several on one row stand beside each other, parted
//! by `|`. A chain of one link is one. A link has no number that another cell could
//! name, so that no relation or slot leads to it.
//!
//! # Invariants
//! Sentences are written so that they tile the text: each reaches to the start
//! of the next, and its first token starts where it does, so that a reader has
//! the text as it was. A reader itself puts a line feed, then spaces, between two
//! sentences, and spaces before the first. An annotation carries its number in
//! brackets on each row that it covers; a token of which it covers a part has a
//! row for that part. A relation stands on the first row of the annotation to
//! which it leads. Tokens and sentences that an article came with are written as
//! they came.

mod adapt;
mod escapes;
mod foreign;
mod header;
mod layers;
mod links;
mod marks;
mod read;
mod rows;
mod unit;
mod values;
mod write;

use super::{
    Capacity, Codec, Dataset, Drafts, FileProblem, Format, Framing, Losses, OffsetUnit, Options,
    Record,
};
use crate::model::document::Document;

/// The codec of WebAnno TSV.
#[derive(Clone, Copy, Debug)]
pub struct WebAnnoTsv;

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: "webanno-tsv",
    name: "WebAnno TSV 3.3",
    about: "A row for each token, for INCEpTION and WebAnno.",
    parts: &["tsv"],
    media_type: "text/tab-separated-values",
    offset_unit: OffsetUnit::Utf16,
    is_collection: false,
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
        ..Capacity::SPANS
    },
};

/// What the first line begins with.
const SIGN: &str = "#FORMAT=WebAnno TSV ";

/// The layers that are written, and their features.
const SPANS: &str = "webanno.custom.Span";
const RELATIONS: &str = "webanno.custom.Relation";
const CHAIN_LINKS: &str = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink";
const LABEL: &str = "label";
const NOTE: &str = "note";
const STATUS: &str = "status";
const ANNOTATOR: &str = "annotator";

impl Codec for WebAnnoTsv {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, options: &Options, losses: &mut Losses) -> Document {
        adapt::adapt(document, options, losses)
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        parts[0].extend_from_slice(write::article(document, dataset.options).as_bytes());
    }

    fn recognizes(&self, _: &str, text: &str) -> bool {
        text.starts_with(SIGN)
    }

    fn framing(&self) -> Framing {
        Framing::Whole
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::read(record, drafts)
    }
}
