//! A dataset, article by article.
//!
//! It is gone through once to see what labels it has and what its offsets
//! count ([`Dataset::open`]), and once more each time its articles are wanted
//! ([`Dataset::each`]). Only one record is in memory at a time.

use std::fs;
use std::sync::Arc;

use super::args::ReadingArgs;
use super::input::Input;
use super::say;
use super::source::Source;
use super::trouble::{Trouble, with_path};
use crate::format::warning::Warning;
use crate::format::{
    Codec, Drafts, FileProblem, FormatError, OffsetUnit, Outcome, ReadOptions, Record, Records,
    Rest, Survey, Warnings, check_size, text_from_utf8,
};
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::scheme::Scheme;

/// So many things that do not fit are told of one record, which is in memory as
/// a whole; the rest are counted.
const MAX_OF_RECORD: usize = 10_000;

/// A dataset of which it is known how to read it.
pub(super) struct Dataset {
    /// Its files.
    pub(super) input: Input,
    /// The scheme of all its articles.
    pub(super) scheme: Arc<Scheme>,
    /// Fields of its files that Verbatim does not know.
    pub(super) extra: Extra,
    survey: Survey,
}

/// What is done with what is found in a dataset.
pub(super) trait See {
    /// Takes an article.
    fn document(&mut self, source: &Source, document: Document) -> Result<(), Trouble>;

    /// Takes what did not fit.
    fn warning(&mut self, _source: &Source, _warning: &Warning) -> Result<(), Trouble> {
        Ok(())
    }

    /// Takes what did not fit in one record either, and is too much to be told.
    fn rest(&mut self, _source: &Source, _number: usize, _rest: Rest) -> Result<(), Trouble> {
        Ok(())
    }
}

impl Dataset {
    /// Goes through all files once.
    pub(super) fn open(input: Input, reading: &ReadingArgs) -> Result<Dataset, Trouble> {
        Dataset::open_as(input, &reading.options())
    }

    fn open_as(input: Input, options: &ReadOptions) -> Result<Dataset, Trouble> {
        let mut survey = Survey::new(options);
        let mut extra = Extra::new();
        let (mut n_articles, mut first_problem) = (0, None);
        each_draft(&input, options.unit, &mut |source, number, read| {
            let drafts = match read {
                Ok(drafts) => drafts,
                Err(problem) => {
                    let name = || format!("{}, record {number}", source.name());
                    first_problem.get_or_insert_with(|| FormatError { file: name(), problem });
                    return Ok(());
                }
            };
            n_articles += drafts.articles.len();
            for (field, value) in &drafts.extra {
                extra.entry(field.clone()).or_insert_with(|| value.clone());
            }
            survey.see(&drafts);
            Ok(())
        })?;
        match first_problem {
            Some(problem) if n_articles == 0 => return Err(problem.into()),
            _ => {}
        }
        let (settler, question) = survey.clone().settle();
        if let Some(question) = question {
            return Err(Trouble::Said(say::question(&question)));
        }
        Ok(Dataset { input, scheme: Arc::clone(settler.scheme()), extra, survey })
    }

    /// Goes through all articles, in the order of the files.
    pub(super) fn each(&self, see: &mut dyn See) -> Result<(), Trouble> {
        let (mut settler, _) = self.survey.clone().settle();
        settler.warnings = Warnings::up_to(MAX_OF_RECORD);
        each_draft(&self.input, self.survey.options().unit, &mut |source, number, read| {
            let drafts = read.unwrap_or_else(|problem| {
                let mut drafts = Drafts::default();
                drafts.warn(number, problem.to_string(), Outcome::LeftOut);
                drafts
            });
            let documents = settler.settle(drafts);
            let warnings = settler.warnings.take();
            warnings.iter().try_for_each(|warning| see.warning(source, warning))?;
            if warnings.rest().n() > 0 {
                see.rest(source, number, warnings.rest())?;
            }
            documents.into_iter().try_for_each(|document| see.document(source, document))
        })
    }
}

/// What is done with each record, by its file and its number.
type SeeDrafts<'a> =
    dyn FnMut(&Source, usize, Result<Drafts, FileProblem>) -> Result<(), Trouble> + 'a;

fn each_draft(
    input: &Input,
    unit: Option<OffsetUnit>,
    see: &mut SeeDrafts<'_>,
) -> Result<(), Trouble> {
    let codec = input.codec.streamed().unwrap_or(input.codec);
    input.sources.iter().try_for_each(|source| each_draft_of(codec, source, unit, see))
}

fn each_draft_of(
    codec: &dyn Codec,
    source: &Source,
    unit: Option<OffsetUnit>,
    see: &mut SeeDrafts<'_>,
) -> Result<(), Trouble> {
    let wrong = |problem: FileProblem| FormatError { file: source.name(), problem };
    let others: Vec<Option<String>> = codec.parts_read()[1..]
        .iter()
        .map(|part| other_part(source, part))
        .collect::<Result<_, _>>()?;
    let companion = companion_of(codec, source)?;
    let mut of_shell = unread();
    if codec.begins_with_shell() {
        let shell = shell_of(codec, source)?;
        codec.read_shell(&shell, &mut of_shell).map_err(wrong)?;
    }
    let names = of_shell.names.clone();
    if codec.begins_with_shell() {
        see(source, 0, Ok(of_shell))?;
    }
    let mut records = Records::new(codec.framing(), source.open()?);
    let mut n_records = 0;
    for record in records.by_ref() {
        n_records += 1;
        let record = record.map_err(|error| wrong(FileProblem::Other(error.to_string())))?;
        let text = text_from_utf8(&record).map_err(wrong)?;
        let mut parts = vec![Some(text)];
        parts.extend(others.iter().map(Option::as_deref));
        let (stem, companion) = (source.stem(), companion.as_deref());
        let record = Record { stem, parts: &parts, companion, number: n_records, line: 1, unit };
        let mut drafts = Drafts { names: names.clone(), ..unread() };
        let read = codec.read(&record, &mut drafts);
        see(source, n_records, read.map(|()| drafts))?;
    }
    if records.breaks_off() {
        let mut drafts = Drafts::default();
        drafts.warn(n_records + 1, "the file breaks off before it", Outcome::LeftOut);
        see(source, n_records + 1, Ok(drafts))?;
    }
    if n_records == 0 && records.shell().is_empty() {
        return Err(wrong(FileProblem::Empty).into());
    }
    if !codec.begins_with_shell() {
        let mut drafts = unread();
        codec.read_shell(records.shell(), &mut drafts).map_err(wrong)?;
        see(source, n_records, Ok(drafts))?;
    }
    Ok(())
}

fn unread() -> Drafts {
    Drafts { warnings: Warnings::up_to(MAX_OF_RECORD), ..Drafts::default() }
}

/// What stands around the records of a file.
fn shell_of(codec: &dyn Codec, source: &Source) -> Result<Vec<u8>, Trouble> {
    let mut records = Records::new(codec.framing(), source.open()?);
    for record in records.by_ref() {
        let problem = |error: std::io::Error| FileProblem::Other(error.to_string());
        record.map_err(|error| FormatError { file: source.name(), problem: problem(error) })?;
    }
    Ok(records.shell().to_vec())
}

/// What goes along with the dataset that a file is of.
fn companion_of(codec: &dyn Codec, source: &Source) -> Result<Option<String>, Trouble> {
    let Some(path) = source.neighbour(|name| codec.is_companion(name))? else { return Ok(None) };
    let bytes = fs::read(&path).map_err(with_path(&path))?;
    let name = path.display().to_string();
    check_size(&name, bytes.len() as u64)?;
    let text = text_from_utf8(&bytes).map_err(|problem| FormatError { file: name, problem })?;
    Ok(Some(text.into()))
}

/// What lies beside a file under another extension.
fn other_part(source: &Source, extension: &str) -> Result<Option<String>, Trouble> {
    let Some(bytes) = source.beside(extension)? else { return Ok(None) };
    let name = format!("{} (.{extension})", source.name());
    check_size(&name, bytes.len() as u64)?;
    // The annotations of an article may be an empty file.
    if bytes.is_empty() {
        return Ok(Some(String::new()));
    }
    let text = text_from_utf8(&bytes).map_err(|problem| FormatError { file: name, problem })?;
    Ok(Some(text.into()))
}
