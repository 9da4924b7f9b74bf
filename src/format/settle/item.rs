//! Makes annotations and relations of what a file says of them.

use std::collections::BTreeMap;

use super::Settler;
use crate::format::describe::quoted;
use crate::format::draft::{Draft, DraftAnnotation, DraftRelation};
use crate::format::fit::UNKNOWN_ORIGIN;
use crate::format::source::{Source, keep_apart};
use crate::format::units::Ruler;
use crate::format::warning::Problem;
use crate::model::annotation::{Annotation, Relation, Status};
use crate::model::extra::Extra;
use crate::model::fragments::{Fragment, Fragments};
use crate::model::id::{AnnotationId, RelationId};
use crate::model::timestamp::Timestamp;

impl Settler {
    /// An annotation, whose id is yet to be found.
    pub(super) fn annotation(
        &self,
        draft: &Draft,
        given: &DraftAnnotation,
        source: &Source<'_>,
        ruler: &Ruler<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<Annotation, Problem> {
        let label = self.names.labels.get(&given.label);
        let label = label.ok_or_else(|| Problem::UnknownLabel { label: quoted(&given.label) })?;
        let ranges = match ruler.fit(draft, given, source) {
            Some(ranges) => ranges,
            None => return Err(misfit(given, source, ruler)),
        };
        let mut fragments = Vec::with_capacity(ranges.len());
        for range in ranges {
            let range = source.snapped(source.range_in_text(range), problems)?;
            fragments.push(Fragment { range, extra: Extra::new() });
        }
        keep_apart(&mut fragments, problems);
        let created = time("created", given.created.as_deref(), None, problems);
        Ok(Annotation {
            id: AnnotationId(uuid::Uuid::nil()),
            label: label.clone(),
            fragments: Fragments::new(source.text(), fragments)?,
            note: given.note.clone(),
            status: given.status.as_deref().map_or(Status::Sure, |said| {
                Status::from_name(said).unwrap_or_else(|| {
                    problems.push(Problem::UnknownStatus { found: quoted(said) });
                    Status::Sure
                })
            }),
            annotator: given.annotator.clone(),
            created,
            modified: time("modified", given.modified.as_deref(), Some(created), problems),
            origin: given.origin.clone().unwrap_or_else(|| UNKNOWN_ORIGIN.into()),
            extra: given.extra.clone(),
        })
    }

    /// A relation, whose id is yet to be found.
    pub(super) fn relation(
        &self,
        given: &DraftRelation,
        keys: &BTreeMap<&str, AnnotationId>,
        problems: &mut Vec<Problem>,
    ) -> Result<Relation, Problem> {
        let relation_type = self.names.relation_types.get(&given.relation_type);
        let relation_type = relation_type.ok_or_else(|| Problem::UnknownRelationType {
            relation_type: quoted(&given.relation_type),
        })?;
        let end = |key: &str, leads| {
            let id = keys.get(key).copied();
            id.ok_or_else(|| Problem::EndNotThere { leads, id: quoted(key) })
        };
        let (from, to) = (end(&given.from, "starts at")?, end(&given.to, "leads to")?);
        if from == to {
            return Err(Problem::JoinsItself);
        }
        let created = time("created", given.created.as_deref(), None, problems);
        Ok(Relation {
            id: RelationId(uuid::Uuid::nil()),
            relation_type: relation_type.clone(),
            from,
            to,
            created,
            modified: time("modified", given.modified.as_deref(), Some(created), problems),
            extra: given.extra.clone(),
        })
    }
}

/// Why an annotation does not lie in the text.
fn misfit(given: &DraftAnnotation, source: &Source<'_>, ruler: &Ruler<'_>) -> Problem {
    if given.fragments.is_empty() {
        return Problem::NoFragments;
    }
    let mut words = Vec::with_capacity(given.fragments.len());
    for one in &given.fragments {
        match ruler.range(one.start, one.end) {
            Some(range) => words.push(source.words(range)),
            None if one.end < one.start => {
                return Problem::Reversed { start: one.start, end: one.end };
            }
            None if one.start == one.end => return Problem::Empty { at: one.start },
            None => {
                let n_chars = ruler.len();
                let (field, offset) = if one.start >= n_chars.into() {
                    ("start", one.start)
                } else {
                    ("end", one.end)
                };
                if offset <= n_chars.into() {
                    return Problem::CutsCharacter { start: one.start, end: one.end };
                }
                return Problem::PastEnd { field, offset, n_chars };
            }
        }
    }
    Problem::OtherQuote {
        quote: quoted(given.quote.as_deref().unwrap_or_default()),
        found: quoted(&words.join(" … ")),
    }
}

fn time(
    field: &'static str,
    said: Option<&str>,
    default: Option<Timestamp>,
    problems: &mut Vec<Problem>,
) -> Timestamp {
    let default = default.unwrap_or_default();
    let Some(said) = said else { return default };
    said.parse().unwrap_or_else(|_| {
        problems.push(Problem::BadTime { field, found: quoted(said), new: default.to_string() });
        default
    })
}
