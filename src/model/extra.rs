//! What a file of a newer minor version said that this version does not know.

use std::collections::BTreeMap;

use serde_json::Value;

/// Unknown fields by name. They are kept, and written again after the known
/// ones, sorted by name.
pub type Extra = BTreeMap<String, Value>;
