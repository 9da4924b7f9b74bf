//! In which order a document tells what is in it.

use std::collections::BTreeSet;

use crate::support::drawn::{annotation_id, draw, relation_id};
use verbatim::model::id::AnnotationId;
use verbatim::model::text::BlockIdx;

#[test]
fn annotations_come_in_text_order_the_longer_first() {
    let document = draw(
        "
         |one two three
          ^^^ 4 location
          ^^^^^^^ 2 location
          ^^^^^^^ 9 location
          ^^^^^^^ 3 speaker
              ^^^ 1 location
          ^^^     ^^^^^ 8 location",
    );
    let ids: Vec<AnnotationId> = document.annotations().map(|annotation| annotation.id).collect();
    assert_eq!(ids, ["8", "2", "9", "3", "4", "1"].map(annotation_id));
    let reversed: Vec<AnnotationId> =
        document.annotations().rev().map(|annotation| annotation.id).collect();
    assert_eq!(reversed, ["1", "4", "3", "9", "2", "8"].map(annotation_id));
}

#[test]
fn a_line_knows_its_annotations() {
    let document = draw(
        "
         |one
          ^^^> 1 location
          ^^^ 2 location
         |
          > 1 location
         |two
          ^^^ 1 location
         |three
          ^^^^^ 2 location",
    );
    let in_line = |idx| -> BTreeSet<AnnotationId> {
        document.annotations_in(BlockIdx(idx)).map(|annotation| annotation.id).collect()
    };
    let ids = |names: &[&str]| names.iter().map(|name| annotation_id(name)).collect();
    assert_eq!(in_line(0), ids(&["1", "2"]));
    assert_eq!(in_line(1), ids(&["1"]));
    assert_eq!(in_line(2), ids(&["1"]));
    assert_eq!(in_line(3), ids(&["2"]));
    assert_eq!(in_line(4), ids(&[]));
}

#[test]
fn relations_come_in_the_text_order_of_their_ends() {
    let document = draw(
        "
         |one two three
          ^^^ 3 location
              ^^^ 2 location
                  ^^^^^ 1 location
         = a said_by 1 -> 3
         = b said_by 2 -> 1
         = c said_by 3 -> 1
         = e said_by 3 -> 2
         = d said_by 3 -> 2",
    );
    let ids: Vec<_> = document.relations().iter().map(|relation| relation.id).collect();
    assert_eq!(ids, ["d", "e", "c", "b", "a"].map(relation_id));
    let of: BTreeSet<_> =
        document.relations_of(annotation_id("1")).map(|relation| relation.id).collect();
    assert_eq!(of, ["a", "b", "c"].map(relation_id).into());
    assert_eq!(document.relations_of(annotation_id("9")).count(), 0);
}
