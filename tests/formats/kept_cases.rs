//! Files of WebAnno TSV and UIMA CAS JSON as other programs write them: what each
//! says, that it comes back from its own format, and that no damage to it is more
//! than damage.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use verbatim::format::{self, Codec, InFile, Options, ReadOptions, codec, codec_of};

use crate::further::{links, marks};
use crate::stage::{assert_reads_back, written};
use crate::support::fuzzing::read_any;

/// A file, and what it says.
type Case = (&'static str, &'static [u8], &'static [&'static str], &'static [&'static str]);

macro_rules! case {
    ($name:literal, $marks:expr, $links:expr) => {
        ($name, include_bytes!(concat!("../fixtures/cases/", $name)), &$marks, &$links)
    };
}

const CASES: &[Case] = &[
    case!("09-header-and-layer.tsv", ["X Ana", "X Rome"], []),
    case!("wa746-codepoint-offsets.tsv", ["PER Ana"], []),
    case!(
        "webanno-chains.tsv",
        ["SimpleLink This", "nam This old man", "ok saw", "pr him", "SimpleLink him", "x man"],
        ["This old man chain > him", "him chain > saw", "saw chain > This"]
    ),
    case!(
        "webanno-slots.tsv",
        ["Cue asks", "PER Ana", "Person Bo", "verb asks"],
        ["Ana friend > Bo", "asks args > Bo", "asks asker > Ana"]
    ),
    case!("14-cas-metadata-and-layer.json", ["X Ana", "X Bo"], []),
    case!("cassis116-null-ref.json", ["PER Ana Ruiz", "PROP buses should be free"], []),
    case!("cas-chains.json", ["CoreferenceLink Bo", "nam Ana", "pr she"], ["Ana chain > she"]),
    case!(
        "cas-slots.json",
        ["PER Ana", "PER Bo", "ask asks"],
        ["asks all > Ana", "asks all > Bo", "asks args > Bo", "asks asker > Ana", "asks head > Bo"]
    ),
];

fn codec_of_case(name: &str, bytes: &[u8]) -> &'static dyn Codec {
    let found = codec_of(name, std::str::from_utf8(bytes).unwrap()).unwrap();
    let id = if name.ends_with(".tsv") { "webanno-tsv" } else { "cas-json" };
    assert_eq!(found.format().id, id, "{name}");
    codec(id).unwrap()
}

#[test]
fn each_says_what_it_says_and_comes_back() {
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    for (name, bytes, expected_marks, expected_links) in CASES {
        let codec = codec_of_case(name, bytes);
        let read = |bytes: &[u8]| {
            let files = [InFile { name, bytes }];
            format::read(codec, &files, &ReadOptions::default()).unwrap().imported.collection
        };
        let collection = read(bytes);
        let document = &collection.documents[0];
        let owned = |list: &[&str]| sorted(list.iter().map(|one| (*one).to_owned()).collect());
        assert_eq!(sorted(marks(document)), owned(expected_marks), "{name}");
        assert_eq!(sorted(links(document)), owned(expected_links), "{name}");
        assert_reads_back(codec, &collection, &Options::default());
        // What is written once is written the same for good.
        let once = written(codec, &collection, &Options::default()).files[0].bytes.clone();
        let again = read(&once);
        let twice = written(codec, &again, &Options::default()).files[0].bytes.clone();
        let words = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        assert_eq!(words(&twice), words(&once), "{name}");
    }
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(
        case in select(CASES),
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>()), 1..4),
    ) {
        let (name, bytes, ..) = case;
        let codec = codec_of_case(name, bytes);
        let signs: &[&[u8]] = &[
            b"", b"9", b"0", b"\t", b"\n", b"\r", b"|", b"[1]", b"_", b"*", b"->1-2", b"\"", b"#",
            b"#T_CH=a|b\n", b"#Text=x\n", b"{", b"null", b"@next", "é".as_bytes(), b"my.Link",
        ];
        let mut damaged = bytes.to_vec();
        for (at, len, sign) in changes {
            let start = at.index(damaged.len());
            let end = (start + len.index(6)).min(damaged.len());
            damaged.splice(start..end, signs[sign.index(signs.len())].iter().copied());
        }
        read_any(codec, &damaged);
    }
}
