//! What differs between an article and itself.
//!
//! Invariant: no annotation and no relation stands for two.

use std::collections::{BTreeMap, BTreeSet};

use super::foreign::Foreign;
use super::links;
use super::view::{AnnotationView, ArticleView, RelationView};
use crate::model::id::AnnotationId;

/// What is compared.
pub(super) struct Compared<'a> {
    /// The fields that may differ.
    pub(super) ignored: &'a [String],
    /// Whether both were read as the same format, so that what only that format
    /// has can be in both.
    pub(super) is_one_format: bool,
}

impl Compared<'_> {
    /// Whether a field is.
    pub(super) fn has(&self, field: &str) -> bool {
        !self.ignored.iter().any(|one| one == field)
    }

    /// Whether the fields are that only one format knows.
    pub(super) fn has_foreign(&self) -> bool {
        self.is_one_format && self.has("foreign")
    }

    fn foreign(&self, a: &Foreign, b: &Foreign) -> Vec<Field> {
        if !self.has_foreign() {
            return Vec::new();
        }
        let names: BTreeSet<&str> = a.fields().chain(b.fields()).map(|(name, _)| name).collect();
        let field = |name: &str| (name.into(), a.value(name).into(), b.value(name).into());
        names.into_iter().map(field).collect()
    }

    /// The fields that differ.
    fn differing(&self, all: Vec<Field>) -> Vec<Field> {
        let differs = |(name, before, after): &Field| before != after && self.has(name);
        all.into_iter().filter(differs).collect()
    }
}

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
pub(super) type Field = (String, String, String);

impl ArticleDiff<'_> {
    pub(super) fn is_same(&self) -> bool {
        self.facts.is_empty() && self.n_changes() == 0
    }

    fn n_changes(&self) -> usize {
        self.annotations.len() + self.relations.len()
    }
}

/// Compares an article with itself. Ids tell what is the same, unless less
/// differs without them: many formats have no ids, and get new ones when they
/// are read.
pub(super) fn compare<'a>(
    a: &'a ArticleView,
    b: &'a ArticleView,
    compared: &Compared<'_>,
) -> ArticleDiff<'a> {
    let by_ids = compare_by(a, b, compared, true);
    if by_ids.n_changes() == 0 {
        return by_ids;
    }
    let by_content = compare_by(a, b, compared, false);
    if by_content.n_changes() < by_ids.n_changes() { by_content } else { by_ids }
}

fn compare_by<'a>(
    a: &'a ArticleView,
    b: &'a ArticleView,
    compared: &Compared<'_>,
    by_ids: bool,
) -> ArticleDiff<'a> {
    let is_same_text = a.text_sum == b.text_sum;
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
        let mut fields = vec![
            ("label".into(), one.label.clone(), other.label.clone()),
            ("boundary".into(), place(one), place(other)),
            ("note".into(), one.note.clone(), other.note.clone()),
            ("status".into(), one.status.as_str().into(), other.status.as_str().into()),
            ("annotator".into(), one.annotator.clone(), other.annotator.clone()),
        ];
        fields.extend(compared.foreign(&one.foreign, &other.foreign));
        compared.differing(fields)
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
                    ("ends".into(), named(names.0, one), named(names.1, other))
                }
                false => ("ends".into(), names.0, names.1),
            }
        });
        let types = ("type".into(), one.relation_type.clone(), other.relation_type.clone());
        let mut fields: Vec<Field> = [types].into_iter().chain(ends).collect();
        fields.extend(compared.foreign(&one.foreign, &other.foreign));
        compared.differing(fields)
    });
    let facts = compared.differing(facts(a, b, compared, is_same_text));
    ArticleDiff { a, b, facts, annotations, relations, n_same }
}

/// What is known about an article in A and in B.
fn facts(
    a: &ArticleView,
    b: &ArticleView,
    compared: &Compared<'_>,
    is_same_text: bool,
) -> Vec<Field> {
    let has_titles = !(a.is_title_made || b.is_title_made);
    let known = a.facts().into_iter().zip(b.facts());
    let known = known.filter(|((name, _), _)| has_titles || *name != "title");
    let mut facts: Vec<Field> =
        known.map(|((name, before), (_, after))| (name.into(), before, after)).collect();
    if !is_same_text {
        facts.push(("text".into(), "one".into(), "another".into()));
    } else if compared.is_one_format {
        for (idx, name) in ["tokens", "sentences"].into_iter().enumerate() {
            let of = |one: &'_ ArticleView| {
                one.tokens.as_ref().map(|both| (both[idx].n.to_string(), both[idx].sum))
            };
            let (before, after) = (of(a), of(b));
            let n = |one: &Option<(String, [u8; 16])>| {
                one.as_ref().map_or(String::new(), |(n, _)| n.clone())
            };
            let others = match (&before, &after) {
                (Some(one), Some(other)) if one.0 == other.0 && one.1 != other.1 => " others",
                _ => "",
            };
            facts.push((name.into(), n(&before), n(&after) + others));
        }
    }
    facts.extend(compared.foreign(&a.foreign, &b.foreign));
    facts
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
