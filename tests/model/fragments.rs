//! Which ranges can be the fragments of an annotation.

use crate::support::arbitrary::{arb_text, range_in};
use crate::support::drawn::{fragment, range};
use proptest::prelude::*;
use proptest::sample::Index;
use unicode_segmentation::UnicodeSegmentation as _;
use verbatim::model::extra::Extra;
use verbatim::model::fragments::{Fragment, Fragments, FragmentsError};
use verbatim::model::offset::TextRange;
use verbatim::model::text::Text;

fn text(original: &str) -> Text {
    Text::from_original(original).unwrap().0
}

fn fragments(text: &Text, ranges: &[(usize, usize)]) -> Result<Fragments, FragmentsError> {
    Fragments::new(text, ranges.iter().map(|&(start, end)| fragment(start, end)).collect())
}

#[test]
fn what_keeps_the_invariants_is_taken() {
    let cases: [(&str, &[(usize, usize)]); 8] = [
        ("one two", &[(0, 3)]),
        ("one two", &[(0, 7)]),
        ("one two", &[(0, 3), (4, 7)]),
        ("one two", &[(0, 1), (2, 3), (4, 5)]),
        ("one\n\ntwo", &[(0, 8)]),
        ("caf\u{65}\u{301}!", &[(3, 6)]),
        // A space that carries a mark is a character.
        ("a \u{301}b", &[(1, 4)]),
        ("(\u{200b})", &[(1, 4)]),
    ];
    for (original, ranges) in cases {
        let found = fragments(&text(original), ranges).unwrap();
        let expected: Vec<TextRange> =
            ranges.iter().map(|&(start, end)| range(start, end)).collect();
        assert_eq!(found.ranges().collect::<Vec<_>>(), expected);
        assert_eq!(found.count(), ranges.len());
    }
}

#[test]
fn each_broken_invariant_has_its_error() {
    let nothing: &[(usize, usize)] = &[];
    let out_of_text = |start, end, len: u32| FragmentsError::OutOfText {
        range: range(start, end),
        len: len.into(),
    };
    let untrimmed = |start, end| FragmentsError::Untrimmed { range: range(start, end) };
    let cuts = |start, end| FragmentsError::CutsCharacter { range: range(start, end) };
    let not_apart = |a: (usize, usize), b: (usize, usize)| FragmentsError::NotApart {
        first: range(a.0, a.1),
        second: range(b.0, b.1),
    };
    let cases = [
        ("one two", nothing, FragmentsError::None),
        ("one two", &[(0, 8)], out_of_text(0, 8, 7)),
        ("one two", &[(8, 9)], out_of_text(8, 9, 7)),
        ("a😀b", &[(0, 3)], out_of_text(0, 3, 6)),
        ("a😀b", &[(3, 6)], out_of_text(3, 6, 6)),
        ("one two", &[(1, 1)], untrimmed(1, 1)),
        ("one two", &[(0, 4)], untrimmed(0, 4)),
        ("one two", &[(3, 7)], untrimmed(3, 7)),
        ("one two", &[(3, 4)], untrimmed(3, 4)),
        ("one\ntwo", &[(0, 4)], untrimmed(0, 4)),
        ("one\u{a0}two", &[(0, 5)], untrimmed(0, 5)),
        ("one\u{2028}two", &[(3, 9)], untrimmed(3, 9)),
        ("cafe\u{301}", &[(0, 4)], cuts(0, 4)),
        ("cafe\u{301}s", &[(4, 7)], cuts(4, 7)),
        ("👨\u{200d}👩", &[(0, 4)], cuts(0, 4)),
        ("🇨🇳🇺🇸", &[(4, 12)], cuts(4, 12)),
        ("\u{1112}\u{1161}\u{11ab}", &[(0, 6)], cuts(0, 6)),
        ("a \u{301}b", &[(2, 5)], cuts(2, 5)),
        // The space is half of a character that begins outside.
        ("\u{600} \u{301}b", &[(2, 6)], cuts(2, 6)),
        ("one two", &[(0, 3), (0, 3)], not_apart((0, 3), (0, 3))),
        ("one two", &[(0, 3), (2, 3)], not_apart((0, 3), (2, 3))),
        ("one two", &[(0, 2), (2, 3)], not_apart((0, 2), (2, 3))),
        ("one two", &[(4, 7), (0, 3)], not_apart((4, 7), (0, 3))),
        ("one two", &[(0, 1), (2, 3), (2, 5)], not_apart((2, 3), (2, 5))),
        // What is wrong with one range is said before how they lie.
        ("one two", &[(0, 3), (2, 4)], untrimmed(2, 4)),
    ];
    for (original, ranges, error) in cases {
        assert_eq!(fragments(&text(original), ranges), Err(error), "{original:?}");
    }
}

#[test]
fn errors_name_the_offsets() {
    let text = text("one two");
    let say = |ranges: &[(usize, usize)]| fragments(&text, ranges).unwrap_err().to_string();
    assert_eq!(say(&[]), "it has no fragment");
    assert_eq!(
        say(&[(5, 9)]),
        "5..9 does not lie on characters of the text, which is 7 bytes long"
    );
    assert_eq!(say(&[(3, 5)]), "3..5 is empty or has white space at an end");
    assert_eq!(say(&[(0, 3), (2, 3)]), "2..3 overlaps, touches or precedes 0..3");
}

#[test]
fn fragments_know_their_extent_length_and_words() {
    let text = text("We must, she said, act now.");
    let split = fragments(&text, &[(0, 7), (19, 26)]).unwrap();
    assert_eq!(split.extent(), range(0, 26));
    assert_eq!(split.covered_len(), 14.into());
    assert_eq!(split.quote(&text), "We must … act now");
    let whole = Fragments::one(&text, range(0, 26)).unwrap();
    assert_eq!(whole.quote(&text), "We must, she said, act now");
    assert!(!whole.same_ranges(&split));

    let mut said_more = fragment(0, 26);
    said_more.extra.insert("x".into(), 1.into());
    let said_more = Fragments::new(&text, vec![said_more]).unwrap();
    assert!(whole.same_ranges(&said_more));
    assert_ne!(whole, said_more);
}

/// The invariants, word for word. White space at an end is a grapheme cluster
/// there that is white space and nothing else.
fn keeps_invariants(text: &Text, ranges: &[TextRange]) -> bool {
    let boundaries: Vec<usize> = text
        .as_str()
        .grapheme_indices(true)
        .map(|(at, _)| at)
        .chain([text.as_str().len()])
        .collect();
    let is_boundary = |at| boundaries.contains(&usize::from(at));
    let is_blank = |cluster: Option<&str>| cluster.is_some_and(|c| c.trim().is_empty());
    let is_good = |range: &TextRange| {
        let words = text.get(*range).unwrap_or_default();
        !range.is_empty()
            && is_boundary(range.start())
            && is_boundary(range.end())
            && !is_blank(words.graphemes(true).next())
            && !is_blank(words.graphemes(true).next_back())
    };
    !ranges.is_empty()
        && ranges.iter().all(is_good)
        && ranges.windows(2).all(|pair| pair[0].end() < pair[1].start())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn exactly_what_keeps_the_invariants_is_taken(
        text in arb_text(),
        ends in prop::collection::vec(any::<(Index, Index)>(), 0..3),
    ) {
        let ranges = ends.into_iter().map(|(a, b)| range_in(&text, a, b));
        let mut ranges: Vec<TextRange> = ranges.collect();
        ranges.sort_by_key(|range| range.start());
        let given = ranges.iter().map(|&range| Fragment { range, extra: Extra::default() });
        let taken = Fragments::new(&text, given.collect());
        prop_assert_eq!(taken.is_ok(), keeps_invariants(&text, &ranges), "{:?}", taken);
    }
}
