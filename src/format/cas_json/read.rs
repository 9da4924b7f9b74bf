//! A CAS as an article; several, if it has several texts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::features::{Said, last_name};
use super::foreign::{Kept, Lies, Whole};
use super::relations::{Infos, with_infos};
use super::types::{Kind, Types, type_of};
use super::{ARTICLE, RELATION_INFO, SOFA, SPAN, declared};
use crate::format::describe::{kind, named, quoted, shortened};
use crate::format::draft::{Draft, DraftAnnotation, DraftFragment, Drafts};
use crate::format::fields::{OF_ANNOTATIONS, read_annotation, read_article};
use crate::format::ids::raw_id;
use crate::format::incoming::json_from_text;
use crate::format::item::whole;
use crate::format::warning::Problem;
use crate::format::{DraftTokens, FileProblem, OffsetUnit, Outcome, Record};
use crate::model::id::AnnotationId;

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
        types: Types::of(&value, structures.iter().map(|(_, one)| *one)),
        by_id: structures.iter().map(|(id, one)| (id.as_str(), *one)).collect(),
        articles: Vec::new(),
        sofas: BTreeMap::new(),
        places: BTreeMap::new(),
        infos: BTreeMap::new(),
        others: BTreeMap::new(),
        unread: BTreeSet::new(),
        n_unread: 0,
        n_grammar: 0,
        n_layout: 0,
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
        reading.structure(id, structure);
    }
    for (id, structure) in &structures {
        match reading.types.kind(structure) {
            Kind::Relation => reading.relation(id, structure),
            Kind::Link => reading.next(id, structure),
            _ => {}
        }
    }
    reading.finish(&value);
    Ok(())
}

/// An id that a feature refers to.
pub(super) fn reference(structure: &Value, feature: &str) -> Option<String> {
    raw_id(structure.get(feature)).map(std::borrow::Cow::into_owned)
}

/// So many types and features that are not read are named, and no more.
const MAX_UNREAD: usize = 20;

/// The most bytes of types that all articles of a file keep together; of more, the
/// first one alone has them.
const MAX_TYPES_BYTES: usize = 4 << 20;

/// An article being read.
pub(super) struct Article {
    pub(super) draft: Draft,
    kept: Kept,
    tokens: Vec<Place>,
    sentences: Vec<Place>,
}

/// Where a token or a sentence lies, and what else it says.
type Place = (u64, u64, Map<String, Value>);

/// A CAS being read.
pub(super) struct Reading<'a, 'r> {
    record: &'a Record<'r>,
    drafts: &'a mut Drafts,
    pub(super) types: Types<'a>,
    /// Feature structures by their id; lists of fragments are taken out.
    pub(super) by_id: BTreeMap<&'a str, &'a Value>,
    pub(super) articles: Vec<Article>,
    /// The articles by the ids of their texts.
    sofas: BTreeMap<&'a str, usize>,
    /// The articles of annotations by their ids.
    pub(super) places: BTreeMap<&'a str, usize>,
    /// What is known of relations that are no feature structures of their own, by
    /// their ends.
    infos: Infos<'a>,
    /// What lies in no text.
    pub(super) others: BTreeMap<&'a str, &'a Value>,
    /// Types and features that are not read.
    unread: BTreeSet<String>,
    /// How much the annotations refer to that is not read.
    pub(super) n_unread: usize,
    n_grammar: usize,
    n_layout: usize,
    n_textless: usize,
}

impl<'a> Reading<'a, '_> {
    pub(super) fn lose(&mut self, sentence: String, n_items: usize) {
        self.drafts.lose(self.record.number, sentence, n_items);
    }

    pub(super) fn keep(&mut self, what: &str, problems: Vec<Problem>) {
        for problem in problems {
            self.drafts.warn(self.record.number, format!("{what}: {problem}"), Outcome::Kept);
        }
    }

    fn sofa(&mut self, id: &'a str, structure: &'a Value) {
        let text = structure.get("sofaString").and_then(Value::as_str);
        let Some(text) = text.filter(|_| type_of(structure) == SOFA) else { return };
        self.sofas.insert(id, self.articles.len());
        let draft = Draft {
            title: self.record.stem.into(),
            is_title_made: true,
            units: &[OffsetUnit::Utf16],
            ..Draft::new(text)
        };
        let words = |feature| structure.get(feature).and_then(Value::as_str);
        let other =
            |words: Option<&str>, ours| words.filter(|words| *words != ours).map(str::to_owned);
        let kept = Kept {
            view: other(words("sofaID"), super::VIEW),
            mime_type: other(words("mimeType"), super::MIME_TYPE),
            ..Kept::default()
        };
        self.articles.push(Article { draft, kept, tokens: Vec::new(), sentences: Vec::new() });
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
        let lies = ["begin", "end"].iter().any(|field| structure.get(field).is_some());
        let kind = self.types.kind(structure);
        match kind {
            Kind::Chain | Kind::Relation => return,
            Kind::Part if name == RELATION_INFO => {
                let end = |feature| reference(structure, feature).unwrap_or_default();
                let kind = structure.get("label").and_then(Value::as_str).unwrap_or_default();
                let key = (end("@Governor"), end("@Dependent"), kind.to_owned());
                return self.infos.entry(key).or_default().push(structure);
            }
            Kind::Part if name != ARTICLE => return,
            // What lies in no place of a text is said of all of it.
            Kind::Marks | Kind::Document if !lies && structure.get("@sofa").is_none() => {
                if !name.starts_with("uima.") && !name.ends_with("[]") {
                    self.others.insert(id, structure);
                }
                return;
            }
            Kind::Token | Kind::Sentence | Kind::Layout | Kind::Grammar if !lies => return,
            _ => {}
        }
        let Some(article) = self.article_of(structure) else {
            self.n_textless += usize::from(matches!(kind, Kind::Marks | Kind::Link));
            return;
        };
        match kind {
            Kind::Part => self.own_article(structure, article),
            Kind::Grammar => self.n_grammar += 1,
            Kind::Layout => self.n_layout += 1,
            Kind::Token | Kind::Sentence => self.token(kind, structure, article),
            Kind::Document => self.whole(structure, article, lies),
            Kind::Marks if !lies => self.whole(structure, article, lies),
            _ => self.annotation(id, structure, article),
        }
    }

    fn own_article(&mut self, structure: &Value, article: usize) {
        let mut problems = Vec::new();
        let draft = &mut self.articles[article].draft;
        read_article(structure, draft, &mut problems);
        draft.id = structure.get("uuid").and_then(Value::as_str).map(Into::into);
        self.keep("the article", problems);
    }

    /// A token or a sentence; one without a place is as good as none.
    fn token(&mut self, kind: Kind, structure: &Value, article: usize) {
        let offset = |field| structure.get(field).and_then(whole);
        let (Some(start), Some(end)) = (offset("begin"), offset("end")) else { return };
        let mut features = Map::new();
        for (name, value) in structure.as_object().into_iter().flatten() {
            let is_place =
                ["begin", "end"].contains(&name.as_str()) || name.starts_with(['%', '@']);
            if !is_place && !value.is_null() {
                features.insert(name.clone(), value.clone());
            }
        }
        let article = &mut self.articles[article];
        match kind {
            Kind::Sentence => article.sentences.push((start, end, features)),
            _ if start < end => article.tokens.push((start, end, features)),
            _ => {}
        }
    }

    /// What is said of the whole text: it is kept, and its title and language are
    /// those of the article.
    fn whole(&mut self, structure: &'a Value, article: usize, lies: bool) {
        let kind = type_of(structure);
        let mut features = Map::new();
        for (name, value) in structure.as_object().into_iter().flatten() {
            match name.as_str() {
                "begin" | "end" | "@sofa" => {}
                _ if name.starts_with('%') || value.is_null() => {}
                _ if name.starts_with('@') => self.not_read(kind, Some(name)),
                _ => drop(features.insert(name.clone(), value.clone())),
            }
        }
        let text = |feature| features.get(feature).and_then(Value::as_str);
        let draft = &mut self.articles[article].draft;
        if self.types.kind(structure) == Kind::Document {
            if let Some(title) = text("documentTitle").filter(|title| !title.is_empty()) {
                draft.title = title.into();
                draft.is_title_made = false;
            }
            if let Some(language) = text("language").filter(|&one| one != super::NO_LANGUAGE) {
                draft.language = language.into();
            }
        }
        let lies = match structure.get("end").and_then(whole) {
            _ if !lies => Lies::Nowhere,
            Some(0) => Lies::Start,
            _ => Lies::Text,
        };
        let whole = Whole { kind: kind.into(), lies, features };
        self.articles[article].kept.structures.push(whole);
    }

    fn annotation(&mut self, id: &'a str, structure: &'a Value, article: usize) {
        let Some(place) = self.place(id, structure) else { return };
        let name = type_of(structure);
        let (is_ours, is_link) = (name == SPAN, self.types.kind(structure) == Kind::Link);
        let mut said = Said::of(structure, is_link);
        let mut draft = DraftAnnotation {
            label: said.label.map_or(last_name(name), |(_, label)| label).into(),
            fragments: self.fragments(id, structure).unwrap_or_else(|| vec![place]),
            note: said.note.map_or("", |(_, note)| note).into(),
            ..DraftAnnotation::default()
        };
        let uuid = said.uuid.filter(|id| id.parse::<AnnotationId>().is_ok());
        draft.id = uuid.map(Into::into);
        if is_ours {
            let mut problems = Vec::new();
            read_annotation(structure, &mut draft, &mut problems);
            self.keep(&format!("the annotation {}", quoted(id)), problems);
            said.rest.retain(|name, _| name != "uuid" && !OF_ANNOTATIONS.contains(&name.as_str()));
        } else {
            for (name, words) in &said.known {
                let words = (*words).to_owned();
                match *name {
                    "status" => draft.status = Some(words),
                    "annotator" => draft.annotator = words,
                    "created" => draft.created = Some(words),
                    "modified" => draft.modified = Some(words),
                    _ => draft.origin = Some(words),
                }
            }
        }
        let mark = said.mark(Some(name).filter(|_| !is_ours), is_link);
        let is_plain = is_ours && mark.label.as_deref() == Some("label");
        if !is_plain || mark.note.is_some() || !mark.features.is_empty() {
            draft.extra = mark.into_extra();
        }
        if self.places.insert(id, article).is_none() {
            draft.key = id.into();
            self.slots(id, structure, &said.references, article);
        }
        self.articles[article].draft.annotations.push(draft);
    }

    /// Notes a type or one of its features, of which no more are named than can
    /// be read.
    pub(super) fn not_read(&mut self, kind: &str, feature: Option<&str>) {
        if self.unread.len() <= MAX_UNREAD {
            let feature = feature.map(|feature| format!("|{}", shortened(feature)));
            self.unread.insert(shortened(kind) + &feature.unwrap_or_default());
        }
    }

    /// Where a feature structure lies; what can't be read is said.
    fn place(&mut self, id: &str, structure: &Value) -> Option<DraftFragment> {
        let offset = |field| structure.get(field).and_then(whole);
        if let (Some(start), Some(end)) = (offset("begin"), offset("end")) {
            return Some(DraftFragment { start, end });
        }
        let found = |field| structure.get(field).map_or("missing".into(), named);
        let (begin, end, id) = (found("begin"), found("end"), quoted(id));
        let why = format!(
            "the annotation {id} has no whole numbers as “begin” and “end”: {begin}, {end}"
        );
        self.lose(why, 1);
        None
    }

    /// The fragments that a feature structure lists, if it does. A list is one
    /// annotation's: it is taken, so that no file makes one list cost twice.
    fn fragments(&mut self, id: &str, structure: &Value) -> Option<Vec<DraftFragment>> {
        let list = reference(structure, "@fragments")?;
        let elements = self.by_id.remove(list.as_str()).and_then(|list| list.get("%ELEMENTS"));
        let elements = elements.and_then(Value::as_array).into_iter().flatten();
        let offset = |fragment: &Value, field| fragment.get(field).and_then(whole);
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
            self.drafts.warn(self.record.number, why, Outcome::Kept);
        }
        fragments
    }

    fn finish(mut self, file: &Value) {
        let mut others = self.others_kept(file);
        if !self.unread.is_empty() {
            let named: Vec<String> =
                self.unread.iter().take(MAX_UNREAD).map(|one| quoted(one)).collect();
            let more = if self.unread.len() > named.len() { " and others" } else { "" };
            let named = named.join(", ");
            let what = format!("refer to what is not read: {named}{more}");
            match self.n_unread {
                0 => self
                    .drafts
                    .note(self.record.number, format!("features that are left out {what}")),
                n => self.lose(format!("features {what}"), n),
            }
        }
        for (n, one, more) in [
            (
                self.n_grammar,
                "1 annotation is of the grammar of words",
                "annotations are of the grammar of words",
            ),
            (
                self.n_textless,
                "1 annotation lies in no text of the file",
                "annotations lie in no text of the file",
            ),
        ] {
            match n {
                0 => {}
                1 => self.lose(one.into(), 1),
                n => self.lose(format!("{n} {more}"), n),
            }
        }
        if self.n_layout > 0 {
            let (n, s) = (self.n_layout, if self.n_layout == 1 { "" } else { "s" });
            let why = format!("{n} paragraph{s} and other layout: not marked here, and left out");
            self.drafts.note(self.record.number, why);
        }
        let types = file.get("%TYPES").and_then(Value::as_object).map(declared::without_ours);
        let types = types.unwrap_or_default();
        let n_articles = self.articles.len();
        let is_small = n_articles == 1
            || serde_json::to_string(&types).map_or(0, |one| one.len()) * n_articles
                <= MAX_TYPES_BYTES;
        for (idx, article) in self.articles.into_iter().enumerate() {
            let Article { mut draft, mut kept, tokens, sentences } = article;
            draft.tokens = tokens_of(tokens, sentences, &mut kept);
            if idx == 0 {
                kept.others = std::mem::take(&mut others);
            }
            if is_small || idx == 0 {
                kept.types = types.clone();
            }
            draft.extra = kept.into_extra();
            with_infos(&mut draft, &mut self.infos);
            self.drafts.push(draft);
        }
    }
}

/// The tokens in order, and those that begin sentences; what else they say is
/// kept.
fn tokens_of(
    mut tokens: Vec<Place>,
    mut sentences: Vec<Place>,
    kept: &mut Kept,
) -> Option<DraftTokens> {
    if tokens.is_empty() {
        return None;
    }
    tokens.sort_by_key(|place| (place.0, place.1));
    sentences.sort_by_key(|place| (place.0, place.1));
    let mut starts: Vec<usize> = Vec::new();
    for (start, _, features) in sentences {
        let first = tokens.partition_point(|place| place.0 < start);
        if first < tokens.len() && starts.last() != Some(&first) {
            starts.push(first);
            kept.sentences.push(features);
        }
    }
    let mut places = Vec::with_capacity(tokens.len());
    for (start, end, features) in tokens {
        places.push(DraftFragment { start, end });
        kept.tokens.push(features);
    }
    Some(DraftTokens { places, words: Vec::new(), starts })
}
