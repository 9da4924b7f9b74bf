//! Hugging Face's token classification.

use verbatim::format::hf::HuggingFace;
use verbatim::format::{self, InFile, Loss, Options, Read, ReadOptions, TokenRule, codec_of};
use verbatim::model::document::Document;

use crate::stage::{held_against_everything, of, written};
use crate::support::drawn::draw;

held_against_everything!(HuggingFace);

fn read_files(files: &[(&str, &str)]) -> Result<Read, String> {
    let files: Vec<InFile<'_>> =
        files.iter().map(|(name, words)| InFile { name, bytes: words.as_bytes() }).collect();
    format::read(&HuggingFace, &files, &ReadOptions::default()).map_err(|error| error.to_string())
}

fn read(words: &str) -> Read {
    read_files(&[("train.jsonl", words)]).unwrap()
}

fn quotes(document: &Document) -> Vec<(String, String)> {
    let text = &document.article().text;
    let quote = |one: &verbatim::model::annotation::Annotation| {
        text.get(one.fragments.extent()).unwrap().to_owned()
    };
    document.annotations().map(|one| (one.label.to_string(), quote(one))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|&(label, words)| (label.into(), words.into())).collect()
}

fn drawn() -> Document {
    draw(
        "
         |Zoe\u{301} said: 東京\u{a0}now 👨\u{200d}👩\u{200d}👧
          ^^^ 1 speaker
                    ^^^^^^ 2 proposal
                     ^ 3 location
                           ^ 4 speaker",
    )
}

#[test]
fn tags_are_iob2_and_an_overlap_is_counted() {
    let document = drawn();
    let collection = of(&document.scheme().clone(), vec![document]);
    let written = written(&HuggingFace, &collection, &Options::default());
    let line = std::str::from_utf8(&written.files[0].bytes).unwrap();
    let expected = "{\"id\":\"00000000-0000-0000-0000-000000000001\",\
        \"tokens\":[\"Zoe\u{301}\",\"said\",\":\",\"東\",\"京\",\"now\",\
        \"👨\u{200d}👩\u{200d}👧\"],\
        \"ner_tags\":[\"B-speaker\",\"O\",\"O\",\"B-proposal\",\"I-proposal\",\"I-proposal\",\
        \"B-speaker\"]}\n";
    assert_eq!(line, expected);
    assert_eq!(written.losses.count(&Loss::Overlaps), 1);
    assert_eq!(written.losses.count(&Loss::WhiteSpace), 1);
    let options = Options { tokens: TokenRule::WhiteSpace, ..Options::default() };
    let written = crate::stage::written(&HuggingFace, &collection, &options);
    let line = std::str::from_utf8(&written.files[0].bytes).unwrap();
    assert!(line.contains("\"said:\",\"東京\",\"now\""), "{line}");
}

#[test]
fn numbers_have_their_names_in_the_readme() {
    let document = drawn();
    let labels: Vec<String> =
        document.scheme().labels.iter().map(|label| label.id.to_string()).collect();
    let speaker = 1 + 2 * labels.iter().position(|label| label == "speaker").unwrap();
    let collection = of(&document.scheme().clone(), vec![document]);
    let options = Options { variant: "ints".into(), ..Options::default() };
    let files = written(&HuggingFace, &collection, &options).files;
    assert_eq!(files[1].name, "README.md");
    let [line, readme] = [0, 1].map(|idx| std::str::from_utf8(&files[idx].bytes).unwrap());
    assert!(line.contains(&format!("\"ner_tags\":[{speaker},0,0,")), "{line}");
    let named = format!("\n          '0': \"O\"\n          '1': \"B-{}\"\n", labels[0]);
    assert!(readme.contains(&named), "{readme}");

    let alone = read_files(&[("train.jsonl", line)]).unwrap_err();
    assert!(alone.contains("no name for it; open it together with the README.md"), "{alone}");
    let beside = read_files(&[("d/README.md", readme), ("d/train.jsonl", line)]).unwrap();
    assert_eq!(quotes(&beside.imported.collection.documents[0])[0].0, "speaker");
}

#[test]
fn names_are_found_in_cards_and_infos_as_datasets_writes_them() {
    let line = "{\"id\":\"7\",\"tokens\":[\"Ana\",\"Bo\",\"left\"],\"ner_tags\":[1,2,0]}";
    let card = "---\nlicense: mit\ndataset_info:\n  features:\n  - name: pos_tags\n    list:\n      \
        class_label:\n        names:\n          '0': X\n  - name: ner_tags\n    list:\n      \
        class_label:\n        names:\n          '0': O\n          '1': B-PER\n          \
        '2': 'I-PER'\n  splits:\n  - name: train\n---\n# A card\n";
    let info = "{\"default\":{\"features\":{\"pos_tags\":{\"feature\":{\"names\":[\"X\"]}},\
        \"ner_tags\":{\"feature\":{\"names\":[\"O\",\"B-PER\",\"I-PER\"],\
        \"_type\":\"ClassLabel\"},\"_type\":\"Sequence\"}}}}";
    for (name, companion) in [("README.md", card), ("dataset_infos.json", info)] {
        let read = read_files(&[("train.jsonl", line), (name, companion)]).unwrap();
        let document = &read.imported.collection.documents[0];
        assert_eq!(quotes(document), pairs(&[("PER", "Ana Bo")]), "{name}");
        assert_eq!(document.article().metadata.title, "train 7");
    }
    let few = card.replace("          '2': 'I-PER'\n", "");
    let error = read_files(&[("train.jsonl", line), ("README.md", &few)]).unwrap_err();
    assert!(error.contains("has the tag 2, but its dataset has names for 0 to 1"), "{error}");
}

#[test]
fn other_ways_to_tag_are_read() {
    let tokens = "\"tokens\":[\"a\",\"b\",\"c\",\"d\",\"e\"]";
    let cases: [(&str, &[(&str, &str)]); 5] = [
        // IOB1: B only between two of one label.
        ("\"I-X\",\"B-X\",\"I-X\",\"O\",\"I-Y\"", &[("X", "a"), ("X", "b c"), ("Y", "e")]),
        ("\"S-X\",\"B-X\",\"I-X\",\"E-X\",\"I-X\"", &[("X", "a"), ("X", "b c d"), ("X", "e")]),
        ("\"U-X\",\"B-X\",\"L-X\",\"O\",\"U-Y\"", &[("X", "a"), ("X", "b c"), ("Y", "e")]),
        ("\"X\",\"X\",\"O\",\"B-a-b\",\"I-a-b\"", &[("X", "a b"), ("a-b", "d e")]),
        ("\"B-X\",\"I-Y\",\"_\",\"\",\"O\"", &[("X", "a"), ("Y", "b")]),
    ];
    for (tags, expected) in cases {
        let read = read(&format!("{{{tokens},\"tags\":[{tags}]}}"));
        assert_eq!(quotes(&read.imported.collection.documents[0]), pairs(expected), "{tags}");
    }
}

#[test]
fn tokens_that_would_grow_together_are_parted_by_a_line_end() {
    let read = read(
        "{\"tokens\":[\"\u{feff}a\",\"\",\"\u{301}b\",\"c\"],\
         \"ner_tags\":[\"B-X\",\"I-X\",\"B-Y\",\"O\"],\"pos_tags\":[1,2,3,4],\"split\":\"dev\"}",
    );
    let document = &read.imported.collection.documents[0];
    assert_eq!(document.article().text.as_str(), "\n\u{feff}a\n\u{301}b c");
    assert_eq!(quotes(document), pairs(&[("X", "\u{feff}a"), ("Y", "\u{301}b")]));
    assert_eq!(document.article().extra["hf"]["split"], "dev");
    let said: Vec<String> = read.imported.warnings.iter().map(ToString::to_string).collect();
    let expected = [
        "Line 1: 1 of its tokens is blank, and is no token here.",
        "Line 1: other columns of its tokens are not kept: “pos_tags”.",
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_can_not_be_read_is_named() {
    for (line, said) in [
        ("{\"ner_tags\":[]}", "has no “tokens”"),
        ("{\"tokens\":[\"a\"]}", "has no “ner_tags”"),
        ("{\"tokens\":\"a b\",\"ner_tags\":[]}", "has “a b” for its “tokens”, not a list"),
        ("{\"tokens\":[1],\"ner_tags\":[\"O\"]}", "has a token that is a number"),
        ("{\"tokens\":[\"a\",\"b\"],\"ner_tags\":[\"O\"]}", "has 2 tokens, but 1 tag"),
        ("{\"tokens\":[\"a\"],\"ner_tags\":[{}]}", "has an object for a tag in its “ner_tags”"),
    ] {
        let error = read_files(&[("a.jsonl", line)]).unwrap_err();
        assert!(error.contains(said), "{said}\n{error}");
    }
}

#[test]
fn its_files_are_recognized_and_no_others() {
    let id = |words: &str| codec_of("a.jsonl", words).map(|codec| codec.format().id);
    assert_eq!(id("{\"tokens\":[\"a\"],\"ner_tags\":[0]}"), Some("hf"));
    assert_eq!(id("{\"id\":\"1\",\"tokens\": [\"a\"], \"labels\": [\"O\"]}"), Some("hf"));
    for other in [
        "{\"text\":\"a\",\"tokens\":[{\"id\":0}],\"spans\":[]}",
        "{\"text\":\"a\",\"labels\":[[0,1,\"x\"]]}",
    ] {
        assert_ne!(id(other), Some("hf"), "{other}");
    }
}

#[test]
fn words_with_ner_are_read() {
    let words = include_str!("../fixtures/cases/hf-fixture-words-ner.jsonl");
    assert_eq!(codec_of("", words).map(|codec| codec.format().id), Some("hf"));
    let document = &read(words).imported.collection.documents[0];
    assert_eq!(document.article().text.as_str(), "Ana Ruiz left");
    assert_eq!(quotes(document), pairs(&[("PER", "Ana Ruiz")]));
}

#[test]
fn the_text_of_a_row_is_the_text_of_its_tokens() {
    let row = |text: &str| {
        let tokens = r#""tokens": ["😀", "Ana", " ", "left", "."]"#;
        let tags = r#""ner_tags": ["O", "B-PER", "O", "O", "O"]"#;
        let text = serde_json::Value::from(text);
        format!("{{\"text\": {text}, {tokens}, {tags}}}\n")
    };
    for text in ["😀  Ana left.", "\n😀Ana\tleft.\n"] {
        let read = read(&row(text));
        let document = &read.imported.collection.documents[0];
        assert_eq!(document.article().text.as_str(), text);
        assert_eq!(quotes(document), pairs(&[("PER", "Ana")]));
        let tokens = document.article().tokens.as_ref().unwrap();
        let tokens: Vec<&str> = tokens
            .ranges()
            .iter()
            .map(|&range| document.article().text.get(range).unwrap())
            .collect();
        assert_eq!(tokens, ["😀", "Ana", "left", "."]);
        assert!(document.article().extra.is_empty());
    }
    // The text of something else is a column that is not known.
    for text in ["😀 Ana left. So did Bo.", "Bo left.", ""] {
        let read = read(&row(text));
        let document = &read.imported.collection.documents[0];
        assert_eq!(document.article().text.as_str(), "😀 Ana left .");
        assert_eq!(quotes(document), pairs(&[("PER", "Ana")]));
    }
}

#[test]
fn a_page_of_rows_says_itself_what_its_tags_are() {
    let page = include_str!("../fixtures/cases/hf-rows-api.json");
    assert_eq!(codec_of("rows.json", page).map(|codec| codec.format().id), Some("hf"));
    let found = read(page);
    let document = &found.imported.collection.documents[0];
    assert_eq!(quotes(document), pairs(&[("PER", "Ana Ruiz"), ("LOC", "Quito")]));
    let row = |cells: &str, cut: &str| {
        format!("{{\"row_idx\":0,\"row\":{{{cells}}},\"truncated_cells\":[{cut}]}}")
    };
    let rows = [
        row("\"tokens\":[\"a\"],\"tags\":[\"B-X\"]", ""),
        row("\"tokens\":[\"b\"]", ""),
        row("\"tokens\":[\"c\"],\"tags\":[\"O\"]", "\"tokens\""),
    ];
    let features = "\"features\":[{\"name\":\"tokens\"}]";
    let page = format!("{{{features},\"rows\":[{}],\"num_rows_total\":90}}", rows.join(","));
    assert_eq!(codec_of("rows.json", &page).map(|codec| codec.format().id), Some("hf"));
    let found = read(&page);
    assert_eq!(found.imported.collection.documents.len(), 2);
    let said: Vec<String> = found.imported.warnings.iter().map(ToString::to_string).collect();
    for expected in [
        "Line 1: of the 90 rows of its dataset, 3 rows are here.",
        "Record 2: it has no “ner_tags”. It was left out.",
        "Record 3: its “tokens” is cut off in the file.",
    ] {
        assert!(said.iter().any(|one| one == expected), "{expected}\n{said:#?}");
    }
}

#[test]
fn of_several_configurations_one_counts_and_that_is_said() {
    let card = include_str!("../fixtures/cases/hf-two-configs/README.md");
    let line = include_str!("../fixtures/cases/hf-two-configs/train.jsonl");
    let infos = "{\"a\":{\"features\":{\"ner_tags\":{\"feature\":{\"names\":[\"O\",\"B-PER\"]}}}},\
        \"b\":{\"features\":{\"ner_tags\":{\"feature\":{\"names\":[\"O\",\"B-X\"]}}}}}";
    for (companion, words) in [("README.md", card), ("dataset_infos.json", infos)] {
        for (name, label, other) in [("train.jsonl", "PER", ""), ("train-b.jsonl", "X", "b")] {
            let found = read_files(&[(companion, words), (name, line)]).unwrap();
            let document = &found.imported.collection.documents[0];
            assert_eq!(quotes(document), pairs(&[(label, "Ana")]), "{companion} {name}");
            let said = found.imported.warnings[0].to_string();
            let (one, other) = if other.is_empty() { ("a", "b") } else { ("b", "a") };
            let expected = format!("the configuration “{one}”, not of “{other}”.");
            assert!(said.contains(&expected), "{said}");
        }
    }
}

#[test]
fn tags_in_other_columns_are_counted() {
    let found = read(
        "{\"tokens\":[\"a\",\"b\",\"c\"],\"ner_tags\":[\"B-X\",\"O\",\"O\"],\
         \"fine\":[\"B-Y\",\"O\",\"B-Z\"],\"pos\":[\"N\",\"V\",\"N\"]}",
    );
    let said: Vec<String> = found.imported.warnings.iter().map(ToString::to_string).collect();
    let expected = [
        "Line 1: its “fine” has tags too, of 2 annotations. They were left out.",
        "Line 1: other columns of its tokens are not kept: “pos”.",
    ];
    assert_eq!(said, expected);
    assert_eq!(found.imported.warnings[0].n_items, 2);
}
