//! `verbatim stats`.

use serde_json::{Value, json};

use crate::stage::{Stage, corpus, native};

#[test]
fn all_is_counted() {
    let stage = Stage::new();
    stage.write("all.json", native(corpus()));
    let said: Value = serde_json::from_str(&stage.done("stats all.json --json").out).unwrap();
    // 19 + 28 + (8 + 1 + 12) + 13 code points.
    assert_eq!(said["characters"], 19 + 28 + 21 + 13);
    // 😀 Zoé : build flats . | She said in old Wuzhen town . | 一 二 三 שלום Second
    // line . | No mark here .
    assert_eq!(said["tokens"], 6 + 7 + 7 + 4);
    // Line ends part sentences.
    assert_eq!(said["sentences"], 1 + 1 + 2 + 1);
    assert_eq!((&said["articles"], &said["files"]), (&json!(4), &json!(1)));
    let annotations = &said["annotations"];
    assert_eq!(annotations["by_label"], json!({"location": 3, "proposal": 2, "speaker": 3}));
    assert_eq!(annotations["by_status"], json!({"sure": 8}));
    assert_eq!(annotations["by_annotator"], json!({"": 8}));
    // The location with the proposal inside, and the two locations that cross.
    assert_eq!((&annotations["overlapping"], &annotations["fragmented"]), (&json!(4), &json!(1)));
    assert_eq!((&annotations["all"], &annotations["fragments"]), (&json!(8), &json!(9)));
    assert_eq!(said["relations"], json!({"all": 1, "by_type": {"said_by": 1}}));

    let text = stage.done("stats all.json").out;
    assert!(text.contains("\narticles                                   4\n"), "{text}");
    assert!(text.contains("\n    speaker                                3\n"), "{text}");
    assert!(text.contains("\n    (nobody)                               8\n"), "{text}");
    let spaces = stage.done("stats all.json --json --tokens whitespace").out;
    let said: Value = serde_json::from_str(&spaces).unwrap();
    assert_eq!(said["tokens"], 4 + 6 + 4 + 3);
}

#[test]
fn labels_are_counted_and_chosen_by_what_the_file_wrote() {
    let stage = Stage::new();
    let marks = r#"[0,3,"Job Title"],[9,13,"Job_Title"],[4,8,"Job Title"]"#;
    stage.write("a.jsonl", format!("{{\"text\":\"Ana runs Acme\",\"label\":[{marks}]}}\n"));
    let said: Value = serde_json::from_str(&stage.done("stats a.jsonl --json").out).unwrap();
    let by_label = json!({"Job Title": 2, "Job_Title": 1});
    assert_eq!(said["annotations"]["by_label"], by_label);
    let ran = stage.done("convert a.jsonl --to doccano --label Job_Title");
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    let entities = said["entities"].as_array().unwrap();
    assert_eq!((entities.len(), &entities[0]["start_offset"]), (1, &json!(9)));
}
