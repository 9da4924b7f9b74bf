//! What is asked before an import: what the files are, what their offsets
//! count, and what becomes of labels that the scheme lacks.
//!
//! The answers stand in the form by the id of the format that they are about.
//! Each has a default that is most likely meant.

use std::collections::BTreeSet;
use std::sync::Arc;

use maud::{Markup, html};

use super::arrived::{Arrived, Kind, TEXT};
use super::reading::{Made, Named};
use crate::format::{Balance, CODECS, OffsetUnit, ReadOptions, UnitQuestion, Warnings};
use crate::model::scheme::Scheme;
use crate::work::sheet::Request;

/// At most this many files, and sentences of what does not fit, are shown.
const MAX_SHOWN: usize = 20;

/// So many sentences are shown without being asked for.
const FEW: usize = 3;
/// At most this many labels that are new are asked about.
const MAX_MAPPED: usize = 200;

/// What was answered about a format.
pub fn options_of(request: &Request, id: &str, here: &Arc<Scheme>) -> ReadOptions {
    let mapped = |what: &str| {
        let names = request.fields(&format!("{what}-name:{id}")).collect::<Vec<_>>();
        let onto = request.fields(&format!("{what}-onto:{id}")).collect::<Vec<_>>();
        let pairs = names.into_iter().zip(onto).filter(|(_, onto)| !onto.is_empty());
        pairs.map(|(name, onto)| (name.into(), onto.into())).collect()
    };
    ReadOptions {
        unit: OffsetUnit::from_id(request.field(&format!("unit:{id}"))),
        labels: mapped("label"),
        relation_types: mapped("type"),
        here: Some(Arc::clone(here)),
    }
}

/// Labels and relation types that a scheme lacks.
fn lacking<'a, 'b>(named: &'a [Named], ids: impl Iterator<Item = &'b str>) -> Vec<&'a Named> {
    let ids: BTreeSet<&str> = ids.collect();
    named.iter().filter(|one| !ids.contains(one.id.as_str())).collect()
}

/// The labels of a set that the scheme lacks.
pub fn new_labels<'a>(made: &'a Made, scheme: &Scheme) -> Vec<&'a Named> {
    lacking(&made.labels, scheme.labels.iter().map(|label| label.id.as_str()))
}

/// The relation types of a set that the scheme lacks.
pub fn new_types<'a>(made: &'a Made, scheme: &Scheme) -> Vec<&'a Named> {
    lacking(&made.relation_types, scheme.relation_types.iter().map(|one| one.id.as_str()))
}

/// The sheet that asks.
pub fn sheet(
    request: &Request,
    arrived: &Arrived,
    sets: &[(Kind, Made)],
    scheme: &Scheme,
    pasted: Option<&str>,
) -> Markup {
    let n = |count: &dyn Fn(&Made) -> usize| sets.iter().map(|(_, made)| count(made)).sum();
    let n_articles: usize = n(&|made| made.documents.len());
    let n_annotations: usize =
        n(&|made| made.documents.iter().map(|one| one.n_annotations()).sum());
    let mut warnings = Warnings::up_to(MAX_SHOWN);
    sets.iter().for_each(|(_, made)| warnings.append(made.warnings.clone()));
    let mut balance = Balance::default();
    sets.iter().for_each(|(_, made)| balance.add(made.balance));
    let made_errors = sets.iter().flat_map(|(_, made)| &made.errors);
    let errors: Vec<&String> = arrived.errors.iter().chain(made_errors).collect();
    html! {
        p #found {
            @if n_articles == 0 {
                "Nothing of this can be imported as it is."
            } @else {
                (counted(n_articles, "article")) " with " (counted(n_annotations, "annotation")) "."
            }
        }
        (taken_for(arrived))
        (read_as(request, sets))
        @if arrived.is_unsure {
            p.about {
                "What is in no format that is known here becomes an article as it stands, if it is "
                "not to be read as something else."
            }
        }
        @if !errors.is_empty() {
            ul.report.error #import-errors { @for error in &errors { li { (error) } } }
        }
        @for (kind, made) in sets {
            @let of = if sets.len() > 1 { kind.name() } else { "" };
            @if let Some(question) = &made.question { (unit(kind.id(), of, question)) }
            (mapping("label", kind.id(), of, &new_labels(made, scheme), &labels_of(scheme)))
            (mapping("type", kind.id(), of, &new_types(made, scheme), &types_of(scheme)))
        }
        @if !warnings.is_empty() {
            details.fold open[warnings.n() <= FEW] {
                summary { (counted(warnings.n(), "thing")) " that " (do_not(warnings.n())) " fit" }
                ul.report tabindex="0" aria-label="What does not fit" {
                    @for sentence in warnings.sentences(MAX_SHOWN) { li { (sentence) } }
                }
            }
        }
        @if !balance.is_even() { p.about #balance { (balance) } }
        @let instead = request.field("instead");
        @if !instead.is_empty() { input type="hidden" name="instead" value=(instead); }
        @if let Some(pasted) = pasted {
            input type="hidden" name="pasted" value=(serde_json::Value::from(pasted).to_string());
        }
        div #progress {}
        div.buttons.foot {
            button #leave type="button" data-act="close" { "Cancel" }
            @if n_articles > 0 {
                button.primary #import-go type="submit" data-act="import/go" data-files="last"
                    data-send="everything" autofocus { "Import" }
            }
        }
    }
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

fn do_not(n: usize) -> &'static str {
    if n == 1 { "does not" } else { "do not" }
}

/// What each file was taken for.
fn taken_for(arrived: &Arrived) -> Markup {
    let files =
        || arrived.sets.iter().flat_map(|set| set.files.iter().map(|file| (&*file.name, set.kind)));
    let n_more = files().count().saturating_sub(MAX_SHOWN);
    html! {
        // So long a list scrolls, and keys must reach it.
        @let scrolls = files().count() > 5;
        ul.files #files tabindex=[scrolls.then_some("0")] aria-label="Files" {
            @for (name, kind) in files().take(MAX_SHOWN) {
                li {
                    span dir="auto" { @if name.is_empty() { "The pasted text" } @else { (name) } }
                    " " span.about { (kind.name()) }
                }
            }
            @if n_more > 0 { li { "And " (n_more) " more." } }
        }
    }
}

/// What the files are read as.
fn read_as(request: &Request, sets: &[(Kind, Made)]) -> Markup {
    let mut names: Vec<&str> = Vec::new();
    for (kind, _) in sets {
        if !names.contains(&kind.name()) {
            names.push(kind.name());
        }
    }
    let wanted = request.field("as");
    let looks = match (wanted, names.as_slice()) {
        ("", [_, ..]) => format!("What it looks like: {}", names.join(", ")),
        _ => "What it looks like".into(),
    };
    html! { (formats(wanted, &looks, "import/as")) }
}

/// A choice of what files are read as; without an act it is only a field.
pub fn formats(wanted: &str, looks: &str, act: &str) -> Markup {
    html! {
        label.field {
            "Read as"
            select #read-as name="as" data-change=[Some(act).filter(|act| !act.is_empty())]
                data-files="last" data-send="everything" {
                option value="" selected[wanted.is_empty()] { (looks) }
                option value=(TEXT) selected[wanted == TEXT] { "Plain text" }
                @for format in CODECS.iter().map(|codec| codec.format()).filter(|one| one.is_read) {
                    option value=(format.id) selected[wanted == format.id] { (format.name) }
                }
            }
        }
    }
}

/// What the offsets count: what each answer would mark. Of several that fit
/// alike the one is chosen by which most annotations end where words do.
fn unit(id: &str, of: &str, question: &UnitQuestion) -> Markup {
    let n = question.n_annotations;
    let n_most = question.choices.iter().map(|one| (one.n_fit, one.n_whole)).max();
    let likeliest =
        question.choices.iter().position(|one| Some((one.n_fit, one.n_whole)) == n_most);
    html! {
        fieldset.units {
            legend { "What do the offsets" (of_format(of)) " count?" }
            p.about {
                "The file does not say. By each, the first " b { (question.label) }
                " on which they differ would be:"
            }
            @for (idx, choice) in question.choices.iter().enumerate() {
                label {
                    input #{ "unit-" (idx) } type="radio" name={ "unit:" (id) }
                        value=(choice.unit.id()) checked[Some(idx) == likeliest];
                    span {
                        (capitalised(choice.unit.name()))
                        @match &choice.words {
                            Some(words) => q dir="auto" { (words) },
                            None => span.about { " nothing" },
                        }
                        span.about {
                            (choice.n_fit) " of " (n) " fit, "
                            (choice.n_whole) " begin and end with words"
                        }
                    }
                }
            }
        }
    }
}

/// A label or type of the scheme: its id and its name.
type Known = (String, String);

fn labels_of(scheme: &Scheme) -> Vec<Known> {
    scheme.labels.iter().map(|one| (one.id.to_string(), one.name.clone())).collect()
}

fn types_of(scheme: &Scheme) -> Vec<Known> {
    scheme.relation_types.iter().map(|one| (one.id.to_string(), one.name.clone())).collect()
}

/// Of which format something is asked, if there are several.
fn of_format(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" of {name}") }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What becomes of names that the scheme lacks.
fn mapping(what: &str, id: &str, of: &str, new: &[&Named], known: &[Known]) -> Markup {
    let (legend, noun) = match what {
        "label" => ("Labels that are new here", "annotation"),
        _ => ("Link types that are new here", "link"),
    };
    html! {
        @if !new.is_empty() {
            fieldset.mapping {
                legend { (legend) (of_format(of).replacen(" of", ", of", 1)) }
                @for (idx, one) in new.iter().take(MAX_MAPPED).enumerate() {
                    label {
                        span { b dir="auto" { (one.name) } " " span.about { (counted(one.n, noun)) } }
                        (onto(what, id, idx, one, known))
                    }
                }
                @if new.len() > MAX_MAPPED {
                    p.about { "And " (new.len() - MAX_MAPPED) " more, which are added." }
                }
            }
        }
    }
}

fn onto(what: &str, id: &str, idx: usize, one: &Named, known: &[Known]) -> Markup {
    let alike = known.iter().find(|(id, name)| alike(id, &one.name) || alike(name, &one.name));
    html! {
        input type="hidden" name={ (what) "-name:" (id) } value=(one.name);
        select #{ (what) "-" (idx) "-" (id) } name={ (what) "-onto:" (id) }
            aria-label={ "What becomes of " (one.name) } {
            option value="" selected[alike.is_none()] { "Add it" }
            optgroup label="Read it as" {
                @for (id, name) in known {
                    option value=(id) selected[alike.is_some_and(|(other, _)| other == id)] {
                        (name)
                    }
                }
            }
        }
    }
}

/// Whether two names are the same but for case, and for what parts words.
fn alike(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        name.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let (one, other) = (plain(one), plain(other));
    !one.is_empty() && one == other
}
