//! Tokens that together hold the whole text, as spaCy and Prodigy have them.
//! Source: <https://spacy.io/api/doc#init>.
//!
//! Unit: UTF-8 bytes. Invariants: a token is a word, or the white space
//! between two; but one space directly behind a word belongs to it, and to no
//! token. No word has white space at its ends. An annotation that ends inside
//! a word cuts it. This is how spaCy makes tokens of words and a text, so that
//! it finds the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::loss::{Loss, Losses};
use super::options::Options;
use super::tokens::tokens_of;
use crate::model::annotation::{Annotation, Status};
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::offset::{TextRange, TextSize};

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it lies.
    pub(super) range: TextRange,
    /// Whether one space belongs to it, which lies behind its range.
    pub(super) has_space: bool,
}

/// The tokens of a text, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Covering(Vec<Token>);

impl Covering {
    /// The tokens of an article, cut where its annotations end.
    pub(super) fn of(document: &Document, options: &Options) -> Covering {
        let text = document.article().text.as_str();
        let ranges = document.annotations().flat_map(|one| one.fragments.ranges());
        let cuts: BTreeSet<usize> =
            ranges.flat_map(|range| [range.start().into(), range.end().into()]).collect();
        let (mut tokens, mut done) = (Vec::new(), 0);
        let words = tokens_of(document.article(), options, std::iter::empty());
        for &word in words.ranges() {
            let (mut start, end) = (usize::from(word.start()), usize::from(word.end()));
            for cut in cuts.range(start + 1..end).copied().chain([end]) {
                if let Some(piece) = inked(text, start, cut) {
                    tokens.extend(gap(done, piece.start().into()));
                    done = piece.end().into();
                    let has_space = text[done..].starts_with(' ');
                    done += usize::from(has_space);
                    tokens.push(Token { range: piece, has_space });
                }
                start = cut;
            }
        }
        tokens.extend(gap(done, text.len()));
        Covering(tokens)
    }

    /// All tokens, in order.
    pub(super) fn tokens(&self) -> &[Token] {
        &self.0
    }

    /// The first and the last token of an annotation; `None` if it does not
    /// begin and end where tokens do.
    pub(super) fn ends(&self, range: TextRange) -> Option<(usize, usize)> {
        let first = self.0.binary_search_by_key(&range.start(), |token| token.range.start());
        let last = self.0.binary_search_by_key(&range.end(), |token| token.range.end());
        first.ok().zip(last.ok())
    }
}

/// Leaves out what would be taken for an annotation that holds, or would break
/// the file: what is rejected, and what ends in what spaCy takes for white
/// space.
pub(super) fn adapt(document: Document, options: &Options, losses: &mut Losses) -> Document {
    let is_held = |one: &Annotation| one.status != Status::Rejected;
    let document = keep(document, Loss::Rejected, is_held, losses);
    let covering = Covering::of(&document, options);
    let is_held = |one: &Annotation| covering.ends(one.fragments.extent()).is_some();
    let loss = Loss::Other {
        is_of_work: true,
        one: "1 annotation ends at a control character that counts as white space: left out",
        more: "{n} annotations end at control characters that count as white space: left out",
    };
    keep(document, loss, is_held, losses)
}

/// The annotations that are held, and the relations between them.
fn keep(
    document: Document,
    loss: Loss,
    is_held: impl Fn(&Annotation) -> bool,
    losses: &mut Losses,
) -> Document {
    let n_lost = document.annotations().filter(|one| !is_held(one)).count();
    if n_lost == 0 {
        return document;
    }
    losses.add(loss, n_lost);
    let mut kept = Document::new(document.article().clone(), Arc::clone(document.scheme()));
    for annotation in document.annotations().filter(|one| is_held(one)) {
        // The label is in the scheme, as it was.
        let put = kept.apply(Edit::PutAnnotation(Box::new(Annotation::clone(annotation))));
        debug_assert!(put.is_ok(), "{put:?}");
    }
    for relation in document.relations() {
        let put = Edit::PutRelation(Box::new((**relation).clone()));
        losses.add(Loss::RelationEnds, usize::from(kept.apply(put).is_err()));
    }
    kept
}

/// What the tokens of a file say that is not kept, for people; empty if that
/// is nothing.
pub(super) fn said_of_tokens(tokens: Option<&Value>, known: &[&str]) -> String {
    let tokens = tokens.and_then(Value::as_array).into_iter().flatten();
    let names = tokens.filter_map(Value::as_object).flat_map(|token| token.keys());
    let unknown: BTreeSet<&str> =
        names.map(String::as_str).filter(|name| !known.contains(name)).collect();
    let quoted: Vec<String> = unknown.iter().map(|name| super::describe::quoted(name)).collect();
    quoted.join(", ")
}

/// A stretch without the white space at its ends.
fn inked(text: &str, start: usize, end: usize) -> Option<TextRange> {
    let words = &text[start..end];
    let ink = words.trim_start_matches(is_space);
    let start = start + words.len() - ink.len();
    let ink = ink.trim_end_matches(is_space);
    (!ink.is_empty()).then(|| range(start, start + ink.len()))
}

fn gap(start: usize, end: usize) -> Option<Token> {
    (start < end).then(|| Token { range: range(start, end), has_space: false })
}

/// What Python's `str.isspace` takes for white space.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::from(start as u32), TextSize::from(end as u32))
}
