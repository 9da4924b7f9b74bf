//! What Label Studio exports as JSON-MIN: a task for each annotation, with the
//! fields of its data beside what each tag says.

use serde_json::{Map, Value, json};

/// Fields of a task or of its annotation, not of its data.
const OF_TASKS: &[&str] = &["id", "annotation_id", "updated_at", "lead_time"];
const OF_ANNOTATIONS: &[(&str, &str)] =
    &[("annotator", "completed_by"), ("created_at", "created_at")];

/// What holds the labels of a region.
const LABELS: &[&str] = &["labels", "hypertextlabels"];

/// Whether the start of a file looks like such an export.
pub(super) fn is_min(text: &str) -> bool {
    ["annotator", "annotation_id"].iter().all(|name| text.contains(&format!("\"{name}\"")))
}

/// The task that an item of such an export is; any other value as it is.
pub(super) fn task_of(value: Value) -> Value {
    let Value::Object(mut fields) = value else { return value };
    if fields.contains_key("data") || !fields.values().any(is_regions) {
        return Value::Object(fields);
    }
    let mut task = Map::new();
    let mut annotation = Map::new();
    for name in OF_TASKS {
        if let Some(value) = fields.remove(*name) {
            task.insert((*name).into(), value);
        }
    }
    for (name, own) in OF_ANNOTATIONS {
        if let Some(value) = fields.remove(*name) {
            annotation.insert((*own).into(), value);
        }
    }
    let mut result = Vec::new();
    let mut data = Map::new();
    for (name, value) in fields {
        match value {
            Value::Array(regions) if !regions.is_empty() && regions.iter().all(is_region) => {
                result.extend(regions.into_iter().map(|region| {
                    let kind = LABELS.iter().find(|kind| region.get(**kind).is_some());
                    json!({"type": kind, "from_name": name, "value": region})
                }));
            }
            value => drop(data.insert(name, value)),
        }
    }
    annotation.insert("result".into(), Value::Array(result));
    task.insert("data".into(), Value::Object(data));
    task.insert("annotations".into(), json!([annotation]));
    Value::Object(task)
}

fn is_regions(value: &Value) -> bool {
    value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(is_region))
}

fn is_region(value: &Value) -> bool {
    value.get("start").is_some() && LABELS.iter().any(|kind| value.get(kind).is_some())
}
