//! Reading one article back: what fits is opened, what does not is moved
//! aside, and nothing that fits is lost for what does not.

use std::sync::Arc;

use super::keys::{self, RecordKey};
use super::library::Library;
use super::record::{self, RecordError, RevisionRecord, Writes};
use crate::model::annotation::{Annotation, Relation};
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::extra::Extra;
use crate::model::history::{History, Revision};
use crate::model::id::{ArticleId, LabelId, RelationTypeId};
use crate::model::scheme::{Label, RelationType, Scheme};
use crate::model::text::Text;

/// An article as it was kept.
pub struct Loaded {
    /// The document.
    pub document: Document,
    /// Its history.
    pub history: History,
    /// What was wrong with each record that was moved aside.
    pub set_aside: Vec<String>,
}

/// The colour of a label whose scheme is lost.
const LOST_LABEL_COLOR: &str = "#6b6b6b";

impl Library {
    /// Reads an article with its annotations, relations and history.
    ///
    /// # Errors
    /// If the article itself can't be read: what was wrong with each record,
    /// all of which were moved aside.
    pub fn load(&mut self, id: ArticleId) -> Result<Loaded, Vec<String>> {
        let mut set_aside = Vec::new();
        let get = |key: RecordKey| self.records.get(&key.to_string()).unwrap_or_default();
        let (json, text) = (get(RecordKey::Article(id)), get(RecordKey::Text(id)));
        let article = match record::article_from_json(id, &json, &text) {
            Ok(article) => article,
            Err(error) => {
                let mut keys = self.records.keys(&keys::article_prefix(id));
                keys.push(RecordKey::Article(id).to_string());
                for key in keys {
                    self.set_aside(&key, error.of(&key), &mut set_aside);
                }
                self.articles.retain(|listed| listed.id != id);
                return Err(set_aside);
            }
        };
        let text = article.text.clone();

        let mut annotations: Vec<Annotation> = Vec::new();
        let mut relations: Vec<(String, Relation)> = Vec::new();
        let mut revisions: Vec<(usize, RevisionRecord)> = Vec::new();
        let mut last_lost = None;
        for key in self.records.keys(&keys::article_prefix(id)) {
            let json = self.records.get(&key).unwrap_or_default();
            let read = match RecordKey::parse(&key) {
                Some(RecordKey::Annotation(_, id)) => {
                    record::annotation_from_json(id, &json, &text).map(|a| annotations.push(a))
                }
                Some(RecordKey::Relation(_, id)) => {
                    record::relation_from_json(id, &json).map(|r| relations.push((key.clone(), r)))
                }
                Some(RecordKey::Revision(_, idx)) => {
                    let read = record::revision_from_json(&json, &text);
                    last_lost = if read.is_err() { Some(idx) } else { last_lost };
                    read.map(|revision| revisions.push((idx, revision)))
                }
                _ => Ok(()),
            };
            if let Err(error) = read {
                self.set_aside(&key, error.of(&key), &mut set_aside);
            }
        }

        self.restore_lost_labels(&annotations, &relations);
        let mut document = Document::new(article, Arc::clone(&self.scheme));
        for annotation in annotations {
            // The scheme has its label, and nothing else can go wrong.
            let applied = document.apply(Edit::PutAnnotation(Box::new(annotation)));
            debug_assert!(applied.is_ok(), "{applied:?}");
        }
        for (key, relation) in relations {
            if let Err(error) = document.apply(Edit::PutRelation(Box::new(relation))) {
                let error = RecordError::because(|| error.to_string());
                self.set_aside(&key, error.of(&key), &mut set_aside);
            }
        }
        let history = self.restore_history(id, revisions, last_lost, &text);
        Ok(Loaded { document, history, set_aside })
    }

    /// A scheme that was lost takes no annotation with it: labels and types
    /// that it lacks come back under their ids.
    fn restore_lost_labels(
        &mut self,
        annotations: &[Annotation],
        relations: &[(String, Relation)],
    ) {
        let mut lost = Scheme::empty();
        for annotation in annotations {
            if lost.label(&annotation.label).is_none() {
                lost.labels.push(lost_label(&annotation.label));
            }
        }
        for (_, relation) in relations {
            if lost.relation_type(&relation.relation_type).is_none() {
                lost.relation_types.push(lost_relation_type(&relation.relation_type));
            }
        }
        // What does not fit into local storage waits in memory and the journal.
        let _full = self.adopt(&lost, &Extra::default());
    }

    /// The history back to the last gap, from records in the order of their
    /// keys. A gap is closed by numbering again.
    fn restore_history(
        &mut self,
        id: ArticleId,
        records: Vec<(usize, RevisionRecord)>,
        last_lost: Option<usize>,
        text: &Text,
    ) -> History {
        // What came before a gap can't be taken back, because what fell into
        // the gap can't; the newest revision may have, and then nothing can.
        let gap = records.windows(2).rposition(|pair| pair[0].0 + 1 != pair[1].0);
        let after_gap = gap.map_or(0, |idx| idx + 1);
        let after_lost =
            records.partition_point(|(idx, _)| last_lost.is_some_and(|lost| *idx < lost));
        let first_kept = after_gap.max(after_lost);
        let is_whole = first_kept == 0 && records.first().is_none_or(|(idx, _)| *idx == 0);
        let kept: Vec<RevisionRecord> =
            records[first_kept..].iter().map(|(_, r)| r.clone()).collect();
        if !is_whole {
            let mut writes: Writes = records
                .iter()
                .map(|(idx, _)| (RecordKey::Revision(id, *idx).to_string(), None))
                .collect();
            for (idx, record) in kept.iter().enumerate() {
                let key = RecordKey::Revision(id, idx).to_string();
                writes.push((key, Some(record::revision_to_json(record, text))));
            }
            // What does not fit into local storage waits in memory and the journal.
            let _full = self.write(writes);
        }
        let position = kept.iter().take_while(|record| record.is_done).count();
        let revisions: Vec<Revision> = kept.into_iter().map(|record| record.revision).collect();
        History::restore(revisions, position)
    }
}

fn lost_label(id: &LabelId) -> Label {
    Label {
        id: id.clone(),
        name: id.as_str().into(),
        written_as: None,
        key: None,
        color: LOST_LABEL_COLOR.into(),
        description: String::new(),
        guidelines: String::new(),
        extra: Extra::default(),
    }
}

fn lost_relation_type(id: &RelationTypeId) -> RelationType {
    RelationType {
        id: id.clone(),
        name: id.as_str().into(),
        written_as: None,
        description: String::new(),
        guidelines: String::new(),
        from: Vec::new(),
        to: Vec::new(),
        extra: Extra::default(),
    }
}
