//! What goes out and what can't, told before the download.

use maud::{Markup, html};

use super::choices::{Chosen, Scope, codec_of, job_of};
use crate::format::splits::{PARTS, rank};
use crate::format::{
    Balance, Codec, Dataset, Job, Losses, fit_into, outside_scheme, scheme_losses,
};
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
    let (mut n_held, mut balance) = (0, Balance::default());
    for (idx, document) in documents.iter().enumerate() {
        let fitted = fit_into(codec, document, &job.options);
        lost.merge(&fitted.losses);
        n_held += fitted.document.n_annotations();
        balance.add(fitted.balance(document, &job.options.filter));
        progress.at(LOOKING, idx + 1, documents.len());
    }
    Ok(html! {
        p { (going(documents, &job, n_files(codec, chosen, &job))) }
        @if n_held == 0 && documents.iter().any(|one| one.n_annotations() > 0) {
            p.error { "No annotation would be in it." }
        }
        @if let Some(parts) = parts(documents, &job) { p { (parts) } }
        @if let Some(dev) = dev_that_is_left(request, &job) {
            p.error { "Dev and test are more than the whole: dev is only " (dev) " per cent." }
        }
        (told(&lost, format.name))
        @if !balance.is_even() { p { (balance) } }
    })
}

/// The annotations and links that are left out first: nobody may miss them
/// among what is only written otherwise.
fn told(lost: &Losses, format: &str) -> Markup {
    let of_kind = |is_work: bool| lost.iter().filter(move |(loss, _)| loss.is_of_work() == is_work);
    html! {
        @if lost.is_empty() {
            p { "Nothing is lost." }
        } @else {
            h3 { "What " (format) " can’t hold" }
            @for is_work in [true, false] {
                @if of_kind(is_work).next().is_some() {
                    ul.losses.work[is_work] {
                        @for (loss, _) in of_kind(is_work) { li { (lost.sentence(loss)) "." } }
                    }
                }
            }
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

/// What is left for dev, if test leaves less than was asked for.
fn dev_that_is_left(request: &Request, job: &Job) -> Option<u8> {
    let [_, dev, _] = job.split.as_ref()?.percent;
    let asked: u32 = request.field("dev").trim().parse().ok()?;
    (asked > dev.into()).then_some(dev)
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
    let scheme = outside_scheme(&collection.scheme, &codec.capacity(&job.options));
    let dataset = Dataset { scheme: &scheme, extra: &collection.extra, options: &job.options };
    n_sets * format.parts.len() + codec.companions(&dataset).len()
}
