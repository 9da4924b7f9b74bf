//! Reads one article with what is marked in it.

use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::scheme::Names;
use super::{annotation, named_id, relation};
use crate::format::Warnings;
use crate::format::describe::{kind, named};
use crate::format::ids::Ids;
use crate::format::item::Item;
use crate::format::source::Source;
use crate::format::warning::{ArticleName, FileLine, Outcome, Place, Problem, Warning};
use crate::model::article::{Article, Metadata};
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::id::{AnnotationId, ArticleId, RelationId};
use crate::model::intake::{Intake, LineEndings};
use crate::model::offset::{CharOffset, TextRange};
use crate::model::text::Text;
use crate::model::timestamp::parse_date;
use crate::model::tokens::Tokens;

const FIELDS: &[&str] = &[
    "id",
    "title",
    "date",
    "source",
    "url",
    "language",
    "line_endings",
    "text",
    "text_sha256",
    "n_chars",
    "tokens",
    "sentences",
    "annotations",
    "relations",
];

/// Reads the article that stands at a place in the file, counted from 1, and on
/// a line, if that is known. `None` if it is left out.
pub(super) fn read(
    value: &Value,
    (number, line): (usize, Option<FileLine>),
    names: &Names,
    ids: &mut Ids,
    warnings: &mut Warnings,
) -> Option<Document> {
    let title = value.get("title").and_then(Value::as_str).unwrap_or_default();
    let name = ArticleName::new(title, number).at(line);
    let place = Place::Article(name.clone());
    let mut problems = Vec::new();
    let (item, article, intake) = match read_article(value, ids, &mut problems) {
        Ok(read) => read,
        Err(problem) => {
            warnings.push(Warning::new(place, problem, Outcome::LeftOut));
            return None;
        }
    };
    let annotations = item.list("annotations", &mut problems);
    let relations = item.list("relations", &mut problems);
    warn(warnings, &place, problems);

    let original = item.get("text").and_then(Value::as_str).unwrap_or_default();
    let text = article.text.clone();
    let source = Source::new(original, &text, &intake);
    let mut annotation_ids = Ids::of(article.id.0);
    let mut relation_ids = Ids::of(article.id.0);
    let mut document = Document::new(article, Arc::clone(&names.scheme));

    for (idx, value) in annotations.iter().enumerate() {
        let mut problems = Vec::new();
        let read = annotation::read(value, &source, names, &mut problems).and_then(|mut read| {
            read.id = AnnotationId(annotation_ids.claim(value, &mut problems));
            Ok(document.apply(Edit::PutAnnotation(Box::new(read)))?)
        });
        let place = || Place::Annotation {
            article: name.clone(),
            id: named_id(value, idx + 1),
            quote: annotation::quote(value).into(),
        };
        settle(warnings, place, read.map(|_| problems));
    }
    for (idx, value) in relations.iter().enumerate() {
        let mut problems = Vec::new();
        let read = relation::read(value, &document, &annotation_ids, names, &mut problems);
        let read = read.and_then(|mut read| {
            read.id = RelationId(relation_ids.claim(value, &mut problems));
            Ok(document.apply(Edit::PutRelation(Box::new(read)))?)
        });
        let place = || Place::Relation { article: name.clone(), id: named_id(value, idx + 1) };
        settle(warnings, place, read.map(|_| problems));
    }
    Some(document)
}

/// The article without what is marked in it.
fn read_article<'a>(
    value: &'a Value,
    ids: &mut Ids,
    problems: &mut Vec<Problem>,
) -> Result<(Item<'a>, Article, Intake), Problem> {
    let item = Item::new(value, FIELDS).ok_or(Problem::NotObject { found: kind(value) })?;
    let original = item.get("text").ok_or(Problem::NoText)?;
    let original = original.as_str().ok_or(Problem::TextNotText { found: kind(original) })?;
    let (text, intake) = Text::from_original(original)?;
    let was_changed = text.as_str() != original;

    let id = ArticleId(ids.claim(value, problems));
    let metadata = Metadata {
        title: item.text("title", problems).unwrap_or_default().into(),
        date: item.get("date").and_then(|value| {
            let date = value.as_str().and_then(parse_date);
            if date.is_none() {
                problems.push(Problem::BadDate { found: named(value) });
            }
            date
        }),
        source: item.text("source", problems).unwrap_or_default().into(),
        url: item.text("url", problems).map(Into::into),
        language: item.text("language", problems).unwrap_or_default().into(),
    };
    let said_endings = item.get("line_endings").map_or(Some(LineEndings::Lf), |value| {
        let endings = value.as_str().and_then(LineEndings::from_name);
        if endings.is_none() {
            problems.push(Problem::BadLineEndings { found: named(value) });
        }
        endings
    });
    let line_endings = match intake.line_endings {
        LineEndings::Lf => said_endings.unwrap_or_default(),
        seen => seen,
    };
    if was_changed {
        problems.push(Problem::TextNormalized);
    }
    check_sum(&item, original, &text, problems);
    let tokens = read_tokens(&item, original, &text, &intake, problems).map(Arc::new);
    let article = Article { id, metadata, line_endings, text, tokens, extra: item.extra() };
    Ok((item, article, intake))
}

/// The tokens and sentences that the article came with; those that do not fit
/// the text are as good as none, and that is said.
fn read_tokens(
    item: &Item<'_>,
    original: &str,
    text: &Text,
    intake: &Intake,
    problems: &mut Vec<Problem>,
) -> Option<Tokens> {
    let given = item.list("tokens", problems);
    let starts = item.list("sentences", problems);
    if given.is_empty() {
        return None;
    }
    let source = Source::new(original, text, intake);
    let offset = |value: &Value, idx: usize| -> Option<CharOffset> {
        Some(CharOffset(value.get(idx)?.as_u64()?.try_into().ok()?))
    };
    let range = |value: &Value| {
        let byte = |idx| source.offsets().byte_from_char(offset(value, idx)?);
        let (start, end) = (byte(0)?, byte(1)?);
        (start < end).then(|| source.range_in_text(TextRange::new(start, end)))
    };
    let ranges: Option<Vec<TextRange>> = given.iter().map(range).collect();
    let starts = starts.iter().map(|start| start.as_u64().map(|start| start as usize));
    let tokens =
        ranges.zip(starts.collect()).and_then(|(ranges, starts)| Tokens::new(text, ranges, starts));
    if tokens.is_none() {
        problems.push(Problem::TokensMisfit);
    }
    tokens
}

/// Whether the text is the one the file was written with.
fn check_sum(item: &Item<'_>, original: &str, text: &Text, problems: &mut Vec<Problem>) {
    if let Some(found) = item.get("text_sha256") {
        let is_sum_of =
            |text: &str| found.as_str().is_some_and(|sum| sum.eq_ignore_ascii_case(&sha256(text)));
        if !is_sum_of(original) && !is_sum_of(text.as_str()) {
            problems.push(Problem::OtherSha256);
        }
    }
    if let Some(found) = item.get("n_chars") {
        let n_chars = text.offsets().n_chars().0;
        let n_original = original.chars().count() as u64;
        if ![Some(n_original), Some(n_chars.into())].contains(&found.as_u64()) {
            problems.push(Problem::OtherLength { found: named(found), n_chars });
        }
    }
}

/// The SHA-256 of a text, in hexadecimal digits.
pub(super) fn sha256(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text) {
        for digit in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(digit.into(), 16).unwrap_or_default());
        }
    }
    hex
}

/// Says what did not fit in an item that was read, or why it was left out.
fn settle(warnings: &mut Warnings, place: impl Fn() -> Place, read: Result<Vec<Problem>, Problem>) {
    match read {
        Ok(problems) if problems.is_empty() => {}
        Ok(problems) => warn(warnings, &place(), problems),
        Err(problem) => {
            warnings.push(Warning::new(place(), problem, Outcome::LeftOut));
        }
    }
}

fn warn(warnings: &mut Warnings, place: &Place, problems: Vec<Problem>) {
    let kept = |problem| Warning::new(place.clone(), problem, Outcome::Kept);
    problems.into_iter().map(kept).for_each(|one| warnings.push(one));
}
