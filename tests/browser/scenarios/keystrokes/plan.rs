//! The fewest presses that mark an article by keyboard: a shortest way through
//! all that can be done, found by Dijkstra's algorithm.
//!
//! Line after line of the text is marked and linked whole; what is done in a
//! line comes in whatever order is least. The cursor goes by
//! [`reach`](super::reach). `Enter`, `n` and `p` focus; Esc is left out, and so
//! is what shapes an annotation after it is marked, since moving an end,
//! splitting or merging takes no fewer keys than to select the words at once.
//!
//! Unit: one press, with whatever is held.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use verbatim::model::annotation::Annotation;
use verbatim::model::document::Document;
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::speakers::candidates;

use super::reach::{Move, Reach, Stand};

/// One press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    Move(Move),
    /// The key of a label, which marks the selection.
    Label(char),
    /// Adds the selection to the annotation that was in focus.
    Add,
    /// Focuses the innermost annotation at the cursor.
    Open,
    /// Chooses the next there, or the one before.
    Other(bool),
    /// Focuses the next annotation of the text, or the one before.
    Neighbour(bool),
    /// Asks for whom to link to.
    Link,
    /// Offers the next, or the one before.
    Offer(bool),
    /// Links to who is offered.
    Take,
}

/// What is done so far, and where the page is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    /// A bit for each fragment, then for each link.
    done: u64,
    stand: Stand,
    /// The cursor has been shown.
    is_shown: bool,
    /// The annotation in focus.
    focus: Option<usize>,
    /// The one that was in focus before the cursor went on, while it lacks a
    /// fragment.
    left: Option<usize>,
}

/// A fragment to be marked.
struct Part {
    annotation: usize,
    range: TextRange,
}

struct Link {
    from: usize,
    to: usize,
    /// To whom the page offers to link, the likeliest first.
    offers: Vec<usize>,
}

/// A way to select some words, and where the cursor is then.
type Selecting = (Vec<Move>, Stand);

/// Ways that were found before.
type Known<K> = RefCell<HashMap<K, Rc<Vec<Selecting>>>>;

pub struct Planner<'a> {
    reach: Reach<'a>,
    /// In text order.
    annotations: Vec<Arc<Annotation>>,
    keys: Vec<char>,
    parts: Vec<Part>,
    links: Vec<Link>,
    /// What is to be done in each line, as bits.
    lines: Vec<u64>,
    selectings: Known<(usize, Stand, bool, bool)>,
    extendings: Known<(usize, Stand, bool)>,
    anchors: Vec<Vec<TextSize>>,
}

impl<'a> Planner<'a> {
    pub fn new(document: &'a Document) -> Self {
        let text = &document.article().text;
        let annotations: Vec<Arc<Annotation>> = document.annotations().cloned().collect();
        let index = |id| annotations.iter().position(|one| one.id == id);
        let keys = annotations.iter().filter_map(|one| document.scheme().label(&one.label)?.key);
        let parts: Vec<Part> = annotations
            .iter()
            .enumerate()
            .flat_map(|(annotation, one)| {
                one.fragments.ranges().map(move |range| Part { annotation, range })
            })
            .collect();
        let types = &document.scheme().relation_types;
        let links: Vec<Link> = document
            .relations()
            .into_iter()
            .filter_map(|one| {
                let relation_type = types.iter().find(|other| other.id == one.relation_type)?;
                let offers = candidates(document, one.from, relation_type);
                let offers = offers.iter().filter_map(|offer| index(offer.annotation));
                Some(Link { from: index(one.from)?, to: index(one.to)?, offers: offers.collect() })
            })
            .collect();
        let mut lines = vec![0; text.n_blocks()];
        for (bit, part) in parts.iter().enumerate() {
            lines[text.block_at(part.range.start()).0] |= 1 << bit;
        }
        for (idx, link) in links.iter().enumerate() {
            let start = annotations[link.from].fragments.extent().start();
            lines[text.block_at(start).0] |= 1 << (parts.len() + idx);
        }
        let reach = Reach::new(text);
        let anchors = parts.iter().map(|part| reach.anchors(part.range)).collect();
        let keys = keys.collect();
        let (selectings, extendings) = (RefCell::default(), RefCell::default());
        Self { reach, annotations, keys, parts, links, lines, selectings, extendings, anchors }
    }

    /// The fewest presses that do everything.
    pub fn least(&self) -> Vec<Press> {
        let start =
            State { done: 0, stand: self.reach.start(), is_shown: false, focus: None, left: None };
        let all = self.lines.iter().fold(0, |all, line| all | line);
        let mut states = vec![start];
        // How many presses led to each, the last of them, and from where.
        let mut found: HashMap<State, (usize, usize, Vec<Press>)> =
            HashMap::from([(start, (0, 0, Vec::new()))]);
        let mut queue = BinaryHeap::from([Reverse((0, 0))]);
        while let Some(Reverse((n, idx))) = queue.pop() {
            let here = states[idx];
            if found[&here].0 < n {
                continue;
            }
            if here.done == all {
                return presses(&states, &found, here);
            }
            for (there, pressed) in self.next(here) {
                let n = n + pressed.len();
                if found.get(&there).is_none_or(|(known, ..)| n < *known) {
                    found.insert(there, (n, idx, pressed));
                    queue.push(Reverse((n, states.len())));
                    states.push(there);
                }
            }
        }
        Vec::new()
    }

    /// Everything that can be done next.
    fn next(&self, here: State) -> Vec<(State, Vec<Press>)> {
        let line = self.lines.iter().copied().find(|line| line & !here.done != 0).unwrap_or(0);
        let mut next = self.focused(here, line);
        for bit in 0..self.parts.len() {
            if line & !here.done & (1 << bit) != 0 {
                self.marked(here, bit, &mut next);
            }
        }
        next.extend(self.linked(here));
        next
    }

    /// A fragment is selected, and marked or added.
    fn marked(&self, here: State, bit: usize, next: &mut Vec<(State, Vec<Press>)>) {
        let Part { annotation, range } = self.parts[bit];
        let done = here.done | 1 << bit;
        let at = match here.focus.map(|focus| self.extent(focus, here.done)) {
            Some(extent) if !extent.contains_inclusive(here.stand.at) => extent.start(),
            _ => here.stand.at,
        };
        let from = Stand { at, ..here.stand };
        let is_first = !self.is_there(annotation, here.done);
        let left = here.focus.or(here.left);
        if !is_first && left != Some(annotation) {
            return;
        }
        for (moves, stand) in &*self.selecting(bit, from, here.focus.is_none(), here.is_shown) {
            let mut presses: Vec<Press> = moves.iter().copied().map(Press::Move).collect();
            let there = if is_first {
                presses.push(Press::Label(self.keys[annotation]));
                let left = left.filter(|&left| self.lacks(left, done));
                let stand = Stand { at: range.end(), ..*stand };
                State { done, stand, is_shown: true, focus: None, left }
            } else {
                presses.push(Press::Add);
                State { done, stand: *stand, is_shown: true, focus: Some(annotation), left: None }
            };
            next.push((there, presses));
        }
    }

    /// Ways to select a fragment: the least for each kind of stand that they
    /// end at.
    fn selecting(
        &self,
        bit: usize,
        from: Stand,
        is_free: bool,
        is_shown: bool,
    ) -> Rc<Vec<Selecting>> {
        let key = (bit, from, is_free, is_shown);
        if let Some(known) = self.selectings.borrow().get(&key) {
            return Rc::clone(known);
        }
        let walks = self.reach.walks(from);
        let mut best: [Option<(usize, Selecting)>; 2] = [None, None];
        for &at in &self.anchors[bit] {
            for is_exact in [false, true] {
                let anchor = Stand { at, is_exact };
                let Some(n_walk) = walks.len(anchor) else { continue };
                for (extends, stand) in &*self.extending(bit, anchor, is_free || n_walk > 0) {
                    let n_first = usize::from(!is_shown && n_walk > 0);
                    let n = n_first + n_walk + extends.len();
                    let place = &mut best[usize::from(stand.is_exact)];
                    if place.as_ref().is_none_or(|(least, _)| n < *least) {
                        let mut moves = vec![self.reach.first_move(); n_first];
                        moves.extend(walks.moves(anchor));
                        moves.extend(extends);
                        *place = Some((n, (moves, *stand)));
                    }
                }
            }
        }
        let best = Rc::new(best.into_iter().flatten().map(|(_, way)| way).collect());
        self.selectings.borrow_mut().insert(key, Rc::clone(&best));
        best
    }

    /// Ways to select a fragment from a place on.
    fn extending(&self, bit: usize, anchor: Stand, is_free: bool) -> Rc<Vec<Selecting>> {
        let key = (bit, anchor, is_free);
        if let Some(known) = self.extendings.borrow().get(&key) {
            return Rc::clone(known);
        }
        let ways = Rc::new(self.reach.selects(self.parts[bit].range, anchor, is_free));
        self.extendings.borrow_mut().insert(key, Rc::clone(&ways));
        ways
    }

    /// An annotation of the line is focused.
    fn focused(&self, here: State, line: u64) -> Vec<(State, Vec<Press>)> {
        let mut next = Vec::new();
        let mut focus = |idx: usize, presses: Vec<Press>| {
            if self.bits(idx) & line != 0 {
                next.push((State { focus: Some(idx), left: None, ..here }, presses));
            }
        };
        if here.focus.is_none() && here.is_shown {
            let ids = self.touching(here.stand.at, here.done);
            for (n, &idx) in ids.iter().enumerate() {
                let (n_on, is_on) = nearest(n, ids.len());
                let mut presses = vec![Press::Open];
                presses.extend(vec![Press::Other(is_on); n_on]);
                focus(idx, presses);
            }
        }
        let order = self.order(here.done);
        let last = order.len().wrapping_sub(1);
        let at = here.focus.and_then(|focus| order.iter().position(|&idx| idx == focus));
        for is_on in [true, false] {
            let idx = match at {
                Some(at) if is_on => (at + 1) % order.len(),
                Some(at) => at.checked_sub(1).unwrap_or(last),
                None if is_on => 0,
                None => last,
            };
            if let Some(&idx) = order.get(idx) {
                focus(idx, vec![Press::Neighbour(is_on)]);
            }
        }
        next
    }

    /// The annotation in focus is linked.
    fn linked(&self, here: State) -> Option<(State, Vec<Press>)> {
        let focus = here.focus?;
        let idx = self.links.iter().position(|link| link.from == focus)?;
        let (link, bit) = (&self.links[idx], 1 << (self.parts.len() + idx));
        if here.done & bit != 0 || self.lacks(focus, here.done) {
            return None;
        }
        let offers = link.offers.iter().filter(|&&offer| self.is_there(offer, here.done));
        let offers: Vec<usize> = offers.copied().collect();
        let (n_on, is_on) =
            nearest(offers.iter().position(|&offer| offer == link.to)?, offers.len());
        let mut presses = vec![Press::Link];
        presses.extend(vec![Press::Offer(is_on); n_on]);
        presses.push(Press::Take);
        Some((State { done: here.done | bit, ..here }, presses))
    }

    /// The bits of an annotation's fragments.
    fn bits(&self, annotation: usize) -> u64 {
        let bits = self.parts.iter().enumerate();
        let bits = bits.filter(|(_, part)| part.annotation == annotation);
        bits.fold(0, |all, (bit, _)| all | 1 << bit)
    }

    fn is_there(&self, annotation: usize, done: u64) -> bool {
        self.bits(annotation) & done != 0
    }

    fn lacks(&self, annotation: usize, done: u64) -> bool {
        self.bits(annotation) & !done != 0
    }

    /// The fragments that an annotation has so far.
    fn ranges(&self, annotation: usize, done: u64) -> impl Iterator<Item = TextRange> {
        let bits = self.parts.iter().enumerate();
        let has = move |(bit, part): &(usize, &Part)| {
            part.annotation == annotation && done & (1 << bit) != 0
        };
        bits.filter(has).map(|(_, part)| part.range)
    }

    fn extent(&self, annotation: usize, done: u64) -> TextRange {
        let ranges = self.ranges(annotation, done);
        ranges.reduce(TextRange::cover).unwrap_or_default()
    }

    /// What is marked so far, in text order.
    fn order(&self, done: u64) -> Vec<usize> {
        let there = (0..self.annotations.len()).filter(|&idx| self.is_there(idx, done));
        let mut order: Vec<usize> = there.collect();
        order.sort_by_key(|&idx| {
            let extent = self.extent(idx, done);
            (extent.start(), Reverse(extent.end()))
        });
        order
    }

    /// What is marked at a place or ends there, innermost first.
    fn touching(&self, at: TextSize, done: u64) -> Vec<usize> {
        let touches = |&idx: &usize| self.ranges(idx, done).any(|one| one.contains_inclusive(at));
        let mut ids: Vec<usize> = (0..self.annotations.len()).filter(touches).collect();
        ids.sort_by_key(|&idx| {
            let len: TextSize = self.ranges(idx, done).map(TextRange::len).sum();
            (len, Reverse(self.extent(idx, done).start()))
        });
        ids
    }
}

/// How many steps lead from the first of `n` to another, and whether forwards.
fn nearest(idx: usize, n: usize) -> (usize, bool) {
    if idx <= n - idx { (idx, true) } else { (n - idx, false) }
}

/// All presses that led to a state.
fn presses(
    states: &[State],
    found: &HashMap<State, (usize, usize, Vec<Press>)>,
    to: State,
) -> Vec<Press> {
    let mut parts: Vec<&[Press]> = Vec::new();
    let mut here = to;
    while found[&here].0 > 0 {
        let (_, from, pressed) = &found[&here];
        parts.push(pressed);
        here = states[*from];
    }
    parts.into_iter().rev().flatten().copied().collect()
}
