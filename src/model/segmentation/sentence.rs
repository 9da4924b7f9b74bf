//! Boundaries of sentences (UAX #29, section 5.1).

use std::str::Chars;

use super::tables::sentence_class as class;

/// `CR`, `LF` and `Sep`.
const PARA_SEP: u8 = 1;
/// `Extend` and `Format`: what rule SB5 passes over.
const MARK: u8 = 2;
const SP: u8 = 3;
const LOWER: u8 = 4;
const UPPER: u8 = 5;
const O_LETTER: u8 = 6;
const NUMERIC: u8 = 7;
const A_TERM: u8 = 8;
const S_TERM: u8 = 9;
const CLOSE: u8 = 10;
const S_CONTINUE: u8 = 11;

/// Whether `at`, in bytes, lies between two sentences (UAX #29, rules SB1 to
/// SB998), or at an end of the text. A sentence keeps the white space behind
/// it.
///
/// Looks back over the spaces and closing marks behind a full stop, and ahead
/// to the next letter. The order of the rules does not matter after SB5, as
/// all but SB11 say no.
pub fn is_sentence_boundary(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let mut before = before.chars();
    let (Some(left), Some(right)) = (before.next_back(), after.chars().next()) else {
        return true; // SB1, SB2
    };
    let (mut last, next) = (class(left), class(right));
    if last == PARA_SEP {
        return (left, right) != ('\r', '\n'); // SB3, SB4
    }
    if let MARK | SP | PARA_SEP = next {
        return false; // SB5, SB9, SB10
    }
    if last == MARK {
        last = last_class(&mut before);
    }
    match (last, next) {
        (A_TERM, NUMERIC) => return false, // SB6
        (A_TERM, UPPER) if matches!(last_class(&mut before.clone()), UPPER | LOWER) => {
            return false; // SB7
        }
        // SB8a. The rest is SB9, and keeps a row of closing marks from being
        // walked back at each of them.
        (_, S_CONTINUE | A_TERM | S_TERM) | (A_TERM | S_TERM | CLOSE, CLOSE) => return false,
        _ => {}
    }
    for passed in [SP, CLOSE] {
        while last == passed {
            last = last_class(&mut before);
        }
    }
    match last {
        A_TERM => !is_lower_ahead(after), // SB8
        S_TERM => true,                   // SB11
        _ => false,                       // SB998
    }
}

/// The class of the last character that is no mark, which is taken.
fn last_class(before: &mut Chars) -> u8 {
    loop {
        match before.next_back().map_or(0, class) {
            MARK => {}
            class => return class,
        }
    }
}

/// Whether the first letter ahead is in lower case, and in this sentence.
fn is_lower_ahead(after: &str) -> bool {
    for character in after.chars() {
        match class(character) {
            LOWER => return true,
            UPPER | O_LETTER | PARA_SEP | A_TERM | S_TERM => return false,
            _ => {}
        }
    }
    false
}
