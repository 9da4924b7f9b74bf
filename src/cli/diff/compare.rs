//! What differs between an article and itself.
//!
//! Invariant: no annotation and no relation stands for two.

use std::collections::BTreeMap;

use super::links;
use super::view::{AnnotationView, ArticleView, RelationView};
use crate::model::id::AnnotationId;

/// What differs between an article of A and the same one of B.
pub(super) struct ArticleDiff<'a> {
    pub(super) a: &'a ArticleView,
    pub(super) b: &'a ArticleView,
    /// What is known about the article, and whether its text is another.
    pub(super) facts: Vec<Field>,
    pub(super) annotations: Vec<Change<'a, AnnotationView>>,
    pub(super) relations: Vec<Change<'a, RelationView>>,
    /// How many annotations and relations are the same.
    pub(super) n_same: [usize; 2],
}

/// One change.
pub(super) enum Change<'a, T> {
    Added(&'a T),
    Removed(&'a T),
    Changed(&'a T, Vec<Field>),
}

/// A field that changed: its name, what it was and what it is.
pub(super) type Field = (&'static str, String, String);

impl ArticleDiff<'_> {
    pub(super) fn is_same(&self) -> bool {
        self.facts.is_empty() && self.annotations.is_empty() && self.relations.is_empty()
    }
}

/// Compares an article with itself, but for some fields. Ids tell what is the
/// same, unless all is the same without them.
pub(super) fn compare<'a>(
    a: &'a ArticleView,
    b: &'a ArticleView,
    ignored: &[String],
) -> ArticleDiff<'a> {
    let by_ids = compare_by(a, b, ignored, true);
    if by_ids.is_same() {
        return by_ids;
    }
    let by_content = compare_by(a, b, ignored, false);
    if by_content.is_same() { by_content } else { by_ids }
}

fn compare_by<'a>(
    a: &'a ArticleView,
    b: &'a ArticleView,
    ignored: &[String],
    by_ids: bool,
) -> ArticleDiff<'a> {
    let is_compared = |name: &str| !ignored.iter().any(|one| one == name);
    let fields = |all: Vec<Field>| -> Vec<Field> {
        let differs = |(name, before, after): &Field| before != after && is_compared(name);
        all.into_iter().filter(differs).collect()
    };
    let mut facts = fields(
        a.facts()
            .into_iter()
            .zip(b.facts())
            .map(|((name, before), (_, after))| (name, before, after))
            .collect(),
    );
    let is_same_text = a.text_sum == b.text_sum;
    if !is_same_text && is_compared("text") {
        facts.push(("text", "one".into(), "another".into()));
    }
    let annotation_pairs = pair_annotations(a, b, is_same_text, by_ids);
    let mut meant = BTreeMap::new();
    for (one, other) in &annotation_pairs.both {
        meant.insert(one.id, other.id);
    }
    let relation_pairs = pair_relations(a, b, &meant, by_ids);
    let mut n_same = [0; 2];
    let annotations = annotation_pairs.changes(&mut n_same[0], |one, other| {
        let place = |one: &AnnotationView| match is_same_text {
            true => format!("{} “{}”", one.place(), one.quote),
            // In another text the same words lie elsewhere.
            false => format!("“{}”", one.quote),
        };
        fields(vec![
            ("label", one.label.to_string(), other.label.to_string()),
            ("boundary", place(one), place(other)),
            ("note", one.note.clone(), other.note.clone()),
            ("status", one.status.as_str().into(), other.status.as_str().into()),
            ("annotator", one.annotator.clone(), other.annotator.clone()),
        ])
    });
    let relations = relation_pairs.changes(&mut n_same[1], |one, other| {
        let moved = |id: AnnotationId| meant.get(&id).copied().unwrap_or(id);
        let is_same = (moved(one.from), moved(one.to)) == (other.from, other.to);
        let ends = (!is_same).then(|| {
            let names = (a.relation_name(one), b.relation_name(other));
            match names.0 == names.1 {
                // Of the same words elsewhere, or of others that coincide.
                true => {
                    let named =
                        |name, one: &RelationView| format!("{name} ({}, {})", one.from, one.to);
                    ("ends", named(names.0, one), named(names.1, other))
                }
                false => ("ends", names.0, names.1),
            }
        });
        let types = (one.relation_type.to_string(), other.relation_type.to_string());
        fields([("type", types.0, types.1)].into_iter().chain(ends).collect())
    });
    ArticleDiff { a, b, facts, annotations, relations, n_same }
}

/// Items of A and B, and which of them are the same.
struct Pairs<'a, T> {
    both: Vec<(&'a T, &'a T)>,
    only_a: Vec<&'a T>,
    only_b: Vec<&'a T>,
}

impl<'a, T> Pairs<'a, T> {
    fn new(a: &'a [T], b: &'a [T]) -> Pairs<'a, T> {
        Pairs { both: Vec::new(), only_a: a.iter().collect(), only_b: b.iter().collect() }
    }

    /// Pairs those that have the same key, in order; those without stay.
    fn by_key<K: Ord>(&mut self, key_a: impl Fn(&T) -> Option<K>, key_b: impl Fn(&T) -> Option<K>) {
        let mut places: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (idx, one) in self.only_b.iter().enumerate().rev() {
            if let Some(key) = key_b(one) {
                places.entry(key).or_default().push(idx);
            }
        }
        self.take(|one, _| places.get_mut(&key_a(one)?)?.pop());
    }

    /// Pairs those of A with those of B that `find` gives the place of.
    fn take(&mut self, mut find: impl FnMut(&T, &[Option<&'a T>]) -> Option<usize>) {
        let mut left: Vec<Option<&'a T>> = self.only_b.drain(..).map(Some).collect();
        let both = &mut self.both;
        self.only_a.retain(|one| match find(one, &left).and_then(|idx| left[idx].take()) {
            Some(other) => {
                both.push((one, other));
                false
            }
            None => true,
        });
        self.only_b = left.into_iter().flatten().collect();
    }

    fn changes(
        self,
        n_same: &mut usize,
        fields: impl Fn(&T, &T) -> Vec<Field>,
    ) -> Vec<Change<'a, T>> {
        let mut changes = Vec::new();
        for (one, other) in self.both {
            match fields(one, other) {
                fields if fields.is_empty() => *n_same += 1,
                fields => changes.push(Change::Changed(one, fields)),
            }
        }
        changes.extend(self.only_a.into_iter().map(Change::Removed));
        changes.extend(self.only_b.into_iter().map(Change::Added));
        changes
    }
}

fn pair_annotations<'a>(
    a: &'a ArticleView,
    b: &'a ArticleView,
    is_same_text: bool,
    by_ids: bool,
) -> Pairs<'a, AnnotationView> {
    let mut pairs = Pairs::new(&a.annotations, &b.annotations);
    let by_id = |one: &AnnotationView| Some(one.id).filter(|_| by_ids);
    pairs.by_key(by_id, by_id);
    if !is_same_text {
        let by_words = |one: &AnnotationView| Some((one.label.clone(), one.quote.clone()));
        pairs.by_key(by_words, by_words);
        return pairs;
    }
    let known: Vec<_> = pairs.both.iter().map(|(one, other)| (one.id, other.id)).collect();
    let linked = links::paired(a, b, &known);
    let ids: BTreeMap<AnnotationId, AnnotationId> = linked
        .into_iter()
        .map(|(one, other)| (a.annotations[one].id, b.annotations[other].id))
        .collect();
    pairs.by_key(|one| ids.get(&one.id).copied(), |one| Some(one.id));
    let by_all = |one: &AnnotationView| Some((one.label.clone(), one.ranges.clone()));
    pairs.by_key(by_all, by_all);
    let by_place = |one: &AnnotationView| Some(one.ranges.clone());
    pairs.by_key(by_place, by_place);
    pairs.take(|one, left| {
        let is_near = |other: &&AnnotationView| other.label == one.label && other.overlaps(one);
        left.iter().position(|other| other.is_some_and(|other| is_near(&other)))
    });
    pairs
}

fn pair_relations<'a>(
    a: &'a ArticleView,
    b: &'a ArticleView,
    meant: &BTreeMap<AnnotationId, AnnotationId>,
    by_ids: bool,
) -> Pairs<'a, RelationView> {
    let mut pairs = Pairs::new(&a.relations, &b.relations);
    let ends = |one: &RelationView| Some((*meant.get(&one.from)?, *meant.get(&one.to)?));
    let own_ends = |one: &RelationView| (one.from, one.to);
    let by_id = |one: &RelationView| Some(one.id).filter(|_| by_ids);
    pairs.by_key(by_id, by_id);
    pairs.by_key(
        |one| Some((one.relation_type.clone(), ends(one)?)),
        |one| Some((one.relation_type.clone(), own_ends(one))),
    );
    pairs.by_key(ends, |one| Some(own_ends(one)));
    pairs
}
