//! What native JSON says of articles, annotations and relations beside text
//! and places: its fields, for formats that take fields of others.
//!
//! Invariant: what is written here is read here as it was. A field that would
//! say what is so anyway is left out.

use serde::Serialize;
use serde_json::Value;

use super::draft::{Draft, DraftAnnotation, DraftRelation};
use super::fit::UNKNOWN_ORIGIN;
use super::item::Item;
use super::warning::Problem;
use crate::model::annotation::{Annotation, Relation, Status};
use crate::model::article::Article;
use crate::model::intake::LineEndings;
use crate::model::timestamp::{Timestamp, format_date};

/// What is known of an article.
#[derive(Serialize)]
pub(super) struct ArticleFields<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_endings: Option<&'static str>,
}

/// The names of [`ArticleFields`].
pub(super) const OF_ARTICLES: &[&str] =
    &["title", "date", "source", "url", "language", "line_endings"];

impl<'a> ArticleFields<'a> {
    pub(super) fn of(article: &'a Article) -> ArticleFields<'a> {
        let metadata = &article.metadata;
        ArticleFields {
            title: &metadata.title,
            date: metadata.date.map(format_date),
            source: &metadata.source,
            url: metadata.url.as_deref(),
            language: &metadata.language,
            line_endings: Some(article.line_endings)
                .filter(|&endings| endings != LineEndings::Lf)
                .map(LineEndings::as_str),
        }
    }
}

/// Reads [`ArticleFields`]; those that are missing stay as they are.
pub(super) fn read_article(value: &Value, draft: &mut Draft, problems: &mut Vec<Problem>) {
    let Some(item) = Item::new(value, OF_ARTICLES) else { return };
    let mut text = |field| item.text(field, problems).map(String::from);
    if let Some(title) = text("title") {
        draft.title = title;
        draft.is_title_made = false;
    }
    draft.date = text("date").or(draft.date.take());
    draft.url = text("url").or(draft.url.take());
    draft.line_endings = text("line_endings").or(draft.line_endings.take());
    draft.source = text("source").unwrap_or(std::mem::take(&mut draft.source));
    draft.language = text("language").unwrap_or(std::mem::take(&mut draft.language));
}

/// When an annotation or a relation was made and changed.
#[derive(Serialize)]
pub(super) struct TimeFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
}

impl TimeFields {
    fn of(created: Timestamp, modified: Timestamp) -> TimeFields {
        let said = |time: Timestamp, other| (time != other).then(|| time.to_string());
        TimeFields {
            created: said(created, Timestamp::default()),
            modified: said(modified, created),
        }
    }

    pub(super) fn of_annotation(annotation: &Annotation) -> TimeFields {
        TimeFields::of(annotation.created, annotation.modified)
    }

    pub(super) fn of_relation(relation: &Relation) -> TimeFields {
        TimeFields::of(relation.created, relation.modified)
    }
}

/// What is known of an annotation, but for its note.
#[derive(Serialize)]
pub(super) struct AnnotationFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    annotator: &'a str,
    #[serde(flatten)]
    times: TimeFields,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a str>,
}

/// The names of [`AnnotationFields`].
pub(super) const OF_ANNOTATIONS: &[&str] =
    &["status", "annotator", "created", "modified", "origin"];

impl<'a> AnnotationFields<'a> {
    pub(super) fn of(annotation: &'a Annotation) -> AnnotationFields<'a> {
        AnnotationFields {
            status: Some(annotation.status)
                .filter(|&status| status != Status::Sure)
                .map(Status::as_str),
            annotator: &annotation.annotator,
            times: TimeFields::of_annotation(annotation),
            origin: Some(annotation.origin.as_str()).filter(|&origin| origin != UNKNOWN_ORIGIN),
        }
    }
}

/// Reads [`AnnotationFields`]; those that are missing stay as they are.
pub(super) fn read_annotation(
    value: &Value,
    draft: &mut DraftAnnotation,
    problems: &mut Vec<Problem>,
) {
    let Some(item) = Item::new(value, OF_ANNOTATIONS) else { return };
    let mut text = |field| item.text(field, problems).map(String::from);
    draft.status = text("status").or(draft.status.take());
    draft.annotator = text("annotator").unwrap_or(std::mem::take(&mut draft.annotator));
    draft.created = text("created").or(draft.created.take());
    draft.modified = text("modified").or(draft.modified.take());
    draft.origin = text("origin").or(draft.origin.take());
}

/// The names of [`TimeFields`].
pub(super) const OF_RELATIONS: &[&str] = &["created", "modified"];

/// Reads [`TimeFields`] of a relation.
pub(super) fn read_relation(value: &Value, draft: &mut DraftRelation, problems: &mut Vec<Problem>) {
    let Some(item) = Item::new(value, OF_RELATIONS) else { return };
    draft.created = item.text("created", problems).map(String::from);
    draft.modified = item.text("modified", problems).map(String::from);
}
