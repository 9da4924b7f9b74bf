//! Outlines the marks of an annotation by one rule of the style sheet, so that
//! no mark has to know whether it is the focused one.

use std::cell::RefCell;

use wasm_bindgen::JsCast as _;
use web_sys::CssStyleSheet;

use crate::model::id::AnnotationId;

/// Which of the rules, in the order in which they end the style sheet: where
/// two outline one mark, the later one is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outline {
    /// Those that the focused one is joined to.
    Joined,
    /// The one under the pointer, in the text or in the list.
    Hover,
    /// The focused annotation.
    Focus,
    /// The one that a link is offered to.
    Candidate,
}

/// How many rules there are.
const N_RULES: u32 = 4;

/// What an annotation's marks have before its id in a class.
pub const CLASS: &str = "a";

/// Outlines the marks of these annotations, and no others.
pub fn outline(which: Outline, ids: &[AnnotationId]) {
    // An element that there is none of.
    let mut selector = String::from("_");
    for id in ids {
        selector.push_str(",.");
        selector.push_str(CLASS);
        selector.push_str(&id.to_string());
    }
    let idx = which as usize;
    if WRITTEN.with_borrow(|written| written[idx] != selector) {
        // Without the rule the card and the list still tell.
        let _untold = write(which, &selector);
        WRITTEN.with_borrow_mut(|written| written[idx] = selector);
    }
}

thread_local! {
    /// The selectors as they were written last.
    static WRITTEN: RefCell<[String; N_RULES as usize]> = RefCell::default();
}

/// Puts a rule with this selector in the place of the one in the first linked
/// style sheet. A new rule with nothing but classes, because Firefox styles every
/// element of the page anew where a rule gets another selector.
fn write(which: Outline, selector: &str) -> Option<()> {
    let sheet: CssStyleSheet =
        web_sys::window()?.document()?.style_sheets().item(0)?.dyn_into().ok()?;
    let rules = sheet.css_rules().ok()?;
    let idx = (rules.length() + which as u32).checked_sub(N_RULES)?;
    let old = rules.item(idx)?.css_text();
    let body = &old[old.find('{')?..];
    sheet.insert_rule_with_index(&format!("{selector}{body}"), idx).ok()?;
    sheet.delete_rule(idx + 1).ok()
}
