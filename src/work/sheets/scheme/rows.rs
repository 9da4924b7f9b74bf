//! A row for each label and link type.

use maud::{Markup, html};

use super::board::{Ask, Board};
use super::page_keys;
use super::slug::slug;
use crate::model::scheme::{Label, RelationType};
use crate::model::scheme_edit::{MAX_NAME_CHARS, Part, SchemeEdit};
use crate::work::library_change::Use;

impl Board<'_> {
    /// A part: what is always shown of it, and more if it is open.
    pub fn row(&self, part: &Part, is_open: bool, ask: Option<&Ask>) -> Markup {
        let slug = slug(part);
        let (label, relation_type) = match part {
            Part::Label(id) => (self.scheme.label(id), None),
            Part::RelationType(id) => (None, self.scheme.relation_type(id)),
        };
        html! {
            span.visually_hidden #{ "title-" (slug) } { (self.name_of(part)) }
            div.part {
                @if let Some(label) = label { (color(label, &slug)) }
                (self.name_field(part, &slug))
                @if let Some(label) = label { span #{ "keys-" (slug) } { (self.keys(label)) } }
                (self.mover(part, &slug, "up", "↑"))
                (self.mover(part, &slug, "down", "↓"))
            }
            p.error #{ "error-" (slug) } role="alert" {}
            p.about {
                @if let Some(one) = relation_type {
                    span #{ "joins-" (slug) } { (self.joins(one)) } ". "
                }
                (counted(part, self.use_of(part))) ". "
                button.link #{ "more-" (slug) } type="button" data-act={ "more:" (slug) }
                    aria-expanded=(is_open) aria-labelledby={ "w-more title-" (slug) } {
                    (if is_open { "Less" } else { "More" })
                }
            }
            @if is_open { (self.more(part, &slug, ask)) }
        }
    }

    fn name_field(&self, part: &Part, slug: &str) -> Markup {
        let edit = |name| SchemeEdit::Rename(part.clone(), name);
        let field = format!("name-{slug}");
        let (value, why) = self.typed(&field, self.name_of(part), &edit);
        html! {
            span.name {
                input #(field) type="text" name=(field) value=(value) data-change={ "name:" (slug) }
                    aria-labelledby={ "w-name title-" (slug) } aria-describedby={ "error-" (field) }
                    title={ "1 to " (MAX_NAME_CHARS) " characters" } autocomplete="off" dir="auto";
                p.error #{ "error-" (field) } role="alert" { (why) }
            }
        }
    }

    /// What stands in a text field that is drawn anew: what is kept, or what
    /// was typed and can't be kept, and why.
    pub fn typed(
        &self,
        field: &str,
        kept: &str,
        edit: &dyn Fn(String) -> SchemeEdit,
    ) -> (String, String) {
        let there = self.request.fields(field).next();
        if let Some(there) = there.filter(|there| *there != kept)
            && let Err(why) = self.scheme.edited(&edit(there.to_owned()), &self.used())
        {
            return (there.to_owned(), super::sentence(&why.to_string()));
        }
        (kept.to_owned(), String::new())
    }

    /// What the page uses a key for.
    fn used(&self) -> impl Fn(char) -> Option<String> + use<> {
        page_keys::used(&self.request.records)
    }

    /// The keys that a label may have.
    pub fn keys(&self, label: &Label) -> Markup {
        let slug = slug(&Part::Label(label.id.clone()));
        let used = self.used();
        let is_free = |key: &char| {
            let owner = self.scheme.label_of_key(*key);
            owner.is_none_or(|owner| owner.id == label.id) && used(*key).is_none()
        };
        let has = |key: char| label.key == Some(key);
        // A key that the page uses by now is still the label's.
        let own = label.key.filter(|&key| used(key).is_some());
        html! {
            select #{ "key-" (slug) } name={ "key-" (slug) } data-change={ "key:" (slug) }
                aria-labelledby={ "w-key title-" (slug) } title="Key"
                aria-describedby={ "error-key-" (slug) } {
                option value="" selected[label.key.is_none()] aria-label="no key" { "–" }
                @for key in ('1'..='9').chain('a'..='z').filter(is_free).chain(own) {
                    option value=(key) selected[has(key)] { (key) }
                }
            }
            p.error #{ "error-key-" (slug) } role="alert" {}
        }
    }

    /// A button that moves a part; it stays where the focus is, so that it can
    /// be pressed again.
    fn mover(&self, part: &Part, slug: &str, way: &str, sign: &str) -> Markup {
        let (place, n) = match part {
            Part::Label(id) => (self.scheme.label_idx(id), self.scheme.labels.len()),
            Part::RelationType(id) => {
                let types = &self.scheme.relation_types;
                (types.iter().position(|one| one.id == *id), types.len())
            }
        };
        let is_at_end = place == Some(if way == "up" { 0 } else { n.saturating_sub(1) });
        html! {
            button #{ (way) "-" (slug) } type="button" data-act={ (way) ":" (slug) }
                aria-labelledby={ "w-" (way) " title-" (slug) } aria-disabled=(is_at_end) { (sign) }
        }
    }

    /// What a link type joins, in words.
    pub fn joins(&self, one: &RelationType) -> Markup {
        let names = |ends: &[crate::model::id::LabelId]| match ends {
            [] => "any label".to_owned(),
            ends => {
                let names = ends.iter().map(|id| self.scheme.label_name(id));
                names.collect::<Vec<_>>().join(" or ")
            }
        };
        html! { span dir="auto" { (names(&one.from)) } " → " span dir="auto" { (names(&one.to)) } }
    }
}

fn color(label: &Label, slug: &str) -> Markup {
    // A field for colours takes the long form only.
    let short = label.color.strip_prefix('#').filter(|digits| digits.chars().count() == 3);
    let color = match short {
        Some(digits) => digits.chars().fold("#".to_owned(), |long, c| format!("{long}{c}{c}")),
        None => label.color.clone(),
    };
    html! {
        input #{ "color-" (slug) } type="color" name={ "color-" (slug) } value=(color)
            data-change={ "color:" (slug) } aria-labelledby={ "w-color title-" (slug) }
            title="Colour" aria-describedby={ "error-color-" (slug) };
        p.error #{ "error-color-" (slug) } role="alert" {}
    }
}

/// How often a part is used, in words.
pub fn counted(part: &Part, Use { n, n_articles }: Use) -> String {
    let noun = match part {
        Part::Label(_) => "annotation",
        Part::RelationType(_) => "link",
    };
    let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    match n {
        0 => "Not used".into(),
        _ => format!("{} in {}", counted(n, noun), counted(n_articles, "article")),
    }
}
