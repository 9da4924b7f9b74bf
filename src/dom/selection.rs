//! The browser's selection, as offsets into the article's text and back.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Node, Range, Selection};

use super::position::{BlockPosition, block_position, boundary_point};
use crate::model::offset::{TextRange, TextSize, Utf16Offset};
use crate::model::text::{BlockIdx, Text};

/// The range of the text that is selected, in text order whichever way the
/// hand went. An end outside the article counts as the article's end on that
/// side. `None` if nothing of the article is selected.
pub fn selected_range(article: &Element, text: &Text) -> Option<TextRange> {
    let selection = window_selection()?;
    if selection.is_collapsed() || selection.range_count() == 0 {
        return None;
    }
    let range = selection.get_range_at(0).ok()?;
    if !range.intersects_node(article).ok()? {
        return None;
    }
    let start = boundary(article, text, range.start_container().ok()?, range.start_offset().ok()?);
    let end = boundary(article, text, range.end_container().ok()?, range.end_offset().ok()?);
    let start = start.unwrap_or_default();
    let end = end.unwrap_or(text.len());
    (start < end).then(|| TextRange::new(start, end))
}

/// Where the browser's selection began and where it went, if both lie in the
/// article; the same place where nothing is selected but a caret was set.
pub fn ends(article: &Element, text: &Text) -> Option<(TextSize, TextSize)> {
    let selection = window_selection()?;
    let anchor = boundary(article, text, selection.anchor_node()?, selection.anchor_offset())?;
    let focus = boundary(article, text, selection.focus_node()?, selection.focus_offset())?;
    Some((anchor, focus))
}

/// Selects in the browser from one place to another, either way.
pub fn select(article: &Element, text: &Text, anchor: TextSize, focus: TextSize) {
    let point = |at| boundary_point(article, position(text, at)?, false);
    if let (Some(selection), Some(anchor), Some(focus)) =
        (window_selection(), point(anchor), point(focus))
    {
        // Both points are in the page.
        let _refused = selection.set_base_and_extent(&anchor.0, anchor.1, &focus.0, focus.1);
    }
}

/// Takes the browser's selection away if it lies in the article.
pub fn clear_selection(article: &Element) {
    if let Some(selection) = window_selection()
        && selection.anchor_node().is_some_and(|node| article.contains(Some(&node)))
    {
        // A browser that refuses leaves its own selection as it is.
        let _refused = selection.remove_all_ranges();
    }
}

/// The DOM range of a range of the text.
pub fn dom_range(article: &Element, text: &Text, range: TextRange) -> Option<Range> {
    let (start, start_offset) = boundary_point(article, position(text, range.start())?, false)?;
    let (end, end_offset) = boundary_point(article, position(text, range.end())?, true)?;
    let range = Range::new().ok()?;
    range.set_start(&start, start_offset).ok()?;
    range.set_end(&end, end_offset).ok()?;
    Some(range)
}

#[wasm_bindgen]
extern "C" {
    // `web-sys` has neither of the two without more of the browser.
    type CaretDocument;

    #[wasm_bindgen(method, catch, js_name = caretPositionFromPoint)]
    fn caret_position(this: &CaretDocument, x: i32, y: i32) -> Result<Option<Caret>, JsValue>;

    #[wasm_bindgen(method, catch, js_name = caretRangeFromPoint)]
    fn caret_range(this: &CaretDocument, x: i32, y: i32) -> Result<Option<Range>, JsValue>;

    type Caret;

    #[wasm_bindgen(method, getter, js_name = offsetNode)]
    fn node(this: &Caret) -> Option<Node>;

    #[wasm_bindgen(method, getter)]
    fn offset(this: &Caret) -> u32;
}

/// Where in the text a point of the viewport lies; `None` beside the article.
pub fn offset_at(article: &Element, text: &Text, x: i32, y: i32) -> Option<TextSize> {
    let document = web_sys::window()?.document()?.unchecked_into::<CaretDocument>();
    let (node, offset) = match document.caret_position(x, y) {
        Ok(caret) => caret.and_then(|caret| Some((caret.node()?, caret.offset())))?,
        // Older browsers know only this.
        Err(_) => {
            let range = document.caret_range(x, y).ok()??;
            (range.start_container().ok()?, range.start_offset().ok()?)
        }
    };
    boundary(article, text, node, offset)
}

/// The mark that a place of the text lies in, or the line.
pub fn element_at(article: &Element, text: &Text, at: TextSize) -> Option<Element> {
    let (node, _) = boundary_point(article, position(text, at)?, false)?;
    node.parent_element()
}

/// The annotations of the mark an event hit, innermost first, as the mark
/// lists them.
pub fn annotations_at(target: &web_sys::EventTarget) -> Vec<String> {
    let mark =
        target.dyn_ref::<Element>().and_then(|e| e.closest("mark[data-annotation]").ok().flatten());
    let ids = mark.and_then(|mark| mark.get_attribute("data-annotation")).unwrap_or_default();
    ids.split_ascii_whitespace().map(str::to_owned).collect()
}

fn window_selection() -> Option<Selection> {
    web_sys::window()?.get_selection().ok().flatten()
}

pub(super) fn position(text: &Text, offset: TextSize) -> Option<BlockPosition> {
    let block = text.block_at(offset);
    let map = text.offsets();
    let start = map.utf16_from_byte(text.block_range(block).start())?;
    let offset = map.utf16_from_byte(offset)?;
    Some(BlockPosition { block, offset: Utf16Offset(offset.0 - start.0) })
}

/// The byte offset of a boundary point. One between two surrogates means the
/// start of that character: it is a whole one that the hand was on.
fn boundary(article: &Element, text: &Text, node: Node, offset: u32) -> Option<TextSize> {
    let at = block_position(article, &node, offset)?;
    let map = text.offsets();
    let block = text.block_range(BlockIdx(at.block.0));
    let start = map.utf16_from_byte(block.start())?;
    let offset = start.0 + at.offset.0;
    let byte = map.byte_from_utf16(Utf16Offset(offset));
    let byte = byte.or_else(|| map.byte_from_utf16(Utf16Offset(offset.checked_sub(1)?)))?;
    Some(byte.min(block.end()))
}
