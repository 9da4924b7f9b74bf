//! Documents drawn as text, so that a test shows what it is about.
//!
//! ```text
//! |We must act, she said in
//!  ^^^^^^^^^^^ 1 proposal
//!               ^^^ 2 speaker
//!                       ^^> 3 location
//! |old Wuzhen town.
//!  ^^^        ^^^^ 3 location
//!      ^^^^^^ 4 location
//! = r said_by 1 -> 2
//! ```
//!
//! - A line of the text follows a `|`, as it is, to its end. What stands before
//!   the `|` is indentation.
//! - Under it, one row for every annotation in the line: a `^` under each
//!   character (grapheme cluster, one column each) it holds, then its name and
//!   its label. A gap between two runs of `^` makes two fragments. A `>` under
//!   the line's end takes the LF in, so that the fragment goes on in the next
//!   line. Rows with the same name are the same annotation; rows may nest,
//!   cross and coincide.
//! - `= r said_by 1 -> 2` is the relation `r` from the annotation 1 to 2.
//! - A name is a number in base 36 (`1`, `r`, `10`), and becomes the UUID of
//!   that number. Times are 1970, notes are empty.
//!
//! [`render`] draws a document in the one way that [`draw`] reads back: rows
//! in text order, relations last. [`render_segments`] draws how a line is cut
//! up: `[We |1/1][must|2/0. 1/1], she` reads: “We ” under 1 at depth 1, “must”
//! under 2 at depth 0, which ends here, and 1; the rest is plain. A `.` stands
//! where an annotation ends, a `,` where only one of its fragments does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation as _;
use uuid::Uuid;
use verbatim::model::annotation::{Annotation, MANUAL, Relation, Status};
use verbatim::model::article::{Article, Metadata};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;
use verbatim::model::fragments::{Fragment, Fragments};
use verbatim::model::id::{AnnotationId, ArticleId, RelationId};
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::scheme::Scheme;
use verbatim::model::segment::{FragmentEnd, segments};
use verbatim::model::text::{BlockIdx, Text};
use verbatim::model::timestamp::Timestamp;

/// Reads a drawing.
pub fn draw(drawing: &str) -> Document {
    let mut lines: Vec<&str> = Vec::new();
    let mut margin = 0;
    let mut marks: BTreeMap<&str, Marks<'_>> = BTreeMap::new();
    let mut relations = Vec::new();
    let mut line_start = 0;
    for row in drawing.split('\n').filter(|row| !row.trim().is_empty()) {
        let content = row.trim_start();
        if let Some(line) = content.strip_prefix('|') {
            line_start += lines.last().map_or(0, |line| line.len() + 1);
            margin = row.len() - content.len() + 1;
            lines.push(line);
        } else if let Some(relation) = content.strip_prefix('=') {
            relations.push(read_relation(relation));
        } else {
            let line = lines.last().expect("a row of marks stands under a line");
            let (runs, name, label) = read_marks(row, margin, line);
            let mark = marks.entry(name).or_insert(Marks { label, ranges: Vec::new() });
            assert_eq!(mark.label, label, "two labels for {name}");
            mark.ranges
                .extend(runs.iter().map(|&(start, end)| (line_start + start, line_start + end)));
        }
    }
    let mut document = document(&lines.join("\n"));
    let text = document.article().text.clone();
    let mut edits = Vec::new();
    for (name, Marks { label, ranges }) in marks {
        let fragments = Fragments::new(&text, joined(&ranges))
            .unwrap_or_else(|error| panic!("{error}, in the annotation {name} of\n{drawing}"));
        edits.push(Edit::PutAnnotation(Box::new(annotation_on(name, label, fragments))));
    }
    edits.extend(relations.into_iter().map(|relation| Edit::PutRelation(Box::new(relation))));
    document.apply(Edit::Batch(edits)).unwrap_or_else(|error| panic!("{error}, in\n{drawing}"));
    document
}

/// Draws a document as [`draw`] reads it.
pub fn render(document: &Document) -> String {
    let text = &document.article().text;
    let mut rows = Vec::new();
    for block in (0..text.n_blocks()).map(BlockIdx) {
        let line = text.block_range(block);
        rows.push(format!("|{}", text.block_str(block)));
        let in_line = |annotation: &&Arc<Annotation>| {
            let mut ranges = annotation.fragments.ranges();
            ranges.any(|range| range.start() <= line.end() && line.start() < range.end())
        };
        for annotation in document.annotations().filter(in_line) {
            let holds = |at: usize| {
                let at = line.start() + TextSize::from(at as u32);
                annotation.fragments.ranges().any(|range| range.contains(at))
            };
            let mut row = String::from(" ");
            for (at, _) in text.block_str(block).grapheme_indices(true) {
                row.push(if holds(at) { '^' } else { ' ' });
            }
            if holds(line.len().into()) {
                row.push('>');
            }
            rows.push(format!("{} {} {}", row.trim_end(), name(annotation.id.0), annotation.label));
        }
    }
    for relation in document.relations() {
        let [id, from, to] = [relation.id.0, relation.from.0, relation.to.0].map(name);
        rows.push(format!("= {id} {} {from} -> {to}", relation.relation_type));
    }
    rows.join("\n")
}

/// Draws the segments of a line.
pub fn render_segments(document: &Document, block: BlockIdx) -> String {
    let mut drawn = String::new();
    for segment in segments(document, block) {
        let words = document.article().text.get(segment.range).expect("a segment lies in the text");
        if segment.layers.is_empty() {
            drawn.push_str(words);
            continue;
        }
        let layers: Vec<String> = segment
            .layers
            .iter()
            .map(|layer| {
                let end = match layer.ends {
                    Some(FragmentEnd::Annotation) => ".",
                    Some(FragmentEnd::Fragment) => ",",
                    None => "",
                };
                format!("{}/{}{end}", name(layer.annotation.0), layer.depth)
            })
            .collect();
        write!(drawn, "[{words}|{}]", layers.join(" ")).expect("a String takes everything");
    }
    drawn
}

/// A document of `text` with nothing marked in it and the default scheme.
pub fn document(text: &str) -> Document {
    let (text, intake) = Text::from_original(text).expect("the text of a drawing");
    let article = Article {
        id: ArticleId(Uuid::from_u128(1)),
        metadata: Metadata::default(),
        line_endings: intake.line_endings,
        text,
        tokens: None,
        extra: Extra::default(),
    };
    Document::new(article, Arc::new(Scheme::default()))
}

/// The text of `"The [quick] fox"`, and the range between the brackets.
pub fn bracketed(drawing: &str) -> (String, TextRange) {
    let (before, rest) = drawing.split_once('[').expect("a [");
    let (inside, after) = rest.split_once(']').expect("a ]");
    let start = TextSize::of(before);
    (format!("{before}{inside}{after}"), TextRange::at(start, TextSize::of(inside)))
}

/// Puts brackets around a range, as [`bracketed`] reads them.
pub fn bracket(text: &str, range: TextRange) -> String {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    format!("{}[{}]{}", &text[..start], &text[start..end], &text[end..])
}

/// An annotation on the first occurrences of `quotes`, each after the one
/// before.
pub fn annotation(document: &Document, name: &str, label: &str, quotes: &[&str]) -> Annotation {
    let text = &document.article().text;
    let mut from = 0;
    let mut ranges = Vec::new();
    for quote in quotes {
        let found = text.as_str()[from..].find(quote);
        let start = from + found.unwrap_or_else(|| panic!("no “{quote}” from byte {from} on"));
        from = start + quote.len();
        ranges.push((start, from));
    }
    let fragments = ranges.iter().map(|&(start, end)| fragment(start, end)).collect();
    annotation_on(name, label, Fragments::new(text, fragments).expect("quotes are fragments"))
}

/// [`annotation`], as the edit that adds or replaces it.
pub fn put(document: &Document, name: &str, label: &str, quotes: &[&str]) -> Edit {
    Edit::PutAnnotation(Box::new(annotation(document, name, label, quotes)))
}

/// An annotation with a name, a label and fragments, and nothing else.
pub fn annotation_on(name: &str, label: &str, fragments: Fragments) -> Annotation {
    Annotation {
        id: annotation_id(name),
        label: label.into(),
        fragments,
        note: String::new(),
        status: Status::Sure,
        annotator: String::new(),
        created: Timestamp::default(),
        modified: Timestamp::default(),
        origin: MANUAL.into(),
        extra: Extra::default(),
    }
}

/// A relation between two annotations.
pub fn relation(name: &str, relation_type: &str, from: &str, to: &str) -> Relation {
    Relation {
        id: relation_id(name),
        relation_type: relation_type.into(),
        from: annotation_id(from),
        to: annotation_id(to),
        created: Timestamp::default(),
        modified: Timestamp::default(),
        extra: Extra::default(),
    }
}

/// The id of the annotation with a name.
pub fn annotation_id(name: &str) -> AnnotationId {
    AnnotationId(id(name))
}

/// The id of the relation with a name.
pub fn relation_id(name: &str) -> RelationId {
    RelationId(id(name))
}

/// A fragment from byte to byte.
pub fn fragment(start: usize, end: usize) -> Fragment {
    Fragment { range: range(start, end), extra: Extra::default() }
}

/// A range from byte to byte.
pub fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::from(start as u32), TextSize::from(end as u32))
}

struct Marks<'a> {
    label: &'a str,
    ranges: Vec<(usize, usize)>,
}

/// The byte ranges of a row's runs in its line, then the name and the label.
fn read_marks<'a>(
    row: &'a str,
    margin: usize,
    line: &str,
) -> (Vec<(usize, usize)>, &'a str, &'a str) {
    let is_mark = |c: char| matches!(c, ' ' | '^' | '>');
    let n_columns = row.find(|c| !is_mark(c)).unwrap_or_else(|| panic!("no name in “{row}”"));
    let (columns, words) = row.split_at(n_columns);
    let (name, label) =
        words.trim_end().split_once(' ').unwrap_or_else(|| panic!("no label in “{row}”"));
    let (indentation, columns) =
        columns.split_at_checked(margin).unwrap_or_else(|| panic!("“{row}” is not under its line"));
    assert!(indentation.trim().is_empty(), "“{row}” marks what is left of its line");

    let mut runs = Vec::new();
    let mut graphemes = line.grapheme_indices(true);
    for column in columns.trim_end().chars() {
        match (column, graphemes.next()) {
            ('^', Some((at, grapheme))) => runs.push((at, at + grapheme.len())),
            (' ', Some(_)) => {}
            ('>', None) => runs.push((line.len(), line.len() + 1)),
            _ => panic!("“{row}” does not fit “{line}”"),
        }
    }
    assert!(!runs.is_empty(), "“{row}” marks nothing");
    (runs, name, label)
}

fn read_relation(words: &str) -> Relation {
    match words.split_whitespace().collect::<Vec<_>>()[..] {
        [name, relation_type, from, "->", to] => relation(name, relation_type, from, to),
        _ => panic!("“={words}” is not a relation"),
    }
}

/// Fragments of what touches.
fn joined(ranges: &[(usize, usize)]) -> Vec<Fragment> {
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for &(start, end) in ranges {
        match joined.last_mut() {
            Some(last) if last.1 == start => last.1 = end,
            _ => joined.push((start, end)),
        }
    }
    joined.into_iter().map(|(start, end)| fragment(start, end)).collect()
}

fn id(name: &str) -> Uuid {
    let number = u128::from_str_radix(name, 36);
    Uuid::from_u128(number.unwrap_or_else(|_| panic!("“{name}” is not a number in base 36")))
}

fn name(id: Uuid) -> String {
    let mut rest = id.as_u128();
    let mut digits = Vec::new();
    while rest > 0 || digits.is_empty() {
        digits.push(char::from_digit((rest % 36) as u32, 36).expect("a digit below 36"));
        rest /= 36;
    }
    digits.iter().rev().collect()
}
