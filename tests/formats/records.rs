//! Files parted into records: the same ones however the bytes arrive.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use proptest::prelude::*;
use verbatim::format::{Framing, Records};

const WHOLE: Framing = Framing::Whole;
const JSON: Framing = Framing::Json { list: None };
const LISTED: Framing = Framing::Json { list: Some("documents") };
const BLOCKS: Framing = Framing::Documents;
const GRAPH: Framing = Framing::JsonGraph;
const CSV: Framing = rows(b',');
const TSV: Framing = rows(b'\t');

const fn rows(delimiter: u8) -> Framing {
    Framing::Rows { delimiter, keys: &["id"], labels: &["label"] }
}

/// The records of a file, and what stands around them.
fn parted(framing: Framing, input: impl BufRead + Seek) -> (Vec<String>, String) {
    let mut records = Records::new(framing, input);
    let read: io::Result<Vec<Vec<u8>>> = records.by_ref().collect();
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let shell = words(records.shell());
    (read.unwrap().iter().map(|record| words(record)).collect(), shell)
}

fn records(framing: Framing, file: &str) -> Vec<String> {
    parted(framing, io::Cursor::new(file.as_bytes())).0
}

/// Gives a few bytes at a time.
struct Drops<'a> {
    bytes: io::Cursor<&'a [u8]>,
    sizes: std::iter::Cycle<std::vec::IntoIter<usize>>,
}

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.sizes.next().unwrap_or(1).clamp(1, buffer.len());
        self.bytes.read(&mut buffer[..n_bytes])
    }
}

impl Seek for Drops<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

fn in_drops(bytes: &[u8], sizes: Vec<usize>) -> impl BufRead + Seek + '_ {
    let bytes = io::Cursor::new(bytes);
    BufReader::with_capacity(7, Drops { bytes, sizes: sizes.into_iter().cycle() })
}

#[test]
fn files_are_parted_into_records() {
    let doc = "-DOCSTART- -X- O O\n\nZoe B-SPEAKER\n";
    let cases: &[(Framing, &str, &[&str])] = &[
        (WHOLE, "", &[]),
        (WHOLE, "a\nb", &["a\nb"]),
        (WHOLE, "\u{feff}a", &["a"]),
        // A value a line.
        (JSON, "", &[]),
        (JSON, " \n\n", &[]),
        (JSON, "{\"a\":1}\n{\"b\":2}\n", &["{\"a\":1}", "{\"b\":2}"]),
        (JSON, "{\"a\":1}\r\n\r\n{\"b\":2}", &["{\"a\":1}", "{\"b\":2}"]),
        (JSON, "\u{feff}{\"a\":1}\n{\"b\":2}", &["{\"a\":1}", "{\"b\":2}"]),
        (JSON, "{\"a\":1}\r{\"b\":2}\r", &["{\"a\":1}", "{\"b\":2}"]),
        (JSON, "{\"a\":1}\nnot json\n{}", &["{\"a\":1}", "not json", "{}"]),
        // Signs in strings mean nothing.
        (JSON, "{\"a\":\"}\\\"{\"}\n{}", &["{\"a\":\"}\\\"{\"}", "{}"]),
        // The items of a list.
        (JSON, "[]", &[]),
        (JSON, "[{\"a\":1},{\"b\":[2,3]}]", &["{\"a\":1}", "{\"b\":[2,3]}"]),
        (JSON, "[\n {\"a\":\"],[\"} ,\n\n {}\n]\n", &["{\"a\":\"],[\"} ", "{}\n"]),
        (JSON, "[1, \"x,y\", [2]]", &["1", "\"x,y\"", "[2]"]),
        // A list that begins with text is a value.
        (JSON, "[\"a\", {}]\n[\"b\", {}]\n", &["[\"a\", {}]", "[\"b\", {}]"]),
        (JSON, "[ \"a\",\n {}]\n[\"b\", {}]\n", &["[ \"a\",\n {}]", "[\"b\", {}]"]),
        // Values that point at others are one record.
        (GRAPH, "[{\"target\":1}, {\"a\":2}]", &["[{\"target\":1},{\"a\":2}]"]),
        (GRAPH, "{\"target\":1}\n{\"target\":2}", &["[{\"target\":1},{\"target\":2}]"]),
        (GRAPH, "[{\"a\":1}, {\"b\":2}]", &["{\"a\":1}", "{\"b\":2}"]),
        // One object over many lines, and several.
        (JSON, "{\n \"a\": 1\n}\n", &["{\n \"a\": 1\n}"]),
        (JSON, "{\n\"a\":1}{\"b\":2}\n{\n}", &["{\n\"a\":1}", "{\"b\":2}", "{\n}"]),
        (JSON, "{\n\"a\":\"}\"\n}", &["{\n\"a\":\"}\"\n}"]),
        // The items of a list with a name.
        (LISTED, "{\"v\":1,\"documents\":[{\"a\":1},{}],\"z\":[9]}", &["{\"a\":1}", "{}"]),
        (LISTED, "{\"x\":{\"documents\":[7]},\"documents\" : [ 1 ]}", &["1 "]),
        (LISTED, "{\"x\":\"documents\",\"y\":[7],\"documents\":[1]}", &["1"]),
        (LISTED, "{\"documents\":null,\"y\":[7]}", &[]),
        (LISTED, "[{\"a\":1}]", &["{\"a\":1}"]),
        // Blocks of lines.
        (BLOCKS, "Zoe B-SPEAKER\n", &["Zoe B-SPEAKER\n"]),
        (BLOCKS, doc, &[doc]),
        (BLOCKS, &[doc, doc].concat(), &[doc, doc]),
        (BLOCKS, &["\n\n", doc].concat(), &[&["\n\n", doc].concat()]),
        // Rows with the same first field.
        (CSV, "id,text\n1,a\n1,b\n2,c\n", &["id,text\n1,a\n1,b\n", "id,text\n2,c\n"]),
        (CSV, "id,text\n1,\"a\nb,\"\"\"\n\n1,c", &["id,text\n1,\"a\nb,\"\"\"\n1,c\n"]),
        (CSV, "id,text\n\"1,x\",a\n\"1,y\",b", &["id,text\n\"1,x\",a\n", "id,text\n\"1,y\",b\n"]),
        (TSV, "id\ttext\n1,1\ta\n1,2\tb\n", &["id\ttext\n1,1\ta\n", "id\ttext\n1,2\tb\n"]),
        (CSV, "id,text\n", &["id,text\n"]),
        // Wherever the rows and their names stand.
        (CSV, "id,text\n1,a\n2,b\n1,c\n", &["id,text\n1,a\n1,c\n", "id,text\n2,b\n"]),
        (CSV, ",Id\n0,1\n1,\"1\"\n", &[",Id\n0,1\n1,\"1\"\n"]),
        (CSV, "label,x\n,a\nP,b\n,c\n", &["label,x\n,a\nP,b\n", "label,x\n,c\n"]),
        (CSV, "id,text\r1,a\r1,b\r", &["id,text\r1,a\r1,b\r"]),
        (CSV, "\u{feff}id\n1\n2\n1", &["id\n1\n1\n", "id\n2\n"]),
    ];
    for (framing, file, expected) in cases {
        assert_eq!(records(*framing, file), *expected, "{framing:?} of {file:?}");
    }
}

#[test]
fn what_stands_around_a_list_is_the_file_without_its_items() {
    let file = "{\"v\": 1, \"documents\": [{\"a\": 1}, {\"b\": 2}], \"z\": [9]}\n";
    let (items, shell) = parted(LISTED, io::Cursor::new(file));
    assert_eq!(items.len(), 2);
    assert_eq!(shell, "{\"v\": 1, \"documents\": [], \"z\": [9]}\n");
}

#[test]
fn a_record_knows_where_it_starts() {
    let places = |framing, file: &str| {
        let mut records = Records::new(framing, io::Cursor::new(file.as_bytes()));
        let mut places = Vec::new();
        while let Some(record) = records.next() {
            record.unwrap();
            let start = records.start();
            places.push((start.line, start.column, records.row_lines().to_vec()));
        }
        places
    };
    let at = |line, column| (line, column, vec![]);
    for (framing, file, expected) in [
        (JSON, "{}\n\n{}\r\n{}\r{}", vec![at(1, 1), at(3, 1), at(4, 1), at(5, 1)]),
        (JSON, "[\n {}, \"é\",{}\n]", vec![at(2, 2), at(2, 6), at(2, 10)]),
        (JSON, "\n{\n}{\n}", vec![at(2, 1), at(3, 2)]),
        (LISTED, "{\n\"documents\":[1,\n 2]}", vec![at(2, 14), at(3, 2)]),
        (BLOCKS, "a\nb\n-DOCSTART-\nc\n-DOCSTART-", vec![at(1, 1), at(3, 1), at(5, 1)]),
        (CSV, "id\n1\n\n2\n\"1\"", vec![(2, 1, vec![2, 5]), (4, 1, vec![4])]),
        (CSV, "id,t\n1,\"\n\"\n1,b", vec![(2, 1, vec![2, 4])]),
    ] {
        assert_eq!(places(framing, file), expected, "{file:?}");
    }
}

#[test]
fn a_list_that_breaks_off_is_noticed() {
    for (file, breaks_off) in [
        ("[{\"a\":1}]", false),
        ("[{\"a\":1}", true),
        ("[{\"a\":1},\n", true),
        ("[", true),
        // The item itself can't be read, which says enough.
        ("[{\"a\":1},{\"b", false),
        ("{\"a\":1}\n", false),
    ] {
        let mut records = Records::new(JSON, io::Cursor::new(file));
        records.by_ref().for_each(drop);
        assert_eq!(records.breaks_off(), breaks_off, "{file:?}");
    }
}

/// However hostile, a file of a megabyte is parted in the time that reading it
/// takes, not in the square of it.
#[test]
fn no_file_takes_the_square_of_its_length() {
    const N: usize = 500_000;
    let files: [(Framing, String); 5] = [
        (CSV, format!("id\n\"{}", "\n".repeat(N))),
        (JSON, format!("{}{{", "{}".repeat(N))),
        (JSON, format!("{{\n{}", "}".repeat(N))),
        (LISTED, "{\"documents\":".repeat(N / 12)),
        (BLOCKS, "-DOCSTART-\n".repeat(N / 10)),
    ];
    for (framing, file) in files {
        let started = std::time::Instant::now();
        records(framing, &file);
        let seconds = started.elapsed().as_secs();
        assert!(seconds < 20, "{framing:?} of {:?}… took {seconds} s", &file[..20]);
    }
}

proptest! {
    #[test]
    fn how_the_bytes_arrive_does_not_matter(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\n", "\r\n", " ", "a", "é", "😀",
                "\"documents\"", "\"documents\":[", "\"target\":1", "\r", "-DOCSTART- O\n", "\t", "{}", "1\n", "\u{feff}",
            ]),
            0..40,
        ),
        sizes in prop::collection::vec(1usize..9, 1..6),
        framing in prop::sample::select(vec![WHOLE, JSON, LISTED, GRAPH, BLOCKS, CSV, TSV]),
    ) {
        let file = pieces.concat();
        let at_once = parted(framing, io::Cursor::new(file.as_bytes()));
        let in_drops = parted(framing, in_drops(file.as_bytes(), sizes));
        prop_assert_eq!(&at_once, &in_drops);
        // Nothing is made up.
        let n_bytes: usize = at_once.0.iter().map(String::len).sum();
        prop_assert!(matches!(framing, GRAPH | CSV | TSV) || n_bytes <= file.len());
    }
}
