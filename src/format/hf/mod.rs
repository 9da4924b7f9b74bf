//! Token classification for Hugging Face's `datasets`: an article a line, its
//! tokens and their tags.
//! Source: <https://huggingface.co/docs/transformers/tasks/token_classification>,
//! <https://huggingface.co/docs/hub/datasets-data-files-configuration>.
//!
//! Unit: tokens. Tags are IOB2: `B-` on the first token of an annotation,
//! `I-` on the others, `O` on all else.
//!
//! Tags are written by name, or as numbers. `README.md` says which number is
//! which, and that the names are a class each, so that `datasets` has the same
//! features either way. A text that is read is made of its tokens, with a
//! space between two, or a line end where a space would make one character of
//! them.

mod classes;
mod tags;

use serde::Serialize;
use serde_json::{Map, Value};

use super::describe::{kind, named, quoted};
use super::draft::{Draft, DraftAnnotation, DraftFragment, Drafts};
use super::ids::raw_id;
use super::item::foreign;
use super::json_lines::{Escapes, has_field, numbered_title, object_of, push_line};
use super::tokens::tokens_of;
use super::{
    Capacity, Codec, Dataset, FileProblem, Format, Framing, OffsetUnit, OutFile, Outcome, Record,
    TextHeld, Variant,
};
use crate::model::document::Document;
use crate::model::id::ArticleId;
use crate::model::segmentation::is_grapheme_boundary;
use classes::Classes;

/// The codec of Hugging Face's token classification.
#[derive(Clone, Copy, Debug)]
pub struct HuggingFace;

const ID: &str = "hf";

const NAMES: &str = "names";
const INTS: &str = "ints";

/// The column of tags that is written.
const TAGS: &str = "ner_tags";

/// The columns that may hold tags, the likeliest first.
const TAG_COLUMNS: [&str; 4] = [TAGS, "tags", "labels", "ner"];

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "Hugging Face tokens (JSON Lines)",
    about: "Tokens and IOB2 tags, for datasets and transformers.",
    parts: &["jsonl"],
    media_type: "application/jsonl",
    offset_unit: OffsetUnit::Token,
    is_collection: true,
    is_read: true,
    variants: &[
        Variant { id: NAMES, name: "Tags by name" },
        Variant { id: INTS, name: "Tags as numbers" },
    ],
    capacity: Capacity {
        text: TextHeld::Tokens,
        any_ends: false,
        article_ids: true,
        ..Capacity::SPANS
    },
};

#[derive(Serialize)]
struct RowOut<'a, T> {
    id: String,
    tokens: Vec<&'a str>,
    ner_tags: Vec<T>,
}

impl Codec for HuggingFace {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        let text = &document.article().text;
        let found = tokens_of(document.article(), dataset.options, std::iter::empty());
        let mut ner_tags = vec![String::from(tags::OUTSIDE); found.ranges().len()];
        for annotation in document.annotations() {
            for (idx, token) in found.under(annotation.fragments.extent()).enumerate() {
                ner_tags[token] = tags::tag(annotation.label.as_str(), idx == 0);
            }
        }
        let tokens = found.ranges().iter().map(|&range| text.get(range).unwrap_or_default());
        let (id, tokens) = (document.article().id.to_string(), tokens.collect());
        if FORMAT.variant(dataset.options) == INTS {
            let classes = Classes::of(dataset.scheme);
            let ner_tags = ner_tags.iter().map(|tag| classes.number(tag)).collect();
            push_line(&mut parts[0], &RowOut { id, tokens, ner_tags }, Escapes::LineEnds);
        } else {
            push_line(&mut parts[0], &RowOut { id, tokens, ner_tags }, Escapes::LineEnds);
        }
    }

    fn companions(&self, dataset: &Dataset<'_>) -> Vec<OutFile> {
        let readme = Classes::of(dataset.scheme).readme();
        vec![OutFile { name: "README.md".into(), bytes: readme.into_bytes() }]
    }

    fn is_companion(&self, name: &str) -> bool {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        matches!(name, "README.md" | "dataset_info.json" | "dataset_infos.json")
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        let has_tags = TAG_COLUMNS.iter().any(|column| has_field(text, column, "["));
        has_tags && (has_field(text, "tokens", "[\"") || has_field(text, "tokens", "[]"))
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        let mut fields = object_of(record)?;
        let tokens = tokens(&mut fields)?;
        let column = TAG_COLUMNS.into_iter().find(|column| fields.contains_key(*column));
        let Some(column) = column else {
            return Err(FileProblem::Other("has no “ner_tags”".into()));
        };
        let tags = tag_names(fields.remove(column).unwrap_or_default(), column, record)?;
        if tags.len() != tokens.len() {
            let (n_tokens, n_tags) = (tokens.len(), tags.len());
            return Err(FileProblem::Other(format!("has {n_tokens} tokens, but {n_tags} tags")));
        }
        let id = fields.remove("id").and_then(|id| raw_id(Some(&id)).map(String::from));
        let draft = draft(&tokens, &tags, id, record);
        let (aligned, rest): (Map<_, _>, Map<_, _>) =
            fields.into_iter().partition(|(_, value)| value.is_array());
        if record.number == 1 && !aligned.is_empty() {
            let names: Vec<String> = aligned.keys().map(|name| quoted(name)).collect();
            let sentence = format!("other columns of its tokens: {}", names.join(", "));
            drafts.warn(1, sentence, Outcome::LeftOut);
        }
        drafts.push(Draft { extra: foreign(ID, rest.into_iter().collect()), ..draft });
        Ok(())
    }
}

/// The tokens of a row.
fn tokens(fields: &mut Map<String, Value>) -> Result<Vec<String>, FileProblem> {
    let other = |what: String| Err(FileProblem::Other(what));
    let list = match fields.remove("tokens") {
        Some(Value::Array(list)) => list,
        Some(value) => return other(format!("has {} for its “tokens”, not a list", named(&value))),
        None => return other("has no “tokens”".into()),
    };
    let mut tokens = Vec::with_capacity(list.len());
    for token in list {
        match token {
            Value::String(words) => tokens.push(words),
            value => return other(format!("has a token that is {}", kind(&value))),
        }
    }
    Ok(tokens)
}

/// The names of the tags of a row.
fn tag_names(tags: Value, column: &str, record: &Record<'_>) -> Result<Vec<String>, FileProblem> {
    let Value::Array(list) = tags else {
        let what = named(&tags);
        return Err(FileProblem::Other(format!("has {what} for its “{column}”, not a list")));
    };
    let mut names = Vec::with_capacity(list.len());
    let mut classes = None;
    for tag in list {
        names.push(match &tag {
            Value::String(name) => name.clone(),
            Value::Number(number) => {
                let classes =
                    classes.get_or_insert_with(|| Classes::named(record.companion, column));
                let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
                let name = number.and_then(|number| classes.name(number));
                let Some(name) = name else { return Err(nameless(&tag, classes)) };
                name.into()
            }
            other => {
                let what = kind(other);
                return Err(FileProblem::Other(format!("has {what} for a tag in its “{column}”")));
            }
        });
    }
    Ok(names)
}

fn nameless(tag: &Value, classes: &Classes) -> FileProblem {
    let tag = named(tag);
    FileProblem::Other(match classes.len() {
        0 => format!(
            "has the tag {tag} and no name for it; open it together with the README.md or \
             dataset_info.json of its dataset, or write the names in place of the numbers"
        ),
        n => format!("has the tag {tag}, but its dataset has names for 0 to {} only", n - 1),
    })
}

/// The text that tokens make, and what their tags mark in it.
fn draft(tokens: &[String], tags: &[String], id: Option<String>, record: &Record<'_>) -> Draft {
    let mut text = String::new();
    let (mut places, mut n_chars) = (Vec::with_capacity(tokens.len()), 0);
    for token in tokens {
        let token = token.as_str();
        if token.is_empty() {
            places.push(None);
            continue;
        }
        n_chars += join(&mut text, token);
        let start = n_chars;
        n_chars += token.chars().count() as u64;
        places.push(Some((start, n_chars)));
    }
    let annotations = tags::spans(tags).into_iter().filter_map(|span| {
        let mut inside = places[span.tokens].iter().flatten();
        let first = inside.next()?;
        let last = inside.last().unwrap_or(first);
        Some(DraftAnnotation {
            label: span.label.into(),
            fragments: vec![DraftFragment { start: first.0, end: last.1 }],
            ..DraftAnnotation::default()
        })
    });
    let annotations = annotations.collect();
    let is_ours = |id: &String| id.parse::<ArticleId>().is_ok();
    let title = match &id {
        Some(id) if !is_ours(id) => format!("{} {id}", record.stem).trim().into(),
        _ => numbered_title(record),
    };
    Draft { id: id.filter(is_ours), title, annotations, ..Draft::new(text) }
}

/// Adds a token to a text, parted from the last one so that no character is of
/// both; says how many characters part them.
fn join(text: &mut String, token: &str) -> u64 {
    let at = text.len();
    let is_first = text.is_empty();
    if is_first && !token.starts_with('\u{feff}') {
        text.push_str(token);
        return 0;
    }
    text.push(' ');
    text.push_str(token);
    // On either side of a space, only the next character counts.
    let is_apart = is_grapheme_boundary(text, at) && is_grapheme_boundary(text, at + 1);
    if is_first || !is_apart {
        text.replace_range(at..=at, "\n");
    }
    1
}
