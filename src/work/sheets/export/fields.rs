//! The fields of the export sheet, as they are drawn.

use maud::{Markup, html};

use super::choices::{Chosen, Scope, codec_of, is_unchecked, options_of};
use crate::format::{CODECS, Codec, Format, OffsetUnit};
use crate::model::annotation::Status;
use crate::storage::library::Listed;
use crate::work::sheet::Request;

/// So many articles can be looked over without a search.
const MANY: usize = 8;

/// The whole sheet; what depends on the articles is filled in by the parts.
pub fn sheet(request: &Request, chosen: &Chosen, losses: Markup) -> Result<Markup, String> {
    let codec = codec_of(request)?;
    let n_articles = request.field("n_articles");
    Ok(html! {
        label.field {
            "Format"
            select #format name="format" aria-label="Format" data-act="format" {
                @for format in formats() {
                    option value=(format.id) selected[format.id == codec.format().id] {
                        (format.name)
                    }
                }
            }
        }
        div #about { (about(codec.format())) }
        div #options { (options(request, codec)) }
        fieldset {
            legend { "Articles" }
            (scope("this", "article", "This article", true))
            (scope("some", "library", "A selection", false))
            (scope("all", "library", &format!("All articles ({n_articles})"), false))
            div #selection { (selection(request, codec, &[])) }
        }
        details.fold {
            summary { "Only some annotations" }
            div.filters #filters { (filters(request, chosen)) }
        }
        details.fold {
            summary { "Train, dev and test" }
            (split())
        }
        div.about #losses role="status" { (losses) }
        div #progress {}
        div.buttons {
            // Not what Enter does in a field: a search must not end as a file.
            button.primary #download type="button" data-act="download" autofocus { "Download" }
        }
    })
}

fn formats() -> impl Iterator<Item = &'static Format> {
    CODECS.iter().map(|codec| codec.format())
}

fn scope(value: &str, send: &str, name: &str, is_chosen: bool) -> Markup {
    html! {
        label {
            input #{ "scope-" (value) } type="radio" name="scope" value=(value) data-send=(send)
                data-act="scope" checked[is_chosen];
            " " (name)
        }
    }
}

/// What a format is for, and what its offsets count.
pub fn about(format: &Format) -> Markup {
    let who = match format.offset_unit {
        OffsetUnit::CodePoint => ", as Python does",
        OffsetUnit::Utf16 => ", as JavaScript does",
        OffsetUnit::Byte => ", as Rust does",
        _ => "",
    };
    html! {
        p.about {
            (format.about) " "
            @if format.offset_unit == OffsetUnit::Token {
                "It has tokens and no offsets."
            } @else if format.is_read {
                "Offsets count " (format.offset_unit.name()) (who) "."
            }
            @if !format.is_read { "It is to be looked at, and can’t be imported again." }
        }
    }
}

/// What can be chosen of a format.
pub fn options(request: &Request, codec: &dyn Codec) -> Markup {
    let (format, options) = (codec.format(), options_of(request));
    let has_tokens = codec.is_made_of_tokens(&options);
    let has_sentences = codec.is_made_of_sentences(&options);
    let keeps_one = codec.keeps_one_of_two(&options);
    let variants = format.variants.iter().map(|one| (one.id, one.name));
    let has_variants = format.variants.len() > 1;
    let tokens = [
        ("", "As they came, else words"),
        ("words", "Words (UAX #29)"),
        ("spaces", "Split at white space"),
    ];
    let sentences = [
        ("", "As they came, else by UAX #29"),
        ("sentences", "Sentences (UAX #29)"),
        ("lines", "Lines"),
    ];
    let keep = [("outer", "The longer one"), ("inner", "The shorter one")];
    html! {
        @if has_variants || has_tokens || keeps_one {
            div.choices {
                @if has_variants {
                    (choice("variant", "Variant", variants, format.variant(&options)))
                }
                @if has_tokens {
                    (choice("tokens", "Tokens", tokens, request.field("tokens")))
                }
                @if has_sentences {
                    (choice("sentences", "Sentences", sentences, request.field("sentences")))
                }
                @if keeps_one {
                    (choice("keep", "Of two that overlap, keep", keep, request.field("keep")))
                }
            }
        }
    }
}

fn choice<'a>(
    name: &str,
    label: &str,
    options: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> Markup {
    // A variant may change what else can be chosen.
    let act = if name == "variant" { "format" } else { "update" };
    html! {
        label.field {
            (label)
            select #{ "choice-" (name) } name=(name) data-act=(act) {
                @for (value, name) in options {
                    option value=(value) selected[value == chosen] { (name) }
                }
            }
        }
    }
}

/// Which articles, and whether each has a file of its own.
pub fn selection(request: &Request, codec: &dyn Codec, listed: &[Listed]) -> Markup {
    let scope = Scope::of(request);
    html! {
        @if scope == Scope::Some {
            @if listed.len() > MANY {
                input #find-article type="search" name="find" aria-label="Find articles"
                    placeholder="Find articles" data-act="find" value=(request.field("find"));
            }
            div.options {
                button #check-all type="button" data-act="check" {
                    @if listed.len() > MANY { "Check those shown" } @else { "Check all" }
                }
                button #check-none type="button" data-act="uncheck" { "Check none" }
            }
            ul.boxes #titles { (titles(request, listed)) }
        }
        @if scope != Scope::This && codec.format().is_collection {
            label {
                input #each type="checkbox" name="each" data-act="update"
                    checked[!request.field("each").is_empty()];
                " One file for each article"
            }
        }
    }
}

/// The articles, each with a box. Those that are not sought are hidden, and
/// stay as they are.
pub fn titles(request: &Request, listed: &[Listed]) -> Markup {
    let sought = request.field("find").trim().to_lowercase();
    let is_shown = |one: &Listed| one.title.to_lowercase().contains(&sought);
    let is_checked = |one: &Listed, id: &str| match request.act.as_str() {
        "check" if is_shown(one) => true,
        "uncheck" => false,
        _ => request.fields("article").any(|other| other == id),
    };
    html! {
        @for one in listed {
            @let id = one.id.to_string();
            li hidden[!is_shown(one)] {
                label {
                    input #{ "article-" (id) } type="checkbox" name="article" value=(id)
                        data-act="update" checked[is_checked(one, &id)];
                    span dir="auto" {
                        @match one.title.trim() { "" => "Without a title", title => (title) }
                    }
                    @if !one.date.is_empty() { span.about { (one.date) } }
                }
            }
        }
        @if !listed.iter().any(is_shown) { li { "No title has these letters." } }
    }
}

/// Which labels, statuses and annotators.
pub fn filters(request: &Request, chosen: &Chosen) -> Markup {
    let scheme = &chosen.collection.scheme;
    let mut annotators: Vec<&str> = Vec::new();
    for annotation in chosen.collection.documents.iter().flat_map(|one| one.annotations()) {
        if !annotators.contains(&annotation.annotator.as_str()) {
            annotators.push(&annotation.annotator);
        }
    }
    annotators.sort_unstable();
    let labels = scheme.labels.iter().map(|one| (one.id.as_str(), one.name.as_str()));
    let statuses = Status::ALL.iter().map(|one| (one.as_str(), status_name(*one)));
    let annotators: Vec<(&str, &str)> = annotators
        .into_iter()
        .map(|name| (name, if name.is_empty() { "Nobody named" } else { name }))
        .collect();
    html! {
        (boxes(request, "label", "Labels", labels))
        (boxes(request, "status", "Statuses", statuses))
        @if annotators.len() > 1 || annotators.iter().any(|(name, _)| !name.is_empty()) {
            (boxes(request, "annotator", "Annotators", annotators.into_iter()))
        }
    }
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Sure => "Sure",
        Status::Unsure => "Unsure",
        Status::Discuss => "To be discussed",
        Status::Rejected => "Rejected",
    }
}

fn boxes<'a>(
    request: &Request,
    name: &str,
    legend: &str,
    values: impl Iterator<Item = (&'a str, &'a str)>,
) -> Markup {
    html! {
        fieldset.boxes {
            legend { (legend) }
            @for (idx, (value, shown)) in values.enumerate() {
                label {
                    input #{ (name) "-" (idx) } type="checkbox" name=(name) value=(value)
                        data-act="update" checked[!is_unchecked(request, name, value)];
                    span dir="auto" { (shown) }
                }
                input type="hidden" name={ (name) "-there" } value=(value);
            }
        }
    }
}

fn split() -> Markup {
    let number = |name: &str, label: &str, value: &str, max: &str| {
        html! {
            label.field {
                (label)
                input #(name) type="number" inputmode="numeric" name=(name) value=(value) min="0"
                    max=(max) step="1" data-act="update";
            }
        }
    };
    html! {
        label {
            input #split type="checkbox" name="split" data-act="update";
            " Part the articles; those with the same text stay together"
        }
        div.choices.numbers {
            (number("dev", "Dev, per cent", "10", "100"))
            (number("test", "Test, per cent", "10", "100"))
            (number("seed", "Seed", "1", "4294967295"))
        }
        p.about { "The rest is for training. The same seed parts the same articles the same way." }
    }
}
