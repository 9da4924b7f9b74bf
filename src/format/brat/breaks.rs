//! The characters that no line of an `.ann` file may hold, and what is done
//! where an annotation or a note has one.

use super::foreign::OfAnnotation;
use super::gaps::{is_break, is_gap};
use crate::format::{Loss, Losses};
use crate::model::annotation::Annotation;
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::fragments::{Fragment, Fragments};
use crate::model::offset::{TextRange, TextSize};
use crate::model::text::Text;

/// What lies between the breaks of a fragment, without the white space beside
/// them. A fragment that was adapted has at least one such part.
pub(super) fn parts(text: &Text, fragment: TextRange) -> Vec<TextRange> {
    let (at, words) = (usize::from(fragment.start()), text.get(fragment).unwrap_or_default());
    let mut parts = Vec::new();
    let mut start = 0;
    let mut push = |start: usize, end: usize| {
        let part = &words[start..end];
        let start = if start == 0 { 0 } else { end - part.trim_start_matches(is_gap).len() };
        let part = words.get(start..end).unwrap_or_default();
        let end = if end == words.len() { end } else { start + part.trim_end().len() };
        if start < end {
            parts.push(TextRange::new(size(at + start), size(at + end)));
        }
    };
    for (idx, c) in words.char_indices().filter(|&(_, c)| is_break(c)) {
        push(start, idx);
        start = idx + c.len_utf8();
    }
    push(start, words.len());
    parts
}

/// Puts notes and names on one line, and takes breaks that are no white space
/// from the ends of fragments.
pub(super) fn adapt(mut document: Document, losses: &mut Losses) -> Document {
    let text = document.article().text.clone();
    let mut edits = Vec::new();
    for annotation in document.annotations() {
        let mut adapted = Annotation::clone(annotation);
        let mut n_lines = usize::from(one_line(&mut adapted.annotator));
        // What came as several comments goes out as these.
        if OfAnnotation::of_extra(&annotation.extra).note() != annotation.note {
            n_lines += usize::from(one_line(&mut adapted.note));
        }
        losses.add(LINES, n_lines);
        let narrowed = annotation.fragments.iter().filter_map(|fragment| {
            let range = narrowed(&text, fragment.range)?;
            Some(Fragment { range, extra: fragment.extra.clone() })
        });
        match Fragments::new(&text, narrowed.collect()) {
            Ok(fragments) => {
                losses.add(ENDS, usize::from(!fragments.same_ranges(&annotation.fragments)));
                adapted.fragments = fragments;
            }
            Err(_) => {
                losses.add(CONTROLS, 1);
                let relations = document.relations_of(annotation.id).map(|one| one.id);
                let relations: Vec<_> = relations.collect();
                losses.add(Loss::RelationEnds, relations.len());
                edits.extend(relations.into_iter().map(Edit::RemoveRelation));
                edits.push(Edit::RemoveAnnotation(annotation.id));
                continue;
            }
        }
        if adapted != **annotation {
            edits.push(Edit::PutAnnotation(Box::new(adapted)));
        }
    }
    for edit in edits {
        // A relation of two annotations that are left out is gone already.
        let _is_done = document.apply(edit);
    }
    document
}

const LINES: Loss = Loss::Other {
    is_of_work: false,
    one: "1 note or name over several lines: written on one",
    more: "{n} notes or names over several lines: written on one",
};
const ENDS: Loss = Loss::Other {
    is_of_work: false,
    one: "1 annotation with a control character at an end: written without it",
    more: "{n} annotations with a control character at an end: written without it",
};
const CONTROLS: Loss = Loss::Other {
    is_of_work: true,
    one: "1 annotation of nothing but control characters: left out",
    more: "{n} annotations of nothing but control characters: left out",
};

/// Whether breaks had to become spaces.
fn one_line(words: &mut String) -> bool {
    let has_break = words.contains(is_break);
    if has_break {
        *words = words.replace(is_break, " ");
    }
    has_break
}

/// A fragment without breaks at its ends, which are characters of their own.
fn narrowed(text: &Text, fragment: TextRange) -> Option<TextRange> {
    let mut range = fragment;
    loop {
        let words = text.get(range)?;
        let trimmed = words.trim_matches(is_break);
        if trimmed.len() == words.len() {
            return Some(range);
        }
        let start = range.start() + size(words.len() - words.trim_start_matches(is_break).len());
        range = text.trim(TextRange::at(start, TextSize::of(trimmed)))?;
    }
}

fn size(n_bytes: usize) -> TextSize {
    TextSize::from(n_bytes as u32)
}
