//! Citron JSON.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use verbatim::format::citron::Citron;
use verbatim::format::{InFile, Loss, OffsetUnit, Options, Read, ReadOptions, codec_of, read};
use verbatim::model::scheme::Scheme;

use crate::marked::{self, IN_CHARS_CRLF, IN_UTF16_CRLF};
use crate::stage::{assert_reads_back, held_against_everything, of, written};
use crate::support::arbitrary::arb_document_with;

held_against_everything!(Citron);

/// A scheme with a label for cues, so that many quotes are whole.
fn scheme_with_cues() -> Arc<Scheme> {
    let mut scheme = Scheme::default();
    let cue = scheme.labels[2].clone();
    scheme.labels[2] = verbatim::model::scheme::Label { id: "cue".into(), ..cue };
    Arc::new(scheme)
}

proptest! {
    #[test]
    fn quotes_with_cues_read_back(document in arb_document_with(scheme_with_cues())) {
        let collection = of(&scheme_with_cues(), vec![document]);
        for variant in ["whole", "all"] {
            assert_reads_back(&Citron, &collection, &options(variant));
        }
    }
}

const TEXT: &str = "😀 “We build,” said Zoe\u{301} and Bob, “in 東京.” No, he said.";

fn options(variant: &str) -> Options {
    Options { variant: variant.into(), ..Options::default() }
}

fn read_json(value: &Value) -> Read {
    let bytes = value.to_string();
    let file = InFile { name: "wsj.json", bytes: bytes.as_bytes() };
    read(&Citron, &[file], &ReadOptions::default()).unwrap()
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

fn span(start: u32, end: u32, text: &str) -> Value {
    json!({"start": start, "end": end, "text": text})
}

/// A file as Citron's own scripts write it.
fn file() -> Value {
    json!({
        "text": TEXT,
        "quotes": [
            {
                "id": "q1",
                "cue": span(14, 18, "said"),
                "sources": [span(19, 23, "Zoe\u{301}"), span(28, 31, "Bob")],
                "contents": [span(3, 11, "We build"), span(34, 39, "in 東京")],
                "confidence": "0.9",
            },
            {"cue": span(49, 53, "said"), "sources": [span(46, 48, "he")], "contents": [span(42, 44, "No")], "coreferences": []},
        ],
    })
}

#[test]
fn citrons_own_files_are_read_and_written_as_they_were() {
    let read = read_json(&file());
    assert_eq!((warnings(&read), read.question.clone()), (vec![], None));
    let collection = &read.imported.collection;
    let document = &collection.documents[0];
    let held: Vec<String> = marked::held(document)
        .into_iter()
        .map(|(label, words)| format!("{label} {words}"))
        .collect();
    assert_eq!(
        held,
        [
            "content We build … in 東京",
            "cue said",
            "source Zoe\u{301}",
            "source Bob",
            "content No",
            "source he",
            "cue said"
        ]
    );
    let words = |id| {
        let annotation = document.annotation(id).unwrap();
        document.article().text.get(annotation.fragments.ranges().next().unwrap()).unwrap()
    };
    let relations: Vec<_> = document
        .relations()
        .into_iter()
        .map(|one| format!("{} {} {}", words(one.from), one.relation_type, words(one.to)))
        .collect();
    assert_eq!(
        relations,
        [
            "We build cued_by said",
            "We build said_by Zoe\u{301}",
            "We build said_by Bob",
            "No said_by he",
            "No cued_by said"
        ]
    );
    // Citron passes over the fields that are more.
    let again = written(&Citron, collection, &options("whole"));
    let is_of_all = |loss: &Loss| [Loss::Scheme, Loss::Looks].contains(loss);
    let lost: Vec<_> = again.losses.iter().filter(|(loss, _)| !is_of_all(loss)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let again: Value = serde_json::from_slice(&again.files[0].bytes).unwrap();
    assert_eq!(again["text"], TEXT);
    for (quote, first) in
        again["quotes"].as_array().unwrap().iter().zip(file()["quotes"].as_array().unwrap())
    {
        let bare = |one: &Value| {
            span(
                one["start"].as_u64().unwrap() as u32,
                one["end"].as_u64().unwrap() as u32,
                one["text"].as_str().unwrap(),
            )
        };
        let all = |spans: &Value| spans.as_array().unwrap().iter().map(bare).collect::<Vec<_>>();
        assert_eq!(bare(&quote["cue"]), first["cue"]);
        for field in ["sources", "contents"] {
            assert_eq!(json!(all(&quote[field])), first[field]);
        }
        for field in ["id", "confidence"] {
            assert_eq!(quote.get(field), first.get(field));
        }
    }
}

#[test]
fn what_is_in_no_quote_is_counted() {
    let collection = marked::collection();
    let sentences = |variant| written(&Citron, &collection, &options(variant)).losses.sentences();
    assert_eq!(
        sentences("whole")[2..],
        [
            "8 annotations that are in no quote with a source and a cue: left out",
            "2 links that give no quote its source or cue: left out",
        ]
    );
    assert_eq!(
        sentences("all")[2..],
        ["4 annotations that are no content, source or cue of a quote: left out"]
    );
    let files = written(&Citron, &collection, &options("all")).files;
    let file: Value = serde_json::from_slice(&files[0].bytes).unwrap();
    let quotes = file["quotes"].as_array().unwrap();
    assert_eq!(quotes.len(), 2);
    assert_eq!(quotes[0]["cue"], Value::Null);
    let places = |spans: &Value| -> Vec<(u64, u64)> {
        let spans = spans.as_array().unwrap().iter();
        spans.map(|one| (one["start"].as_u64().unwrap(), one["end"].as_u64().unwrap())).collect()
    };
    // Lines end in LF now, so each is one less than in the original.
    assert_eq!(places(&quotes[0]["contents"]), [(28, 55)]);
    assert_eq!(places(&quotes[0]["sources"]), [(2, 20)]);
    assert_eq!(places(&quotes[1]["contents"]), [(38, 43), (51, 55)]);
    assert_eq!(places(&quotes[1]["sources"]), [(62, 66)]);
    let source = &quotes[0]["sources"][0];
    assert_eq!((&source["label"], &source["status"]), (&json!("speaker"), &json!("discuss")));
}

#[test]
fn offsets_are_tried_until_the_texts_fit() {
    for places in [IN_CHARS_CRLF, IN_UTF16_CRLF] {
        let one = |idx: usize| span(places[idx].0, places[idx].1, marked::MARKS[idx].2[0]);
        let read = read_json(&json!({
            "text": marked::TEXT,
            "quotes": [{"cue": null, "sources": [one(0)], "contents": [one(1)]}],
        }));
        assert_eq!((warnings(&read), read.question.clone()), (vec![], None));
        let held: Vec<String> = marked::held(&read.imported.collection.documents[0])
            .into_iter()
            .map(|(_, words)| words)
            .collect();
        assert_eq!(held, [marked::MARKS[0].2[0], marked::MARKS[1].2[0]]);
    }
}

#[test]
fn what_does_not_fit_is_said() {
    let mut file = file();
    file["quotes"][0]["cue"]["start"] = json!("x");
    file["quotes"][0]["sources"][0]["text"] = json!("Eve");
    file["quotes"][0]["coreferences"] = json!([span(0, 1, "😀")]);
    file["quotes"][1]["contents"] = json!([]);
    file["quotes"].as_array_mut().unwrap().push(json!(7));
    let said = warnings(&read_json(&file)).join("\n");
    for sentence in [
        "a cue of the quote no. 1 has no whole numbers as “start” and “end”: “x”, 18",
        "the file quotes “Eve”, but the text there is “Zoe\u{301}”",
        "1 of its fields have coreferences, whose offsets would not stay true, and were not read.",
        "the quote no. 2 has no content that can be read",
        "the quote no. 3 is a number, not an object",
    ] {
        assert!(said.contains(sentence), "{sentence}\nis not in\n{said}");
    }
    for (bytes, sentence) in
        [("{\"quotes\":[]}", "has no “text”"), ("[]", "holds a list where an article should be")]
    {
        let file = InFile { name: "x.json", bytes: bytes.as_bytes() };
        let said = read(&Citron, &[file], &ReadOptions::default()).unwrap_err().to_string();
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn its_files_are_known() {
    assert_eq!(
        codec_of("x.json", &file().to_string()).map(|codec| codec.format().id),
        Some("citron")
    );
}

#[test]
fn the_unit_that_a_person_says_counts_and_numbers_may_be_words() {
    let file = json!({
        "text": "Señora Añez pide.",
        "quotes": [{"cue": null, "sources": [], "contents": [{"start": 8.0, "end": "13"}]}],
    });
    let bytes = file.to_string();
    let files = [InFile { name: "a.json", bytes: bytes.as_bytes() }];
    let options = ReadOptions { unit: Some(OffsetUnit::Byte), ..ReadOptions::default() };
    let read = read(&Citron, &files, &options).unwrap();
    assert_eq!(warnings(&read), [] as [&str; 0]);
    let held = marked::held(&read.imported.collection.documents[0]);
    assert_eq!(held, [("content".to_owned(), "Añez".to_owned())]);
}

#[test]
fn what_is_left_out_is_counted() {
    let read = read_json(&json!({
        "text": "“No,” said Zoe and Bo.",
        "article": {"title": 5},
        "quotes": [
            {
                "cue": {"start": 6, "end": "x"},
                "sources": [span(11, 14, "Zoe"), {"start": 19}],
                "contents": [{"start": 1, "end": 3, "text": "No", "status": 7}],
            },
            {"cue": span(6, 10, "said"), "sources": [span(19, 21, "Bo")], "contents": [{}]},
            7,
        ],
    }));
    let said: Vec<(String, usize)> =
        read.imported.warnings.iter().map(|one| (one.to_string(), one.n_items)).collect();
    let counts: Vec<usize> = said.iter().map(|(_, n)| *n).collect();
    // A title and a status that are no text; a source and a cue with their
    // links; a content, and what went with it; a quote.
    assert_eq!(counts, [0, 0, 2, 2, 1, 4, 1], "{said:#?}");
    let title = "Record 1: the article: its “title” is a number, not text, and was not read.";
    assert_eq!(said[0].0, title);
}
