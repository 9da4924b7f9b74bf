//! Many warnings in few sentences: of those that say the same, the first stands
//! for all, with a number and the places of some; what was left out comes first.
//!
//! Invariant: however many warnings there are, no more sentences are kept than
//! was said at the start for what was left out, and as many for all else.

use std::collections::BTreeMap;

use super::warning::{Outcome, Place, Problem, Warning};

/// Sentences of warnings, each with how many are like it.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    groups: Vec<Group>,
    places: BTreeMap<(Outcome, String), usize>,
    max: usize,
    /// Warnings that found no place in a group.
    n_left_out: usize,
    n_others: usize,
}

/// Warnings that say the same of several places.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    outcome: Outcome,
    /// The first of them.
    sentence: String,
    n: usize,
    /// The place of the first, and others, up to [`MAX_PLACES`] in all.
    places: Vec<String>,
}

/// So many places are named of warnings that say the same.
const MAX_PLACES: usize = 3;

impl Group {
    fn add(&mut self, places: &[String], n: usize) {
        self.n += n;
        for place in places {
            if self.places.len() < MAX_PLACES && !self.places.contains(place) {
                self.places.push(place.clone());
            }
        }
    }

    /// What is said of all: the first, how many are like it, and where some of
    /// them are.
    fn sentence(&self) -> String {
        let Group { sentence, n, places, .. } = self;
        let others = &places[1.min(places.len())..];
        let (are, n_others) = (if *n == 2 { "is" } else { "are" }, n - 1);
        match (n_others, others) {
            (0, _) => sentence.clone(),
            (_, []) => format!("{sentence} ({n_others} more {are} like it)"),
            (_, others) => {
                let others = others.join("; ");
                let such_as = if n_others > places.len() - 1 { "such as" } else { "at" };
                format!("{sentence} ({n_others} more {are} like it, {such_as} {others})")
            }
        }
    }
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
}

impl Digest {
    /// None yet; `max` sentences are kept of what was left out, and as many of
    /// all else.
    pub fn up_to(max: usize) -> Digest {
        Digest { groups: Vec::new(), places: BTreeMap::new(), max, n_left_out: 0, n_others: 0 }
    }

    /// Adds a warning, of a file if there are several.
    pub fn add(&mut self, warning: &Warning, file: Option<&str>) {
        let named = |said: String| match file {
            Some(file) => format!("{file}: {said}"),
            None => said,
        };
        let kind = (warning.outcome, kind_of(warning));
        let place = named(warning.place.inside_sentence());
        self.add_times(kind, || named(warning.to_string()), &[place], 1);
    }

    /// Adds what another digest has.
    pub fn append(&mut self, more: &Digest) {
        for (kind, &idx) in &more.places {
            let Group { sentence, n, places, .. } = &more.groups[idx];
            self.add_times(kind.clone(), || sentence.clone(), places, *n);
        }
        self.n_left_out += more.n_left_out;
        self.n_others += more.n_others;
    }

    /// Counts warnings that are only counted.
    pub fn count_rest(&mut self, rest: Rest) {
        self.n_left_out += rest.n_left_out;
        self.n_others += rest.n_kept;
    }

    fn count(&mut self, outcome: Outcome, n: usize) {
        match outcome {
            Outcome::LeftOut => self.n_left_out += n,
            Outcome::Kept | Outcome::Noted => self.n_others += n,
        }
    }

    fn add_times(
        &mut self,
        kind: (Outcome, String),
        sentence: impl FnOnce() -> String,
        places: &[String],
        n: usize,
    ) {
        if let Some(&idx) = self.places.get(&kind) {
            return self.groups[idx].add(places, n);
        }
        let is_lost = |outcome: Outcome| outcome == Outcome::LeftOut;
        let alike = self.groups.iter().filter(|group| is_lost(group.outcome) == is_lost(kind.0));
        if alike.count() >= self.max {
            return self.count(kind.0, n);
        }
        let places = places.to_vec();
        self.groups.push(Group { outcome: kind.0, sentence: sentence(), n, places });
        self.places.insert(kind, self.groups.len() - 1);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.n_left_out + self.n_others == 0
    }

    /// The first `max` sentences, what was left out before all else, and one
    /// more that counts the others.
    pub fn sentences(&self, max: usize) -> Vec<String> {
        let of = |outcome| self.groups.iter().filter(move |group| group.outcome == outcome);
        let in_order = [Outcome::LeftOut, Outcome::Kept, Outcome::Noted].into_iter().flat_map(of);
        let (mut sentences, mut rest) = (Vec::new(), (self.n_left_out, self.n_others));
        for group in in_order {
            match group {
                _ if sentences.len() >= max && group.outcome == Outcome::LeftOut => {
                    rest.0 += group.n;
                }
                _ if sentences.len() >= max => rest.1 += group.n,
                group => sentences.push(group.sentence()),
            }
        }
        let (n_left_out, n_others) = rest;
        match rest {
            (0, 0) => {}
            (n, 0) => sentences.push(format!("And {n} more: {n} left out.")),
            (0, n) => sentences.push(format!("And {n} more: {n} kept.")),
            _ => sentences.push(format!(
                "And {} more: {n_left_out} left out, {n_others} kept.",
                n_left_out + n_others
            )),
        }
        sentences
    }
}

/// The kind of a warning: two of the same kind say the same. But each file is
/// named.
fn kind_of(warning: &Warning) -> String {
    let kind = kind_of_problem(&warning.problem);
    match &warning.place {
        Place::File(name) => format!("{name}: {kind}"),
        _ => kind,
    }
}

/// What a problem says but for names, numbers and ids.
fn kind_of_problem(problem: &Problem) -> String {
    let said = problem.to_string();
    let mut kind = String::with_capacity(said.len());
    let mut is_quoted = false;
    for word in said.split(' ') {
        // A quotation may hold spaces.
        let begins = word.contains('“');
        if !is_quoted && !begins {
            let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
            kind.push_str(if has_digit { "0" } else { word });
            kind.push(' ');
        } else if begins {
            kind.push_str("“” ");
        }
        is_quoted = match (word.rfind('“'), word.rfind('”')) {
            (Some(open), close) => close.is_none_or(|close| close < open),
            (None, Some(_)) => false,
            (None, None) => is_quoted,
        };
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::kind_of_problem;
    use crate::format::warning::Problem;

    #[test]
    fn names_and_numbers_do_not_tell_kinds_apart() {
        let kind = |said: &str| kind_of_problem(&Problem::Said(said.into()));
        assert_eq!(kind("line 3 has “a b” as “x”"), kind("line 12 has “c” as “y z”"));
        assert_eq!(kind("its id is 0aF-8 now"), kind("its id is 8bc-1 now"));
        assert_eq!(kind("has “a”, not “b c”, here"), kind("has “a”, not “d”, here"));
        assert_ne!(kind("line 3 has no label"), kind("line 3 has no id"));
        assert_ne!(kind("“a” is one"), kind("“a” is two"));
    }
}
