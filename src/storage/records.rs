//! All records of this browser: read from the store, written to the store and
//! the journal, and played back from the journal after a crash.
//!
//! Every write has a number. Local storage remembers, in the record
//! [`keys::JOURNAL`], up to which number it holds everything; the journal
//! holds each write with its number. At the start, the writes with a higher
//! number are played into local storage, in order; playing them twice changes
//! nothing. A crashed tab leaves local storage ahead of the journal, and
//! nothing is played; a killed browser leaves it behind, and what is missing
//! is played.
//!
//! Invariant: that number never passes a write that local storage could not
//! take. Such writes wait in memory and in the journal, and are tried again
//! with every write, so that a full storage loses nothing.

use super::keys;
use super::record::{JournalEntry, Writes, followed_from_json, followed_to_json};
use super::store::{Store, StoreError};

/// Entries this old, in milliseconds, have long been on disk.
const SETTLED_MILLIS: u64 = 24 * 60 * 60 * 1000;

/// The records, over a store.
pub struct Records {
    store: Box<dyn Store>,
    /// What the store could not take, sorted by key. A list, because it is
    /// nearly always empty and a tree would be kilobytes more for every visitor.
    unsaved: Writes,
    last_seq: u64,
}

impl Records {
    /// Opens the records, playing the journal back. The entries may come in
    /// any order.
    ///
    /// What the store can't take, for want of room, waits in memory.
    pub fn open(store: Box<dyn Store>, journal: Vec<JournalEntry>) -> Records {
        let followed = followed(store.as_ref());
        let mut records = Records { store, unsaved: Writes::new(), last_seq: followed };
        // In order of their numbers. They nearly are: only two tabs that write
        // at once can have mixed them.
        let mut to_play: Vec<JournalEntry> = Vec::new();
        for entry in journal.into_iter().filter(|entry| entry.seq > followed) {
            let place = to_play.partition_point(|earlier| earlier.seq <= entry.seq);
            to_play.insert(place, entry);
        }
        for entry in to_play {
            records.last_seq = entry.seq;
            records.note_unsaved(entry.writes);
        }
        if records.last_seq > followed {
            // Full: what does not fit stays in memory and in the journal.
            let _full = records.save_unsaved();
        }
        records
    }

    /// Writes records, and returns the entry for the journal.
    ///
    /// # Errors
    /// The second value: the store did not take everything. What it did not
    /// take is kept in memory and tried again with the next write.
    pub fn write(
        &mut self,
        writes: Writes,
        now_millis: u64,
    ) -> (JournalEntry, Result<(), StoreError>) {
        // Another tab may have written since; its numbers are taken.
        let followed = followed(self.store.as_ref());
        self.last_seq = self.last_seq.max(followed) + 1;
        self.note_unsaved(writes.clone());
        let saved = self.save_unsaved();
        (JournalEntry { seq: self.last_seq, at: now_millis, writes }, saved)
    }

    /// The value under a key, as last written.
    pub fn get(&self, key: &str) -> Option<String> {
        match self.unsaved_place(key) {
            Ok(place) => self.unsaved[place].1.clone(),
            Err(_) => self.store.get(key).ok().flatten(),
        }
    }

    /// All keys that start with `prefix`, sorted.
    pub fn keys(&self, prefix: &str) -> Vec<String> {
        let mut keys = self.store.keys_under(prefix).unwrap_or_default();
        keys.retain(|key| self.unsaved_place(key).is_err());
        for (key, value) in &self.unsaved {
            if value.is_some() && key.starts_with(prefix) {
                let place = keys.partition_point(|other| other < key);
                keys.insert(place, key.clone());
            }
        }
        keys
    }

    /// Another whenever a record is, in this tab or in another.
    pub fn version(&self) -> (u64, u64) {
        (self.last_seq, followed(self.store.as_ref()))
    }

    /// Whether something waits for room in the store.
    pub fn has_unsaved(&self) -> bool {
        !self.unsaved.is_empty()
    }

    /// Up to which number journal entries made before `now_millis` less a day
    /// may be dropped: local storage holds them, and has long been on disk.
    pub fn settled(&self, journal: &[JournalEntry], now_millis: u64) -> Option<u64> {
        if self.has_unsaved() || followed(self.store.as_ref()) != self.last_seq {
            return None;
        }
        let is_old = |entry: &&JournalEntry| entry.at + SETTLED_MILLIS < now_millis;
        journal.iter().filter(is_old).map(|entry| entry.seq).max()
    }

    fn unsaved_place(&self, key: &str) -> Result<usize, usize> {
        self.unsaved.binary_search_by(|(k, _)| k.as_str().cmp(key))
    }

    fn note_unsaved(&mut self, writes: Writes) {
        for write in writes {
            match self.unsaved_place(&write.0) {
                Ok(place) => self.unsaved[place] = write,
                Err(place) => self.unsaved.insert(place, write),
            }
        }
    }

    /// Tries to bring the store up to date, and notes it there if it is.
    fn save_unsaved(&mut self) -> Result<(), StoreError> {
        let mut first_error = None;
        // What goes makes room for what comes. The last goes first, so that
        // whoever reads meanwhile finds the revisions without a gap.
        let waiting = std::mem::take(&mut self.unsaved);
        let removals = waiting.iter().rev().filter(|(_, value)| value.is_none());
        let sets = waiting.iter().filter(|(_, value)| value.is_some());
        for (key, value) in removals.chain(sets) {
            let saved = match value {
                None => self.store.remove(key),
                Some(value) => self.store.set(key, value),
            };
            if let Err(error) = saved {
                first_error = first_error.or(Some(error));
                self.note_unsaved(vec![(key.clone(), value.clone())]);
            }
        }
        if let Some(error) = first_error {
            return Err(error);
        }
        self.store.set(keys::JOURNAL, &followed_to_json(self.last_seq))
    }
}

fn followed(store: &dyn Store) -> u64 {
    let json = store.get(keys::JOURNAL).ok().flatten();
    json.and_then(|json| followed_from_json(&json).ok()).unwrap_or(0)
}
