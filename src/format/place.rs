//! Where in a file something did not fit, as it is said to the person.
//!
//! Unit: lines, records and articles count from 1.

use std::fmt;

use super::describe::{quoted, shortened, whole_name};

/// Where in a file something did not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The scheme as a whole.
    Scheme,
    /// A label of the scheme.
    Label(String),
    /// A relation type of the scheme.
    RelationType(String),
    /// A file as a whole, by its name.
    File(String),
    /// A record of the file: a line, or an item of its list.
    Record {
        /// The file's name, where there are several.
        file: Option<String>,
        /// The record.
        at: RecordAt,
    },
    /// An article.
    Article(ArticleName),
    /// An annotation.
    Annotation {
        /// Its article.
        article: ArticleName,
        /// Its id as the file has it, or its number.
        id: String,
        /// The words it quotes; empty if it quotes none.
        quote: String,
    },
    /// A relation.
    Relation {
        /// Its article.
        article: ArticleName,
        /// Its id as the file has it, or its number.
        id: String,
    },
}

/// A record of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordAt {
    /// Its place among the records of the file.
    pub number: usize,
    /// The line of the file that it is or begins on, if that tells anything.
    pub line: Option<FileLine>,
}

impl RecordAt {
    /// A record whose line nobody knows.
    pub fn number(number: usize) -> RecordAt {
        RecordAt { number, line: None }
    }
}

/// A line of a file on which something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileLine {
    /// It stands on this line.
    On(usize),
    /// It begins on this line, and may go on over others.
    From(usize),
    /// It stands on this line of the file of the article that has this
    /// extension.
    OfPart(usize, &'static str),
}

impl FileLine {
    /// The number of the line.
    pub fn number(self) -> usize {
        match self {
            FileLine::On(line) | FileLine::From(line) | FileLine::OfPart(line, _) => line,
        }
    }
}

/// How an article is named to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleName {
    /// Its title; may be empty.
    pub title: String,
    /// Its place in the file, counted from 1.
    pub number: usize,
    /// The line of what is said of it, or its own, if that is known.
    pub line: Option<FileLine>,
}

impl ArticleName {
    /// A title is cut if it is long: each thing that does not fit names it.
    pub fn new(title: &str, number: usize) -> ArticleName {
        ArticleName { title: shortened(title), number, line: None }
    }

    /// The same article, of which something is said that stands on a line; its
    /// own line, if that is not known.
    pub(super) fn at(&self, line: Option<FileLine>) -> ArticleName {
        ArticleName { line: line.or(self.line), ..self.clone() }
    }
}

impl Place {
    /// The line of the file, if it is known.
    pub fn line(&self) -> Option<FileLine> {
        match self {
            Place::Scheme | Place::Label(_) | Place::RelationType(_) | Place::File(_) => None,
            Place::Record { at, .. } => at.line,
            Place::Article(article)
            | Place::Annotation { article, .. }
            | Place::Relation { article, .. } => article.line,
        }
    }

    /// The place as it stands in the middle of a sentence: `line 3`.
    pub(super) fn inside_sentence(&self) -> String {
        let mut said = self.to_string();
        if let Some(first) = said.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        said
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Scheme => f.write_str("The scheme"),
            Place::Label(id) => write!(f, "The label {}", quoted(id)),
            Place::RelationType(id) => write!(f, "The relation type {}", quoted(id)),
            Place::File(name) => f.write_str(&whole_name(name)),
            Place::Record { file: Some(file), at } => {
                write!(f, "{}, {}", whole_name(file), at.to_string().to_lowercase())
            }
            Place::Record { file: None, at } => write!(f, "{at}"),
            Place::Article(article) => write!(f, "{article}"),
            Place::Annotation { article, id, quote } if quote.is_empty() => {
                write!(f, "{article}, annotation {id}")
            }
            Place::Annotation { article, id, quote } => {
                write!(f, "{article}, annotation {} ({id})", quoted(quote))
            }
            Place::Relation { article, id } => write!(f, "{article}, relation {id}"),
        }
    }
}

impl fmt::Display for RecordAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number;
        match self.line {
            Some(FileLine::On(line)) => write!(f, "Line {line}"),
            Some(line) => write!(f, "Record {number} ({line})"),
            None => write!(f, "Record {number}"),
        }
    }
}

impl fmt::Display for FileLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileLine::On(line) => write!(f, "line {line}"),
            FileLine::From(line) => write!(f, "from line {line}"),
            FileLine::OfPart(line, part) => write!(f, "line {line} of its .{part} file"),
        }
    }
}

impl fmt::Display for ArticleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.title.trim() {
            "" => write!(f, "Article {}", self.number),
            title => f.write_str(&quoted(title)),
        }?;
        self.line.map_or(Ok(()), |line| write!(f, ", {line}"))
    }
}
