//! A copy of the library, on which a change is tried.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::model::document::{Document, Touched};
use crate::model::history::{History, HistoryChange};
use crate::model::id::ArticleId;
use crate::storage::change::RecordChange;
use crate::storage::keys::{self, RecordKey};
use crate::storage::library::Library;
use crate::storage::record;
use crate::storage::records::Records;
use crate::storage::store::{MemoryStore, Store as _};
use crate::work::Kept;

/// The records as they were given, and a library over a copy of them.
pub(in crate::work) struct Trial {
    original: BTreeMap<String, String>,
    store: Rc<MemoryStore>,
    pub(in crate::work) library: Library,
}

impl Default for Trial {
    fn default() -> Trial {
        Trial::open(&Kept::new())
    }
}

impl Trial {
    pub(in crate::work) fn open(records: &Kept) -> Trial {
        let store = Rc::new(MemoryStore::default());
        let mut original = BTreeMap::new();
        for (key, value) in records.iter().filter(|(key, _)| is_content(key)) {
            // Without a limit, memory takes everything.
            let _taken = store.set(key, value);
            original.insert(key.clone(), value.clone());
        }
        let records = Records::open(Box::new(Rc::clone(&store)), Vec::new());
        let (library, _) = Library::open(records, Box::new(|_| {}), || 0);
        Trial { original, store, library }
    }

    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.store.get(key).ok().flatten()
    }

    /// The records as they now are.
    pub(super) fn records(&self) -> Kept {
        let keys = self.store.keys().unwrap_or_default().into_iter();
        keys.filter_map(|key| Some((key.clone(), self.get(&key)?))).collect()
    }

    /// Reads an article; `None` if it can't be read.
    pub(super) fn load(&mut self, id: ArticleId) -> Option<(Document, History)> {
        if !self.is_listed(id) {
            return None;
        }
        let loaded = self.library.load(id).ok()?;
        Some((loaded.document, loaded.history))
    }

    pub(super) fn is_listed(&self, id: ArticleId) -> bool {
        self.library.articles().iter().any(|listed| listed.id == id)
    }

    /// Whether nothing was ever marked or changed in an article.
    pub(in crate::work) fn is_untouched(&self, id: ArticleId) -> bool {
        !self.original.keys().any(|key| match RecordKey::parse(key) {
            Some(
                RecordKey::Annotation(other, _)
                | RecordKey::Relation(other, _)
                | RecordKey::Revision(other, _),
            ) => other == id,
            _ => false,
        })
    }

    /// How a sentence names an article.
    pub(super) fn title(&self, id: ArticleId) -> String {
        let listed = self.library.articles().iter().find(|listed| listed.id == id);
        match listed.map_or("", |listed| listed.title.trim()) {
            "" => "An article without a title".into(),
            title => format!("“{title}”"),
        }
    }

    pub(super) fn save(
        &mut self,
        document: &Document,
        history: &History,
        touched: &Touched,
        change: &HistoryChange,
    ) {
        // Without a limit, memory takes everything.
        let _taken = self.library.save(document, history, touched, change);
    }

    pub(super) fn set(&mut self, key: String, value: Option<String>) {
        // Without a limit, memory takes everything.
        let _taken = match value {
            Some(value) => self.store.set(&key, &value),
            None => self.store.remove(&key),
        };
    }

    /// Drops the changes that no history holds any more.
    pub(super) fn drop_unused_changes(&mut self) {
        let records = self.records();
        let mut used = BTreeSet::new();
        for (_, json) in records.iter().filter(|(key, _)| super::mentions::is_revision(key)) {
            used.extend(super::mentions::change_of(json));
        }
        for (key, _) in records {
            if matches!(RecordKey::parse(&key), Some(RecordKey::Change(id)) if !used.contains(&id))
            {
                self.set(key, None);
            }
        }
    }

    /// What is different in the scheme, the annotations and the relations.
    ///
    /// A scheme that is not kept is the default one, and stands in the change
    /// as that: what is taken back must be read, not missed.
    pub(super) fn changes_of_content(&self) -> Vec<RecordChange> {
        let mut changes = self.changes();
        changes.retain(|change| {
            let key = RecordKey::parse(&change.key);
            matches!(
                key,
                Some(RecordKey::Scheme | RecordKey::Annotation(..) | RecordKey::Relation(..))
            )
        });
        for change in &mut changes {
            if change.key == keys::SCHEME && change.before.is_none() {
                change.before = Some(record::scheme_to_json(&Default::default()));
            }
        }
        changes
    }

    /// What is different. A record that was moved aside in the copy is left to
    /// the page, which moves it aside, and says so, when it comes to it.
    pub(in crate::work) fn changes(&self) -> Vec<RecordChange> {
        let mut changes = Vec::new();
        let now: BTreeMap<String, String> = self.records().into_iter().collect();
        let keys: BTreeSet<&String> = self.original.keys().chain(now.keys()).collect();
        for key in keys.into_iter().filter(|key| is_content(key)) {
            let is_aside = keys::aside(key).is_some_and(|aside| now.contains_key(&aside));
            let (before, after) = (self.original.get(key), now.get(key));
            if before != after && !is_aside {
                let (before, after) = (before.cloned(), after.cloned());
                changes.push(RecordChange { key: key.clone(), before, after });
            }
        }
        changes
    }

    /// Reads every article that is different, as the page will.
    ///
    /// # Errors
    /// If one of them would not be what it should be; nothing may be written
    /// then.
    pub(super) fn check(&mut self) -> Result<(), String> {
        let changes = self.changes();
        let mut ids: BTreeSet<ArticleId> = BTreeSet::new();
        ids.extend(changes.iter().filter_map(|change| RecordKey::parse(&change.key)?.article()));
        self.library.refresh();
        let scheme = self.library.scheme().clone();
        let stopped =
            "This was stopped, because an article could not be read back. Nothing was changed.";
        for id in ids {
            let loaded = self.library.load(id).map_err(|_| stopped)?;
            if !loaded.set_aside.is_empty() || *self.library.scheme() != scheme {
                return Err(stopped.into());
            }
        }
        Ok(())
    }
}

fn is_content(key: &str) -> bool {
    key.starts_with(keys::PREFIX) && !key.starts_with(keys::QUARANTINE) && key != keys::JOURNAL
}
