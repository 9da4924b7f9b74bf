//! Problems are told by the file's own lines, cost no more than themselves, and
//! are counted with what they are.

use serde_json::Value;

use crate::stage::{Ran, Stage};

const GOOD: &str = "{\"text\": \"Ana left Rome.\", \"label\": [[0, 3, \"PER\"]]}\n";

/// What `validate` finds, as `LINE: PROBLEM`, and how many articles there are.
fn found(stage: &Stage, arguments: &str) -> (i32, Vec<String>, u64) {
    let ran = stage.run(&format!("validate {arguments}"));
    let report: Value =
        serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{arguments}: {}", ran.err));
    let problems = report["problems"].as_array().unwrap();
    let said = |one: &Value| format!("{}: {}", one["line"], one["problem"].as_str().unwrap());
    (ran.status, problems.iter().map(said).collect(), report["articles"].as_u64().unwrap())
}

fn converted(stage: &Stage, arguments: &str) -> Ran {
    stage.run(&format!("convert {arguments}"))
}

#[test]
fn a_broken_line_costs_itself_alone() {
    let stage = Stage::new();
    for (name, broken) in [
        ("cut", "{\"text\": \"Ana\", \"label\": [[0, 3"),
        ("unclosed", "{\"text\": \"Ana"),
        ("scalar", "3"),
        ("words", "hello there"),
        ("text", "\"Ana"),
        ("list", "[1, 2]"),
        ("open-list", "[1, {\"text\""),
        ("no-json", "{\"text\": oops}"),
    ] {
        for (at, file) in [
            (1, format!("{broken}\n{GOOD}\n{GOOD}")),
            (2, format!("{GOOD}{broken}\n{GOOD}")),
            (4, format!("{GOOD}\n{GOOD}{broken}")),
        ] {
            stage.write("some/a.jsonl", &file);
            for path in ["some/a.jsonl", "some"] {
                let (status, problems, n) = found(&stage, path);
                assert_eq!((status, problems.len(), n), (1, 1, 2), "{name} {at}: {problems:?}");
                assert!(problems[0].starts_with(&format!("{at}: it ")), "{name}: {problems:?}");
                let ran = converted(&stage, &format!("{path} --to csv"));
                assert_eq!(ran.status, 1, "{name} {at}");
                let said = format!("Line {at}: it ");
                assert!(ran.err.contains(&said), "{name} {at}: {}", ran.err);
            }
        }
    }
    // What is spread over lines is as it was.
    stage.write(
        "spread.jsonl",
        "{\n\"text\": \"Ana\",\n\"label\": [\n[0, 3, \"A\"]\n]\n}\n{\"text\":\n\"Bo\"}",
    );
    assert_eq!(found(&stage, "spread.jsonl --from doccano"), (0, Vec::new(), 2));
    stage.write("list.json", "[{\"text\": \"Ana\"},\n{\"text\": \"Bo\"},\n{\"text\": \"Cy\"}]");
    assert_eq!(found(&stage, "list.json --from doccano"), (0, Vec::new(), 3));
}

#[test]
fn every_format_of_lines_stands_a_broken_first_line() {
    let stage = Stage::new();
    stage.write("all.jsonl", GOOD.repeat(3).replace("Ana", "Ann"));
    for format in ["verbatim-jsonl", "doccano", "prodigy", "spacy", "hf"] {
        let ran = converted(&stage, &format!("all.jsonl --to {format} -o {format}.jsonl"));
        assert_eq!(ran.status, 0, "{}", ran.err);
        let text = stage.text(&format!("{format}.jsonl"));
        let (first, rest) = text.split_once('\n').unwrap();
        for (idx, broken) in [&first[..first.len() / 2], "\"x"].into_iter().enumerate() {
            let folder = format!("{format}-{idx}");
            stage.write(&format!("{folder}/x.jsonl"), format!("{broken}\n{rest}"));
            let ran = stage.run(&format!("validate {folder}"));
            let report: Value = serde_json::from_str(&ran.out).unwrap();
            assert_eq!(report["format"], *format, "{folder}");
            assert_eq!((ran.status, &report["articles"]), (1, &2.into()), "{folder}");
            assert_eq!(report["problems"][0]["line"], 1, "{folder}");
        }
    }
    // Half of the lines below it are enough.
    stage.write("half", format!("{{\"a\n{}null\n", GOOD));
    let ran = stage.run("validate half");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &report["articles"]), (1, &1.into()), "{report}");
    assert_eq!(
        (&report["problems"][0]["line"], &report["problems"][1]["line"]),
        (&1.into(), &3.into())
    );
}

#[test]
fn a_bad_byte_is_named_by_the_line_of_the_file() {
    let stage = Stage::new();
    let bad = b"{\"text\": \"Se\xF1or\", \"label\": []}\n";
    stage.write("a.jsonl", [GOOD.as_bytes(), b"\n\n", bad, GOOD.as_bytes()].concat());
    let (status, problems, n) = found(&stage, "a.jsonl");
    assert_eq!((status, problems.len(), n), (1, 1, 2));
    let said = "4: it is not text in UTF-8: on line 4, at column 13, it has the byte 0xF1";
    assert!(problems[0].starts_with(said), "{problems:?}");
    // Of a table it costs one row.
    let rows = b"doc_id,label,start,end,text\na,,,,Ana left.\na,PER,0,3,Ana\na,LOC,4,8,l\xE9ft\na,V,4,8,left\n";
    stage.write("a.csv", rows);
    let ran = stage.run("validate a.csv");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &report["annotations"]), (1, &2.into()), "{report}");
    let problem = report["problems"][0]["problem"].as_str().unwrap();
    assert!(problem.contains("on line 4, at column 12, it has the byte 0xE9"), "{problem}");
}

#[test]
fn what_does_not_fit_in_an_annotation_is_on_a_line() {
    let stage = Stage::new();
    let entity = |of: &str| format!("{GOOD}\n\n{{\"text\": \"Ana\", {of}}}\n");
    stage.write("doccano.jsonl", entity("\"label\": [[0, 9, \"PER\"]]"));
    stage.write(
        "prodigy.jsonl",
        entity("\"spans\": [{\"start\": 0, \"end\": 9, \"label\": \"PER\"}]"),
    );
    for name in ["doccano", "prodigy"] {
        let (_, problems, _) = found(&stage, &format!("{name}.jsonl --from {name}"));
        let last = problems.last().unwrap();
        assert!(last.starts_with("4: its “end” is 9"), "{name}: {problems:?}");
        let ran = converted(&stage, &format!("{name}.jsonl --from {name} --to csv"));
        assert!(ran.err.contains(", line 4, annotation"), "{}", ran.err);
    }
    let region =
        "{\"type\": \"labels\", \"value\": {\"start\": 0, \"end\": 8, \"labels\": [\"PER\"]}}";
    let task = |text: &str| {
        format!(
            "{{\"data\": {{\"text\": \"{text}\"}}, \"annotations\": [{{\"result\": [{region}]}}]}}"
        )
    };
    stage.write("ls.json", format!("[\n{},\n\n{}\n]", task("Ana left Rome."), task("Ana")));
    let (_, problems, _) = found(&stage, "ls.json");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("4: its “end” is 8"), "{problems:?}");
    stage.write(
        "a.tsv",
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|label\n\n\n#Text=Ana left\n\
         1-1\t0-3\tAna\tPER\n1-2\t9-14\tleft\tX\n",
    );
    let (_, problems, _) = found(&stage, "a.tsv");
    assert!(problems.iter().any(|one| one.starts_with("7: its “start” is 9")), "{problems:?}");
    // The same twice, which only the command sees.
    stage.write("twice.jsonl", format!("\n{}", GOOD.replace("]]", "], [0, 3, \"PER\"]]")));
    let (_, problems, _) = found(&stage, "twice.jsonl");
    assert_eq!(problems, ["2: the same label is on the same words already"]);
}

#[test]
fn what_does_not_fit_in_brat_is_named_as_brat_does() {
    let stage = Stage::new();
    stage.write("a.txt", "Ana left Rome.");
    stage.write(
        "a.ann",
        "T1\tPER 0 3\tAna\nT2\tPER 90 95\tRome\n\nR1\tlives Arg1:T1 Arg2:T9\nE1\tPER:T1 Where:T7\n",
    );
    let ran = converted(&stage, "a.ann --to csv --losses json");
    for said in [
        "“a”, line 2 of its .ann file, annotation “Rome” (T2): ",
        "“a”, line 4 of its .ann file, relation R1: ",
        "“a”, line 5 of its .ann file, relation E1 Where: ",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
}

#[test]
fn what_stands_for_others_says_where_they_are() {
    let stage = Stage::new();
    let broken = "{\"text\": \"Ana\", \"label\": [[0, 9, \"A\"]]}\n";
    stage.write("a.jsonl", format!("{GOOD}{broken}"));
    stage.write("b.jsonl", broken.repeat(3));
    let ran = converted(&stage, "a.jsonl b.jsonl --to csv");
    let said = "verbatim: a.jsonl: “a 2”, line 2, annotation no. 1: its “end” is 9, but the text \
                ends at 3. It was left out. (3 more are like it, such as b.jsonl: “b 1”, line 1, \
                annotation no. 1; b.jsonl: “b 2”, line 2, annotation no. 1)";
    assert!(ran.err.contains(said), "{}", ran.err);
    stage.write("c.jsonl", "{\"text\": 1}\n{\"text\": 2}\n");
    let ran = converted(&stage, "a.jsonl c.jsonl --to csv");
    let said = "c.jsonl: Line 1: it has no “text”. It was left out. (1 more is like it, at \
                c.jsonl: line 2)";
    assert!(ran.err.contains(said), "{}", ran.err);
}

#[test]
fn fields_that_are_lost_are_named() {
    let stage = Stage::new();
    let one = "{\"text\": \"Ana left\", \"label\": [], \"meta\": {\"a\": 1}, \"score\": 3}\n";
    let two = "{\"text\": \"Bo left\", \"label\": [], \"score\": 3}\n";
    stage.write("a.jsonl", [one, two].concat());
    let ran = converted(&stage, "a.jsonl --to csv");
    let said = "3 fields from other programs, “score” (2), “meta” (1): left out";
    assert!(ran.err.contains(said), "{}", ran.err);
    let ran = converted(&stage, "a.jsonl --to csv --losses json");
    let report: Value = serde_json::from_str(&ran.err).unwrap();
    let losses = report["losses"].as_array().unwrap();
    let unknown = losses.iter().find(|one| one["loss"] == "unknown").unwrap();
    assert_eq!(unknown["fields"], serde_json::json!({"meta": 1, "score": 2}), "{report}");
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_its_line() {
    let stage = Stage::new();
    let header = "doc_id,ann_id,label,start,end,text\n";
    let never = |line: usize| {
        format!(
            "{line}: it can't be read as a row: the quotation mark opened on line {line} is never closed"
        )
    };
    for (rows, line, n) in [
        ("a,,,,,Ana left.\na,1,PER,0,3,\"Ana\na,2,V,4,8,left\nb,,,,,Bo\nb,1,PER,0,2,Bo\n", 3, 2),
        // Other quotes below it, and a text of two lines.
        ("a,,,,,\"Ana\nleft.\"\na,1,PER,0,3,\"Ana\na,2,V,4,8,\"left\"\nb,,,,,\"B\no\"\n", 4, 2),
        ("a,,,,,Ana left.\nb,,,,,Bo\na,1,PER,0,3,\"Ana", 4, 2),
    ] {
        stage.write("a.csv", format!("{header}{rows}"));
        let (status, problems, n_articles) = found(&stage, "a.csv");
        assert_eq!((status, problems.len(), n_articles), (1, 1, n), "{problems:?}");
        assert!(problems[0].starts_with(&never(line)), "{problems:?}");
        assert_eq!(converted(&stage, "a.csv --to doccano").status, 1);
    }
    // A mark inside a cell is one of its characters.
    stage.write("a.csv", format!("{header}a,,,,,A 5\" disk.\na,1,X,2,4,5\"\na,2,Y,5,9,disk\n"));
    assert_eq!(found(&stage, "a.csv"), (0, Vec::new(), 1));
}

#[test]
fn a_table_says_which_columns_it_lacks() {
    let stage = Stage::new();
    stage.write("a.csv", "x,label\n");
    let ran = converted(&stage, "a.csv --from csv --to doccano");
    let said = "lacks the columns “start_codepoint”, “end_codepoint”, “text” in its first row, \
                which has “x”, “label”";
    assert!(ran.status == 2 && ran.err.contains(said), "{}", ran.err);
    stage.write("b.csv", "label,start,end,text\n");
    let ran = converted(&stage, "b.csv --to doccano");
    assert!(ran.err.contains("has a header and no rows below it"), "{}", ran.err);
}

#[test]
fn a_task_without_one_text_says_what_it_has() {
    let stage = Stage::new();
    let task = |data: &str| format!("{{\"data\": {data}, \"annotations\": []}}");
    let tasks = [
        task("{\"text\": [\"a\", \"b\"]}"),
        task("{\"talk\": [{\"author\": \"x\", \"text\": \"y\"}]}"),
        task("{\"text\": \"Ana\"}"),
    ];
    stage.write("a.json", format!("[{}]", tasks.join(",\n")));
    let ran = converted(&stage, "a.json --from label-studio --to csv");
    for said in [
        "a task whose “text” is a list of texts or other values",
        "Record 2 (from line 2): it has a task whose “talk” is a list of objects, as a dialogue",
    ] {
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert_eq!(ran.status, 1);
}
