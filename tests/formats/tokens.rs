//! Tokens and sentences.

use proptest::prelude::*;
use proptest::sample::Index;
use unicode_segmentation::UnicodeSegmentation as _;
use verbatim::format::{Options, SentenceRule, TokenRule, tokens_of};
use verbatim::model::article::Article;
use verbatim::model::id::ArticleId;
use verbatim::model::offset::TextRange;

use crate::support::arbitrary::{arb_text, range_in};

fn options(tokens: TokenRule, sentences: SentenceRule) -> Options {
    Options { tokens, sentences, ..Options::default() }
}

fn article(text: &str) -> Article {
    Article::from_plain_text(ArticleId::random(), "", text).unwrap()
}

fn sentences(text: &str, options: &Options, whole: &[TextRange]) -> Vec<Vec<String>> {
    let article = article(text);
    let tokens = tokens_of(&article, options, whole.iter().copied());
    let words = |range: &TextRange| article.text.get(*range).unwrap().to_owned();
    tokens.sentences().map(|sentence| sentence.iter().map(words).collect()).collect()
}

#[test]
fn tokens_are_words_and_marks() {
    use SentenceRule::*;
    use TokenRule::*;
    for (rules, text, expected) in [
        (
            (Words, Sentences),
            "Act now! He can’t.",
            vec![vec!["Act", "now", "!"], vec!["He", "can’t", "."]],
        ),
        (
            (WhiteSpace, Sentences),
            "Act now! He can’t.",
            vec![vec!["Act", "now!"], vec!["He", "can’t."]],
        ),
        ((Words, Lines), "One. Two\nthree", vec![vec!["One", ".", "Two"], vec!["three"]]),
        ((Words, Lines), "\n\na\n\nb\n", vec![vec!["a"], vec!["b"]]),
        ((Words, Lines), "a\u{a0}b\u{2028}c", vec![vec!["a", "b", "c"]]),
        (
            (Words, Lines),
            "👨\u{200d}👩\u{200d}👧 cafe\u{301}",
            vec![vec!["👨\u{200d}👩\u{200d}👧", "cafe\u{301}"]],
        ),
        ((WhiteSpace, Lines), "a \u{301}b", vec![vec!["a \u{301}b"]]),
    ] {
        assert_eq!(sentences(text, &options(rules.0, rules.1), &[]), expected, "{text:?}");
    }
}

#[test]
fn no_sentence_ends_inside_an_annotation() {
    let text = "He left. She came. They met.";
    let whole = TextRange::new(3.into(), 12.into());
    assert_eq!(&text[3..12], "left. She");
    let options = options(TokenRule::Words, SentenceRule::Sentences);
    assert_eq!(
        sentences(text, &options, &[whole]),
        [vec!["He", "left", ".", "She", "came", "."], vec!["They", "met", "."]]
    );
}

proptest! {
    #[test]
    fn tokens_hold_all_ink_and_cut_no_character(
        text in arb_text(),
        ends in prop::collection::vec(any::<(Index, Index)>(), 0..4),
        words in any::<bool>(),
        lines in any::<bool>(),
    ) {
        let rule = if words { TokenRule::Words } else { TokenRule::WhiteSpace };
        let breaks = if lines { SentenceRule::Lines } else { SentenceRule::Sentences };
        let whole: Vec<TextRange> = ends.into_iter().map(|(a, b)| range_in(&text, a, b)).collect();
        let tokens = tokens_of(
            &article(text.as_str()),
            &options(rule, breaks),
            whole.iter().copied(),
        );

        for token in tokens.ranges() {
            let words = text.get(*token).unwrap();
            let clusters: Vec<&str> = words.graphemes(true).collect();
            prop_assert!(!clusters.first().is_none_or(|one| one.trim().is_empty()), "{:?}", words);
            prop_assert!(!clusters.last().is_none_or(|one| one.trim().is_empty()), "{:?}", words);
        }
        let apart = tokens.ranges().windows(2).all(|pair| pair[0].end() <= pair[1].start());
        prop_assert!(apart);
        for (at, cluster) in text.as_str().grapheme_indices(true) {
            let (start, end) = (at, at + cluster.len());
            let cuts = |one: &&TextRange| {
                let (from, to) = (usize::from(one.start()), usize::from(one.end()));
                from < end && start < to
            };
            let over: Vec<_> = tokens.ranges().iter().filter(cuts).collect();
            for token in &over {
                let (from, to) = (usize::from(token.start()), usize::from(token.end()));
                prop_assert!(from <= start && end <= to, "{:?} is cut", cluster);
            }
            prop_assert!(cluster.trim().is_empty() || over.len() == 1, "{:?} is lost", cluster);
        }

        let joined: Vec<TextRange> = tokens.sentences().flatten().copied().collect();
        prop_assert_eq!(&joined, tokens.ranges());
        let mut at = 0;
        for sentence in tokens.sentences() {
            prop_assert!(!sentence.is_empty());
            at += sentence.len();
            for range in &whole {
                let under = tokens.under(*range);
                prop_assert!(at <= under.start || under.end <= at || under.is_empty());
            }
        }
    }

    #[test]
    fn widening_takes_whole_tokens_and_nothing_twice(
        text in arb_text(),
        a in any::<Index>(),
        b in any::<Index>(),
    ) {
        let range = range_in(&text, a, b);
        let tokens = tokens_of(&article(text.as_str()), &Options::default(), std::iter::empty());
        let widened = tokens.widen(range);
        prop_assert!(widened.contains_range(range));
        prop_assert_eq!(tokens.widen(widened), widened);
        prop_assert_eq!(tokens.under(range), tokens.under(widened));
    }
}
