//! What a format can hold of an article. [`fit`](super::fit) takes away the
//! rest, and says so; what is left, a codec writes without a loss.

use super::tags;

/// What a format holds. What it does not hold is gone when a file of it is
/// read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// How the text comes back.
    pub text: TextHeld,
    /// Which names labels may have.
    pub labels: NamesHeld,
    /// Which names relation types may have.
    pub relation_types: NamesHeld,
    /// Annotations that overlap, nest, cross or coincide.
    pub overlaps: bool,
    /// Annotations of more than one fragment.
    pub fragments: bool,
    /// Ends of annotations between any two characters; else only between tokens.
    pub any_ends: bool,
    /// Relations, with their types.
    pub relations: bool,
    /// Notes, whatever stands in them.
    pub notes: bool,
    /// Whether an annotation is sure, unsure, to be discussed or rejected.
    pub statuses: bool,
    /// Who made an annotation.
    pub annotators: bool,
    /// When annotations and relations were made and changed.
    pub times: bool,
    /// What made an annotation.
    pub origins: bool,
    /// The tokens that an article came with.
    pub tokens: bool,
    /// The sentences that an article came with.
    pub sentences: bool,
    /// The ids of annotations and relations.
    pub ids: bool,
    /// The ids of articles.
    pub article_ids: bool,
    /// The titles of articles.
    pub titles: bool,
    /// Date, source, address and language of articles.
    pub metadata: bool,
    /// How the lines of the original ended.
    pub line_endings: bool,
    /// Names, colours, keys, descriptions and guidelines of the scheme.
    pub scheme: bool,
    /// Fields that Verbatim does not know.
    pub unknown: bool,
}

/// How the text of an article comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextHeld {
    /// Character by character.
    Exact,
    /// Its tokens; the white space between them is made anew.
    Tokens,
}

/// Which names of labels or relation types a format holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesHeld {
    /// Whatever stands in them.
    Any,
    /// Those without white space and control characters; others go by their ids.
    NoSpaces,
    /// Those that are read as one tag of a token.
    InTags {
        /// Whether there may be white space and control characters in them.
        spaces: bool,
    },
}

impl NamesHeld {
    /// Whether a name is held as it is.
    pub fn holds(self, name: &str) -> bool {
        match self {
            NamesHeld::Any => true,
            NamesHeld::NoSpaces => {
                !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control())
            }
            NamesHeld::InTags { spaces } => {
                tags::holds(name) && (spaces || NamesHeld::NoSpaces.holds(name))
            }
        }
    }

    /// The name that is nearest to an id of a label or relation type.
    pub(super) fn nearest(self, id: &str) -> String {
        match self {
            NamesHeld::InTags { .. } if !self.holds(id) => id.replace('|', "_"),
            _ => id.to_owned(),
        }
    }
}

impl Capacity {
    /// Everything.
    pub const ALL: Capacity = Capacity {
        text: TextHeld::Exact,
        labels: NamesHeld::Any,
        relation_types: NamesHeld::Any,
        overlaps: true,
        fragments: true,
        any_ends: true,
        relations: true,
        notes: true,
        statuses: true,
        annotators: true,
        times: true,
        origins: true,
        tokens: true,
        sentences: true,
        ids: true,
        article_ids: true,
        titles: true,
        metadata: true,
        line_endings: true,
        scheme: true,
        unknown: true,
    };

    /// The text and labels on stretches of it that lie apart, between any two
    /// characters; nothing else.
    pub const SPANS: Capacity = Capacity {
        text: TextHeld::Exact,
        labels: NamesHeld::Any,
        relation_types: NamesHeld::Any,
        overlaps: false,
        fragments: false,
        any_ends: true,
        relations: false,
        notes: false,
        statuses: false,
        annotators: false,
        times: false,
        origins: false,
        tokens: false,
        sentences: false,
        ids: false,
        article_ids: false,
        titles: false,
        metadata: false,
        line_endings: false,
        scheme: false,
        unknown: false,
    };
}
