//! WebAnno TSV 3.3.

use verbatim::format::webanno_tsv::WebAnnoTsv;
use verbatim::format::{self, InFile, Options, Read, ReadOptions, codec_of};
use verbatim::model::annotation::Status;

use crate::sample::article;
use crate::stage::{assert_reads_back, held_against_everything, written};

held_against_everything!(WebAnnoTsv);

fn read(file: &str) -> Read {
    let files = [InFile { name: "a.tsv", bytes: file.as_bytes() }];
    format::read(&WebAnnoTsv, &files, &ReadOptions::default()).unwrap()
}

/// The text, what is marked in it, and the links.
fn seen(read: &Read) -> (String, Vec<String>, Vec<String>) {
    let document = &read.imported.collection.documents[0];
    let text = &document.article().text;
    let words = |id| document.annotation(id).unwrap().fragments.quote(text);
    let marks = document.annotations().map(|one| format!("{} {}", one.label, words(one.id)));
    let links = document.relations();
    let links = links
        .iter()
        .map(|one| format!("{} {} > {}", words(one.from), one.relation_type, words(one.to)));
    (text.as_str().into(), marks.collect(), links.collect())
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn rows_hold_what_covers_them() {
    let text = "😀 Zoe\u{301} said:\nsell 東京🗼.\n\nNow\tgo.\n";
    let collection = article(text, |mark| {
        let speaker = mark("speaker", &["Zoe\u{301}"], &|one| {
            one.note = "a|b_[c]\\\n->*".into();
            one.status = Status::Unsure;
        });
        let proposal = mark("proposal", &["sell 東京"], &|_| {});
        mark("location", &["東京"], &|_| {});
        mark("location", &["o"], &|_| {});
        vec![(proposal, "said_by", speaker)]
    });
    let written = written(&WebAnnoTsv, &collection, &Options::default());
    let file = String::from_utf8(written.files[0].bytes.clone()).unwrap();
    let expected = "#FORMAT=WebAnno TSV 3.3\n\
        #T_SP=webanno.custom.Span|label|note|status\n\
        #T_RL=webanno.custom.Relation|label|BT_webanno.custom.Span\n\n\n\
        #Text=😀 Zoe\u{301} said:\n\
        1-1\t0-2\t😀\t_\t_\t_\t_\t_\t\n\
        1-2\t3-7\tZoe\u{301}\tspeaker[2]\ta\\|b\\_\\[c\\]\\\\\\n\\->\\*[2]\tunsure[2]\tsaid\\_by\t2-1[3_2]\t\n\
        1-2.1\t4-5\to\tlocation[1]\t*[1]\t*[1]\t_\t_\t\n";
    // The annotation of one letter comes behind the speaker in text order.
    let expected = expected.replace("[1]", "[9]").replace("[2]", "[1]").replace("3_2]", "3_1]");
    let expected = expected.replace("[9]", "[2]");
    assert!(file.starts_with(&expected), "{file}");
    let rest = "\n#Text=sell 東京🗼.\n#Text=\n\
        2-1\t14-18\tsell\tproposal[3]\t*[3]\t*[3]\t_\t_\t\n\
        2-2\t19-20\t東\tproposal[3]|location[4]\t*[3]|*[4]\t*[3]|*[4]\t_\t_\t\n\
        2-3\t20-21\t京\tproposal[3]|location[4]\t*[3]|*[4]\t*[3]|*[4]\t_\t_\t\n\
        2-4\t21-23\t🗼\t_\t_\t_\t_\t_\t\n\
        2-5\t23-24\t.\t_\t_\t_\t_\t_\t\n\
        \n#Text=Now\\tgo.\n#Text=\n\
        3-1\t26-29\tNow\t_\t_\t_\t_\t_\t\n\
        3-2\t30-32\tgo\t_\t_\t_\t_\t_\t\n\
        3-3\t32-33\t.\t_\t_\t_\t_\t_\t\n";
    assert!(file.ends_with(rest), "{file}");
    assert_reads_back(&WebAnnoTsv, &collection, &Options::default());
}

#[test]
fn white_space_before_the_first_word_has_a_row() {
    let collection = article("\n\t a", |mark| {
        mark("speaker", &["a"], &|_| {});
        Vec::new()
    });
    let written = written(&WebAnnoTsv, &collection, &Options::default());
    let file = String::from_utf8(written.files[0].bytes.clone()).unwrap();
    let expected = "#Text=\n#Text=\\t a\n1-1\t0-3\t\\n\\t \t_\t\n1-2\t3-4\ta\tspeaker[1]\t\n";
    assert!(file.ends_with(expected), "{file}");
    assert_reads_back(&WebAnnoTsv, &collection, &Options::default());
}

#[test]
fn what_other_programs_write_is_read() {
    let file = "#FORMAT=WebAnno TSV 3.3\n\
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n\
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\
        #T_SP=webanno.custom.Cue\n\
        #T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n\
        #T_RL=webanno.custom.Says|kind|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n\
        \n\n\
        #Sentence.id=s1\n\
        #Text=Ms. Haag 😀 asks Bo .\n\
        1-1\t0-3\tMs.\tNNP\t*[1]|*[2]\tPER[1]|PER\\_part[2]\t_\t_\t_\t_\t_\t\n\
        1-2\t4-8\tHaag\tNNP\t*[1]\tPER[1]\t_\tpr[1]\tcoref->1-1\tto\t1-5[0_1]\t\n\
        1-3\t9-11\t😀\t_\t_\t_\t_\t_\t_\t_\t_\t\n\
        1-4\t12-16\tasks\tVBZ\t_\t_\t*\t_\t_\t_\t_\t\n\
        1-5\t17-19\tBo\tNNP\t*\tPER\t_\t_\t_\t_\t_\t\n\
        1-6\t20-21\t.\t.\t_\t_\t_\t_\t_\t_\t_\t\n\
        \n\
        #Text=So .\n\
        2-1\t24-26\tSo\tRB\t_\t_\t_\t_\t_\t_\t_\t\n\
        2-1.1\t24-25\tS\t_\t*\tX\t_\t_\t_\t_\t_\t\n\
        2-2\t27-28\t.\t.\t_\t_\t_\t_\t_\t_\t_\t\n";
    let read = read(file);
    let (text, marks, links) = seen(&read);
    assert_eq!(text, "Ms. Haag 😀 asks Bo .\n  So .");
    assert_eq!(marks, ["PER Ms. Haag", "PER_part Ms.", "pr Haag", "Cue asks", "PER Bo", "X S"]);
    assert_eq!(links, ["Bo to > Ms. Haag"]);
    let expected = "“a”: layers of the grammar of words are not shown, and kept for WebAnno TSV \
        alone: “de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS”.";
    assert_eq!(warnings(&read), [expected]);
}

#[test]
fn escapes_of_old_versions_are_read() {
    let file = |version| {
        format!(
            "#FORMAT=WebAnno TSV {version}\n#T_SP=a.B|value\n\n\n\
             #Text=\\uD83D\\uDE00 \\u00e9\\\\\n1-1\t0-2\tx\tV\t\n"
        )
    };
    assert_eq!(seen(&read(&file("3.1"))).0, "😀 é\\");
    assert_eq!(seen(&read(&file("3.2"))).0, "uD83DuDE00 u00e9\\");
}

#[test]
fn each_broken_row_is_named() {
    let file = |rows: &str| {
        format!(
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.B|value\n#T_RL=a.R|value|BT_a.B\n\n\n\
             #Text=Ann Bo\n1-1\t0-3\tAnn\tP\t_\t_\t\n{rows}\n"
        )
    };
    let rows = [
        (
            "1-2\tx\tBo\tP\t_\t_\t",
            "“a”: line 8 has “x” where offsets like “0-5” should be. It was left out.",
        ),
        (
            "1-2\t4-6\tBo",
            "“a”: line 8 has 3 cells, where its layers need 6; those that it lacks are read as \
             empty.",
        ),
        (
            "1-2\t4-6\tBo\tP\tr\t1-9\t",
            "“a”: line 8 has a relation from “1-9”, where nothing is marked. It was left out.",
        ),
        (
            "1-2\t4-6\tBo\tP\tr\t*\t",
            "“a”: line 8 has a relation that does not say where it starts. It was left out.",
        ),
        (
            "1-2\t4-9\tBo\tP\t_\t_\t",
            "“a”, line 8, annotation “Bo” (1): its “end” is 9, but the text ends at 6. It was left out.",
        ),
    ];
    for (row, expected) in rows {
        let mut said = warnings(&read(&file(row)));
        said.retain(|one| !one.contains("its tokens do not fit its text"));
        assert_eq!(said, [expected]);
    }
    let error = |file: &str| {
        let files = [InFile { name: "a.tsv", bytes: file.as_bytes() }];
        format::read(&WebAnnoTsv, &files, &ReadOptions::default()).unwrap_err().to_string()
    };
    let expected = "“a.tsv” has a sentence that begins at 2, on line 10, where the text before it \
        ends at 6. Nothing was imported.";
    assert_eq!(error(&file("\n#Text=So\n2-1\t2-4\tSo\t_\t_\t_\t")), expected);
    let expected =
        "“a.tsv” begins with “1-1 0-3”, not “#FORMAT=WebAnno TSV 3.3”. Nothing was imported.";
    assert_eq!(error("1-1\t0-3"), expected);
}

#[test]
fn only_such_files_are_taken() {
    let id = |text| codec_of("a.tsv", text).map(|codec| codec.format().id);
    assert_eq!(id("#FORMAT=WebAnno TSV 3.3\n"), Some("webanno-tsv"));
    assert_eq!(id("doc_id\tlabel\tstart\ttext\n"), Some("tsv"));
}

#[test]
fn slots_are_links_and_keep_their_hosts_apart() {
    let file = "#FORMAT=WebAnno TSV 3.3\n\
        #T_SP=webanno.custom.Frame|kind|ROLE_webanno.custom.Frame:args_webanno.custom.FrameArgsLink|uima.tcas.Annotation\n\
        #T_SP=webanno.custom.Span|value\n\n\n\
        #Text=Ana asks Bo to pay .\n\
        1-1\t0-3\tAna\t_\t_\t_\tPER\t\n\
        1-2\t4-8\tasks\tverb\tas\\;ker;*\t1-1;1-3[2]\t_\t\n\
        1-3\t9-11\tBo\tnoun\t*\t*\tPER[2]|BOY[3]\t\n\
        1-4\t12-14\tto\tlong[4]\tto[4]\t1-4\tTO\t\n\
        1-5\t15-18\tpay\tlong[4]\tto[4]\t1-4\t_\t\n\
        1-6\t19-20\t.\tverb\tpayer;x\t1-3[3];1-6\t_\t\n";
    let read = read(file);
    let (_, marks, links) = seen(&read);
    let expected =
        ["PER Ana", "verb asks", "noun Bo", "PER Bo", "BOY Bo", "TO to", "long to pay", "verb ."];
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    assert_eq!(sorted(marks), sorted(expected.map(String::from).into()));
    let expected = ["asks as_ker > Ana", "asks args > Bo", ". payer > Bo", "to pay to > to"];
    assert_eq!(sorted(links), sorted(expected.map(String::from).into()));
    let expected = "“a”: line 12 has a slot that is filled at “1-6”, where nothing is marked. \
        It was left out.";
    assert_eq!(warnings(&read), [expected]);
}

/// INCEpTION writes an annotation of the first part of a token on the row of
/// the token, and once more on that of the part.
#[test]
fn an_annotation_ends_where_its_last_row_does() {
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.B|value\n\n\n\
        #Text=Bo's 😀es\n\
        1-1\t0-4\tBo's\tPER[1]|ALL[2]\t\n\
        1-1.1\t0-2\tBo\tPER[1]\t\n\
        1-2\t5-9\t😀es\tALL[2]|FACE[3]\t\n\
        1-2.1\t5-7\t😀\tFACE[3]\t\n";
    assert_eq!(seen(&read(file)).1, ["ALL Bo's 😀es", "PER Bo", "FACE 😀"]);
}
