//! PubAnnotation JSON.

use verbatim::format::pubannotation::PubAnnotation;
use verbatim::format::{InFile, OffsetUnit, Options, OutFile, ReadOptions, codec_of, read};

use crate::stage::{held_against_everything, written};

held_against_everything!(PubAnnotation);

/// bconv and the server take one object, and no list.
#[test]
fn a_file_is_one_object_and_a_list_of_them_is_read_too() {
    let corpus = crate::support::corpus::corpus();
    let files = written(&PubAnnotation, &corpus, &Options::default()).files;
    assert_eq!(files.len(), corpus.documents.len());
    let objects: Vec<&str> =
        files.iter().map(|file| str::from_utf8(&file.bytes).unwrap()).collect();
    assert!(objects.iter().all(|object| object.starts_with("{\"sourceid\":")));
    let list =
        OutFile { name: "all.json".into(), bytes: format!("[{}]", objects.join(",")).into() };
    let read = crate::stage::read_back(&PubAnnotation, &[list]);
    assert_eq!(read.imported.collection.documents.len(), corpus.documents.len());
    assert!(read.imported.warnings.is_empty(), "{:?}", read.imported.warnings);
}

#[test]
fn another_programs_name_of_an_article_stays() {
    let file = r#"{"sourceid":"PMC-17","text":"Ana spoke.","denotations":[],"year":1999}"#;
    let name = "a.json";
    let read = |bytes: &[u8]| {
        let read = read(&PubAnnotation, &[InFile { name, bytes }], &ReadOptions::default());
        let read = read.unwrap().imported;
        assert_eq!(read.warnings, []);
        read.collection
    };
    let first = read(file.as_bytes());
    let files = written(&PubAnnotation, &first, &Options::default()).files;
    let out = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert!(out.contains(r#""sourceid":"PMC-17""#) && out.contains(r#""year":1999"#), "{out}");
    assert_eq!(read(&files[0].bytes).documents, first.documents);
}

/// The collection that a file is read as, and the warnings.
fn seen(file: &[u8]) -> (verbatim::format::Collection, Vec<String>) {
    let files = [InFile { name: "a.json", bytes: file }];
    let read = read(&PubAnnotation, &files, &ReadOptions::default()).unwrap().imported;
    (read.collection, read.warnings.iter().map(ToString::to_string).collect())
}

#[test]
fn attributes_blocks_and_modifications_of_other_programs_stay() {
    let file = r#"{"text":"Ana went home. End.",
        "denotations":[{"id":"T1","span":{"begin":0,"end":3},"obj":"PER"},
            {"id":"T2","span":{"begin":4,"end":8},"obj":"V"}],
        "blocks":[{"id":"B1","span":{"begin":0,"end":14},"obj":"sentence"}],
        "relations":[{"id":"R1","subj":"T1","pred":"does","obj":"T2"},
            {"id":"R2","subj":"B1","pred":"has","obj":"T1"}],
        "attributes":[{"id":"A1","subj":"T1","pred":"sure","obj":true},
            {"id":"A2","subj":"T1","pred":"kind","obj":"human"},
            {"id":"A3","subj":"R1","pred":"weight","obj":0.5},
            {"id":"A4","subj":"T1","pred":"note","obj":"one"},
            {"id":"A5","subj":"T1","pred":"status","obj":"approved"},
            {"id":"A6","subj":"T9","pred":"kind","obj":"x"},
            {"id":"A7","subj":"T1"}],
        "modifications":[{"id":"M1","pred":"Negation","obj":"T2"}]}"#;
    let (first, warnings) = seen(file.as_bytes());
    let expected = [
        "Record 1: the attribute “A6” is of “T9”, which is not there. It was left out.",
        "Record 1: the attribute “A7” lacks a “pred” or an “obj”. It was left out.",
    ];
    assert_eq!(warnings, expected);
    let document = &first.documents[0];
    let labels: Vec<&str> = document.annotations().map(|one| one.label.as_str()).collect();
    assert_eq!(labels, ["sentence", "PER", "V"]);
    assert_eq!(document.annotations().nth(1).unwrap().note, "one");
    assert_eq!(document.relations().len(), 2);
    let files = written(&PubAnnotation, &first, &Options::default()).files;
    let out: serde_json::Value = serde_json::from_slice(&files[0].bytes).unwrap();
    assert_eq!(out["blocks"][0]["obj"], "sentence");
    assert_eq!(out["denotations"].as_array().unwrap().len(), 2);
    let ids = [&out["denotations"][0]["id"], &out["denotations"][1]["id"]];
    let has = |subject: &serde_json::Value, pred: &str, obj: serde_json::Value| {
        let mut attributes = out["attributes"].as_array().unwrap().iter();
        attributes.any(|one| one["subj"] == *subject && one["pred"] == pred && one["obj"] == obj)
    };
    assert!(has(ids[0], "sure", true.into()) && has(ids[0], "kind", "human".into()), "{out}");
    assert!(has(ids[0], "status", "approved".into()), "{out}");
    assert!(has(ids[1], "Negation", true.into()), "{out}");
    let does = out["relations"].as_array().unwrap().iter().find(|one| one["pred"] == "does");
    assert!(has(&does.unwrap()["id"], "weight", 0.5.into()), "{out}");
    assert!(out.get("modifications").is_none(), "{out}");
    let (again, warnings) = seen(&files[0].bytes);
    assert_eq!(warnings, [] as [&str; 0]);
    let again = written(&PubAnnotation, &again, &Options::default()).files;
    assert_eq!(again[0].bytes, files[0].bytes);
}

#[test]
fn the_tracks_of_several_projects_are_read() {
    let file = r#"{"text":"Ana went home.","tracks":[
        {"project":"p1","denotations":[{"id":"T1","span":{"begin":0,"end":3},"obj":"PER"}]},
        {"project":"p2","denotations":[{"id":"T1","span":{"begin":4,"end":8},"obj":"V"},
            {"id":"T2","span":{"begin":9,"end":13},"obj":"N"}],
            "attributes":[{"id":"A1","subj":"T2","pred":"annotator","obj":"Kim"}],
            "relations":[{"id":"R1","subj":"T1","pred":"to","obj":"T2"}]}]}"#;
    let (collection, warnings) = seen(file.as_bytes());
    assert_eq!(warnings, [] as [&str; 0]);
    let document = &collection.documents[0];
    let text = &document.article().text;
    let marks = document.annotations().map(|one| {
        let words = one.fragments.quote(text);
        format!("{} {words} {}", one.label, one.annotator)
    });
    assert_eq!(marks.collect::<Vec<_>>(), ["PER Ana p1", "V went p2", "N home Kim"]);
    let to = &document.relations()[0];
    let label = |id| document.annotation(id).unwrap().label.as_str();
    assert_eq!((label(to.from), label(to.to)), ("V", "N"));
    let files = written(&PubAnnotation, &collection, &Options::default()).files;
    assert!(!String::from_utf8_lossy(&files[0].bytes).contains("tracks"));
    assert_eq!(seen(&files[0].bytes).0.documents, collection.documents);
}

#[test]
fn a_file_of_blocks_alone_is_known() {
    let file = r#"{"text": "Ana left. Bo too.", "blocks": [{"id": "B1", "span": {"begin": 0, "end": 9}, "obj": "S"}]}"#;
    assert_eq!(codec_of("a.json", file).map(|codec| codec.format().id), Some("pubannotation"));
    let (collection, warnings) = seen(file.as_bytes());
    assert_eq!(warnings, [] as [&str; 0]);
    let document = &collection.documents[0];
    let marks = document
        .annotations()
        .map(|one| format!("{} {}", one.label, one.fragments.quote(&document.article().text)));
    assert_eq!(marks.collect::<Vec<_>>(), ["S Ana left."]);
    // An editor's file of another kind.
    let other = r#"{"text": "x", "blocks": [{"key": "a1", "text": "Ana", "entityRanges": []}]}"#;
    assert_ne!(codec_of("a.json", other).map(|codec| codec.format().id), Some("pubannotation"));
}

#[test]
fn the_unit_that_a_person_says_counts_and_numbers_may_be_words() {
    let file = r#"{"text": "Señora Añez pide.", "denotations": [
        {"id": "T1", "span": {"begin": 8.0, "end": "13"}, "obj": "PER"}]}"#;
    let files = [InFile { name: "a.json", bytes: file.as_bytes() }];
    let options = ReadOptions { unit: Some(OffsetUnit::Byte), ..ReadOptions::default() };
    let read = read(&PubAnnotation, &files, &options).unwrap().imported;
    assert_eq!(read.warnings, []);
    let document = &read.collection.documents[0];
    let text = &document.article().text;
    let quotes = document.annotations().map(|one| one.fragments.quote(text));
    assert_eq!(quotes.collect::<Vec<_>>(), ["Añez"]);
}

#[test]
fn what_is_left_out_is_counted_and_said_truly() {
    let file = r#"{"text": "Ana went home.",
        "denotations": [{"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "PER"},
            {"id": "T2", "span": {"begin": 0}, "obj": "PER"}, {"id": "T3", "obj": "PER"}],
        "relations": [{"id": "R1", "pred": "r", "subj": "T1"}],
        "attributes": [{"id": "A1", "subj": "T1", "pred": "sure", "obj": true},
            {"id": "A2", "subj": "A1", "pred": "note", "obj": "really"}],
        "modifications": "none"}"#;
    let files = [InFile { name: "a.json", bytes: file.as_bytes() }];
    let read = read(&PubAnnotation, &files, &ReadOptions::default()).unwrap().imported;
    let said = read.warnings.iter().map(|one| (one.to_string(), one.n_items));
    let expected = [
        (
            "Record 1: the denotation “T2” has a span without a whole number as “begin” or “end”. \
             It was left out.",
            1,
        ),
        ("Record 1: the denotation “T3” has no “span”. It was left out.", 1),
        ("Record 1: the relation “R1” lacks a “pred”, a “subj” or an “obj”. It was left out.", 1),
        (
            "Record 1: the attribute “A2” is of “A1”, which is an attribute itself. It was left \
             out.",
            0,
        ),
        ("Record 1: its “modifications” is text, not a list, and was not read.", 0),
    ];
    let expected = expected.map(|(sentence, n)| (sentence.to_owned(), n));
    assert_eq!(said.collect::<Vec<_>>(), expected);
}
