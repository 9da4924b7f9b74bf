//! What is said of a scheme that does not fit, and what becomes of it.

use serde_json::{Value, json};

use crate::items::{FIRST, RELATION, SCHEME, SECOND, check, good_file, put, with};

#[test]
fn schemes() {
    let none =
        "The scheme: the file has none, so the labels are read as speaker, proposal and location.";
    for scheme in [json!(null), json!([]), json!("default")] {
        let mut file = good_file();
        file["scheme"] = scheme;
        let imported = check(&file, &[none]);
        assert_eq!(imported.collection.scheme.labels.len(), 3);
    }
    check(
        &with(SCHEME, json!({ "labels": 3 })),
        &[
            "The scheme: it has no list of labels, so the labels are read as speaker, proposal and location.",
        ],
    );
    check(
        &with(SCHEME, json!({ "guidelines": 3 })),
        &["The scheme: its “guidelines” is a number, not text, and was not read."],
    );
    check(
        &with(SCHEME, json!({ "relation_types": 3 })),
        &[
            "The scheme: its “relation_types” is a number, not a list, and was not read.",
            "“Flats”, relation c0000000-0000-4000-8000-000000000001: the scheme has no relation type \
             “said_by”. It was left out.",
        ],
    );
}

#[test]
fn labels() {
    let with_label = |label: Value| {
        let mut file = good_file();
        file["scheme"]["labels"].as_array_mut().unwrap().push(label);
        file
    };
    let rows = [
        (
            json!(5),
            "The label “”: it is a number, where the file should have an object. It was left out.",
        ),
        (json!({}), "The label “”: it has no id. It was left out."),
        (json!({"id": ""}), "The label “”: it has no id. It was left out."),
        (
            json!({"id": "speaker"}),
            "The label “speaker”: an earlier one has the same id, and that one counts. It was left out.",
        ),
        (
            json!({"id": "x", "key": "10"}),
            "The label “x”: its key is “10”, not a digit from 1 to 9 or a letter from a to z; it has no key now. It was kept.",
        ),
        (
            json!({"id": "x", "key": "0"}),
            "The label “x”: its key is “0”, not a digit from 1 to 9 or a letter from a to z; it has no key now. It was kept.",
        ),
        (
            json!({"id": "x", "key": ""}),
            "The label “x”: its key is “”, not a digit from 1 to 9 or a letter from a to z; it has no key now. It was kept.",
        ),
        (
            json!({"id": "x", "key": "2"}),
            "The label “x”: an earlier label has the key 2; it has no key now. It was kept.",
        ),
        (
            json!({"id": "x", "color": "red;}*{display:none"}),
            "The label “x”: its colour is “red;}*{display:none”, not one like #2a5fe0; it is grey now. \
             It was kept.",
        ),
        (
            json!({"id": "x", "color": "#12345"}),
            "The label “x”: its colour is “#12345”, not one like #2a5fe0; it is grey now. It was kept.",
        ),
        (
            json!({"id": "x", "guidelines": 7}),
            "The label “x”: its “guidelines” is a number, not text, and was not read.",
        ),
        (
            json!({"id": "x", "name": []}),
            "The label “x”: its “name” is a list, not text, and was not read.",
        ),
    ];
    for (label, said) in rows {
        let imported = check(&with_label(label), &[said]);
        for label in &imported.collection.scheme.labels {
            assert!(label.color.starts_with('#'));
        }
    }
    check(
        &with("/scheme/relation_types/0", json!({"from": ["proposal", "place"], "name": 1})),
        &[
            "The relation type “said_by”: its “from” names the label “place”, which the scheme lacks; \
             that name is gone now. It was kept.",
            "The relation type “said_by”: its “name” is a number, not text, and was not read.",
        ],
    );
}

#[test]
fn names_that_the_page_could_not_hold_are_changed_everywhere() {
    let mut file = good_file();
    put(&mut file, "/scheme/labels/0", json!({"id": "head of state"}));
    put(&mut file, "/scheme/labels/1", json!({"id": "head\tof\"state"}));
    file["scheme"]["labels"].as_array_mut().unwrap().push(json!({"id": "head_of_state_2"}));
    put(
        &mut file,
        "/scheme/relation_types/0",
        json!({"id": "a]b", "from": ["head\tof\"state"], "to": []}),
    );
    put(&mut file, FIRST, json!({"label": "head of state"}));
    put(&mut file, SECOND, json!({"label": "head\tof\"state"}));
    put(&mut file, RELATION, json!({"type": "a]b"}));
    let imported = check(
        &file,
        &[
            "The label “head of state”: its id has white space or signs that can't stand in one; it is \
             “head_of_state” now, everywhere. It was kept.",
            "The label “head of\"state”: its id has white space or signs that can't stand in one; it is \
             “head_of_state_3” now, everywhere. It was kept.",
            "The relation type “a]b”: its id has white space or signs that can't stand in one; it is \
             “a_b” now, everywhere. It was kept.",
        ],
    );
    let labels = |document: &verbatim::model::document::Document| -> Vec<String> {
        document.annotations().map(|annotation| annotation.label.to_string()).collect()
    };
    assert_eq!(labels(&imported.collection.documents[0]), ["head_of_state", "head_of_state_3"]);
    assert_eq!(imported.collection.scheme.relation_types[0].from[0].as_str(), "head_of_state_3");
}
