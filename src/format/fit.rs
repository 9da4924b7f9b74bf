//! Fits a document into a format: what the format can't hold is split,
//! widened or left out, and counted. What is left is written without a loss.
//!
//! Invariant: what is fitted is a document; fitting it again changes nothing
//! and loses nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::balance::{self, Balance};
use super::capacity::{Capacity, TextHeld};
use super::ids::derived;
use super::loss::Loss;
use super::losses::Losses;
use super::options::{Filter, Keep, Options, SentenceRule, TokenRule};
use super::tokens::{Tokens, of_characters, tokens_of};
use crate::model::annotation::{Annotation, Relation, Status};
use crate::model::article::{Article, Metadata};
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::extra::Extra;
use crate::model::fragments::{Fragment, Fragments};
use crate::model::id::AnnotationId;
use crate::model::intake::LineEndings;
use crate::model::offset::TextRange;
use crate::model::text::Text;
use crate::model::timestamp::Timestamp;

/// A document that a format can hold, and what that cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// What is left.
    pub document: Document,
    /// What is not.
    pub losses: Losses,
    /// Of annotations that were parted, the whole of each part.
    parts: BTreeMap<AnnotationId, AnnotationId>,
}

impl Fitted {
    /// What became of the annotations and links of the document, but for those
    /// that the filter leaves out.
    pub fn balance(&self, document: &Document, filter: &Filter) -> Balance {
        balance::of_fitted(document, &self.document, filter, &self.parts)
    }
}

/// The origin of an annotation whose file does not say.
pub const UNKNOWN_ORIGIN: &str = "import";

/// What is left of a document in a format that holds `capacity`. What the
/// filter of the options leaves out is not a loss, but a relation that an
/// annotation loses thereby is. Unknown fields are kept
/// under the format's id alone, unless it holds all; `format` is that id.
pub fn fit(document: &Document, capacity: &Capacity, format: &str, options: &Options) -> Fitted {
    let mut fitting = Fitting {
        capacity,
        format,
        losses: Losses::default(),
        parts: BTreeMap::new(),
        told: BTreeSet::new(),
    };
    let text = &document.article().text;
    let taken = document.annotations().filter(|annotation| options.filter.takes(annotation));
    let mut annotations: Vec<Annotation> = taken.map(|one| Annotation::clone(one)).collect();
    let ids: BTreeSet<AnnotationId> = annotations.iter().map(|annotation| annotation.id).collect();
    let mut relations: Vec<Relation> = Vec::new();
    for relation in document.relations() {
        match (ids.contains(&relation.from), ids.contains(&relation.to)) {
            (true, true) => relations.push(Relation::clone(relation)),
            (false, false) => {}
            _ => fitting.losses.add(Loss::RelationEnds, 1),
        }
    }

    let article = fitting.article(document.article(), options);
    if !capacity.statuses {
        let n_before = annotations.len();
        annotations.retain(|one| one.status != Status::Rejected);
        fitting.losses.add(Loss::Rejected, n_before - annotations.len());
    }
    if !capacity.fragments {
        annotations = fitting.split(text, annotations);
    }
    if !capacity.any_ends {
        fitting.snap(&article, &mut annotations, options);
    }
    if !capacity.overlaps {
        annotations = fitting.flatten(annotations, options.keep);
    }
    let mut fitted = Document::new(article, Arc::clone(document.scheme()));
    for annotation in annotations {
        let annotation = fitting.annotation(annotation);
        // The label is in the scheme, as it was.
        let put = fitted.apply(Edit::PutAnnotation(Box::new(annotation)));
        debug_assert!(put.is_ok(), "{put:?}");
    }
    for relation in relations {
        fitting.relation(relation, &mut fitted);
    }
    Fitted { document: fitted, losses: fitting.losses, parts: fitting.parts }
}

struct Fitting<'a> {
    capacity: &'a Capacity,
    format: &'a str,
    losses: Losses,
    /// The annotation of which another is a part.
    parts: BTreeMap<AnnotationId, AnnotationId>,
    /// The annotations whose losses are counted: those of all its parts count
    /// once.
    told: BTreeSet<AnnotationId>,
}

impl Fitting<'_> {
    /// Makes each fragment an annotation of its own. The first one keeps the
    /// id, and with it the relations.
    fn split(&mut self, text: &Text, annotations: Vec<Annotation>) -> Vec<Annotation> {
        let mut split = Vec::with_capacity(annotations.len());
        let mut taken: BTreeSet<_> = annotations.iter().map(|one| one.id).collect();
        for annotation in annotations {
            if annotation.fragments.count() > 1 {
                self.losses.add(Loss::Fragments, 1);
            }
            for (idx, fragment) in annotation.fragments.iter().enumerate() {
                let id = match idx {
                    0 => annotation.id,
                    _ => free_id(annotation.id, &format!("fragment {idx}"), &mut taken),
                };
                self.parts.insert(id, annotation.id);
                // A fragment of an annotation is fit to be one.
                if let Ok(fragments) = Fragments::new(text, vec![fragment.clone()]) {
                    split.push(Annotation { id, fragments, ..annotation.clone() });
                }
            }
        }
        split
    }

    fn snap(&mut self, article: &Article, annotations: &mut [Annotation], options: &Options) {
        let text = &article.text;
        let tokens = of_characters(&tokens_of(article, options, std::iter::empty()), text);
        for annotation in annotations {
            let widened = widened(text, &annotation.fragments, &tokens);
            if let Some(widened) = widened.filter(|one| !one.same_ranges(&annotation.fragments)) {
                self.losses.add(Loss::Snapped, 1);
                // Fragments that became one have one place for their fields.
                let n_of = |all: &Fragments, field: &String| {
                    all.iter().filter(|one| one.extra.contains_key(field)).count()
                };
                let fields = annotation.fragments.iter().flat_map(|one| one.extra.keys());
                for field in fields.collect::<BTreeSet<_>>() {
                    let n_gone = n_of(&annotation.fragments, field) - n_of(&widened, field);
                    self.losses.add_field(field, n_gone);
                }
                annotation.fragments = widened;
            }
        }
    }

    /// Leaves out annotations until none overlaps another.
    fn flatten(&mut self, mut annotations: Vec<Annotation>, keep: Keep) -> Vec<Annotation> {
        let loss = match keep {
            Keep::Outer => Loss::Overlaps,
            Keep::Inner => Loss::OverlapsInner,
        };
        let len = |one: &Annotation| u32::from(one.fragments.extent().len());
        annotations.sort_by_key(|one| {
            let len = i64::from(len(one));
            let start = one.fragments.extent().start();
            (if keep == Keep::Outer { -len } else { len }, start, one.label.clone(), one.id)
        });
        let n_before = annotations.len();
        // By start; they lie apart, so a neighbour is all that can overlap.
        let mut apart: Vec<(TextRange, Annotation)> = Vec::with_capacity(n_before);
        for annotation in annotations {
            let range = annotation.fragments.extent();
            let idx = apart.partition_point(|(other, _)| other.start() < range.start());
            let is_free = |(other, _): &(TextRange, Annotation)| {
                other.end() <= range.start() || range.end() <= other.start()
            };
            let before = idx.checked_sub(1).and_then(|idx| apart.get(idx));
            if before.is_none_or(is_free) && apart.get(idx).is_none_or(is_free) {
                apart.insert(idx, (range, annotation));
            }
        }
        self.losses.add(loss, n_before - apart.len());
        apart.into_iter().map(|(_, annotation)| annotation).collect()
    }

    fn article(&mut self, article: &Article, options: &Options) -> Article {
        let Capacity { article_ids, titles, metadata, line_endings, text, .. } = *self.capacity;
        let mut kept = article.metadata.clone();
        self.lose(article_ids, Loss::ArticleIds, 1);
        if !titles {
            self.losses.add(Loss::Titles, usize::from(!kept.title.is_empty()));
            kept.title = String::new();
        }
        if !metadata {
            let bare = Metadata { title: kept.title.clone(), ..Metadata::default() };
            self.losses.add(Loss::Metadata, usize::from(kept != bare));
            kept = bare;
        }
        let mut endings = article.line_endings;
        if !line_endings {
            self.losses.add(Loss::LineEndings, usize::from(endings != LineEndings::Lf));
            endings = LineEndings::Lf;
        }
        self.lose(text == TextHeld::Exact, Loss::WhiteSpace, 1);
        Article {
            id: article.id,
            metadata: kept,
            line_endings: endings,
            text: article.text.clone(),
            tokens: self.tokens(article, options),
            extra: self.extra(article.extra.clone(), 1),
        }
    }

    /// The tokens and sentences that an article came with, in as far as the
    /// format holds them and nobody chose others. With other tokens, sentences
    /// are others too.
    fn tokens(&mut self, article: &Article, options: &Options) -> Option<Arc<Tokens>> {
        let source = article.tokens.as_ref()?;
        if !self.capacity.tokens {
            self.losses.add(Loss::SourceTokens, 1);
            return None;
        }
        let has_sentences = source.starts().len() > 1;
        let keeps_tokens = options.tokens == TokenRule::Source;
        let keeps_sentences = keeps_tokens && options.sentences == SentenceRule::Source;
        if has_sentences && !self.capacity.sentences {
            self.losses.add(Loss::SourceSentences, 1);
        } else if has_sentences && !keeps_sentences {
            self.losses.add(Loss::Sentences, source.starts().len());
        }
        if !keeps_tokens {
            let made = tokens_of(article, options, std::iter::empty());
            let is_kept = |token: &&TextRange| {
                let found = made.ranges().binary_search_by_key(&token.start(), |one| one.start());
                found.is_ok_and(|idx| made.ranges()[idx] == **token)
            };
            let n_gone = source.ranges().iter().filter(|token| !is_kept(token)).count();
            self.losses.add(Loss::Tokens, n_gone);
            return None;
        }
        if !has_sentences || keeps_sentences && self.capacity.sentences {
            return Some(Arc::clone(source));
        }
        // The tokens alone: all in one sentence.
        Tokens::new(&article.text, source.ranges().to_vec(), vec![0]).map(Arc::new)
    }

    fn annotation(&mut self, mut annotation: Annotation) -> Annotation {
        let Capacity { notes, statuses, annotators, times, origins, ids, .. } = *self.capacity;
        let whole = self.parts.get(&annotation.id).copied().unwrap_or(annotation.id);
        let n = usize::from(self.told.insert(whole));
        if !notes && !annotation.note.is_empty() {
            self.losses.add(Loss::Notes, n);
            annotation.note.clear();
        }
        if !statuses && annotation.status != Status::Sure {
            self.losses.add(Loss::Statuses, n);
            annotation.status = Status::Sure;
        }
        if !annotators && !annotation.annotator.is_empty() {
            self.losses.add(Loss::Annotators, n);
            annotation.annotator.clear();
        }
        if !times {
            self.lose_times(&mut annotation.created, &mut annotation.modified, n);
        }
        if !origins && annotation.origin != UNKNOWN_ORIGIN {
            self.losses.add(Loss::Origins, n);
            annotation.origin = UNKNOWN_ORIGIN.into();
        }
        self.lose(ids, Loss::Ids, n);
        if !self.capacity.unknown {
            let fragments = annotation.fragments.iter().map(|fragment| Fragment {
                extra: self.extra(fragment.extra.clone(), 1),
                ..fragment.clone()
            });
            annotation.fragments = annotation.fragments.with_extras(fragments.collect());
        }
        annotation.extra = self.extra(annotation.extra, n);
        annotation
    }

    fn relation(&mut self, mut relation: Relation, fitted: &mut Document) {
        if !self.capacity.relations {
            self.losses.add(Loss::Relations, 1);
            return;
        }
        if !self.capacity.times {
            self.lose_times(&mut relation.created, &mut relation.modified, 1);
        }
        self.lose(self.capacity.ids, Loss::Ids, 1);
        relation.extra = self.extra(relation.extra, 1);
        if fitted.apply(Edit::PutRelation(Box::new(relation))).is_err() {
            self.losses.add(Loss::RelationEnds, 1);
        }
    }

    fn lose(&mut self, is_held: bool, loss: Loss, n: usize) {
        if !is_held {
            self.losses.add(loss, n);
        }
    }

    fn lose_times(&mut self, created: &mut Timestamp, modified: &mut Timestamp, n: usize) {
        let none = Timestamp::default();
        if (*created, *modified) != (none, none) {
            self.losses.add(Loss::Times, n);
        }
        (*created, *modified) = (none, none);
    }

    /// The unknown fields that stay: all, or what this format brought itself.
    /// Each that goes counts `n` times.
    fn extra(&mut self, extra: Extra, n: usize) -> Extra {
        if self.capacity.unknown {
            return extra;
        }
        let (own, gone): (Extra, Extra) =
            extra.into_iter().partition(|(name, _)| name == self.format);
        self.losses.add_fields(&gone, n);
        own
    }
}

/// An id for a part of an annotation, which is then taken. What was split
/// before and came back may have the usual one.
fn free_id(whole: AnnotationId, part: &str, taken: &mut BTreeSet<AnnotationId>) -> AnnotationId {
    let mut id = AnnotationId(derived(whole.0, part));
    while !taken.insert(id) {
        id = AnnotationId(derived(id.0, part));
    }
    id
}

/// Fragments widened to whole tokens; those that then touch or overlap are one.
fn widened(text: &Text, fragments: &Fragments, tokens: &Tokens) -> Option<Fragments> {
    let mut apart: Vec<Fragment> = Vec::with_capacity(fragments.count());
    for fragment in fragments.iter() {
        let range = text.snap_to_characters(tokens.widen(fragment.range))?;
        match apart.last_mut().filter(|last| range.start() <= last.range.end()) {
            Some(last) => {
                last.range = last.range.cover(range);
                for (field, value) in &fragment.extra {
                    last.extra.entry(field.clone()).or_insert_with(|| value.clone());
                }
            }
            None => apart.push(Fragment { range, extra: fragment.extra.clone() }),
        }
    }
    Fragments::new(text, apart).ok()
}
