//! Reads datasets: finds the codec, parts files into records, surveys them,
//! and makes documents.

use std::collections::BTreeMap;
use std::io;

use super::describe::quoted;
use super::draft::Drafts;
use super::error::{FileProblem, FormatError};
use super::incoming::{check_size, text_from_utf8};
use super::options::ReadOptions;
use super::records::Records;
use super::survey::{Survey, UnitQuestion};
use super::warning::{Outcome, Place};
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
    /// Its place in the file, counted from 1.
    pub number: usize,
    /// The line of the file on which it starts, counted from 1.
    pub line: usize,
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

/// The codec that a file looks like being of.
pub fn codec_of(name: &str, text: &str) -> Option<&'static dyn Codec> {
    let text = text.trim_start_matches('\u{feff}');
    CODECS.iter().copied().find(|codec| codec.format().is_read && codec.recognizes(name, text))
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
        let (name, stem) = (group.name, stem(group.name));
        let mut texts = Vec::with_capacity(group.parts.len());
        for part in &group.parts {
            texts.push(match part {
                Some(file) => {
                    check_size(file.name, file.bytes.len() as u64)?;
                    let text = text_from_utf8(file.bytes);
                    // The annotations of an article may be an empty file.
                    let is_empty = file.bytes.is_empty() && !texts.is_empty();
                    let text = if is_empty { Ok("") } else { text };
                    Some(text.map_err(|problem| named(file.name, problem))?)
                }
                None => None,
            });
        }
        let Some(Some(first)) = texts.first() else {
            let extension = codec.format().extension();
            let problem = format!("has no .{extension} file of the same name beside it");
            first_error.get_or_insert_with(|| named(name, FileProblem::Other(problem.clone())));
            all.warn(1, format!("the file {} {problem}", quoted(name)), Outcome::LeftOut);
            continue;
        };
        let mut records = Records::new(codec.framing(), io::Cursor::new(first.as_bytes()));
        let mut number = 0;
        for record in records.by_ref() {
            number += 1;
            let too_long = |error: io::Error| named(name, FileProblem::Other(error.to_string()));
            let record = record.map_err(too_long)?;
            // Records are parted at ASCII, so each is UTF-8 as the file is.
            let record = std::str::from_utf8(&record).unwrap_or_default();
            let mut parts = texts.clone();
            parts[0] = Some(record);
            let mut drafts = Drafts::default();
            let unit = options.unit;
            let record = Record { stem, parts: &parts, companion, number, line: 1, unit };
            if let Err(problem) = codec.read(&record, &mut drafts) {
                drafts = Drafts::default();
                drafts.warn(number, format!("it {problem}"), Outcome::LeftOut);
                first_error.get_or_insert_with(|| named(name, problem));
            }
            if n_groups > 1 {
                drafts.warnings.iter_mut().for_each(|warning| in_file(&mut warning.place, name));
            }
            all.extend(drafts);
            seen();
        }
        if records.breaks_off() {
            all.warn(number + 1, "the file breaks off before it", Outcome::LeftOut);
        }
        codec.read_shell(records.shell(), &mut all).map_err(|problem| named(name, problem))?;
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
    let imported = Imported { collection, warnings: settler.warnings };
    Ok(Read { imported, question, labels, label_ids, relation_type_ids })
}

/// Says of a record in which of several files it is.
fn in_file(place: &mut Place, name: &str) {
    if let Place::Record(number) = *place {
        *place = Place::RecordOf { file: name.into(), number };
    }
}

struct Group<'a> {
    name: &'a str,
    parts: Vec<Option<InFile<'a>>>,
}

/// The files that belong together: by name, but for the extension.
fn grouped<'a>(codec: &dyn Codec, files: &[InFile<'a>]) -> Vec<Group<'a>> {
    let parts = codec.parts_read();
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    if parts.len() == 1 {
        let alone = |&file: &InFile<'a>| Group { name: file.name, parts: vec![Some(file)] };
        return files.iter().map(alone).collect();
    }
    for &file in files {
        let Some(idx) = parts.iter().position(|part| has_extension(file.name, part)) else {
            continue;
        };
        let place = *places.entry(without_extension(file.name)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group { name: file.name, parts: vec![None; parts.len()] });
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
