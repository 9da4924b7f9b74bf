//! A task as an article.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    ANNOTATIONS, ARTICLE_ID, ID, MODEL, PREDICTIONS, REGION_FIELDS, TASK_FIELDS, TEXT, min,
};
use crate::format::describe::{kind, named, quoted};
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use crate::format::fields::{OF_ARTICLES, read_annotation, read_article, read_relation};
use crate::format::ids::raw_id;
use crate::format::incoming::json_from_text;
use crate::format::item::{Item, foreign};
use crate::format::{FileProblem, OffsetUnit, Outcome, Record};
use crate::model::id::{AnnotationId, RelationId};
use crate::model::timestamp::Timestamp;

/// Reads a task.
pub(super) fn task(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let value = min::task_of(json_from_text(record.text())?);
    let Some(item) = Item::new(&value, TASK_FIELDS) else {
        let found = kind(&value);
        return Err(FileProblem::Other(format!("holds {found} where a task should be")));
    };
    let Some(data) = item.get("data") else {
        return Err(FileProblem::Other("has a task without “data”".into()));
    };
    let (results, n_left) = results(&item);
    if n_left > 0 {
        let why = format!("the task is annotated, and has {n_left} predictions besides");
        drafts.warn(record.number, why, Outcome::LeftOut);
    }
    let key = text_key(data, &results)?;
    let text = data.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut extra = item.extra();
    if data.get(ARTICLE_ID).is_some() {
        // The number that it was written with.
        extra.remove("id");
    }
    let of_data = [OF_ARTICLES, &[key, ARTICLE_ID]].concat();
    let more = data.as_object().into_iter().flatten();
    let more = more.filter(|(name, _)| !of_data.contains(&name.as_str()));
    let more: Map<String, Value> = more.map(|(name, one)| (name.clone(), one.clone())).collect();
    if !more.is_empty() {
        extra.insert("data".into(), Value::Object(more));
    }
    let mut draft = Draft {
        id: data.get(ARTICLE_ID).and_then(|id| raw_id(Some(id))).map(Into::into),
        title: record.stem.into(),
        units: &[OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::CrlfAsOne],
        is_quote: |words, quote| words.iter().any(|words| is_same(words, quote)),
        extra: foreign(ID, extra),
        ..Draft::new(text)
    };
    let mut problems = Vec::new();
    read_article(data, &mut draft, &mut problems);
    let said = problems.into_iter().map(|problem| problem.to_string());
    said.for_each(|sentence| drafts.warn(record.number, sentence, Outcome::Kept));
    let mut reading =
        Reading { record, drafts, draft, ids: BTreeSet::new(), n_in_html: 0, n_other: 0 };
    for (number, (of, is_prediction)) in results.into_iter().enumerate() {
        reading.results(number, of, is_prediction);
    }
    reading.finish();
    Ok(())
}

/// The results of all people; if there are none, those of models. Each with
/// whether it is of a model, and how many of models are left out.
fn results<'a>(item: &Item<'a>) -> (Vec<(&'a Value, bool)>, usize) {
    let list = |field| item.get(field).and_then(Value::as_array).into_iter().flatten();
    let has_any = |of: &&'a Value| {
        of.get("result").and_then(Value::as_array).is_some_and(|result| !result.is_empty())
    };
    let of_people = list(ANNOTATIONS).chain(list("completions")).filter(has_any);
    let of_people: Vec<_> = of_people.map(|of| (of, false)).collect();
    let of_models: Vec<_> = list(PREDICTIONS).filter(has_any).map(|of| (of, true)).collect();
    match of_people.is_empty() {
        true => (of_models, 0),
        false => (of_people, of_models.len()),
    }
}

/// Which field of the data has the text: `text`, or the one that regions name,
/// or the only one that is text, or the only one that has the words of the
/// first region where it says.
fn text_key<'a>(data: &'a Value, results: &[(&'a Value, bool)]) -> Result<&'a str, FileProblem> {
    let Some(fields) = data.as_object() else {
        return Err(FileProblem::Other(format!("has {} as the “data” of a task", kind(data))));
    };
    let texts = || fields.iter().filter_map(|(name, text)| Some((name.as_str(), text.as_str()?)));
    let mut all_results = results.iter().filter_map(|(of, _)| of.get("result")?.as_array());
    let first = all_results.next().and_then(|result| result.first());
    let named = first.and_then(|first| first.get("to_name")?.as_str());
    let found =
        [Some(TEXT), named].into_iter().flatten().find(|key| texts().any(|(name, _)| name == *key));
    let only = |mut names: Vec<&'a str>| names.pop().filter(|_| names.is_empty());
    let value = first.and_then(|first| first.get("value"));
    let quoting = || texts().filter(|(_, text)| value.is_some_and(|value| quotes(text, value)));
    let found = found.or_else(|| only(texts().map(|(name, _)| name).collect()));
    found.or_else(|| only(quoting().map(|(name, _)| name).collect())).ok_or_else(|| {
        let names: Vec<String> = fields.keys().map(|name| quoted(name)).collect();
        let names = names.join(", ");
        FileProblem::Other(format!("has a task without “text” in its data, only {names}"))
    })
}

/// Whether the words of a region stand in a text where it says.
fn quotes(text: &str, region: &Value) -> bool {
    let offset = |field| region.get(field).and_then(Value::as_u64).and_then(|n| n.try_into().ok());
    let (Some(start), Some(end), Some(quote)): (Option<usize>, Option<usize>, _) =
        (offset("start"), offset("end"), region.get("text").and_then(Value::as_str))
    else {
        return false;
    };
    let words = text.chars().skip(start).take(end.saturating_sub(start));
    undone(words).eq(undone(quote.chars()))
}

/// One task being read.
struct Reading<'a, 'r> {
    record: &'a Record<'r>,
    drafts: &'a mut Drafts,
    draft: Draft,
    /// The ids that are taken.
    ids: BTreeSet<String>,
    /// Regions whose places are of HTML.
    n_in_html: usize,
    /// Results that mark no text.
    n_other: usize,
}

impl Reading<'_, '_> {
    fn warn(&mut self, sentence: String, outcome: Outcome) {
        self.drafts.warn(self.record.number, sentence, outcome);
    }

    fn results(&mut self, number: usize, of: &Value, is_prediction: bool) {
        if of.get("was_cancelled").and_then(Value::as_bool) == Some(true) {
            self.warn("an annotation of the task is a skipped one".into(), Outcome::LeftOut);
            return;
        }
        let made_by = Maker::of(of, is_prediction);
        for result in of.get("result").and_then(Value::as_array).into_iter().flatten() {
            match result.get("type").and_then(Value::as_str) {
                Some("relation") => self.relation(number, result),
                _ if result.get("value").is_some() => self.region(number, result, &made_by),
                _ => self.n_other += 1,
            }
        }
    }

    fn region(&mut self, number: usize, result: &Value, made_by: &Maker) {
        let id = result.get("id").and_then(|id| raw_id(Some(id))).unwrap_or_default().into_owned();
        let Some(value) = result.get("value") else { return };
        let kind = result.get("type").and_then(Value::as_str).unwrap_or_default();
        if !matches!(kind, "labels" | "hypertextlabels") {
            self.n_other += 1;
            return;
        }
        let labels = value.get(kind).or_else(|| value.get("labels")).and_then(Value::as_array);
        let labels: Vec<&str> = labels.into_iter().flatten().filter_map(Value::as_str).collect();
        if labels.is_empty() {
            return self.warn(format!("the region {} has no label", quoted(&id)), Outcome::LeftOut);
        }
        let place = match value.get("globalOffsets") {
            Some(offsets) => offsets,
            None => value,
        };
        let is_in_html = value
            .get("start")
            .and_then(Value::as_str)
            .is_some_and(|start| kind == "hypertextlabels" || start.starts_with('/'));
        if is_in_html && (value.get("globalOffsets").is_none() || is_html(&self.draft.text)) {
            self.n_in_html += 1;
            return;
        }
        let offset = |field| place.get(field).and_then(Value::as_u64);
        let (Some(start), Some(end)) = (offset("start"), offset("end")) else {
            let found = |field| place.get(field).map_or("missing".into(), named);
            let (start, end) = (found("start"), found("end"));
            let why = format!(
                "the region {} has no whole numbers as “start” and “end”: {start}, {end}",
                quoted(&id)
            );
            return self.warn(why, Outcome::LeftOut);
        };
        let quote = value.get("text").and_then(Value::as_str).map(String::from);
        let mut draft = DraftAnnotation {
            fragments: vec![DraftFragment { start, end }],
            quote,
            note: note(result.get("meta")),
            annotator: made_by.annotator.clone(),
            created: made_by.created.clone(),
            origin: made_by.origin.clone(),
            ..DraftAnnotation::default()
        };
        if let Some(item) = Item::new(result, REGION_FIELDS) {
            draft.extra = foreign(ID, item.extra());
        }
        let mut problems = Vec::new();
        if let Some(meta) = result.get("meta") {
            read_annotation(meta, &mut draft, &mut problems);
        }
        for problem in problems {
            self.warn(format!("the region {}: {problem}", quoted(&id)), Outcome::Kept);
        }
        // A region has one label; a region of several is several annotations.
        for (idx, label) in labels.into_iter().enumerate() {
            let mut draft = DraftAnnotation { label: label.into(), ..draft.clone() };
            if idx == 0 && !id.is_empty() {
                draft.key = format!("{number}/{id}");
                let is_free = id.parse::<AnnotationId>().is_ok() && self.ids.insert(id.clone());
                draft.id = is_free.then(|| id.clone());
            }
            self.draft.annotations.push(draft);
        }
    }

    fn relation(&mut self, number: usize, result: &Value) {
        let end = |field| Some(raw_id(result.get(field))?.into_owned());
        let (Some(from), Some(to)) = (end("from_id"), end("to_id")) else {
            return self.warn("a relation lacks its “from_id” or “to_id”".into(), Outcome::LeftOut);
        };
        let (mut from, mut to) = (format!("{number}/{from}"), format!("{number}/{to}"));
        match result.get("direction").and_then(Value::as_str) {
            Some("left") => std::mem::swap(&mut from, &mut to),
            Some("bi") => {
                let why = "a relation leads both ways; it leads one way now, as it is written";
                self.warn(why.into(), Outcome::Kept);
            }
            _ => {}
        }
        let labels = result.get("labels").and_then(Value::as_array).into_iter().flatten();
        let mut labels: Vec<&str> = labels.filter_map(Value::as_str).collect();
        if labels.is_empty() {
            labels.push("relation");
        }
        for (idx, label) in labels.into_iter().enumerate() {
            let mut draft = DraftRelation {
                relation_type: label.into(),
                from: from.clone(),
                to: to.clone(),
                ..DraftRelation::default()
            };
            let mut problems = Vec::new();
            if let Some(meta) = result.get("meta") {
                read_relation(meta, &mut draft, &mut problems);
                let id = meta.get("id").and_then(Value::as_str).filter(|_| idx == 0);
                draft.id = id.filter(|id| id.parse::<RelationId>().is_ok()).map(String::from);
            }
            for problem in problems {
                self.warn(format!("a relation: {problem}"), Outcome::Kept);
            }
            self.draft.relations.push(draft);
        }
    }

    fn finish(mut self) {
        drop_cut_quotes(&mut self.draft);
        if self.n_in_html > 0 {
            let n = self.n_in_html;
            let why = format!(
                "{n} of its regions lie in HTML, where places are paths and not offsets of the text"
            );
            self.warn(why, Outcome::LeftOut);
        }
        if self.n_other > 0 {
            let n = self.n_other;
            self.warn(format!("{n} of its results are no labels on text"), Outcome::LeftOut);
        }
        self.drafts.push(self.draft);
    }
}

/// Who or what made regions, and when.
struct Maker {
    annotator: String,
    created: Option<String>,
    origin: Option<String>,
}

impl Maker {
    fn of(results: &Value, is_prediction: bool) -> Maker {
        let by = match results.get("completed_by") {
            Some(Value::Object(person)) => person.get("email").and_then(Value::as_str),
            by => by.and_then(Value::as_str),
        };
        let number = raw_id(results.get("completed_by"));
        let annotator = by.map(String::from).or(number.map(Into::into)).unwrap_or_default();
        let created = results.get("created_at").and_then(Value::as_str);
        let created = created.filter(|created| created.parse::<Timestamp>().is_ok());
        let model = results.get("model_version").and_then(Value::as_str);
        let model = model.filter(|&model| is_prediction && model != MODEL);
        let (created, origin) = (created.map(String::from), model.map(String::from));
        Maker { annotator, created, origin }
    }
}

/// The note of a region: a list in files, text in some.
fn note(meta: Option<&Value>) -> String {
    match meta.and_then(|meta| meta.get("text")) {
        Some(Value::String(note)) => note.clone(),
        Some(Value::Array(lines)) => {
            lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    }
}

/// Whether a text is HTML: it has a tag or a character reference.
fn is_html(text: &str) -> bool {
    let begins_tag =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    let is_reference = |rest: &str| {
        let name = rest.split(';').next().unwrap_or_default();
        (2..=10).contains(&name.len())
            && name.len() < rest.len()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    };
    (text.contains('>') && text.split('<').skip(1).any(begins_tag))
        || text.split('&').skip(1).any(|rest| is_reference(rest.get(..12).unwrap_or(rest)))
}

/// Words with line ends of all kinds as one: a region's text has them as a
/// backslash and an n.
fn undone(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut chars = chars.peekable();
    std::iter::from_fn(move || {
        let c = chars.next()?;
        let is_pair = match c {
            '\r' => chars.next_if_eq(&'\n').is_some(),
            '\\' => chars.next_if_eq(&'n').is_some(),
            _ => false,
        };
        Some(if is_pair || c == '\r' { '\n' } else { c })
    })
}

fn is_same(words: &str, quote: &str) -> bool {
    words == quote || undone(words.chars()).eq(undone(quote.chars()))
}

/// Leaves out the quotes that were cut out of the text by UTF-16 units while
/// the offsets may count code points: they don't tell what the offsets count.
fn drop_cut_quotes(draft: &mut Draft) {
    if draft.text.chars().all(|c| c.len_utf16() == 1) {
        return;
    }
    let chars: Vec<char> = draft.text.chars().collect();
    let units: Vec<u16> = draft.text.encode_utf16().collect();
    for annotation in &mut draft.annotations {
        let (Some(quote), [place]) = (&annotation.quote, annotation.fragments.as_slice()) else {
            continue;
        };
        let (Ok(start), Ok(end)) = (usize::try_from(place.start), usize::try_from(place.end))
        else {
            continue;
        };
        let by_chars = chars.get(start..end).map(|chars| chars.iter().copied());
        let by_units = units.get(start..end).map(|units| {
            char::decode_utf16(units.iter().copied())
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        });
        let is_whole = by_chars.is_some_and(|chars| undone(chars).eq(undone(quote.chars())));
        let is_cut = |units| undone(units).eq(undone(quote.chars()));
        if !is_whole && by_units.is_some_and(is_cut) && end <= chars.len() {
            annotation.quote = None;
        }
    }
}
