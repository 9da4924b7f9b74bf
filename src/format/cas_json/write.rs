//! An article as a CAS.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::declared::{ANNOTATION, Declared, STRING};
use super::foreign::{Kept, Mark};
use super::marks::Names;
use super::{
    ARRAY, ARTICLE, FORMAT, FRAGMENT, MIME_TYPE, NO_LANGUAGE, SENTENCE, SOFA, TOKEN, VIEW,
};
use super::{CHAIN_LINKS, RELATION_INFO};
use crate::format::chains::{Chain, chains};
use crate::format::fields::{ArticleFields, TimeFields};
use crate::format::ids::derived;
use crate::format::tokens::tokens_of;
use crate::format::units::in_utf16;
use crate::format::{Options, SentenceRule, TokenRule, Tokens};
use crate::model::annotation::Relation;
use crate::model::document::Document;
use crate::model::id::{AnnotationId, RelationId};
use crate::model::offset::TextRange;
use crate::model::text::Text;
use crate::model::timestamp::Timestamp;

/// The id of the text.
const SOFA_ID: usize = 1;

#[derive(Serialize)]
pub(super) struct CasOut {
    #[serde(rename = "%TYPES")]
    types: Map<String, Value>,
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: Vec<StructureOut>,
    #[serde(rename = "%VIEWS")]
    views: BTreeMap<String, ViewOut>,
}

#[derive(Serialize)]
struct ViewOut {
    #[serde(rename = "%SOFA")]
    sofa: usize,
    #[serde(rename = "%MEMBERS")]
    members: Vec<usize>,
}

#[derive(Serialize)]
struct StructureOut {
    #[serde(rename = "%ID")]
    id: usize,
    #[serde(rename = "%TYPE")]
    kind: String,
    #[serde(rename = "%ELEMENTS", skip_serializing_if = "Option::is_none")]
    elements: Option<Vec<usize>>,
    #[serde(rename = "@sofa", skip_serializing_if = "Option::is_none")]
    sofa: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    begin: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    #[serde(flatten)]
    features: Map<String, Value>,
}

/// The tokens and sentences that are written: those that the article came with, as
/// they are, unless others were chosen. These have no sentence end inside of an
/// annotation.
pub(super) fn tokens(document: &Document, options: &Options) -> Tokens {
    let article = document.article();
    let is_source =
        options.tokens == TokenRule::Source && options.sentences == SentenceRule::Source;
    match article.tokens.as_deref().filter(|_| is_source) {
        Some(source) => source.clone(),
        None => {
            let joined = document.annotations().map(|one| one.fragments.extent());
            tokens_of(article, options, joined)
        }
    }
}

/// The CAS of an article.
pub(super) fn cas(document: &Document, options: &Options) -> CasOut {
    let article = document.article();
    let text = &article.text;
    let kept = Kept::of_extra(&article.extra);
    let view = kept.view.clone().unwrap_or(VIEW.into());
    let mut cas = Cas {
        text,
        structures: Vec::new(),
        members: Vec::new(),
        declared: Declared::of(kept.types),
        ids: BTreeMap::new(),
    };
    let mut sofa = Map::new();
    sofa.insert("sofaNum".into(), 1.into());
    sofa.insert("sofaID".into(), view.clone().into());
    sofa.insert("mimeType".into(), kept.mime_type.unwrap_or(MIME_TYPE.into()).into());
    sofa.insert("sofaString".into(), text.as_str().into());
    cas.add(SOFA, None, sofa);
    let whole = TextRange::up_to(text.len());
    let mut known = fields(ArticleFields::of(article));
    known.insert("uuid".into(), article.id.to_string().into());
    cas.add(ARTICLE, Some(whole), known);
    for one in kept.structures {
        let mut features = one.features;
        let metadata = &article.metadata;
        if features.contains_key("documentTitle") {
            features.insert("documentTitle".into(), metadata.title.clone().into());
        }
        if features.get("language").is_some_and(Value::is_string) {
            let language = Some(metadata.language.as_str()).filter(|one| !one.is_empty());
            features.insert("language".into(), language.unwrap_or(NO_LANGUAGE).into());
        }
        let above = if one.lies { ANNOTATION } else { "uima.cas.AnnotationBase" };
        cas.declare(&one.kind, above, &features);
        let id = cas.add(&one.kind, Some(whole).filter(|_| one.lies), features);
        if !one.lies {
            cas.lies_in_all(id);
        }
    }
    let tokens = tokens(document, options);
    for sentence in tokens.sentences() {
        let range = sentence.iter().copied().reduce(TextRange::cover);
        cas.add(SENTENCE, range, Map::new());
    }
    for &token in tokens.ranges() {
        cas.add(TOKEN, Some(token), Map::new());
    }
    let mut names = Names::of(document);
    let chains = written_chains(document, &mut names);
    cas.annotations(document, &names);
    let in_chains = cas.chains(document, &chains, &names);
    cas.relations(document, &in_chains, &names);
    let view_out = ViewOut { sofa: SOFA_ID, members: cas.members };
    CasOut {
        types: cas.declared.0,
        structures: cas.structures,
        views: BTreeMap::from([(view, view_out)]),
    }
}

/// The chains that are written as such: all links of one are of one type, which
/// those get that have none.
fn written_chains(document: &Document, names: &mut Names) -> Vec<Chain> {
    let mut written = Vec::new();
    for chain in chains(document, FORMAT.id) {
        let mut kinds = BTreeSet::new();
        let is_link = chain.annotations.iter().all(|id| match names.annotations.get(id) {
            Some(Mark { kind: Some(kind), is_chain: true, .. }) => {
                kinds.insert(kind.clone());
                true
            }
            mark => mark.is_none_or(|mark| mark.kind.is_none()),
        });
        if is_link && kinds.len() <= 1 {
            let kind = kinds.pop_first().or(names.chain.clone()).unwrap_or(CHAIN_LINKS.into());
            for id in &chain.annotations {
                names.set_link(*id, &kind);
            }
            written.push(chain);
        }
    }
    // A link that is alone is a chain of its own.
    let in_chains: BTreeSet<AnnotationId> =
        written.iter().flat_map(|chain| &chain.annotations).copied().collect();
    let is_alone = |id: &AnnotationId| {
        !in_chains.contains(id) && names.annotations.get(id).is_some_and(|mark| mark.is_chain)
    };
    let alone = document.annotations().map(|one| one.id).filter(is_alone);
    written.extend(alone.map(|id| Chain { annotations: vec![id], relations: Vec::new() }));
    written
}

/// A CAS in the making.
struct Cas<'a> {
    text: &'a Text,
    structures: Vec<StructureOut>,
    members: Vec<usize>,
    declared: Declared,
    /// The feature structures of annotations.
    ids: BTreeMap<AnnotationId, usize>,
}

impl Cas<'_> {
    /// Adds a feature structure, in the view if it lies in the text.
    fn add(&mut self, kind: &str, range: Option<TextRange>, features: Map<String, Value>) -> usize {
        let id = self.structures.len() + 1;
        let place = range.map(|range| in_utf16(self.text, range));
        self.structures.push(StructureOut {
            id,
            kind: kind.into(),
            elements: None,
            sofa: place.map(|_| SOFA_ID),
            begin: place.map(|(begin, _)| begin),
            end: place.map(|(_, end)| end),
            features,
        });
        if place.is_some() {
            self.members.push(id);
        }
        id
    }

    fn lies_in_all(&mut self, id: usize) {
        self.structures[id - 1].sofa = Some(SOFA_ID);
        self.members.push(id);
    }

    fn list(&mut self, kind: &str, elements: Vec<usize>) -> usize {
        let id = self.add(kind, None, Map::new());
        self.structures[id - 1].elements = Some(elements);
        id
    }

    /// Declares a type and what is said of it.
    fn declare(&mut self, kind: &str, above: &str, features: &Map<String, Value>) {
        self.declared.add_type(kind, above);
        for (feature, value) in features {
            self.declared.add_value(kind, feature, value);
        }
    }

    fn annotations(&mut self, document: &Document, names: &Names) {
        for annotation in document.annotations() {
            let kind = names.kind_of(annotation);
            self.declared.add_type(kind, ANNOTATION);
            let features = names.features(annotation, document, &self.declared);
            self.declare(kind, ANNOTATION, &features);
            let fragments = (annotation.fragments.count() > 1).then(|| {
                let ranges = annotation.fragments.ranges();
                let elements = ranges.map(|range| self.add(FRAGMENT, Some(range), Map::new()));
                let elements = elements.collect();
                self.declared.add(kind, "fragments", ARRAY);
                self.list(ARRAY, elements)
            });
            let id = self.add(kind, Some(annotation.fragments.extent()), features);
            if let Some(fragments) = fragments {
                self.refer(id, "@fragments", fragments);
            }
            self.ids.insert(annotation.id, id);
        }
    }

    fn refer(&mut self, id: usize, feature: &str, to: usize) {
        self.structures[id - 1].features.insert(feature.into(), to.into());
    }

    /// Writes chains, and returns the relations that are in them.
    fn chains(
        &mut self,
        document: &Document,
        chains: &[Chain],
        names: &Names,
    ) -> BTreeSet<RelationId> {
        for chain in chains {
            let ids: Vec<usize> =
                chain.annotations.iter().filter_map(|id| self.ids.get(id).copied()).collect();
            let first = chain.annotations.first().and_then(|id| document.annotation(*id));
            let (Some(&id), Some(first)) = (ids.first(), first) else { continue };
            let link = names.kind_of(first).to_owned();
            let head = format!("{}Chain", link.strip_suffix("Link").unwrap_or(&link));
            self.declared.add(&link, "next", &link);
            for feature in ["referenceType", "referenceRelation"] {
                self.declared.add(&link, feature, STRING);
            }
            self.declared.add_type(&head, "uima.cas.AnnotationBase");
            self.declared.add(&head, "first", &link);
            for pair in ids.windows(2) {
                self.refer(pair[0], "@next", pair[1]);
            }
            let head = self.add(&head, None, Map::new());
            self.lies_in_all(head);
            self.refer(head, "@first", id);
            for relation in chain.relations.iter().filter_map(|id| document.relation(*id)) {
                self.info(relation, document);
            }
        }
        chains.iter().flat_map(|chain| &chain.relations).copied().collect()
    }

    fn relations(&mut self, document: &Document, in_chains: &BTreeSet<RelationId>, names: &Names) {
        // The slots that are lists, by annotation and feature.
        let mut lists: BTreeMap<(usize, String), (String, Vec<usize>)> = BTreeMap::new();
        for relation in document.relations() {
            // Both ends are there.
            let (Some(&from), Some(&to)) =
                (self.ids.get(&relation.from), self.ids.get(&relation.to))
            else {
                continue;
            };
            if in_chains.contains(&relation.id) {
                continue;
            }
            let mark = names.relations.get(&relation.id).cloned().unwrap_or_default();
            let is_free = |slot: &super::foreign::Slot| {
                let is_there = self.structures[from - 1].features.contains_key(&slot.feature);
                slot.list.is_some() || !is_there
            };
            match mark.slot.clone().filter(is_free) {
                Some(slot) => {
                    let range = slot.list.as_deref().unwrap_or(ANNOTATION);
                    let host = self.structures[from - 1].kind.clone();
                    self.declared.add(&host, slot.feature.trim_start_matches('@'), range);
                    let element = match &slot.link {
                        Some(link) => self.slot_link(link, relation, &mark, to),
                        None => to,
                    };
                    match slot.list {
                        Some(list) => {
                            let list = (list, Vec::new());
                            let of_list = lists.entry((from, slot.feature)).or_insert(list);
                            of_list.1.push(element);
                        }
                        None => self.refer(from, &slot.feature, element),
                    }
                    self.info(relation, document);
                }
                None => self.relation(relation, document, names, (from, to)),
            }
        }
        for ((from, feature), (list, elements)) in lists {
            let id = self.list(&list, elements);
            self.refer(from, &feature, id);
        }
    }

    /// A link that leads from a slot to what fills it.
    fn slot_link(&mut self, kind: &str, relation: &Relation, mark: &Mark, to: usize) -> usize {
        let mut features = mark.features.clone();
        let feature = mark.slot.as_ref().map_or("", |slot| slot.feature.trim_start_matches('@'));
        let role = relation.relation_type.as_str();
        if mark.label.is_some() || role != feature {
            features.insert("role".into(), role.into());
        }
        self.declare(kind, "uima.cas.TOP", &features);
        self.declared.add(kind, "target", ANNOTATION);
        let id = self.add(kind, None, features);
        self.refer(id, "@target", to);
        id
    }

    fn relation(
        &mut self,
        relation: &Relation,
        document: &Document,
        names: &Names,
        (from, to): (usize, usize),
    ) {
        let kind = names.kind_of_relation(relation).to_owned();
        self.declared.add_type(&kind, ANNOTATION);
        let features = names.features_of_relation(relation, document, &self.declared);
        self.declare(&kind, ANNOTATION, &features);
        // As in INCEpTION, it lies where its dependent does.
        let range = document.annotation(relation.to).map(|to| to.fragments.extent());
        let id = self.add(&kind, range, features);
        for (feature, end) in [("Governor", from), ("Dependent", to)] {
            self.declared.add(&kind, feature, ANNOTATION);
            self.refer(id, &format!("@{feature}"), end);
        }
    }

    /// What is known of a relation that has no feature structure of its own, unless
    /// it goes without saying.
    fn info(&mut self, relation: &Relation, document: &Document) {
        let none = Timestamp::default();
        let is_plain = (relation.created, relation.modified) == (none, none);
        if is_plain && relation.id.0 == plain_id(relation, document) {
            return;
        }
        let (Some(&from), Some(&to)) = (self.ids.get(&relation.from), self.ids.get(&relation.to))
        else {
            return;
        };
        let mut features = fields(TimeFields::of_relation(relation));
        features.insert("uuid".into(), relation.id.to_string().into());
        features.insert("label".into(), relation.relation_type.as_str().into());
        let range = document.annotation(relation.to).map(|to| to.fragments.extent());
        let id = self.add(RELATION_INFO, range, features);
        self.refer(id, "@Governor", from);
        self.refer(id, "@Dependent", to);
    }
}

/// The id that a relation gets where the file has none.
pub(super) fn plain_id(relation: &Relation, document: &Document) -> uuid::Uuid {
    let Relation { relation_type, from, to, .. } = relation;
    derived(document.article().id.0, &format!("{relation_type}{from}{to}"))
}

/// The fields of ours.
pub(super) fn fields(of: impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
