//! Words that a file has beside its offsets tell what the offsets count, and
//! whether they are right.

use serde_json::{Value, json};
use verbatim::format::doccano::Doccano;
use verbatim::format::prodigy::Prodigy;
use verbatim::format::pubannotation::PubAnnotation;
use verbatim::format::spacy::Spacy;
use verbatim::format::{self, Codec, Collection, InFile, Job, Read, ReadOptions};

/// Two characters outside the Basic Multilingual Plane come before the name.
const TEXT: &str = "😀😀 Ana Añez won";

/// Each format with an article, whose one annotation lies somewhere and has some
/// words.
fn articles(start: u64, end: u64, words: &str) -> Vec<(&'static dyn Codec, Value)> {
    let ends = json!({"start": start, "end": end, "label": "PER", "text": words});
    let entity = json!({"id": 1, "start_offset": start, "end_offset": end, "label": "PER",
        "text": words});
    let denotation = json!({"id": "T1", "span": {"begin": start, "end": end}, "obj": "PER",
        "text": words});
    vec![
        (&Spacy, json!({"text": TEXT, "entities": [ends]})),
        (&Spacy, json!({"text": TEXT, "ents": [], "spans": {"sc": [ends]}})),
        (&Prodigy, json!({"text": TEXT, "spans": [ends]})),
        (&Doccano, json!({"text": TEXT, "entities": [entity], "relations": []})),
        (&PubAnnotation, json!({"text": TEXT, "denotations": [denotation]})),
    ]
}

fn read(codec: &dyn Codec, article: &Value) -> Read {
    let line = article.to_string();
    let file = InFile { name: "a.json", bytes: line.as_bytes() };
    format::read(codec, &[file], &ReadOptions::default()).unwrap()
}

fn marks(collection: &Collection) -> Vec<String> {
    let document = &collection.documents[0];
    let text = &document.article().text;
    document
        .annotations()
        .map(|one| format!("{} {}", one.label, one.fragments.quote(text)))
        .collect()
}

#[test]
fn they_tell_what_is_counted() {
    // In code points, in UTF-16 code units, in bytes.
    for (start, end) in [(3, 11), (5, 13), (9, 18)] {
        for words in ["Ana Añez", "ana añez", " Ana  Añez"] {
            for (codec, article) in articles(start, end, words) {
                let found = read(codec, &article);
                assert_eq!(found.question, None, "{article}");
                assert_eq!(marks(&found.imported.collection), ["PER Ana Añez"], "{article}");
                assert_eq!(found.imported.balance.n_unchecked, 0, "{article}");
                // They go out again.
                let files = format::write(codec, &found.imported.collection, &Job::default()).files;
                let written: Value = serde_json::from_slice(&files[0].bytes).unwrap();
                let is_there = written.to_string().contains("\"text\":\"Ana Añez\"")
                    || written.to_string().contains("\"text\":\"Ana A\u{f1}ez\"");
                assert!(is_there, "{written}");
            }
        }
    }
}

#[test]
fn what_holds_other_words_is_left_out_and_named() {
    for (codec, article) in articles(3, 11, "Bo") {
        let text = TEXT.replace('😀', "x").replace('ñ', "n");
        let mut article = article;
        article["text"] = text.as_str().into();
        let found = read(codec, &article);
        assert_eq!(marks(&found.imported.collection), [""; 0], "{article}");
        let said = found.imported.warnings.sentences(9).join("\n");
        assert!(said.contains("quotes “Bo”, but the text there is “Ana Anez”"), "{said}");
    }
}

#[test]
fn words_of_tokens_tell_too() {
    // In UTF-16 code units, which a document of spaCy's never has.
    let places = [(0, 4, "😀😀"), (5, 8, "Ana"), (9, 13, "Añez"), (14, 17, "won")];
    let tokens = places
        .map(|(start, end, words)| json!({"id": 0, "start": start, "end": end, "text": words}));
    let found = read(
        &Spacy,
        &json!({"text": TEXT, "tokens": tokens, "ents": [{"start": 5, "end": 13, "label": "PER"}],
            "spans": {}}),
    );
    assert_eq!(found.question, None);
    assert_eq!(marks(&found.imported.collection), ["PER Ana Añez"]);
    assert_eq!(found.imported.balance.n_unchecked, 0);
    assert_eq!(found.imported.warnings.n(), 0);
}
