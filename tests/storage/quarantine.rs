//! Records that can't be read are moved aside, and all others live.

use verbatim::model::history::History;
use verbatim::model::offset::TextRange;
use verbatim::session::{Command, Session};
use verbatim::storage::store::Store;

use super::support::drawn::{document, draw};
use super::{Browser, dispatch};

const DRAWING: &str = "
    |We must act, she said.
     ^^^^^^^^^^^ 1 proposal
                  ^^^ 2 speaker
    = r said_by 1 -> 2
";

fn key_with(browser: &Browser, part: &str) -> String {
    let records = browser.records();
    records.iter().find(|(key, _)| key.contains(part)).expect("such a record").0.clone()
}

#[test]
fn each_bad_record_goes_alone() {
    let cases = [
        ("/annotation/", "not json", "it is not the JSON it should be"),
        ("/annotation/", "[]", "[] is not an object"),
        ("/annotation/", "{}", "its fragments can’t be “null”"),
        (
            "/annotation/",
            r#"{"label":"speaker","created":"1970-01-01T00:00:00Z","fragments":[{"start":0,"end":2,"quote":"He"}]}"#,
            "it says “He”, but the text at 0–2 is “We”",
        ),
        (
            "/annotation/",
            r#"{"label":"speaker","created":"1970-01-01T00:00:00Z","fragments":[{"start":0,"end":900,"quote":"We"}]}"#,
            "does not lie on characters of the text",
        ),
        (
            "/annotation/",
            r#"{"label":"speaker","created":"now","fragments":[{"start":0,"end":2,"quote":"We"}]}"#,
            "its created can’t be “now”",
        ),
        ("/relation/", r#"{"type":"said_by","from":"x"}"#, "its from can’t be “x”"),
        (
            "/relation/",
            r#"{"type":"said_by","from":"79c94b66-a91b-45a2-9f9a-459e455a6647"}"#,
            "its to can’t be “null”",
        ),
    ];
    for (part, value, said) in cases {
        let browser = Browser::default();
        let (mut library, _) = browser.open();
        let article = draw(DRAWING);
        library.put(&article).unwrap();
        let key = key_with(&browser, part);
        browser.store.set(&key, value).unwrap();
        let (mut library, _) = browser.open();
        let Ok(loaded) = library.load(article.article().id) else { panic!("the article lives") };
        assert!(loaded.set_aside[0].contains(said), "{value}: {:?}", loaded.set_aside);
        assert_eq!(browser.store.get(&key).unwrap(), None);
        let aside = key.replace("verbatim/1/", "verbatim/1/quarantine/");
        assert_eq!(browser.store.get(&aside).unwrap().as_deref(), Some(value));
        assert!(library.quarantine().contains(&(aside, value.to_owned())));
        loaded.document.assert_invariants();
        let n_left = if part == "/annotation/" { 1 } else { 2 };
        assert_eq!(loaded.document.n_annotations(), n_left, "{value}");
        // Once is enough: the next start has nothing to say.
        let (mut library, _) = browser.open();
        assert_eq!(
            library.load(article.article().id).ok().unwrap().set_aside,
            Vec::<String>::new()
        );
    }
}

#[test]
fn an_article_without_its_text_is_kept_whole_aside() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let article = draw(DRAWING);
    library.put(&article).unwrap();
    let n_records = browser.records().len();
    browser.store.set(&key_with(&browser, "/text"), "{").unwrap();
    let (mut library, _) = browser.open();
    assert_eq!(library.articles().len(), 1);
    let lost = library.load(article.article().id).err().expect("it can't be opened");
    assert_eq!(lost.len(), 5, "article, text, two annotations, a relation: {lost:?}");
    assert_eq!(library.articles(), []);
    assert_eq!(browser.records().len(), n_records, "nothing is gone");
}

#[test]
fn a_lost_scheme_takes_no_annotation_with_it() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let mut scheme = library.scheme().as_ref().clone();
    scheme.labels[0].id = "cue".into();
    scheme.labels[0].name = "Cue".into();
    assert_eq!(library.adopt(&scheme, &Default::default()), Ok(vec!["Cue".to_owned()]));
    let article = document("Ding said so.").with_scheme(library.scheme().clone()).unwrap();
    library.put(&article).unwrap();
    let mut session = Session::new(article, History::default());
    let range = TextRange::new(5.into(), 9.into());
    dispatch(&mut library, &mut session, Command::SelectText { range, exactly: false }, 1);
    dispatch(&mut library, &mut session, Command::PressLabel("cue".into()), 1);
    assert_eq!(session.document().n_annotations(), 1);
    browser.store.set("verbatim/1/scheme", "?").unwrap();
    let (mut library, findings) = browser.open();
    assert_eq!(findings.set_aside.len(), 1, "{findings:?}");
    let loaded = library.load(session.document().article().id).ok().unwrap();
    assert_eq!(loaded.document.n_annotations(), 1);
    assert_eq!(library.scheme().label_name(&"cue".into()), "cue");
}

#[test]
fn a_gap_in_the_history_costs_what_is_before_it() {
    // Which revision is lost, and how many can still be taken back.
    for (lost, n_left) in [(0, 3), (1, 2), (2, 1), (3, 0)] {
        let browser = Browser::default();
        let (mut library, _) = browser.open();
        let article = document("one two three four");
        library.put(&article).unwrap();
        let id = article.article().id;
        let mut session = Session::new(article, History::default());
        for (start, end) in [(0, 3), (4, 7), (8, 13), (14, 18)] {
            let range = TextRange::new(start.into(), end.into());
            let select = Command::SelectText { range, exactly: false };
            dispatch(&mut library, &mut session, select, 1);
            dispatch(&mut library, &mut session, Command::PressLabel("speaker".into()), 1);
        }
        let key = key_with(&browser, &format!("/history/{lost:08}"));
        browser.store.set(&key, "{}").unwrap();
        let (mut library, _) = browser.open();
        let Ok(loaded) = library.load(id) else { panic!("the article lives") };
        assert_eq!(loaded.set_aside.len(), 1, "{:?}", loaded.set_aside);
        assert_eq!(loaded.document.n_annotations(), 4);
        assert_eq!(loaded.history.revisions().len(), n_left, "{lost} is lost");
        assert_eq!(loaded.history.position(), n_left, "{lost} is lost");
        let mut session = Session::new(loaded.document, loaded.history);
        for _ in 0..n_left {
            dispatch(&mut library, &mut session, Command::Undo, 2);
        }
        assert_eq!(session.document().n_annotations(), 4 - n_left);
        let (mut library, _) = browser.open();
        let Ok(again) = library.load(id) else { panic!("the article lives") };
        assert_eq!(again.set_aside, Vec::<String>::new());
        assert_eq!(again.document, *session.document());
        assert_eq!((again.history.revisions().len(), again.history.position()), (n_left, 0));
    }
}

#[test]
fn a_newer_layout_is_left_untouched_and_said() {
    let browser = Browser::default();
    browser.store.set("verbatim/3/library", "?").unwrap();
    browser.store.set("verbatim/probe", "1").unwrap();
    let (mut library, findings) = browser.open();
    assert_eq!(findings.newer_version, Some(3));
    library.put(&document("Work goes on.")).unwrap();
    assert_eq!(browser.store.get("verbatim/3/library").unwrap().as_deref(), Some("?"));
}

#[test]
fn own_keys_that_cannot_be_read_are_moved_aside() {
    let browser = Browser::default();
    browser.store.set("verbatim/1/keys", "[\"j\"]").unwrap();
    let (mut library, findings) = browser.open();
    assert_eq!(findings.set_aside, ["verbatim/1/keys: [\"j\"] is not an object"]);
    assert_eq!(library.own_keys(), "");
    let aside = ("verbatim/1/quarantine/keys".to_owned(), "[\"j\"]".to_owned());
    library.set_own_keys("{}").unwrap();
    assert_eq!(library.quarantine(), [aside]);
    assert_eq!(browser.open().1, Default::default());
}
