//! `verbatim diff`: what differs between two datasets.
//!
//! Unit: offsets are Unicode code points. What is compared of both datasets is
//! in memory, but for the texts.

mod articles;
mod compare;
mod foreign;
mod links;
mod ranges;
mod report;
mod view;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::DiffArgs;
use super::input::Input;
use super::output::print;
use super::say;
use super::source::Source;
use super::stream::{Dataset, See, Seen};
use super::trouble::{Trouble, shown};
use crate::format::{Format, Warnings};
use crate::model::document::Document;
use crate::model::id::ArticleId;
use articles::paired;
use compare::Compared;
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
    let is_one_format = is_one_format(a.input.codec.format(), b.input.codec.format());
    let ((a, a_seen), (b, b_seen)) = (load(&a)?, load(&b)?);
    let compared = Compared { ignored: &args.ignore, is_one_format };
    let report = Report::new(paired(&a, &b, &compared));
    if !args.quiet {
        print(&if args.json { report.json() } else { report.text() })?;
    }
    let mut broken = vec![(&args.a, a_seen.n_broken)];
    // Both may be one.
    broken.extend(Some((&args.b, b_seen.n_broken)).filter(|_| args.a != args.b));
    let broken = broken.into_iter().filter(|(_, n)| *n > 0).map(|(path, n)| match n {
        1 => format!("1 file or record of {} can’t be read at all", shown(path)),
        n => format!("{n} files or records of {} can’t be read at all", shown(path)),
    });
    match broken.collect::<Vec<_>>().join(", and ").as_str() {
        "" if report.is_same() => Ok(Outcome::Done),
        "" => Ok(Outcome::Found),
        broken => Err(Trouble::Said(format!(
            "{broken}, so it can’t be told whether the datasets are the same; \
             `verbatim validate` says what is wrong"
        ))),
    }
}

/// Whether what only one format has can be in both: they are of the same format,
/// or both of Verbatim’s own, which have the same fields.
fn is_one_format(a: &Format, b: &Format) -> bool {
    a.id == b.id || a.capacity.scheme && b.capacity.scheme
}

/// All articles of a dataset.
fn load(dataset: &Dataset) -> Result<(Vec<ArticleView>, Seen), Trouble> {
    let mut views = Views::default();
    let seen = dataset.each(&mut views)?;
    say::unfit(&dataset.input.name(), views.n_warnings);
    Ok((views.articles, seen))
}

#[derive(Default)]
struct Views {
    articles: Vec<ArticleView>,
    /// The articles of a record whose titles are in no file.
    made_titles: BTreeSet<ArticleId>,
    n_warnings: usize,
}

impl See for Views {
    fn document(&mut self, _: &Source, document: Document) -> Result<(), Trouble> {
        let is_title_made = self.made_titles.contains(&document.article().id);
        self.articles.push(ArticleView::of(&document, is_title_made));
        Ok(())
    }

    fn made_titles(&mut self, ids: &BTreeSet<ArticleId>) {
        self.made_titles.clone_from(ids);
    }

    fn warnings(&mut self, _: &Source, _: usize, warnings: &Warnings) -> Result<(), Trouble> {
        self.n_warnings += warnings.n();
        say::broken_files(warnings);
        Ok(())
    }
}
