//! Random edits, against what each must leave behind: an inverse that takes
//! it back, whatever it did touched, and every invariant whole.

use std::collections::BTreeMap;

use crate::support::arbitrary::{arb_text, fragments_in, range_in};
use crate::support::drawn::{annotation_id, annotation_on, document, relation, relation_id};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use verbatim::model::annotation::{Annotation, Relation};
use verbatim::model::article::Metadata;
use verbatim::model::document::{Document, Touched};
use verbatim::model::edit::Edit;
use verbatim::model::fragments::Fragments;
use verbatim::model::history::{History, HistoryChange, Revision, Topic};
use verbatim::model::segment::segments;
use verbatim::model::sorted::Sorted;
use verbatim::model::text::{BlockIdx, Text};
use verbatim::model::timestamp::Timestamp;

/// An edit before it knows the text. Few names, so that edits meet; labels,
/// names and types that do not exist, so that some are refused.
#[derive(Clone, Debug)]
enum Draft {
    Put { name: &'static str, label: &'static str, ranges: Vec<(Index, Index)>, note: &'static str },
    Remove(&'static str),
    Join { name: &'static str, relation_type: &'static str, from: &'static str, to: &'static str },
    Part(&'static str),
    Title(&'static str),
    Batch(Vec<Draft>),
}

const NAMES: &[&str] = &["1", "2", "3", "4", "5"];

fn arb_draft() -> impl Strategy<Value = Draft> {
    let label =
        prop_oneof![9 => select(&["speaker", "proposal", "location"][..]), 1 => Just("nobody")];
    let relation_type = prop_oneof![9 => Just("said_by"), 1 => Just("denied_by")];
    let ranges = prop::collection::vec(any::<(Index, Index)>(), 1..4);
    let put = (select(NAMES), label, ranges, select(&["", "a", "b"][..]))
        .prop_map(|(name, label, ranges, note)| Draft::Put { name, label, ranges, note });
    let join = (select(NAMES), relation_type, select(NAMES), select(NAMES))
        .prop_map(|(name, relation_type, from, to)| Draft::Join { name, relation_type, from, to });
    let one = prop_oneof![
        6 => put,
        2 => select(NAMES).prop_map(Draft::Remove),
        3 => join,
        1 => select(NAMES).prop_map(Draft::Part),
        1 => select(&["", "one", "two"][..]).prop_map(Draft::Title),
    ];
    one.prop_recursive(2, 8, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Draft::Batch))
}

impl Draft {
    fn finish(&self, text: &Text) -> Edit {
        match self {
            Draft::Put { name, label, ranges, note } => {
                let ranges = ranges.iter().map(|&(a, b)| range_in(text, a, b));
                match fragments_in(text, ranges) {
                    Some(fragments) => {
                        let annotation = annotation_on(name, label, fragments);
                        Edit::PutAnnotation(Box::new(Annotation {
                            note: (*note).into(),
                            ..annotation
                        }))
                    }
                    None => Edit::Batch(Vec::new()),
                }
            }
            Draft::Remove(name) => Edit::RemoveAnnotation(annotation_id(name)),
            Draft::Join { name, relation_type, from, to } => {
                Edit::PutRelation(Box::new(relation(name, relation_type, from, to)))
            }
            Draft::Part(name) => Edit::RemoveRelation(relation_id(name)),
            Draft::Title(title) => Edit::SetMetadata(Box::new(Metadata {
                title: (*title).into(),
                ..Metadata::default()
            })),
            Draft::Batch(drafts) => {
                Edit::Batch(drafts.iter().map(|draft| draft.finish(text)).collect())
            }
        }
    }
}

/// The topic a person would be on: each change of one annotation alone.
fn topic_of(edit: &Edit) -> Option<Topic> {
    match edit {
        Edit::PutAnnotation(annotation) => Some(Topic::Note(annotation.id)),
        Edit::SetMetadata(_) => Some(Topic::Metadata),
        _ => None,
    }
}

/// What differs between two documents of one text, looked up piece by piece.
fn difference(before: &Document, after: &Document) -> Touched {
    let annotations = |document: &Document| -> BTreeMap<_, _> {
        document.annotations().map(|annotation| (annotation.id, annotation.clone())).collect()
    };
    let relations = |document: &Document| -> BTreeMap<_, _> {
        document.relations().into_iter().map(|relation| (relation.id, relation.clone())).collect()
    };
    let n_blocks = before.article().text.n_blocks();
    Touched {
        blocks: (0..n_blocks)
            .map(BlockIdx)
            .filter(|&block| {
                segments(before, block) != segments(after, block)
                    || joined(before, block) != joined(after, block)
            })
            .collect(),
        annotations: differing(&annotations(before), &annotations(after)),
        relations: differing(&relations(before), &relations(after)),
        metadata: before.article().metadata != after.article().metadata,
    }
}

/// The relations of the annotations in a line, and where they lead from and to.
fn joined(document: &Document, block: BlockIdx) -> Vec<(Relation, [Fragments; 2])> {
    let relations = document.annotations_in(block).flat_map(|one| document.relations_of(one.id));
    let end = |id| document.annotation(id).expect("both ends exist").fragments.clone();
    let with_ends = |relation: &Relation| (relation.clone(), [relation.from, relation.to].map(end));
    relations.map(|relation| with_ends(relation)).collect()
}

fn differing<K: Ord + Copy, V: PartialEq>(a: &BTreeMap<K, V>, b: &BTreeMap<K, V>) -> Sorted<K> {
    a.keys().chain(b.keys()).filter(|key| a.get(key) != b.get(key)).copied().collect()
}

fn revision(edit: Edit, topic: Option<Topic>, seconds: u32) -> Revision {
    let at = Timestamp::from_millis(u64::from(seconds) * 1000);
    Revision { summary: String::new(), at, edit, topic }
}

/// Does to kept revisions what a store does: in either order.
fn keep(
    kept: &mut BTreeMap<usize, Revision>,
    history: &History,
    change: &HistoryChange,
    removes_first: bool,
) {
    let write = |kept: &mut BTreeMap<usize, Revision>| {
        for idx in change.written.clone() {
            kept.insert(idx, history.revisions()[idx].clone());
        }
    };
    if !removes_first {
        write(kept);
    }
    for idx in change.removed.clone() {
        kept.remove(&idx);
    }
    if removes_first {
        write(kept);
    }
}

fn undo(document: &mut Document, history: &mut History) -> Option<HistoryChange> {
    let edit = history.to_undo()?.edit.clone();
    let applied = document.apply(edit).expect("what was done can be taken back");
    Some(history.undone(applied.inverse))
}

fn redo(document: &mut Document, history: &mut History) -> Option<HistoryChange> {
    let edit = history.to_redo()?.edit.clone();
    let applied = document.apply(edit).expect("what was taken back can be done again");
    Some(history.redone(applied.inverse))
}

#[derive(Clone, Debug)]
enum Step {
    /// An edit, this many seconds after the step before.
    Change(Draft, u32),
    Undo,
    Redo,
}

fn arb_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (arb_draft(), 0..6_u32).prop_map(|(draft, wait)| Step::Change(draft, wait)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

proptest! {
    #[test]
    fn every_edit_can_be_taken_back(
        text in arb_text(),
        drafts in prop::collection::vec(arb_draft(), 1..16),
    ) {
        let mut document = document(text.as_str());
        for draft in drafts {
            let before = document.clone();
            match document.apply(draft.finish(&text)) {
                Err(_) => prop_assert_eq!(&document, &before),
                Ok(there) => {
                    let differs = difference(&before, &document);
                    prop_assert!(there.touched.blocks.is_superset(&differs.blocks));
                    prop_assert!(there.touched.annotations.is_superset(&differs.annotations));
                    prop_assert!(there.touched.relations.is_superset(&differs.relations));
                    prop_assert!(there.touched.metadata || !differs.metadata);

                    let mut undone = document.clone();
                    let back = undone.apply(there.inverse).expect("the inverse applies");
                    undone.assert_invariants();
                    prop_assert_eq!(&undone, &before);
                    prop_assert_eq!(back.touched, there.touched);
                    undone.apply(back.inverse).expect("the inverse of the inverse applies");
                    undone.assert_invariants();
                    prop_assert_eq!(&undone, &document);
                }
            }
            document.assert_invariants();
        }
    }

    #[test]
    fn undo_all_is_the_original_and_redo_all_the_end(
        text in arb_text(),
        drafts in prop::collection::vec(arb_draft(), 1..16),
    ) {
        let original = document(text.as_str());
        let mut document = original.clone();
        let mut history = History::default();
        for draft in drafts {
            let edit = draft.finish(&text);
            let topic = topic_of(&edit);
            if let Ok(applied) = document.apply(edit) {
                history.record(revision(applied.inverse, topic, 0));
            }
        }
        let end = document.clone();
        for _ in 0..2 {
            while undo(&mut document, &mut history).is_some() {
                document.assert_invariants();
            }
            prop_assert_eq!(&document, &original);
            while redo(&mut document, &mut history).is_some() {
                document.assert_invariants();
            }
            prop_assert_eq!(&document, &end);
        }
    }

    /// Against a pile of copies of the document, one after each revision.
    #[test]
    fn any_walk_through_history_agrees_with_copies(
        text in arb_text(),
        steps in prop::collection::vec(arb_step(), 1..24),
        removes_first: bool,
    ) {
        let mut document = document(text.as_str());
        let mut history = History::default();
        let mut copies = vec![document.clone()];
        let mut kept = BTreeMap::new();
        let mut seconds = 0;
        for step in steps {
            let change = match step {
                Step::Undo => undo(&mut document, &mut history).unwrap_or_default(),
                Step::Redo => redo(&mut document, &mut history).unwrap_or_default(),
                Step::Change(draft, wait) => {
                    let edit = draft.finish(&text);
                    let topic = topic_of(&edit);
                    let Ok(applied) = document.apply(edit) else { continue };
                    seconds += wait;
                    let position = history.position();
                    let revision = revision(applied.inverse, topic, seconds);
                    let change = history.record(revision);
                    prop_assert!((position..=position + 1).contains(&history.position()));
                    copies.truncate(history.position());
                    copies.push(document.clone());
                    change
                }
            };
            prop_assert_eq!(&document, &copies[history.position()]);
            prop_assert_eq!(copies.len(), history.revisions().len() + 1);
            keep(&mut kept, &history, &change, removes_first);
            prop_assert!(kept.values().eq(history.revisions()), "what is kept is the history");
            let restored = History::restore(kept.values().cloned().collect(), history.position());
            prop_assert_eq!(&restored, &history);
        }
    }
}
