//! What a file says of an article, before anything of it is believed.
//!
//! Unit: offsets count what the file counts; [`Survey`](super::Survey) finds
//! out what that is, and [`Settler`](super::Settler) makes documents.

use std::sync::Arc;

use super::OffsetUnit;
use super::error::FileProblem;
use super::native::{NativeArticle, NativeNames};
use super::warning::{ArticleName, FileLine, Outcome, Place, Problem, RecordAt, Warning};
use super::warnings::Warnings;
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::scheme::Scheme;

/// An article, as a file has it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The line of the file that it is or begins on, if that is known.
    pub line: Option<FileLine>,
    /// Its id, if the file has one.
    pub id: Option<String>,
    /// Its title; may be empty.
    pub title: String,
    /// Whether the file has no title, and the one it has is made of the names of
    /// the file and the record.
    pub is_title_made: bool,
    /// Its date, as `2024-11-21`.
    pub date: Option<String>,
    /// Who published it.
    pub source: String,
    /// Where it can be found.
    pub url: Option<String>,
    /// Its language, as BCP 47 writes it.
    pub language: String,
    /// How the lines of the original ended, in the words of
    /// [`LineEndings`](crate::model::intake::LineEndings).
    pub line_endings: Option<String>,
    /// Its text, with the line ends that the offsets count.
    pub text: String,
    /// What the offsets count: first what the format prescribes or most
    /// programs write, then what others are known to write. All other units are
    /// tried too where these don't fit, but for tokens.
    pub units: &'static [OffsetUnit],
    /// Whether words of the text, one for each fragment, are what the file
    /// quotes.
    pub is_quote: fn(words: &[&str], quote: &str) -> bool,
    /// The tokens and sentences of the file, if it has them.
    pub tokens: Option<DraftTokens>,
    /// What is marked.
    pub annotations: Vec<DraftAnnotation>,
    /// What is linked.
    pub relations: Vec<DraftRelation>,
    /// Fields that Verbatim does not know.
    pub extra: Extra,
}

/// An annotation, as a file has it.
#[derive(Clone, Debug, Default)]
pub struct DraftAnnotation {
    /// What relations of the same article name it by; unique in the article.
    /// Empty if nothing names it.
    pub key: String,
    /// The line of the file that it stands on, if that is not the article's.
    pub line: Option<FileLine>,
    /// Its id, if the file means it to last: a UUID is kept.
    pub id: Option<String>,
    /// Its label, as the file has it.
    pub label: String,
    /// Where it lies.
    pub fragments: Vec<DraftFragment>,
    /// The words that the file says it covers, if it does.
    pub quote: Option<String>,
    /// A note.
    pub note: String,
    /// A status, in the words of [`Status`](crate::model::annotation::Status).
    pub status: Option<String>,
    /// Who made it.
    pub annotator: String,
    /// When it was made, by RFC 3339.
    pub created: Option<String>,
    /// When it was changed, by RFC 3339.
    pub modified: Option<String>,
    /// What made it.
    pub origin: Option<String>,
    /// Fields that Verbatim does not know.
    pub extra: Extra,
}

/// A stretch of text, as a file has it: half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftFragment {
    /// Where it starts.
    pub start: u64,
    /// Where it ends.
    pub end: u64,
}

/// The tokens and sentences of an article, as a file has them.
#[derive(Clone, Debug, Default)]
pub struct DraftTokens {
    /// Where each token lies.
    pub places: Vec<DraftFragment>,
    /// The words of each token, as long a list as the places; empty if the file
    /// does not have them. They tell what the offsets count.
    pub words: Vec<String>,
    /// The tokens that are the first of their sentences; empty if the file
    /// says nothing of sentences.
    pub starts: Vec<usize>,
}

/// A relation, as a file has it.
#[derive(Clone, Debug, Default)]
pub struct DraftRelation {
    /// What the file calls it; empty if it has no name there.
    pub key: String,
    /// The line of the file that it stands on, if that is not the article's.
    pub line: Option<FileLine>,
    /// Its id, if the file means it to last: a UUID is kept.
    pub id: Option<String>,
    /// Its type, as the file has it.
    pub relation_type: String,
    /// The key of the annotation where it starts.
    pub from: String,
    /// The key of the annotation to which it leads.
    pub to: String,
    /// When it was made, by RFC 3339.
    pub created: Option<String>,
    /// When it was changed, by RFC 3339.
    pub modified: Option<String>,
    /// Fields that Verbatim does not know.
    pub extra: Extra,
}

impl Draft {
    /// A text with nothing marked in it, whose offsets count code points.
    pub fn new(text: impl Into<String>) -> Draft {
        Draft {
            line: None,
            id: None,
            title: String::new(),
            is_title_made: false,
            date: None,
            source: String::new(),
            url: None,
            language: String::new(),
            line_endings: None,
            text: text.into(),
            units: &[OffsetUnit::CodePoint],
            is_quote: |words, quote| words.join(" ") == quote,
            tokens: None,
            annotations: Vec::new(),
            relations: Vec::new(),
            extra: Extra::new(),
        }
    }
}

/// What a codec reads.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The articles, in the file's order.
    pub articles: Vec<DraftOr>,
    /// What did not fit, in the file's order.
    pub warnings: Warnings,
    /// The schemes that the file has.
    pub schemes: Vec<Scheme>,
    /// What the file calls labels and relation types, in native JSON.
    pub names: Option<Arc<NativeNames>>,
    /// Fields of the file that Verbatim does not know.
    pub extra: Extra,
    /// The name of the file, where a sentence must say which of several.
    pub file: Option<String>,
    /// The record that is read, with its line.
    pub at: Option<RecordAt>,
}

/// A draft, or a document from a format that needs none.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "nearly all are drafts; on 32 bits it is not large")]
pub enum DraftOr {
    /// What is yet to be checked.
    Draft(Draft),
    /// What was checked by the codec.
    Document(Box<Document>),
    /// An article of native JSON, which has checks of its own.
    Native(Box<NativeArticle>),
}

impl Drafts {
    /// Adds what was read of another record.
    pub(super) fn extend(&mut self, more: Drafts) {
        self.articles.extend(more.articles);
        self.warnings.append(more.warnings);
        self.schemes.extend(more.schemes);
        for (field, value) in more.extra {
            self.extra.entry(field).or_insert(value);
        }
    }

    /// Takes an article.
    pub fn push(&mut self, draft: Draft) {
        self.articles.push(DraftOr::Draft(draft));
    }

    /// Says what was left out or changed in the file as a whole, or in a record
    /// of it: the number counts from 1, as people count lines and records.
    pub fn warn(&mut self, number: usize, sentence: impl Into<String>, outcome: Outcome) {
        let problem = Problem::Said(sentence.into());
        self.warnings.push(Warning::new(self.place(number), problem, outcome));
    }

    /// Says something of the file, or of a record of it, that changes nothing of
    /// what is marked; the sentence says itself what became of it.
    pub fn note(&mut self, number: usize, sentence: impl Into<String>) {
        self.warn(number, sentence, Outcome::Noted);
    }

    /// Says that so many annotations and links of a record were left out.
    pub fn lose(&mut self, number: usize, sentence: impl Into<String>, n_items: usize) {
        let (place, problem) = (self.place(number), Problem::Said(sentence.into()));
        self.warnings.push(Warning { place, problem, outcome: Outcome::LeftOut, n_items });
    }

    /// Says that a file could not be read, of several.
    pub fn lose_file(&mut self, name: &str, problem: &FileProblem) {
        let (place, problem) = (Place::File(name.into()), Problem::Said(format!("it {problem}")));
        self.warnings.push(Warning::new(place, problem, Outcome::LeftOut));
    }

    fn place(&self, number: usize) -> Place {
        let at = self.at.unwrap_or(RecordAt::number(number));
        Place::Record { file: self.file.clone(), at }
    }

    /// Says of all articles that were read on which line they are, but for those
    /// that say so themselves.
    pub(crate) fn put_lines(&mut self) {
        let line = self.at.and_then(|at| at.line);
        for article in &mut self.articles {
            match article {
                DraftOr::Draft(draft) => draft.line = draft.line.or(line),
                DraftOr::Native(article) => article.line = article.line.or(line),
                DraftOr::Document(_) => {}
            }
        }
    }

    /// Says what was left out or changed in an article.
    pub fn warn_of(
        &mut self,
        title: &str,
        number: usize,
        sentence: impl Into<String>,
        outcome: Outcome,
    ) {
        let line = self.at.and_then(|at| at.line);
        let place = Place::Article(ArticleName::new(title, number).at(line));
        self.warnings.push(Warning::new(place, Problem::Said(sentence.into()), outcome));
    }
}
