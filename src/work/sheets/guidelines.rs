//! The guidelines, to be read beside the article: those for all, then those of
//! each label and link type. That of the annotation in focus comes first, and
//! is the only one that is open.

use maud::{Markup, html};

use super::markdown::markdown;
use super::scheme::scheme_of;
use super::{Answer, dock};
use crate::model::id::LabelId;
use crate::model::scheme::{Label, RelationType, Scheme};
use crate::work::sheet::Request;

pub fn answer(request: &Request) -> Answer {
    let scheme = scheme_of(&request.records);
    let focused = focused_label(request);
    Ok(vec![dock("Guidelines", sheet(&scheme, focused.as_ref()))].into())
}

/// The label of the annotation in focus.
fn focused_label(request: &Request) -> Option<LabelId> {
    let (document, _) = request.open().ok()?;
    Some(document.annotation(request.focus?)?.label.clone())
}

fn sheet(scheme: &Scheme, focused: Option<&LabelId>) -> Markup {
    let is_first = |label: &&Label| Some(&label.id) == focused;
    let first = scheme.labels.iter().filter(is_first);
    let others = scheme.labels.iter().filter(|label| !is_first(label));
    html! {
        div.guidelines {
            @if !scheme.guidelines.trim().is_empty() {
                div.written dir="auto" { (markdown(&scheme.guidelines)) }
            }
            @for label in first { (of_label(label, true)) }
            @for label in others { (of_label(label, focused.is_none())) }
            @for one in &scheme.relation_types { (of_type(scheme, one, focused.is_none())) }
        }
        div.buttons {
            button #edit type="button" data-act="edit" data-send="everything" { "Edit them" }
        }
    }
}

fn of_label(label: &Label, is_open: bool) -> Markup {
    html! {
        details open[is_open] {
            summary {
                svg.swatch width="14" height="14" aria-hidden="true" {
                    rect width="14" height="14" rx="3" fill=(label.color) {}
                }
                " " span dir="auto" { (label.name) }
                @if let Some(key) = label.key { " " kbd { (key) } }
            }
            (texts(&label.description, &label.guidelines))
        }
    }
}

fn of_type(scheme: &Scheme, one: &RelationType, is_open: bool) -> Markup {
    let names = |ends: &[LabelId]| match ends {
        [] => "any label".to_owned(),
        ends => {
            let names = ends.iter().map(|id| scheme.label_name(id));
            names.collect::<Vec<_>>().join(" or ")
        }
    };
    html! {
        details open[is_open] {
            summary {
                span dir="auto" { (one.name) }
                span.about { " " (names(&one.from)) " → " (names(&one.to)) }
            }
            (texts(&one.description, &one.guidelines))
        }
    }
}

fn texts(description: &str, guidelines: &str) -> Markup {
    html! {
        @if !description.is_empty() { p.about dir="auto" { (description) } }
        @if !guidelines.trim().is_empty() {
            div.written dir="auto" { (markdown(guidelines)) }
        }
        @if description.is_empty() && guidelines.trim().is_empty() {
            p.about { "Nothing is written yet." }
        }
    }
}
