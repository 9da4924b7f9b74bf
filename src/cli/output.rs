//! Where a dataset goes: files that get their names when all are whole, or
//! standard output.
//!
//! Invariant: until [`Staging::commit`], nothing stands under a name that was
//! asked for; and a file that was there is never overwritten unless that was
//! asked for too.

use std::fs::{self, File};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use tempfile::{TempDir, TempPath};

use super::interrupt;
use super::trouble::{Trouble, with_path};
use crate::format::OutFile;

/// Files on their way to a folder.
pub(super) struct Staging {
    /// Where they will be.
    folder: PathBuf,
    /// Where they are, on the same disk.
    stage: TempDir,
    is_forced: bool,
}

impl Staging {
    /// Files for a folder, which may not be there yet.
    pub(super) fn new(folder: &Path, is_forced: bool) -> Result<Staging, Trouble> {
        let folder = std::path::absolute(folder).map_err(with_path(folder))?;
        let is_there = |place: &&Path| place.exists();
        let place = folder.ancestors().find(is_there).unwrap_or(Path::new("/")).to_owned();
        if !place.is_dir() {
            let said = format!("{} is a file, so no file can be in it", place.display());
            return Err(Trouble::Said(said));
        }
        let stage = tempfile::Builder::new().prefix(".verbatim-").tempdir_in(&place);
        // What it says itself names the hidden folder, which nobody asked for.
        let wrong = |error: io::Error| {
            Trouble::Said(format!(
                "nothing can be written to {}: {}",
                place.display(),
                error.kind()
            ))
        };
        let stage = stage.map_err(wrong)?;
        interrupt::remove_then(stage.path());
        Ok(Staging { folder, stage, is_forced })
    }

    /// Begins a file; folders in its name are parted by `/`.
    ///
    /// # Errors
    /// A file that is there already, and can't be overwritten.
    pub(super) fn create(&self, name: &str) -> Result<OutStream, Trouble> {
        self.check(&self.folder.join(name))?;
        let path = self.stage.path().join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(with_path(folder))?;
        }
        let file = File::create(&path).map_err(with_path(&path))?;
        Ok(OutStream::File(BufWriter::with_capacity(64 * 1024, file), path))
    }

    /// Gives all files their names.
    pub(super) fn commit(self) -> Result<(), Trouble> {
        let mut open = vec![PathBuf::new()];
        let mut files = Vec::new();
        while let Some(folder) = open.pop() {
            let staged = self.stage.path().join(&folder);
            for entry in fs::read_dir(&staged).map_err(with_path(&staged))? {
                let entry = entry.map_err(with_path(&staged))?;
                let name = folder.join(entry.file_name());
                match entry.file_type().map_err(with_path(&staged))?.is_dir() {
                    true => open.push(name),
                    false => files.push(name),
                }
            }
        }
        files.sort();
        for name in &files {
            self.check(&self.folder.join(name))?;
        }
        for name in &files {
            let (from, to) = (self.stage.path().join(name), self.folder.join(name));
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).map_err(with_path(folder))?;
            }
            let to = if self.is_forced { taken_over(&from, &to)? } else { to };
            let staged = TempPath::try_from_path(from).map_err(with_path(&to))?;
            let named = match self.is_forced {
                true => staged.persist(&to),
                // Even if someone else wrote it just now.
                false => staged.persist_noclobber(&to),
            };
            named.map_err(|error| Trouble::Io { path: to.clone(), error: error.error })?;
        }
        Ok(())
    }

    /// Whether a file that nobody named may be written beside one that was.
    ///
    /// # Errors
    /// Another file has its name, which is not overwritten even by force.
    pub(super) fn check_companion(&self, file: &OutFile) -> Result<(), Trouble> {
        let path = self.folder.join(&file.name);
        if !path.exists() || fs::read(&path).is_ok_and(|bytes| bytes == file.bytes) {
            return Ok(());
        }
        let said = "goes along, and is there already with other content; name a folder by --output";
        Err(Trouble::Said(format!("{} {said}", path.display())))
    }

    fn check(&self, path: &Path) -> Result<(), Trouble> {
        check_free(path, self.is_forced)
    }
}

/// Where a file goes that takes the place of another: to where a link leads,
/// and read by those alone who could read the other.
fn taken_over(staged: &Path, to: &Path) -> Result<PathBuf, Trouble> {
    let Ok(place) = fs::canonicalize(to) else { return Ok(to.into()) };
    let known = fs::metadata(&place).map_err(with_path(&place))?;
    fs::set_permissions(staged, known.permissions()).map_err(with_path(&place))?;
    Ok(place)
}

/// Whether a file may be written.
///
/// # Errors
/// It is there already, or is a folder.
pub(super) fn check_free(path: &Path, is_forced: bool) -> Result<(), Trouble> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Trouble::Said(format!("{shown} is a folder, so no file can have that name")));
    }
    if !is_forced && path.exists() {
        return Err(Trouble::Said(format!(
            "{shown} is there already; it is overwritten only with --force"
        )));
    }
    Ok(())
}

/// One file that is written, or standard output.
pub(super) enum OutStream {
    /// A file, with its path.
    File(BufWriter<File>, PathBuf),
    /// Standard output.
    Stdout(BufWriter<Stdout>),
}

impl OutStream {
    /// A pipe or a device, which takes what comes as it comes.
    pub(super) fn device(path: &Path) -> Result<OutStream, Trouble> {
        let file = File::options().write(true).open(path).map_err(with_path(path))?;
        Ok(OutStream::File(BufWriter::with_capacity(64 * 1024, file), path.into()))
    }

    /// Standard output.
    pub(super) fn stdout() -> OutStream {
        OutStream::Stdout(BufWriter::with_capacity(64 * 1024, io::stdout()))
    }

    /// Writes all of it.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        match self {
            OutStream::File(file, path) => file.write_all(bytes).map_err(with_path(path)),
            OutStream::Stdout(stdout) => stdout.write_all(bytes).map_err(Trouble::Stdout),
        }
    }

    /// Sees to it that all is written.
    pub(super) fn finish(mut self) -> Result<(), Trouble> {
        match &mut self {
            OutStream::File(file, path) => file.flush().map_err(with_path(path)),
            OutStream::Stdout(stdout) => stdout.flush().map_err(Trouble::Stdout),
        }
    }
}

/// Prints to standard output, all at once.
pub(super) fn print(words: &str) -> Result<(), Trouble> {
    let mut out = OutStream::stdout();
    out.write(words.as_bytes())?;
    out.finish()
}
