//! Pairs annotations that say the same, by what they are linked to: where
//! several coincide, their links tell them apart.
//!
//! Each annotation has a class, at first by its label and place; classes are
//! refined by the classes of what is linked, until nothing changes, as in the
//! refinement of colours by Weisfeiler and Leman (1968). Within a class one pair
//! is chosen, and leads to the pairs that are linked to it.

use std::collections::{BTreeMap, VecDeque};

use super::view::{AnnotationView, ArticleView};
use crate::model::id::AnnotationId;

/// So often classes are refined: what is farther apart than so many links
/// tells nothing apart.
const MAX_ROUNDS: usize = 32;

/// An article with the links of each annotation.
struct Linked<'a> {
    annotations: &'a [AnnotationView],
    /// For each annotation: the type, whether it leads there, and the other end.
    links: Vec<Vec<(&'a str, bool, usize)>>,
    classes: Vec<usize>,
    is_paired: Vec<bool>,
}

impl<'a> Linked<'a> {
    fn new(article: &'a ArticleView) -> Linked<'a> {
        let places: BTreeMap<AnnotationId, usize> =
            article.annotations.iter().enumerate().map(|(idx, one)| (one.id, idx)).collect();
        let mut links = vec![Vec::new(); article.annotations.len()];
        for relation in &article.relations {
            if let (Some(&from), Some(&to)) = (places.get(&relation.from), places.get(&relation.to))
            {
                let name = relation.relation_type.as_str();
                links[from].push((name, true, to));
                links[to].push((name, false, from));
            }
        }
        let n = article.annotations.len();
        let (classes, is_paired) = (vec![0; n], vec![false; n]);
        Linked { annotations: &article.annotations, links, classes, is_paired }
    }

    /// What an annotation is linked to, by class.
    fn around(&self, idx: usize) -> Vec<(&'a str, bool, usize)> {
        let links = self.links[idx].iter();
        let mut around: Vec<_> =
            links.map(|&(name, leads, other)| (name, leads, self.classes[other])).collect();
        around.sort_unstable();
        around
    }
}

/// The annotations of A and B that say the same, by their places. `known` are
/// pairs that are known already; they are given too.
pub(super) fn paired<'a>(
    a: &'a ArticleView,
    b: &'a ArticleView,
    known: &[(AnnotationId, AnnotationId)],
) -> Vec<(usize, usize)> {
    let (mut a, mut b) = (Linked::new(a), Linked::new(b));
    let places = |of: &Linked<'_>| -> BTreeMap<AnnotationId, usize> {
        of.annotations.iter().enumerate().map(|(idx, one)| (one.id, idx)).collect()
    };
    let (of_a, of_b) = (places(&a), places(&b));
    let pair =
        |(one, other): &(AnnotationId, AnnotationId)| Some((*of_a.get(one)?, *of_b.get(other)?));
    let known: Vec<(usize, usize)> = known.iter().filter_map(pair).collect();
    refine(&mut a, &mut b, &known);
    let mut pairs = Vec::new();
    let mut open: VecDeque<(usize, usize)> = VecDeque::new();
    for (one, other) in known {
        (a.is_paired[one], b.is_paired[other]) = (true, true);
        pairs.push((one, other));
        open.push_back((one, other));
    }
    let mut members: BTreeMap<usize, VecDeque<usize>> = BTreeMap::new();
    for (idx, &class) in b.classes.iter().enumerate() {
        members.entry(class).or_default().push_back(idx);
    }
    let mut next = 0;
    loop {
        // What is linked to a pair is a pair, if it is of one class.
        while let Some((one, other)) = open.pop_front() {
            for &(name, leads, end) in &a.links[one] {
                let is_it = |&&(other_name, other_leads, other_end): &&(&str, bool, usize)| {
                    (name, leads) == (other_name, other_leads)
                        && !b.is_paired[other_end]
                        && a.classes[end] == b.classes[other_end]
                };
                if a.is_paired[end] {
                    continue;
                }
                if let Some(&(_, _, other_end)) = b.links[other].iter().find(is_it) {
                    (a.is_paired[end], b.is_paired[other_end]) = (true, true);
                    pairs.push((end, other_end));
                    open.push_back((end, other_end));
                }
            }
        }
        while next < a.is_paired.len() && a.is_paired[next] {
            next += 1;
        }
        if next == a.is_paired.len() {
            return pairs;
        }
        let of_class = members.get_mut(&a.classes[next]);
        let free = of_class.and_then(|of_class| {
            while of_class.front().is_some_and(|&other| b.is_paired[other]) {
                of_class.pop_front();
            }
            of_class.pop_front()
        });
        if let Some(other) = free {
            (a.is_paired[next], b.is_paired[other]) = (true, true);
            pairs.push((next, other));
            open.push_back((next, other));
        }
        next += 1;
    }
}

/// Gives annotations of both the same class if nothing tells them apart.
fn refine<'a>(a: &mut Linked<'a>, b: &mut Linked<'a>, known: &[(usize, usize)]) {
    let mut of_pair = (vec![None; a.annotations.len()], vec![None; b.annotations.len()]);
    for (number, &(one, other)) in known.iter().enumerate() {
        (of_pair.0[one], of_pair.1[other]) = (Some(number), Some(number));
    }
    let mut names = BTreeMap::new();
    for (of, of_pair) in [(&mut *a, &of_pair.0), (&mut *b, &of_pair.1)] {
        for (idx, one) in of.annotations.iter().enumerate() {
            let n = names.len();
            let key = (of_pair[idx], one.label.as_str(), one.ranges.as_slice());
            of.classes[idx] = *names.entry(key).or_insert(n);
        }
    }
    let mut n_classes = names.len();
    for _ in 0..MAX_ROUNDS {
        let mut names = BTreeMap::new();
        let mut class = |of: &Linked<'_>, idx: usize| {
            let n = names.len();
            let around: Vec<(String, bool, usize)> = of
                .around(idx)
                .into_iter()
                .map(|(name, leads, class)| (name.to_owned(), leads, class))
                .collect();
            *names.entry((of.classes[idx], around)).or_insert(n)
        };
        let of_a: Vec<usize> = (0..a.classes.len()).map(|idx| class(a, idx)).collect();
        let of_b: Vec<usize> = (0..b.classes.len()).map(|idx| class(b, idx)).collect();
        (a.classes, b.classes) = (of_a, of_b);
        if names.len() == n_classes {
            return;
        }
        n_classes = names.len();
    }
}
