//! The tokens that an article came with, beside those that a format of tokens
//! writes: these are what comes back, so the fitted article has them.
//!
//! Invariant: doing it again changes nothing.

use std::sync::Arc;

use super::loss::{Loss, Losses};
use super::tokens::Tokens;
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::edit::Edit;

/// Words that the tokens of the article leave out.
const FILLED: Loss = Loss::Other {
    is_of_work: false,
    one: "1 word that is in no token of the article: made a token",
    more: "{n} words that are in no tokens of their articles: made tokens",
};

/// The document with the tokens that are written, if it came with some; how they
/// differ is counted.
pub(super) fn as_written(document: Document, written: Tokens, losses: &mut Losses) -> Document {
    let Some(source) = document.article().tokens.as_deref().filter(|one| **one != written) else {
        return document;
    };
    losses.add(FILLED, written.ranges().len().saturating_sub(source.ranges().len()));
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
