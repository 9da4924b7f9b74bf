//! doccano JSON Lines.

use verbatim::format::doccano::Doccano;
use verbatim::format::{self, InFile, Loss, OffsetUnit, Options, Read, ReadOptions, codec_of};
use verbatim::model::document::Document;

use crate::stage::{held_against_everything, of, written};
use crate::support::drawn::draw;

held_against_everything!(Doccano);

/// An emoji, a combining mark, nesting, crossing, CJK and a right-to-left name.
fn drawn() -> Document {
    draw(
        "
         |😀 Zoe\u{301} said 東京🗼 to أحمد\u{a0}now
            ^^^ 1 speaker
                     ^^^^^^ 2 proposal
                     ^^^ 3 location
                       ^^^^ 4 location
                            ^^^^ 5 speaker
         = r said_by 2 -> 1",
    )
}

fn read(words: &str, unit: Option<OffsetUnit>) -> Read {
    let file = InFile { name: "export.jsonl", bytes: words.as_bytes() };
    format::read(&Doccano, &[file], &ReadOptions { unit, ..ReadOptions::default() }).unwrap()
}

fn quotes(document: &Document) -> Vec<(String, String)> {
    let text = &document.article().text;
    let quote = |one: &verbatim::model::annotation::Annotation| {
        text.get(one.fragments.extent()).unwrap().to_owned()
    };
    document.annotations().map(|one| (one.label.to_string(), quote(one))).collect()
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn offsets_count_code_points_and_all_is_ascii() {
    let document = draw(
        "
         |😀 Zoe\u{301} said 東京🗼
            ^^^ 1 speaker
                     ^^^ 2 location
         = r said_by 2 -> 1",
    );
    let collection = of(&document.scheme().clone(), vec![document]);
    let files = written(&Doccano, &collection, &Options::default()).files;
    assert_eq!(files[0].name, "all.jsonl");
    let line = std::str::from_utf8(&files[0].bytes).unwrap();
    assert!(line.is_ascii());
    let start = "{\"text\":\"\\ud83d\\ude00 Zoe\\u0301 said \\u6771\\u4eac\\ud83d\\uddfc\",\
        \"entities\":[{\"id\":1,\"start_offset\":2,\"end_offset\":6,\"label\":\"speaker\"},\
        {\"id\":2,\"start_offset\":12,\"end_offset\":15,\"label\":\"location\"}],\
        \"relations\":[{\"id\":1,\"from_id\":2,\"to_id\":1,\"type\":\"said_by\"}],\
        \"article_id\":\"00000000-0000-0000-0000-000000000001\",";
    assert!(line.starts_with(start), "{line}");
    assert!(line.ends_with("}\n"));
}

#[test]
fn the_plain_variant_has_triples_and_no_relations() {
    let document = drawn();
    let n_annotations = document.n_annotations();
    let collection = of(&document.scheme().clone(), vec![document]);
    let options = Options { variant: "plain".into(), ..Options::default() };
    let written = written(&Doccano, &collection, &options);
    assert_eq!(written.losses.count(&Loss::Relations), 1);
    assert_eq!(written.fitted[0].n_annotations(), n_annotations, "overlaps stay");
    let line = std::str::from_utf8(&written.files[0].bytes).unwrap();
    assert!(line.contains("\"label\":[[2,"), "{line}");
    assert!(!line.contains("entities"));
}

#[test]
fn what_doccano_exports_is_read() {
    let read = read(
        "{\"id\": 7, \"text\": \"Ana will pay Bo.\", \"entities\": [\
         {\"id\": 11, \"label\": \"PER\", \"start_offset\": 0, \"end_offset\": 3}, \
         {\"id\": 12, \"label\": \"PER\", \"start_offset\": 13, \"end_offset\": 15}], \
         \"relations\": [{\"id\": 5, \"from_id\": 11, \"to_id\": 12, \"type\": \"pays\"}], \
         \"Comments\": [{\"id\": 1, \"comment\": \"ok\"}], \"desk\": \"city\"}\n",
        None,
    );
    assert_eq!(warnings(&read), Vec::<String>::new());
    assert_eq!(read.question, None);
    let document = &read.imported.collection.documents[0];
    let pairs = [("PER".to_owned(), "Ana".to_owned()), ("PER".into(), "Bo".into())];
    assert_eq!(quotes(document), pairs);
    assert_eq!(document.relations().len(), 1);
    assert_eq!(document.article().metadata.title, "export 1");
    let kept = &document.article().extra["doccano"];
    assert_eq!(kept["desk"], "city");
    assert_eq!(kept["Comments"][0]["comment"], "ok");

    let files = written(&Doccano, &read.imported.collection, &Options::default()).files;
    let line = std::str::from_utf8(&files[0].bytes).unwrap();
    assert!(line.contains("\"desk\":\"city\""), "{line}");
    assert!(line.contains("\"id\":7"), "{line}");
}

#[test]
fn triples_are_read_under_their_old_name_and_over_lines() {
    for key in ["label", "labels"] {
        let read =
            read(&format!("{{\n\"data\": \"Ana left\",\n\"{key}\": [[0, 3, \"P\"]]}}"), None);
        assert_eq!(quotes(&read.imported.collection.documents[0])[0].1, "Ana", "{key}");
    }
}

#[test]
fn the_unit_of_the_editor_is_seen_or_asked() {
    // UTF-16: 3 to 6; by code points the second would end past the text.
    let utf16 = "{\"text\":\"😀 Ana 😀 Bo\",\"label\":[[3,6,\"P\"],[10,12,\"P\"]]}";
    let seen = read(utf16, None);
    assert_eq!(seen.question, None);
    let words: Vec<String> = quotes(&seen.imported.collection.documents[0])
        .into_iter()
        .map(|(_, words)| words)
        .collect();
    assert_eq!(words, ["Ana", "Bo"]);

    let open = read("{\"text\":\"😀 Ana left\",\"label\":[[2,5,\"P\"]]}", None);
    let question = open.question.expect("code points or UTF-16");
    assert_eq!(question.choices[0].unit, OffsetUnit::CodePoint);
    assert_eq!(question.choices[0].words.as_deref(), Some("Ana"));

    // The family is one grapheme and five code points; CR LF is one.
    let graphemes = "{\"text\":\"👨\u{200d}👩\u{200d}👧\\r\\nAna\",\"label\":[[2,5,\"P\"]]}";
    let read = read(graphemes, Some(OffsetUnit::Grapheme));
    assert_eq!(quotes(&read.imported.collection.documents[0])[0].1, "Ana");
}

#[test]
fn what_can_not_be_read_is_named() {
    let read = read(
        "{\"text\": \"Ana left\", \"entities\": [\
         {\"id\": 1, \"label\": \"P\", \"start_offset\": 0, \"end_offset\": 3}, \
         {\"id\": 2, \"label\": \"P\", \"start_offset\": \"x\", \"end_offset\": 3}, \
         {\"id\": 3, \"start_offset\": 0, \"end_offset\": 3}, \"sports\", \
         {\"id\": 4, \"label\": \"P\", \"start_offset\": 4, \"end_offset\": 99}], \
         \"relations\": [{\"id\": 8, \"from_id\": 1, \"to_id\": 77, \"type\": \"r\"}, {\"id\": 9}], \
         \"label\": 5}\n\
         {\"words\": 1}\n[]\n",
        None,
    );
    let said = warnings(&read).join("\n");
    for part in [
        "the entity 2 does not start and end at whole numbers",
        "the entity 3 from 0 to 3 has no label",
        "“sports” is no span",
        "99",
        "77",
        "the relation 9 lacks",
        "“label” is 5, not a list, and was not read.",
        "has no “text”",
        "holds a list where an article should be",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(read.imported.collection.documents[0].n_annotations(), 1);
}

#[test]
fn its_files_are_recognized_and_no_others() {
    let id = |words: &str| codec_of("a.jsonl", words).map(|codec| codec.format().id);
    assert_eq!(id("{\"text\":\"a\",\"label\":[[0,1,\"x\"]]}"), Some("doccano"));
    assert_eq!(id("{\"text\":\"a\",\"label\": [ ]}"), Some("doccano"));
    assert_eq!(id("{\"text\":\"a\",\"entities\":[],\"relations\":[]}"), Some("doccano"));
    for other in [
        "{\"text\":\"“label”: [[\",\"x\":1}",
        "{\"text\":\"\\\"label\\\":[[\"}",
        "{\"text\":\"a\",\"denotations\":[],\"relations\":[]}",
        "{\"text\":\"a\",\"entities\":[[0,1,\"x\"]]}",
        "[{\"data\":{\"text\":\"a\"},\"annotations\":[{\"result\":[{\"labels\":[\"x\"]}]}]}]",
    ] {
        assert_ne!(id(other), Some("doccano"), "{other}");
    }
}

#[test]
fn what_old_projects_exported_is_read() {
    let line = r#"{"id":7,"text":"Ana asks Bo.","annotations":[
        {"label":"PER","start_offset":0,"end_offset":3,"user":1},
        {"label":2,"start_offset":9,"end_offset":11,"user":1}],"meta":{},"annotation_approver":null}"#;
    let line = line.replace('\n', "");
    let codec = verbatim::format::codec_of("a.jsonl", &line).unwrap();
    assert_eq!(codec.format().id, "doccano");
    let read = read(&line, None).imported;
    assert_eq!(read.warnings, []);
    let document = &read.collection.documents[0];
    let text = &document.article().text;
    let marks =
        document.annotations().map(|one| format!("{} {}", one.label, one.fragments.quote(text)));
    assert_eq!(marks.collect::<Vec<_>>(), ["PER Ana", "2 Bo"]);
}

/// What is marked, with where it lies in code points.
fn places(read: &Read) -> Vec<String> {
    let document = &read.imported.collection.documents[0];
    let text = &document.article().text;
    let place = |range: verbatim::model::offset::TextRange| {
        let at = |byte| text.offsets().char_from_byte(byte).unwrap().0;
        format!("{}–{} {}", at(range.start()), at(range.end()), text.get(range).unwrap())
    };
    let marks = document.annotations();
    marks.map(|one| format!("{} {}", one.label, place(one.fragments.extent()))).collect()
}

#[test]
fn the_unit_that_a_person_says_counts() {
    let file = r#"{"text": "Señora Añez pide.", "label": [[8, 13, "PER"]]}"#;
    assert_eq!(places(&read(file, Some(OffsetUnit::Byte))), ["PER 7–11 Añez"]);
}

#[test]
fn offsets_in_bytes_are_asked_about() {
    let file = r#"{"text": "Zoé met Ana, Łukasz and Bo.",
        "label": [[0, 4, "P"], [9, 12, "P"], [14, 21, "P"], [26, 28, "P"]]}"#;
    let question = read(file, None).question.expect("no usual unit fits all");
    assert_eq!(question.choices[0].unit, OffsetUnit::Byte);
    assert_eq!(question.choices[0].n_fit, 4);
}

#[test]
fn whole_numbers_may_be_fractions_or_words() {
    let found = read(
        "{\"id\": 1, \"text\": \"Mayor Ana Ruiz said in Quito that buses should be free.\", \
         \"label\": [[6.0, 14.0, \"PER\"], [\"23\", \"28\", \"LOC\"]]}",
        None,
    );
    assert_eq!(warnings(&found), [] as [&str; 0]);
    assert_eq!(places(&found), ["PER 6–14 Ana Ruiz", "LOC 23–28 Quito"]);
    // Numbers in a table with gaps.
    let found = read(
        r#"{"text": "Ana met Bo.", "entities": [
            {"id": 11, "label": "P", "start_offset": 0.0, "end_offset": "3"},
            {"id": 12.0, "label": "P", "start_offset": "8.0", "end_offset": 10}],
            "relations": [{"id": 1, "from_id": 11.0, "to_id": 12, "type": "met"}]}"#,
        None,
    );
    assert_eq!(warnings(&found), [] as [&str; 0]);
    assert_eq!(found.imported.collection.documents[0].relations().len(), 1);
}

#[test]
fn an_export_with_intents_is_known_and_they_come_back() {
    let file = "{\"id\": 1, \"text\": \"Mayor Ana Ruiz said in Quito that buses should be free.\", \
         \"entities\": [[6, 14, \"PER\"], [23, 28, \"LOC\"]], \"cats\": [\"transport\"]}\n\
         {\"id\": 2, \"text\": \"Nothing here.\", \"entities\": [], \"cats\": []}\n";
    for file in [file, file.lines().nth(1).unwrap()] {
        let codec = codec_of("a.jsonl", file).map(|codec| codec.format().id);
        assert_eq!(codec, Some("doccano"), "{file}");
    }
    let of_spacy = r#"{"text": "a", "entities": [[0, 1, "x"]], "cats": {"x": 1}}"#;
    assert_ne!(codec_of("a.jsonl", of_spacy).map(|codec| codec.format().id), Some("doccano"));
    let found = read(file, None);
    assert_eq!(warnings(&found), [] as [&str; 0]);
    assert_eq!(places(&found), ["PER 6–14 Ana Ruiz", "LOC 23–28 Quito"]);
    let out = written(&Doccano, &found.imported.collection, &Options::default()).files;
    let out = String::from_utf8(out[0].bytes.clone()).unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].contains(r#""cats":["transport"]"#), "{out}");
    assert!(lines[1].contains(r#""cats":[]"#), "{out}");
}

#[test]
fn labels_of_the_whole_text_come_back() {
    let found = read(r#"{"text": "Ana left.", "label": ["sports", [0, 3, "PER"]]}"#, None);
    let said = "Line 1: “label” has 1 of the whole text, as “sports”: kept as a field, not \
        marked.";
    assert_eq!(warnings(&found), [said]);
    let out = |variant: &str| {
        let options = Options { variant: variant.into(), ..Options::default() };
        let files = written(&Doccano, &found.imported.collection, &options).files;
        String::from_utf8(files[0].bytes.clone()).unwrap()
    };
    assert!(out("relations").contains(r#""label":["sports"]"#), "{}", out("relations"));
    let plain = out("plain");
    assert!(plain.contains(r#""label":[[0,3,"PER"]]"#), "{plain}");
    assert!(plain.contains(r#""labels":["sports"]"#), "{plain}");
    for variant in ["relations", "plain"] {
        let options = Options { variant: variant.into(), ..Options::default() };
        let again = read(&out(variant), None).imported.collection;
        assert_eq!(written(&Doccano, &again, &options).fitted.len(), 1);
        assert_eq!(quotes(&again.documents[0]).len(), 1, "{variant}");
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let found = read(
        r#"{"text": "Ana", "entities": [{"id": 1, "start_offset": 0, "end_offset": 3}, 5],
            "relations": [{"id": 9}], "labels": 5}"#,
        None,
    );
    let n_items: usize = found.imported.warnings.iter().map(|one| one.n_items).sum();
    assert_eq!(n_items, 3, "{:?}", warnings(&found));
    assert!(
        warnings(&found).contains(&"Record 1: “labels” is 5, not a list, and was not read.".into())
    );
}
