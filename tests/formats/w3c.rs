//! W3C Web Annotations.

use serde_json::{Value, json};
use verbatim::format::w3c::W3c;
use verbatim::format::{InFile, Loss, OffsetUnit, Options, Read, ReadOptions, codec_of, read};

use crate::marked::{self, IN_CHARS, IN_CHARS_CRLF, IN_UTF16_CRLF, MARKS};
use crate::stage::{held_against_everything, written};

held_against_everything!(W3c);

const ARTICLE: &str = "urn:uuid:00000000-0000-0000-0000-00000000000a";

fn read_json(value: &Value) -> Read {
    let bytes = value.to_string();
    let file = InFile { name: "page.jsonld", bytes: bytes.as_bytes() };
    read(&W3c, &[file], &ReadOptions::default()).unwrap()
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

/// A page as another program writes it: the text first, then annotations.
fn page(text: &str, annotations: Vec<Value>) -> Value {
    let mut items = vec![json!({
        "id": "https://example.org/text", "type": "Annotation", "motivation": "describing",
        "body": {"type": "TextualBody", "value": text}, "target": "https://example.org/a1",
    })];
    items.extend(annotations);
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://example.org/page",
        "type": "AnnotationPage", "items": items,
    })
}

fn target((start, end): (u32, u32), exact: &str) -> Value {
    json!({"source": "https://example.org/a1", "selector": [
        {"type": "RangeSelector"},
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": exact},
    ]})
}

fn annotation(id: &str, label: &str, target: Value) -> Value {
    json!({
        "id": format!("https://example.org/{id}"), "type": "Annotation",
        "motivation": "classifying", "target": target,
        "body": {"type": "TextualBody", "purpose": "tagging", "value": label},
    })
}

/// The rules of the model for an annotation, section by section.
fn assert_is_annotation(one: &Value) {
    assert_eq!(one["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert!(one["id"].as_str().unwrap().starts_with("urn:uuid:"), "{one}");
    assert_eq!(one["type"], "Annotation");
    let targets = match &one["target"] {
        Value::Array(targets) => targets.clone(),
        target => vec![target.clone()],
    };
    assert!(!targets.is_empty(), "{one}");
    for target in targets {
        if target.is_string() {
            continue;
        }
        assert!(target["source"].is_string(), "{one}");
        let [position, quote] = target["selector"].as_array().unwrap().as_slice() else {
            panic!("{one}");
        };
        assert_eq!(position["type"], "TextPositionSelector");
        assert!(position["start"].is_u64() && position["end"].is_u64(), "{one}");
        assert_eq!(quote["type"], "TextQuoteSelector");
        assert!(quote["exact"].is_string() && quote["prefix"].is_string(), "{one}");
        assert!(quote["suffix"].is_string(), "{one}");
    }
    for body in one["body"].as_array().unwrap() {
        assert!(body["type"].is_string() && body["purpose"].is_string(), "{one}");
    }
}

#[test]
fn each_annotation_is_one_by_the_model() {
    let written = written(&W3c, &marked::collection(), &Options::default());
    assert_eq!(written.losses.count(&Loss::Scheme), 4);
    assert_eq!(written.losses.count(&Loss::Looks), 4);
    assert_eq!(written.losses.iter().count(), 2, "{:?}", written.losses);
    let file: Value = serde_json::from_slice(&written.files[0].bytes).unwrap();
    let collection = &file[0];
    assert_eq!(collection["type"], "AnnotationCollection");
    assert_eq!(collection["label"], "Flats & \"homes\"");
    let items = collection["first"]["items"].as_array().unwrap();
    // The text, eight annotations, two links.
    assert_eq!((items.len(), &collection["total"]), (11, &json!(11)));
    items.iter().for_each(assert_is_annotation);
    assert_eq!(items[0]["motivation"], "describing");
    assert_eq!(items[0]["target"], ARTICLE);
    assert_eq!(items[0]["body"][0]["value"], marked::TEXT.replace("\r\n", "\n"));
    for ((id, label, words), places) in MARKS.iter().zip(IN_CHARS) {
        let id = format!("urn:uuid:00000000-0000-0000-0000-{id:012x}");
        let one = items.iter().find(|one| one["id"] == *id).expect(&id);
        assert_eq!(one["body"][0]["value"], *label);
        let targets = match &one["target"] {
            Value::Array(targets) => targets.clone(),
            target => vec![target.clone()],
        };
        let found: Vec<_> = targets
            .iter()
            .map(|target| {
                let [position, quote] = [0, 1].map(|idx| &target["selector"][idx]);
                (position["start"].clone(), position["end"].clone(), quote["exact"].clone())
            })
            .collect();
        let expected: Vec<_> = places
            .iter()
            .zip(*words)
            .map(|(&(start, end), &words)| (json!(start), json!(end), json!(words)))
            .collect();
        assert_eq!(found, expected, "{id}");
        let marker = json!({"fragments": expected.len()});
        assert_eq!(one.get("verbatim"), (expected.len() > 1).then_some(&marker));
    }
    let first = &items[1];
    assert_eq!(first["target"]["selector"][1]["prefix"], "😀 ");
    assert_eq!(first["body"][1]["purpose"], "commenting");
    assert_eq!(first["body"][1]["value"], "two\nlines, \"quoted\" 😀");
    assert_eq!(
        (&first["body"][2]["value"], &first["creator"]["name"]),
        (&json!("discuss"), &json!("Zoé"))
    );
    let link = items.iter().find(|one| one["motivation"] == "linking").unwrap();
    assert_eq!(link["target"], "urn:uuid:00000000-0000-0000-0000-000000000002");
    assert_eq!(link["body"][0]["value"], "said_by");
    assert_eq!(link["body"][1]["source"], "urn:uuid:00000000-0000-0000-0000-000000000001");
}

#[test]
fn offsets_are_tried_until_the_quotes_fit() {
    for places in [IN_CHARS_CRLF, IN_UTF16_CRLF] {
        let marks = MARKS.iter().zip(places);
        let annotations = marks.map(|((id, label, words), &place)| {
            annotation(&id.to_string(), label, target(place, words[0]))
        });
        let read = read_json(&page(marked::TEXT, annotations.collect()));
        assert_eq!((warnings(&read), read.question.clone()), (vec![], None));
        assert_eq!(marked::held(&read.imported.collection.documents[0]), marked::marks(6));
    }
    // Without quotes, nobody but a person can tell.
    let mut bare = annotation("1", "speaker", target((2, 20), ""));
    bare["target"]["selector"] = json!({"type": "TextPositionSelector", "start": 2, "end": 20});
    let question = read_json(&page(marked::TEXT, vec![bare])).question.unwrap();
    assert_eq!(question.choices[0].unit, OffsetUnit::CodePoint);
}

#[test]
fn other_programs_pages_are_read() {
    let text = "Ann said it, Bob said no";
    let mut both =
        annotation("both", "PER", json!([target((0, 3), "Ann"), target((13, 16), "Bob")]));
    both["creator"] = json!({"id": "https://example.org/me", "type": "Person", "nickname": "me"});
    both["rights"] = json!("https://example.org/free");
    let mut rich = annotation("rich", "CUE", target((4, 8), "said"));
    rich["body"] = json!([
        {"type": "TextualBody", "purpose": "classifying", "value": "CUE"},
        {"type": "TextualBody", "value": "a note", "purpose": "commenting"},
        {"type": "TextualBody", "value": "more", "purpose": "replying"},
        {"type": "SpecificResource", "source": "https://example.org/said", "purpose": "identifying"},
    ]);
    rich["created"] = json!("2015-10-13T13:00:00Z");
    let highlight = json!({
        "id": "https://example.org/h", "type": "Annotation", "motivation": ["oa:highlighting"],
        "target": target((22, 24), "no"),
    });
    let link = json!({
        "id": "https://example.org/l", "type": "Annotation", "motivation": "linking",
        "body": "https://example.org/both", "target": "https://example.org/rich",
    });
    let elsewhere =
        annotation("else", "PER", json!({"source": "https://example.org/a2", "selector": []}));
    let read = read_json(&page(text, vec![both, rich, highlight, link, elsewhere]));
    assert_eq!(
        warnings(&read),
        [
            "Line 1: 1 target lies in “https://example.org/a2”, whose text the file has not. It was left out."
        ]
    );
    let document = &read.imported.collection.documents[0];
    assert_eq!(document.article().metadata.url.as_deref(), Some("https://example.org/a1"));
    let held: Vec<String> = marked::held(document)
        .into_iter()
        .map(|(label, words)| format!("{label} {words}"))
        .collect();
    assert_eq!(held, ["PER Ann", "CUE said", "PER Bob", "highlighting no"]);
    let all: Vec<_> = document.annotations().collect();
    assert_eq!((all[1].note.as_str(), all[0].annotator.as_str()), ("a note\nmore", "me"));
    assert_eq!(all[1].created.to_string(), "2015-10-13T13:00:00Z");
    let relation = &document.relations()[0];
    assert_eq!((relation.from, relation.to), (all[1].id, all[0].id));
    // What is not known here is written again.
    let again = written(&W3c, &read.imported.collection, &Options::default());
    let again = String::from_utf8(again.files[0].bytes.clone()).unwrap();
    assert!(again.contains("\"rights\":\"https://example.org/free\""), "{again}");
    assert!(again.contains("\"source\":\"https://example.org/said\""), "{again}");
}

#[test]
fn what_does_not_fit_is_said() {
    let text = "Ann said it";
    let mut no_position = annotation("b", "PER", target((0, 3), "Ann"));
    no_position["target"]["selector"] = json!({"type": "TextQuoteSelector", "exact": "Zoe"});
    let mut half = annotation("c", "PER", target((0, 3), "Ann"));
    half["target"]["selector"][1]["start"] = json!(-1);
    let mut no_target = annotation("d", "PER", json!(null));
    no_target["created"] = json!(7);
    let link = json!({"id": "https://example.org/l", "type": "Annotation", "motivation": "linking",
        "body": "https://example.org/z", "target": "https://example.org/a"});
    let annotations = vec![
        annotation("a", "PER", target((0, 3), "Bob")),
        no_position,
        half,
        no_target,
        json!(5),
        link,
    ];
    let said = warnings(&read_json(&page(text, annotations))).join("\n");
    for sentence in [
        "the file quotes “Bob”, but the text there is “Ann”",
        "the annotation “https://example.org/b” has no position, and its words, “Zoe”, stand \
         nowhere in the text",
        "the annotation “https://example.org/c” has no whole numbers as “start” and “end”: -1, 3",
        "the annotation “https://example.org/d” has no target",
        "its “created” is a number, not text, and was not read",
        "an annotation is a number, not an object",
        "the annotation it starts at, “https://example.org/a”, is not there",
    ] {
        assert!(said.contains(sentence), "{sentence}\nis not in\n{said}");
    }
    let refused = |value: Value| {
        let bytes = value.to_string();
        let file = InFile { name: "x.jsonld", bytes: bytes.as_bytes() };
        read(&W3c, &[file], &ReadOptions::default()).unwrap_err().to_string()
    };
    let alone = annotation("a", "PER", target((0, 3), "Ann"));
    assert!(refused(alone).contains("but not the text that they lie on"));
    assert!(refused(json!({"type": "AnnotationPage", "items": []})).contains("has no annotations"));
    assert!(refused(json!([3])).contains("holds a number where annotations should be"));
}

/// What is marked when one target has these selectors, and what is said.
fn seen(selector: Value) -> (Vec<String>, String) {
    let mut one = annotation("a", "PER", target((0, 3), ""));
    one["target"]["selector"] = selector;
    let read = read_json(&page("😀 Ann met Bo. Ann met Cy.", vec![one]));
    let held = marked::held(&read.imported.collection.documents[0]);
    (held.into_iter().map(|(_, words)| words).collect(), warnings(&read).join("\n"))
}

#[test]
fn words_without_a_position_are_found_by_what_is_around_them() {
    let quote = |exact: &str, prefix: &str, suffix: &str| json!({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix});
    for selector in [quote("Bo", "", ""), quote("Ann", "Bo. ", ""), quote("Ann", "", " met Cy")] {
        let (held, said) = seen(selector.clone());
        assert_eq!((held, said.as_str()), (vec![selector["exact"].as_str().unwrap().into()], ""));
    }
    let (held, said) = seen(json!([quote("Ann", "", " met")]));
    assert_eq!(held, [] as [&str; 0]);
    assert!(said.contains("and its words, “Ann”, stand at several places"), "{said}");
}

#[test]
fn a_position_that_another_narrows_is_not_taken_for_the_whole() {
    let position =
        |start: u32, end: u32| json!({"type": "TextPositionSelector", "start": start, "end": end});
    let refined = |by: Value| {
        let mut one = position(10, 12);
        one["refinedBy"] = by;
        seen(one)
    };
    assert_eq!(refined(position(1, 2)), (vec!["o".into()], String::new()));
    let none: Vec<String> = Vec::new();
    for (by, expected) in [
        (position(1, 3), "has a position from 10 to 12 that is narrowed to its outside"),
        (
            json!({"type": "TextQuoteSelector", "exact": "o"}),
            "has a position that “TextQuoteSelector” narrows, which is not read",
        ),
        (position(2, 1), ""),
    ] {
        let (held, said) = refined(by);
        assert_eq!(held, none);
        assert!(!said.is_empty() && said.contains(expected), "{said}");
    }
}

#[test]
fn a_place_that_is_none_of_the_two_kinds_is_named() {
    let fragment = json!({"type": "FragmentSelector", "value": "char=0,3"});
    let (held, said) = seen(fragment);
    assert_eq!(held, [] as [&str; 0]);
    assert!(said.contains("nor a TextQuoteSelector, but “FragmentSelector”"), "{said}");
    let (_, said) = seen(Value::Null);
    assert!(said.contains("has no selector: it is about the whole text"), "{said}");
}

#[test]
fn its_files_are_known_by_their_start() {
    let files = written(&W3c, &marked::collection(), &Options::default()).files;
    let start: String = String::from_utf8_lossy(&files[0].bytes).chars().take(60).collect();
    assert_eq!(codec_of("all.json", &start).map(|codec| codec.format().id), Some("w3c"));
    assert_eq!(codec_of("all.jsonld", "{\"id\"").map(|codec| codec.format().id), Some("w3c"));
    assert!(codec_of("all.jsonld", "plain text").is_none());
}
