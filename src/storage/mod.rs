//! What is kept in the browser: one small record per annotation, relation and
//! revision, in local storage, and a journal of the same writes in IndexedDB.
//!
//! Local storage holds what is being edited, because its write returns before
//! the frame that shows it. A killed browser loses its last seconds; the
//! journal does not, and is played into local storage at the next start
//! ([`records`]).
//!
//! Unit: offsets in records are UTF-8 bytes, and every fragment carries its
//! quote, which is checked when the record is read.
//!
//! Invariants: all keys start with [`keys::PREFIX`]. A record that can't be
//! read is moved aside under [`keys::QUARANTINE`], never overwritten by a
//! default. Every write goes through [`records::Records::write`].

pub mod arrivals;
pub mod change;
pub mod keys;
pub mod library;
pub mod load;
mod own_keys;
pub mod record;
pub mod records;
pub mod store;

#[cfg(target_arch = "wasm32")]
pub mod journal;
#[cfg(target_arch = "wasm32")]
pub mod local;
