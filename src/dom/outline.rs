//! Outlines the marks of an annotation: by classes of the marks themselves,
//! because a rule of the style sheet that is written anew has WebKit style and
//! lay out the whole page anew.

use std::cell::RefCell;

use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::position::article_element;
use crate::model::id::AnnotationId;

/// Why marks are outlined: where there are two reasons, the later is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outline {
    /// The focused annotation is joined to theirs.
    Joined,
    /// Their annotation is under the pointer, in the text or in the list.
    Hover,
    /// Their annotation is in focus.
    Focus,
    /// A link to their annotation is offered.
    Candidate,
}

/// The class for each reason.
const CLASSES: [&str; 4] = ["joined", "hovered", "focused", "offered"];

thread_local! {
    /// Whose marks are outlined, for each reason.
    static OUTLINED: RefCell<[Vec<AnnotationId>; CLASSES.len()]> = RefCell::default();
}

/// Outlines the marks of these annotations, and no others.
pub fn outline(which: Outline, ids: Vec<AnnotationId>) {
    let class = CLASSES[which as usize];
    let before = OUTLINED
        .with_borrow_mut(|outlined| std::mem::replace(&mut outlined[which as usize], ids.clone()));
    if before != ids {
        // A mark that is both of one that goes and of one that stays stays.
        before.iter().for_each(|&id| set(id, class, false));
        ids.iter().for_each(|&id| set(id, class, true));
    }
}

/// The classes with which the marks of these annotations are drawn.
pub fn classes(ids: &[AnnotationId]) -> String {
    let mut classes = String::new();
    OUTLINED.with_borrow(|outlined| {
        for (class, outlined) in CLASSES.iter().zip(outlined) {
            if ids.iter().any(|id| outlined.contains(id)) {
                classes.push_str(class);
                classes.push(' ');
            }
        }
    });
    classes
}

fn set(id: AnnotationId, class: &str, is_outlined: bool) {
    let marks = article_element().and_then(|article| {
        article.query_selector_all(&format!("[data-annotation~=\"{id}\"]")).ok()
    });
    let marks =
        marks.iter().flat_map(|marks| (0..marks.length()).filter_map(|idx| marks.item(idx)));
    for mark in marks {
        // Without it the card and the list still tell.
        let _untold =
            mark.unchecked_ref::<Element>().class_list().toggle_with_force(class, is_outlined);
    }
}
