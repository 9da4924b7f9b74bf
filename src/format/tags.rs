//! Tags: what a token is to the annotation that it belongs to.
//!
//! | | first token | inside | last token | only token |
//! |---|---|---|---|---|
//! | IOB1 | `I`; `B` right behind another of its label | `I` | `I` | as the first |
//! | IOB2 | `B` | `I` | `I` | `B` |
//! | IOBES | `B` | `I` | `E` | `S` |
//! | BILOU | `B` | `I` | `L` | `U` |
//!
//! One rule reads them all: `B`, `S` and `U` begin, `E`, `L`, `S` and `U` end,
//! and what is inside nothing of its label begins. A token of several
//! annotations has several tags, with bars between them: `B-ORG|B-LOC`.

/// The ways to write tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tagging {
    Iob1,
    Iob2,
    Iobes,
}

impl Tagging {
    /// The letter for a token of `len` tokens of one annotation. `is_behind`
    /// says whether another one of the label ends right before it.
    pub(super) fn letter(self, place: usize, len: usize, is_behind: bool) -> char {
        let (is_first, is_last) = (place == 0, place + 1 == len);
        match self {
            Tagging::Iob1 if is_first && is_behind => 'B',
            Tagging::Iob1 => 'I',
            Tagging::Iobes if is_first && is_last => 'S',
            Tagging::Iobes if is_last => 'E',
            Tagging::Iob2 | Tagging::Iobes if is_first => 'B',
            Tagging::Iob2 | Tagging::Iobes => 'I',
        }
    }
}

/// What a tag that is read says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag<'a> {
    /// Nothing is marked.
    Outside,
    /// Part of an annotation.
    Inside {
        /// Its label.
        label: &'a str,
        /// Whether it must begin here.
        begins: bool,
        /// Whether it must end here.
        ends: bool,
    },
}

/// The tags of a token: one, or the several between bars.
pub(super) fn pieces(tags: &str) -> impl Iterator<Item = &str> {
    let are_several = tags.contains('|') && tags.split('|').all(|tag| Tag::read(tag).is_some());
    tags.split(move |c| are_several && c == '|')
}

/// Whether a tag with this label is read as one.
pub(super) fn holds(label: &str) -> bool {
    !label.contains('|') || label.split('|').skip(1).any(|tag| Tag::read(tag).is_none())
}

impl<'a> Tag<'a> {
    /// `None` if it is no tag.
    pub(super) fn read(tag: &'a str) -> Option<Tag<'a>> {
        if tag == "O" {
            return Some(Tag::Outside);
        }
        let (letter, label) = tag.split_once('-')?;
        let (begins, ends) = match letter {
            "B" => (true, false),
            "I" | "M" => (false, false),
            "E" | "L" => (false, true),
            "S" | "U" | "W" => (true, true),
            _ => return None,
        };
        (!label.is_empty()).then_some(Tag::Inside { label, begins, ends })
    }
}
