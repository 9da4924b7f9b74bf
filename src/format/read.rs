//! Reads datasets: finds the codec, parts files into records, surveys them,
//! and makes documents.

use std::collections::BTreeMap;
use std::io;

use super::draft::Drafts;
use super::error::{FileProblem, FormatError};
use super::incoming::{check_size, text_from_utf8};
use super::options::ReadOptions;
use super::records::Records;
use super::survey::{Survey, UnitQuestion};
use super::warning::Outcome;
use super::warnings::Warnings;
use super::{CODECS, Codec, Collection, Imported, OffsetUnit};
use crate::model::id::{LabelId, RelationTypeId};

/// One file of a dataset, or the parts of one record that lie in several.
#[derive(Clone, Copy, Debug)]
pub struct InFile<'a> {
    /// Its name; empty for pasted text.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// What a codec is given to read: a record, with what lies beside it.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The name of its file, without folder and extension.
    pub stem: &'a str,
    /// What is in it: for each of the [parts](Codec::parts_read) that the codec
    /// reads, if it is there.
    pub parts: &'a [Option<&'a str>],
    /// What is in the dataset's [companion](Codec::is_companion), if there is
    /// one.
    pub companion: Option<&'a str>,
    /// The text file of the same name, where the codec
    /// [reads](Codec::reads_text_beside) such.
    pub beside: Option<&'a str>,
    /// Its place in the file, counted from 1.
    pub number: usize,
    /// The line of the file on which it starts, counted from 1.
    pub line: usize,
    /// The lines of the file on which its rows start, but for the header; empty
    /// if it is not made of rows.
    pub rows: &'a [usize],
    /// What a person says its offsets count.
    pub unit: Option<OffsetUnit>,
}

impl<'a> Record<'a> {
    /// What is in the first part.
    pub fn text(&self) -> &'a str {
        self.parts.first().copied().flatten().unwrap_or_default()
    }
}

/// What was read, and what only a person can say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What fits.
    pub imported: Imported,
    /// What its offsets count, if that is open.
    pub question: Option<UnitQuestion>,
    /// The names of its labels and relation types, as the files have them.
    pub labels: Vec<String>,
    /// What its labels are here, by their names in the files.
    pub label_ids: BTreeMap<String, LabelId>,
    /// What its relation types are here, by their names in the files.
    pub relation_type_ids: BTreeMap<String, RelationTypeId>,
}

/// The codec with an id.
pub fn codec(id: &str) -> Option<&'static dyn Codec> {
    CODECS.iter().copied().find(|codec| codec.format().id == id)
}

/// The codec that a file looks like being of, the likeliest if there are
/// several.
pub fn codec_of(name: &str, text: &str) -> Option<&'static dyn Codec> {
    codecs_of(name, text).first().copied()
}

/// The codecs that a file looks like being of; if there are several, only a
/// person can tell.
pub fn codecs_of(name: &str, text: &str) -> Vec<&'static dyn Codec> {
    let text = text.trim_start_matches('\u{feff}');
    let codecs = codecs_that_recognize(name, text);
    // A broken first line hides what the others are of.
    let rest = text.split_once(['\n', '\r']).map(|(_, rest)| rest.trim_start());
    match rest.filter(|rest| codecs.is_empty() && rest.starts_with('{')) {
        Some(rest) => codecs_that_recognize(name, rest),
        None => codecs,
    }
}

fn codecs_that_recognize(name: &str, text: &str) -> Vec<&'static dyn Codec> {
    let read = || CODECS.iter().copied().filter(|codec| codec.format().is_read);
    let Some(first) = read().find(|codec| codec.recognizes(name, text)) else { return Vec::new() };
    let id = first.format().id;
    let is_open = first.may_be(name, text);
    let others =
        read().filter(|codec| is_open && codec.format().id != id && codec.may_be(name, text));
    std::iter::once(first).chain(others).collect()
}

/// Reads the files of one dataset.
///
/// # Errors
/// Nothing could be read, or a file is too large or not UTF-8. A record that
/// can't be read among others that can is a warning.
pub fn read(
    codec: &dyn Codec,
    files: &[InFile<'_>],
    options: &ReadOptions,
) -> Result<Read, FormatError> {
    read_seen(codec, files, options, &mut || {})
}

/// Reads the files of one dataset, and calls for each record that was read and
/// for each article that was made.
///
/// # Errors
/// As [`read`] has it.
pub fn read_seen(
    codec: &dyn Codec,
    files: &[InFile<'_>],
    options: &ReadOptions,
    seen: &mut dyn FnMut(),
) -> Result<Read, FormatError> {
    let named = |name: &str, problem: FileProblem| FormatError { file: name.into(), problem };
    let mut all = Drafts::default();
    let mut first_error = None;
    let (companions, files): (Vec<InFile<'_>>, Vec<InFile<'_>>) =
        files.iter().partition(|file| codec.is_companion(file.name));
    let mut companion = None;
    for file in companions {
        check_size(file.name, file.bytes.len() as u64)?;
        companion = Some(text_from_utf8(file.bytes).map_err(|problem| named(file.name, problem))?);
    }
    let groups = grouped(codec, &files);
    let n_groups = groups.len();
    for group in groups {
        let mut of_file =
            Drafts { file: (n_groups > 1).then(|| group.name.to_owned()), ..Drafts::default() };
        let read = read_group(codec, &group, (companion, options.unit), &mut of_file, seen);
        if let Err(error) = read {
            // One that can't be read is no reason to leave the others.
            of_file.lose_file(&error.file, &error.problem);
            first_error.get_or_insert(error);
        }
        all.extend(of_file);
    }
    match first_error {
        Some(error) if all.articles.is_empty() => return Err(error),
        _ => {}
    }
    let mut survey = Survey::new(options);
    survey.see(&all);
    let labels = survey.labels();
    let (label_ids, relation_type_ids) = (survey.label_ids(), survey.relation_type_ids());
    let (mut settler, question) = survey.settle();
    let articles = std::mem::take(&mut all.articles);
    let mut documents = settler.settle(all);
    for article in articles {
        let one = Drafts { articles: vec![article], ..Drafts::default() };
        documents.extend(settler.settle(one));
        seen();
    }
    let collection = Collection {
        scheme: settler.scheme().clone(),
        documents,
        extra: std::mem::take(&mut settler.extra),
    };
    let balance = settler.balance();
    let imported = Imported { collection, warnings: settler.warnings, balance };
    Ok(Read { imported, question, labels, label_ids, relation_type_ids })
}

/// Reads the files of one article, or one file of several.
fn read_group(
    codec: &dyn Codec,
    group: &Group<'_>,
    (companion, unit): (Option<&str>, Option<OffsetUnit>),
    all: &mut Drafts,
    seen: &mut dyn FnMut(),
) -> Result<(), FormatError> {
    let (name, stem) = (group.name, stem(group.name));
    let named = |problem: FileProblem| FormatError { file: name.into(), problem };
    let mut texts = Vec::with_capacity(group.parts.len());
    for part in &group.parts {
        texts.push(match part {
            Some(file) => {
                let wrong = |problem| FormatError { file: file.name.into(), problem };
                check_size(file.name, file.bytes.len() as u64)?;
                // The annotations of an article may be an empty file.
                let is_empty = file.bytes.is_empty() && !texts.is_empty();
                let text = if is_empty { Ok("") } else { text_from_utf8(file.bytes) };
                match text {
                    // Each record is looked at by itself.
                    Err(FileProblem::NotUtf8 { .. }) if texts.is_empty() => Some(""),
                    text => Some(text.map_err(wrong)?),
                }
            }
            None => None,
        });
    }
    let Some(Some(first)) = group.parts.first() else {
        let extension = codec.format().extension();
        let problem = format!("has no .{extension} file of the same name beside it");
        return Err(named(FileProblem::Other(problem)));
    };
    let beside = match group.beside {
        Some(file) => {
            let wrong = |problem| FormatError { file: file.name.into(), problem };
            Some(text_from_utf8(file.bytes).map_err(wrong)?)
        }
        None => None,
    };
    let mut records = Records::new(codec.framing(), io::Cursor::new(first.bytes));
    let (mut number, mut first_error) = (0, None);
    while let Some(record) = records.next() {
        number += 1;
        let record = record.map_err(|error| named(FileProblem::Other(error.to_string())))?;
        let at = Some(records.at(number));
        let mut drafts = Drafts { file: all.file.clone(), at, ..Drafts::default() };
        let read = records.text(&record).and_then(|text| {
            let mut parts = texts.clone();
            parts[0] = Some(text);
            let (line, rows, parts) = (records.start().line, records.row_lines(), &parts);
            let record = Record { stem, parts, companion, beside, number, line, rows, unit };
            codec.read(&record, &mut drafts).map_err(|problem| records.in_file(problem))
        });
        if let Err(problem) = read {
            drafts = Drafts { file: all.file.clone(), at, ..Drafts::default() };
            drafts.warn(number, format!("it {problem}"), Outcome::LeftOut);
            first_error.get_or_insert(problem);
        }
        drafts.put_lines();
        all.extend(drafts);
        seen();
    }
    if records.breaks_off() {
        all.warn(number + 1, "the file breaks off before it", Outcome::LeftOut);
    }
    codec.read_shell(records.shell(), all).map_err(named)?;
    match first_error {
        Some(problem) if all.articles.is_empty() => {
            // Each record was told already.
            all.warnings = Warnings::default();
            Err(named(problem))
        }
        _ => Ok(()),
    }
}

/// How the name of a text ends that lies beside another file.
pub const TEXT_EXTENSION: &str = "txt";

struct Group<'a> {
    name: &'a str,
    parts: Vec<Option<InFile<'a>>>,
    /// The text of the same name.
    beside: Option<InFile<'a>>,
}

/// The files that belong together: by name, but for the extension.
fn grouped<'a>(codec: &dyn Codec, files: &[InFile<'a>]) -> Vec<Group<'a>> {
    let parts = codec.parts_read();
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    if parts.len() == 1 {
        let is_text = |file: &&InFile<'a>| {
            codec.reads_text_beside() && has_extension(file.name, TEXT_EXTENSION)
        };
        let texts: BTreeMap<&str, InFile<'a>> =
            files.iter().filter(is_text).map(|&one| (without_extension(one.name), one)).collect();
        let alone = |&file: &InFile<'a>| Group {
            name: file.name,
            parts: vec![Some(file)],
            beside: texts.get(without_extension(file.name)).copied(),
        };
        return files.iter().filter(|file| !is_text(file)).map(alone).collect();
    }
    for &file in files {
        let Some(idx) = parts.iter().position(|part| has_extension(file.name, part)) else {
            continue;
        };
        let place = *places.entry(without_extension(file.name)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group { name: file.name, parts: vec![None; parts.len()], beside: None });
        }
        groups[place].parts[idx] = Some(file);
    }
    groups
}

/// Whether a file's name ends in an extension, in any case.
pub fn has_extension(name: &str, extension: &str) -> bool {
    let (name, extension) = (name.as_bytes(), extension.as_bytes());
    name.len() > extension.len()
        && name[name.len() - extension.len() - 1] == b'.'
        && name[name.len() - extension.len()..].eq_ignore_ascii_case(extension)
}

fn without_extension(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A file's name without folder and extension.
pub fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    without_extension(name)
}
