//! What is kept in the browser, over a store in memory.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../support/mod.rs"]
mod support;

mod arrivals;
mod changes;
mod crash;
mod kept;
mod quarantine;

use crate::support::deed::{Deed, carry_out};
use std::cell::RefCell;
use std::rc::Rc;

use verbatim::model::timestamp::Timestamp;
use verbatim::session::Session;
use verbatim::storage::library::{Findings, Library};
use verbatim::storage::record::JournalEntry;
use verbatim::storage::records::Records;
use verbatim::storage::store::{MemoryStore, Store};

/// A browser: its local storage and its journal.
#[derive(Clone, Default)]
struct Browser {
    store: Rc<MemoryStore>,
    journal: Rc<RefCell<Vec<JournalEntry>>>,
}

impl Browser {
    fn open(&self) -> (Library, Findings) {
        let records =
            Records::open(Box::new(Rc::clone(&self.store)), self.journal.borrow().clone());
        let journal = Rc::clone(&self.journal);
        Library::open(records, Box::new(move |entry| journal.borrow_mut().push(entry)), || 1_000)
    }

    /// All records, sorted, without the number that follows the journal.
    fn records(&self) -> Vec<(String, String)> {
        let keys = self.store.keys().unwrap();
        let keys = keys.into_iter().filter(|key| !key.ends_with("/journal"));
        keys.map(|key| (key.clone(), self.store.get(&key).unwrap().unwrap())).collect()
    }
}

/// Carries out a command and saves what it touched, as the page does.
fn dispatch(
    library: &mut Library,
    session: &mut Session,
    deed: impl Into<Deed>,
    seconds: u64,
) -> bool {
    let outcome = carry_out(session, deed, Timestamp::from_millis(seconds * 1000));
    let (document, history) = (session.document(), session.history());
    library.save(document, history, &outcome.touched, &outcome.history).is_ok()
}
