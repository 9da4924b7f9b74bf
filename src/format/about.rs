//! What is known of an article, as fields with the names of native JSON, for
//! the formats that have a place for any fields.
//!
//! Invariant: what [`About`] writes, [`take`] reads as it was. All fields are
//! always written: readers that make a table of a file fill the gaps of a
//! column with what is no value of it.

use serde::Serialize;
use serde_json::{Map, Value};

use super::draft::Draft;
use crate::model::article::Article;
use crate::model::id::ArticleId;
use crate::model::intake::LineEndings;
use crate::model::timestamp::{format_date, parse_date};

/// What is known of an article besides its text.
#[derive(Serialize)]
pub(super) struct About<'a> {
    article_id: String,
    title: &'a str,
    date: Option<String>,
    source: &'a str,
    url: Option<&'a str>,
    language: &'a str,
    line_endings: &'static str,
}

/// The names of the fields.
pub(super) const FIELDS: &[&str] =
    &["article_id", "title", "date", "source", "url", "language", "line_endings"];

impl<'a> About<'a> {
    pub(super) fn of(article: &'a Article) -> About<'a> {
        let metadata = &article.metadata;
        About {
            article_id: article.id.to_string(),
            title: &metadata.title,
            date: metadata.date.map(format_date),
            source: &metadata.source,
            url: metadata.url.as_deref(),
            language: &metadata.language,
            line_endings: article.line_endings.as_str(),
        }
    }
}

/// Takes what is known of an article out of fields. What another program
/// means by such a name, but can't be read so, stays.
pub(super) fn take(fields: &mut Map<String, Value>, draft: &mut Draft) {
    if let Some(id) = words(fields, "article_id", |id| id.parse::<ArticleId>().is_ok()) {
        draft.id = Some(id);
    }
    if let Some(title) = words(fields, "title", |_| true) {
        draft.title = title;
        draft.is_title_made = false;
    }
    draft.date = words(fields, "date", |date| parse_date(date).is_some());
    draft.source = words(fields, "source", |_| true).unwrap_or_default();
    draft.url = words(fields, "url", |_| true);
    draft.language = words(fields, "language", |_| true).unwrap_or_default();
    draft.line_endings =
        words(fields, "line_endings", |name| LineEndings::from_name(name).is_some());
}

fn words(
    fields: &mut Map<String, Value>,
    name: &str,
    is_fit: impl Fn(&str) -> bool,
) -> Option<String> {
    match fields.remove(name)? {
        Value::String(words) if is_fit(&words) => Some(words),
        Value::Null => None,
        other => {
            fields.insert(name.into(), other);
            None
        }
    }
}
