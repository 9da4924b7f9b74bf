//! Identities of a file's articles, annotations and relations.
//!
//! Invariants: no two items of one kind get the same id, and the same file
//! gives the same ids each time, so that importing it twice is seen.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::describe::quoted;
use super::warning::Problem;

/// The ids of one kind of item that are taken.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// What the ids are unique in: the article, or nothing.
    scope: Uuid,
    /// How many items wanted each id.
    wanted: BTreeMap<Uuid, u32>,
}

impl Ids {
    /// The ids of one article.
    pub(super) fn of(article: Uuid) -> Ids {
        Ids { scope: article, wanted: BTreeMap::new() }
    }

    /// An id for an item of a format that has none: of what it says, so that
    /// it is the same at the next import.
    pub(super) fn of_words(&mut self, words: &str) -> Uuid {
        self.take(derived(self.scope, words)).0
    }

    /// The id an item goes by, which is then taken.
    pub(super) fn claim(&mut self, item: &Value, problems: &mut Vec<Problem>) -> Uuid {
        let Some(raw) = raw_id(item.get("id")) else {
            let id = self.of_words(&item.to_string());
            problems.push(Problem::NoId { new: id.to_string() });
            return id;
        };
        self.claim_raw(&raw, problems)
    }

    /// The id of an item whose file calls it `raw`, which is then taken.
    pub(super) fn claim_raw(&mut self, raw: &str, problems: &mut Vec<Problem>) -> Uuid {
        let wanted = self.named(raw);
        let (id, is_first) = self.take(wanted);
        if !is_first {
            problems.push(Problem::IdTaken { new: id.to_string() });
        } else if Uuid::try_parse(raw).is_err() {
            problems.push(Problem::IdNotUuid { found: quoted(raw), new: id.to_string() });
        }
        id
    }

    /// The id of the first item that has `raw` for its id in the file.
    pub(super) fn named(&self, raw: &str) -> Uuid {
        Uuid::try_parse(raw).unwrap_or_else(|_| derived(self.scope, raw))
    }

    /// An id that is not taken: the one that is wanted, if it is the first to
    /// want it.
    fn take(&mut self, wanted: Uuid) -> (Uuid, bool) {
        let mut id = wanted;
        let mut n_wanted = self.wanted.get(&wanted).copied().unwrap_or(0);
        while self.wanted.contains_key(&id) {
            n_wanted += 1;
            id = derived(self.scope, &format!("{wanted}#{n_wanted}"));
        }
        self.wanted.insert(id, 1);
        self.wanted.insert(wanted, n_wanted.max(1));
        (id, id == wanted)
    }
}

/// An id as the file spells it. Other programs number theirs.
pub(super) fn raw_id(id: Option<&Value>) -> Option<Cow<'_, str>> {
    match id? {
        Value::String(id) => Some(Cow::Borrowed(id)),
        Value::Number(id) => Some(Cow::Owned(id.to_string())),
        _ => None,
    }
}

/// A UUID (version 8, RFC 9562) that is always the same for the same words.
pub(super) fn derived(scope: Uuid, words: &str) -> Uuid {
    let digest = Sha256::new().chain_update(scope).chain_update(words).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Whether an id is one that was made for an item whose file gives it none, or
/// names it by something else.
pub fn is_derived(id: Uuid) -> bool {
    id.get_version_num() == 8
}

/// Whether a character may stand in the id of a label or relation type: these
/// end up in attributes of the page.
pub(super) fn is_safe_in_id(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || "\"'`\\<>{}()[];,".contains(c))
}

/// The ids of labels, or of relation types, that are taken, and ids made of
/// names that can't be ids.
#[derive(Clone, Debug, Default)]
pub(super) struct FreeIds {
    taken: BTreeSet<String>,
    /// The ids that go with names, of those that are no ids or have another.
    of_names: BTreeMap<String, String>,
    /// Ids that are kept for a name.
    kept: BTreeMap<String, String>,
    /// How many ids were made of the same stem.
    n_of_stem: BTreeMap<String, usize>,
}

impl FreeIds {
    /// Keeps an id for a name: no other name gets it.
    pub(super) fn keep(&mut self, id: &str, name: &str) {
        self.kept.insert(id.into(), name.into());
        self.of_names.insert(name.into(), id.into());
    }

    /// Takes an id as it is; whether it was free.
    pub(super) fn take(&mut self, id: &str) -> bool {
        let is_free = !self.taken.contains(id);
        if is_free {
            self.taken.insert(id.into());
            self.of_names.entry(id.into()).or_insert_with(|| id.into());
        }
        is_free
    }

    /// The id of a name, and whether it is new: the name itself if it can be
    /// one. What has the same id by another name is something else.
    pub(super) fn id_of(&mut self, name: &str) -> (String, bool) {
        if let Some(id) = self.of_names.get(name).cloned() {
            let is_new = self.take(&id);
            return (id, is_new);
        }
        let id = self.free(name);
        self.of_names.insert(name.into(), id.clone());
        (id, true)
    }

    /// A free id as near to a name as one can be, which is then taken.
    pub(super) fn free(&mut self, name: &str) -> String {
        let stem: String = name.chars().map(|c| if is_safe_in_id(c) { c } else { '_' }).collect();
        let stem = if stem.is_empty() { "_".to_owned() } else { stem };
        loop {
            let n = self.n_of_stem.entry(stem.clone()).or_insert(0);
            *n += 1;
            let id = if *n == 1 { stem.clone() } else { format!("{stem}_{n}") };
            let is_kept = self.kept.get(&id).is_some_and(|other| other != name);
            if !is_kept && self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}
