//! Articles of two files, as brat has them: both are named, or one.

use verbatim::format::native::NativeJson;

use crate::stage::Stage;

const TXT: &str = "Añez 😀 asks Bo.\nNo.\n";
const ANN: &str = "T1\tperson 0 4\tAñez\n\
    T2\tcue 7 11\tasks\n\
    T3\tperson 12 14;16 18\tBo No\n\
    R1\tby Arg1:T2 Arg2:T1\t\n\
    #1\tAnnotatorNotes T1\ta note\n";

fn stage() -> Stage {
    let stage = Stage::new();
    stage.write("in/a.txt", TXT);
    stage.write("in/a.ann", ANN);
    stage
}

/// What a native file has: labels with their words, and how many links.
fn held(stage: &Stage, name: &str) -> (Vec<String>, usize) {
    let articles = stage.articles(&NativeJson, name);
    assert_eq!(articles.len(), 1, "{name}");
    let text = &articles[0].article().text;
    let marks = articles[0].annotations();
    let marks =
        marks.map(|one| format!("{} {} {}", one.label, one.fragments.quote(text), one.note));
    (marks.collect(), articles[0].relations().len())
}

#[test]
fn a_pair_is_one_article_however_it_is_named() {
    let stage = stage();
    let expected = ["person Añez a note", "cue asks ", "person Bo … No "].map(String::from);
    for (idx, inputs) in ["in/a.txt in/a.ann", "in/a.ann in/a.txt", "in/a.txt", "in/a.ann", "in"]
        .into_iter()
        .enumerate()
    {
        let ran = stage.done(&format!("convert {inputs} -o {idx}.json"));
        assert_eq!(ran.err, "", "{inputs}");
        assert_eq!(held(&stage, &format!("{idx}.json")), (expected.to_vec(), 1), "{inputs}");
    }
}

/// As a shell expands `*.txt *.ann`.
#[test]
fn texts_before_annotations_are_no_articles_of_their_own() {
    let stage = stage();
    stage.write("in/b.txt", "Bo.\n");
    stage.write("in/b.ann", "T1\tperson 0 2\tBo\n");
    stage.done("convert in/a.txt in/b.txt in/a.ann in/b.ann -o both.json");
    let articles = stage.articles(&NativeJson, "both.json");
    let counts: Vec<usize> = articles.iter().map(|one| one.n_annotations()).collect();
    assert_eq!(counts, [3, 1]);
}

#[test]
fn a_pair_is_written_and_read_again_without_a_difference() {
    let stage = stage();
    stage.done("convert in/a.txt in/a.ann --to brat -o out/");
    assert_eq!(stage.text("out/a.txt"), TXT);
    assert_eq!(stage.text("out/a.ann"), ANN);
    assert_eq!(
        stage.files(),
        ["in/a.ann", "in/a.txt", "out/a.ann", "out/a.txt", "out/annotation.conf"]
    );
    let ran = stage.done("diff in/a.ann out/a.txt");
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    stage.write("out/a.ann", ANN.replace("cue", "verb"));
    let ran = stage.run("diff in out");
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.out.contains("cue “asks” 7–11: label cue → verb"), "{}", ran.out);
    // By way of a format of one file, and back.
    stage.done("convert in/a.txt in/a.ann -o a.json");
    stage.done("convert a.json --to brat -o back/");
    assert_eq!((stage.text("back/a.txt"), stage.text("back/a.ann")), (TXT.into(), ANN.into()));
}

#[test]
fn a_pair_is_checked_as_a_whole() {
    let stage = stage();
    let ran = stage.done("validate in/a.txt in/a.ann");
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&said["format"], &said["articles"]), (&"brat".into(), &1.into()));
    assert_eq!((&said["annotations"], &said["n_problems"]), (&3.into(), &0.into()));
    stage.write("in/a.ann", ANN.replace("\tAñez", "\tAnes"));
    let ran = stage.run("validate in/a.ann");
    assert_eq!(ran.status, 1, "{ran:?}");
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let problem = &said["problems"][0];
    assert_eq!(problem["problem"], "the file quotes “Anes”, but the text there is “Añez”");
    assert_eq!((&problem["id"], &problem["outcome"]), (&"T1".into(), &"left out".into()));
}

#[test]
fn half_a_pair_is_named() {
    let stage = stage();
    stage.write("alone/b.ann", ANN);
    let ran = stage.run("convert alone/b.ann --to w3c");
    assert_eq!(ran.status, 2, "{ran:?}");
    let expected = "alone/b.ann has no .txt file of the same name beside it";
    assert!(ran.err.contains(expected), "{}", ran.err);
    // An article in which nothing is marked may have no second file.
    stage.write("alone/c.txt", TXT);
    stage.done("convert alone/c.txt --from brat -o c.json");
    assert_eq!(held(&stage, "c.json"), (Vec::new(), 0));
}

/// As the shared tasks of BioNLP have it: what is given, and what is found.
#[test]
fn the_files_of_a_shared_task_are_one_article_however_they_are_named() {
    let stage = Stage::new();
    stage.write("in/a.txt", "Señor Añez spoke.\n");
    stage.write("in/a.a1", "T1\tPER 6 10\tAñez\n");
    stage.write("in/a.a2", "T2\tSay 11 16\tspoke\nE1\tSay:T2 Theme:T1\n");
    let expected = ["PER Añez ", "Say spoke "].map(String::from);
    let inputs = ["in", "in/a.a1", "in/a.a2 in/a.a1", "in/a.txt in/a.a1 in/a.a2", "in/a.txt"];
    for (idx, inputs) in inputs.into_iter().enumerate() {
        let from = if inputs == "in/a.txt" { " --from brat" } else { "" };
        let ran = stage.done(&format!("convert {inputs}{from} -o {idx}.json"));
        assert_eq!(ran.err, "", "{inputs}");
        assert_eq!(held(&stage, &format!("{idx}.json")), (expected.to_vec(), 1), "{inputs}");
    }
    stage.done("convert in --to brat -o out/");
    let expected = "T1\tPER 6 10\tAñez\nT2\tSay 11 16\tspoke\nE1\tSay:T2 Theme:T1\n";
    assert_eq!(stage.text("out/a.ann"), expected);
    let conf = stage.text("out/annotation.conf");
    assert!(conf.contains("[events]\nSay\tTheme*:PER\n"), "{conf}");
    stage.write("alone/b.a1", "T1\tPER 6 10\tAñez\n");
    let ran = stage.run("convert alone/b.a1 -o b.json");
    let expected = "alone/b.a1 has no .txt file of the same name beside it";
    assert!(ran.err.contains(expected), "{}", ran.err);
}
