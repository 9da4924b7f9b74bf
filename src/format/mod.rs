//! Dataset formats: what articles and annotations look like outside.
//!
//! Unit: every codec declares the [`OffsetUnit`] its format counts in, and
//! converts at its border; inside, offsets are bytes, as in [`model`](crate::model).
//!
//! # Out
//! [`write`]: [`fit()`] takes away what the format can't hold, as its
//! [`Capacity`] says, and counts it as [`Losses`]; the [`Codec`] writes what is
//! left, without a loss.
//!
//! # In
//! [`read`](read()): [`Records`] parts a file, the [`Codec`] says what each
//! record says, as a [`Draft`], [`Survey`] finds the labels and what the
//! offsets count, and [`Settler`] makes documents.
//!
//! # Invariants
//! Decoding never panics, whatever the bytes. It is done item by item: what
//! fits is imported, and each thing that does not is a [`Warning`]. Only a
//! file that can't be read at all is a [`FormatError`]. Encoding is
//! deterministic: the same content gives the same bytes. What was fitted
//! reads back as it was ([`difference`]).

mod about;
mod balance;
pub mod brat;
pub mod bundle;
mod capacity;
pub mod cas_json;
mod chains;
mod check;
pub mod citron;
pub mod conll;
mod covering;
mod depth;
mod describe;
mod digest;
pub mod doccano;
mod draft;
pub mod error;
mod fields;
mod fit;
pub mod hf;
pub mod html;
mod ids;
pub mod incoming;
mod item;
mod json_lines;
pub mod label_studio;
mod line_column;
mod lines;
mod loss;
mod losses;
mod naming;
pub mod native;
mod options;
mod outside;
mod place;
pub mod prodigy;
pub mod pubannotation;
mod read;
mod records;
mod scheme_losses;
mod settle;
mod source;
mod source_tokens;
pub mod spacy;
pub mod splits;
mod survey;
pub mod table;
mod tags;
mod tokens;
mod units;
pub mod w3c;
pub mod warning;
mod warnings;
pub mod webanno_tsv;
mod write;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::scheme::Scheme;

pub use balance::Balance;
pub use capacity::{Capacity, NamesHeld, TextHeld};
pub use check::difference;
pub use digest::{Digest, Rest};
pub use draft::{
    Draft, DraftAnnotation, DraftFragment, DraftOr, DraftRelation, DraftTokens, Drafts,
};
pub use error::{FileProblem, FormatError};
pub use fit::{Fitted, UNKNOWN_ORIGIN, fit};
pub use ids::is_derived;
pub use incoming::{Incoming, MAX_FILE_BYTES, check_size, check_text, read_file, text_from_utf8};
pub use loss::Loss;
pub use losses::Losses;
pub use options::{Filter, Keep, Options, ReadOptions, SentenceRule, TokenRule};
pub use outside::outside_scheme;
pub use read::{
    InFile, Read, Record, TEXT_EXTENSION, codec, codec_of, codecs_of, has_extension, read,
    read_seen, stem,
};
pub use records::{Framing, LineColumn, Records};
pub use scheme_losses::scheme_losses;
pub use settle::Settler;
pub use survey::{Survey, UnitChoice, UnitQuestion};
pub use tokens::{Tokens, tokens_of};
pub use warning::{FileLine, Outcome, Place, Problem, RecordAt, Warning};
pub use warnings::{MAX_WARNINGS, Warnings};
pub use write::{Job, Names, OutFile, Written, file_stem, fit_into, write, write_seen};

/// What is known of a format without reading or writing it.
#[derive(Debug)]
pub struct Format {
    /// Its short name for programs: `verbatim-json`.
    pub id: &'static str,
    /// What people read in the export dialog.
    pub name: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// How the names of its files end, without the dot. Several, if an article
    /// takes several files; then the first has the text.
    pub parts: &'static [&'static str],
    /// The media type of its files.
    pub media_type: &'static str,
    /// What its offsets count.
    pub offset_unit: OffsetUnit,
    /// Whether many articles can be in one file.
    pub is_collection: bool,
    /// Whether it can be read; else it is only written.
    pub is_read: bool,
    /// The ways it can be written, the usual one first; none, if there is one.
    pub variants: &'static [Variant],
    /// What it holds, as it is usually written.
    pub capacity: Capacity,
}

/// One of the ways a format can be written.
#[derive(Debug)]
pub struct Variant {
    /// Its short name for programs: `iob2`.
    pub id: &'static str,
    /// What people read in the export dialog.
    pub name: &'static str,
}

impl Format {
    /// The id of the variant that options ask for; the usual one, if they ask
    /// for none that there is.
    pub fn variant(&self, options: &Options) -> &'static str {
        let asked = self.variants.iter().find(|variant| variant.id == options.variant);
        asked.or(self.variants.first()).map_or("", |variant| variant.id)
    }

    /// The extension of its files, of the first part.
    pub fn extension(&self) -> &'static str {
        self.parts.first().copied().unwrap_or_default()
    }
}

/// What is the same for all articles of a dataset that is written.
#[derive(Clone, Copy, Debug)]
pub struct Dataset<'a> {
    /// Their scheme.
    pub scheme: &'a Scheme,
    /// Fields of the collection that Verbatim does not know.
    pub extra: &'a Extra,
    /// What was chosen.
    pub options: &'a Options,
}

/// One dataset format, read and written.
///
/// Writing: [`begin`](Codec::begin), then [`article`](Codec::article) for each,
/// then [`end`](Codec::end). `parts` has a buffer for each of the format's
/// [parts](Format::parts), to which a codec only ever adds; whoever calls may
/// empty them in between.
pub trait Codec: Sync {
    /// What is known of the format.
    fn format(&self) -> &'static Format;

    /// Whether a person may say what its offsets count: it has offsets, and
    /// does not say so itself.
    fn leaves_unit_open(&self) -> bool {
        self.format().offset_unit != OffsetUnit::Token
    }

    /// What the format holds, if it is written as the options have it.
    fn capacity(&self, _options: &Options) -> Capacity {
        self.format().capacity
    }

    /// Whether it is written in tokens, so that [`Options::tokens`] means
    /// something.
    fn is_made_of_tokens(&self, options: &Options) -> bool {
        let capacity = self.capacity(options);
        // Verbatim's own formats keep those that came, and make none.
        capacity.tokens && !capacity.scheme
    }

    /// Whether it is written in sentences, so that [`Options::sentences`] means
    /// something.
    fn is_made_of_sentences(&self, options: &Options) -> bool {
        self.is_made_of_tokens(options) && self.capacity(options).sentences
    }

    /// Whether one of two annotations that overlap must go, so that
    /// [`Options::keep`] means something.
    fn keeps_one_of_two(&self, options: &Options) -> bool {
        !self.capacity(options).overlaps
    }

    /// Changes what only this format can't hold, and counts it. Doing it
    /// again changes nothing.
    fn adapt(&self, document: Document, _options: &Options, _losses: &mut Losses) -> Document {
        document
    }

    /// Writes what stands before the first article.
    fn begin(&self, _dataset: &Dataset<'_>, _parts: &mut [Vec<u8>]) {}

    /// Writes an article that was fitted; `number` counts from 1 in this file.
    fn article(
        &self,
        document: &Document,
        number: usize,
        dataset: &Dataset<'_>,
        parts: &mut [Vec<u8>],
    );

    /// Writes what stands behind the last of `n_articles` in this file.
    fn end(&self, _n_articles: usize, _dataset: &Dataset<'_>, _parts: &mut [Vec<u8>]) {}

    /// Files that go along, once for the whole dataset.
    fn companions(&self, _dataset: &Dataset<'_>) -> Vec<OutFile> {
        Vec::new()
    }

    /// Notes what the files that go along must say of an article that was
    /// fitted.
    fn gather(&self, _document: &Document, _gathered: &mut BTreeSet<String>) {}

    /// As [`companions`](Codec::companions), with what was
    /// [gathered](Codec::gather) of all articles: the same files, perhaps with
    /// more in them.
    fn companions_of(&self, dataset: &Dataset<'_>, _gathered: &BTreeSet<String>) -> Vec<OutFile> {
        self.companions(dataset)
    }

    /// Whether a file, by its name, is one that goes along: it is not read as
    /// a record, but each record is read beside it.
    fn is_companion(&self, _name: &str) -> bool {
        false
    }

    /// Whether its files may lack the texts, which then lie beside them: a `.txt`
    /// file of the same name.
    fn reads_text_beside(&self) -> bool {
        false
    }

    /// Whether a file, by its name and the start of its content, is of this
    /// format and of none that comes later in [`CODECS`].
    fn recognizes(&self, name: &str, text: &str) -> bool;

    /// How the names of the files end that an article may be read from: those
    /// that are written, then those that others write. The first has the text.
    fn parts_read(&self) -> &'static [&'static str] {
        self.format().parts
    }

    /// Whether a file that it recognizes, or another codec, may as well be of
    /// this format: nothing in it tells.
    fn may_be(&self, _name: &str, _text: &str) -> bool {
        false
    }

    /// How records stand in a file.
    fn framing(&self) -> Framing;

    /// Reads a record.
    ///
    /// # Errors
    /// A record that can't be read at all; whatever is wrong with one item of
    /// it is a warning.
    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem>;

    /// The same format, read record by record, if reading a file as a whole
    /// says more and is what this codec does.
    fn streamed(&self) -> Option<&'static dyn Codec> {
        None
    }

    /// Whether what stands around the records must be read before them; what
    /// it says is then in the drafts that [`read`](Codec::read) adds to.
    fn begins_with_shell(&self) -> bool {
        false
    }

    /// Reads what stands around the records: `shell` is the file without them,
    /// empty where the framing has none.
    ///
    /// # Errors
    /// A file that can't be read at all.
    fn read_shell(&self, _shell: &[u8], _drafts: &mut Drafts) -> Result<(), FileProblem> {
        Ok(())
    }
}

/// All codecs, in the order of the export dialog. A file that several could
/// read is of the first that recognizes it.
pub static CODECS: &[&dyn Codec] = &[
    &native::NativeJson,
    &native::NativeJsonl,
    &doccano::Doccano,
    &prodigy::Prodigy,
    &spacy::Spacy,
    &hf::HuggingFace,
    &label_studio::LabelStudio,
    &brat::Brat,
    &conll::Conll,
    &webanno_tsv::WebAnnoTsv,
    &cas_json::CasJson,
    &pubannotation::PubAnnotation,
    &w3c::W3c,
    &citron::Citron,
    &table::CSV,
    &table::TSV,
    &html::Html,
];

/// What the offsets of a format count, always from the start of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OffsetUnit {
    /// Bytes of UTF-8.
    Byte,
    /// UTF-16 code units.
    Utf16,
    /// Unicode code points.
    CodePoint,
    /// Unicode code points, with CR LF as one.
    CrlfAsOne,
    /// Extended grapheme clusters of UAX #29, section 3.
    Grapheme,
    /// Tokens: the format has no offsets into the text.
    Token,
}

impl OffsetUnit {
    /// All of them.
    pub const ALL: [OffsetUnit; 6] = [
        OffsetUnit::Byte,
        OffsetUnit::Utf16,
        OffsetUnit::CodePoint,
        OffsetUnit::CrlfAsOne,
        OffsetUnit::Grapheme,
        OffsetUnit::Token,
    ];
}

/// What one file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// The scheme of every document in it.
    pub scheme: Arc<Scheme>,
    /// The articles with their annotations, in the file's order.
    pub documents: Vec<Document>,
    /// What the file said that this version does not know.
    pub extra: Extra,
}

/// What was read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What fits.
    pub collection: Collection,
    /// What does not, and what became of it; in the file's order.
    pub warnings: Warnings,
    /// What became of all annotations and links.
    pub balance: Balance,
}
