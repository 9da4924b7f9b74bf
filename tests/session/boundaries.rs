//! Ends that move, one annotation that becomes two, two that become one.

use verbatim::model::annotation::Status;
use verbatim::model::fragments::Side;
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::session::{Command, Plan, Session};

use crate::stage::{drawing, drawn, say, say_at, session, words};
use crate::support::drawn::{annotation_id, relation_id};

fn move_end(fragment: usize, side: Side, exactly: bool, forwards: bool) -> Command {
    Command::MoveEnd { id: annotation_id("1"), fragment, side, exactly, forwards }
}

/// Rows of carets before and after, under one line.
fn moves(line: &str, cases: &[(&str, Command, &str)]) {
    for (before, command, after) in cases {
        let mut session = session(&format!("|{line}\n {before} 1 proposal"));
        say(&mut session, command.clone());
        let after = format!("|{line}\n {after} 1 proposal");
        assert_eq!(drawing(&session), after, "{before}, {command:?}");
    }
}

#[test]
fn an_end_moves_by_words_over_white_space() {
    let word = |fragment, side, forwards| move_end(fragment, side, false, forwards);
    let (start, end) = (Side::Start, Side::End);
    moves(
        "We  must, act now.",
        &[
            ("^^", word(0, end, true), "^^^^^^^^"),
            ("^^^^^^^^", word(0, end, true), "^^^^^^^^^"),
            ("^^^^^^^^", word(0, end, false), "^^"),
            ("^^^^^^^^", word(0, start, true), "    ^^^^"),
            ("    ^^^^", word(0, start, false), "^^^^^^^^"),
            // From inside a word to its end.
            ("     ^^", word(0, start, false), "    ^^^"),
            ("     ^^", word(0, end, true), "     ^^^"),
            // Not over the other end, the end of the text, or a neighbour.
            ("^^", word(0, end, false), "^^"),
            ("^^", word(0, start, true), "^^"),
            ("^^", word(0, start, false), "^^"),
            ("          ^^^^^^^^", word(0, end, true), "          ^^^^^^^^"),
            ("^^  ^^^^  ^^^", word(0, end, true), "^^  ^^^^  ^^^"),
            ("^^  ^^^^  ^^^", word(1, start, false), "^^  ^^^^  ^^^"),
            ("^^  ^^^^  ^^^", word(1, end, true), "^^  ^^^^^ ^^^"),
            ("^^  ^^^^^ ^^^", word(1, end, true), "^^  ^^^^^ ^^^"),
            ("^^        ^^^", word(0, end, true), "^^^^^^^^  ^^^"),
            ("^^        ^^^", word(1, start, false), "^^      ^^^^^"),
        ],
    );
}

#[test]
fn an_end_stops_at_the_name_in_a_word() {
    let word = |side, forwards| move_end(0, side, false, forwards);
    let set = |side, at: u32| {
        let (id, at) = (annotation_id("1"), TextSize::from(at));
        Command::SetEnd { id, fragment: 0, side, at, exactly: false }
    };
    moves(
        "east China's l'an don't",
        &[
            ("     ^^^^^^^", word(Side::End, false), "     ^^^^^"),
            ("     ^^^^^", word(Side::End, true), "     ^^^^^^^"),
            ("             ^^^^", word(Side::Start, true), "               ^^"),
            ("             ^^^^", word(Side::End, true), "             ^^^^^^^^^^"),
            // By hand it stays at any apostrophe.
            ("     ^^^^^^^", set(Side::End, 10), "     ^^^^^"),
            ("     ^^^^^^^", set(Side::End, 11), "     ^^^^^^^"),
            ("             ^^^^^^^^^^", set(Side::End, 21), "             ^^^^^^^^"),
            ("             ^^^^^^^^^^", set(Side::Start, 15), "               ^^^^^^^^"),
        ],
    );
}

#[test]
fn a_double_click_selects_the_name_and_a_second_one_the_word() {
    let mut session = session("|east China's coast, China's end");
    let word = words(&session, "China's");
    let selected = |session: &Session| {
        let document = session.document();
        session.selection().and_then(|range| document.article().text.get(range)).map(str::to_owned)
    };
    for meant in ["China", "China's", "China"] {
        // Every double click is a press and a selection of its own first.
        say(&mut session, Command::ClearSelection);
        say(&mut session, Command::SelectText { range: word, exactly: false });
        say(&mut session, Command::SelectName(word));
        assert_eq!(selected(&session).as_deref(), Some(meant));
    }
    // Another place begins anew.
    let (first, _) = session.document().article().text.as_str().split_at(20);
    let other = TextRange::at(TextSize::of(first) + TextSize::from(1), TextSize::of("China's"));
    for meant in ["China", "China's"] {
        say(&mut session, Command::SelectName(other));
        assert_eq!(selected(&session).as_deref(), Some(meant));
    }
}

#[test]
fn an_end_moves_by_characters() {
    let character = |side, forwards| move_end(0, side, true, forwards);
    let (start, end) = (Side::Start, Side::End);
    moves(
        "We mu\u{301}st 👩🏽\u{200d}🚒 act",
        &[
            ("^^", character(end, true), "^^^^"),
            ("^^^^^", character(end, false), "^^^^"),
            ("^^^^", character(end, false), "^^"),
            ("   ^^^^", character(end, true), "   ^^^^^^"),
            ("        ^", character(start, false), "      ^^^"),
            ("        ^", character(start, true), "        ^"),
            (" ^", character(start, false), "^^"),
        ],
    );
}

#[test]
fn an_end_moves_over_line_ends() {
    let mut session = session("|one\n ^^^ 1 proposal\n|\n|two three");
    say(&mut session, move_end(0, Side::End, false, true));
    assert_eq!(
        drawing(&session),
        drawn("|one\n ^^^> 1 proposal\n|\n >  1 proposal\n|two three\n ^^^ 1 proposal")
    );
    say(&mut session, move_end(0, Side::Start, false, true));
    assert_eq!(drawing(&session), "|one\n|\n|two three\n ^^^ 1 proposal");
}

#[test]
fn an_end_that_stops_says_why() {
    let cases = [
        (0, Side::Start, false, "The text goes no further"),
        (1, Side::Start, false, "The next part of the annotation is there"),
        (0, Side::End, true, "The next part of the annotation is there"),
        (1, Side::Start, true, "One word is the least it can hold"),
        (1, Side::End, false, "One word is the least it can hold"),
        (2, Side::End, true, "The text goes no further"),
        (3, Side::End, true, "The annotation has no such part"),
    ];
    for (fragment, side, forwards, said) in cases {
        let mut session = session("|We must act now\n ^^ ^^^^     ^^^ 1 proposal");
        assert_eq!(say(&mut session, move_end(fragment, side, false, forwards)), said);
        assert!(session.history().revisions().is_empty());
    }
}

#[test]
fn moves_of_one_end_soon_after_each_other_are_one_revision() {
    let mut session = session(
        "
        |We must act now, she said.
         ^^ 1 proposal
                          ^^^ 2 speaker
        = r said_by 1 -> 2
        ",
    );
    let (forwards, back) =
        (move_end(0, Side::End, false, true), move_end(0, Side::End, false, false));
    assert_eq!(say_at(&mut session, forwards.clone(), 10), "Moved the end of “We must”");
    say_at(&mut session, forwards.clone(), 12);
    say_at(&mut session, forwards.clone(), 15);
    say_at(&mut session, back, 15);
    assert_eq!(session.history().revisions().len(), 1);
    assert_eq!(session.history().revisions()[0].summary, "Moved the end of “We must act”");
    say_at(&mut session, move_end(0, Side::Start, false, true), 15);
    assert_eq!(session.history().revisions().len(), 2, "the other end");
    say_at(&mut session, forwards, 15);
    assert_eq!(session.history().revisions().len(), 3, "after another end");
    assert!(session.document().relation(relation_id("r")).is_some());
    for _ in 0..3 {
        say(&mut session, Command::Undo);
    }
    assert!(drawing(&session).starts_with("|We must act now, she said.\n ^^ 1 proposal"));
}

#[test]
fn an_end_is_dragged_to_the_word_under_the_hand() {
    let line = "We must  act now, she said.";
    // The hand lets go before the character over the `|`.
    let cases = [
        ("   ^^^^", Side::End, "           |", "   ^^^^^^^^^"),
        ("   ^^^^", Side::End, "          |", "   ^^^^^^^^^"),
        ("   ^^^^", Side::End, "         |", "   ^^^^"),
        ("   ^^^^", Side::End, "        |", "   ^^^^"),
        ("   ^^^^^^^^^", Side::End, "    |", "   ^^^^"),
        ("   ^^^^^^^^^", Side::End, "|", "   ^^^^"),
        ("   ^^^^", Side::End, "                              |", "   ^^^^^^^^^^^^^^^^^^^^^^^^"),
        ("   ^^^^", Side::Start, " |", "^^^^^^^"),
        ("   ^^^^", Side::Start, "  |", "   ^^^^"),
        ("   ^^^^^^^^^", Side::Start, "       |", "         ^^^"),
        ("   ^^^^^^^^^", Side::Start, "                 |", "         ^^^"),
        ("^^       ^^^", Side::End, "               |", "^^^^^^^  ^^^"),
        ("^^       ^^^      ^^", Side::End, "         |", "^^^^^^^  ^^^      ^^"),
    ];
    for (before, side, hand, after) in cases {
        let before_drawing = format!("|{line}\n {before} 1 proposal");
        let mut session = session(&before_drawing);
        let at = TextSize::of(hand) - TextSize::from(1);
        let id = annotation_id("1");
        say(&mut session, Command::SetEnd { id, fragment: 0, side, at, exactly: false });
        assert_eq!(drawing(&session), format!("|{line}\n {after} 1 proposal"), "{before} {hand}");
    }
    let mut second = session(&format!("|{line}\n ^^       ^^^ 1 proposal"));
    let end = |at: u32, exactly| {
        let at = TextSize::from(at);
        Command::SetEnd { id: annotation_id("1"), fragment: 1, side: Side::Start, at, exactly }
    };
    say(&mut second, end(0, false));
    assert_eq!(drawing(&second), format!("|{line}\n ^^ ^^^^^^^^^ 1 proposal"), "a neighbour");
    say(&mut second, end(5, true));
    assert_eq!(drawing(&second), format!("|{line}\n ^^   ^^^^^^^ 1 proposal"), "exactly");
    assert_eq!(say(&mut second, end(5, true)), "", "it is there already");
    let said = say(
        &mut second,
        Command::SetEnd {
            id: annotation_id("1"),
            fragment: 7,
            side: Side::End,
            at: 1.into(),
            exactly: false,
        },
    );
    assert_eq!(said, "There is no word there to end at");
}

const TWO: &str = "
    |We must act now, she said, not later.
     ^^^^^^^^^^^                ^^^^^^^^^ 1 proposal
                      ^^^ 2 speaker
    = r said_by 1 -> 2
    ";

#[test]
fn an_annotation_is_split_in_two() {
    let cases = [
        (
            "she said",
            "^^^^^^^^^^^ 1 proposal",
            "                           ^^^^^^^^^ n proposal",
            "Split “We must act … not later” into “We must act” and “not later”",
        ),
        (
            "act",
            "^^^^^^^ 1 proposal",
            "        ^^^                ^^^^^^^^^ n proposal",
            "Split “We must act … not later” into “We must” and “act … not later”",
        ),
    ];
    let line = "|We must act now, she said, not later.";
    for (before, first, second, said) in cases {
        let mut session = session(TWO);
        say(&mut session, Command::SetNote(annotation_id("1"), "why?".into()));
        say(&mut session, Command::SetStatus(annotation_id("1"), Status::Unsure));
        let at = words(&session, before).start();
        let sentence = say(&mut session, Plan::Split { id: annotation_id("1"), at });
        assert_eq!(sentence, said);
        let speaker = "                 ^^^ 2 speaker";
        let rows = match before {
            "act" => [first, second, speaker],
            _ => [first, speaker, second],
        };
        let rows = rows.join("\n ");
        assert_eq!(drawing(&session), format!("{line}\n {rows}\n= r said_by 1 -> 2"));
        let new = session.document().annotations().find(|a| a.id.0.get_version_num() == 4).unwrap();
        assert_eq!((new.note.as_str(), new.status), ("", Status::Unsure));
        say(&mut session, Command::Undo);
        assert_eq!(drawing(&session), drawn(TWO));
    }
}

#[test]
fn nothing_is_split_off_that_is_empty() {
    for at in [0, 7, 12, 36, 99] {
        let mut session = session("|We must act now, she said, not later.\n ^^^^^^^ 1 proposal");
        let said = say(&mut session, Plan::Split { id: annotation_id("1"), at: at.into() });
        assert_eq!(said, "!“We must” can be split only between two of its characters");
    }
}

#[test]
fn two_annotations_become_one() {
    let mut session = session(
        "
        |We must act now, she said, not later, he said.
         ^^^^^^^ 1 proposal
                          ^^^ 2 speaker
                                    ^^^^^^^^^ 3 proposal
                                               ^^ 4 speaker
        = r said_by 1 -> 2
        = s said_by 3 -> 2
        = t said_by 3 -> 4
        ",
    );
    let ids = (annotation_id("1"), annotation_id("3"));
    say(&mut session, Command::SetNote(ids.0, "one".into()));
    say(&mut session, Command::SetNote(ids.1, "three".into()));
    let before = drawing(&session);
    let said = say(&mut session, Plan::Merge(ids.0, ids.1));
    assert_eq!(said, "Merged “We must” with “not later”");
    let merged = session.document().annotation(ids.0).unwrap();
    assert_eq!(merged.note, "one\nthree");
    assert_eq!(merged.fragments.quote(&session.document().article().text), "We must … not later");
    assert!(session.document().annotation(ids.1).is_none());
    assert!(drawing(&session).ends_with("\n= r said_by 1 -> 2\n= t said_by 1 -> 4"));
    assert_eq!(session.focus(), Some(ids.0));
    say(&mut session, Command::Undo);
    assert_eq!(drawing(&session), before, "one revision");
}

#[test]
fn a_relation_between_the_two_goes() {
    let mut session = session(
        "
        |one two
         ^^^ 1 proposal
             ^^^ 2 proposal
        = r said_by 1 -> 2
        ",
    );
    say(&mut session, Plan::Merge(annotation_id("2"), annotation_id("1")));
    assert_eq!(drawing(&session), "|one two\n ^^^ ^^^ 2 proposal");
}

#[test]
fn only_annotations_of_one_label_are_merged() {
    let mut session = session(TWO);
    let said = say(&mut session, Plan::Merge(annotation_id("1"), annotation_id("2")));
    assert_eq!(
        said,
        "!Proposal “We must act … not later” and Speaker “she” have different labels, and can’t be merged"
    );
    let said = say(&mut session, Plan::Merge(annotation_id("1"), annotation_id("1")));
    assert_eq!(said, "!“We must act … not later” can’t be merged with itself");
    assert_eq!(drawing(&session), drawn(TWO));
}
