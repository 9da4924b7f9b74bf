//! The table of formats in the docs says what the codecs declare.

use std::fs;
use std::path::Path;

use verbatim::format::{
    self, CODECS, InFile, OffsetUnit, Options, ReadOptions, TextHeld, codec_of,
};

use crate::marked;
use crate::stage::written;

const INDEX: &str = "docs/formats/README.md";

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn rows() -> String {
    let head = [
        "format",
        "`id`",
        "files",
        "offsets",
        "text",
        "overlaps",
        "fragments",
        "links",
        "notes",
        "status",
        "ids",
    ];
    let mut rows = vec![format!("| {} |", head.join(" | ")), "| --- ".repeat(head.len()) + "|"];
    for codec in CODECS {
        let format = codec.format();
        // As it is usually written.
        let held = codec.capacity(&Options::default());
        let mark = |is_held: bool| if is_held { "yes" } else { "no" };
        let files = format.parts.iter().map(|part| format!(".{part}")).collect::<Vec<_>>();
        let is_native = format.id.starts_with("verbatim");
        let page = if is_native { "../native-json.md".into() } else { format!("{}.md", format.id) };
        let text = match (format.is_read, held.text) {
            (false, _) => "written only",
            (true, TextHeld::Exact) => "exact",
            (true, TextHeld::Tokens) => "tokens",
        };
        rows.push(format!(
            "| [{}]({page}) | `{}` | {} | {} | {text} | {} | {} | {} | {} | {} | {} |",
            format.name,
            format.id,
            files.join(", "),
            if format.is_read { format.offset_unit.name() } else { "none" },
            mark(held.overlaps),
            mark(held.fragments),
            mark(held.relations),
            mark(held.notes),
            mark(held.statuses),
            mark(held.ids),
        ));
    }
    rows.join("\n")
}

#[test]
fn the_index_lists_what_the_codecs_declare() {
    let rows = rows();
    assert!(read(INDEX).contains(&rows), "{INDEX} should have this table:\n{rows}\n");
}

/// What is read of a format, and comes back.
struct ComesBack {
    what: &'static str,
    format: &'static str,
    /// Files as other programs write them, by name.
    files: &'static [(&'static str, &'static str)],
    /// What must stand in them after they were read and written.
    needles: &'static [&'static str],
}

const COME_BACK: &[ComesBack] = &[
    ComesBack {
        what: "layers",
        format: "webanno-tsv",
        files: &[("a.tsv", include_str!("../fixtures/cases/09-header-and-layer.tsv"))],
        needles: &["#T_SP=a.b.Person|label", "#T_SP=a.b.Place|label", "#Summary1=about Ana"],
    },
    ComesBack {
        what: "layers",
        format: "cas-json",
        files: &[("a.json", include_str!("../fixtures/cases/14-cas-metadata-and-layer.json"))],
        needles: &["\"my.A\"", "\"my.B\"", "\"conf\":0.5", "doc-7"],
    },
    ComesBack {
        what: "events",
        format: "brat",
        files: &[
            ("a.txt", include_str!("../fixtures/cases/07-event/a.txt")),
            ("a.ann", include_str!("../fixtures/cases/07-event/a.ann")),
        ],
        needles: &["Pay:T2 Giver:T1 Taker:T3", "Negated E1"],
    },
    ComesBack {
        what: "events",
        format: "brat",
        files: &[
            ("a.txt", include_str!("../fixtures/cases/06-equiv/a.txt")),
            ("a.ann", include_str!("../fixtures/cases/06-equiv/a.ann")),
        ],
        needles: &["*\tAlias T1 T2"],
    },
    ComesBack {
        what: "events",
        format: "webanno-tsv",
        files: &[("a.tsv", include_str!("../fixtures/cases/webanno-chains.tsv"))],
        needles: &["#T_CH=", "a\\->b->1-2"],
    },
    ComesBack {
        what: "events",
        format: "cas-json",
        files: &[("a.json", include_str!("../fixtures/cases/cas-chains.json"))],
        needles: &["\"@next\"", "CoreferenceChain"],
    },
];

/// A file with a line that can't be read as it should, which a sentence names.
const BROKEN_LINES: &[(&str, &str, &str)] = &[
    ("verbatim-jsonl", "\n{\"format\":", "line 2"),
    ("doccano", "{\"text\":\"A\",\"label\":[]}\n{\"text\":", "line 2"),
    ("prodigy", "{\"text\":\"A\",\"spans\":[]}\n{\"text\":", "line 2"),
    ("spacy", "{\"text\":\"A\",\"ents\":[]}\n{\"text\":", "line 2"),
    ("hf", "{\"tokens\":[\"A\"],\"ner_tags\":[\"O\"]}\n{\"tokens\":", "line 2"),
    ("label-studio", "[{\"data\":{\"text\":\"A\"}},\n{\"data\" 1}]", "line 2"),
    ("pubannotation", "[{\"text\":\"A\",\"denotations\":[]},\n{\"text\" 1}]", "line 2"),
    ("w3c", "\n{\"type\" 1}", "line 2"),
    ("citron", "{\n\"text\" 1}", "line 2"),
    ("cas-json", "{\n\"%TYPES\" 1}", "line 2"),
    ("verbatim-json", "{\n\"format\" 1}", "line 2"),
    ("conll", "A\tB-P\nb\tx\nC\tO\nD\tO\nE\tO\n", "line 2"),
    (
        "webanno-tsv",
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.B|label\n\n#Text=A\n1-1\tx\tA\t_\t\n",
        "line 5",
    ),
    ("csv", "doc_id,label,start,end,text\n1,,,,Ann\n1,P,x,3,Ann\n", "line 3"),
    ("tsv", "doc_id\tlabel\tstart\tend\ttext\n1\t\t\t\tAnn\n1\tP\tx\t3\tAnn\n", "line 3"),
    ("brat", "T1\tP 0 x\tA\n", "line 1"),
];

/// How files of others come in, and what of them comes back.
fn reading_rows() -> String {
    let head = [
        "format",
        "known by content",
        "units tried",
        "source tokens",
        "layers by name",
        "events, groups and chains",
        "line in messages",
    ];
    let mut rows = vec![format!("| {} |", head.join(" | ")), "| --- ".repeat(head.len()) + "|"];
    for codec in CODECS.iter().copied().filter(|codec| codec.format().is_read) {
        let format = codec.format();
        let mark = |is_so: bool| if is_so { "yes" } else { "no" };
        let files = written(codec, &marked::collection(), &Options::default()).files;
        let text = String::from_utf8_lossy(&files[0].bytes);
        let found = codec_of("", &text).map(|found| found.format().id);
        let units = match format.offset_unit {
            _ if codec.leaves_unit_open() => "all",
            OffsetUnit::Token => "none: it has tokens",
            _ => "none: it says which",
        };
        let held = codec.capacity(&Options::default());
        let tokens = match (held.tokens, held.sentences) {
            (true, true) => "with sentences",
            (true, false) => "yes",
            (false, _) => "no",
        };
        let comes_back = |what: &str| {
            let of_it =
                || COME_BACK.iter().filter(|one| (one.what, one.format) == (what, format.id));
            for ComesBack { files, needles, .. } in of_it() {
                let in_files: Vec<InFile<'_>> = files
                    .iter()
                    .map(|&(name, text)| InFile { name, bytes: text.as_bytes() })
                    .collect();
                let read = format::read(codec, &in_files, &ReadOptions::default()).unwrap();
                let again = written(codec, &read.imported.collection, &Options::default()).files;
                let again: Vec<_> =
                    again.iter().map(|file| String::from_utf8_lossy(&file.bytes)).collect();
                let again = again.join("\n");
                for needle in *needles {
                    assert!(again.contains(needle), "{}: {needle}\nis not in\n{again}", format.id);
                }
            }
            mark(of_it().next().is_some())
        };
        let (_, broken, line) = BROKEN_LINES.iter().find(|one| one.0 == format.id).unwrap();
        let last = format.parts.last().unwrap();
        let mut in_files = vec![InFile { name: "a.txt", bytes: b"A" }];
        in_files.retain(|_| format.parts.len() > 1);
        let name = format!("a.{last}");
        in_files.push(InFile { name: &name, bytes: broken.as_bytes() });
        let said = match format::read(codec, &in_files, &ReadOptions::default()) {
            Ok(read) => read.imported.warnings.sentences(9).join("\n"),
            Err(error) => error.to_string(),
        };
        rows.push(format!(
            "| {} | {} | {units} | {tokens} | {} | {} | {} |",
            format.name,
            mark(found == Some(format.id)),
            comes_back("layers"),
            comes_back("events"),
            mark(said.contains(line)),
        ));
    }
    rows.join("\n")
}

#[test]
fn the_index_says_how_files_come_in() {
    let rows = reading_rows();
    assert!(read(INDEX).contains(&rows), "{INDEX} should have this table:\n{rows}\n");
}

#[test]
fn each_format_has_a_page() {
    for codec in CODECS.iter().filter(|codec| !codec.format().id.starts_with("verbatim")) {
        let page = read(&format!("docs/formats/{}.md", codec.format().id));
        let page = page.to_lowercase();
        let told = ["lost", "losses", "left out", "not shown", "can't hold", "not held"];
        let is_told = told.iter().any(|words| page.contains(words));
        assert!(page.contains("offset") && is_told, "{}", codec.format().id);
    }
}
