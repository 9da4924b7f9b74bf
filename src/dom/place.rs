//! Where the person is in the article: scrolling, and reading the scroll.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::listen;
use super::position::{article_element, block_element, block_idx};
use super::selection::dom_range;
use crate::model::id::AnnotationId;
use crate::model::offset::TextRange;
use crate::model::text::{BlockIdx, Text};

/// Where the view begins below what sticks to the top. A little more than the
/// style sheet's scroll-margin: a line brought to the top is the first in view,
/// not the one before it.
pub const TOP: f64 = 152.0;

/// The first line that is in view, below whatever sticks to the top.
pub fn first_visible_block(article: &Element, top: f64) -> Option<BlockIdx> {
    let blocks = article.query_selector_all("p[data-block]").ok()?;
    // Lines follow one another downwards, so the first one in view is found
    // by halving.
    let (mut low, mut high) = (0, blocks.length());
    while low < high {
        let middle = low + (high - low) / 2;
        let block: Element = blocks.item(middle)?.dyn_into().ok()?;
        if block.get_bounding_client_rect().bottom() <= top {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    block_idx(&blocks.item(low)?.dyn_into().ok()?)
}

/// Brings a line to the top of the view.
pub fn scroll_to_block(article: &Element, block: BlockIdx) {
    if let Some(block) = block_element(article, block) {
        block
            .scroll_into_view_with_scroll_into_view_options(&options(ScrollLogicalPosition::Start));
    }
}

/// How often a mark is brought into view again. Lines that come into view are
/// laid out only then, and may push the mark out again.
const MAX_TRIES: u32 = 3;

/// Brings words near the top of the view, however far down their line they are.
pub fn scroll_to_words(article: Element, text: Text, words: TextRange) {
    scroll_to_block(&article, text.block_at(words.start()));
    go_on_to_words(article, text, words, MAX_TRIES);
}

fn go_on_to_words(article: Element, text: Text, words: TextRange, tries: u32) {
    const TOP: f64 = 160.0;
    listen::after_frame(move || {
        let range = dom_range(&article, &text, words);
        let top = range.map_or(TOP, |range| range.get_bounding_client_rect().top());
        if tries > 0 && !(0.0..2.0 * TOP).contains(&top) {
            if let Some(window) = web_sys::window() {
                let y = window.scroll_y().unwrap_or_default();
                window.scroll_to_with_x_and_y(0.0, y + top - TOP);
            }
            go_on_to_words(article, text, words, tries - 1);
        }
    });
}

/// Brings the first mark of an annotation into view, if it is not there.
pub fn scroll_to_annotation(id: AnnotationId) {
    if let Some(article) = article_element() {
        bring_into_view(article, id, MAX_TRIES);
    }
}

/// Brings an element into view by the least scrolling.
pub fn keep_in_view(element: &Element) {
    element
        .scroll_into_view_with_scroll_into_view_options(&options(ScrollLogicalPosition::Nearest));
}

fn bring_into_view(article: Element, id: AnnotationId, tries: u32) {
    let mark = article.query_selector(&format!("mark[data-annotation~=\"{id}\"]"));
    let Some(mark) = mark.ok().flatten().filter(|mark| tries > 0 && !is_in_view(mark)) else {
        return;
    };
    mark.scroll_into_view_with_scroll_into_view_options(&options(ScrollLogicalPosition::Center));
    listen::after_frame(move || bring_into_view(article, id, tries - 1));
}

/// Brings the first mark of an annotation out from under the card that lies
/// over the text on a narrow screen.
pub fn uncover(article: &Element, id: AnnotationId) {
    let mark = article.query_selector(&format!("mark[data-annotation~=\"{id}\"]"));
    if let Some(mark) = mark.ok().flatten() {
        let rect = mark.get_bounding_client_rect();
        if card_over(rect.left()).is_some_and(|top| rect.bottom() > top && rect.top() < height()) {
            bring_into_view(article.clone(), id, MAX_TRIES);
        }
    }
}

/// How far down something at this distance from the left is in view, with what
/// sticks to the bottom out of the way.
pub fn lowest_in_view(left: f64) -> f64 {
    const STATUS_BAR: f64 = 40.0;
    card_over(left).unwrap_or(height() - STATUS_BAR)
}

fn is_in_view(mark: &Element) -> bool {
    let height = height();
    let rect = mark.get_bounding_client_rect();
    // Some of the height is kept free for what sticks to the edges.
    let bottom = card_over(rect.left()).unwrap_or(height).min(height * 0.85);
    rect.top() >= height * 0.15 && rect.bottom() <= bottom
}

/// The height of what is seen of the page.
pub fn height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok());
    height.and_then(|height| height.as_f64()).unwrap_or(0.0)
}

/// Where the card begins that lies over the text on a narrow screen, if it
/// does at this distance from the left.
fn card_over(left: f64) -> Option<f64> {
    let card = web_sys::window()?.document()?.query_selector(".card").ok()??;
    let rect = card.get_bounding_client_rect();
    (rect.height() > 0.0 && rect.left() <= left).then(|| rect.top())
}

fn options(block: ScrollLogicalPosition) -> ScrollIntoViewOptions {
    let options = ScrollIntoViewOptions::new();
    options.set_block(block);
    options.set_behavior(ScrollBehavior::Instant);
    options
}
