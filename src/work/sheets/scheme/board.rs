//! The whole sheet, and what of it can be drawn alone.

use maud::{Markup, html};

use super::super::put;
use super::slug::{slug, slug_of};
use super::{intake, more};
use crate::model::id::LabelId;
use crate::model::scheme::Scheme;
use crate::model::scheme_edit::{Part, SchemeEdit};
use crate::work::Kept;
use crate::work::library_change::{Use, uses};
use crate::work::sheet::{Request, Step};

/// What is to be answered before it is done.
pub enum Ask {
    /// Whether to delete what is in use.
    Delete,
    /// Whether to merge a label in use into this one.
    Merge(LabelId),
}

impl Ask {
    /// What is done then.
    pub fn edit(&self, part: &Part) -> SchemeEdit {
        match (self, part) {
            (Ask::Merge(into), Part::Label(from)) => {
                SchemeEdit::Merge { from: from.clone(), into: into.clone() }
            }
            (_, part) => SchemeEdit::Remove(part.clone()),
        }
    }
}

/// What the sheet is drawn from.
pub struct Board<'a> {
    pub request: &'a Request,
    pub scheme: &'a Scheme,
    uses: (Vec<Use>, Vec<Use>),
    /// What was done.
    pub said: String,
    /// The id of a button that is gone now, if it had the focus.
    pub landing: Option<String>,
    /// The name of a label to be added.
    pub new_label: &'a str,
    /// The name of a link type to be added.
    pub new_type: &'a str,
}

impl<'a> Board<'a> {
    pub fn new(request: &'a Request, scheme: &'a Scheme, records: &Kept) -> Board<'a> {
        Board {
            request,
            scheme,
            uses: uses(records, scheme),
            said: String::new(),
            landing: None,
            new_label: request.field("new-label"),
            new_type: request.field("new-type"),
        }
    }

    /// How much a part is used.
    pub fn use_of(&self, part: &Part) -> Use {
        let (uses, place) = match part {
            Part::Label(id) => (&self.uses.0, self.scheme.label_idx(id)),
            Part::RelationType(id) => {
                let types = &self.scheme.relation_types;
                (&self.uses.1, types.iter().position(|one| one.id == *id))
            }
        };
        place.and_then(|place| uses.get(place)).copied().unwrap_or_default()
    }

    /// Whether all about a part is shown.
    pub fn is_open(&self, part: &Part) -> bool {
        let slug = slug(part);
        self.request.fields("open").any(|open| open == slug)
    }

    /// The sheet.
    pub fn sheet(&self) -> Markup {
        html! {
            // What Enter presses in any field: only names to be added heed it.
            button.visually_hidden type="submit" tabindex="-1" aria-hidden="true" data-act="enter"
                data-send="everything" { "Add" }
            div #scheme_sheet data-send="everything" { (self.body()) }
        }
    }

    /// What is in it.
    pub fn body(&self) -> Markup {
        html! {
            // With the id of what had the focus and is gone, this gets it.
            div.said id=[self.landing.as_ref()] tabindex="-1" {
                p.about #done role="status" dir="auto" { (self.said) }
            }
            div hidden {
                @for (word, words) in WORDS { span #{ "w-" (word) } { (words) } }
            }
            section aria-labelledby="h-labels" {
                h3 #h-labels { "Labels" }
                div.parts #labels {
                    @for label in &self.scheme.labels {
                        (self.whole_row(&Part::Label(label.id.clone())))
                    }
                }
                (adder("new-label", "New label", "add-label", "Add label", self.new_label))
            }
            section aria-labelledby="h-types" {
                h3 #h-types { "Links" }
                div.parts #types {
                    @for one in &self.scheme.relation_types {
                        (self.whole_row(&Part::RelationType(one.id.clone())))
                    }
                }
                (adder("new-type", "New link type", "add-type", "Add link type", self.new_type))
            }
            section aria-labelledby="h-guidelines" {
                h3 #h-guidelines { "Guidelines for all" }
                (more::guidelines(self, "", "h-guidelines", &self.scheme.guidelines, None))
            }
            section aria-labelledby="h-presets" {
                h3 #h-presets { "Ready-made" }
                (intake::presets())
            }
            section aria-labelledby="h-file" {
                h3 #h-file { "As a file" }
                div #import { (intake::picker(None)) }
            }
            div.buttons {
                button.primary type="button" data-act="close" { "Done" }
            }
        }
    }

    fn whole_row(&self, part: &Part) -> Markup {
        html! {
            div #{ "row-" (slug(part)) } role="group" aria-labelledby={ "title-" (slug(part)) } {
                (self.row(part, self.is_open(part), None))
            }
        }
    }

    /// Draws the row of a part anew.
    pub fn put_row(&self, part: &Part, is_open: bool, ask: Option<&Ask>) -> Step {
        put(&format!("row-{}", slug(part)), self.row(part, is_open, ask))
    }

    /// Draws what shows the name of a part, but for the field it is typed into.
    pub fn put_name(&self, part: &Part) -> Vec<Step> {
        let mut steps = vec![put(&format!("title-{}", slug(part)), html! { (self.name_of(part)) })];
        if let Part::RelationType(_) = part {
            return steps;
        }
        for label in &self.scheme.labels {
            let part = Part::Label(label.id.clone());
            if self.is_open(&part) && self.scheme.labels.len() > 1 {
                let choice = more::merge_choice(self, &label.id);
                steps.push(put(&format!("choice-{}", slug(&part)), choice));
            }
        }
        for one in &self.scheme.relation_types {
            let part = Part::RelationType(one.id.clone());
            steps.push(put(&format!("joins-{}", slug(&part)), self.joins(one)));
            if self.is_open(&part) {
                steps.push(put(&format!("ends-{}", slug(&part)), more::ends(self, one)));
            }
        }
        steps
    }

    /// Draws the keys anew that can be chosen, but for one label, whose key was
    /// chosen just now.
    pub fn put_keys_but(&self, except: &LabelId) -> Vec<Step> {
        let others = self.scheme.labels.iter().filter(|label| label.id != *except);
        others.map(|label| put(&format!("keys-{}", slug_of(&label.id)), self.keys(label))).collect()
    }

    /// The name of a part.
    pub fn name_of(&self, part: &Part) -> &str {
        match part {
            Part::Label(id) => self.scheme.label(id).map_or("", |one| &one.name),
            Part::RelationType(id) => self.scheme.relation_type(id).map_or("", |one| &one.name),
        }
    }
}

/// The words that controls are named by, together with the name of their row.
const WORDS: [(&str, &str); 11] = [
    ("color", "Colour of"),
    ("name", "Name of"),
    ("key", "Key of"),
    ("up", "Move up"),
    ("down", "Move down"),
    ("more", "More about"),
    ("description", "Description of"),
    ("guidelines", "Guidelines for"),
    ("into", "Merge into, from"),
    ("merge", "Merge"),
    ("delete", "Delete"),
];

/// A field for a name to be added.
fn adder(name: &str, hint: &str, act: &str, button: &str, value: &str) -> Markup {
    html! {
        div.query {
            input #(name) type="text" name=(name) aria-label=(hint) placeholder=(hint) value=(value)
                aria-describedby={ "error-" (name) } autocomplete="off" dir="auto";
            button #(act) type="button" data-act=(act) { (button) }
        }
        p.error #{ "error-" (name) } role="alert" {}
    }
}
