//! One open article: what each command does to a drawn document and says, and
//! that any row of commands can be taken back.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod boundaries;
mod fragments;
mod going_back;
mod keys;
mod linking;
mod many;
mod properties;
mod stage;
