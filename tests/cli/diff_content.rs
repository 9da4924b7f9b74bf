//! What `verbatim diff` takes for content, and what not.

use serde_json::{Value, json};

use crate::stage::{Ran, Stage};

/// What a run says of changes, without the heads of articles and the counts.
fn changes(ran: &Ran) -> Vec<&str> {
    ran.out.lines().filter(|line| line.starts_with("  ")).map(str::trim).collect()
}

#[test]
fn labels_are_compared_by_what_the_file_wrote() {
    let stage = Stage::new();
    let line = |marks: &str| format!("{{\"text\":\"Ana runs Acme\",\"label\":[{marks}]}}\n");
    stage.write("a.jsonl", line(r#"[0,3,"Job Title"],[9,13,"Job_Title"],[4,8,"X"]"#));
    stage.write("reversed.jsonl", line(r#"[9,13,"Job_Title"],[4,8,"X"],[0,3,"Job Title"]"#));
    stage.write("one.jsonl", line(r#"[0,3,"Job_Title"],[9,13,"Job_Title"],[4,8,"X"]"#));
    stage.write("changed.jsonl", line(r#"[9,13,"Job_Title"],[4,8,"Y"],[0,3,"Job Title"]"#));
    stage.done("diff a.jsonl reversed.jsonl");
    let ran = stage.run("diff a.jsonl one.jsonl");
    assert_eq!(ran.status, 1, "{ran:?}");
    assert_eq!(changes(&ran), ["~ Job Title “Ana” 0–3: label Job Title → Job_Title"]);
    // However many others differ, ids that follow the order pair nothing.
    let ran = stage.run("diff a.jsonl changed.jsonl");
    assert_eq!(changes(&ran), ["~ X “runs” 4–8: label X → Y"]);
    let ran = stage.run("diff a.jsonl changed.jsonl --json");
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(said["articles"][0]["annotations"][0]["label"], "X");
}

#[test]
fn relation_types_are_compared_by_what_the_file_wrote() {
    let stage = Stage::new();
    let file = |types: [&str; 2]| {
        let entity = |id: u8, start: u8, end: u8| json!({"id": id, "label": "P", "start_offset": start, "end_offset": end});
        let link = |id: u8, from: u8, to: u8, name: &str| json!({"id": id, "from_id": from, "to_id": to, "type": name});
        json!({"text": "Ana runs Acme", "entities": [entity(1, 0, 3), entity(2, 9, 13)],
            "relations": [link(1, 1, 2, types[0]), link(2, 2, 1, types[1])]})
        .to_string()
    };
    stage.write("a.jsonl", file(["works for", "works_for"]));
    stage.write("b.jsonl", file(["works_for", "works for"]));
    let ran = stage.run("diff a.jsonl b.jsonl");
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(
        ran.out.contains("works for “Ana” → “Acme”: type works for → works_for"),
        "{}",
        ran.out
    );
    stage.done("diff a.jsonl a.jsonl");
}

#[test]
fn titles_that_are_made_of_names_are_no_difference() {
    let stage = Stage::new();
    let lines =
        ["Ana left.", "Bo too."].map(|text| format!("{{\"text\":\"{text}\",\"label\":[]}}"));
    stage.write("a.jsonl", lines.join("\n"));
    stage.write("b.jsonl", format!("{}\n{}\n", lines[1], lines[0]));
    stage.done("diff a.jsonl b.jsonl");
    for (format, name) in [("conll", "a.conll"), ("pubannotation", "a.json"), ("csv", "a.csv")] {
        let article = match format {
            "conll" => "Ana B-PER\nleft O\n",
            "pubannotation" => r#"{"text": "Ana left.", "denotations": []}"#,
            _ => "doc_id,ann_id,label,start,end,text\n,,,0,9,Ana left.\n",
        };
        stage.write(&format!("in/{name}"), article);
        let other = name.replace('a', "other");
        stage.write(&format!("in/{other}"), article);
        stage.done(&format!("diff in/{name} in/{other} --from {format}"));
        stage.done(&format!("convert in/{name} --from {format} -o own.json --force"));
        stage.done(&format!("diff own.json in/{other} --from-b {format}"));
    }
    // One that the file has is compared.
    let titled =
        |title: &str| format!("{{\"text\":\"Ana left.\",\"title\":\"{title}\",\"label\":[]}}");
    stage.write("c.jsonl", titled("One"));
    stage.write("d.jsonl", titled("Two"));
    let ran = stage.run("diff c.jsonl d.jsonl");
    assert_eq!((ran.status, changes(&ran)), (1, vec!["~ title “One” → “Two”"]));
}

#[test]
fn articles_with_the_same_text_are_paired_by_their_marks() {
    let stage = Stage::new();
    let line = |marks: &str| format!("{{\"text\":\"Ana runs\",\"label\":[{marks}]}}\n");
    let [p, q] = [r#"[0,3,"P"]"#, r#"[4,8,"Q"]"#];
    let both = format!("{p},{q}");
    stage.write("a.jsonl", line(p) + &line(q) + &line(""));
    stage.write("b.jsonl", line("") + &line(q) + &line(p));
    stage.done("diff a.jsonl b.jsonl");
    // What is not the same is paired with what is nearest.
    stage.write("a.jsonl", line(p) + &line(q));
    let [more, other] = [r#"[0,8,"R"]"#, r#"[0,3,"P"],[4,8,"S"],[0,8,"T"]"#];
    stage.write("b.jsonl", line(other) + &line(&format!("{q},{more}")));
    stage.write("c.jsonl", line(&format!("{q},{more}")) + &line(other));
    for name in ["b.jsonl", "c.jsonl"] {
        let ran = stage.run(&format!("diff a.jsonl {name}"));
        assert!(ran.out.contains("annotations: 2 same, 0 changed, 3 added, 0 removed"), "{ran:?}");
    }
    stage.write("b.jsonl", line(&both));
    let ran = stage.run("diff a.jsonl b.jsonl");
    assert!(ran.out.contains("articles: 0 same, 1 changed, 0 added, 1 removed"), "{ran:?}");
}

#[test]
fn what_can_not_be_read_is_trouble_and_no_difference() {
    let stage = Stage::new();
    for name in ["a", "b"] {
        stage.write(&format!("bad/{name}.jsonl"), "{\"text\":\"Ana left\",\"label\":[]}\n");
    }
    stage.write("bad/c.jsonl", "{\"text\":\n");
    let ran = stage.run("diff bad bad");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    let said = "1 file or record of bad can’t be read at all, so it can’t be told whether";
    assert!(ran.err.contains(said), "{}", ran.err);
    stage.write("good/a.jsonl", "{\"text\":\"Ana left\",\"label\":[[0,3,\"P\"]]}\n");
    let ran = stage.run("diff bad good");
    assert_eq!(ran.status, 2);
    assert!(ran.out.contains("+ P “Ana” 0–3"), "{ran:?}");
    assert_eq!(stage.run("stats bad").status, 1);
}

#[test]
fn what_only_brat_can_hold_is_compared() {
    let stage = Stage::new();
    let text = "Ana and Bo ran.";
    let marks = "T1\tP 0 3\tAna\nT2\tP 8 10\tBo\nT3\tRun 11 14\tran\n";
    let write = |folder: &str, marks: &str| {
        stage.write(&format!("{folder}/a.txt"), text);
        stage.write(&format!("{folder}/a.ann"), marks);
    };
    write(
        "a",
        &format!("{marks}A1\tNegated T1\nA2\tConf T1 High\n*\tAlias T1 T2\n*\tEquiv T1 T2\n"),
    );
    // In another order, under other names.
    let same = "T9\tRun 11 14\tran\nT2\tP 0 3\tAna\nT1\tP 8 10\tBo\n*\tEquiv T1 T2\n\
        *\tAlias T2 T1\nA7\tConf T2 High\nA8\tNegated T2\n";
    write("same", same);
    stage.done("diff a same");
    for (line, changed, said) in [
        ("A2\tConf T1 High", "A2\tConf T1 Low", "brat.attributes 1"),
        ("*\tAlias T1 T2\n", "", "brat.equivalences 2"),
        ("*\tEquiv T1 T2\n", "N1\tReference T3 Wiki:1\tran\n", "brat.normalizations 1"),
    ] {
        let lines =
            format!("{marks}A1\tNegated T1\nA2\tConf T1 High\n*\tAlias T1 T2\n*\tEquiv T1 T2\n");
        write("b", &lines.replace(line, changed));
        let ran = stage.run("diff a b");
        assert_eq!(ran.status, 1, "{line}: {ran:?}");
        assert!(ran.out.contains(said), "{line}: {}", ran.out);
        stage.done("diff a b --ignore foreign");
    }
    write("event", &format!("{marks}E1\tRun:T3 Who:T1\n"));
    write("negated", &format!("{marks}E1\tRun:T3 Who:T1\nA1\tNegated E1\n"));
    assert_eq!(stage.run("diff event negated").status, 1);
    // Of another format, which can't say so, it is no difference.
    stage.done("convert a --to verbatim-json -o a.json");
    stage.done("convert a --to doccano -o a.jsonl");
    stage.done("diff a a.jsonl");
    stage.done("diff a.json a");
}

#[test]
fn features_tokens_and_sentences_are_compared() {
    let stage = Stage::new();
    let tsv = "#FORMAT=WebAnno TSV 3.2\n#T_SP=my.Person|value|sure\n\n\n\
        #Text=Ana left\n1-1\t0-3\tAna\tPER\tyes\n1-2\t4-8\tleft\t_\t_\n";
    stage.write("a.tsv", tsv);
    stage.write("b.tsv", tsv.replace("yes", "no"));
    let ran = stage.run("diff a.tsv b.tsv");
    assert_eq!(changes(&ran), ["~ PER “Ana” 0–3: webanno-tsv.values.sure yes → no"]);
    let ran = stage.run("diff a.tsv b.tsv --json");
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    let field = json!({"field": "webanno-tsv.values.sure", "a": "yes", "b": "no"});
    assert_eq!(said["articles"][0]["annotations"][0]["fields"], json!([field]));
    let task =
        |tokens: Value| json!({"text": "Ana left-over", "spans": [], "tokens": tokens}).to_string();
    let token = |start: usize, end: usize, id: usize| json!({"text": &"Ana left-over"[start..end], "start": start, "end": end, "id": id});
    stage.write("a.jsonl", task(json!([token(0, 3, 0), token(4, 13, 1)])));
    stage.write("b.jsonl", task(json!([token(0, 3, 0), token(4, 9, 1), token(9, 13, 2)])));
    stage.write("c.jsonl", task(json!([token(0, 3, 0), token(4, 9, 1)])));
    let diff = |b: &str| stage.run(&format!("diff a.jsonl {b}.jsonl --from prodigy"));
    assert_eq!(changes(&diff("b")), ["~ tokens 2 → 3"]);
    assert_eq!(changes(&diff("c")), ["~ tokens 2 → 2 others"]);
    stage.done("diff a.jsonl b.jsonl --from prodigy --ignore tokens");
    // What has no tokens differs from what has some only within a format.
    stage.done("convert a.jsonl --from prodigy --to doccano -o d.jsonl");
    stage.done("diff a.jsonl d.jsonl --from prodigy --from-b doccano");
    let rows = |blank: &str| format!("Ana B-P\nleft O\n{blank}Bo B-P\nleft O\n");
    stage.write("a.conll", rows("\n"));
    stage.done("convert a.conll --to verbatim-json -o a.json");
    let mut file: Value = serde_json::from_str(&stage.text("a.json")).unwrap();
    file["articles"][0]["sentences"] = json!([0]);
    stage.write("b.json", file.to_string());
    let ran = stage.run("diff a.json b.json");
    assert_eq!(changes(&ran), ["~ sentences 2 → 1"]);
    file["articles"][0]["mood"] = json!({"of": "all"});
    stage.write("b.json", file.to_string());
    let ran = stage.run("diff a.json b.json --ignore sentences");
    assert_eq!(changes(&ran), ["~ mood.of nothing → all"]);
}
