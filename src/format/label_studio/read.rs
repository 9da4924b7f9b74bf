//! A task as an article.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::texts::undone;
use super::{
    ANNOTATIONS, ARTICLE_ID, ID, MODEL, PREDICTIONS, REGION_FIELDS, TASK_FIELDS, min, texts,
};
use crate::format::describe::{kind, named, quoted};
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use crate::format::fields::{OF_ARTICLES, read_annotation, read_article, read_relation};
use crate::format::ids::raw_id;
use crate::format::incoming::json_from_text;
use crate::format::item::{Item, foreign, whole};
use crate::format::{FileProblem, OffsetUnit, Outcome, Record};
use crate::model::id::{AnnotationId, RelationId};
use crate::model::names::{is_end, is_start};
use crate::model::timestamp::Timestamp;

/// Reads a task: an article for each of its texts that regions lie in.
pub(super) fn task(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let value = min::task_of(json_from_text(record.text())?);
    let Some(item) = Item::new(&value, TASK_FIELDS) else {
        let found = kind(&value);
        return Err(FileProblem::Other(format!("holds {found} where a task should be")));
    };
    let Some(data) = item.get("data") else {
        return Err(FileProblem::Other("has a task without “data”".into()));
    };
    let (results, left) = results(&item);
    let keys = texts::keys(data, &results)?;
    let mut extra = item.extra();
    if data.get(ARTICLE_ID).is_some() {
        // The number that it was written with.
        extra.remove("id");
    }
    let mut articles = Vec::with_capacity(keys.len());
    for &key in &keys {
        let text = data.get(key).and_then(Value::as_str).unwrap_or_default();
        if data.get(ARTICLE_ID).is_none() && texts::is_address(text) {
            return Err(FileProblem::Other(format!(
                "has only the address of its text, {}, and not the text itself; put the text in \
                 its place",
                quoted(text)
            )));
        }
        // What is said of the task is said once.
        let mut extra = std::mem::take(&mut extra);
        let of_data = [OF_ARTICLES, &[ARTICLE_ID], &keys].concat();
        let more = data.as_object().into_iter().flatten();
        let more = more.filter(|(name, _)| !of_data.contains(&name.as_str()));
        let more: Map<String, Value> =
            more.map(|(name, one)| (name.clone(), one.clone())).collect();
        if !more.is_empty() {
            extra.insert("data".into(), Value::Object(more));
        }
        let mut draft = Draft {
            id: data.get(ARTICLE_ID).and_then(|id| raw_id(Some(id))).map(Into::into),
            title: record.stem.into(),
            is_title_made: true,
            units: &[OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::CrlfAsOne],
            is_quote: |words, quote| words.iter().any(|words| is_same(words, quote)),
            extra: foreign(ID, extra),
            ..Draft::new(text)
        };
        let mut problems = Vec::new();
        read_article(data, &mut draft, &mut problems);
        if keys.len() > 1 {
            draft.id = None;
            draft.title = format!("{} {key}", draft.title).trim().into();
        }
        let said = problems.into_iter().map(|problem| problem.to_string());
        said.for_each(|sentence| drafts.warn(record.number, sentence, Outcome::Kept));
        articles.push(draft);
    }
    let places = BTreeMap::new();
    let mut reading = Reading {
        record,
        drafts,
        keys,
        articles,
        ids: BTreeSet::new(),
        places,
        n_in_html: 0,
        n_other: 0,
    };
    reading.say_what_is_left(value.get("drafts"), left);
    for (number, (of, is_prediction)) in results.into_iter().enumerate() {
        reading.results(number, of, is_prediction);
    }
    reading.finish();
    Ok(())
}

/// How many regions and relations a list of results has.
fn n_results(of: &Value) -> usize {
    of.get("result").and_then(Value::as_array).map_or(0, Vec::len)
}

/// The results of all people; if there are none, those of models. Each with
/// whether it is of a model, and those of models that are left out.
fn results<'a>(item: &Item<'a>) -> (Vec<(&'a Value, bool)>, Vec<&'a Value>) {
    let list = |field| item.get(field).and_then(Value::as_array).into_iter().flatten();
    let has_any = |of: &&'a Value| n_results(of) > 0;
    let of_people = list(ANNOTATIONS).chain(list("completions")).filter(has_any);
    let of_people: Vec<_> = of_people.map(|of| (of, false)).collect();
    let of_models: Vec<&Value> = list(PREDICTIONS).filter(has_any).collect();
    match of_people.is_empty() {
        true => (of_models.into_iter().map(|of| (of, true)).collect(), Vec::new()),
        false => (of_people, of_models),
    }
}

/// One task being read.
struct Reading<'a, 'r> {
    record: &'a Record<'r>,
    drafts: &'a mut Drafts,
    /// The fields of the data with its texts.
    keys: Vec<&'a str>,
    /// An article for each of them.
    articles: Vec<Draft>,
    /// The ids that are taken.
    ids: BTreeSet<String>,
    /// The articles of regions, by the keys that relations name them by.
    places: BTreeMap<String, usize>,
    /// Regions whose places are of HTML.
    n_in_html: usize,
    /// Results that mark no text.
    n_other: usize,
}

impl<'a> Reading<'a, '_> {
    fn warn(&mut self, sentence: String, outcome: Outcome) {
        self.drafts.warn(self.record.number, sentence, outcome);
    }

    fn lose(&mut self, sentence: String, n_items: usize) {
        self.drafts.lose(self.record.number, sentence, n_items);
    }

    /// Says which predictions and drafts are not read.
    fn say_what_is_left(&mut self, drafts: Option<&Value>, predictions: Vec<&Value>) {
        let n = predictions.len();
        if n > 0 {
            let n_items = predictions.into_iter().map(n_results).sum();
            let what = if n == 1 { "1 prediction" } else { &format!("{n} predictions") };
            self.lose(format!("the task is annotated, and has {what} besides"), n_items);
        }
        let drafts = drafts.and_then(Value::as_array).into_iter().flatten();
        let drafts: Vec<&Value> = drafts.filter(|of| n_results(of) > 0).collect();
        if let n @ 1.. = drafts.len() {
            let n_items = drafts.into_iter().map(n_results).sum();
            let (what, they) = match n {
                1 => ("1 draft".into(), "it"),
                n => (format!("{n} drafts"), "them"),
            };
            self.lose(format!("the task has {what}: submit {they} in Label Studio first"), n_items);
        }
    }

    fn results(&mut self, number: usize, of: &Value, is_prediction: bool) {
        if of.get("was_cancelled").and_then(Value::as_bool) == Some(true) {
            return self.lose("an annotation of the task is a skipped one".into(), n_results(of));
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
            return self.lose(format!("the region {} has no label", quoted(&id)), 1);
        }
        let Some(article) = self.article_of(result) else {
            let name = result.get("to_name").map_or("missing".into(), named);
            let id = quoted(&id);
            return self.lose(format!("the region {id} lies in {name}, which is no text here"), 1);
        };
        let place = match value.get("globalOffsets") {
            Some(offsets) => offsets,
            None => value,
        };
        let is_in_html = value
            .get("start")
            .and_then(Value::as_str)
            .is_some_and(|start| kind == "hypertextlabels" || start.starts_with('/'));
        if is_in_html
            && (value.get("globalOffsets").is_none() || is_html(&self.articles[article].text))
        {
            self.n_in_html += 1;
            return;
        }
        let offset = |field| place.get(field).and_then(whole);
        let (Some(start), Some(end)) = (offset("start"), offset("end")) else {
            let found = |field| place.get(field).map_or("missing".into(), named);
            let (start, end) = (found("start"), found("end"));
            let why = format!(
                "the region {} has no whole numbers as “start” and “end”: {start}, {end}",
                quoted(&id)
            );
            return self.lose(why, 1);
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
                self.places.entry(draft.key.clone()).or_insert(article);
                let is_free = id.parse::<AnnotationId>().is_ok() && self.ids.insert(id.clone());
                draft.id = is_free.then(|| id.clone());
            }
            self.articles[article].annotations.push(draft);
        }
    }

    /// The article in whose text a region lies.
    fn article_of(&self, result: &Value) -> Option<usize> {
        let name = result.get("to_name").and_then(Value::as_str);
        let named = name.and_then(|name| self.keys.iter().position(|key| *key == name));
        named.or((self.keys.len() == 1).then_some(0))
    }

    fn relation(&mut self, number: usize, result: &Value) {
        let end = |field| Some(raw_id(result.get(field))?.into_owned());
        let (Some(from), Some(to)) = (end("from_id"), end("to_id")) else {
            return self.lose("a relation lacks its “from_id” or “to_id”".into(), 1);
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
        let of = |key: &String| self.places.get(key).copied();
        let article = of(&from).or(of(&to)).unwrap_or(0);
        if of(&from).zip(of(&to)).is_some_and(|(from, to)| from != to) {
            return self.lose("a relation joins regions of two texts".into(), 1);
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
            self.articles[article].relations.push(draft);
        }
    }

    fn finish(mut self) {
        self.articles.iter_mut().for_each(drop_cut_quotes);
        if let n @ 1.. = self.n_in_html {
            let what = if n == 1 { "1 region lies" } else { &format!("{n} regions lie") };
            let why = format!("{what} in HTML, where places are paths and not offsets of the text");
            self.lose(why, n);
        }
        if let n @ 1.. = self.n_other {
            let what =
                if n == 1 { "1 result is no label" } else { &format!("{n} results are no labels") };
            self.lose(format!("{what} on text"), n);
        }
        for article in self.articles {
            self.drafts.push(article);
        }
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

/// Whether words are those of a region.
fn is_same(words: &str, quote: &str) -> bool {
    words == quote || undone(words.chars()).eq(undone(quote.chars()))
}

/// Leaves out the quotes that were cut out of the text by UTF-16 units while
/// the offsets count code points: they don't tell what the offsets count. Such
/// a one does not begin and end with words, where code points do.
fn drop_cut_quotes(draft: &mut Draft) {
    let text = draft.text.as_str();
    if text.chars().all(|c| c.len_utf16() == 1) {
        return;
    }
    let chars: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    // The bytes at which characters begin, by UTF-16 units.
    let units: Vec<Option<usize>> = text
        .char_indices()
        .flat_map(|(at, c)| std::iter::once(Some(at)).chain((c.len_utf16() > 1).then_some(None)))
        .chain([Some(text.len())])
        .collect();
    let are_words = |start: usize, end: usize| {
        let words = text.get(start..end).unwrap_or_default();
        words.trim() == words && is_start(text, start) && is_end(text, end)
    };
    let all: Vec<u16> = text.encode_utf16().collect();
    for annotation in &mut draft.annotations {
        let (Some(quote), [place]) = (&annotation.quote, annotation.fragments.as_slice()) else {
            continue;
        };
        let (Ok(start), Ok(end)) = (usize::try_from(place.start), usize::try_from(place.end))
        else {
            continue;
        };
        let (Some(&from), Some(&to), Some(cut)) =
            (chars.get(start), chars.get(end), all.get(start..end))
        else {
            continue;
        };
        let cut = char::decode_utf16(cut.iter().copied())
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        let is_cut = undone(cut).eq(undone(quote.chars()));
        let is_right = text.get(from..to).is_some_and(|words| is_same(words, quote));
        let cut_words = units[start].zip(units[end]);
        if is_cut
            && !is_right
            && are_words(from, to)
            && !cut_words.is_some_and(|(from, to)| are_words(from, to))
        {
            annotation.quote = None;
        }
    }
}
