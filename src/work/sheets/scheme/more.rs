//! What is shown of a label or link type once it is open: description,
//! guidelines, what it joins, and how it goes.

use maud::{Markup, html};

use super::board::{Ask, Board};
use super::rows::counted;
use super::slug::{slug, slug_of};
use crate::model::id::LabelId;
use crate::model::scheme::RelationType;
use crate::model::scheme_edit::{Part, SchemeEdit};

impl Board<'_> {
    /// All about a part.
    pub fn more(&self, part: &Part, slug: &str, ask: Option<&Ask>) -> Markup {
        let (description, text) = match part {
            Part::Label(id) => self.scheme.label(id).map(|o| (&*o.description, &*o.guidelines)),
            Part::RelationType(id) => {
                self.scheme.relation_type(id).map(|o| (&*o.description, &*o.guidelines))
            }
        }
        .unwrap_or_default();
        let relation_type = match part {
            Part::RelationType(id) => self.scheme.relation_type(id),
            Part::Label(_) => None,
        };
        html! {
            div.more {
                input type="hidden" name="open" value=(slug);
                @if let Some(one) = relation_type {
                    div #{ "ends-" (slug) } { (ends(self, one)) }
                }
                (self.description(part, slug, description))
                label.field {
                    span { "Guidelines" }
                    (guidelines(self, slug, &format!("w-guidelines title-{slug}"), text, Some(part)))
                }
                @match ask {
                    Some(ask) => (self.question(part, slug, ask)),
                    None => (self.ways_out(part, slug)),
                }
            }
        }
    }

    fn description(&self, part: &Part, slug: &str, kept: &str) -> Markup {
        let field = format!("description-{slug}");
        let edit = |text| SchemeEdit::Describe(part.clone(), text);
        let (value, why) = self.typed(&field, kept, &edit);
        html! {
            label.field {
                span { "Description" }
                textarea #(field) name=(field) rows="2" dir="auto"
                    data-change={ "description:" (slug) }
                    aria-labelledby={ "w-description title-" (slug) }
                    aria-describedby={ "error-" (field) } {
                    "\n" (value)
                }
            }
            p.error #{ "error-" (field) } role="alert" { (why) }
        }
    }

    /// Merge and delete.
    fn ways_out(&self, part: &Part, slug: &str) -> Markup {
        html! {
            @if let Part::Label(id) = part && self.scheme.labels.len() > 1 {
                div.query {
                    span.choice #{ "choice-" (slug) } { (merge_choice(self, id)) }
                    button #{ "merge-" (slug) } type="button" data-act={ "ask-merge:" (slug) }
                        aria-labelledby={ "w-merge title-" (slug) } { "Merge" }
                }
                p.error #{ "error-merge-" (slug) } role="alert" {}
            }
            div.options {
                button.danger #{ "delete-" (slug) } type="button" data-act={ "ask-delete:" (slug) }
                    aria-labelledby={ "w-delete title-" (slug) } { "Delete" }
            }
        }
    }

    /// Asks before what is in use goes. The button that says no has the id of
    /// the one that was pressed, and so the focus; the one that says yes has
    /// that of what says what was done.
    fn question(&self, part: &Part, slug: &str, ask: &Ask) -> Markup {
        let name = self.name_of(part);
        let used = counted(part, self.use_of(part));
        let (act, yes, pressed) = match ask {
            Ask::Delete => ("delete", format!("Delete {name}"), "delete"),
            Ask::Merge(_) => ("merge", format!("Merge {name}"), "merge"),
        };
        html! {
            div.ask {
                p role="alert" {
                    @match (ask, part) {
                        (Ask::Merge(into), _) => {
                            "Merge “" (name) "” into “" (self.scheme.label_name(into)) "”? "
                            (used) " change their label. "
                        }
                        (_, Part::Label(_)) => {
                            "Delete “" (name) "”? It goes with " (used) ", and their links. "
                        }
                        _ => { "Delete “" (name) "”? It goes with " (used) ". " }
                    }
                    "Undo brings them back."
                }
                @if let Ask::Merge(into) = ask {
                    input type="hidden" name={ "into-" (slug) } value=(slug_of(into));
                }
                div.options {
                    button #{ (pressed) "-" (slug) } type="button" data-act={ "keep:" (slug) } {
                        "Keep " (name)
                    }
                    button.danger #{ "yes-" (slug) } type="button" data-act={ (act) ":" (slug) } {
                        (yes)
                    }
                }
            }
        }
    }
}

/// The labels that a label can be merged into.
pub fn merge_choice(board: &Board<'_>, from: &LabelId) -> Markup {
    let slug = slug_of(from);
    let chosen = board.request.field(&format!("into-{slug}"));
    html! {
        select #{ "into-" (slug) } name={ "into-" (slug) } aria-labelledby={ "w-into title-" (slug) }
            aria-describedby={ "error-merge-" (slug) } {
            option value="" { "Merge into …" }
            @for label in board.scheme.labels.iter().filter(|label| label.id != *from) {
                option value=(slug_of(&label.id)) selected[slug_of(&label.id) == chosen] {
                    (label.name)
                }
            }
        }
    }
}

/// The labels that a link type may join.
pub fn ends(board: &Board<'_>, one: &RelationType) -> Markup {
    let slug = slug(&Part::RelationType(one.id.clone()));
    let boxes = |end: &str, legend: &str, checked: &[LabelId]| {
        html! {
            fieldset {
                legend { (legend) }
                div.options {
                    @for label in &board.scheme.labels {
                        label dir="auto" {
                            input #{ (end) "-" (slug) "-" (slug_of(&label.id)) } type="checkbox"
                                name={ (end) "-" (slug) } value=(slug_of(&label.id))
                                checked[checked.contains(&label.id)] data-change={ "ends:" (slug) };
                            " " (label.name)
                        }
                    }
                }
            }
        }
    };
    html! {
        (boxes("from", "From (any label, if none is checked)", &one.from))
        (boxes("to", "To (any label, if none is checked)", &one.to))
        p.error #{ "error-ends-" (slug) } role="alert" {}
    }
}

/// The guidelines of a part, or of all, as they are written.
pub fn guidelines(
    board: &Board<'_>,
    slug: &str,
    named_by: &str,
    kept: &str,
    part: Option<&Part>,
) -> Markup {
    let field = format!("guidelines-{slug}");
    let edit = |text: String| SchemeEdit::SetGuidelines(part.cloned(), text);
    let (value, why) = board.typed(&field, kept, &edit);
    html! {
        textarea #(field) name=(field) rows="4" data-change={ "guidelines:" (slug) } dir="auto"
            aria-labelledby=(named_by) aria-describedby={ "error-" (field) }
            placeholder="Markdown: **bold**, - list, > example" {
            // The first line end is not part of what is written.
            "\n" (value)
        }
        p.error #{ "error-" (field) } role="alert" { (why) }
    }
}
