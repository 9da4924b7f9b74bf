//! What a person may choose when a dataset is written or read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::OffsetUnit;
use crate::model::annotation::{Annotation, Status};
use crate::model::id::LabelId;
use crate::model::scheme::Scheme;

/// What may be chosen when a dataset is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The id of one of the format's [variants](super::Format::variants); its
    /// first one, if there is no such.
    pub variant: String,
    /// What a token is, for formats that have tokens.
    pub tokens: TokenRule,
    /// Where sentences end, for formats that have tokens.
    pub sentences: SentenceRule,
    /// Which of two annotations that overlap is kept, where only one can be.
    pub keep: Keep,
    /// Which annotations are written.
    pub filter: Filter,
}

/// What a token is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenRule {
    /// The tokens that the article came with; words, if it came with none.
    #[default]
    Source,
    /// A word by UAX #29, or what stands between two: a mark of punctuation.
    Words,
    /// What stands between white space.
    WhiteSpace,
}

/// Where sentences end. An annotation never goes over the end of a sentence:
/// those that it joins are one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SentenceRule {
    /// The sentences that the article came with; those of UAX #29, if it came
    /// with none.
    #[default]
    Source,
    /// By UAX #29.
    Sentences,
    /// At line ends.
    Lines,
}

/// Which of two annotations that overlap is kept, where only one can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// The longer one; of equals, the first in text order.
    #[default]
    Outer,
    /// The shorter one; of equals, the first in text order.
    Inner,
}

/// Which annotations are written. `None` is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those with these labels.
    pub labels: Option<BTreeSet<LabelId>>,
    /// Those with these statuses.
    pub statuses: Option<Vec<Status>>,
    /// Those of these annotators.
    pub annotators: Option<BTreeSet<String>>,
}

impl Filter {
    /// Whether an annotation is written.
    pub fn takes(&self, annotation: &Annotation) -> bool {
        self.labels.as_ref().is_none_or(|labels| labels.contains(&annotation.label))
            && self.statuses.as_ref().is_none_or(|statuses| statuses.contains(&annotation.status))
            && self.annotators.as_ref().is_none_or(|names| names.contains(&annotation.annotator))
    }
}

/// What may be chosen when a dataset is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadOptions {
    /// What offsets count, where a file leaves that open.
    pub unit: Option<OffsetUnit>,
    /// Labels to be read as others: from what the file says to an id.
    pub labels: BTreeMap<String, String>,
    /// Relation types to be read as others: from what the file says to an id.
    pub relation_types: BTreeMap<String, String>,
    /// The scheme of the library that takes it in: what a file calls by the
    /// name of a label there is that label, and no other gets its id.
    pub here: Option<Arc<Scheme>>,
}
