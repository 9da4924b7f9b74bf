//! Articles on their way in and out of the library, as records.
//!
//! What comes in is a small library of its own: the records of its articles,
//! its scheme, and the list of its articles. Two articles have the same
//! content if their records are the same, because the same content always
//! gives the same records.

use std::sync::Arc;

use super::keys::{self, RecordKey};
use super::library::{Library, writes_of};
use super::record::{self, LibraryRecord, Writes};
use super::store::StoreError;
use crate::model::document::{Document, Touched};
use crate::model::extra::Extra;
use crate::model::history::{History, HistoryChange};
use crate::model::id::ArticleId;
use crate::model::scheme::Scheme;

/// An article that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its id here.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of an article that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new here, or has taken the place of the same text on which
    /// nobody had worked.
    Added,
    /// It was here already, with the same annotations.
    Same,
    /// It was here with other content, and is beside it under a new id.
    Beside,
}

/// What came of taking records in.
#[derive(Debug, Default)]
pub struct TakenIn {
    /// The articles, in the order they came.
    pub arrivals: Vec<Arrival>,
    /// The names of the labels that are new here.
    pub new_labels: Vec<String>,
    /// Why local storage did not take everything; it is in the journal even so.
    pub not_saved: Option<StoreError>,
}

/// The records of some articles, as a library of their own.
pub fn records_of(
    scheme: Option<&Scheme>,
    documents: &[Document],
    extra: &Extra,
) -> Vec<(String, String)> {
    let mut writes = Writes::new();
    for document in documents {
        writes.extend(content_of(document));
    }
    if let Some(scheme) = scheme {
        writes.push((RecordKey::Scheme.to_string(), Some(record::scheme_to_json(scheme))));
    }
    let library = LibraryRecord {
        articles: documents.iter().map(|document| document.article().id.to_string()).collect(),
        open: None,
        extra: extra.clone(),
    };
    writes.push((RecordKey::Library.to_string(), Some(library.to_json())));
    writes.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

/// All records of an article but its history.
pub(super) fn content_of(document: &Document) -> Writes {
    let article = document.article();
    let mut touched = Touched { metadata: true, ..Touched::default() };
    for annotation in document.annotations() {
        touched.annotations.insert(annotation.id);
    }
    for relation in document.relations() {
        touched.relations.insert(relation.id);
    }
    let mut writes = writes_of(document, &History::default(), &touched, &HistoryChange::default());
    let text = record::text_to_json(article);
    writes.push((RecordKey::Text(article.id).to_string(), Some(text)));
    writes
}

impl Library {
    /// Takes in the articles that some records hold, with the labels that this
    /// library lacks. An article that is here already with the same content is
    /// not added again; one with other content is replaced if nobody has
    /// worked on it, as on the bundled one at a first visit, else the new one
    /// is put beside it.
    pub fn take_in(&mut self, records: &[(String, String)]) -> TakenIn {
        let mut taken = TakenIn::default();
        let value = |key: &str| records.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
        let listed = value(keys::LIBRARY).and_then(|json| LibraryRecord::from_json(json).ok());
        let listed = listed.unwrap_or_default();
        let scheme = value(keys::SCHEME).and_then(|json| record::scheme_from_json(json).ok());
        let scheme = scheme.map_or_else(|| Arc::clone(&self.scheme), Arc::new);
        match self.adopt(&scheme, &listed.extra) {
            Ok(new_labels) => taken.new_labels = new_labels,
            Err(error) => taken.not_saved = Some(error),
        }
        let contents = by_article(records);
        for id in listed.articles.iter().filter_map(|id| id.parse().ok()) {
            let content = contents.iter().find(|(other, _)| *other == id);
            let content = content.map_or(&[][..], |(_, content)| content);
            let (arrival, saved) = self.take_in_article(id, content);
            taken.arrivals.push(arrival);
            if let Err(error) = saved {
                taken.not_saved = Some(error);
            }
        }
        taken
    }

    /// The records of some articles with the scheme and the library: what
    /// whoever writes a file needs. With their histories where those are asked
    /// for.
    pub fn give_out(&self, ids: &[ArticleId], histories: bool) -> Vec<(String, String)> {
        let mut keys: Vec<String> = vec![keys::SCHEME.into(), keys::LIBRARY.into()];
        for &id in ids {
            keys.push(RecordKey::Article(id).to_string());
            keys.extend(self.content_keys(id, histories));
        }
        keys.into_iter().filter_map(|key| Some((key.clone(), self.records.get(&key)?))).collect()
    }

    /// The keys of what [`Library::give_out`] gives of one article, with its
    /// history.
    pub fn keys_of(&self, id: ArticleId) -> Vec<String> {
        let mut keys = self.content_keys(id, true);
        let own = [keys::SCHEME.into(), keys::LIBRARY.into(), RecordKey::Article(id).to_string()];
        keys.extend(own);
        keys
    }

    /// Another whenever a record is, in this tab or in another.
    pub fn version(&self) -> (u64, u64) {
        self.records.version()
    }

    /// The record under a key.
    pub fn record(&self, key: &str) -> Option<String> {
        self.records.get(key)
    }

    /// Records that were moved aside, under their old keys, with what is kept of
    /// their articles.
    pub fn give_out_aside(&self, keys: &[String]) -> Vec<(String, String)> {
        let mut ids: Vec<ArticleId> = Vec::new();
        for id in keys.iter().filter_map(|key| RecordKey::parse(key)?.article()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut records = self.give_out(&ids, false);
        for key in keys {
            let aside = keys::aside(key).and_then(|aside| self.records.get(&aside));
            if let Some(value) = aside {
                records.push((key.clone(), value));
            }
        }
        records
    }

    fn take_in_article(
        &mut self,
        id: ArticleId,
        content: &[&(String, String)],
    ) -> (Arrival, Result<(), StoreError>) {
        let article_key = RecordKey::Article(id).to_string();
        let json = content.iter().find(|(key, _)| *key == article_key).map(|(_, json)| json);
        let metadata = json.and_then(|json| record::metadata_from_json(json).ok());
        let title = metadata.map(|metadata| metadata.title).unwrap_or_default();
        let mut to = id;
        let mut fate = Fate::Added;
        if self.records.get(&article_key).is_some() {
            let is_here = |key: &str| {
                let there = content.iter().find(|(k, _)| k == key).map(|(_, value)| value);
                there.is_some() && self.records.get(key).as_ref() == there
            };
            let here = self.content_keys(id, false);
            if here.len() + 1 == content.len()
                && is_here(&article_key)
                && here.iter().all(|key| is_here(key))
            {
                return (Arrival { id, title, fate: Fate::Same }, Ok(()));
            }
            let text = RecordKey::Text(id).to_string();
            let is_untouched = here == [text.clone()] && is_here(&text) && !self.has_history(id);
            if !is_untouched {
                to = ArticleId::random();
                fate = Fate::Beside;
            }
        }
        let (from, to_text) = (id.to_string(), to.to_string());
        let records = content
            .iter()
            .map(|(key, value)| (key.replacen(&from, &to_text, 1), Some(value.clone())));
        let saved = self.add(to, records.collect());
        (Arrival { id: to, title, fate }, saved)
    }

    /// The keys of an article's text, annotations and relations, and perhaps of
    /// its history.
    fn content_keys(&self, id: ArticleId, history: bool) -> Vec<String> {
        let mut keys = self.records.keys(&keys::article_prefix(id));
        keys.retain(|key| !is_of(key, id, "place") && (history || !is_of(key, id, "history")));
        keys
    }

    fn has_history(&self, id: ArticleId) -> bool {
        self.records.keys(&keys::article_prefix(id)).iter().any(|key| is_of(key, id, "history"))
    }
}

/// The records of each article. Those of one article mostly follow each other.
fn by_article(records: &[(String, String)]) -> Vec<(ArticleId, Vec<&(String, String)>)> {
    let mut contents: Vec<(ArticleId, Vec<&(String, String)>)> = Vec::new();
    for record in records {
        let Some(id) = RecordKey::parse(&record.0).and_then(RecordKey::article) else { continue };
        match contents.iter_mut().rfind(|(other, _)| *other == id) {
            Some((_, content)) => content.push(record),
            None => contents.push((id, vec![record])),
        }
    }
    contents
}

fn is_of(key: &str, id: ArticleId, kind: &str) -> bool {
    key.strip_prefix(&keys::article_prefix(id)).is_some_and(|rest| rest.starts_with(kind))
}
