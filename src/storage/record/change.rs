//! A change of the whole library as a record.
//!
//! The values stand in it as the JSON they are. Of a value that has one before
//! and one after, only the fields that differ are written again, so that a
//! label on thousands of annotations can be merged into another without
//! keeping each annotation twice.

use serde_json::{Map, Value};

use super::RecordError;
use super::bad_json;
use super::fields::{Fields, Read};
use crate::model::timestamp::Timestamp;
use crate::storage::change::RecordChange;

/// What was done to the whole library, and how to go back over it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRecord {
    /// What was done, in a plain sentence.
    pub summary: String,
    /// When it was done.
    pub at: Timestamp,
    /// The records it changed.
    pub changes: Vec<RecordChange>,
}

/// Writes a change of the whole library.
pub fn change_to_json(record: &ChangeRecord) -> String {
    let changes = record.changes.iter().map(|change| {
        let (before, after) = (json_of(&change.before), json_of(&change.after));
        let fields = Fields::new().with_text("key", &change.key);
        let fields = match patch(&before, &after) {
            Some(patch) => fields.with("patch", patch),
            None => fields.with("after", after),
        };
        fields.with("before", before).into_value()
    });
    Fields::new()
        .with_text("what", &record.summary)
        .with_text("at", &record.at.to_string())
        .with("records", Value::Array(changes.collect()))
        .to_json()
}

/// Reads a change of the whole library.
///
/// # Errors
/// Whatever does not fit.
pub fn change_from_json(json: &str) -> Result<ChangeRecord, RecordError> {
    let mut fields = Fields::parse(json)?;
    let changes: Read<Vec<RecordChange>> =
        fields.list("records")?.into_iter().map(change).collect();
    Ok(ChangeRecord { summary: fields.text("what")?, at: fields.time("at")?, changes: changes? })
}

fn change(value: Value) -> Read<RecordChange> {
    let mut fields = Fields::from_value(value)?;
    let key = fields.text("key")?;
    let (before, patch) = (fields.value("before"), fields.value("patch"));
    let after = match (&before, patch) {
        (_, Value::Null) => fields.value("after"),
        (Value::Object(before), Value::Object(patch)) => patched(before, &patch),
        (_, other) => return Err(bad_json(&other, "a patch")),
    };
    Ok(RecordChange { key, before: text_of(before)?, after: text_of(after)? })
}

/// A record's value: as JSON if that gives the same text again, else as text.
fn json_of(text: &Option<String>) -> Value {
    let Some(text) = text else { return Value::Null };
    match serde_json::from_str::<Value>(text) {
        Ok(value) if value.is_object() && are_same_text(&value, text) => value,
        _ => Value::String(text.clone()),
    }
}

/// Whether a value is written as a text, to the byte.
fn are_same_text(value: &Value, text: &str) -> bool {
    let written = value.to_string();
    written == text
}

fn text_of(value: Value) -> Read<Option<String>> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Object(_) => Ok(Some(value.to_string())),
        other => Err(bad_json(&other, "a record")),
    }
}

/// The fields of `after` that differ from `before`, with null for those that
/// are gone. `None` where that would not lead back to `after`.
fn patch(before: &Value, after: &Value) -> Option<Value> {
    let (before, after_fields) = (before.as_object()?, after.as_object()?);
    let mut patch = Map::new();
    for (field, value) in after_fields {
        if before.get(field) != Some(value) {
            patch.insert(field.clone(), value.clone());
        }
    }
    for field in before.keys().filter(|field| !after_fields.contains_key(*field)) {
        patch.insert(field.clone(), Value::Null);
    }
    let leads_there = are_same_text(&patched(before, &patch), &after.to_string());
    leads_there.then_some(Value::Object(patch))
}

fn patched(before: &Map<String, Value>, patch: &Map<String, Value>) -> Value {
    let mut fields = before.clone();
    for (field, value) in patch {
        match value {
            Value::Null => fields.remove(field),
            value => fields.insert(field.clone(), value.clone()),
        };
    }
    Value::Object(fields)
}
