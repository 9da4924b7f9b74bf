//! Outlines the marks of one annotation by one rule of the style sheet, so
//! that no mark has to know whether it is the focused one.

use wasm_bindgen::JsCast as _;
use web_sys::CssStyleSheet;

use crate::model::id::AnnotationId;

/// Which of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outline {
    /// The focused annotation.
    Focus,
    /// The one under the pointer, in the text or in the list.
    Hover,
    /// The one that a link is offered to.
    Candidate,
}

/// Outlines an annotation's marks, and no others; `None` outlines none.
pub fn outline(which: Outline, id: Option<AnnotationId>) {
    let Some(sheet) = own_sheet() else {
        return;
    };
    let class = match which {
        Outline::Focus => "focused",
        Outline::Hover => "hovered",
        Outline::Candidate => "candidate",
    };
    let property = format!("--outline-{class}");
    remove_rule(&sheet, &property);
    if let Some(id) = id {
        let rule = format!(
            "mark[data-annotation~=\"{id}\"] {{ {property}: 1; outline: var(--outline-of-{class}); }}"
        );
        let end = sheet.css_rules().map(|rules| rules.length()).unwrap_or(0);
        // Without the rule the card and the list still tell.
        let _refused = sheet.insert_rule_with_index(&rule, end);
    }
}

fn remove_rule(sheet: &CssStyleSheet, property: &str) {
    let Ok(rules) = sheet.css_rules() else {
        return;
    };
    // These rules are the last ones.
    for idx in (0..rules.length()).rev().take(3) {
        let is_it = rules
            .item(idx)
            .and_then(|rule| rule.dyn_into::<web_sys::CssStyleRule>().ok())
            .is_some_and(|rule| {
                rule.style().get_property_value(property).is_ok_and(|value| !value.is_empty())
            });
        if is_it {
            // The index was just counted.
            let _refused = sheet.delete_rule(idx);
        }
    }
}

/// The first linked style sheet.
fn own_sheet() -> Option<CssStyleSheet> {
    web_sys::window()?.document()?.style_sheets().item(0)?.dyn_into().ok()
}
