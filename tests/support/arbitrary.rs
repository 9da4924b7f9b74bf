//! Random texts, schemes and documents for property tests, over an alphabet
//! in which bytes, UTF-16 units, code points and graphemes all differ.

// Each test target uses its own part of this.
#![allow(dead_code)]

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use uuid::Uuid;
use verbatim::model::annotation::{Annotation, MANUAL, Relation, Status};
use verbatim::model::article::{Article, Metadata};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;
use verbatim::model::fragments::{Fragment, Fragments};
use verbatim::model::id::{AnnotationId, ArticleId, LabelId, RelationId};
use verbatim::model::intake::{Intake, LineEndings};
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::scheme::{Label, Scheme};
use verbatim::model::text::Text;
use verbatim::model::timestamp::{Date, Timestamp, parse_date};
use verbatim::model::tokens::Tokens;

/// What random texts are made of: words, spaces and line ends of every kind,
/// combining marks with and without a base, astral and joined emoji, flags,
/// CJK, right-to-left scripts, and characters that JSON escapes.
pub const PIECES: &[&str] = &[
    "a",
    "Zoe",
    "said",
    "x",
    "7",
    ".",
    ",",
    "-",
    "“",
    "”",
    "\"",
    "\\",
    "/",
    "<b>",
    "&",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\u{a0}",
    "\u{2028}",
    "\u{2003}",
    "\u{b}",
    "\u{1}",
    "\0",
    "é",
    "e\u{301}",
    "u\u{308}\u{301}",
    "\u{301}",
    " \u{301}",
    "ß",
    "東京",
    "。",
    "한국",
    "\u{1112}\u{1161}",
    "أحمد",
    "\u{64b}",
    "ירושלים",
    "\u{200f}",
    "\u{200d}",
    "\u{200b}",
    "\u{feff}",
    "😀",
    "🗼",
    "👩🏽\u{200d}🚒",
    "👨\u{200d}👩\u{200d}👧",
    "🇨🇳",
    "🇩🇪",
    "\u{1f1e6}",
    "👍🏿",
    "क्षि",
    "\u{e000}",
    "\u{10ffff}",
    "\u{fffd}",
    "\u{1f468}",
];

/// Anything a person or a hostile file may put into a text field.
pub fn arb_string() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// What may enter as the text of an article: never blank.
pub fn arb_original() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 1..60)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("a text is not blank", |original| Text::from_original(original).is_ok())
}

/// The text of an article.
pub fn arb_text() -> impl Strategy<Value = Text> {
    arb_original().prop_map(|original| Text::from_original(&original).expect("not blank").0)
}

/// A range of a text: any two offsets on character boundaries, in order.
pub fn range_in(text: &Text, a: Index, b: Index) -> TextRange {
    let bounds: Vec<u32> = (0..=u32::from(text.len()))
        .filter(|&at| text.as_str().is_char_boundary(at as usize))
        .collect();
    let (a, b) = (*a.get(&bounds), *b.get(&bounds));
    TextRange::new(TextSize::from(a.min(b)), TextSize::from(a.max(b)))
}

/// The fragments that ranges come to once they are snapped, sorted and kept
/// apart; `None` if nothing is left.
pub fn fragments_in(text: &Text, ranges: impl IntoIterator<Item = TextRange>) -> Option<Fragments> {
    let mut ranges: Vec<TextRange> =
        ranges.into_iter().filter_map(|range| text.snap_to_characters(range)).collect();
    ranges.sort_by_key(|range| (range.start(), range.end()));
    let mut apart: Vec<Fragment> = Vec::new();
    for range in ranges {
        if apart.last().is_none_or(|last| last.range.end() < range.start()) {
            apart.push(Fragment { range, extra: Extra::default() });
        }
    }
    Fragments::new(text, apart).ok()
}

/// A document with the default scheme, up to a dozen annotations of one to
/// three fragments, and a few relations.
pub fn arb_document() -> impl Strategy<Value = Document> {
    arb_document_with(Arc::new(Scheme::default()))
}

/// As [`arb_document`], with the labels and relation types of `scheme`.
pub fn arb_document_with(scheme: Arc<Scheme>) -> impl Strategy<Value = Document> {
    let annotations = prop::collection::vec(arb_annotation_draft(), 0..12);
    let relations = prop::collection::vec(arb_relation_draft(), 0..6);
    (arb_article(), annotations, relations).prop_map(move |(article, annotations, relations)| {
        let text = article.text.clone();
        let mut document = Document::new(article, Arc::clone(&scheme));
        for draft in annotations {
            if let Some(annotation) = draft.finish(&text, &scheme) {
                let edit = Edit::PutAnnotation(Box::new(annotation));
                document.apply(edit).expect("the label is in the scheme");
            }
        }
        for draft in relations {
            if let Some(relation) = draft.finish(&document) {
                let edit = Edit::PutRelation(Box::new(relation));
                document.apply(edit).expect("both ends exist");
            }
        }
        document
    })
}

/// An article with random metadata.
pub fn arb_article() -> impl Strategy<Value = Article> {
    let metadata = (
        arb_string(),
        prop::option::of(arb_date()),
        arb_string(),
        prop::option::of(arb_string()),
        select(&["", "en", "zh-Hans", "ar"][..]),
    )
        .prop_map(|(title, date, source, url, language)| Metadata {
            title,
            date,
            source,
            url,
            language: language.into(),
        });
    let endings =
        select(&[LineEndings::Lf, LineEndings::Crlf, LineEndings::Cr, LineEndings::Mixed]);
    (any::<u128>(), metadata, arb_original(), endings, arb_extra(), arb_cuts()).prop_map(
        |(id, metadata, original, said, extra, cuts)| {
            let (text, Intake { line_endings, .. }) =
                Text::from_original(&original).expect("not blank");
            // What the original was may come from a file that was read before.
            let line_endings = if line_endings == LineEndings::Lf { said } else { line_endings };
            Article {
                id: ArticleId(Uuid::from_u128(id)),
                metadata,
                line_endings,
                tokens: cuts.and_then(|cuts| tokens_in(&text, &cuts)).map(Arc::new),
                text,
                extra,
            }
        },
    )
}

/// What files of other programs call labels: what can't be an id.
const NAMES_IN_FILES: [&str; 9] =
    ["", "Job \"Title\"", "", "", "#東 京\t", "", "", "B-X|I-y_[1] 😀 \\", ""];

/// Where to cut a text into tokens, and at each place whether no token follows
/// and whether a sentence begins.
fn arb_cuts() -> impl Strategy<Value = Option<Vec<(Index, bool, bool)>>> {
    let is_gap = prop::bool::weighted(0.2);
    prop::option::of(prop::collection::vec((any::<Index>(), is_gap, any::<bool>()), 0..24))
}

/// Tokens as files have them: whatever stands in them but white space alone,
/// with or without gaps, and sentences of them.
fn tokens_in(text: &Text, cuts: &[(Index, bool, bool)]) -> Option<Tokens> {
    let words = text.as_str();
    let bounds: Vec<usize> = (0..words.len()).filter(|&at| words.is_char_boundary(at)).collect();
    let mut cuts: Vec<(usize, bool, bool)> =
        cuts.iter().map(|&(at, gap, start)| (*at.get(&bounds), gap, start)).collect();
    cuts.push((0, false, true));
    cuts.sort_unstable();
    cuts.dedup_by_key(|cut| cut.0);
    let (mut ranges, mut starts) = (Vec::new(), Vec::new());
    for (idx, &(start, is_gap, is_start)) in cuts.iter().enumerate() {
        let end = cuts.get(idx + 1).map_or(words.len(), |cut| cut.0);
        if is_gap || words[start..end].trim().is_empty() {
            continue;
        }
        if is_start {
            starts.push(ranges.len());
        }
        ranges.push(TextRange::new((start as u32).into(), (end as u32).into()));
    }
    (!ranges.is_empty()).then(|| Tokens::new(text, ranges, starts).expect("they are in order"))
}

/// A scheme of up to nine labels and up to two relation types.
pub fn arb_scheme() -> impl Strategy<Value = Scheme> {
    let ids = prop::collection::btree_set("[a-z]{1,3}|[A-Z]/[A-Z]|A\\|I-B|名|e\u{301}|😀", 1..9);
    let colors = prop::collection::vec("#[0-9a-f]{6}|#[0-9A-F]{3}", 9);
    let names = prop::collection::vec(arb_string(), 9);
    (ids, colors, names, arb_extra()).prop_map(|(ids, colors, names, extra)| {
        let labels: Vec<Label> = ids
            .iter()
            .enumerate()
            .map(|(idx, id)| Label {
                id: id.as_str().into(),
                name: names[idx].clone(),
                written_as: (idx % 3 == 1).then(|| format!("{} {idx}", NAMES_IN_FILES[idx])),
                key: char::from_digit(idx as u32 + 1, 10).filter(|_| idx % 3 != 2),
                color: colors[idx].clone(),
                description: names[8 - idx].clone(),
                guidelines: if idx % 2 == 0 { String::new() } else { names[0].clone() },
                extra: if idx == 0 { extra.clone() } else { Extra::default() },
            })
            .collect();
        let mut relation_types = Scheme::default().relation_types;
        for relation_type in &mut relation_types {
            relation_type.from = labels.iter().take(2).map(|label| label.id.clone()).collect();
            relation_type.to = labels.iter().rev().take(1).map(|label| label.id.clone()).collect();
            relation_type.guidelines = names[1].clone();
            relation_type.extra = extra.clone();
        }
        Scheme { labels, relation_types, guidelines: names[2].clone(), extra, ..Scheme::empty() }
    })
}

/// Fields that this version does not know.
pub fn arb_extra() -> impl Strategy<Value = Extra> {
    let value = prop_oneof![
        Just(serde_json::json!(null)),
        any::<i64>().prop_map(serde_json::Value::from),
        arb_string().prop_map(serde_json::Value::from),
        Just(serde_json::json!({"b": [1, {}, []], "a": -0.5})),
    ];
    prop::collection::btree_map("x_[a-z\"é]{0,3}", value, 0..3)
}

/// A date between the years 0 and 9999.
pub fn arb_date() -> impl Strategy<Value = Date> {
    (0..=9999_u32, 1..=12_u32, 1..=31_u32).prop_filter_map("a date exists", |(year, month, day)| {
        parse_date(&format!("{year:04}-{month:02}-{day:02}"))
    })
}

/// A moment between the years 0 and 9999.
pub fn arb_timestamp() -> impl Strategy<Value = Timestamp> {
    (0..=253_402_300_799_u64).prop_map(|seconds| Timestamp::from_millis(seconds * 1000))
}

#[derive(Clone, Debug)]
struct AnnotationDraft {
    id: u128,
    label: Index,
    ranges: Vec<(Index, Index)>,
    note: String,
    status: Status,
    annotator: String,
    times: (Timestamp, Timestamp),
    origin: String,
    extra: Extra,
}

fn arb_annotation_draft() -> impl Strategy<Value = AnnotationDraft> {
    let origin = prop_oneof![Just(MANUAL.to_owned()), arb_string()];
    (
        (any::<u128>(), any::<Index>(), prop::collection::vec(any::<(Index, Index)>(), 1..4)),
        (arb_string(), select(&Status::ALL), arb_string()),
        ((arb_timestamp(), arb_timestamp()), origin, arb_extra()),
    )
        .prop_map(
            |((id, label, ranges), (note, status, annotator), (times, origin, extra))| {
                AnnotationDraft { id, label, ranges, note, status, annotator, times, origin, extra }
            },
        )
}

impl AnnotationDraft {
    fn finish(self, text: &Text, scheme: &Scheme) -> Option<Annotation> {
        let labels: Vec<LabelId> = scheme.labels.iter().map(|label| label.id.clone()).collect();
        Some(Annotation {
            id: AnnotationId(Uuid::from_u128(self.id)),
            label: self.label.get(&labels).clone(),
            fragments: fragments_in(text, self.ranges.iter().map(|&(a, b)| range_in(text, a, b)))?,
            note: self.note,
            status: self.status,
            annotator: self.annotator,
            created: self.times.0,
            modified: self.times.1,
            origin: self.origin,
            extra: self.extra,
        })
    }
}

#[derive(Clone, Debug)]
struct RelationDraft {
    id: u128,
    ends: (Index, Index),
    times: (Timestamp, Timestamp),
    extra: Extra,
}

fn arb_relation_draft() -> impl Strategy<Value = RelationDraft> {
    (any::<u128>(), any::<(Index, Index)>(), (arb_timestamp(), arb_timestamp()), arb_extra())
        .prop_map(|(id, ends, times, extra)| RelationDraft { id, ends, times, extra })
}

impl RelationDraft {
    fn finish(self, document: &Document) -> Option<Relation> {
        let ids: Vec<AnnotationId> =
            document.annotations().map(|annotation| annotation.id).collect();
        if ids.is_empty() {
            return None;
        }
        let (from, to) = (*self.ends.0.get(&ids), *self.ends.1.get(&ids));
        let relation_type = document.scheme().relation_types.first()?.id.clone();
        (from != to).then(|| Relation {
            id: RelationId(Uuid::from_u128(self.id)),
            relation_type,
            from,
            to,
            created: self.times.0,
            modified: self.times.1,
            extra: self.extra,
        })
    }
}
