//! Quotes as an article.

use std::collections::BTreeMap;

use serde_json::Value;

use super::quotes::{CUE, SAID_BY};
use super::{ARTICLE_FIELDS, ID, QUOTE_FIELDS};
use crate::format::describe::{kind, named};
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use crate::format::fields::{read_annotation, read_article, read_relation};
use crate::format::ids::raw_id;
use crate::format::incoming::json_from_text;
use crate::format::item::{Item, foreign, whole};
use crate::format::warning::Problem;
use crate::format::{FileProblem, OffsetUnit, Record};
use crate::model::id::{AnnotationId, RelationId};

/// The labels and the relation that Citron's own words stand for.
const SOURCE: &str = "source";
const CONTENT: &str = "content";
const CUED_BY: &str = "cued_by";

/// Fields with more places in the text, which can only be kept if the offsets
/// stay what they are.
const PLACES: &[&str] = &["coreferences", "coreference_groups"];

/// Reads a file.
pub(super) fn article(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let value = json_from_text(record.text())?;
    let Some(item) = Item::new(&value, ARTICLE_FIELDS) else {
        let found = kind(&value);
        return Err(FileProblem::Other(format!("holds {found} where an article should be")));
    };
    let Some(text) = item.get("text").and_then(Value::as_str) else {
        return Err(FileProblem::Other("has no “text”".into()));
    };
    let mut draft = Draft {
        title: record.stem.into(),
        is_title_made: true,
        units: &[OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::CrlfAsOne],
        ..Draft::new(text)
    };
    let mut problems = Vec::new();
    if let Some(own) = item.get("article") {
        read_article(own, &mut draft, &mut problems);
        draft.id = raw_id(own.get("id")).map(Into::into);
    }
    let quotes = item.list("quotes", &mut problems);
    let is_in_chars = record.unit.is_none_or(|unit| unit == OffsetUnit::CodePoint);
    let is_plain = !text.starts_with('\u{feff}')
        && text.chars().all(|c| c != '\r' && c.len_utf16() == 1 && (is_in_chars || c.is_ascii()));
    let (keys, n_places) = (BTreeMap::new(), 0);
    let mut reading = Reading { record, drafts, draft, keys, is_plain, n_places };
    reading.draft.extra = reading.more(&item);
    reading.note("the article", problems);
    for (idx, quote) in quotes.iter().enumerate() {
        reading.quote(idx + 1, quote);
    }
    reading.finish();
    Ok(())
}

/// A file being read.
struct Reading<'a, 'r> {
    record: &'a Record<'r>,
    drafts: &'a mut Drafts,
    draft: Draft,
    /// The places of annotations that several quotes share, by their key.
    keys: BTreeMap<String, usize>,
    /// Whether offsets stay what they are.
    is_plain: bool,
    /// Fields that can't be kept for that.
    n_places: usize,
}

impl Reading<'_, '_> {
    /// Says that so many annotations and links were left out.
    fn lose(&mut self, sentence: String, n_items: usize) {
        self.drafts.lose(self.record.number, sentence, n_items);
    }

    /// Says of fields that they are not what they should be.
    fn note(&mut self, what: &str, problems: Vec<Problem>) {
        for problem in problems {
            self.drafts.note(self.record.number, format!("{what}: {problem}"));
        }
    }

    /// The fields of an object that are not known here, as far as they stay
    /// true.
    fn more(&mut self, item: &Item<'_>) -> crate::model::extra::Extra {
        let mut more = item.extra();
        let n_before = more.len();
        let is_plain = self.is_plain;
        more.retain(|name, value| {
            let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            is_plain || is_empty || !PLACES.contains(&name.as_str())
        });
        self.n_places += n_before - more.len();
        foreign(ID, more)
    }

    fn quote(&mut self, number: usize, value: &Value) {
        let name = format!("the quote no. {number}");
        let Some(item) = Item::new(value, QUOTE_FIELDS) else {
            let found = kind(value);
            return self.lose(format!("{name} is {found}, not an object"), 1);
        };
        let mut problems = Vec::new();
        let contents = item.list("contents", &mut problems);
        let sources = item.list("sources", &mut problems);
        self.note(&name, problems);
        // All contents of a quote are one, in fragments.
        let content = self.part(&name, "content", contents, CONTENT);
        let Some(content) = content else {
            // Its sources and its cue go with it, each with the link to it.
            let n_lost = 2 * (sources.len() + usize::from(item.get("cue").is_some()));
            return self.lose(format!("{name} has no content that can be read"), n_lost);
        };
        self.draft.annotations[content].extra = self.more(&item);
        let mut idx = 0;
        while idx < sources.len() {
            // The fragments of one source follow each other under its id.
            let id = sources[idx].get("id").filter(|id| id.is_string());
            let n = sources[idx..].iter().take_while(|one| id.is_some() && one.get("id") == id);
            let end = idx + n.count().max(1);
            let source = self.part(&name, "source", &sources[idx..end], SOURCE);
            self.relate(content, source, &sources[idx], SAID_BY);
            idx = end;
        }
        if let Some(cue) = item.get("cue") {
            let part = self.part(&name, "cue", std::slice::from_ref(cue), CUE);
            self.relate(content, part, cue, CUED_BY);
        }
    }

    /// The place of an annotation, which may be there already.
    fn part(&mut self, of: &str, what: &str, spans: &[Value], label: &str) -> Option<usize> {
        let first = spans.first()?;
        let mut fragments = Vec::with_capacity(spans.len());
        let places = first.get("fragments").and_then(Value::as_array).filter(|_| spans.len() == 1);
        for span in places.map_or(spans, Vec::as_slice) {
            let offset = |field| span.get(field).and_then(whole);
            let (Some(start), Some(end)) = (offset("start"), offset("end")) else {
                let found = |field| span.get(field).map_or("missing".into(), named);
                let (start, end) = (found("start"), found("end"));
                let why = format!(
                    "a {what} of {of} has no whole numbers as “start” and “end”: {start}, {end}"
                );
                // A source or a cue is lost with the link to it.
                self.lose(why, if label == CONTENT { 1 } else { 2 });
                return None;
            };
            fragments.push((start, end, span.get("text").and_then(Value::as_str)));
        }
        fragments.sort_unstable();
        let id = first.get("id").and_then(Value::as_str);
        let uuid = id.filter(|id| id.parse::<AnnotationId>().is_ok());
        let key = match uuid {
            Some(id) => id.to_owned(),
            None => {
                let places: Vec<String> =
                    fragments.iter().map(|(start, end, _)| format!("{start}-{end}")).collect();
                format!("{what} {}", places.join(" "))
            }
        };
        if let Some(&place) = self.keys.get(&key) {
            return Some(place);
        }
        let words: Option<Vec<&str>> = fragments.iter().map(|(_, _, text)| *text).collect();
        let fragments = fragments.iter().map(|&(start, end, _)| DraftFragment { start, end });
        let said = |field| first.get(field).and_then(Value::as_str);
        let mut draft = DraftAnnotation {
            key: key.clone(),
            id: uuid.map(Into::into),
            label: said("label").filter(|label| !label.is_empty()).unwrap_or(label).into(),
            fragments: fragments.collect(),
            quote: words.map(|words| words.join(" ")),
            note: said("note").unwrap_or_default().into(),
            ..DraftAnnotation::default()
        };
        let mut problems = Vec::new();
        read_annotation(first, &mut draft, &mut problems);
        self.note(&format!("a {what} of {of}"), problems);
        let place = self.draft.annotations.len();
        self.keys.insert(key, place);
        self.draft.annotations.push(draft);
        Some(place)
    }

    fn relate(&mut self, content: usize, to: Option<usize>, span: &Value, kind: &str) {
        let Some(to) = to else { return };
        let key = |place: usize| self.draft.annotations[place].key.clone();
        let mut draft = DraftRelation {
            relation_type: kind.into(),
            from: key(content),
            to: key(to),
            ..DraftRelation::default()
        };
        let mut problems = Vec::new();
        if let Some(own) = span.get("relation") {
            let said = |field| own.get(field).and_then(Value::as_str);
            draft.relation_type = said("type").unwrap_or(kind).into();
            draft.id = said("id").filter(|id| id.parse::<RelationId>().is_ok()).map(Into::into);
            read_relation(own, &mut draft, &mut problems);
        }
        self.note("a relation", problems);
        self.draft.relations.push(draft);
    }

    fn finish(self) {
        if self.n_places > 0 {
            let n = self.n_places;
            let why = format!(
                "{n} of its fields have coreferences, whose offsets would not stay true, and were \
                 not read"
            );
            self.drafts.note(self.record.number, why);
        }
        self.drafts.push(self.draft);
    }
}
