//! What is read of a task.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{ACCEPT, FIELDS, ID, REJECT, RELATION_FIELDS, SPAN_FIELDS};
use crate::format::about;
use crate::format::covering::{said_of_tokens, tokens_of_file};
use crate::format::describe::{named, quoted};
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use crate::format::ids::raw_id;
use crate::format::item::{Item, foreign, whole};
use crate::format::json_lines::numbered_title;
use crate::format::units::are_said;
use crate::format::{FileProblem, OffsetUnit, Outcome, Record};
use crate::model::annotation::Status;
use crate::model::id::{AnnotationId, RelationId};

/// Reads a task.
pub(super) fn task(
    mut fields: Map<String, Value>,
    record: &Record<'_>,
    drafts: &mut Drafts,
) -> Result<(), FileProblem> {
    let Some(Value::String(text)) = fields.remove("text") else {
        return Err(FileProblem::Other("has no “text”".into()));
    };
    let mut draft = Draft {
        title: numbered_title(record),
        is_title_made: true,
        units: &[OffsetUnit::CodePoint, OffsetUnit::Utf16],
        is_quote: are_said,
        ..Draft::new(text)
    };
    if let Some(Value::Object(meta)) = fields.get_mut("meta") {
        about::take(meta, &mut draft);
    }
    let answer = fields.get("answer").and_then(Value::as_str);
    let status = match answer {
        Some(ACCEPT) | None => None,
        Some(REJECT) => Some(Status::Rejected),
        Some(_) => Some(Status::Unsure),
    };
    let mut reading = Reading { number: record.number, drafts, ends: Ends::default() };
    let of_tokens = said_of_tokens(fields.get("tokens"), &["text", "start", "end", "id", "ws"]);
    if !of_tokens.is_empty() {
        let sentence = format!("what its tokens say as {of_tokens} is not kept");
        reading.drafts.note(record.number, sentence);
    }
    draft.tokens = tokens_of_file(fields.get("tokens")).unwrap_or_else(|why| {
        reading.drafts.note(record.number, why);
        None
    });
    for value in reading.list(&fields, "spans") {
        draft.annotations.extend(reading.span(value, status, draft.annotations.len()));
    }
    for value in reading.list(&fields, "relations") {
        draft.relations.extend(reading.relation(value));
    }
    fields.retain(|name, value| match name.as_str() {
        "meta" => value.as_object().is_some_and(|meta| !meta.is_empty()),
        "answer" => status.is_some(),
        name => !FIELDS.contains(&name),
    });
    draft.extra = foreign(ID, fields.into_iter().collect());
    drafts.push(draft);
    Ok(())
}

/// How relations may name a span: each leads to the key of its annotation.
#[derive(Default)]
struct Ends {
    ids: BTreeMap<String, String>,
    places: BTreeMap<(u64, u64, String), String>,
    last_tokens: BTreeMap<u64, String>,
}

struct Reading<'a> {
    number: usize,
    drafts: &'a mut Drafts,
    ends: Ends,
}

impl Reading<'_> {
    /// Says that a span or a relation was left out.
    fn left_out(&mut self, sentence: String) {
        self.drafts.lose(self.number, sentence, 1);
    }

    fn list<'b>(&mut self, fields: &'b Map<String, Value>, name: &str) -> &'b [Value] {
        match fields.get(name) {
            Some(Value::Array(list)) => list,
            None | Some(Value::Null) => &[],
            Some(other) => {
                let sentence = format!("“{name}” is {}, not a list", named(other));
                self.drafts.warn(self.number, sentence, Outcome::LeftOut);
                &[]
            }
        }
    }

    /// Reads a span; what can't be read is said.
    fn span(
        &mut self,
        value: &Value,
        of_task: Option<Status>,
        idx: usize,
    ) -> Option<DraftAnnotation> {
        let words = |name| value.get(name).and_then(Value::as_str).map(String::from);
        let label = raw_id(value.get("label")).map(String::from);
        let (Some((start, end)), Some(item)) = (place(value), Item::new(value, SPAN_FIELDS)) else {
            let what = label.map_or_else(|| named(value), |label| quoted(&label));
            self.left_out(format!("the span {what} does not start and end at whole numbers"));
            return None;
        };
        let Some(label) = label else {
            self.left_out(format!("the span from {start} to {end} has no label"));
            return None;
        };
        let key = idx.to_string();
        let id = raw_id(value.get("id")).map(String::from);
        if let Some(id) = &id {
            self.ends.ids.entry(id.clone()).or_insert_with(|| key.clone());
        }
        self.ends.places.entry((start, end, label.clone())).or_insert_with(|| key.clone());
        if let Some(last) = value.get("token_end").and_then(whole) {
            self.ends.last_tokens.entry(last).or_insert_with(|| key.clone());
        }
        // What was not accepted as a whole is not gold in any part.
        let status = of_task.map(|status| status.as_str().to_owned()).or_else(|| words("status"));
        Some(DraftAnnotation {
            key,
            id: id.filter(|id| id.parse::<AnnotationId>().is_ok()),
            label,
            fragments: vec![DraftFragment { start, end }],
            quote: words("text"),
            note: words("note").unwrap_or_default(),
            status,
            annotator: words("annotator").unwrap_or_default(),
            extra: foreign(ID, item.extra()),
            ..DraftAnnotation::default()
        })
    }

    /// Reads a relation; what can't be read is said.
    fn relation(&mut self, value: &Value) -> Option<DraftRelation> {
        let item = Item::new(value, RELATION_FIELDS);
        let (Some(relation_type), Some(item)) = (raw_id(value.get("label")), item) else {
            self.left_out("a relation without a label".into());
            return None;
        };
        let ends = [("head_span", "head"), ("child_span", "child")];
        let [from, to] = ends.map(|(span, token)| self.end(value.get(span), value.get(token)));
        let (Some(from), Some(to)) = (&from, &to) else {
            let missing = ends.iter().zip([&from, &to]).filter(|(_, end)| end.is_none());
            let tokens = missing.map(|((_, token), _)| match value.get(token) {
                Some(token) => format!("the token {}", named(token)),
                None => format!("the “{token}” that it lacks"),
            });
            let tokens: Vec<String> = tokens.collect();
            let (label, tokens) = (quoted(&relation_type), tokens.join(" and at "));
            self.left_out(format!("the relation {label}: no span ends at {tokens}"));
            return None;
        };
        let id = raw_id(value.get("id")).map(String::from);
        Some(DraftRelation {
            id: id.filter(|id| id.parse::<RelationId>().is_ok()),
            relation_type: relation_type.into(),
            from: from.clone(),
            to: to.clone(),
            extra: foreign(ID, item.extra()),
            ..DraftRelation::default()
        })
    }

    /// The key of the annotation that a relation names: by its id, else by its
    /// place, else by its last token.
    fn end(&self, span: Option<&Value>, token: Option<&Value>) -> Option<String> {
        let by_span = span.and_then(|span| {
            let by_id = raw_id(span.get("id")).and_then(|id| self.ends.ids.get(&*id));
            by_id.or_else(|| {
                let (start, end) = place(span)?;
                let label = raw_id(span.get("label"))?;
                self.ends.places.get(&(start, end, label.into()))
            })
        });
        let by_token = || token.and_then(whole).and_then(|token| self.ends.last_tokens.get(&token));
        by_span.or_else(by_token).cloned()
    }
}

/// Where a span starts and ends.
fn place(span: &Value) -> Option<(u64, u64)> {
    span.get("start").and_then(whole).zip(span.get("end").and_then(whole))
}
