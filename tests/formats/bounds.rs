//! Files that were made to take all time or memory there is, or that no person
//! could look through.
//!
//! No clock is read: where the work grew with the square of what is in these
//! files, nobody would wait for the end of them.

use std::fmt::Write as _;

use verbatim::format::conll::Conll;
use verbatim::format::doccano::Doccano;
use verbatim::format::native::NativeJsonl;
use verbatim::format::pubannotation::PubAnnotation;
use verbatim::format::table::CSV;
use verbatim::format::{
    Codec, Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts, InFile, MAX_WARNINGS,
    Options, Read, ReadOptions, Survey, fit_into, read,
};
use verbatim::model::document::Document;
use verbatim::model::scheme::Scheme;

fn read_as(codec: &dyn Codec, file: &str) -> Read {
    let files = [InFile { name: "a", bytes: file.as_bytes() }];
    read(codec, &files, &ReadOptions::default()).unwrap()
}

/// What comes of articles, each with the labels and relation types named.
fn settled(articles: Vec<Draft>) -> (Scheme, Vec<Document>) {
    let mut drafts = Drafts::default();
    articles.into_iter().for_each(|draft| drafts.push(draft));
    let mut survey = Survey::new(&ReadOptions::default());
    survey.see(&drafts);
    let (mut settler, _) = survey.settle();
    let documents = settler.settle(drafts);
    assert_eq!(settler.warnings, []);
    (Scheme::clone(settler.scheme()), documents)
}

fn article(labels: &[String]) -> Draft {
    let annotation = |label: &String| DraftAnnotation {
        key: label.clone(),
        label: label.clone(),
        fragments: vec![DraftFragment { start: 0, end: 3 }],
        ..DraftAnnotation::default()
    };
    let relation = |pair: &[String]| DraftRelation {
        relation_type: pair[0].clone(),
        from: pair[0].clone(),
        to: pair[1].clone(),
        ..DraftRelation::default()
    };
    Draft {
        title: labels[0].clone(),
        annotations: labels.iter().map(annotation).collect(),
        relations: labels.windows(2).map(relation).collect(),
        ..Draft::new("Zoe left.")
    }
}

#[test]
fn the_first_things_that_do_not_fit_are_told_and_the_others_counted() {
    let broken = "{\"id\":\"T\",\"obj\":\"x\"}";
    let denotations = vec![broken; 1000].join(",");
    let file = format!("{{\"text\":\"Zoe left.\",\"denotations\":[{denotations}]}}");
    let warnings = read_as(&PubAnnotation, &file).imported.warnings;
    assert_eq!((warnings.len(), warnings.n()), (MAX_WARNINGS, 1000));
    let said = warnings.sentences(MAX_WARNINGS);
    // All say the same.
    assert_eq!(said.len(), 1);
    assert!(said[0].ends_with("It was left out. (999 more are like it)"), "{said:?}");

    // As many records, most of which can't be read.
    let mut lines = "{\"text\":\"Zoe left.\",\"label\":[]}\n".to_owned();
    for _ in 0..1000 {
        lines += "{\"text\":7}\n";
    }
    let warnings = read_as(&Doccano, &lines).imported.warnings;
    assert_eq!((warnings.len(), warnings.n()), (MAX_WARNINGS, 1000));

    // What is kept with a change and what is left out are counted apart.
    let mut labels = "{\"id\":\"a\",\"key\":\"!\"},{\"id\":\"\"},".repeat(300);
    labels.truncate(labels.len() - 1);
    for n in 0..300 {
        labels = labels.replacen("\"a\"", &format!("\"a{n}\""), 1);
    }
    let header = "\"format\":\"verbatim-article\",\"version\":\"1.0\"";
    let line = format!("{{{header},\"scheme\":{{\"labels\":[{labels}]}},\"text\":\"Zoe\"}}\n");
    let warnings = read_as(&NativeJsonl, &line).imported.warnings;
    let said = warnings.sentences(MAX_WARNINGS);
    // What was left out comes first; the article has no id either.
    assert!(said[0].contains("it has no id. It was left out. (299 more are like it"), "{said:?}");
    assert!(said[1].contains("it has no key now. It was kept. (299 more are like it"), "{said:?}");
    assert_eq!(said.len(), 3, "{said:?}");
    assert_eq!((warnings.len(), warnings.rest().n()), (2 * MAX_WARNINGS, 201));
}

#[test]
fn a_title_that_is_long_is_not_in_each_sentence() {
    let title = "t".repeat(100_000);
    let mut draft = article(&["a".into()]);
    draft.annotations[0].fragments[0].end = 900;
    let mut drafts = Drafts::default();
    drafts.push(Draft { title, ..draft });
    let mut survey = Survey::new(&ReadOptions::default());
    survey.see(&drafts);
    let (mut settler, _) = survey.settle();
    settler.settle(drafts);
    assert_eq!(settler.warnings.len(), 1);
    assert!(settler.warnings[0].to_string().len() < 300);
    assert!(format!("{:?}", settler.warnings[0]).len() < 600);
}

#[test]
fn a_hundred_thousand_labels_are_as_many_labels() {
    let labels: Vec<String> = (0..100_000).map(|n| format!("label{n}")).collect();
    let (scheme, documents) = settled(labels.chunks(100).map(article).collect());
    assert_eq!((scheme.labels.len(), documents.len()), (100_000, 1000));
    assert_eq!(scheme.relation_types.len(), 99_000);
    let n: usize = documents.iter().map(Document::n_annotations).sum();
    assert_eq!(n, 100_000);
    let last = scheme.label(&"label99999".into()).unwrap();
    assert_eq!(last.name, "label99999");

    // Written by one that knows the scheme, and by one that fits.
    for codec in [&PubAnnotation as &dyn Codec, &Conll] {
        let options = Options::default();
        let fitted = documents.iter().map(|one| fit_into(codec, one, &options).document);
        assert_eq!(fitted.filter(|one| one.n_annotations() > 0).count(), 1000);
    }
    // Taken over by a scheme that has every other of them, and more.
    let labels: Vec<String> = (0..50_000).map(|n| format!("label{}", 2 * n + 50_000)).collect();
    let (mut others, _) = settled(labels.chunks(100).map(article).collect());
    assert_eq!(others.adopt(&scheme).len(), 75_000);
    assert_eq!(others.labels.len(), 125_000);
}

#[test]
fn names_that_make_the_same_id_are_told_apart() {
    let signs = [' ', '<', '>', '(', ')', '[', ']', ',', ';', '{'];
    let name =
        |n: usize| -> String { (0..5).map(|place| signs[n / 10_usize.pow(place) % 10]).collect() };
    let labels: Vec<String> = (0..100_000).map(name).collect();
    let (scheme, _) = settled(labels.chunks(100).map(article).collect());
    assert_eq!(scheme.labels.len(), 100_000);
    let ids = |n: usize| scheme.labels[n].id.to_string();
    assert_eq!(
        (ids(0), ids(1), ids(99_999)),
        ("_____".into(), "______2".into(), "______100000".into())
    );
}

#[test]
fn the_scheme_of_each_line_is_looked_at_once() {
    // Each line has labels of its own, and all lines have many.
    let mut lines = String::new();
    for n in 0..2000 {
        let labels: Vec<String> = (0..25)
            .map(|label| format!("{{\"id\":\"l{n}_{label}\",\"color\":\"#123456\"}}"))
            .collect();
        let labels = labels.join(",");
        writeln!(
            lines,
            "{{\"format\":\"verbatim-article\",\"version\":\"1.0\",\"scheme\":{{\"labels\":[{labels}]}},\
             \"id\":\"00000000-0000-0000-0000-{n:012}\",\"text\":\"Zoe\"}}"
        )
        .unwrap();
    }
    let read = read_as(&NativeJsonl, &lines);
    assert_eq!(read.imported.warnings, []);
    assert_eq!(read.imported.collection.scheme.labels.len(), 50_000);
}

#[test]
fn a_header_that_is_longer_than_all_its_rows_is_refused() {
    let known = "doc_id,label,start,end,text";
    let rows: String = (0..400).map(|n| format!("a{n},,,,Zoe left.\n")).collect();
    let good = read_as(&CSV, &format!("{known}\n{rows}"));
    assert_eq!(good.imported.collection.documents.len(), 400);
    let columns = ",x".repeat(500_000);
    let file = format!("{known}{columns}\n{rows}");
    let files = [InFile { name: "a.csv", bytes: file.as_bytes() }];
    // What came before that was seen is there, and the file is named.
    let read = read(&CSV, &files, &ReadOptions::default()).unwrap();
    assert!(read.imported.collection.documents.len() < 400);
    let said = read.imported.warnings.sentences(1);
    assert!(said[0].contains("far too long to be the header"), "{said:?}");
}
