//! The command `verbatim`, run as people run it: on real files, by its exit
//! status, its standard output and its standard error.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at what it did not expect"
)]

mod cases;
mod convert;
mod diff;
mod diff_content;
mod folders;
mod help;
mod lines;
mod memory;
mod pairs;
mod places;
mod stage;
mod stats;
#[path = "../support/mod.rs"]
mod support;
mod validate;
