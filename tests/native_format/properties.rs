//! What holds for every document and for all bytes.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use verbatim::format::native::NativeJson;
use verbatim::format::{Collection, Imported, Warnings, read_file};
use verbatim::model::document::Document;

use crate::round_trip::schema;
use crate::support::arbitrary::{arb_document_with, arb_extra, arb_scheme};

/// Up to three articles under one scheme.
pub fn arb_collection() -> impl Strategy<Value = Collection> {
    (arb_scheme(), arb_extra()).prop_flat_map(|(scheme, extra)| {
        let scheme = Arc::new(scheme);
        prop::collection::vec(arb_document_with(Arc::clone(&scheme)), 0..3).prop_map(
            move |documents| Collection {
                scheme: Arc::clone(&scheme),
                documents,
                extra: extra.clone(),
            },
        )
    })
}

proptest! {
    #[test]
    fn what_is_encoded_is_decoded(collection in arb_collection()) {
        let bytes = NativeJson.encode(&collection);
        let imported = NativeJson.decode(&bytes).expect("what was written");
        prop_assert_eq!(&imported, &Imported { collection, warnings: Warnings::default(), balance: imported.balance });
        prop_assert_eq!(NativeJson.encode(&imported.collection), bytes);
    }

    #[test]
    fn what_is_encoded_fits_the_schema(collection in arb_collection()) {
        let file: Value = serde_json::from_slice(&NativeJson.encode(&collection)).expect("JSON");
        let schema = schema();
        let errors: Vec<String> = schema.iter_errors(&file).map(|error| error.to_string()).collect();
        prop_assert_eq!(errors, Vec::<String>::new());
    }

    #[test]
    fn every_quote_lies_where_each_unit_says(collection in arb_collection()) {
        let file: Value = serde_json::from_slice(&NativeJson.encode(&collection)).expect("JSON");
        for article in file["articles"].as_array().expect("articles") {
            let text = article["text"].as_str().expect("text");
            let utf16: Vec<u16> = text.encode_utf16().collect();
            let chars: Vec<char> = text.chars().collect();
            for annotation in article["annotations"].as_array().expect("annotations") {
                for fragment in annotation["fragments"].as_array().expect("fragments") {
                    let at = |field: &str| fragment[field].as_u64().expect("a number") as usize;
                    let quote = fragment["quote"].as_str().expect("a quote");
                    let by_chars: String = chars[at("start")..at("end")].iter().collect();
                    prop_assert_eq!(&by_chars, quote);
                    let by_utf16 = &utf16[at("start_utf16")..at("end_utf16")];
                    prop_assert_eq!(String::from_utf16(by_utf16).expect("whole"), quote);
                    prop_assert_eq!(&text[at("start_byte")..at("end_byte")], quote);
                    let prefix = fragment["prefix"].as_str().expect("a prefix");
                    prop_assert!(text[..at("start_byte")].ends_with(prefix));
                    let suffix = fragment["suffix"].as_str().expect("a suffix");
                    prop_assert!(text[at("end_byte")..].starts_with(suffix));
                }
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _any = read_file("a.json", &bytes);
        let _any = read_file("a.txt", &bytes);
    }

    #[test]
    fn no_bytes_inside_a_file_make_it_panic(
        collection in arb_collection(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4),
        cut in any::<Option<Index>>(),
    ) {
        let mut bytes = NativeJson.encode(&collection);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(imported) = NativeJson.decode(&bytes) {
            hold(&imported);
        }
    }

    #[test]
    fn no_values_inside_a_file_make_it_panic(
        collection in arb_collection(),
        changes in prop::collection::vec((any::<Index>(), arb_value()), 1..6),
    ) {
        let mut file: Value = serde_json::from_slice(&NativeJson.encode(&collection)).expect("JSON");
        for (at, value) in changes {
            let at = at.index(n_values(&file));
            *nth_value(&mut file, &mut at.clone()).expect("it is there") = value;
        }
        if let Ok(imported) = NativeJson.decode(file.to_string().as_bytes()) {
            hold(&imported);
        }
    }
}

/// Whatever was read can be written, and is then read without a word.
fn hold(imported: &Imported) {
    imported.collection.documents.iter().for_each(Document::assert_invariants);
    for warning in imported.warnings.iter() {
        assert!(warning.to_string().ends_with('.'), "{warning}");
    }
    let again =
        NativeJson.decode(&NativeJson.encode(&imported.collection)).expect("what was written");
    assert_eq!(again.warnings, []);
    assert_eq!(again.collection, imported.collection);
}

fn arb_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..40).prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z ]{0,3}".prop_map(Value::from),
        Just(Value::Array(vec![])),
        Just(serde_json::json!({})),
        Just(serde_json::json!([{"start": 0, "end": 1}])),
    ]
}

fn n_values(value: &Value) -> usize {
    1 + match value {
        Value::Array(values) => values.iter().map(n_values).sum(),
        Value::Object(fields) => fields.values().map(n_values).sum(),
        _ => 0,
    }
}

/// The value at a place in the order of reading.
fn nth_value<'a>(value: &'a mut Value, n: &mut usize) -> Option<&'a mut Value> {
    if *n == 0 {
        return Some(value);
    }
    *n -= 1;
    match value {
        Value::Array(values) => values.iter_mut().find_map(|value| nth_value(value, n)),
        Value::Object(fields) => fields.values_mut().find_map(|value| nth_value(value, n)),
        _ => None,
    }
}
