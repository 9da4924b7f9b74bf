//! brat standoff: the text in a `.txt` file, what is marked in it in an `.ann`
//! file of the same name, one pair for each article.
//! Source: <https://brat.nlplab.org/standoff.html>, and `server/src/annotation.py`
//! of brat, which is what reads the files.
//!
//! Unit: code points, half-open, with CR LF as two.
//!
//! # Invariants
//! An annotation is a `T` line, a relation an `R` line. The status is the
//! attribute `Status`; a note is a comment of the type `AnnotatorNotes`, the
//! annotator one of the type `Annotator`. A line of the file ends wherever
//! Python ends one, so no covered text and no note holds such a character: a
//! fragment is parted there, as brat does it, and a comment of the type
//! `Contiguous` says which parts are one. What a file says besides survives
//! with the annotation, and is written again: events with their arguments too,
//! which are annotations and relations here.
//!
//! The shared tasks of BioNLP have the same lines in several files, which are
//! read where there is no `.ann` file, as brat does it: `.a1` has the entities
//! that are given, `.a2` what is to be found.

mod breaks;
mod conf;
mod foreign;
mod gaps;
mod line;
mod mark;
mod plan;
mod read;
mod remark;
mod write;

use std::collections::BTreeSet;

use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, Losses, NamesHeld, OffsetUnit, Options,
    OutFile, Record, has_extension,
};
use crate::format::Drafts;
use crate::model::document::Document;

/// The codec of brat standoff.
#[derive(Clone, Copy, Debug)]
pub struct Brat;

const ID: &str = "brat";

/// The extensions of the files of an article: its text, its annotation file, and
/// what stands in the place of that.
const PARTS: &[&str] = &["txt", "ann", "a1", "a2", "co", "rel"];

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "brat standoff",
    about: "A text file and an annotation file for each article, for brat and what reads its files.",
    parts: &["txt", "ann"],
    media_type: "text/plain",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: false,
    is_read: true,
    variants: &[],
    capacity: Capacity {
        labels: NamesHeld::NoSpaces,
        relation_types: NamesHeld::NoSpaces,
        overlaps: true,
        fragments: true,
        relations: true,
        notes: true,
        statuses: true,
        annotators: true,
        ..Capacity::SPANS
    },
};

/// The types of comments and the attribute that say what brat has no other
/// place for.
const NOTE: &str = "AnnotatorNotes";
const ANNOTATOR: &str = "Annotator";
const CONTIGUOUS: &str = "Contiguous";
const STATUS: &str = "Status";

impl Codec for Brat {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, _: &Options, losses: &mut Losses) -> Document {
        breaks::adapt(document, losses)
    }

    fn article(&self, document: &Document, _: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        if let [text, annotations, ..] = parts {
            text.extend_from_slice(document.article().text.as_str().as_bytes());
            annotations.extend_from_slice(write::annotations(document).as_bytes());
        }
    }

    fn companions(&self, dataset: &Dataset<'_>) -> Vec<OutFile> {
        self.companions_of(dataset, &BTreeSet::new())
    }

    fn gather(&self, document: &Document, gathered: &mut BTreeSet<String>) {
        conf::gather(document, gathered);
    }

    fn companions_of(&self, dataset: &Dataset<'_>, gathered: &BTreeSet<String>) -> Vec<OutFile> {
        let bytes = conf::annotation_conf(dataset.scheme, gathered).into_bytes();
        vec![OutFile { name: "annotation.conf".into(), bytes }]
    }

    fn recognizes(&self, name: &str, _: &str) -> bool {
        ["ann", "a1", "a2"].iter().any(|part| has_extension(name, part))
    }

    fn parts_read(&self) -> &'static [&'static str] {
        PARTS
    }

    fn framing(&self) -> Framing {
        Framing::Whole
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::read(record, drafts);
        Ok(())
    }
}
