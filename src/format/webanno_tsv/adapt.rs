//! What only this format can't hold.

use super::foreign::{Kept, Mark};
use super::links::Links;
use super::{FORMAT, write};
use crate::format::source_tokens::{as_written, with_article};
use crate::format::{Loss, Losses, Options};
use crate::model::annotation::Annotation;
use crate::model::document::Document;
use crate::model::edit::Edit;

/// A carriage return in a value ends a line for the readers, and has no escape.
const RETURNS: Loss = Loss::Other {
    is_of_work: false,
    one: "1 note or name with carriage returns: written with line feeds",
    more: "{n} notes or names with carriage returns: written with line feeds",
};

/// A link of a chain has no number that relations could name.
const JOINED: Loss = Loss::Other {
    is_of_work: false,
    one: "1 link of a chain that other links join: written as an annotation in no chain’s layer",
    more: "{n} links of chains that other links join: written as annotations in no chain’s layer",
};

/// What is said of each token goes by the number of its row.
const GRAMMAR: Loss = Loss::Other {
    is_of_work: false,
    one: "The grammar of words that 1 article came with: left out, since its rows are others now",
    more: "The grammar of words that {n} articles came with: left out, since their rows are \
           others now",
};

/// Changes what can't be written as it is, and counts it.
pub(super) fn adapt(mut document: Document, options: &Options, losses: &mut Losses) -> Document {
    let links = Links::of(&document);
    let mut edits = Vec::new();
    for annotation in document.annotations() {
        let mut adapted = Annotation::clone(annotation);
        for words in [&mut adapted.note, &mut adapted.annotator] {
            if words.contains('\r') {
                *words = words.replace("\r\n", "\n").replace('\r', "\n");
                losses.add(RETURNS, 1);
            }
        }
        let mut mark = Mark::of_extra(&annotation.extra);
        if mark.is_chain && !links.links.contains_key(&annotation.id) {
            losses.add(JOINED, 1);
            (mark.layer, mark.is_chain) = (None, false);
            adapted.extra.remove(FORMAT.id);
            adapted.extra.extend(mark.into_extra());
        }
        if adapted != **annotation {
            edits.push(Edit::PutAnnotation(Box::new(adapted)));
        }
    }
    for edit in edits {
        let done = document.apply(edit);
        debug_assert!(done.is_ok(), "{done:?}");
    }
    let written = write::tokens(&document, options);
    let is_as_it_came = document.article().tokens.as_deref() == Some(&written);
    let mut kept = Kept::of_extra(&document.article().extra);
    if !kept.cells.is_empty() && !is_as_it_came {
        losses.add(GRAMMAR, 1);
        kept.cells.clear();
        let mut article = document.article().clone();
        article.extra.remove(FORMAT.id);
        article.extra.extend(kept.into_extra());
        document = with_article(&document, article);
    }
    as_written(document, written, options, losses)
}
