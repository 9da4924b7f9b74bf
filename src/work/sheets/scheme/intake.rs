//! Schemes that come in, from presets and files, and the file that goes out.

use maud::{Markup, html};

use crate::format::Warnings;
use crate::format::native::{scheme_from_file, scheme_to_file};
use crate::model::scheme::Scheme;
use crate::model::scheme_presets::{PRESETS, preset};
use crate::work::sheet::{Request, Step, Steps};

/// The name of the file that goes out.
const FILE_NAME: &str = "verbatim-scheme.json";

/// The name of a file that comes in, which the sheet is not told.
const THE_FILE: &str = "";

/// So many warnings are shown.
const MAX_SHOWN: usize = 20;

/// The scheme as a file.
pub fn file(scheme: &Scheme) -> Steps {
    let media_type = "application/json".into();
    Steps {
        steps: vec![
            Step::Download { name: FILE_NAME.into(), media_type },
            Step::Tell(format!("Exported {FILE_NAME}")),
        ],
        bytes: scheme_to_file(scheme),
        ..Steps::default()
    }
}

/// The preset with this name for programs.
pub fn preset_of(id: &str) -> Result<Scheme, String> {
    let found = preset(id).ok_or_else(|| format!("There is no ready-made scheme “{id}”."))?;
    Ok((found.scheme)())
}

/// The scheme in the file that was picked before.
pub fn kept_file(request: &Request) -> Result<Scheme, String> {
    let text = request.field("scheme-file");
    let read = scheme_from_file(THE_FILE, text.as_bytes());
    read.map(|(scheme, _)| scheme).map_err(|error| error.to_string())
}

/// The presets.
pub fn presets() -> Markup {
    html! {
        ul.parts {
            @for preset in &PRESETS {
                li {
                    p { b #{ "title-preset-" (preset.id) } { (preset.name) } " " (preset.description) }
                    (choice(
                        &format!("preset-add:{}", preset.id),
                        &format!("preset-replace:{}", preset.id),
                        &format!("title-preset-{}", preset.id),
                    ))
                    p.error #{ "error-preset-" (preset.id) } role="alert" {}
                }
            }
        }
    }
}

/// Add, or replace.
fn choice(add: &str, replace: &str, of: &str) -> Markup {
    let id = |act: &str| act.replace(':', "-");
    html! {
        div.options {
            button #(id(add)) type="button" data-act=(add) aria-describedby=(of) {
                "Add what is lacking"
            }
            button #(id(replace)) type="button" data-act=(replace) aria-describedby=(of) {
                "Replace the scheme"
            }
        }
    }
}

/// Export and import, and why the last file did not fit.
pub fn picker(why: Option<&str>) -> Markup {
    html! {
        div.options {
            button #export-scheme type="button" data-act="export" { "Export the scheme" }
            label.button #import-scheme-label {
                "Import a scheme "
                input.visually_hidden #import-scheme type="file" accept=".json,application/json"
                    aria-label="Import a scheme" aria-describedby="error-import"
                    data-change="import";
            }
        }
        p.error #error-import role="alert" { @if let Some(why) = why { (why) } }
    }
}

/// What is in a file, and what can be done with it.
pub fn offer(scheme: &Scheme, bytes: &[u8]) -> Markup {
    match scheme_from_file(THE_FILE, bytes) {
        Ok((new, warnings)) => html! { (found(scheme, &new, &warnings)) },
        Err(error) => picker(Some(&error.to_string())),
    }
}

fn found(scheme: &Scheme, new: &Scheme, warnings: &Warnings) -> Markup {
    let text = String::from_utf8_lossy(&scheme_to_file(new)).into_owned();
    let labels: Vec<&str> = new.labels.iter().map(|one| &*one.name).collect();
    let types: Vec<&str> = new.relation_types.iter().map(|one| &*one.name).collect();
    let new_labels = new.labels.iter().filter(|one| scheme.label(&one.id).is_none());
    let new_types = new.relation_types.iter().filter(|one| scheme.relation_type(&one.id).is_none());
    let lacking: Vec<&str> =
        new_labels.map(|one| &*one.name).chain(new_types.map(|one| &*one.name)).collect();
    html! {
        div.ask {
            p #import-found role="alert" {
                "The file has " (listed(&labels, "label")) " and " (listed(&types, "link type")) ". "
                @if lacking.is_empty() {
                    "Nothing in it is new."
                } @else {
                    "New here: " (lacking.join(", ")) "."
                }
            }
            @if !warnings.is_empty() {
                ul.report tabindex="0" aria-label="What did not fit" {
                    @for sentence in warnings.sentences(MAX_SHOWN) { li { (sentence) } }
                }
            }
            textarea hidden name="scheme-file" { "\n" (text) }
            (choice("adopt", "replace", "import-found"))
            // With the id of the field it stands for, it has the focus.
            div.options {
                button #import-scheme type="button" data-act="cancel" { "Leave it" }
            }
        }
        p.error #error-import role="alert" {}
    }
}

/// `2 labels (Source, Cue)`.
fn listed(names: &[&str], noun: &str) -> String {
    let plural = if names.len() == 1 { "" } else { "s" };
    match names.len() {
        0 => format!("no {noun}"),
        n => format!("{n} {noun}{plural} ({})", names.join(", ")),
    }
}
