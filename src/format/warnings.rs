//! What did not fit in a file, as far as each thing is told.
//!
//! Invariant: however much of a file does not fit, no more is kept of it than
//! [`Warnings::up_to`] says, for what was left out and for all else; the rest
//! is counted, and crowds nothing out.

use std::ops::Deref;

use super::balance::Balance;
use super::digest::{Digest, Rest};
use super::warning::{Outcome, Place, Problem, Warning};

/// So many things that do not fit are told of what is read at once.
pub const MAX_WARNINGS: usize = 200;

/// The first things that did not fit, and how many more there were.
#[derive(Clone, Debug, PartialEq)]
pub struct Warnings {
    kept: Vec<Warning>,
    max: usize,
    /// How many of those that are kept were left out.
    n_lost: usize,
    rest: Rest,
    digest: Digest,
    balance: Balance,
    /// The item that was changed last, so that it counts once.
    changed: Option<Place>,
}

impl Warnings {
    /// None yet; the first `max` will be kept of what was left out, and as many
    /// of all else.
    pub fn up_to(max: usize) -> Warnings {
        Warnings {
            kept: Vec::new(),
            max,
            n_lost: 0,
            rest: Rest::default(),
            digest: Digest::up_to(max),
            balance: Balance::default(),
            changed: None,
        }
    }

    /// Adds one.
    pub fn push(&mut self, warning: Warning) {
        self.digest.add(&warning, None);
        self.weigh(&warning);
        self.keep(warning);
    }

    /// Keeps one, or counts it.
    fn keep(&mut self, warning: Warning) {
        let is_lost = warning.outcome == Outcome::LeftOut;
        let n_alike = if is_lost { self.n_lost } else { self.kept.len() - self.n_lost };
        if n_alike < self.max {
            self.n_lost += usize::from(is_lost);
            self.kept.push(warning);
        } else if is_lost {
            self.rest.n_left_out += 1;
        } else {
            self.rest.n_kept += 1;
        }
    }

    /// Counts what became of the annotation or link that a warning is about.
    fn weigh(&mut self, warning: &Warning) {
        match (warning.outcome, &warning.problem) {
            (Outcome::LeftOut, _) => self.balance.n_left_out += warning.n_items,
            (Outcome::Kept, Problem::NoQuote) => self.balance.n_unchecked += warning.n_items,
            (Outcome::Kept, problem)
                if warning.n_items > 0
                    && problem.is_change()
                    && self.changed.as_ref() != Some(&warning.place) =>
            {
                self.balance.n_changed += warning.n_items;
                self.changed = Some(warning.place.clone());
            }
            _ => {}
        }
    }

    /// Adds all of another part of the file, which comes later.
    pub fn append(&mut self, more: Warnings) {
        self.digest.append(&more.digest);
        self.balance.add(more.balance);
        self.rest.n_kept += more.rest.n_kept;
        self.rest.n_left_out += more.rest.n_left_out;
        more.kept.into_iter().for_each(|warning| self.keep(warning));
    }

    /// What there is so far; nothing is left of it.
    pub fn take(&mut self) -> Warnings {
        std::mem::replace(self, Warnings::up_to(self.max))
    }

    /// How many there are in all.
    pub fn n(&self) -> usize {
        self.kept.len() + self.rest.n()
    }

    /// Those that are only counted.
    pub fn rest(&self) -> Rest {
        self.rest
    }

    /// What became of the annotations and links that warnings are about; it
    /// knows nothing of those that fit.
    pub fn balance(&self) -> Balance {
        self.balance
    }

    /// What all of them say, the same only once.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// As [`Digest::sentences`] has it.
    pub fn sentences(&self, max: usize) -> Vec<String> {
        self.digest.sentences(max)
    }
}

impl Default for Warnings {
    fn default() -> Warnings {
        Warnings::up_to(MAX_WARNINGS)
    }
}

impl Deref for Warnings {
    type Target = [Warning];

    /// Those that are kept.
    fn deref(&self) -> &[Warning] {
        &self.kept
    }
}

impl<const N: usize> PartialEq<[Warning; N]> for Warnings {
    fn eq(&self, all: &[Warning; N]) -> bool {
        self.rest.n() == 0 && self.kept == all
    }
}
