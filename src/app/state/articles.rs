//! The library's side of the state: opening, adding and deleting articles.

use std::sync::Arc;

use leptos::prelude::*;

use super::{AppState, block_triggers};
use crate::app::boot;
use crate::format::Collection;
use crate::model::document::Document;
use crate::model::id::ArticleId;
use crate::session::{Command, Session};

impl AppState {
    /// Opens another article.
    pub fn open_article(self, id: ArticleId) {
        let loaded = self.with_inner(|inner| {
            let loaded = inner.library.load(id)?;
            inner.session = Session::new(loaded.document, loaded.history);
            Ok((loaded.set_aside, inner.library.set_open(id)))
        });
        match loaded {
            Ok((set_aside, saved)) => {
                self.note_saved(saved);
                self.tell_set_aside(set_aside);
                self.show_open_article();
            }
            Err(lost) => {
                self.tell_set_aside(lost);
                self.changed.library.notify();
            }
        }
    }

    /// Adds an article without opening it. One that is here already, with the
    /// same content, is not added again; one with other content is replaced if
    /// nobody has worked on it, as on the bundled one at a first visit, else
    /// the new one is put beside it. Returns its id, and what happened, in words.
    pub fn add_article(self, document: Document) -> (ArticleId, String) {
        let id = document.article().id;
        let title = document.article().metadata.title.clone();
        let (document, what) = match self.document(id) {
            Some(here) if here == document => {
                return (id, format!("“{title}” is here already, with the same annotations"));
            }
            Some(here) if self.is_untouched(&here, &document) => {
                (document, format!("Imported “{title}”"))
            }
            Some(_) => {
                let what = format!(
                    "“{title}” is here already, with other content; what was imported is beside it"
                );
                (document.with_id(ArticleId::random()), what)
            }
            None => (document, format!("Imported “{title}”")),
        };
        let saved = self.with_inner(|inner| inner.library.put(&document));
        self.note_saved(saved);
        self.changed.library.notify();
        (document.article().id, what)
    }

    /// Takes over the labels of an imported file, and gives its documents the
    /// scheme of the library. Returns the documents and the new labels' names.
    pub fn adopt(self, collection: Collection) -> (Vec<Document>, Vec<String>) {
        let (added, saved) = self.with_inner(|inner| {
            match inner.library.adopt(&collection.scheme, &collection.extra) {
                Ok(added) => (added, Ok(())),
                Err(error) => (Vec::new(), Err(error)),
            }
        });
        self.note_saved(saved);
        self.changed.scheme.notify();
        let scheme = self.scheme();
        // The scheme has just taken over every label in use.
        let documents = collection.documents.iter();
        let documents = documents.filter_map(|d| d.with_scheme(Arc::clone(&scheme)).ok()).collect();
        (documents, added)
    }

    /// Deletes an article.
    pub fn delete_article(self, id: ArticleId) {
        let mut set_aside = Vec::new();
        let (saved, is_open) = self.with_inner(|inner| {
            let saved = inner.library.remove(id);
            let is_open = inner.session.document().article().id == id;
            if is_open {
                inner.session = boot::open_any(&mut inner.library, &mut set_aside);
            }
            (saved, is_open)
        });
        self.note_saved(saved);
        self.tell_set_aside(set_aside);
        if is_open {
            self.show_open_article();
        } else {
            self.changed.library.notify();
        }
    }

    /// Reads the library and the open article again: another tab changed them.
    pub fn reload(self) {
        self.with_inner(|inner| inner.library.refresh());
        self.changed.scheme.notify();
        let (id, focus) =
            self.with_session(|session| (session.document().article().id, session.focus()));
        if self.articles().iter().any(|listed| listed.id == id) {
            self.open_article(id);
        } else {
            self.delete_article(id);
        }
        self.dispatch(Command::Focus(focus));
        self.tell("Brought in what another tab changed".into());
    }

    /// The open article, or all of them, as an export writes them. The second
    /// value names those that could not be read.
    pub fn collection(self, all: bool) -> (Collection, Vec<String>) {
        let ids: Vec<ArticleId> = if all {
            self.articles().iter().map(|listed| listed.id).collect()
        } else {
            vec![self.article().0]
        };
        let (mut documents, mut lost) = (Vec::new(), Vec::new());
        for id in ids {
            match self.document(id) {
                Some(document) => documents.push(document),
                None => lost.push(id.to_string()),
            }
        }
        let (scheme, extra) = self.inner.with_value(|inner| {
            (Arc::clone(inner.library.scheme()), inner.library.extra().clone())
        });
        // A document read before a label was added has the scheme of then.
        let documents = documents.iter().filter_map(|d| d.with_scheme(Arc::clone(&scheme)).ok());
        let documents = documents.collect();
        (Collection { scheme, documents, extra }, lost)
    }

    /// Whether an article is the text alone of another one, without a history.
    fn is_untouched(self, here: &Document, other: &Document) -> bool {
        let (article, other) = (here.article(), other.article());
        let loaded = self.with_inner(|inner| inner.library.load(article.id));
        here.n_annotations() == 0
            && article.text == other.text
            && loaded.is_ok_and(|loaded| loaded.history.revisions().is_empty())
    }

    fn document(self, id: ArticleId) -> Option<Document> {
        self.with_inner(|inner| {
            let open = inner.session.document();
            if open.article().id == id {
                return Some(open.clone());
            }
            if !inner.library.articles().iter().any(|listed| listed.id == id) {
                return None;
            }
            Some(inner.library.load(id).ok()?.document)
        })
    }

    fn show_open_article(self) {
        self.with_inner(|inner| inner.blocks = block_triggers(&inner.session));
        let changed = self.changed;
        for trigger in [
            changed.article,
            changed.annotations,
            changed.metadata,
            changed.selection,
            changed.picked_label,
            changed.focus,
            changed.focused,
            changed.history,
            changed.library,
        ] {
            trigger.notify();
        }
    }
}
