//! Where the keys of the reading cursor lead in a text, and the fewest of them
//! that come to a place or select some words.
//!
//! Unit: UTF-8 bytes. The steps are the page's own, by
//! `verbatim::model::movement`. Rows are left out, since they depend on the
//! width of the page; so is the way by characters with `,` and `.`, which is
//! that of Alt with arrows.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use verbatim::model::movement::{Unit, lines_around, sentence, step};
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::text::Text;

/// How far a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Far {
    Word,
    Character,
    Paragraph,
    Line,
    Text,
    Sentence,
}

/// The keys that move the cursor: what is held but Shift, the key, how far, and
/// whether forwards. What the worker is asked about comes last.
const KEYS: [(&str, &str, Far, bool); 12] = [
    ("", "ArrowRight", Far::Word, true),
    ("", "ArrowLeft", Far::Word, false),
    ("Alt+", "ArrowRight", Far::Character, true),
    ("Alt+", "ArrowLeft", Far::Character, false),
    ("Control+", "ArrowDown", Far::Paragraph, true),
    ("Control+", "ArrowUp", Far::Paragraph, false),
    ("", "End", Far::Line, true),
    ("", "Home", Far::Line, false),
    ("Control+", "End", Far::Text, true),
    ("Control+", "Home", Far::Text, false),
    ("Control+", "ArrowRight", Far::Sentence, true),
    ("Control+", "ArrowLeft", Far::Sentence, false),
];

/// A move of the cursor, by its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    key: usize,
    /// With Shift.
    extends: bool,
    /// Where it leads.
    pub to: TextSize,
}

impl Move {
    /// As `Page::press` has it.
    pub fn chord(self) -> String {
        let (held, key, ..) = KEYS[self.key];
        let shift = if self.extends { "Shift+" } else { "" };
        format!("{held}{shift}{key}")
    }

    /// Whether the page asks the worker where it leads, and so has to be waited
    /// for.
    pub fn is_asked(self) -> bool {
        KEYS[self.key].2 == Far::Sentence
    }
}

/// Where the cursor is, and whether what is selected next is taken by
/// characters, not by words: so it is after a move by character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stand {
    pub at: TextSize,
    pub is_exact: bool,
}

/// The fewest moves from one stand to others.
pub struct Ways {
    /// How many moves to each, and the last of them with where it came from.
    found: HashMap<Stand, (usize, Option<(Stand, Move)>)>,
}

impl Ways {
    /// How many moves lead there.
    pub fn len(&self, to: Stand) -> Option<usize> {
        self.found.get(&to).map(|(n, _)| *n)
    }

    /// The moves that lead there.
    pub fn moves(&self, to: Stand) -> Vec<Move> {
        let mut moves = Vec::new();
        let mut here = to;
        while let Some((_, Some((from, last)))) = self.found.get(&here) {
            moves.push(*last);
            here = *from;
        }
        moves.reverse();
        moves
    }
}

/// A text with where each key leads from each of its characters.
pub struct Reach<'a> {
    pub text: &'a Text,
    steps: HashMap<TextSize, [TextSize; KEYS.len()]>,
    walks: RefCell<HashMap<Stand, Rc<Ways>>>,
}

impl<'a> Reach<'a> {
    pub fn new(text: &'a Text) -> Self {
        let ends = (0..=u32::from(text.len())).map(TextSize::from);
        let characters = ends.filter(|&at| text.is_grapheme_boundary(at));
        let steps = characters.map(|at| (at, KEYS.map(|key| led(text, at, key.2, key.3))));
        Self { text, steps: steps.collect(), walks: RefCell::default() }
    }

    /// The start of the text, where the cursor is when it first comes.
    pub fn start(&self) -> Stand {
        Stand { at: TextSize::from(0), is_exact: false }
    }

    /// A move that stays where it is: the first one, which only shows the
    /// cursor.
    pub fn first_move(&self) -> Move {
        Move { key: 0, extends: false, to: TextSize::from(0) }
    }

    /// The fewest moves without Shift from a stand to all others.
    pub fn walks(&self, from: Stand) -> Rc<Ways> {
        if let Some(known) = self.walks.borrow().get(&from) {
            return Rc::clone(known);
        }
        let ways = Rc::new(self.search(from, false, true, |_| false).0);
        self.walks.borrow_mut().insert(from, Rc::clone(&ways));
        ways
    }

    /// The fewest moves with Shift, from where nothing is selected, that select
    /// just these words; with each stand that they may end at. Unless it
    /// `is_free`, an arrow for a word or a character can't be the first: it
    /// moves the end of the annotation in focus.
    pub fn selects(&self, range: TextRange, from: Stand, is_free: bool) -> Vec<(Vec<Move>, Stand)> {
        let is_there = |to: Stand| self.selected(from.at, to) == Some(range);
        let (ways, found) = self.search(from, true, is_free, is_there);
        found.into_iter().map(|to| (ways.moves(to), to)).collect()
    }

    /// The words that are selected between a place and a stand.
    fn selected(&self, anchor: TextSize, to: Stand) -> Option<TextRange> {
        let range = TextRange::new(anchor.min(to.at), anchor.max(to.at));
        match to.is_exact {
            true => self.text.snap_to_characters(range),
            false => self.text.snap_to_words(range),
        }
    }

    /// From where a selection of these words may begin.
    pub fn anchors(&self, range: TextRange) -> Vec<TextSize> {
        let ends = [range.start(), range.end()];
        let is_anchor = |&at: &TextSize| {
            let is_with = |&end: &TextSize| {
                let to = Stand { at: end, is_exact: false };
                self.selected(at, to) == Some(range)
            };
            ends.iter().any(is_with)
        };
        let mut anchors: Vec<TextSize> = self.steps.keys().copied().filter(is_anchor).collect();
        anchors.sort();
        anchors
    }

    /// Goes on from a stand, until somewhere is the goal; there, to all goals
    /// that are as near.
    fn search(
        &self,
        from: Stand,
        extends: bool,
        is_free: bool,
        is_goal: impl Fn(Stand) -> bool,
    ) -> (Ways, Vec<Stand>) {
        let mut found = HashMap::from([(from, (0, None))]);
        let mut goals: Vec<Stand> = Vec::new();
        let mut queue = VecDeque::from([(0, from)]);
        let mut n_least = usize::MAX;
        while let Some((n, here)) = queue.pop_front() {
            if n > n_least {
                break;
            }
            if n > 0 && is_goal(here) {
                n_least = n;
                goals.push(here);
            }
            let Some(steps) = self.steps.get(&here.at) else { continue };
            for (key, &to) in steps.iter().enumerate() {
                let far = KEYS[key].2;
                if n == 0 && !is_free && matches!(far, Far::Word | Far::Character) {
                    continue;
                }
                let is_exact = far == Far::Character || extends && here.is_exact;
                let there = Stand { at: to, is_exact };
                found.entry(there).or_insert_with(|| {
                    queue.push_back((n + 1, there));
                    (n + 1, Some((here, Move { key, extends, to })))
                });
            }
        }
        (Ways { found }, goals)
    }
}

/// Where a key leads.
fn led(text: &Text, at: TextSize, far: Far, forwards: bool) -> TextSize {
    let line = text.block_range(text.block_at(at));
    let edge = if forwards { text.len() } else { TextSize::from(0) };
    match far {
        Far::Word => step(text, at, Unit::Word, forwards),
        Far::Character => step(text, at, Unit::Character, forwards),
        Far::Paragraph => step(text, at, Unit::Paragraph, forwards),
        Far::Line if forwards => line.end(),
        Far::Line => line.start(),
        Far::Text => edge,
        Far::Sentence => {
            let lines = lines_around(text, at);
            let words = text.get(lines).unwrap_or_default();
            let found = sentence(words, at - lines.start(), forwards);
            found.map_or(edge, |found| lines.start() + found.start())
        }
    }
}
