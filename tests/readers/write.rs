//! Writes the corpus in every format, each in a folder of its own, and beside
//! it what is claimed to be in the files: `claims.json`. With a second folder,
//! it writes each article there as a case for the fuzz targets.
//!
//! Unit: offsets in claims count code points, as Python does.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it can't do")]

#[path = "../support/corpus.rs"]
mod corpus;
#[path = "../support/fuzzing.rs"]
mod fuzzing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use verbatim::format::{self, CODECS, Codec, Collection, Job, Options, tokens_of};
use verbatim::model::annotation::Annotation;
use verbatim::model::document::Document;
use verbatim::model::id::AnnotationId;
use verbatim::model::offset::TextRange;
use verbatim::model::text::Text;

fn main() {
    let mut folders = std::env::args_os().skip(1);
    let folder = folders.next().expect("a folder to write to");
    let for_cases = folders.next();
    let corpus = corpus::corpus();
    for codec in CODECS {
        let variants = codec.format().variants.iter().map(|variant| variant.id);
        let variants: Vec<&str> = if variants.len() == 0 { vec![""] } else { variants.collect() };
        for variant in variants {
            let options = Options { variant: variant.into(), ..Options::default() };
            if let Some(folder) = &for_cases {
                write_cases(*codec, &corpus, &options, Path::new(folder));
            }
            write(*codec, &corpus, options, Path::new(&folder));
        }
    }
}

/// Each article alone, as the fuzz targets take it.
fn write_cases(codec: &dyn Codec, corpus: &Collection, options: &Options, folder: &Path) {
    let folder = folder.join(codec.format().id);
    fs::create_dir_all(&folder).unwrap();
    let (options, stem) = (options.clone(), "case".into());
    let job = Job { options, one_per_article: true, stem, ..Job::default() };
    let written = format::write(codec, corpus, &job);
    for (idx, case) in fuzzing::cases(codec, &written.files).into_iter().enumerate() {
        fs::write(folder.join(format!("{}{idx}", job.options.variant)), case).unwrap();
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    for (idx, case) in fuzzing::fixtures(codec, &fixtures).into_iter().enumerate() {
        fs::write(folder.join(format!("fixture{idx}")), case).unwrap();
    }
}

fn write(codec: &dyn Codec, corpus: &Collection, options: Options, folder: &Path) {
    let format = codec.format();
    let name = match options.variant.as_str() {
        "" => format.id.to_owned(),
        variant => format!("{}.{variant}", format.id),
    };
    let folder = folder.join(&name);
    let job = Job { options, stem: "corpus".into(), ..Job::default() };
    let written = format::write(codec, corpus, &job);
    let mut names = Vec::new();
    for file in &written.files {
        let path: PathBuf = folder.join(&file.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
        names.push(&file.name);
    }
    let articles = written.fitted.iter().map(|document| article(document, &job.options));
    let labels: Vec<&str> = corpus.scheme.labels.iter().map(|one| one.id.as_str()).collect();
    let types = corpus.scheme.relation_types.iter().map(|one| one.id.as_str());
    let claims = json!({
        "format": format.id,
        "variant": job.options.variant,
        "files": names,
        "labels": labels,
        "relation_types": types.collect::<Vec<_>>(),
        "articles": articles.collect::<Vec<_>>(),
        "losses": written.losses.sentences(),
    });
    fs::write(folder.join("claims.json"), serde_json::to_vec_pretty(&claims).unwrap()).unwrap();
}

/// What an article claims to hold, as it was fitted.
fn article(document: &Document, options: &Options) -> Value {
    let article = document.article();
    let text = &article.text;
    let numbers: BTreeMap<AnnotationId, usize> =
        document.annotations().enumerate().map(|(idx, one)| (one.id, idx)).collect();
    let relations = document.relations().into_iter().map(|relation| {
        json!({
            "id": relation.id.to_string(),
            "type": relation.relation_type.as_str(),
            "from": numbers[&relation.from],
            "to": numbers[&relation.to],
        })
    });
    let whole = document.annotations().map(|one| one.fragments.extent());
    let tokens = tokens_of(article, options, whole);
    let words = |range: &TextRange| text.get(*range).unwrap();
    let sentences = tokens.sentences().map(|one| one.iter().map(words).collect::<Vec<_>>());
    json!({
        "id": article.id.to_string(),
        "title": article.metadata.title,
        "text": text.as_str(),
        "annotations": document.annotations().map(|one| annotation(one, text)).collect::<Vec<_>>(),
        "relations": relations.collect::<Vec<_>>(),
        "sentences": sentences.collect::<Vec<_>>(),
    })
}

fn annotation(annotation: &Annotation, text: &Text) -> Value {
    let in_chars = |at| text.offsets().char_from_byte(at).unwrap().0;
    let fragments = annotation
        .fragments
        .ranges()
        .map(|range| json!([in_chars(range.start()), in_chars(range.end())]));
    let words = annotation.fragments.ranges().map(|range| text.get(range).unwrap());
    json!({
        "id": annotation.id.to_string(),
        "label": annotation.label.as_str(),
        "fragments": fragments.collect::<Vec<_>>(),
        "words": words.collect::<Vec<_>>(),
        "note": annotation.note,
        "status": annotation.status.as_str(),
        "annotator": annotation.annotator,
    })
}
