//! What the worker does with its tasks.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod commands;
mod guidelines;
mod library_change;
mod library_change_properties;
mod scheme_sheet;
mod sheets;
mod shelf;
#[path = "../support/mod.rs"]
mod support;

use proptest::prelude::*;
use serde_json::Value;
use verbatim::model::document::Document;
use verbatim::model::id::AnnotationId;
use verbatim::model::offset::TextRange;
use verbatim::storage::arrivals::TakenIn;
use verbatim::storage::library::Library;
use verbatim::storage::records::Records;
use verbatim::storage::store::MemoryStore;
use verbatim::work::serve::{read, serve};
use verbatim::work::{Kept, Parcel, Reply, Request, Step, Steps, Task, bundled, join, part};

fn library() -> Library {
    let records = Records::open(Box::new(MemoryStore::default()), Vec::new());
    Library::open(records, Box::new(|_| {}), || 0).0
}

/// What a file became.
type Read = Result<(Kept, Vec<String>), String>;

fn taken_in(library: &mut Library, read: Read) -> (TakenIn, Vec<Document>) {
    let (records, warnings) = read.unwrap();
    assert_eq!(warnings, Vec::<String>::new());
    let taken = library.take_in(&records);
    let load = |id| library.load(id).ok().map(|loaded| loaded.document);
    let documents = taken.arrivals.iter().map(|arrival| arrival.id).filter_map(load).collect();
    (taken, documents)
}

/// What a sheet answers to an act, with these fields and records.
fn act(sheet: &str, act: &str, form: &[(&str, &str)], records: Kept) -> Steps {
    let form = form.iter().map(|&(name, value)| (name.into(), value.into())).collect();
    let (sheet, act) = (sheet.into(), act.into());
    let request = Request { sheet, act, form, records, is_styled: true, ..Request::default() };
    match serve(Task::Sheet(request)) {
        Reply::Steps(steps) => steps,
        other => panic!("{other:?}"),
    }
}

fn export(records: Kept, format: &str) -> Steps {
    act("export", "download", &[("format", format)], records)
}

#[test]
fn the_example_is_the_bundled_article_marked_up() {
    let mut library = library();
    let (taken, documents) = taken_in(&mut library, read("example.json", bundled::EXAMPLE));
    assert_eq!(taken.new_labels, Vec::<String>::new());
    let [example] = &documents[..] else { panic!("{documents:?}") };
    assert_eq!(*example.article(), bundled::article().unwrap());
    assert_eq!(example.n_annotations(), bundled::N_EXAMPLE_ANNOTATIONS);
}

#[test]
fn text_becomes_an_article_named_after_its_file() {
    let mut library = library();
    let (_, documents) =
        taken_in(&mut library, read("two.parts.txt", "Ding spoke.\r\n".as_bytes()));
    assert_eq!(documents[0].article().metadata.title, "two.parts");
    assert_eq!(documents[0].article().text.as_str(), "Ding spoke.\n");
    let pasted = "date 2024-11-21 The title\nDing spoke.";
    let (_, documents) = taken_in(&mut library, read("", pasted.as_bytes()));
    assert_eq!(documents[0].article().metadata.title, "The title");
    assert_eq!(documents[0].article().text.as_str(), pasted);
}

#[test]
fn what_was_written_is_read_back_the_same() {
    let mut here = library();
    let (taken, documents) = taken_in(&mut here, read("example.json", bundled::EXAMPLE));
    let id = taken.arrivals[0].id;
    let Steps { steps, bytes, .. } = export(here.give_out(&[id], false), "verbatim-json");
    let name = "Wuzhen-summit-asks-how-AI-can-serve-people.json".to_owned();
    let said = Step::Tell(format!("Exported {name}"));
    let media_type = "application/json".into();
    assert_eq!(steps, [Step::Download { name, media_type }, Step::Close, said]);
    assert_eq!(bytes, bundled::EXAMPLE, "the bundled file is what would be written");
    let (_, back) = taken_in(&mut library(), read("back.json", &bytes));
    assert_eq!(back, documents);
}

#[test]
fn what_can_not_be_read_is_told_and_the_rest_is_written() {
    let mut here = library();
    let (taken, _) = taken_in(&mut here, read("example.json", bundled::EXAMPLE));
    let id = taken.arrivals[0].id;
    let mut records = here.give_out(&[id], false);
    let broken = records.iter_mut().find(|(key, _)| key.contains("/annotation/")).unwrap();
    broken.1 = "{".into();
    let key = broken.0.clone();
    let Steps { steps, bytes, .. } = export(records, "verbatim-json");
    let [Step::Download { .. }, Step::Draw { html, .. }, Step::Tell(_)] = &steps[..] else {
        panic!("{steps:?}");
    };
    // Its relations go with it.
    assert!(html.contains(&key), "{html}");
    let file: Value = serde_json::from_slice(&bytes).unwrap();
    let n = file["articles"][0]["annotations"].as_array().map(Vec::len);
    assert_eq!(n, Some(bundled::N_EXAMPLE_ANNOTATIONS - 1));
}

#[test]
fn what_is_wrong_with_records_set_aside_is_explained() {
    let mut here = library();
    let (taken, _) = taken_in(&mut here, read("example.json", bundled::EXAMPLE));
    let mut records = here.give_out(&[taken.arrivals[0].id], false);
    let broken = |(key, _): &&mut (String, String)| key.contains("/annotation/");
    let broken: Vec<&mut (String, String)> = records.iter_mut().filter(broken).take(2).collect();
    let mut keys = Vec::new();
    for (record, value) in broken.into_iter().zip(["{", r#"{"fragments": 7}"#]) {
        record.1 = value.into();
        keys.push(record.0.clone());
    }
    let Steps { steps, .. } = act("report", "", &[], records);
    let [Step::Draw { html, .. }] = &steps[..] else { panic!("{steps:?}") };
    let said = |key: &str| html.split("<li>").find(|said| said.starts_with(key));
    assert!(said(&keys[0]).unwrap().contains("it is not the JSON it should be"), "{html}");
    assert!(said(&keys[1]).unwrap().contains("its fragments can’t be “7”"), "{html}");
}

#[test]
fn what_can_not_be_done_is_said_in_a_sentence() {
    let empty = r#"{"format": "verbatim", "version": "1.0", "offset_unit": "codepoint",
        "scheme": {"labels": [], "relation_types": []}, "articles": []}"#;
    for (reply, sentence) in [
        (read("a.txt", b""), "“a.txt” is empty. Nothing was imported."),
        (
            read("", b"  "),
            "The pasted text can’t be an article: it has no text: 2 bytes, nothing but white space.",
        ),
        (read("e.json", empty.as_bytes()), "e.json has no article that could be imported."),
    ] {
        assert_eq!(reply.unwrap_err(), sentence);
    }
    let refuse = |why: &str| vec![Step::Refuse(why.into())];
    assert_eq!(export(Kept::new(), "floppy").steps, refuse("There is no format “floppy”."));
    assert_eq!(act("tea", "", &[], Kept::new()).steps, refuse("There is no sheet “tea”."));
}

#[test]
fn a_parcel_of_nothing_is_no_task_and_no_reply() {
    let words = |words: &[&str]| Parcel {
        words: words.iter().map(|&word| word.into()).collect(),
        ..Parcel::default()
    };
    for parcel in [words(&[]), words(&["tea"]), words(&["read"]), words(&["sheet"])] {
        assert_eq!(Task::unpack(parcel.clone()), None, "{parcel:?}");
    }
    for parcel in [words(&[]), words(&["tea"]), words(&["refused"])] {
        assert_eq!(Reply::unpack(parcel.clone()), None, "{parcel:?}");
    }
}

#[test]
fn a_sentence_is_found_from_where_the_cursor_is() {
    for (at, forwards, ends) in [
        (0, true, &["5", "10"][..]),
        (7, false, &["5", "10"]),
        (5, false, &["0", "5"]),
        (7, true, &[]),
        (0, false, &[]),
    ] {
        let task = Task::Sentence { text: "One. Two. ".into(), at, forwards };
        let ends = ends.iter().map(|&end| end.to_owned()).collect();
        assert_eq!(serve(task), Reply::Found(ends), "from {at}");
    }
}

/// One step of each kind.
fn steps(words: &str) -> Vec<Step> {
    let words = || words.to_owned();
    vec![
        Step::Style(words()),
        Step::Draw { title: words(), html: words(), is_docked: words().is_empty() },
        Step::Put { id: words(), html: words() },
        Step::Close,
        Step::Tell(words()),
        Step::Refuse(words()),
        Step::Change { revision: words() },
        Step::Focus(AnnotationId::random()),
        Step::Show(TextRange::up_to(7.into())),
        Step::GoTo(words().len()),
        Step::Download { name: words(), media_type: words() },
        Step::Open(bundled::ID),
        Step::Keys(words()),
        Step::Write,
        Step::Delete(bundled::ID),
    ]
}

proptest! {
    #[test]
    fn joined_texts_are_parted_where_they_were_joined(texts in any::<Vec<String>>()) {
        let [lengths, joined] = join(&texts);
        prop_assert_eq!(part(&lengths, &joined), texts);
    }

    #[test]
    fn what_was_not_joined_is_parted_without_a_panic(lengths in "[0-9 x]{0,20}", joined in any::<String>()) {
        let texts = part(&lengths, &joined);
        prop_assert!(joined.starts_with(&texts.concat()));
    }

    #[test]
    fn tasks_and_replies_arrive_as_they_were_sent(
        name in any::<String>(),
        records in any::<Kept>(),
        bytes in any::<Vec<u8>>(),
        texts in any::<Vec<String>>(),
    ) {
        for task in [
            Task::Sheet(Request {
                sheet: name.clone(),
                act: name.clone(),
                now_millis: bytes.len() as u64,
                is_styled: bytes.is_empty(),
                article: (!bytes.is_empty()).then_some(bundled::ID),
                focus: None,
                selection: (!bytes.is_empty()).then(|| TextRange::up_to(7.into())),
                form: records.clone(),
                records: records.clone(),
                file: bytes.clone(),
            }),
            Task::Sentence { text: name.clone(), at: bytes.len() as u32, forwards: true },
        ] {
            prop_assert_eq!(Task::unpack(task.clone().pack()), Some(task));
        }
        for reply in [
            Reply::Found(bytes.iter().map(u8::to_string).collect()),
            Reply::Steps(Steps { steps: steps(&name), texts, bytes, goes_on: false }),
            Reply::Steps(Steps { steps: steps(&name), goes_on: true, ..Steps::default() }),
            Reply::Refused(name),
        ] {
            prop_assert_eq!(Reply::unpack(reply.clone().pack()), Some(reply));
        }
    }
}
