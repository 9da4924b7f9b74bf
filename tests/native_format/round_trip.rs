//! What is written is read back, to the last byte.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use verbatim::format::native::NativeJson;
use verbatim::format::{Collection, Imported, Warnings};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;

fn bundled_article() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/article.json");
    std::fs::read(path).expect("the bundled article")
}

pub fn schema() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/native.schema.json");
    let schema = std::fs::read(path).expect("the schema");
    let schema = serde_json::from_slice(&schema).expect("JSON");
    jsonschema::validator_for(&schema).expect("a JSON Schema")
}

fn decode(bytes: &[u8]) -> Imported {
    NativeJson.decode(bytes).expect("a Verbatim file")
}

#[test]
fn the_bundled_article_is_what_would_be_written() {
    let bytes = bundled_article();
    let imported = decode(&bytes);
    assert_eq!(imported.warnings, []);
    let written = NativeJson.encode(&imported.collection);
    let (written, bytes) = (String::from_utf8(written), String::from_utf8(bytes));
    assert_eq!(written, bytes);
    let document = &imported.collection.documents[0];
    assert!(document.n_annotations() > 0);
    assert!(!document.relations().is_empty());
    document.assert_invariants();
}

#[test]
fn the_bundled_article_fits_the_schema() {
    let file: Value = serde_json::from_slice(&bundled_article()).expect("JSON");
    let schema = schema();
    let errors: Vec<String> = schema.iter_errors(&file).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn the_documented_example_is_right() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/native-json.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next());
    let example = example.expect("an example");
    let imported = decode(example.as_bytes());
    assert_eq!(imported.warnings, []);
    let written: Value =
        serde_json::from_slice(&NativeJson.encode(&imported.collection)).expect("JSON");
    assert_eq!(written, serde_json::from_str::<Value>(example).expect("JSON"));
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let schema = schema();
    let wrong = |pointer: &str, value: Value| {
        let mut file: Value = serde_json::from_slice(&bundled_article()).expect("JSON");
        *file.pointer_mut(pointer).expect(pointer) = value;
        assert!(!schema.is_valid(&file), "{pointer}");
    };
    wrong("/format", json!("other"));
    wrong("/version", json!("2.0"));
    wrong("/offset_unit", json!("utf16"));
    wrong("/scheme/labels/0/color", json!("red"));
    wrong("/scheme/labels/0/key", json!("10"));
    wrong("/scheme/labels/0/id", json!("two words"));
    wrong("/articles/0/id", json!("T1"));
    wrong("/articles/0/date", json!("yesterday"));
    wrong("/articles/0/text", json!(""));
    wrong("/articles/0/text", json!("a\r\nb"));
    wrong("/articles/0/text_sha256", json!("00"));
    wrong("/articles/0/annotations/0/status", json!("certain"));
    wrong("/articles/0/annotations/0/fragments", json!([]));
    wrong("/articles/0/annotations/0/fragments/0/start", json!(-1));
    wrong("/articles/0/annotations/0/fragments/0/end", json!(1.5));
    wrong("/articles/0/annotations/0/created", json!("2026-11-22 20:13"));
    wrong("/articles/0/relations/0/from", json!(null));
}

#[test]
fn unknown_fields_survive_at_every_level() {
    let places = [
        "",
        "/scheme",
        "/scheme/labels/1",
        "/scheme/relation_types/0",
        "/articles/0",
        "/articles/0/annotations/2",
        "/articles/0/annotations/2/fragments/0",
        "/articles/0/relations/0",
    ];
    let mut file: Value = serde_json::from_slice(&bundled_article()).expect("JSON");
    for (idx, place) in places.iter().enumerate() {
        let fields = file.pointer_mut(place).and_then(Value::as_object_mut).expect(place);
        fields
            .insert("zz_new".into(), json!({"b": [idx, -0.5, 1e300, null], "a": {}, "é": "\u{1}"}));
        fields.insert("aa_new".into(), json!(18_446_744_073_709_551_615_u64));
        fields.insert("null_new".into(), Value::Null);
    }
    let imported = decode(file.to_string().as_bytes());
    assert_eq!(imported.warnings, []);
    let written = NativeJson.encode(&imported.collection);
    let read_back: Value = serde_json::from_slice(&written).expect("JSON");
    assert_eq!(read_back, file);
    assert_eq!(NativeJson.encode(&decode(&written).collection), written);
    let written = String::from_utf8(written).expect("UTF-8");
    let last = |field: &str| written.rfind(&format!("\n  \"{field}\"")).expect(field);
    let order = ["articles", "aa_new", "null_new", "zz_new"].map(last);
    assert!(order.is_sorted(), "after the known ones, sorted by name");
}

#[test]
fn known_fields_never_become_unknown_ones() {
    let file = json!({
        "format": "verbatim", "version": "1.7", "generator": 5, "offset_unit": "codepoint",
        "scheme": {"labels": [{"id": "x", "name": 1, "key": [], "color": {}, "description": 2}],
                   "relation_types": [{"id": "r", "name": 1, "description": 1, "from": 1, "to": 1}]},
        "articles": [{
            "id": 1, "title": 1, "date": 1, "source": 1, "url": 1, "language": 1, "line_endings": 1,
            "text": "abc abc", "text_sha256": 1, "n_chars": "1",
            "annotations": [
                {"id": 1, "label": "x", "note": 1, "status": 1, "annotator": 1, "created": 1, "modified": 1,
                 "origin": 1, "fragments": [{"start": 0, "end": 3, "start_utf16": "", "end_utf16": "",
                 "start_byte": "", "end_byte": "", "quote": "abc", "prefix": 1, "suffix": 1}]},
                {"id": 2, "label": "x", "fragments": [{"start": 4, "end": 7}]},
            ],
            "relations": [{"id": 1, "type": "r", "from": 1, "to": 2, "created": 1, "modified": 1}],
        }],
    });
    let Collection { scheme, documents, extra } = decode(file.to_string().as_bytes()).collection;
    let none = Extra::default();
    assert_eq!(extra, none);
    assert_eq!(scheme.extra, none);
    assert_eq!(scheme.labels[0].extra, none);
    assert_eq!(scheme.relation_types[0].extra, none);
    assert_eq!(documents[0].article().extra, none);
    for annotation in documents[0].annotations() {
        assert_eq!(annotation.extra, none);
        assert!(annotation.fragments.iter().all(|fragment| fragment.extra == none));
    }
    assert_eq!(documents[0].n_annotations(), 2);
    assert_eq!(documents[0].relations()[0].extra, none);
}

#[test]
fn the_bytes_do_not_depend_on_the_order_of_edits() {
    let collection = decode(&bundled_article()).collection;
    let document = &collection.documents[0];
    let mut shuffled = Document::new(document.article().clone(), Arc::clone(document.scheme()));
    let mut annotations: Vec<_> = document.annotations().collect();
    annotations.sort_by_key(|annotation| std::cmp::Reverse(annotation.id));
    for annotation in annotations {
        let edit = Edit::PutAnnotation(Box::new(annotation.as_ref().clone()));
        shuffled.apply(edit).expect("it was in a document");
    }
    for relation in document.relations().into_iter().rev() {
        let edit = Edit::PutRelation(Box::new(relation.as_ref().clone()));
        shuffled.apply(edit).expect("it was in a document");
    }
    let shuffled = Collection { documents: vec![shuffled], ..collection.clone() };
    assert_eq!(NativeJson.encode(&shuffled), NativeJson.encode(&collection));
}

#[test]
fn prefix_and_suffix_keep_characters_whole() {
    // Thirty-two code points before the fragment lie inside the family.
    let family = "👨\u{200d}👩\u{200d}👧";
    let text = format!("{family}{}x{}e\u{301}", "-".repeat(30), "+".repeat(31));
    let file = json!({
        "format": "verbatim", "version": "1.0", "articles": [{
            "id": "a0000000-0000-4000-8000-000000000001", "text": text,
            "annotations": [{"id": "b0000000-0000-4000-8000-000000000001", "label": "speaker",
                "fragments": [{"start": 35, "end": 36, "quote": "x"}]}],
        }],
    });
    let written = NativeJson.encode(&decode(file.to_string().as_bytes()).collection);
    let written: Value = serde_json::from_slice(&written).expect("JSON");
    let fragment = &written["articles"][0]["annotations"][0]["fragments"][0];
    assert_eq!(fragment["prefix"], "-".repeat(30));
    assert_eq!(fragment["suffix"], "+".repeat(31));
}

#[test]
fn an_empty_collection() {
    let collection =
        Collection { scheme: Arc::default(), documents: vec![], extra: Extra::default() };
    let bytes = NativeJson.encode(&collection);
    assert!(bytes.ends_with(b"  \"articles\": []\n}\n"));
    let imported = decode(&bytes);
    let balance = imported.balance;
    assert_eq!(imported, Imported { collection, warnings: Warnings::default(), balance });
}

/// The bound is far above what it takes; work that grows with the square of
/// the annotations or of the lines is far above the bound.
#[test]
fn a_megabyte_with_ten_thousand_annotations_takes_no_time() {
    let line = "Zoe\u{301} said “build flats in 東京”. ".repeat(2) + "\r\n";
    let n_chars_of_line = line.chars().count();
    let text = line.repeat(1_000_000 / line.len());
    let n_lines = text.matches('\n').count();
    let annotations: Vec<Value> = (0..10_000_usize)
        .map(|idx| {
            let start = (idx % n_lines) * n_chars_of_line;
            json!({
                "id": format!("T{idx}"), "label": "speaker",
                "fragments": [
                    {"start": start, "end": start + 4, "quote": "Zoe\u{301}"},
                    {"start": start + 5, "end": start + 9, "quote": "said"},
                ],
            })
        })
        .collect();
    let relations: Vec<Value> = (1..10_000)
        .map(|idx| json!({"id": idx, "type": "said_by", "from": format!("T{idx}"), "to": "T0"}))
        .collect();
    let articles = json!([{"text": text, "annotations": annotations, "relations": relations}]);
    let file = json!({"format": "verbatim", "version": "1.0", "articles": articles}).to_string();

    let started = std::time::Instant::now();
    let imported = decode(file.as_bytes());
    let first = started.elapsed();
    let written = NativeJson.encode(&imported.collection);
    let second = started.elapsed() - first;
    let again = decode(&written);
    let third = started.elapsed() - first - second;
    println!("decoded {first:?}, encoded {second:?}, decoded again {third:?}");
    assert_eq!(again.warnings, []);
    assert_eq!(again.collection.documents[0].n_annotations(), 10_000);
    assert_eq!(again.collection.documents[0].relations().len(), 9_999);
    assert!(started.elapsed().as_secs() < 10);
}

/// What an earlier version wrote, as it wrote it.
#[test]
fn a_file_of_version_1_0_is_read() {
    let file = include_bytes!("../fixtures/native-1.0.json");
    let imported = NativeJson.decode(file).unwrap();
    assert_eq!(imported.warnings, []);
    let now = String::from_utf8(NativeJson.encode(&imported.collection)).unwrap();
    let then = String::from_utf8(file.to_vec()).unwrap();
    assert_eq!(now, then.replace("\"version\": \"1.0\"", "\"version\": \"1.1\""));
}

#[test]
fn tokens_and_names_of_other_programs_come_back() {
    let file = json!({
        "format": "verbatim", "version": "1.1",
        "scheme": {
            "labels": [{"id": "Job_Title", "name": "Job", "written_as": "Job Title"}],
            "relation_types": [{"id": "of", "written_as": "of whom"}],
        },
        "articles": [{
            "text": "\u{1f600} ca n’t.\nNo.", "annotations": [],
            "tokens": [[2, 4], [5, 8], [8, 9], [10, 12], [12, 13]], "sentences": [0, 3],
        }, {"text": "A b", "annotations": [], "tokens": [[0, 2], [1, 3]], "sentences": [0]}],
    });
    let imported = NativeJson.decode(file.to_string().as_bytes()).unwrap();
    let collection = &imported.collection;
    assert_eq!(collection.scheme.labels[0].in_files(), "Job Title");
    assert_eq!(collection.scheme.relation_types[0].in_files(), "of whom");
    let article = collection.documents[0].article();
    let tokens = article.tokens.as_ref().unwrap();
    let words: Vec<&str> =
        tokens.ranges().iter().filter_map(|&one| article.text.get(one)).collect();
    assert_eq!(words, ["ca", "n’t", ".", "No", "."]);
    assert_eq!(tokens.starts(), [0, 3]);
    // Those that overlap are none.
    assert_eq!(collection.documents[1].article().tokens, None);
    let said: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|one| one.contains("its tokens do not fit its text")), "{said:?}");
    let again = NativeJson.decode(&NativeJson.encode(collection)).unwrap();
    assert_eq!(&again.collection, collection);
    assert_eq!(again.warnings, []);
}
