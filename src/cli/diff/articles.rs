//! Which articles of one dataset are those of the other.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{ArticleDiff, Compared, compare};
use super::foreign::Foreign;
use super::view::{AnnotationView, ArticleView};
use crate::format::is_derived;
use crate::format::splits::rank;
use crate::model::id::AnnotationId;

/// So many pairs of articles with the same text are weighed; of more, the order
/// decides.
const MAX_WEIGHED: usize = 250_000;

/// An article of each dataset, or of one of them.
pub(super) enum Pair<'a> {
    Both(ArticleDiff<'a>),
    OnlyA(&'a ArticleView),
    OnlyB(&'a ArticleView),
}

/// The articles of one that are those of the other: what holds the same, then
/// what has the same id, then what has the same text, those first of which the
/// least differs. In the order of A; what only B has comes last.
pub(super) fn paired<'a>(
    a: &'a [ArticleView],
    b: &'a [ArticleView],
    compared: &Compared<'_>,
) -> Vec<Pair<'a>> {
    let mut matching = Matching { a, b, of_a: vec![None; a.len()], is_taken: vec![false; b.len()] };
    let repeated = matching.repeated_texts();
    // Where each text is in an article of its own, that article is the one.
    if !repeated.is_empty() {
        let sum = |article: &ArticleView| {
            let lines = content(article, compared).join("\n");
            repeated.contains(&article.text_sum).then(|| (article.text_sum, rank(&lines, 0)))
        };
        matching.by_key(|one| sum(one).map(|sum| (sum, one.id)));
        matching.by_key(sum);
    }
    // An id that was made when the file was read is of the place, not of the
    // article, where several have the same text.
    matching.by_key(|one| {
        let is_open = is_derived(one.id.0) && repeated.contains(&one.text_sum);
        (!is_open).then_some(one.id)
    });
    for (of_a, of_b) in matching.left_by_text() {
        if of_a.len().saturating_mul(of_b.len()) > MAX_WEIGHED {
            of_a.into_iter().zip(of_b).for_each(|(one, other)| matching.pair(one, other));
            continue;
        }
        let views = |places: &[usize], all: &'a [ArticleView]| -> Vec<Vec<String>> {
            places.iter().map(|&idx| content(&all[idx], compared)).collect()
        };
        let (content_a, content_b) = (views(&of_a, a), views(&of_b, b));
        let mut weighed = Vec::with_capacity(of_a.len() * of_b.len());
        for (one, &of_one) in content_a.iter().zip(&of_a) {
            for (other, &of_other) in content_b.iter().zip(&of_b) {
                let is_other_id = a[of_one].id != b[of_other].id;
                weighed.push((n_apart(one, other), is_other_id, of_one, of_other));
            }
        }
        weighed.sort_unstable();
        for (_, _, one, other) in weighed {
            matching.pair(one, other);
        }
    }
    let Matching { of_a, is_taken, .. } = matching;
    let both = a.iter().zip(of_a).map(|(article, other)| match other {
        Some(idx) => Pair::Both(compare(article, &b[idx], compared)),
        None => Pair::OnlyA(article),
    });
    let only_b = b.iter().zip(is_taken).filter(|(_, is_taken)| !is_taken);
    both.chain(only_b.map(|(article, _)| Pair::OnlyB(article))).collect()
}

/// The articles of A and B, and which of them are paired.
struct Matching<'a> {
    a: &'a [ArticleView],
    b: &'a [ArticleView],
    of_a: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Matching<'_> {
    /// The texts that several articles of one dataset have.
    fn repeated_texts(&self) -> BTreeSet<[u8; 16]> {
        let mut repeated = BTreeSet::new();
        for all in [self.a, self.b] {
            let mut seen = BTreeSet::new();
            let again = all.iter().filter(|one| !seen.insert(one.text_sum));
            repeated.extend(again.map(|one| one.text_sum));
        }
        repeated
    }

    /// Pairs two articles, if neither has another one yet.
    fn pair(&mut self, one: usize, other: usize) {
        if self.of_a[one].is_none() && !self.is_taken[other] {
            self.of_a[one] = Some(other);
            self.is_taken[other] = true;
        }
    }

    /// Pairs those that have the same key, in order; those without stay.
    fn by_key<K: Ord>(&mut self, key: impl Fn(&ArticleView) -> Option<K>) {
        let mut places: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (idx, article) in self.b.iter().enumerate().rev() {
            if !self.is_taken[idx]
                && let Some(key) = key(article)
            {
                places.entry(key).or_default().push(idx);
            }
        }
        for (idx, article) in self.a.iter().enumerate() {
            if self.of_a[idx].is_none()
                && let Some(key) = key(article)
                && let Some(other) = places.get_mut(&key).and_then(Vec::pop)
            {
                self.pair(idx, other);
            }
        }
    }

    /// The places of those that are not paired yet, by their texts.
    fn left_by_text(&self) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut by_text: BTreeMap<[u8; 16], (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (idx, article) in self.a.iter().enumerate().filter(|(idx, _)| self.of_a[*idx].is_none())
        {
            by_text.entry(article.text_sum).or_default().0.push(idx);
        }
        for (idx, article) in self.b.iter().enumerate().filter(|(idx, _)| !self.is_taken[*idx]) {
            by_text.entry(article.text_sum).or_default().1.push(idx);
        }
        by_text.into_values().filter(|(of_a, of_b)| !of_a.is_empty() && !of_b.is_empty()).collect()
    }
}

/// What is compared of an article, sorted: a line for each fact, annotation and
/// relation.
fn content(article: &ArticleView, compared: &Compared<'_>) -> Vec<String> {
    let is_compared = |name: &str| compared.has(name);
    let facts = article.facts().into_iter();
    let facts = facts.filter(|(name, value)| {
        is_compared(name) && !value.is_empty() && !(*name == "title" && article.is_title_made)
    });
    let mut content: Vec<String> = facts.map(|fact| format!("{fact:?}")).collect();
    if compared.is_one_format {
        for (name, stretches) in
            ["tokens", "sentences"].into_iter().zip(article.tokens.iter().flatten())
        {
            if is_compared(name) {
                content.push(format!("{name} {:?}", stretches.sum));
            }
        }
    }
    let foreign = |of: &str, foreign: &Foreign| -> Vec<String> {
        let fields = foreign.fields().filter(|_| compared.has_foreign());
        fields.map(|field| format!("{of} {field:?}")).collect()
    };
    content.extend(foreign("", &article.foreign));
    let by_id = article.by_id();
    let label = |one: &AnnotationView| match is_compared("label") {
        true => one.label.clone(),
        false => String::new(),
    };
    for one in &article.annotations {
        let mark = format!("{:?} {:?}", label(one), one.ranges);
        let facts =
            [("note", &*one.note), ("status", one.status.as_str()), ("annotator", &*one.annotator)];
        let facts = facts.into_iter().filter(|(name, _)| is_compared(name));
        content.extend(facts.map(|fact| format!("{mark} {fact:?}")));
        content.extend(foreign(&mark, &one.foreign));
        content.push(mark);
    }
    for one in &article.relations {
        let end = |id: &AnnotationId| by_id.get(id).map(|one| (label(one), &one.ranges));
        let relation_type = if is_compared("type") { one.relation_type.as_str() } else { "" };
        let link = format!("{relation_type:?} {:?} {:?}", end(&one.from), end(&one.to));
        content.extend(foreign(&link, &one.foreign));
        content.push(link);
    }
    content.sort_unstable();
    content
}

/// How many lines only one of two sorted lists has.
fn n_apart(one: &[String], other: &[String]) -> usize {
    let (mut at, mut at_other, mut n_both) = (0, 0, 0);
    while let (Some(line), Some(other_line)) = (one.get(at), other.get(at_other)) {
        let order = line.cmp(other_line);
        at += usize::from(order.is_le());
        at_other += usize::from(order.is_ge());
        n_both += usize::from(order.is_eq());
    }
    one.len() + other.len() - 2 * n_both
}
