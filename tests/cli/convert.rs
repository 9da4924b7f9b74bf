//! `verbatim convert` and `verbatim split`.

use verbatim::format::native::NativeJson;
use verbatim::format::pubannotation::PubAnnotation;
use verbatim::format::splits::Split;
use verbatim::format::w3c::W3c;
use verbatim::format::{Codec, Job, write};

use crate::stage::{Stage, collection, corpus, native};

/// Files are those that the same job makes in memory.
fn assert_same(stage: &Stage, folder: &str, codec: &dyn Codec, job: &Job) {
    for file in write(codec, &collection(corpus()), job).files {
        let found = stage.text(&format!("{folder}{}", file.name));
        assert_eq!(found, String::from_utf8(file.bytes).unwrap(), "{}", file.name);
    }
}

fn stage_with_corpus() -> Stage {
    let stage = Stage::new();
    stage.write("all.json", native(corpus()));
    stage
}

#[test]
fn a_file_becomes_one_of_another_format() {
    let stage = stage_with_corpus();
    let ran = stage.done("convert all.json --to w3c -o out.jsonld");
    assert_eq!(ran.out, "");
    assert_same(&stage, "", &W3c, &Job { stem: "out".into(), ..Job::default() });
    assert_eq!(stage.files(), ["all.json", "out.jsonld"]);
    // And by its name, and back: places, labels and relations are as they were.
    stage.done("convert all.json -o two.jsonld");
    assert_eq!(stage.text("two.jsonld"), stage.text("out.jsonld"));
    stage.done("convert two.jsonld -o back.json --unit codepoint");
    let back = stage.articles(&NativeJson, "back.json");
    for (back, was) in back.iter().zip(&corpus()) {
        let ranges = |document: &verbatim::model::document::Document| {
            let annotations = document.annotations();
            let places = annotations.map(|one| (one.id, one.label.clone(), one.fragments.clone()));
            places.collect::<Vec<_>>()
        };
        assert_eq!(ranges(back), ranges(was));
        assert_eq!(back.relations().len(), was.relations().len());
        assert_eq!(back.article().id, was.article().id);
    }
}

#[test]
fn losses_are_said_with_their_counts() {
    let stage = stage_with_corpus();
    let ran = stage.done("convert all.json --to pubannotation -o out.json");
    assert!(ran.err.contains("PubAnnotation JSON can’t hold:\n"), "{}", ran.err);
    assert!(ran.err.contains("  4 titles: left out\n"), "{}", ran.err);
    let ran = stage.done("convert all.json --to pubannotation --losses json -o two.json");
    let said: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    let losses = said["losses"].as_array().unwrap();
    let titles = losses.iter().find(|loss| loss["loss"] == "titles").unwrap();
    assert_eq!(titles["n"], 4);
    assert_eq!(titles["sentence"], "4 titles: left out");
    assert_eq!((&said["articles"], &said["n_warnings"]), (&4.into(), &0.into()));
    let ran = stage.done("convert all.json --to verbatim-json -o three.json");
    assert_eq!(ran.err, "");
}

#[test]
fn pipes_work() {
    let stage = stage_with_corpus();
    let ran = stage.run_with("convert --to w3c", &stage.text("all.json"));
    assert_eq!(ran.status, 0, "{ran:?}");
    stage.done("convert all.json --to w3c -o out.jsonld");
    assert_eq!(ran.out, stage.text("out.jsonld"));
    let ran = stage.run_with("convert - --from w3c --to verbatim-json --unit codepoint", &ran.out);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.out.starts_with("{\n  \"format\": \"verbatim\""), "{}", ran.out);
    let ran = stage.run_with("convert - --to verbatim-json", "");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("standard input"), "{}", ran.err);
}

#[test]
fn a_folder_is_one_dataset() {
    let stage = stage_with_corpus();
    stage.done("convert all.json --to w3c --one-per-article -o parts");
    let job = Job { one_per_article: true, ..Job::default() };
    assert_same(&stage, "parts/", &W3c, &job);
    assert_eq!(
        stage.files()[1..],
        [
            "parts/1-Article-no-1.jsonld",
            "parts/2-Article-no-2.jsonld",
            "parts/3-Article-no-3.jsonld",
            "parts/4-Article-no-4.jsonld",
        ]
    );
    stage.write("parts/notes.txt", "not an article");
    stage.write("parts/.hidden.jsonld", "not an article");
    stage.done("convert parts --unit codepoint --to w3c -o again.jsonld");
    stage.done("convert all.json --to w3c -o once.jsonld");
    assert_eq!(stage.text("again.jsonld"), stage.text("once.jsonld"));
}

#[test]
fn what_is_there_is_overwritten_only_by_force() {
    let stage = stage_with_corpus();
    stage.write("out.json", "mine");
    let ran = stage.run("convert all.json --to w3c -o out.json");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("out.json is there already"), "{}", ran.err);
    assert_eq!(stage.text("out.json"), "mine");
    stage.write("parts/3-Article-no-3.json", "mine");
    let ran = stage.run("convert all.json --to pubannotation --one-per-article -o parts/");
    assert_eq!(ran.status, 2);
    assert_eq!(stage.files(), ["all.json", "out.json", "parts/3-Article-no-3.json"]);
    stage.done("convert all.json --to w3c -o out.json --force");
    assert!(stage.text("out.json").contains("AnnotationCollection"));
    // A file may be written over itself.
    stage.done("convert out.json --unit codepoint -o out.json --to verbatim-json --force");
    assert!(stage.text("out.json").contains("\"verbatim\""));
}

#[test]
fn nothing_half_written_stays() {
    let stage = stage_with_corpus();
    let whole = stage.text("all.json");
    stage.write("broken.json", &whole[..whole.len() - 60]);
    for arguments in [
        "convert broken.json --to pubannotation -o out.json",
        "convert broken.json --to pubannotation --one-per-article -o new/folder",
    ] {
        let ran = stage.run(arguments);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(ran.err.contains("broken.json"), "{}", ran.err);
        assert!(ran.err.contains("breaks off on line"), "{}", ran.err);
        assert_eq!(stage.files(), ["all.json", "broken.json"]);
    }
    // One bad file is one bad file: it is named, and so tells the exit status.
    let ran = stage.run("convert all.json broken.json -o out.json");
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.err.contains("“broken.json”: it is not whole: its JSON breaks off"), "{}", ran.err);
    assert_eq!(stage.text("out.json"), whole);
}

const AMBIGUOUS: &str = r#"[{"text": "😀 ab cd", "denotations":
    [{"id": "T1", "span": {"begin": 2, "end": 4}, "obj": "Place"}]}]"#;

#[test]
fn an_open_unit_is_asked_for() {
    let stage = Stage::new();
    stage.write("in.json", AMBIGUOUS);
    let ran = stage.run("convert in.json -o out.json --to verbatim-json");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("--unit codepoint   “ab”"), "{}", ran.err);
    assert!(ran.err.contains("--unit utf16       “ a”"), "{}", ran.err);
    assert_eq!(stage.files(), ["in.json"]);
    stage.done("convert in.json -o out.json --to verbatim-json --unit utf16");
    let read = stage.articles(&NativeJson, "out.json");
    let annotation = read[0].annotations().next().unwrap();
    assert_eq!(annotation.fragments.quote(&read[0].article().text), "a");
}

#[test]
fn labels_are_read_as_others() {
    let stage = Stage::new();
    stage.write("in.json", AMBIGUOUS);
    let map =
        "convert in.json -o out.json --to verbatim-json --unit codepoint --map Place=location";
    stage.done(map);
    let read = stage.articles(&NativeJson, "out.json");
    assert_eq!(read[0].annotations().next().unwrap().label.as_str(), "location");
    assert_eq!(stage.run("convert in.json --to verbatim-json --map Place").status, 2);
}

#[test]
fn filters_choose_what_is_written() {
    let stage = stage_with_corpus();
    let labels_of = |arguments: &str| {
        stage.done(&format!("convert all.json -o out.json --force {arguments}"));
        let read = stage.articles(&NativeJson, "out.json");
        let labels = read.iter().flat_map(|one| one.annotations());
        labels.map(|one| one.label.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(labels_of("--label speaker"), "speaker speaker speaker");
    assert_eq!(
        labels_of("--label proposal,location"),
        "proposal proposal location location location"
    );
    assert_eq!(labels_of("--status unsure"), "");
    assert_eq!(labels_of("--annotator Zoé"), "");
    assert_eq!(stage.run("convert all.json --status maybe -o x.json").status, 2);
    let ran = stage.run("convert all.json --label speaker,spaeker -o x.json");
    assert_eq!(ran.status, 2);
    let said = "verbatim: there is no label spaeker; there are: speaker, proposal, location\n";
    assert_eq!(ran.err, said);
    let ran = stage.done("convert all.json --annotator Zoé --to verbatim-json -o none.json");
    assert!(ran.err.contains("no annotation of 8 is of the labels"), "{}", ran.err);
    let ran = stage.done("convert all.json --label speaker -o some.json");
    assert!(ran.err.contains("1 link of an annotation that is left out"), "{}", ran.err);
}

#[test]
fn strict_writes_nothing_that_was_changed() {
    let stage = Stage::new();
    let broken = AMBIGUOUS.replace("\"end\": 4", "\"end\": 400");
    stage.write("in.json", broken);
    let ran = stage.run("convert in.json --strict --to verbatim-json -o out.json");
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.err.contains("its “end” is 400, but the text ends at 7"), "{}", ran.err);
    assert_eq!(stage.files(), ["in.json"]);
    let ran = stage.run("convert in.json --to verbatim-json -o out.json");
    assert!(ran.err.contains("its “end” is 400, but the text ends at 7"), "{}", ran.err);
    assert_eq!(stage.files(), ["in.json", "out.json"]);
    // It was all that was marked.
    assert_eq!(ran.status, 1, "{ran:?}");
}

#[test]
fn parts_are_those_of_the_same_split_in_memory() {
    let stage = stage_with_corpus();
    let job = |one_per_article| Job {
        split: Some(Split { percent: [50, 25, 25], seed: 7 }),
        one_per_article,
        ..Job::default()
    };
    stage.done("split all.json --train 50 --dev 25 --test 25 --seed 7 -o parts");
    assert_same(&stage, "parts/", &NativeJson, &job(false));
    assert_eq!(stage.files()[1..], ["parts/dev.json", "parts/test.json", "parts/train.json"]);
    let shares = "--dev 25 --test 25 --seed 7 --one-per-article -o each";
    stage.done(&format!("convert all.json --to pubannotation {shares}"));
    assert_same(&stage, "each/", &PubAnnotation, &job(true));
    let ran = stage.run("split all.json --train 50 --test 25 -o wrong");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("are 75 in all, not 100"), "{}", ran.err);
    assert_eq!(stage.run("split all.json").status, 2);
    let ran = stage.run("split all.json --seed -1 -o wrong");
    assert!(
        ran.err.contains("should be a whole number from 0 to 18446744073709551615"),
        "{}",
        ran.err
    );
}

#[test]
fn a_part_that_gets_no_article_is_told() {
    let stage = stage_with_corpus();
    let ran = stage.done("split all.json -o parts");
    assert_eq!(stage.files()[1..], ["parts/train.json"]);
    let said = "verbatim: no article is in dev, which should have 10 per cent of 4\n\
                verbatim: no article is in test, which should have 10 per cent of 4\n";
    assert_eq!(ran.err, said);
}

#[test]
fn what_is_not_known_is_asked_for() {
    let stage = stage_with_corpus();
    stage.write("notes.xyz", "A text.");
    let ran = stage.run("convert notes.xyz --to verbatim-json");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("notes.xyz does not look like any format"), "{}", ran.err);
    let ran = stage.run("convert all.json -o out.xyz");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("say by --to which format is written"), "{}", ran.err);
    let ran = stage.run("convert all.json --to csv --variant iob2");
    assert_eq!(ran.err, "verbatim: CSV has no variants, so none is called iob2\n");
    let ran = stage.run("convert missing.json -o out.json");
    assert_eq!(ran.status, 2);
    assert!(ran.err.starts_with("verbatim: missing.json: "), "{}", ran.err);
}
