//! The lines of a text.

use crate::support::arbitrary::{arb_text, range_in};
use crate::support::drawn::range;
use proptest::prelude::*;
use proptest::sample::Index;
use verbatim::model::text::{BlockIdx, Text};

fn text(original: &str) -> Text {
    Text::from_original(original).unwrap().0
}

#[test]
fn every_line_is_a_block_empty_ones_too() {
    let cases: [(&str, &[&str]); 7] = [
        ("one", &["one"]),
        ("one\n", &["one", ""]),
        ("\none", &["", "one"]),
        ("one\n\ntwo", &["one", "", "two"]),
        ("one\r\ntwo\rthree\n\n", &["one", "two", "three", "", ""]),
        ("one\u{2028}two\u{85}three", &["one\u{2028}two\u{85}three"]),
        ("京\n😀\n ", &["京", "😀", " "]),
    ];
    for (original, lines) in cases {
        let text = text(original);
        let found: Vec<&str> =
            (0..text.n_blocks()).map(|idx| text.block_str(BlockIdx(idx))).collect();
        assert_eq!(found, lines, "{original:?}");
    }
}

#[test]
fn a_line_past_the_last_is_empty_at_the_end() {
    let text = text("one\ntwo");
    assert_eq!(text.block_range(BlockIdx(2)), range(7, 7));
    assert_eq!(text.block_range(BlockIdx(usize::MAX - 1)), range(7, 7));
    assert_eq!(text.block_str(BlockIdx(2)), "");
}

#[test]
fn a_line_feed_belongs_to_the_line_it_ends() {
    let text = text("one\n\ntwo\n");
    let lines: Vec<usize> = (0..=9).map(|at| text.block_at(at.into()).0).collect();
    assert_eq!(lines, [0, 0, 0, 0, 1, 2, 2, 2, 2, 3]);
    let lines_of =
        |start, end| text.blocks_of(range(start, end)).map(|block| block.0).collect::<Vec<_>>();
    assert_eq!(lines_of(0, 3), [0]);
    assert_eq!(lines_of(0, 4), [0]);
    assert_eq!(lines_of(0, 5), [0, 1]);
    assert_eq!(lines_of(2, 6), [0, 1, 2]);
    assert_eq!(lines_of(5, 8), [2]);
}

#[test]
fn words_at_what_is_no_range_of_the_text_are_none() {
    let text = text("a😀b");
    assert_eq!(text.get(range(1, 5)), Some("😀"));
    assert_eq!(text.get(range(6, 6)), Some(""));
    assert_eq!(text.get(range(1, 3)), None);
    assert_eq!(text.get(range(2, 5)), None);
    assert_eq!(text.get(range(0, 7)), None);
    assert_eq!(text.get(range(7, 7)), None);
}

proptest! {
    #[test]
    fn blocks_joined_by_lf_are_the_text(text in arb_text()) {
        let blocks = (0..text.n_blocks()).map(|idx| text.block_str(BlockIdx(idx)));
        let blocks: Vec<&str> = blocks.collect();
        prop_assert_eq!(blocks.join("\n"), text.as_str());
        prop_assert_eq!(blocks, text.as_str().split('\n').collect::<Vec<_>>());
    }

    #[test]
    fn a_range_lies_in_the_lines_of_its_characters(text in arb_text(), a: Index, b: Index) {
        let range = range_in(&text, a, b);
        prop_assume!(!range.is_empty());
        let line_of = |at: usize| text.as_str()[..at].matches('\n').count();
        let mut lines: Vec<usize> = text.as_str()
            .char_indices()
            .filter(|&(at, _)| range.contains((at as u32).into()))
            .map(|(at, _)| line_of(at))
            .collect();
        lines.dedup();
        let found: Vec<usize> = text.blocks_of(range).map(|block| block.0).collect();
        prop_assert_eq!(found, lines);
        prop_assert_eq!(text.block_at(range.end()).0, line_of(range.end().into()));
    }
}
