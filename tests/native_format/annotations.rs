//! What is said of an annotation that does not fit, and what becomes of it.

use serde_json::{Value, json};

use crate::items::{
    ARTICLE, FIRST, FIRST_FRAGMENT, TEXT, check, check_first, good_file, put, read, with,
};

#[test]
fn offsets() {
    let rows = [
        (json!({"end": 49}), "its “end” is 49, but the text ends at 48. It was left out."),
        (
            json!({"start": 49, "end": 49}),
            "its “start” is 49, but the text ends at 48. It was left out.",
        ),
        (
            json!({"end": 99_999_999_999_u64}),
            "its “end” is 99999999999, but the text ends at 48. It was left out.",
        ),
        (json!({"start": 12, "end": 2}), "it ends at 2, before it starts at 12. It was left out."),
        (json!({"start": 12}), "it starts and ends at 12, so it marks nothing. It was left out."),
        (json!({"start": null}), "its “start” is missing. It was left out."),
        (json!({"end": null}), "its “end” is missing. It was left out."),
        (
            json!({"start": 1.5}),
            "its “start” is 1.5, not a whole number of characters. It was left out.",
        ),
        (json!({"end": -1}), "its “end” is -1, not a whole number of characters. It was left out."),
        (
            json!({"end": "12"}),
            "its “end” is “12”, not a whole number of characters. It was left out.",
        ),
        (
            json!({"end": [1]}),
            "its “end” is a list, not a whole number of characters. It was left out.",
        ),
        (
            json!({"end": 1e300}),
            "its “end” is 1e+300, not a whole number of characters. It was left out.",
        ),
        (
            json!({"end": 11}),
            "the file quotes “Mayor Zoe\u{301}”, but the text there is “Mayor Zoe”. It was left out.",
        ),
        (
            json!({"start_utf16": 1}),
            "its “start_utf16” is 1, inside a character; its “start” and its quote make that 3. It was kept.",
        ),
        (
            json!({"start_utf16": 2}),
            "its “start_utf16” is 2, but its “start” and its quote make that 3. It was kept.",
        ),
        (
            json!({"end_utf16": 1.5}),
            "its “end_utf16” is 1.5, but its “end” and its quote make that 13. It was kept.",
        ),
        (
            json!({"start_byte": 2}),
            "its “start_byte” is 2, inside a character; its “start” and its quote make that 5. It was kept.",
        ),
        (
            json!({"end_byte": 4_294_967_312_u64}),
            "its “end_byte” is 4294967312, but its “end” and its quote make that 16. It was kept.",
        ),
        (
            json!({"end_byte": 99}),
            "its “end_byte” is 99, but its “end” and its quote make that 16. It was kept.",
        ),
    ];
    for (fields, said) in rows {
        check_first(FIRST_FRAGMENT, fields, &[said]);
    }
}

#[test]
fn without_a_quote() {
    let who = "“Flats”, annotation b0000000-0000-4000-8000-000000000001: ";
    let unchecked = "the file does not quote it, so its place could not be checked. It was kept.";
    for quote in [json!(null), json!(7)] {
        let file = with(FIRST_FRAGMENT, json!({ "quote": quote }));
        check(&file, &[&format!("{who}{unchecked}")]);
    }
    let file = with(FIRST_FRAGMENT, json!({"quote": null, "end_utf16": 12}));
    let conflict = "its “end_utf16” is 12, but its “end” makes that 13, and there is no quote that \
                    could tell which is right. It was left out.";
    let relation = "“Flats”, relation c0000000-0000-4000-8000-000000000001: the annotation it leads \
                    to, “b0000000-0000-4000-8000-000000000001”, is not there. It was left out.";
    check(&file, &[&format!("{who}{conflict}"), relation]);
    // Many fragments, one sentence.
    let mut file = good_file();
    put(&mut file, FIRST, json!({"fragments": [{"start": 2, "end": 7}, {"start": 8, "end": 12}]}));
    check(&file, &[&format!("{who}{unchecked}")]);
}

#[test]
fn fragments() {
    let quote = |start: usize, end: usize| {
        let quote: String = TEXT.chars().skip(start).take(end - start).collect();
        json!({"start": start, "end": end, "quote": quote})
    };
    /// What the file says, in code points; what comes of it, in bytes; what is said.
    type Row = (&'static [(usize, usize)], &'static [(u32, u32)], &'static [&'static str]);
    let rows: &[Row] = &[
        (&[(2, 7), (19, 24)], &[(5, 10), (23, 28)], &[]),
        (
            &[(19, 24), (2, 7)],
            &[(5, 10), (23, 28)],
            &["its fragments were out of order; they are sorted now. It was kept."],
        ),
        (
            &[(2, 7), (2, 12), (13, 17)],
            &[(5, 16), (17, 21)],
            &["some of its fragments overlapped or touched; those are one now. It was kept."],
        ),
        (
            &[(19, 22), (22, 24)],
            &[(23, 28)],
            &["some of its fragments overlapped or touched; those are one now. It was kept."],
        ),
        (
            &[(13, 17), (2, 17)],
            &[(5, 21)],
            &[
                "its fragments were out of order; they are sorted now. It was kept.",
                "some of its fragments overlapped or touched; those are one now. It was kept.",
            ],
        ),
        (
            &[(1, 8)],
            &[(5, 10)],
            &["it had white space at its ends; it is “Mayor” now. It was kept."],
        ),
        (
            &[(36, 42)],
            &[(44, 49)],
            &["it had white space at its ends; it is “. End” now. It was kept."],
        ),
        (
            &[(8, 11)],
            &[(11, 16)],
            &["it cut a character in two; it was widened to “Zoe\u{301}”. It was kept."],
        ),
        (
            &[(11, 13)],
            &[(13, 16)],
            &[
                "it cut a character in two; it was widened to “e\u{301}”. It was kept.",
                "it had white space at its ends; it is “e\u{301}” now. It was kept.",
            ],
        ),
        (&[(7, 8)], &[], &["it marks nothing but white space. It was left out."]),
    ];
    for (given, bytes, said) in rows {
        let fragments: Vec<Value> = given.iter().map(|&(start, end)| quote(start, end)).collect();
        let file = with(FIRST, json!({ "fragments": fragments }));
        let imported = read(&file);
        let warnings = imported.warnings.iter().map(ToString::to_string);
        let tails: Vec<String> = warnings
            .filter_map(|said| Some(said.split_once("000000000001): ")?.1.to_owned()))
            .collect();
        assert_eq!(tails, *said, "{given:?}");
        let document = &imported.collection.documents[0];
        let read = document.annotations().find(|a| a.label.as_str() == "speaker");
        let ranges: Vec<(u32, u32)> = read.map_or(vec![], |annotation| {
            let ranges = annotation.fragments.ranges();
            ranges.map(|range| (range.start().into(), range.end().into())).collect()
        });
        assert_eq!(ranges, *bytes, "{given:?}");
    }
}

#[test]
fn annotations() {
    let rows = [
        (json!({"label": "place"}), "the scheme has no label “place”. It was left out."),
        (json!({"label": null}), "it has no label. It was left out."),
        (json!({"label": ["speaker"]}), "the scheme has no label a list. It was left out."),
        (
            json!({"status": "certain"}),
            "its status “certain” is not sure, unsure, discuss or rejected; it is sure now. It was kept.",
        ),
        (
            json!({"created": "yesterday"}),
            "its “created” “yesterday” is not a time like 2026-11-22T20:13:00Z; it is \
             1970-01-01T00:00:00Z now. It was kept.",
        ),
        (
            json!({"created": "2026-11-22T20:13:00Z", "modified": 5}),
            "its “modified” 5 is not a time like 2026-11-22T20:13:00Z; it is 2026-11-22T20:13:00Z \
             now. It was kept.",
        ),
        (
            json!({"created": "9999-12-31T23:59:59-23:59"}),
            "its “created” “9999-12-31T23:59:59-23:59” is not a time like 2026-11-22T20:13:00Z; it \
             is 1970-01-01T00:00:00Z now. It was kept.",
        ),
        (
            json!({"modified": "0000-01-01T00:00:00+23:59"}),
            "its “modified” “0000-01-01T00:00:00+23:59” is not a time like 2026-11-22T20:13:00Z; it \
             is 1970-01-01T00:00:00Z now. It was kept.",
        ),
        (json!({"note": 5}), "its “note” is a number, not text, and was not read."),
    ];
    for (fields, said) in rows {
        check_first(FIRST, fields, &[said]);
    }
    let rows = [
        (
            json!({"fragments": []}),
            "it has no list of fragments, so it marks nothing. It was left out.",
        ),
        (
            json!({"fragments": {}}),
            "it has no list of fragments, so it marks nothing. It was left out.",
        ),
        (
            json!({"fragments": null}),
            "it has no list of fragments, so it marks nothing. It was left out.",
        ),
        (
            json!({"fragments": [3]}),
            "one of its fragments is a number, not an object. It was left out.",
        ),
    ];
    let relation = "“Flats”, relation c0000000-0000-4000-8000-000000000001: the annotation it leads \
                    to, “b0000000-0000-4000-8000-000000000001”, is not there. It was left out.";
    for (fields, said) in rows {
        let who = "“Flats”, annotation b0000000-0000-4000-8000-000000000001: ";
        check(&with(FIRST, fields), &[&format!("{who}{said}"), relation]);
    }
    check(
        &with(FIRST, json!("Mayor")),
        &[
            "“Flats”, annotation no. 1: it is text, where the file should have an object. It was left out.",
            relation,
        ],
    );
    check(
        &with(ARTICLE, json!({"annotations": "none", "relations": 3})),
        &[
            "“Flats”: its “annotations” is text, not a list, and was not read.",
            "“Flats”: its “relations” is a number, not a list, and was not read.",
        ],
    );
}

#[test]
fn long_words_are_cut_and_stay_on_one_line() {
    let label = format!("{}\n{}", "é".repeat(50), "👨\u{200d}👩\u{200d}👧".repeat(50));
    let shown = format!("{} {}…", "é".repeat(50), "👨\u{200d}👩\u{200d}👧".repeat(9));
    check_first(
        FIRST,
        json!({ "label": label }),
        &[&format!("the scheme has no label “{shown}”. It was left out.")],
    );
}
