//! What changes in a text when it enters, and how offsets follow.

use crate::support::arbitrary::PIECES;
use proptest::prelude::*;
use proptest::sample::select;
use verbatim::model::intake::{Intake, LineEndings};
use verbatim::model::text::{MAX_TEXT_BYTES, Text, TextError};

#[test]
fn line_endings_become_lf_and_are_recorded() {
    let cases = [
        ("one", "one", LineEndings::Lf),
        ("one\ntwo\n", "one\ntwo\n", LineEndings::Lf),
        ("one\r\ntwo\r\n", "one\ntwo\n", LineEndings::Crlf),
        ("one\rtwo\r", "one\ntwo\n", LineEndings::Cr),
        ("one\rtwo\nthree", "one\ntwo\nthree", LineEndings::Mixed),
        ("one\r\ntwo\nthree", "one\ntwo\nthree", LineEndings::Mixed),
        ("one\r\ntwo\rthree", "one\ntwo\nthree", LineEndings::Mixed),
        ("one\r\r\ntwo", "one\n\ntwo", LineEndings::Mixed),
        ("one\n\rtwo", "one\n\ntwo", LineEndings::Mixed),
        ("one\r\r", "one\n\n", LineEndings::Cr),
        ("one\u{2028}two\u{85}three\u{b}", "one\u{2028}two\u{85}three\u{b}", LineEndings::Lf),
    ];
    for (original, text, line_endings) in cases {
        let (normalized, intake) = Intake::normalize(original);
        assert_eq!(
            (normalized.as_str(), intake.line_endings),
            (text, line_endings),
            "{original:?}"
        );
    }
}

#[test]
fn a_byte_order_mark_goes_from_the_start_only() {
    let cases = [
        ("\u{feff}one", "one"),
        ("\u{feff}\r\none", "\none"),
        ("one\u{feff}two", "one\u{feff}two"),
        ("\n\u{feff}one", "\n\u{feff}one"),
        // Else the text would lose another one when its export is read back.
        ("\u{feff}\u{feff}one", "one"),
        ("\u{feff}\u{feff}\u{feff}", ""),
    ];
    for (original, text) in cases {
        assert_eq!(Intake::normalize(original).0, text, "{original:?}");
    }
}

#[test]
fn nothing_else_changes() {
    let text = "  A\u{30a} \u{212b}\u{a0}\u{a0}ﬁ \t\u{ad}\u{200b}\u{202e}\0 e\u{301}é  \n\n ";
    let (taken, intake) = Text::from_original(text).unwrap();
    assert_eq!(taken.as_str(), text);
    assert_eq!(intake, Intake::default());
}

#[test]
fn offsets_of_the_original_are_mapped() {
    let (text, intake) = Intake::normalize("\u{feff}one\r\ntwo\rthree\r\n");
    assert_eq!(text, "one\ntwo\nthree\n");
    let cases = [
        (0, 0, "before the mark"),
        (1, 0, "inside the mark"),
        (3, 0, "after the mark"),
        (6, 3, "before CR LF"),
        (7, 3, "between CR and LF"),
        (8, 4, "after CR LF"),
        (11, 7, "before CR"),
        (12, 8, "after CR"),
        (17, 13, "before the last CR LF"),
        (19, 14, "the end"),
    ];
    for (original, byte, place) in cases {
        assert_eq!(intake.byte_from_original(original.into()), byte.into(), "{place}");
    }
}

#[test]
fn what_is_no_text_is_refused_with_its_length() {
    let blanks = ["", " ", "\n\n", "\u{feff}", "\u{feff}\r\n \u{a0}\u{2028}\t\u{3000}"];
    for blank in blanks {
        let n_bytes = blank.len();
        assert_eq!(Text::from_original(blank).unwrap_err(), TextError::Blank { n_bytes });
    }
    let longest = "x".repeat(MAX_TEXT_BYTES);
    assert_eq!(Text::from_original(&longest).unwrap().0.as_str().len(), MAX_TEXT_BYTES);
    let n_bytes = MAX_TEXT_BYTES + 1;
    let error = Text::from_original(&"x".repeat(n_bytes)).unwrap_err();
    assert_eq!(error, TextError::TooLong { n_bytes });
    assert_eq!(
        error.to_string(),
        "its text is 4000001 bytes long; the limit for one article is 4000000"
    );
}

#[test]
fn the_names_in_files_are_read_back() {
    for kind in [LineEndings::Lf, LineEndings::Crlf, LineEndings::Cr, LineEndings::Mixed] {
        assert_eq!(LineEndings::from_name(kind.as_str()), Some(kind));
    }
    assert_eq!(LineEndings::from_name("LF"), None);
    assert_eq!(LineEndings::from_name(""), None);
}

/// The byte order mark.
const BOM: char = '\u{feff}';

fn naive(original: &str) -> String {
    original.trim_start_matches(BOM).replace("\r\n", "\n").replace('\r', "\n")
}

/// The text of what stands before an offset; what stands between CR and LF
/// counts as before both.
fn naive_offset(original: &str, at: usize) -> usize {
    let (before, after) = original.split_at(at);
    let before =
        if after.starts_with('\n') { before.strip_suffix('\r').unwrap_or(before) } else { before };
    naive(before).len()
}

fn arb_original() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(PIECES),
        2 => select(&["\r", "\n", "\r\n", "\u{feff}"][..]),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn taking_in_agrees_with_replacing(original in arb_original()) {
        let (text, intake) = Intake::normalize(&original);
        prop_assert_eq!(&text, &naive(&original));
        prop_assert!(!text.contains('\r') && !text.starts_with(BOM));
        for at in (0..=original.len()).filter(|&at| original.is_char_boundary(at)) {
            let mapped = intake.byte_from_original((at as u32).into());
            prop_assert_eq!(usize::from(mapped), naive_offset(&original, at), "byte {}", at);
        }
    }

    #[test]
    fn a_text_taken_in_twice_is_the_same(original in arb_original()) {
        let (once, _) = Intake::normalize(&original);
        let (twice, intake) = Intake::normalize(&once);
        prop_assert_eq!(&twice, &once);
        prop_assert_eq!(intake, Intake::default());
    }
}
