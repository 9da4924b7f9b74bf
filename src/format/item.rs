//! One object of the file, read field by field.
//!
//! Read by hand, not through serde's derived code: a field of the wrong kind
//! must cost that field alone, with a sentence that names it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::describe::{kind, named};
use super::warning::Problem;
use crate::model::extra::Extra;
use crate::model::timestamp::Timestamp;

/// An object, and which of its fields this version knows.
pub(super) struct Item<'a> {
    fields: &'a Map<String, Value>,
    known: &'static [&'static str],
}

impl<'a> Item<'a> {
    /// `None` if the value is no object.
    pub(super) fn new(value: &'a Value, known: &'static [&'static str]) -> Option<Item<'a>> {
        Some(Item { fields: value.as_object()?, known })
    }

    /// The value of a field; a field that is `null` is as good as missing.
    pub(super) fn get(&self, field: &'static str) -> Option<&'a Value> {
        debug_assert!(self.known.contains(&field), "{field}");
        self.fields.get(field).filter(|value| !value.is_null())
    }

    /// The words in a field. `None` if it is missing, or, which is said, not
    /// text.
    pub(super) fn text(&self, field: &'static str, problems: &mut Vec<Problem>) -> Option<&'a str> {
        let value = self.get(field)?;
        if value.as_str().is_none() {
            problems.push(Problem::NotText { field, found: kind(value) });
        }
        value.as_str()
    }

    /// The list in a field; empty if it is missing, or, which is said, not a
    /// list.
    pub(super) fn list(&self, field: &'static str, problems: &mut Vec<Problem>) -> &'a [Value] {
        match self.get(field) {
            Some(Value::Array(list)) => list,
            Some(other) => {
                problems.push(Problem::NotList { field, found: kind(other) });
                &[]
            }
            None => &[],
        }
    }

    /// The moment in a field; `default` if it is missing, or, which is said,
    /// not a time.
    pub(super) fn time(
        &self,
        field: &'static str,
        default: Timestamp,
        problems: &mut Vec<Problem>,
    ) -> Timestamp {
        let Some(value) = self.get(field) else {
            return default;
        };
        value.as_str().and_then(|words| words.parse().ok()).unwrap_or_else(|| {
            let new = default.to_string();
            problems.push(Problem::BadTime { field, found: named(value), new });
            default
        })
    }

    /// The fields that this version does not know.
    pub(super) fn extra(&self) -> Extra {
        // Filled one by one: collecting would sort, at kilobytes of code.
        let mut extra = Extra::new();
        for (field, value) in self.fields {
            if !self.known.contains(&field.as_str()) {
                extra.insert(field.clone(), value.clone());
            }
        }
        extra
    }
}

/// The whole number that a value is, however it is written: `6`, `6.0` or `"6"`.
/// Programs that keep tables write offsets as fractions and as text.
pub(super) fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| whole_of(number.as_f64()?)),
        Value::String(words) => whole_in(words),
        _ => None,
    }
}

/// As [`whole`], of the words in a cell.
pub(super) fn whole_in(words: &str) -> Option<u64> {
    let words = words.trim();
    words.parse().ok().or_else(|| whole_of(words.parse().ok()?))
}

/// A fraction that is a whole number, and no longer than all of them are exact.
fn whole_of(number: f64) -> Option<u64> {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && (0.0..=MAX_EXACT).contains(&number)).then_some(number as u64)
}

/// What another program said that only its own format can hold, kept under
/// that format's id.
pub(super) fn foreign(format: &'static str, fields: Extra) -> Extra {
    let mut extra = Extra::new();
    if !fields.is_empty() {
        extra.insert(format.into(), Value::Object(fields.into_iter().collect()));
    }
    extra
}

/// What this format itself said before, but for the fields that are `written`
/// anyway; sorted by name.
pub(super) fn foreign_fields<'a>(
    format: &str,
    extra: &'a Extra,
    written: &[&str],
) -> BTreeMap<&'a str, &'a Value> {
    let fields = extra.get(format).and_then(Value::as_object).into_iter().flatten();
    let fields = fields.map(|(name, value)| (name.as_str(), value));
    fields.filter(|(name, _)| !written.contains(name)).collect()
}
