//! The functional core, by topic: tables of drawn cases, and random cases
//! against models so simple that they are plainly right.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod article;
mod document;
mod document_order;
mod drawings;
mod edits;
mod fragments;
mod history;
mod id;
mod intake;
mod movement;
mod names;
mod occurrences;
mod offsets;
mod scheme;
mod scheme_edits;
mod scheme_presets;
mod segmentation;
mod segments;
mod snap;
mod snap_properties;
mod speakers;
mod text;
mod timestamp;
