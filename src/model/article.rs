//! An article: its immutable text, and what is known about it.

use std::sync::Arc;

use super::extra::Extra;
use super::id::ArticleId;
use super::intake::{Intake, LineEndings};
use super::text::{Text, TextError};
use super::timestamp::{Date, parse_date};
use super::tokens::Tokens;

/// A text with what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Its identity.
    pub id: ArticleId,
    /// What can be edited.
    pub metadata: Metadata,
    /// How the lines of the original ended, before they became LF.
    pub line_endings: LineEndings,
    /// The text; it never changes.
    pub text: Text,
    /// The tokens and sentences that it came with, if it did; they never change.
    pub tokens: Option<Arc<Tokens>>,
    /// What a file said of it that this version does not know.
    pub extra: Extra,
}

/// What is known about an article, and can be edited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The headline.
    pub title: String,
    /// When it was published.
    pub date: Option<Date>,
    /// Who published it.
    pub source: String,
    /// Where it can be found.
    pub url: Option<String>,
    /// Its language, as BCP 47 writes it; empty if nobody said.
    pub language: String,
}

/// A title taken from the text is cut after this many characters.
const MAX_GUESSED_TITLE_CHARS: usize = 120;

impl Article {
    /// Makes an article of plain text. `date YYYY-MM-DD` at the start of the
    /// first line fills the date, and the rest of that line is the title;
    /// else the title is `name`, or the first line below if that is empty. The
    /// text stays whole either way.
    ///
    /// # Errors
    /// As [`Text::from_original`].
    pub fn from_plain_text(
        id: ArticleId,
        name: &str,
        original: &str,
    ) -> Result<Article, TextError> {
        let (text, Intake { line_endings, .. }) = Text::from_original(original)?;
        let first_line = text.as_str().split('\n').next().unwrap_or_default();
        let mut metadata = read_dateline(first_line).unwrap_or_default();
        if metadata.title.is_empty() {
            // Under a date line without a title stands the headline.
            let below = metadata.date.map_or("", |_| &text.as_str()[first_line.len()..]);
            metadata.title = match (name, below.trim()) {
                ("", "") => guess_title(text.as_str()),
                ("", below) => guess_title(below),
                _ => name.into(),
            };
        }
        Ok(Article { id, metadata, line_endings, text, tokens: None, extra: Extra::default() })
    }
}

/// Reads `date 2024-11-21 The title`, white space before it allowed.
fn read_dateline(line: &str) -> Option<Metadata> {
    let rest = line.trim_start().strip_prefix("date")?;
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let rest = rest.trim_start();
    let (date, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    Some(Metadata {
        title: title.trim().into(),
        date: Some(parse_date(date)?),
        ..Metadata::default()
    })
}

fn guess_title(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    match line.char_indices().nth(MAX_GUESSED_TITLE_CHARS) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line.into(),
    }
}
