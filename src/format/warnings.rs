//! What did not fit in a file, as far as each thing is told.
//!
//! Invariant: however much of a file does not fit, no more than
//! [`Warnings::up_to`] says is kept of it; the rest is counted.

use std::fmt;
use std::ops::Deref;

use super::warning::{Outcome, Warning};

/// So many things that do not fit are told of what is read at once.
pub const MAX_WARNINGS: usize = 200;

/// The first things that did not fit, and how many more there were.
#[derive(Clone, Debug, PartialEq)]
pub struct Warnings {
    kept: Vec<Warning>,
    max: usize,
    rest: Rest,
}

/// Things that did not fit, and are only counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    /// Those that are there, with a change.
    pub n_kept: usize,
    /// Those that are not there.
    pub n_left_out: usize,
}

impl Rest {
    /// How many there are.
    pub fn n(self) -> usize {
        self.n_kept + self.n_left_out
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Kept | Outcome::Noted => self.n_kept += 1,
            Outcome::LeftOut => self.n_left_out += 1,
        }
    }
}

impl Warnings {
    /// None yet; the first `max` will be kept.
    pub fn up_to(max: usize) -> Warnings {
        Warnings { kept: Vec::new(), max, rest: Rest::default() }
    }

    /// Adds one.
    pub fn push(&mut self, warning: Warning) {
        if self.kept.len() < self.max {
            self.kept.push(warning);
        } else {
            self.rest.count(warning.outcome);
        }
    }

    /// Adds all of another part of the file, which comes later.
    pub fn append(&mut self, more: Warnings) {
        more.kept.into_iter().for_each(|warning| self.push(warning));
        self.rest.n_kept += more.rest.n_kept;
        self.rest.n_left_out += more.rest.n_left_out;
    }

    /// What there is so far; nothing is left of it.
    pub fn take(&mut self) -> Warnings {
        std::mem::replace(self, Warnings::up_to(self.max))
    }

    /// Those that are kept, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Warning> {
        self.kept.iter_mut()
    }

    /// How many there are in all.
    pub fn n(&self) -> usize {
        self.kept.len() + self.rest.n()
    }

    /// Those that are only counted.
    pub fn rest(&self) -> Rest {
        self.rest
    }

    /// The first `max` of them, a sentence each, and one more that counts the
    /// others.
    pub fn sentences(&self, max: usize) -> Vec<String> {
        let mut sentences: Vec<String> =
            self.kept.iter().take(max).map(ToString::to_string).collect();
        let mut rest = self.rest;
        self.kept.iter().skip(max).for_each(|warning| rest.count(warning.outcome));
        if rest.n() > 0 {
            sentences.push(rest.to_string());
        }
        sentences
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

impl fmt::Display for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "And {} more:", self.n())?;
        match (self.n_left_out, self.n_kept) {
            (left_out, 0) => write!(f, " {left_out} left out."),
            (0, kept) => write!(f, " {kept} kept."),
            (left_out, kept) => write!(f, " {left_out} left out, {kept} kept."),
        }
    }
}
