//! Flattening: annotations that overlap, nest, cross or coincide in a line
//! become segments that lie side by side, as they are drawn.
//!
//! Unit: UTF-8 bytes of the article's text. Invariants: the segments of a
//! line cover it without a gap or an overlap; the same annotations are active
//! all over one segment; two neighbours differ. A sweep over the ends, as in
//! CodeMirror's `SpanIterator`.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use super::annotation::Annotation;
use super::document::Document;
use super::id::{AnnotationId, LabelId};
use super::offset::{TextRange, TextSize};
use super::text::BlockIdx;

/// A stretch of a line in which the same annotations are active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it lies.
    pub range: TextRange,
    /// What is active here, innermost (shortest) first; empty for plain text.
    pub layers: Vec<Layer>,
}

/// One annotation, as active in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The annotation.
    pub annotation: AnnotationId,
    /// Its label.
    pub label: LabelId,
    /// How far below the text its line is drawn, from 0; the same for every
    /// segment of one piece, and for no two pieces that overlap.
    pub depth: usize,
    /// Whether a fragment ends at the end of this segment.
    pub ends: Option<FragmentEnd>,
}

/// What ends where a fragment ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FragmentEnd {
    /// The annotation goes on in a later fragment.
    Fragment,
    /// The annotation.
    Annotation,
}

/// The part of one fragment that lies in the line.
struct Piece<'a> {
    annotation: &'a Annotation,
    rank: Rank,
    range: TextRange,
    ends: Option<FragmentEnd>,
}

/// Innermost first: the shorter, then the later start, then the newer.
type Rank = (TextSize, Reverse<TextSize>, Reverse<i64>, AnnotationId);

/// The segments of one line of a document. An empty line has none.
pub fn segments(document: &Document, block: BlockIdx) -> Vec<Segment> {
    let line = document.article().text.block_range(block);
    let pieces = pieces(line, document.annotations_in(block));
    let depths = depths(&pieces);

    // Where something starts or ends. Starts come in order, and ends soon after.
    let mut cuts = vec![line.start(), line.end()];
    for cut in pieces.iter().flat_map(|piece| [piece.range.start(), piece.range.end()]) {
        if let Err(place) = cuts.binary_search(&cut) {
            cuts.insert(place, cut);
        }
    }
    if line.is_empty() {
        cuts.clear();
    }

    // The pieces that are active, innermost first, and those yet to start.
    let mut active: Vec<usize> = Vec::new();
    let mut to_start = 0;
    let mut segments = Vec::new();
    for cut in cuts.windows(2) {
        let range = TextRange::new(cut[0], cut[1]);
        active.retain(|&idx| pieces[idx].range.end() > range.start());
        while pieces.get(to_start).is_some_and(|piece| piece.range.start() == range.start()) {
            let rank = &pieces[to_start].rank;
            let place = active.partition_point(|&idx| pieces[idx].rank < *rank);
            active.insert(place, to_start);
            to_start += 1;
        }
        let layers = active.iter().map(|&idx| Layer {
            annotation: pieces[idx].annotation.id,
            label: pieces[idx].annotation.label.clone(),
            depth: depths[idx],
            ends: pieces[idx].ends.filter(|_| pieces[idx].range.end() == range.end()),
        });
        segments.push(Segment { range, layers: layers.collect() });
    }
    segments
}

/// How an annotation ranks among those under the pointer: innermost first.
pub fn innermost_rank(annotation: &Annotation) -> impl Ord + use<> {
    rank(annotation)
}

fn rank(annotation: &Annotation) -> Rank {
    let fragments = &annotation.fragments;
    (
        fragments.covered_len(),
        Reverse(fragments.extent().start()),
        Reverse(annotation.created.seconds()),
        annotation.id,
    )
}

fn pieces<'a>(
    line: TextRange,
    annotations: impl Iterator<Item = &'a Arc<Annotation>>,
) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    for annotation in annotations {
        let n_fragments = annotation.fragments.count();
        for (idx, fragment) in annotation.fragments.ranges().enumerate() {
            let Some(range) = line.intersect(fragment).filter(|range| !range.is_empty()) else {
                continue;
            };
            let ends = (fragment.end() <= line.end()).then_some(if idx + 1 == n_fragments {
                FragmentEnd::Annotation
            } else {
                FragmentEnd::Fragment
            });
            let piece = Piece { annotation, rank: rank(annotation), range, ends };
            // Outermost first among those that start together. Annotations
            // nearly come in that order.
            let place = pieces.partition_point(|other| outermost_first(other, &piece).is_lt());
            pieces.insert(place, piece);
        }
    }
    pieces
}

fn outermost_first(a: &Piece<'_>, b: &Piece<'_>) -> Ordering {
    let by_place = a.range.start().cmp(&b.range.start()).then(b.range.end().cmp(&a.range.end()));
    by_place.then_with(|| b.rank.cmp(&a.rank))
}

/// How far below the text each piece is drawn. Pieces that hang together
/// share the room: the first to start lies deepest, and whatever starts under
/// it takes the deepest place that is free, so a lone mark lies at 0.
fn depths(pieces: &[Piece<'_>]) -> Vec<usize> {
    let mut lanes = vec![0; pieces.len()];
    let mut depths = vec![0; pieces.len()];
    let mut cluster_start = 0;
    let mut cluster_end = TextSize::from(0);
    let mut busy: Vec<TextSize> = Vec::new();
    for (idx, piece) in pieces.iter().enumerate() {
        if piece.range.start() >= cluster_end {
            settle(&lanes[cluster_start..idx], &mut depths[cluster_start..idx], busy.len());
            busy.clear();
            cluster_start = idx;
        }
        let free = busy.iter().position(|&until| until <= piece.range.start());
        let lane = free.unwrap_or_else(|| {
            busy.push(TextSize::from(0));
            busy.len() - 1
        });
        busy[lane] = piece.range.end();
        lanes[idx] = lane;
        cluster_end = cluster_end.max(piece.range.end());
    }
    settle(&lanes[cluster_start..], &mut depths[cluster_start..], busy.len());
    depths
}

fn settle(lanes: &[usize], depths: &mut [usize], n_lanes: usize) {
    for (depth, lane) in depths.iter_mut().zip(lanes) {
        *depth = n_lanes - 1 - lane;
    }
}
