//! The start: opens local storage and the journal, plays the journal back,
//! and opens the article the person was at.

use std::rc::Rc;

use crate::app::example;
use crate::app::state::Keeping;
use crate::model::document::Document;
use crate::model::history::History;
use crate::model::id::ArticleId;
use crate::session::Session;
use crate::storage::journal::{Entries, Journal};
use crate::storage::library::{JournalSink, Library};
use crate::storage::local::LocalStore;
use crate::storage::records::Records;
use crate::storage::store::{Nowhere, Store};

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
    pub journal_failed: Rc<std::cell::Cell<bool>>,
}

/// Opens everything.
pub async fn start() -> Start {
    let journal_failed = Rc::new(std::cell::Cell::new(false));
    let (store, mut keeping): (Box<dyn Store>, Keeping) = match LocalStore::open() {
        Ok(store) => (Box::new(store), Keeping::Kept),
        Err(error) => {
            let keeping = Keeping::Denied(error.to_string());
            (Box::new(Nowhere(error)), keeping)
        }
    };
    let (journal, entries) = match &keeping {
        Keeping::Kept => open_journal().await,
        _ => (None, Entries::default()),
    };
    if keeping == Keeping::Kept && journal.is_none() {
        keeping = Keeping::NoJournal;
    }

    let records = Records::open(store, entries.entries.clone());
    if let (Some(journal), Some(seq)) = (&journal, records.settled(&entries.entries, now_millis()))
    {
        // What is not dropped now is dropped at the next start.
        let _refused = journal.drop_until(&entries, seq);
    }

    let sink = journal_sink(journal, Rc::clone(&journal_failed));
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
    #[expect(clippy::expect_used, reason = "a native test decodes the same bytes")]
    let example = example::marked_up().expect("the bundled article is valid");
    Document::new(example.article().clone(), std::sync::Arc::clone(library.scheme()))
}

async fn open_journal() -> (Option<Journal>, Entries) {
    let Ok(journal) = Journal::open().await else {
        return (None, Entries::default());
    };
    match journal.entries().await {
        Ok(entries) => (Some(journal), entries),
        Err(_) => (None, Entries::default()),
    }
}

fn journal_sink(journal: Option<Journal>, failed: Rc<std::cell::Cell<bool>>) -> JournalSink {
    let on_failure: Rc<dyn Fn()> = Rc::new(move || failed.set(true));
    Box::new(move |entry| {
        if let Some(journal) = &journal {
            journal.append(&entry, Rc::clone(&on_failure));
        }
    })
}

/// Milliseconds since 1970.
pub fn now_millis() -> u64 {
    js_sys::Date::now() as u64
}
