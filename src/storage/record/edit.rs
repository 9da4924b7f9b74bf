//! Revisions, with the edits they hold, as records.

use serde_json::Value;

use super::fields::{Fields, Read};
use super::library::{metadata_fields, metadata_from_fields};
use super::marks::{
    annotation_fields, annotation_from_fields, relation_fields, relation_from_fields,
};
use super::{RecordError, bad_value};
use crate::model::edit::Edit;
use crate::model::history::Revision;
use crate::model::id::{AnnotationId, ChangeId, RelationId};
use crate::model::text::Text;

/// A revision, and whether it is done.
#[derive(Clone, Debug, PartialEq)]
pub struct RevisionRecord {
    /// The revision.
    pub revision: Revision,
    /// Whether it is done, or undone.
    pub is_done: bool,
}

/// Writes a revision.
pub fn revision_to_json(record: &RevisionRecord, text: &Text) -> String {
    Fields::new()
        .with_text("what", &record.revision.summary)
        .with_text("at", &record.revision.at.to_string())
        .with("done", Value::Bool(record.is_done))
        .with("edit", edit_fields(&record.revision.edit, text).into_value())
        .to_json()
}

/// Reads a revision, checking every quote against the text.
///
/// # Errors
/// Whatever does not fit.
pub fn revision_from_json(json: &str, text: &Text) -> Result<RevisionRecord, RecordError> {
    let mut fields = Fields::parse(json)?;
    let edit = fields.value("edit");
    let revision = Revision {
        summary: fields.text("what")?,
        at: fields.time("at")?,
        edit: edit_from_value(edit, text)?,
        topic: None,
    };
    Ok(RevisionRecord { revision, is_done: fields.flag("done")? })
}

/// An edit is an object whose field `edit` names its kind.
fn edit_fields(edit: &Edit, text: &Text) -> Fields {
    let kind = |kind: &str| Fields::new().with_text("edit", kind);
    match edit {
        Edit::PutAnnotation(annotation) => kind("put")
            .with_id("id", annotation.id.0)
            .with("annotation", annotation_fields(annotation, text).into_value()),
        Edit::RemoveAnnotation(id) => kind("remove").with_id("id", id.0),
        Edit::PutRelation(relation) => kind("put_relation")
            .with_id("id", relation.id.0)
            .with("relation", relation_fields(relation).into_value()),
        Edit::RemoveRelation(id) => kind("remove_relation").with_id("id", id.0),
        Edit::SetMetadata(metadata) => {
            kind("set_metadata").with("metadata", metadata_fields(metadata).into_value())
        }
        Edit::Library(id) => kind("library").with_id("change", id.0),
        Edit::Batch(edits) => {
            let edits = edits.iter().map(|edit| edit_fields(edit, text).into_value());
            kind("batch").with("edits", Value::Array(edits.collect()))
        }
    }
}

fn edit_from_value(value: Value, text: &Text) -> Read<Edit> {
    let mut fields = Fields::from_value(value)?;
    let kind = fields.text("edit")?;
    Ok(match kind.as_str() {
        "put" => {
            let id = AnnotationId(fields.id("id")?);
            let annotation = Fields::from_value(fields.value("annotation"))?;
            Edit::PutAnnotation(Box::new(annotation_from_fields(id, annotation, text)?))
        }
        "remove" => Edit::RemoveAnnotation(AnnotationId(fields.id("id")?)),
        "put_relation" => {
            let id = RelationId(fields.id("id")?);
            let relation = Fields::from_value(fields.value("relation"))?;
            Edit::PutRelation(Box::new(relation_from_fields(id, relation)?))
        }
        "remove_relation" => Edit::RemoveRelation(RelationId(fields.id("id")?)),
        "set_metadata" => {
            let metadata = Fields::from_value(fields.value("metadata"))?;
            Edit::SetMetadata(Box::new(metadata_from_fields(metadata)?))
        }
        "library" => Edit::Library(ChangeId(fields.id("change")?)),
        "batch" => {
            let edits = fields.list("edits")?.into_iter().map(|edit| edit_from_value(edit, text));
            Edit::Batch(edits.collect::<Read<Vec<Edit>>>()?)
        }
        _ => return Err(bad_value("edit", &kind)),
    })
}
