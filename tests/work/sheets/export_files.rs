//! The files that leave by the export sheet: how many, what they are called, how
//! far they are, and that they are what the core writes.

use std::cell::Cell;

use verbatim::format::{CODECS, Filter, Job, Options, OutFile, codec, write};
use verbatim::model::annotation::Status;
use verbatim::model::document::Document;
use verbatim::model::id::ArticleId;
use verbatim::work::progress::Progress;
use verbatim::work::serve::serve_telling;
use verbatim::work::{Reply, Step, Steps, Task};

use super::export::{desk, files_of, part};
use super::{answer, values};

#[test]
fn several_files_leave_as_one_and_the_same_each_time() {
    let desk = desk(3);
    let form = [("format", "verbatim-json"), ("scope", "all"), ("each", "on")];
    let one = desk.request_of_all("export", "update", &form[..2]);
    assert!(
        part(&answer(one).steps, "losses").contains("3 articles with 3 annotations, in 1 file.")
    );
    let told = desk.request_of_all("export", "update", &form);
    let steps = answer(told).steps;
    assert!(part(&steps, "losses").contains("in 3 files, zipped."), "{steps:?}");
    let download = || answer(desk.request_of_all("export", "download", &form));
    let steps = download();
    let Step::Download { name, media_type } = &steps.steps[0] else { panic!("{:?}", steps.steps) };
    assert_eq!((&**name, &**media_type), ("verbatim-library-verbatim-json.zip", "application/zip"));
    let files = files_of(&steps);
    let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["1-article.json", "2-No-1.json", "3-No-2.json"]);
    assert_eq!(download().bytes, steps.bytes);
}

#[test]
fn a_split_is_the_one_that_the_sheet_tells() {
    let mut desk = desk(1);
    let scheme = desk.session.document().scheme().clone();
    for number in 1..10 {
        let text = format!("Text number {number}.");
        let mut article =
            verbatim::model::article::Article::from_plain_text(ArticleId::random(), "", &text)
                .unwrap();
        article.metadata.title = format!("No. {number}");
        desk.library.put(&Document::new(article, scheme.clone())).unwrap();
    }
    let form = |seed: &'static str| {
        [
            ("format", "verbatim-json"),
            ("scope", "all"),
            ("split", "on"),
            ("dev", "20"),
            ("test", "30"),
            ("seed", seed),
        ]
    };
    let steps = answer(desk.request_of_all("export", "update", &form("1"))).steps;
    let told = part(&steps, "losses");
    assert!(told.contains("Articles in train: 5, dev: 2, test: 3."), "{told}");
    assert!(told.contains("in 3 files, zipped."), "{told}");
    let files = |seed| files_of(&answer(desk.request_of_all("export", "download", &form(seed))));
    let sizes = |files: &[OutFile]| -> Vec<(String, usize)> {
        let n = |file: &OutFile| {
            let json: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
            json["articles"].as_array().unwrap().len()
        };
        files.iter().map(|file| (file.name.clone(), n(file))).collect()
    };
    let wanted = [("train.json", 5), ("dev.json", 2), ("test.json", 3)];
    assert_eq!(sizes(&files("1")), wanted.map(|(name, n)| (name.to_owned(), n)));
    assert_eq!(files("1"), files("1"));
    assert_ne!(files("1"), files("2"));
    // More than there is can't be parted.
    let form = [("scope", "all"), ("split", "on"), ("dev", "50"), ("test", "90"), ("seed", "1")];
    let steps = answer(desk.request_of_all("export", "update", &form)).steps;
    assert!(part(&steps, "losses").contains("dev is only 10 per cent"), "{steps:?}");
}

#[test]
fn all_articles_have_a_name_of_their_own() {
    let desk = desk(1);
    let id = CODECS[0].format().id;
    let steps = desk.ask("export", "download", &[("format", id), ("scope", "all")]);
    let Step::Download { name, .. } = &steps[0] else { panic!("{steps:?}") };
    assert!(name.starts_with("verbatim-library."), "{name}");
    // The format is in the name where the extension does not tell.
    for (id, wanted) in [
        ("doccano", "verbatim-library-doccano.jsonl"),
        ("csv", "verbatim-library.csv"),
        ("verbatim-jsonl", "verbatim-library.jsonl"),
    ] {
        let steps = desk.ask("export", "download", &[("format", id), ("scope", "all")]);
        let Step::Download { name, .. } = &steps[0] else { panic!("{steps:?}") };
        assert_eq!(name, wanted);
    }
}

#[test]
fn who_waits_long_is_told_how_far_it_is_and_can_end_it() {
    let desk = desk(5);
    let form = [("format", "pubannotation"), ("scope", "all")];
    let (clock, mut told) = (Cell::new(0.0), Vec::new());
    let now = || {
        clock.set(clock.get() + 90.0);
        clock.get()
    };
    let mut send = |steps: Steps| told.push(steps);
    let mut progress = Progress::new(&now, &mut send);
    let task = Task::Sheet(desk.request_of_all("export", "download", &form));
    let Reply::Steps(steps) = serve_telling(task, &mut progress) else { panic!("no steps") };
    assert!(
        matches!(&steps.steps[0], Step::Put { id, html } if id == "progress" && html.is_empty())
    );
    assert!(matches!(&steps.steps[1], Step::Download { .. }), "{:?}", steps.steps);
    assert!(told.len() > 3 && told.iter().all(|steps| steps.goes_on), "{told:?}");
    let first = part(&told[0].steps, "progress");
    assert!(first.contains("<progress") && first.contains("data-act=\"cancel\""), "{first}");
    // Nothing but the bar is drawn anew: the button may be under the pointer.
    let bars: Vec<&str> =
        told[1..].iter().map(|steps| part(&steps.steps, "progress_bar")).collect();
    let at: Vec<f64> = bars.iter().map(|bar| values(bar, "value")[0].parse().unwrap()).collect();
    assert!(at.is_sorted(), "{at:?}");
    assert!(bars.iter().any(|bar| bar.contains("Checking")), "{bars:?}");
    // And what is quick is not told of.
    let mut told = 0;
    let mut send = |_| told += 1;
    let task = Task::Sheet(desk.request_of_all("export", "download", &form));
    serve_telling(task, &mut Progress::new(&|| 0.0, &mut send));
    assert_eq!(told, 0);
}

#[test]
fn what_leaves_is_what_the_core_writes() {
    let desk = desk(1);
    let document = desk.session.document();
    let codec = codec("pubannotation").unwrap();
    let collection = verbatim::format::Collection {
        scheme: document.scheme().clone(),
        documents: vec![document.clone()],
        extra: Default::default(),
    };
    let filter = Filter { statuses: Some(vec![Status::Unsure]), ..Filter::default() };
    let options = Options { filter, ..Options::default() };
    let job = Job { options, stem: "article".into(), ..Job::default() };
    let form = [
        ("format", "pubannotation"),
        ("status-there", "sure"),
        ("status-there", "unsure"),
        ("status", "unsure"),
    ];
    let steps = answer(desk.request("export", "download", &form));
    assert_eq!(files_of(&steps), write(codec, &collection, &job).files);
}
