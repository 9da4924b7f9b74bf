//! A file as its lines: header, sentences and rows, before any of it is
//! believed.
//!
//! Unit: lines of the file, counted from 1.

use super::SIGN;
use super::escapes;
use super::header::{Layer, N_FIRST};
use crate::format::describe::quoted;
use crate::format::item::whole_in;
use crate::format::lines::lines;
use crate::format::{DraftFragment, FileProblem, Record};

/// A file.
#[derive(Debug)]
pub(super) struct File<'a> {
    /// The lines between the first one and the first sentence.
    pub(super) header: Vec<&'a str>,
    pub(super) layers: Vec<Layer>,
    pub(super) n_columns: usize,
    pub(super) sentences: Vec<Sentence<'a>>,
    /// What stands behind the last sentence.
    pub(super) tail: Vec<&'a str>,
    /// Rows without offsets.
    pub(super) broken: Vec<(usize, &'a str)>,
}

/// A sentence with its rows.
#[derive(Debug, Default)]
pub(super) struct Sentence<'a> {
    /// Other lines that stand before its text.
    pub(super) comments: Vec<&'a str>,
    /// Its text, whose lines stand apart.
    pub(super) text: String,
    pub(super) rows: Vec<Row<'a>>,
}

/// A row: a token or a part of one.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) line: usize,
    pub(super) cells: Vec<&'a str>,
    /// Where it lies in the text, as the file counts.
    pub(super) place: DraftFragment,
}

impl<'a> Row<'a> {
    /// Its number, such as `1-2`.
    pub(super) fn id(&self) -> &'a str {
        self.cells.first().copied().unwrap_or_default()
    }

    /// The words in it.
    pub(super) fn words(&self) -> &'a str {
        self.cells.get(2).copied().unwrap_or_default()
    }

    /// Whether it is a part of a token.
    pub(super) fn is_part(&self) -> bool {
        self.id().contains('.')
    }
}

/// Parts a file into its lines.
///
/// # Errors
/// A file of another format.
pub(super) fn parted<'a>(record: &Record<'a>) -> Result<File<'a>, FileProblem> {
    let mut numbered = lines(record.text()).enumerate();
    let first = numbered.next().map_or("", |(_, line)| line);
    let Some(version) = first.strip_prefix(SIGN).filter(|version| version.starts_with("3.")) else {
        let why = format!("begins with {}, not “{SIGN}3.3”", quoted(first));
        return Err(FileProblem::Other(why));
    };
    // Up to then, a backslash stands before UTF-16 code units.
    let has_units = matches!(version.trim_end(), "3.0" | "3.1");
    let mut file = File {
        header: Vec::new(),
        layers: Vec::new(),
        n_columns: 0,
        sentences: Vec::new(),
        tail: Vec::new(),
        broken: Vec::new(),
    };
    let (mut is_header, mut comments) = (true, Vec::new());
    let mut text: Option<String> = None;
    for (idx, line) in numbered {
        let number = record.line + idx;
        if let Some(words) = line.strip_prefix("#Text=") {
            is_header = false;
            let words = escapes::text(words, has_units);
            text = Some(match text {
                Some(text) => text + "\n" + &words,
                None => words,
            });
        } else if line.starts_with("#T_") && file.sentences.is_empty() {
            file.header.push(line);
            if let Some(layer) = Layer::read(line, N_FIRST + file.n_columns) {
                file.n_columns += layer.columns.len();
                file.layers.push(layer);
            }
        } else if line.starts_with('#') && is_header {
            file.header.push(line);
        } else if line.starts_with('#') {
            comments.push(line);
        } else if line.is_empty() {
            is_header = false;
        } else {
            let row = row(line, number);
            if text.is_some() || file.sentences.is_empty() {
                let text = text.take().unwrap_or_default();
                let comments = std::mem::take(&mut comments);
                file.sentences.push(Sentence { comments, text, rows: Vec::new() });
            }
            match (row, file.sentences.last_mut()) {
                (Some(row), Some(sentence)) => sentence.rows.push(row),
                _ => file.broken.push((number, line)),
            }
        }
    }
    if let Some(text) = text {
        // A sentence without tokens.
        let comments = std::mem::take(&mut comments);
        file.sentences.push(Sentence { comments, text, rows: Vec::new() });
    }
    file.tail = comments;
    Ok(file)
}

fn row(line: &str, number: usize) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let (start, end) = cells.get(1)?.split_once('-')?;
    let place = DraftFragment { start: whole_in(start)?, end: whole_in(end)? };
    Some(Row { line: number, cells, place })
}
