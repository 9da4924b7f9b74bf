//! What is said of a file that can't be read at all.

use serde_json::json;
use verbatim::format::{
    FileProblem, FormatError, Incoming, MAX_FILE_BYTES, check_size, read_file, text_from_utf8,
};

fn said(name: &str, bytes: &[u8]) -> String {
    read_file(name, bytes).expect_err("not to be read").to_string()
}

fn is_native(name: &str, bytes: &[u8]) -> bool {
    matches!(read_file(name, bytes), Ok(Incoming::Native(_)))
}

const MINIMAL: &str = r#"{"format": "verbatim", "version": "1.0", "articles": []}"#;

#[test]
fn zeros_in_a_text_do_not_make_it_utf16() {
    for text in ["\"\0x\0a", "a\0b\0cd", "\0a\0b and so on", "x\0y\0z\0z\0z\0z\0z\0zz"] {
        assert_eq!(text_from_utf8(text.as_bytes()), Ok(text));
    }
    let short: Vec<u8> = "hé".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let long: Vec<u8> = "A long one: 東京".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [short, long] {
        assert_eq!(text_from_utf8(&bytes), Err(FileProblem::Utf16));
    }
}

#[test]
fn each_bad_file_gets_its_own_sentence() {
    let deep = "[".repeat(200);
    let rows: &[(&str, &[u8], &str)] = &[
        ("a.txt", b"", "“a.txt” is empty. Nothing was imported."),
        ("a.json", b"", "“a.json” is empty. Nothing was imported."),
        ("a.json", b"\xEF\xBB\xBF", "“a.json” is empty. Nothing was imported."),
        ("a.json", b" \n ", "“a.json” is empty. Nothing was imported."),
        ("", b"", "The file is empty. Nothing was imported."),
        (
            "a.txt",
            b"\xFF\xFEh\0i\0",
            "“a.txt” looks like UTF-16; save it as UTF-8 and import it again. Nothing was imported.",
        ),
        (
            "a.txt",
            b"\xFE\xFF\0h\0i",
            "“a.txt” looks like UTF-16; save it as UTF-8 and import it again. Nothing was imported.",
        ),
        (
            "a.txt",
            b"h\0i\0",
            "“a.txt” looks like UTF-16; save it as UTF-8 and import it again. Nothing was imported.",
        ),
        (
            "a.txt",
            b"one\nM\xFCller",
            "“a.txt” is not text in UTF-8: on line 2, at column 2, it has the byte 0xFC, which can't \
             stand there; save it as UTF-8 and import it again. Nothing was imported.",
        ),
        (
            "a.txt",
            b"cut \xF0\x9F\x98",
            "“a.txt” is not text in UTF-8: on line 1, at column 5, it has the byte 0xF0, which can't \
             stand there; save it as UTF-8 and import it again. Nothing was imported.",
        ),
        (
            "a.JSON",
            b"just words",
            "“a.JSON” is not JSON: line 1 can't be read at column 1 (expected value). Nothing was imported.",
        ),
        (
            "a.json",
            "{\n\"東京\": é}".as_bytes(),
            "“a.json” is not JSON: line 2 can't be read at column 7 (expected value). Nothing was imported.",
        ),
        (
            "a.json",
            br#"{"format": "verbatim", "version": "1.0", "arti"#,
            "“a.json” is not whole: its JSON breaks off on line 1, at column 47. Nothing was imported.",
        ),
        (
            "a.json",
            br#"{"format": "verbatim", "note": "\ud83d"}"#,
            "“a.json” has half a character on line 1, at column 39: a lone surrogate, \\uD800 to \\uDFFF, \
             which no text can hold; whatever wrote the file cut a character in two. Nothing was imported.",
        ),
        (
            "a.json",
            br#"{"note": "\ude00 "}"#,
            "“a.json” has half a character on line 1, at column 16: a lone surrogate, \\uD800 to \\uDFFF, \
             which no text can hold; whatever wrote the file cut a character in two. Nothing was imported.",
        ),
        (
            "a.json",
            deep.as_bytes(),
            "“a.json” is nested too deep on line 1; the limit is 127 lists or objects inside each other. \
             Nothing was imported.",
        ),
        (
            "a.json",
            b"[1, 2]",
            "“a.json” is JSON, but not a Verbatim file: it holds a list, not an object with a “format”. \
             Nothing was imported.",
        ),
        (
            "a.json",
            br#"{"text": "x", "label": []}"#,
            "“a.json” is JSON, but not a Verbatim file: it has no “format”, which should be “verbatim”. \
             Nothing was imported.",
        ),
        (
            "a.json",
            br#"{"format": "other"}"#,
            "“a.json” is JSON, but not a Verbatim file: its “format” is “other”, not “verbatim”. \
             Nothing was imported.",
        ),
    ];
    for (name, bytes, sentence) in rows {
        assert_eq!(said(name, bytes), *sentence);
    }
}

#[test]
fn versions() {
    let with = |version: serde_json::Value| {
        json!({"format": "verbatim", "version": version, "articles": []}).to_string()
    };
    for version in ["1.0", "1.1", "1.99"] {
        assert!(is_native("a.json", with(json!(version)).as_bytes()), "{version}");
    }
    let rows = [
        (
            json!("2.0"),
            "“a.json” was written by a newer Verbatim (version 2.0); this one reads version 1. Nothing \
             was imported.",
        ),
        (
            json!("10.3"),
            "“a.json” was written by a newer Verbatim (version 10.3); this one reads version 1. Nothing \
             was imported.",
        ),
        (
            json!("0.9"),
            "“a.json” has the version 0.9, which no Verbatim has written; this one reads version 1. \
             Nothing was imported.",
        ),
        (
            json!(null),
            "“a.json” has no “version”; this Verbatim reads version 1. Nothing was imported.",
        ),
        (
            json!(1),
            "“a.json” has the version 1, which is not a version such as “1.0”. Nothing was imported.",
        ),
        (
            json!("1"),
            "“a.json” has the version “1”, which is not a version such as “1.0”. Nothing was imported.",
        ),
        (
            json!("1.x"),
            "“a.json” has the version “1.x”, which is not a version such as “1.0”. Nothing was imported.",
        ),
        (
            json!("99999999999999999999.0"),
            "“a.json” has the version “99999999999999999999.0”, which is not a version such as “1.0”. \
             Nothing was imported.",
        ),
    ];
    for (version, sentence) in rows {
        assert_eq!(said("a.json", with(version).as_bytes()), sentence);
    }
    assert_eq!(
        said(
            "a.json",
            br#"{"format": "verbatim", "version": "1.0", "offset_unit": "utf16", "articles": []}"#
        ),
        "“a.json” counts its offsets in “utf16”; a Verbatim file counts them in “codepoint”. Nothing was \
         imported."
    );
    for articles in ["", r#", "articles": {}"#] {
        assert_eq!(
            said(
                "a.json",
                format!(r#"{{"format": "verbatim", "version": "1.0"{articles}}}"#).as_bytes()
            ),
            "“a.json” is a Verbatim file, but has no list of “articles”. Nothing was imported."
        );
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    assert_eq!(check_size("a.txt", MAX_FILE_BYTES), Ok(()));
    let sentence = |n_bytes| check_size("a.txt", n_bytes).map_err(|e: FormatError| e.to_string());
    assert_eq!(
        sentence(MAX_FILE_BYTES + 1),
        Err("“a.txt” is 32.1 MB; the limit is 32 MB. Nothing was imported.".into())
    );
    assert_eq!(
        sentence(50 * 1024 * 1024),
        Err("“a.txt” is 50 MB; the limit is 32 MB. Nothing was imported.".into())
    );
    assert!(sentence(u64::MAX).is_err());
    let bytes = vec![b'x'; 33 * 1024 * 1024];
    assert_eq!(
        said("a.txt", &bytes),
        "“a.txt” is 33 MB; the limit is 32 MB. Nothing was imported."
    );
}

#[test]
fn what_is_native_and_what_is_text() {
    for name in ["a.json", "A.JSON", "a.txt", "", "日本.json"] {
        assert!(is_native(name, MINIMAL.as_bytes()), "{name}");
        assert!(is_native(name, format!("\u{feff} \n{MINIMAL}").as_bytes()), "{name}");
        assert!(
            is_native(name, br#"{"articles": [], "version": "1.0", "format" :"verbatim"}"#),
            "{name}"
        );
    }
    for text in [
        "words",
        "{ words in braces }",
        "\u{feff}words",
        r#"{"format": "other"}"#,
        r#"The file says {"format": "verbatim"}"#,
    ] {
        for name in ["a.txt", "", "json", "a.json.txt"] {
            assert_eq!(read_file(name, text.as_bytes()), Ok(Incoming::Text(text.into())), "{name}");
        }
    }
}

#[test]
fn a_file_name_stays_on_one_line() {
    let name = format!("{}\n.json", "x".repeat(100));
    assert_eq!(
        said(&name, b""),
        format!("“{} .json” is empty. Nothing was imported.", "x".repeat(100))
    );
}
