//! Boundaries of extended grapheme clusters (UAX #29, section 3.1.1).

use std::str::Chars;

use super::tables::break_class;

const CONTROL: u8 = 1;
/// `Extend`, and no part of an Indic conjunct.
const EXTEND: u8 = 2;
/// `Extend`, and `InCB=Extend`.
const EXTEND_CONJUNCT: u8 = 3;
/// `Extend`, and `InCB=Linker`.
const LINKER: u8 = 4;
pub(super) const ZWJ: u8 = 5;
const SPACING_MARK: u8 = 6;
const PREPEND: u8 = 7;
/// `InCB=Consonant`.
const CONSONANT: u8 = 8;
const L: u8 = 9;
const V: u8 = 10;
const T: u8 = 11;
const LVT: u8 = 12;
const REGIONAL_INDICATOR: u8 = 13;
/// `Extended_Pictographic`.
pub(super) const PICTOGRAPH: u8 = 14;
/// Not in the table, which has `LVT` for every Hangul syllable.
const LV: u8 = 15;

/// Whether `at`, in bytes, lies between two extended grapheme clusters
/// (UAX #29, rules GB1 to GB999), or at an end of the text.
///
/// Looks back as far as a sequence of emoji, a conjunct or a row of flags
/// goes.
pub fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let mut before = before.chars();
    let (Some(left), Some(right)) = (before.next_back(), after.chars().next()) else {
        return true; // GB1, GB2
    };
    if left.is_ascii() && right.is_ascii() {
        return (left, right) != ('\r', '\n'); // GB3
    }
    match (class(left), class(right)) {
        // GB4, GB5
        (CONTROL, _) | (_, CONTROL) => true,
        // GB6, GB7, GB8
        (L, L | V | LV | LVT) | (LV | V, V | T) | (LVT | T, T) => false,
        // GB9, GB9a
        (_, EXTEND | EXTEND_CONJUNCT | LINKER | ZWJ | SPACING_MARK) => false,
        // GB9b
        (PREPEND, _) => false,
        // GB9c
        (left, CONSONANT) => !is_linked(left, before),
        // GB11
        (ZWJ, PICTOGRAPH) => !is_pictograph(before),
        // GB12, GB13
        (REGIONAL_INDICATOR, REGIONAL_INDICATOR) => is_whole_flag(before),
        // GB999
        _ => true,
    }
}

/// The class of a character, for grapheme clusters.
pub(super) fn class(character: char) -> u8 {
    match break_class(character) & 0xf {
        LVT if (u32::from(character) - 0xac00).is_multiple_of(28) => LV,
        class => class,
    }
}

/// Whether a text ends in a consonant and a linker, with other marks among
/// them. `last` is the class of its last character, `before` the rest.
fn is_linked(mut last: u8, mut before: Chars) -> bool {
    let mut has_linker = false;
    loop {
        match last {
            LINKER => has_linker = true,
            EXTEND_CONJUNCT | ZWJ => {}
            other => return has_linker && other == CONSONANT,
        }
        last = before.next_back().map_or(0, class);
    }
}

/// Whether a text ends in a pictograph, with marks on it or without.
fn is_pictograph(mut before: Chars) -> bool {
    loop {
        match before.next_back().map_or(0, class) {
            EXTEND | EXTEND_CONJUNCT | LINKER => {}
            other => return other == PICTOGRAPH,
        }
    }
}

/// Whether one more regional indicator makes whole flags of those at the end
/// of a text.
fn is_whole_flag(mut before: Chars) -> bool {
    let mut is_whole = false;
    while before.next_back().map_or(0, class) == REGIONAL_INDICATOR {
        is_whole = !is_whole;
    }
    is_whole
}
