//! What offsets count: found where the file tells, asked where it does not.

use proptest::prelude::*;
use proptest::sample::Index;
use unicode_segmentation::UnicodeSegmentation as _;
use verbatim::format::{
    Draft, DraftAnnotation, DraftFragment, Drafts, OffsetUnit, ReadOptions, Survey, UnitQuestion,
};
use verbatim::model::document::Document;
use verbatim::model::text::Text;

use crate::support::arbitrary::arb_original;

/// An emoji, a combining mark, a Windows line end, CJK, a second emoji, and a
/// no-break space.
const TEXT: &str = "😀 Zoe\u{301} said:\r\n“東京🗼 now”\u{a0}e\u{301}.";

/// Where `Zoé` and `東京🗼` stand in [`TEXT`], counted by hand.
const PLACES: [(OffsetUnit, [(u64, u64); 2]); 5] = [
    (OffsetUnit::Byte, [(5, 10), (21, 31)]),
    (OffsetUnit::Utf16, [(3, 7), (16, 20)]),
    (OffsetUnit::CodePoint, [(2, 6), (15, 18)]),
    (OffsetUnit::CrlfAsOne, [(2, 6), (14, 17)]),
    (OffsetUnit::Grapheme, [(2, 5), (13, 16)]),
];

const QUOTES: [&str; 2] = ["Zoe\u{301}", "東京🗼"];

/// All that have offsets into the text.
const UNITS: &[OffsetUnit] = &[
    OffsetUnit::CodePoint,
    OffsetUnit::Utf16,
    OffsetUnit::CrlfAsOne,
    OffsetUnit::Byte,
    OffsetUnit::Grapheme,
];

fn span((start, end): (u64, u64), quote: Option<&str>) -> DraftAnnotation {
    DraftAnnotation {
        label: "speaker".into(),
        fragments: vec![DraftFragment { start, end }],
        quote: quote.map(Into::into),
        ..DraftAnnotation::default()
    }
}

fn draft(text: &str, annotations: Vec<DraftAnnotation>) -> Draft {
    Draft { title: "A".into(), units: UNITS, annotations, ..Draft::new(text) }
}

struct Settled {
    words: Vec<String>,
    warnings: Vec<String>,
    question: Option<UnitQuestion>,
}

fn settled(drafts: Vec<Draft>, unit: Option<OffsetUnit>) -> Settled {
    let mut all = Drafts::default();
    drafts.into_iter().for_each(|draft| all.push(draft));
    let mut survey = Survey::new(&ReadOptions { unit, ..ReadOptions::default() });
    survey.see(&all);
    let (mut settler, question) = survey.settle();
    let documents = settler.settle(all);
    documents.iter().for_each(Document::assert_invariants);
    let quoted = |document: &Document| {
        let text = document.article().text.clone();
        document.annotations().map(|one| one.fragments.quote(&text)).collect::<Vec<_>>()
    };
    let words = documents.iter().flat_map(quoted).collect();
    let warnings = settler.warnings.iter().map(ToString::to_string).collect();
    Settled { words, warnings, question }
}

#[test]
fn quotes_tell_what_is_counted() {
    for (unit, places) in PLACES {
        let spans = [0, 1].map(|idx| span(places[idx], Some(QUOTES[idx])));
        let Settled { words, warnings, question } = settled(vec![draft(TEXT, spans.into())], None);
        assert_eq!(words, QUOTES, "{unit:?}");
        assert!(warnings.is_empty() && question.is_none(), "{unit:?}: {warnings:?} {question:?}");
    }
}

#[test]
fn one_article_with_quotes_tells_for_all() {
    let silent = |places: [(u64, u64); 2]| places.map(|place| span(place, None)).into();
    for (unit, places) in PLACES {
        let told = draft(TEXT, [0, 1].map(|idx| span(places[idx], Some(QUOTES[idx]))).into());
        let drafts = vec![draft(TEXT, silent(places)), told];
        let Settled { words, question, .. } = settled(drafts, None);
        assert_eq!(words, [QUOTES, QUOTES].concat(), "{unit:?}");
        assert!(question.is_none(), "{unit:?}");
    }
}

#[test]
fn a_unit_that_is_chosen_is_not_asked_for() {
    for (unit, places) in PLACES {
        let spans = places.map(|place| span(place, None)).into();
        let Settled { words, warnings, question } = settled(vec![draft(TEXT, spans)], Some(unit));
        assert_eq!(words, QUOTES, "{unit:?}");
        assert!(warnings.is_empty() && question.is_none(), "{unit:?}: {warnings:?}");
    }
}

#[test]
fn without_quotes_both_readings_are_shown() {
    let spans = vec![span((2, 6), None)];
    let Settled { words, question, .. } = settled(vec![draft(TEXT, spans)], None);
    // Until somebody says otherwise, the likeliest counts.
    assert_eq!(words, ["Zoe\u{301}"]);
    let question = question.unwrap();
    assert_eq!((question.title.as_str(), question.label.as_str()), ("A", "speaker"));
    assert_eq!(question.n_annotations, 1);
    let choices: Vec<_> = question
        .choices
        .iter()
        .map(|choice| (choice.unit, choice.words.as_deref(), choice.n_fit))
        .collect();
    // Byte 2 is inside the emoji. There is no CR LF, so that one unit means what
    // another does.
    assert_eq!(
        choices,
        [
            (OffsetUnit::CodePoint, Some("Zoe\u{301}"), 1),
            (OffsetUnit::Utf16, Some(" Zoe"), 1),
            (OffsetUnit::Grapheme, Some("Zoe\u{301} "), 1),
        ]
    );
}

#[test]
fn nobody_is_asked_where_all_units_mean_the_same() {
    for text in ["Plain words.", "Zoë now."] {
        let mut draft = draft(text, vec![span((0, 3), None)]);
        draft.units = &[OffsetUnit::CodePoint, OffsetUnit::Utf16];
        let Settled { words, question, warnings } = settled(vec![draft], None);
        assert_eq!(words, [text.chars().take(3).collect::<String>()]);
        assert!(question.is_none() && warnings.is_empty());
    }
}

#[test]
fn where_no_unit_fits_all_the_one_that_fits_most_comes_first() {
    let spans = vec![
        span((3, 7), Some(QUOTES[0])),
        span((16, 20), Some(QUOTES[1])),
        span((2, 6), Some(QUOTES[0])),
    ];
    let Settled { words, warnings, question } = settled(vec![draft(TEXT, spans)], None);
    assert_eq!(words, QUOTES);
    assert_eq!(
        warnings,
        ["“A”, annotation “Zoe\u{301}” (no. 3): the file quotes “Zoe\u{301}”, but the text there \
          is “ Zoe”. It was left out."]
    );
    let question = question.unwrap();
    let choices: Vec<_> = question.choices.iter().map(|one| (one.unit, one.n_fit)).collect();
    assert_eq!(choices, [(OffsetUnit::Utf16, 2), (OffsetUnit::CodePoint, 1)]);
}

#[test]
fn what_lies_nowhere_is_said_and_the_rest_comes_in() {
    let spans = vec![
        span((2, 6), Some(QUOTES[0])),
        span((200, 210), None),
        span((6, 2), None),
        span((4, 4), None),
        span((0, u64::MAX), None),
    ];
    let Settled { words, warnings, question } = settled(vec![draft(TEXT, spans)], None);
    assert_eq!(words, ["Zoe\u{301}"]);
    assert!(question.is_none());
    let said = [
        "its “start” is 200, but the text ends at 27",
        "it ends at 2, before it starts at 6",
        "it starts and ends at 4, so it marks nothing",
        "its “end” is 18446744073709551615, but the text ends at 27",
    ];
    assert_eq!(warnings.len(), said.len(), "{warnings:#?}");
    for (warning, said) in warnings.iter().zip(said) {
        assert!(warning.contains(said), "{warning}");
    }
}

#[test]
fn an_end_inside_a_character_is_widened_and_white_space_is_trimmed() {
    let spans = vec![span((2, 5), None), span((1, 7), None)];
    let code_points = Some(OffsetUnit::CodePoint);
    let Settled { words, warnings, .. } = settled(vec![draft(TEXT, spans)], code_points);
    assert_eq!(words, ["Zoe\u{301}", "Zoe\u{301}"]);
    assert!(warnings[0].contains("it cut a character in two; it was widened"), "{warnings:?}");
    assert!(warnings[1].contains("white space at its ends"), "{warnings:?}");
}

/// How far a unit counts up to a byte: each unit's own definition.
fn counted(unit: OffsetUnit, before: &str) -> u64 {
    let n = match unit {
        OffsetUnit::Byte => before.len(),
        OffsetUnit::Utf16 => before.encode_utf16().count(),
        OffsetUnit::CrlfAsOne => before.replace("\r\n", "\n").chars().count(),
        OffsetUnit::Grapheme => before.graphemes(true).count(),
        OffsetUnit::CodePoint | OffsetUnit::Token => before.chars().count(),
    };
    n as u64
}

/// Up to three stretches of whole characters that begin and end in ink.
fn arb_stretches() -> impl Strategy<Value = (String, Vec<(usize, usize)>)> {
    let ends = prop::collection::vec(any::<(Index, Index)>(), 1..4);
    (arb_original(), ends).prop_filter_map("there is ink", |(text, ends)| {
        // A byte order mark goes when a text comes in.
        let is_ink = |cluster: &str| !cluster.trim().is_empty() && !cluster.contains('\u{feff}');
        let clusters = text.grapheme_indices(true).filter(|(_, cluster)| is_ink(cluster));
        let ink: Vec<(usize, usize)> = clusters.map(|(at, one)| (at, at + one.len())).collect();
        let (normal, _) = Text::from_original(&text).ok()?;
        let is_same = ink.iter().all(|&(start, end)| normal.as_str().contains(&text[start..end]));
        if ink.is_empty() || !is_same {
            return None;
        }
        let stretches = ends.iter().map(|(a, b)| {
            let (a, b) = (a.index(ink.len()), b.index(ink.len()));
            (ink[a.min(b)].0, ink[a.max(b)].1)
        });
        Some((text.clone(), stretches.collect()))
    })
}

proptest! {
    #[test]
    fn every_unit_finds_every_stretch((text, stretches) in arb_stretches()) {
        for &unit in UNITS {
            let spans = stretches.iter().map(|&(start, end)| {
                let place = (counted(unit, &text[..start]), counted(unit, &text[..end]));
                span(place, Some(&text[start..end]))
            });
            let drafts = vec![draft(&text, spans.collect())];
            let Settled { mut words, warnings, .. } = settled(drafts, Some(unit));
            prop_assert!(warnings.is_empty(), "{:?} {:?}", unit, warnings);
            let lf = |words: &str| {
                words.replace("\r\n", "\n").replace('\r', "\n")
            };
            let mut meant: Vec<String> =
                stretches.iter().map(|&(start, end)| lf(&text[start..end])).collect();
            words.sort();
            meant.sort();
            prop_assert_eq!(words, meant, "{:?}", unit);
        }
    }

    #[test]
    fn quotes_find_the_unit_or_one_that_means_the_same((text, stretches) in arb_stretches()) {
        for &unit in UNITS {
            let spans = stretches.iter().map(|&(start, end)| {
                let place = (counted(unit, &text[..start]), counted(unit, &text[..end]));
                span(place, Some(&text[start..end]))
            });
            let Settled { words, question, .. } = settled(vec![draft(&text, spans.collect())], None);
            // Where the same words stand twice, two units may fit.
            let choices = question.iter().flat_map(|one| &one.choices);
            // Of two that mean the same places, one is asked for.
            let means_the_same = |other| {
                let at = |end: usize| counted(unit, &text[..end]) == counted(other, &text[..end]);
                stretches.iter().all(|&(start, end)| at(start) && at(end))
            };
            let is_asked = choices.clone().any(|choice| means_the_same(choice.unit));
            prop_assert!(words.len() == stretches.len(), "{:?}: {:?}", unit, words);
            prop_assert!(question.is_none() || is_asked, "{:?} is no choice", unit);
        }
    }
}
