//! Verbatim files, made by hand for the page to read and checked when it
//! wrote them.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// What was said in a council, for many scenarios.
pub const COUNCIL: &str = "Mayor Ada Lind spoke first. \
    “We need trams”, Bob Roe said, “and we need them now.” Eva Kern listened.";

/// An annotation over the first place of some words.
pub struct Marked<'a> {
    pub label: &'a str,
    pub words: &'a str,
}

/// One article as a file has it, each annotation with an id made of its number.
pub fn article(number: u32, title: &str, text: &str, marked: &[Marked<'_>]) -> Value {
    let annotations = marked.iter().zip(1..).map(|(Marked { label, words }, n)| {
        let at = text.find(words).expect("the words are in the text");
        let start = text[..at].chars().count();
        annotation(n, label, (start, start + words.chars().count()), words)
    });
    json!({
        "id": id(number, 0),
        "title": title,
        "date": null, "source": "", "url": null, "language": "en", "line_endings": "lf",
        "text": text,
        "text_sha256": sha256(text),
        "n_chars": text.chars().count(),
        "annotations": annotations.collect::<Vec<_>>(),
        "relations": [],
    })
}

/// A file of one article, with the usual scheme and links from proposals to
/// speakers.
pub fn linked(text: &str, marked: &[Marked<'_>]) -> Value {
    let mut file = file(vec![article(1, "Council", text, marked)]);
    file["scheme"]["relation_types"] =
        json!([{"id": "said_by", "from": ["proposal"], "to": ["speaker"]}]);
    file
}

/// One annotation as a file has it.
pub fn annotation(number: u32, label: &str, (start, end): (usize, usize), quote: &str) -> Value {
    let at = "2026-11-22T20:13:00Z";
    json!({
        "id": id(0, number),
        "label": label,
        "fragments": [{"start": start, "end": end, "quote": quote}],
        "note": "", "status": "sure", "annotator": "", "created": at, "modified": at,
        "origin": "manual",
    })
}

/// A file of these articles, with the usual scheme.
pub fn file(articles: Vec<Value>) -> Value {
    let label = |id: &str, name: &str, key: &str, color: &str| json!({"id": id, "name": name, "key": key, "color": color, "description": ""});
    json!({
        "format": "verbatim",
        "version": "1.0",
        "offset_unit": "codepoint",
        "scheme": {
            "labels": [
                label("speaker", "Speaker", "1", "#2a5fe0"),
                label("proposal", "Proposal", "2", "#b4540a"),
                label("location", "Location", "3", "#1a7f4b"),
            ],
            "relation_types": [],
        },
        "articles": articles,
    })
}

/// The id with these numbers.
pub fn id(first: u32, last: u32) -> String {
    format!("{first:08x}-0000-4000-8000-{last:012x}")
}

/// Reads a file that the page wrote, and checks every offset in every unit,
/// every quote and every sum.
pub fn checked(bytes: &[u8]) -> Value {
    let file: Value = serde_json::from_slice(bytes).expect("it is JSON");
    assert_eq!(file["format"], "verbatim");
    assert_eq!(file["offset_unit"], "codepoint");
    for article in file["articles"].as_array().expect("a list of articles") {
        let text = article["text"].as_str().expect("a text");
        let chars: Vec<char> = text.chars().collect();
        let units: Vec<u16> = text.encode_utf16().collect();
        assert_eq!(article["n_chars"], chars.len());
        assert_eq!(article["text_sha256"], sha256(text));
        let annotations = article["annotations"].as_array();
        for one in annotations.expect("a list of annotations") {
            for fragment in one["fragments"].as_array().expect("fragments") {
                let at = |field: &str| fragment[field].as_u64().expect(field) as usize;
                let quote = fragment["quote"].as_str().expect("a quote");
                let slice = &chars[at("start")..at("end")];
                assert_eq!(slice.iter().collect::<String>(), quote);
                let slice = &units[at("start_utf16")..at("end_utf16")];
                assert_eq!(String::from_utf16(slice).expect("whole characters"), quote);
                assert_eq!(&text[at("start_byte")..at("end_byte")], quote);
            }
        }
    }
    file
}

/// Each annotation's label and words, in the order of the file.
pub fn labelled(article: &Value) -> Vec<(String, String)> {
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let pair = |one: Value| {
        let quotes = list(&one["fragments"]).into_iter().map(|it| word(&it["quote"]));
        let quotes: Vec<String> = quotes.collect();
        (word(&one["label"]), quotes.join(" … "))
    };
    list(&article["annotations"]).into_iter().map(pair).collect()
}

fn sha256(text: &str) -> String {
    let sum = Sha256::digest(text);
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}
