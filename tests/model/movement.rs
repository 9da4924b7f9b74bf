//! Where a reading cursor goes.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use verbatim::model::movement::{Unit, lines_around, sentence, step};
use verbatim::model::offset::TextSize;
use verbatim::model::text::Text;

use crate::support::arbitrary::{arb_text, range_in};

/// A text in which the cursor stops at every `|`, and nowhere else.
fn stops(unit: Unit, drawing: &str) {
    all_stops(drawing, |text, at, forwards| step(text, at, unit, forwards));
}

/// The sentence one step from `at`, looked for in the lines around alone.
fn by_sentences(text: &Text, at: TextSize, forwards: bool) -> TextSize {
    let lines = lines_around(text, at);
    let found = sentence(text.get(lines).unwrap(), at - lines.start(), forwards);
    let edge = if forwards { text.len() } else { 0.into() };
    found.map_or(edge, |found| found.start() + lines.start())
}

fn all_stops(drawing: &str, step: impl Fn(&Text, TextSize, bool) -> TextSize) {
    let (mut text, mut places) = (String::new(), Vec::new());
    for c in drawing.chars() {
        match c {
            '|' => places.push(text.len() as u32),
            c => text.push(c),
        }
    }
    let (text, _) = Text::from_original(&text).unwrap();
    let walked = |from: u32, forwards| {
        let (mut at, mut places) = (TextSize::from(from), vec![from]);
        loop {
            let next = step(&text, at, forwards);
            if next == at {
                return places;
            }
            at = next;
            places.push(at.into());
        }
    };
    assert_eq!(walked(0, true), places, "forwards over {drawing:?}");
    places.reverse();
    assert_eq!(walked(text.len().into(), false), places, "back over {drawing:?}");
}

#[test]
fn by_character() {
    stops(Unit::Character, "|W|e| |u\u{301}|👩🏽\u{200d}🚒|\n|🇩🇪|🇨🇳|");
}

#[test]
fn by_word() {
    stops(Unit::Word, "|We |must |act|.|");
    stops(Unit::Word, "|“|We  |must|”, |she |said|:\n\n|“|act|”|");
    stops(Unit::Word, "|It’s |3.5 |km|, |Zoe\u{301}|, |a|-|b|");
    stops(Unit::Word, "|dans |l’|Italie |China’s |don’t|");
    stops(Unit::WordOrName, "|dans |l’|Italie |China|’s |don’t|, |“|l’|an|”|");
    stops(Unit::Word, "|東|京|。|行|く|");
    stops(Unit::Word, "|  \u{a0}|one |😀 |two\n\n|");
}

#[test]
fn by_sentence() {
    all_stops("|One. |“Two?” |Three 3.5 and e.g. four.\n|Five\n\n|Six|", by_sentences);
    all_stops("| \n\n|One. |Two.\n \n\n|Three.\n |", by_sentences);
    all_stops("|\u{3000}|東京。|行く。\n\u{3000}|東京。\n|", by_sentences);
}

#[test]
fn by_paragraph() {
    stops(Unit::Paragraph, "|One\ntwo\n \n\n|three\nfour\n\n|");
    stops(Unit::Paragraph, "|One\n|two\n|three|");
    stops(Unit::Paragraph, "|One\n|two\n|");
    stops(Unit::Paragraph, "|\n\n|One\n\n|two|");
}

#[test]
fn from_inside_a_unit_it_goes_back_to_its_start() {
    let (text, _) = Text::from_original("One two. Three\nfour\n\nfive six").unwrap();
    let cases = [
        (5, Unit::Word, 4),
        (7, Unit::Word, 4),
        (17, Unit::Paragraph, 0),
        (28, Unit::Paragraph, 21),
    ];
    for (at, unit, expected) in cases {
        let place = step(&text, TextSize::from(at), unit, false);
        assert_eq!(u32::from(place), expected, "{unit:?} from {at}");
    }
    assert_eq!(u32::from(by_sentences(&text, 12.into(), false)), 9);
}

#[test]
fn a_sentence_is_found_whole() {
    let text = "One. “Two?” Three.\nFour";
    for (at, forwards, found) in [
        (0, true, Some("“Two?” ")),
        (7, true, Some("Three.\n")),
        (19, true, Some("Four")),
        (23, true, None),
        (25, false, Some("Four")),
        (3, false, Some("One. ")),
        (0, false, None),
    ] {
        let range = sentence(text, at.into(), forwards);
        let words = range.map(|range| &text[range.start().into()..range.end().into()]);
        assert_eq!(words, found, "from {at}");
    }
}

proptest! {
    #[test]
    fn a_step_goes_on_to_a_boundary_of_characters(
        text in arb_text(),
        index: Index,
        unit in select(&[
            Unit::Character, Unit::Word, Unit::Paragraph,
        ]),
        forwards: bool,
    ) {
        let at = range_in(&text, index, index).start();
        let place = step(&text, at, unit, forwards);
        prop_assert!(place <= text.len());
        prop_assert!(text.is_grapheme_boundary(place));
        match forwards {
            true => prop_assert!(place > at || at == text.len()),
            false => prop_assert!(place < at || at == TextSize::from(0)),
        }
        let character = step(&text, at, Unit::Character, forwards);
        prop_assert_eq!(character.cmp(&place).is_gt(), !forwards && character != place);
    }

    #[test]
    fn the_lines_around_are_enough_for_a_sentence(
        text in arb_text(),
        index: Index,
        forwards: bool,
    ) {
        let at = range_in(&text, index, index).start();
        let whole = sentence(text.as_str(), at, forwards);
        let edge = if forwards { text.len() } else { 0.into() };
        let whole = whole.map_or(edge, |found| found.start());
        prop_assert_eq!(by_sentences(&text, at, forwards), whole);
        match forwards {
            true => prop_assert!(whole > at || at == text.len()),
            false => prop_assert!(whole < at || at == TextSize::from(0)),
        }
    }
}
