//! What plain text says about itself when it becomes an article.

use crate::support::arbitrary::{arb_date, arb_original, arb_string};
use proptest::prelude::*;
use uuid::Uuid;
use verbatim::model::article::{Article, Metadata};
use verbatim::model::id::ArticleId;
use verbatim::model::intake::LineEndings;
use verbatim::model::timestamp::{format_date, parse_date};

fn article(name: &str, original: &str) -> Article {
    Article::from_plain_text(ArticleId(Uuid::nil()), name, original).unwrap()
}

/// An original's title and date, where it came without a name.
fn check(original: &str, title: &str, date: Option<&str>) {
    let Metadata { title: found, date: found_date, .. } = article("", original).metadata;
    assert_eq!(
        (found.as_str(), found_date.map(format_date).as_deref()),
        (title, date),
        "{original:?}"
    );
}

#[test]
fn a_date_line_fills_date_and_title() {
    let date = Some("2024-11-21");
    check("date 2024-11-21 The title\n\nText.", "The title", date);
    check(" date 2024-11-21 The title", "The title", date);
    check("\t\u{a0}\u{3000}date 2024-11-21 The title", "The title", date);
    check("date \t 2024-11-21 \u{a0} The  title \t", "The  title", date);
    check("date\u{a0}2024-11-21\u{a0}The title", "The title", date);
    check("date 2024-11-21 The title\r\nText.", "The title", date);
    check("date 2024-11-21 The title\rText.", "The title", date);
    check("\u{feff}date 2024-11-21 The title", "The title", date);
    check("date 2024-02-29 世界\n", "世界", Some("2024-02-29"));
    check("date 2024-11-21 date 2024-11-22 x", "date 2024-11-22 x", date);
}

#[test]
fn what_is_no_date_line_is_a_title() {
    for line in [
        "The title",
        "date",
        "date line",
        "date2024-11-21 The title",
        "Date 2024-11-21 The title",
        "dated 2024-11-21 The title",
        "date 2024-02-30 The title",
        "date 2023-02-29 The title",
        "date 2024-13-01 The title",
        "date 2024-11-1 The title",
        "date 24-11-21 The title",
        "date 2024-11-21, The title",
        "date: 2024-11-21 The title",
        "on date 2024-11-21 The title",
    ] {
        check(&format!("{line}\nText."), line, None);
    }
    check("date\n2024-11-21 The title", "date", None);
    check("The title\ndate 2024-11-21 Another", "The title", None);
    check("\ndate 2024-11-21 The title", "date 2024-11-21 The title", None);
}

#[test]
fn a_date_line_without_a_title_leaves_it_to_the_name_or_the_next_line() {
    let date = Some("2024-11-21");
    check("date 2024-11-21\n\n The headline\nText.", "The headline", date);
    check("date 2024-11-21 \t\r\nThe headline", "The headline", date);
    check("date 2024-11-21", "date 2024-11-21", date);
    check(" date 2024-11-21 \n\n", "date 2024-11-21", date);
    let Metadata { title, date, .. } =
        article("news.txt", "date 2024-11-21\nThe headline").metadata;
    assert_eq!((title.as_str(), date), ("news.txt", parse_date("2024-11-21")));
}

#[test]
fn a_name_is_the_title_unless_the_date_line_has_one() {
    assert_eq!(article("news.txt", "Headline\nText").metadata.title, "news.txt");
    assert_eq!(article("news.txt", "date 2024-11-21 The title").metadata.title, "The title");
}

#[test]
fn a_guessed_title_is_the_first_line_with_words_cut_where_it_is_long() {
    check("\n \n\u{a0}\n  Headline \nText", "Headline", None);
    let fits = "é".repeat(120);
    check(&fits, &fits, None);
    check(&format!("{fits}é"), &format!("{fits}…"), None);
    let spaced = format!("{} {}", "x".repeat(119), "y".repeat(9));
    check(&spaced, &format!("{}…", "x".repeat(119)), None);
}

#[test]
fn the_text_stays_whole_and_its_line_endings_are_recorded() {
    let cases = [
        (" date 2024-11-21 T\n\nText \n", " date 2024-11-21 T\n\nText \n", LineEndings::Lf),
        ("date 2024-11-21 T\r\nText\r\n", "date 2024-11-21 T\nText\n", LineEndings::Crlf),
        ("one\rtwo", "one\ntwo", LineEndings::Cr),
        ("one\rtwo\r\nthree\n", "one\ntwo\nthree\n", LineEndings::Mixed),
        ("\u{feff}one", "one", LineEndings::Lf),
    ];
    for (original, text, line_endings) in cases {
        let article = article("", original);
        assert_eq!((article.text.as_str(), article.line_endings), (text, line_endings));
    }
}

proptest! {
    #[test]
    fn any_text_has_a_title_of_one_line(original in arb_original(), with_date: bool) {
        let original = if with_date { format!("date 2024-11-21 {original}") } else { original };
        let title = article("", &original).metadata.title;
        prop_assert!(!title.is_empty() && !title.contains('\n'));
        prop_assert_eq!(title.trim(), &title);
    }

    #[test]
    fn a_title_is_read_from_any_date_line(title in arb_string(), date in arb_date()) {
        let title = title.replace(['\r', '\n'], " ");
        let Metadata { title: found, date: found_date, .. } =
            article("name", &format!(" date {} {title}\ntext", format_date(date))).metadata;
        prop_assert_eq!(found_date, Some(date));
        let expected = if title.trim().is_empty() { "name" } else { title.trim() };
        prop_assert_eq!(found, expected);
    }
}
