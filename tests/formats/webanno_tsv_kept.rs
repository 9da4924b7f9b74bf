//! WebAnno TSV: what came with a file goes out again as it came.

use proptest::prelude::*;
use proptest::sample::select;
use verbatim::format::webanno_tsv::WebAnnoTsv;
use verbatim::format::{
    self, Collection, InFile, OffsetUnit, Options, Outcome, Read, ReadOptions, TokenRule,
};
use verbatim::model::annotation::Annotation;
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::id::AnnotationId;

use crate::further::{collection, link, links, mark, marks, open};
use crate::stage::{assert_reads_back, written};

fn read_as(file: &str, unit: Option<OffsetUnit>) -> Read {
    let files = [InFile { name: "a.tsv", bytes: file.as_bytes() }];
    let options = ReadOptions { unit, ..ReadOptions::default() };
    format::read(&WebAnnoTsv, &files, &options).unwrap()
}

fn read(file: &str) -> Read {
    read_as(file, None)
}

fn document(read: &Read) -> &Document {
    &read.imported.collection.documents[0]
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

/// The file of what was read, which reads back as it was.
fn again(collection: &Collection) -> String {
    assert_reads_back(&WebAnnoTsv, collection, &Options::default());
    let written = written(&WebAnnoTsv, collection, &Options::default());
    String::from_utf8(written.files[0].bytes.clone()).unwrap()
}

fn losses(collection: &Collection) -> Vec<String> {
    written(&WebAnnoTsv, collection, &Options::default()).losses.sentences()
}

#[test]
fn the_words_of_the_rows_say_what_is_counted() {
    let file = |rows: &str| {
        format!(
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Tag|value\n\n\n\
             #Text=😀 Aña spoke .\n{rows}"
        )
    };
    let code_points = file(
        "1-1\t0-1\t😀\t_\t\n1-2\t2-5\tAña\tPER\t\n1-3\t6-11\tspoke\t_\t\n1-4\t12-13\t.\t_\t\n",
    );
    let bytes = file(
        "1-1\t0-4\t😀\t_\t\n1-2\t5-9\tAña\tPER\t\n1-3\t10-15\tspoke\t_\t\n1-4\t16-17\t.\t_\t\n",
    );
    let utf16 = file(
        "1-1\t0-2\t😀\t_\t\n1-2\t3-6\tAña\tPER\t\n1-3\t7-12\tspoke\t_\t\n1-4\t13-14\t.\t_\t\n",
    );
    for file in [&code_points, &bytes, &utf16] {
        let read = read(file);
        assert_eq!((marks(document(&read)), warnings(&read)), (vec!["PER Aña".into()], vec![]));
        assert_eq!(read.question, None, "{file}");
        assert_eq!(document(&read).article().tokens.as_ref().unwrap().ranges().len(), 4);
    }
    // A unit that is chosen is obeyed, and nothing is shifted by it.
    let read = read_as(&code_points, Some(OffsetUnit::Utf16));
    let expected = "“a”, line 7, annotation “Aña” (0): the file quotes “Aña”, but the text there is “ Añ”. \
        It was left out.";
    assert_eq!(marks(document(&read)), Vec::<String>::new());
    assert!(warnings(&read).contains(&expected.into()), "{:?}", warnings(&read));
    let read = read_as(&code_points, Some(OffsetUnit::CodePoint));
    assert_eq!(marks(document(&read)), ["PER Aña"]);
    let read = read_as(&bytes, Some(OffsetUnit::Byte));
    assert_eq!(marks(document(&read)), ["PER Aña"]);
}

#[test]
fn where_each_sentence_begins_is_counted_alike() {
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Tag|value\n\n\n\
        #Text=😀 😀 .\n1-1\t0-1\t😀\t_\t\n1-2\t2-3\t😀\tX\t\n1-3\t4-5\t.\t_\t\n\n\
        #Text=So 😀 .\n2-1\t6-8\tSo\tY[1]\t\n2-2\t9-10\t😀\tY[1]\t\n2-3\t11-12\t.\t_\t\n";
    let read = read(file);
    assert_eq!(document(&read).article().text.as_str(), "😀 😀 .\nSo 😀 .");
    assert_eq!(marks(document(&read)), ["X 😀", "Y So 😀"]);
    assert_eq!(warnings(&read), Vec::<String>::new());
}

#[test]
fn where_no_unit_fits_all_rows_nothing_is_shifted() {
    // The emoji counts three.
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Tag|value\n\n\n\
        #Text=Bo 😀 Ana spoke\n1-1\t0-2\tBo\tX\t\n1-2\t3-6\t😀\t_\t\n1-3\t7-10\tAna\tY\t\n\
        1-4\t11-16\tspoke\t_\t\n1-4.1\t11-13\tsp\tZ\t\n";
    let read = read(file);
    for (label, words) in [("X", "Bo"), ("Y", "Ana"), ("Z", "sp")] {
        for mark in marks(document(&read)).iter().filter(|mark| mark.starts_with(label)) {
            assert_eq!(*mark, format!("{label} {words}"));
        }
    }
    let n_lost = read.imported.warnings.iter().filter(|one| one.outcome == Outcome::LeftOut);
    assert_eq!(marks(document(&read)).len() + n_lost.count(), 3, "{:?}", warnings(&read));
}

#[test]
fn layers_stay_what_they_are_called() {
    let file = "#FORMAT=WebAnno TSV 3.3\n\
        #Summary1=about Ana\n\
        #T_SP=a.b.Person|label\n\
        #T_SP=a.b.Place|label\n\n\n\
        #Text=Ana Rome\n1-1\t0-3\tAna\tX\t_\t\n1-2\t4-8\tRome\t_\tX\t\n";
    let read = read(file);
    assert_eq!(warnings(&read), Vec::<String>::new());
    let numbered = file.replace("\tX\t_\t", "\tX[1]\t_\t").replace("\t_\tX\t", "\t_\tX[2]\t");
    assert_eq!(again(&read.imported.collection), numbered);
    // What two layers have may be in either; what one has is in that one.
    let mut opened = open(document(&read), &["X", "Y"], &[]);
    let ana = opened.annotations().next().unwrap().clone();
    let edit = Annotation { label: "Y".into(), note: "n".into(), ..(*ana).clone() };
    opened.apply(Edit::PutAnnotation(Box::new(edit))).unwrap();
    mark(&mut opened, 7, "Y", "Rome");
    let file = again(&collection(opened));
    let expected = "#Summary1=about Ana\n#T_SP=a.b.Person|label|note\n#T_SP=a.b.Place|label\n\n\n\
        #Text=Ana Rome\n1-1\t0-3\tAna\tY[1]\tn[1]\t_\t\n1-2\t4-8\tRome\tY[3]\t*[3]\tX[2]\t\n";
    assert!(file.ends_with(expected), "{file}");
}

#[test]
fn features_relations_slots_and_other_lines_come_back() {
    let file = "#FORMAT=WebAnno TSV 3.3\n\
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n\
        #T_SP=my.Cue|\n\
        #T_SP=my.Frame|kind|ROLE_my.Frame:args_my.FrameArgsLink|my.Person\n\
        #T_SP=my.Person|identifier|value|conf\n\
        #T_RL=my.Knows|since|label|BT_my.Person\n\n\n\
        #Sentence.id=s-1\n\
        #Text=Ana asks Bo\n\
        1-1\t0-3\tAna\tNNP\t_\t_\t_\t_\tQ1[2]\tPER[2]\t0.5[2]\t_\t_\t_\t\n\
        1-2\t4-8\tasks\tVBZ\t*[3]\tverb[4]\tasker;*[4]\t1-1[2];1-3[5]\t_\t_\t_\t_\t_\t_\t\n\
        1-3\t9-11\tBo\tNNP[1]\t_\t_\t_\t_\t*[5]\t*[5]\t*[5]\t2001\tfriend\t1-1[2_5]\t\n\
        \n\
        # a comment\n\
        #Text=Then\n\
        2-1\t12-16\tThen\tRB\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\n\
        \n\
        # the end\n";
    let read = read(file);
    let expected = ["PER Ana", "Cue asks", "verb asks", "Person Bo"];
    assert_eq!(marks(document(&read)), expected);
    let expected = ["Ana friend > Bo", "asks asker > Ana", "asks args > Bo"];
    assert_eq!(links(document(&read)), expected);
    let file_again = again(&read.imported.collection);
    let columns = |file: &str| file.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(columns(&file_again), columns(file));
    // An annotation may go over the end of a sentence that came.
    let mut opened = open(document(&read), &["L"], &[]);
    mark(&mut opened, 7, "L", "Bo\nThen");
    assert!(again(&collection(opened)).contains("\n2-1\t12-16\tThen\tRB\t"));
    // Once the rows are others, what is said of each token has no place.
    let options = Options { tokens: TokenRule::Words, ..Options::default() };
    let lost = written(&WebAnnoTsv, &read.imported.collection, &options).losses.sentences();
    let expected = "The grammar of words that 1 article came with: left out, since its rows are \
        others now";
    assert!(lost.contains(&expected.to_owned()), "{lost:?}");
    assert_reads_back(&WebAnnoTsv, &read.imported.collection, &options);
}

#[test]
fn rows_and_sentences_come_back_as_they_came() {
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|label\n\n\n\
        #Text=Mr. O'Neil-Ray\n#Text=left.\n\
        1-1\t2-16\tMr. O'Neil-Ray\tPER[1]\t\n1-1.1\t6-12\tO'Neil\tX[2]\t\n1-2\t17-22\tleft.\t_\t\n\
        \n#Text=It rained\n2-1\t25-27\tIt\t_\t\n2-2\t28-34\trained\t_\t\n";
    let read = read(file);
    assert_eq!(document(&read).article().text.as_str(), "  Mr. O'Neil-Ray\nleft.\n  It rained");
    assert_eq!(again(&read.imported.collection), file);
    // Words that no row has get one.
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.B|v\n\n\n\
        #Text=Ana (so) left\n1-1\t0-3\tAna\tX\t\n1-2\t9-13\tleft\t_\t\n";
    let read = self::read(file);
    let expected = "3 words that are in no tokens of their articles: made tokens";
    assert!(losses(&read.imported.collection).contains(&expected.to_owned()));
    again(&read.imported.collection);
}

#[test]
fn chains_are_links_in_order_and_go_out_as_chains() {
    let layer = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink";
    let file = format!(
        "#FORMAT=WebAnno TSV 3.3\n\
         #T_CH={layer}|referenceType|referenceRelation\n\
         #T_CH=webanno.custom.SimpleLink|referenceRelation|referenceType\n\n\n\
         #Text=This old man saw him here\n\
         1-1\t0-4\tThis\tnam[1]\t*->1-1\t*->2-3\t*[2]\t\n\
         1-2\t5-8\told\tnam[1]\t*->1-1\t_\t_\t\n\
         1-3\t9-12\tman\tnam[1]|x[3]\t*->1-1|*->3-1\t_\t_\t\n\
         1-4\t13-16\tsaw\t_\t_\t*->2-2\tok[2]\t\n\
         1-5\t17-20\thim\tpr[1]\ta\\->b->1-2\t*->2-1\t*[2]\t\n\
         1-6\t21-25\there\t_\t_\t_\t_\t\n"
    );
    let read = read(&file);
    assert_eq!(warnings(&read), Vec::<String>::new());
    let mut seen = links(document(&read));
    seen.sort();
    assert_eq!(seen, ["This old man chain > him", "him chain > saw", "saw chain > This"]);
    let mut seen = marks(document(&read));
    seen.sort();
    let expected =
        ["SimpleLink This", "SimpleLink him", "nam This old man", "ok saw", "pr him", "x man"];
    assert_eq!(seen, expected);
    // The chains are numbered anew, and are the same.
    let written = again(&read.imported.collection);
    assert!(written.contains(&format!("#T_CH={layer}|referenceType|referenceRelation\n")));
    let reread = self::read(&written);
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    let all = |read: &Read| (sorted(links(document(read))), sorted(marks(document(read))));
    assert_eq!(all(&reread), all(&read));
    assert_eq!(again(&reread.imported.collection), written);
    assert!(written.contains("\tpr[1]\ta\\->b->1-2\t"), "{written}");

    // A person goes on: the new link is one of the same chain.
    let mut opened = open(document(&read), &["pr"], &["chain", "said_by"]);
    let him = opened.annotations().find(|one| one.label.as_str() == "pr").unwrap().id;
    let here = mark(&mut opened, 7, "pr", "here");
    link(&mut opened, 8, him, "chain", here);
    let written = again(&collection(opened.clone()));
    assert!(written.contains("\n1-6\t21-25\there\tpr[1]\t*->1-3\t_\t_\t\n"), "{written}");

    // A link that has other links can't be one of a chain.
    let man = opened.annotations().find(|one| one.label.as_str() == "x").unwrap().id;
    link(&mut opened, 9, here, "said_by", man);
    let opened = collection(opened);
    let expected = "3 links of chains that other links join: written as annotations in no chain’s \
        layer";
    let lost = losses(&opened);
    assert!(lost.contains(&expected.to_owned()), "{lost:?}");
    let reread = self::read(&again(&opened));
    let mut seen = links(document(&reread));
    seen.sort();
    let expected = [
        "This old man chain > him",
        "here said_by > man",
        "him chain > here",
        "him chain > saw",
        "saw chain > This",
    ];
    assert_eq!(seen, expected);
}

#[test]
fn chains_that_a_person_made_are_chains() {
    let file = "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=Ana said she left Bo\n\
        1-1\t0-3\tAna\t\n1-2\t4-8\tsaid\t\n1-3\t9-12\tshe\t\n1-4\t13-17\tleft\t\n1-5\t18-20\tBo\t\n";
    let read = read(file);
    let mut opened = open(document(&read), &["PER"], &["chain"]);
    let [ana, she, bo] =
        [(1, "Ana"), (2, "she"), (3, "Bo")].map(|(n, words)| mark(&mut opened, n, "PER", words));
    link(&mut opened, 1, ana, "chain", she);
    let written = again(&collection(opened.clone()));
    let expected = "#FORMAT=WebAnno TSV 3.3\n\
        #T_SP=webanno.custom.Span|label\n\
        #T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType\n\n\n\
        #Text=Ana said she left Bo\n\
        1-1\t0-3\tAna\t_\t*->1-1\tPER[1]\t\n1-2\t4-8\tsaid\t_\t_\t_\t\n\
        1-3\t9-12\tshe\t_\t*->1-2\tPER[1]\t\n1-4\t13-17\tleft\t_\t_\t_\t\n\
        1-5\t18-20\tBo\tPER[3]\t_\t_\t\n";
    assert_eq!(written, expected);
    // What goes round, or branches, is no chain.
    link(&mut opened, 2, she, "chain", ana);
    let written = again(&collection(opened.clone()));
    assert!(!written.contains("#T_CH="), "{written}");
    link(&mut opened, 2, ana, "chain", bo);
    let written = again(&collection(opened));
    assert!(!written.contains("#T_CH="), "{written}");
    assert_eq!(links(document(&self::read(&written))), ["Ana chain > she", "Ana chain > Bo"]);
}

#[test]
fn lines_end_as_they_like_and_are_named_as_the_file_counts() {
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Tag|value\n\n\n#Text=Ana left\n\
        1-1\t0.0-3\tAna\tPER\t\n1-2\tx\tleft\tQ\t\n";
    for end in ["\n", "\r\n", "\r"] {
        let read = read(&file.replace('\n', end));
        assert_eq!(marks(document(&read)), ["PER Ana"], "{end:?}");
        let expected = "“a”: line 7 has “x” where offsets like “0-5” should be. It was left out.";
        assert_eq!(warnings(&read), [expected]);
        assert_eq!(read.imported.warnings[0].n_items, 1);
    }
}

#[test]
fn what_a_person_adds_between_layers_is_found_again() {
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Person|identifier\n#T_SP=a.Place|name\n\
        #T_RL=a.In|BT_a.Person\n\n\n#Text=Ana Rome\n\
        1-1\t0-3\tAna\tQ1\t_\t_\t\n1-2\t4-8\tRome\t_\tcity\t_\t\n";
    let read = read(file);
    let mut opened = open(document(&read), &[], &["is_in", "In"]);
    let ids: Vec<AnnotationId> = opened.annotations().map(|one| one.id).collect();
    link(&mut opened, 1, ids[0], "is_in", ids[1]);
    link(&mut opened, 2, ids[0], "In", ids[1]);
    let written = again(&collection(opened));
    let expected = "#T_RL=webanno.custom.Relation|label|BT_uima.tcas.Annotation\n";
    assert!(written.contains(expected), "{written}");
    assert!(written.contains("#T_SP=a.Person|identifier\n"), "{written}");
    assert_eq!(links(document(&self::read(&written))), ["Ana In > Rome", "Ana is_in > Rome"]);
}

/// Values with all that means something in a cell.
fn arb_value() -> impl Strategy<Value = String> {
    let pieces: &'static [&str] = &[
        "a", " ", "|", "_", "[", "]", "[1]", "\\", "->", "->1-2", ";", "*", "\t", "\n", "#", "東",
        "😀", "é",
    ];
    prop::collection::vec(select(pieces), 1..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_features_say_comes_back(
        label in "[a-z]{1,3}",
        values in prop::collection::vec(arb_value(), 3),
        is_chain in any::<bool>(),
    ) {
        let mut read = read("#FORMAT=WebAnno TSV 3.3\n\n\n#Text=Ana left\n\
            1-1\t0-3\tAna\t\n1-2\t4-8\tleft\t\n");
        let document = read.imported.collection.documents.remove(0);
        let mut opened = open(&document, &[&label], &["said_by", "chain"]);
        let fields = |key: &str, names: &[&str]| {
            let values: serde_json::Map<_, _> = names
                .iter()
                .zip(&values)
                .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
                .collect();
            let said = serde_json::json!({key: "my.XLink", "label": "value", "values": values});
            verbatim::model::extra::Extra::from([("webanno-tsv".to_owned(), said)])
        };
        let ids = [mark(&mut opened, 1, &label, "Ana"), mark(&mut opened, 2, &label, "left")];
        for id in ids {
            let one = opened.annotation(id).unwrap();
            let extra = match is_chain {
                true => fields("chain", &["referenceRelation"]),
                false => fields("layer", &["one", "two", "three"]),
            };
            let edit = Annotation { extra, ..(**one).clone() };
            opened.apply(Edit::PutAnnotation(Box::new(edit))).unwrap();
        }
        link(&mut opened, 1, ids[0], if is_chain { "chain" } else { "said_by" }, ids[1]);
        let kept = |document: &Document| -> Vec<serde_json::Value> {
            let all = document.annotations();
            all.map(|one| one.extra["webanno-tsv"]["values"].clone()).collect()
        };
        let written = again(&collection(opened.clone()));
        let read = self::read(&written);
        prop_assert_eq!(kept(self::document(&read)), kept(&opened), "{}", written);
    }
}
