//! Label Studio tasks.

use serde_json::{Value, json};
use verbatim::format::label_studio::LabelStudio;
use verbatim::format::{InFile, Loss, Options, Read, ReadOptions, codec_of, read};

use crate::marked::{self, IN_CHARS, IN_CHARS_CRLF, IN_UTF16_CRLF, MARKS};
use crate::stage::{held_against_everything, written};

held_against_everything!(LabelStudio);

fn options(variant: &str) -> Options {
    Options { variant: variant.into(), ..Options::default() }
}

fn read_json(value: &Value) -> Read {
    let bytes = value.to_string();
    let file = InFile { name: "tasks.json", bytes: bytes.as_bytes() };
    read(&LabelStudio, &[file], &ReadOptions::default()).unwrap()
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

fn region(id: &str, (start, end): (u32, u32), label: &str, text: &str) -> Value {
    json!({
        "id": id, "from_name": "label", "to_name": "text", "type": "labels",
        "value": {"start": start, "end": end, "text": text, "labels": [label]},
    })
}

fn task(text: &str, regions: Vec<Value>) -> Value {
    json!([{"id": 7, "data": {"text": text}, "annotations": [{"id": 1, "result": regions}]}])
}

#[test]
fn a_task_is_written_as_label_studio_reads_it() {
    let collection = marked::collection();
    for (variant, list) in [("", "annotations"), ("predictions", "predictions")] {
        let written = written(&LabelStudio, &collection, &options(variant));
        assert_eq!(written.losses.count(&Loss::Fragments), 1);
        assert_eq!(written.losses.count(&Loss::Scheme), 4);
        assert_eq!(written.losses.count(&Loss::Looks), 4);
        assert_eq!(written.losses.iter().count(), 3, "{:?}", written.losses);
        let tasks: Value = serde_json::from_slice(&written.files[0].bytes).unwrap();
        let data = &tasks[0]["data"];
        assert_eq!(tasks[0]["id"], 1);
        assert_eq!(data["text"], marked::TEXT.replace("\r\n", "\n"));
        assert_eq!(data["title"], "Flats & \"homes\"");
        assert_eq!(data["line_endings"], "mixed");
        let result = tasks[0][list][0]["result"].as_array().unwrap();
        // Eight annotations, one of which has two fragments; two relations.
        assert_eq!(result.len(), 11);
        for (mark, places) in MARKS.iter().zip(IN_CHARS) {
            for ((start, end), words) in places.iter().zip(mark.2) {
                let found = result.iter().find(|one| {
                    let value = &one["value"];
                    value["start"] == *start && value["end"] == *end && value["text"] == *words
                });
                assert_eq!(found.expect(words)["value"]["labels"], json!([mark.1]));
            }
        }
        let first = &result[0];
        assert_eq!(first["id"], "00000000-0000-0000-0000-000000000001");
        assert_eq!(first["meta"]["text"], json!(["two\nlines, \"quoted\" 😀"]));
        assert_eq!(first["meta"]["status"], "discuss");
        let relation = result.iter().find(|one| one["type"] == "relation").unwrap();
        assert_eq!(relation["from_id"], "00000000-0000-0000-0000-000000000002");
        assert_eq!(relation["to_id"], "00000000-0000-0000-0000-000000000001");
        assert_eq!(
            (&relation["direction"], &relation["labels"]),
            (&json!("right"), &json!(["said_by"]))
        );
        assert_eq!(tasks[0]["predictions"][0]["model_version"].is_string(), list == "predictions");
    }
}

#[test]
fn the_configuration_names_each_label_and_relation() {
    let files = written(&LabelStudio, &marked::collection(), &options("")).files;
    assert_eq!(files[1].name, "label-studio-config.xml");
    let config = String::from_utf8(files[1].bytes.clone()).unwrap();
    let lines: Vec<&str> = config.lines().collect();
    assert_eq!(lines[2], "    <Relation value=\"said_by\"/>");
    assert_eq!(lines[4], "  <Labels name=\"label\" toName=\"text\">");
    assert!(
        lines[5].starts_with(
            "    <Label value=\"speaker\" background=\"#2a5fe0\" hotkey=\"1\" hint=\"Speaker: A person"
        ),
        "{}",
        lines[5]
    );
    assert_eq!(lines[9], "  <Text name=\"text\" value=\"$text\" savetextresult=\"yes\"/>");
    // Read again, it is the scheme.
    let file = InFile { name: &files[1].name, bytes: &files[1].bytes };
    let read = read(&LabelStudio, &[file], &ReadOptions::default()).unwrap();
    let labels = &read.imported.collection.scheme.labels;
    let colors: Vec<&str> = labels.iter().map(|label| label.color.as_str()).collect();
    assert_eq!(colors, ["#2a5fe0", "#b84a00", "#007c6c"]);
}

#[test]
fn offsets_are_tried_until_the_text_of_regions_fits() {
    // One CR LF of a file that was read in text mode counts one.
    let crlf_as_one: Vec<(u32, u32)> = IN_CHARS.iter().take(6).map(|places| places[0]).collect();
    for places in [IN_CHARS_CRLF, &crlf_as_one[..]] {
        let regions = MARKS.iter().zip(places).map(|((id, label, words), &place)| {
            // As the editor writes line ends.
            region(&id.to_string(), place, label, &words[0].replace('\n', "\\n"))
        });
        let read = read_json(&task(marked::TEXT, regions.collect()));
        assert_eq!(warnings(&read), Vec::<String>::new());
        assert_eq!(read.question, None);
        assert_eq!(marked::held(&read.imported.collection.documents[0]), marked::marks(6));
    }
}

#[test]
fn a_quote_that_was_cut_by_utf_16_tells_nothing() {
    // The offsets are UTF-16, and the text is right: it begins and ends with
    // words.
    let regions = MARKS.iter().zip(IN_UTF16_CRLF);
    let regions =
        regions.map(|((id, label, words), &place)| region(&id.to_string(), place, label, words[0]));
    let read = read_json(&task(marked::TEXT, regions.take(3).collect()));
    assert_eq!((read.question.clone(), warnings(&read)), (None, vec![]));
    assert_eq!(marked::held(&read.imported.collection.documents[0]), marked::marks(3));
    // The offsets are code points, and the text was cut by UTF-16 at them.
    let cut = region("1", (2, 20), "speaker", "Mayor Zoe\u{301} Mu\u{308}lle");
    let cut = {
        let mut cut = cut;
        cut["value"]["text"] = json!(" Mayor Zoe\u{301} Mu\u{308}lle");
        cut
    };
    let whole = region("2", (29, 56), "proposal", "Build 200 flats in 東京🗼 now.");
    let read = read_json(&task(marked::TEXT, vec![cut, whole]));
    assert_eq!((read.question.clone(), warnings(&read)), (None, vec![]));
    assert_eq!(marked::held(&read.imported.collection.documents[0]), marked::marks(2));
}

#[test]
fn other_programs_tasks_are_read() {
    let mut regions = vec![
        region("a", (0, 3), "PER", "Ann"),
        region("b", (4, 8), "ORG", "said"),
        json!({"from_id": "a", "to_id": "b", "type": "relation", "direction": "left", "labels": ["says"]}),
        json!({"from_id": "a", "to_id": "b", "type": "relation", "direction": "bi", "labels": []}),
        json!({"id": "a", "from_name": "c", "to_name": "text", "type": "choices", "value": {"choices": ["x"]}}),
    ];
    regions[0]["meta"] = json!({"text": ["one", "two"], "color": "red"});
    regions[0]["score"] = json!(0.5);
    regions[1]["value"]["labels"] = json!(["ORG", "LOC"]);
    let mut tasks = task("Ann said it", regions);
    tasks[0]["data"]["lang"] = json!("en");
    tasks[0]["annotations"][0]["completed_by"] = json!({"email": "ann@example.org"});
    tasks[0]["annotations"][0]["created_at"] = json!("2021-03-09T22:16:08.728353Z");
    tasks[0]["predictions"] = json!([{"result": [region("p", (0, 3), "PER", "Ann")]}]);
    let read = read_json(&tasks);
    assert_eq!(
        warnings(&read),
        [
            "Record 1: the task is annotated, and has 1 prediction besides. It was left out.",
            "Record 1: a relation leads both ways; it leads one way now, as it is written. It was kept.",
            "Record 1: 1 result is no label on text. It was left out.",
        ]
    );
    let document = &read.imported.collection.documents[0];
    let held = marked::held(document);
    assert_eq!(held[0], ("PER".into(), "Ann".into()));
    assert_eq!(held.len(), 3);
    let first = document.annotations().next().unwrap();
    assert_eq!((first.note.as_str(), first.annotator.as_str()), ("one\ntwo", "ann@example.org"));
    assert_eq!(first.created.to_string(), "2021-03-09T22:16:08Z");
    let joined: Vec<_> = document
        .relations()
        .iter()
        .map(|one| (one.relation_type.as_str().to_owned(), one.from == first.id))
        .collect();
    assert_eq!(joined, [("relation".into(), true), ("says".into(), false)]);
    // What is not known here is written again.
    let again = written(&LabelStudio, &read.imported.collection, &options(""));
    let tasks: Value = serde_json::from_slice(&again.files[0].bytes).unwrap();
    assert_eq!((&tasks[0]["id"], &tasks[0]["data"]["lang"]), (&json!(7), &json!("en")));
    assert_eq!(tasks[0]["annotations"][0]["result"][0]["score"], 0.5);
}

#[test]
fn the_short_export_is_read() {
    let item = json!({"content": "😀 Ann said it", "headline": "Ann", "id": 3, "annotator": 1,
        "mood": "good", "annotation_id": 5, "lead_time": 1.5,
        "label": [{"start": 2, "end": 5, "text": "Ann", "labels": ["PER", "X"]},
            {"start": 6, "end": 10, "text": "said", "labels": ["CUE"]}]});
    let file = json!([item]).to_string();
    assert_eq!(codec_of("x.json", &file).map(|codec| codec.format().id), Some("label-studio"));
    let read = read_json(&json!([item]));
    assert_eq!(warnings(&read), [""; 0]);
    let document = &read.imported.collection.documents[0];
    let mut held = marked::held(document);
    held.sort();
    let expected = [("CUE", "said"), ("PER", "Ann"), ("X", "Ann")];
    assert_eq!(held, expected.map(|(label, words)| (label.into(), words.into())));
    assert!(document.annotations().all(|one| one.annotator == "1"));
    let again = written(&LabelStudio, &read.imported.collection, &Options::default());
    let again = String::from_utf8(again.files[0].bytes.clone()).unwrap();
    assert!(again.contains("\"mood\":\"good\"") && again.contains("\"headline\":\"Ann\""));
}

#[test]
fn hypertext_is_read_where_its_offsets_are_of_the_text() {
    let on = |text: &str| {
        json!([{"data": {"html": text}, "predictions": [{"model_version": "m1", "result": [{
            "id": "h", "from_name": "label", "to_name": "html", "type": "hypertextlabels",
            "value": {
                "start": "/div[1]/text()[1]", "end": "/div[1]/text()[1]", "startOffset": 0, "endOffset": 3,
                "globalOffsets": {"start": 4, "end": 8}, "text": "said", "hypertextlabels": ["CUE"],
            },
        }]}]}])
    };
    let read = read_json(&on("Ann said it"));
    assert_eq!(warnings(&read), Vec::<String>::new());
    let document = &read.imported.collection.documents[0];
    assert_eq!(marked::held(document), [("CUE".into(), "said".into())]);
    assert_eq!(document.annotations().next().unwrap().origin, "m1");
    let read = read_json(&on("<p>Ann said it</p>"));
    assert_eq!(
        warnings(&read),
        ["Record 1: 1 region lies in HTML, where places are paths and not offsets of the \
          text. It was left out."]
    );
}

#[test]
fn what_does_not_fit_is_said() {
    let mut regions = vec![
        region("a", (0, 30), "PER", "Ann"),
        region("b", (4, 8), "PER", "Ann"),
        region("c", (4, 4), "PER", ""),
        region("d", (4, 8), "PER", "said"),
        region("e", (4, 8), "PER", "said"),
        json!({"from_id": "d", "to_id": "z", "type": "relation", "labels": ["says"]}),
        json!({"from_id": "d", "type": "relation"}),
    ];
    regions[3]["value"]["start"] = json!("four");
    regions[4]["value"]["labels"] = json!([]);
    let said = warnings(&read_json(&task("Ann said it", regions))).join("\n");
    for sentence in [
        "its “end” is 30, but the text ends at 11",
        "the file quotes “Ann”, but the text there is “said”",
        "it starts and ends at 4, so it marks nothing",
        "the region “d” has no whole numbers as “start” and “end”: “four”, 8",
        "the region “e” has no label",
        "the annotation it starts at, “0/d”, is not there",
        "a relation lacks its “from_id” or “to_id”",
    ] {
        assert!(said.contains(sentence), "{sentence}\nis not in\n{said}");
    }
    let file = |bytes: &'static [u8]| {
        let file = InFile { name: "tasks.json", bytes };
        read(&LabelStudio, &[file], &ReadOptions::default()).unwrap_err().to_string()
    };
    for (bytes, sentence) in [
        (&b"[{\"annotations\":[]}]"[..], "has a task without \u{201c}data\u{201d}"),
        (b"[3]", "holds a number where a task should be"),
        (
            b"[{\"data\":{\"a\":\"x\",\"b\":\"y\"}}]",
            "without “text” in its data, and nothing tells which of “a”, “b” it is",
        ),
    ] {
        let said = file(bytes);
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn its_files_are_known_by_their_start() {
    for variant in ["annotations", "predictions"] {
        let files = written(&LabelStudio, &marked::collection(), &options(variant)).files;
        let start: String = String::from_utf8_lossy(&files[0].bytes).chars().take(60).collect();
        assert_eq!(
            codec_of("all.json", &start).map(|codec| codec.format().id),
            Some("label-studio")
        );
    }
    let other = codec_of("x.json", "{\"text\": \"a\", \"label\": []}");
    assert!(other.is_none_or(|codec| codec.format().id != "label-studio"));
}
