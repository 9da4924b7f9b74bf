//! Boundaries of characters, words and sentences are where the crate
//! `unicode-segmentation` has them.

mod tables;

use proptest::prelude::*;
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation as _;
use verbatim::model::segmentation::{
    Rule, bounds, is_grapheme_boundary, is_sentence_boundary, is_word_boundary, next_boundary,
    prev_boundary,
};

/// The offsets at which a text is parted, both ends included.
type Boundaries = fn(&str) -> Vec<usize>;

fn reference_graphemes(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect()
}

fn reference_words(text: &str) -> Vec<usize> {
    text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

fn reference_sentences(text: &str) -> Vec<usize> {
    text.split_sentence_bound_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

const KINDS: [(&str, Rule, Boundaries); 3] = [
    ("characters", is_grapheme_boundary, reference_graphemes),
    ("words", is_word_boundary, reference_words),
    ("sentences", is_sentence_boundary, reference_sentences),
];

/// Where a text is parted, by the rule alone at every offset.
fn asked(text: &str, rule: Rule) -> Vec<usize> {
    (0..=text.len()).filter(|&at| rule(text, at)).collect()
}

/// Where a text is parted, by going through its parts.
fn walked(text: &str, rule: Rule) -> Vec<usize> {
    [0].into_iter().chain(bounds(text, rule).map(|(_, end)| end)).collect()
}

/// The kinds of boundaries that the crate finds in a text as it should.
fn kinds_of(text: &str) -> impl Iterator<Item = (&'static str, Rule, Boundaries)> {
    KINDS.into_iter().filter(|&(name, ..)| name != "words" || !is_misjudged(text))
}

/// Whether the crate may misjudge the words of a text at a ZWJ and the
/// pictograph behind it. It forgets that the pictograph may be a letter too, to
/// which WB5 to WB13b apply; and it takes a quote or a point before the ZWJ to
/// the word, though no letter follows as WB6 and WB12 ask.
fn is_misjudged(text: &str) -> bool {
    text.match_indices('\u{200d}').any(|(at, zwj)| {
        let before = text[..at].trim_end_matches(MARKS);
        before.ends_with(MIDS) || text[at + zwj.len()..].starts_with(LETTER_PICTOGRAPHS)
    })
}

/// Characters with `Extended_Pictographic` and `Word_Break=ALetter`.
const LETTER_PICTOGRAPHS: [char; 6] = ['ℹ', 'Ⓜ', '🅰', '🅱', '🅾', '🅿'];

/// What may stand inside a word or a number.
const MIDS: [char; 5] = ['\'', '"', '.', ':', ','];

/// Those of [`CLASSES`] that rule WB4 passes over.
const MARKS: [char; 7] =
    ['\u{200c}', '\u{300}', '\u{94d}', '\u{200d}', '\u{ad}', '\u{903}', '\u{1f3ff}'];

/// All classes of all rules, and characters that have two at once.
const CLASSES: &[char] = &[
    'a',
    'A',
    '!',
    '\r',
    '\n',
    '\u{2028}',
    '\0',
    '\u{200c}',
    '\u{300}',
    '\u{94d}',
    '\u{200d}',
    '\u{ad}',
    '\u{903}',
    '\u{600}',
    '\u{915}',
    '\u{1100}',
    '\u{1160}',
    '\u{11a8}',
    '\u{ac00}',
    '\u{ac01}',
    '\u{1f1e6}',
    '©',
    'ℹ',
    '\u{30a2}',
    '\u{5d0}',
    '\'',
    '"',
    '.',
    ':',
    ',',
    '0',
    '_',
    ' ',
    ')',
    '\u{1f3ff}',
];

#[test]
fn all_short_rows_of_classes_are_parted_as_by_the_crate() {
    for a in CLASSES {
        for b in CLASSES {
            for c in CLASSES {
                for d in CLASSES {
                    let text = String::from_iter([a, b, c, d]);
                    for (name, rule, reference) in kinds_of(&text) {
                        let expected = reference(&text);
                        assert_eq!(asked(&text, rule), expected, "{name} of {text:?}");
                    }
                }
            }
        }
    }
}

/// Every character stands between two representatives, which change with
/// every one.
#[test]
fn every_character_is_parted_as_by_the_crate() {
    let mut neighbours = CLASSES.iter().cycle();
    let mut text = String::new();
    for character in '\0'..=char::MAX {
        if character.is_alphabetic() && text.ends_with('\u{200d}') {
            text.push('\u{300}');
        }
        text.push(character);
        text.extend(neighbours.next());
        if text.len() > 4096 || character == char::MAX {
            for (name, rule, reference) in kinds_of(&text) {
                assert!(walked(&text, rule) == reference(&text), "{name} near {character:?}");
            }
            text.clear();
        }
    }
}

/// Long rows of one thing, after which a rule may have to look far back.
#[test]
fn a_line_of_a_megabyte_is_walked_at_once() {
    let things = [
        "a",
        " ",
        ".",
        ")",
        ". ",
        ".)",
        " )",
        "a.",
        "a:",
        "1,",
        "!\u{300}",
        "a\u{300}",
        "\u{300}",
        "\u{200d}",
        "©",
        "©\u{200d}",
        "🇨🇳",
        "🇨\u{300}",
        "क\u{94d}",
        "\u{600}",
        "각",
        "京",
        "א\"",
        "'",
        "_",
        "\r\n",
        ". 1",
    ];
    for thing in things {
        let n = 1_000_000 / thing.len();
        let (short, long) = (thing.repeat(n / 1000), thing.repeat(n));
        for (name, rule, reference) in KINDS {
            assert_eq!(walked(&short, rule), reference(&short), "{name} of {thing:?}");
            let lens = bounds(&long, rule).map(|(start, end)| end - start);
            assert_eq!(lens.sum::<usize>(), long.len(), "{name} of {thing:?}");
        }
    }
}

#[test]
fn what_is_no_offset_of_a_character_is_no_boundary() {
    let text = "a😀b";
    for (_, rule, _) in KINDS {
        for at in [2, 3, 4, 7, usize::MAX] {
            assert!(!rule(text, at), "{at}");
        }
        assert!(rule(text, 0) && rule(text, 6) && rule("", 0));
        assert_eq!(bounds("", rule).next(), None);
        assert_eq!(next_boundary(text, 6, rule), None);
        assert_eq!(next_boundary(text, usize::MAX, rule), None);
        assert_eq!(prev_boundary(text, 0, rule), None);
        assert_eq!(prev_boundary(text, usize::MAX, rule), Some(6));
    }
}

#[test]
fn what_the_crate_misjudges_is_parted_by_the_rules() {
    let check = |text: &str, expected: &[&str]| {
        let words: Vec<&str> =
            bounds(text, is_word_boundary).map(|(start, end)| &text[start..end]).collect();
        assert_eq!(words, expected);
        assert!(is_misjudged(text), "{text:?}");
    };
    check("a\u{200d}ℹa🅱_1©", &["a\u{200d}ℹa🅱_1", "©"]);
    check("©\u{200d}Ⓜ\u{300}b c", &["©\u{200d}Ⓜ\u{300}b", " ", "c"]);
    check("a'\u{200d}©a", &["a", "'\u{200d}©", "a"]);
    check("1,\u{200d}\u{200d}©1", &["1", ",\u{200d}\u{200d}©", "1"]);
    check("א\"\u{300}\u{200d}©א", &["א", "\"\u{300}\u{200d}©", "א"]);
}

#[test]
fn sentences_keep_what_belongs_to_them() {
    let parts = |text: &str| -> Vec<String> {
        bounds(text, is_sentence_boundary).map(|(start, end)| text[start..end].into()).collect()
    };
    assert_eq!(parts("“Go.” She went.  He, too."), ["“Go.” ", "She went.  ", "He, too."]);
    assert_eq!(parts("It rose 3.5 points, e.g. here."), ["It rose 3.5 points, e.g. here."]);
    assert_eq!(parts("走吧。好！"), ["走吧。", "好！"]);
    assert_eq!(parts("A title\nThe text"), ["A title\n", "The text"]);
}

/// Rows of representatives, some of them long.
fn arb_rows() -> impl Strategy<Value = String> {
    let any = prop_oneof![4 => select(CLASSES), 1 => any::<char>()];
    let run = (any, prop_oneof![9 => 1..3_usize, 1 => 1..40_usize]);
    prop::collection::vec(run, 0..24).prop_map(|runs| {
        runs.iter().flat_map(|&(character, n)| std::iter::repeat_n(character, n)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_text_is_parted_as_by_the_crate(text in arb_rows()) {
        for (name, rule, reference) in kinds_of(&text) {
            let expected = reference(&text);
            prop_assert_eq!(&asked(&text, rule), &expected, "{}", name);
            prop_assert_eq!(&walked(&text, rule), &expected, "{}", name);
        }
    }

    #[test]
    fn what_lies_before_and_behind_is_what_the_rule_says(text in arb_rows()) {
        for (name, rule, _) in KINDS {
            let boundaries = asked(&text, rule);
            for at in 0..=text.len() + 1 {
                let before = boundaries.iter().rev().find(|&&boundary| boundary < at).copied();
                let behind = boundaries.iter().find(|&&boundary| boundary > at).copied();
                prop_assert_eq!(prev_boundary(&text, at, rule), before, "{} at {}", name, at);
                prop_assert_eq!(next_boundary(&text, at, rule), behind, "{} at {}", name, at);
            }
        }
    }
}
