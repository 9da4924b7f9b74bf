//! `verbatim diff`: what differs between two datasets.
//!
//! Unit: offsets are Unicode code points. What is compared of both datasets is
//! in memory, but for the texts.

mod compare;
mod links;
mod report;
mod view;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::DiffArgs;
use super::input::Input;
use super::output::print;
use super::say;
use super::source::Source;
use super::stream::{Dataset, See, Seen};
use super::trouble::Trouble;
use crate::format::Warnings;
use crate::model::document::Document;
use compare::{ArticleDiff, compare};
use report::Report;
use view::ArticleView;

/// Compares.
pub(super) fn diff(args: &DiffArgs) -> Result<Outcome, Trouble> {
    if args.a == Path::new("-") && args.b == Path::new("-") {
        return Err(Trouble::Said("standard input can’t be both A and B".into()));
    }
    let from = args.reading.from.as_deref();
    let input = |path: &Path, from| Input::of(&[PathBuf::from(path)], from);
    let inputs = (input(&args.a, from)?, input(&args.b, args.from_b.as_deref().or(from))?);
    let (a, b) = Dataset::open_both(inputs, &args.reading)?;
    let ((a, a_seen), (b, b_seen)) = (load(&args.a, &a)?, load(&args.b, &b)?);
    let report = Report::new(paired(&a, &b, &args.ignore));
    if !args.quiet {
        print(&if args.json { report.json() } else { report.text() })?;
    }
    let is_whole = a_seen.n_broken + b_seen.n_broken == 0;
    Ok(if report.is_same() && is_whole { Outcome::Done } else { Outcome::Found })
}

/// An article of each dataset, or of one of them.
enum Pair<'a> {
    Both(ArticleDiff<'a>),
    OnlyA(&'a ArticleView),
    OnlyB(&'a ArticleView),
}

/// The articles of one that are those of the other: by id, then by text. In
/// the order of A; what only B has comes last.
fn paired<'a>(a: &'a [ArticleView], b: &'a [ArticleView], ignored: &[String]) -> Vec<Pair<'a>> {
    let mut by_id: BTreeMap<_, usize> = BTreeMap::new();
    let mut by_text: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (idx, article) in b.iter().enumerate() {
        by_id.entry(article.id).or_insert(idx);
    }
    let mut of_a: Vec<Option<usize>> = a.iter().map(|one| by_id.remove(&one.id)).collect();
    let mut is_taken = vec![false; b.len()];
    of_a.iter().flatten().for_each(|&idx| is_taken[idx] = true);
    for (idx, article) in b.iter().enumerate().rev() {
        if !is_taken[idx] {
            by_text.entry(article.text_sum).or_default().push(idx);
        }
    }
    for (article, other) in a.iter().zip(&mut of_a).filter(|(_, other)| other.is_none()) {
        *other = by_text.get_mut(&article.text_sum).and_then(Vec::pop);
        other.iter().for_each(|&idx| is_taken[idx] = true);
    }
    let mut pairs: Vec<Pair<'a>> = a
        .iter()
        .zip(of_a)
        .map(|(article, other)| match other {
            Some(idx) => Pair::Both(compare(article, &b[idx], ignored)),
            None => Pair::OnlyA(article),
        })
        .collect();
    let only_b = b.iter().zip(is_taken).filter(|(_, is_taken)| !is_taken);
    pairs.extend(only_b.map(|(article, _)| Pair::OnlyB(article)));
    pairs
}

/// All articles of a dataset.
fn load(path: &Path, dataset: &Dataset) -> Result<(Vec<ArticleView>, Seen), Trouble> {
    let mut views = Views::default();
    let seen = dataset.each(&mut views)?;
    say::unfit(&path.display().to_string(), views.n_warnings);
    Ok((views.articles, seen))
}

#[derive(Default)]
struct Views {
    articles: Vec<ArticleView>,
    n_warnings: usize,
}

impl See for Views {
    fn document(&mut self, _: &Source, document: Document) -> Result<(), Trouble> {
        self.articles.push(ArticleView::of(&document));
        Ok(())
    }

    fn warnings(&mut self, _: &Source, _: usize, warnings: &Warnings) -> Result<(), Trouble> {
        self.n_warnings += warnings.n();
        Ok(())
    }
}
