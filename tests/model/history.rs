//! Undo and redo: which revisions there are, and which of them are done.

use crate::support::drawn::annotation_id;
use verbatim::model::article::Metadata;
use verbatim::model::edit::Edit;
use verbatim::model::history::{History, HistoryChange, Revision, Topic};
use verbatim::model::timestamp::Timestamp;

/// An edit that says which one it is.
fn edit(title: &str) -> Edit {
    Edit::SetMetadata(Box::new(Metadata { title: title.into(), ..Metadata::default() }))
}

/// A revision on no topic, with the edit that takes it back.
fn revision(summary: &str) -> Revision {
    on_topic(summary, None, 0)
}

fn on_topic(summary: &str, topic: Option<Topic>, seconds: i64) -> Revision {
    let at = Timestamp::from_millis(seconds as u64 * 1000);
    Revision { summary: summary.into(), at, edit: edit(&format!("not {summary}")), topic }
}

/// Summaries of the revisions, with a bar where the done ones end.
fn drawn(history: &History) -> String {
    let summaries: Vec<&str> = history.revisions().iter().map(|r| r.summary.as_str()).collect();
    let (done, undone) = summaries.split_at(history.position());
    format!("{}|{}", done.join(" "), undone.join(" "))
}

/// A history of revisions on no topic.
fn recorded(summaries: &[&str]) -> History {
    let mut history = History::default();
    for summary in summaries {
        history.record(revision(summary));
    }
    history
}

fn written(idx: usize) -> HistoryChange {
    HistoryChange { written: idx..idx + 1, removed: 0..0 }
}

#[test]
fn what_is_recorded_is_done() {
    let mut history = History::default();
    assert_eq!(drawn(&history), "|");
    assert_eq!((history.to_undo(), history.to_redo()), (None, None));
    let added = |idx| HistoryChange { written: idx..idx + 1, removed: idx..idx };
    assert_eq!(history.record(revision("a")), added(0));
    assert_eq!(history.record(revision("b")), added(1));
    assert_eq!(drawn(&history), "a b|");
    assert_eq!(history.to_undo(), Some(&revision("b")));
    assert_eq!(history.to_redo(), None);
}

#[test]
fn undo_and_redo_walk_and_swap_the_edits() {
    let mut history = recorded(&["a", "b"]);
    assert_eq!(history.undone(edit("b")), written(1));
    assert_eq!(drawn(&history), "a|b");
    assert_eq!(history.to_redo().unwrap().edit, edit("b"));
    assert_eq!(history.to_undo().unwrap().edit, edit("not a"));
    assert_eq!(history.undone(edit("a")), written(0));
    assert_eq!(drawn(&history), "|a b");

    assert_eq!(history.redone(edit("not a")), written(0));
    assert_eq!(history.redone(edit("not b")), written(1));
    assert_eq!(history, recorded(&["a", "b"]));
}

#[test]
fn past_either_end_nothing_happens() {
    let mut history = recorded(&["a"]);
    assert_eq!(history.redone(edit("x")), HistoryChange::default());
    assert_eq!(history, recorded(&["a"]));
    history.undone(edit("a"));
    let before = history.clone();
    assert_eq!(history.undone(edit("x")), HistoryChange::default());
    assert_eq!(history, before);
    let mut empty = History::default();
    assert_eq!(empty.undone(edit("x")), HistoryChange::default());
    assert_eq!(empty.redone(edit("x")), HistoryChange::default());
    assert_eq!(empty, History::default());
}

#[test]
fn recording_cuts_the_undone_branch() {
    let mut history = recorded(&["a", "b", "c"]);
    history.undone(edit("c"));
    history.undone(edit("b"));
    let change = history.record(revision("d"));
    assert_eq!(drawn(&history), "a d|");
    assert_eq!(
        change,
        HistoryChange { written: 1..2, removed: 2..3 },
        "what is written is not removed"
    );

    let mut history = recorded(&["a"]);
    history.undone(edit("a"));
    let change = history.record(revision("b"));
    assert_eq!(drawn(&history), "b|");
    assert_eq!((change.written, change.removed.is_empty()), (0..1, true));
}

#[test]
fn one_topic_soon_after_is_one_revision() {
    let note = Some(Topic::Note(annotation_id("1")));
    let mut history = recorded(&["a"]);
    history.record(on_topic("H", note, 10));
    let change = history.record(on_topic("He", note, 13));
    assert_eq!((change.written, change.removed.is_empty()), (1..2, true));
    // From the last change, not from the first.
    history.record(on_topic("Hel", note, 16));
    history.record(on_topic("Hell", note, 16));
    assert_eq!(drawn(&history), "a Hell|");
    let joined = history.to_undo().unwrap();
    assert_eq!(joined.edit, edit("not H"), "the way back is the way before the first");
    assert_eq!(joined.at, Timestamp::from_millis(16_000));
}

#[test]
fn another_topic_no_topic_or_later_is_another_revision() {
    let note = Some(Topic::Note(annotation_id("1")));
    let cases = [
        (note, 14, "four seconds later"),
        (note, 9, "a clock that went back"),
        (Some(Topic::Note(annotation_id("2"))), 10, "another note"),
        (Some(Topic::Metadata), 10, "another kind"),
        (None, 10, "no topic"),
    ];
    for (topic, seconds, case) in cases {
        let mut history = History::default();
        history.record(on_topic("a", note, 10));
        history.record(on_topic("b", topic, seconds));
        assert_eq!(drawn(&history), "a b|", "{case}");
    }
    let mut history = History::default();
    history.record(on_topic("a", None, 10));
    history.record(on_topic("b", None, 10));
    assert_eq!(drawn(&history), "a b|");
}

#[test]
fn what_was_undone_or_redone_is_not_joined() {
    let note = Some(Topic::Note(annotation_id("1")));
    let mut history = History::default();
    history.record(on_topic("a", note, 10));
    history.undone(edit("a"));
    history.redone(edit("not a"));
    history.record(on_topic("b", note, 10));
    assert_eq!(drawn(&history), "a b|");

    history.record(on_topic("c", note, 10));
    assert_eq!(drawn(&history), "a c|");
    history.undone(edit("c"));
    history.record(on_topic("d", note, 10));
    assert_eq!(drawn(&history), "a d|");
}

#[test]
fn joining_cuts_the_undone_branch_too() {
    let note = Some(Topic::Note(annotation_id("1")));
    let mut history = History::default();
    history.record(on_topic("a", note, 10));
    history.record(revision("b"));
    history.record(revision("c"));
    history.undone(edit("c"));
    history.undone(edit("b"));
    let change = history.record(on_topic("d", note, 11));
    assert_eq!(drawn(&history), "d|");
    assert_eq!(change, HistoryChange { written: 0..1, removed: 1..3 });
    assert_eq!(history.to_undo().unwrap().edit, edit("not a"));
}

#[test]
fn a_history_is_restored_as_it_was_kept() {
    let mut history = recorded(&["a", "b", "c"]);
    history.undone(edit("c"));
    let kept = (history.revisions().to_vec(), history.position());
    assert_eq!(History::restore(kept.0, kept.1), history);
    let restored = History::restore(history.revisions().to_vec(), 7);
    assert_eq!(drawn(&restored), "a b c|", "a position past the end is the end");
    assert_eq!(History::restore(Vec::new(), 7), History::default());
}
