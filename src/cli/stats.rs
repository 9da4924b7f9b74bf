//! `verbatim stats`: what is in a dataset, counted.
//!
//! Unit: characters are Unicode code points.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Outcome;
use super::args::{StatsArgs, token_options};
use super::input::Input;
use super::output::print;
use super::say;
use super::source::Source;
use super::stream::{Dataset, See};
use super::trouble::Trouble;
use crate::format::{Options, Warnings, tokens_of};
use crate::model::document::Document;
use crate::model::offset::TextSize;

/// Counts.
pub(super) fn stats(args: &StatsArgs) -> Result<Outcome, Trouble> {
    let input = Input::new(&args.input)?;
    let dataset = Dataset::open(input, &args.input.reading)?;
    let mut counts = Counts::new(token_options(args.tokens, args.sentences), &dataset);
    let seen = dataset.each(&mut counts)?;
    if args.json {
        print(&format!("{:#}\n", counts.json()))?;
    } else {
        print(&counts.text())?;
    }
    say::unfit(&dataset.input.name(), counts.n_warnings);
    Ok(seen.outcome())
}

#[derive(Default)]
struct Counts {
    options: Options,
    n_warnings: usize,
    n_files: usize,
    n_articles: usize,
    n_chars: u64,
    n_tokens: usize,
    n_sentences: usize,
    n_annotations: usize,
    by_label: BTreeMap<String, usize>,
    by_status: BTreeMap<String, usize>,
    by_annotator: BTreeMap<String, usize>,
    n_fragmented: usize,
    n_fragments: usize,
    n_overlapping: usize,
    n_noted: usize,
    n_relations: usize,
    by_type: BTreeMap<String, usize>,
}

impl See for Counts {
    fn document(&mut self, _: &Source, document: Document) -> Result<(), Trouble> {
        let text = &document.article().text;
        self.n_articles += 1;
        self.n_chars += u64::from(text.offsets().n_chars().0);
        let tokens = tokens_of(document.article(), &self.options, std::iter::empty());
        self.n_tokens += tokens.ranges().len();
        self.n_sentences += tokens.sentences().count();
        self.n_overlapping += n_overlapping(&document);
        let scheme = document.scheme();
        for one in document.annotations() {
            self.n_annotations += 1;
            self.n_fragments += one.fragments.count();
            self.n_fragmented += usize::from(one.fragments.count() > 1);
            self.n_noted += usize::from(!one.note.is_empty());
            let known = scheme.label(&one.label);
            add(&mut self.by_label, known.map_or(one.label.as_str(), |label| label.in_files()));
            add(&mut self.by_status, one.status.as_str());
            add(&mut self.by_annotator, &one.annotator);
        }
        for one in document.relations() {
            self.n_relations += 1;
            let known = scheme.relation_type(&one.relation_type);
            let name = known.map_or(one.relation_type.as_str(), |known| known.in_files());
            add(&mut self.by_type, name);
        }
        Ok(())
    }

    fn warnings(&mut self, _: &Source, _: usize, warnings: &Warnings) -> Result<(), Trouble> {
        self.n_warnings += warnings.n();
        say::broken_files(warnings);
        Ok(())
    }
}

impl Counts {
    /// Nothing counted yet. What the scheme has is told, also if it is not in use,
    /// by the names that the files have for it.
    fn new(options: Options, dataset: &Dataset) -> Counts {
        let none = |id: &str| (id.to_owned(), 0);
        let scheme = &dataset.scheme;
        Counts {
            options,
            n_files: dataset.input.sources.len(),
            by_label: scheme.labels.iter().map(|one| none(one.in_files())).collect(),
            by_type: scheme.relation_types.iter().map(|one| none(one.in_files())).collect(),
            ..Counts::default()
        }
    }

    fn json(&self) -> Value {
        json!({
            "files": self.n_files,
            "articles": self.n_articles,
            "characters": self.n_chars,
            "tokens": self.n_tokens,
            "sentences": self.n_sentences,
            "annotations": {
                "all": self.n_annotations,
                "by_label": self.by_label,
                "by_status": self.by_status,
                "by_annotator": self.by_annotator,
                "overlapping": self.n_overlapping,
                "fragmented": self.n_fragmented,
                "fragments": self.n_fragments,
                "with_note": self.n_noted,
            },
            "relations": {"all": self.n_relations, "by_type": self.by_type},
        })
    }

    fn text(&self) -> String {
        let mut text = String::new();
        // Writing into memory can't fail.
        let mut line = |name: &str, n: u64| {
            let _ok = writeln!(text, "{name:<32}{n:>12}");
        };
        line("files", self.n_files as u64);
        line("articles", self.n_articles as u64);
        line("characters", self.n_chars);
        line("tokens", self.n_tokens as u64);
        line("sentences", self.n_sentences as u64);
        line("annotations", self.n_annotations as u64);
        let mut list = |title: &str, counts: &BTreeMap<String, usize>| {
            line(title, counts.values().sum::<usize>() as u64);
            for (name, &n) in counts {
                let name = if name.is_empty() { "(nobody)" } else { name };
                line(&format!("    {name}"), n as u64);
            }
        };
        list("  by label", &self.by_label);
        list("  by status", &self.by_status);
        list("  by annotator", &self.by_annotator);
        line("  that overlap others", self.n_overlapping as u64);
        line("  of several fragments", self.n_fragmented as u64);
        line("  with a note", self.n_noted as u64);
        line("fragments", self.n_fragments as u64);
        line("relations", self.n_relations as u64);
        for (name, &n) in &self.by_type {
            line(&format!("    {name}"), n as u64);
        }
        text
    }
}

fn add(counts: &mut BTreeMap<String, usize>, name: &str) {
    match counts.get_mut(name) {
        Some(n) => *n += 1,
        None => drop(counts.insert(name.into(), 1)),
    }
}

/// How many annotations share a character with another one.
fn n_overlapping(document: &Document) -> usize {
    let annotations: Vec<_> = document.annotations().collect();
    let mut ranges: Vec<(TextSize, TextSize, usize)> = Vec::new();
    for (idx, annotation) in annotations.iter().enumerate() {
        let of_it = annotation.fragments.ranges();
        ranges.extend(of_it.map(|range| (range.start(), range.end(), idx)));
    }
    ranges.sort_unstable();
    let mut is_overlapping = vec![false; annotations.len()];
    // Whoever is overlapped is so by its successor or lies in what reaches farthest.
    let mut farthest: Option<(TextSize, usize)> = None;
    for (start, end, idx) in ranges {
        if let Some((until, other)) = farthest
            && start < until
        {
            is_overlapping[idx] = true;
            is_overlapping[other] = true;
        }
        if farthest.is_none_or(|(until, _)| until < end) {
            farthest = Some((end, idx));
        }
    }
    is_overlapping.into_iter().filter(|&is| is).count()
}
