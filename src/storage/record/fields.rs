//! A record's fields, read and written by name.
//!
//! By hand, not through serde's derived code: that is several kilobytes for
//! each type, in the WASM that every visitor loads.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{RecordError, bad_json, bad_value};
use crate::model::extra::Extra;
use crate::model::id::ArticleId;
use crate::model::timestamp::Timestamp;

/// The fields of one JSON object.
pub(super) struct Fields(Map<String, Value>);

/// What can't be a field of a record.
pub(super) type Read<T> = Result<T, RecordError>;

impl Fields {
    pub(super) fn new() -> Fields {
        Fields(Map::new())
    }

    pub(super) fn parse(json: &str) -> Read<Fields> {
        Fields::from_value(serde_json::from_str(json).map_err(|e| {
            RecordError::because(|| format!("it is not the JSON it should be: {e}"))
        })?)
    }

    pub(super) fn from_value(value: Value) -> Read<Fields> {
        match value {
            Value::Object(fields) => Ok(Fields(fields)),
            other => Err(bad_json(&other, "an object")),
        }
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    pub(super) fn to_json(&self) -> String {
        // Maps with text keys always can be written.
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Adds a field.
    pub(super) fn with(mut self, field: &str, value: Value) -> Fields {
        self.0.insert(field.into(), value);
        self
    }

    /// Adds a text.
    pub(super) fn with_text(self, field: &str, text: &str) -> Fields {
        self.with(field, Value::String(text.into()))
    }

    /// Adds a text, or null.
    pub(super) fn with_maybe(self, field: &str, text: Option<String>) -> Fields {
        self.with(field, text.map_or(Value::Null, Value::String))
    }

    /// Adds an id.
    pub(super) fn with_id(self, field: &str, id: Uuid) -> Fields {
        self.with(field, Value::String(id.to_string()))
    }

    /// Adds guidelines, if there are any.
    pub(super) fn with_guidelines(self, guidelines: &str) -> Fields {
        self.with_unless("guidelines", guidelines, "")
    }

    /// Adds what files of other programs have a label or a relation type as, if
    /// that is not its id.
    pub(super) fn with_written_as(self, name: Option<&str>) -> Fields {
        match name {
            Some(name) => self.with_text("written_as", name),
            None => self,
        }
    }

    /// Adds a whole number.
    pub(super) fn with_number(self, field: &str, number: u64) -> Fields {
        self.with(field, Value::Number(number.into()))
    }

    /// Adds a text that is not the default.
    pub(super) fn with_unless(self, field: &str, value: &str, default: &str) -> Fields {
        if value == default { self } else { self.with_text(field, value) }
    }

    /// Adds the fields that this version does not know, if there are any.
    pub(super) fn with_extra(self, extra: &Extra) -> Fields {
        if extra.is_empty() {
            return self;
        }
        let mut fields = Map::new();
        for (field, value) in extra {
            fields.insert(field.clone(), value.clone());
        }
        self.with("extra", Value::Object(fields))
    }

    /// Takes a field's value and leaves null: to remove a key from a tree is a
    /// kilobyte for every visitor.
    fn take(&mut self, field: &'static str) -> Option<Value> {
        self.0.get_mut(field).map(Value::take)
    }

    pub(super) fn text(&mut self, field: &'static str) -> Read<String> {
        match self.take(field) {
            Some(Value::String(text)) => Ok(text),
            other => Err(not_this(field, &other.unwrap_or_default())),
        }
    }

    /// A text that may be missing or null.
    pub(super) fn maybe_text(&mut self, field: &'static str) -> Read<Option<String>> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.text(field).map(Some),
        }
    }

    /// An id. Read here for every kind of id, because each kind's own reader is
    /// more bytes.
    pub(super) fn id(&mut self, field: &'static str) -> Read<Uuid> {
        let text = self.text(field)?;
        let id: Result<ArticleId, _> = text.parse();
        id.map(|id| id.0).map_err(|_| bad_value(field, &text))
    }

    /// Guidelines; none, if they are missing.
    pub(super) fn guidelines(&mut self) -> Read<String> {
        Ok(self.maybe_text("guidelines")?.unwrap_or_default())
    }

    pub(super) fn number(&mut self, field: &'static str) -> Read<u64> {
        let value = self.take(field).unwrap_or_default();
        value.as_u64().ok_or_else(|| not_this(field, &value))
    }

    pub(super) fn offset(&mut self, field: &'static str) -> Read<u32> {
        let number = self.number(field)?;
        u32::try_from(number).map_err(|_| not_this(field, &number.into()))
    }

    pub(super) fn list(&mut self, field: &'static str) -> Read<Vec<Value>> {
        match self.take(field) {
            Some(Value::Array(list)) => Ok(list),
            other => Err(not_this(field, &other.unwrap_or_default())),
        }
    }

    pub(super) fn texts(&mut self, field: &'static str) -> Read<Vec<String>> {
        let read = |value: Value| match value {
            Value::String(text) => Ok(text),
            other => Err(not_this(field, &other)),
        };
        self.list(field)?.into_iter().map(read).collect()
    }

    pub(super) fn value(&mut self, field: &'static str) -> Value {
        self.take(field).unwrap_or_default()
    }

    pub(super) fn flag(&mut self, field: &'static str) -> Read<bool> {
        let value = self.value(field);
        value.as_bool().ok_or_else(|| not_this(field, &value))
    }

    pub(super) fn time(&mut self, field: &'static str) -> Read<Timestamp> {
        let text = self.text(field)?;
        text.parse().map_err(|_| bad_value(field, &text))
    }

    pub(super) fn extra(&mut self) -> Read<Extra> {
        match self.value("extra") {
            Value::Null => Ok(Extra::new()),
            Value::Object(fields) => {
                let mut extra = Extra::new();
                for (field, value) in fields {
                    extra.insert(field, value);
                }
                Ok(extra)
            }
            other => Err(not_this("extra", &other)),
        }
    }
}

/// Whether a person's own keys can be read; what they mean is not known here.
///
/// # Errors
/// The record is no JSON object.
pub fn check_keys(json: &str) -> Read<()> {
    Fields::parse(json).map(|_| ())
}

pub(super) fn texts(items: impl Iterator<Item = String>) -> Value {
    Value::Array(items.map(Value::String).collect())
}

fn not_this(field: &'static str, value: &Value) -> RecordError {
    RecordError::because(|| match value {
        Value::String(text) => format!("its {field} can’t be “{text}”"),
        other => format!("its {field} can’t be “{other}”"),
    })
}
