//! Finding, walking and marking all at once, as the worker answers.

use verbatim::model::offset::TextRange;
use verbatim::session::{Command, Plan};
use verbatim::work::Step;

use super::{Desk, between, html_of, refused, values};
use crate::support::drawn::{document, draw, range, render};

/// The places in the list: their words, and whether the box is checked.
fn hits(html: &str) -> Vec<(&str, Option<bool>)> {
    let rows = between(html, "<li>", "</li>");
    rows.into_iter()
        .map(|row| {
            let checked = row.contains("type=\"checkbox\"").then(|| row.contains(" checked"));
            (between(row, "<b>", "</b>")[0], checked)
        })
        .collect()
}

fn search(desk: &Desk, form: &[(&str, &str)]) -> String {
    html_of(&desk.ask("find", "search", form))
}

fn checked<'a>(words: &[&'a str]) -> Vec<(&'a str, Option<bool>)> {
    words.iter().map(|words| (*words, Some(true))).collect()
}

#[test]
fn words_are_found_in_every_script() {
    for (text, query, found) in [
        ("Ding said. ding!", "ding", &["Ding", "ding"][..]),
        ("👍🏽 and 👍 and 👍🏽", "👍🏽", &["👍🏽", "👍🏽"]),
        // A thumb is not half of another one, nor a letter half of one with
        // an accent.
        ("👍🏽 and 👍", "👍", &["👍"]),
        ("cafe\u{301} and cafe", "cafe", &["cafe"]),
        ("cafe\u{301} and cafe", "cafe\u{301}", &["cafe\u{301}"]),
        (
            "New\u{a0}York, New York, New\n\tYork",
            "new york",
            &["New\u{a0}York", "New York", "New\n\tYork"],
        ),
        ("قال الوزير إن الوزير", "الوزير", &["الوزير", "الوزير"]),
        ("שלום עולם שלום", "שלום", &["שלום", "שלום"]),
        ("武汉，武汉", "武汉", &["武汉", "武汉"]),
        ("ΣΑΣ σας", "σασ", &["ΣΑΣ"]),
        ("a < b & c < b", "< b", &["&lt; b", "&lt; b"]),
        ("Ding", "  \u{a0} ", &[]),
        ("Ding", "Dong", &[]),
    ] {
        let html = search(&Desk::new(document(text)), &[("query", query), ("label", "speaker")]);
        assert_eq!(hits(&html), checked(found), "{query:?} in {text:?}");
    }
}

#[test]
fn whole_words_and_case_are_told_apart() {
    let desk = Desk::new(document("Graz, GRAZ and Grazers in graz."));
    for (form, found) in [
        (&[("query", "Graz")][..], &["Graz", "GRAZ", "Graz", "graz"][..]),
        (&[("query", "Graz"), ("whole", "1")], &["Graz", "GRAZ", "graz"]),
        (&[("query", "Graz"), ("case", "1")], &["Graz", "Graz"]),
        (&[("query", "Graz"), ("case", "1"), ("whole", "1")], &["Graz"]),
    ] {
        assert_eq!(hits(&search(&desk, form)), checked(found), "{form:?}");
        let said = Step::Tell(match found.len() {
            1 => "Found at 1 place".into(),
            n => format!("Found at {n} places"),
        });
        assert_eq!(desk.ask("find", "search", form).pop(), Some(said));
    }
}

const CITY: &str = "
    |Graz is Graz. In the city of Graz, Graz.
     ^^^^ 1 location
                                  ^^^^ 2 speaker
";

#[test]
fn what_is_marked_is_told_apart() {
    let desk = Desk::new(draw(CITY));
    let html = search(&desk, &[("query", "graz"), ("label", "location")]);
    let (free, over, marked) = (Some(true), Some(false), None);
    let wanted = [free, free, over, marked].map(|checked| ("Graz", checked));
    assert_eq!(hits(&html), wanted);
    assert!(html.contains("Mark 2 places"), "{html}");
    // Another label: what was marked so is something else then.
    let html = search(&desk, &[("query", "graz"), ("label", "proposal")]);
    assert_eq!(hits(&html), [free, free, over, over].map(|checked| ("Graz", checked)));
    for (act, n) in [("all", "Mark 3 places"), ("none", "Mark 0 places")] {
        let html = html_of(&desk.ask("find", act, &[("query", "graz"), ("label", "location")]));
        assert!(html.contains(n), "{act}: {html}");
    }
    let pick = [("query", "graz"), ("label", "location"), ("hit", "8-12")];
    assert!(html_of(&desk.ask("find", "pick", &pick)).contains("Mark 1 place<"));
}

#[test]
fn a_mark_is_what_was_claimed_and_one_undo() {
    let mut desk = Desk::new(draw(CITY));
    let before = render(desk.session.document());
    let form = [("query", "graz"), ("label", "location"), ("hit", "8-12"), ("hit", "35-39")];
    let steps = desk.ask("find", "mark", &form);
    let drawn = desk.carry_out(steps);
    let is_marked = |drawn: &str| hits(drawn).iter().filter(|(_, box_)| box_.is_none()).count();
    assert_eq!(is_marked(&drawn), 3, "{drawn}");
    let marked: Vec<(TextRange, &str)> = desk
        .session
        .document()
        .annotations()
        .filter(|one| one.label.as_str() == "location")
        .map(|one| (one.fragments.extent(), one.label.as_str()))
        .collect();
    assert_eq!(marked, [(0, 4), (8, 12), (35, 39)].map(|(a, b)| (range(a, b), "location")));
    // What is drawn at once is what is drawn from what is kept then.
    let again = search(&desk, &[("query", "graz"), ("label", "location")]);
    assert_eq!(hits(&again), hits(&drawn));
    desk.dispatch(Command::Undo);
    assert_eq!(render(desk.session.document()), before);
    desk.dispatch(Command::Redo);
    assert_eq!(is_marked(&search(&desk, &form)), 3);
}

#[test]
fn boxes_stay_as_they_were_when_the_article_changes() {
    let mut desk = Desk::new(document("Graz, Graz and Graz."));
    let form = [
        ("query", "graz"),
        ("label", "location"),
        ("listed", "0-4"),
        ("listed", "6-10"),
        ("hit", "6-10"),
    ];
    let html = html_of(&desk.ask("find", "refresh", &form));
    assert_eq!(hits(&html), [Some(false), Some(true), Some(true)].map(|on| ("Graz", on)));
    desk.dispatch(Plan::MarkAll { ranges: vec![range(6, 10)], label: "location".into() });
    let html = html_of(&desk.ask("find", "refresh", &form));
    assert_eq!(hits(&html), [Some(false), Some(true), None].map(|on| ("Graz", on)));
}

#[test]
fn the_walk_goes_round_and_says_where_it_is() {
    let desk = Desk::new(document("Graz, Graz and Graz."));
    for (act, at, to, said) in [
        ("next", "", (0, 4), "1 of 3"),
        ("next", "0-4", (6, 10), "2 of 3"),
        ("next", "15-19", (0, 4), "1 of 3"),
        ("next", "9999-99999", (0, 4), "1 of 3"),
        ("previous", "", (0, 4), "1 of 3"),
        ("previous", "0-4", (15, 19), "3 of 3"),
        ("previous", "7-9", (6, 10), "2 of 3"),
        ("next", "x", (0, 4), "1 of 3"),
    ] {
        let steps = desk.ask("find", act, &[("query", "graz"), ("at", at)]);
        let [Step::Show(shown), Step::Put { html, .. }, Step::Tell(told)] = &steps[..] else {
            panic!("{steps:?}");
        };
        assert_eq!((*shown, &told[..]), (range(to.0, to.1), said), "{act} from {at:?}");
        assert_eq!(values(html, "value"), [format!("{}-{}", to.0, to.1)]);
    }
    assert_eq!(refused(&desk.ask("find", "next", &[("query", "Linz")])), "Nothing was found.");
    assert_eq!(desk.ask("find", "show:6-10", &[])[0], Step::Show(range(6, 10)));
    for what in ["show:", "show:6", "show:10-6", "show:-1-2", "show:a-b"] {
        assert_eq!(refused(&desk.ask("find", what, &[])), "There is no such place.");
    }
}

#[test]
fn it_opens_with_the_selected_words() {
    let mut desk = Desk::new(document("Ada left Graz."));
    let html = html_of(&desk.ask("find", "", &[]));
    assert!(html.contains("White space of any kind"), "{html}");
    desk.dispatch(Command::SelectText { range: range(9, 13), exactly: false });
    let html = html_of(&desk.ask("find", "", &[]));
    assert_eq!(hits(&html), checked(&["Graz"]));
    assert!(values(&html, "value").contains(&"Graz"));
}

const SAME: &str = "
    |Ada met Ada. Ada left Adam.
     ^^^ 1 speaker
             ^^^ 2 speaker
                  ^^^ 3 location
";

#[test]
fn all_annotations_with_the_same_words_are_changed_at_once() {
    for (act, labels) in [
        ("relabel:proposal", &["proposal", "proposal", "proposal"][..]),
        ("relabel:location", &["location", "location", "location"]),
        ("delete", &[]),
    ] {
        let mut desk = Desk::new(draw(SAME));
        let before = render(desk.session.document());
        let first = desk.session.document().annotations().next().unwrap().id;
        desk.dispatch(Command::Focus(Some(first)));
        let html = html_of(&desk.ask("find", "", &[("of", "focus")]));
        assert!(html.contains("3 annotations hold these words"), "{html}");
        assert_eq!(hits(&html).len(), 3, "whole words alone: {html}");
        let id = first.to_string();
        let form = [("of", &id[..]), ("query", "Ada"), ("label", "speaker")];
        let steps = desk.ask("find", act, &form);
        desk.carry_out(steps);
        let now = desk.session.document().annotations();
        assert_eq!(now.map(|one| one.label.as_str()).collect::<Vec<_>>(), labels, "{act}");
        desk.dispatch(Command::Undo);
        assert_eq!(render(desk.session.document()), before);
    }
}

#[test]
fn what_can_not_be_changed_is_refused_and_nothing_is() {
    let desk = Desk::new(draw(SAME));
    let query = ("query", "Ada");
    for (act, form) in [
        ("mark", &[query, ("label", "speaker")][..]),
        ("mark", &[query, ("label", "tea"), ("hit", "0-3")]),
        ("mark", &[query, ("label", "speaker"), ("hit", "0-0")]),
        ("mark", &[query, ("label", "speaker"), ("hit", "1-99999")]),
        ("mark", &[query, ("label", "speaker"), ("hit", "3-0")]),
        ("mark", &[query, ("label", "speaker"), ("hit", "0-3")]),
        ("relabel:location", &[query]),
        ("delete", &[query, ("of", "nobody")]),
        ("delete", &[query, ("of", "00000000-0000-4000-8000-000000000009")]),
    ] {
        let steps = desk.ask("find", act, form);
        assert!(!refused(&steps).is_empty(), "{act} {form:?}");
    }
}

#[test]
fn no_more_than_a_thousand_places_are_listed() {
    let desk = Desk::new(document(&"Ada left.\n".repeat(2_500)));
    let html = search(&desk, &[("query", "ada"), ("label", "speaker")]);
    assert_eq!(hits(&html).len(), 1000);
    assert!(html.contains("Only the first 1000 of 2500 places are listed"));
}
