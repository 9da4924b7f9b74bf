//! What is read of a record: a document, or a text with its annotations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::write::{FIELDS, OURS, SPAN_FIELDS};
use super::{GROUP, GROUP_FIELD, ID, LIST_FIELD, Lists};
use crate::format::about;
use crate::format::covering::{said_of_tokens, tokens_of_file};
use crate::format::describe::{named, quoted};
use crate::format::draft::{
    Draft, DraftAnnotation, DraftFragment, DraftRelation, DraftTokens, Drafts,
};
use crate::format::ids::raw_id;
use crate::format::item::{Item, foreign, whole};
use crate::format::json_lines::{not_an_article, numbered_title};
use crate::format::units::are_said;
use crate::format::{FileProblem, OffsetUnit, Outcome, Record, RecordAt};
use crate::model::id::{AnnotationId, RelationId};

/// Where a span lies, and its label.
type Span = (u64, u64, String);

/// Reads a record: an article, or the export of a program for entities, which
/// has all its articles in one list.
pub(super) fn record(
    mut value: Value,
    record: &Record<'_>,
    drafts: &mut Drafts,
) -> Result<(), FileProblem> {
    let list = value.as_object_mut().filter(|fields| !fields.contains_key("text"));
    match list.and_then(|fields| fields.remove("annotations")) {
        Some(Value::Array(pairs)) => {
            // A text that nobody has looked at is `null`.
            let at = drafts.at;
            let pairs = pairs.into_iter().enumerate().filter(|(_, pair)| !pair.is_null());
            for (idx, pair) in pairs {
                let number = idx + 1;
                drafts.at = Some(RecordAt::number(number));
                if let Err(problem) = article(pair, &Record { number, ..*record }, drafts) {
                    drafts.warn(number, format!("it {problem}"), Outcome::LeftOut);
                }
            }
            drafts.at = at;
            Ok(())
        }
        _ => article(value, record, drafts),
    }
}

/// Reads a document, a dictionary or a tuple.
fn article(value: Value, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let (text, mut fields) = parted(value)?;
    let mut reading = Reading { number: record.number, drafts, annotations: Vec::new() };
    let has_tokens = fields.get("tokens").is_some_and(Value::is_array);
    reading.say_what_is_left(&fields);
    let tokens = reading.tokens(&fields);
    reading.spans(&mut fields);
    let mut draft = Draft {
        title: numbered_title(record),
        is_title_made: true,
        // A document's tokens show that Python counted; training data may be
        // of any program.
        units: match has_tokens {
            true => &[OffsetUnit::CodePoint],
            false => &[OffsetUnit::CodePoint, OffsetUnit::Utf16],
        },
        is_quote: are_said,
        tokens,
        ..Draft::new(text)
    };
    let ours = fields.remove(OURS);
    fields.retain(|name, _| !FIELDS.contains(&name.as_str()));
    if let Some(Value::Object(mut ours)) = ours {
        about::take(&mut ours, &mut draft);
        reading.annotations(&ours);
        draft.relations = reading.relations(&ours);
    }
    draft.annotations = reading.annotations;
    draft.extra = foreign(ID, fields.into_iter().collect());
    drafts.push(draft);
    Ok(())
}

/// The text and the fields of a document, a dictionary or a tuple.
fn parted(value: Value) -> Result<(String, Map<String, Value>), FileProblem> {
    match value {
        Value::Object(mut fields) => match fields.remove("text") {
            Some(Value::String(text)) => Ok((text, fields)),
            _ if fields.contains_key("paragraphs") => Err(FileProblem::Other(
                "is training JSON of spaCy 2, which is not read: `spacy convert` makes a .spacy \
                 file of it, and Doc.to_json() JSON of that"
                    .into(),
            )),
            _ => Err(FileProblem::Other("has no “text”".into())),
        },
        Value::Array(mut pair) if pair.len() == 2 => match (pair.remove(0), pair.remove(0)) {
            (Value::String(text), Value::Object(fields)) => Ok((text, fields)),
            _ => Err(FileProblem::Other("has a pair that is no text with its annotations".into())),
        },
        other => Err(not_an_article(&other)),
    }
}

struct Reading<'a> {
    number: usize,
    drafts: &'a mut Drafts,
    annotations: Vec<DraftAnnotation>,
}

impl Reading<'_> {
    /// Says that a span or a relation was left out.
    fn left_out(&mut self, sentence: String) {
        self.drafts.lose(self.number, sentence, 1);
    }

    /// The tokens and sentences of a document.
    fn tokens(&mut self, fields: &Map<String, Value>) -> Option<DraftTokens> {
        let tokens = tokens_of_file(fields.get("tokens")).unwrap_or_else(|why| {
            self.drafts.note(self.number, why);
            None
        });
        let sentences = fields.get("sents").and_then(Value::as_array);
        let (mut tokens, sentences) = (tokens?, sentences.map(Vec::as_slice).unwrap_or_default());
        let start = |value: &Value| value.get("start").or_else(|| value.get(0)).and_then(whole);
        let mut starts: Vec<u64> = sentences.iter().filter_map(start).collect();
        starts.sort_unstable();
        let mut starts = starts.into_iter().peekable();
        let mut n_moved = sentences.len() - starts.len();
        for (idx, token) in tokens.places.iter().enumerate() {
            let mut is_start = false;
            while let Some(start) = starts.next_if(|&start| start <= token.start) {
                n_moved += usize::from(start < token.start);
                is_start = true;
            }
            if is_start {
                tokens.starts.push(idx);
            }
        }
        n_moved += starts.count();
        if n_moved > 0 {
            let sentence = match n_moved {
                1 => "1 of its sentences does not begin where a token does".to_owned(),
                n => format!("{n} of its sentences do not begin where tokens do"),
            };
            self.drafts.note(self.number, sentence + "; the next token begins it");
        }
        Some(tokens)
    }

    /// What is said of tokens has no place here.
    fn say_what_is_left(&mut self, fields: &Map<String, Value>) {
        let of_tokens = said_of_tokens(fields.get("tokens"), &["text", "id", "start", "end"]);
        if !of_tokens.is_empty() {
            let sentence = format!("what its tokens say as {of_tokens} is not kept");
            self.drafts.note(self.number, sentence);
        }
        let mut names = vec!["underscore_token", "underscore_span"];
        if !fields.get("tokens").is_some_and(Value::is_array) {
            names.push("sents");
        }
        for name in names.into_iter().filter(|&name| fields.contains_key(name)) {
            self.drafts.note(self.number, format!("its {} is not kept", quoted(name)));
        }
    }

    /// Reads span groups, and the entities that are in none. Where there are
    /// both, each is remembered as what it is.
    fn spans(&mut self, fields: &mut Map<String, Value>) {
        let groups = match fields.remove("spans") {
            Some(Value::Object(groups)) => groups,
            Some(list @ Value::Array(_)) => Map::from_iter([(GROUP.to_owned(), list)]),
            _ => Map::new(),
        };
        // The annotations of groups, by their places and labels, the last first.
        let mut grouped: BTreeMap<Span, Vec<usize>> = BTreeMap::new();
        for (group, spans) in groups {
            for value in spans.as_array().into_iter().flatten() {
                let Some(span) = self.span(value) else { continue };
                let group = (group != GROUP).then_some(group.as_str());
                grouped.entry(span.clone()).or_default().insert(0, self.annotations.len());
                self.take(span, group, value);
            }
        }
        let n_grouped = self.annotations.len();
        for name in ["ents", "entities"] {
            let list = fields.remove(name);
            for value in list.as_ref().and_then(Value::as_array).into_iter().flatten() {
                let Some(span) = self.span(value) else { continue };
                if grouped.get_mut(&span).and_then(Vec::pop).is_none() {
                    self.take(span, None, value);
                }
            }
        }
        let n_of_ents = self.annotations.len() - n_grouped;
        let only_grouped: BTreeSet<usize> = grouped.into_values().flatten().collect();
        if n_grouped == 0 || n_of_ents + n_grouped - only_grouped.len() == 0 {
            return;
        }
        for (idx, annotation) in self.annotations.iter_mut().enumerate() {
            let list = match idx {
                idx if idx >= n_grouped => Lists::Ents,
                idx if only_grouped.contains(&idx) => Lists::Spans,
                _ => continue,
            };
            let own = annotation.extra.entry(ID.into()).or_insert_with(|| Map::new().into());
            if let Some(own) = own.as_object_mut() {
                own.insert(LIST_FIELD.into(), list.name().into());
            }
        }
    }

    /// Reads an object with `start`, `end` and `label`, or the list of these.
    fn span(&mut self, value: &Value) -> Option<Span> {
        let field = |name: &str, idx: usize| value.get(name).or_else(|| value.get(idx));
        let offset = |name, idx| field(name, idx).and_then(whole);
        let label = raw_id(field("label", 2));
        let (Some(start), Some(end)) = (offset("start", 0), offset("end", 1)) else {
            let what = label.map_or_else(|| named(value), |label| quoted(&label));
            self.left_out(format!("the span {what} does not start and end at whole numbers"));
            return None;
        };
        let Some(label) = label else {
            self.left_out(format!("the span from {start} to {end} has no label"));
            return None;
        };
        Some((start, end, label.into()))
    }

    fn take(&mut self, span: Span, group: Option<&str>, value: &Value) {
        let (start, end, label) = span;
        let mut own = Item::new(value, SPAN_FIELDS).map(|item| item.extra()).unwrap_or_default();
        own.extend(group.map(|group| (GROUP_FIELD.into(), group.into())));
        own.extend(kb_id(value).map(|id| ("kb_id".into(), id)));
        self.annotations.push(DraftAnnotation {
            label,
            fragments: vec![DraftFragment { start, end }],
            quote: value.get("text").and_then(Value::as_str).map(String::from),
            extra: foreign(ID, own),
            ..DraftAnnotation::default()
        });
    }

    /// Reads what we said of annotations, by their places and labels.
    fn annotations(&mut self, ours: &Map<String, Value>) {
        let mut said: BTreeMap<Span, Vec<&Value>> = BTreeMap::new();
        let list = ours.get("annotations").and_then(Value::as_array);
        for value in list.into_iter().flatten().rev() {
            if let Some(span) = self.span(value) {
                said.entry(span).or_default().push(value);
            }
        }
        for annotation in &mut self.annotations {
            let Some(&DraftFragment { start, end }) = annotation.fragments.first() else {
                continue;
            };
            let span = (start, end, annotation.label.clone());
            let Some(value) = said.get_mut(&span).and_then(Vec::pop) else { continue };
            let words = |name| value.get(name).and_then(Value::as_str).map(String::from);
            annotation.id = words("id").filter(|id| id.parse::<AnnotationId>().is_ok());
            annotation.key = words("id").unwrap_or_default();
            annotation.note = words("note").unwrap_or_default();
            annotation.status = words("status");
            annotation.annotator = words("annotator").unwrap_or_default();
        }
    }

    fn relations(&mut self, ours: &Map<String, Value>) -> Vec<DraftRelation> {
        let mut relations = Vec::new();
        for value in ours.get("relations").and_then(Value::as_array).into_iter().flatten() {
            let words = |name| value.get(name).and_then(Value::as_str).map(String::from);
            let (Some(relation_type), Some(from), Some(to)) =
                (words("type"), words("from"), words("to"))
            else {
                self.left_out("a relation that lacks a “type”, a “from” or a “to”".into());
                continue;
            };
            let id = words("id").filter(|id| id.parse::<RelationId>().is_ok());
            relations.push(DraftRelation {
                id,
                relation_type,
                from,
                to,
                ..DraftRelation::default()
            });
        }
        relations
    }
}

/// What a span is in a knowledge base.
fn kb_id(span: &Value) -> Option<Value> {
    let id = raw_id(span.get("kb_id").or_else(|| span.get(3)))?;
    (!id.is_empty()).then(|| Value::from(id.as_ref()))
}
