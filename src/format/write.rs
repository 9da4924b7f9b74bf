//! Writes datasets: fits each article into the format, and gives the files.
//!
//! Invariant: the same content and choices give the same bytes.

use std::collections::BTreeSet;

use super::fit::fit;
use super::losses::Losses;
use super::options::Options;
use super::outside::{outside, outside_scheme};
use super::scheme_losses::scheme_losses;
use super::splits::{PARTS, Split, rank};
use super::{Codec, Collection, Dataset};
use crate::model::document::Document;
use crate::model::segmentation::{bounds, is_grapheme_boundary};

/// A file that goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutFile {
    /// Its name; folders are parted by `/`.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What is wanted of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Job {
    /// What each article is written as.
    pub options: Options,
    /// A file for each article, even if the format holds many in one.
    pub one_per_article: bool,
    /// Train, dev and test.
    pub split: Option<Split>,
    /// What the files are named by, without an extension.
    pub stem: String,
}

/// A dataset that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Its files.
    pub files: Vec<OutFile>,
    /// What the format can't hold of it.
    pub losses: Losses,
    /// What it holds: each article as it is in the files, in their order.
    pub fitted: Vec<Document>,
}

/// Writes a collection.
pub fn write(codec: &dyn Codec, collection: &Collection, job: &Job) -> Written {
    write_seen(codec, collection, job, &mut || {})
}

/// Writes a collection, and calls for each article that was fitted and for each
/// that was written.
pub fn write_seen(
    codec: &dyn Codec,
    collection: &Collection,
    job: &Job,
    seen: &mut dyn FnMut(),
) -> Written {
    let capacity = codec.capacity(&job.options);
    let mut losses = scheme_losses(&collection.scheme, &collection.extra, &capacity);
    let mut fitted = Vec::with_capacity(collection.documents.len());
    for document in &collection.documents {
        let one = fit_into(codec, document, &job.options);
        losses.merge(&one.losses);
        // Files are named by titles, also where the format has none.
        fitted.push((one.document, document.article().metadata.title.as_str()));
        seen();
    }
    let scheme = outside_scheme(&collection.scheme, &capacity);
    let dataset = Dataset { scheme: &scheme, extra: &collection.extra, options: &job.options };
    let parts = match &job.split {
        Some(split) => {
            let texts = fitted.iter().map(|(one, _)| one.article().text.as_str());
            let ranks: Vec<_> = texts.map(|text| rank(text, split.seed)).collect();
            split.parts(&ranks)
        }
        None => vec![0; fitted.len()],
    };
    let mut files = Vec::new();
    let mut in_order = Vec::with_capacity(fitted.len());
    let is_split = job.split.is_some();
    let names: &[&str] = if is_split { &PARTS } else { &[&job.stem] };
    for (part, &name) in names.iter().enumerate() {
        let of_part = fitted.iter().zip(&parts).filter(|&(_, &other)| other == part);
        let (of_part, titles): (Vec<&Document>, Vec<&str>) =
            of_part.map(|((document, title), _)| (document, title)).unzip();
        if is_split && of_part.is_empty() {
            continue;
        }
        if job.one_per_article || !codec.format().is_collection {
            let folder = if is_split { format!("{name}/") } else { String::new() };
            let mut names = Names::default();
            for (document, title) in of_part.iter().zip(titles) {
                let name = format!("{folder}{}", names.of(title, fitted.len()));
                files.extend(write_file(codec, &[document], &dataset, &name, seen));
            }
        } else {
            files.extend(write_file(codec, &of_part, &dataset, name, seen));
        }
        in_order.extend(of_part.into_iter().cloned());
    }
    let mut gathered = BTreeSet::new();
    in_order.iter().for_each(|document| codec.gather(document, &mut gathered));
    files.extend(codec.companions_of(&dataset, &gathered));
    Written { files, losses, fitted: in_order }
}

/// What is left of a document in a format.
pub fn fit_into(codec: &dyn Codec, document: &Document, options: &Options) -> super::fit::Fitted {
    let capacity = codec.capacity(options);
    let mut fitted = fit(document, &capacity, codec.format().id, options);
    fitted.document = outside(fitted.document, &capacity);
    fitted.document = codec.adapt(fitted.document, options, &mut fitted.losses);
    fitted
}

/// The file of some fitted articles; several, if the format has several parts.
fn write_file(
    codec: &dyn Codec,
    documents: &[&Document],
    dataset: &Dataset<'_>,
    stem: &str,
    seen: &mut dyn FnMut(),
) -> Vec<OutFile> {
    let extensions = codec.format().parts;
    let mut parts = vec![Vec::new(); extensions.len()];
    codec.begin(dataset, &mut parts);
    for (idx, document) in documents.iter().enumerate() {
        codec.article(document, idx + 1, dataset, &mut parts);
        seen();
    }
    codec.end(documents.len(), dataset, &mut parts);
    let named = |(bytes, extension)| OutFile { name: format!("{stem}.{extension}"), bytes };
    parts.into_iter().zip(extensions).map(named).collect()
}

/// Names for the files of articles; no two are the same, as each begins with
/// its number.
#[derive(Debug, Default)]
pub struct Names {
    n_named: usize,
}

impl Names {
    /// A name for the next of `n_articles` articles, without an extension: its
    /// number, if there are several, and its title.
    pub fn of(&mut self, title: &str, n_articles: usize) -> String {
        self.n_named += 1;
        let title = file_stem(title);
        if n_articles <= 1 {
            return title;
        }
        let width = n_articles.to_string().len();
        format!("{:0width$}-{title}", self.n_named)
    }
}

/// A title as the start of a file's name: letters, digits and hyphens. No
/// character is cut, and it is a name on every system.
pub fn file_stem(title: &str) -> String {
    const MAX_CHARS: usize = 60;
    let mut stem = String::new();
    let (mut n_chars, mut is_apart) = (0, false);
    for (start, end) in bounds(title, is_grapheme_boundary) {
        let cluster = &title[start..end];
        if !cluster.starts_with(char::is_alphanumeric) {
            is_apart = !stem.is_empty();
            continue;
        }
        // Marks stay with their letter.
        let held = cluster.chars().filter(|&c| c.is_alphanumeric() || !c.is_ascii());
        let held: String = is_apart.then_some('-').into_iter().chain(held).collect();
        n_chars += held.chars().count();
        if n_chars > MAX_CHARS {
            break;
        }
        stem += &held;
        is_apart = false;
    }
    match stem.as_str() {
        "" => "article".into(),
        device if is_device(device) => format!("article-{device}"),
        _ => stem,
    }
}

/// Whether Windows keeps a name for a device, whatever its extension.
fn is_device(stem: &str) -> bool {
    let stem = stem.to_ascii_uppercase();
    let is_port = |port: &str| {
        let number = stem.strip_prefix(port).unwrap_or_default();
        number.chars().count() == 1 && number.starts_with(|c| "0123456789¹²³".contains(c))
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || is_port("COM") || is_port("LPT")
}
