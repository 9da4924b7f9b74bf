//! What the worker does with its tasks.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use proptest::prelude::*;
use serde_json::Value;
use verbatim::model::document::Document;
use verbatim::model::id::ArticleId;
use verbatim::storage::arrivals::TakenIn;
use verbatim::storage::library::Library;
use verbatim::storage::records::Records;
use verbatim::storage::store::MemoryStore;
use verbatim::work::serve::serve;
use verbatim::work::{Kept, Parcel, Reply, Task, bundled};

fn library() -> Library {
    let records = Records::open(Box::new(MemoryStore::default()), Vec::new());
    Library::open(records, Box::new(|_| {}), || 0).0
}

fn read(name: &str, bytes: &[u8]) -> Reply {
    serve(Task::Read { name: name.into(), bytes: bytes.into() })
}

fn records_of(reply: Reply) -> Kept {
    match reply {
        Reply::Read { records, warnings } => {
            assert_eq!(warnings, Vec::<String>::new());
            records
        }
        other => panic!("{other:?}"),
    }
}

fn taken_in(library: &mut Library, reply: Reply) -> (TakenIn, Vec<Document>) {
    let taken = library.take_in(&records_of(reply));
    let load = |id| library.load(id).ok().map(|loaded| loaded.document);
    let documents = taken.arrivals.iter().map(|arrival| arrival.id).filter_map(load).collect();
    (taken, documents)
}

fn refused(reply: Reply) -> String {
    match reply {
        Reply::Refused(why) => why,
        other => panic!("{other:?}"),
    }
}

fn write(library: &Library, format: &str, ids: &[ArticleId]) -> Task {
    Task::Write {
        format: format.into(),
        articles: ids.iter().map(ToString::to_string).collect(),
        records: library.give_out(ids),
    }
}

#[test]
fn the_example_is_the_bundled_article_marked_up() {
    let mut library = library();
    let (taken, documents) = taken_in(&mut library, serve(Task::Example));
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
    let (taken, documents) = taken_in(&mut here, serve(Task::Example));
    let id = taken.arrivals[0].id;
    let Reply::Written { bytes, warnings } = serve(write(&here, "verbatim-json", &[id])) else {
        panic!("not written");
    };
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(bytes, bundled::EXAMPLE, "the bundled file is what would be written");
    let (_, back) = taken_in(&mut library(), read("back.json", &bytes));
    assert_eq!(back, documents);
}

#[test]
fn what_can_not_be_read_is_told_and_the_rest_is_written() {
    let mut here = library();
    let (taken, _) = taken_in(&mut here, serve(Task::Example));
    let id = taken.arrivals[0].id;
    let Task::Write { format, articles, mut records } = write(&here, "verbatim-json", &[id]) else {
        panic!("another task");
    };
    let broken = records.iter_mut().find(|(key, _)| key.contains("/annotation/")).unwrap();
    broken.1 = "{".into();
    let key = broken.0.clone();
    let reply = serve(Task::Write { format, articles, records });
    let Reply::Written { bytes, warnings } = reply else { panic!("{reply:?}") };
    // Its relations go with it.
    assert!(warnings[0].starts_with(&key), "{warnings:?}");
    let file: Value = serde_json::from_slice(&bytes).unwrap();
    let n = file["articles"][0]["annotations"].as_array().map(Vec::len);
    assert_eq!(n, Some(bundled::N_EXAMPLE_ANNOTATIONS - 1));
}

#[test]
fn what_is_wrong_with_records_set_aside_is_explained() {
    let mut here = library();
    let (taken, _) = taken_in(&mut here, serve(Task::Example));
    let mut records = here.give_out(&[taken.arrivals[0].id]);
    let broken = |(key, _): &&mut (String, String)| key.contains("/annotation/");
    let broken: Vec<&mut (String, String)> = records.iter_mut().filter(broken).take(2).collect();
    let mut keys = Vec::new();
    for (record, value) in broken.into_iter().zip(["{", r#"{"fragments": 7}"#]) {
        record.1 = value.into();
        keys.push(record.0.clone());
    }
    let Reply::Read { warnings, .. } = serve(Task::Explain { records }) else {
        panic!("not explained");
    };
    let said = |key: &str| warnings.iter().find(|said| said.starts_with(key)).cloned();
    assert!(said(&keys[0]).unwrap().contains("it is not the JSON it should be"), "{warnings:?}");
    assert!(said(&keys[1]).unwrap().contains("its fragments can’t be “7”"), "{warnings:?}");
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
        (serve(write(&library(), "floppy", &[])), "There is no format “floppy”."),
    ] {
        assert_eq!(refused(reply), sentence);
    }
}

#[test]
fn a_parcel_of_nothing_is_no_task_and_no_reply() {
    let words = |words: &[&str]| Parcel {
        words: words.iter().map(|&word| word.into()).collect(),
        ..Parcel::default()
    };
    for parcel in [words(&[]), words(&["tea"]), words(&["read"]), words(&["write"])] {
        assert_eq!(Task::unpack(parcel.clone()), None, "{parcel:?}");
    }
    for parcel in [words(&[]), words(&["tea"]), words(&["refused"])] {
        assert_eq!(Reply::unpack(parcel.clone()), None, "{parcel:?}");
    }
}

proptest! {
    #[test]
    fn tasks_and_replies_arrive_as_they_were_sent(
        name in any::<String>(),
        list in any::<Vec<String>>(),
        records in any::<Kept>(),
        bytes in any::<Vec<u8>>(),
    ) {
        for task in [
            Task::Read { name: name.clone(), bytes: bytes.clone() },
            Task::Write { format: name.clone(), articles: list.clone(), records: records.clone() },
            Task::Example,
            Task::Explain { records: records.clone() },
        ] {
            prop_assert_eq!(Task::unpack(task.clone().pack()), Some(task));
        }
        for reply in [
            Reply::Read { records, warnings: list.clone() },
            Reply::Written { bytes, warnings: list },
            Reply::Refused(name),
        ] {
            prop_assert_eq!(Reply::unpack(reply.clone().pack()), Some(reply));
        }
    }
}
