//! The names of the records.

use crate::model::document::Document;
use crate::model::id::{AnnotationId, ArticleId, ChangeId, RelationId};

/// What every key starts with. The number is the major version of the layout.
pub const PREFIX: &str = "verbatim/1/";
/// What the keys of every version start with.
pub const ALL_VERSIONS: &str = "verbatim/";
/// Where records that can't be read are moved.
pub const QUARANTINE: &str = "verbatim/1/quarantine/";
/// The library: which articles there are, in which order, and which is open.
pub const LIBRARY: &str = "verbatim/1/library";
/// The scheme.
pub const SCHEME: &str = "verbatim/1/scheme";
/// A person's own keys.
pub const KEYS: &str = "verbatim/1/keys";
/// How far local storage has followed the journal.
pub const JOURNAL: &str = "verbatim/1/journal";

/// What the keys of [`RecordKey::Change`] start with.
pub const CHANGES: &str = "verbatim/1/change/";

/// What a key of this version names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKey {
    /// [`LIBRARY`].
    Library,
    /// [`SCHEME`].
    Scheme,
    /// [`KEYS`].
    Keys,
    /// [`JOURNAL`].
    Journal,
    /// A change of the whole library: how to take it back and do it again.
    Change(ChangeId),
    /// What is known about an article.
    Article(ArticleId),
    /// Its text.
    Text(ArticleId),
    /// Where the person was in it.
    Place(ArticleId),
    /// One annotation of it.
    Annotation(ArticleId, AnnotationId),
    /// One relation of it.
    Relation(ArticleId, RelationId),
    /// One revision of it, counted from 0. Keys sort as numbers do.
    Revision(ArticleId, usize),
}

impl RecordKey {
    /// The article that the record belongs to, if it belongs to one.
    pub fn article(self) -> Option<ArticleId> {
        match self {
            RecordKey::Library
            | RecordKey::Scheme
            | RecordKey::Keys
            | RecordKey::Journal
            | RecordKey::Change(_) => None,
            RecordKey::Article(id)
            | RecordKey::Text(id)
            | RecordKey::Place(id)
            | RecordKey::Annotation(id, _)
            | RecordKey::Relation(id, _)
            | RecordKey::Revision(id, _) => Some(id),
        }
    }

    /// Reads a key; `None` if it is none of ours.
    pub fn parse(key: &str) -> Option<RecordKey> {
        match key {
            LIBRARY => return Some(RecordKey::Library),
            SCHEME => return Some(RecordKey::Scheme),
            KEYS => return Some(RecordKey::Keys),
            JOURNAL => return Some(RecordKey::Journal),
            _ => {}
        }
        if let Some(id) = key.strip_prefix(CHANGES) {
            return id.parse().ok().map(RecordKey::Change);
        }
        let mut parts = key.strip_prefix(PREFIX)?.strip_prefix("article/")?.split('/');
        let article: ArticleId = parts.next()?.parse().ok()?;
        let record = match (parts.next(), parts.next()) {
            (None, None) => RecordKey::Article(article),
            (Some("text"), None) => RecordKey::Text(article),
            (Some("place"), None) => RecordKey::Place(article),
            (Some("annotation"), Some(id)) => RecordKey::Annotation(article, id.parse().ok()?),
            (Some("relation"), Some(id)) => RecordKey::Relation(article, id.parse().ok()?),
            (Some("history"), Some(idx)) => RecordKey::Revision(article, idx.parse().ok()?),
            _ => return None,
        };
        parts.next().is_none().then_some(record)
    }
}

impl std::fmt::Display for RecordKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RecordKey::Library => f.write_str(LIBRARY),
            RecordKey::Scheme => f.write_str(SCHEME),
            RecordKey::Keys => f.write_str(KEYS),
            RecordKey::Journal => f.write_str(JOURNAL),
            RecordKey::Change(id) => write!(f, "{CHANGES}{id}"),
            RecordKey::Article(id) => write!(f, "{PREFIX}article/{id}"),
            RecordKey::Text(id) => write!(f, "{PREFIX}article/{id}/text"),
            RecordKey::Place(id) => write!(f, "{PREFIX}article/{id}/place"),
            RecordKey::Annotation(id, annotation) => {
                write!(f, "{PREFIX}article/{id}/annotation/{annotation}")
            }
            RecordKey::Relation(id, relation) => {
                write!(f, "{PREFIX}article/{id}/relation/{relation}")
            }
            RecordKey::Revision(id, idx) => write!(f, "{PREFIX}article/{id}/history/{idx:08}"),
        }
    }
}

/// The keys of an article with its annotations and relations, of the library and
/// the scheme. To have the browser list ten thousand keys takes longer than a
/// frame.
pub fn of_document(document: &Document) -> Vec<String> {
    let id = document.article().id;
    let [article, text] = [RecordKey::Article(id), RecordKey::Text(id)].map(|key| key.to_string());
    let prefix = article_prefix(id);
    let mut keys = vec![SCHEME.into(), LIBRARY.into(), article, text];
    keys.extend(document.annotations().map(|one| format!("{prefix}annotation/{}", one.id)));
    keys.extend(document.relations().into_iter().map(|one| format!("{prefix}relation/{}", one.id)));
    keys
}

/// Where the record under a key is moved when it can't be read.
pub fn aside(key: &str) -> Option<String> {
    Some(format!("{QUARANTINE}{}", key.strip_prefix(PREFIX)?))
}

/// What the keys of all records of an article start with; the record of what
/// is known about it, [`RecordKey::Article`], is the prefix without the slash.
pub fn article_prefix(id: ArticleId) -> String {
    format!("{PREFIX}article/{id}/")
}
