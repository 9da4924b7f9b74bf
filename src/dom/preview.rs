//! Shows the snapped range before it is committed, by the CSS Custom
//! Highlight API: it leaves the DOM alone, so the selection under it lives.
//!
//! In a browser without the API the range is still named in the toolbar.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Range};

use super::selection::dom_range;
use crate::model::offset::TextRange;
use crate::model::text::Text;

/// The name that the style sheet knows: `::highlight(snapped)`.
const NAME: &str = "snapped";

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
pub fn show(article: &Element, text: &Text, range: Option<TextRange>) {
    let Some(registry) = registry() else {
        return;
    };
    let highlight = range
        .and_then(|range| dom_range(article, text, range))
        .and_then(|range| Highlight::new(&range).ok());
    match highlight {
        Some(highlight) => registry.set(NAME, &highlight),
        None => {
            registry.delete(NAME);
        }
    }
}

fn registry() -> Option<Registry> {
    let css = js_sys::Reflect::get(&js_sys::global(), &JsValue::from("CSS")).ok()?;
    let registry = js_sys::Reflect::get(&css, &JsValue::from("highlights")).ok()?;
    registry.is_object().then(|| registry.unchecked_into())
}
