//! Articles on their way in and out of the library.

use verbatim::model::document::Document;
use verbatim::model::extra::Extra;
use verbatim::model::history::History;
use verbatim::model::id::{ArticleId, LabelId};
use verbatim::model::offset::TextRange;
use verbatim::model::scheme::Scheme;
use verbatim::session::{Command, Session};
use verbatim::storage::arrivals::{Fate, records_of};
use verbatim::storage::library::Library;
use verbatim::storage::store::{MemoryStore, Store as _};

use super::support::drawn::document;
use super::support::with_id;
use super::{Browser, dispatch};

fn marked(document: Document, words: u32) -> Document {
    let mut session = Session::new(document, History::default());
    let range = TextRange::new(0.into(), words.into());
    session.dispatch(Command::SelectText { range, exactly: false }, Default::default());
    session.dispatch(Command::PressLabel(LabelId::from("speaker")), Default::default());
    assert_eq!(session.document().n_annotations(), 1);
    session.document().clone()
}

fn records(document: &Document) -> Vec<(String, String)> {
    records_of(None, std::slice::from_ref(document), &Extra::default())
}

fn take_in(library: &mut Library, document: &Document) -> (ArticleId, Fate) {
    let taken = library.take_in(&records(document));
    assert_eq!(taken.not_saved, None);
    let [arrival] = &taken.arrivals[..] else { panic!("{taken:?}") };
    assert_eq!(arrival.title, document.article().metadata.title);
    (arrival.id, arrival.fate)
}

#[test]
fn what_comes_in_is_what_was_given_out() {
    let (here, there) = (Browser::default(), Browser::default());
    let (mut library, _) = here.open();
    let article = marked(document("Ding said we must act."), 4);
    let id = article.article().id;
    assert_eq!(take_in(&mut library, &article), (id, Fate::Added));
    assert_eq!(library.articles()[0].n_annotations, 1);
    let (mut other, _) = there.open();
    let taken = other.take_in(&library.give_out(&[id], false));
    assert_eq!(taken.arrivals.len(), 1);
    assert_eq!(other.load(id).ok().map(|loaded| loaded.document), Some(article));
    let content = |browser: &Browser| {
        browser
            .records()
            .into_iter()
            .filter(|(key, _)| key.contains("/article/"))
            .collect::<Vec<_>>()
    };
    assert_eq!(content(&here), content(&there));
}

#[test]
fn the_same_content_is_not_added_again() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let article = marked(document("Ding said we must act."), 4);
    let id = article.article().id;
    library.put(&article).unwrap();
    library.set_place(id, verbatim::model::text::BlockIdx(0)).unwrap();
    let before = browser.records();
    assert_eq!(take_in(&mut library, &article), (id, Fate::Same));
    assert_eq!(browser.records(), before);
}

#[test]
fn other_content_is_put_beside_what_is_here() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let plain = document("Ding said we must act.");
    let id = plain.article().id;
    let (short, long) = (marked(plain.clone(), 4), marked(plain, 9));
    library.put(&short).unwrap();
    let (beside, fate) = take_in(&mut library, &long);
    assert_eq!((fate, beside == id), (Fate::Beside, false));
    let (mut library, _) = browser.open();
    assert_eq!(library.articles().len(), 2);
    assert_eq!(library.load(id).ok().map(|loaded| loaded.document), Some(short));
    let found = library.load(beside).ok().map(|loaded| loaded.document);
    assert_eq!(found, Some(with_id(&long, beside)));
}

#[test]
fn untouched_text_is_replaced_and_worked_on_text_is_not() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let plain = document("Ding said we must act.");
    let id = plain.article().id;
    library.put(&plain).unwrap();
    let mut session = Session::new(plain.clone(), History::default());
    let example = marked(plain, 4);
    assert_eq!(take_in(&mut library, &example), (id, Fate::Added));
    assert_eq!(library.articles().len(), 1);
    assert_eq!(library.articles()[0].n_annotations, 1);

    // Marked and taken back: nothing is there, but somebody was.
    library.put(session.document()).unwrap();
    let range = TextRange::new(0.into(), 4.into());
    dispatch(&mut library, &mut session, Command::SelectText { range, exactly: false }, 1);
    dispatch(&mut library, &mut session, Command::PressLabel(LabelId::from("speaker")), 1);
    dispatch(&mut library, &mut session, Command::Undo, 2);
    assert_eq!(take_in(&mut library, &example).1, Fate::Beside);
    assert_eq!(library.articles().len(), 2);
}

#[test]
fn labels_that_are_lacking_come_along() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let mut scheme = Scheme::default();
    scheme.labels[0].name = "Other name".into();
    scheme.labels[1].id = "ask".into();
    scheme.labels[1].name = "Ask".into();
    let article = document("Ding said we must act.");
    let extra = Extra::from([("team".to_owned(), "red".into())]);
    let taken = library.take_in(&records_of(Some(&scheme), &[article], &extra));
    assert_eq!(taken.new_labels, ["Ask"]);
    assert_eq!(library.extra(), &extra);
    let (library, _) = browser.open();
    let names: Vec<&str> = library.scheme().labels.iter().map(|label| &*label.name).collect();
    assert_eq!(names, ["Speaker", "Proposal", "Location", "Ask"]);
}

#[test]
fn full_storage_is_told_and_loses_nothing() {
    let browser = Browser { store: MemoryStore::with_limit(300).into(), ..Browser::default() };
    let (mut library, _) = browser.open();
    let article = marked(document(&"Ding said we must act. ".repeat(30)), 4);
    let taken = library.take_in(&records(&article));
    assert!(taken.not_saved.is_some());
    let id = taken.arrivals[0].id;
    assert_eq!(library.load(id).ok().map(|loaded| loaded.document), Some(article));
}

#[test]
fn what_was_moved_aside_is_given_out_under_its_old_key() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let article = marked(document("Ding said we must act."), 4);
    let id = article.article().id;
    library.put(&article).unwrap();
    let key =
        browser.records().into_iter().find(|(key, _)| key.contains("/annotation/")).unwrap().0;
    browser.store.set(&key, "{").unwrap();
    let (mut library, _) = browser.open();
    assert_eq!(library.load(id).ok().unwrap().set_aside.len(), 1);
    let records = library.give_out_aside(std::slice::from_ref(&key));
    assert!(records.contains(&(key, "{".to_owned())), "{records:?}");
    let text = format!("verbatim/1/article/{id}/text");
    assert!(records.iter().any(|(key, _)| *key == text), "{records:?}");
}

#[test]
fn records_in_any_order_are_told_apart_by_article() {
    let (first, second) = (document("Ding said we must act."), document("Zoe spoke."));
    let ids = [7, 8].map(|id| ArticleId(uuid::Uuid::from_u128(id)));
    let documents = [with_id(&marked(first, 4), ids[0]), with_id(&marked(second, 3), ids[1])];
    let mut records = records_of(None, &documents, &Extra::default());
    // By what each is, not by where it belongs.
    records.sort_by_key(|(key, _)| key.rsplit('/').next().unwrap().to_owned());
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let taken = library.take_in(&records);
    assert_eq!(taken.arrivals.iter().map(|arrival| arrival.id).collect::<Vec<_>>(), ids);
    let found = ids.map(|id| library.load(id).ok().unwrap().document);
    assert_eq!(found, documents);
}
