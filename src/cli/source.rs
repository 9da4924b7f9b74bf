//! One file that is read, wherever it comes from.

use std::fs::{self, File};
use std::io::{self, BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use super::guess;
use super::trouble::{Trouble, with_path};
use crate::format::{self, Codec, FileProblem, MAX_FILE_BYTES, text_from_utf8};

/// How much of a file is looked at to find its format.
const HEAD_BYTES: u64 = 256 * 1024;

/// One file.
#[derive(Debug)]
pub(super) struct Source {
    /// Where it is; empty for what is kept.
    pub(super) path: PathBuf,
    /// What people know it by, if that is not its path.
    shown: Option<String>,
    /// What came through a pipe, which can be read only once. It has no name
    /// on the disk, so it is gone with the process, however that ends.
    kept: Option<File>,
}

impl Source {
    /// A file on the disk.
    pub(super) fn file(path: PathBuf) -> Source {
        Source { path, shown: None, kept: None }
    }

    /// A file on the disk that people know by another name.
    pub(super) fn known_as(path: PathBuf, name: String) -> Source {
        Source { path, shown: Some(name), kept: None }
    }

    /// What comes through a pipe.
    pub(super) fn piped(name: String, mut pipe: impl io::Read) -> Result<Source, Trouble> {
        let wrong = |error| Trouble::Io { path: name.clone().into(), error };
        let mut kept = tempfile::tempfile().map_err(wrong)?;
        io::copy(&mut pipe, &mut kept).map_err(wrong)?;
        Ok(Source { path: PathBuf::new(), shown: Some(name), kept: Some(kept) })
    }

    /// What people know it by.
    pub(super) fn name(&self) -> String {
        self.shown.clone().unwrap_or_else(|| self.path.display().to_string())
    }

    /// Its name without folder and extension; empty for standard input.
    pub(super) fn stem(&self) -> &str {
        match self.path.file_name().and_then(|name| name.to_str()) {
            Some(name) => format::stem(name),
            None => "",
        }
    }

    /// Opens it. What is kept may be open only once at a time.
    pub(super) fn open(&self) -> Result<BufReader<File>, Trouble> {
        let file = match &self.kept {
            Some(kept) => kept.try_clone().and_then(|mut kept| kept.rewind().map(|()| kept)),
            None => File::open(&self.path),
        };
        let file = file.map_err(|error| Trouble::Io { path: self.name().into(), error })?;
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
        if self.kept.is_some() {
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

    /// How it starts.
    pub(super) fn head(&self, n_bytes: u64) -> Result<Vec<u8>, Trouble> {
        let mut head = Vec::new();
        let read = self.open()?.take(n_bytes).read_to_end(&mut head);
        read.map_err(|error| Trouble::Io { path: self.name().into(), error })?;
        Ok(head)
    }

    /// Why it is no text in UTF-8, as far as its start tells.
    pub(super) fn encoding_problem(&self) -> Result<Option<FileProblem>, Trouble> {
        let head = self.head(HEAD_BYTES)?;
        Ok(match text_from_utf8(&head) {
            Err(FileProblem::Utf16) => Some(FileProblem::Utf16),
            // A character may be cut at the end of what was looked at.
            Err(problem @ FileProblem::NotUtf8 { n_valid, .. }) if n_valid + 4 <= head.len() => {
                Some(problem)
            }
            _ => None,
        })
    }

    /// Whether its content is of a format, whatever it is called.
    pub(super) fn looks_like(&self, codec: &dyn Codec) -> Result<bool, Trouble> {
        Ok(self.by_content()?.iter().any(|found| found.format().id == codec.format().id))
    }

    /// The formats that its content looks like, the likeliest first.
    pub(super) fn by_content(&self) -> Result<Vec<&'static dyn Codec>, Trouble> {
        let mut head = self.head(HEAD_BYTES)?;
        if head.len() as u64 == HEAD_BYTES && !head.contains(&b'\n') {
            // A long article on one line says late what it is.
            head = self.head(MAX_FILE_BYTES)?;
        }
        Ok(format::codecs_of(self.file_name(), &String::from_utf8_lossy(&head)))
    }

    fn file_name(&self) -> &str {
        self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// The format that it looks like being of; several, if nothing in it tells.
    pub(super) fn guess(&self) -> Result<Vec<&'static dyn Codec>, Trouble> {
        let name = self.file_name();
        let said = guess::said_by_name(name).filter(|codec| codec.format().is_read);
        if let Some(said) = said {
            return Ok(vec![said]);
        }
        let by_extension = || guess::only_by_extension(name).filter(|it| it.format().is_read);
        let mut codecs = self.by_content()?;
        if codecs.is_empty() {
            codecs.extend(by_extension());
        }
        Ok(codecs)
    }
}

/// What is in folders.
#[derive(Default)]
pub(super) struct Found {
    /// The files that can be read.
    pub(super) files: Vec<Source>,
    /// What should be a file or a folder, and can't be read.
    pub(super) broken: Vec<(Source, FileProblem)>,
    /// What is neither a file nor a folder, which is never opened: a pipe would
    /// wait for whoever writes to it.
    pub(super) special: Vec<Source>,
}

/// Why something can't be read, as the system says.
pub(super) fn unreadable(error: &io::Error) -> FileProblem {
    FileProblem::Other(format!("can’t be read: {error}"))
}

/// All that is in a folder and its folders, by name, but for what is hidden.
pub(super) fn collect(folder: &Path, found: &mut Found) -> Result<(), Trouble> {
    collect_within(folder, &mut Vec::new(), found).map_err(with_path(folder))
}

/// As [`collect`] has it; a folder that lies in itself, by a link, is gone
/// through once. What can't be read costs only itself.
fn collect_within(
    folder: &Path,
    within: &mut Vec<PathBuf>,
    found: &mut Found,
) -> Result<(), io::Error> {
    let place = fs::canonicalize(folder)?;
    if within.contains(&place) {
        return Ok(());
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        entries.push(entry?.path());
    }
    entries.sort();
    within.push(place);
    for path in entries {
        let is_hidden =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden {
            continue;
        }
        let read = match fs::metadata(&path) {
            Ok(kind) if kind.is_dir() => collect_within(&path, within, found),
            Ok(kind) if kind.is_file() => {
                File::open(&path).map(|_| found.files.push(Source::file(path.clone())))
            }
            Ok(_) => {
                found.special.push(Source::file(path));
                continue;
            }
            Err(error) => Err(error),
        };
        if let Err(error) = read {
            let problem = match error.kind() {
                io::ErrorKind::NotFound if path.is_symlink() => {
                    FileProblem::Other("is a link that leads nowhere".into())
                }
                _ => unreadable(&error),
            };
            found.broken.push((Source::file(path), problem));
        }
    }
    within.pop();
    Ok(())
}
