//! Why a file can't be read at all. Each is one sentence for the person.

use super::describe::whole_name;
use super::incoming::MAX_FILE_BYTES;
use super::line_column::LineColumn;

/// A file that was not imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} {problem}. Nothing was imported.", subject(file))]
pub struct FormatError {
    /// The name of the file; empty if nobody knows it.
    pub file: String,
    /// What is wrong with it.
    pub problem: FileProblem,
}

/// What is wrong with a file as a whole. Lines and columns count from 1, and
/// columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// Longer than [`MAX_FILE_BYTES`].
    #[error("is {} MB; the limit is {} MB", megabytes(*n_bytes), megabytes(MAX_FILE_BYTES))]
    TooLarge {
        /// Its length in bytes.
        n_bytes: u64,
    },
    /// Nothing in it.
    #[error("is empty")]
    Empty,
    /// UTF-16, by its first bytes.
    #[error("looks like UTF-16; save it as UTF-8 and import it again")]
    Utf16,
    /// Not UTF-8.
    #[error(
        "is not text in UTF-8: on line {line}, at column {column}, it has the byte 0x{byte:02X}, \
         which can't stand there; save it as UTF-8 and import it again"
    )]
    NotUtf8 {
        /// The first byte that does not fit.
        byte: u8,
        /// How many bytes of the file, or of its record, come before it.
        n_valid: usize,
        /// The line it is on.
        line: usize,
        /// The column.
        column: usize,
    },
    /// The JSON stops before its end.
    #[error("is not whole: its JSON breaks off on line {line}, at column {column}")]
    BreaksOff {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// Not JSON.
    #[error("is not JSON: line {line} can't be read at column {column} ({reason})")]
    NotJson {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What the JSON reader says.
        reason: String,
    },
    /// A `\ud83d` without its other half.
    #[error(
        "has half a character on line {line}, at column {column}: a lone surrogate, \\uD800 to \
         \\uDFFF, which no text can hold; whatever wrote the file cut a character in two"
    )]
    LoneSurrogate {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// Lists in lists in lists.
    #[error(
        "is nested too deep on line {line}; the limit is 127 lists or objects inside each other"
    )]
    TooDeep {
        /// The line.
        line: usize,
    },
    /// JSON, but not an object.
    #[error("is JSON, but not a Verbatim file: it holds {found}, not an object with a “format”")]
    NotObject {
        /// What it holds.
        found: &'static str,
    },
    /// No `format`.
    #[error("is JSON, but not a Verbatim file: it has no “format”, which should be “verbatim”")]
    NoFormat,
    /// The `format` of something else.
    #[error("is JSON, but not a Verbatim file: its “format” is {found}, not “verbatim”")]
    OtherFormat {
        /// What it says.
        found: String,
    },
    /// A scheme where articles are wanted.
    #[error("holds a scheme and no articles; open it where the labels are edited")]
    OnlyScheme,
    /// Something else where a scheme is wanted.
    #[error("is JSON, but not a scheme: its “format” is {found}, not “verbatim-scheme”")]
    NotScheme {
        /// What it says.
        found: String,
    },
    /// A scheme without labels.
    #[error("has no list of “labels” with at least one label in it")]
    NoLabels,
    /// No `version`.
    #[error("has no “version”; this Verbatim reads version 1")]
    NoVersion,
    /// A `version` that is none.
    #[error("has the version {found}, which is not a version such as “1.0”")]
    BadVersion {
        /// What it says.
        found: String,
    },
    /// Newer than this program.
    #[error("was written by a newer Verbatim (version {version}); this one reads version 1")]
    Newer {
        /// Its version.
        version: String,
    },
    /// From before version 1, which never was.
    #[error("has the version {version}, which no Verbatim has written; this one reads version 1")]
    Older {
        /// Its version.
        version: String,
    },
    /// Offsets in another unit than code points.
    #[error("counts its offsets in {found}; a Verbatim file counts them in “codepoint”")]
    OtherOffsetUnit {
        /// What it says.
        found: String,
    },
    /// What only one format asks for: a clause that goes on from the file's name.
    #[error("{0}")]
    Other(String),
    /// A quotation mark before a cell, and none behind it.
    #[error(
        "can't be read as a row: the quotation mark opened on line {line} is never closed, so \
         {}", taken_out(*line, *last_line)
    )]
    UnclosedQuote {
        /// The line that it is on.
        line: usize,
        /// The last of the lines that are taken for the row.
        last_line: usize,
    },
    /// No list of articles.
    #[error("is a Verbatim file, but has no list of “articles”")]
    NoArticles,
}

impl FileProblem {
    /// The problem of a record as one of its file, in which the record starts
    /// here.
    pub fn starting_at(mut self, start: LineColumn) -> FileProblem {
        match &mut self {
            FileProblem::BreaksOff { line, column }
            | FileProblem::NotUtf8 { line, column, .. }
            | FileProblem::NotJson { line, column, .. }
            | FileProblem::LoneSurrogate { line, column } => {
                if *line == 1 {
                    *column += start.column - 1;
                }
                *line += start.line - 1;
            }
            FileProblem::TooDeep { line } => *line += start.line - 1,
            _ => {}
        }
        self
    }
}

impl From<FileProblem> for FormatError {
    fn from(problem: FileProblem) -> FormatError {
        FormatError { file: String::new(), problem }
    }
}

/// What can't be read because of an open quotation mark.
fn taken_out(line: usize, last_line: usize) -> String {
    match line == last_line {
        true => "that line is left out, and reading goes on below it".into(),
        false => {
            format!("lines {line} to {last_line} are left out: none of them is like the rows above")
        }
    }
}

fn subject(file: &str) -> String {
    if file.is_empty() { "The file".into() } else { whole_name(file) }
}

/// In units of 1024 × 1024 bytes, rounded up so that one byte too many shows.
fn megabytes(n_bytes: u64) -> String {
    let tenths = n_bytes.saturating_mul(10).div_ceil(1024 * 1024);
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        fraction => format!("{}.{fraction}", tenths / 10),
    }
}
