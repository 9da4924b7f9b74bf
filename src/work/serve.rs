//! What the worker does with a task.

use std::sync::Arc;

use super::collect::{articles_of, collect};
use super::{Kept, Reply, Task, sheets};
use crate::format::{Collection, FormatError, Imported, Incoming, read_file};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::id::ArticleId;
use crate::model::movement::sentence;
use crate::model::speakers::candidates;
use crate::storage::arrivals::records_of;

/// Does a task.
pub fn serve(task: Task) -> Reply {
    match task {
        Task::Sheet(request) => Reply::Steps(sheets::answer(&request)),
        Task::Speakers { records, annotation } => {
            speakers(records, &annotation).unwrap_or_else(Reply::Refused)
        }
        Task::Sentence { text, at, forwards } => {
            let found = sentence(&text, at.into(), forwards);
            let ends = found.map(|range| [range.start(), range.end()]);
            Reply::Found(ends.iter().flatten().map(|&end| u32::from(end).to_string()).collect())
        }
    }
}

/// What a file, or a pasted text, which has no name, becomes: a library of its
/// own, and what did not fit, a sentence each.
///
/// # Errors
/// What can't be read, in a sentence.
pub fn read(name: &str, bytes: &[u8]) -> Result<(Kept, Vec<String>), String> {
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
            Ok((records, Vec::new()))
        }
        Incoming::Native(imported) if imported.collection.documents.is_empty() => {
            let mut sentences = vec![format!("{name} has no article that could be imported.")];
            sentences.extend(imported.warnings.iter().map(ToString::to_string));
            Err(sentences.join(" "))
        }
        Incoming::Native(imported) => Ok(as_records(imported)),
    }
}

fn as_records(imported: Imported) -> (Kept, Vec<String>) {
    let Imported { collection, warnings } = imported;
    let Collection { scheme, documents, extra } = collection;
    let records = records_of(Some(&scheme), &documents, &extra);
    (records, warnings.iter().map(ToString::to_string).collect())
}

/// Finds whom an annotation may be linked to, by the first relation type that
/// may start there.
fn speakers(records: Kept, annotation: &str) -> Result<Reply, String> {
    let articles = articles_of(&records);
    let (collection, _) = collect(&articles, &records);
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
