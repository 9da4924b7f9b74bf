//! Where a stretch of the text starts and ends on the page.
//!
//! Unit: whole pixels of the page's layout, from the upper left corner of the
//! article, so that scrolling changes nothing.

use web_sys::Element;

use super::position::block_element;
use super::selection::dom_range;
use crate::model::fragments::Side;
use crate::model::offset::TextRange;
use crate::model::segmentation::{is_grapheme_boundary, next_boundary, prev_boundary};
use crate::model::text::Text;

/// An end of a stretch of the text, as an upright line beside a character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// How far from the left.
    pub x: i32,
    /// Where the character begins.
    pub top: i32,
    /// Where it ends.
    pub bottom: i32,
}

/// Where an end of a range stands; `None` if it is not drawn.
pub fn edge(article: &Element, text: &Text, range: TextRange, side: Side) -> Option<Edge> {
    let character = character_at(text, range, side)?;
    let rect = dom_range(article, text, character)?.get_bounding_client_rect();
    let frame = article.get_bounding_client_rect();
    let block = block_element(article, text.block_at(character.start()))?;
    // A browser that does not know the selector has the usual direction.
    let is_rtl = block.matches(":dir(rtl)").unwrap_or(false);
    let x = if (side == Side::Start) == is_rtl { rect.right() } else { rect.left() };
    Some(Edge {
        x: (x - frame.left()) as i32,
        top: (rect.top() - frame.top()) as i32,
        bottom: (rect.bottom() - frame.top()) as i32,
    })
}

/// The first character of a range, or its last.
pub fn character_at(text: &Text, range: TextRange, side: Side) -> Option<TextRange> {
    let text = text.as_str();
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let inner = match side {
        Side::Start => (start, next_boundary(text, start, is_grapheme_boundary)?),
        Side::End => (prev_boundary(text, end, is_grapheme_boundary)?, end),
    };
    Some(TextRange::new((inner.0 as u32).into(), (inner.1 as u32).into()))
}
