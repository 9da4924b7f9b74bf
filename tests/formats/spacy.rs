//! spaCy's JSON.

use serde_json::{Value, json};
use verbatim::format::spacy::Spacy;
use verbatim::format::{self, InFile, Loss, OffsetUnit, Options, Read, ReadOptions, codec_of};
use verbatim::model::annotation::{Annotation, Status};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;

use crate::stage::{held_against_everything, of, written};
use crate::support::drawn::draw;

held_against_everything!(Spacy);

fn line_of(document: Document) -> Value {
    let collection = of(&document.scheme().clone(), vec![document]);
    let files = written(&Spacy, &collection, &Options::default()).files;
    serde_json::from_slice(&files[0].bytes).unwrap()
}

fn read(words: &str) -> Read {
    let file = InFile { name: "docs.jsonl", bytes: words.as_bytes() };
    format::read(&Spacy, &[file], &ReadOptions::default()).unwrap()
}

fn quotes(document: &Document) -> Vec<(String, String)> {
    let text = &document.article().text;
    let quote = |one: &Annotation| text.get(one.fragments.extent()).unwrap().to_owned();
    document.annotations().map(|one| (one.label.to_string(), quote(one))).collect()
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn tokens_hold_the_text_and_are_cut_by_annotations() {
    let doc = line_of(draw(
        "
         |😀  Zoe\u{301} baut,
             ^^^ 1 speaker
                 ^^^ 2 proposal
         |  東\u{a0}ab
            ^ 3 location",
    ));
    // 😀 0-1 (one space is its own), 2-3 the other, Zoé 3-7, bau 8-11, t 11-12.
    let tokens: Vec<[u64; 2]> = doc["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|token| ["start", "end"].map(|name| token[name].as_u64().unwrap()))
        .collect();
    let expected = [
        [0, 1],
        [2, 3],
        [3, 7],
        [8, 11],
        [11, 12],
        [12, 13],
        [13, 16],
        [16, 17],
        [17, 18],
        [18, 20],
    ];
    assert_eq!(tokens, expected);
    assert_eq!(doc["tokens"][3]["id"], 3);
    assert_eq!(doc["ents"][0], json!({"start": 3, "end": 7, "label": "speaker"}));
    let span = json!({"start": 16, "end": 17, "label": "location", "kb_id": ""});
    assert_eq!(doc["spans"]["sc"][2], span);
}

#[test]
fn entities_lie_apart_and_the_group_has_all() {
    let drawn = draw(
        "
         |we must act in Paris now
          ^^^^^^^^^^^^^^^^^^^^ 1 proposal
                         ^^^^^ 2 location
                  ^^^^^^ 3 speaker
         = r said_by 1 -> 3",
    );
    let doc = line_of(drawn);
    assert_eq!(doc["ents"], json!([{"start": 0, "end": 20, "label": "proposal"}]));
    assert_eq!(doc["spans"]["sc"].as_array().unwrap().len(), 3);
    let relation = &doc["verbatim"]["relations"][0];
    assert_eq!(relation["type"], "said_by");
    assert_eq!(relation["from"], doc["verbatim"]["annotations"][0]["id"]);
}

#[test]
fn what_is_rejected_is_no_gold() {
    let mut document = draw("|Ana left\n ^^^ 1 speaker\n     ^^^^ 2 proposal\n= r said_by 2 -> 1");
    let mut annotation = Annotation::clone(document.annotations().next().unwrap());
    annotation.status = Status::Rejected;
    document.apply(Edit::PutAnnotation(Box::new(annotation))).unwrap();
    let collection = of(&document.scheme().clone(), vec![document]);
    let written = written(&Spacy, &collection, &Options::default());
    assert_eq!(written.losses.count(&Loss::Rejected), 1);
    assert_eq!(written.losses.count(&Loss::RelationEnds), 1);
    assert_eq!(written.fitted[0].n_annotations(), 1);
}

#[test]
fn documents_of_spacy_are_read() {
    let read = read(
        "{\"text\": \"Ana leads the Bank.\", \"ents\": [{\"start\": 0, \"end\": 3, \
         \"label\": \"PER\"}, {\"start\": 14, \"end\": 18, \"label\": \"ORG\", \"id\": \"Q1\"}], \
         \"cats\": {\"news\": 1.0}, \"sents\": [{\"start\": 0, \"end\": 19}], \
         \"tokens\": [{\"id\": 0, \"start\": 0, \"end\": 3, \"tag\": \"NNP\"}], \
         \"spans\": {\"sc\": [{\"start\": 0, \"end\": 3, \"label\": \"PER\", \"kb_id\": \"Q7\"}], \
         \"np\": [{\"start\": 10, \"end\": 18, \"label\": \"NP\", \"kb_id\": \"\"}]}, \
         \"_\": {\"desk\": \"city\"}}",
    );
    let said = warnings(&read);
    assert_eq!(said, ["Line 1: what its tokens say as “tag” is not kept."]);
    let document = &read.imported.collection.documents[0];
    let pairs = [("PER", "Ana"), ("NP", "the Bank"), ("ORG", "Bank")];
    assert_eq!(quotes(document), pairs.map(|(label, words)| (label.into(), words.into())));
    let doc = line_of(document.clone());
    assert_eq!(doc["spans"]["sc"][0]["kb_id"], "Q7");
    assert_eq!(doc["spans"]["np"][0]["label"], "NP");
    assert_eq!(doc["cats"]["news"], 1.0);
    assert_eq!(doc["_"]["desk"], "city");
}

#[test]
fn training_data_is_read() {
    for words in [
        "[[\"😀 Ana left\", {\"entities\": [[2, 5, \"PER\"]]}]]",
        "{\"text\": \"😀 Ana left\", \"entities\": [[2, 5, \"PER\"]]}",
        "[{\"text\": \"😀 Ana left\", \"spans\": [{\"start\": 2, \"end\": 5, \"label\": \"PER\"}]}]",
        "[[\"😀 Ana left\", {\"spans\": {\"sc\": [[2, 5, \"PER\", \"Q1\"]]}}]]",
        "[\"😀 Ana left\", {\"entities\": [[2.0, \"5\", \"PER\"]]}]\n",
        "{\"text\": \"😀 Ana left\", \"entities\": [{\"start\": 2, \"end\": 5, \"label\": \"PER\"}]}",
    ] {
        let read = read(words);
        assert_eq!(warnings(&read), Vec::<String>::new());
        let quotes = quotes(&read.imported.collection.documents[0]);
        assert_eq!(quotes, [("PER".into(), "Ana".into())], "{words}");
        assert!(read.question.is_some(), "code points or UTF-16");
    }
}

#[test]
fn what_can_not_be_read_is_named() {
    let read = read(
        "{\"text\": \"Ana left\", \"entities\": [[0, 3, \"P\"], [\"a\", 3, \"Q\"], [4, 8], 7, \
         [4, 90, \"R\"]]}\n{\"text\": 5}\n",
    );
    let said = warnings(&read).join("\n");
    for part in [
        "the span “Q” does not start and end at whole numbers",
        "the span from 4 to 8 has no label",
        "the span 7 does not",
        "90",
        "has no “text”",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(read.imported.collection.documents[0].n_annotations(), 1);
}

#[test]
fn its_files_are_recognized_and_no_others() {
    let id = |words: &str| codec_of("a.jsonl", words).map(|codec| codec.format().id);
    for words in [
        "{\"text\":\"a\",\"ents\":[],\"tokens\":[{\"id\":0,\"start\":0,\"end\":1}]}",
        "[[\"a\",{\"entities\":[[0,1,\"x\"]]}]]",
        "{\"text\": \"a\", \"entities\": []}",
        "[\"a\", {\"entities\": [[0, 1, \"x\"]]}]\n[\"b\", {\"entities\": []}]\n",
        "[\"a\", {\"spans\": {\"sc\": [[0, 1, \"x\"]]}}]\n",
        "{\"text\": \"a\", \"entities\": [{\"start\": 0, \"end\": 1, \"label\": \"x\"}]}",
    ] {
        assert_eq!(id(words), Some("spacy"), "{words}");
    }
    for other in [
        "{\"text\":\"a\",\"entities\":[],\"relations\":[]}",
        "{\"text\":\"a\",\"tokens\":[{\"id\":0}],\"spans\":[{\"start\":0}]}",
        "{\"tokens\":[\"a\"],\"ner_tags\":[\"O\"]}",
        "{\"text\":\"a\",\"entities\":[[0,1,\"x\"]],\"cats\":[\"news\"]}",
        "{\"text\":\"a\",\"entities\":[{\"id\":1,\"start_offset\":0,\"end_offset\":1,\"label\":\"x\"}]}",
    ] {
        assert_ne!(id(other), Some("spacy"), "{other}");
    }
}

#[test]
fn exports_of_other_programs_are_read_or_refused_by_name() {
    let pairs = r#"{"classes":["PER"],"annotations":[["Ana asks.",{"entities":[[0,3,"PER"]]}],null,
        ["Bo.",{"entities":[]}],["x"]]}"#;
    assert_eq!(codec_of("a.json", pairs).map(|codec| codec.format().id), Some("spacy"));
    let found = read(pairs);
    let documents = &found.imported.collection.documents;
    assert_eq!(documents.len(), 2);
    assert_eq!(quotes(&documents[0]), [("PER".into(), "Ana".into())]);
    assert_eq!(documents[1].article().metadata.title, "docs 3");
    let said = warnings(&found);
    assert!(said.len() == 1 && said[0].starts_with("Record 4: it "), "{said:?}");
    let old = r#"[{"id":0,"paragraphs":[{"raw":"Bo","sentences":[{"tokens":[]}]}]}]"#;
    assert_eq!(codec_of("a.json", old).map(|codec| codec.format().id), Some("spacy"));
    let files = [InFile { name: "a.json", bytes: old.as_bytes() }];
    let error = format::read(&Spacy, &files, &ReadOptions::default()).unwrap_err().to_string();
    assert!(error.contains("is training JSON of spaCy 2"), "{error}");
}

#[test]
fn entities_as_objects_are_read_and_what_lies_outside_is_said() {
    let found = read(include_str!("../fixtures/cases/sp5739-dict-entities.jsonl"));
    let documents = &found.imported.collection.documents;
    assert_eq!(quotes(&documents[0]), [("BRAND".into(), "Acme".into())]);
    let said = warnings(&found);
    assert!(said.len() == 1 && said[0].contains("751") && said[0].contains("left out"), "{said:?}");
}

#[test]
fn a_person_can_say_what_offsets_count() {
    let words = "{\"text\": \"Añez pide.\", \"entities\": [[6, 10, \"V\"]]}";
    for (unit, expected) in [(OffsetUnit::Byte, "pide"), (OffsetUnit::CodePoint, "ide.")] {
        let file = InFile { name: "docs.jsonl", bytes: words.as_bytes() };
        let options = ReadOptions { unit: Some(unit), ..ReadOptions::default() };
        let found = format::read(&Spacy, &[file], &options).unwrap();
        assert_eq!(found.question, None);
        let quotes = quotes(&found.imported.collection.documents[0]);
        assert_eq!(quotes, [("V".into(), expected.into())], "{unit:?}");
    }
}

#[test]
fn what_stands_in_one_of_both_lists_goes_back_there() {
    let file = json!({"text": "Ana Ruiz of Quito", "tokens": [],
    "ents": [
        {"start": 0, "end": 3, "label": "PER", "kb_id": "Q1"},
        {"start": 12, "end": 17, "label": "LOC"},
    ],
    "spans": {
        "sc": [{"start": 0, "end": 8, "label": "NAME", "score": 0.5}],
        "geo": [{"start": 12, "end": 17, "label": "LOC"}, {"start": 0, "end": 17, "label": "X"}],
    }});
    let found = read(&file.to_string());
    assert_eq!(warnings(&found), [""; 0]);
    let again = line_of(found.imported.collection.documents[0].clone());
    let kept = json!([
        {"start": 0, "end": 3, "label": "PER", "kb_id": "Q1"},
        {"start": 12, "end": 17, "label": "LOC"},
    ]);
    assert_eq!(again["ents"], kept);
    let name = json!([{"start": 0, "end": 8, "label": "NAME", "kb_id": "", "score": 0.5}]);
    assert_eq!(again["spans"]["sc"], name);
    let geo = again["spans"]["geo"].as_array().unwrap();
    assert_eq!(
        geo.iter().map(|one| one["label"].as_str().unwrap()).collect::<Vec<_>>(),
        ["X", "LOC"]
    );
    // Entities alone are a group as well.
    let found = read(&json!({"text": "Ana won", "entities": [[0, 3, "PER"]]}).to_string());
    let again = line_of(found.imported.collection.documents[0].clone());
    assert_eq!(again["spans"]["sc"][0]["label"], "PER");
}
