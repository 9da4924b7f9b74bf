//! What a format can't hold of all that is written, with counts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::CODECS;
use super::describe::quoted;
use super::loss::Loss;
use crate::model::extra::Extra;

/// Losses with their counts, in the order of [`Loss`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    all: Vec<(Loss, usize)>,
    /// The names of the fields that are lost, each with how often it is.
    fields: BTreeMap<String, usize>,
}

/// So many names of fields are kept, whatever files hold.
const MAX_KEPT: usize = 1000;

/// So many names of fields are told in a sentence.
const MAX_TOLD: usize = 10;

impl Losses {
    /// Counts a loss.
    pub fn add(&mut self, loss: Loss, n: usize) {
        if n == 0 {
            return;
        }
        match self.all.binary_search_by(|(other, _)| other.cmp(&loss)) {
            Ok(idx) => self.all[idx].1 += n,
            Err(idx) => self.all.insert(idx, (loss, n)),
        }
    }

    /// Counts the fields of something that Verbatim does not know, each `n`
    /// times. What a format keeps for itself counts field by field.
    pub fn add_fields(&mut self, extra: &Extra, n: usize) {
        for (name, value) in extra {
            let is_format = CODECS.iter().any(|codec| codec.format().id == name);
            match value {
                Value::Object(own) if is_format => {
                    own.keys().for_each(|name| self.add_field(name, n));
                }
                _ => self.add_field(name, n),
            }
        }
    }

    /// Counts a field that Verbatim does not know.
    pub fn add_field(&mut self, name: &str, n: usize) {
        self.add(Loss::Unknown, n);
        if n == 0 {
            return;
        }
        if self.fields.len() < MAX_KEPT || self.fields.contains_key(name) {
            *self.fields.entry(name.into()).or_default() += n;
        }
    }

    /// Adds the losses of another article.
    pub fn merge(&mut self, other: &Losses) {
        for (loss, n) in other.all.iter().filter(|(loss, _)| *loss != Loss::Unknown) {
            self.add(loss.clone(), *n);
        }
        other.fields.iter().for_each(|(name, n)| self.add_field(name, *n));
        let n_named: usize = other.fields.values().sum();
        self.add(Loss::Unknown, other.count(&Loss::Unknown).saturating_sub(n_named));
    }

    /// How often a loss was counted.
    pub fn count(&self, loss: &Loss) -> usize {
        let found = self.all.binary_search_by(|(other, _)| other.cmp(loss));
        found.map_or(0, |idx| self.all[idx].1)
    }

    /// Whether nothing is lost.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Each loss with its count.
    pub fn iter(&self) -> std::slice::Iter<'_, (Loss, usize)> {
        self.all.iter()
    }

    /// The names of the fields that are lost, each with how often it is.
    pub fn fields(&self) -> &BTreeMap<String, usize> {
        &self.fields
    }

    /// What is lost and what is done, in a sentence without its full stop; of
    /// fields, with those names that are lost most often.
    pub fn sentence(&self, loss: &Loss) -> String {
        let n = self.count(loss);
        let said = loss.sentence(n);
        if *loss != Loss::Unknown || self.fields.is_empty() {
            return said;
        }
        let mut names: Vec<(&String, &usize)> = self.fields.iter().collect();
        // Those with the same number stay in the order of their names.
        names.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        let n_told = names.len().min(MAX_TOLD);
        let told = names[..n_told].iter().map(|(name, n)| format!("{} ({n})", quoted(name)));
        let mut told = told.collect::<Vec<_>>().join(", ");
        match n - names[..n_told].iter().map(|(_, n)| **n).sum::<usize>() {
            0 => {}
            1 => told += " and 1 other",
            n => told += &format!(" and {n} others"),
        }
        match said.split_once(": ") {
            Some((what, done)) => format!("{what}, {told}: {done}"),
            None => said,
        }
    }

    /// One sentence each, without its full stop.
    pub fn sentences(&self) -> Vec<String> {
        self.all.iter().map(|(loss, _)| self.sentence(loss)).collect()
    }
}
