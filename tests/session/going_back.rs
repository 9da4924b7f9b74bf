//! Undo, redo, and going to any place in the history.

use verbatim::session::{Command, Plan, Session};

use crate::stage::{at, drawing, say, session, words};
use crate::support::drawn::annotation_id;

/// Four changes: a mark, a label, a status, a link.
fn four() -> Session {
    let mut session = session("|We must act, she said.\n              ^^^ 2 speaker");
    let range = words(&session, "We must");
    say(&mut session, Plan::MarkAll { ranges: vec![range], label: "location".into() });
    let id = session.document().annotations().next().unwrap().id;
    say(&mut session, Command::Relabel(id, "proposal".into()));
    say(&mut session, Command::Focus(Some(id)));
    say(&mut session, Command::CycleStatus);
    let to = annotation_id("2");
    say(&mut session, Command::Link { from: id, to, relation_type: None });
    session
}

#[test]
fn a_step_is_told_by_what_it_was() {
    let mut session = four();
    let said: Vec<String> = (0..5).map(|_| say(&mut session, Command::Undo)).collect();
    assert_eq!(
        said,
        [
            "Undone: Linked “We must” to “she” (Said by)",
            "Undone: Set “We must” to unsure",
            "Undone: Relabelled “We must” as Proposal",
            "Undone: Marked “We must” as Location",
            "There is nothing to undo",
        ]
    );
    assert_eq!(session.focus(), None, "what is gone is not in focus");
    assert_eq!(say(&mut session, Command::Redo), "Done again: Marked “We must” as Location");
    for _ in 0..3 {
        say(&mut session, Command::Redo);
    }
    assert_eq!(say(&mut session, Command::Redo), "There is nothing to redo");
}

#[test]
fn a_click_in_the_history_goes_there() {
    let mut session = four();
    let mut drawings = vec![drawing(&session)];
    for _ in 0..4 {
        say(&mut session, Command::Undo);
        drawings.insert(0, drawing(&session));
    }
    let cases = [
        (4, "Did 4 changes again"),
        (1, "Went back over 3 changes"),
        (1, ""),
        (2, "Done again: Relabelled “We must” as Proposal"),
        (1, "Undone: Relabelled “We must” as Proposal"),
        (99, "Did 3 changes again"),
        (0, "Went back over 4 changes"),
    ];
    for (position, said) in cases {
        assert_eq!(say(&mut session, Command::GoTo(position)), said);
        assert_eq!(drawing(&session), drawings[position.min(4)]);
        assert_eq!(session.history().position(), position.min(4));
    }
}

#[test]
fn everything_on_the_way_is_drawn_and_written() {
    let mut session = four();
    let id = session.document().annotations().next().unwrap().id;
    let outcome = session.dispatch(Command::GoTo(1), at(0));
    assert_eq!((outcome.history.written, outcome.history.removed), (1..4, 0..0));
    assert_eq!(outcome.touched.annotations.iter().collect::<Vec<_>>(), [&id]);
    assert_eq!(outcome.touched.relations.iter().count(), 1);
    assert_eq!(outcome.touched.blocks.iter().count(), 1);
    let outcome = session.dispatch(Command::GoTo(3), at(0));
    assert_eq!(outcome.history.written, 1..3);
    let outcome = session.dispatch(Command::GoTo(3), at(0));
    assert_eq!(outcome, Default::default());
}
