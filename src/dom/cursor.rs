//! Where the reading cursor stands on the screen, and where the rows of text
//! are that it moves over.
//!
//! Unit: pixels of the viewport; offsets are bytes of the text. A place is
//! known by the character behind it, or at the end of a line by the one
//! before it. Lines break in the order of the text whichever way it is
//! written, so a row is found by halving.

use wasm_bindgen::JsCast as _;
use web_sys::{DomRect, Element, HtmlElement};

use super::position::{block_element, point_in};
use super::selection::position;
use crate::model::offset::{TextRange, TextSize};
use crate::model::segmentation::{is_grapheme_boundary, next_boundary, prev_boundary};
use crate::model::text::{BlockIdx, Text};

/// One line of the text, as it is laid out.
pub struct Line<'a> {
    block: Element,
    text: &'a Text,
    /// Where it lies in the text.
    pub range: TextRange,
}

impl<'a> Line<'a> {
    /// The line of a place.
    pub fn at(article: &Element, text: &'a Text, at: TextSize) -> Option<Line<'a>> {
        Line::new(article, text, text.block_at(at))
    }

    fn new(article: &Element, text: &'a Text, block: BlockIdx) -> Option<Line<'a>> {
        let range = text.block_range(block);
        Some(Line { block: block_element(article, block)?, text, range })
    }

    /// Whether the line is written from right to left.
    pub fn is_rtl(&self) -> bool {
        self.block.matches(":dir(rtl)").unwrap_or(false)
    }

    /// The line before or after, if there is one.
    fn neighbour(&self, article: &Element, forwards: bool) -> Option<Line<'a>> {
        let here = self.text.block_at(self.range.start()).0;
        let next = if forwards { here + 1 } else { here.checked_sub(1)? };
        Line::new(article, self.text, Some(BlockIdx(next)).filter(|_| next < self.text.n_blocks())?)
    }

    /// The box of the character at a place; at the end of the line, of the one
    /// before; in an empty line, of the line.
    fn box_at(&self, at: TextSize) -> DomRect {
        let (start, end) = match self.next(at) {
            Some(end) => (at, end),
            None => (self.before(at), at),
        };
        let place = |at, at_end| point_in(&self.block, position(self.text, at)?.offset, at_end);
        let range = || {
            let (start, end) = (place(start, false)?, place(end, true)?);
            let range = web_sys::Range::new().ok()?;
            range.set_start(&start.0, start.1).ok()?;
            range.set_end(&end.0, end.1).ok()?;
            // At the start of a row WebKit gives a first box, of no width, at
            // the end of the row above.
            let boxes = range.get_client_rects()?;
            boxes.item(boxes.length().checked_sub(1)?)
        };
        let found = if start < end { range() } else { None };
        found.unwrap_or_else(|| self.block.get_bounding_client_rect())
    }

    /// How far to the right a place is: at the edge of its character where
    /// reading begins.
    fn x(&self, at: TextSize) -> f64 {
        let here = self.box_at(at);
        // The next character in the row tells which way it goes.
        let next = self.next(at).map(|next| self.box_at(next));
        let goes_left = match next {
            Some(next) if middle(&next) < here.bottom() && next.left() != here.left() => {
                next.left() < here.left()
            }
            _ => self.is_rtl(),
        };
        // A place at the end of the line lies behind its character, if it has one.
        let is_behind = at == self.range.end() && !self.range.is_empty();
        if goes_left != is_behind { here.right() } else { here.left() }
    }

    fn next(&self, at: TextSize) -> Option<TextSize> {
        let words = self.text.as_str().get(..self.range.end().into())?;
        let next = next_boundary(words, at.into(), is_grapheme_boundary)?;
        Some(TextSize::from(next as u32))
    }

    fn before(&self, at: TextSize) -> TextSize {
        let before = prev_boundary(self.text.as_str(), at.into(), is_grapheme_boundary);
        before.map_or(at, |before| TextSize::from(before as u32)).max(self.range.start())
    }

    /// The first place whose character lies below a height; the end of the
    /// line if none does.
    fn first_below(&self, y: f64) -> TextSize {
        let (mut low, mut high) = (self.range.start(), self.range.end());
        while low < high {
            let half = TextSize::from((u32::from(low) + u32::from(high)) / 2);
            let Some(next) = self.next(half) else { break };
            // From inside a character to its start.
            let half = self.before(next);
            if middle(&self.box_at(half)) > y {
                high = half;
            } else {
                low = next;
            }
        }
        low
    }

    /// The row of text that a place lies in.
    fn row(&self, at: TextSize) -> TextRange {
        let here = self.box_at(at);
        let start = self.first_below(here.top());
        TextRange::new(start, self.first_below(here.bottom()).max(start))
    }

    /// The place in a row that is nearest to so far to the right.
    fn nearest(&self, row: TextRange, x: f64) -> TextSize {
        let distance = |at| (self.x(at) - x).abs();
        let (mut nearest, mut at) = (row.start(), row.start());
        let mut least = distance(at);
        while let Some(next) = self.next(at) {
            // The end of a row is the start of the next one.
            if next > row.end() || next == row.end() && next < self.range.end() {
                break;
            }
            at = next;
            let far = distance(at);
            if far < least {
                (nearest, least) = (at, far);
            }
        }
        nearest
    }
}

fn middle(rect: &DomRect) -> f64 {
    (rect.top() + rect.bottom()) / 2.0
}

/// The place in the row below or above, and its row; as far to the right as
/// `x` says, or as `at` is. Returns that too. `None` in the last and first row.
pub fn row_from(
    article: &Element,
    text: &Text,
    at: TextSize,
    forwards: bool,
    x: Option<f64>,
) -> Option<(TextSize, TextRange, f64)> {
    let line = Line::at(article, text, at)?;
    let x = x.unwrap_or_else(|| line.x(at));
    let row = line.row(at);
    let (line, row) = if forwards && row.end() < line.range.end() {
        let row = line.row(row.end());
        (line, row)
    } else if !forwards && row.start() > line.range.start() {
        let row = line.row(line.before(row.start()));
        (line, row)
    } else {
        let line = line.neighbour(article, forwards)?;
        let at = if forwards { line.range.start() } else { line.range.end() };
        let row = line.row(at);
        (line, row)
    };
    Some((line.nearest(row, x), row, x))
}

/// Puts the element that shows the cursor to a place, in whole pixels from the
/// corner of what it lies in; `None` where the place is left out for now.
pub fn show_at(article: &Element, text: &Text, at: TextSize, cursor: &Element) -> Option<()> {
    let line = Line::at(article, text, at)?;
    let (place, frame) = (line.box_at(at), article.get_bounding_client_rect());
    let style = cursor.unchecked_ref::<HtmlElement>().style();
    for (name, value) in [
        ("left", line.x(at) - frame.left()),
        ("top", place.top() - frame.top()),
        // An empty line is as high as it is, a row as its letters are.
        ("height", place.height()),
    ] {
        // What is no length is left out.
        let _refused = style.set_property(name, &format!("{}px", value as i32));
    }
    (place.height() > 0.0).then_some(())
}
