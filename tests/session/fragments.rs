//! Fragments of one annotation: added and removed.

use verbatim::model::timestamp::Timestamp;
use verbatim::session::{Command, Plan};

use crate::stage::{at, choose, drawing, drawn, say, say_at, session, words};
use crate::support::drawn::{annotation_id, relation_id};

#[test]
fn a_selection_becomes_a_fragment_of_the_focused_annotation() {
    let mut session = session(
        "
        |We must, she said, act now.
         ^^^^^^^ 1 proposal
                  ^^^ 2 speaker
        = r said_by 1 -> 2
        ",
    );
    say(&mut session, Command::SetNote(annotation_id("1"), "why?".into()));
    choose(&mut session, "1", "act now");
    let said = say_at(&mut session, Command::AddFragment, 9);
    assert_eq!(said, "Added “act now” to “We must … act now”");
    assert_eq!(
        drawing(&session),
        drawn(
            "
            |We must, she said, act now.
             ^^^^^^^            ^^^^^^^ 1 proposal
                      ^^^ 2 speaker
            = r said_by 1 -> 2
            "
        )
    );
    let annotation = session.document().annotation(annotation_id("1")).unwrap();
    assert_eq!((annotation.note.as_str(), annotation.modified), ("why?", at(9)));
    assert_eq!(annotation.created, Timestamp::default());
    assert_eq!((session.focus(), session.selection()), (Some(annotation.id), None));
    assert_eq!(say(&mut session, Command::Undo), "Undone: Added “act now” to “We must … act now”");
    let annotation = session.document().annotation(annotation_id("1")).unwrap();
    assert_eq!(annotation.fragments.count(), 1);
}

#[test]
fn what_overlaps_or_touches_is_one_fragment() {
    let before = "
        |one two, three four
         ^^^      ^^^^^ 1 proposal
        ";
    let cases = [
        ("two", "|one two, three four\n ^^^ ^^^  ^^^^^ 1 proposal"),
        ("one two", "|one two, three four\n ^^^^^^^  ^^^^^ 1 proposal"),
        ("two, three", "|one two, three four\n ^^^ ^^^^^^^^^^ 1 proposal"),
        ("one two, three four", "|one two, three four\n ^^^^^^^^^^^^^^^^^^^ 1 proposal"),
    ];
    for (selected, after) in cases {
        let mut session = session(before);
        choose(&mut session, "1", selected);
        say(&mut session, Command::AddFragment);
        assert_eq!(drawing(&session), after, "{selected}");
    }

    let mut touching = session("|one,two\n ^^^ 1 proposal");
    choose(&mut touching, "1", ",");
    assert_eq!(say(&mut touching, Command::AddFragment), "Added “,” to “one,”");
    assert_eq!(drawing(&touching), "|one,two\n ^^^^ 1 proposal");
}

#[test]
fn what_can_not_be_added_is_said() {
    let mut session = session("|one two three\n ^^^^^^^ 1 proposal");
    let nothing_focused = "!Select the annotation first that the words belong to";
    assert_eq!(say(&mut session, Command::AddFragment), nothing_focused);
    say(&mut session, Command::Focus(Some(annotation_id("1"))));
    let nothing_selected = "!Select the words first that belong to the annotation";
    assert_eq!(say(&mut session, Command::AddFragment), nothing_selected);
    choose(&mut session, "1", "two");
    let said = say(&mut session, Command::AddFragment);
    assert_eq!(said, "“two” is part of “one two” already");
    assert!(session.history().revisions().is_empty());
}

#[test]
fn a_fragment_is_removed_alone_and_the_last_one_stays() {
    let mut session = session(
        "
        |We must, she said, act now.
         ^^^^^^^            ^^^^^^^ 1 proposal
                  ^^^ 2 speaker
        = r said_by 1 -> 2
        ",
    );
    let id = annotation_id("1");
    let [first, second, part] = ["We must", "act now", "act"].map(|w| words(&session, w));
    let said = say(&mut session, Plan::RemoveFragment(id, part));
    assert_eq!(said, "!“We must … act now” has no such part, so none was removed");
    let said = say(&mut session, Plan::RemoveFragment(id, first));
    assert_eq!(said, "Removed “We must” from “act now”");
    let said = say(&mut session, Plan::RemoveFragment(id, second));
    let last = "!“act now” is all that the annotation holds; delete the annotation instead";
    assert_eq!(said, last);
    assert!(session.document().relation(relation_id("r")).is_some());
    assert_eq!(session.history().revisions().len(), 1);
}
