//! Train, dev and test.

use proptest::prelude::*;
use verbatim::format::splits::{Split, rank};

fn parts(texts: &[String], percent: [u8; 3], seed: u64) -> Vec<usize> {
    let ranks: Vec<_> = texts.iter().map(|text| rank(text, seed)).collect();
    Split { percent, seed }.parts(&ranks)
}

fn counts(parts: &[usize]) -> [usize; 3] {
    [0, 1, 2].map(|part| parts.iter().filter(|&&one| one == part).count())
}

fn numbered(n: usize) -> Vec<String> {
    (0..n).map(|number| format!("Article {number}.")).collect()
}

#[test]
fn each_part_has_its_share() {
    for (n, percent, expected) in [
        (100, [80, 10, 10], [80, 10, 10]),
        (10, [80, 10, 10], [8, 1, 1]),
        (7, [50, 25, 25], [3, 2, 2]),
        (3, [100, 0, 0], [3, 0, 0]),
        (3, [0, 0, 100], [0, 0, 3]),
        (1, [0, 50, 50], [0, 0, 1]),
        (1, [80, 10, 10], [1, 0, 0]),
        (1, [50, 0, 50], [1, 0, 0]),
        (2, [50, 25, 25], [1, 0, 1]),
        (2, [1, 0, 99], [0, 0, 2]),
        (3, [80, 10, 10], [3, 0, 0]),
        (3, [34, 33, 33], [1, 1, 1]),
        (5, [80, 10, 10], [3, 1, 1]),
        (4, [0, 0, 0], [4, 0, 0]),
        (0, [80, 10, 10], [0, 0, 0]),
    ] {
        let counts = counts(&parts(&numbered(n), percent, 1));
        assert_eq!(counts, expected, "{n} articles by {percent:?}");
    }
}

#[test]
fn another_seed_is_another_split_and_the_same_one_the_same() {
    let texts = numbered(100);
    let of = |seed| parts(&texts, [80, 10, 10], seed);
    assert_eq!(of(7), of(7));
    assert_ne!(of(7), of(8));
}

proptest! {
    #[test]
    fn the_same_text_is_in_one_part_in_any_order(
        numbers in prop::collection::vec(0..20_u32, 0..60),
        seed in any::<u64>(),
        percent in prop::sample::select(vec![[80, 10, 10], [34, 33, 33], [0, 50, 50], [60, 0, 40]]),
        turns in any::<usize>(),
    ) {
        let mut texts: Vec<String> = numbers.iter().map(|n| format!("Article {n}.")).collect();
        let first = parts(&texts, percent, seed);
        let pairs = |texts: &[String], parts: &[usize]| {
            let mut pairs: Vec<_> = texts.iter().cloned().zip(parts.iter().copied()).collect();
            pairs.sort();
            pairs
        };
        let of_texts = pairs(&texts, &first);
        for pair in of_texts.windows(2) {
            prop_assert!(pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1);
        }
        if !texts.is_empty() {
            let n = texts.len();
            texts.rotate_left(turns % n);
            texts.reverse();
        }
        let again = parts(&texts, percent, seed);
        prop_assert_eq!(of_texts, pairs(&texts, &again));
    }
}
