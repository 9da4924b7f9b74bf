//! The functional core: an article's immutable text, what is marked in it,
//! and the edits that change the marks.
//!
//! Unit: every offset in this room is a UTF-8 byte offset into the article's
//! text ([`TextSize`](offset::TextSize), [`TextRange`](offset::TextRange)),
//! always on a character boundary. [`offset`] converts to the other units.
//!
//! Invariants: nothing here does input or output, reads a clock, or fails on
//! valid input. Whatever enters from outside passes one of the checked
//! constructors ([`text::Text::from_original`], [`fragments::Fragments::new`],
//! [`document::Document::apply`]).

pub mod annotation;
pub mod article;
pub mod document;
pub mod edit;
pub mod extra;
pub mod fragments;
pub mod history;
pub mod id;
pub mod intake;
pub mod movement;
pub mod names;
pub mod occurrences;
pub mod offset;
mod order;
mod places;
pub mod reshape;
pub mod scheme;
pub mod scheme_edit;
pub mod scheme_presets;
pub mod segment;
pub mod segmentation;
pub mod snap;
pub mod sorted;
pub mod speakers;
pub mod text;
pub mod timestamp;
pub mod tokens;
