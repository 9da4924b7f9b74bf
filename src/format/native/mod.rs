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
mod ids;
mod item;
mod relation;
mod scheme;
mod scheme_file;
mod write;
mod writer;

use std::sync::Arc;

use serde_json::Value;

use super::describe::{kind, named, shortened};
use super::error::{FileProblem, FormatError};
use super::incoming::{json_from_text, text_from_utf8};
use super::{Codec, Collection, Format, Imported, OffsetUnit};
pub use scheme_file::{scheme_from_file, scheme_to_file};

use ids::Ids;
use item::Item;

/// The codec of native JSON.
#[derive(Clone, Copy, Debug)]
pub struct NativeJson;

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: "verbatim-json",
    name: "Verbatim JSON",
    extension: "json",
    media_type: "application/json",
    offset_unit: OffsetUnit::CodePoint,
};

/// The value of `format`.
const FORMAT_NAME: &str = "verbatim";

/// The value of `version`.
const VERSION: &str = "1.0";

/// Files of another major version are refused.
const MAJOR_VERSION: u64 = 1;

/// The value of `offset_unit`.
const OFFSET_UNIT: &str = "codepoint";

/// What this version knows of a file.
const FIELDS: &[&str] = &["format", "version", "generator", "offset_unit", "scheme", "articles"];

impl Codec for NativeJson {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn encode(&self, collection: &Collection) -> Vec<u8> {
        write::collection(collection)
    }

    fn decode(&self, bytes: &[u8]) -> Result<Imported, FormatError> {
        let file = json_from_text(text_from_utf8(bytes)?)?;
        let Some(item) = Item::new(&file, FIELDS) else {
            return Err(FileProblem::NotObject { found: kind(&file) }.into());
        };
        check_header(&item)?;
        let Some(Value::Array(articles)) = item.get("articles") else {
            return Err(FileProblem::NoArticles.into());
        };
        let mut warnings = Vec::new();
        let names = scheme::read(item.get("scheme"), &mut warnings);
        let mut ids = Ids::default();
        let documents = articles
            .iter()
            .enumerate()
            .filter_map(|(idx, value)| {
                article::read(value, idx + 1, &names, &mut ids, &mut warnings)
            })
            .collect();
        let collection =
            Collection { scheme: Arc::clone(&names.scheme), documents, extra: item.extra() };
        Ok(Imported { collection, warnings })
    }
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
