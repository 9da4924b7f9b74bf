//! Boundaries of words (UAX #29, section 4.1.1).

use std::str::Chars;

use super::grapheme::{self, PICTOGRAPH, ZWJ};
use super::tables::break_class;

/// `CR`, `LF` and `Newline`.
const NEWLINE: u8 = 1;
/// `Extend`, `Format` and `ZWJ`: what rule WB4 passes over.
const MARK: u8 = 2;
const KATAKANA: u8 = 3;
const HEBREW_LETTER: u8 = 4;
const A_LETTER: u8 = 5;
const SINGLE_QUOTE: u8 = 6;
const DOUBLE_QUOTE: u8 = 7;
const MID_NUM_LET: u8 = 8;
const MID_LETTER: u8 = 9;
const MID_NUM: u8 = 10;
const NUMERIC: u8 = 11;
const EXTEND_NUM_LET: u8 = 12;
const REGIONAL_INDICATOR: u8 = 13;
const W_SEG_SPACE: u8 = 14;

/// Whether `at`, in bytes, lies between two words (UAX #29, rules WB1 to
/// WB999), or at an end of the text. What stands between words, such as
/// spaces and punctuation marks, counts as words too.
///
/// Looks one letter or digit further than what meets at `at`, and over marks;
/// back as far as a row of flags goes.
pub fn is_word_boundary(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let (mut before, mut after) = (before.chars(), after.chars());
    let (Some(left), Some(right)) = (before.next_back(), after.next()) else {
        return true; // WB1, WB2
    };
    if (left, right) == ('\r', '\n') {
        return false; // WB3
    }
    let (mut last, next) = (class(left), class(right));
    match (last, next) {
        (NEWLINE, _) | (_, NEWLINE) => return true, // WB3a, WB3b
        (W_SEG_SPACE, W_SEG_SPACE) | (_, MARK) => return false, // WB3d, WB4
        _ => {}
    }
    if last == MARK {
        if grapheme::class(left) == ZWJ && grapheme::class(right) == PICTOGRAPH {
            return false; // WB3c
        }
        last = last_class(&mut before); // WB4
    }
    match (last, next) {
        // WB5, WB8, WB9, WB10
        (A_LETTER | HEBREW_LETTER | NUMERIC, A_LETTER | HEBREW_LETTER | NUMERIC) => false,
        // WB7a
        (HEBREW_LETTER, SINGLE_QUOTE) => false,
        // WB6
        (A_LETTER | HEBREW_LETTER, MID_LETTER | MID_NUM_LET | SINGLE_QUOTE) => {
            !is_letter(next_class(after))
        }
        // WB7
        (MID_LETTER | MID_NUM_LET | SINGLE_QUOTE, A_LETTER | HEBREW_LETTER) => {
            !is_letter(last_class(&mut before))
        }
        // WB7b
        (HEBREW_LETTER, DOUBLE_QUOTE) => next_class(after) != HEBREW_LETTER,
        // WB7c
        (DOUBLE_QUOTE, HEBREW_LETTER) => last_class(&mut before) != HEBREW_LETTER,
        // WB11
        (MID_NUM | MID_NUM_LET | SINGLE_QUOTE, NUMERIC) => last_class(&mut before) != NUMERIC,
        // WB12
        (NUMERIC, MID_NUM | MID_NUM_LET | SINGLE_QUOTE) => next_class(after) != NUMERIC,
        // WB13
        (KATAKANA, KATAKANA) => false,
        // WB13a
        (A_LETTER | HEBREW_LETTER | NUMERIC | KATAKANA | EXTEND_NUM_LET, EXTEND_NUM_LET) => false,
        // WB13b
        (EXTEND_NUM_LET, A_LETTER | HEBREW_LETTER | NUMERIC | KATAKANA) => false,
        // WB15, WB16
        (REGIONAL_INDICATOR, REGIONAL_INDICATOR) => is_whole_flag(before),
        // WB999
        _ => true,
    }
}

fn class(character: char) -> u8 {
    break_class(character) >> 4
}

fn is_letter(class: u8) -> bool {
    matches!(class, A_LETTER | HEBREW_LETTER)
}

/// The class of the last character that is no mark, which is taken.
///
/// A mark at the start of a line is a character of its own (WB4), but no rule
/// tells such a one from the line end before it.
fn last_class(before: &mut Chars) -> u8 {
    loop {
        match before.next_back().map_or(0, class) {
            MARK => {}
            class => return class,
        }
    }
}

/// The class of the next character that is no mark.
fn next_class(mut after: Chars) -> u8 {
    loop {
        match after.next().map_or(0, class) {
            MARK => {}
            class => return class,
        }
    }
}

/// Whether one more regional indicator makes whole flags of those at the end
/// of a text.
fn is_whole_flag(mut before: Chars) -> bool {
    let mut is_whole = false;
    while last_class(&mut before) == REGIONAL_INDICATOR {
        is_whole = !is_whole;
    }
    is_whole
}
