//! A CAS as an article; several, if it has several texts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::features::{Kind, label, note, unread};
use super::{ARTICLE, FRAGMENT, SOFA};
use crate::format::describe::{kind, named, quoted, shortened};
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts};
use crate::format::fields::{read_annotation, read_article, read_relation};
use crate::format::ids::raw_id;
use crate::format::incoming::json_from_text;
use crate::format::warning::Problem;
use crate::format::{FileProblem, OffsetUnit, Outcome, Record};
use crate::model::id::{AnnotationId, RelationId};

/// Reads a CAS.
pub(super) fn cas(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let value = json_from_text(record.text())?;
    let structures: Vec<(String, &Value)> = match value.get("%FEATURE_STRUCTURES") {
        Some(Value::Array(list)) => list
            .iter()
            .map(|one| (raw_id(one.get("%ID")).unwrap_or_default().into_owned(), one))
            .collect(),
        Some(Value::Object(by_id)) => by_id.iter().map(|(id, one)| (id.clone(), one)).collect(),
        Some(other) => {
            let found = kind(other);
            let why = format!("has {found} as “%FEATURE_STRUCTURES”, not a list");
            return Err(FileProblem::Other(why));
        }
        None => return Err(FileProblem::Other("has no “%FEATURE_STRUCTURES”".into())),
    };
    let mut reading = Reading {
        record,
        drafts,
        by_id: structures.iter().map(|(id, one)| (id.as_str(), *one)).collect(),
        articles: Vec::new(),
        sofas: BTreeMap::new(),
        places: BTreeMap::new(),
        unread: BTreeSet::new(),
        n_grammar: 0,
        n_textless: 0,
    };
    for (id, structure) in &structures {
        reading.sofa(id, structure);
    }
    if reading.articles.is_empty() {
        return Err(FileProblem::Other("has no text: no Sofa of it has a “sofaString”".into()));
    }
    // Relations come before their ends in some files.
    for (id, structure) in &structures {
        if !is_relation(structure) {
            reading.structure(id, structure);
        }
    }
    for (_, structure) in structures.iter().filter(|(_, structure)| is_relation(structure)) {
        reading.relation(structure);
    }
    reading.finish();
    Ok(())
}

fn type_of(structure: &Value) -> &str {
    structure.get("%TYPE").and_then(Value::as_str).unwrap_or_default()
}

fn is_relation(structure: &Value) -> bool {
    structure.get("@Governor").is_some() && structure.get("@Dependent").is_some()
}

/// An id that a feature refers to.
fn reference(structure: &Value, feature: &str) -> Option<String> {
    raw_id(structure.get(feature)).map(std::borrow::Cow::into_owned)
}

/// So many types and features that are not read are named, and no more.
const MAX_UNREAD: usize = 20;

/// The longest id and feature of which a slot is read.
const MAX_NAME_BYTES: usize = 200;

/// A CAS being read.
struct Reading<'a, 'r> {
    record: &'a Record<'r>,
    drafts: &'a mut Drafts,
    /// Feature structures by their id; lists of fragments are taken out.
    by_id: BTreeMap<&'a str, &'a Value>,
    articles: Vec<Draft>,
    /// The articles by the ids of their texts.
    sofas: BTreeMap<&'a str, usize>,
    /// The articles of annotations by their ids.
    places: BTreeMap<&'a str, usize>,
    /// Types and features that are not read.
    unread: BTreeSet<String>,
    n_grammar: usize,
    n_textless: usize,
}

impl<'a> Reading<'a, '_> {
    fn warn(&mut self, sentence: String, outcome: Outcome) {
        self.drafts.warn(self.record.number, sentence, outcome);
    }

    fn keep(&mut self, what: &str, problems: Vec<Problem>) {
        for problem in problems {
            self.warn(format!("{what}: {problem}"), Outcome::Kept);
        }
    }

    fn sofa(&mut self, id: &'a str, structure: &'a Value) {
        let text = structure.get("sofaString").and_then(Value::as_str);
        let Some(text) = text.filter(|_| type_of(structure) == SOFA) else { return };
        self.sofas.insert(id, self.articles.len());
        self.articles.push(Draft {
            title: self.record.stem.into(),
            units: &[OffsetUnit::Utf16],
            ..Draft::new(text)
        });
    }

    /// The article in whose text a feature structure lies.
    fn article_of(&self, structure: &Value) -> Option<usize> {
        match reference(structure, "@sofa") {
            Some(sofa) => self.sofas.get(sofa.as_str()).copied(),
            None => (self.articles.len() == 1).then_some(0),
        }
    }

    fn structure(&mut self, id: &'a str, structure: &'a Value) {
        let name = type_of(structure);
        let lies_somewhere = ["begin", "end"].iter().any(|field| structure.get(field).is_some());
        if name == FRAGMENT || name == SOFA {
            return;
        }
        if !lies_somewhere {
            // What lies in no place of a text is said of all of it.
            if structure.get("@sofa").is_some() && Kind::of(name) == Kind::Marks {
                self.not_read(name, None);
            }
            return;
        }
        let Some(article) = self.article_of(structure) else {
            self.n_textless += 1;
            return;
        };
        if name == ARTICLE {
            let mut problems = Vec::new();
            read_article(structure, &mut self.articles[article], &mut problems);
            let uuid = structure.get("uuid").and_then(Value::as_str);
            self.articles[article].id = uuid.map(Into::into);
            return self.keep("the article", problems);
        }
        match Kind::of(name) {
            Kind::Grammar => self.n_grammar += 1,
            Kind::Layout => self.layout(structure, article),
            Kind::Marks => self.annotation(id, structure, article),
        }
    }

    /// Layout that says something of the whole text.
    fn layout(&mut self, structure: &Value, article: usize) {
        let draft = &mut self.articles[article];
        let text = |feature| structure.get(feature).and_then(Value::as_str);
        if let Some(title) = text("documentTitle").filter(|title| !title.is_empty()) {
            draft.title = title.into();
        }
        if let Some(language) = text("language").filter(|&language| language != "x-unspecified") {
            draft.language = language.into();
        }
    }

    fn annotation(&mut self, id: &'a str, structure: &'a Value, article: usize) {
        let Some(place) = self.place(id, structure) else { return };
        let mut draft = DraftAnnotation {
            label: label(structure, type_of(structure)).into(),
            fragments: self.fragments(id, structure).unwrap_or_else(|| vec![place]),
            note: note(structure).into(),
            ..DraftAnnotation::default()
        };
        let mut problems = Vec::new();
        read_annotation(structure, &mut draft, &mut problems);
        self.keep(&format!("the annotation {}", quoted(id)), problems);
        let uuid = structure.get("uuid").and_then(Value::as_str);
        draft.id = uuid.filter(|id| id.parse::<AnnotationId>().is_ok()).map(Into::into);
        if self.places.insert(id, article).is_none() {
            draft.key = id.into();
            self.slots(id, structure, article);
        }
        self.articles[article].annotations.push(draft);
    }

    /// The slots of an annotation, each a relation of the type that its role is
    /// called: a feature refers to an annotation, or to a list of these or of
    /// links with a role. What else its features say is not read.
    fn slots(&mut self, id: &str, structure: &'a Value, article: usize) {
        for feature in unread(structure) {
            // Each slot copies both names.
            let is_short = feature.len().max(id.len()) <= MAX_NAME_BYTES;
            let ends = is_short.then(|| self.slot_ends(structure, feature)).flatten();
            let Some(ends) = ends else {
                self.not_read(type_of(structure), Some(feature));
                continue;
            };
            let relations = ends.into_iter().map(|(role, to)| DraftRelation {
                relation_type: role.unwrap_or(feature.trim_start_matches('@')).into(),
                from: id.into(),
                to,
                ..DraftRelation::default()
            });
            self.articles[article].relations.extend(relations);
        }
    }

    /// Notes a type or one of its features, of which no more are named than can
    /// be read.
    fn not_read(&mut self, kind: &str, feature: Option<&str>) {
        if self.unread.len() <= MAX_UNREAD {
            let feature = feature.map(|feature| format!("|{}", shortened(feature)));
            self.unread.insert(shortened(kind) + &feature.unwrap_or_default());
        }
    }

    /// What a feature refers to; `None` if any of it is no slot. A list is one
    /// annotation's, as that of fragments is.
    fn slot_ends(
        &mut self,
        structure: &Value,
        feature: &str,
    ) -> Option<Vec<(Option<&'a str>, String)>> {
        let id = feature.starts_with('@').then(|| reference(structure, feature))??;
        let found = *self.by_id.get(id.as_str())?;
        let Some(elements) = found.get("%ELEMENTS").and_then(Value::as_array) else {
            return Some(vec![self.slot(&id)?]);
        };
        self.by_id.remove(id.as_str());
        elements
            .iter()
            .map(|id| {
                let id = raw_id(Some(id))?;
                let slot = self.slot(&id)?;
                // A link is one list's too.
                if *slot.1 != *id {
                    self.by_id.remove(id.as_ref());
                }
                Some(slot)
            })
            .collect()
    }

    /// The role and the annotation that a link leads to; or the annotation
    /// itself.
    fn slot(&self, id: &str) -> Option<(Option<&'a str>, String)> {
        let found = *self.by_id.get(id)?;
        let is_mark =
            |one: &Value| one.get("begin").is_some() && Kind::of(type_of(one)) == Kind::Marks;
        if is_mark(found) {
            return Some((None, id.into()));
        }
        let target = reference(found, "@target")?;
        let is_there = self.by_id.get(target.as_str()).is_some_and(|target| is_mark(target));
        let role = found.get("role").and_then(Value::as_str).filter(|role| !role.is_empty());
        is_there.then_some((role, target))
    }

    /// Where a feature structure lies; what can't be read is said.
    fn place(&mut self, id: &str, structure: &Value) -> Option<DraftFragment> {
        let offset = |field| structure.get(field).and_then(Value::as_u64);
        if let (Some(start), Some(end)) = (offset("begin"), offset("end")) {
            return Some(DraftFragment { start, end });
        }
        let found = |field| structure.get(field).map_or("missing".into(), named);
        let (begin, end, id) = (found("begin"), found("end"), quoted(id));
        let why = format!(
            "the annotation {id} has no whole numbers as “begin” and “end”: {begin}, {end}"
        );
        self.warn(why, Outcome::LeftOut);
        None
    }

    /// The fragments that a feature structure lists, if it does. A list is one
    /// annotation's: it is taken, so that no file makes one list cost twice.
    fn fragments(&mut self, id: &str, structure: &Value) -> Option<Vec<DraftFragment>> {
        let list = reference(structure, "@fragments")?;
        let elements = self.by_id.remove(list.as_str()).and_then(|list| list.get("%ELEMENTS"));
        let elements = elements.and_then(Value::as_array).into_iter().flatten();
        let offset = |fragment: &Value, field| fragment.get(field).and_then(Value::as_u64);
        let fragments = elements.map(|element| {
            let fragment = self.by_id.get(raw_id(Some(element))?.as_ref())?;
            Some(DraftFragment { start: offset(fragment, "begin")?, end: offset(fragment, "end")? })
        });
        let fragments: Option<Vec<_>> = fragments.collect();
        let fragments = fragments.filter(|fragments| !fragments.is_empty());
        if fragments.is_none() {
            let why = format!(
                "the fragments of the annotation {} can't be read; it reaches from its begin to \
                 its end now",
                quoted(id)
            );
            self.warn(why, Outcome::Kept);
        }
        fragments
    }

    fn relation(&mut self, structure: &Value) {
        let name = type_of(structure);
        if Kind::of(name) != Kind::Marks {
            self.n_grammar += 1;
            return;
        }
        let end = |feature| reference(structure, feature).unwrap_or_default();
        let mut draft = DraftRelation {
            relation_type: label(structure, name).into(),
            from: end("@Governor"),
            to: end("@Dependent"),
            ..DraftRelation::default()
        };
        let mut problems = Vec::new();
        read_relation(structure, &mut draft, &mut problems);
        self.keep("a relation", problems);
        let uuid = structure.get("uuid").and_then(Value::as_str);
        draft.id = uuid.filter(|id| id.parse::<RelationId>().is_ok()).map(Into::into);
        for feature in unread(structure) {
            self.not_read(name, Some(feature));
        }
        let article = self.places.get(draft.from.as_str()).copied().unwrap_or(0);
        self.articles[article].relations.push(draft);
    }

    fn finish(mut self) {
        if !self.unread.is_empty() {
            let named: Vec<String> =
                self.unread.iter().take(MAX_UNREAD).map(|one| quoted(one)).collect();
            let more = if self.unread.len() > named.len() { " and others" } else { "" };
            let why = format!("types and features that are not read: {}{more}", named.join(", "));
            self.warn(why, Outcome::LeftOut);
        }
        if self.n_grammar > 0 {
            let n = self.n_grammar;
            self.warn(format!("{n} annotations are of the grammar of words"), Outcome::LeftOut);
        }
        if self.n_textless > 0 {
            let n = self.n_textless;
            self.warn(format!("{n} annotations lie in no text of the file"), Outcome::LeftOut);
        }
        for article in self.articles {
            self.drafts.push(article);
        }
    }
}
