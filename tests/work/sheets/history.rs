//! The history as a list, as the worker draws it.

use verbatim::session::{Command, Plan};
use verbatim::work::Step;

use super::{Desk, between, html_of, refused, values};
use crate::support::drawn::{document, range};

fn desk() -> Desk {
    let mut desk = Desk::new(document("Ada left Graz."));
    for (start, end, label) in [(0, 3, "speaker"), (9, 13, "location")] {
        desk.dispatch(Plan::MarkAll { ranges: vec![range(start, end)], label: label.into() });
    }
    desk
}

const SENTENCES: [&str; 3] =
    ["Marked “Graz” as Location", "Marked “Ada” as Speaker", "The article as it was opened"];

/// The sentences, and how many changes are done.
fn shown(html: &str) -> (Vec<&str>, &str) {
    let (before, _) = html.split_once("aria-current=\"step\"").unwrap();
    let current = values(before, "data-act").pop().unwrap();
    let sentences = between(html, "<span dir=\"auto\">", "</span>");
    let opened = between(html, "<span>", "</span>");
    ([sentences, opened].concat(), current)
}

#[test]
fn the_list_tells_the_last_first_and_where_one_is() {
    let mut desk = desk();
    for (n_undone, current) in ["go:2", "go:1", "go:0"].into_iter().enumerate() {
        for act in ["", "refresh"] {
            let html = html_of(&desk.ask("history", act, &[]));
            assert_eq!(shown(&html), (SENTENCES.to_vec(), current), "{act:?}");
            assert_eq!(html.matches("taken back").count(), n_undone);
            assert_eq!(values(&html, "data-act"), ["go:2", "go:1", "go:0"]);
        }
        desk.dispatch(Command::Undo);
    }
}

#[test]
fn a_line_goes_there_and_back() {
    let mut desk = desk();
    for (act, n_annotations) in [("go:1", 1), ("go:0", 0), ("go:2", 2), ("go:0", 0), ("go:1", 1)] {
        let drawn = desk.ask("history", act, &[]);
        let drawn = desk.carry_out(drawn);
        assert_eq!(desk.session.document().n_annotations(), n_annotations, "{act}");
        assert_eq!(shown(&drawn), (SENTENCES.to_vec(), act));
        // What is drawn at once is what is drawn from what is kept then.
        assert_eq!(html_of(&desk.ask("history", "refresh", &[])), drawn);
    }
}

#[test]
fn what_is_no_line_is_refused_and_one_too_far_is_the_end() {
    let mut desk = desk();
    for act in ["go:", "go:x", "go:-1", "go:1.5", "go:99999999999999999999"] {
        assert_eq!(refused(&desk.ask("history", act, &[])), "There is no such change.");
    }
    desk.dispatch(Command::GoTo(0));
    let steps = desk.ask("history", "go:77", &[]);
    assert_eq!(steps[0], Step::GoTo(77));
    desk.carry_out(steps);
    assert_eq!(desk.session.document().n_annotations(), 2);
}

#[test]
fn how_long_ago_is_said_in_words() {
    let desk = desk();
    for (later, words) in [
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3_599, "59 minutes ago"),
        (7_200, "2 hours ago"),
        (86_400, "1 day ago"),
        (1_000_000_000, "11574 days ago"),
    ] {
        let mut request = desk.request("history", "", &[]);
        request.now_millis += later * 1000;
        let html = html_of(&super::answer(request).steps);
        assert!(html.contains(&format!(">{words}</time>")), "{later}: {html}");
    }
    // A clock that was set back.
    let mut request = desk.request("history", "", &[]);
    request.now_millis = 0;
    assert!(html_of(&super::answer(request).steps).contains(">just now</time>"));
}

#[test]
fn a_long_history_shows_its_last_thousand_changes() {
    let mut desk = Desk::new(document("Ada left Graz."));
    for n in 0..1003 {
        let label = if n % 2 == 0 { "speaker" } else { "location" };
        if n == 0 {
            let ranges = vec![range(0, 3)];
            desk.dispatch(Plan::MarkAll { ranges, label: label.into() });
        } else {
            let id = desk.session.document().annotations().next().unwrap().id;
            desk.dispatch(Plan::RelabelAll(vec![id], label.into()));
        }
    }
    let n_kept = desk.session.history().revisions().len();
    let html = html_of(&desk.ask("history", "", &[]));
    assert_eq!(values(&html, "data-act").len(), n_kept.min(1000));
    assert_eq!(html.contains("Undo goes on."), n_kept > 1000);
}
