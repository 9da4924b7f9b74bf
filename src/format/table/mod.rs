//! CSV and TSV: one row for each annotation, under one header, by RFC 4180
//! <https://www.rfc-editor.org/rfc/rfc4180>, with tabs for commas in TSV.
//!
//! Unit: code points, half-open; the header says so.
//!
//! # Invariants
//! The rows of an article follow each other. The first one has no label and
//! holds the whole text, with what is known about the article. An annotation
//! of several fragments has as many rows with the same `ann_id`, of which the
//! first says all, and the others where they lie. Its relations stand in its
//! first row: types, targets and ids, each parted by spaces.

mod read;
mod write;

use super::{
    Capacity, Codec, Dataset, Drafts, FileProblem, Format, Framing, Loss, Losses, NamesHeld,
    OffsetUnit, Options, Record, has_extension,
};
use crate::model::annotation::Relation;
use crate::model::article::Metadata;
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::timestamp::Timestamp;

/// The codec of tables, of either kind.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    format: &'static Format,
    delimiter: u8,
}

/// The codec of CSV.
pub static CSV: Table = Table { format: &CSV_FORMAT, delimiter: b',' };

/// The codec of TSV.
pub static TSV: Table = Table { format: &TSV_FORMAT, delimiter: b'\t' };

const CAPACITY: Capacity = Capacity {
    // Types stand in one cell, with spaces between.
    relation_types: NamesHeld::NoSpaces,
    overlaps: true,
    fragments: true,
    relations: true,
    notes: true,
    statuses: true,
    annotators: true,
    times: true,
    origins: true,
    ids: true,
    article_ids: true,
    titles: true,
    metadata: true,
    ..Capacity::SPANS
};

/// What is known of CSV.
pub static CSV_FORMAT: Format = format(
    ["csv", "CSV", "text/csv"],
    &["csv"],
    "One row for each annotation, for pandas, R and spreadsheets.",
);

/// What is known of TSV.
pub static TSV_FORMAT: Format = format(
    ["tsv", "TSV", "text/tab-separated-values"],
    &["tsv"],
    "One row for each annotation, with tabs between the columns.",
);

/// A format by its id, name and media type.
const fn format(
    [id, name, media_type]: [&'static str; 3],
    parts: &'static [&'static str],
    about: &'static str,
) -> Format {
    Format {
        id,
        name,
        about,
        parts,
        media_type,
        offset_unit: OffsetUnit::CodePoint,
        is_collection: true,
        is_read: true,
        variants: &[],
        capacity: CAPACITY,
    }
}

/// The columns, in their order.
const COLUMNS: [&str; 20] = [
    "doc_id",
    "ann_id",
    "label",
    "start_codepoint",
    "end_codepoint",
    "text",
    "note",
    "status",
    "annotator",
    "created",
    "modified",
    "origin",
    "relation",
    "to_id",
    "relation_id",
    "title",
    "date",
    "source",
    "url",
    "language",
];

impl Codec for Table {
    fn format(&self) -> &'static Format {
        self.format
    }

    fn adapt(&self, document: Document, _: &Options, losses: &mut Losses) -> Document {
        adapt(document, losses)
    }

    fn begin(&self, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        write::row(&mut parts[0], self.delimiter, &COLUMNS);
    }

    fn article(&self, document: &Document, _: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        write::article(document, self.delimiter, &mut parts[0]);
    }

    fn recognizes(&self, name: &str, text: &str) -> bool {
        let header = text.split(['\n', '\r']).next().unwrap_or_default();
        let columns: Vec<String> =
            header.split(char::from(self.delimiter)).map(read::column_name).collect();
        let has = |name: &str| columns.iter().any(|column| column.starts_with(name));
        let is_named = self.format.parts.iter().any(|part| has_extension(name, part))
            || (self.delimiter == b'\t' && has_extension(name, "tab"));
        // Under another name only a header that can be read tells.
        is_named && has("label") && has("start") && has("text") || read::is_header(&columns)
    }

    fn framing(&self) -> Framing {
        let (keys, labels) = (read::DOC_ID, read::LABEL);
        Framing::Rows { delimiter: self.delimiter, keys, labels }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::read(record, self.delimiter, drafts)
    }
}

/// Takes the times of relations, for which there is no column, and an address
/// of no characters.
fn adapt(mut document: Document, losses: &mut Losses) -> Document {
    const TIMES: Loss = Loss::Other {
        is_of_work: false,
        one: "1 link with its times: written without",
        more: "{n} links with their times: written without",
    };
    let none = Timestamp::default();
    let timed =
        document.relations().into_iter().filter(|one| (one.created, one.modified) != (none, none));
    let mut edits: Vec<Edit> = timed
        .map(|one| Relation { created: none, modified: none, ..Relation::clone(one) })
        .map(|one| Edit::PutRelation(Box::new(one)))
        .collect();
    losses.add(TIMES, edits.len());
    let metadata = &document.article().metadata;
    if metadata.url.as_deref() == Some("") {
        edits.push(Edit::SetMetadata(Box::new(Metadata { url: None, ..metadata.clone() })));
    }
    for edit in edits {
        let done = document.apply(edit);
        debug_assert!(done.is_ok(), "{done:?}");
    }
    document
}
