//! What the worker does with a task.

use super::collect::{articles_of, collect};
use super::progress::Progress;
use super::sheets::import::{File, made_of, sorted};
use super::{Kept, Reply, Task, sheets};
use crate::format::{MAX_WARNINGS, ReadOptions, Warnings};
use crate::model::movement::sentence;
use crate::model::speakers::candidates;
use crate::storage::arrivals::records_of;

/// Does a task, and tells nobody how far it is.
pub fn serve(task: Task) -> Reply {
    serve_telling(task, &mut Progress::new(&|| 0.0, &mut |_| {}))
}

/// Does a task, and tells how far it is.
pub fn serve_telling(task: Task, progress: &mut Progress<'_>) -> Reply {
    match task {
        Task::Sheet(request) => Reply::Steps(sheets::answer(&request, progress)),
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
    let file = File { name: name.into(), bytes: bytes.into() };
    let mut arrived = sorted(vec![file], "");
    if let Some(error) = arrived.errors.pop() {
        return Err(error);
    }
    let mut records = Kept::new();
    let mut warnings = Warnings::default();
    for set in &arrived.sets {
        let mut made = made_of(set, &ReadOptions::default(), &mut || {});
        if let Some(error) = made.errors.pop() {
            return Err(error);
        }
        records.extend(records_of(made.scheme.as_ref(), &made.documents, &made.extra));
        warnings.append(made.warnings);
    }
    Ok((records, warnings.sentences(MAX_WARNINGS)))
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
