//! Verbatim, an article annotator that runs whole in the browser.

pub mod format;
pub mod model;
pub mod session;
pub mod storage;
