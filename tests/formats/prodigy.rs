//! Prodigy's JSON Lines.

use serde_json::{Value, json};
use verbatim::format::prodigy::Prodigy;
use verbatim::format::{self, InFile, Loss, OffsetUnit, Options, Read, ReadOptions, codec_of};
use verbatim::model::annotation::{Annotation, Status};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;

use crate::stage::{held_against_everything, of, written};
use crate::support::drawn::draw;

held_against_everything!(Prodigy);

fn line_of(document: &Document) -> Value {
    let collection = of(&document.scheme().clone(), vec![document.clone()]);
    let files = written(&Prodigy, &collection, &Options::default()).files;
    serde_json::from_slice(&files[0].bytes).unwrap()
}

fn read(words: &str) -> Read {
    let file = InFile { name: "tasks.jsonl", bytes: words.as_bytes() };
    format::read(&Prodigy, &[file], &ReadOptions::default()).unwrap()
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
fn token_ends_are_inclusive_and_relations_name_last_tokens() {
    let task = line_of(&draw(
        "
         |😀 Zoe\u{301} Mu\u{308}ller said: 東京\u{a0}now
            ^^^^^^^^^^ 1 speaker
                             ^^^^^^ 2 proposal
                             ^^ 3 location
         = r said_by 2 -> 1",
    ));
    // Tokens: 0 😀, 1 Zoé, 2 Müller, 3 said, 4 :, 5 東, 6 京, 7 NBSP, 8 now.
    assert_eq!(
        task["tokens"][2],
        json!({"text": "Mu\u{308}ller", "start": 7, "end": 14, "id": 2, "ws": true})
    );
    assert_eq!(
        task["tokens"][7],
        json!({"text": "\u{a0}", "start": 23, "end": 24, "id": 7, "ws": false})
    );
    let span = &task["spans"][0];
    let ends = ["start", "end", "token_start", "token_end"].map(|name| span[name].as_u64());
    assert_eq!(ends, [Some(2), Some(14), Some(1), Some(2)]);
    assert_eq!(span["text"], "Zoe\u{301} Mu\u{308}ller");
    let relation = &task["relations"][0];
    assert_eq!((&relation["head"], &relation["child"]), (&json!(8), &json!(2)));
    assert_eq!(relation["head_span"]["token_start"], 5);
    assert_eq!(relation["label"], "said_by");
    assert_eq!(task["answer"], "accept");
}

#[test]
fn tokens_are_cut_where_annotations_end() {
    let task = line_of(&draw("|rebuilding\n   ^^^^^ 1 proposal"));
    let words: Vec<&str> =
        task["tokens"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert_eq!(words, ["re", "build", "ing"]);
    assert_eq!(task["spans"][0]["token_end"], 1);
}

#[test]
fn what_people_made_in_prodigy_is_read() {
    let read = read(
        "{\"text\": \"😀 Ana will pay Bo.\", \"tokens\": [{\"text\": \"😀\", \"start\": 0, \
         \"end\": 1, \"id\": 0, \"ws\": true, \"disabled\": true}], \"spans\": [\
         {\"start\": 2, \"end\": 5, \"token_start\": 1, \"token_end\": 1, \"label\": \"PER\", \
         \"source\": \"model\"}, {\"start\": 15, \"end\": 17, \"token_start\": 4, \
         \"token_end\": 4, \"label\": \"PER\", \"text\": \"Bo\"}], \"relations\": [\
         {\"head\": 1, \"child\": 4, \"label\": \"PAYS\", \"color\": \"#fff\"}, \
         {\"head\": 0, \"child\": 4, \"label\": \"DEP\"}, {\"head\": 9, \"child\": 9, \
         \"head_span\": {\"start\": 15, \"end\": 17, \"label\": \"PER\"}, \"child_span\": \
         {\"start\": 2, \"end\": 5, \"label\": \"PER\"}, \"label\": \"PAID_BY\"}], \
         \"meta\": {\"title\": \"Pay\", \"score\": 0.5}, \"_input_hash\": -12, \
         \"_task_hash\": 7, \"_session_id\": null, \"answer\": \"accept\"}",
    );
    let said = warnings(&read);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("“disabled”"), "{said:?}");
    assert!(said[1].contains("“DEP”: no span ends at the token 0"), "{said:?}");
    let document = &read.imported.collection.documents[0];
    assert_eq!(quotes(document)[0], ("PER".into(), "Ana".into()));
    assert_eq!(quotes(document)[1], ("PER".into(), "Bo".into()));
    assert_eq!(document.relations().len(), 2);
    assert_eq!(document.article().metadata.title, "Pay");
    let task = line_of(document);
    assert_eq!((&task["_input_hash"], &task["_task_hash"]), (&json!(-12), &json!(7)));
    assert_eq!(task["meta"]["score"], 0.5);
    assert_eq!(task["spans"][0]["source"], "model");
    assert!(task.as_object().unwrap().contains_key("_session_id"));
    let has_color = |one: &Value| one["label"] == "PAYS" && one["color"] == "#fff";
    assert!(task["relations"].as_array().unwrap().iter().any(has_color), "{task}");
}

#[test]
fn what_was_not_accepted_is_never_gold() {
    let of_answer = |answer: &str, spans: &str| {
        read(&format!("{{\"text\":\"Ana left\",\"spans\":[{spans}],\"answer\":\"{answer}\"}}"))
    };
    let span = "{\"start\":0,\"end\":3,\"label\":\"P\"}";
    for (answer, status) in
        [("accept", Status::Sure), ("reject", Status::Rejected), ("ignore", Status::Unsure)]
    {
        let marked = of_answer(answer, span);
        let document = &marked.imported.collection.documents[0];
        assert_eq!(document.annotations().next().unwrap().status, status, "{answer}");
        // An empty task keeps its answer.
        let empty = of_answer(answer, "");
        assert_eq!(line_of(&empty.imported.collection.documents[0])["answer"], answer);
    }
    let other = of_answer("later", span).imported.collection;
    assert_eq!(other.documents[0].annotations().next().unwrap().status, Status::Unsure);
    let rejected = of_answer("reject", span).imported.collection;
    let out = written(&Prodigy, &rejected, &Options::default());
    assert_eq!(out.losses.count(&Loss::Rejected), 1);
    let task: Value = serde_json::from_slice(&out.files[0].bytes).unwrap();
    assert_eq!((&task["spans"], &task["answer"]), (&json!([]), &json!("reject")));

    // Work on it makes it gold.
    let mut document = rejected.documents[0].clone();
    let mut annotation = Annotation::clone(document.annotations().next().unwrap());
    annotation.status = Status::Sure;
    document.apply(Edit::PutAnnotation(Box::new(annotation))).unwrap();
    assert_eq!(line_of(&document)["answer"], "accept");
}

#[test]
fn words_of_spans_tell_the_unit() {
    let span = |start: u32, end: u32| {
        format!(
            "{{\"text\":\"😀 Ana, Ana\",\"spans\":[{{\"start\":{start},\"end\":{end},\
             \"label\":\"P\",\"text\":\"Ana\"}}]}}"
        )
    };
    for (start, end) in [(2, 5), (3, 6)] {
        let read = read(&span(start, end));
        assert_eq!(read.question, None);
        assert_eq!(quotes(&read.imported.collection.documents[0]), [("P".into(), "Ana".into())]);
    }
}

#[test]
fn what_can_not_be_read_is_named() {
    let read = read(
        "{\"text\": \"Ana left\", \"spans\": [{\"start\": 0, \"end\": 3}, \
         {\"start\": \"a\", \"end\": 3, \"label\": \"Q\"}, 7, \
         {\"start\": 4, \"end\": 90, \"label\": \"R\"}, \
         {\"start\": 4, \"end\": 8, \"label\": \"S\", \"text\": \"Ana\"}], \
         \"relations\": {\"head\": 1}}\n{\"label\": 5}\n",
    );
    let said = warnings(&read).join("\n");
    for part in [
        "the span from 0 to 3 has no label",
        "the span “Q” does not start and end at whole numbers",
        "the span 7 does not",
        "90",
        "“left”",
        "“relations” is an object, not a list",
        "has no “text”",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn its_files_are_recognized_and_no_others() {
    let id = |words: &str| codec_of("a.jsonl", words).map(|codec| codec.format().id);
    for words in [
        "{\"text\":\"a\",\"_input_hash\":1,\"answer\":\"accept\"}",
        "{\"text\":\"a\",\"tokens\":[{\"id\":0}],\"spans\":[{\"start\":0}]}",
    ] {
        assert_eq!(id(words), Some("prodigy"), "{words}");
    }
    for other in [
        "{\"text\":\"a\",\"ents\":[],\"tokens\":[{\"id\":0}],\"spans\":{\"sc\":[]}}",
        "{\"text\":\"a\",\"denotations\":[{\"span\":{\"begin\":0}}]}",
        "{\"text\":\"a\",\"label\":[[0,1,\"x\"]]}",
        "{\"text\":\"a\",\"question\":\"b\",\"answer\":\"c\"}",
    ] {
        assert_ne!(id(other), Some("prodigy"), "{other}");
    }
}

#[test]
fn a_person_or_the_words_of_tokens_say_what_offsets_count() {
    let span = "\"spans\":[{\"start\":6,\"end\":\"10\",\"label\":\"V\"}]";
    let bare = format!("{{\"text\":\"Añez pide.\",{span}}}");
    for (unit, expected) in [(OffsetUnit::Byte, "pide"), (OffsetUnit::CodePoint, "ide.")] {
        let file = InFile { name: "tasks.jsonl", bytes: bare.as_bytes() };
        let options = ReadOptions { unit: Some(unit), ..ReadOptions::default() };
        let found = format::read(&Prodigy, &[file], &options).unwrap();
        let quotes = quotes(&found.imported.collection.documents[0]);
        assert_eq!(quotes, [("V".into(), expected.into())], "{unit:?}");
    }
    let token = "\"tokens\":[{\"text\":\"pide\",\"start\":6.0,\"end\":10,\"id\":0}]";
    let found = read(&format!("{{\"text\":\"Añez pide.\",{token},{span}}}"));
    assert_eq!(found.question, None);
    let document = &found.imported.collection.documents[0];
    assert_eq!(quotes(document), [("V".into(), "pide".into())]);
}

#[test]
fn each_relation_that_is_left_out_is_counted_once() {
    let found = read(
        "{\"text\":\"Ana left\",\"spans\":[],\"relations\":[{\"head\":0,\"child\":1,\
         \"label\":\"DEP\"},{\"label\":\"R\"}]}",
    );
    let expected = [
        "Line 1: the relation “DEP”: no span ends at the token 0 and at the token 1. It was left \
         out.",
        "Line 1: the relation “R”: no span ends at the “head” that it lacks and at the “child” \
         that it lacks. It was left out.",
    ];
    assert_eq!(warnings(&found), expected);
    assert_eq!(found.imported.warnings.iter().map(|one| one.n_items).sum::<usize>(), 2);
}
