//! brat standoff.

use serde_json::json;
use verbatim::format::brat::Brat;
use verbatim::format::{self, InFile, Loss, OffsetUnit, Options, Read, ReadOptions, codec_of};
use verbatim::model::annotation::Status;
use verbatim::model::document::Document;

use crate::sample::article;
use crate::stage::{assert_reads_back, held_against_everything, written};

held_against_everything!(Brat);

pub fn read(txt: &str, ann: &str) -> Read {
    let files = [
        InFile { name: "data/a.txt", bytes: txt.as_bytes() },
        InFile { name: "data/a.ann", bytes: ann.as_bytes() },
    ];
    format::read(&Brat, &files, &ReadOptions::default()).unwrap()
}

pub fn only(read: &Read) -> &Document {
    assert_eq!(read.imported.collection.documents.len(), 1);
    &read.imported.collection.documents[0]
}

fn quotes(document: &Document) -> Vec<(String, String)> {
    let text = &document.article().text;
    let quote = |one: &verbatim::model::annotation::Annotation| {
        let words: Vec<&str> = one.fragments.ranges().filter_map(|range| text.get(range)).collect();
        (one.label.to_string(), words.join("|"))
    };
    document.annotations().map(|one| quote(one)).collect()
}

pub fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn offsets_count_code_points_and_a_stretch_over_a_line_is_parted() {
    let text = "😀 Zoe\u{301} said:\n“東京🗼 \u{2028}now”\n ירושלים \u{a0}a\tb";
    let collection = article(text, |mark| {
        let speaker = mark("speaker", &["Zoe\u{301}"], &|_| {});
        let proposal = mark("proposal", &["said:\n“東京🗼 \u{2028}now", "a\tb"], &|one| {
            one.note = "first\nsecond".into();
            one.annotator = "Ann Other".into();
            one.status = Status::Discuss;
        });
        mark("location", &["東京"], &|_| {});
        mark("location", &["ירושלים"], &|_| {});
        vec![(proposal, "said_by", speaker)]
    });
    let written = written(&Brat, &collection, &Options::default());
    let names: Vec<&str> = written.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["article.txt", "article.ann", "annotation.conf"]);
    assert_eq!(written.files[0].bytes, text.as_bytes());
    let ann = String::from_utf8(written.files[1].bytes.clone()).unwrap();
    let expected = "\
T1\tspeaker 2 6\tZoe\u{301}
T2\tproposal 7 12;13 17;19 22;34 35;36 37\tsaid: “東京🗼 now a b
T3\tlocation 14 16\t東京
T4\tlocation 25 32\tירושלים
R1\tsaid_by Arg1:T2 Arg2:T1\t
A1\tStatus T2 discuss
#1\tContiguous T2\t1+2+3 4+5
#2\tAnnotatorNotes T2\tfirst second
#3\tAnnotator T2\tAnn Other
";
    assert_eq!(ann, expected);
    let said = written.losses.sentences();
    assert!(said.contains(&"1 note or name over several lines: written on one".into()), "{said:?}");
    assert_reads_back(&Brat, &collection, &Options::default());
}

#[test]
fn no_line_holds_what_ends_one_for_python() {
    let ends =
        ["\n", "\u{b}", "\u{c}", "\u{1c}", "\u{1d}", "\u{1e}", "\u{85}", "\u{2028}", "\u{2029}"];
    for end in ends {
        let collection = article(&format!("x{end}y z"), |mark| {
            mark("speaker", &[&format!("x{end}y")], &|one| one.note = format!("a{end}b"));
            Vec::new()
        });
        let written = written(&Brat, &collection, &Options::default());
        let ann = String::from_utf8(written.files[1].bytes.clone()).unwrap();
        let expected =
            "T1\tspeaker 0 1;2 3\tx y\n#1\tContiguous T1\t1+2\n#2\tAnnotatorNotes T1\ta b\n";
        assert_eq!(ann, expected, "{end:?}");
        assert_reads_back(&Brat, &collection, &Options::default());
    }
}

#[test]
fn nothing_but_a_control_character_can_not_be_marked() {
    let collection = article("a \u{1c} b\u{1d}", |mark| {
        let control = mark("location", &["\u{1c}"], &|_| {});
        let b = mark("speaker", &["b\u{1d}"], &|_| {});
        vec![(control, "said_by", b)]
    });
    let written = written(&Brat, &collection, &Options::default());
    assert_eq!(written.files[1].bytes, b"T1\tspeaker 4 5\tb\n");
    assert_eq!(written.losses.count(&Loss::RelationEnds), 1);
    assert_reads_back(&Brat, &collection, &Options::default());
}

#[test]
fn the_scheme_goes_along() {
    let collection = article("a", |_| Vec::new());
    let files = written(&Brat, &collection, &Options::default()).files;
    let conf = String::from_utf8(files[2].bytes.clone()).unwrap();
    let expected = "[entities]\nspeaker\nproposal\nlocation\n\n[relations]\n\
        <OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\
        said_by\tArg1:proposal, Arg2:speaker\n\n[events]\n\n[attributes]\n\
        Status\tArg:<ENTITY>, Value:unsure|discuss|rejected\n";
    assert_eq!(conf, expected);
    assert_eq!(files[1].bytes, b"", "nothing marked");
}

#[test]
fn what_brat_writes_is_read_and_survives() {
    let txt = "Ann asked Bo to sell it, she did.\nCy agreed.";
    let ann = "T1\tPerson 0 3\tAnn\n\
        T2\tAsk 4 9\tasked\n\
        T3\tPerson 10 12\tBo\n\
        T4\tPerson 25 28\tshe\n\
        T5\tSale 16 20;29 32\tsell did\n\
        T6\tPerson 34 36\tCy\n\
        E1\tAsk:T2 Asker:T1 Asked:T3 Topic:E2\n\
        E2\tSale:T5 Seller:T3 Seller2:T6\n\
        R1\tAgrees Arg1:T6 Arg2:E1\t\n\
        *\tEquiv T1 T4\n\
        A1\tStance E1 For\n\
        A2\tStatus T1 Final\n\
        A3\tStatus T3 unsure\n\
        M1\tNegation E2\n\
        N1\tReference T6 Wikidata:Q1\tCyrus\n\
        #1\tAnnotatorNotes T1\tthe one\n\
        #2\tAnnotatorNotes R1\tlate\n";
    let read = read(txt, ann);
    assert_eq!(warnings(&read), [""; 0]);
    let document = only(&read);
    assert_eq!(document.article().metadata.title, "a");
    let pairs: Vec<(String, String, String)> = document
        .relations()
        .iter()
        .map(|one| {
            let words = |id| {
                let fragments = &document.annotation(id).unwrap().fragments;
                fragments.quote(&document.article().text)
            };
            (one.relation_type.to_string(), words(one.from), words(one.to))
        })
        .collect();
    let pair = |t: &str, a: &str, b: &str| (t.to_owned(), a.to_owned(), b.to_owned());
    let expected = [
        pair("Asker", "asked", "Ann"),
        pair("Asked", "asked", "Bo"),
        pair("Topic", "asked", "sell … did"),
        pair("Seller", "sell … did", "Bo"),
        pair("Seller", "sell … did", "Cy"),
        pair("Agrees", "Cy", "asked"),
    ];
    assert_eq!(pairs, expected);
    let by = |words: &str| {
        let text = &document.article().text;
        document.annotations().find(|one| one.fragments.quote(text) == words).unwrap()
    };
    assert_eq!(by("Ann").note, "the one");
    assert_eq!(by("Bo").status, Status::Unsure);
    assert_eq!(by("asked").extra["brat"], json!({"events": [{"attributes": [["Stance", "For"]]}]}));
    assert_eq!(
        by("Ann").extra["brat"],
        json!({"attributes": [["Status", "Final"]], "equivalences": [1]})
    );

    let again = written(&Brat, &read.imported.collection, &Options::default());
    let again = String::from_utf8(again.files[1].bytes.clone()).unwrap();
    for line in [
        "*\tEquiv T1 T5\n",
        "E1\tAsk:T2 Asker:T1 Asked:T3 Topic:E2\nE2\tSale:T4 Seller:T3 Seller2:T6\n",
        "R1\tAgrees Arg1:T6 Arg2:E1\t\n",
        "A1\tStatus T1 Final\nA2\tStance E1 For\nA3\tStatus T3 unsure\nA4\tNegation E2\n",
        "N1\tReference T6 Wikidata:Q1\tCyrus\n",
        "#1\tAnnotatorNotes T1\tthe one\n#2\tAnnotatorNotes R1\tlate\n",
    ] {
        assert!(again.contains(line), "{line} in\n{again}");
    }
}

#[test]
fn the_covered_text_tells_what_offsets_count() {
    // After the emoji and the CR LF each unit counts on in its own way.
    let txt = "😀 a\r\nBo Cy\r\nDi";
    for (unit, start) in
        [(OffsetUnit::CodePoint, 5), (OffsetUnit::CrlfAsOne, 4), (OffsetUnit::Utf16, 6)]
    {
        let ann = format!("T1\tP {start} {}\tBo\r\n", start + 2);
        let read = read(txt, &ann);
        assert_eq!(warnings(&read), [""; 0], "{unit:?}");
        assert_eq!(quotes(only(&read)), [("P".to_owned(), "Bo".to_owned())], "{unit:?}");
    }
    // Others write a line break in the covered text as a space.
    let over = read("a\nb", "T1\tP 0 3\ta b\n");
    assert_eq!(quotes(only(&over)), [("P".to_owned(), "a\nb".to_owned())]);
    assert_eq!(warnings(&over), [""; 0]);
}

#[test]
fn each_broken_line_is_named() {
    let sentence = |line: &str| {
        let read = read("Ann and Bo", &format!("T1\tP 0 3\tAnn\nT2\tP 8 10\tBo\n{line}\n"));
        warnings(&read).join(" ")
    };
    let rows = [
        (
            "T3\tP 0 x\tAnn",
            "“a”: line 3 of its .ann file, “T3”, has “0 x” where offsets like “2 7” should be. It was left out.",
        ),
        (
            "T3\tP 0 3\tBnn",
            "“a”, line 3 of its .ann file, annotation “Bnn” (T3): the file quotes “Bnn”, but the text there is “Ann”. It was left out.",
        ),
        (
            "T3\tP 4 11\tand Bo!",
            "“a”, line 3 of its .ann file, annotation “and Bo!” (T3): its “end” is 11, but the text ends at 10. It was left out.",
        ),
        (
            "T3\tP 4 7",
            "“a”: line 3 of its .ann file, “T3”, does not quote the text, so its place could not be checked. It was kept.",
        ),
        (
            "T1\tP 4 7\tand",
            "“a”: line 3 of its .ann file, “T1”, has the id of an earlier line. It was left out.",
        ),
        (
            "R1\tr Arg1:T1 Arg2:T9",
            "“a”, line 3 of its .ann file, relation R1: the annotation it leads to, “T9”, is not there. It was left out.",
        ),
        (
            "R1\tr Arg1:T1",
            "“a”: line 3 of its .ann file, “R1”, should have 2 arguments, and has 1. It was left out.",
        ),
        (
            "R1\tr Arg1 Arg2:T1",
            "“a”: line 3 of its .ann file, “R1”, has an argument that is not like “Role:T1”. It was left out.",
        ),
        (
            "E1\tX:T9",
            "“a”: line 3 of its .ann file, “E1”, has the trigger “T9”, which is not there. It was left out.",
        ),
        (
            "A1\tX T9",
            "“a”: line 3 of its .ann file, “A1”, is about “T9”, which is not there. It was left out.",
        ),
        (
            "N1\tReference T1 Q1\tx",
            "“a”: line 3 of its .ann file, “N1”, has no entry like “Wikidata:Q1”. It was left out.",
        ),
        (
            "*\tEquiv T1 T9",
            "“a”: line 3 of its .ann file, “*”, names “T9”, which is not there; it is without.",
        ),
        (
            "#1\tContiguous T1\t1+2",
            "“a”: line 3 of its .ann file, “#1”, says “1+2”, which does not fit the number of parts, 1; they stay apart.",
        ),
        (
            "hello",
            "“a”: line 3 of its .ann file, “hello”, is of no kind that brat has, and was not read.",
        ),
    ];
    for (line, expected) in rows {
        assert_eq!(sentence(line), expected);
    }
}

#[test]
fn annotations_without_their_text_are_said() {
    let lone = [InFile { name: "x/b.ann", bytes: b"T1\tP 0 3\tAnn\n" }];
    let error = format::read(&Brat, &lone, &ReadOptions::default()).unwrap_err();
    let expected = "“x/b.ann” has no .txt file of the same name beside it. Nothing was imported.";
    assert_eq!(error.to_string(), expected);
    let alone = [InFile { name: "c.txt", bytes: b"Ann" }];
    let read = format::read(&Brat, &alone, &ReadOptions::default()).unwrap();
    assert_eq!(only(&read).n_annotations(), 0);
}

#[test]
fn a_plain_text_is_not_taken_for_one() {
    assert!(codec_of("a.ann", "T1\tP 0 1\ta").is_some_and(|codec| codec.format().id == "brat"));
    assert!(codec_of("a.txt", "T1\tP 0 1\ta").is_none());
}

#[test]
fn offsets_that_count_a_byte_order_mark_are_taken_back() {
    let txt = "\u{feff}Añez 😀 asks\r\nBo.\r\n";
    let ann = "T1\tP 1 5\tAñez\nT2\tV 8 12\tasks\nT3\tP 14 16\tBo\n";
    let found = read(txt, ann);
    assert_eq!(warnings(&found), [""; 0]);
    let expected = [("P", "Añez"), ("V", "asks"), ("P", "Bo")];
    let expected = expected.map(|(label, words)| (label.to_owned(), words.to_owned()));
    assert_eq!(quotes(only(&found)), expected);
    // One that does not stand there leaves the others where the file says.
    let mixed = read("Añez, so asks", "T1\tP 0 4\tAñez\nT2\tV 10 14\tasks\n");
    assert_eq!(quotes(only(&mixed)), expected[..1]);
}

#[test]
fn roles_of_relations_stay_and_say_where_they_start() {
    let ann = "T1\tP 0 3\tAnn\nT2\tP 9 11\tBo\nR1\tNear Arg2:T1 Arg1:T2\t\n\
        R2\tCoref Anaphora:T2 Antecedent:T1\n";
    let found = read("Ann asks Bo.", ann);
    let document = only(&found);
    let words = |id| document.annotation(id).unwrap().fragments.quote(&document.article().text);
    assert!(document.relations().iter().all(|one| words(one.from) == "Bo"));
    let out = written(&Brat, &found.imported.collection, &Options::default()).files;
    let out = String::from_utf8(out[1].bytes.clone()).unwrap();
    assert!(out.contains("\tNear Arg1:T2 Arg2:T1\t"), "{out}");
    assert!(out.contains("\tCoref Anaphora:T2 Antecedent:T1\t"), "{out}");
}

/// The lines of the annotation file that is written of what was read.
pub fn again(read: &Read) -> String {
    let files = written(&Brat, &read.imported.collection, &Options::default()).files;
    String::from_utf8(files[1].bytes.clone()).unwrap()
}

#[test]
fn tabs_part_all_values_of_other_programs() {
    let txt = "Mayor Ana Ruiz said in Quito that buses should be free.";
    let ann = "T1\tPERS\t6\t14\tAna Ruiz\nT2\tLOC\t23\t28\tQuito\nT3\tJob Title\t0\t5\tMayor\n\
        T4\tPart\t0 5;15\t19\tMayor said\nR1\tIn\tArg1:T1\tArg2:T2\nA1\tConf\tT1\tHigh\n\
        #1\tAnnotatorNotes\tT1\ta note\n";
    let found = read(txt, ann);
    assert_eq!(warnings(&found), [""; 0]);
    let expected =
        [("Part", "Mayor|said"), ("Job_Title", "Mayor"), ("PERS", "Ana Ruiz"), ("LOC", "Quito")];
    let held = quotes(only(&found));
    let held = held.iter().map(|(label, words)| (label.replace(' ', "_"), words.clone()));
    let expected = expected.map(|(label, words)| (label.to_owned(), words.to_owned()));
    assert_eq!(held.collect::<Vec<_>>(), expected);
    assert_eq!(only(&found).relations().len(), 1);
    let person = only(&found).annotations().nth(2).unwrap();
    assert_eq!(person.note, "a note");
    assert_eq!(person.extra["brat"], json!({"attributes": [["Conf", "High"]]}));
    let year = read("In 1984.", "T1\tYEAR\t3\t7\t1984\nT2\tYEAR 3.0 7.0\t1984\n");
    assert_eq!(warnings(&year), [""; 0]);
    assert_eq!(quotes(only(&year)).len(), 2);
}

#[test]
fn the_files_of_a_shared_task_are_one_article() {
    let txt = "Señor Añez spoke.";
    let (a1, a2) =
        ("T1\tPER 6 10\tAñez\n", "T2\tSay 11 16\tspoke\nE1\tSay:T2 Theme:T1\nM1\tNegation E1\n");
    let files = |names: &[(&'static str, &'static str)]| {
        let files: Vec<InFile<'_>> =
            names.iter().map(|(name, text)| InFile { name, bytes: text.as_bytes() }).collect();
        format::read(&Brat, &files, &ReadOptions::default()).unwrap()
    };
    let found = files(&[("a.a1", a1), ("a.a2", a2), ("a.txt", txt)]);
    assert_eq!(warnings(&found), [""; 0]);
    let expected = [("PER", "Añez"), ("Say", "spoke")];
    let expected = expected.map(|(label, words)| (label.to_owned(), words.to_owned()));
    assert_eq!(quotes(only(&found)), expected);
    assert_eq!(only(&found).relations().len(), 1);
    let expected =
        "T1\tPER 6 10\tAñez\nT2\tSay 11 16\tspoke\nE1\tSay:T2 Theme:T1\nA1\tNegation E1\n";
    assert_eq!(again(&found), expected);
    // A file without a line says nothing, an annotation file says all.
    assert_eq!(
        again(&files(&[("a.txt", txt), ("a.ann", ""), ("a.a1", a1), ("a.a2", a2)])),
        expected
    );
    let both = files(&[("a.txt", txt), ("a.ann", a1), ("a.a1", a1), ("a.a2", a2)]);
    assert_eq!(quotes(only(&both)).len(), 1);
    let said = "“a”: its .ann file was read, and so no other beside it: .a1, .a2.";
    assert_eq!(warnings(&both), [said]);
    // A line is named by its own file.
    let broken = files(&[("a.txt", txt), ("a.a1", a1), ("a.a2", "\nT2\tSay 11\n")]);
    let said = "“a”: line 2 of its .a2 file, “T2”, has “11” where offsets like “2 7” should be. \
        It was left out.";
    assert_eq!(warnings(&broken), [said]);
    assert_eq!(broken.imported.warnings[0].n_items, 1);
    for name in ["a.a1", "a.a2"] {
        assert!(codec_of(name, a1).is_some_and(|codec| codec.format().id == "brat"), "{name}");
    }
    let normalized = files(&[
        ("a.txt", txt),
        ("a.a1", a1),
        ("a.a2", "N1\tReference Annotation:T1 Referent:Wikidata:Q1\n"),
    ]);
    assert_eq!(again(&normalized), format!("{a1}N1\tReference T1 Wikidata:Q1\t\n"));
}

#[test]
fn a_carriage_return_alone_ends_a_line() {
    let found =
        read("Ana and Bo.", "T1\tPer 0 3\tAna\rT2\tPer 8 10\tBo\r\nR1\tr Arg1:T1 Arg2:T2\r");
    assert_eq!(warnings(&found), [""; 0]);
    assert_eq!((only(&found).n_annotations(), only(&found).relations().len()), (2, 1));
}

#[test]
fn the_unit_that_a_person_says_counts() {
    for (quote, words) in [("Añez", "Añez"), ("", "Añez")] {
        let ann = format!("T1\tPER 8 13\t{quote}\n");
        let files = [
            InFile { name: "a.txt", bytes: "Señora Añez pide.".as_bytes() },
            InFile { name: "a.ann", bytes: ann.as_bytes() },
        ];
        let options = ReadOptions { unit: Some(OffsetUnit::Byte), ..ReadOptions::default() };
        let read = format::read(&Brat, &files, &options).unwrap();
        assert_eq!(quotes(only(&read)), [("PER".to_owned(), words.to_owned())], "{quote:?}");
    }
    // Bytes that would fit as characters one further on stay bytes.
    let files = [
        InFile { name: "a.txt", bytes: "ñ Bo".as_bytes() },
        InFile { name: "a.ann", bytes: b"T1\tPER 3 5\tBo\n" },
    ];
    let options = ReadOptions { unit: Some(OffsetUnit::Byte), ..ReadOptions::default() };
    let read = format::read(&Brat, &files, &options).unwrap();
    assert_eq!(quotes(only(&read)), [("PER".to_owned(), "Bo".to_owned())]);
}
