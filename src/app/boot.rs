//! The start: opens local storage and the journal, plays the journal back,
//! and opens the article the person was at.

use std::cell::Cell;
use std::rc::Rc;

use crate::app::state::Keeping;
use crate::model::document::Document;
use crate::model::history::History;
use crate::model::id::ArticleId;
use crate::session::Session;
use crate::storage::journal::{Entries, Journal, Opened};
use crate::storage::library::Library;
use crate::storage::local::LocalStore;
use crate::storage::records::Records;
use crate::storage::store::{Nowhere, Store};
use crate::work::bundled;

/// All that the page starts with.
pub struct Start {
    /// The library.
    pub library: Library,
    /// The open article.
    pub session: Session,
    /// Whether what is done here is kept.
    pub keeping: Keeping,
    /// What was wrong with each record that was moved aside.
    pub set_aside: Vec<String>,
    /// Set to true when the journal could not be written.
    pub journal_failed: Rc<Cell<bool>>,
}

/// Opens everything, and calls back.
pub fn start(then: impl FnOnce(Start) + 'static) {
    let failed = Rc::new(Cell::new(false));
    match LocalStore::open() {
        Err(error) => {
            let keeping = Keeping::Denied(error.to_string());
            then(open(Box::new(Nowhere(error)), keeping, None, failed));
        }
        Ok(store) => {
            let on_failure = Rc::clone(&failed);
            Journal::open(
                move || on_failure.set(true),
                move |opened| {
                    let keeping = if opened.is_some() { Keeping::Kept } else { Keeping::NoJournal };
                    then(open(Box::new(store), keeping, opened, failed));
                },
            );
        }
    }
}

fn open(
    store: Box<dyn Store>,
    mut keeping: Keeping,
    opened: Option<Opened>,
    journal_failed: Rc<Cell<bool>>,
) -> Start {
    let (journal, entries) = match opened {
        Some((journal, entries)) => (Some(journal), entries),
        None => (None, Entries::default()),
    };
    let records = Records::open(store, entries.entries.clone());
    if let (Some(journal), Some(seq)) = (&journal, records.settled(&entries.entries, now_millis()))
    {
        // What is not dropped now is dropped at the next start.
        let _refused = journal.drop_until(&entries, seq);
    }
    let sink = Box::new(move |entry| {
        if let Some(journal) = &journal {
            journal.append(&entry);
        }
    });
    let (mut library, findings) = Library::open(records, sink, now_millis);
    if let Some(version) = findings.newer_version {
        keeping = Keeping::Newer(version);
    }
    let mut set_aside = findings.set_aside;
    let session = open_any(&mut library, &mut set_aside);
    if library.has_unsaved() && !matches!(keeping, Keeping::Denied(_)) {
        keeping = Keeping::Full;
    }
    Start { library, session, keeping, set_aside, journal_failed }
}

/// Opens the article that was open, or the first that can be read, or the
/// bundled one.
pub fn open_any(library: &mut Library, set_aside: &mut Vec<String>) -> Session {
    let listed = library.articles().iter().map(|listed| listed.id);
    let ids: Vec<ArticleId> = library.open_article().into_iter().chain(listed).collect();
    for id in ids {
        if !library.articles().iter().any(|listed| listed.id == id) {
            continue;
        }
        match library.load(id) {
            Ok(loaded) => {
                set_aside.extend(loaded.set_aside);
                // Full storage is told from what waits in the library.
                let _full = library.set_open(id);
                return Session::new(loaded.document, loaded.history);
            }
            Err(lost) => set_aside.extend(lost),
        }
    }
    let document = bundled_article(library);
    // Full storage is told from what waits in the library.
    let _full = library.put(&document).and_then(|()| library.set_open(document.article().id));
    Session::new(document, History::default())
}

/// The bundled article, with nothing marked in it.
fn bundled_article(library: &mut Library) -> Document {
    #[expect(clippy::expect_used, reason = "a native test reads the same text")]
    let article = bundled::article().expect("the bundled article is valid");
    Document::new(article, std::sync::Arc::clone(library.scheme()))
}

/// Milliseconds since 1970.
pub fn now_millis() -> u64 {
    js_sys::Date::now() as u64
}
