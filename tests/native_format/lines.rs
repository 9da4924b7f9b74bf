//! Native JSON Lines: lines that can be shuffled, cut out and joined.

use std::sync::Arc;

use serde_json::{Value, json};
use verbatim::format::native::{NativeJson, NativeJsonl};
use verbatim::format::{Collection, InFile, Job, Loss, Read, ReadOptions, read, write};

use super::items::good_file;

fn lines(bytes: &[u8]) -> Read {
    let file = InFile { name: "a.jsonl", bytes };
    read(&NativeJsonl, &[file], &ReadOptions::default()).unwrap()
}

fn good() -> Collection {
    let bytes = serde_json::to_vec(&good_file()).unwrap();
    NativeJson.decode(&bytes).unwrap().collection
}

fn written(collection: &Collection) -> String {
    let written = write(&NativeJsonl, collection, &Job { stem: "a".into(), ..Job::default() });
    String::from_utf8(written.files[0].bytes.clone()).unwrap()
}

#[test]
fn a_line_holds_all_that_a_file_does() {
    let collection = good();
    let text = written(&collection);
    assert_eq!(text.lines().count(), collection.documents.len());
    let back = lines(text.as_bytes()).imported;
    assert_eq!(back.warnings, []);
    assert_eq!(back.collection, collection);
}

#[test]
fn a_line_fits_the_schema() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/native.schema.json");
    let mut schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    schema = json!({"$ref": "#/$defs/line", "$defs": schema["$defs"]});
    let schema = jsonschema::validator_for(&schema).unwrap();
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/native-json.md");
    let page = std::fs::read_to_string(page).unwrap();
    let example = page.split("```json\n").nth(2).unwrap().split("```").next().unwrap();
    for line in written(&good()).lines().chain(example.lines()) {
        let value: Value = serde_json::from_str(line).unwrap();
        let errors: Vec<String> = schema.iter_errors(&value).map(|it| it.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(lines(line.as_bytes()).imported.warnings, []);
    }
    assert!(!schema.is_valid(&json!({"format": "verbatim-article"})));
}

#[test]
fn lines_of_several_files_join() {
    let one = written(&good());
    let mut other: Value = serde_json::from_str(one.lines().next().unwrap()).unwrap();
    other["id"] = json!("00000000-0000-0000-0000-0000000000ff");
    other["scheme"]["labels"][0]["id"] = json!("voice");
    other["scheme"]["relation_types"] = json!([]);
    other["annotations"] = json!([]);
    other["relations"] = json!([]);
    let joined = format!("{other}\n\n{one}");
    let read = lines(joined.as_bytes()).imported;
    assert_eq!(read.warnings, []);
    let ids: Vec<&str> = read.collection.scheme.labels.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["voice", "proposal", "speaker"]);
    assert_eq!(read.collection.documents.len(), 1 + good().documents.len());
    // The same line twice is the same article twice: the second has an id of its own.
    let twice = lines(format!("{one}{one}").as_bytes()).imported;
    assert!(twice.warnings[0].to_string().contains("an earlier one has the same id"));
}

#[test]
fn a_line_that_cannot_be_read_costs_itself_alone() {
    let one = written(&good());
    let other = one.replace("verbatim-article", "something");
    let newer = one.replace("\"version\":\"1.1\"", "\"version\":\"2.0\"");
    let read = lines(format!("{other}{{\n{newer}{one}").as_bytes());
    let said: Vec<String> = read.imported.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(read.imported.collection.documents.len(), good().documents.len());
    assert!(said[0].contains("its “format” is “something”, not “verbatim-article”"), "{said:?}");
    assert!(said[1].contains("breaks off"), "{said:?}");
    assert!(said[2].contains("by a newer Verbatim (version 2.0)"), "{said:?}");
}

#[test]
fn unknown_fields_survive_but_those_of_the_header() {
    let mut collection = good();
    collection.extra.insert("project".into(), json!({"name": "x"}));
    let document = collection.documents.remove(0);
    let mut article = document.article().clone();
    article.extra.insert("scheme".into(), json!(1));
    article.extra.insert("mine".into(), json!([1]));
    let scheme = Arc::clone(document.scheme());
    collection.documents = vec![verbatim::model::document::Document::new(article, scheme)];
    let written = write(&NativeJsonl, &collection, &Job { stem: "a".into(), ..Job::default() });
    let [(Loss::Other { .. }, 1)] = written.losses.iter().as_slice() else {
        panic!("{:?}", written.losses);
    };
    let back = lines(&written.files[0].bytes).imported;
    assert_eq!(back.collection.extra, collection.extra);
    let extra = &back.collection.documents[0].article().extra;
    assert_eq!(extra.get("mine"), Some(&json!([1])));
    assert_eq!(extra.get("scheme"), None);
}
