//! A text with all that makes offsets go wrong, and marks whose offsets are
//! worked out by hand.

use std::sync::Arc;

use uuid::Uuid;
use verbatim::format::Collection;
use verbatim::model::annotation::{Annotation, Relation, Status};
use verbatim::model::article::{Article, Metadata};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;
use verbatim::model::fragments::{Fragment, Fragments};
use verbatim::model::id::{AnnotationId, ArticleId, RelationId};
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::scheme::Scheme;
use verbatim::model::text::Text;
use verbatim::model::timestamp::Timestamp;

use crate::stage;

/// Emoji, combining marks, CR LF, CJK, two scripts that run right to left, an
/// emoji of several, a no-break space and a line separator.
pub const TEXT: &str = "😀 Mayor Zoe\u{301} Mu\u{308}ller said:\r\n“Build 200 flats in 東京🗼 now.”\r\nوقال أحمد: ירושלים — 👨\u{200d}👩\u{200d}👧 cafe\u{301}\u{a0}au lait\u{2028}end.\n";

/// The words that are marked, each once in the text, and their labels; the
/// number is the id. The third is nested in the second, which crosses the
/// seventh; the eighth has two fragments.
pub const MARKS: &[(u128, &str, &[&str])] = &[
    (1, "speaker", &["Mayor Zoe\u{301} Mu\u{308}ller"]),
    (2, "proposal", &["Build 200 flats in 東京🗼 now."]),
    (3, "location", &["東京🗼"]),
    (4, "speaker", &["أحمد"]),
    (5, "location", &["ירושלים"]),
    (6, "location", &["cafe\u{301}"]),
    (7, "proposal", &["said:\n“Build"]),
    (8, "proposal", &["flats", "now."]),
];

/// Where they lie in the text with its lines ended by LF, in code points.
pub const IN_CHARS: &[&[(u32, u32)]] = &[
    &[(2, 20)],
    &[(28, 55)],
    &[(47, 50)],
    &[(62, 66)],
    &[(68, 75)],
    &[(84, 89)],
    &[(21, 33)],
    &[(38, 43), (51, 55)],
];

/// The same in UTF-16 code units.
pub const IN_UTF16: &[&[(u32, u32)]] = &[
    &[(3, 21)],
    &[(29, 57)],
    &[(48, 52)],
    &[(64, 68)],
    &[(70, 77)],
    &[(89, 94)],
    &[(22, 34)],
    &[(39, 44), (53, 57)],
];

/// Where the first six lie in the text with CR LF, in code points.
pub const IN_CHARS_CRLF: &[(u32, u32)] =
    &[(2, 20), (29, 56), (48, 51), (64, 68), (70, 77), (86, 91)];

/// The same in UTF-16 code units.
pub const IN_UTF16_CRLF: &[(u32, u32)] =
    &[(3, 21), (30, 58), (49, 53), (66, 70), (72, 79), (91, 96)];

/// An article with all of them, two relations, notes and all else.
pub fn collection() -> Collection {
    let scheme = Arc::new(Scheme::default());
    let (text, intake) = Text::from_original(TEXT).unwrap();
    let article = Article {
        id: ArticleId(Uuid::from_u128(0xa)),
        metadata: Metadata {
            title: "Flats & \"homes\"".into(),
            date: verbatim::model::timestamp::parse_date("2024-11-21"),
            source: "The Gazette".into(),
            url: Some("https://example.org/flats".into()),
            language: "en".into(),
        },
        line_endings: intake.line_endings,
        text: text.clone(),
        tokens: None,
        extra: Extra::new(),
    };
    let mut document = Document::new(article, Arc::clone(&scheme));
    for &(id, label, words) in MARKS {
        let fragments = words.iter().map(|words| {
            let start = text.as_str().find(words).unwrap();
            let at = |at: usize| TextSize::from(at as u32);
            Fragment {
                range: TextRange::new(at(start), at(start + words.len())),
                extra: Extra::new(),
            }
        });
        put(&mut document, id, label, Fragments::new(&text, fragments.collect()).unwrap());
    }
    for (id, from, to) in [(0x21, 2, 1), (0x84, 8, 4)] {
        let relation = Relation {
            id: RelationId(Uuid::from_u128(id)),
            relation_type: "said_by".into(),
            from: AnnotationId(Uuid::from_u128(from)),
            to: AnnotationId(Uuid::from_u128(to)),
            created: Timestamp::from_millis(1_000),
            modified: Timestamp::from_millis(2_000),
            extra: Extra::new(),
        };
        document.apply(Edit::PutRelation(Box::new(relation))).unwrap();
    }
    stage::of(&scheme, vec![document])
}

fn put(document: &mut Document, id: u128, label: &str, fragments: Fragments) {
    let is_first = id == 1;
    let annotation = Annotation {
        id: AnnotationId(Uuid::from_u128(id)),
        label: label.into(),
        fragments,
        note: if is_first { "two\nlines, \"quoted\" 😀".into() } else { String::new() },
        status: if is_first { Status::Discuss } else { Status::Sure },
        annotator: if is_first { "Zoé".into() } else { String::new() },
        created: Timestamp::from_millis(1_700_000_000_000),
        modified: Timestamp::from_millis(1_700_000_000_000),
        origin: "manual".into(),
        extra: Extra::new(),
    };
    document.apply(Edit::PutAnnotation(Box::new(annotation))).unwrap();
}

/// What annotations hold, in text order: label and words.
pub fn held(document: &Document) -> Vec<(String, String)> {
    let text = &document.article().text;
    let of = |annotation: &Annotation| {
        let words: Vec<&str> =
            annotation.fragments.ranges().filter_map(|range| text.get(range)).collect();
        (annotation.label.as_str().to_owned(), words.join(" … "))
    };
    document.annotations().map(|annotation| of(annotation)).collect()
}

/// The words and labels of the first marks, in text order.
pub fn marks(n: usize) -> Vec<(String, String)> {
    let mark = |&(_, label, words): &(u128, &str, &[&str])| (label.to_owned(), words.join(" … "));
    MARKS[..n].iter().map(mark).collect()
}
