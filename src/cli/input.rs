//! What is read: files, folders and standard input, as one dataset.
//!
//! Invariant: the same files come in the same order, whatever the system's
//! order is. Standard input is kept in a file, because it is read more than
//! once.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::args::InputArgs;
use super::guess;
use super::trouble::{Trouble, shown, with_path};
use crate::format::{self, CODECS, Codec, has_extension};

/// How much of a file is looked at to find its format.
const HEAD_BYTES: u64 = 256 * 1024;

/// The files of one dataset.
pub(super) struct Input {
    /// What they are read by.
    pub(super) codec: &'static dyn Codec,
    /// The files, in order; of articles that take several files, the first.
    pub(super) sources: Vec<Source>,
    /// Standard input, as long as it is read.
    _spool: Option<NamedTempFile>,
}

/// One file.
pub(super) struct Source {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it is what came on standard input.
    is_stdin: bool,
}

impl Source {
    /// What people know it by.
    pub(super) fn name(&self) -> String {
        if self.is_stdin { shown(Path::new("-")) } else { self.path.display().to_string() }
    }

    /// Its name without folder and extension; empty for standard input.
    pub(super) fn stem(&self) -> &str {
        match self.path.file_name().and_then(|name| name.to_str()) {
            Some(name) if !self.is_stdin => format::stem(name),
            _ => "",
        }
    }

    /// Opens it.
    pub(super) fn open(&self) -> Result<BufReader<File>, Trouble> {
        let file = File::open(&self.path).map_err(with_path(&self.path))?;
        Ok(BufReader::with_capacity(64 * 1024, file))
    }

    /// What lies beside it under another extension.
    pub(super) fn beside(&self, extension: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let path = [extension.to_owned(), extension.to_uppercase()]
            .into_iter()
            .map(|extension| self.path.with_extension(extension))
            .find(|path| path.is_file());
        let Some(path) = path else { return Ok(None) };
        fs::read(&path).map(Some).map_err(with_path(&path))
    }

    /// The first file in its folder, by name, that has such a name.
    pub(super) fn neighbour(
        &self,
        is_it: impl Fn(&str) -> bool,
    ) -> Result<Option<PathBuf>, Trouble> {
        if self.is_stdin {
            return Ok(None);
        }
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new("."));
        let mut found: Option<PathBuf> = None;
        for entry in fs::read_dir(folder).map_err(with_path(folder))? {
            let path = entry.map_err(with_path(folder))?.path();
            let is_one = path.file_name().and_then(|name| name.to_str()).is_some_and(&is_it);
            if is_one && path.is_file() && found.as_ref().is_none_or(|other| path < *other) {
                found = Some(path);
            }
        }
        Ok(found)
    }

    fn head(&self) -> Result<String, Trouble> {
        let mut head = Vec::new();
        let read = self.open()?.take(HEAD_BYTES).read_to_end(&mut head);
        read.map_err(with_path(&self.path))?;
        Ok(String::from_utf8_lossy(&head).into_owned())
    }

    /// The format that it looks like being of.
    fn guess(&self) -> Result<Option<&'static dyn Codec>, Trouble> {
        let name = if self.is_stdin { None } else { self.path.file_name() };
        let name = name.and_then(|name| name.to_str()).unwrap_or_default();
        let said = guess::said_by_name(name).filter(|codec| codec.format().is_read);
        if said.is_some() {
            return Ok(said);
        }
        let by_extension = || guess::only_by_extension(name).filter(|it| it.format().is_read);
        Ok(format::codec_of(name, &self.head()?).or_else(by_extension))
    }
}

impl Input {
    /// Finds the files and what they are read by.
    pub(super) fn new(args: &InputArgs) -> Result<Input, Trouble> {
        Input::of(&args.inputs, args.reading.from.as_deref())
    }

    /// As [`Input::new`], of some paths.
    pub(super) fn of(paths: &[PathBuf], from: Option<&str>) -> Result<Input, Trouble> {
        let mut spool = None;
        let mut sources = Vec::new();
        let mut in_folders = Vec::new();
        for path in paths {
            if path == Path::new("-") {
                if spool.is_some() {
                    return Err(Trouble::Said("standard input can be read only once".into()));
                }
                let file = spooled()?;
                sources.push(Source { path: file.path().into(), is_stdin: true });
                spool = Some(file);
            } else if fs::metadata(path).map_err(with_path(path))?.is_dir() {
                collect(path, &mut in_folders)?;
            } else {
                sources.push(Source { path: path.clone(), is_stdin: false });
            }
        }
        let codec = match from.and_then(format::codec) {
            Some(codec) => codec,
            None => guessed(sources.iter().chain(&in_folders))?,
        };
        sources.retain(|source| {
            let name = source.path.file_name().and_then(|name| name.to_str());
            !name.is_some_and(|name| codec.is_companion(name))
        });
        let parts = codec.format().parts;
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
        let is_of = |source: &Source| has_extension(&source.path.to_string_lossy(), parts[0]);
        say_orphans(&in_folders, parts);
        sources.extend(in_folders.into_iter().filter(is_of));
        if sources.is_empty() {
            let extensions: Vec<String> = parts.iter().map(|part| format!(".{part}")).collect();
            return Err(Trouble::Said(format!(
                "no file of {} was found: their names end in {}",
                codec.format().name,
                extensions.join(" or ")
            )));
        }
        Ok(Input { codec, sources, _spool: spool })
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
    candidates.find(|path| path.exists()).ok_or_else(|| {
        let name = part.display();
        Trouble::Said(format!("{name} has no .{extension} file of the same name beside it"))
    })
}

/// Says which parts of articles lie in folders without the first one, which has
/// the text.
fn say_orphans(files: &[Source], parts: &[&str]) {
    let is_orphan = |source: &&Source| {
        let name = source.path.to_string_lossy();
        parts[1..].iter().any(|part| has_extension(&name, part))
            && !source.path.with_extension(parts[0]).exists()
            && !source.path.with_extension(parts[0].to_uppercase()).exists()
    };
    for source in files.iter().filter(is_orphan) {
        let name = source.name();
        eprintln!("verbatim: {name} was not read: no .{} lies beside it", parts[0]);
    }
}

/// All files in a folder and its folders, by name, but for hidden ones.
fn collect(folder: &Path, files: &mut Vec<Source>) -> Result<(), Trouble> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(with_path(folder))? {
        entries.push(entry.map_err(with_path(folder))?.path());
    }
    entries.sort();
    for path in entries {
        let is_hidden =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(Source { path, is_stdin: false });
        }
    }
    Ok(())
}

/// The format of the first file that looks like any.
fn guessed<'a>(sources: impl Iterator<Item = &'a Source>) -> Result<&'static dyn Codec, Trouble> {
    let mut first = None;
    for source in sources {
        if let Some(codec) = source.guess()? {
            return Ok(codec);
        }
        first.get_or_insert_with(|| source.name());
    }
    let known = CODECS.iter().map(|codec| codec.format()).filter(|format| format.is_read);
    let known: Vec<&str> = known.map(|format| format.id).collect();
    Err(Trouble::Said(match first {
        Some(name) => format!(
            "{name} does not look like any format that is known; say which it is by --from: {}",
            known.join(", ")
        ),
        None => "there is no file in what is to be read".into(),
    }))
}

/// What comes on standard input, as a file.
fn spooled() -> Result<NamedTempFile, Trouble> {
    let stdin = Path::new("-");
    if io::stdin().is_terminal() {
        eprintln!("verbatim: reading standard input");
    }
    let mut file = NamedTempFile::new().map_err(with_path(stdin))?;
    io::copy(&mut io::stdin().lock(), file.as_file_mut()).map_err(with_path(stdin))?;
    Ok(file)
}
