//! A scheme as a file of its own: written, read, and refused.

use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};
use verbatim::format::native::{scheme_from_file, scheme_to_file};
use verbatim::format::{Warnings, read_file};
use verbatim::model::scheme::Scheme;
use verbatim::model::scheme_presets::PRESETS;

use crate::items::good_file;
use crate::support::arbitrary::arb_scheme;

fn docs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn errors(file: &[u8]) -> Vec<String> {
    let schema = serde_json::from_str(&docs("scheme.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let file: Value = serde_json::from_slice(file).unwrap();
    schema.iter_errors(&file).map(|error| error.to_string()).collect()
}

fn read(file: &Value) -> Result<(Scheme, Vec<String>), String> {
    let bytes = file.to_string();
    let read = scheme_from_file("s.json", bytes.as_bytes()).map_err(|error| error.to_string())?;
    Ok((read.0, read.1.iter().map(ToString::to_string).collect()))
}

fn file() -> Value {
    serde_json::from_slice(&scheme_to_file(&Scheme::default())).unwrap()
}

#[test]
fn presets_are_written_and_read() {
    for preset in PRESETS {
        let scheme = (preset.scheme)();
        let bytes = scheme_to_file(&scheme);
        assert_eq!(errors(&bytes), Vec::<String>::new());
        assert_eq!(scheme_from_file("", &bytes), Ok((scheme, Warnings::default())));
    }
}

#[test]
fn the_documented_scheme_is_right() {
    let page = docs("native-json.md");
    let example = page.split("```json\n").nth(3).and_then(|rest| rest.split("```").next());
    let example = example.unwrap();
    let (scheme, warnings) = scheme_from_file("", example.as_bytes()).unwrap();
    assert_eq!(warnings, []);
    assert_eq!(errors(example.as_bytes()), Vec::<String>::new());
    let written: Value = serde_json::from_slice(&scheme_to_file(&scheme)).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(example).unwrap());
}

#[test]
fn both_schemas_say_the_same_of_labels() {
    let schema = |name: &str| serde_json::from_str::<Value>(&docs(name)).unwrap();
    let (native, scheme) = (schema("native.schema.json"), schema("scheme.schema.json"));
    for (name, def) in scheme["$defs"].as_object().unwrap() {
        assert_eq!(Some(def), native["$defs"].get(name), "{name}");
    }
}

#[test]
fn unknown_fields_survive_but_those_of_the_header() {
    let mut newer = file();
    newer["version"] = json!("1.7");
    newer["plan"] = json!({"b": [1], "a": null});
    newer["labels"][0]["icon"] = json!("mouth");
    let (scheme, warnings) = read(&newer).unwrap();
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(scheme.extra.keys().collect::<Vec<_>>(), ["plan"]);
    let again: Value = serde_json::from_slice(&scheme_to_file(&scheme)).unwrap();
    newer["version"] = json!("1.1");
    assert_eq!(again, newer);

    let mut scheme = Scheme::default();
    scheme.extra.insert("format".into(), "mine".into());
    assert_eq!(serde_json::from_slice::<Value>(&scheme_to_file(&scheme)).unwrap(), file());
}

#[test]
fn of_a_file_with_articles_the_scheme_is_taken() {
    let (scheme, warnings) = read(&good_file()).unwrap();
    let ids: Vec<&str> = scheme.labels.iter().map(|label| label.id.as_str()).collect();
    assert_eq!((ids, warnings), (vec!["speaker", "proposal"], vec![]));
}

#[test]
fn what_does_not_fit_is_told() {
    let mut odd = file();
    odd["labels"][0]["color"] = json!("red");
    odd["guidelines"] = json!(1);
    let (scheme, warnings) = read(&odd).unwrap();
    assert_eq!(scheme.labels[0].color, "#6b7280");
    assert_eq!(
        warnings,
        [
            "The scheme: its “guidelines” is a number, not text, and was not read.",
            "The label “speaker”: its colour is “red”, not one like #2a5fe0; it is grey now. It was kept.",
        ]
    );
}

#[test]
fn what_is_no_scheme_is_refused_in_a_sentence() {
    let with = |field: &str, value: Value| {
        let mut file = file();
        file[field] = value;
        read(&file).unwrap_err()
    };
    let no_scheme = |found: &str| {
        format!(
            "“s.json” is JSON, but not a scheme: its “format” is {found}, not “verbatim-scheme”. Nothing was imported."
        )
    };
    assert_eq!(with("format", json!("coco")), no_scheme("“coco”"));
    assert_eq!(with("format", json!(null)), no_scheme("missing"));
    let no_labels =
        "“s.json” has no list of “labels” with at least one label in it. Nothing was imported.";
    for labels in [json!(null), json!([]), json!({}), json!([{"name": "no id"}])] {
        assert_eq!(with("labels", labels), no_labels);
    }
    assert_eq!(
        with("version", json!("2.0")),
        "“s.json” was written by a newer Verbatim (version 2.0); this one reads version 1. Nothing was imported."
    );
    let mut articles = good_file();
    articles["scheme"] = json!(null);
    assert_eq!(read(&articles).unwrap_err(), no_labels);
    let list = read(&json!([])).unwrap_err();
    assert!(list.starts_with("“s.json” is JSON, but not a Verbatim file"), "{list}");
    let empty = scheme_from_file("s.json", b"").unwrap_err();
    assert_eq!(empty.to_string(), "“s.json” is empty. Nothing was imported.");
}

#[test]
fn where_articles_are_wanted_a_scheme_says_where_it_belongs() {
    let refused = read_file("s.json", &scheme_to_file(&Scheme::default())).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "“s.json” holds a scheme and no articles; open it where the labels are edited. Nothing was imported."
    );
}

proptest! {
    #[test]
    fn a_scheme_is_read_as_it_was_written(scheme in arb_scheme()) {
        let bytes = scheme_to_file(&scheme);
        prop_assert_eq!(errors(&bytes), Vec::<String>::new());
        prop_assert_eq!(scheme_from_file("", &bytes), Ok((scheme, Warnings::default())));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in any::<Vec<u8>>(), json in r#"\{("[a-z]{0,6}":[\[\]{}0-9,"]{0,9},?){0,6}\}"#) {
        let _read = scheme_from_file("", &bytes);
        let _read = scheme_from_file("", json.as_bytes());
    }
}
