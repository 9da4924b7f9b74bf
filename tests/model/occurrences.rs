//! The same words elsewhere: found, told apart, gathered.

use proptest::prelude::*;
use proptest::sample::Index;
use verbatim::model::fragments::Fragments;
use verbatim::model::id::LabelId;
use verbatim::model::occurrences::{Options, Standing, classify, find, same_text};
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::segmentation::{is_grapheme_boundary, is_word_boundary};
use verbatim::model::text::Text;

use crate::support::arbitrary::{arb_text, range_in};
use crate::support::drawn::{annotation_id, document, draw};

const ANY: Options = Options { whole_word: false, match_case: false };
const WORD: Options = Options { whole_word: true, match_case: false };
const CASE: Options = Options { whole_word: false, match_case: true };
const BOTH: Options = Options { whole_word: true, match_case: true };

/// A text in which what is to be found stands in brackets.
fn unbracketed(drawing: &str) -> (Text, Vec<TextRange>) {
    let (mut text, mut ranges, mut start) = (String::new(), Vec::new(), 0);
    for c in drawing.chars() {
        match c {
            '[' => start = text.len() as u32,
            ']' => ranges.push(TextRange::new(start.into(), (text.len() as u32).into())),
            c => text.push(c),
        }
    }
    (Text::from_original(&text).unwrap().0, ranges)
}

#[test]
fn words_are_found() {
    let cases = [
        ("Ding", BOTH, "[Ding] said; ding, Dinging, [Ding]."),
        ("Ding", WORD, "[Ding] said; [ding], Dinging, [DING]."),
        ("Ding", CASE, "[Ding] said; ding, [Ding]ing, [Ding]."),
        ("Ding", ANY, "[Ding] said; [ding], [Ding]ing, [DING]."),
        // White space of every kind is alike, and what is around the needle goes.
        (" Ding  Xuexiang\n", BOTH, "[Ding Xuexiang], [Ding\u{a0}Xuexiang], [Ding\n\n Xuexiang]"),
        ("Ding\u{a0}Xuexiang", BOTH, "DingXuexiang [Ding \u{2003} Xuexiang] Ding-Xuexiang"),
        ("", ANY, "nothing"),
        (" \n", ANY, "no thing"),
        // No two overlap: the first is taken.
        ("aa", ANY, "[aa][aa]a"),
        ("abab", ANY, "[abab]ab"),
        ("a b a", WORD, "[a b a] b [a b a] b"),
        // What is refused does not hide what it overlaps.
        ("a a", WORD, "ba [a a] a"),
        // Whole characters only.
        ("e", ANY, "[e] e\u{301} [E]"),
        ("u\u{308}", ANY, "[u\u{308}] u\u{308}\u{301} u"),
        ("👩", ANY, "👩🏽\u{200d}🚒 [👩]"),
        ("🇩🇪", ANY, "[🇩🇪][🇩🇪] 🇨🇳[🇩🇪] \u{1f1e6}🇩🇪"),
        // Lower case that is longer, or shorter, than what it comes from.
        ("i\u{307}", ANY, "[İ] i [i\u{307}] ı"),
        ("İstanbul", WORD, "[İSTANBUL] Istanbul [i\u{307}stanbul]"),
        ("K", ANY, "[K]x [\u{212a}] [k]"),
        ("ß", ANY, "ss [ß] [ẞ]"),
        ("ΣΑΣ", ANY, "[σασ] σας"),
        ("東京", ANY, "[東京]都、[東京]"),
        ("أحمد", WORD, "قال [أحمد] والأحمد"),
        // Marks of punctuation at the ends.
        ("“We must”", WORD, "[“we must”], she; “We must act”"),
        ("U.S.", WORD, "the [U.S.] and"),
    ];
    for (needle, options, drawing) in cases {
        let (text, ranges) = unbracketed(drawing);
        assert_eq!(find(&text, needle, options), ranges, "{needle} {options:?} {drawing}");
    }
}

#[test]
fn a_megabyte_is_read_once() {
    let needle = format!("{}b", "a".repeat(5000));
    let text = "a".repeat(1_000_000) + "b";
    let (text, _) = Text::from_original(&text).unwrap();
    let found = find(&text, &needle, ANY);
    assert_eq!(found, [TextRange::at(995_000.into(), TextSize::of(needle.as_str()))]);
}

#[test]
fn what_is_marked_already_is_told_apart() {
    let document = draw(
        "
        |Wuzhen is old. In old Wuzhen and Wuzhen Town, Wuzhen is new: Wuzhen.
         ^^^^^^ 1 location
                           ^^^^^^^^^^ 2 location
                                          ^^^^^^^^^^^ 3 speaker
                                                       ^^^^^^ 4 speaker
                                                       ^^^^^^ 5 location
                                                              ^^            ^ 6 location
        ",
    );
    let ranges = find(&document.article().text, "Wuzhen", BOTH);
    let hits = classify(&document, &ranges, &LabelId::from("location"));
    let standings: Vec<Standing> = hits.iter().map(|hit| hit.standing).collect();
    let [one, two, three, five] = ["1", "2", "3", "5"].map(annotation_id);
    assert_eq!(
        standings,
        [
            Standing::Marked(one),
            Standing::Overlaps(two),
            Standing::Overlaps(three),
            Standing::Marked(five),
            Standing::Free
        ]
    );
    assert!(hits.iter().map(|hit| hit.range).eq(ranges.iter().copied()));

    let back: Vec<TextRange> = ranges.into_iter().rev().collect();
    let hits_back = classify(&document, &back, &LabelId::from("location"));
    assert!(hits_back.iter().rev().eq(&hits), "in any order");
}

#[test]
fn annotations_with_the_same_words_are_gathered() {
    let mut words = String::from("|Ding Li, Ding  Li, ding Li, Ding and Li, Ding");
    words.push('\u{a0}');
    words.push_str("Li\n");
    let document = draw(
        &(words
            + " ^^^^^^^ 1 speaker
 ^^^^ 7 speaker
          ^^^^^^^^ 2 location
                    ^^^^^^^ 3 speaker
                             ^^^^     ^^ 4 speaker
                                          ^^^^^^^ 5 speaker"),
    );
    let same = |name| same_text(&document, annotation_id(name));
    assert_eq!(same("1"), ["1", "2", "5"].map(annotation_id));
    assert_eq!(same("5"), same("1"));
    assert_eq!(same("4"), [annotation_id("4")]);
    assert_eq!(same("9"), []);
}

/// By definition: from every place, the shortest stretch that comes to the
/// same once white space and case are alike.
fn plainly(text: &Text, needle: &str, options: Options) -> Vec<TextRange> {
    let folded = |words: &str| -> String {
        let mut folded = String::new();
        for c in words.chars() {
            match c {
                c if c.is_whitespace() && folded.ends_with(' ') => {}
                c if c.is_whitespace() => folded.push(' '),
                c if options.match_case => folded.push(c),
                c => folded.extend(c.to_lowercase()),
            }
        }
        folded
    };
    let (words, needle) = (text.as_str(), folded(needle.trim()));
    let is_bound = |at| {
        is_grapheme_boundary(words, at) && (!options.whole_word || is_word_boundary(words, at))
    };
    let (mut found, mut start) = (Vec::new(), 0);
    while start < words.len() && !needle.is_empty() {
        let mut ends = start + 1..=words.len();
        let end = ends.find(|&end| {
            words.get(start..end).is_some_and(|words| {
                words.trim() == words && is_bound(start) && is_bound(end) && folded(words) == needle
            })
        });
        match end {
            Some(end) => {
                found.push(TextRange::new((start as u32).into(), (end as u32).into()));
                start = end;
            }
            None => start += 1,
        }
    }
    found
}

proptest! {
    #[test]
    fn what_is_found_is_what_stands_there(
        text in arb_text(),
        (a, b) in any::<(Index, Index)>(),
        upper: bool,
        whole_word: bool,
        match_case: bool,
    ) {
        let range = range_in(&text, a, b);
        let short = TextRange::new(range.start(), range.end().min(range.start() + TextSize::from(9)));
        let needle = text.get(short).or(text.get(range)).expect("a range of the text");
        let needle = if upper { needle.to_uppercase() } else { needle.to_owned() };
        let options = Options { whole_word, match_case };
        let found = find(&text, &needle, options);
        prop_assert_eq!(&found, &plainly(&text, &needle, options), "{:?}", needle);
        for &range in &found {
            prop_assert!(Fragments::one(&text, range).is_ok());
        }
        let document = document(text.as_str());
        for hit in classify(&document, &found, &LabelId::from("speaker")) {
            prop_assert_eq!(hit.standing, Standing::Free);
        }
    }
}
