//! What became of all annotations and links: how many are there as they were,
//! how many are not there, and how many are there with a change.

use std::collections::BTreeMap;
use std::fmt;

use super::options::Filter;
use crate::model::annotation::Annotation;
use crate::model::document::Document;
use crate::model::id::{AnnotationId, LabelId, RelationTypeId};
use crate::model::offset::TextRange;
use crate::model::scheme::{Label, RelationType, Scheme};

/// What became of the annotations and links of what was read or written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Those that are there as they were.
    pub n_kept: usize,
    /// Those that are not there.
    pub n_left_out: usize,
    /// Those that are there with a change.
    pub n_changed: usize,
    /// Annotations among those that are there whose words the files do not
    /// have, so that nobody could see whether they lie where they should.
    pub n_unchecked: usize,
}

impl Balance {
    /// Adds what became of others.
    pub fn add(&mut self, other: Balance) {
        self.n_kept += other.n_kept;
        self.n_left_out += other.n_left_out;
        self.n_changed += other.n_changed;
        self.n_unchecked += other.n_unchecked;
    }

    /// What became of all on the way from files to others: this is what became of
    /// them when they were read, the other when what was there was written. What
    /// was changed twice counts twice.
    pub fn then(self, written: Balance) -> Balance {
        Balance {
            n_kept: written.n_kept.saturating_sub(self.n_changed),
            n_left_out: self.n_left_out + written.n_left_out,
            n_changed: self.n_changed + written.n_changed,
            n_unchecked: self.n_unchecked,
        }
    }

    /// Whether all are there, as they were, and were checked.
    pub fn is_even(self) -> bool {
        self.n_left_out + self.n_changed + self.n_unchecked == 0
    }
}

impl fmt::Display for Balance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Balance { n_kept, n_left_out, n_changed, n_unchecked } = self;
        write!(
            f,
            "Annotations and links: {n_kept} kept, {n_left_out} left out, {n_changed} changed."
        )?;
        match n_unchecked {
            0 => Ok(()),
            1 => f.write_str(" 1 could not be checked: the file does not have its words."),
            n => write!(f, " {n} could not be checked: the file does not have their words."),
        }
    }
}

/// What became of a document when it was fitted into a format, but for what the
/// filter leaves out. Of annotations that were parted, `parts` has the whole of
/// each part. A change is another place, label, type or status.
pub(super) fn of_fitted(
    document: &Document,
    fitted: &Document,
    filter: &Filter,
    parts: &BTreeMap<AnnotationId, AnnotationId>,
) -> Balance {
    let mut found: BTreeMap<AnnotationId, Vec<&Annotation>> = BTreeMap::new();
    for annotation in fitted.annotations() {
        let whole = parts.get(&annotation.id).copied().unwrap_or(annotation.id);
        found.entry(whole).or_default().push(annotation);
    }
    let (before_in, after_in) = (document.scheme(), fitted.scheme());
    let mut balance = Balance::default();
    for before in document.annotations().filter(|one| filter.takes(one)) {
        let is_as_before = |after: &&Annotation| {
            after.status == before.status
                && label_in_files(after_in, &after.label)
                    == label_in_files(before_in, &before.label)
        };
        match found.get(&before.id) {
            None => balance.n_left_out += 1,
            Some(after) => {
                let ranges: Vec<TextRange> =
                    after.iter().flat_map(|one| one.fragments.ranges()).collect();
                let is_kept = after.len() == 1
                    && after.iter().all(is_as_before)
                    && before.fragments.ranges().eq(ranges);
                balance.n_kept += usize::from(is_kept);
                balance.n_changed += usize::from(!is_kept);
            }
        }
    }
    let links = fitted.relations();
    let links: BTreeMap<_, _> = links.iter().map(|one| (one.id, one)).collect();
    let is_taken = |id| document.annotation(id).is_some_and(|one| filter.takes(one));
    for before in document.relations() {
        match links.get(&before.id) {
            Some(after) => {
                let is_kept = type_in_files(after_in, &after.relation_type)
                    == type_in_files(before_in, &before.relation_type);
                balance.n_kept += usize::from(is_kept);
                balance.n_changed += usize::from(!is_kept);
            }
            None if is_taken(before.from) || is_taken(before.to) => balance.n_left_out += 1,
            None => {}
        }
    }
    balance
}

fn label_in_files<'a>(scheme: &'a Scheme, id: &'a LabelId) -> &'a str {
    scheme.label(id).map_or(id.as_str(), Label::in_files)
}

fn type_in_files<'a>(scheme: &'a Scheme, id: &'a RelationTypeId) -> &'a str {
    scheme.relation_type(id).map_or(id.as_str(), RelationType::in_files)
}
