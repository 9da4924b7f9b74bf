//! A dataset, article by article.
//!
//! It is gone through once to see what labels it has and what its offsets
//! count ([`Dataset::open`]), and once more each time its articles are wanted
//! ([`Dataset::each`]). Only one record is in memory at a time.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use super::args::ReadingArgs;
use super::input::Input;
use super::say;
use super::source::{Source, unreadable};
use super::trouble::{Trouble, with_path};
use crate::format::{
    Balance, Codec, Drafts, FileLine, FileProblem, FormatError, OffsetUnit, Outcome, ReadOptions,
    Record, RecordAt, Records, Survey, TEXT_EXTENSION, Warnings, check_size, text_from_utf8,
};
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::id::ArticleId;
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

    /// Takes which articles of a record have titles that are in no file, before
    /// the articles.
    fn made_titles(&mut self, _ids: &BTreeSet<ArticleId>) {}

    /// Takes the line of the record whose articles come next.
    fn record(&mut self, _line: Option<FileLine>) {}

    /// Takes what did not fit in a record.
    fn warnings(
        &mut self,
        _source: &Source,
        _number: usize,
        _warnings: &Warnings,
    ) -> Result<(), Trouble> {
        Ok(())
    }
}

/// What was seen of a dataset.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// What became of its annotations and links.
    pub(super) balance: Balance,
    /// How many files and records could not be read at all.
    pub(super) n_broken: usize,
}

impl Seen {
    /// Whoever runs the command in a script must see that a part of what was
    /// to be read is missing, or all that was marked.
    pub(super) fn outcome(self) -> super::Outcome {
        let Balance { n_kept, n_changed, n_left_out, .. } = self.balance;
        let is_nothing_left = n_left_out > 0 && n_kept + n_changed == 0;
        match self.n_broken > 0 || is_nothing_left {
            true => super::Outcome::Found,
            false => super::Outcome::Done,
        }
    }
}

impl Dataset {
    /// Goes through all files once.
    ///
    /// # Errors
    /// Also something that is said of the reading and means nothing here.
    pub(super) fn open(input: Input, reading: &ReadingArgs) -> Result<Dataset, Trouble> {
        check_unit(reading, &[input.codec])?;
        let dataset = Dataset::open_as(input, &reading.options())?;
        check_mapped(reading, &[&dataset])?;
        Ok(dataset)
    }

    /// Goes through all files of two datasets once, of which what is said of the
    /// reading need only mean something in one.
    pub(super) fn open_both(
        inputs: (Input, Input),
        reading: &ReadingArgs,
    ) -> Result<(Dataset, Dataset), Trouble> {
        check_unit(reading, &[inputs.0.codec, inputs.1.codec])?;
        let a = Dataset::open_as(inputs.0, &reading.options())?;
        let b = Dataset::open_as(inputs.1, &reading.options())?;
        check_mapped(reading, &[&a, &b])?;
        Ok((a, b))
    }

    fn open_as(input: Input, options: &ReadOptions) -> Result<Dataset, Trouble> {
        let mut survey = Survey::new(options);
        let mut extra = Extra::new();
        let (mut n_articles, mut first_problem) = (0, None);
        each_draft(&input, options.unit, &mut |source, _, read| {
            let drafts = match read {
                Ok(drafts) => drafts,
                Err(Broken { file, problem, .. }) => {
                    let file = file.unwrap_or_else(|| source.name());
                    first_problem.get_or_insert(FormatError { file, problem });
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
        let dataset_name = input.name();
        if let Some(question) = question {
            return Err(Trouble::Said(say::question(&dataset_name, &question)));
        }
        Ok(Dataset { input, scheme: Arc::clone(settler.scheme()), extra, survey })
    }

    /// The scheme that the files have; none, where it is the usual one for want of
    /// labels.
    pub(super) fn own_scheme(&self) -> Scheme {
        match self.survey.has_labels() {
            true => Scheme::clone(&self.scheme),
            false => Scheme::empty(),
        }
    }

    /// Goes through all articles, in the order of the files.
    pub(super) fn each(&self, see: &mut dyn See) -> Result<Seen, Trouble> {
        let (mut settler, _) = self.survey.clone().settle();
        settler.warnings = Warnings::up_to(MAX_OF_RECORD);
        let mut seen = Seen::default();
        each_draft(&self.input, self.survey.options().unit, &mut |source, number, read| {
            let drafts = read.unwrap_or_else(|Broken { file, problem, at }| {
                seen.n_broken += 1;
                let mut drafts = unread();
                drafts.at = at;
                match (at, file) {
                    (Some(_), _) => drafts.warn(number, format!("it {problem}"), Outcome::LeftOut),
                    (None, Some(file)) => drafts.lose_file(&file, &problem),
                    (None, None) => drafts.lose_file(&source.name(), &problem),
                }
                drafts
            });
            let line = drafts.at.and_then(|at| at.line);
            let documents = settler.settle(drafts);
            let warnings = settler.take_warnings();
            see.warnings(source, number, &warnings)?;
            see.made_titles(settler.made_titles());
            see.record(line);
            documents.into_iter().try_for_each(|document| see.document(source, document))
        })?;
        seen.balance = settler.balance();
        Ok(seen)
    }
}

/// Whether a unit that is said means something in one of the formats.
fn check_unit(reading: &ReadingArgs, codecs: &[&dyn Codec]) -> Result<(), Trouble> {
    let Some(unit) = reading.unit else { return Ok(()) };
    let Some(codec) = codecs.first().filter(|_| !codecs.iter().any(|one| one.leaves_unit_open()))
    else {
        return Ok(());
    };
    let why = match codec.format().offset_unit {
        OffsetUnit::Token => "has no offsets",
        _ => "says itself what its offsets count",
    };
    let (name, unit) = (codec.format().name, unit.id());
    Err(Trouble::Said(format!("{name} {why}, so --unit {unit} can’t be obeyed")))
}

/// Whether all that is to be read as something else is there.
fn check_mapped(reading: &ReadingArgs, datasets: &[&Dataset]) -> Result<(), Trouble> {
    let labels = |one: &&Dataset| one.survey.labels();
    let types = |one: &&Dataset| one.survey.relation_type_ids().into_keys().collect();
    let labels: Vec<String> = datasets.iter().flat_map(labels).collect();
    let types: Vec<String> = datasets.iter().flat_map::<Vec<String>, _>(types).collect();
    let lists = [("label", &reading.map, labels), ("relation type", &reading.map_relation, types)];
    for (what, mapped, known) in lists {
        let Some((unknown, _)) = mapped.iter().find(|(name, _)| !known.contains(name)) else {
            continue;
        };
        return Err(Trouble::Said(match known.join(", ").as_str() {
            "" => format!("there is no {what} {unknown}: what is read has none"),
            known => format!("there is no {what} {unknown} in what is read; there are: {known}"),
        }));
    }
    Ok(())
}

/// What could not be read at all.
struct Broken {
    /// The file, if it is another than that which is read.
    file: Option<String>,
    problem: FileProblem,
    /// The record of the file that it is, if it is one.
    at: Option<RecordAt>,
}

/// What is done with each record, by its file and its number.
type SeeDrafts<'a> = dyn FnMut(&Source, usize, Result<Drafts, Broken>) -> Result<(), Trouble> + 'a;

/// Goes through all records. A file that can't be read is no reason to leave
/// the others.
fn each_draft(
    input: &Input,
    unit: Option<OffsetUnit>,
    see: &mut SeeDrafts<'_>,
) -> Result<(), Trouble> {
    let codec = input.codec.streamed().unwrap_or(input.codec);
    for (source, problem) in &input.broken {
        see(source, 0, Err(Broken { file: None, problem: problem.clone(), at: None }))?;
    }
    for source in &input.sources {
        match each_draft_of(codec, source, unit, see) {
            Err(Trouble::Format(FormatError { file, problem })) => {
                let file = Some(file).filter(|file| *file != source.name());
                see(source, 0, Err(Broken { file, problem, at: None }))?;
            }
            other => other?,
        }
    }
    Ok(())
}

fn each_draft_of(
    codec: &dyn Codec,
    source: &Source,
    unit: Option<OffsetUnit>,
    see: &mut SeeDrafts<'_>,
) -> Result<(), Trouble> {
    let wrong = |problem: FileProblem| FormatError { file: source.name(), problem };
    // Its lines and records are not where they seem to be.
    if let Some(problem @ FileProblem::Utf16) = source.encoding_problem().map_err(broken_file)? {
        return Err(wrong(problem).into());
    }
    let others: Vec<Option<String>> = codec.parts_read()[1..]
        .iter()
        .map(|part| other_part(source, part))
        .collect::<Result<_, _>>()
        .map_err(broken_file)?;
    let companion = companion_of(codec, source).map_err(broken_file)?;
    let beside = match codec.reads_text_beside() {
        true => other_part(source, TEXT_EXTENSION).map_err(broken_file)?,
        false => None,
    };
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
    let mut number = 0;
    while let Some(record) = records.next() {
        number += 1;
        let record = record.map_err(|error| wrong(FileProblem::Other(error.to_string())))?;
        let at = Some(records.at(number));
        let text = match records.text(&record) {
            Ok(text) => text,
            Err(problem) => {
                see(source, number, Err(Broken { file: None, problem, at }))?;
                continue;
            }
        };
        let mut parts = vec![Some(text)];
        parts.extend(others.iter().map(Option::as_deref));
        let (stem, parts, companion) = (source.stem(), &parts[..], companion.as_deref());
        let (beside, line) = (beside.as_deref(), records.start().line);
        let rows = records.row_lines();
        let record = Record { stem, parts, companion, beside, number, line, rows, unit };
        let mut drafts = Drafts { names: names.clone(), at, ..unread() };
        let read = codec.read(&record, &mut drafts).map(|()| {
            drafts.put_lines();
            drafts
        });
        let broken =
            |problem: FileProblem| Broken { file: None, problem: records.in_file(problem), at };
        see(source, number, read.map_err(broken))?;
    }
    if records.breaks_off() {
        let mut drafts = Drafts::default();
        drafts.warn(number + 1, "the file breaks off before it", Outcome::LeftOut);
        see(source, number + 1, Ok(drafts))?;
    }
    if number == 0 && records.shell().is_empty() {
        return Err(wrong(FileProblem::Empty).into());
    }
    if !codec.begins_with_shell() {
        let mut drafts = unread();
        codec.read_shell(records.shell(), &mut drafts).map_err(wrong)?;
        see(source, number, Ok(drafts))?;
    }
    Ok(())
}

/// A file that the system does not let be read is a bad file like others.
fn broken_file(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Io { path, error } => {
            let file = path.display().to_string();
            FormatError { file, problem: unreadable(&error) }.into()
        }
        other => other,
    }
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
