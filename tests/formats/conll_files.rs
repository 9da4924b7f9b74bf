//! CoNLL as programs and people write it: what its columns and comments are, and
//! which files are of it, whatever they are called.

use verbatim::format::conll::Conll;
use verbatim::format::{self, InFile, Read, ReadOptions, codec_of};

fn read(file: &str) -> Read {
    let files = [InFile { name: "a.conll", bytes: file.as_bytes() }];
    format::read(&Conll, &files, &ReadOptions::default()).unwrap()
}

/// The text, and what is marked in it.
fn seen(read: &Read, idx: usize) -> (&str, Vec<String>) {
    let document = &read.imported.collection.documents[idx];
    let text = &document.article().text;
    let marks =
        document.annotations().map(|one| format!("{} {}", one.label, one.fragments.quote(text)));
    (text.as_str(), marks.collect())
}

/// The tokens of each sentence.
fn sentences(read: &Read, idx: usize) -> Vec<Vec<&str>> {
    let article = read.imported.collection.documents[idx].article();
    let tokens = article.tokens.as_deref().unwrap();
    let words = |sentence: &[_]| {
        sentence.iter().map(|&token| article.text.get(token).unwrap()).collect::<Vec<&str>>()
    };
    tokens.sentences().map(words).collect()
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_short_line_does_not_decide() {
    let found = read(include_str!("../fixtures/cases/finer-nested-short-line.conll"));
    assert_eq!(seen(&found, 0).1, ["ORG Apple", "LOC Rome", "X Rome"]);
    let expected = [
        "Record 1: line 2 has no column 3, read as “O”.",
        "Record 1: there are tags in columns 2, 3, and each is read.",
    ];
    assert_eq!(warnings(&found), expected);
    // Nor does a cell that is no tag, or a line without its number.
    let found = read("A\tB-P\tO\nB\t?\tB-Q\nC\tO\tO\n");
    assert_eq!(seen(&found, 0).1, ["P A", "Q B"]);
    let rows = |from: usize| {
        let rows = (from..from + 10).map(|n| format!("{n}\tw{n}\tO\t-\n"));
        rows.collect::<String>()
    };
    let found = read(&format!("{}Ana\tB-P\t-\n{}", rows(1), rows(12)));
    let (text, marks) = seen(&found, 0);
    assert!(text.starts_with("w1 w2 ") && text.contains(" w10 Ana w12 "), "{text}");
    assert_eq!(marks, ["P Ana"]);
}

#[test]
fn a_blank_token_is_a_cell() {
    let found = read(include_str!("../fixtures/cases/flair3034-whitespace-token-4col.conll"));
    assert_eq!(seen(&found, 0), ("New York is", vec!["LOC New York".to_owned()]));
    let expected = [
        "Record 1: the token on line 2 is white space alone, and not in the text.",
        "Record 1: column 2 (as “NNP”) has no annotations and is not kept.",
    ];
    assert_eq!(warnings(&found), expected);
    let spaces =
        "New NNP _ B-LOC\n  SP _ I-LOC\nYork NNP _ I-LOC\nSan José NNP _ B-LOC\nis V _ O\n";
    let found = read(spaces);
    assert_eq!(
        seen(&found, 0),
        ("New York San José is", vec!["LOC New York".to_owned(), "LOC San José".to_owned()])
    );
    // What is on blank tokens alone is lost.
    let found = read("a\tO\n \tB-X\nb\tB-Y\n");
    assert_eq!(seen(&found, 0).1, ["Y b"]);
    assert_eq!(found.imported.warnings.iter().map(|one| one.n_items).sum::<usize>(), 1);
}

#[test]
fn labels_without_prefixes_are_runs() {
    let found = read(include_str!("../fixtures/cases/pdn4-stanford-io.conll"));
    assert_eq!(seen(&found, 0).1, ["ORGANIZATION New York Times", "PERSON Ana"]);
    assert_eq!(warnings(&found), [""; 0]);
}

#[test]
fn layers_beside_words_about_tokens_are_all_read() {
    let found = read("Uni NN B-ORG B-X\nBonn NE I-ORG B-LOC\nist V O O\n");
    assert_eq!(seen(&found, 0).1, ["ORG Uni Bonn", "X Uni", "LOC Bonn"]);
    // Phrases are read where nothing else is.
    let found = read("We PRP B-NP\nact V B-VP\n. . O\n");
    assert_eq!(seen(&found, 0).1, ["NP We", "VP act"]);
    let found = read("EU NNP B-NP B-ORG\nacts V B-VP O\nnow R B-NP O\n");
    assert_eq!(seen(&found, 0).1, ["ORG EU"]);
    let expected = [
        "Record 1: column 2 (as “NNP”) has no annotations and is not kept.",
        "Record 1: there are 3 phrases in column 3 too. They were left out.",
    ];
    assert_eq!(warnings(&found), expected);
    assert_eq!(found.imported.warnings[1].n_items, 3);
}

#[test]
fn a_column_with_few_tags_is_a_layer_all_the_same() {
    // Most lines end before it.
    let found = read("Uni\tB-ORG\tB-X\nBonn\tI-ORG\nin\tO\nBonn\tB-LOC\nist\tO\n");
    assert_eq!(seen(&found, 0).1, ["ORG Uni Bonn", "X Uni", "LOC Bonn"]);
    // Most of its cells are empty, or say that there is nothing.
    for nothing in ["", "_", "-"] {
        let rows = ["Ana\tNNP\tB-PER", "won\tV\t0", "in\tP\t0", "May\tN\t0", "2\tCD\t0"];
        let found = read(&rows.join(" x\n").replace('0', nothing).replace(" x", "\tx"));
        assert_eq!(seen(&found, 0).1, ["PER Ana"], "{nothing:?}");
    }
    // Labels without a prefix beside tags.
    let found = read("Ana\tB-PER\tO\nvon\tI-PER\tO\nQuito\tO\tLOC\nist\tO\tO\n");
    assert_eq!(seen(&found, 0).1, ["PER Ana von", "LOC Quito"]);
    let found = read("New\tJob Title\nYork\tJob Title\nis\tO\n");
    assert_eq!(seen(&found, 0).1, ["Job_Title New York"]);
}

#[test]
fn columns_that_are_not_kept_are_named() {
    let found = read("Ana\tNNP\tAna\t_\tB-PER\nwon\tVBD\tS-Bahn\t_\tO\n.\t.\t.\t_\tO\n");
    assert_eq!(seen(&found, 0).1, ["PER Ana"]);
    let said = "Record 1: columns 2 (as “NNP”) and 3 (as “Ana”; 1 cell looks like a tag, most do not) \
                have no annotations and are not kept.";
    assert_eq!(warnings(&found), [said]);
}

#[test]
fn tags_between_bars_are_of_several_annotations() {
    let found =
        read("Bank\tB-ORG\nof\tI-ORG\nSan\tI-ORG|B-LOC\nJosé\tI-LOC|I-ORG\nCA\tB-LOC|O\nis\tO\n");
    assert_eq!(seen(&found, 0).1, ["ORG Bank of San José", "LOC San José", "LOC CA"]);
    assert_eq!(warnings(&found), [""; 0]);
    // A bar in a label is one.
    let found = read("Ana\tB-A|B\nwon\tI-A|B\n");
    assert_eq!(seen(&found, 0).1, ["A|B Ana won"]);
}

#[test]
fn tags_may_stand_before_their_tokens() {
    let file = "O\tfilms\nO\twith\nB-ACTOR\ttom\nI-ACTOR\thanks\n\nO\tO\nB-TITLE\tup\n";
    let found = read(file);
    assert_eq!(
        seen(&found, 0),
        ("films with tom hanks\nO up", vec!["ACTOR tom hanks".to_owned(), "TITLE up".to_owned()])
    );
    assert_eq!(warnings(&found), [""; 0]);
    assert!(is_conll("train.txt", file));
}

#[test]
fn the_text_of_a_comment_is_the_text() {
    let found = read(include_str!("../fixtures/cases/12-uner-text.iob2"));
    assert_eq!(seen(&found, 0), ("北京很大。", vec!["LOC 北京".to_owned()]));
    assert_eq!(sentences(&found, 0), [["北京", "很", "大", "。"]]);
    assert_eq!(warnings(&found), [""; 0]);
    let file = "# newdoc id = d1\n# sent_id = 1\n# text = Ja, gern.\n1\tJa\tO\t_\n2\t,\tO\t_\n\
        3\tgern\tO\t_\n4\t.\tO\t_\n\n# text = Vitamin O\n1\tVitamin\tB-X\t_\n2\tO\tI-X\t_\n\n\
        # newpar\n# text = “Ja”\n1\t\"\tO\tSpaceAfter=No\n2\tJa\tO\tSpaceAfter=No\n3\t\"\tO\t_\n\n\
        # newdoc id = d2\n1-2\tzum\t_\t_\n1\tzu\tO\t_\n2\tdem\tB-Y\t_\n\
        3\tOrt\tI-Y\tSpaceAfter=No\n4\t.\tO\t_\n4.1\tx\tB-Z\t_\n";
    let found = read(file);
    let text = "Ja, gern.\nVitamin O\n\n\"Ja\"";
    assert_eq!(seen(&found, 0), (text, vec!["X Vitamin O".to_owned()]));
    assert_eq!(seen(&found, 1), ("zum Ort.", vec!["Y zum Ort".to_owned()]));
    assert_eq!(sentences(&found, 1), [["zum", "Ort", "."]]);
    let titles = found.imported.collection.documents.iter();
    let titles: Vec<&str> = titles.map(|one| one.article().metadata.title.as_str()).collect();
    assert_eq!(titles, ["a d1", "a d2"]);
    let expected = [
        "Record 1: the tokens of the sentence on line 15 are not found in the “# text” before \
         them; it is put together with spaces.",
        "Record 1: 1 token stands for several words, “zum”: it is one token here.",
        "Record 1: 1 comment, “# sent_id = 1”, is not kept.",
    ];
    assert_eq!(warnings(&found), expected);
}

#[test]
fn a_treebank_without_tags_is_text_with_tokens() {
    let row = |n: u32, word: &str, misc: &str| {
        format!("{n}\t{word}\t{word}\tX\tX\t_\t0\troot\t_\t{misc}\n")
    };
    let file = [row(1, "Ja", "_"), row(2, "gern", "SpaceAfter=No"), row(3, ".", "_")].concat();
    let found = read(&file);
    assert_eq!(seen(&found, 0), ("Ja gern.", Vec::new()));
    assert_eq!(sentences(&found, 0), [["Ja", "gern", "."]]);
    let expected = [
        "Record 1: no column has tags.",
        "Record 1: columns 3 (as “Ja”), 4 (as “X”), 5 (as “X”), 7 (as “0”) and 8 (as “root”) have \
         no annotations and are not kept.",
    ];
    assert_eq!(warnings(&found), expected);
    assert_eq!(codec_of("", &file).map(|codec| codec.format().id), Some("conll"));
}

#[test]
fn lines_end_as_they_may_and_are_counted_in_the_file() {
    for end in ["\n", "\r\n", "\r"] {
        let file = "-DOCSTART-\tO||A\tB-P|b\tO||-DOCSTART-\tO||C\tB-P|D\tP|e\tO|";
        let found = read(&file.replace('|', end));
        assert_eq!(found.imported.collection.documents.len(), 2, "{end:?}");
        assert_eq!(seen(&found, 1), ("C D e", vec!["P C".to_owned()]));
        assert_eq!(
            warnings(&found),
            ["Record 2: line 9 has “P” where a tag should be. It was left out."],
            "{end:?}"
        );
    }
}

fn is_conll(name: &str, text: &str) -> bool {
    codec_of(name, text).is_some_and(|codec| codec.format().id == "conll")
}

#[test]
fn tokens_with_tags_are_known_whatever_the_file_is_called() {
    let files = [
        include_str!("../fixtures/cases/spark620-conll-train.txt"),
        include_str!("../fixtures/cases/pdn4-stanford-io.conll"),
        include_str!("../fixtures/cases/12-uner-text.iob2"),
        "Ana B-PER\nRuiz I-PER",
        "Ana B-PER\rRuiz I-PER\rspoke O\r",
        "-DOCSTART- -X- O O\n\nEU NNP B-NP B-ORG\n",
        "#\tnews.example [2005-02-26]\n1\tAn\tO\tO\n2\tUni\tB-ORG\tO\n3\tBonn\tI-ORG\tB-LOC\n",
        "[\tO\nAna\tS-PER\n]\tO\n",
        "a O\nb O\nc O\n\nd O\ne O\nf O\ng O\nh O\n",
        "She\tPRP\tO\nsaw\tVBD\tO\nNew\tNNP\tORGANIZATION\nYork\tNNP\tORGANIZATION\n.\t.\tO\n",
        "She PRP O\nsaw VBD O\nNew NNP ORGANIZATION\nYork NNP ORGANIZATION\n. . O\n",
    ];
    for file in files {
        for name in ["", "train.txt", "train.tsv", "train.dat", "train"] {
            assert!(is_conll(name, file), "{name} {file}");
            // The start of a longer file, cut within a line.
            let longer = format!("{file}\nword");
            assert!(is_conll(name, &longer), "{name} {longer}");
        }
    }
    for name in ["a.conllup", "a.conllx", "a.conll03", "a.conll2003", "a.bmes", "a.BIO", "a.conll"]
    {
        assert!(is_conll(name, "x"), "{name}");
    }
}

#[test]
fn nothing_else_is_taken_for_tokens_with_tags() {
    let files = [
        "A\tO",
        "Dear all,\n\nvitamin B-12 is good for O\nand so is vitamin C\n",
        "We met at gate O\nand left by gate B-2\nat noon or so\n",
        "| word | tag |\n| --- | --- |\n| Ana | B-PER |\n| left | O |\n",
        "token,tag\nAna,B-PER\nleft,O\n",
        "doc_id\tlabel\tstart\tend\ttext\n1\tPER\t0\t3\tAna\n1\t\t\t\tAna left\n",
        "sentence\tword\ttag\n1\tAna\tB-PER\n1\tleft\tO\n",
        "#FORMAT=WebAnno TSV 3.3\n\n#Text=Ana left\n1-1\t0-3\tAna\tB-PER\n1-2\t4-8\tleft\tO\n",
        "T1\tPER 0 3\tAna\nT2\tLOC 7 12\tQuito\n",
        "T1\tPER 0 3\tO\nT2\tLOC 7 12\tB-PER\nR1\tnear Arg1:T1 Arg2:T2\n",
        "fn main() {\n    let O = B-1;\n}\n",
        "Ana\tB-12\nBo\tB-14\nCy\tI-3\n",
        "shirt M-blue\nhat S-red\nskirt L-green\n",
        "Ana won\nBo lost\nCy won\nDi lost\n",
        "- a\n- b\n- c\n",
        "{\"tokens\": [\"Ana\"],\n \"ner_tags\": [\"O\"]}\n",
        "",
        "\n\n",
        "B-PER\nO\nO\n",
    ];
    for file in files {
        for name in ["", "a.txt", "a.tsv", "a.ann", "a.md", "a.csv"] {
            assert!(!is_conll(name, file), "{name} {file}");
        }
    }
}
