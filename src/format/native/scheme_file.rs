//! A scheme as a file of its own: the scheme of native JSON, with a header in
//! the same object.
//!
//! A file with articles is read too, for the scheme in it. Invariant: a field
//! that this version does not know survives, but for the three of the header.

use std::sync::Arc;

use serde_json::Value;

use super::{FIELDS, FORMAT_NAME, check_version, scheme, write};
use crate::format::Warnings;
use crate::format::describe::{kind, named};
use crate::format::error::{FileProblem, FormatError};
use crate::format::incoming::{check_size, json_from_text, text_from_utf8};
use crate::format::item::Item;
use crate::model::scheme::Scheme;

/// The value of `format`.
pub(super) const SCHEME_FORMAT_NAME: &str = "verbatim-scheme";

/// The fields before those of the scheme.
pub(super) const SCHEME_HEADER: [&str; 3] = ["format", "version", "generator"];

/// Writes a scheme.
pub fn scheme_to_file(scheme: &Scheme) -> Vec<u8> {
    write::scheme_file(scheme)
}

/// Reads a scheme, and says what of it does not fit.
///
/// # Errors
/// A file that can't be read, is no scheme, or has no label.
pub fn scheme_from_file(name: &str, bytes: &[u8]) -> Result<(Scheme, Warnings), FormatError> {
    check_size(name, bytes.len() as u64)?;
    read(bytes).map_err(|problem| FormatError { file: name.into(), problem })
}

fn read(bytes: &[u8]) -> Result<(Scheme, Warnings), FileProblem> {
    let file = json_from_text(text_from_utf8(bytes)?)?;
    let Some(item) = Item::new(&file, FIELDS) else {
        return Err(FileProblem::NotObject { found: kind(&file) });
    };
    let value = match item.get("format") {
        Some(format) if format == SCHEME_FORMAT_NAME => Some(&file),
        Some(format) if format == FORMAT_NAME => item.get("scheme"),
        other => {
            return Err(FileProblem::NotScheme { found: other.map_or("missing".into(), named) });
        }
    };
    check_version(&item)?;
    let labels = value.and_then(|value| value.get("labels")).and_then(Value::as_array);
    if labels.is_none_or(Vec::is_empty) {
        return Err(FileProblem::NoLabels);
    }
    let mut warnings = Warnings::default();
    let mut scheme = Arc::unwrap_or_clone(scheme::read(value, &mut warnings).scheme);
    if scheme.labels.is_empty() {
        return Err(FileProblem::NoLabels);
    }
    scheme.extra.retain(|field, _| !SCHEME_HEADER.contains(&field.as_str()));
    Ok((scheme, warnings))
}
