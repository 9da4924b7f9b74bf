//! Where things come from and where they go: pipes, devices, links, archives.

use verbatim::format::OutFile;
use verbatim::format::bundle::pack;

use crate::stage::{Stage, corpus, native};

fn stage_with_corpus() -> Stage {
    let stage = Stage::new();
    stage.write("all.json", native(corpus()));
    stage
}

/// An archive of what is in a folder.
fn zip(stage: &Stage, folder: &str) -> Vec<u8> {
    let names = stage.files().into_iter().filter(|name| name.starts_with(folder));
    let files = names.map(|name| OutFile { bytes: stage.text(&name).into(), name });
    pack(&files.collect::<Vec<_>>()).unwrap()
}

#[test]
fn an_archive_is_read_as_its_folder_is() {
    let stage = stage_with_corpus();
    for (format, map) in [("brat", ""), ("w3c", " --one-per-article"), ("hf", "")] {
        stage.done(&format!("convert all.json --to {format}{map} -o {format}/"));
        stage.write("packed.zip", zip(&stage, format));
        // Tokens have no offsets.
        let unit = if format == "hf" { "" } else { "--unit codepoint" };
        let read = format!("{unit} --to verbatim-json");
        let folder = stage.done(&format!("convert {format} {read}")).out;
        let packed = stage.done(&format!("convert packed.zip {read}"));
        assert_eq!(packed.out, folder, "{format}");
        let ran = stage.run_bytes(&format!("convert - {read}"), &zip(&stage, format));
        assert_eq!(ran.out, folder, "{format}");
    }
    // What is wrong is said of a file in it.
    stage.write("packed.zip", {
        let text = stage.text("all.json").replace("\"Zoé\"", "\"Zoë\"");
        pack(&[OutFile { name: "in/all.json".into(), bytes: text.into() }]).unwrap()
    });
    let report = stage.run("validate packed.zip");
    assert_eq!(report.status, 1, "{report:?}");
    assert!(report.out.contains("\"file\":\"packed.zip/in/all.json\""), "{}", report.out);
}

#[test]
fn an_article_of_one_long_line_is_recognized() {
    let stage = Stage::new();
    let tokens = vec!["\"tree\""; 100_000].join(",");
    let tags = vec!["\"O\""; 100_000].join(",");
    stage.write("long.jsonl", format!("{{\"tokens\":[{tokens}],\"ner_tags\":[{tags}]}}\n"));
    let ran = stage.done("stats long.jsonl --json");
    assert!(ran.out.contains("100000"), "{}", ran.out);
}

#[test]
fn no_archive_writes_where_its_names_point() {
    let stage = stage_with_corpus();
    let bytes = stage.text("all.json").into_bytes();
    for name in ["../all.json", "/all.json", "in/../../all.json"] {
        let file = OutFile { name: name.into(), bytes: bytes.clone() };
        // Whatever packs it may mend the name itself.
        let packed = pack(&[file]).unwrap();
        stage.write("packed.zip", &packed);
        let ran = stage.run("convert packed.zip --to verbatim-json");
        let is_there = packed.windows(name.len()).any(|window| window == name.as_bytes());
        assert_eq!(ran.status, if is_there { 2 } else { 0 }, "{name}: {ran:?}");
    }
    stage.write("packed.zip", b"PK\x03\x04 and no more");
    let ran = stage.run("stats packed.zip");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("“packed.zip” is not a whole zip file"), "{}", ran.err);
    let ran = stage.run("convert all.json --to w3c -o out.zip");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("out.zip would be a zip archive"), "{}", ran.err);
}

#[test]
fn an_empty_file_is_called_empty() {
    let stage = Stage::new();
    stage.write("a.json", "");
    for command in ["convert a.json --to csv", "validate a.json", "stats a.json"] {
        let ran = stage.run(command);
        assert_eq!((ran.status, ran.err.as_str()), (2, "verbatim: “a.json” is empty.\n"));
    }
}

#[test]
fn a_file_that_breaks_off_between_records_is_told() {
    let stage = Stage::new();
    stage.write("in.json", "[{\"text\": \"One.\"},\n{\"text\": \"Two.\"},\n");
    let ran = stage.done("convert in.json --from pubannotation --to verbatim-jsonl");
    assert_eq!(ran.out.lines().count(), 2);
    assert!(ran.err.contains("the file breaks off before it"), "{}", ran.err);
    assert_eq!(stage.run("validate in.json --from pubannotation --quiet").status, 1);
}

#[test]
fn a_file_is_no_folder() {
    let stage = stage_with_corpus();
    let ran = stage.run("convert all.json --to csv -o all.json/out.csv");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("all.json is a file, so no file can be in it"), "{}", ran.err);
}

#[test]
fn what_goes_along_overwrites_nothing_that_was_not_named() {
    let stage = stage_with_corpus();
    stage.write("README.md", "Mine.");
    let ran = stage.run("convert all.json --to hf -o out.jsonl --force");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("README.md goes along, and is there already"), "{}", ran.err);
    assert_eq!(stage.files(), ["README.md", "all.json"]);
    assert_eq!(stage.text("README.md"), "Mine.");
    stage.done("convert all.json --to hf -o tokens/");
    stage.done("convert all.json --to hf -o tokens/all.jsonl --force");
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, File};
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use super::*;
    use crate::stage::VERBATIM;

    #[test]
    fn a_pipe_is_read_as_a_file() {
        let stage = stage_with_corpus();
        let whole = stage.text("all.json");
        let out = stage.done("convert all.json --to w3c").out;
        let ran = stage.run_with("convert /dev/stdin --to w3c", &whole);
        assert_eq!((ran.status, ran.out), (0, out));
    }

    #[test]
    fn a_pipe_is_written_as_it_is() {
        let stage = stage_with_corpus();
        let pipe = stage.path("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = {
            let pipe = pipe.clone();
            std::thread::spawn(move || fs::read_to_string(pipe).unwrap())
        };
        stage.done("convert all.json --to w3c -o pipe --force");
        assert_eq!(reader.join().unwrap(), stage.done("convert all.json --to w3c").out);
        assert!(!pipe.is_file(), "it is a pipe still");
    }

    #[test]
    fn a_folder_that_leads_to_itself_is_read_once() {
        let stage = Stage::new();
        stage.write("in/all.json", native(corpus()));
        symlink(stage.path("in"), stage.path("in/self")).unwrap();
        let ran = stage.done("convert in --to verbatim-jsonl");
        assert_eq!((ran.out.lines().count(), ran.err.as_str()), (4, ""));
    }

    #[test]
    fn what_is_overwritten_keeps_its_place_and_who_may_read_it() {
        let stage = stage_with_corpus();
        stage.write("real/out.json", "mine");
        let mode = fs::Permissions::from_mode(0o600);
        fs::set_permissions(stage.path("real/out.json"), mode).unwrap();
        symlink(stage.path("real/out.json"), stage.path("out.json")).unwrap();
        stage.done("convert all.json --to w3c -o out.json --force");
        assert!(stage.path("out.json").is_symlink());
        assert!(stage.text("real/out.json").contains("AnnotationCollection"));
        let known = fs::metadata(stage.path("real/out.json")).unwrap();
        assert_eq!(known.permissions().mode() & 0o777, 0o600);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn it_is_done_also_if_nobody_hears_of_it() {
        let stage = stage_with_corpus();
        let status = Command::new(VERBATIM)
            .args(["convert", "all.json", "-o", "out.csv"])
            .current_dir(stage.path(""))
            .stderr(File::options().write(true).open("/dev/full").unwrap())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(0));
        assert_eq!(stage.files(), ["all.json", "out.csv"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_interrupt_leaves_nothing() {
        let stage = Stage::new();
        let article = "{\"text\": \"Zoé acts.\"}\n";
        stage.write("in.json", article.repeat(30_000));
        // Whoever runs the tests may have interrupts ignored.
        let mut child = Command::new("env")
            .args(["--default-signal=INT", VERBATIM])
            .args("convert in.json --from pubannotation -o out.jsonl".split(' '))
            .current_dir(stage.path(""))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let is_staged = || stage.files().iter().any(|name| name.starts_with(".verbatim-"));
        while !is_staged() {
            assert_eq!(child.try_wait().unwrap(), None, "it ended too soon");
            std::thread::sleep(Duration::from_millis(2));
        }
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130));
        assert_eq!(stage.files(), ["in.json"]);
    }
}
