//! What is saved is what is loaded.

use crate::support::deed::Deed;
use proptest::prelude::*;
use verbatim::model::annotation::Status;
use verbatim::model::article::Metadata;
use verbatim::model::history::History;
use verbatim::model::id::{ArticleId, LabelId};
use verbatim::model::offset::TextRange;
use verbatim::model::text::BlockIdx;
use verbatim::session::{Command, Plan, Session};
use verbatim::storage::keys::{RecordKey, of_document};

use super::support::arbitrary::{arb_document, range_in};
use super::support::drawn::document;
use super::support::with_id;
use super::{Browser, dispatch};

#[test]
fn one_edit_writes_one_small_record_and_its_revision() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let article = document(&"Ding said we must act now. ".repeat(1000));
    library.put(&article).unwrap();
    let mut session = Session::new(article, History::default());
    let range = TextRange::new(0.into(), 4.into());
    let before = browser.journal.borrow().len();
    assert!(dispatch(&mut library, &mut session, Command::SelectText { range, exactly: false }, 1));
    assert_eq!(browser.journal.borrow().len(), before, "a selection is not kept");
    assert!(dispatch(&mut library, &mut session, Command::PressLabel(LabelId::from("speaker")), 1));
    let journal = browser.journal.borrow();
    assert_eq!(journal.len(), before + 1);
    let writes = &journal[before].writes;
    let kinds: Vec<&str> = writes.iter().map(|(key, _)| key.split('/').nth(4).unwrap()).collect();
    assert_eq!(kinds, ["annotation", "history"]);
    let n_chars: usize =
        writes.iter().map(|(key, value)| key.len() + value.as_ref().unwrap().len()).sum();
    assert!(n_chars < 600, "{n_chars} characters for a mark: {writes:#?}");
    assert!(writes[0].1.as_ref().unwrap().contains("\"quote\":\"Ding\""), "{writes:?}");
}

#[test]
fn a_version_is_another_when_either_tab_has_written_and_only_then() {
    let browser = Browser::default();
    let (mut first, _) = browser.open();
    first.put(&document("One.")).unwrap();
    let (mut second, _) = browser.open();
    let before = first.version();
    assert_eq!(first.version(), before);
    second.put(&with_id(&document("Two."), ArticleId(uuid::Uuid::from_u128(2)))).unwrap();
    let after = first.version();
    assert_ne!(after, before, "the other tab has written");
    first.put(&document("One more.")).unwrap();
    assert_ne!(first.version(), after, "this tab has written");
}

proptest! {
    #[test]
    fn the_keys_of_a_document_are_those_that_it_is_kept_under(document in arb_document()) {
        let (mut library, _) = Browser::default().open();
        library.put(&document).unwrap();
        let mut keys = of_document(&document);
        let mut kept = library.keys_of(document.article().id);
        kept.retain(|key| !matches!(RecordKey::parse(key), Some(RecordKey::Place(_))));
        keys.sort();
        kept.sort();
        prop_assert_eq!(keys, kept);
    }
}

#[test]
fn articles_keep_their_order_their_place_and_which_is_open() {
    let browser = Browser::default();
    let (mut library, findings) = browser.open();
    assert_eq!(findings, Default::default());
    let articles = ["One.", "Two.", "Three."].map(document);
    for (idx, article) in articles.iter().enumerate() {
        let id = ArticleId(uuid::Uuid::from_u128(9 - idx as u128));
        library.put(&with_id(article, id)).unwrap();
    }
    let ids: Vec<_> = library.articles().iter().map(|listed| listed.id).collect();
    library.set_open(ids[1]).unwrap();
    library.set_place(ids[2], BlockIdx(7)).unwrap();
    let (mut library, _) = browser.open();
    assert_eq!(library.articles().iter().map(|listed| listed.id).collect::<Vec<_>>(), ids);
    assert_eq!(library.open_article(), Some(ids[1]));
    assert_eq!((library.place(ids[2]), library.place(ids[0])), (BlockIdx(7), BlockIdx(0)));
    library.remove(ids[1]).unwrap();
    let (library, _) = browser.open();
    assert_eq!(library.articles().len(), 2);
    assert_eq!(library.open_article(), None);
    let gone = ids[1].to_string();
    assert!(
        browser.records().iter().all(|(key, value)| !key.contains(&gone) && !value.contains(&gone))
    );
}

#[test]
fn own_keys_are_kept_as_they_are() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    assert_eq!(library.own_keys(), "");
    let json = r#"{"next":["j"],"of a later version":7}"#;
    library.set_own_keys(json).unwrap();
    let (library, findings) = browser.open();
    assert_eq!(library.own_keys(), json);
    assert_eq!(findings, Default::default());
}

#[test]
fn typing_a_note_is_one_revision_and_survives() {
    let browser = Browser::default();
    let (mut library, _) = browser.open();
    let article = document("Ding spoke.");
    library.put(&article).unwrap();
    let mut session = Session::new(article, History::default());
    let range = TextRange::new(0.into(), 4.into());
    dispatch(&mut library, &mut session, Command::SelectText { range, exactly: false }, 1);
    dispatch(&mut library, &mut session, Command::PressLabel("speaker".into()), 1);
    let id = session.document().annotations().next().unwrap().id;
    for (at, note) in ["w", "wh", "who", "who?"].into_iter().enumerate() {
        dispatch(&mut library, &mut session, Command::SetNote(id, note.into()), 2 + at as u64);
    }
    assert_eq!(session.history().revisions().len(), 2);
    let (mut library, _) = browser.open();
    let loaded = library.load(session.document().article().id).ok().unwrap();
    assert_eq!(loaded.document, *session.document());
    let mut session = Session::new(loaded.document, loaded.history);
    dispatch(&mut library, &mut session, Command::Undo, 9);
    assert_eq!(session.document().annotation(id).unwrap().note, "");
}

/// A wish in a random session.
#[derive(Clone, Debug)]
enum Wish {
    Mark(prop::sample::Index, prop::sample::Index, u8),
    Relabel(prop::sample::Index, u8),
    Note(prop::sample::Index, String),
    Status(prop::sample::Index, u8),
    Delete(prop::sample::Index),
    Link(prop::sample::Index, prop::sample::Index),
    Merge(prop::sample::Index, prop::sample::Index),
    Title(String),
    Undo,
    Redo,
    GoTo(prop::sample::Index),
}

fn arb_wish() -> impl Strategy<Value = Wish> {
    use prop::sample::Index;
    prop_oneof![
        4 => (any::<Index>(), any::<Index>(), 0..3u8).prop_map(|(a, b, l)| Wish::Mark(a, b, l)),
        1 => (any::<Index>(), 0..3u8).prop_map(|(a, l)| Wish::Relabel(a, l)),
        1 => (any::<Index>(), ".{0,5}").prop_map(|(a, note)| Wish::Note(a, note)),
        1 => (any::<Index>(), 0..4u8).prop_map(|(a, s)| Wish::Status(a, s)),
        1 => any::<Index>().prop_map(Wish::Delete),
        1 => ".{0,5}".prop_map(Wish::Title),
        1 => any::<(Index, Index)>().prop_map(|(a, b)| Wish::Link(a, b)),
        1 => any::<(Index, Index)>().prop_map(|(a, b)| Wish::Merge(a, b)),
        1 => any::<Index>().prop_map(Wish::GoTo),
        2 => Just(Wish::Undo),
        1 => Just(Wish::Redo),
    ]
}

/// Turns a wish into what a page does.
fn deeds(session: &Session, wish: Wish) -> Vec<Deed> {
    let document = session.document();
    let scheme = document.scheme();
    let label = |idx: u8| scheme.labels[usize::from(idx) % scheme.labels.len()].id.clone();
    let ids: Vec<_> = document.annotations().map(|annotation| annotation.id).collect();
    let pick = |idx: prop::sample::Index| ids.get(idx.index(ids.len().max(1))).copied();
    let commands = match wish {
        Wish::Mark(a, b, idx) => {
            let range = range_in(&document.article().text, a, b);
            vec![Command::SelectText { range, exactly: true }, Command::PickLabel(label(idx))]
        }
        Wish::Relabel(a, idx) => {
            pick(a).map(|id| Command::Relabel(id, label(idx))).into_iter().collect()
        }
        Wish::Note(a, note) => pick(a).map(|id| Command::SetNote(id, note)).into_iter().collect(),
        Wish::Status(a, idx) => {
            let status = Status::ALL[usize::from(idx)];
            pick(a).map(|id| Command::SetStatus(id, status)).into_iter().collect()
        }
        Wish::Delete(a) => pick(a).map(Command::Delete).into_iter().collect(),
        Wish::Title(title) => {
            let metadata = Metadata { title, ..document.article().metadata.clone() };
            vec![Command::SetMetadata(metadata)]
        }
        Wish::Link(a, b) => match (pick(a), pick(b)) {
            (Some(from), Some(to)) => vec![Command::Link { from, to, relation_type: None }],
            _ => vec![],
        },
        Wish::Merge(a, b) => match (pick(a), pick(b)) {
            (Some(first), Some(second)) => return vec![Plan::Merge(first, second).into()],
            _ => vec![],
        },
        Wish::GoTo(idx) => vec![Command::GoTo(idx.index(session.history().revisions().len() + 1))],
        Wish::Undo => vec![Command::Undo],
        Wish::Redo => vec![Command::Redo],
    };
    commands.into_iter().map(Deed::from).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_session_survives_a_reload_at_any_moment(
        start in arb_document(),
        wishes in prop::collection::vec(arb_wish(), 1..40),
        reload_every in 1..8usize,
    ) {
        let browser = Browser::default();
        let (mut library, _) = browser.open();
        library.adopt(start.scheme(), &Default::default()).unwrap();
        let start = start.with_scheme(library.scheme().clone()).unwrap();
        library.put(&start).unwrap();
        let mut session = Session::new(start.clone(), History::default());
        for (n, wish) in wishes.into_iter().enumerate() {
            for deed in deeds(&session, wish) {
                dispatch(&mut library, &mut session, deed, 10 * n as u64);
            }
            session.document().assert_invariants();
            if n % reload_every == 0 {
                let (reopened, findings) = browser.open();
                prop_assert_eq!(findings, Default::default());
                library = reopened;
                let loaded = library.load(start.article().id).ok().unwrap();
                prop_assert_eq!(&loaded.set_aside, &Vec::<String>::new());
                prop_assert_eq!(&loaded.document, session.document());
                prop_assert_eq!(loaded.history.position(), session.history().position());
                session = Session::new(loaded.document, loaded.history);
            }
        }
        let end = session.document().clone();
        let n_done = session.history().position();
        for _ in 0..n_done {
            dispatch(&mut library, &mut session, Command::Undo, 1_000);
        }
        prop_assert_eq!(session.document(), &start, "undo reaches back to the start");
        for _ in 0..n_done {
            dispatch(&mut library, &mut session, Command::Redo, 1_000);
        }
        prop_assert_eq!(session.document(), &end, "redo reaches the end again");
    }
}
