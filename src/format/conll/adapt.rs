//! What only this format can't hold: characters that end a token or an article
//! for its readers, and tokens and sentences that can't be as they came.
//!
//! Invariant: what is replaced is as long as before, byte for byte, so that all
//! annotations stay where they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::DOCSTART;
use crate::format::tokens::as_source;
use crate::format::{Loss, Losses, Options, SentenceRule, Tokens, tokens_of};
use crate::model::annotation::Annotation;
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::fragments::Fragments;
use crate::model::offset::{TextRange, TextSize};
use crate::model::text::Text;

/// Makes a document one that can be written as it is.
pub(super) fn adapt(document: Document, options: &Options, losses: &mut Losses) -> Document {
    with_written_tokens(with_plain_text(document, losses), options, losses)
}

/// The tokens that are written: no sentence ends inside an annotation, and no
/// token has white space in it.
pub(super) fn written_tokens(document: &Document, options: &Options) -> Tokens {
    let article = document.article();
    let whole = document.annotations().map(|annotation| annotation.fragments.extent());
    let found = tokens_of(article, options, whole);
    let (mut ranges, mut starts) = (Vec::with_capacity(found.ranges().len()), Vec::new());
    for sentence in found.sentences() {
        let first = ranges.len();
        sentence.iter().for_each(|&token| ranges.extend(pieces(&article.text, token)));
        if first < ranges.len() {
            starts.push(first);
        }
    }
    Tokens::new(&article.text, ranges, starts).unwrap_or_default()
}

/// What stands between the white space in a token.
fn pieces(text: &Text, token: TextRange) -> impl Iterator<Item = TextRange> {
    let words = text.get(token).unwrap_or_default();
    words.split_whitespace().map(move |piece| {
        let at = piece.as_ptr() as usize - words.as_ptr() as usize;
        TextRange::at(token.start() + TextSize::from(at as u32), TextSize::of(piece))
    })
}

/// Gives an article that came with tokens those that are written, and counts
/// which are others.
fn with_written_tokens(document: Document, options: &Options, losses: &mut Losses) -> Document {
    const CUT: Loss = Loss::Other {
        is_of_work: false,
        one: "1 token that came with white space in it: written without, as several if need be",
        more: "{n} tokens that came with white space in them: written without, as several if need \
               be",
    };
    const JOINED: Loss = Loss::Other {
        is_of_work: false,
        one: "1 sentence that came with its article: one with the sentence before it, because an \
              annotation goes over its start",
        more: "{n} sentences that came with their articles: one with the sentences before them, \
               because annotations go over their starts",
    };
    let article = document.article();
    let Some(source) = &article.tokens else { return document };
    let written = as_source(written_tokens(&document, options), &article.text, options);
    if written == **source {
        return document;
    }
    let has_space = |token: &&TextRange| {
        article.text.get(**token).is_some_and(|words| words.contains(char::is_whitespace))
    };
    losses.add(CUT, source.ranges().iter().filter(has_space).count());
    let begins = |token: &TextRange| pieces(&article.text, *token).next().map(TextRange::start);
    let first_of = |tokens: &Tokens| -> BTreeSet<Option<TextSize>> {
        tokens.sentences().filter_map(|sentence| sentence.first().map(begins)).collect()
    };
    if options.sentences == SentenceRule::Source {
        losses.add(JOINED, first_of(source).difference(&first_of(&written)).count());
    }
    let article = Article { tokens: Some(Arc::new(written)), ..article.clone() };
    on(&document, article)
}

/// Replaces what would be read as something else.
fn with_plain_text(document: Document, losses: &mut Losses) -> Document {
    const SEPARATORS: Loss = Loss::Other {
        is_of_work: false,
        one: "1 control character that programs take for a space: written as U+001A",
        more: "{n} control characters that programs take for spaces: written as U+001A",
    };
    const DOCSTARTS: Loss = Loss::Other {
        is_of_work: false,
        one: "1 “-DOCSTART-” in a text: written in small letters",
        more: "{n} times “-DOCSTART-” in a text: written in small letters",
    };
    let article = document.article();
    let text = article.text.as_str();
    let n_separators = text.matches(is_separator).count();
    let n_docstarts = text.matches(DOCSTART).count();
    if n_separators + n_docstarts == 0 {
        return document;
    }
    let replaced = text.replace(is_separator, "\u{1a}").replace(DOCSTART, &DOCSTART.to_lowercase());
    // As long as the old one, and no more blank.
    let Ok((text, _)) = Text::from_original(&replaced) else { return document };
    losses.add(SEPARATORS, n_separators);
    losses.add(DOCSTARTS, n_docstarts);
    on(&document, Article { text, ..article.clone() })
}

/// Whether Python's `str.split` parts at a character that is no white space.
pub(super) fn is_separator(c: char) -> bool {
    ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The annotations of a document on an article of a text as long as its own.
fn on(document: &Document, article: Article) -> Document {
    let text = article.text.clone();
    let mut adapted = Document::new(article, Arc::clone(document.scheme()));
    for annotation in document.annotations() {
        let fragments = Fragments::new(&text, annotation.fragments.iter().cloned().collect());
        if let Ok(fragments) = fragments {
            let annotation = Annotation { fragments, ..Annotation::clone(annotation) };
            let put = adapted.apply(Edit::PutAnnotation(Box::new(annotation)));
            debug_assert!(put.is_ok(), "{put:?}");
        }
    }
    adapted
}
