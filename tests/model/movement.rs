//! Where a reading cursor goes.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use verbatim::model::movement::{Unit, step};
use verbatim::model::offset::TextSize;
use verbatim::model::text::Text;

use crate::support::arbitrary::{arb_text, range_in};

/// A text in which the cursor stops at every `|`, and nowhere else.
fn stops(unit: Unit, drawing: &str) {
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
            let next = step(&text, at, unit, forwards);
            if next == at {
                return places;
            }
            at = next;
            places.push(at.into());
        }
    };
    assert_eq!(walked(0, true), places, "{unit:?} forwards over {drawing:?}");
    places.reverse();
    assert_eq!(walked(text.len().into(), false), places, "{unit:?} back over {drawing:?}");
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
    stops(Unit::Word, "|東|京|。|行|く|");
    stops(Unit::Word, "|  \u{a0}|one |😀 |two\n\n|");
}

#[test]
fn by_sentence() {
    stops(Unit::Sentence, "|One. |“Two?” |Three 3.5 and e.g. four.\n|Five\n\n|Six|");
}

#[test]
fn by_line() {
    stops(Unit::Line, "|One two\n|\n|three.\n|four|");
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
        (12, Unit::Sentence, 9),
        (12, Unit::Line, 0),
        (17, Unit::Line, 15),
        (17, Unit::Paragraph, 0),
        (28, Unit::Paragraph, 21),
    ];
    for (at, unit, expected) in cases {
        let place = step(&text, TextSize::from(at), unit, false);
        assert_eq!(u32::from(place), expected, "{unit:?} from {at}");
    }
}

proptest! {
    #[test]
    fn a_step_goes_on_to_a_boundary_of_characters(
        text in arb_text(),
        index: Index,
        unit in select(&[
            Unit::Character, Unit::Word, Unit::Sentence, Unit::Line, Unit::Paragraph,
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
}
