//! What was chosen on the export sheet: its fields, read.

use std::collections::BTreeSet;

use crate::format::splits::Split;
use crate::format::{
    CODECS, Codec, Collection, Filter, Job, Keep, Options, SentenceRule, TokenRule, codec,
    file_stem,
};
use crate::model::annotation::Status;
use crate::model::id::LabelId;
use crate::work::collect::{articles_of, collect_seen, library_of};
use crate::work::sheet::Request;

/// Which articles are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The open one.
    This,
    /// Those that are checked.
    Some,
    /// All.
    All,
}

impl Scope {
    pub fn of(request: &Request) -> Scope {
        match request.field("scope") {
            "all" => Scope::All,
            "some" => Scope::Some,
            _ => Scope::This,
        }
    }
}

/// The codec of the format that was chosen; the first, if none was yet.
pub fn codec_of(request: &Request) -> Result<&'static dyn Codec, String> {
    match request.field("format") {
        "" => Ok(CODECS[0]),
        id => codec(id).ok_or_else(|| format!("There is no format “{id}”.")),
    }
}

/// What is wanted of the format.
pub fn options_of(request: &Request) -> Options {
    Options {
        variant: request.field("variant").into(),
        tokens: match request.field("tokens") {
            "spaces" => TokenRule::WhiteSpace,
            "words" => TokenRule::Words,
            _ => TokenRule::Source,
        },
        sentences: match request.field("sentences") {
            "lines" => SentenceRule::Lines,
            "sentences" => SentenceRule::Sentences,
            _ => SentenceRule::Source,
        },
        keep: match request.field("keep") {
            "inner" => Keep::Inner,
            _ => Keep::Outer,
        },
        filter: Filter {
            labels: chosen(request, "label")
                .map(|ids| ids.into_iter().map(LabelId::from).collect()),
            statuses: chosen(request, "status")
                .map(|names| names.into_iter().filter_map(Status::from_name).collect()),
            annotators: chosen(request, "annotator")
                .map(|names| names.into_iter().map(String::from).collect::<BTreeSet<_>>()),
        },
    }
}

/// The values of the boxes that are checked, unless all are. Behind each box
/// stands a field that says that the box is there.
fn chosen<'a>(request: &'a Request, name: &str) -> Option<Vec<&'a str>> {
    let there = request.fields(&format!("{name}-there")).count();
    let checked: Vec<&str> = request.fields(name).collect();
    (checked.len() < there).then_some(checked)
}

/// Whether a box was there and was not checked.
pub fn is_unchecked(request: &Request, name: &str, value: &str) -> bool {
    request.fields(&format!("{name}-there")).any(|other| other == value)
        && !request.fields(name).any(|other| other == value)
}

/// How the articles are parted, if they are.
pub fn split_of(request: &Request) -> Option<Split> {
    if request.field("split").is_empty() {
        return None;
    }
    let percent = |name: &str| request.field(name).trim().parse::<u8>().unwrap_or(0).min(100);
    let (dev, test) = (percent("dev"), percent("test"));
    let dev = dev.min(100 - test);
    let seed = request.field("seed").trim().parse().unwrap_or(0);
    Some(Split { percent: [100 - dev - test, dev, test], seed })
}

/// All that is wanted.
pub fn job_of(request: &Request, collection: &Collection) -> Job {
    let stem = match (&collection.documents[..], Scope::of(request)) {
        (_, Scope::All) => "verbatim-library".into(),
        ([one], _) => file_stem(&one.article().metadata.title),
        _ => "verbatim-selection".into(),
    };
    Job {
        options: options_of(request),
        one_per_article: !request.field("each").is_empty(),
        split: split_of(request),
        stem,
    }
}

/// The articles that were chosen, in the order of the library, and what could
/// not be read of them.
pub fn chosen_articles(request: &Request, seen: &mut dyn FnMut(usize, usize)) -> Chosen {
    let sent = articles_of(&request.records);
    let (library, _) = library_of(&request.records);
    let listed = library.articles().iter().map(|listed| listed.id.to_string());
    let (scope, open) = (Scope::of(request), request.article.map(|id| id.to_string()));
    let is_chosen = |id: &String| match scope {
        Scope::All => true,
        Scope::Some => request.fields("article").any(|other| other == id),
        Scope::This => open.is_none() || open.as_ref() == Some(id),
    };
    let ids: Vec<String> = listed.filter(|id| sent.contains(id) && is_chosen(id)).collect();
    let mut n_done = 0;
    let (collection, unread) = collect_seen(&ids, &request.records, &mut || {
        n_done += 1;
        seen(n_done, ids.len());
    });
    Chosen { collection, unread }
}

/// Articles that were chosen.
pub struct Chosen {
    /// The articles.
    pub collection: Collection,
    /// What could not be read, a sentence each.
    pub unread: Vec<String>,
}
