//! The names by which Leptos's server functions know the crate of this name, and
//! no more. Verbatim has no server, and its page may ask none.
//!
//! The crate itself exports three classes to JavaScript. What is exported the
//! linker can't leave out, so they would be in the page though nothing calls them.
//! `docs/adr/0012-no-streams.md` has the measurements.
#![cfg(target_arch = "wasm32")]

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A stream of JavaScript, which nothing here can read or make.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

/// What a server function would stop at.
const NONE: &str = "this page is built without streams, which server functions need";

impl ReadableStream {
    /// Wraps a stream of JavaScript.
    pub fn from_raw(raw: web_sys::ReadableStream) -> ReadableStream {
        ReadableStream(raw)
    }

    /// The stream of JavaScript.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Would make a stream of JavaScript.
    ///
    /// # Panics
    /// Always.
    pub fn from_stream<S>(_stream: S) -> ReadableStream
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        panic!("{NONE}")
    }

    /// Would read a stream of JavaScript.
    ///
    /// # Panics
    /// Always.
    pub fn into_stream(self) -> Box<dyn Stream<Item = Result<JsValue, JsValue>> + Unpin> {
        panic!("{NONE}")
    }
}
