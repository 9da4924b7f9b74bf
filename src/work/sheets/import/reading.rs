//! What a set of files becomes: documents, what did not fit, and what only the
//! person can say of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arrived::{File, Kind, Set, title_of};
use crate::format::{
    Balance, Codec, Collection, Imported, InFile, Incoming, Read, ReadOptions, UnitQuestion,
    Warnings, read_file, read_seen,
};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::id::ArticleId;
use crate::model::scheme::Scheme;

/// So much of what is wrong with a file from which nothing comes is told.
const MAX_TOLD: usize = 3;

/// What was read of a set.
#[derive(Default)]
pub struct Made {
    pub documents: Vec<Document>,
    /// The scheme that the files bring; none, if they say nothing of labels.
    pub scheme: Option<Scheme>,
    pub extra: Extra,
    /// What did not fit.
    pub warnings: Warnings,
    /// What became of all annotations and links.
    pub balance: Balance,
    /// What could not be read at all, a sentence each.
    pub errors: Vec<String>,
    /// What only the person can say of it.
    pub question: Option<UnitQuestion>,
    /// The labels, by their names in the files; none, if they have a scheme.
    pub labels: Vec<Named>,
    /// The relation types, by their names in the files.
    pub relation_types: Vec<Named>,
}

/// A label or a relation type, as files have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name in the files.
    pub name: String,
    /// Its id here, unless it is mapped onto another.
    pub id: String,
    /// How many annotations, or links, have it.
    pub n: usize,
}

/// Reads a set, and calls for each article, perhaps more than once.
pub fn made_of(set: &Set, options: &ReadOptions, seen: &mut dyn FnMut()) -> Made {
    match set.kind {
        Kind::Text => text(&set.files),
        Kind::Native => native(&set.files),
        Kind::Dataset(codec) => dataset(codec, &set.files, options, seen),
    }
}

fn text(files: &[File]) -> Made {
    let mut made = Made::default();
    for file in files {
        let original = String::from_utf8_lossy(&file.bytes);
        let title = title_of(&file.name);
        match Article::from_plain_text(ArticleId::random(), title, &original) {
            Ok(article) => made.documents.push(Document::new(article, Arc::default())),
            Err(error) => {
                let what = if file.name.is_empty() { "The pasted text" } else { &file.name };
                made.errors.push(format!("{what} can’t be an article: {error}."));
            }
        }
    }
    made
}

fn native(files: &[File]) -> Made {
    let mut made = Made::default();
    for file in files {
        match read_file(&file.name, &file.bytes) {
            Ok(Incoming::Native(imported)) => made.take(*imported, &file.name),
            // Somebody wants it read so.
            Ok(Incoming::Text(_)) => {
                made.errors.push(format!("{} is not a Verbatim file.", file.name));
            }
            Err(error) => made.errors.push(error.to_string()),
        }
    }
    made
}

impl Made {
    fn take(&mut self, imported: Imported, name: &str) {
        let Imported { collection, warnings, balance } = imported;
        let Collection { scheme, documents, extra } = collection;
        if documents.is_empty() {
            let what = if name.is_empty() { "The pasted text" } else { name };
            let mut sentences = vec![format!("{what} has no article that could be imported.")];
            sentences.extend(warnings.sentences(MAX_TOLD));
            return self.errors.push(sentences.join(" "));
        }
        self.warnings.append(warnings);
        self.balance.add(balance);
        self.scheme = Some(Scheme::clone(&scheme));
        self.documents.extend(documents);
        self.extra.extend(extra);
    }
}

fn dataset(
    codec: &dyn Codec,
    files: &[File],
    options: &ReadOptions,
    seen: &mut dyn FnMut(),
) -> Made {
    let mut made = Made::default();
    let in_files: Vec<InFile<'_>> =
        files.iter().map(|file| InFile { name: &file.name, bytes: &file.bytes }).collect();
    let read = read_seen(codec, &in_files, options, seen);
    let read = match read {
        Ok(read) => read,
        Err(error) => {
            made.errors.push(error.to_string());
            return made;
        }
    };
    let Read { imported, question, label_ids, relation_type_ids, .. } = read;
    let has_scheme = codec.format().capacity.scheme;
    let names_labels = has_scheme || !label_ids.is_empty() || !relation_type_ids.is_empty();
    let file = files.first().map_or("", |file| &*file.name);
    made.take(imported, file);
    if !names_labels {
        // The default labels stand in for none.
        made.scheme = None;
    }
    made.question = question;
    if !has_scheme {
        let named = |ids: BTreeMap<String, String>, uses: BTreeMap<String, usize>| {
            let n = |id: &String| uses.get(id).copied().unwrap_or(0);
            ids.into_iter().map(|(name, id)| Named { n: n(&id), name, id }).collect()
        };
        let (labels, types) = uses(&made.documents);
        let plain = |id: &dyn ToString| id.to_string();
        made.labels =
            named(label_ids.iter().map(|(name, id)| (name.clone(), plain(id))).collect(), labels);
        made.relation_types = named(
            relation_type_ids.iter().map(|(name, id)| (name.clone(), plain(id))).collect(),
            types,
        );
    }
    made
}

/// How often each label and each relation type is used.
fn uses(documents: &[Document]) -> (BTreeMap<String, usize>, BTreeMap<String, usize>) {
    let (mut labels, mut types) = (BTreeMap::new(), BTreeMap::new());
    for document in documents {
        for annotation in document.annotations() {
            *labels.entry(annotation.label.to_string()).or_insert(0) += 1;
        }
        for relation in document.relations() {
            *types.entry(relation.relation_type.to_string()).or_insert(0) += 1;
        }
    }
    (labels, types)
}
