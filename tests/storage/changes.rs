//! Changes of the whole library: written at once, kept with the way back.

use proptest::prelude::*;
use verbatim::model::edit::Edit;
use verbatim::model::history::{History, Revision};
use verbatim::model::id::ChangeId;
use verbatim::model::scheme::Scheme;
use verbatim::model::timestamp::Timestamp;
use verbatim::session::{Command, Session};
use verbatim::storage::change::{RecordChange, from_texts, to_texts};
use verbatim::storage::keys::{self, RecordKey};
use verbatim::storage::record::{
    ChangeRecord, annotation_to_json, change_from_json, change_to_json, scheme_to_json,
};

use super::support::arbitrary::{arb_document, arb_string};
use super::support::drawn::document;
use super::{Browser, dispatch};

fn renamed() -> String {
    let mut scheme = Scheme::default();
    scheme.labels[0].name = "Person".into();
    scheme_to_json(&scheme)
}

fn change(key: &str, before: Option<&str>, after: Option<&str>) -> RecordChange {
    RecordChange {
        key: key.into(),
        before: before.map(String::from),
        after: after.map(String::from),
    }
}

#[test]
fn all_records_are_one_entry_of_the_journal() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    library.put(&document("Ding spoke.")).unwrap();
    let n_entries = browser.journal.borrow().len();
    let change_key = RecordKey::Change(ChangeId::random()).to_string();
    let changes =
        vec![change(keys::SCHEME, None, Some(&renamed())), change(&change_key, None, Some("{}"))];
    assert_eq!(library.write_all(changes.clone()), Some(Ok(())));
    assert_eq!(browser.journal.borrow().len(), n_entries + 1);
    assert_eq!(library.scheme().labels[0].name, "Person");
    // Computed from what is not so any more.
    let records = browser.records();
    assert_eq!(library.write_all(changes), None);
    assert_eq!(browser.records(), records);
    let given: Vec<String> = library.give_out_all().into_iter().map(|(key, _)| key).collect();
    let kept: Vec<String> = records.into_iter().map(|(key, _)| key).collect();
    assert_eq!(given, kept);
    assert!(given.contains(&change_key));
}

#[test]
fn a_change_of_the_library_stands_in_the_history_after_a_reload() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let article = document("Ding spoke.");
    library.put(&article).unwrap();
    let id = ChangeId::random();
    let mut history = History::default();
    let (summary, at) = ("Renamed Speaker to Person".to_owned(), Timestamp::default());
    let change = history.record(Revision { summary, at, edit: Edit::Library(id), topic: None });
    library.save(&article, &history, &Default::default(), &change).unwrap();
    let (mut library, _) = browser.open();
    let loaded = library.load(article.article().id).ok().unwrap();
    assert_eq!(loaded.history, history);
    let mut session = Session::new(loaded.document, loaded.history);
    assert_eq!(session.library_change_towards(0), Some(id));
    let before = browser.records();
    dispatch(&mut library, &mut session, Command::Undo, 1);
    assert_eq!(browser.records(), before, "no session takes it back");
}

#[test]
fn keys_of_changes_are_read() {
    let id = ChangeId::random();
    let key = RecordKey::Change(id);
    assert_eq!(RecordKey::parse(&key.to_string()), Some(key));
    assert_eq!(key.article(), None);
    assert_eq!(RecordKey::parse("verbatim/1/change/1"), None);
    assert_eq!(RecordKey::parse(&format!("{key}/x")), None);
}

#[test]
fn of_a_record_that_changed_only_what_differs_is_kept() {
    let before = r#"{"a":1,"label":"location","note":"é \"x\"","z":null}"#;
    let after = r#"{"a":1,"label":"speaker","note":"é \"x\""}"#;
    let record = |before: Option<&str>, after: Option<&str>| ChangeRecord {
        summary: "Merged".into(),
        at: Timestamp::default(),
        changes: vec![change("k", before, after)],
    };
    let json = change_to_json(&record(Some(before), Some(after)));
    assert!(json.contains(r#""patch":{"label":"speaker","z":null}"#), "{json}");
    // What no patch could lead to, and what is not as it would be written.
    let odd = [before, after, r#"{"a":null}"#, r#"{ "a": 1}"#, "[1]", "not JSON", "\"\""];
    for before in odd.map(Some).into_iter().chain([None]) {
        for after in odd.map(Some).into_iter().chain([None]) {
            let record = record(before, after);
            assert_eq!(change_from_json(&change_to_json(&record)), Ok(record));
        }
    }
    for bad in
        ["", "{}", r#"{"what":"","at":"1970-01-01T00:00:00Z","records":[{"key":"k","patch":1}]}"#]
    {
        assert!(change_from_json(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn changes_are_read_as_they_were_written(document in arb_document(), label in arb_string()) {
        let text = &document.article().text;
        let changes = document.annotations().map(|annotation| {
            let before = annotation_to_json(annotation, text);
            let mut merged = (**annotation).clone();
            merged.label = label.as_str().into();
            let after = (merged.note.len() % 2 == 0).then(|| annotation_to_json(&merged, text));
            RecordChange { key: annotation.id.to_string(), before: Some(before), after }
        });
        let changes: Vec<RecordChange> = changes.collect();
        prop_assert_eq!(&from_texts(to_texts(changes.clone())), &changes);
        let record = ChangeRecord { summary: label, at: Timestamp::default(), changes };
        prop_assert_eq!(change_from_json(&change_to_json(&record)), Ok(record));
    }
}
