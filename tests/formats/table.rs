//! CSV and TSV.

mod csv {
    use verbatim::format::table::CSV;

    use crate::stage::held_against_everything;

    held_against_everything!(CSV);
}

mod tsv {
    use verbatim::format::table::TSV;

    use crate::stage::held_against_everything;

    held_against_everything!(TSV);
}

use verbatim::format::table::{CSV, TSV};
use verbatim::format::{
    self, Codec, Collection, InFile, OffsetUnit, Options, Read, ReadOptions, codec_of,
};
use verbatim::model::annotation::Status;

use crate::sample::article;
use crate::stage::{assert_reads_back, written};

const HEADER: &str = "doc_id,ann_id,label,start_codepoint,end_codepoint,text,note,status,annotator,\
    created,modified,origin,relation,to_id,relation_id,title,date,source,url,language\r\n";

const DOC: &str = "00000000-0000-0000-0000-00000000004d";

fn sample() -> Collection {
    article("😀 Zoe\u{301}, \"so\"\n東京 now", |mark| {
        let speaker = mark("speaker", &["Zoe\u{301}"], &|one| {
            one.note = "=1+1\r\n\"x\"".into();
            one.status = Status::Unsure;
            one.annotator = "Ann, B".into();
        });
        let proposal = mark("proposal", &["\"so\"\n東京", "now"], &|_| {});
        mark("location", &["東京"], &|_| {});
        vec![(proposal, "said_by", speaker), (proposal, "said_by", speaker)]
    })
}

fn as_written(codec: &dyn Codec, collection: &Collection) -> String {
    assert_reads_back(codec, collection, &Options::default());
    let bytes = written(codec, collection, &Options::default()).files.remove(0).bytes;
    String::from_utf8(bytes).unwrap()
}

fn read_as(codec: &dyn Codec, file: &str) -> Read {
    let files = [InFile { name: "a.csv", bytes: file.as_bytes() }];
    format::read(codec, &files, &ReadOptions::default()).unwrap()
}

fn marks(read: &Read, idx: usize) -> Vec<String> {
    let document = &read.imported.collection.documents[idx];
    let text = &document.article().text;
    document
        .annotations()
        .map(|one| format!("{} {}", one.label, one.fragments.quote(text)))
        .collect()
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn one_row_a_fragment_under_a_row_with_the_text() {
    let id = |n: u32| format!("00000000-0000-0000-0000-{n:012}");
    let then = "1970-01-01T00:00:00Z";
    let (a, b, c) = (id(1), id(2), id(3));
    let expected = format!(
        "{HEADER}\
         {DOC},,,0,19,\"😀 Zoe\u{301}, \"\"so\"\"\n東京 now\",,,,,,,,,,,,,,\r\n\
         {DOC},{a},speaker,2,6,Zoe\u{301},\"=1+1\r\n\"\"x\"\"\",unsure,\"Ann, B\",{then},{then},import,,,,,,,,\r\n\
         {DOC},{b},proposal,8,15,\"\"\"so\"\"\n東京\",,sure,,{then},{then},import,said_by said_by,{a} {a},{a} {b},,,,,\r\n\
         {DOC},{b},proposal,16,19,now,,,,,,,,,,,,,,\r\n\
         {DOC},{c},location,13,15,東京,,sure,,{then},{then},import,,,,,,,,\r\n"
    );
    assert_eq!(as_written(&CSV, &sample()), expected);
    let tsv = as_written(&TSV, &sample());
    let row = format!("{DOC}\t{c}\tlocation\t13\t15\t東京\t\tsure\t\t{then}\t{then}\timport");
    assert!(tsv.contains(&row), "{tsv}");
    assert!(tsv.starts_with("doc_id\tann_id\tlabel\t"));
}

#[test]
fn a_table_of_others_is_read() {
    let file = "\u{feff}Doc_ID;label".replace(';', ",")
        + ",Start,End,text,mood\n\
           news1,,,,\"😀 Ann\nasked Bo\",\n\
           news1,speaker,2,5,Ann,good\n\
           news1,location,12,14,Bo,\n\
           news2,,,,Cy,\n\
           news2,speaker,0,2,Cy,\n";
    let read = read_as(&CSV, &file);
    assert_eq!(
        warnings(&read),
        ["Record 1 (from line 2): columns that are not read, as they are not known: “mood”."]
    );
    let titles = read.imported.collection.documents.iter().map(|one| &one.article().metadata.title);
    assert_eq!(titles.collect::<Vec<_>>(), ["news1", "news2"]);
    assert_eq!(marks(&read, 0), ["speaker Ann", "location Bo"]);
    assert_eq!(marks(&read, 1), ["speaker Cy"]);
    assert!(read.question.is_none());
}

#[test]
fn the_header_or_the_words_say_what_offsets_count() {
    for (columns, start) in
        [("start_codepoint", 2), ("start_utf16", 3), ("start_byte", 5), ("start", 2), ("start", 3)]
    {
        let file = format!(
            "doc_id,label,{columns},end,text\n1,,,,😀 Ann\n1,speaker,{start},{},Ann\n",
            start + 3
        );
        let read = read_as(&CSV, &file);
        assert_eq!(warnings(&read), [""; 0], "{columns} {start}");
        assert_eq!(marks(&read, 0), ["speaker Ann"], "{columns} {start}");
    }
    assert_eq!(CSV.format().offset_unit, OffsetUnit::CodePoint);
}

#[test]
fn each_broken_row_is_named() {
    let said = |rows: &str| {
        let file = format!(
            "doc_id,ann_id,label,start,end,text,relation,to_id\n1,,,,,Ann and Bo,,\n{rows}\n"
        );
        warnings(&read_as(&CSV, &file)).join(" ")
    };
    let rows = [
        (
            "1,a,speaker,x,3,Ann,,",
            "Record 1 (from line 2): the row on line 3 has “x” as “start_codepoint”, where a whole number should be. It was left out.",
        ),
        (
            "1,a,,0,3,Ann,,",
            "Record 1 (from line 2): the row on line 3 has no label. It was left out.",
        ),
        (
            "1,,,0,3,Ann,,",
            "Record 1 (from line 2): the row on line 3 has no label, and an earlier one has the text of the article. It was left out.",
        ),
        (
            "1,a,speaker,0,3,Bnn,,",
            "“1”, line 3, annotation “Bnn” (a): the file quotes “Bnn”, but the text there is “Ann”. It was left out.",
        ),
        (
            "1,a,speaker,0,3,Ann,r,",
            "Record 1 (from line 2): the row on line 3 has a “relation” “r”, a “to_id” “” and a “relation_id” “”, which should be as many. It was left out.",
        ),
        (
            "1,a,speaker,0,3,Ann,r,z",
            "“1”, line 3, relation no. 1: the annotation it leads to, “z”, is not there. It was left out.",
        ),
        (
            "1,a,speaker,0,3,Ann,,\n1,a,place,8,10,Bo,,",
            "Record 1 (from line 2): the row on line 4 says “place”, but an earlier one of its ann_id says “speaker”. It was left out.",
        ),
    ];
    for (row, expected) in rows {
        assert_eq!(said(row), expected, "{row}");
    }
}

#[test]
fn a_table_without_texts_can_not_be_read() {
    let error = |file: &str| {
        let files = [InFile { name: "a.csv", bytes: file.as_bytes() }];
        format::read(&CSV, &files, &ReadOptions::default()).unwrap_err().to_string()
    };
    let expected = "“a.csv” lacks the column “end_codepoint” in its first row, which has \
        “doc_id”, “label”, “start”, “text”. Nothing was imported.";
    assert_eq!(error("doc_id,label,start,text\n1,speaker,0,Ann\n"), expected);
    let expected = "“a.csv” has no row with the text of the article “1”: one without a label, whose \
        “text” is the whole text. Nothing was imported.";
    assert_eq!(error("doc_id,label,start,end,text\n1,speaker,0,3,Ann\n"), expected);
}

#[test]
fn only_such_tables_are_taken() {
    let id = |name: &str, text: &str| codec_of(name, text).map(|codec| codec.format().id);
    assert_eq!(id("a.csv", HEADER), Some("csv"));
    assert_eq!(id("a.tsv", &HEADER.replace(',', "\t")), Some("tsv"));
    assert_eq!(id("a.csv", "name,age\n"), None);
    // Under any name the header tells, and text with commas is no header.
    assert_eq!(id("a.txt", HEADER), Some("csv"));
    assert_eq!(id("", &HEADER.replace(',', "\t")), Some("tsv"));
    assert_eq!(id("a.txt", "Label, start, end and text\n"), None);
    assert_eq!(id("a.txt", "label,text\nA,b\n"), None);
}

#[test]
fn a_long_cell_is_read_in_one_go() {
    // Every line of the text is a line of the file, and none is a row.
    let text = "line “\n".repeat(40_000) + "end";
    let collection = article(&text, |mark| {
        mark("speaker", &["end"], &|_| {});
        Vec::new()
    });
    assert_reads_back(&CSV, &collection, &Options::default());
}

#[test]
fn another_sign_between_columns_is_named() {
    let header = "doc_id;ann_id;label;start;end;text\nd1;;;;;Ana\n";
    let said = |codec: &dyn Codec, file: &str| {
        let files = [InFile { name: "a", bytes: file.as_bytes() }];
        format::read(codec, &files, &ReadOptions::default()).unwrap_err().to_string()
    };
    let expected = "parts its columns with semicolons: save it as CSV with commas, or as TSV with \
        tabs. Nothing was imported.";
    assert!(said(&CSV, header).ends_with(expected), "{}", said(&CSV, header));
    assert!(said(&CSV, &header.replace(';', "\t")).contains("with tabs: save"));
    assert!(said(&TSV, &header.replace(';', ",")).contains("with commas: save"));
    assert!(said(&CSV, "a;b\n1;2\n").contains("lacks the columns “label”, “start_"));
}
