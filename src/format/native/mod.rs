//! Verbatim's own JSON, by which every other format is measured. `docs/native-json.md`
//! describes it for people, `docs/native.schema.json` for programs.
//!
//! Unit: Unicode code points, half-open, from the start of `text`; UTF-16 and
//! byte offsets stand beside them and are checked, never trusted.
//!
//! Invariants: the same content gives the same bytes; decoding what was
//! encoded gives the same content without a warning; a field that this
//! version does not know survives, at every level.

mod annotation;
mod article;
mod fragment;

mod relation;
mod scheme;
mod scheme_file;
mod streamed;
mod write;
mod writer;

pub(super) use write::{prefix, suffix};

use std::sync::Arc;

use serde_json::Value;

use super::describe::{kind, named, shortened};
use super::error::{FileProblem, FormatError};
use super::incoming::{json_from_text, text_from_utf8};
use super::{
    Capacity, Codec, Collection, Dataset, DraftOr, Drafts, Format, Framing, Imported, OffsetUnit,
    Record, Warnings,
};
use crate::model::document::Document;
use crate::model::scheme::Scheme;
pub use scheme::Names as NativeNames;
pub use scheme_file::{scheme_from_file, scheme_to_file};
pub use streamed::{NativeArticle, NativeJsonl};

use crate::format::ids::{self, Ids};
use crate::format::item::Item;

/// The codec of native JSON.
#[derive(Clone, Copy, Debug)]
pub struct NativeJson;

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: "verbatim-json",
    name: "Verbatim JSON",
    about: "Everything there is, for Verbatim itself and for safe keeping.",
    parts: &["json"],
    media_type: "application/json",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: true,
    is_read: true,
    variants: &[],
    capacity: Capacity::ALL,
};

/// The value of `format`.
const FORMAT_NAME: &str = "verbatim";

/// The value of `version`.
const VERSION: &str = "1.1";

/// Files of another major version are refused.
const MAJOR_VERSION: u64 = 1;

/// The value of `offset_unit`.
const OFFSET_UNIT: &str = "codepoint";

/// What this version knows of a file.
const FIELDS: &[&str] = &["format", "version", "generator", "offset_unit", "scheme", "articles"];

impl NativeJson {
    /// The file of a collection.
    pub fn encode(&self, collection: &Collection) -> Vec<u8> {
        write::collection(collection)
    }

    /// Reads a whole file.
    ///
    /// # Errors
    /// A file that can't be read at all; whatever is wrong with one item of it
    /// is a warning.
    pub fn decode(&self, bytes: &[u8]) -> Result<Imported, FormatError> {
        let mut warnings = Warnings::default();
        let collection = self.collection(bytes, &mut warnings)?;
        let n_items = |one: &Document| one.n_annotations() + one.relations().len();
        let mut balance = warnings.balance();
        let n_items: usize = collection.documents.iter().map(n_items).sum();
        balance.n_kept = n_items.saturating_sub(balance.n_changed);
        Ok(Imported { collection, warnings, balance })
    }

    fn collection(&self, bytes: &[u8], warnings: &mut Warnings) -> Result<Collection, FileProblem> {
        let file = json_from_text(text_from_utf8(bytes)?)?;
        let Some(item) = Item::new(&file, FIELDS) else {
            return Err(FileProblem::NotObject { found: kind(&file) });
        };
        check_header(&item)?;
        let Some(Value::Array(articles)) = item.get("articles") else {
            return Err(FileProblem::NoArticles);
        };
        let names = scheme::read(item.get("scheme"), warnings);
        let mut ids = Ids::default();
        let documents = articles
            .iter()
            .enumerate()
            .filter_map(|(idx, value)| {
                article::read(value, (idx + 1, None), &names, &mut ids, warnings)
            })
            .collect();
        Ok(Collection { scheme: Arc::clone(&names.scheme), documents, extra: item.extra() })
    }
}

impl Codec for NativeJson {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn leaves_unit_open(&self) -> bool {
        false
    }

    fn begin(&self, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        write::begin(dataset.scheme, &mut parts[0]);
    }

    fn article(&self, document: &Document, number: usize, _: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        write::article(document, number == 1, &mut parts[0]);
    }

    fn end(&self, n_articles: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        write::end(dataset.extra, n_articles > 0, &mut parts[0]);
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        looks_native(text)
    }

    fn framing(&self) -> Framing {
        Framing::Whole
    }

    fn streamed(&self) -> Option<&'static dyn Codec> {
        Some(&streamed::NativeArticles)
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        let text = record.text().as_bytes();
        let Collection { scheme, documents, extra } =
            self.collection(text, &mut drafts.warnings)?;
        drafts.schemes.push(Scheme::clone(&scheme));
        drafts.extra = extra;
        let documents = documents.into_iter().map(|one| DraftOr::Document(Box::new(one)));
        drafts.articles.extend(documents);
        Ok(())
    }
}

/// Whether a text is an object that says `"format": "verbatim"`.
pub(super) fn looks_native(text: &str) -> bool {
    says_format(text, FORMAT_NAME)
}

/// Whether a text is an object that says `"format"` and this name.
fn says_format(text: &str, name: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('{')
        && text.match_indices("\"format\"").any(|(at, key)| {
            let rest = text[at + key.len()..].trim_start();
            let value = rest.strip_prefix(':').map(str::trim_start);
            let value = value.and_then(|value| value.strip_prefix('"')?.strip_prefix(name));
            value.is_some_and(|rest| rest.starts_with('"'))
        })
}

/// Whether the file is one of ours, and of a version that can be read.
fn check_header(file: &Item<'_>) -> Result<(), FileProblem> {
    match file.get("format") {
        None => return Err(FileProblem::NoFormat),
        Some(format) if format == FORMAT_NAME => {}
        Some(format) if format == scheme_file::SCHEME_FORMAT_NAME => {
            return Err(FileProblem::OnlyScheme);
        }
        Some(other) => {
            return Err(FileProblem::OtherFormat { found: named(other) });
        }
    }
    check_version(file)?;
    check_offset_unit(file)
}

/// Whether the offsets are code points.
fn check_offset_unit(file: &Item<'_>) -> Result<(), FileProblem> {
    match file.get("offset_unit") {
        Some(unit) if unit != OFFSET_UNIT => {
            Err(FileProblem::OtherOffsetUnit { found: named(unit) })
        }
        _ => Ok(()),
    }
}

/// Whether the file is of a version that can be read.
fn check_version(file: &Item<'_>) -> Result<(), FileProblem> {
    let version = file.get("version").ok_or(FileProblem::NoVersion)?;
    match version.as_str().and_then(|version| Some((version, major_version(version)?))) {
        None => Err(FileProblem::BadVersion { found: named(version) }),
        Some((_, MAJOR_VERSION)) => Ok(()),
        Some((version, 0)) => Err(FileProblem::Older { version: version.into() }),
        Some((version, _)) => Err(FileProblem::Newer { version: version.into() }),
    }
}

/// The first number of a version such as `1.0`.
fn major_version(version: &str) -> Option<u64> {
    let (major, minor) = version.split_once('.')?;
    let is_number = |digits: &str| {
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !(is_number(major) && is_number(minor)) {
        return None;
    }
    major.parse().ok()
}

/// An id as the file has it, for people: its own words, or its number.
fn named_id(value: &Value, number: usize) -> String {
    match ids::raw_id(value.get("id")) {
        Some(id) if !id.is_empty() => shortened(&id),
        _ => format!("no. {number}"),
    }
}
