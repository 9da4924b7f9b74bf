//! One line of the article, as a paragraph of marks and plain text.
//!
//! The text content of the paragraph is exactly the line: names of labels are
//! drawn by the style sheet from `data-tag`.

use std::ops::Range;

use super::el::{El, Piece, el};
use super::label_button::label_var;
use super::state::AppState;
use crate::dom::outline;
use crate::model::annotation::Status;
use crate::model::id::AnnotationId;
use crate::model::scheme::Scheme;
use crate::model::segment::{FragmentEnd, Segment};
use crate::model::text::{BlockIdx, Text};

/// How many lines below the text are drawn apart; deeper ones share the last.
const MAX_DEPTH: usize = 3;
/// From one line below the text to the next, in pixels.
const LINE_STEP: usize = 3;

/// What is out of view is left out in groups of so many lines, and in groups of
/// these: each line alone, and each small group of thousands, would be asked in
/// every frame whether it is in view, and styled when a dialog opens.
const SIZES: [usize; 2] = [512, 32];

/// What a range of lines is parted into at a level, the first being 0; nothing
/// where there is no such level.
pub fn groups(lines: &Range<usize>, level: usize) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    if let Some(size) = SIZES.get(level) {
        let mut start = lines.start;
        while start < lines.end {
            groups.push(start..lines.end.min(start + size));
            start += size;
        }
    }
    groups
}

/// The groups of some lines as what the browser can leave out while they are out
/// of view, or the lines themselves.
pub fn blocks(state: AppState, lines: &Range<usize>, level: usize, text: &Text) -> Vec<El> {
    let groups = groups(lines, level);
    if groups.is_empty() {
        return lines.clone().map(|idx| block(state, BlockIdx(idx), text)).collect();
    }
    let group = |lines: &Range<usize>| {
        el("div")
            .attr("class", "lines")
            .style("--rows", &n_rows(lines, text).to_string())
            .children(blocks(state, lines, level + 1, text))
    };
    groups.iter().map(group).collect()
}

/// How many rows some lines take, about, where the text is as wide as it gets.
fn n_rows(lines: &Range<usize>, text: &Text) -> usize {
    const BYTES: usize = 72;
    let n_bytes = |idx| usize::from(text.block_range(BlockIdx(idx)).len());
    lines.clone().map(|idx| 1 + n_bytes(idx) / BYTES).sum()
}

/// A paragraph that follows its segments.
fn block(state: AppState, idx: BlockIdx, text: &Text) -> El {
    let text = text.clone();
    let content = move || {
        let scheme = state.scheme();
        let segments = state.segments(idx);
        segments.iter().map(|segment| draw(state, segment, &text, &scheme)).collect()
    };
    el("p").attr("data-block", &idx.0.to_string()).attr("dir", "auto").pieces(content)
}

fn draw(state: AppState, segment: &Segment, text: &Text, scheme: &Scheme) -> Piece {
    let words = text.get(segment.range).unwrap_or_default();
    let Some(innermost) = segment.layers.first() else {
        return words.into();
    };
    let idx = |label| scheme.label_idx(label).unwrap_or_default();
    let ending = segment.layers.iter().find(|layer| layer.ends.is_some()).unwrap_or(innermost);
    let (mut ids, mut labels, mut tags) = (String::new(), String::new(), String::new());
    let (mut annotations, mut background) = (Vec::new(), String::new());
    for layer in &segment.layers {
        annotations.push(layer.annotation);
        add(&mut ids, " ", &layer.annotation.to_string());
        add(&mut labels, " ", layer.label.as_str());
        if let Some(end) = layer.ends {
            add(&mut tags, " · ", scheme.label_name(&layer.label));
            match end {
                FragmentEnd::Fragment => tags.push_str(" …"),
                FragmentEnd::Annotation => sign(state, layer.annotation, &mut tags),
            }
        }
        let line = label_var("line", idx(&layer.label));
        let up = (MAX_DEPTH - layer.depth.min(MAX_DEPTH)) * LINE_STEP;
        background.push_str(&format!("{line} 0 calc(100% - {up}px) / 100% 2px no-repeat, "));
    }
    let tint = label_var("tint", idx(&innermost.label));
    let below = (MAX_DEPTH + 1) * LINE_STEP;
    background.push_str(&format!(
        "linear-gradient({tint} 0 0) 0 0 / 100% calc(100% - {below}px) no-repeat"
    ));
    el("mark")
        .attr("class", &outline::classes(&annotations))
        .attr("data-annotation", &ids)
        .attr("data-label", &labels)
        .maybe_attr("data-tag", Some(tags).filter(|tags| !tags.is_empty()))
        .style("background", &background)
        .style("--tag-color", &label_var("ink", idx(&ending.label)))
        .text(words)
        .into()
}

/// What else is known of an annotation, in few letters: that somebody was not
/// sure of it, that relations start at it or lead to it.
fn sign(state: AppState, id: AnnotationId, tags: &mut String) {
    state.with_session(|session| {
        let document = session.document();
        let status = document.annotation(id).map(|one| one.status).unwrap_or_default();
        if status != Status::Sure {
            tags.push_str(", ");
            tags.push_str(status.as_str());
        }
        let starts = |starts| document.relations_of(id).any(|one| (one.from == id) == starts);
        for (arrow, there) in [(" →", true), (" ←", false)] {
            if starts(there) {
                tags.push_str(arrow);
            }
        }
    });
}

fn add(list: &mut String, separator: &str, item: &str) {
    if !list.is_empty() {
        list.push_str(separator);
    }
    list.push_str(item);
}
