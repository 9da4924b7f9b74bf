//! Killed browsers, crashed tabs and full storages.

use proptest::prelude::*;
use verbatim::storage::record::JournalEntry;
use verbatim::storage::records::Records;
use verbatim::storage::store::{MemoryStore, Store, StoreError};

use std::rc::Rc;

fn entry_key(n: u8) -> String {
    format!("verbatim/1/test/{n}")
}

fn snapshot(store: &MemoryStore) -> Vec<(String, String)> {
    let keys = store.keys().unwrap();
    keys.into_iter().map(|key| (key.clone(), store.get(&key).unwrap().unwrap())).collect()
}

fn restore(values: &[(String, String)]) -> Rc<MemoryStore> {
    let store = MemoryStore::default();
    for (key, value) in values {
        store.set(key, value).unwrap();
    }
    Rc::new(store)
}

/// A write of a record: a new value, or gone.
fn arb_write() -> impl Strategy<Value = (String, Option<String>)> {
    (0..6u8, prop::option::of("[a-z]{0,4}")).prop_map(|(n, value)| (entry_key(n), value))
}

proptest! {
    #[test]
    fn a_killed_browser_loses_nothing(
        edits in prop::collection::vec(prop::collection::vec(arb_write(), 1..4), 1..20),
        on_disk in any::<prop::sample::Index>(),
        twice in any::<bool>(),
    ) {
        let store = Rc::new(MemoryStore::default());
        let mut records = Records::open(Box::new(Rc::clone(&store)), Vec::new());
        let mut journal: Vec<JournalEntry> = Vec::new();
        let mut snapshots = vec![snapshot(&store)];
        for writes in edits {
            let (entry, saved) = records.write(writes, 0);
            prop_assert_eq!(saved, Ok(()));
            journal.push(entry);
            snapshots.push(snapshot(&store));
        }
        // The disk is behind by any number of edits; the journal is not.
        let disk = restore(&snapshots[on_disk.index(snapshots.len())]);
        let read: Vec<JournalEntry> =
            journal.iter().map(|entry| JournalEntry::from_json(&entry.to_json()).unwrap()).collect();
        Records::open(Box::new(Rc::clone(&disk)), read.clone());
        if twice {
            Records::open(Box::new(Rc::clone(&disk)), read);
        }
        prop_assert_eq!(snapshot(&disk), snapshot(&store));
    }

    #[test]
    fn a_crashed_tab_is_ahead_of_its_journal(
        edits in prop::collection::vec(prop::collection::vec(arb_write(), 1..4), 1..20),
        in_journal in any::<prop::sample::Index>(),
    ) {
        let store = Rc::new(MemoryStore::default());
        let mut records = Records::open(Box::new(Rc::clone(&store)), Vec::new());
        let mut journal = Vec::new();
        for writes in edits {
            journal.push(records.write(writes, 0).0);
        }
        let before = snapshot(&store);
        journal.truncate(in_journal.index(journal.len()));
        Records::open(Box::new(Rc::clone(&store)), journal);
        prop_assert_eq!(snapshot(&store), before);
    }

    #[test]
    fn a_full_storage_loses_nothing(
        edits in prop::collection::vec(prop::collection::vec(arb_write(), 1..4), 1..20),
        limit in 40..160usize,
    ) {
        let full = Rc::new(MemoryStore::with_limit(limit));
        let roomy = Rc::new(MemoryStore::default());
        let mut records = Records::open(Box::new(Rc::clone(&full)), Vec::new());
        let mut wanted = Records::open(Box::new(Rc::clone(&roomy)), Vec::new());
        let mut journal = Vec::new();
        for writes in edits {
            prop_assert_eq!(wanted.write(writes.clone(), 0).1, Ok(()));
            let (entry, saved) = records.write(writes, 0);
            journal.push(entry);
            if saved.is_err() {
                let is_full = matches!(saved, Err(StoreError::Full { .. }));
                prop_assert!(is_full);
                prop_assert_eq!(records.settled(&journal, u64::MAX), None, "the journal is needed");
            }
            for n in 0..6 {
                prop_assert_eq!(records.get(&entry_key(n)), wanted.get(&entry_key(n)));
            }
            let prefix = "verbatim/1/test/";
            prop_assert_eq!(records.keys(prefix), wanted.keys(prefix));
        }
        // The next start, still without room, reads the rest from the journal.
        let records = Records::open(Box::new(Rc::clone(&full)), journal);
        for n in 0..6 {
            prop_assert_eq!(records.get(&entry_key(n)), wanted.get(&entry_key(n)));
        }
    }
}

#[test]
fn what_waits_for_room_is_saved_when_there_is_room() {
    let store = Rc::new(MemoryStore::with_limit(120));
    store.set("junk", &"x".repeat(100)).unwrap();
    let mut records = Records::open(Box::new(Rc::clone(&store)), Vec::new());
    let write = |n| vec![(entry_key(n), Some("value".to_owned()))];
    assert_eq!(records.write(write(1), 0).1, Err(StoreError::Full { n_chars: 5 }));
    assert!(records.has_unsaved());
    store.remove("junk").unwrap();
    assert_eq!(records.write(write(2), 0).1, Ok(()));
    assert!(!records.has_unsaved());
    assert_eq!(store.get(&entry_key(1)).unwrap().as_deref(), Some("value"));
}

#[test]
fn only_old_entries_are_settled() {
    let mut records = Records::open(Box::new(MemoryStore::default()), Vec::new());
    let day = 24 * 60 * 60 * 1000;
    let journal: Vec<JournalEntry> =
        [0, day / 2, day].map(|at| records.write(vec![(entry_key(1), None)], at).0).into();
    assert_eq!(records.settled(&journal, day), None, "a day is not more than a day");
    assert_eq!(records.settled(&journal, day + 1), Some(1));
    assert_eq!(records.settled(&journal, 3 * day), Some(3));
}
