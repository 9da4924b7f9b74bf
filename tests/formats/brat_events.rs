//! What only brat has a place for: events with their arguments, groups, and
//! comments on other lines. All of it comes back.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;
use verbatim::format::brat::Brat;
use verbatim::format::{Collection, Options};
use verbatim::model::annotation::{Annotation, Relation, Status};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::id::RelationId;

use crate::brat::{again, only, read, warnings};
use crate::stage::{assert_reads_back, written};

#[test]
fn an_event_of_another_type_than_its_trigger_is_named() {
    let ann = "T1\tAsk 4 8\tasks\nT2\tP 0 3\tAnn\nT3\tP 9 11\tBo\nE1\tAsk:T1 Who:T2\n\
        E2\tAsk:T1 Who:T3\nE3\tBeg:T2\n";
    let found = read("Ann asks Bo.", ann);
    let expected =
        ["“a”: line 6 of its .ann file, “E3”, is a “Beg”, but its trigger a “P”: so it is shown, \
         and the event is written again as it was."];
    assert_eq!(warnings(&found), expected);
    let out = again(&found);
    assert!(out.contains("E1\tBeg:T1 \nE2\tAsk:T2 Who:T1\nE3\tAsk:T2 Who:T3\n"), "{out}");
}

/// Holds that lines come back, byte by byte, and twice.
#[track_caller]
fn assert_comes_back(txt: &str, ann: &str) {
    let found = read(txt, ann);
    assert_eq!(warnings(&found), [""; 0]);
    let out = again(&found);
    assert_eq!(out, ann);
    assert_eq!(again(&read(txt, &out)), ann);
    assert_reads_back(&Brat, &found.imported.collection, &Options::default());
}

#[test]
fn an_event_comes_back_with_its_arguments_and_attributes() {
    let ann = "T1\tPer 0 3\tAna\nT2\tPay 4 8\tpaid\nT3\tPer 9 11\tBo\n\
        E1\tPay:T2 Giver:T1 Taker:T3\nA1\tNegated E1\n";
    assert_comes_back("Ana paid Bo.", ann);
    // In whatever order the arguments stand.
    assert_comes_back("Ana paid Bo.", &ann.replace("Giver:T1 Taker:T3", "Taker:T3 Giver:T1"));
    let found = read("Ana paid Bo.", ann);
    let types: Vec<String> =
        only(&found).relations().iter().map(|one| one.relation_type.to_string()).collect();
    assert_eq!(types, ["Giver", "Taker"], "each argument is shown as a link");
}

#[test]
fn events_of_every_kind_come_back() {
    // Two events of one trigger, numbers of roles, events as arguments, also
    // of the same trigger, a trigger as an argument, and one without any.
    let ann = "T1\tPer 0 3\tAna\nT2\tPay 4 8\tpaid\nT3\tPer 9 11\tBo\nT4\tPer 13 15\tCy\n\
        T5\tEnd 19 22\tend\n\
        E1\tPay:T2 Giver:T1 Taker:T3 Taker2:T4\nE2\tPay:T2 Taker:T4 Giver:T3 Why:E3 Why2:T5\n\
        E3\tEnd:T5 Of:E2 Of2:E1\nE4\tEnd:T5 Of:E3\n\
        R1\tNear Arg1:E2 Arg2:T1\t\nR2\tNear Arg1:T2 Arg2:E1\t\nR3\tGiver Arg1:E1 Arg2:T1\t\n\
        R4\tNear Arg1:E3 Arg2:E4\t\n*\tSame E1 E2 E3\n\
        A1\tStatus T1 unsure\nA2\tStatus E1 unsure\nA3\tNegated E2\nA4\tStatus E2 discuss\n\
        N1\tReference E2 Wikidata:Q1\tpay\n\
        #1\tAnnotatorNotes E2\tof the second\n#2\tAnnotatorNotes T2\tof the trigger\n\
        #3\tAnnotator E1\tKim\n#4\tMine E2\tsaid\n#5\tAnnotatorNotes E3\tone\n\
        #6\tAnnotatorNotes E3\ttwo\n#7\tAnnotatorNotes R1\tfar\n";
    let txt = "Ana paid Bo, Cy at end.";
    let found = read(txt, ann);
    // What joins a trigger to itself can be no link here.
    let said = warnings(&found);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|one| one.contains("it joins an annotation to itself")), "{said:?}");
    let expected: String = ann
        .lines()
        .filter(|line| !line.starts_with("R2") && !line.starts_with("R4"))
        .map(|line| format!("{line}\n"))
        .collect();
    let out = again(&found);
    let sorted = |lines: &str| {
        let mut lines: Vec<String> = lines.lines().map(Into::into).collect();
        lines.sort();
        lines
    };
    let expected = expected.replace("R3\t", "R2\t");
    let renumbered = out.replace("R1\tGiver", "R2\tGiver").replace("R2\tNear", "R1\tNear");
    let renumbered = renumbered.replace("AnnotatorNotes R2", "AnnotatorNotes R1");
    assert_eq!(sorted(&renumbered), sorted(&expected));
    assert_eq!(again(&read(txt, &out)), out);
    assert_reads_back(&Brat, &found.imported.collection, &Options::default());
    let trigger = only(&found).annotations().nth(1).unwrap();
    assert_eq!(trigger.note, "of the second\nof the trigger");
    assert_eq!((trigger.status, trigger.annotator.as_str()), (Status::Unsure, "Kim"));
}

#[test]
fn what_a_person_changed_of_an_event_is_written_as_it_is_now() {
    let ann = "T1\tPer 0 3\tAna\nT2\tPay 4 8\tpaid\nT3\tPer 9 11\tBo\nT4\tPer 13 15\tCy\n\
        E1\tPay:T2 Giver:T1 Taker:T3\nR1\tNear Arg1:T1 Arg2:T3\t\n#1\tAnnotatorNotes E1\tlate\n";
    let found = read("Ana paid Bo, Cy.", ann);
    let collection = &found.imported.collection;
    let id = |idx: usize| only(&found).annotations().nth(idx).unwrap().id;
    let changed = |edits: Vec<Edit>| {
        let mut document = only(&found).clone();
        document.apply(Edit::Batch(edits)).unwrap();
        let collection = Collection { documents: vec![document], ..collection.clone() };
        assert_reads_back(&Brat, &collection, &Options::default());
        let files = written(&Brat, &collection, &Options::default()).files;
        String::from_utf8(files[1].bytes.clone()).unwrap()
    };
    let relation = |relation_type: &str, from: usize, to: usize| {
        let first = only(&found).relations()[0];
        Edit::PutRelation(Box::new(Relation {
            id: RelationId(uuid::Uuid::from_u128(7)),
            relation_type: relation_type.into(),
            from: id(from),
            to: id(to),
            extra: Default::default(),
            ..Relation::clone(first)
        }))
    };
    let of_type = |name: &str| {
        let relations = only(&found).relations();
        (*relations.into_iter().find(|one| one.relation_type.as_str() == name).unwrap()).clone()
    };
    // An argument removed.
    let out = changed(vec![Edit::RemoveRelation(of_type("Giver").id)]);
    assert!(out.contains("E1\tPay:T2 Taker:T3\n"), "{out}");
    // One added, in a role that is taken.
    let out = changed(vec![relation("Taker", 1, 3)]);
    assert!(out.contains("E1\tPay:T2 Giver:T1 Taker:T3 Taker2:T4\n"), "{out}");
    // A link that is no argument, and one that does not start at a trigger.
    let out = changed(vec![relation("Near", 1, 3)]);
    assert!(out.contains("\tNear Arg1:E1 Arg2:T4\t\n"), "{out}");
    let out = changed(vec![relation("Taker", 0, 3)]);
    assert!(out.contains("\tTaker Arg1:T1 Arg2:T4\t\n"), "{out}");
    // Another role.
    let taker = of_type("Taker");
    let other = Relation { relation_type: "Giver".into(), ..Relation::clone(&taker) };
    let out = changed(vec![Edit::PutRelation(Box::new(other))]);
    assert!(out.contains("E1\tPay:T2 Giver:T1 Giver:T3\n"), "{out}");
    // Turned around.
    let (from, to) = (taker.to, taker.from);
    let other = Relation { from, to, ..Relation::clone(&taker) };
    let out = changed(vec![Edit::PutRelation(Box::new(other))]);
    assert!(out.contains("E1\tPay:T2 Giver:T1\n"), "{out}");
    assert!(out.contains("\tTaker Arg1:T3 Arg2:E1\t\n"), "{out}");
    // A note and a status are of the event, as brat shows it.
    let trigger = only(&found).annotations().nth(1).unwrap();
    let trigger = Annotation::clone(trigger);
    let trigger = Annotation { note: "sure of it".into(), status: Status::Unsure, ..trigger };
    let out = changed(vec![Edit::PutAnnotation(Box::new(trigger))]);
    assert!(out.contains("A1\tStatus E1 unsure\n#1\tAnnotatorNotes E1\tsure of it\n"), "{out}");
    // Without its trigger an event is none.
    let relations = only(&found).relations_of(id(1)).map(|one| Edit::RemoveRelation(one.id));
    let edits = relations.chain([Edit::RemoveAnnotation(id(1))]).collect();
    let out = changed(edits);
    assert!(!out.contains("E1") && out.contains("R1\tNear Arg1:T1 Arg2:T2\t\n"), "{out}");
}

#[test]
fn a_group_keeps_its_name() {
    let ann = "T1\tPer 0 3\tAna\nT2\tPer 8 10\tBo\n*\tAlias T1 T2\n*\tEquiv T1 T2\n";
    assert_comes_back("Ana and Bo met.", ann);
}

#[test]
fn groups_kept_by_older_versions_are_equiv() {
    let mut found = read("Ana and Bo met.", "T1\tPer 0 3\tAna\nT2\tPer 8 10\tBo\n");
    let mut document = only(&found).clone();
    for annotation in only(&found).annotations() {
        let extra = [("brat".to_owned(), json!({"equivalences": [1]}))].into();
        let changed = Annotation { extra, ..Annotation::clone(annotation) };
        document.apply(Edit::PutAnnotation(Box::new(changed))).unwrap();
    }
    found.imported.collection.documents = vec![document];
    assert!(again(&found).ends_with("*\tEquiv T1 T2\n"), "{}", again(&found));
}

#[test]
fn a_comment_stays_with_the_line_that_it_is_about() {
    assert_comes_back("Ana.", "T1\tPer 0 3\tAna\nA1\tConf T1 High\n#1\tAnnotatorNotes A1\tsure?\n");
    let ann = "T1\tPer 0 3\tAna\nT2\tPer 8 10\tBo\nR1\tMeets Arg1:T1 Arg2:T2\t\n\
        A1\tStatus T1 unsure\nA2\tConf T1 High\nA3\tMood R1\nN1\tReference T1 Wikidata:Q1\tAna\n\
        #1\tAnnotatorNotes T1\tone\n#2\tAnnotatorNotes A1\twhy?\n#3\tAnnotatorNotes N1\tthe Ana\n\
        #4\tAnnotatorNotes #3\tnot that one\n#5\tMore #1\tof the note\n#6\tAnnotatorNotes A3\tglad\n";
    assert_comes_back("Ana and Bo met.", ann);
    // Whichever stands first.
    let found = read("Ana.", "#2\tX #1\tb\n#1\tX A1\ta\nA1\tConf T1\nT1\tPer 0 3\tAna\n");
    assert_eq!(warnings(&found), [""; 0]);
    assert!(
        again(&found).ends_with("A1\tConf T1\n#1\tX A1\ta\n#2\tX #1\tb\n"),
        "{}",
        again(&found)
    );
}

#[test]
fn the_settings_name_events_attributes_and_groups() {
    let ann = "T1\tPer 0 3\tAna\nT2\tPay 4 8\tpaid\nT3\tPer 9 11\tBo\nT4\tOrg 13 15\tCy\n\
        T5\tEnd 19 22\tend\nT6\tEnd 16 18\tat\n\
        E1\tPay:T2 Giver:T1 Taker:T3 Taker2:T4 When:E2\nE2\tEnd:T5\nR1\tNear Arg1:T1 Arg2:T3\t\n\
        *\tAlias T1 T3\nA1\tNegated E1\nA2\tConf T1 High\nA3\tConf E1 Low\nA4\tStatus T3 Final\n";
    let found = read("Ana paid Bo, Cy at end.", ann);
    let files = written(&Brat, &found.imported.collection, &Options::default()).files;
    let conf = String::from_utf8(files[2].bytes.clone()).unwrap();
    let expected = "[entities]\nPer\nOrg\nEnd\n\n[relations]\n\
        <OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\
        Near\tArg1:<ENTITY>|<EVENT>, Arg2:<ENTITY>|<EVENT>\n\
        Alias\tArg1:<ENTITY>|<EVENT>, Arg2:<ENTITY>|<EVENT>, <REL-TYPE>:symmetric-transitive\n\n\
        [events]\nEnd\nPay\tGiver*:Per, Taker*:Org|Per, When*:End\n\n[attributes]\n\
        Status\tArg:<ENTITY>|<EVENT>, Value:unsure|discuss|rejected|Final\n\
        Conf\tArg:<ENTITY>|<EVENT>, Value:High|Low\nNegated\tArg:<EVENT>\n";
    assert_eq!(conf, expected);
}

/// Lines of every kind about four annotations, three events and each other; not
/// all of them can be read.
fn arb_lines() -> impl Strategy<Value = String> {
    let id =
        || select(vec!["T1", "T2", "T3", "T4", "E1", "E2", "E3", "R1", "A1", "#1", "#2", "N1"]);
    let name = || select(vec!["Giver", "Taker", "Taker2", "Status", "Mood"]);
    let value = || select(vec!["", " unsure", " High", " discuss"]);
    let comment = || select(vec!["AnnotatorNotes", "Annotator", "Contiguous", "Mine"]);
    let link = || prop::collection::vec((name(), id()), 0..4);
    let event = (select(vec!["T2", "T3"]), link()).prop_map(|(trigger, arguments)| {
        let arguments = arguments.iter().map(|(role, id)| format!(" {role}:{id}"));
        format!("Pay:{trigger}{}", arguments.collect::<String>())
    });
    let relation =
        (name(), id(), id()).prop_map(|(kind, a, b)| format!("{kind} Arg1:{a} Arg2:{b}"));
    let attribute =
        (name(), id(), value()).prop_map(|(name, id, value)| format!("{name} {id}{value}"));
    let words = select(vec!["", "1", "so", "of  two", "a\tb"]);
    let comment =
        (comment(), id(), words).prop_map(|(kind, id, words)| format!("{kind} {id}\t{words}"));
    let norm = id().prop_map(|id| format!("Reference {id} Wikidata:Q1\tAna"));
    let group =
        (name(), id(), id(), id()).prop_map(|(kind, a, b, c)| format!("{kind} {a} {b} {c}"));
    let line = prop_oneof![
        event.prop_map(|said| ("E", said)),
        relation.prop_map(|said| ("R", said)),
        attribute.prop_map(|said| ("A", said)),
        comment.prop_map(|said| ("#", said)),
        norm.prop_map(|said| ("N", said)),
        group.prop_map(|said| ("*", said)),
    ];
    prop::collection::vec(line, 0..16).prop_map(|lines| {
        let mut ann = String::from(
            "T1\tPer 0 3\tAna\nT2\tPay 4 8\tpaid\nT3\tPay 9 11\tBo\nT4\tPer 13 15\tCy\n",
        );
        let mut counts = std::collections::BTreeMap::new();
        for (kind, said) in lines {
            let n: &mut usize = counts.entry(kind).or_default();
            *n += 1;
            let number = if kind == "*" { String::new() } else { n.to_string() };
            ann += &format!("{kind}{number}\t{said}\n");
        }
        ann
    })
}

proptest! {
    #[test]
    fn what_is_written_of_any_lines_comes_back(ann in arb_lines(), removed in any::<(Index, Index)>()) {
        let txt = "Ana paid Bo, Cy.";
        let mut found = read(txt, &ann);
        assert_reads_back(&Brat, &found.imported.collection, &Options::default());
        let out = again(&found);
        // Links that are alike may change places.
        let has_twins = |document: &Document| {
            document.relations().iter().any(|one| document.twin_of(one).is_some())
        };
        if !has_twins(only(&found)) {
            prop_assert_eq!(&again(&read(txt, &out)), &out, "of\n{}", ann);
        }
        // Events stay, whatever is said of them.
        let n_events = |ann: &str| ann.lines().filter(|line| line.starts_with('E')).count();
        prop_assert_eq!(n_events(&out), n_events(&ann), "{}", ann);
        // A link and an annotation less.
        let mut document = only(&found).clone();
        let relations: Vec<_> = document.relations().iter().map(|one| one.id).collect();
        if !relations.is_empty() {
            document.apply(Edit::RemoveRelation(*removed.0.get(&relations))).unwrap();
        }
        let annotations: Vec<_> = document.annotations().map(|one| one.id).collect();
        let annotation = *removed.1.get(&annotations);
        let relations: Vec<_> = document.relations_of(annotation).map(|one| one.id).collect();
        let edits = relations.into_iter().map(Edit::RemoveRelation);
        let edits = edits.chain([Edit::RemoveAnnotation(annotation)]).collect();
        document.apply(Edit::Batch(edits)).unwrap();
        found.imported.collection.documents = vec![document];
        assert_reads_back(&Brat, &found.imported.collection, &Options::default());
        if !has_twins(only(&found)) {
            let out = again(&found);
            prop_assert_eq!(&again(&read(txt, &out)), &out);
        }
    }
}
