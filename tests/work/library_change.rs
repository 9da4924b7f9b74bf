//! Changes of the whole library: what they take along, and when they can be
//! taken back.

use uuid::Uuid;
use verbatim::model::article::Metadata;
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::id::ArticleId;
use verbatim::model::offset::TextRange;
use verbatim::model::scheme::Scheme;
use verbatim::model::scheme_edit::{Part, SchemeEdit};
use verbatim::model::scheme_presets::preset;
use verbatim::session::{Command, Message, Outcome, Plan};
use verbatim::storage::keys;
use verbatim::storage::store::Store as _;
use verbatim::work::library_change::{Use, uses};

use crate::shelf::Shelf;
use crate::support::drawn::{draw, render};
use crate::support::with_id;

const A: &str = "
    |We must act, she said in
     ^^^^^^^^^^^ 1 proposal
                  ^^^ 2 speaker
    |old Wuzhen town.
         ^^^^^^ 3 location
    = r said_by 1 -> 2";

const B: &str = "
    |Zoe spoke in Wuzhen, twice.
     ^^^ 4 speaker
     ^^^ 5 location
                  ^^^^^^ 6 location";

const C: &str = "
    |Nobody spoke.
     ^^^^^^ 7 speaker";

fn id(n: u128) -> ArticleId {
    ArticleId(Uuid::from_u128(n))
}

fn article(n: u128, title: &str, drawing: &str) -> Document {
    let mut document = with_id(&draw(drawing), id(n));
    let metadata = Metadata { title: title.into(), ..Metadata::default() };
    document.apply(Edit::SetMetadata(Box::new(metadata))).unwrap();
    document
}

/// Three articles; the first is open.
fn shelf() -> Shelf {
    Shelf::of(&[article(1, "Wuzhen", A), article(2, "Zoe", B), article(3, "", C)])
}

fn drawing(shelf: &mut Shelf, n: u128) -> String {
    let loaded = shelf.library.load(id(n)).ok().unwrap();
    render(&loaded.document)
}

fn drawn(drawing: &str) -> String {
    render(&draw(drawing))
}

fn label(id: &str) -> Part {
    Part::Label(id.into())
}

fn merge(from: &str, into: &str) -> SchemeEdit {
    SchemeEdit::Merge { from: from.into(), into: into.into() }
}

/// Marks the last word.
fn mark(shelf: &mut Shelf, label: &str) {
    let text = shelf.session.document().article().text.as_str();
    let end = text.trim_end_matches('.').len();
    let start = text[..end].rfind(' ').unwrap() + 1;
    let range = TextRange::new((start as u32).into(), (end as u32).into());
    shelf.dispatch(Plan::MarkAll { ranges: vec![range], label: label.into() });
    let done = &shelf.session.history().to_undo().unwrap().summary;
    assert!(done.starts_with("Marked"), "{done}");
}

#[test]
fn a_label_is_merged_into_another_in_every_article_as_one_undo() {
    let mut shelf = shelf();
    let before = shelf.bytes();
    let said = shelf.edit(&merge("location", "speaker")).unwrap();
    assert_eq!(
        said,
        "Merged Location into Speaker, 3 annotations in 2 articles, 1 of them on words that had the label already"
    );
    let labels: Vec<&str> = shelf.library.scheme().labels.iter().map(|l| l.id.as_str()).collect();
    assert_eq!(labels, ["speaker", "proposal"]);
    assert_eq!(drawing(&mut shelf, 1), drawn(&A.replace("3 location", "3 speaker")));
    let merged = B.replace("     ^^^ 5 location\n", "").replace("6 location", "6 speaker");
    assert_eq!(drawing(&mut shelf, 2), drawn(&merged));
    assert_eq!(drawing(&mut shelf, 3), drawn(C));
    let after = shelf.bytes();

    assert_eq!(shelf.undo().unwrap(), format!("Undone: {said}"));
    assert!(shelf.bytes() == before);
    assert_eq!(shelf.redo().unwrap(), format!("Done again: {said}"));
    assert!(shelf.bytes() == after);
    // From another article that it concerned, after a reload.
    shelf.open(id(2));
    shelf.undo().unwrap();
    assert!(shelf.bytes() == before);
    shelf.open(id(3));
    assert_eq!(shelf.session.history().revisions().len(), 0, "it does not concern this one");
}

#[test]
fn what_becomes_one_keeps_the_notes_and_relations_of_both() {
    let mut shelf = Shelf::of(&[article(
        1,
        "",
        "
        |We must act, she said.
         ^^^^^^^^^^^ 1 proposal
         ^^^^^^^^^^^ 2 location
                      ^^^ 3 speaker
        = r said_by 1 -> 3
        = s said_by 2 -> 3
        = t said_by 3 -> 2
        = u said_by 1 -> 2",
    )]);
    let ids = [1, 2].map(|n| crate::support::drawn::annotation_id(&n.to_string()));
    for (id, note) in ids.into_iter().zip(["first", "second"]) {
        shelf.dispatch(Command::SetNote(id, note.into()));
    }
    let before = shelf.bytes();
    shelf.edit(&merge("location", "proposal")).unwrap();
    let document = shelf.session.document();
    let merged = document.annotation(ids[0]).unwrap();
    assert_eq!((merged.note.as_str(), merged.label.as_str()), ("first\nsecond", "proposal"));
    assert!(document.annotation(ids[1]).is_none());
    // 2 -> 3 says what 1 -> 3 says, 1 -> 2 would join it to itself.
    let names: Vec<_> = document.relations().iter().map(|r| (r.from, r.to)).collect();
    let other = crate::support::drawn::annotation_id("3");
    assert_eq!(names, [(ids[0], other), (other, ids[0])]);
    shelf.undo().unwrap();
    assert!(shelf.bytes() == before);
}

#[test]
fn a_label_is_deleted_with_its_annotations_and_their_relations() {
    let mut shelf = shelf();
    let before = shelf.bytes();
    let said = shelf.edit(&SchemeEdit::Remove(label("speaker"))).unwrap();
    assert_eq!(said, "Deleted Speaker and Said by with 3 annotations in 3 articles");
    let expected =
        A.replace("             ^^^ 2 speaker\n", "\n").replace("= r said_by 1 -> 2", "");
    assert_eq!(drawing(&mut shelf, 1), drawn(&expected));
    assert_eq!(drawing(&mut shelf, 2), drawn(&B.replace("     ^^^ 4 speaker\n", "")));
    assert_eq!(shelf.library.articles()[2].n_annotations, 0);
    shelf.open(id(3));
    shelf.undo().unwrap();
    assert!(shelf.bytes() == before);
}

#[test]
fn a_relation_type_is_deleted_with_its_relations() {
    let mut shelf = shelf();
    let before = shelf.bytes();
    let said = shelf.edit(&SchemeEdit::Remove(Part::RelationType("said_by".into()))).unwrap();
    assert_eq!(said, "Deleted Said by with 1 relation in 1 article");
    assert_eq!(drawing(&mut shelf, 1), drawn(&A.replace("= r said_by 1 -> 2", "")));
    shelf.undo().unwrap();
    assert!(shelf.bytes() == before);
}

#[test]
fn a_change_of_the_scheme_alone_is_undone_where_it_was_made() {
    let mut shelf = shelf();
    let before = shelf.bytes();
    let said = shelf.edit(&SchemeEdit::Rename(label("speaker"), "Person".into())).unwrap();
    assert_eq!(said, "Renamed Speaker to Person");
    assert_eq!(shelf.session.document().scheme().labels[0].name, "Person");
    shelf.open(id(2));
    assert!(shelf.session.history().to_undo().is_none());
    shelf.open(id(1));
    shelf.undo().unwrap();
    assert!(shelf.bytes() == before);
    let nothing = shelf.edit(&SchemeEdit::Move { part: label("speaker"), up: true }).unwrap();
    assert_eq!(nothing, "Nothing changed");
    assert!(shelf.session.history().to_redo().is_some(), "nothing is not a step");
}

#[test]
fn an_article_that_was_worked_on_since_must_go_first() {
    let mut shelf = shelf();
    let before = shelf.bytes();
    shelf.edit(&SchemeEdit::Remove(label("location"))).unwrap();
    shelf.open(id(2));
    mark(&mut shelf, "speaker");
    let worked_on = shelf.bytes();
    shelf.open(id(1));
    let refused = shelf.undo().unwrap_err();
    assert_eq!(refused, "“Zoe” has changed since; take those changes back first.");
    assert!(shelf.bytes() == worked_on);
    shelf.open(id(2));
    shelf.undo().unwrap();
    shelf.open(id(1));
    shelf.undo().unwrap();
    assert!(shelf.bytes() == before);

    // It can't be done again once something else was done.
    shelf.open(id(2));
    mark(&mut shelf, "speaker");
    shelf.open(id(1));
    let refused = shelf.redo().unwrap_err();
    assert_eq!(refused, "“Zoe” has changed since, so this can’t be done again.");
}

#[test]
fn changes_of_other_things_do_not_stand_in_each_others_way() {
    let mut shelf = shelf();
    shelf.edit(&SchemeEdit::AddLabel("Event".into())).unwrap();
    shelf.edit(&SchemeEdit::Move { part: label("event"), up: true }).unwrap();
    shelf.open(id(2));
    shelf.edit(&SchemeEdit::Rename(label("speaker"), "Person".into())).unwrap();
    shelf.edit(&SchemeEdit::AddLabel("Date".into())).unwrap();
    let names = |shelf: &Shelf| -> String {
        let names = shelf.library.scheme().labels.iter().map(|label| label.name.as_str());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&shelf), "Person Proposal Event Location Date");
    shelf.open(id(1));
    shelf.undo().unwrap();
    assert_eq!(names(&shelf), "Person Proposal Location Date Event");
    shelf.undo().unwrap();
    assert_eq!(names(&shelf), "Person Proposal Location Date");
    shelf.open(id(2));
    shelf.undo().unwrap();
    shelf.undo().unwrap();
    assert_eq!(*shelf.library.scheme().as_ref(), Scheme::default());
    shelf.open(id(1));
    shelf.redo().unwrap();
    shelf.redo().unwrap();
    assert_eq!(names(&shelf), "Speaker Proposal Event Location");
}

#[test]
fn changes_of_other_fields_of_a_label_do_not_either() {
    let mut shelf = shelf();
    shelf.edit(&SchemeEdit::Recolor("speaker".into(), "#111111".into())).unwrap();
    shelf.open(id(2));
    shelf.edit(&SchemeEdit::Rename(label("speaker"), "Person".into())).unwrap();
    shelf.edit(&SchemeEdit::Describe(label("speaker"), "Who.".into())).unwrap();
    let guidelines = SchemeEdit::SetGuidelines(Some(label("speaker")), "*Who*".into());
    shelf.edit(&guidelines).unwrap();
    shelf.open(id(1));
    shelf.undo().unwrap();
    let speaker = &shelf.library.scheme().labels[0];
    let texts = [&speaker.color, &speaker.name, &speaker.description, &speaker.guidelines];
    assert_eq!(texts, ["#2a5fe0", "Person", "Who.", "*Who*"]);
}

#[test]
fn changes_of_the_same_thing_are_taken_back_in_order() {
    let rename = |name: &str| SchemeEdit::Rename(label("speaker"), name.into());
    let key = |id: &str, key| SchemeEdit::SetKey(id.into(), key);
    let up = |id: &str| SchemeEdit::Move { part: label(id), up: true };
    for [first, second] in [
        [vec![rename("Person")], vec![rename("Who")]],
        [vec![SchemeEdit::AddLabel("Event".into())], vec![key("event", None)]],
        // The key that would come back is another’s now.
        [vec![key("speaker", None)], vec![key("location", Some('1'))]],
        // So is the name.
        [vec![rename("Person")], vec![SchemeEdit::AddLabel("Speaker".into())]],
        [vec![up("location")], vec![up("proposal")]],
        // What it names is gone.
        [
            vec![SchemeEdit::SetEnds { id: "said_by".into(), from: vec![], to: vec![] }],
            vec![SchemeEdit::Remove(label("proposal"))],
        ],
    ] {
        let mut shelf = Shelf::of(&[article(1, "a", "|one two"), article(2, "b", "|one two")]);
        for edit in &first {
            shelf.edit(edit).unwrap();
        }
        shelf.open(id(2));
        for edit in &second {
            shelf.edit(edit).unwrap();
        }
        shelf.open(id(1));
        let before = shelf.bytes();
        let refused = shelf.undo().unwrap_err();
        assert_eq!(refused, "The labels have changed since; take those changes back first.");
        assert!(shelf.bytes() == before, "{first:?}");
        shelf.open(id(2));
        shelf.undo().unwrap();
        shelf.open(id(1));
        shelf.undo().unwrap();
        assert_eq!(*shelf.library.scheme().as_ref(), Scheme::default());
    }
}

#[test]
fn a_label_that_is_in_use_does_not_go_with_an_undo() {
    let mut shelf = shelf();
    shelf.edit(&SchemeEdit::AddLabel("Event".into())).unwrap();
    shelf.open(id(2));
    mark(&mut shelf, "event");
    shelf.open(id(1));
    let refused = shelf.undo().unwrap_err();
    assert_eq!(refused, "Event is in use in “Zoe”; take that back first.");
    // Nor where only the history has it, which could not be gone over then.
    shelf.open(id(2));
    let last = shelf.session.document().annotations().find(|a| a.label.as_str() == "event");
    let last = last.unwrap().id;
    shelf.dispatch(Command::Delete(last));
    shelf.open(id(1));
    let refused = shelf.undo().unwrap_err();
    assert_eq!(refused, "What was done with Event in “Zoe” must be taken back first.");
    shelf.open(id(2));
    shelf.undo().unwrap();
    shelf.undo().unwrap();
    shelf.open(id(1));
    shelf.undo().unwrap();
    assert_eq!(*shelf.library.scheme().as_ref(), Scheme::default());
    // What was undone with it can’t be done again without it, and says so.
    shelf.open(id(2));
    let now = Default::default();
    let outcome = shelf.session.dispatch(Command::Redo, now);
    let sentence = "The history goes no further: the scheme has no label “event”.";
    assert_eq!(outcome.message, Some(Message::Error(sentence.into())));
}

#[test]
fn a_history_that_names_what_is_deleted_is_concerned() {
    let mut shelf = shelf();
    shelf.open(id(3));
    mark(&mut shelf, "location");
    let marked = shelf.session.document().annotations().last().unwrap().id;
    shelf.dispatch(Command::Delete(marked));
    shelf.open(id(1));
    let before = shelf.bytes();
    shelf.edit(&SchemeEdit::Remove(label("location"))).unwrap();
    shelf.open(id(3));
    shelf.undo().unwrap();
    assert!(shelf.bytes() == before);
    shelf.undo().unwrap();
    assert_eq!(shelf.session.document().n_annotations(), 2);
}

#[test]
fn what_was_done_with_a_label_before_it_was_deleted_needs_no_other_one() {
    let mut shelf = shelf();
    shelf.open(id(2));
    mark(&mut shelf, "location");
    shelf.edit(&SchemeEdit::Remove(label("location"))).unwrap();
    shelf.open(id(3));
    shelf.edit(&SchemeEdit::AddLabel("Location".into())).unwrap();
    let location = |shelf: &Shelf| shelf.library.scheme().label(&"location".into()).is_some();
    assert!(location(&shelf));
    shelf.undo().unwrap();
    assert!(!location(&shelf));
    shelf.open(id(2));
    shelf.undo().unwrap();
    shelf.undo().unwrap();
    assert_eq!(drawing(&mut shelf, 2), drawn(B));
}

#[test]
fn a_session_does_not_carry_it_out() {
    let mut shelf = shelf();
    mark(&mut shelf, "speaker");
    shelf.edit(&SchemeEdit::Remove(label("location"))).unwrap();
    mark(&mut shelf, "proposal");
    let session = &mut shelf.session;
    let before = session.document().clone();
    assert_eq!(session.library_change_towards(0), None, "something else is first");
    session.dispatch(Command::GoTo(0), Default::default());
    assert_eq!(session.history().position(), 2);
    assert!(session.library_change_towards(0).is_some());
    assert_eq!(session.library_change_towards(2), None);
    assert_eq!(session.library_change_towards(3), None);
    let outcome = session.dispatch(Command::Undo, Default::default());
    assert_eq!(outcome, Outcome::default(), "the library takes that step");
    assert_eq!(session.document().n_annotations() + 1, before.n_annotations());
}

#[test]
fn a_deleted_article_is_none_of_its_concern() {
    let mut shelf = shelf();
    shelf.edit(&SchemeEdit::Remove(label("location"))).unwrap();
    shelf.library.remove(id(2)).unwrap();
    shelf.undo().unwrap();
    assert_eq!(drawing(&mut shelf, 1), drawn(A));
    assert_eq!(shelf.ids(), [id(1), id(3)]);
    assert_eq!(*shelf.library.scheme().as_ref(), Scheme::default());
}

#[test]
fn a_lost_history_stops_it_only_if_something_was_done_since() {
    for worked_on in [false, true] {
        let mut shelf = shelf();
        let before = shelf.bytes();
        shelf.edit(&SchemeEdit::Remove(label("location"))).unwrap();
        let keys = shelf.store.keys().unwrap();
        for key in keys.iter().filter(|key| key.contains(&format!("{}/history/", id(2)))) {
            shelf.store.remove(key).unwrap();
        }
        if worked_on {
            shelf.open(id(2));
            mark(&mut shelf, "speaker");
            shelf.open(id(1));
            let refused = shelf.undo().unwrap_err();
            assert_eq!(refused, "“Zoe” has changed since; take those changes back first.");
        } else {
            shelf.undo().unwrap();
            assert!(shelf.bytes() == before);
        }
    }
}

#[test]
fn what_no_history_holds_is_not_kept() {
    let mut shelf = shelf();
    shelf.edit(&SchemeEdit::AddLabel("One".into())).unwrap();
    let first = shelf.kept_changes();
    shelf.undo().unwrap();
    assert_eq!(shelf.kept_changes(), first);
    shelf.edit(&SchemeEdit::AddLabel("Two".into())).unwrap();
    let second = shelf.kept_changes();
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_ne!(first, second);
    for key in &second {
        shelf.store.remove(key).unwrap();
    }
    let refused = shelf.undo().unwrap_err();
    assert_eq!(refused, "What this replaced is no longer kept, so it can’t be taken back.");
}

#[test]
fn what_is_in_use_is_counted_and_not_replaced() {
    let mut shelf = shelf();
    let records = shelf.library.give_out_all();
    let (labels, types) = uses(&records, shelf.library.scheme());
    let n = |n, n_articles| Use { n, n_articles };
    assert_eq!(labels, [n(3, 3), n(1, 1), n(3, 2)]);
    assert_eq!(types, [n(1, 1)]);
    let entities = (preset("entities").unwrap().scheme)();
    let refused = shelf.edit(&SchemeEdit::Replace(entities.clone())).unwrap_err();
    assert_eq!(
        refused,
        "The new scheme lacks what is in use: Speaker (3 annotations in 3 articles), Proposal (1 annotation in 1 article), Said by (1 relation in 1 article). Merge or delete that first. Nothing was changed."
    );
    shelf.edit(&merge("speaker", "location")).unwrap();
    shelf.edit(&merge("proposal", "location")).unwrap();
    shelf.edit(&SchemeEdit::Remove(Part::RelationType("said_by".into()))).unwrap();
    assert_eq!(shelf.edit(&SchemeEdit::Replace(entities.clone())).unwrap(), "Replaced the scheme");
    assert_eq!(*shelf.library.scheme().as_ref(), entities);
    for _ in 0..4 {
        shelf.undo().unwrap();
    }
    assert_eq!(drawing(&mut shelf, 2), drawn(B));
}

#[test]
fn a_refused_edit_says_why() {
    let mut shelf = shelf();
    let refused = shelf.edit(&SchemeEdit::AddLabel("speaker".into())).unwrap_err();
    assert_eq!(refused, "Nothing was changed: there is a label “Speaker” already.");
}

#[test]
fn what_can_not_be_read_is_left_for_the_page_to_find() {
    let mut shelf = shelf();
    let keys = shelf.store.keys().unwrap();
    let broken = keys.iter().find(|key| key.contains(&format!("{}/annotation/", id(2)))).unwrap();
    shelf.store.set(broken, "{").unwrap();
    shelf.edit(&SchemeEdit::Remove(label("location"))).unwrap();
    assert_eq!(shelf.store.get(broken).unwrap().as_deref(), Some("{"));
    assert!(!shelf.store.keys().unwrap().iter().any(|key| key.starts_with(keys::QUARANTINE)));
    let loaded = shelf.library.load(id(2)).ok().unwrap();
    assert_eq!(loaded.set_aside.len(), 1);
}
