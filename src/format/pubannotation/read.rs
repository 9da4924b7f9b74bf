//! An article of PubAnnotation, and the tracks of its projects.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    ANNOTATOR, ATTRIBUTES, BLOCK, DENOTATION_FIELDS, FIELDS, ID, NOTE, SOURCE_ID, STATUS, TEXT,
};
use crate::format::describe::{kind, quoted};
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use crate::format::ids::raw_id;
use crate::format::incoming::json_from_text;
use crate::format::item::{Item, foreign, whole};
use crate::format::units::are_said;
use crate::format::warning::Problem;
use crate::format::{FileProblem, OffsetUnit, Outcome, Record};
use crate::model::annotation::Status;
use crate::model::extra::Extra;
use crate::model::id::{AnnotationId, ArticleId, RelationId};

/// Fields of an article that are read if they are there, and what a track has.
const READ: &[&str] = &["tracks", "modifications"];
const TRACK_FIELDS: &[&str] =
    &["project", "denotations", "blocks", "relations", "attributes", "modifications"];

/// Reads an article.
///
/// # Errors
/// A record that is no object, or has no text.
pub(super) fn article(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let value = json_from_text(record.text())?;
    let Some(item) = Item::new(&value, FIELDS) else {
        let found = kind(&value);
        return Err(FileProblem::Other(format!("holds {found} where an article should be")));
    };
    let Some(text) = item.get("text").and_then(Value::as_str) else {
        return Err(FileProblem::Other("has no “text”".into()));
    };
    let source_id = item.get(SOURCE_ID).and_then(|id| raw_id(Some(id)));
    let mut kept = item.extra();
    kept.retain(|name, value| !(READ.contains(&name.as_str()) && value.is_array()));
    if let Some(id) = source_id.as_deref().filter(|id| id.parse::<ArticleId>().is_err()) {
        kept.insert(SOURCE_ID.into(), id.into());
    }
    let draft = Draft {
        id: source_id.map(Into::into),
        title: record.stem.into(),
        is_title_made: true,
        units: &[OffsetUnit::CodePoint, OffsetUnit::Utf16],
        is_quote: are_said,
        extra: foreign(ID, kept),
        ..Draft::new(text)
    };
    let (targets, attributes, kept) = Default::default();
    let mut reading = Reading { record, drafts, draft, targets, attributes, kept };
    reading.track(&value, "");
    let tracks = value.get("tracks").and_then(Value::as_array);
    for (idx, track) in tracks.into_iter().flatten().enumerate() {
        reading.track(track, &format!("{}/", idx + 1));
    }
    reading.finish();
    Ok(())
}

/// What an attribute is of, by its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Annotation(usize),
    Relation(usize),
}

struct Reading<'a, 'r> {
    record: &'a Record<'r>,
    drafts: &'a mut Drafts,
    draft: Draft,
    /// What the ids of the file stand for, those of a track behind its number.
    targets: BTreeMap<String, Target>,
    /// The ids of attributes, which nothing can be of.
    attributes: BTreeSet<String>,
    /// What is kept as unknown fields.
    kept: BTreeMap<Target, Extra>,
}

impl Reading<'_, '_> {
    /// Says that something was left out which is no annotation and no link.
    fn left_out(&mut self, sentence: String) {
        self.drafts.warn(self.record.number, sentence, Outcome::LeftOut);
    }

    /// What one project says: the article itself, or one of its tracks. Ids are
    /// those of the track.
    fn track(&mut self, value: &Value, scope: &str) {
        let Some(item) = Item::new(value, TRACK_FIELDS) else {
            let found = kind(value);
            return self.left_out(format!("a track is {found}, not an object"));
        };
        let mut problems: Vec<Problem> = Vec::new();
        let n_before = self.draft.annotations.len();
        for (field, is_block) in [("denotations", false), ("blocks", true)] {
            for value in item.list(field, &mut problems) {
                let Some(denotation) = self.denotation(value, scope) else { continue };
                let place = Target::Annotation(self.draft.annotations.len());
                let mut kept =
                    Item::new(value, DENOTATION_FIELDS).map(|it| it.extra()).unwrap_or_default();
                if is_block {
                    kept.insert(BLOCK.into(), true.into());
                }
                if !kept.is_empty() {
                    self.kept.insert(place, kept);
                }
                self.targets.entry(denotation.key.clone()).or_insert(place);
                self.draft.annotations.push(denotation);
            }
        }
        for value in item.list("relations", &mut problems) {
            let Some(relation) = self.relation(value, scope) else { continue };
            if let Some(id) = raw_id(value.get("id")) {
                let place = Target::Relation(self.draft.relations.len());
                self.targets.entry(format!("{scope}{id}")).or_insert(place);
            }
            self.draft.relations.push(relation);
        }
        let attributes = item.list("attributes", &mut problems);
        let ids = attributes.iter().filter_map(|value| raw_id(value.get("id")));
        self.attributes.extend(ids.map(|id| format!("{scope}{id}")));
        for value in attributes {
            self.attribute(value, value.get("subj"), value.get("obj"), scope);
        }
        // What attributes were called before.
        for value in item.list("modifications", &mut problems) {
            self.attribute(value, value.get("obj"), Some(&Value::Bool(true)), scope);
        }
        // Of several projects, each is who made its annotations.
        let project = item.get("project").and_then(Value::as_str).filter(|_| !scope.is_empty());
        for denotation in self.draft.annotations.iter_mut().skip(n_before) {
            if denotation.annotator.is_empty() {
                denotation.annotator = project.unwrap_or_default().into();
            }
        }
        for problem in problems {
            self.drafts.note(self.record.number, problem.to_string());
        }
    }

    /// Reads a denotation; what can't be read is said.
    fn denotation(&mut self, value: &Value, scope: &str) -> Option<DraftAnnotation> {
        let id = raw_id(value.get("id")).unwrap_or_default();
        let mut refuse = |why: &str| {
            let why = format!("the denotation {} {why}", quoted(&id));
            self.drafts.lose(self.record.number, why, 1);
            None
        };
        let Some(label) = raw_id(value.get("obj")) else {
            return refuse("has no “obj”");
        };
        let spans = match value.get("span") {
            Some(Value::Array(spans)) => spans.as_slice(),
            Some(span) => std::slice::from_ref(span),
            None => return refuse("has no “span”"),
        };
        let offset = |span: &Value, field| span.get(field).and_then(whole);
        let fragments = spans.iter().map(|span| {
            Some(DraftFragment { start: offset(span, "begin")?, end: offset(span, "end")? })
        });
        let Some(fragments) = fragments.collect() else {
            return refuse("has a span without a whole number as “begin” or “end”");
        };
        Some(DraftAnnotation {
            key: format!("{scope}{id}"),
            id: Some(id.into()).filter(|id: &String| id.parse::<AnnotationId>().is_ok()),
            label: label.into(),
            fragments,
            quote: value.get(TEXT).and_then(Value::as_str).map(String::from),
            ..DraftAnnotation::default()
        })
    }

    /// Reads a relation; what can't be read is said.
    fn relation(&mut self, value: &Value, scope: &str) -> Option<DraftRelation> {
        let field = |name| raw_id(value.get(name)).map(String::from);
        let (Some(relation_type), Some(from), Some(to)) =
            (field("pred"), field("subj"), field("obj"))
        else {
            let id = quoted(&field("id").unwrap_or_default());
            let why = format!("the relation {id} lacks a “pred”, a “subj” or an “obj”");
            self.drafts.lose(self.record.number, why, 1);
            return None;
        };
        let (from, to) = (format!("{scope}{from}"), format!("{scope}{to}"));
        let key = field("id").unwrap_or_default();
        let id = field("id").filter(|id| id.parse::<RelationId>().is_ok());
        Some(DraftRelation { key, id, relation_type, from, to, ..DraftRelation::default() })
    }

    /// Reads an attribute: what is none of ours is kept with what it is of.
    fn attribute(
        &mut self,
        value: &Value,
        subject: Option<&Value>,
        object: Option<&Value>,
        scope: &str,
    ) {
        let subject = raw_id(subject).unwrap_or_default();
        let target = self.targets.get(&format!("{scope}{subject}")).copied();
        let pred = value.get("pred").and_then(Value::as_str);
        let (Some(target), Some(pred), Some(object)) = (target, pred, object) else {
            let id = quoted(&raw_id(value.get("id")).unwrap_or_default());
            let why = match pred.zip(object) {
                Some(_) if self.attributes.contains(&format!("{scope}{subject}")) => {
                    format!("is of {}, which is an attribute itself", quoted(&subject))
                }
                Some(_) => format!("is of {}, which is not there", quoted(&subject)),
                None => "lacks a “pred” or an “obj”".into(),
            };
            return self.left_out(format!("the attribute {id} {why}"));
        };
        if let Target::Annotation(place) = target {
            let annotation = &mut self.draft.annotations[place];
            match (pred, object.as_str()) {
                (NOTE, Some(said)) => return add(&mut annotation.note, "\n", said),
                (ANNOTATOR, Some(said)) => return add(&mut annotation.annotator, ", ", said),
                (STATUS, Some(said)) if Status::from_name(said).is_some() => {
                    annotation.status = Some(said.into());
                    return;
                }
                _ => {}
            }
        }
        let kept = self.kept.entry(target).or_default();
        let kept = kept.entry(ATTRIBUTES.into()).or_insert_with(|| json!([]));
        if let Some(list) = kept.as_array_mut() {
            list.push(json!([pred, object]));
        }
    }

    fn finish(mut self) {
        for (target, kept) in self.kept {
            let extra = foreign(ID, kept);
            match target {
                Target::Annotation(place) => self.draft.annotations[place].extra = extra,
                Target::Relation(place) => self.draft.relations[place].extra = extra,
            }
        }
        self.drafts.push(self.draft);
    }
}

/// Adds words behind others.
fn add(words: &mut String, separator: &str, more: &str) {
    if !words.is_empty() {
        words.push_str(separator);
    }
    words.push_str(more);
}
