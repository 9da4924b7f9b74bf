//! The history as a list of sentences; a click goes back to there.

use maud::{Markup, html};

use super::{Answer, dock, put, verb};
use crate::model::history::{History, Revision};
use crate::model::timestamp::Timestamp;
use crate::work::sheet::{Request, Step};

/// So many changes are shown, the last ones.
const MAX_SHOWN: usize = 1000;

pub fn answer(request: &Request) -> Answer {
    let (_, history) = request.open()?;
    if let ("go", position) = verb(&request.act) {
        let position = position.parse().map_err(|_| "There is no such change.".to_owned())?;
        let list = list(&history, position, request.now());
        return Ok(vec![Step::GoTo(position), put("history", list)].into());
    }
    let list = list(&history, history.position(), request.now());
    if request.act == "refresh" {
        return Ok(vec![put("history", list)].into());
    }
    let sheet = html! {
        p.about { "What you did in this article, the last first. Press a line to go there." }
        div #history { (list) }
    };
    Ok(vec![dock("History", sheet)].into())
}

/// The changes, of which `position` are done.
fn list(history: &History, position: usize, now: Timestamp) -> Markup {
    let revisions = history.revisions();
    let n_left_out = revisions.len().saturating_sub(MAX_SHOWN);
    let line = |n_done: usize, what: Markup| {
        html! {
            li.undone[n_done > position] {
                button #{ "go-" (n_done) } type="button" data-act={ "go:" (n_done) } data-send="history"
                    aria-current=[(n_done == position).then_some("step")] {
                    (what)
                    @if n_done > position { " " span.about { "· taken back" } }
                }
            }
        }
    };
    html! {
        ol.history reversed {
            @for (idx, revision) in revisions.iter().enumerate().skip(n_left_out).rev() {
                (line(idx + 1, change(revision, now)))
            }
            @if n_left_out > 0 {
                li { "And " (n_left_out) " before that; Undo goes on." }
            } @else {
                (line(0, html! { span { "The article as it was opened" } }))
            }
        }
    }
}

fn change(revision: &Revision, now: Timestamp) -> Markup {
    html! {
        span dir="auto" { (revision.summary) }
        " " time datetime=(revision.at) { (ago(now.seconds() - revision.at.seconds())) }
    }
}

/// How long ago, in words; a clock that was set back says just now.
fn ago(seconds: i64) -> String {
    let (n, unit) = match seconds {
        ..60 => return "just now".into(),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{n} {unit}{} ago", if n == 1 { "" } else { "s" })
}
