//! Changing a document: drawn before, drawn after, and back again.

use crate::support::drawn::{annotation, annotation_id, draw, put, relation, relation_id, render};
use verbatim::model::annotation::{Annotation, Status};
use verbatim::model::article::Metadata;
use verbatim::model::document::{Document, Touched};
use verbatim::model::edit::{Edit, EditError};
use verbatim::model::text::BlockIdx;

const BEFORE: &str = "
    |We must act, she said
     ^^^^^^^^^^^ 1 proposal
                  ^^^ 2 speaker
    |
    |in Wuzhen.
        ^^^^^^ 3 location
    = a said_by 1 -> 2";

/// Applies an edit and takes it back; returns what it touched.
fn check(before: &str, edit: impl FnOnce(&Document) -> Edit, after: &str) -> Touched {
    let original = draw(before);
    let mut document = original.clone();
    let edit = edit(&document);
    let there = document.apply(edit).unwrap();
    document.assert_invariants();
    assert_eq!(render(&document), render(&draw(after)));
    let changed = document.clone();

    let back = document.apply(there.inverse).unwrap();
    document.assert_invariants();
    assert_eq!(document, original, "the inverse takes it back");
    assert_eq!(back.touched, there.touched, "the way back touches the same");
    document.apply(back.inverse).unwrap();
    assert_eq!(document, changed, "the inverse of the inverse does it again");
    there.touched
}

/// Applies an edit that must be refused, alone and as the last of a batch.
fn check_refused(before: &str, edit: impl FnOnce(&Document) -> Edit, error: &EditError) {
    let original = draw(before);
    let edit = edit(&original);
    let mut document = original.clone();
    assert_eq!(document.apply(edit.clone()).as_ref(), Err(error));
    assert_eq!(document, original);

    let fine = Edit::SetMetadata(Box::new(Metadata { title: "new".into(), ..Metadata::default() }));
    let nested =
        Edit::Batch(vec![fine.clone(), Edit::Batch(vec![fine.clone(), edit.clone()]), fine]);
    assert_eq!(document.apply(nested).as_ref(), Err(error));
    assert_eq!(document, original);
    document.assert_invariants();
}

fn remove(name: &str) -> Edit {
    Edit::RemoveAnnotation(annotation_id(name))
}

fn join(name: &str, from: &str, to: &str) -> Edit {
    Edit::PutRelation(Box::new(relation(name, "said_by", from, to)))
}

fn touched(blocks: &[usize], annotations: &[&str], relations: &[&str]) -> Touched {
    Touched {
        blocks: blocks.iter().copied().map(BlockIdx).collect(),
        annotations: annotations.iter().map(|name| annotation_id(name)).collect(),
        relations: relations.iter().map(|name| relation_id(name)).collect(),
        metadata: false,
    }
}

#[test]
fn an_annotation_is_added() {
    let found = check(
        BEFORE,
        |document| put(document, "4", "speaker", &["We"]),
        "
        |We must act, she said
         ^^^^^^^^^^^ 1 proposal
         ^^ 4 speaker
                      ^^^ 2 speaker
        |
        |in Wuzhen.
            ^^^^^^ 3 location
        = a said_by 1 -> 2",
    );
    assert_eq!(found, touched(&[0], &["4"], &[]));
}

#[test]
fn an_annotation_of_two_fragments_is_added() {
    let found = check(
        BEFORE,
        |document| put(document, "4", "proposal", &["she", "Wuzhen"]),
        "
        |We must act, she said
         ^^^^^^^^^^^ 1 proposal
                      ^^^ 4 proposal
                      ^^^ 2 speaker
        |
        |in Wuzhen.
            ^^^^^^ 4 proposal
            ^^^^^^ 3 location
        = a said_by 1 -> 2",
    );
    assert_eq!(found, touched(&[0, 2], &["4"], &[]), "not the line between the fragments");
}

#[test]
fn an_annotation_over_lines_is_added() {
    let found = check(
        BEFORE,
        |document| put(document, "4", "proposal", &["said\n\nin"]),
        "
        |We must act, she said
         ^^^^^^^^^^^ 1 proposal
                      ^^^ 2 speaker
                          ^^^^> 4 proposal
        |
         > 4 proposal
        |in Wuzhen.
         ^^ 4 proposal
            ^^^^^^ 3 location
        = a said_by 1 -> 2",
    );
    assert_eq!(found, touched(&[0, 1, 2], &["4"], &[]));
}

#[test]
fn an_annotation_moves() {
    let found = check(
        BEFORE,
        |document| put(document, "3", "location", &["must"]),
        "
        |We must act, she said
         ^^^^^^^^^^^ 1 proposal
            ^^^^ 3 location
                      ^^^ 2 speaker
        |
        |in Wuzhen.
        = a said_by 1 -> 2",
    );
    assert_eq!(found, touched(&[0, 2], &["3"], &[]), "where it was and where it is");
}

#[test]
fn an_annotation_gets_another_label_and_keeps_its_relations() {
    let found = check(
        BEFORE,
        |document| put(document, "2", "location", &["she"]),
        "
        |We must act, she said
         ^^^^^^^^^^^ 1 proposal
                      ^^^ 2 location
        |
        |in Wuzhen.
            ^^^^^^ 3 location
        = a said_by 1 -> 2",
    );
    assert_eq!(found, touched(&[0], &["2"], &[]));
}

#[test]
fn an_annotation_gets_a_note() {
    let noted = |document: &Document| Annotation {
        note: "see above".into(),
        status: Status::Discuss,
        ..annotation(document, "2", "speaker", &["she"])
    };
    let found = check(BEFORE, |document| Edit::PutAnnotation(Box::new(noted(document))), BEFORE);
    assert_eq!(found, touched(&[0], &["2"], &[]));
    let mut document = draw(BEFORE);
    let edit = Edit::PutAnnotation(Box::new(noted(&document)));
    document.apply(edit).unwrap();
    assert_eq!(**document.annotation(annotation_id("2")).unwrap(), noted(&document));
}

#[test]
fn an_annotation_is_removed() {
    let found = check(
        BEFORE,
        |_| remove("3"),
        "
        |We must act, she said
         ^^^^^^^^^^^ 1 proposal
                      ^^^ 2 speaker
        |
        |in Wuzhen.
        = a said_by 1 -> 2",
    );
    assert_eq!(found, touched(&[2], &["3"], &[]));
}

#[test]
fn a_relation_is_added_turned_and_removed() {
    let rows = BEFORE.replace("= a said_by 1 -> 2", "");
    let added = format!("{rows}= a said_by 1 -> 2\n= b said_by 1 -> 3");
    let found = check(BEFORE, |_| join("b", "1", "3"), &added);
    assert_eq!(found, touched(&[0, 2], &[], &["b"]), "the lines of both ends");

    let turned = format!("{rows}= a said_by 2 -> 1");
    let found = check(BEFORE, |_| join("a", "2", "1"), &turned);
    assert_eq!(found, touched(&[0], &[], &["a"]));

    let found = check(BEFORE, |_| Edit::RemoveRelation(relation_id("a")), &rows);
    assert_eq!(found, touched(&[0], &[], &["a"]));
}

#[test]
fn what_an_annotation_is_joined_to_is_touched_with_it() {
    let joined = format!("{BEFORE}\n= b said_by 1 -> 3");
    let after = joined.replace("3 location", "3 speaker");
    let found = check(&joined, |document| put(document, "3", "speaker", &["Wuzhen"]), &after);
    assert_eq!(found, touched(&[0, 2], &["3"], &[]));
}

#[test]
fn relations_are_found_at_both_ends() {
    let document = draw(&format!("{BEFORE}\n= b said_by 1 -> 3\n= c said_by 3 -> 2"));
    let of = |name| -> Vec<_> {
        document.relations_of(annotation_id(name)).map(|relation| relation.id).collect()
    };
    let ids = |names: [&str; 2]| names.map(relation_id).to_vec();
    assert_eq!(of("1"), ids(["a", "b"]));
    assert_eq!(of("2"), ids(["a", "c"]));
    assert_eq!(of("3"), ids(["b", "c"]));
    assert!(of("4").is_empty());
}

#[test]
fn two_relations_may_join_the_same_pair() {
    let after = format!("{BEFORE}\n= b said_by 1 -> 2\n= c said_by 2 -> 1");
    let both = |_: &Document| Edit::Batch(vec![join("b", "1", "2"), join("c", "2", "1")]);
    assert_eq!(check(BEFORE, both, &after), touched(&[0], &[], &["b", "c"]));
}

#[test]
fn metadata_is_replaced() {
    let new = Metadata { title: "New".into(), url: Some("x".into()), ..Metadata::default() };
    let edit = Edit::SetMetadata(Box::new(new.clone()));
    let found = check(BEFORE, |_| edit.clone(), BEFORE);
    assert_eq!(found, Touched { metadata: true, ..Touched::default() });
    let mut document = draw(BEFORE);
    document.apply(edit).unwrap();
    assert_eq!(document.article().metadata, new);
}

#[test]
fn a_batch_is_done_in_order_and_taken_back_in_reverse() {
    let found = check(
        BEFORE,
        |document| {
            Edit::Batch(vec![
                Edit::RemoveRelation(relation_id("a")),
                remove("1"),
                put(document, "1", "location", &["said"]),
                put(document, "4", "speaker", &["We"]),
                join("a", "4", "1"),
                put(document, "1", "proposal", &["act"]),
                Edit::Batch(vec![remove("3"), put(document, "5", "speaker", &["in"])]),
                Edit::Batch(Vec::new()),
                remove("5"),
            ])
        },
        "
        |We must act, she said
         ^^ 4 speaker
                 ^^^ 1 proposal
                      ^^^ 2 speaker
        |
        |in Wuzhen.
        = a said_by 4 -> 1",
    );
    assert_eq!(found, touched(&[0, 2], &["1", "3", "4", "5"], &["a"]));
}

#[test]
fn an_empty_batch_changes_and_touches_nothing() {
    assert_eq!(check(BEFORE, |_| Edit::Batch(Vec::new()), BEFORE), Touched::default());
}

#[test]
fn what_breaks_an_invariant_is_refused() {
    let unknown = |document: &Document| Annotation {
        label: "Speaker".into(),
        ..annotation(document, "2", "speaker", &["she"])
    };
    check_refused(
        BEFORE,
        |document| Edit::PutAnnotation(Box::new(unknown(document))),
        &EditError::UnknownLabel("Speaker".into()),
    );
    check_refused(BEFORE, |_| remove("9"), &EditError::NoAnnotation(annotation_id("9")));
    for joined in ["1", "2"] {
        let error = EditError::StillJoined {
            annotation: annotation_id(joined),
            relation: relation_id("a"),
        };
        check_refused(BEFORE, |_| remove(joined), &error);
    }
    check_refused(
        BEFORE,
        |_| Edit::PutRelation(Box::new(relation("b", "denied_by", "1", "2"))),
        &EditError::UnknownRelationType("denied_by".into()),
    );
    check_refused(BEFORE, |_| join("b", "1", "9"), &EditError::NoAnnotation(annotation_id("9")));
    check_refused(BEFORE, |_| join("b", "9", "1"), &EditError::NoAnnotation(annotation_id("9")));
    check_refused(BEFORE, |_| join("a", "1", "1"), &EditError::JoinsItself(annotation_id("1")));
    let no_relation = EditError::NoRelation(relation_id("b"));
    check_refused(BEFORE, |_| Edit::RemoveRelation(relation_id("b")), &no_relation);
}

#[test]
fn a_batch_is_all_or_nothing() {
    check_refused(
        BEFORE,
        |document| {
            Edit::Batch(vec![
                put(document, "4", "speaker", &["We"]),
                Edit::RemoveRelation(relation_id("a")),
                remove("1"),
                join("b", "4", "2"),
                put(document, "3", "location", &["act"]),
                Edit::Batch(vec![remove("3"), remove("3")]),
            ])
        },
        &EditError::NoAnnotation(annotation_id("3")),
    );
}

#[test]
fn errors_name_what_is_wrong() {
    let id = "00000000-0000-0000-0000-000000000009";
    let cases = [
        (EditError::UnknownLabel("who".into()), "the scheme has no label “who”".to_owned()),
        (EditError::NoAnnotation(annotation_id("9")), format!("there is no annotation {id}")),
        (EditError::NoRelation(relation_id("9")), format!("there is no relation {id}")),
        (
            EditError::JoinsItself(annotation_id("9")),
            format!("a relation can't join the annotation {id} to itself"),
        ),
    ];
    for (error, said) in cases {
        assert_eq!(error.to_string(), said);
    }
}

#[test]
fn documents_are_equal_by_content() {
    assert_eq!(draw(BEFORE), draw(BEFORE));
    let mut document = draw(BEFORE);
    document.apply(Edit::RemoveRelation(relation_id("a"))).unwrap();
    assert_ne!(document, draw(BEFORE));
    assert_ne!(draw("|one"), draw("|one\n|"));
    assert_ne!(draw("|one\n ^^^ 1 speaker"), draw("|one\n ^^^ 1 location"));
}
