//! What the worker does with a task.
//!
//! Invariant: no file leaves that does not read back as what was asked for.

use std::sync::Arc;

use super::{Kept, Reply, Task, bundled};
use crate::format::{CODECS, Codec, Collection, FormatError, Imported, Incoming, read_file};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::id::ArticleId;
use crate::model::scheme::Scheme;
use crate::model::speakers::candidates;
use crate::storage::arrivals::records_of;
use crate::storage::keys::RecordKey;
use crate::storage::library::Library;
use crate::storage::records::Records;
use crate::storage::store::{MemoryStore, Store as _};

/// Does a task.
pub fn serve(task: Task) -> Reply {
    match task {
        Task::Read { name, bytes } => read(&name, &bytes).unwrap_or_else(Reply::Refused),
        Task::Write { format, articles, records } => {
            write(&format, &articles, records).unwrap_or_else(Reply::Refused)
        }
        Task::Explain { records } => explain(records),
        Task::Speakers { records, annotation } => {
            speakers(records, &annotation).unwrap_or_else(Reply::Refused)
        }
        Task::Example => match read_file("example.json", bundled::EXAMPLE) {
            Ok(Incoming::Native(imported)) => as_reply(imported),
            Ok(Incoming::Text(_)) => Reply::Refused("The example is not JSON.".into()),
            Err(error) => Reply::Refused(error.to_string()),
        },
    }
}

fn read(name: &str, bytes: &[u8]) -> Result<Reply, String> {
    match read_file(name, bytes).map_err(|error: FormatError| error.to_string())? {
        Incoming::Text(original) => {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let article = Article::from_plain_text(ArticleId::random(), stem, &original);
            let article = article.map_err(|error| {
                let what = if name.is_empty() { "The pasted text" } else { name };
                format!("{what} can’t be an article: {error}.")
            })?;
            let document = Document::new(article, Arc::default());
            let records = records_of(None, &[document], &Extra::default());
            Ok(Reply::Read { records, warnings: Vec::new() })
        }
        Incoming::Native(imported) if imported.collection.documents.is_empty() => {
            let mut sentences = vec![format!("{name} has no article that could be imported.")];
            sentences.extend(imported.warnings.iter().map(ToString::to_string));
            Err(sentences.join(" "))
        }
        Incoming::Native(imported) => Ok(as_reply(imported)),
    }
}

fn as_reply(imported: Imported) -> Reply {
    let Imported { collection, warnings } = imported;
    let Collection { scheme, documents, extra } = collection;
    let records = records_of(Some(&scheme), &documents, &extra);
    Reply::Read { records, warnings: warnings.iter().map(ToString::to_string).collect() }
}

/// Writes, and reads back what was written: a file with a wrong offset never
/// leaves.
fn write(format: &str, articles: &[String], records: Kept) -> Result<Reply, String> {
    let codec: &dyn Codec = CODECS
        .iter()
        .copied()
        .find(|codec| codec.format().id == format)
        .ok_or_else(|| format!("There is no format “{format}”."))?;
    let (collection, warnings) = collect(articles, records);
    let bytes = codec.encode(&collection);
    match codec.decode(&bytes) {
        Ok(read) if read.collection == collection && read.warnings.is_empty() => {
            Ok(Reply::Written { bytes, warnings })
        }
        _ => Err(format!(
            "The export was stopped: read back as {}, it was not what is on screen. Nothing was changed.",
            codec.format().name
        )),
    }
}

/// Finds whom an annotation may be linked to, by the first relation type that
/// may start there.
fn speakers(records: Kept, annotation: &str) -> Result<Reply, String> {
    let articles = articles_of(&records);
    let (collection, _) = collect(&articles, records);
    let gone = || "The annotation is gone.".to_owned();
    let id = annotation.parse().map_err(|_| gone())?;
    let document = collection.documents.iter().find(|document| document.annotation(id).is_some());
    let document = document.ok_or_else(gone)?;
    let label = document.annotation(id).map(|annotation| &annotation.label).ok_or_else(gone)?;
    let scheme = document.scheme();
    let starts_here = scheme.relation_types.iter().find(|one| one.may_start_at(label));
    let relation_type = starts_here.ok_or_else(|| {
        format!("The scheme has no link that starts at a {}", scheme.label_name(label))
    })?;
    let candidates = candidates(document, id, relation_type);
    if candidates.is_empty() {
        let labels: Vec<&str> =
            relation_type.to.iter().map(|label| scheme.label_name(label)).collect();
        return Err(format!("Nothing to link to is near: mark a {} first", labels.join(" or ")));
    }
    Ok(Reply::Found(candidates.iter().map(|one| one.annotation.to_string()).collect()))
}

/// Reads records that the page could not, to say what is wrong with each.
fn explain(records: Kept) -> Reply {
    let articles = articles_of(&records);
    let (_, warnings) = collect(&articles, records);
    Reply::Read { records: Kept::new(), warnings }
}

/// The ids of the articles that some records belong to.
fn articles_of(records: &Kept) -> Vec<String> {
    let mut articles: Vec<String> = Vec::new();
    for id in records.iter().filter_map(|(key, _)| RecordKey::parse(key)?.article()) {
        let id = id.to_string();
        if !articles.contains(&id) {
            articles.push(id);
        }
    }
    articles
}

/// The articles that some records hold, and what could not be read of them.
fn collect(articles: &[String], records: Kept) -> (Collection, Vec<String>) {
    let store = MemoryStore::default();
    for (key, value) in &records {
        // Without a limit, memory takes everything.
        let _taken = store.set(key, value);
    }
    let records = Records::open(Box::new(store), Vec::new());
    let (mut library, findings) = Library::open(records, Box::new(|_| {}), || 0);
    let mut warnings = findings.set_aside;
    let mut documents = Vec::new();
    for id in articles.iter().filter_map(|id| id.parse().ok()) {
        match library.load(id) {
            Ok(loaded) => {
                documents.push(loaded.document);
                warnings.extend(loaded.set_aside);
            }
            Err(lost) => warnings.extend(lost),
        }
    }
    let (scheme, extra) = (Arc::clone(library.scheme()), library.extra().clone());
    // A document read before a lost label came back has the scheme of then.
    let documents = documents.iter().filter_map(|d| under(d, &scheme)).collect();
    (Collection { scheme, documents, extra }, warnings)
}

fn under(document: &Document, scheme: &Arc<Scheme>) -> Option<Document> {
    // The scheme only ever gained labels.
    document.with_scheme(Arc::clone(scheme)).ok()
}
