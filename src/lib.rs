//! Verbatim, an article annotator that runs whole in the browser.

pub mod format;
pub mod model;
pub mod session;
pub mod storage;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod dom;
