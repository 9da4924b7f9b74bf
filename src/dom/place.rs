//! Where the person is in the article: scrolling, and reading the scroll.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::position::{block_element, block_idx};
use crate::model::id::AnnotationId;
use crate::model::text::BlockIdx;

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

/// Brings the first mark of an annotation into view, if it is not there.
pub fn scroll_to_annotation(article: &Element, id: AnnotationId) {
    let mark = article.query_selector(&format!("mark[data-annotation~=\"{id}\"]"));
    let Some(mark) = mark.ok().flatten() else {
        return;
    };
    let height = web_sys::window()
        .and_then(|window| window.inner_height().ok())
        .and_then(|height| height.as_f64())
        .unwrap_or(0.0);
    let rect = mark.get_bounding_client_rect();
    // A tenth of the height is kept free for what sticks to the edges.
    if rect.top() < height * 0.15 || rect.bottom() > height * 0.85 {
        mark.scroll_into_view_with_scroll_into_view_options(&options(
            ScrollLogicalPosition::Center,
        ));
    }
}

fn options(block: ScrollLogicalPosition) -> ScrollIntoViewOptions {
    let options = ScrollIntoViewOptions::new();
    options.set_block(block);
    options.set_behavior(ScrollBehavior::Instant);
    options
}
