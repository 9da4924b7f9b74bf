//! Files as other programs write them, and as people have them: what the
//! command makes of each. They lie in `tests/fixtures/cases/`.

use std::path::Path;

use serde_json::Value;

use crate::stage::{Ran, Stage};

/// Converts a case, and gives what was said with what each article holds: its
/// text, then a line for each annotation and each link.
fn converted(arguments: &str) -> (Ran, Vec<String>) {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    let stage = Stage::new();
    let ran = stage.run(&format!("convert {}/{arguments} --to verbatim-json", cases.display()));
    let file: Value = match ran.out.as_str() {
        "" => Value::Null,
        out => serde_json::from_str(out).unwrap(),
    };
    let name_of = |list: &str, id: &Value| {
        let found = file["scheme"][list].as_array().into_iter().flatten();
        let found = found.into_iter().find(|one| one["id"] == *id).unwrap();
        found.get("written_as").unwrap_or(id).as_str().unwrap().to_owned()
    };
    let mut held = Vec::new();
    for article in file["articles"].as_array().into_iter().flatten() {
        held.push(article["text"].as_str().unwrap().to_owned());
        let annotations = article["annotations"].as_array().unwrap();
        for one in annotations {
            let places: Vec<String> = one["fragments"]
                .as_array()
                .unwrap()
                .iter()
                .map(|at| {
                    format!("{}-{} {}", at["start"], at["end"], at["quote"].as_str().unwrap())
                })
                .collect();
            held.push(format!("  {} {}", name_of("labels", &one["label"]), places.join(" + ")));
        }
        for one in article["relations"].as_array().unwrap() {
            let end = |id: &Value| {
                let found = annotations.iter().find(|one| one["id"] == *id).unwrap();
                found["fragments"][0]["quote"].as_str().unwrap().to_owned()
            };
            let kind = name_of("relation_types", &one["type"]);
            held.push(format!("  {kind}: {} -> {}", end(&one["from"]), end(&one["to"])));
        }
    }
    (ran, held)
}

const MAYOR: &str = "Mayor Ana Ruiz said in Quito that buses should be free.";

#[test]
fn what_people_have_is_read() {
    let mayor = [MAYOR, "  PER 6-14 Ana Ruiz", "  LOC 23-28 Quito"];
    let cases: &[(&str, &[&str])] = &[
        ("unit-byte.doccano.jsonl --unit byte", &["Señora Añez pide.", "  PER 7-11 Añez"]),
        (
            "04-byte-offsets.jsonl --unit byte",
            &[
                "Zoé met Ana, Łukasz and Bo.",
                "  P 0-3 Zoé",
                "  P 8-11 Ana",
                "  P 13-19 Łukasz",
                "  P 24-26 Bo",
            ],
        ),
        (
            "br853-crlf.csv",
            &["Mayor Ana said:\nQuito waits.", "  PER 6-9 Ana", "  LOC 16-21 Quito"],
        ),
        ("wa746-codepoint-offsets.tsv", &["😀 Ana spoke .", "  PER 2-5 Ana"]),
        ("pd10646-index-column.csv", &["Ana left", "  PER 0-3 Ana"]),
        ("csv-cr-only.csv", &["Ana left", "  PER 0-3 Ana"]),
        (
            "spark620-conll-train.txt",
            &["Ana Ruiz spoke\nQuito waits", "  PER 0-8 Ana Ruiz", "  LOC 15-20 Quito"],
        ),
        ("sp5739-dict-entities.jsonl", &["Never mind, Acme found it.", "  BRAND 12-16 Acme"]),
        ("pub-blocks-only.json", &["Ana left. Bo too.", "  S 0-9 Ana left."]),
        (
            "do-intent-slots.jsonl",
            &[MAYOR, "  PER 6-14 Ana Ruiz", "  LOC 23-28 Quito", "Nothing here."],
        ),
        (
            "finer-nested-short-line.conll",
            &["Apple in Rome", "  ORG 0-5 Apple", "  LOC 9-13 Rome", "  X 9-13 Rome"],
        ),
        ("flair3034-whitespace-token-4col.conll", &["New York is", "  LOC 0-8 New York"]),
        (
            "ls1600-two-texts-unquoted.json",
            &[
                "Ana Ruiz wins",
                "  PER 0-8 Ana Ruiz",
                "Bo said Ana Ruiz won the vote in Quito.",
                "  PER 0-2 Bo",
                "  PER 8-11 Ana",
            ],
        ),
        (
            "02-label-space.jsonl",
            &["Ana runs Acme", "  Job Title 0-3 Ana", "  Job_Title 9-13 Acme"],
        ),
        ("12-uner-text.iob2", &["北京很大。", "  LOC 0-2 北京"]),
        ("w3c-flat-list-with-text.jsonld", &[MAYOR, "  speaker 6-14 Ana Ruiz"]),
        ("hf-fixture-words-ner.jsonl", &["Ana Ruiz left", "  PER 0-8 Ana Ruiz"]),
        ("hf-rows-api.json", &["Ana Ruiz in Quito", "  PER 0-8 Ana Ruiz", "  LOC 12-17 Quito"]),
        ("hf-two-configs", &["Ana left", "  PER 0-3 Ana"]),
        (
            "sp-tuples-jsonl.jsonl",
            &[MAYOR, "  PER 6-14 Ana Ruiz", "Quito waits.", "  LOC 0-5 Quito"],
        ),
        ("br-tabs-neruk", &[MAYOR, "  PERS 6-14 Ana Ruiz", "  LOC 23-28 Quito"]),
        (
            "br-a1a2",
            &[
                "Señor Añez spoke.\n",
                "  PER 6-10 Añez",
                "  Say 11-16 spoke",
                "  Theme: spoke -> Añez",
            ],
        ),
        (
            "pdn4-stanford-io.conll",
            &[
                "She works at New York Times\nAna left",
                "  ORGANIZATION 13-27 New York Times",
                "  PERSON 28-31 Ana",
            ],
        ),
        ("do-float-offsets.jsonl", &mayor),
        (
            "cassis116-null-ref.json",
            &[MAYOR, "  PER 6-14 Ana Ruiz", "  PROP 34-54 buses should be free"],
        ),
    ];
    for (arguments, expected) in cases {
        let (ran, held) = converted(arguments);
        assert_eq!(held, *expected, "{arguments}: {}", ran.err);
        assert_eq!(ran.status, 0, "{arguments}: {}", ran.err);
    }
}

#[test]
fn what_is_not_as_it_should_be_is_said() {
    for (arguments, status, sentences) in [
        (
            "04-byte-offsets.jsonl",
            2,
            &["--unit byte        “Zoé” (UTF-8 bytes; 4 of 4", "--unit codepoint", "3 of 4"][..],
        ),
        (
            "unit-byte.doccano.jsonl",
            2,
            &["--unit codepoint   “ñez p”", "--unit byte        “Añez”"],
        ),
        ("08-jsonl-line.jsonl", 1, &["Line 3: it is not whole", "line 3, at column 31"]),
        ("nltk1410-empty-file", 1, &["b.txt”: it is empty. It was left out."]),
        ("h7954-api-rows.json", 2, &["not the text that they lie on", "“h7954-api-rows.txt”"]),
        ("lsc59-export.csv", 2, &["export JSON from Label Studio"]),
        ("ls6027-no-text.json", 2, &["only the address of its text, “/data/upload/1/book.txt”"]),
        ("ls-draft-only.json", 1, &["has 1 draft: submit it", "0 kept, 1 left out, 0 changed."]),
        ("cassis116-null-ref.json", 0, &["Dependent", "2 kept, 1 left out, 0 changed."]),
        ("sp5739-dict-entities.jsonl", 0, &["751", "1 kept, 1 left out, 0 changed."]),
        ("flair3034-whitespace-token-4col.conll", 0, &["line 2"]),
        ("finer-nested-short-line.conll", 0, &["line 2"]),
        ("hf-two-configs", 0, &["“a”", "“b”"]),
        ("do-float-offsets.jsonl", 0, &["2 could not be checked"]),
        ("13-default-description.conll --unit byte", 2, &["CoNLL-2003 has no offsets"]),
        ("02-label-space.jsonl --map Job=speaker", 2, &["there is no label Job in what is read"]),
        ("02-label-space.jsonl --keep inner", 2, &["holds annotations that overlap"]),
        (
            "02-label-space.jsonl --tokens words",
            2,
            &["keeps the tokens that articles came with", "--tokens"],
        ),
        ("02-label-space.jsonl --seed 3", 2, &["--seed"]),
    ] {
        let (ran, _) = converted(arguments);
        for sentence in sentences {
            assert!(ran.err.contains(sentence), "{arguments}: {sentence}\nis not in\n{}", ran.err);
        }
        assert_eq!(ran.status, status, "{arguments}: {}", ran.err);
    }
}

/// What was lost comes first, however much else is said, and the balance last.
#[test]
fn losses_are_never_crowded_out() {
    let (ran, held) = converted("03-masked-loss.json");
    assert_eq!(held.len(), 26);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines[0].contains("its “start” is 900, but the text ends at"), "{}", ran.err);
    assert!(lines[0].ends_with("It was left out."), "{}", ran.err);
    assert!(lines[1].contains("It was kept. (25 more are like it, such as "), "{}", ran.err);
    let last = "verbatim: Annotations and links: 25 kept, 1 left out, 0 changed.";
    assert_eq!(lines.last(), Some(&last), "{}", ran.err);
    let (ran, _) = converted("03-masked-loss.json --losses json");
    let said: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(said["warnings"].as_array().unwrap().len(), 27, "{said}");
    assert_eq!(said["balance"]["left_out"], 1);
}

/// What the other format can't hold is in the balance, also of what Verbatim wrote.
#[test]
fn the_balance_has_what_is_lost_on_writing() {
    let stage = Stage::new();
    let line = r#"{"text": "Ana Ruiz of Quito won", "entities": [
        {"id": 1, "label": "PER", "start_offset": 0, "end_offset": 8},
        {"id": 2, "label": "NAME", "start_offset": 0, "end_offset": 3},
        {"id": 3, "label": "Job Title", "start_offset": 12, "end_offset": 17},
        {"id": 4, "label": "PER", "start_offset": 18, "end_offset": 20}],
        "relations": [{"id": 1, "from_id": 1, "to_id": 3, "type": "at"}]}"#;
    stage.write("a.json", line.replace('\n', ""));
    assert_eq!(stage.run("convert a.json -o a.verbatim-json.json").status, 0);
    // One is another's part, one has another name, one is widened to a token.
    let balance = "Annotations and links: 1 kept, 2 left out, 2 changed.";
    for file in ["a.json", "a.verbatim-json.json"] {
        let ran = stage.run(&format!("convert {file} --to conll"));
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.err.lines().last().unwrap().contains(balance), "{file}: {}", ran.err);
        let ran = stage.run(&format!("convert {file} --to conll --losses json"));
        let said: Value = serde_json::from_str(&ran.err).unwrap();
        let (kept, left_out) = (&said["balance"]["kept"], &said["balance"]["left_out"]);
        assert_eq!((kept, left_out), (&1.into(), &2.into()), "{said}");
        // What is not asked for is not lost.
        let ran = stage.run(&format!("convert {file} --to conll --label NAME --losses json"));
        let said: Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(said["balance"]["left_out"], 0, "{said}");
    }
    // A tag that is none may have been an annotation.
    stage.write("b.conll", "Ana B-PER\nRuiz PER\nwon O\nin O\nMay O\n");
    let ran = stage.run("convert b.conll --to csv");
    assert!(ran.err.contains("1 kept, 1 left out, 0 changed."), "{}", ran.err);
}

/// Only what a file has can be lost.
#[test]
fn what_no_file_has_is_not_lost() {
    let stage = Stage::new();
    stage.write("a.conll", "Ana B-PER\nwon O\n");
    stage.write("b.conll", "Ana O\nwon O\n");
    for file in ["a.conll", "b.conll"] {
        let ran = stage.run(&format!("convert {file} --to csv"));
        assert!(!ran.err.contains("scheme") && !ran.err.contains("colours"), "{}", ran.err);
    }
}

/// A unit that was said and fits nothing loses all: a script must see that.
#[test]
fn a_unit_that_fits_nothing_gives_another_exit_status() {
    let stage = Stage::new();
    stage.write("a.jsonl", r#"{"text": "éé Ana", "label": [[3, 6, "PER"]]}"#);
    assert_eq!(stage.run("convert a.jsonl --to csv --unit codepoint").status, 0);
    let ran = stage.run("convert a.jsonl --to csv --unit byte");
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("0 kept, 1 left out, 0 changed."), "{}", ran.err);
}

/// A label of a file has nothing that the file does not say.
#[test]
fn a_label_gets_nothing_from_the_built_in_scheme() {
    let (ran, _) = converted("13-default-description.conll");
    let file: Value = serde_json::from_str(&ran.out).unwrap();
    let label = &file["scheme"]["labels"][0];
    assert_eq!(label["id"], "location");
    assert_eq!((&label["name"], &label["description"]), (&"location".into(), &"".into()));
    assert_eq!(label["key"], Value::Null);
}

/// What lies beside a file that has no text is read with it.
#[test]
fn the_text_of_annotations_may_lie_beside_them() {
    let stage = Stage::new();
    stage.write("a.json", include_str!("../fixtures/cases/h7954-api-rows.json"));
    stage.write("a.txt", "Mayor Ana Ruiz said in Quito that buses should be free.");
    for arguments in ["convert a.json -o b.csv --force", "convert . --from w3c -o b.csv --force"] {
        let ran = stage.run(arguments);
        assert!(stage.text("b.csv").contains(",speaker,6,14,Ana Ruiz,check this,"), "{}", ran.err);
    }
}

#[test]
fn a_part_that_can_not_be_read_gives_another_exit_status() {
    let stage = Stage::new();
    for folder in ["good", "bad"] {
        stage.write(&format!("{folder}/a.txt"), "Ana left.");
        stage.write(&format!("{folder}/a.ann"), "T1\tPER 0 3\tAna\n");
    }
    stage.write("bad/b.txt", "");
    stage.write("bad/b.ann", "");
    for (arguments, status) in [
        ("stats good", 0),
        ("stats bad", 1),
        ("diff good good", 0),
        ("diff bad bad", 2),
        ("split good -o parts", 0),
        ("split bad -o more", 1),
        ("convert good --to csv", 0),
        ("convert bad --to csv", 1),
        ("validate good", 0),
        ("validate bad", 1),
    ] {
        let ran = stage.run(arguments);
        assert_eq!(ran.status, status, "{arguments}: {}", ran.err);
    }
}

#[test]
fn one_file_in_another_encoding_is_one_bad_file() {
    let stage = Stage::new();
    let lines = "{\"text\":\"Ana left\",\"label\":[[0,3,\"PER\"]]}\n".repeat(3);
    let utf16: Vec<u8> = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xFF, 0xFE], &utf16[..]].concat();
    let latin = b"{\"text\":\"Se\xF1or Ana left, and so did all\",\"label\":[]}\n";
    stage.write("all/a.jsonl", &lines);
    stage.write("all/b.jsonl", &marked);
    stage.write("all/c.jsonl", &utf16);
    stage.write("latin.jsonl", latin);
    let ran = stage.run("convert all --to doccano");
    for name in ["b", "c"] {
        let said = format!("“all/{name}.jsonl”: it looks like UTF-16; save it as UTF-8");
        assert!(ran.err.contains(&said), "{}", ran.err);
    }
    assert!(!ran.err.contains("Record"), "{}", ran.err);
    assert_eq!((ran.status, ran.out.lines().count()), (1, 3), "{}", ran.err);
    // Alone they are no unknown format either.
    for (name, said) in [
        ("all/b.jsonl", "looks like UTF-16"),
        ("all/c.jsonl", "looks like UTF-16"),
        ("latin.jsonl", "is not text in UTF-8"),
    ] {
        let ran = stage.run(&format!("convert {name} --to csv"));
        assert!(ran.err.contains(said), "{name}: {}", ran.err);
        assert_eq!(ran.status, 2, "{name}");
    }
}

#[test]
fn a_name_that_a_format_holds_is_taken_by_no_other() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    let stage = Stage::new();
    for format in ["conll", "hf", "brat", "webanno-tsv", "cas-json", "w3c", "csv", "pubannotation"]
    {
        let (from, to) = (case.join("02-label-space.jsonl"), format!("{format}/out"));
        let ran = stage.run(&format!("convert {} --to {format} -o {to}", from.display()));
        assert_eq!(ran.status, 0, "{format}: {}", ran.err);
        let written: String = stage
            .files()
            .iter()
            .filter(|name| name.starts_with(format))
            .map(|name| stage.text(name))
            .collect();
        let is_held = written.contains("Job Title");
        let said = "The name “Job Title”: written as “Job_Title_2”";
        assert_eq!(ran.err.contains(said), !is_held, "{format}: {}\n{written}", ran.err);
        assert_eq!(written.contains("Job_Title_2"), !is_held, "{format}: {written}");
        assert!(!ran.err.contains("The name “Job_Title”"), "{format}: {}", ran.err);
    }
}

#[test]
fn files_in_folders_and_archives_are_known_by_their_content() {
    let stage = Stage::new();
    let conll = "Ana B-PER\nleft O\nRome B-LOC\n\nBo B-PER\nstayed O\n";
    let doccano = r#"{"text": "Ana left", "label": [[0, 3, "PER"]]}"#;
    let w3c = r#"[{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": {"value": "PER", "purpose": "tagging"}, "target":
        {"source": "a", "selector": {"type": "TextQuoteSelector", "exact": "Ana"}}}]"#;
    for (folder, names, content) in [
        ("tokens", ["a.txt", "b.dat"], conll),
        ("more_tokens", ["a.conllu", "b.conllup"], conll),
        ("spans", ["a.json", "b.json"], doccano),
        ("web", ["a.json", "b.json"], w3c),
    ] {
        for name in names {
            stage.write(&format!("{folder}/{name}"), content);
        }
        if content == w3c {
            stage.write(&format!("{folder}/a.txt"), "Ana left.");
            stage.write(&format!("{folder}/b.txt"), "Bo and Ana left.");
        }
        stage.write(&format!("{folder}/NOTES"), "");
        let ran = stage.run(&format!("convert {folder} --to csv"));
        assert_eq!(ran.status, 0, "{folder}: {}", ran.err);
        assert_eq!(ran.out.matches(",Ana,").count(), 2, "{folder}: {}", ran.out);
    }
    // A licence beside the data is no data.
    stage.write("licensed/LICENSE.txt", "Do as you like.");
    stage.write("licensed/z.jsonl", doccano);
    let ran = stage.run("convert licensed --to csv");
    assert!(ran.out.contains(",Ana,"), "{}{}", ran.out, ran.err);
    // What others decided for a file is said.
    stage.write("mixed/a.txt", "Hello there.");
    stage.write("mixed/b.txt", conll);
    let ran = stage.run("convert mixed/a.txt mixed/b.txt --to csv");
    let said = "mixed/b.txt looks like CoNLL-2003, and is read as brat standoff here";
    assert!(ran.err.contains(said), "{}", ran.err);
    // The text that was named with what lies on it is no other file.
    let ran = stage.run("convert web/a.txt web/a.json --to csv");
    assert_eq!((ran.status, ran.out.matches(",Ana,").count()), (0, 1), "{}", ran.err);
}

#[test]
fn what_holds_the_same_is_the_same() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    let case = |name: &str| cases.join(name).display().to_string();
    let stage = Stage::new();
    let ran = stage.run(&format!("diff {} {}", case("05-diff-a.json"), case("05-diff-b.json")));
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    // A note on an attribute is no note on nothing, and comes back.
    let ran = stage.run(&format!("convert {} --to brat -o out", case("15-ann-on-attribute")));
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(!ran.err.contains("It was left out") && !ran.err.contains("A1"), "{}", ran.err);
    let written: Vec<String> =
        stage.files().into_iter().filter(|name| name.ends_with(".ann")).collect();
    assert!(stage.text(&written[0]).contains("#1\tAnnotatorNotes A1\tsure?"), "{written:?}");
}
