//! The library and its articles as records.

use std::sync::Arc;

use serde_json::Value;

use super::fields::{Fields, Read, texts};
use super::{RecordError, bad_value};
use crate::model::article::{Article, Metadata};
use crate::model::extra::Extra;
use crate::model::id::ArticleId;
use crate::model::intake::LineEndings;
use crate::model::text::{BlockIdx, Text};
use crate::model::timestamp::{format_date, parse_date};
use crate::model::tokens::Tokens;

/// Which articles there are, in which order, and which is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LibraryRecord {
    /// The articles' ids, in the order people see.
    pub articles: Vec<String>,
    /// The open article's id.
    pub open: Option<String>,
    /// What imported files said of themselves that this version does not know.
    pub extra: Extra,
}

impl LibraryRecord {
    /// Writes it.
    pub fn to_json(&self) -> String {
        Fields::new()
            .with("articles", texts(self.articles.iter().cloned()))
            .with_maybe("open", self.open.clone())
            .with_extra(&self.extra)
            .to_json()
    }

    /// Reads it.
    ///
    /// # Errors
    /// Whatever does not fit.
    pub fn from_json(json: &str) -> Result<LibraryRecord, RecordError> {
        let mut fields = Fields::parse(json)?;
        Ok(LibraryRecord {
            articles: fields.texts("articles")?,
            open: fields.maybe_text("open")?,
            extra: fields.extra()?,
        })
    }
}

/// Writes where the person was in an article: the first line in view.
pub fn place_to_json(block: BlockIdx) -> String {
    Fields::new().with_number("block", block.0 as u64).to_json()
}

/// Reads where the person was in an article.
///
/// # Errors
/// Whatever does not fit.
pub fn place_from_json(json: &str) -> Result<BlockIdx, RecordError> {
    Ok(BlockIdx(Fields::parse(json)?.offset("block")? as usize))
}

/// Writes the text of an article, with the tokens and sentences that it came
/// with: in `tokens` stands for each token how many bytes lie between it and
/// the one before, and how many it has.
pub fn text_to_json(article: &Article) -> String {
    let fields = Fields::new().with_text("text", article.text.as_str());
    let Some(tokens) = &article.tokens else { return fields.to_json() };
    let steps = tokens.steps().into_iter().flat_map(|(gap, len)| [gap, len]);
    let starts = tokens.starts().iter().copied();
    fields
        .with("tokens", steps.map(Value::from).collect())
        .with("sentences", starts.map(Value::from).collect())
        .to_json()
}

/// Reads the tokens that stand beside a text; what can't be read of them is as
/// good as missing, as they can be made anew.
fn tokens_from(fields: &mut Fields, text: &Text) -> Option<Arc<Tokens>> {
    let mut numbers = |field| -> Option<Vec<u32>> {
        let list = fields.value(field);
        let number = |value: &Value| value.as_u64().and_then(|number| number.try_into().ok());
        list.as_array()?.iter().map(number).collect()
    };
    let (steps, starts) = (numbers("tokens")?, numbers("sentences")?);
    let steps: Vec<(u32, u32)> = steps.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    let starts = starts.into_iter().map(|start| start as usize).collect();
    Tokens::new(text, Tokens::ranges_of_steps(&steps)?, starts).map(Arc::new)
}

/// Writes what is known about an article.
pub fn article_to_json(article: &Article) -> String {
    Fields::new()
        .with("metadata", metadata_fields(&article.metadata).into_value())
        .with_text("line_endings", article.line_endings.as_str())
        .with_extra(&article.extra)
        .to_json()
}

/// Reads an article from its two records.
///
/// # Errors
/// Whatever does not fit.
pub fn article_from_json(
    id: ArticleId,
    json: &str,
    text_json: &str,
) -> Result<Article, RecordError> {
    let mut fields = Fields::parse(json)?;
    let mut of_text = Fields::parse(text_json)?;
    let text = of_text.text("text")?;
    let (text, _) = Text::from_original(&text)
        .map_err(|e| RecordError::because(|| format!("its text can’t be “{e}”")))?;
    let line_endings = fields.text("line_endings")?;
    Ok(Article {
        id,
        metadata: metadata_from_fields(Fields::from_value(fields.value("metadata"))?)?,
        line_endings: LineEndings::from_name(&line_endings)
            .ok_or_else(|| bad_value("line_endings", &line_endings))?,
        tokens: tokens_from(&mut of_text, &text),
        text,
        extra: fields.extra()?,
    })
}

/// Reads what is known about an article, without its text.
///
/// # Errors
/// Whatever does not fit.
pub fn metadata_from_json(json: &str) -> Result<Metadata, RecordError> {
    metadata_from_fields(Fields::from_value(Fields::parse(json)?.value("metadata"))?)
}

pub(super) fn metadata_fields(metadata: &Metadata) -> Fields {
    Fields::new()
        .with_text("title", &metadata.title)
        .with_maybe("date", metadata.date.map(format_date))
        .with_text("source", &metadata.source)
        .with_maybe("url", metadata.url.clone())
        .with_text("language", &metadata.language)
}

pub(super) fn metadata_from_fields(mut fields: Fields) -> Read<Metadata> {
    let date = match fields.maybe_text("date")? {
        None => None,
        Some(date) => Some(parse_date(&date).ok_or_else(|| bad_value("date", &date))?),
    };
    Ok(Metadata {
        title: fields.text("title")?,
        date,
        source: fields.text("source")?,
        url: fields.maybe_text("url")?,
        language: fields.text("language")?,
    })
}
