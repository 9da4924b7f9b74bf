//! Several places or annotations at once, each as one change.

use verbatim::model::annotation::Status;
use verbatim::model::id::AnnotationId;
use verbatim::model::occurrences::{Options, find, same_text};
use verbatim::session::{Command, Plan, Session};

use crate::stage::{drawing, drawn, say, session, words};
use crate::support::drawn::annotation_id;

const DING: &str = "
    |Ding met Li. Ding said, and Ding left.
     ^^^^ 1 speaker
                  ^^^^^^^^^ 2 proposal
                  ^^^^ 3 location
                                 ^^^^ 4 location
    = r said_by 2 -> 1
    = s said_by 2 -> 4
    ";

fn mark_all(session: &mut Session, needle: &str) -> String {
    let options = Options { whole_word: true, match_case: true };
    let ranges = find(&session.document().article().text, needle, options);
    say(session, Plan::MarkAll { ranges, label: "speaker".into() })
}

fn ids(names: &[&str]) -> Vec<AnnotationId> {
    names.iter().map(|name| annotation_id(name)).collect()
}

#[test]
fn every_occurrence_is_marked_in_one_step() {
    let mut session = session("|Ding met Li. Ding said, and Ding left.\n ^^^^ 1 speaker");
    say(&mut session, Command::Focus(Some(annotation_id("1"))));
    assert_eq!(mark_all(&mut session, "Ding"), "Marked “Ding” as Speaker, 2 places");
    assert_eq!(
        drawing(&session),
        drawn(
            "
            |Ding met Li. Ding said, and Ding left.
             ^^^^ 1 speaker
                          ^^^^ n speaker
                                         ^^^^ o speaker
            "
        )
    );
    assert_eq!(session.focus(), Some(annotation_id("1")));
    assert_eq!(mark_all(&mut session, "Ding"), "Everything is marked already");
    assert_eq!(mark_all(&mut session, "Li"), "Marked “Li” as Speaker");
    assert_eq!(session.history().revisions().len(), 2);
    say(&mut session, Command::Undo);
    let undone = say(&mut session, Command::Undo);
    assert_eq!(undone, "Undone: Marked “Ding” as Speaker, 2 places");
    assert_eq!(session.document().n_annotations(), 1);
}

#[test]
fn a_range_that_can_not_be_marked_stops_all() {
    let mut session = session("|Ding met Li.");
    let ranges = vec![words(&session, "Ding"), words(&session, "met ")];
    let said = say(&mut session, Plan::MarkAll { ranges, label: "speaker".into() });
    assert_eq!(said, "!Nothing was marked: 5..9 is empty or has white space at an end");
    assert_eq!(session.document().n_annotations(), 0);
}

#[test]
fn several_are_relabelled_in_one_step() {
    let mut session = session(DING);
    let ids = ids(&["3", "4", "1", "3"]);
    let said = say(&mut session, Plan::RelabelAll(ids, "speaker".into()));
    assert_eq!(said, "Relabelled “Ding” as Speaker, 2 annotations");
    let labels: Vec<String> =
        session.document().annotations().map(|a| a.label.to_string()).collect();
    assert_eq!(labels, ["speaker", "proposal", "speaker", "speaker"]);
    assert_eq!(session.document().relations().len(), 2);
    say(&mut session, Command::Undo);
    assert_eq!(drawing(&session), drawn(DING));
    let unknown = Plan::RelabelAll(vec![annotation_id("1")], "nobody".into());
    assert!(say(&mut session, unknown).contains("no label “nobody”"));
}

#[test]
fn several_are_deleted_in_one_step_with_their_relations() {
    let mut session = session(DING);
    let same = same_text(session.document(), annotation_id("1"));
    assert_eq!(same, ids(&["1", "3", "4"]));
    let said = say(&mut session, Plan::DeleteAll(same));
    assert_eq!(said, "Deleted Speaker “Ding”, 3 annotations");
    assert_eq!(session.document().n_annotations(), 1);
    assert!(session.document().relations().is_empty());
    say(&mut session, Command::Undo);
    assert_eq!(drawing(&session), drawn(DING));

    // A relation between two that go, and an annotation that is not there.
    say(&mut session, Plan::DeleteAll(ids(&["2", "1", "2", "4"])));
    assert_eq!(session.document().n_annotations(), 1);
    say(&mut session, Command::Undo);
    let said = say(&mut session, Plan::DeleteAll(ids(&["2", "9"])));
    assert!(said.starts_with("!Nothing was changed: there is no annotation"), "{said}");
    assert_eq!(drawing(&session), drawn(DING));
}

#[test]
fn the_status_goes_round() {
    let mut session = session(DING);
    assert_eq!(say(&mut session, Command::CycleStatus), "");
    say(&mut session, Command::Focus(Some(annotation_id("1"))));
    let said: Vec<String> = (0..4).map(|_| say(&mut session, Command::CycleStatus)).collect();
    assert_eq!(
        said,
        [
            "Set “Ding” to unsure",
            "Set “Ding” to discuss",
            "Set “Ding” to rejected",
            "Set “Ding” to sure"
        ]
    );
    let status = session.document().annotation(annotation_id("1")).unwrap().status;
    assert_eq!(status, Status::Sure);
}
