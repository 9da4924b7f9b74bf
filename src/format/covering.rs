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

use super::describe::{named, quoted};
use super::draft::{DraftFragment, DraftTokens};
use super::item::whole;
use super::loss::Loss;
use super::losses::Losses;
use super::options::{Options, TokenRule};
use super::tokens::{Tokens, as_source, tokens_of};
use crate::model::annotation::{Annotation, Status};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::offset::{TextRange, TextSize};
use crate::model::text::Text;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it lies.
    pub(super) range: TextRange,
    /// Whether one space belongs to it, which lies behind its range.
    pub(super) has_space: bool,
}

/// The tokens of a text, in order, and which of them begin sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Covering {
    tokens: Vec<Token>,
    starts: Vec<usize>,
}

impl Covering {
    /// The tokens of an article, cut where its annotations end.
    pub(super) fn of(document: &Document, options: &Options) -> Covering {
        let text = document.article().text.as_str();
        let cuts = cuts(document);
        let (mut tokens, mut starts, mut done) = (Vec::new(), Vec::new(), 0);
        let words = tokens_of(document.article(), options, std::iter::empty());
        let mut first_words = words.starts().iter().peekable();
        let mut is_start = false;
        for (idx, &word) in words.ranges().iter().enumerate() {
            is_start |= first_words.next_if_eq(&&idx).is_some();
            let (mut start, end) = (usize::from(word.start()), usize::from(word.end()));
            for cut in cuts.range(start + 1..end).copied().chain([end]) {
                if let Some(piece) = inked(text, start, cut) {
                    tokens.extend(gap(done, piece.start().into()));
                    done = piece.end().into();
                    let has_space = text[done..].starts_with(' ');
                    done += usize::from(has_space);
                    if std::mem::take(&mut is_start) {
                        starts.push(if starts.is_empty() { 0 } else { tokens.len() });
                    }
                    tokens.push(Token { range: piece, has_space });
                }
                start = cut;
            }
        }
        tokens.extend(gap(done, text.len()));
        Covering { tokens, starts }
    }

    /// All tokens, in order.
    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// From where to where each sentence goes.
    pub(super) fn sentences(&self) -> impl Iterator<Item = TextRange> {
        self.starts.iter().enumerate().filter_map(|(idx, &start)| {
            let end = self.starts.get(idx + 1).copied().unwrap_or(self.tokens.len());
            let inside = self.tokens.get(start..end)?;
            Some(inside.first()?.range.cover(inside.last()?.range))
        })
    }

    /// The tokens as an article has them: none is white space alone.
    fn as_source(&self, text: &Text) -> Option<Tokens> {
        let (mut ranges, mut first_of) = (Vec::with_capacity(self.tokens.len()), Vec::new());
        let mut starts = self.starts.iter().peekable();
        let mut is_start = false;
        for (idx, token) in self.tokens.iter().enumerate() {
            is_start |= starts.next_if_eq(&&idx).is_some();
            if text.get(token.range).is_some_and(|words| !words.trim().is_empty()) {
                if std::mem::take(&mut is_start) {
                    first_of.push(ranges.len());
                }
                ranges.push(token.range);
            }
        }
        Tokens::new(text, ranges, first_of)
    }

    /// The first and the last token of an annotation; `None` if it does not
    /// begin and end where tokens do.
    pub(super) fn ends(&self, range: TextRange) -> Option<(usize, usize)> {
        let first = self.tokens.binary_search_by_key(&range.start(), |token| token.range.start());
        let last = self.tokens.binary_search_by_key(&range.end(), |token| token.range.end());
        first.ok().zip(last.ok())
    }
}

/// Leaves out what would be taken for an annotation that holds, or would break
/// the file: what is rejected, and what ends in what spaCy takes for white
/// space. An article that came with tokens has then those that are written.
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
    let document = keep(document, loss, is_held, losses);
    with_written_tokens(document, options, losses)
}

/// Gives an article that came with tokens those that are written, and counts
/// which are others.
fn with_written_tokens(document: Document, options: &Options, losses: &mut Losses) -> Document {
    const CUT: Loss = Loss::Other {
        is_of_work: false,
        one: "1 token that came with its article: cut where an annotation ends inside it",
        more: "{n} tokens that came with their articles: cut where annotations end inside them",
    };
    const TRIMMED: Loss = Loss::Other {
        is_of_work: false,
        one: "1 token that came with white space at its ends: written without",
        more: "{n} tokens that came with white space at their ends: written without",
    };
    let article = document.article();
    let Some(source) = &article.tokens else { return document };
    let written = Covering::of(&document, options).as_source(&article.text).unwrap_or_default();
    let written = as_source(written, &article.text, options);
    if written == **source {
        return document;
    }
    if options.tokens == TokenRule::Source {
        let is_kept = |token: TextRange| {
            let found = written.ranges().binary_search_by_key(&token.start(), |one| one.start());
            found.is_ok_and(|idx| written.ranges()[idx] == token)
        };
        let cuts = cuts(&document);
        let is_cut = |token: TextRange| {
            let (start, end) = (usize::from(token.start()), usize::from(token.end()));
            cuts.range(start + 1..end).next().is_some()
        };
        let others: Vec<TextRange> =
            source.ranges().iter().copied().filter(|&token| !is_kept(token)).collect();
        let n_cut = others.iter().filter(|&&token| is_cut(token)).count();
        losses.add(CUT, n_cut);
        losses.add(TRIMMED, others.len() - n_cut);
    }
    let article = Article { tokens: Some(Arc::new(written)), ..article.clone() };
    rebuilt(&document, article, |_| true, losses)
}

/// Where annotations start and end.
fn cuts(document: &Document) -> BTreeSet<usize> {
    let ranges = document.annotations().flat_map(|one| one.fragments.ranges());
    ranges.flat_map(|range| [range.start().into(), range.end().into()]).collect()
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
    rebuilt(&document, document.article().clone(), is_held, losses)
}

/// The annotations of a document that are wanted, and the relations between them.
pub(super) fn only(document: &Document, is_one: impl Fn(&Annotation) -> bool) -> Document {
    rebuilt(document, document.article().clone(), is_one, &mut Losses::default())
}

/// The annotations of a document that are held, on an article of the same text.
fn rebuilt(
    document: &Document,
    article: Article,
    is_held: impl Fn(&Annotation) -> bool,
    losses: &mut Losses,
) -> Document {
    let mut kept = Document::new(article, Arc::clone(document.scheme()));
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
    let quoted: Vec<String> = unknown.iter().map(|name| quoted(name)).collect();
    quoted.join(", ")
}

/// The tokens of a file, if it has some.
///
/// # Errors
/// One of them does not say where it lies.
pub(super) fn tokens_of_file(tokens: Option<&Value>) -> Result<Option<DraftTokens>, String> {
    let list = tokens.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if list.is_empty() {
        return Ok(None);
    }
    let offset = |token: &Value, name| token.get(name).and_then(whole);
    let mut found = DraftTokens::default();
    for token in list {
        let (Some(start), Some(end)) = (offset(token, "start"), offset(token, "end")) else {
            let what = named(token.get("text").unwrap_or(token));
            let why = format!("its token {what} does not start and end at whole numbers");
            return Err(why + "; all its tokens are made anew");
        };
        found.places.push(DraftFragment { start, end });
        found.words.extend(token.get("text").and_then(Value::as_str).map(String::from));
    }
    if found.words.len() < found.places.len() {
        found.words.clear();
    }
    Ok(Some(found))
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
