//! `verbatim diff`.

use serde_json::{Value, json};

use crate::stage::{Stage, corpus, native};

fn file() -> Value {
    serde_json::from_slice(&native(corpus())).unwrap()
}

/// A folder with the corpus, and the corpus after a change.
fn stage(change: impl Fn(&mut Value)) -> Stage {
    let stage = Stage::new();
    let mut changed = file();
    change(&mut changed);
    stage.write("a.json", file().to_string());
    stage.write("b.json", changed.to_string());
    stage
}

/// What is said of a change, but for the heads of articles and the counts.
fn said(change: impl Fn(&mut Value)) -> Vec<String> {
    let ran = stage(change).run("diff a.json b.json");
    assert_eq!(ran.status, 1, "{ran:?}");
    ran.out.lines().filter(|line| line.starts_with("  ")).map(|line| line.trim().into()).collect()
}

/// The annotations of the article with a place.
fn annotations(file: &mut Value, article: usize) -> &mut Vec<Value> {
    file["articles"][article]["annotations"].as_array_mut().unwrap()
}

#[test]
fn the_same_is_the_same_in_any_order_and_format() {
    let stage = stage(|file| file["articles"].as_array_mut().unwrap().reverse());
    let ran = stage.done("diff a.json b.json");
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    let ran = stage.done("diff a.json b.json --json");
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&said["same"], &said["articles"]), (&json!(true), &json!([])));
    assert_eq!(said["counts"]["annotations"]["same"], 8);
    stage.done("convert a.json -o c.jsonl");
    stage.done("diff b.json c.jsonl");
}

#[test]
fn each_kind_of_change_is_told() {
    assert_eq!(
        said(|file| annotations(file, 0)[0]["label"] = json!("location")),
        ["~ speaker “Zoé” 2–5: label speaker → location"]
    );
    assert_eq!(
        said(|file| {
            annotations(file, 0)[0]["note"] = json!("who?");
            annotations(file, 0)[0]["status"] = json!("unsure");
        }),
        ["~ speaker “Zoé” 2–5: note nothing → who?; status sure → unsure"]
    );
    let shorter = |file: &mut Value| {
        let fragment = &mut annotations(file, 0)[1]["fragments"][0];
        *fragment = json!({"start": 7, "end": 12, "quote": "build"});
    };
    assert_eq!(
        said(shorter),
        ["~ proposal “build flats” 7–18: boundary 7–18 “build flats” → 7–12 “build”"]
    );
    assert_eq!(said(|file| drop(annotations(file, 2).remove(0))), ["- location “一二” 0–2"]);
    assert_eq!(
        said(|file| {
            let mut new = annotations(file, 2)[0].clone();
            new["id"] = json!("00000000-0000-0000-0000-0000000000ee");
            new["fragments"] = json!([{"start": 9, "end": 15, "quote": "Second"}]);
            annotations(file, 2).push(new);
        }),
        ["+ location “Second” 9–15"]
    );
    assert_eq!(
        said(|file| file["articles"][0]["relations"] = json!([])),
        ["- said_by “build flats” → “Zoé”"]
    );
    assert_eq!(
        said(|file| file["articles"][3]["title"] = json!("Other")),
        ["~ title “Article no. 4” → “Other”"]
    );
}

#[test]
fn without_ids_places_and_labels_tell_what_is_the_same() {
    let renumber = |file: &mut Value| {
        for (n, article) in file["articles"].as_array_mut().unwrap().iter_mut().enumerate() {
            article["id"] = json!(format!("10000000-0000-0000-0000-00000000000{n}"));
            article["relations"] = json!([]);
            for (m, one) in article["annotations"].as_array_mut().unwrap().iter_mut().enumerate() {
                one["id"] = json!(format!("20000000-0000-0000-0000-0000000000{n}{m}"));
            }
        }
    };
    assert_eq!(said(renumber), ["- said_by “build flats” → “Zoé”"]);
    assert_eq!(
        said(|file| {
            renumber(file);
            annotations(file, 0)[0]["label"] = json!("location");
            annotations(file, 0)[1]["fragments"] =
                json!([{"start": 13, "end": 18, "quote": "flats"}]);
        }),
        [
            "~ speaker “Zoé” 2–5: label speaker → location",
            "~ proposal “build flats” 7–18: boundary 7–18 “build flats” → 13–18 “flats”",
            "- said_by “build flats” → “Zoé”",
        ]
    );
}

#[test]
fn articles_come_and_go() {
    let stage = stage(|file| {
        let articles = file["articles"].as_array_mut().unwrap();
        articles[3]["id"] = json!("00000000-0000-0000-0000-0000000000ff");
        articles[3]["text"] = json!("Something else.");
        articles[3]["text_sha256"] = Value::Null;
        articles[3]["n_chars"] = Value::Null;
    });
    let ran = stage.run("diff a.json b.json");
    assert!(ran.out.contains("- article “Article no. 4” (00000000-0000-0000-0000-000000000004)\n"));
    assert!(ran.out.contains("+ article “Article no. 4” (00000000-0000-0000-0000-0000000000ff)\n"));
    assert!(ran.out.contains("articles: 3 same, 0 changed, 1 added, 1 removed\n"), "{}", ran.out);
    let ran = stage.run("diff a.json b.json --json");
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &said["same"]), (1, &json!(false)));
    assert_eq!(said["articles"][0]["change"], "removed");
    assert_eq!(said["articles"][1]["change"], "added");
    assert_eq!(stage.run("diff a.json b.json --quiet").out, "");
    assert_eq!(stage.run("diff a.json missing.json").status, 2);
}

#[test]
fn two_annotators_are_compared_by_what_they_marked() {
    let sign = |file: &mut Value, name: &str| {
        for article in 0..4 {
            for one in annotations(file, article) {
                one["annotator"] = json!(name);
            }
        }
    };
    let stage = Stage::new();
    let (mut ann, mut ben) = (file(), file());
    sign(&mut ann, "Ann");
    sign(&mut ben, "Ben");
    stage.write("a.json", ann.to_string());
    stage.write("b.json", ben.to_string());
    assert_eq!(stage.run("diff a.json b.json --quiet").status, 1);
    let ran = stage.done("diff a.json b.json --ignore annotator");
    assert_eq!(ran.out, "");
    annotations(&mut ben, 0)[0]["label"] = json!("location");
    annotations(&mut ben, 0)[0]["note"] = json!("a town?");
    stage.write("b.json", ben.to_string());
    let ran = stage.run("diff a.json b.json --ignore annotator,note");
    assert!(ran.out.contains("\n  ~ speaker “Zoé” 2–5: label speaker → location\n"), "{}", ran.out);
    assert!(ran.out.contains("annotations: 7 same, 1 changed (label 1)"), "{}", ran.out);
    assert_eq!(stage.run("diff a.json b.json --ignore label,annotator,note").status, 0);
    assert_eq!(stage.run("diff a.json b.json --ignore nothing").status, 2);
}

/// Where annotations coincide, their links tell which is which.
#[test]
fn the_same_with_other_ids_is_the_same() {
    let file = |ids: [u32; 4]| {
        let id = |n: u32| format!("00000000-0000-0000-0000-{n:012}");
        let mark = |n: u32, label: &str, start: u32, quote: &str| {
            let end = start + quote.len() as u32;
            let fragment = json!({"start": start, "end": end, "quote": quote});
            json!({"id": id(n), "label": label, "fragments": [fragment]})
        };
        let [one, other, first, second] = ids;
        let link = |n: u32, from: u32, to: u32| json!({"id": id(n), "type": "r", "from": id(from), "to": id(to)});
        let annotations = [
            mark(one, "src", 0, "Ana"),
            mark(other, "src", 0, "Ana"),
            mark(first, "cue", 4, "said"),
            mark(second, "cue", 13, "said"),
        ];
        let scheme = json!({
            "labels": [{"id": "cue", "name": "cue"}, {"id": "src", "name": "src"}],
            "relation_types": [{"id": "r", "name": "r"}],
        });
        let relations = [link(first + 10, first, one), link(second + 10, second, other)];
        json!({"format": "verbatim", "version": "1.0", "scheme": scheme, "articles": [{
            "id": id(99), "title": "t", "text": "Ana said and said",
            "annotations": annotations, "relations": relations,
        }]})
        .to_string()
    };
    let stage = Stage::new();
    stage.write("a.json", file([1, 2, 3, 4]));
    for ids in [[22, 21, 23, 24], [21, 22, 23, 24], [1, 2, 23, 24], [2, 1, 3, 4], [22, 21, 3, 4]] {
        stage.write("b.json", file(ids));
        let ran = stage.run("diff a.json b.json");
        assert_eq!(ran.status, 0, "{ids:?}: {}", ran.out);
    }
    // Where both lead to one of them, it is not the same.
    let mut other: Value = serde_json::from_str(&file([1, 2, 3, 4])).unwrap();
    let relations = &mut other["articles"][0]["relations"];
    relations[1]["to"] = relations[0]["to"].clone();
    stage.write("b.json", other.to_string());
    let ran = stage.run("diff a.json b.json");
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.out.contains("ends r “said” → “Ana” ("), "{}", ran.out);
}
