//! Places in the article's DOM: a node and an offset in it, or a line and a
//! UTF-16 offset in that line.
//!
//! A line (`p[data-block]`) may hold marks, several text nodes and empty
//! comments, so child counts mean nothing; text nodes are walked and their
//! lengths added up.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Node, Text};

use crate::model::offset::Utf16Offset;
use crate::model::text::BlockIdx;

/// A place in the article: a line, and an offset from that line's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockPosition {
    /// The line.
    pub block: BlockIdx,
    /// The offset in it.
    pub offset: Utf16Offset,
}

/// The article's element.
pub fn article_element() -> Option<Element> {
    web_sys::window()?.document()?.query_selector("main article").ok().flatten()
}

/// The line that a boundary point lies in, or next to.
///
/// A point between two lines means the end of the one before; a point before
/// the first line its start, one after the last line its end. `None` if the
/// point lies outside the article.
pub fn block_position(article: &Element, node: &Node, offset: u32) -> Option<BlockPosition> {
    if !article.contains(Some(node)) {
        return None;
    }
    if let Some(block) = enclosing_block(node) {
        let idx = block_idx(&block)?;
        let offset = text_len_before(&block, node, offset);
        return Some(BlockPosition { block: idx, offset: Utf16Offset(offset) });
    }
    // The point lies between lines: after the last line before it, in this
    // group of lines or in one before.
    let (mut node, mut before) = (node.clone(), node.child_nodes().item(offset.wrapping_sub(1)));
    loop {
        while let Some(sibling) = before {
            if let Some(block) = sibling.dyn_ref().and_then(last_block_in) {
                let offset = text_len(&block);
                return Some(BlockPosition {
                    block: block_idx(&block)?,
                    offset: Utf16Offset(offset),
                });
            }
            before = sibling.previous_sibling();
        }
        if node.is_same_node(Some(article)) {
            return Some(BlockPosition { block: BlockIdx(0), offset: Utf16Offset(0) });
        }
        before = node.previous_sibling();
        node = node.parent_node()?;
    }
}

/// The boundary point of a place: the text node that holds it, and the offset
/// in that. At a seam between two text nodes, `at_end` chooses the end of the
/// earlier one, else it is the start of the later one.
pub fn boundary_point(article: &Element, at: BlockPosition, at_end: bool) -> Option<(Node, u32)> {
    point_in(&block_element(article, at.block)?, at.offset, at_end)
}

/// The same, in a line's element.
pub fn point_in(block: &Element, offset: Utf16Offset, at_end: bool) -> Option<(Node, u32)> {
    let mut rest = offset.0;
    let mut last = None;
    for text in text_nodes(block) {
        let len = text.length();
        if rest < len || (at_end && rest == len && len > 0) {
            return Some((text.into(), rest));
        }
        rest -= len;
        last = Some((text.into(), len));
    }
    // The end of the line, or an empty line.
    if rest == 0 { last.or_else(|| Some((block.clone().into(), 0))) } else { None }
}

/// The element of a line.
pub fn block_element(article: &Element, block: BlockIdx) -> Option<Element> {
    article.query_selector(&format!("p[data-block=\"{}\"]", block.0)).ok().flatten()
}

fn enclosing_block(node: &Node) -> Option<Element> {
    let element = match node.dyn_ref::<Element>() {
        Some(element) => element.clone(),
        None => node.parent_element()?,
    };
    element.closest("p[data-block]").ok().flatten()
}

/// The number of a line's element.
pub fn block_idx(block: &Element) -> Option<BlockIdx> {
    block.get_attribute("data-block")?.parse().ok().map(BlockIdx)
}

fn last_block_in(element: &Element) -> Option<Element> {
    if element.matches("p[data-block]").unwrap_or(false) {
        return Some(element.clone());
    }
    let blocks = element.query_selector_all("p[data-block]").ok()?;
    blocks.item(blocks.length().checked_sub(1)?)?.dyn_into().ok()
}

fn text_len(block: &Element) -> u32 {
    text_nodes(block).iter().map(|text| text.length()).sum()
}

/// How much text of the block lies before a boundary point in it.
fn text_len_before(block: &Element, node: &Node, offset: u32) -> u32 {
    let mut len = 0;
    if let Some(text) = node.dyn_ref::<Text>() {
        for before in text_nodes(block) {
            if before.is_same_node(Some(text)) {
                return len + offset.min(before.length());
            }
            len += before.length();
        }
        return len;
    }
    // An element: everything before its child number `offset`.
    let child = node.child_nodes().item(offset);
    for text in text_nodes(block) {
        let is_before = match &child {
            // Not the child itself, nor in it, nor after it.
            Some(child) => precedes(&text, child),
            None => precedes(&text, node) || node.contains(Some(&text)),
        };
        if is_before {
            len += text.length();
        }
    }
    len
}

fn precedes(text: &Text, node: &Node) -> bool {
    let position = node.compare_document_position(text);
    position & Node::DOCUMENT_POSITION_PRECEDING != 0
        && position & Node::DOCUMENT_POSITION_CONTAINS == 0
}

fn text_nodes(block: &Element) -> Vec<Text> {
    fn walk(node: &Node, found: &mut Vec<Text>) {
        let mut child = node.first_child();
        while let Some(node) = child {
            match node.dyn_ref::<Text>() {
                Some(text) => found.push(text.clone()),
                None => walk(&node, found),
            }
            child = node.next_sibling();
        }
    }
    let mut found = Vec::new();
    walk(block, &mut found);
    found
}
