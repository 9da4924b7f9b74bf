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
            .with_text("id", &annotation.id.to_string())
            .with("annotation", annotation_fields(annotation, text).into_value()),
        Edit::RemoveAnnotation(id) => kind("remove").with_text("id", &id.to_string()),
        Edit::PutRelation(relation) => kind("put_relation")
            .with_text("id", &relation.id.to_string())
            .with("relation", relation_fields(relation).into_value()),
        Edit::RemoveRelation(id) => kind("remove_relation").with_text("id", &id.to_string()),
        Edit::SetMetadata(metadata) => {
            kind("set_metadata").with("metadata", metadata_fields(metadata).into_value())
        }
        Edit::Library(id) => kind("library").with_text("change", &id.to_string()),
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
            let id = fields.text("id")?;
            let id = id.parse().map_err(|_| bad_value("id", &id))?;
            let annotation = Fields::from_value(fields.value("annotation"))?;
            Edit::PutAnnotation(Box::new(annotation_from_fields(id, annotation, text)?))
        }
        "remove" => {
            let id = fields.text("id")?;
            Edit::RemoveAnnotation(id.parse().map_err(|_| bad_value("id", &id))?)
        }
        "put_relation" => {
            let id = fields.text("id")?;
            let id = id.parse().map_err(|_| bad_value("id", &id))?;
            let relation = Fields::from_value(fields.value("relation"))?;
            Edit::PutRelation(Box::new(relation_from_fields(id, relation)?))
        }
        "remove_relation" => {
            let id = fields.text("id")?;
            Edit::RemoveRelation(id.parse().map_err(|_| bad_value("id", &id))?)
        }
        "set_metadata" => {
            let metadata = Fields::from_value(fields.value("metadata"))?;
            Edit::SetMetadata(Box::new(metadata_from_fields(metadata)?))
        }
        "library" => {
            let id = fields.text("change")?;
            Edit::Library(id.parse().map_err(|_| bad_value("change", &id))?)
        }
        "batch" => {
            let edits = fields.list("edits")?.into_iter().map(|edit| edit_from_value(edit, text));
            Edit::Batch(edits.collect::<Read<Vec<Edit>>>()?)
        }
        _ => return Err(bad_value("edit", &kind)),
    })
}
