//! Offsets in bytes, UTF-16 units and code points, against a walk over the
//! characters.

use crate::support::arbitrary::{arb_string, arb_text};
use proptest::prelude::*;
use verbatim::model::offset::{CharOffset, OffsetMap, TextRange, TextSize, Utf16Offset};

/// Every character boundary of a text: in bytes, UTF-16 units, code points.
fn boundaries(text: &str) -> Vec<(u32, u32, u32)> {
    let mut at = (0, 0, 0);
    let mut boundaries = vec![at];
    for c in text.chars() {
        at = (at.0 + c.len_utf8() as u32, at.1 + c.len_utf16() as u32, at.2 + 1);
        boundaries.push(at);
    }
    boundaries
}

/// Compares every offset, up to some past the end, in every unit.
fn check(text: &str) {
    let map = OffsetMap::new(text);
    let boundaries = boundaries(text);
    let &(_, n_utf16, n_chars) = boundaries.last().unwrap();
    assert_eq!((map.n_utf16(), map.n_chars()), (Utf16Offset(n_utf16), CharOffset(n_chars)));
    for offset in (0..text.len() as u32 + 3).chain([u32::MAX - 1, u32::MAX]) {
        let by_byte = boundaries.iter().find(|at| at.0 == offset);
        let by_utf16 = boundaries.iter().find(|at| at.1 == offset);
        let by_char = boundaries.iter().find(|at| at.2 == offset);
        let byte = TextSize::from(offset);
        assert_eq!(map.utf16_from_byte(byte), by_byte.map(|at| Utf16Offset(at.1)), "byte {offset}");
        assert_eq!(map.char_from_byte(byte), by_byte.map(|at| CharOffset(at.2)), "byte {offset}");
        let from_utf16 = map.byte_from_utf16(Utf16Offset(offset));
        assert_eq!(from_utf16, by_utf16.map(|at| at.0.into()), "UTF-16 {offset}");
        let from_char = map.byte_from_char(CharOffset(offset));
        assert_eq!(from_char, by_char.map(|at| at.0.into()), "char {offset}");
    }
}

#[test]
fn all_units_agree_with_a_walk() {
    let texts = [
        "",
        "a",
        "plain ASCII, which needs no table",
        "é",
        "aé",
        "éa",
        "ééé",
        "北京 is Peking",
        "😀",
        "a😀b",
        "😀😀",
        "é😀京x",
        "\0\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}",
        "👨\u{200d}👩\u{200d}👧🇨🇳e\u{301}",
        "שלום \u{202b}مرحبا\u{202c}\n\u{2028}\u{a0}",
    ];
    for text in texts {
        check(text);
    }
}

#[test]
fn an_offset_inside_a_character_is_none() {
    let map = OffsetMap::new("a😀b");
    assert_eq!(map.byte_from_utf16(Utf16Offset(1)), Some(1.into()));
    assert_eq!(map.byte_from_utf16(Utf16Offset(2)), None, "between the surrogates");
    assert_eq!(map.byte_from_utf16(Utf16Offset(3)), Some(5.into()));
    for inside in 2..5 {
        assert_eq!(map.utf16_from_byte(inside.into()), None);
        assert_eq!(map.char_from_byte(inside.into()), None);
    }
}

#[test]
fn an_offset_past_the_end_is_none() {
    let map = OffsetMap::new("a😀b");
    assert_eq!(map.byte_from_utf16(Utf16Offset(4)), Some(6.into()));
    assert_eq!(map.byte_from_utf16(Utf16Offset(5)), None);
    assert_eq!(map.byte_from_char(CharOffset(3)), Some(6.into()));
    assert_eq!(map.byte_from_char(CharOffset(4)), None);
    assert_eq!(map.utf16_from_byte(7.into()), None);
    assert_eq!(map.char_from_byte(7.into()), None);
}

#[test]
fn ascii_costs_nothing_and_counts_the_same() {
    let text = "x".repeat(1_000_000);
    let map = OffsetMap::new(&text);
    for offset in [0, 1, 499_999, 999_999, 1_000_000] {
        assert_eq!(map.byte_from_utf16(Utf16Offset(offset)), Some(offset.into()));
        assert_eq!(map.byte_from_char(CharOffset(offset)), Some(offset.into()));
    }
    assert_eq!(map.byte_from_char(CharOffset(1_000_001)), None);
}

proptest! {
    #[test]
    fn all_units_agree_with_a_walk_on_any_text(text in arb_string()) {
        check(&text);
    }

    #[test]
    fn all_units_agree_on_any_characters(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn ranges_come_from_two_offsets_in_order(
        text in arb_text(),
        start in 0..40_u32,
        end in 0..40_u32,
    ) {
        let boundaries = boundaries(text.as_str());
        let byte_of_char = |at: u32| boundaries.iter().find(|b| b.2 == at).map(|b| b.0);
        let byte_of_utf16 = |at: u32| boundaries.iter().find(|b| b.1 == at).map(|b| b.0);
        let range = |start: Option<u32>, end: Option<u32>| {
            let (start, end) = (start?, end?);
            (start <= end).then(|| TextRange::new(start.into(), end.into()))
        };
        prop_assert_eq!(
            text.range_from_chars(CharOffset(start), CharOffset(end)),
            range(byte_of_char(start), byte_of_char(end))
        );
        prop_assert_eq!(
            text.range_from_utf16(Utf16Offset(start), Utf16Offset(end)),
            range(byte_of_utf16(start), byte_of_utf16(end))
        );
    }
}
