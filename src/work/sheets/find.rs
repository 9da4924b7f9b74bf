//! Find: words anywhere in the article, walked through one by one, and marked
//! all at once. Opened on an annotation, it is its words that are sought, and
//! all annotations that hold the same can be relabelled or deleted.

use maud::{Markup, html};

use super::hits::{Checked, Found, from_value, to_value};
use super::{Answer, dock, planned, put, verb, why};
use crate::model::document::Document;
use crate::model::id::{AnnotationId, LabelId};
use crate::model::occurrences::{Options, find, same_text};
use crate::model::offset::TextRange;
use crate::session::Plan;
use crate::work::sheet::{Request, Step};

/// What is sought, and what is to become of it.
struct Search {
    query: String,
    options: Options,
    label: LabelId,
    /// The annotation whose words are sought.
    of: Option<AnnotationId>,
}

pub fn answer(request: &Request) -> Answer {
    let (verb, what) = verb(&request.act);
    if verb == "show" {
        let range = from_value(what).ok_or("There is no such place.")?;
        return Ok(vec![Step::Show(range), put("at", at(Some(range)))].into());
    }
    let (document, _) = request.open()?;
    let search = match verb {
        "" => Search::begin(request, &document),
        _ => Search::read(request, &document),
    };
    match verb {
        "" => {
            let sheet = sheet(&search, &document);
            let title = if search.of.is_some() { "The same words elsewhere" } else { "Find" };
            Ok(vec![dock(title, sheet)].into())
        }
        "next" | "previous" => walk(request, &search, &document, verb == "next"),
        "pick" => {
            let checked = Checked::These(ranges_of(request, "hit"));
            let found = search.found(&document, checked);
            Ok(vec![put("mark", mark(&search, &document, &found))].into())
        }
        "all" => Ok(search.drawn(&document, Checked::All).into()),
        "none" => Ok(search.drawn(&document, Checked::None).into()),
        "mark" => {
            let ranges = ranges_of(request, "hit");
            change(
                request,
                &search,
                document,
                Plan::MarkAll { ranges, label: search.label.clone() },
            )
        }
        "relabel" | "delete" => {
            let ids = search.of.map(|id| same_text(&document, id)).unwrap_or_default();
            let plan = match verb {
                "relabel" => Plan::RelabelAll(ids, what.into()),
                _ => Plan::DeleteAll(ids),
            };
            change(request, &search, document, plan)
        }
        "refresh" => {
            let [listed, checked] = ["listed", "hit"].map(|name| ranges_of(request, name));
            Ok(search.drawn(&document, Checked::AsWere { listed, checked }).into())
        }
        _ => {
            let mut steps = search.drawn(&document, Checked::Free);
            steps.push(Step::Tell(match search.ranges(&document).len() {
                0 => "Nothing was found".into(),
                1 => "Found at 1 place".into(),
                n => format!("Found at {n} places"),
            }));
            Ok(steps.into())
        }
    }
}

/// Has the page make a change, and draws what is there then.
fn change(request: &Request, search: &Search, document: Document, plan: Plan) -> Answer {
    let (step, after) = planned(document, plan, request.now()).map_err(why)?;
    let mut steps = vec![step];
    steps.extend(search.drawn(&after, Checked::Free));
    Ok(steps.into())
}

/// The places in the fields with a name.
fn ranges_of(request: &Request, name: &str) -> Vec<TextRange> {
    request.fields(name).filter_map(from_value).collect()
}

/// Shows the next place, or the one before; from the last on to the first.
fn walk(request: &Request, search: &Search, document: &Document, forwards: bool) -> Answer {
    let ranges = search.ranges(document);
    let last = ranges.len().checked_sub(1).ok_or("Nothing was found.")?;
    let idx = match from_value(request.field("at")) {
        None => 0,
        Some(at) if forwards => {
            let next = ranges.iter().position(|range| range.start() > at.start());
            next.unwrap_or(0)
        }
        Some(at) => {
            let before = ranges.iter().rposition(|range| range.start() < at.start());
            before.unwrap_or(last)
        }
    };
    let said = Step::Tell(format!("{} of {}", idx + 1, ranges.len()));
    Ok(vec![Step::Show(ranges[idx]), put("at", at(Some(ranges[idx]))), said].into())
}

impl Search {
    fn begin(request: &Request, document: &Document) -> Search {
        let text = &document.article().text;
        let of = request.focus.and_then(|id| document.annotation(id));
        let of = of.filter(|_| request.field("of") == "focus");
        let words = match of {
            Some(annotation) => annotation.fragments.ranges().next(),
            None => request.selection,
        };
        let first = document.scheme().labels.first().map(|label| label.id.clone());
        Search {
            query: words.and_then(|range| text.get(range)).unwrap_or_default().to_owned(),
            options: Options { whole_word: of.is_some(), match_case: of.is_some() },
            label: of.map(|of| of.label.clone()).or(first).unwrap_or_else(|| "".into()),
            of: of.map(|of| of.id),
        }
    }

    fn read(request: &Request, document: &Document) -> Search {
        let of = request.field("of").parse().ok();
        Search {
            query: request.field("query").to_owned(),
            options: Options {
                whole_word: !request.field("whole").is_empty(),
                match_case: !request.field("case").is_empty(),
            },
            label: request.field("label").into(),
            of: of.filter(|&id| document.annotation(id).is_some()),
        }
    }

    fn ranges(&self, document: &Document) -> Vec<TextRange> {
        find(&document.article().text, &self.query, self.options)
    }

    fn found(&self, document: &Document, checked: Checked) -> Found {
        Found::new(document, &self.ranges(document), &self.label, checked)
    }

    /// The steps that draw what was found.
    fn drawn(&self, document: &Document, checked: Checked) -> Vec<Step> {
        let found = self.found(document, checked);
        vec![
            put("hits", hits(self, document, &found)),
            put("mark", mark(self, document, &found)),
            put("same", same(self, document)),
        ]
    }
}

fn sheet(search: &Search, document: &Document) -> Markup {
    let found = search.found(document, Checked::Free);
    let option = |name: &str, is_on: bool, words: &str| {
        html! {
            label { input type="checkbox" name=(name) value="1" checked[is_on] data-act="search"; " " (words) }
        }
    };
    html! {
        @if let Some(id) = search.of { input type="hidden" name="of" value=(id); }
        div #at { (at(None)) }
        div.query {
            input #query type="search" name="query" aria-label="Words to find" value=(search.query)
                data-act="search" autocomplete="off" dir="auto" autofocus;
            button type="submit" data-act="next" aria-label="Next place" title="Next place (Enter)" { "↓" }
            button #previous type="button" data-act="previous" aria-label="Place before" title="Place before" { "↑" }
        }
        div.options {
            (option("whole", search.options.whole_word, "Whole words"))
            (option("case", search.options.match_case, "Match case"))
        }
        div #mark { (mark(search, document, &found)) }
        div #hits { (hits(search, document, &found)) }
        div #same { (same(search, document)) }
    }
}

/// Where the walk is.
fn at(range: Option<TextRange>) -> Markup {
    html! { input type="hidden" name="at" value=[range.map(to_value)]; }
}

fn hits(search: &Search, document: &Document, found: &Found) -> Markup {
    html! {
        @if search.query.trim().is_empty() {
            p.about { "White space of any kind counts alike." }
        } @else if found.n_listed() == 0 {
            p.about { "“" (search.query) "” is nowhere in this article." }
        } @else {
            (found.html(document))
        }
    }
}

/// With which label, and the button that marks what is checked.
fn mark(search: &Search, document: &Document, found: &Found) -> Markup {
    let n = found.n_checked();
    html! {
        @if found.n_listed() > 0 {
            div.query {
                select #label name="label" aria-label="Label" data-act="search" {
                    @for label in &document.scheme().labels {
                        option value=(label.id) selected[label.id == search.label] { (label.name) }
                    }
                }
                button.primary #mark-all type="button" data-act="mark" disabled[n == 0] {
                    "Mark " (n) " " (if n == 1 { "place" } else { "places" })
                }
            }
            div.options {
                button.link #all type="button" data-act="all" { "Check all" }
                button.link #none type="button" data-act="none" { "Check none" }
            }
        } @else {
            input type="hidden" name="label" value=(search.label);
        }
    }
}

/// What can be done to all annotations with the same words.
fn same(search: &Search, document: &Document) -> Markup {
    let ids = search.of.map(|id| same_text(document, id)).unwrap_or_default();
    let n = ids.len();
    let scheme = document.scheme();
    html! {
        @if n > 0 {
            h3 { (n) " " (if n == 1 { "annotation holds" } else { "annotations hold" }) " these words" }
            div.buttons {
                @for label in &scheme.labels {
                    button #{ "relabel-" (label.id) } type="button" data-act={ "relabel:" (label.id) } {
                        "Make " (if n == 1 { "it" } else { "all" }) " " (label.name)
                    }
                }
                button.danger #delete-same type="button" data-act="delete" {
                    "Delete " (if n == 1 { "it" } else { "all" })
                }
            }
        }
    }
}
