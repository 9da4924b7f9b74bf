//! How overlapping annotations are cut up to be drawn.

use std::collections::BTreeSet;

use crate::support::arbitrary::arb_document;
use crate::support::drawn::{annotation_id, draw, render_segments};
use proptest::prelude::*;
use verbatim::model::annotation::Annotation;
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::id::AnnotationId;
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::segment::{FragmentEnd, Layer, innermost_rank, segments};
use verbatim::model::text::BlockIdx;
use verbatim::model::timestamp::Timestamp;

/// Cuts up every line of a drawing.
fn check(drawing: &str, lines: &[&str]) {
    let document = draw(drawing);
    let n_blocks = document.article().text.n_blocks();
    let found: Vec<String> =
        (0..n_blocks).map(|idx| render_segments(&document, BlockIdx(idx))).collect();
    assert_eq!(found, lines, "{drawing}");
    check_against_characters(&document);
}

#[test]
fn plain_text_is_one_segment_and_an_empty_line_none() {
    check("|We must act.", &["We must act."]);
    check("|one\n|\n|two\n|", &["one", "", "two", ""]);
    assert!(segments(&draw("|one\n|"), BlockIdx(1)).is_empty());
    assert!(segments(&draw("|one\n|"), BlockIdx(2)).is_empty(), "past the last line");
}

#[test]
fn a_mark_stands_between_plain_text() {
    check(
        "
         |We must act.
          ^^ 1 speaker",
        &["[We|1/0.] must act."],
    );
    check(
        "
         |We must act.
             ^^^^ 1 speaker",
        &["We [must|1/0.] act."],
    );
    check(
        "
         |We must act.
          ^^^^^^^^^^^^ 1 speaker",
        &["[We must act.|1/0.]"],
    );
    check(
        "
         |We must act.
          ^^ 1 speaker
             ^^^^ 2 speaker",
        &["[We|1/0.] [must|2/0.] act."],
    );
}

#[test]
fn neighbours_that_touch_do_not_share_a_depth_by_need() {
    check(
        "
         |abcd
          ^^ 1 speaker
            ^^ 2 speaker",
        &["[ab|1/0.][cd|2/0.]"],
    );
}

#[test]
fn the_inner_of_nested_marks_lies_nearer_the_text() {
    check(
        "
         |We must act now.
          ^^^^^^^^^^^^^^^ 1 proposal
             ^^^^ 2 location",
        &["[We |1/1][must|2/0. 1/1][ act now|1/1.]."],
    );
    check(
        "
         |abcde
          ^^^^^ 1 proposal
           ^^^ 2 location
            ^ 3 speaker",
        &["[a|1/2][b|2/1 1/2][c|3/0. 2/1 1/2][d|2/1. 1/2][e|1/2.]"],
    );
    // Two inner ones that do not meet share the room.
    check(
        "
         |a b c
          ^^^^^ 1 proposal
          ^ 2 location
              ^ 3 location",
        &["[a|2/0. 1/1][ b |1/1][c|3/0. 1/1.]"],
    );
}

#[test]
fn crossing_marks_keep_their_depth() {
    check(
        "
         |abc def ghi
          ^^^^^^^ 1 proposal
              ^^^^^^^ 2 speaker",
        &["[abc |1/1][def|2/0 1/1.][ ghi|2/0.]"],
    );
    check(
        "
         |abcdef
          ^^^ 1 proposal
           ^^^ 2 speaker
             ^^^ 3 location",
        &["[a|1/1][bc|2/0 1/1.][d|3/1 2/0.][ef|3/1.]"],
    );
}

#[test]
fn coinciding_marks_are_told_apart() {
    check(
        "
         |one two
          ^^^ 1 speaker
          ^^^ 2 proposal
          ^^^ 3 location",
        &["[one|1/0. 2/1. 3/2.] two"],
    );
    check(
        "
         |one two
          ^^^ 1 speaker
          ^^^ 2 speaker",
        &["[one|1/0. 2/1.] two"],
    );
}

#[test]
fn of_coinciding_marks_the_newer_is_the_inner_one() {
    let mut document = draw("|one\n ^^^ 1 speaker\n ^^^ 2 proposal");
    let newer = Annotation {
        created: Timestamp::from_millis(1000),
        ..Annotation::clone(document.annotation(annotation_id("2")).unwrap())
    };
    document.apply(Edit::PutAnnotation(Box::new(newer))).unwrap();
    assert_eq!(render_segments(&document, BlockIdx(0)), "[one|2/0. 1/1.]");
}

#[test]
fn three_labels_start_and_end_together_and_apart() {
    check(
        "
         |abcdef
          ^^^^^^ 1 proposal
          ^^^^ 2 speaker
          ^^ 3 location",
        &["[ab|3/0. 2/1 1/2][cd|2/1. 1/2][ef|1/2.]"],
    );
    check(
        "
         |abcdef
          ^^^^^^ 1 proposal
            ^^^^ 2 speaker
              ^^ 3 location",
        &["[ab|1/2][cd|2/1 1/2][ef|3/0. 2/1. 1/2.]"],
    );
}

#[test]
fn a_mark_over_lines_is_cut_at_their_ends() {
    check(
        "
         |We must
             ^^^^> 1 proposal
         |
          > 1 proposal
         |act
          ^^^> 1 proposal
            ^ 2 speaker
         |now.
          ^^^ 1 proposal",
        &["We [must|1/0]", "", "[ac|1/1][t|2/0. 1/1]", "[now|1/0.]."],
    );
}

#[test]
fn fragments_end_apart_from_their_annotation() {
    check(
        "
         |We must, she said, act.
          ^^^^^^^            ^^^ 1 proposal
                   ^^^ 2 speaker",
        &["[We must|1/0,], [she|2/0.] said, [act|1/0.]."],
    );
    check(
        "
         |one two
          ^^^ 1 proposal
         |three
          ^^^^^ 1 proposal
         |four
         ",
        &["[one|1/0,] two", "[three|1/0.]", "four"],
    );
    // Another may lie over the gap. The pieces together count as its size.
    check(
        "
         |ab cd ef
          ^^    ^^ 1 proposal
          ^^^^^ 2 speaker",
        &["[ab|1/0, 2/1][ cd|2/1.] [ef|1/0.]"],
    );
}

#[test]
fn characters_of_many_bytes_are_never_cut() {
    check(
        "
         |👨\u{200d}👩\u{200d}👧京e\u{301}x
          ^^ 1 speaker
           ^^^ 2 location",
        &["[👨\u{200d}👩\u{200d}👧|1/1][京|2/0 1/1.][e\u{301}x|2/0.]"],
    );
}

/// Compares the segments of every line with what each character says.
fn check_against_characters(document: &Document) {
    let text = &document.article().text;
    for block in (0..text.n_blocks()).map(BlockIdx) {
        let line = text.block_range(block);
        let segments = segments(document, block);

        // They cover the line.
        let starts = segments.iter().map(|segment| segment.range.start());
        let ends = segments.iter().map(|segment| segment.range.end());
        let all_ends: Vec<TextSize> =
            starts.clone().skip(1).chain((!line.is_empty()).then_some(line.end())).collect();
        assert_eq!(ends.collect::<Vec<_>>(), all_ends, "no gap, no overlap");
        assert_eq!(starts.clone().next(), (!line.is_empty()).then_some(line.start()));
        assert!(segments.iter().all(|segment| !segment.range.is_empty()));

        // Each character has the layers that hold it, innermost first.
        for segment in &segments {
            let layers: Vec<AnnotationId> =
                segment.layers.iter().map(|layer| layer.annotation).collect();
            for (at, _) in text.get(segment.range).unwrap().char_indices() {
                let at = segment.range.start() + TextSize::from(at as u32);
                assert_eq!(layers, annotations_at(document, at), "at byte {at:?}");
            }
        }
        // Two neighbours differ.
        for pair in segments.windows(2) {
            let sets = [&pair[0], &pair[1]].map(|segment| {
                segment.layers.iter().map(|layer| layer.annotation).collect::<BTreeSet<_>>()
            });
            assert_ne!(sets[0], sets[1]);
        }

        let mut pieces: Vec<(TextRange, usize)> = Vec::new();
        for annotation in document.annotations() {
            let last = annotation.fragments.extent().end();
            for fragment in annotation.fragments.ranges() {
                let Some(piece) = line.intersect(fragment).filter(|piece| !piece.is_empty()) else {
                    continue;
                };
                let layers: Vec<(TextSize, &Layer)> = segments
                    .iter()
                    .filter(|segment| piece.contains_range(segment.range))
                    .map(|segment| (segment.range.end(), layer_of(annotation, &segment.layers)))
                    .collect();
                // One depth for the whole piece; its label; an end at its end.
                let depth = layers[0].1.depth;
                pieces.push((piece, depth));
                for (end, layer) in layers {
                    assert_eq!(layer.depth, depth);
                    assert_eq!(layer.label, annotation.label);
                    let ends = (end == fragment.end()).then_some(if end == last {
                        FragmentEnd::Annotation
                    } else {
                        FragmentEnd::Fragment
                    });
                    assert_eq!(layer.ends, ends, "at byte {end:?}");
                }
            }
        }
        for (idx, (piece, depth)) in pieces.iter().enumerate() {
            let meets =
                |other: TextRange| piece.intersect(other).is_some_and(|shared| !shared.is_empty());
            let others: Vec<_> = pieces
                .iter()
                .enumerate()
                .filter(|&(i, other)| i != idx && meets(other.0))
                .collect();
            assert!(others.iter().all(|(_, (_, other))| other != depth), "two share a depth");
            assert!(!others.is_empty() || *depth == 0, "a lone mark lies at 0");
        }
        // No more depths than marks that lie over one character.
        let most = segments.iter().map(|segment| segment.layers.len()).max().unwrap_or(0);
        assert!(pieces.iter().all(|&(_, depth)| depth < most));
    }
}

fn layer_of<'a>(annotation: &Annotation, layers: &'a [Layer]) -> &'a Layer {
    layers.iter().find(|layer| layer.annotation == annotation.id).unwrap()
}

/// The annotations that hold the character at an offset, innermost first.
fn annotations_at(document: &Document, at: TextSize) -> Vec<AnnotationId> {
    let mut holding: Vec<&Annotation> = document
        .annotations()
        .map(|annotation| &**annotation)
        .filter(|annotation| annotation.fragments.ranges().any(|range| range.contains(at)))
        .collect();
    holding.sort_by_key(|annotation| {
        let ranges = annotation.fragments.ranges();
        let len: u32 = ranges.map(|range| u32::from(range.len())).sum();
        let start = u32::from(annotation.fragments.extent().start());
        (len, -i64::from(start), -annotation.created.seconds(), annotation.id)
    });
    holding.iter().map(|annotation| annotation.id).collect()
}

proptest! {
    #[test]
    fn segments_agree_with_characters(document in arb_document()) {
        check_against_characters(&document);
    }

    #[test]
    fn ranks_put_the_innermost_first(document in arb_document()) {
        let mut by_rank: Vec<_> = document.annotations().collect();
        by_rank.sort_by_key(|annotation| innermost_rank(annotation));
        for at in 0..u32::from(document.article().text.len()) {
            let holding = annotations_at(&document, at.into());
            let ranked = by_rank.iter().map(|annotation| annotation.id);
            let ranked: Vec<AnnotationId> = ranked.filter(|id| holding.contains(id)).collect();
            prop_assert_eq!(ranked, holding);
        }
    }
}
