//! The tokens that an article came with, beside those that a format of tokens
//! writes: these are what comes back, so the fitted article has them.
//!
//! Invariant: doing it again changes nothing.

use std::sync::Arc;

use super::loss::Loss;
use super::losses::Losses;
use super::options::Options;
use super::tokens::{Tokens, as_source};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::offset::TextRange;

/// Words that the tokens of the article leave out.
const FILLED: Loss = Loss::Other {
    is_of_work: false,
    one: "1 word that is in no token of the article: made a token",
    more: "{n} words that are in no tokens of their articles: made tokens",
};

/// Tokens that begin or end where no annotation can.
const WIDENED: Loss = Loss::Other {
    is_of_work: false,
    one: "1 token of the article cuts a character that is marked: written with all of it",
    more: "{n} tokens of their articles cut characters that are marked: written with all of them",
};

/// The document with the tokens that are written, if it came with some; how they
/// differ is counted.
pub(super) fn as_written(
    document: Document,
    written: Tokens,
    options: &Options,
    losses: &mut Losses,
) -> Document {
    let written = as_source(written, &document.article().text, options);
    let Some(source) = document.article().tokens.as_deref().filter(|one| **one != written) else {
        return document;
    };
    let n_filled = written.ranges().len().saturating_sub(source.ranges().len());
    let is_kept = |token: &&TextRange| {
        let found = written.ranges().binary_search_by_key(&token.start(), |one| one.start());
        found.is_ok_and(|idx| written.ranges()[idx] == **token)
    };
    losses.add(FILLED, n_filled);
    losses.add(WIDENED, source.ranges().iter().filter(|token| !is_kept(token)).count());
    let tokens = Some(Arc::new(written));
    with_article(&document, Article { tokens, ..document.article().clone() })
}

/// The same annotations and relations in an article with the same text.
pub(super) fn with_article(document: &Document, article: Article) -> Document {
    let mut changed = Document::new(article, Arc::clone(document.scheme()));
    let annotations =
        document.annotations().map(|one| Edit::PutAnnotation(Box::new((**one).clone())));
    let relations = document.relations();
    let relations = relations.iter().map(|one| Edit::PutRelation(Box::new((***one).clone())));
    for edit in annotations.chain(relations) {
        let put = changed.apply(edit);
        debug_assert!(put.is_ok(), "{put:?}");
    }
    changed
}
