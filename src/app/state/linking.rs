//! Linking: the focused annotation is offered others, the likeliest first,
//! and nothing is linked until the person says so.

use leptos::prelude::*;

use super::AppState;
use crate::model::id::AnnotationId;
use crate::session::Command;
use crate::work::{Reply, Task, ask};

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linking {
    /// Whose link it would be.
    pub from: AnnotationId,
    /// Whom it could lead to, the likeliest first; at least one.
    candidates: Vec<AnnotationId>,
    /// Which of them is offered.
    idx: usize,
}

impl Linking {
    /// The annotation that is offered.
    pub fn candidate(&self) -> Option<AnnotationId> {
        self.candidates.get(self.idx).copied()
    }
}

impl AppState {
    /// The offer that stands.
    pub fn linking(self) -> Option<Linking> {
        self.changed.linking.track();
        self.inner.with_value(|inner| inner.linking.clone())
    }

    /// Offers the likeliest annotation for the focused one.
    pub fn offer_link(self) {
        let Some(from) = self.focus() else {
            self.tell("Select what was said first, then press l".into());
            return;
        };
        let id = self.with_session(|session| session.document().article().id);
        let records = self.with_library(|library| library.give_out(&[id], false));
        let task = Task::Speakers { records, annotation: from.to_string() };
        ask::ask(task, None, move |reply| match reply {
            Reply::Found(ids) => {
                // The person may have gone on meanwhile.
                if self.focus() == Some(from) {
                    let candidates = ids.iter().filter_map(|id| id.parse().ok()).collect();
                    self.set_linking(Some(Linking { from, candidates, idx: 0 }));
                }
            }
            Reply::Refused(why) => self.tell(why),
            Reply::Steps(_) => {}
        });
    }

    /// Offers the next candidate, or the one before.
    pub fn offer_other(self, forwards: bool) {
        if let Some(mut linking) = self.linking() {
            let n = linking.candidates.len();
            linking.idx = (linking.idx + if forwards { 1 } else { n - 1 }) % n;
            self.set_linking(Some(linking));
        }
    }

    /// Links to an annotation, and ends the offer.
    pub fn take_link(self, to: AnnotationId) {
        if let Some(Linking { from, .. }) = self.linking() {
            self.set_linking(None);
            self.dispatch(Command::Link { from, to, relation_type: None });
        }
    }

    /// Leaves it open.
    pub fn drop_link(self) {
        if self.linking().is_some() {
            self.set_linking(None);
            self.tell("Left open".into());
        }
    }

    fn set_linking(self, linking: Option<Linking>) {
        if let Some(candidate) = linking.as_ref().and_then(Linking::candidate) {
            let quote = self.with_session(|session| {
                let document = session.document();
                let annotation = document.annotation(candidate)?;
                Some(annotation.fragments.quote(&document.article().text))
            });
            let n = linking.as_ref().map_or(0, |linking| linking.candidates.len());
            let quote = quote.unwrap_or_default();
            self.tell(match n {
                1 => format!("Link to “{quote}”? Enter links, Esc leaves it open"),
                n => format!(
                    "Link to “{quote}”? Enter links, Tab shows the next of {n}, Esc leaves it open"
                ),
            });
        }
        self.with_inner(|inner| inner.linking = linking);
        self.changed.linking.notify();
    }
}
