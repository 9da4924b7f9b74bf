//! An annotation collection as articles.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::bodies::{Bodies, motivation, text};
use super::targets::{Place, Target, iri, is_a, items, target};
use super::{ANNOTATION_FIELDS, COLLECTION_FIELDS, ID, OWN, URN, hypothesis};
use crate::format::describe::{kind, quoted};
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use crate::format::fields::{read_article, read_relation};
use crate::format::incoming::json_from_text;
use crate::format::item::{Item, foreign};
use crate::format::{FileProblem, OffsetUnit, Outcome, Record};
use crate::model::extra::Extra;
use crate::model::id::{AnnotationId, ArticleId, RelationId};

/// Reads a collection, a page of one, a graph, or an annotation.
pub(super) fn collection(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let value = json_from_text(record.text())?;
    let of_hypothesis = hypothesis::annotations(&value);
    let alone = Value::Object(Map::new());
    // Annotations may stand in a list by themselves.
    let object = if value.is_array() { &alone } else { &value };
    let Some(item) = Item::new(object, COLLECTION_FIELDS) else {
        let found = kind(&value);
        return Err(FileProblem::Other(format!("holds {found} where annotations should be")));
    };
    let page = item.get("first").filter(|first| first.is_object()).unwrap_or(object);
    let annotations = match (&of_hypothesis, value.as_array()) {
        (Some(rows), _) => rows.as_slice(),
        (None, Some(list)) => list.as_slice(),
        (None, None) => match (page.get("items"), item.get("@graph")) {
            (None, None) if is_a(&value, "Annotation") => std::slice::from_ref(&value),
            (found, graph) => items(found.or(graph)),
        },
    };
    let mut reading = Reading::new(record, drafts, annotations);
    match reading.articles.as_mut_slice() {
        [] => return Err(no_text(annotations.len(), record)),
        [article] => {
            // The rows of Hypothesis are its own.
            if of_hypothesis.is_none() {
                article.extra = foreign(ID, item.extra());
            }
            if let Some(label) = item.get("label").and_then(Value::as_str) {
                article.title = label.into();
                article.is_title_made = false;
            }
            let mut problems = Vec::new();
            if let Some(own) = item.get(OWN) {
                read_article(own, article, &mut problems);
            }
            for problem in problems {
                reading.warn(problem.to_string(), Outcome::Kept);
            }
        }
        _ => {}
    }
    for annotation in annotations {
        reading.item(annotation);
    }
    reading.finish();
    Ok(())
}

fn no_text(n_annotations: usize, record: &Record<'_>) -> FileProblem {
    FileProblem::Other(match (n_annotations, record.stem) {
        (0, _) => "has no annotations".into(),
        (_, stem) => {
            let name = if stem.is_empty() {
                "of the same name".into()
            } else {
                quoted(&format!("{stem}.txt"))
            };
            format!(
                "has annotations, but not the text that they lie on: put that beside it, as the \
                 text file {name}, and read both together"
            )
        }
    })
}

/// A collection being read.
struct Reading<'a, 'r> {
    record: &'a Record<'r>,
    drafts: &'a mut Drafts,
    articles: Vec<Draft>,
    /// The places of articles by their IRI.
    sources: BTreeMap<&'a str, usize>,
    /// For each annotation, the place of its article.
    places: BTreeMap<&'a str, usize>,
    relations: Vec<(DraftRelation, &'a str)>,
    /// For each text that is not there, how many annotations lie on it.
    n_elsewhere: BTreeMap<String, usize>,
    /// How many bytes of texts are yet looked through for words without a place.
    n_looked_through: usize,
}

/// What the offsets may count: other programs are of JavaScript.
const UNITS: &[OffsetUnit] = &[OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::CrlfAsOne];

/// No file makes reading it cost more than looking through so many bytes.
const MAX_LOOKED_THROUGH: usize = 1 << 30;

impl<'a, 'r> Reading<'a, 'r> {
    /// Finds the texts.
    fn new(record: &'a Record<'r>, drafts: &'a mut Drafts, annotations: &'a [Value]) -> Self {
        let (mut articles, mut sources) = (Vec::new(), BTreeMap::new());
        for annotation in annotations {
            let Some((text, language)) = text(annotation) else { continue };
            let Some(source) = items(annotation.get("target")).first().and_then(iri) else {
                continue;
            };
            if sources.contains_key(source) {
                continue;
            }
            sources.insert(source, articles.len());
            let id = source.strip_prefix(URN).filter(|id| id.parse::<ArticleId>().is_ok());
            articles.push(Draft {
                id: id.map(Into::into),
                url: Some(source).filter(|_| id.is_none()).map(Into::into),
                title: record.stem.into(),
                is_title_made: true,
                language: language.into(),
                units: UNITS,
                ..Draft::new(text)
            });
        }
        if !articles.is_empty() && record.beside.is_some() {
            let said = "it has its text, so the text file beside it was not read";
            drafts.note(record.number, said);
        }
        if let (true, Some(text)) = (articles.is_empty(), record.beside) {
            let targets = annotations.iter().flat_map(|one| items(one.get("target")));
            let source = targets.map(target).find_map(|target| target.source);
            sources.extend(source.map(|source| (source, 0)));
            articles.push(Draft {
                url: source.map(Into::into),
                title: record.stem.into(),
                is_title_made: true,
                units: UNITS,
                ..Draft::new(text)
            });
        }
        Reading {
            record,
            drafts,
            articles,
            sources,
            places: BTreeMap::new(),
            relations: Vec::new(),
            n_elsewhere: BTreeMap::new(),
            n_looked_through: MAX_LOOKED_THROUGH,
        }
    }

    fn warn(&mut self, sentence: String, outcome: Outcome) {
        self.drafts.warn(self.record.number, sentence, outcome);
    }

    fn lose(&mut self, sentence: String, n_items: usize) {
        self.drafts.lose(self.record.number, sentence, n_items);
    }

    fn item(&mut self, value: &'a Value) {
        if !value.is_object() {
            let found = kind(value);
            return self.lose(format!("an annotation is {found}, not an object"), 1);
        }
        if text(value).is_some() {
            return;
        }
        let targets: Vec<Target<'a>> = items(value.get("target")).iter().map(target).collect();
        let is_on_text = items(value.get("target")).iter().any(|one| one.get("selector").is_some());
        match motivation(value) {
            "linking" if !is_on_text => self.relation(value, &targets),
            _ => self.annotation(value, targets),
        }
    }

    fn annotation(&mut self, value: &'a Value, targets: Vec<Target<'a>>) {
        let id = iri(value).unwrap_or_default();
        let bodies = Bodies::of(value);
        let n_fragments = value.get(OWN).and_then(|own| own.get("fragments"));
        let is_one = n_fragments.and_then(Value::as_u64) == Some(targets.len() as u64);
        let mut places: Vec<(usize, Vec<Place<'a>>)> = Vec::new();
        if targets.is_empty() {
            self.lose(format!("the annotation {} has no target", quoted(id)), 1);
        }
        for Target { source, place } in targets {
            let Some(&article) = source.and_then(|source| self.sources.get(source)) else {
                let source = source.unwrap_or_default().to_owned();
                *self.n_elsewhere.entry(source).or_insert(0) += 1;
                continue;
            };
            let place = place.and_then(|place| self.found(article, place));
            match (place, places.last_mut()) {
                (Ok(place), Some((last, fragments))) if is_one && *last == article => {
                    fragments.push(place);
                }
                (Ok(place), _) => places.push((article, vec![place])),
                (Err(why), _) => {
                    self.lose(format!("the annotation {} {why}", quoted(id)), 1);
                }
            }
        }
        let labels = match bodies.labels.as_slice() {
            [] => vec![
                Some(motivation(value)).filter(|said| !said.is_empty()).unwrap_or("annotation"),
            ],
            labels => labels.to_vec(),
        };
        let draft = self.annotation_draft(value, &bodies, id);
        let mut is_first = true;
        for (article, places) in places {
            for label in &labels {
                let mut draft = DraftAnnotation { label: (*label).into(), ..draft.clone() };
                draft.fragments = places.iter().filter_map(|place| place.fragment).collect();
                let exact: Option<Vec<&str>> = places.iter().map(|place| place.exact).collect();
                draft.quote = exact.map(|words| words.join(" "));
                if is_first && !id.is_empty() && !self.places.contains_key(id) {
                    let uuid = id.strip_prefix(URN).unwrap_or(id);
                    draft.id =
                        Some(uuid).filter(|id| id.parse::<AnnotationId>().is_ok()).map(Into::into);
                    draft.key = id.into();
                    self.places.insert(id, article);
                }
                is_first = false;
                self.articles[article].annotations.push(draft);
            }
        }
    }

    /// A place whose words alone say where it is, looked up in the text.
    fn found(&mut self, article: usize, place: Place<'a>) -> Result<Place<'a>, String> {
        let (None, Some(exact)) = (place.fragment, place.exact) else { return Ok(place) };
        let text = &self.articles[article].text;
        let Some(left) = self.n_looked_through.checked_sub(text.len()) else {
            return Err("has no position, as too many others of the file have none".into());
        };
        self.n_looked_through = left;
        let (before, after) = place.around;
        let words = [before, exact, after].concat();
        let places: Vec<usize> = overlapping(text, &words).take(2).collect();
        let &[at] = places.as_slice() else {
            let n = if places.is_empty() { "nowhere" } else { "at several places" };
            let words = quoted(exact);
            return Err(format!("has no position, and its words, {words}, stand {n} in the text"));
        };
        let at = at + before.len();
        let start = text[..at].chars().count() as u64;
        let end = start + exact.chars().count() as u64;
        Ok(Place { fragment: Some(DraftFragment { start, end }), ..place })
    }

    /// What is known of an annotation, but for its labels and places.
    fn annotation_draft(
        &mut self,
        value: &Value,
        bodies: &Bodies<'_>,
        id: &str,
    ) -> DraftAnnotation {
        let mut draft = DraftAnnotation {
            note: bodies.notes.join("\n"),
            status: bodies.status.map(Into::into),
            annotator: agent(value.get("creator")).unwrap_or_default().into(),
            origin: agent(value.get("generator")).map(Into::into),
            ..DraftAnnotation::default()
        };
        let mut problems = Vec::new();
        if let Some(item) = Item::new(value, ANNOTATION_FIELDS) {
            draft.created = item.text("created", &mut problems).map(Into::into);
            draft.modified = item.text("modified", &mut problems).map(Into::into);
            let mut more: Extra = item.extra();
            if !bodies.more.is_empty() {
                more.insert("body".into(), Value::Array(bodies.more.clone()));
            }
            draft.extra = foreign(ID, more);
        }
        for problem in problems {
            self.warn(format!("the annotation {}: {problem}", quoted(id)), Outcome::Kept);
        }
        draft
    }

    fn relation(&mut self, value: &'a Value, targets: &[Target<'a>]) {
        let id = iri(value).unwrap_or_default();
        let bodies = Bodies::of(value);
        let from = targets.first().and_then(|target| target.source);
        let (Some(from), Some(to)) = (from, bodies.links.first()) else {
            let why = format!("the link {} lacks a body or a target to link", quoted(id));
            return self.lose(why, 1);
        };
        let mut draft = DraftRelation {
            relation_type: (*bodies.labels.first().unwrap_or(&"linking")).into(),
            from: from.into(),
            to: (*to).into(),
            ..DraftRelation::default()
        };
        let mut problems = Vec::new();
        read_relation(value, &mut draft, &mut problems);
        if let Some(item) = Item::new(value, ANNOTATION_FIELDS) {
            draft.extra = foreign(ID, item.extra());
        }
        let uuid = id.strip_prefix(URN).filter(|id| id.parse::<RelationId>().is_ok());
        draft.id = uuid.map(Into::into);
        for problem in problems {
            self.warn(format!("the link {}: {problem}", quoted(id)), Outcome::Kept);
        }
        self.relations.push((draft, from));
    }

    fn finish(mut self) {
        for (relation, from) in std::mem::take(&mut self.relations) {
            let article = self.places.get(from).copied().unwrap_or(0);
            self.articles[article].relations.push(relation);
        }
        for (source, n) in std::mem::take(&mut self.n_elsewhere) {
            let what = if n == 1 { "1 target lies" } else { &format!("{n} targets lie") };
            self.lose(format!("{what} in {}, whose text the file has not", quoted(&source)), n);
        }
        for article in self.articles {
            self.drafts.push(article);
        }
    }
}

/// Where words stand in a text, also where they overlap themselves.
fn overlapping(text: &str, words: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(words)?;
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        Some(at)
    })
}

/// What a person or a program is called.
fn agent(value: Option<&Value>) -> Option<&str> {
    let agent = items(value).first()?;
    let named = |field| agent.get(field).and_then(Value::as_str);
    named("name").or_else(|| named("nickname")).or_else(|| iri(agent))
}
