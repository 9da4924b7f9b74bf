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
         {\"id\": 2, \"label\": \"P\", \"start_offset\": \"0\", \"end_offset\": 3}, \
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
        "“label” is 5, not a list",
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
