//! Annotations and relations as records.

use serde_json::Value;

use super::fields::{Fields, Read};
use super::{RecordError, bad_value};
use crate::model::annotation::{Annotation, MANUAL, Relation, Status};
use crate::model::fragments::{Fragment, Fragments};
use crate::model::id::{AnnotationId, LabelId, RelationId};
use crate::model::offset::{TextRange, TextSize};
use crate::model::text::Text;

/// Writes an annotation.
pub fn annotation_to_json(annotation: &Annotation, text: &Text) -> String {
    annotation_fields(annotation, text).to_json()
}

/// Reads an annotation, checking every quote against the text.
///
/// # Errors
/// Whatever does not fit.
pub fn annotation_from_json(
    id: AnnotationId,
    json: &str,
    text: &Text,
) -> Result<Annotation, RecordError> {
    annotation_from_fields(id, Fields::parse(json)?, text)
}

/// Writes a relation.
pub fn relation_to_json(relation: &Relation) -> String {
    relation_fields(relation).to_json()
}

/// Reads a relation.
///
/// # Errors
/// Whatever does not fit.
pub fn relation_from_json(id: RelationId, json: &str) -> Result<Relation, RecordError> {
    relation_from_fields(id, Fields::parse(json)?)
}

pub(super) fn annotation_fields(annotation: &Annotation, text: &Text) -> Fields {
    let fragments = annotation.fragments.iter().map(|fragment| {
        Fields::new()
            .with_number("start", u32::from(fragment.range.start()).into())
            .with_number("end", u32::from(fragment.range.end()).into())
            .with_text("quote", text.get(fragment.range).unwrap_or_default())
            .with_extra(&fragment.extra)
            .into_value()
    });
    let created = annotation.created.to_string();
    Fields::new()
        .with_text("label", annotation.label.as_str())
        .with("fragments", Value::Array(fragments.collect()))
        .with_unless("note", &annotation.note, "")
        .with_unless("status", annotation.status.as_str(), Status::default().as_str())
        .with_unless("annotator", &annotation.annotator, "")
        .with_unless("modified", &annotation.modified.to_string(), &created)
        .with_text("created", &created)
        .with_unless("origin", &annotation.origin, MANUAL)
        .with_extra(&annotation.extra)
}

pub(super) fn annotation_from_fields(
    id: AnnotationId,
    mut fields: Fields,
    text: &Text,
) -> Read<Annotation> {
    let fragments: Read<Vec<Fragment>> =
        fields.list("fragments")?.into_iter().map(|value| fragment(value, text)).collect();
    let status = match fields.maybe_text("status")? {
        None => Status::default(),
        Some(name) => Status::from_name(&name).ok_or_else(|| bad_value("status", &name))?,
    };
    let created = fields.time("created")?;
    let modified = match fields.maybe_text("modified")? {
        None => created,
        Some(at) => at.parse().map_err(|_| bad_value("modified", &at))?,
    };
    Ok(Annotation {
        id,
        label: LabelId::from(fields.text("label")?.as_str()),
        fragments: Fragments::new(text, fragments?)
            .map_err(|e| RecordError::because(|| e.to_string()))?,
        note: fields.maybe_text("note")?.unwrap_or_default(),
        status,
        annotator: fields.maybe_text("annotator")?.unwrap_or_default(),
        created,
        modified,
        origin: fields.maybe_text("origin")?.unwrap_or_else(|| MANUAL.into()),
        extra: fields.extra()?,
    })
}

fn fragment(value: Value, text: &Text) -> Read<Fragment> {
    let mut fields = Fields::from_value(value)?;
    let (start, end) = (fields.offset("start")?, fields.offset("end")?);
    let quote = fields.text("quote")?;
    if end < start {
        return Err(RecordError::because(|| format!("its end can’t be “{end}”")));
    }
    let range = TextRange::new(TextSize::from(start), TextSize::from(end));
    match text.get(range) {
        Some(found) if found != quote => Err(RecordError::because(|| {
            format!("it says “{quote}”, but the text at {start}–{end} is “{found}”")
        })),
        // A range outside the text is refused with all other fragments.
        _ => Ok(Fragment { range, extra: fields.extra()? }),
    }
}

pub(super) fn relation_fields(relation: &Relation) -> Fields {
    Fields::new()
        .with_text("type", relation.relation_type.as_str())
        .with_id("from", relation.from.0)
        .with_id("to", relation.to.0)
        .with_text("created", &relation.created.to_string())
        .with_text("modified", &relation.modified.to_string())
        .with_extra(&relation.extra)
}

pub(super) fn relation_from_fields(id: RelationId, mut fields: Fields) -> Read<Relation> {
    Ok(Relation {
        id,
        relation_type: fields.text("type")?.as_str().into(),
        from: AnnotationId(fields.id("from")?),
        to: AnnotationId(fields.id("to")?),
        created: fields.time("created")?,
        modified: fields.time("modified")?,
        extra: fields.extra()?,
    })
}
