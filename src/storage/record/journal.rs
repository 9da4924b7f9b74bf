//! What goes into the journal, and how far local storage has followed it.

use serde_json::Value;

use super::fields::Fields;
use super::{RecordError, bad_json};

/// Some records, and what becomes of each: a new value, or gone.
pub type Writes = Vec<(String, Option<String>)>;

/// One write, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// The number of the write.
    pub seq: u64,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// What was written.
    pub writes: Writes,
}

impl JournalEntry {
    /// Writes it.
    pub fn to_json(&self) -> String {
        let writes = self.writes.iter().map(|(key, value)| {
            let value = value.clone().map_or(Value::Null, Value::String);
            Value::Array(vec![Value::String(key.clone()), value])
        });
        Fields::new()
            .with_number("seq", self.seq)
            .with_number("at", self.at)
            .with("writes", Value::Array(writes.collect()))
            .to_json()
    }

    /// Reads it.
    ///
    /// # Errors
    /// Whatever does not fit.
    pub fn from_json(json: &str) -> Result<JournalEntry, RecordError> {
        let mut fields = Fields::parse(json)?;
        let mut writes = Writes::new();
        for write in fields.list("writes")? {
            match write.as_array().map(Vec::as_slice) {
                Some([Value::String(key), Value::String(value)]) => {
                    writes.push((key.clone(), Some(value.clone())));
                }
                Some([Value::String(key), Value::Null]) => writes.push((key.clone(), None)),
                _ => return Err(bad_json(&write, "a write")),
            }
        }
        Ok(JournalEntry { seq: fields.number("seq")?, at: fields.number("at")?, writes })
    }
}

/// Writes up to which number local storage has followed the journal.
pub fn followed_to_json(seq: u64) -> String {
    Fields::new().with_number("seq", seq).to_json()
}

/// Reads up to which number local storage has followed the journal.
///
/// # Errors
/// Whatever does not fit.
pub fn followed_from_json(json: &str) -> Result<u64, RecordError> {
    Fields::parse(json)?.number("seq")
}
