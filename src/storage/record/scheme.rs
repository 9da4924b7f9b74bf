//! The scheme as a record.

use serde_json::Value;

use super::RecordError;
use super::bad_value;
use super::fields::{Fields, Read, texts};
use crate::model::scheme::{Label, RelationType, Scheme};

/// Writes a scheme.
pub fn scheme_to_json(scheme: &Scheme) -> String {
    let labels = scheme.labels.iter().map(|label| {
        Fields::new()
            .with_text("id", label.id.as_str())
            .with_text("name", label.name.as_str())
            .with_maybe("key", label.key.map(String::from))
            .with_text("color", label.color.as_str())
            .with_text("description", label.description.as_str())
            .with_guidelines(&label.guidelines)
            .with_written_as(label.written_as.as_deref())
            .with_extra(&label.extra)
            .into_value()
    });
    let relation_types = scheme.relation_types.iter().map(|relation_type| {
        Fields::new()
            .with_text("id", relation_type.id.as_str())
            .with_text("name", relation_type.name.as_str())
            .with_text("description", relation_type.description.as_str())
            .with_guidelines(&relation_type.guidelines)
            .with_written_as(relation_type.written_as.as_deref())
            .with("from", texts(relation_type.from.iter().map(ToString::to_string)))
            .with("to", texts(relation_type.to.iter().map(ToString::to_string)))
            .with_extra(&relation_type.extra)
            .into_value()
    });
    Fields::new()
        .with("labels", Value::Array(labels.collect()))
        .with("relation_types", Value::Array(relation_types.collect()))
        .with_guidelines(&scheme.guidelines)
        .with_extra(&scheme.extra)
        .to_json()
}

/// Reads a scheme.
///
/// # Errors
/// Whatever does not fit.
pub fn scheme_from_json(json: &str) -> Result<Scheme, RecordError> {
    let mut fields = Fields::parse(json)?;
    let labels: Read<Vec<Label>> = fields.list("labels")?.into_iter().map(label).collect();
    let relation_types: Read<Vec<RelationType>> =
        fields.list("relation_types")?.into_iter().map(relation_type).collect();
    Ok(Scheme {
        labels: labels?,
        relation_types: relation_types?,
        guidelines: fields.guidelines()?,
        extra: fields.extra()?,
        places: Default::default(),
    })
}

fn label(value: Value) -> Read<Label> {
    let mut fields = Fields::from_value(value)?;
    let key = fields.maybe_text("key")?;
    let mut signs = key.iter().flat_map(|key| key.chars());
    let (first, second) = (signs.next(), signs.next());
    if second.is_some() {
        return Err(bad_value("key", &key.unwrap_or_default()));
    }
    Ok(Label {
        id: fields.text("id")?.as_str().into(),
        name: fields.text("name")?,
        written_as: fields.maybe_text("written_as")?,
        key: first,
        color: fields.text("color")?,
        description: fields.text("description")?,
        guidelines: fields.guidelines()?,
        extra: fields.extra()?,
    })
}

fn relation_type(value: Value) -> Read<RelationType> {
    let mut fields = Fields::from_value(value)?;
    let labels = |ids: Vec<String>| ids.iter().map(|id| id.as_str().into()).collect();
    Ok(RelationType {
        id: fields.text("id")?.as_str().into(),
        name: fields.text("name")?,
        written_as: fields.maybe_text("written_as")?,
        description: fields.text("description")?,
        guidelines: fields.guidelines()?,
        from: labels(fields.texts("from")?),
        to: labels(fields.texts("to")?),
        extra: fields.extra()?,
    })
}
