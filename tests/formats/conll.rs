//! CoNLL-2003.

use proptest::prelude::*;
use verbatim::format::conll::Conll;
use verbatim::format::{self, InFile, Loss, Options, Read, ReadOptions, SentenceRule, TokenRule};

use crate::sample::article;
use crate::stage::{
    arb_collection, arb_options, assert_reads_back, held_against_everything, written,
};

held_against_everything!(Conll);

const TEXT: &str = "Ann Lee asked Bo. “Build it,” said\nZoe\u{301} in 東京🗼.";

fn sample() -> format::Collection {
    article(TEXT, |mark| {
        mark("speaker", &["Ann Lee"], &|_| {});
        mark("speaker", &["Bo"], &|_| {});
        mark("location", &["東京"], &|_| {});
        Vec::new()
    })
}

fn as_written(collection: &format::Collection, variant: &str, tokens: TokenRule) -> String {
    let options = Options {
        variant: variant.into(),
        tokens,
        sentences: SentenceRule::Lines,
        ..Options::default()
    };
    assert_reads_back(&Conll, collection, &options);
    String::from_utf8(written(&Conll, collection, &options).files[0].bytes.clone()).unwrap()
}

fn read(file: &str) -> Read {
    let files = [InFile { name: "a.conll", bytes: file.as_bytes() }];
    format::read(&Conll, &files, &ReadOptions::default()).unwrap()
}

/// The text, and what is marked in it.
fn seen(read: &Read, idx: usize) -> (String, Vec<String>) {
    let document = &read.imported.collection.documents[idx];
    let text = &document.article().text;
    let marks =
        document.annotations().map(|one| format!("{} {}", one.label, one.fragments.quote(text)));
    (text.as_str().into(), marks.collect())
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn two_columns_are_parted_by_a_tab() {
    let expected = "-DOCSTART-\tO\n\nAnn\tB-speaker\nLee\tI-speaker\nasked\tO\nBo\tB-speaker\n.\tO\n\
        “\tO\nBuild\tO\nit\tO\n,\tO\n”\tO\nsaid\tO\n\nZoe\u{301}\tO\nin\tO\n東\tB-location\n\
        京\tI-location\n🗼\tO\n.\tO\n\n";
    assert_eq!(as_written(&sample(), "iob2", TokenRule::Words), expected);
}

#[test]
fn four_columns_are_parted_by_one_space() {
    let expected = "-DOCSTART- -X- O O\n\nAnn -X- -X- B-speaker\nLee -X- -X- E-speaker\n\
        asked -X- -X- O\nBo. -X- -X- S-speaker\n“Build -X- -X- O\nit,” -X- -X- O\nsaid -X- -X- O\n\n\
        Zoe\u{301} -X- -X- O\nin -X- -X- O\n東京🗼. -X- -X- S-location\n\n";
    assert_eq!(as_written(&sample(), "iobes-4", TokenRule::WhiteSpace), expected);
}

#[test]
fn iob1_begins_with_b_only_behind_one_of_its_label() {
    let collection = article("a b c d\ne", |mark| {
        for words in ["a b", "c", "e"] {
            mark("speaker", &[words], &|_| {});
        }
        mark("location", &["d"], &|_| {});
        Vec::new()
    });
    let expected = "-DOCSTART-\tO\n\na\tI-speaker\nb\tI-speaker\nc\tB-speaker\nd\tI-location\n\n\
        e\tI-speaker\n\n";
    assert_eq!(as_written(&collection, "iob1", TokenRule::Words), expected);
}

#[test]
fn no_token_has_a_blank_in_it() {
    // A space and a no-break space that carry marks, a line separator, and a
    // control character at which Python splits.
    let collection = article("a  \u{301} b\u{a0}c \u{a0}\u{308}d e\u{2028}f g\u{1f}h", |mark| {
        mark("speaker", &[" \u{301}"], &|_| {});
        mark("location", &["\u{a0}\u{308}d"], &|_| {});
        mark("proposal", &["g\u{1f}h"], &|_| {});
        Vec::new()
    });
    let expected = "-DOCSTART-\tO\n\na\tO\n\u{301}\tB-speaker\nb\tO\nc\tO\n\u{308}d\tB-location\n\
        e\tO\nf\tO\ng\u{1a}h\tB-proposal\n\n";
    assert_eq!(as_written(&collection, "iob2", TokenRule::WhiteSpace), expected);
    let back = read(expected);
    assert_eq!(warnings(&back), [""; 0]);
    let (text, marks) = seen(&back, 0);
    assert_eq!(text, "a \u{301} b c \u{308}d e f g\u{1a}h");
    assert_eq!(marks, ["speaker  \u{301}", "location  \u{308}d", "proposal g\u{1a}h"]);
}

#[test]
fn the_sign_between_articles_is_no_token() {
    let collection = article("say -DOCSTART-\n-DOCSTART-X now", |mark| {
        mark("location", &["-DOCSTART-X"], &|_| {});
        Vec::new()
    });
    let file = as_written(&collection, "iob2", TokenRule::WhiteSpace);
    assert_eq!(
        file,
        "-DOCSTART-\tO\n\nsay\tO\n-docstart-\tO\n\n-docstart-X\tB-location\nnow\tO\n\n"
    );
    let options = Options { tokens: TokenRule::WhiteSpace, ..Options::default() };
    let said = written(&Conll, &collection, &options).losses.sentences();
    let expected = "2 times “-DOCSTART-” in a text: written in small letters";
    assert!(said.iter().any(|sentence| sentence == expected), "{said:?}");
}

#[test]
fn what_does_not_fit_is_counted() {
    let collection = article("Ann Lee said so", |mark| {
        let nested = mark("location", &["Lee"], &|_| {});
        let speaker = mark("speaker", &["Ann Lee"], &|one| one.note = "n".into());
        mark("proposal", &["sai", "s"], &|_| {});
        vec![(nested, "said_by", speaker)]
    });
    let losses = written(&Conll, &collection, &Options::default()).losses;
    for loss in [
        Loss::Overlaps,
        Loss::Snapped,
        Loss::Fragments,
        Loss::Notes,
        Loss::Relations,
        Loss::WhiteSpace,
    ] {
        assert_ne!(losses.count(&loss), 0, "{loss:?}");
    }
}

#[test]
fn every_way_to_tag_is_read() {
    let files = [
        "A -X- _ I-PER\nB -X- _ I-PER\nC -X- _ B-PER\nD -X- _ O\n\nE -X- _ I-PER\n",
        "A\tB-PER\nB\tI-PER\nC\tB-PER\nD\tO\n\nE\tB-PER\n",
        "A _ B-PER\r\nB _ E-PER\r\nC _ S-PER\r\nD _ O\r\n\r\nE _ S-PER\r\n",
        "A B-PER\nB L-PER\nC U-PER\nD O\n  \n\nE U-PER",
    ];
    for file in files {
        let read = read(file);
        assert_eq!(warnings(&read), [""; 0], "{file}");
        let (text, marks) = seen(&read, 0);
        assert_eq!(text, "A B C D\nE", "{file}");
        assert_eq!(marks, ["PER A B", "PER C", "PER E"], "{file}");
    }
    let (_, marks) = seen(&read("A I-X\nB I-Y\nC E-Y\nD I-Y\nE B-per-son"), 0);
    assert_eq!(marks, ["X A", "Y B C", "Y D", "per-son E"]);
}

#[test]
fn rows_may_be_numbered_and_have_comments() {
    // GermEval: a number, the token, two layers; the source before a sentence.
    let germeval = "#\tnews.example [2005-02-26]\n1\tAn\tO\tO\n2\tUni\tB-ORG\tO\n\
        3\tBonn\tI-ORG\tB-LOC\n\n#\tnews.example\n1\tOk\tO\tO\n";
    let found = read(germeval);
    assert_eq!(seen(&found, 0).0, "An Uni Bonn\nOk");
    assert_eq!(seen(&found, 0).1, ["ORG Uni Bonn", "LOC Bonn"]);
    let expected = [
        "Record 1: 2 comments, as “# news.example [2005-02-26]”, are not kept.",
        "Record 1: there are tags in columns 3, 4, and each is read.",
    ];
    assert_eq!(warnings(&found), expected);
    // Universal NER: what stands behind the tag is none; `1-2` is one token.
    let uner = "# sent_id = 1\n# text = Im Ort\n1-2\tIm\t_\t-\tann\n1\tIn\tO\t-\tann\n\
        2\tdem\tO\t-\tann\n3\tOrt\tB-LOC\t-\tann\n\n# sent_id = 2\n1\tJa\tO\t-\tann\n";
    assert_eq!(seen(&read(uner), 0), ("Im Ort\nJa".into(), vec!["LOC Ort".into()]));
    // MultiCoNER: an id before each sentence.
    let multi = "# id 5\tdomain=train\nbo _ _ B-PER\nran _ _ O\n\n# id 6\tdomain=dev\n# _ _ O\n";
    assert_eq!(seen(&read(multi), 0), ("bo ran\n#".into(), vec!["PER bo".into()]));
    // Numbers that are tokens stay.
    let numbers = ["1\tO\n2\tB-X\n", "1 -X- -X- O\n2 -X- -X- B-X\n", "1 CD O\n3 CD B-X\n"];
    for file in numbers {
        let (text, marks) = seen(&read(file), 0);
        assert_eq!((text.len(), marks.len(), text.starts_with("1 ")), (3, 1, true), "{file}");
    }
}

#[test]
fn columns_of_tags_are_told_apart() {
    let chunks = "EU NNP B-NP B-ORG\nsays VBZ O O\n";
    let found = read(chunks);
    assert_eq!(seen(&found, 0).1, ["ORG EU"]);
    let expected = [
        "Record 1: column 2 (as “NNP”) has no annotations and is not kept.",
        "Record 1: there is 1 phrase in column 3 too. It was left out.",
    ];
    assert_eq!(warnings(&found), expected);
    let layers = "Uni B-ORG B-X\nBonn I-ORG B-LOC\nan O I-LOC\n\nan I-ORG O\n";
    let found = read(layers);
    assert_eq!(seen(&found, 0).1, ["ORG Uni Bonn", "X Uni", "LOC Bonn an", "ORG an"]);
}

#[test]
fn articles_are_parted() {
    let file = "-DOCSTART- -X- O O\n\nA x x B-P\n\n-DOCSTART- -X- -X- O\n\nB x x O\n\n\nC x x O\n";
    let read = read(file);
    assert_eq!(read.imported.collection.documents.len(), 2);
    assert_eq!(seen(&read, 0), ("A".to_owned(), vec!["P A".to_owned()]));
    assert_eq!(seen(&read, 1), ("B\nC".to_owned(), Vec::new()));
}

#[test]
fn what_is_no_tag_is_said() {
    let read = read("A B-P\nB P\nC\nD P\nE P\n");
    assert_eq!(seen(&read, 0).0, "A B C D E");
    let expected = [
        "Record 1: line 2 has “P” where a tag should be, and 2 lines more are like it. They were \
         left out.",
        "Record 1: line 3 has nothing but a token, read as “O”.",
    ];
    assert_eq!(warnings(&read), expected);
    let files = [InFile { name: "a.conll", bytes: b"Dear all,\nhello\n" }];
    let error = format::read(&Conll, &files, &ReadOptions::default()).unwrap_err();
    let expected =
        "“a.conll” is not CoNLL: line 1 has “all,” where a tag should be. Nothing was imported.";
    assert_eq!(error.to_string(), expected);
}

proptest! {
    /// Each line has its columns for any reader: none is empty, and none has
    /// what Python takes for white space in it.
    #[test]
    fn each_line_has_its_columns(
        collection in arb_collection(),
        options in arb_options(&Conll),
    ) {
        let file = written(&Conll, &collection, &options).files.remove(0).bytes;
        let file = String::from_utf8(file).unwrap();
        let (n_columns, part) = if options.variant.ends_with("-4") { (4, ' ') } else { (2, '\t') };
        for line in file.split('\n').filter(|line| !line.is_empty()) {
            let is_blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
            let columns: Vec<&str> = line.split(is_blank).collect();
            prop_assert_eq!(columns.len(), n_columns, "{:?}", line);
            prop_assert_eq!(&columns, &line.split(part).collect::<Vec<_>>());
            prop_assert!(columns.iter().all(|column| !column.is_empty()));
        }
    }
}
