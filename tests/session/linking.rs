//! Relations between annotations.

use verbatim::session::{Command, Plan, Session};

use crate::stage::{drawing, drawn, say, session, session_with, the_relation};
use crate::support::drawn::{annotation_id, relation_id};

const SAID: &str = "
    |We must, she said in Graz, act.
     ^^^^^^^                    ^^^ 1 proposal
              ^^^ 2 speaker
                          ^^^^ 3 location
    ";

fn link(from: &str, to: &str) -> Command {
    Command::Link { from: annotation_id(from), to: annotation_id(to), relation_type: None }
}

fn link_as(relation_type: &str, from: &str, to: &str) -> Command {
    let relation_type = Some(relation_type.into());
    Command::Link { from: annotation_id(from), to: annotation_id(to), relation_type }
}

#[test]
fn two_annotations_are_joined_the_way_the_type_goes() {
    for (from, to) in [("1", "2"), ("2", "1")] {
        for command in [link(from, to), link_as("said_by", from, to)] {
            let mut session = session(SAID);
            let said = say(&mut session, command);
            assert_eq!(said, "Linked “We must … act” to “she” (Said by)");
            assert_eq!(drawing(&session), drawn(&format!("{SAID}\n= v said_by 1 -> 2")));
            let again = say(&mut session, link(from, to));
            assert_eq!(again, "Linked already: “We must … act” to “she” (Said by)");
            assert_eq!(session.document().relations().len(), 1);
        }
    }
}

#[test]
fn what_the_scheme_does_not_join_is_refused_with_both_labels() {
    let cases = [
        (link("1", "3"), "!No relation leads from Proposal to Location in this scheme"),
        (link("3", "2"), "!No relation leads from Location to Speaker in this scheme"),
        (
            link_as("said_by", "2", "3"),
            "!“Said by” does not lead from Speaker to Location in this scheme",
        ),
        (
            link_as("denied_by", "1", "2"),
            "!Nothing was changed: the scheme has no relation type “denied_by”.",
        ),
        (link("1", "1"), "!An annotation can’t be linked to itself"),
        (
            link("1", "9"),
            "!Nothing was changed: there is no annotation 00000000-0000-0000-0000-000000000009.",
        ),
    ];
    for (command, refused) in cases {
        let mut session = session(SAID);
        assert_eq!(say(&mut session, command), refused);
        assert_eq!(drawing(&session), drawn(SAID));
    }
}

#[test]
fn the_first_type_that_fits_is_taken_and_an_empty_list_fits_any() {
    let types: &[(&str, &[&str], &[&str])] = &[
        ("said_by", &["proposal"], &["speaker"]),
        ("about", &["proposal"], &[]),
        ("near", &[], &[]),
    ];
    let cases = [
        ("1", "2", "said_by 1 -> 2"),
        ("2", "1", "near 2 -> 1"),
        ("1", "3", "about 1 -> 3"),
        ("3", "2", "near 3 -> 2"),
    ];
    for (from, to, relation) in cases {
        let mut session = session_with(types, SAID);
        say(&mut session, link(from, to));
        assert!(drawing(&session).ends_with(&format!("\n= v {relation}")), "{from} -> {to}");
    }
}

#[test]
fn a_relation_is_removed() {
    let mut session = session(&format!("{SAID}\n= r said_by 1 -> 2"));
    let said = say(&mut session, Command::Unlink(relation_id("r")));
    assert_eq!(said, "Unlinked “We must … act” to “she” (Said by)");
    assert_eq!(drawing(&session), drawn(SAID));
    assert!(say(&mut session, Command::Unlink(relation_id("r"))).starts_with("!Nothing was"));
}

#[test]
fn a_relation_is_turned_round_if_a_type_allows_it() {
    let linked = format!("{SAID}\n= r said_by 1 -> 2");
    let reverse = Plan::Reverse(relation_id("r"));
    let mut only = session(&linked);
    let refused = "!No relation leads from Speaker to Proposal in this scheme";
    assert_eq!(say(&mut only, reverse.clone()), refused);

    let same: &[(&str, &[&str], &[&str])] = &[("first", &[], &[]), ("said_by", &[], &[])];
    let mut session = session_with(same, &linked);
    assert_eq!(say(&mut session, reverse.clone()), "Reversed “she” to “We must … act” (said_by)");
    assert_eq!(drawing(&session), drawn(&format!("{SAID}\n= r said_by 2 -> 1")));

    let other: &[(&str, &[&str], &[&str])] =
        &[("said_by", &["proposal"], &["speaker"]), ("says", &["speaker"], &["proposal"])];
    let mut session = session_with(other, &linked);
    say(&mut session, reverse.clone());
    assert!(drawing(&session).ends_with("\n= r says 2 -> 1"));

    let both = format!("{linked}\n= s said_by 2 -> 1");
    let mut session = session_with(same, &both);
    let said = say(&mut session, reverse);
    assert_eq!(said, "Linked already: “she” to “We must … act” (said_by)");
    assert_eq!(session.document().relations().len(), 2);
}

#[test]
fn a_relation_gets_another_type_that_fits() {
    let types: &[(&str, &[&str], &[&str])] = &[
        ("said_by", &["proposal"], &["speaker"]),
        ("denied_by", &["proposal"], &["speaker"]),
        ("near", &[], &["location"]),
    ];
    let linked = format!("{SAID}\n= r said_by 1 -> 2");
    let retype = |id: &str| Plan::Retype(relation_id("r"), id.into());
    let mut session = session_with(types, &linked);
    let refused = "!“near” does not lead from Proposal to Speaker in this scheme";
    assert_eq!(say(&mut session, retype("near")), refused);
    assert!(say(&mut session, retype("odd")).contains("no relation type “odd”"));
    assert_eq!(say(&mut session, retype("said_by")), "");
    let said = say(&mut session, retype("denied_by"));
    assert_eq!(said, "Changed the link “We must … act” to “she” (denied_by)");
    assert_eq!(the_relation(&session), (relation_id("r"), "denied_by".into()));
    say(&mut session, link_as("said_by", "1", "2"));
    let said = say(&mut session, retype("said_by"));
    assert_eq!(said, "Linked already: “We must … act” to “she” (said_by)");
}

#[test]
fn a_relation_outlives_another_label_that_its_type_does_not_allow() {
    let mut session = session(&format!("{SAID}\n= r said_by 1 -> 2"));
    say(&mut session, Command::Relabel(annotation_id("2"), "location".into()));
    assert_eq!(the_relation(&session), (relation_id("r"), "said_by".into()));
    say(&mut session, Command::Unlink(relation_id("r")));
    assert!(session.document().relations().is_empty());
}

#[test]
fn what_a_relation_can_become_is_known_before_it_is_tried() {
    let types: &[(&str, &[&str], &[&str])] = &[
        ("said_by", &["proposal"], &["speaker"]),
        ("about", &["proposal"], &[]),
        ("in", &["speaker"], &["location"]),
    ];
    for (relation_type, from, to, fitting, may_reverse) in [
        ("said_by", "1", "2", &["said_by", "about"][..], false),
        ("about", "1", "3", &["about"], false),
        ("in", "2", "3", &["in"], false),
    ] {
        let mut session = session_with(types, SAID);
        say(&mut session, link_as(relation_type, from, to));
        assert_eq!(fitting_of(&session), (fitting.to_vec(), may_reverse));
    }
    // Its own type stays, whatever the labels have become.
    let mut session = session_with(types, SAID);
    say(&mut session, link_as("said_by", "1", "2"));
    say(&mut session, Command::Relabel(annotation_id("1"), "location".into()));
    assert_eq!(fitting_of(&session), (vec!["said_by"], true));
}

/// The types that the only relation can be given, and whether it can be turned.
fn fitting_of(session: &Session) -> (Vec<&str>, bool) {
    let (id, _) = the_relation(session);
    let relation = session.document().relation(id).unwrap();
    let types = session.types_of(relation).into_iter().map(|one| one.id.as_str());
    (types.collect(), session.may_reverse(relation))
}
