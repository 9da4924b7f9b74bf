//! What is read: files, folders, archives and standard input, as one dataset.
//!
//! Invariant: the same files come in the same order, whatever the system's
//! order is. What comes through a pipe is kept in a file, because it is read
//! more than once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::archive;
use super::args::InputArgs;
use super::say::tell;
use super::source::{Found, Source, collect};
use super::trouble::{Trouble, shown, with_path};
use crate::format::{
    self, CODECS, Codec, FileProblem, FormatError, TEXT_EXTENSION, bundle, has_extension,
};

/// The files of one dataset.
pub(super) struct Input {
    /// What they are read by.
    pub(super) codec: &'static dyn Codec,
    /// The files, in order; of articles that take several files, the first.
    pub(super) sources: Vec<Source>,
    /// What lies in folders and can't be read.
    pub(super) broken: Vec<(Source, FileProblem)>,
    /// The paths that were given.
    given: Vec<PathBuf>,
    /// What archives hold, as long as it is read.
    _unpacked: Vec<TempDir>,
}

impl Input {
    /// Finds the files and what they are read by.
    pub(super) fn new(args: &InputArgs) -> Result<Input, Trouble> {
        Input::of(&args.inputs, args.reading.from.as_deref())
    }

    /// As [`Input::new`], of some paths.
    pub(super) fn of(paths: &[PathBuf], from: Option<&str>) -> Result<Input, Trouble> {
        let mut unpacked = Vec::new();
        let mut sources = Vec::new();
        let mut found = Found::default();
        for (idx, path) in paths.iter().enumerate() {
            if path == Path::new("-") && paths[..idx].contains(path) {
                return Err(Trouble::Said("standard input can be read only once".into()));
            }
            let Some(source) = source_of(path)? else {
                collect(path, &mut found)?;
                continue;
            };
            match archive::unpacked(&source, &mut found)? {
                Some(folder) => unpacked.push(folder),
                None => sources.push(source),
            }
        }
        let Found { files: in_folders, broken, special } = found;
        say_special(&special);
        if let (true, true, Some((source, problem))) =
            (sources.is_empty(), in_folders.is_empty(), broken.first())
        {
            let (file, problem) = (source.name(), problem.clone());
            return Err(FormatError { file, problem }.into());
        }
        let codec = match from.and_then(format::codec) {
            Some(codec) => codec,
            None => guessed(&sources, &in_folders)?,
        };
        let is_companion = |source: &Source| {
            let name = source.path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| codec.is_companion(name))
        };
        sources.retain(|source| !is_companion(source));
        if codec.reads_text_beside() && sources.iter().any(|source| !is_text(source)) {
            sources.retain(|source| !is_text(source));
        }
        let parts = codec.parts_read();
        // Of an article in several files, the first stands for all.
        if parts.len() > 1 {
            let is_other = |source: &Source| {
                let has = |part: &&&str| has_extension(&source.path.to_string_lossy(), part);
                parts[1..].iter().find(has).is_some()
            };
            for source in sources.iter_mut().filter(|source| is_other(source)) {
                source.path = first_part(&source.path, parts[0])?;
            }
            // However the files were named: `*.txt *.ann` too.
            let mut seen = BTreeSet::new();
            sources.retain(|source| seen.insert(source.path.clone()));
        }
        say_orphans(&in_folders, parts);
        let mut left = Vec::new();
        for source in in_folders {
            let is_of = has_extension(&source.path.to_string_lossy(), parts[0])
                || (parts.len() == 1 && !is_companion(&source) && source.looks_like(codec)?);
            match is_of {
                true => sources.push(source),
                false => left.push(source),
            }
        }
        if sources.is_empty() {
            let extensions: Vec<String> = parts.iter().map(|part| format!(".{part}")).collect();
            return Err(Trouble::Said(format!(
                "no file of {} was found: their names end in {}, and no other looks like one",
                codec.format().name,
                extensions.join(" or ")
            )));
        }
        // One alone has decided for itself.
        if from.is_none() && sources.len() > 1 {
            say_strangers(&sources, codec)?;
        }
        if from.is_none() {
            left.retain(|source| !is_companion(source));
            say_left(&left, codec)?;
        }
        Ok(Input { codec, sources, broken, given: paths.to_vec(), _unpacked: unpacked })
    }

    /// What people know it by: the path that was given, or the first of several.
    pub(super) fn name(&self) -> String {
        let first = self.given.first().map(|path| shown(path)).unwrap_or_default();
        match self.given.len() {
            0 | 1 => first,
            n => format!("{first} and {} more", n - 1),
        }
    }

    /// What files made of this dataset are named by.
    pub(super) fn stem(&self) -> String {
        match self.sources.as_slice() {
            [one] if !one.stem().is_empty() => one.stem().into(),
            _ => "articles".into(),
        }
    }
}

/// The file with the text of the article that a file is a part of.
fn first_part(part: &Path, extension: &str) -> Result<PathBuf, Trouble> {
    let candidates = [extension.to_owned(), extension.to_uppercase()];
    let mut candidates = candidates.iter().map(|extension| part.with_extension(extension));
    candidates.find(|path| path.is_file()).ok_or_else(|| {
        let name = part.display();
        Trouble::Said(format!("{name} has no .{extension} file of the same name beside it"))
    })
}

/// What is at a path, if it is not a folder.
fn source_of(path: &Path) -> Result<Option<Source>, Trouble> {
    if path == Path::new("-") {
        if io::stdin().is_terminal() {
            tell("verbatim: reading standard input");
        }
        return Source::piped(shown(path), io::stdin().lock()).map(Some);
    }
    let kind = fs::metadata(path).map_err(with_path(path))?;
    if kind.is_dir() {
        return Ok(None);
    }
    if !kind.is_file() {
        // A pipe gives what it has only once.
        let pipe = File::open(path).map_err(with_path(path))?;
        return Source::piped(path.display().to_string(), pipe).map(Some);
    }
    Ok(Some(Source::file(path.into())))
}

/// Says which parts of articles lie in folders without the first one, which has
/// the text.
fn say_orphans(files: &[Source], parts: &[&str]) {
    let is_orphan = |source: &&Source| {
        let name = source.path.to_string_lossy();
        parts[1..].iter().any(|part| has_extension(&name, part))
            && !source.path.with_extension(parts[0]).is_file()
            && !source.path.with_extension(parts[0].to_uppercase()).is_file()
    };
    for source in files.iter().filter(is_orphan) {
        let name = source.name();
        tell(&format!("verbatim: {name} was not read: no .{} lies beside it", parts[0]));
    }
}

/// Whether a file may be the text that lies beside another.
fn is_text(source: &Source) -> bool {
    has_extension(&source.path.to_string_lossy(), TEXT_EXTENSION)
}

/// Says which files are read as something else than what they look like, since
/// others decided what all are.
fn say_strangers(sources: &[Source], codec: &dyn Codec) -> Result<(), Trouble> {
    let (mut first, mut n) = (None, 0);
    for source in sources {
        if let [found, ..] = source.by_content()?.as_slice()
            && !source.looks_like(codec)?
        {
            first.get_or_insert((source.name(), found.format().name));
            n += 1;
        }
    }
    if let Some((name, looks)) = first {
        let more = and_more(n - 1);
        let read_as = codec.format().name;
        tell(&format!(
            "verbatim: {name} looks like {looks}{more}, and is read as {read_as} here: read it \
             alone, or say what it is by --from"
        ));
    }
    Ok(())
}

/// Says what lies in folders and is neither a file nor a folder.
fn say_special(special: &[Source]) {
    if let [first, more @ ..] = special {
        let name = first.name();
        let more = if more.is_empty() { String::new() } else { format!(" ({} more)", more.len()) };
        tell(&format!("verbatim: {name} was not read: it is a pipe, a socket or a device{more}"));
    }
}

/// Says which files in folders are left out that look like another format than
/// the one that is read. What looks like no format has nothing to do with it.
fn say_left(left: &[Source], codec: &dyn Codec) -> Result<(), Trouble> {
    let mut by_look: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for source in left {
        let is_part = codec.parts_read()[1..]
            .iter()
            .any(|part| has_extension(&source.path.to_string_lossy(), part));
        if is_part || (codec.reads_text_beside() && is_text(source)) {
            continue;
        }
        if let Some(look) = look_of(source)? {
            by_look.entry(look).or_default().push(source.name());
        }
    }
    for (look, names) in by_look {
        let (name, more) = (&names[0], and_more(names.len() - 1));
        let read = codec.format().name;
        tell(&format!(
            "verbatim: {name} looks like {look}{more}, and was not read, as {read} is read here: \
             read it alone, or say by --from which format is read"
        ));
    }
    Ok(())
}

/// What a file looks like, if it is of a format or an archive. Any text may be
/// called so.
fn look_of(source: &Source) -> Result<Option<&'static str>, Trouble> {
    if has_extension(&source.path.to_string_lossy(), "zip") && bundle::is_bundle(&source.head(4)?) {
        return Ok(Some("a zip archive"));
    }
    let looks = match is_text(source) {
        true => source.by_content()?,
        false => source.guess()?,
    };
    Ok(looks.first().map(|codec| codec.format().name))
}

/// How many more there are.
fn and_more(n: usize) -> String {
    match n {
        0 => String::new(),
        1 => ", and so does 1 more".into(),
        n => format!(", and so do {n} more"),
    }
}

/// The format of the first file that looks like any; a text that was named with
/// what lies on it tells nothing.
fn guessed(sources: &[Source], in_folders: &[Source]) -> Result<&'static dyn Codec, Trouble> {
    if let Some(source) = sources.iter().find(|source| !is_text(source))
        && let [codec] = source.guess()?.as_slice()
        && codec.reads_text_beside()
    {
        return Ok(*codec);
    }
    let (mut first, mut first_problem) = (None, None);
    // A text in a folder may be anything, such as a licence.
    let mut by_text = None;
    let in_folders = in_folders.iter().map(|source| (source, is_text(source)));
    for (source, is_any) in sources.iter().map(|source| (source, false)).chain(in_folders) {
        match source.guess()?.as_slice() {
            [] => {}
            [codec] if is_any && !source.looks_like(*codec)? => {
                by_text.get_or_insert(*codec);
            }
            [codec] => return Ok(*codec),
            several => {
                let (name, formats) = (source.name(), several.iter().map(|codec| codec.format()));
                let (names, ids): (Vec<&str>, Vec<&str>) =
                    formats.map(|format| (format.name, format.id)).unzip();
                return Err(Trouble::Said(format!(
                    "{name} may be {}, and nothing in it tells; say which it is by --from: {}",
                    names.join(" or "),
                    ids.join(", ")
                )));
            }
        }
        // What is in another encoding looks like nothing.
        if let Some(problem) = source.encoding_problem()? {
            first_problem.get_or_insert(FormatError { file: source.name(), problem });
        }
        if first.is_none() {
            first = Some((source.name(), source.head(1)?.is_empty()));
        }
    }
    if let Some(codec) = by_text {
        return Ok(codec);
    }
    if let Some(problem) = first_problem {
        return Err(problem.into());
    }
    let known = CODECS.iter().map(|codec| codec.format()).filter(|format| format.is_read);
    let known: Vec<&str> = known.map(|format| format.id).collect();
    Err(Trouble::Said(match first {
        Some((file, true)) => {
            return Err(FormatError { file, problem: FileProblem::Empty }.into());
        }
        Some((name, false)) => format!(
            "{name} does not look like any format that is known; say which it is by --from: {}",
            known.join(", ")
        ),
        None => "there is no file in what is to be read".into(),
    }))
}
