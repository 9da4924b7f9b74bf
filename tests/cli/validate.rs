//! `verbatim validate`.

use serde_json::{Value, json};

use crate::stage::{Stage, corpus, native};

fn report(stage: &Stage, arguments: &str, status: i32) -> Value {
    let ran = stage.run(arguments);
    assert_eq!(ran.status, status, "{ran:?}");
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

#[test]
fn a_good_file_has_no_problems() {
    let stage = Stage::new();
    stage.write("all.json", native(corpus()));
    let said = report(&stage, "validate all.json", 0);
    assert_eq!(said["valid"], true);
    assert_eq!(said["problems"], json!([]));
    assert_eq!((&said["articles"], &said["annotations"]), (&json!(4), &json!(8)));
    assert_eq!((&said["relations"], &said["format"]), (&json!(1), &json!("verbatim-json")));
    stage.done("convert all.json -o all.jsonl");
    let lines = report(&stage, "validate all.jsonl", 0);
    assert_eq!(lines["annotations"], 8);
    assert_eq!(stage.done("validate all.json --quiet").out, "");
}

#[test]
fn each_thing_that_is_wrong_is_told() {
    let stage = Stage::new();
    let mut file: Value = serde_json::from_slice(&native(corpus())).unwrap();
    let articles = file["articles"].as_array_mut().unwrap();
    articles[0]["annotations"][0]["fragments"][0]["quote"] = json!("Zoë");
    articles[1]["annotations"][0]["fragments"][0]["end"] = json!(900);
    articles[1]["annotations"][1]["label"] = json!("nobody");
    articles[2]["annotations"][0]["id"] = json!("T1");
    articles[3]["text_sha256"] = json!("0000");
    let twin = articles[2]["annotations"][1].clone();
    articles[2]["annotations"].as_array_mut().unwrap().push(twin);
    articles[2]["annotations"][3]["id"] = json!("00000000-0000-0000-0000-00000000abcd");
    articles[2]["relations"] = json!([{"id": "00000000-0000-0000-0000-0000000000aa",
        "type": "said_by", "from": "00000000-0000-0000-0000-00000000abcd", "to": "T1"}]);
    stage.write("all.json", file.to_string());
    let said = report(&stage, "validate all.json", 1);
    let problems = said["problems"].as_array().unwrap();
    let has = |place: &str, outcome: &str, words: &str| {
        let found = problems.iter().any(|one| {
            one["where"] == place
                && one["outcome"] == outcome
                && one["file"] == "all.json"
                && one["problem"].as_str().unwrap().contains(words)
        });
        assert!(found, "{place} {outcome} {words}: {problems:#?}");
    };
    has("annotation", "left out", "the file quotes “Zoë”, but the text there is “Zoé”");
    has("annotation", "left out", "its “end” is 900, but the text ends at 28");
    has("annotation", "left out", "the scheme has no label “nobody”");
    has("annotation", "changed", "its id “T1” is not a UUID");
    has("article", "changed", "its text is not the one that its “text_sha256”");
    has("relation", "left out", "the annotation it leads to,");
    has("relation", "kept", "the type said_by may not start at the label location");
    has("relation", "kept", "the type said_by may not lead to the label location");
    has("annotation", "kept", "the same label is on the same words already");
    assert_eq!((&said["valid"], &said["n_problems"]), (&json!(false), &json!(problems.len())));
    assert_eq!(problems.len(), 9, "{problems:#?}");
}

#[test]
fn what_cannot_be_read_is_another_status() {
    let stage = Stage::new();
    stage.write("a.json", "{\"format\": \"verbatim\", \"version\": \"1.0\", ");
    let ran = stage.run("validate a.json");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("breaks off"), "{}", ran.err);
    assert_eq!(stage.run("validate").status, 2);
    assert_eq!(stage.run("validate --form x").status, 2);
}

#[test]
fn what_is_too_much_in_one_record_is_counted() {
    let stage = Stage::new();
    let broken = vec!["{}"; 10_500].join(",");
    let line = |more: &str| format!("{{\"text\":\"Zoe left.\",\"denotations\":[{more}]}}");
    stage.write("a.json", format!("[{},{}]", line(&broken), line("{}")).into_bytes());
    let said = report(&stage, "validate --from pubannotation a.json", 1);
    let problems = said["problems"].as_array().unwrap();
    assert_eq!((problems.len(), &said["n_problems"]), (10_002, &json!(10_501)));
    let rest = json!({
        "where": "record", "number": 1, "n": 500, "file": problems[0]["file"],
        "problem": "500 more things do not fit", "outcome": "left out",
    });
    assert_eq!(problems[10_000], rest);
    let ran =
        stage.run("convert --from pubannotation a.json --to verbatim-json -o b.json --losses json");
    let told: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(
        (&told["n_warnings"], told["warnings"].as_array().unwrap().len()),
        (&json!(10_501), 10_002)
    );
}
