//! What snapping promises for any text and any range.

use crate::support::arbitrary::{PIECES, range_in};
use crate::support::drawn::range;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use unicode_segmentation::UnicodeSegmentation as _;
use verbatim::model::fragments::Fragments;
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::segmentation::{bounds, is_word_boundary};
use verbatim::model::text::Text;

type Snap = fn(&Text, TextRange) -> Option<TextRange>;

/// Pieces that make words, characters and white space disagree.
const JOINTS: &[&str] = &[
    "can't",
    "l’",
    "U.S.",
    "3.5",
    "1,000",
    "a.b",
    "_",
    "'",
    "’",
    ":",
    "·",
    "カタ",
    "ひら",
    "京",
    "ສ",
    "กำ",
    "צה\"ל",
    "א'",
    "\u{600}",
    "\u{d4e}",
    "\u{110bd}",
    "\u{1112}",
    "\u{1161}",
    "\u{11ab}",
    "각",
    "\u{202f}",
    "\u{180e}",
    "\u{ad}",
    "\u{2060}",
    "\u{200c}",
    "\u{200d}",
    "\u{feff}",
    "\u{fe0f}",
    "\u{20e3}",
    "3",
    "ⓜ",
    "🅰",
    "ℹ",
    "©",
    "क",
    "\u{94d}",
    "ष",
    "\u{1f3ff}",
    "\u{1f1e6}",
    "\u{e0067}",
    "🏴",
    " ",
    "\n",
    "\t",
    "\u{301}",
    "\u{903}",
    "\u{85}",
];

fn arb_joints(max: usize) -> impl Strategy<Value = Text> {
    let piece = prop_oneof![2 => select(JOINTS), 1 => select(PIECES)];
    prop::collection::vec(piece, 1..max).prop_filter_map("a text is not blank", |pieces| {
        Text::from_original(&pieces.concat()).ok().map(|(text, _)| text)
    })
}

/// Long runs of few pieces, so that the reach ends in the middle of things.
fn arb_long() -> impl Strategy<Value = Text> {
    let run = (prop::collection::vec(select(JOINTS), 1..4), 1..400_usize);
    prop::collection::vec(run, 1..4).prop_filter_map("a text is not blank", |runs| {
        let runs: Vec<String> = runs.iter().map(|(pieces, n)| pieces.concat().repeat(*n)).collect();
        Text::from_original(&runs.concat()).ok().map(|(text, _)| text)
    })
}

/// What every way to snap promises.
fn check_promises(text: &Text, covered: TextRange) -> Result<(), TestCaseError> {
    let trimmed = text.trim(covered);
    let snaps: [Snap; 3] =
        [Text::snap_to_words, Text::snap_to_whole_words, Text::snap_to_characters];
    for snap in snaps {
        let snapped = snap(text, covered);
        prop_assert_eq!(snapped.is_some(), trimmed.is_some());
        if let (Some(snapped), Some(trimmed)) = (snapped, trimmed) {
            prop_assert_eq!(Fragments::one(text, snapped).err(), None);
            prop_assert_eq!(snap(text, snapped), Some(snapped), "again");
            prop_assert!(snapped.contains_range(trimmed));
        }
    }
    if let (Some(words), Some(characters)) =
        (text.snap_to_words(covered), text.snap_to_characters(covered))
    {
        prop_assert!(words.contains_range(characters));
    }
    // The name in a word lies in it, and is as sound.
    if let (Some(name), Some(words)) =
        (text.snap_to_name(covered), text.snap_to_whole_words(covered))
    {
        prop_assert_eq!(Fragments::one(text, name).err(), None);
        prop_assert!(words.contains_range(name));
    }
    Ok(())
}

/// The clusters of a text that a range touches, without the blank ones at its
/// ends: [`Text::snap_to_characters`], said with lists.
fn naive_characters(text: &Text, covered: TextRange) -> Option<TextRange> {
    let words = text.get(covered)?;
    let start = covered.start() + TextSize::of(words) - TextSize::of(words.trim_start());
    let end = covered.start() + TextSize::of(words.trim_end());
    let touched: Vec<(usize, &str)> = text
        .as_str()
        .grapheme_indices(true)
        .filter(|&(at, cluster)| at < end.into() && at + cluster.len() > start.into())
        .collect();
    let (&(first, _), &(last, cluster)) = (touched.first()?, touched.last()?);
    (start < end).then(|| range(first, last + cluster.len()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn snapping_keeps_its_promises(text in arb_joints(24), a: Index, b: Index) {
        check_promises(&text, range_in(&text, a, b))?;
    }

    #[test]
    fn snapping_to_characters_agrees_with_lists(text in arb_joints(24), a: Index, b: Index) {
        let covered = range_in(&text, a, b);
        prop_assert_eq!(text.snap_to_characters(covered), naive_characters(&text, covered));
    }

    #[test]
    fn a_boundary_is_where_a_cluster_starts_or_the_text_ends(text in arb_joints(24)) {
        let clusters = text.as_str().grapheme_indices(true).map(|(at, _)| at);
        let expected: Vec<usize> = clusters.chain([text.as_str().len()]).collect();
        let found: Vec<usize> = (0..=text.as_str().len() + 2)
            .filter(|&at| text.is_grapheme_boundary(TextSize::from(at as u32)))
            .collect();
        prop_assert_eq!(found, expected);
    }

    /// Ends lie on word boundaries of the whole text, at white space, or on
    /// the far side of an apostrophe.
    #[test]
    fn snapped_ends_lie_where_words_do(text in arb_joints(24), a: Index, b: Index) {
        let Some(snapped) = text.snap_to_words(range_in(&text, a, b)) else {
            return Ok(());
        };
        let is_apostrophe = |c: char| "'’".contains(c);
        let before = &text.as_str()[..snapped.start().into()];
        let after = &text.as_str()[snapped.end().into()..];
        let stays = [before.ends_with(is_apostrophe), after.starts_with(is_apostrophe)];
        let ends = [snapped.start(), snapped.end()].map(usize::from);
        for (end, _) in ends.into_iter().zip(stays).filter(|(_, stays)| !stays) {
            for (start, after) in bounds(text.as_str(), is_word_boundary) {
                let word = &text.as_str()[start..after];
                let cuts = start < end && end < after;
                let has = |kind: fn(char) -> bool| word.contains(kind);
                let is_one = has(char::is_alphanumeric) && !has(char::is_whitespace);
                prop_assert!(!(cuts && is_one), "{:?} at {} is cut", word, start);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn snapping_keeps_its_promises_in_long_lines(text in arb_long(), a: Index, b: Index) {
        check_promises(&text, range_in(&text, a, b))?;
    }
}
