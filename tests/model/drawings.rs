//! The notation that the other tests draw in reads and draws the same.

use crate::support::arbitrary::arb_document;
use crate::support::drawn::{annotation_id, draw, range, relation_id, render, render_segments};
use proptest::prelude::*;
use verbatim::model::text::BlockIdx;

/// The drawing in the notation's own documentation.
const EXAMPLE: &str = "
    |We must act, she said in
     ^^^^^^^^^^^ 1 proposal
                  ^^^ 2 speaker
                           ^^> 3 location
    |old Wuzhen town.
     ^^^        ^^^^ 3 location
         ^^^^^^ 4 location
    = r said_by 1 -> 2";

#[test]
fn a_drawing_holds_what_it_shows() {
    let document = draw(EXAMPLE);
    assert_eq!(document.article().text.as_str(), "We must act, she said in\nold Wuzhen town.");
    let found: Vec<_> = document
        .annotations()
        .map(|annotation| (annotation.label.as_str(), annotation.fragments.ranges().collect()))
        .collect();
    assert_eq!(
        found,
        [
            ("proposal", vec![range(0, 11)]),
            ("speaker", vec![range(13, 16)]),
            ("location", vec![range(22, 28), range(36, 40)]),
            ("location", vec![range(29, 35)]),
        ]
    );
    let relation = document.relation(relation_id("r")).unwrap();
    assert_eq!((relation.from, relation.to), (annotation_id("1"), annotation_id("2")));
}

#[test]
fn drawing_and_reading_are_inverse() {
    let unindented = EXAMPLE.trim_start().replace("\n    ", "\n");
    let drawings = [
        &unindented,
        "|plain",
        "|a\n|\n|b\n|",
        "|one two\n ^^^^^^^ 1 speaker\n ^^^ 3 location\n ^^^ 2 proposal",
        "|one>\n ^^^^> 1 speaker\n|\n > 1 speaker\n|two\n ^^^ 1 speaker",
        "|北京 e\u{301}te\u{301} 👨\u{200d}👩\u{200d}👧\n ^^ a location\n    ^^^ b speaker\n        ^ zz speaker",
    ];
    for drawing in drawings {
        let document = draw(drawing);
        document.assert_invariants();
        assert_eq!(render(&document), drawing);
    }
}

#[test]
fn segments_are_drawn_with_their_layers() {
    let document = draw(EXAMPLE);
    assert_eq!(
        render_segments(&document, BlockIdx(0)),
        "[We must act|1/0.], [she|2/0.] said [in|3/0]"
    );
    assert_eq!(render_segments(&document, BlockIdx(1)), "[old|3/0,] [Wuzhen|4/0.] [town|3/0.].");
}

#[test]
fn a_wrong_drawing_is_refused() {
    let drawings = [
        "^^^ 1 speaker",
        "|one\n ^^^^ 1 speaker",
        "|one\n ^^^ speaker",
        "|one\n ^^^",
        "|one\n   1 speaker",
        "|one\n^^^ 1 speaker",
        "|one\n ^> 1 speaker",
        "|one \n ^^^^ 1 speaker",
        "|one two\n ^^^ 1 speaker\n     ^^^ 1 location",
        "|one\n ^^^ 1 nobody",
        "|one\n= r said_by 1 -> 2",
        "|one\n= said_by 1 -> 2",
    ];
    for drawing in drawings {
        let drawn = std::panic::catch_unwind(|| render(&draw(drawing)));
        assert!(drawn.is_err(), "{drawing}\nwas read as\n{}", drawn.unwrap());
    }
}

proptest! {
    #[test]
    fn any_document_can_be_drawn(document in arb_document()) {
        let drawn = draw(&render(&document));
        prop_assert_eq!(&drawn.article().text, &document.article().text);
        prop_assert_eq!(drawn.n_annotations(), document.n_annotations());
        for annotation in document.annotations() {
            let fragments = &drawn.annotation(annotation.id).unwrap().fragments;
            prop_assert!(fragments.same_ranges(&annotation.fragments));
        }
        prop_assert_eq!(render(&drawn), render(&document));
    }
}
