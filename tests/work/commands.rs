//! What the page leaves to be worked out, through the worker and back.

use verbatim::model::document::Document;
use verbatim::model::history::History;
use verbatim::model::id::AnnotationId;
use verbatim::session::{Command, Message, Session};
use verbatim::storage::library::Library;
use verbatim::storage::record::revision_from_json;
use verbatim::work::serve::serve;
use verbatim::work::{Reply, Request, Step, Task, bundled};

use crate::support::drawn::{annotation_id, draw};
use crate::{library, read, taken_in};

/// The library with the example, and the example.
fn example() -> (Library, Document) {
    let mut library = library();
    let (_, mut documents) = taken_in(&mut library, read("example.json", bundled::EXAMPLE));
    (library, documents.remove(0))
}

/// What the worker has the page do.
fn steps(
    library: &Library,
    document: &Document,
    act: &str,
    focus: Option<AnnotationId>,
    form: &[(&str, String)],
) -> Vec<Step> {
    let id = document.article().id;
    let request = Request {
        sheet: "command".into(),
        act: act.into(),
        is_styled: true,
        article: Some(id),
        focus,
        form: form.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        records: library.give_out(&[id], false),
        ..Request::default()
    };
    match serve(Task::Sheet(request)) {
        Reply::Steps(steps) => steps.steps,
        other => panic!("{other:?}"),
    }
}

/// A session that has done the only step, and what it says.
fn done(document: &Document, steps: &[Step]) -> (Session, String) {
    let [Step::Change { revision }] = steps else { panic!("{steps:?}") };
    let record = revision_from_json(revision, &document.article().text).ok().unwrap();
    let mut session = Session::new(document.clone(), History::default());
    let outcome = session.dispatch(Command::Change(Box::new(record.revision)), Default::default());
    session.document().assert_invariants();
    match outcome.message {
        Some(Message::Notice(sentence)) => (session, sentence),
        other => panic!("{other:?}"),
    }
}

#[test]
fn annotations_are_parted_and_made_one() {
    let (library, document) = example();
    let one = document.annotations().find(|a| a.fragments.extent().len() > 9.into()).unwrap();
    let at = u32::from(one.fragments.extent().start()) + 3;
    let form = [("id", one.id.to_string()), ("at", at.to_string())];
    let (session, said) = done(&document, &steps(&library, &document, "split", None, &form));
    assert!(said.starts_with("Split “"), "{said}");
    assert_eq!(session.document().n_annotations(), document.n_annotations() + 1);

    let form = [("id", one.id.to_string()), ("at", "0".into())];
    let refused = steps(&library, &document, "split", None, &form);
    assert!(matches!(&refused[..], [Step::Refuse(_)]), "{refused:?}");

    let merged = steps(&library, &document, "merge", Some(one.id), &[]);
    let (session, said) = done(&document, &merged);
    assert!(said.starts_with("Merged “"), "{said}");
    assert_eq!(session.document().n_annotations(), document.n_annotations() - 1);
    assert!(session.document().annotation(one.id).is_some());

    let none = Step::Tell("There is no next annotation with this label".into());
    assert_eq!(steps(&library, &document, "merge", None, &[]), [none]);
}

#[test]
fn the_example_is_shown_on_its_own_article_and_once() {
    let (library, marked) = example();
    let said = Step::Tell("Everything is marked already".into());
    assert_eq!(steps(&library, &marked, "example", None, &[]), [said]);

    let mut library = super::library();
    let blank = Document::new(bundled::article().unwrap(), library.scheme().clone());
    library.put(&blank).unwrap();
    let (session, said) = done(&blank, &steps(&library, &blank, "example", None, &[]));
    assert_eq!(said, "Showed the example");
    assert!(session.document().annotations().eq(marked.annotations()));
    assert_eq!(session.document().relations(), marked.relations());

    let (_, others) = taken_in(&mut library, read("a.txt", b"Ding spoke."));
    let refused = steps(&library, &others[0], "example", None, &[]);
    assert_eq!(refused, [Step::Refuse("The example belongs to another article.".into())]);
}

#[test]
fn a_fragment_is_removed_by_its_number() {
    let document = draw(
        "
        |We must, she said, act now.
         ^^^^^^^            ^^^^^^^ 1 proposal
        ",
    );
    let mut library = library();
    library.put(&document).unwrap();
    let id = annotation_id("1");
    let ask = |at: &str| {
        let form = [("id", id.to_string()), ("at", at.to_owned())];
        steps(&library, &document, "remove", None, &form)
    };
    let (session, said) = done(&document, &ask("0"));
    assert_eq!(said, "Removed “We must” from “act now”");
    let left = session.document().annotation(id).unwrap();
    assert_eq!(left.fragments.quote(&session.document().article().text), "act now");
    let none = "The annotation has no such part, so none was removed.";
    assert_eq!(ask("2"), [Step::Refuse(none.into())]);
}
