//! What an edit of the scheme does, in words, for the history.

use super::names::one_line;
use super::{Part, SchemeEdit};
use crate::model::scheme::Scheme;

impl SchemeEdit {
    /// What the edit does to a scheme, in a sentence: `Renamed Speaker to
    /// Person`. The scheme is the one before it.
    pub fn summary(&self, scheme: &Scheme) -> String {
        let name_of = |part: &Part| match part {
            Part::Label(id) => scheme.label_name(id).to_owned(),
            Part::RelationType(id) => {
                scheme.relation_type(id).map_or(id.as_str(), |one| &one.name).to_owned()
            }
        };
        let label = |id| scheme.label_name(id);
        match self {
            SchemeEdit::AddLabel(name) => format!("Added the label {}", one_line(name)),
            SchemeEdit::AddRelationType { name, .. } => {
                format!("Added the link type {}", one_line(name))
            }
            SchemeEdit::Rename(part, name) => {
                format!("Renamed {} to {}", name_of(part), one_line(name))
            }
            SchemeEdit::Describe(part, _) => format!("Described {}", name_of(part)),
            SchemeEdit::SetGuidelines(None, _) => "Wrote the guidelines".into(),
            SchemeEdit::SetGuidelines(Some(part), _) => {
                format!("Wrote the guidelines for {}", name_of(part))
            }
            SchemeEdit::Move { part, up: true } => format!("Moved {} up", name_of(part)),
            SchemeEdit::Move { part, up: false } => format!("Moved {} down", name_of(part)),
            SchemeEdit::Recolor(id, color) => {
                format!("Gave {} the colour {}", label(id), color.trim())
            }
            SchemeEdit::SetKey(id, Some(key)) => format!("Gave {} the key {key}", label(id)),
            SchemeEdit::SetKey(id, None) => format!("Took the key from {}", label(id)),
            SchemeEdit::SetEnds { id, .. } => {
                format!("Changed what {} joins", name_of(&Part::RelationType(id.clone())))
            }
            SchemeEdit::Merge { from, into } => {
                format!("Merged {} into {}", label(from), label(into))
            }
            SchemeEdit::Remove(part) => format!("Deleted {}", name_of(part)),
            SchemeEdit::Adopt(_) => "Added labels to the scheme".into(),
            SchemeEdit::Replace(_) => "Replaced the scheme".into(),
        }
    }
}
