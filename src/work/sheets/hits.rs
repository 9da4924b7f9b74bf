//! Places where words were found, as a list with boxes to check.

use maud::{Markup, html};

use super::excerpt;
use crate::model::document::Document;
use crate::model::id::LabelId;
use crate::model::occurrences::{Hit, Standing, classify};
use crate::model::offset::TextRange;

/// So many places are listed, and can be marked at once.
pub const MAX_LISTED: usize = 1000;

/// Which boxes are checked.
pub enum Checked {
    /// Those where nothing is marked.
    Free,
    /// All that can be.
    All,
    /// None.
    None,
    /// These.
    These(Vec<TextRange>),
    /// As they were, and where nothing is marked if there was no box yet.
    AsWere {
        /// Which had a box.
        listed: Vec<TextRange>,
        /// Which were checked.
        checked: Vec<TextRange>,
    },
}

/// What was found, by what is marked there already.
pub struct Found {
    /// The first places, at most [`MAX_LISTED`].
    hits: Vec<Hit>,
    /// How many places there are.
    n_found: usize,
    checked: Checked,
}

impl Found {
    /// Looks what is marked at each place; `label` is what they would get.
    pub fn new(
        document: &Document,
        ranges: &[TextRange],
        label: &LabelId,
        checked: Checked,
    ) -> Found {
        let listed = &ranges[..ranges.len().min(MAX_LISTED)];
        Found { hits: classify(document, listed, label), n_found: ranges.len(), checked }
    }

    fn is_checked(&self, hit: &Hit) -> bool {
        let can_be = !matches!(hit.standing, Standing::Marked(_));
        can_be
            && match &self.checked {
                Checked::Free => hit.standing == Standing::Free,
                Checked::All => true,
                Checked::None => false,
                Checked::These(ranges) => ranges.contains(&hit.range),
                Checked::AsWere { listed, checked } => match listed.contains(&hit.range) {
                    true => checked.contains(&hit.range),
                    false => hit.standing == Standing::Free,
                },
            }
    }

    /// How many boxes are checked.
    pub fn n_checked(&self) -> usize {
        self.hits.iter().filter(|hit| self.is_checked(hit)).count()
    }

    /// How many places are listed.
    pub fn n_listed(&self) -> usize {
        self.hits.len()
    }

    /// The counts and the list, by what is marked there already.
    pub fn html(&self, document: &Document) -> Markup {
        let of = |kind: fn(Standing) -> bool| -> Vec<(usize, &Hit)> {
            self.hits.iter().enumerate().filter(|(_, hit)| kind(hit.standing)).collect()
        };
        let groups = [
            ("Nothing is marked there", of(|standing| standing == Standing::Free)),
            ("Something else is marked there", of(|s| matches!(s, Standing::Overlaps(_)))),
            ("Marked so already", of(|s| matches!(s, Standing::Marked(_)))),
        ];
        html! {
            @for (name, hits) in &groups {
                @if !hits.is_empty() {
                    h3 { (name) " (" (hits.len()) ")" }
                    ol.hits aria-label=(name) {
                        @for (idx, hit) in hits { (self.row(*idx, hit, document)) }
                    }
                }
            }
            @if self.n_found > self.hits.len() {
                p.about {
                    "Only the first " (self.hits.len()) " of " (self.n_found)
                    " places are listed, and can be marked at once."
                }
            }
        }
    }

    fn row(&self, idx: usize, hit: &Hit, document: &Document) -> Markup {
        let text = &document.article().text;
        let around = excerpt(text, hit.range);
        let value = to_value(hit.range);
        let line = text.block_at(hit.range.start()).0 + 1;
        let is_marked = matches!(hit.standing, Standing::Marked(_));
        html! {
            li {
                @if !is_marked {
                    input type="hidden" name="listed" value=(value);
                    input #{ "hit-" (idx) } type="checkbox" name="hit" value=(value)
                        checked[self.is_checked(hit)] data-act="pick"
                        aria-label={ "Mark this one, in line " (line) };
                }
                button #{ "show-" (idx) } type="button" data-act={ "show:" (value) }
                    data-send="nothing" dir="auto" {
                    (around.before) b { (around.words) } (around.after)
                }
            }
        }
    }
}

/// A range as the value of a field: `506-540`.
pub fn to_value(range: TextRange) -> String {
    format!("{}-{}", u32::from(range.start()), u32::from(range.end()))
}

/// Reads what [`to_value`] wrote.
pub fn from_value(value: &str) -> Option<TextRange> {
    let (start, end) = value.split_once('-')?;
    let (start, end): (u32, u32) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then(|| TextRange::new(start.into(), end.into()))
}
