//! What may be said for an option, and how it is told from what may not.

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};

use crate::format::{CODECS, OffsetUnit};
use crate::model::annotation::Status;

/// How something is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum How {
    /// Sentences
    Text,
    /// One line of JSON
    Json,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TokensArg {
    /// Those that the article came with; words, if it came with none
    Source,
    /// Words and marks of punctuation, by UAX #29
    Words,
    /// What stands between white space
    Whitespace,
}

/// Where sentences end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SentencesArg {
    /// Those that the article came with; by UAX #29, if it came with none
    Source,
    /// By UAX #29
    Sentences,
    /// At line ends
    Lines,
}

/// Which of two annotations is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeepArg {
    /// The longer one
    Outer,
    /// The shorter one
    Inner,
}

/// What `diff` compares, by the names of [`DiffArgs::ignore`](super::DiffArgs);
/// `foreign` stands for all fields that only one format knows.
pub const FIELDS: [&str; 16] = [
    "title",
    "date",
    "source",
    "url",
    "language",
    "text",
    "label",
    "boundary",
    "note",
    "status",
    "annotator",
    "type",
    "ends",
    "tokens",
    "sentences",
    "foreign",
];

pub(super) fn formats(is_read: bool) -> PossibleValuesParser {
    let formats = CODECS.iter().map(|codec| codec.format());
    let formats = formats.filter(|format| format.is_read || !is_read);
    PossibleValuesParser::new(
        formats.map(|format| PossibleValue::new(format.id).help(format.about)),
    )
}

pub(super) fn variants() -> PossibleValuesParser {
    let mut variants: Vec<PossibleValue> = Vec::new();
    for variant in CODECS.iter().flat_map(|codec| codec.format().variants) {
        if variants.iter().all(|other| other.get_name() != variant.id) {
            variants.push(PossibleValue::new(variant.id).help(variant.name));
        }
    }
    PossibleValuesParser::new(variants)
}

pub(super) fn units() -> impl clap::builder::TypedValueParser<Value = OffsetUnit> {
    let units = OffsetUnit::ALL.into_iter().filter(|&unit| unit != OffsetUnit::Token);
    let values = units.map(|unit| PossibleValue::new(unit.id()).help(unit.name()));
    // Only these values get here.
    PossibleValuesParser::new(values)
        .map(|id| OffsetUnit::from_id(&id).unwrap_or(OffsetUnit::CodePoint))
}

pub(super) fn statuses() -> impl clap::builder::TypedValueParser<Value = Status> {
    PossibleValuesParser::new(Status::ALL.map(Status::as_str))
        .map(|name| Status::from_name(&name).unwrap_or_default())
}

pub(super) fn pair(said: &str) -> Result<(String, String), String> {
    match said.split_once('=') {
        Some((from, to)) if !from.is_empty() && !to.is_empty() => Ok((from.into(), to.into())),
        _ => Err("it should be NAME=ID".into()),
    }
}

pub(super) fn seed(said: &str) -> Result<u64, String> {
    said.parse().map_err(|_| format!("it should be a whole number from 0 to {}", u64::MAX))
}
