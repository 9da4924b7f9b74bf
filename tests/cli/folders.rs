//! What lies in folders beside what is read, and how files are named.

use serde_json::Value;

use crate::stage::Stage;

const DOCCANO: &str = "{\"text\":\"Ana left\",\"label\":[[0,3,\"P\"]]}\n";
const CONLL: &str = "Ana B-P\nleft O\n";
const TABLE: &str = "doc_id,ann_id,label,start_codepoint,end_codepoint,text\n\
    a,,,0,8,Ana left\na,m,P,0,3,Ana\n";
const WEB: &str = r#"[{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": {"value": "PER", "purpose": "tagging"}, "target":
    {"source": "a", "selector": {"type": "TextQuoteSelector", "exact": "Ana"}}}]"#;

#[test]
fn files_of_other_formats_in_a_folder_are_named() {
    let stage = Stage::new();
    stage.write("in/a.jsonl", DOCCANO);
    for name in ["b.conll", "c.conll", "more/d.conll"] {
        stage.write(&format!("in/{name}"), CONLL);
    }
    stage.write("in/web.jsonld", WEB);
    stage.write("in/table.csv", TABLE);
    for (name, content) in [
        ("README.md", "# Data\n"),
        ("LICENSE", "MIT\n"),
        ("notes.txt", "Hi.\n"),
        ("x.png", "\u{1}"),
    ] {
        stage.write(&format!("in/{name}"), content);
    }
    for command in ["convert in --to csv", "stats in", "validate in", "split in -o out"] {
        let ran = stage.run(command);
        assert_eq!(ran.status, 0, "{command}: {ran:?}");
        for said in [
            "in/b.conll looks like CoNLL-2003, and so do 2 more, and was not read",
            "in/web.jsonld looks like W3C Web Annotations, and was not read",
            "in/table.csv looks like CSV, and was not read, as doccano JSON Lines is read here: \
             read it alone, or say by --from",
        ] {
            assert!(ran.err.contains(said), "{command}: {said}\nis not in\n{}", ran.err);
        }
        for name in ["README", "LICENSE", "notes", "x.png"] {
            assert!(!ran.err.contains(name), "{command}: {}", ran.err);
        }
    }
    // Whoever says what is read knows.
    let ran = stage.done("stats in --from conll");
    assert_eq!(ran.err, "");
    assert!(ran.out.starts_with(&format!("{:<32}{:>12}\n", "files", 3)), "{}", ran.out);
}

#[test]
fn a_table_is_known_by_its_header() {
    let stage = Stage::new();
    stage.write("a.jsonl", DOCCANO);
    for format in ["csv", "tsv"] {
        let table = stage.done(&format!("convert a.jsonl --to {format}")).out;
        let ran = stage.run_with("stats - --json", &table);
        assert_eq!(ran.status, 0, "{format}: {}", ran.err);
        let said: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(said["annotations"]["by_label"]["P"], 1);
        for name in ["a.txt", "a.dat", "a"] {
            stage.write(name, &table);
            let said: Value =
                serde_json::from_str(&stage.done(&format!("validate {name}")).out).unwrap();
            assert_eq!((&said["format"], &said["annotations"]), (&format.into(), &1.into()));
        }
    }
    // Text with commas is none.
    for text in ["Text, label, start and end.\n", "label,text\na,b\n", "start,end,text,labels\n"] {
        let ran = stage.run_with("stats -", text);
        assert!(ran.err.contains("does not look like any format"), "{text}: {}", ran.err);
    }
}

#[test]
fn messages_about_the_only_file_name_it() {
    let stage = Stage::new();
    let bad = "{\"text\":\"Ana left\",\"label\":[[0,900,\"P\"]]}\n";
    stage.write("in/a.jsonl", bad.to_owned() + "{\"text\":\n");
    for (command, said) in [
        ("convert in/a.jsonl --to csv", "in/a.jsonl: Line 2: it is not whole: its JSON breaks"),
        ("convert in/a.jsonl --to csv", "on line 2, at column 9"),
        ("convert in/a.jsonl --to csv", "in/a.jsonl: “a 1”, line 1, annotation"),
        ("convert in/a.jsonl --to csv --losses json", "in/a.jsonl: Line 2"),
        ("stats in/a.jsonl", "in/a.jsonl: 2 things did not fit"),
        ("diff in/a.jsonl in/a.jsonl", "in/a.jsonl: 2 things did not fit"),
    ] {
        let ran = stage.run(command);
        assert!(ran.err.contains(said), "{command}: {said}\nis not in\n{}", ran.err);
    }
    let ran = stage.run_with("convert --to csv", bad);
    assert!(ran.err.contains("standard input: “1”, line 1, annotation"), "{}", ran.err);
    stage.write("in/b.jsonl", include_str!("../fixtures/cases/unit-byte.doccano.jsonl"));
    let ran = stage.run("convert in/b.jsonl --to csv");
    assert!(ran.err.contains("in/b.jsonl: it can’t be told what the offsets count"), "{}", ran.err);
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn what_can_not_be_read_in_a_folder_costs_only_itself() {
        let stage = Stage::new();
        stage.write("in/a.jsonl", DOCCANO);
        symlink("nowhere.jsonl", stage.path("in/b.jsonl")).unwrap();
        let said = "“in/b.jsonl”: it is a link that leads nowhere";
        for (command, status) in
            [("convert in --to csv", 1), ("stats in", 1), ("split in -o out", 1), ("diff in in", 2)]
        {
            let ran = stage.run(command);
            assert_eq!(ran.status, status, "{command}: {ran:?}");
            assert!(ran.err.contains(said), "{command}: {}", ran.err);
        }
        let ran = stage.run("validate in");
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((ran.status, &report["articles"]), (1, &1.into()));
        assert_eq!(report["problems"][0]["file"], "in/b.jsonl");
        // With nothing else, it is what there is to say.
        fs::remove_file(stage.path("in/a.jsonl")).unwrap();
        let ran = stage.run("stats in");
        assert_eq!(ran.status, 2);
        assert!(ran.err.contains("“in/b.jsonl” is a link that leads nowhere"), "{}", ran.err);
    }

    #[test]
    fn files_and_folders_without_permission_cost_only_themselves() {
        let stage = Stage::new();
        for name in ["in/a.jsonl", "in/b.jsonl", "in/more/c.jsonl"] {
            stage.write(name, DOCCANO);
        }
        let locked = ["in/b.jsonl", "in/more"].map(|name| stage.path(name));
        let allow = |mode| {
            for path in &locked {
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            }
        };
        allow(0o000);
        // Whoever may do all may read all.
        let is_heeded = fs::File::open(&locked[0]).is_err();
        let ran = stage.run("validate in");
        allow(0o755);
        if is_heeded {
            let report: Value = serde_json::from_str(&ran.out).unwrap();
            assert_eq!((ran.status, &report["articles"]), (1, &1.into()), "{ran:?}");
            for (idx, name) in ["in/b.jsonl", "in/more"].into_iter().enumerate() {
                assert_eq!(report["problems"][idx]["file"], name, "{}", ran.out);
            }
        }
    }

    #[test]
    fn pipes_and_sockets_in_a_folder_are_named_and_never_opened() {
        let stage = Stage::new();
        stage.write("in/a.jsonl", DOCCANO);
        let pipe = stage.path("in/b.jsonl");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let _socket = UnixListener::bind(stage.path("in/c")).unwrap();
        for command in ["convert in --to csv", "stats in", "validate in", "diff in in"] {
            let ran = stage.done(command);
            let said = "in/b.jsonl was not read: it is a pipe, a socket or a device (1 more)";
            assert!(ran.err.contains(said), "{command}: {}", ran.err);
        }
        // As a part of an article, too.
        stage.write("brat/a.ann", "T1\tP 0 3\tAna\n");
        let pipe = stage.path("brat/a.txt");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let ran = stage.run("stats brat");
        assert!(ran.err.contains("brat/a.ann was not read: no .txt lies beside it"), "{}", ran.err);
        let ran = stage.run("stats brat/a.ann");
        assert!(ran.err.contains("no .txt file of the same name beside it"), "{}", ran.err);
    }
}
