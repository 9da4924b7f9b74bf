//! A person's own keys in the library. What the keys mean is not known here:
//! the record is a JSON object, and all it holds is kept.

use super::keys;
use super::library::Library;
use super::record;
use super::store::StoreError;

impl Library {
    /// A person's own keys, as JSON; empty if there are none.
    pub fn own_keys(&self) -> String {
        self.records.get(keys::KEYS).unwrap_or_default()
    }

    /// Keeps a person's own keys.
    ///
    /// # Errors
    /// If local storage did not take it.
    pub fn set_own_keys(&mut self, json: &str) -> Result<(), StoreError> {
        self.write(vec![(keys::KEYS.into(), Some(json.into()))])
    }

    pub(super) fn check_own_keys(&mut self, notes: &mut Vec<String>) {
        if let Err(error) = record::check_keys(&self.own_keys())
            && self.records.get(keys::KEYS).is_some()
        {
            self.set_aside(keys::KEYS, error.of(keys::KEYS), notes);
        }
    }
}
