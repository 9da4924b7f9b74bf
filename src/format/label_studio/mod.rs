//! Label Studio tasks: texts with regions and relations between them, as
//! annotations of people or as predictions.
//! Source: <https://labelstud.io/guide/task_format> and the editor's
//! `RichTextRegion.js`.
//!
//! Unit: code points, half-open; a carriage return and a line feed count one
//! each. Exports of before October 2021 count UTF-16 code units.
//!
//! A region has no place for several fragments. What Label Studio has no place
//! for stands in `data` (of the article) and in `meta` (of regions and
//! relations), under the names of native JSON; Label Studio keeps `data` and
//! the `meta` of regions. The labelling configuration goes along as a file of
//! its own.

mod config;
mod min;
mod read;
mod texts;
mod write;

use super::draft::Drafts;
use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, OutFile, Record, Variant,
};
use crate::model::document::Document;

/// The codec of Label Studio tasks.
#[derive(Clone, Copy, Debug)]
pub struct LabelStudio;

const ID: &str = "label-studio";

/// The variant whose regions are what a person made.
const ANNOTATIONS: &str = "annotations";
/// The variant whose regions are what a program proposes.
const PREDICTIONS: &str = "predictions";

/// The model that predictions are of, which Label Studio wants to have named.
const MODEL: &str = "verbatim";

/// The names of the tags in the configuration.
const FROM_NAME: &str = "label";
const TO_NAME: &str = "text";

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "Label Studio tasks",
    about: "Tasks with annotations or predictions, and the labelling configuration.",
    parts: &["json"],
    media_type: "application/json",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: true,
    is_read: true,
    variants: &[
        Variant { id: ANNOTATIONS, name: "As annotations" },
        Variant { id: PREDICTIONS, name: "As predictions" },
    ],
    capacity: Capacity {
        fragments: false,
        scheme: false,
        tokens: false,
        sentences: false,
        unknown: false,
        ..Capacity::ALL
    },
};

/// The fields of a task, of its data, and of a region.
const TASK_FIELDS: &[&str] = &["data", "annotations", "predictions", "completions"];
const REGION_FIELDS: &[&str] = &["id", "from_name", "to_name", "type", "value", "meta"];
const TEXT: &str = "text";
const ARTICLE_ID: &str = "article_id";

impl Codec for LabelStudio {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn begin(&self, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        parts[0].push(b'[');
    }

    fn article(
        &self,
        document: &Document,
        number: usize,
        dataset: &Dataset<'_>,
        parts: &mut [Vec<u8>],
    ) {
        parts[0].extend_from_slice(if number == 1 { b"\n" } else { b",\n" });
        let is_prediction = FORMAT.variant(dataset.options) == PREDICTIONS;
        // Writing into memory can't fail, and all of it can be JSON.
        let _ok =
            serde_json::to_writer(&mut parts[0], &write::task(document, number, is_prediction));
    }

    fn end(&self, _: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        parts[0].extend_from_slice(b"\n]\n");
    }

    fn companions(&self, dataset: &Dataset<'_>) -> Vec<OutFile> {
        vec![OutFile {
            name: "label-studio-config.xml".into(),
            bytes: config::of(dataset.scheme).into_bytes(),
        }]
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        let is_task = [ANNOTATIONS, PREDICTIONS, "completions"]
            .iter()
            .any(|field| text.contains(&format!("\"{field}\"")));
        let is_whole = is_task && text.contains("\"data\"");
        let is_json = (is_whole || min::is_min(text)) && !text.contains("\"@context\"");
        is_json || is_table(text)
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        if is_table(record.text()) {
            return Err(FileProblem::Other(
                "is a table of Label Studio’s, which has not all that is marked; export JSON from \
                 Label Studio, and read that"
                    .into(),
            ));
        }
        // A configuration is read line by line.
        if record.text().trim_start().starts_with('<') {
            config::read_line(record.text(), drafts);
            return Ok(());
        }
        read::task(record, drafts)
    }
}

/// Whether a text begins with the header of the CSV or TSV that Label Studio
/// exports.
fn is_table(text: &str) -> bool {
    let header = text.lines().next().unwrap_or_default();
    let has = |name: &str| header.split([',', '\t']).any(|cell| cell.trim_matches('"') == name);
    has("annotation_id") && has("annotator") && has("lead_time")
}
