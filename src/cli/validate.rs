//! `verbatim validate`: a report of all that is wrong with a dataset, as JSON.
//!
//! What reading it would leave out or change is a problem, and so is what the
//! scheme forbids and what stands there twice. Problems are printed as they
//! are found.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Outcome;
use super::args::ValidateArgs;
use super::input::Input;
use super::output::OutStream;
use super::say::balance_json;
use super::source::Source;
use super::stream::{Dataset, See};
use super::trouble::Trouble;
use crate::format::warning::{ArticleName, Outcome as Became, Place};
use crate::format::{Balance, FileLine, Warnings};
use crate::model::document::Document;
use crate::model::id::LabelId;

/// Validates.
pub(super) fn validate(args: &ValidateArgs) -> Result<Outcome, Trouble> {
    let input = Input::new(&args.input)?;
    let dataset = Dataset::open(input, &args.input.reading)?;
    let mut report = Report {
        out: (!args.quiet).then(OutStream::stdout),
        n_problems: 0,
        n_articles: 0,
        n_annotations: 0,
        n_relations: 0,
        line: None,
    };
    report.print("{\n  \"problems\": [")?;
    let seen = dataset.each(&mut report)?;
    let n_problems = report.n_problems;
    report.end(&dataset, seen.balance)?;
    Ok(if n_problems > 0 { Outcome::Found } else { Outcome::Done })
}

struct Report {
    /// None if nothing is printed.
    out: Option<OutStream>,
    n_problems: usize,
    n_articles: usize,
    n_annotations: usize,
    n_relations: usize,
    /// The line of the record that is looked at.
    line: Option<FileLine>,
}

impl See for Report {
    fn document(&mut self, source: &Source, document: Document) -> Result<(), Trouble> {
        self.n_articles += 1;
        self.n_annotations += document.n_annotations();
        self.n_relations += document.relations().len();
        self.check_relations(source, &document)?;
        self.check_twins(source, &document)
    }

    fn record(&mut self, line: Option<FileLine>) {
        self.line = line;
    }

    fn warnings(
        &mut self,
        source: &Source,
        number: usize,
        warnings: &Warnings,
    ) -> Result<(), Trouble> {
        for warning in warnings.iter() {
            let became = match warning.outcome {
                Became::Kept => "changed",
                Became::LeftOut => "left out",
                Became::Noted => "noted",
            };
            self.problem(source, place(&warning.place), &warning.problem.to_string(), became)?;
        }
        let rest = warnings.rest();
        for (n, became) in [(rest.n_left_out, "left out"), (rest.n_kept, "changed")] {
            if n > 0 {
                let place = json!({"where": "record", "number": number, "n": n});
                self.problem(source, place, &format!("{n} more things do not fit"), became)?;
                self.n_problems += n - 1;
            }
        }
        Ok(())
    }
}

impl Report {
    /// Whether relations join what their types may join.
    fn check_relations(&mut self, source: &Source, document: &Document) -> Result<(), Trouble> {
        for relation in document.relations() {
            let label = |id| document.annotation(id).map(|one| one.label.clone());
            let (from, to) = (label(relation.from), label(relation.to));
            let Some(known) = document.scheme().relation_type(&relation.relation_type) else {
                continue;
            };
            let is_of = |label: &Option<LabelId>, may: &dyn Fn(&LabelId) -> bool| {
                label.as_ref().is_none_or(may)
            };
            let wrong = [
                ("start at", &from, is_of(&from, &|label| known.may_start_at(label))),
                ("lead to", &to, is_of(&to, &|label| known.may_lead_to(label))),
            ];
            for (leads, label, _) in wrong.into_iter().filter(|(_, _, is_right)| !is_right) {
                let label = label.as_ref().map_or("", LabelId::as_str);
                let said = format!(
                    "the type {} may not {leads} the label {label}",
                    relation.relation_type
                );
                let place = self.item("relation", document, &relation.id.to_string(), "");
                self.problem(source, place, &said, "kept")?;
            }
            if document.twin_of(relation).is_some_and(|twin| twin.id < relation.id) {
                let place = self.item("relation", document, &relation.id.to_string(), "");
                self.problem(source, place, "the same relation is there already", "kept")?;
            }
        }
        Ok(())
    }

    /// Whether the same person marked the same words twice with one label.
    fn check_twins(&mut self, source: &Source, document: &Document) -> Result<(), Trouble> {
        let mut seen = BTreeSet::new();
        for one in document.annotations() {
            let ranges = one.fragments.ranges().map(|range| (range.start(), range.end()));
            let ranges: Vec<_> = ranges.collect();
            if !seen.insert((one.label.clone(), one.annotator.clone(), ranges)) {
                let quote = one.fragments.quote(&document.article().text);
                let place = self.item("annotation", document, &one.id.to_string(), &quote);
                let said = "the same label is on the same words already";
                self.problem(source, place, said, "kept")?;
            }
        }
        Ok(())
    }

    /// Where something is in a document that was read.
    fn item(&self, kind: &str, document: &Document, id: &str, quote: &str) -> Value {
        let article = document.article();
        let title = ArticleName::new(&article.metadata.title, 0).title;
        let article = json!({"title": title, "id": article.id.to_string()});
        let mut place = json!({"where": kind, "article": article, "id": id, "quote": quote});
        if let Some(line) = self.line {
            place["line"] = line.number().into();
        }
        place
    }

    fn problem(
        &mut self,
        source: &Source,
        mut place: Value,
        problem: &str,
        became: &str,
    ) -> Result<(), Trouble> {
        if place.get("file").is_none() {
            place["file"] = source.name().into();
        }
        place["problem"] = problem.into();
        place["outcome"] = became.into();
        let comma = if self.n_problems > 0 { "," } else { "" };
        self.n_problems += 1;
        self.print(&format!("{comma}\n    {place}"))
    }

    fn print(&mut self, words: &str) -> Result<(), Trouble> {
        self.out.as_mut().map_or(Ok(()), |out| out.write(words.as_bytes()))
    }

    fn end(mut self, dataset: &Dataset, balance: Balance) -> Result<(), Trouble> {
        let format = dataset.input.codec.format();
        let scheme = &dataset.scheme;
        let fields = [
            ("valid", json!(self.n_problems == 0)),
            ("n_problems", json!(self.n_problems)),
            ("format", json!(format.id)),
            ("files", json!(dataset.input.sources.len())),
            ("articles", json!(self.n_articles)),
            ("annotations", json!(self.n_annotations)),
            ("relations", json!(self.n_relations)),
            ("balance", balance_json(balance)),
            ("labels", json!(scheme.labels.iter().map(|one| one.id.as_str()).collect::<Vec<_>>())),
            (
                "relation_types",
                json!(scheme.relation_types.iter().map(|one| one.id.as_str()).collect::<Vec<_>>()),
            ),
        ];
        self.print(if self.n_problems > 0 { "\n  ]" } else { "]" })?;
        for (name, value) in fields {
            self.print(&format!(",\n  \"{name}\": {value}"))?;
        }
        self.print("\n}\n")?;
        self.out.map_or(Ok(()), OutStream::finish)
    }
}

/// Where in a file something is.
fn place(place: &Place) -> Value {
    let mut said = place_without_line(place);
    if let Some(line) = place.line() {
        said["line"] = line.number().into();
        if let FileLine::OfPart(_, part) = line {
            said["part"] = part.into();
        }
    }
    said
}

fn place_without_line(place: &Place) -> Value {
    let of = |kind: &str, article: &ArticleName, id: &str, quote: &str| {
        let article = json!({"title": article.title, "number": article.number});
        json!({"where": kind, "article": article, "id": id, "quote": quote})
    };
    match place {
        Place::Scheme => json!({"where": "scheme"}),
        Place::Label(id) => json!({"where": "label", "id": id}),
        Place::RelationType(id) => json!({"where": "relation_type", "id": id}),
        Place::File(name) => json!({"where": "file", "file": name}),
        Place::Record { file: None, at } => json!({"where": "record", "number": at.number}),
        Place::Record { file: Some(file), at } => {
            json!({"where": "record", "file": file, "number": at.number})
        }
        Place::Article(article) => {
            let article = json!({"title": article.title, "number": article.number});
            json!({"where": "article", "article": article})
        }
        Place::Annotation { article, id, quote } => of("annotation", article, id, quote),
        Place::Relation { article, id } => of("relation", article, id, ""),
    }
}
