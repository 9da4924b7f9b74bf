//! How far a task is, told to the person who waits, with a button that ends it.
//!
//! Unit: milliseconds. What is done at once is never told: it would flicker.

use maud::{Markup, html};

use super::sheet::{Step, Steps};

/// A task that takes no longer than this is not told of.
const QUIET_MILLIS: f64 = 300.0;

/// It is told this often.
const EVERY_MILLIS: f64 = 100.0;

/// So many articles are half of a part of which nobody knows how long it is.
const FAR: usize = 1000;

/// The element of a sheet in which it is told.
pub const PLACE: &str = "progress";

/// Tells how far a task is.
pub struct Progress<'a> {
    now_millis: &'a dyn Fn() -> f64,
    send: &'a mut dyn FnMut(Steps),
    next: f64,
    was_told: bool,
    /// The heading of a sheet of its own; without one it stands in the sheet
    /// that is shown.
    title: Option<String>,
    can_be_ended: bool,
}

/// One of the parts of a task, of which each is said to take as long.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What is done: `Checking`.
    pub doing: &'static str,
    /// Which part it is, counted from 0.
    pub number: usize,
    /// How many there are.
    pub of: usize,
}

impl<'a> Progress<'a> {
    /// Begins now; `send` takes to the page what it is to draw.
    pub fn new(now_millis: &'a dyn Fn() -> f64, send: &'a mut dyn FnMut(Steps)) -> Progress<'a> {
        let next = now_millis() + QUIET_MILLIS;
        Progress { now_millis, send, next, was_told: false, title: None, can_be_ended: false }
    }

    /// Has it shown in a sheet of its own.
    pub fn in_its_own_sheet(&mut self, title: &str) {
        self.title = Some(title.into());
    }

    /// Has it shown with a button that ends the task.
    pub fn with_cancel(&mut self) {
        self.can_be_ended = true;
    }

    /// Whether anything was told.
    pub fn was_told(&self) -> bool {
        self.was_told
    }

    /// Says that this many of so many articles are done in a part of the task;
    /// 0, if nobody knows yet of how many.
    pub fn at(&mut self, part: Part, n_done: usize, n: usize) {
        let now = (self.now_millis)();
        if now < self.next {
            return;
        }
        self.next = now + EVERY_MILLIS;
        let bar = bar(part, n_done, n);
        let step = if std::mem::replace(&mut self.was_told, true) {
            // What holds the button stays as it is: it may be under the pointer.
            Step::Put { id: "progress_bar".into(), html: bar.into_string() }
        } else {
            self.begin(&bar)
        };
        (self.send)(Steps { steps: vec![step], goes_on: true, ..Steps::default() });
    }

    fn begin(&self, bar: &Markup) -> Step {
        // On a sheet of its own, closing it is the same as ending the task.
        let act = if self.title.is_some() { "close" } else { "cancel" };
        let html = html! {
            div.progress {
                div #progress_bar { (bar) }
                @if self.can_be_ended {
                    div.buttons {
                        button #cancel type="button" data-act=(act) autofocus[self.title.is_some()] {
                            "Cancel"
                        }
                    }
                }
            }
        };
        match &self.title {
            Some(title) => {
                Step::Draw { title: title.clone(), html: html.into_string(), is_docked: false }
            }
            None => Step::Put { id: PLACE.into(), html: html.into_string() },
        }
    }
}

/// Takes the bar away again.
pub fn over() -> Step {
    Step::Put { id: PLACE.into(), html: String::new() }
}

fn bar(part: Part, n_done: usize, n: usize) -> Markup {
    let words = match n {
        0 | 1 => format!("{} …", part.doing),
        n => format!("{}: {} of {n} articles", part.doing, n_done.min(n)),
    };
    let done = match n {
        // Ever nearer to the end of the part.
        0 => n_done * 1000 / (n_done + FAR),
        n => n_done.min(n) * 1000 / n,
    };
    let value = part.number * 1000 + done;
    html! {
        p { (words) }
        progress aria-label=(words) value=(value) max=(part.of * 1000) {}
    }
}
