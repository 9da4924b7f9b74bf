//! Names in words with an apostrophe: `China` in `China’s`, `Italie` in
//! `l’Italie`.
//!
//! For UAX #29 each of these is one word; an annotator marks the name and not
//! its case or article. So an end that lies at an apostrophe inside a word may
//! stay there ([`is_start`], [`is_end`]), and a word has a name in it
//! ([`name_in`]).
//!
//! Unit: UTF-8 bytes. Invariants: a name is not empty, begins and ends with
//! its word or at an apostrophe in it.

use std::ops::Range;

use super::segmentation::{is_word_boundary, next_boundary, prev_boundary};

/// How far, in bytes, a word with a name in it reaches at most to either side
/// of an apostrophe. It keeps a line of a megabyte quick.
const REACH: usize = 128;

/// What French, Italian and Catalan elide before a vowel: articles, pronouns,
/// prepositions and conjunctions, without their apostrophe.
const ELIDED: &[&str] = &[
    "l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
    "un", "gl", "dell", "nell", "all", "dall", "sull", "coll", "quell", "bell", "quest", "tutt",
];

/// What follows the apostrophe in the contractions of English.
const CONTRACTED: &[&str] = &["t", "d", "m", "ll", "re", "ve", "em", "n", "all"];

/// Whether a range may start at `at`: where a word does (UAX #29), or behind an
/// apostrophe inside one.
pub fn is_start(text: &str, at: usize) -> bool {
    is_word_boundary(text, at)
        || text.get(..at).is_some_and(|before| before.ends_with(is_apostrophe))
}

/// Whether a range may end at `at`: where a word does (UAX #29), or before an
/// apostrophe inside one.
pub fn is_end(text: &str, at: usize) -> bool {
    is_word_boundary(text, at)
        || text.get(at..).is_some_and(|after| after.starts_with(is_apostrophe))
}

/// Whether a word starts at `at`, or the name in one.
pub fn starts_word_or_name(text: &str, at: usize) -> bool {
    is_word_boundary(text, at) || (is_start(text, at) && is_edge_of_name(text, at))
}

/// Whether a word ends at `at`, or the name in one.
pub fn ends_word_or_name(text: &str, at: usize) -> bool {
    is_word_boundary(text, at) || (is_end(text, at) && is_edge_of_name(text, at))
}

/// The name in a word: without what is elided before it (`l’Italie`), and
/// without a possessive (`China’s`) or, behind a capitalised name in Latin
/// letters, a case ending (`Ankara’da`). All of a word that has no such parts
/// (`O’Brien`, `don’t`, `м’яч`).
pub fn name_in(word: &str) -> Range<usize> {
    let mut name = 0..word.len();
    if let Some((elided, apostrophe)) = split_off(word, word.find(is_apostrophe))
        && is_elided(elided)
    {
        name.start = elided.len() + apostrophe.len_utf8();
    }
    let rest = &word[name.clone()];
    if let Some((bare, apostrophe)) = split_off(rest, rest.rfind(is_apostrophe))
        && is_ending(bare, &rest[bare.len() + apostrophe.len_utf8()..])
    {
        name.end = name.start + bare.len();
    }
    name
}

/// What stands before an apostrophe, and the apostrophe, if letters stand on
/// both sides.
fn split_off(word: &str, at: Option<usize>) -> Option<(&str, char)> {
    let at = at?;
    let apostrophe = word[at..].chars().next()?;
    let is_inside = at > 0 && at + apostrophe.len_utf8() < word.len();
    is_inside.then_some((&word[..at], apostrophe))
}

/// A single capital is elided only as an article or preposition: `N’Golo` and
/// `O’Brien` are names.
fn is_elided(part: &str) -> bool {
    let lower = part.to_lowercase();
    ELIDED.contains(&lower.as_str()) && (part.len() > 1 || part == lower || "LD".contains(part))
}

fn is_ending(bare: &str, ending: &str) -> bool {
    let is_possessive = ending.eq_ignore_ascii_case("s");
    let is_case = bare.chars().nth(1).is_some()
        && bare.starts_with(char::is_uppercase)
        && bare.ends_with(is_latin)
        && ending.chars().all(char::is_lowercase)
        && !CONTRACTED.contains(&ending);
    !bare.ends_with(is_apostrophe) && (is_possessive || is_case)
}

/// Whether a place at an apostrophe inside a word is an end of the name there.
fn is_edge_of_name(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(REACH));
    let to = text.ceil_char_boundary(at.saturating_add(REACH));
    let near = &text[from..to];
    let start = prev_boundary(near, at - from, is_word_boundary).unwrap_or(0);
    let end = next_boundary(near, at - from, is_word_boundary).unwrap_or(near.len());
    let is_cut = (start == 0 && from > 0) || (end == near.len() && to < text.len());
    let name = name_in(&near[start..end]);
    let at = at - from - start;
    !is_cut && name != (0..end - start) && (at == name.start || at == name.end)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}')
}

/// In the blocks of Latin letters that European languages and Turkish use.
fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}
