//! Shows a range of the text by the CSS Custom Highlight API: the snapped
//! range before it is committed, and the end that keys move. It leaves the DOM
//! alone, so the selection under it lives.
//!
//! In a browser without the API the range is still named in the toolbar.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Range};

use super::selection::dom_range;
use crate::model::offset::TextRange;
use crate::model::text::Text;

/// What is shown, by the name that the style sheet knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The snapped selection, `::highlight(snapped)`.
    Snapped,
    /// The character at the end that keys move, `::highlight(end)`.
    End,
    /// The words that a search is at, `::highlight(found)`.
    Found,
}

impl Shown {
    fn name(self) -> &'static str {
        match self {
            Shown::Snapped => "snapped",
            Shown::End => "end",
            Shown::Found => "found",
        }
    }
}

#[wasm_bindgen]
extern "C" {
    // `web-sys` counts these two as unstable.
    type Highlight;

    #[wasm_bindgen(constructor, catch)]
    fn new(range: &Range) -> Result<Highlight, JsValue>;

    type Registry;

    #[wasm_bindgen(method)]
    fn set(this: &Registry, name: &str, highlight: &Highlight);

    #[wasm_bindgen(method)]
    fn delete(this: &Registry, name: &str) -> bool;
}

/// Shows a range, or nothing.
pub fn show(what: Shown, article: &Element, text: &Text, range: Option<TextRange>) {
    let Some(registry) = registry() else {
        return;
    };
    let highlight = range
        .and_then(|range| dom_range(article, text, range))
        .and_then(|range| Highlight::new(&range).ok());
    match highlight {
        Some(highlight) => registry.set(what.name(), &highlight),
        None => {
            registry.delete(what.name());
        }
    }
}

fn registry() -> Option<Registry> {
    let css = js_sys::Reflect::get(&js_sys::global(), &JsValue::from("CSS")).ok()?;
    let registry = js_sys::Reflect::get(&css, &JsValue::from("highlights")).ok()?;
    registry.is_object().then(|| registry.unchecked_into())
}
