//! What files are called.

use verbatim::format::{Names, file_stem};

#[test]
fn a_title_is_a_name_on_every_system() {
    for (title, stem) in [
        ("On acting", "On-acting"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b:c*d?e\"f<g>h|i\0j", "a-b-c-d-e-f-g-h-i-j"),
        ("  … ", "article"),
        ("", "article"),
        ("一二三 שלום", "一二三-שלום"),
        // Marks stay with their letters, whichever way they are written.
        ("Zoe\u{301} acts", "Zoe\u{301}-acts"),
        ("हिन्दी", "हिन्दी"),
        // A slash with a mark is a slash.
        ("a/\u{345}b", "a-b"),
        ("con", "article-con"),
        ("LPT¹", "article-LPT¹"),
        ("COM10", "COM10"),
        ("Console", "Console"),
        ("NUL.txt", "NUL-txt"),
    ] {
        assert_eq!(file_stem(title), stem, "{title:?}");
    }
}

#[test]
fn a_long_title_is_cut_between_characters() {
    assert_eq!(file_stem(&"a".repeat(300)), "a".repeat(60));
    // Thirty letters with their marks, and no hyphen at the end.
    assert_eq!(file_stem(&"e\u{301}".repeat(300)), "e\u{301}".repeat(30));
    assert_eq!(file_stem(&format!("{} b", "a".repeat(59))), "a".repeat(59));
    // The longest names that any system takes have 255 bytes.
    assert!(Names::default().of(&"\u{20000}".repeat(300), 1_000_000).len() < 250);
}

#[test]
fn the_same_title_is_another_name() {
    let mut names = Names::default();
    let given: Vec<String> = (0..3).map(|_| names.of("One", 10)).collect();
    assert_eq!(given, ["01-One", "02-One", "03-One"]);
}
