//! What goes out and what can't, told before the download.

use maud::{Markup, html};

use super::choices::{Chosen, Scope, codec_of, job_of};
use crate::format::splits::{PARTS, rank};
use crate::format::{Codec, Dataset, Job, Losses, fit_into, scheme_losses};
use crate::model::document::Document;
use crate::work::progress::{Part, Progress};
use crate::work::sheet::Request;

const LOOKING: Part = Part { doing: "Looking through what is marked", number: 1, of: 2 };

/// What the chosen format can't hold of the chosen articles, with counts, and
/// what is done about it.
pub fn losses(
    request: &Request,
    chosen: &Chosen,
    progress: &mut Progress<'_>,
) -> Result<Markup, String> {
    let codec = codec_of(request)?;
    let format = codec.format();
    let documents = &chosen.collection.documents;
    if documents.is_empty() {
        let why = match Scope::of(request) {
            Scope::Some => "Choose at least one article.",
            _ => "There is no article that could be read.",
        };
        return Ok(html! { p { (why) } });
    }
    let job = job_of(request, &chosen.collection);
    let mut lost = scheme_losses(
        &chosen.collection.scheme,
        &chosen.collection.extra,
        &codec.capacity(&job.options),
    );
    for (idx, document) in documents.iter().enumerate() {
        lost.merge(&fit_into(codec, document, &job.options).losses);
        progress.at(LOOKING, idx + 1, documents.len());
    }
    Ok(html! {
        p { (going(documents, &job, n_files(codec, chosen, &job))) }
        @if let Some(parts) = parts(documents, &job) { p { (parts) } }
        (told(&lost, format.name, format.is_read))
    })
}

fn told(lost: &Losses, format: &str, is_read: bool) -> Markup {
    html! {
        @if lost.is_empty() {
            p { "Everything in " @if is_read { "them" } @else { "it" } " is held." }
        } @else {
            h3 { "What " (format) " can’t hold" }
            ul.losses { @for sentence in lost.sentences() { li { (sentence) "." } } }
        }
    }
}

/// `2 articles with 27 of 39 annotations, in 1 file.`
fn going(documents: &[Document], job: &Job, n_files: usize) -> String {
    let n_all: usize = documents.iter().map(Document::n_annotations).sum();
    let takes = |document: &Document| {
        document.annotations().filter(|one| job.options.filter.takes(one)).count()
    };
    let n_taken: usize = documents.iter().map(takes).sum();
    let annotations = match n_taken == n_all {
        true => counted(n_all, "annotation"),
        false => format!("{n_taken} of {}", counted(n_all, "annotation")),
    };
    let zipped = if n_files > 1 { ", zipped" } else { "" };
    let (articles, files) = (counted(documents.len(), "article"), counted(n_files, "file"));
    format!("{articles} with {annotations}, in {files}{zipped}.")
}

pub fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// How many articles each part of a split has.
fn sizes(documents: &[Document], job: &Job) -> Option<[usize; 3]> {
    let split = job.split.as_ref()?;
    let texts = documents.iter().map(|one| one.article().text.as_str());
    let ranks: Vec<_> = texts.map(|text| rank(text, split.seed)).collect();
    let mut sizes = [0; 3];
    split.parts(&ranks).into_iter().for_each(|part| sizes[part] += 1);
    Some(sizes)
}

/// `train: 8, dev: 1, test: 1`.
fn parts(documents: &[Document], job: &Job) -> Option<String> {
    let sizes = sizes(documents, job)?;
    let said = PARTS.iter().zip(sizes).map(|(name, n)| format!("{name}: {n}"));
    Some(format!("Articles in {}.", said.collect::<Vec<_>>().join(", ")))
}

/// How many files there will be.
fn n_files(codec: &dyn Codec, chosen: &Chosen, job: &Job) -> usize {
    let format = codec.format();
    let documents = &chosen.collection.documents;
    let n_sets = match sizes(documents, job) {
        _ if job.one_per_article || !format.is_collection => documents.len(),
        Some(sizes) => sizes.iter().filter(|&&n| n > 0).count(),
        None => 1,
    };
    let Chosen { collection, .. } = chosen;
    let dataset =
        Dataset { scheme: &collection.scheme, extra: &collection.extra, options: &job.options };
    n_sets * format.parts.len() + codec.companions(&dataset).len()
}
