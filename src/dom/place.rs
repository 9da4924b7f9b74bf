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
    // By the groups of lines: to ask a line that is left out where it is has
    // its whole group laid out.
    let mut found = first_below(article, top)?;
    while !found.has_attribute("data-block") {
        found = first_below(&found, top)?;
    }
    block_idx(&found)
}

/// The first element of those in it, which follow one another downwards, that
/// ends below `top`, or else the last: found by halving. A group ends lower than
/// its last line does.
fn first_below(parent: &Element, top: f64) -> Option<Element> {
    let all = parent.query_selector_all(":scope > *").ok()?;
    let nth = |idx| all.item(idx)?.dyn_into::<Element>().ok();
    let (mut low, mut high) = (0, all.length());
    while low < high {
        let middle = low + (high - low) / 2;
        if nth(middle)?.get_bounding_client_rect().bottom() <= top {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    nth(low.min(all.length().checked_sub(1)?))
}

/// Brings a line to the top of the view.
pub fn scroll_to_block(article: &Element, block: BlockIdx) {
    if let Some(block) = block_element(article, block) {
        scroll_to(block, ScrollLogicalPosition::Start);
    }
}

/// Scrolls to an element, or to the group of lines around it: WebKit has no place
/// for what is in one that is left out, until a frame after it came into view.
fn scroll_to(mut element: Element, position: ScrollLogicalPosition) {
    while element.get_bounding_client_rect().height() == 0.0
        && let Some(around) = element.parent_element()
    {
        element = around;
    }
    element.scroll_into_view_with_scroll_into_view_options(&options(position));
}

/// In how many frames words are brought into view again. Lines that come into
/// view are laid out only then, group by group, and may push them out again.
const MAX_TRIES: u32 = 8;
/// So many of them a frame counts for that finds them in view: the page is not to
/// hold fast who scrolls on.
const IN_VIEW: u32 = 3;

/// Brings words near the top of the view, however far down their line they are.
pub fn scroll_to_words(article: Element, text: Text, words: TextRange) {
    scroll_to_block(&article, text.block_at(words.start()));
    go_on_to_words(article, text, words, MAX_TRIES);
}

fn go_on_to_words(article: Element, text: Text, words: TextRange, tries: u32) {
    const TOP: f64 = 160.0;
    listen::after_frame(move || {
        let rect = dom_range(&article, &text, words).map(|range| range.get_bounding_client_rect());
        let mut spent = 1;
        match (rect.filter(|rect| rect.height() > 0.0), web_sys::window()) {
            (None, _) => scroll_to_block(&article, text.block_at(words.start())),
            (Some(rect), Some(window)) if !(0.0..2.0 * TOP).contains(&rect.top()) => {
                window.scroll_by_with_x_and_y(0.0, rect.top() - TOP);
            }
            _ => spent = IN_VIEW,
        }
        if tries > spent {
            go_on_to_words(article, text, words, tries - spent);
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
    let mut spent = IN_VIEW;
    if let Some(mark) = first_mark(&article, id).filter(|mark| !is_in_view(mark)) {
        scroll_to(mark, ScrollLogicalPosition::Center);
        spent = 1;
    }
    if tries > spent {
        listen::after_frame(move || bring_into_view(article, id, tries - spent));
    }
}

/// Brings the first mark of an annotation out from under the card that lies
/// over the text on a narrow screen.
pub fn uncover(article: &Element, id: AnnotationId) {
    if let Some(mark) = first_mark(article, id) {
        let rect = mark.get_bounding_client_rect();
        if card_over(rect.left()).is_some_and(|top| rect.bottom() > top && rect.top() < height()) {
            bring_into_view(article.clone(), id, MAX_TRIES);
        }
    }
}

fn first_mark(article: &Element, id: AnnotationId) -> Option<Element> {
    article.query_selector(&format!("mark[data-annotation~=\"{id}\"]")).ok().flatten()
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
