//! What is said of an article or a relation that does not fit, and what
//! becomes of it.

use serde_json::json;

use crate::items::{
    ARTICLE, FIRST, FIRST_FRAGMENT, RELATION, SECOND, TEXT, check, good_file, put, read, with,
};

#[test]
fn an_article_comes_in_even_if_nothing_in_it_fits() {
    let mut file = with(FIRST, json!({"label": "x"}));
    put(&mut file, SECOND, json!({"label": "y"}));
    let imported = read(&file);
    assert_eq!(imported.warnings.len(), 3);
    assert_eq!(imported.collection.documents.len(), 1);
    assert_eq!(imported.collection.documents[0].article().text.as_str(), TEXT);
}

#[test]
fn articles() {
    let long = "x".repeat(4_000_001);
    let rows = [
        (json!({"text": null}), "“Flats”: it has no “text”. It was left out."),
        (json!({"text": 5}), "“Flats”: its “text” is a number, not text. It was left out."),
        (
            json!({"text": " \n"}),
            "“Flats”: it has no text: 2 bytes, nothing but white space. It was left out.",
        ),
        (
            json!({ "text": long }),
            "“Flats”: its text is 4000001 bytes long; the limit for one article is 4000000. It was left out.",
        ),
        (
            json!({"text_sha256": "00"}),
            "“Flats”: its text is not the one that its “text_sha256” was computed from; someone \
             changed the text or the sum. It was kept.",
        ),
        (
            json!({"n_chars": 47}),
            "“Flats”: its “n_chars” is 47, but its text has 48 characters. It was kept.",
        ),
        (
            json!({"date": "21 November"}),
            "“Flats”: its date “21 November” is not a date like 2024-11-21; it has none now. It was kept.",
        ),
        (
            json!({"date": "2024-02-30"}),
            "“Flats”: its date “2024-02-30” is not a date like 2024-11-21; it has none now. It was kept.",
        ),
        (
            json!({"line_endings": "nel"}),
            "“Flats”: its “line_endings” is “nel”, not lf, crlf, cr or mixed; it is lf now. It was kept.",
        ),
        (json!({"url": 4}), "“Flats”: its “url” is a number, not text, and was not read."),
        (json!({"title": false}), "Article 1: its “title” is false, not text, and was not read."),
        (
            json!({"id": "doc 1"}),
            "“Flats”: its id “doc 1” is not a UUID; it has the id 2ca621b0-7e01-8811-a558-48f7eae97746 now. It was kept.",
        ),
    ];
    for (fields, said) in rows {
        check(&with(ARTICLE, fields), &[said]);
    }
    let article = good_file()["articles"][0].clone();
    let imported = check(
        &with("", json!({"articles": [article, 5, article]})),
        &[
            "Article 2: it is a number, where the file should have an object. It was left out.",
            "“Flats”: an earlier one has the same id; it has the id 909077dd-75d6-80dc-b83d-7d395989e8be now. It was kept.",
        ],
    );
    assert_eq!(imported.collection.documents.len(), 2);
}

#[test]
fn text_with_carriage_returns_or_a_byte_order_mark() {
    let said = "“Flats”: its text has carriage returns or a byte order mark; its lines end in plain \
                line feeds now, and every offset was moved to match. It was kept.";
    let text = "\u{feff}\u{feff}One\r\nMayor Zoe\rbuild\r\nflats.\n";
    let mut file = with(
        ARTICLE,
        json!({"text": text, "n_chars": 31, "text_sha256": "9be81ca3f0f37c99c3145fbe44f5a4348071c4c22a943a7b42191ce35cc51760"}),
    );
    put(
        &mut file,
        FIRST_FRAGMENT,
        json!({"start": 7, "end": 16, "start_utf16": 7, "end_utf16": 16, "start_byte": 11, "end_byte": 20,
               "quote": "Mayor Zoe"}),
    );
    // A quote may have the old line ends or the new ones.
    for quote in ["build\r\nflats", "build\nflats"] {
        put(&mut file, SECOND, json!({"fragments": [{"start": 17, "end": 29, "quote": quote}]}));
        let imported = check(&file, &[said]);
        let document = &imported.collection.documents[0];
        let article = document.article();
        assert_eq!(article.text.as_str(), "One\nMayor Zoe\nbuild\nflats.\n");
        assert_eq!(article.line_endings.as_str(), "mixed");
        let quotes: Vec<String> =
            document.annotations().map(|a| a.fragments.quote(&article.text)).collect();
        assert_eq!(quotes, ["Mayor Zoe", "build\nflats"]);
    }
}

#[test]
fn relations() {
    let rows = [
        (json!({"type": null}), "it has no type"),
        (json!({"type": "echoes"}), "the scheme has no relation type “echoes”"),
        (json!({"from": null}), "it does not say which annotation it starts at"),
        (json!({"to": null}), "it does not say which annotation it leads to"),
        (json!({"from": "T9"}), "the annotation it starts at, “T9”, is not there"),
        (json!({"to": {}}), "the annotation it leads to, an object, is not there"),
        (json!({"to": "b0000000-0000-4000-8000-000000000002"}), "it joins an annotation to itself"),
    ];
    for (fields, said) in rows {
        let who = "“Flats”, relation c0000000-0000-4000-8000-000000000001";
        check(&with(RELATION, fields), &[&format!("{who}: {said}. It was left out.")]);
    }
    check(
        &with(RELATION, json!(5)),
        &[
            "“Flats”, relation no. 1: it is a number, where the file should have an object. It was left out.",
        ],
    );
    let twice =
        json!({"relations": [good_file().pointer(RELATION), good_file().pointer(RELATION)]});
    let imported = read(&with(ARTICLE, twice));
    assert_eq!(imported.collection.documents[0].relations().len(), 2);
    assert!(imported.warnings[0].to_string().contains("an earlier one has the same id"));
}
