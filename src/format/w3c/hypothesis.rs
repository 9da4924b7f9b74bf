//! What the API of Hypothesis gives: rows of annotations, near to the W3C's
//! model, and without the texts that they lie on.
//! Source: <https://h.readthedocs.io/en/latest/api-reference/>.

use serde_json::{Value, json};

use crate::format::json_lines::has_field;

/// Whether the start of a file is of it.
pub(super) fn is_it(text: &str) -> bool {
    has_field(text, "rows", "[{")
        && has_field(text, "selector", "[")
        && has_field(text, "uri", "\"")
}

/// The rows as annotations of the model; `None` if it is something else.
pub(super) fn annotations(value: &Value) -> Option<Vec<Value>> {
    let rows = value.get("rows")?.as_array()?;
    rows.iter().any(|row| row.get("uri").is_some()).then(|| rows.iter().map(annotation).collect())
}

fn annotation(row: &Value) -> Value {
    let said = |field: &str| row.get(field).and_then(Value::as_str).filter(|said| !said.is_empty());
    let tags = row.get("tags").and_then(Value::as_array).into_iter().flatten();
    let body = |purpose: &str, value: &Value| json!({"type": "TextualBody", "purpose": purpose, "value": value});
    let mut bodies: Vec<Value> = tags.map(|tag| body("tagging", tag)).collect();
    bodies.extend(said("text").map(|note| body("commenting", &note.into())));
    let mut annotation = json!({
        "type": "Annotation",
        "motivation": "highlighting",
        "body": bodies,
        "target": row.get("target"),
    });
    for (field, from) in
        [("id", "id"), ("creator", "user"), ("created", "created"), ("modified", "updated")]
    {
        if let Some(said) = said(from) {
            annotation[field] = said.into();
        }
    }
    annotation
}
