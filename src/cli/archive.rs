//! Zip archives, which the page makes of several files, read as folders are.
//!
//! Invariant: nothing is written outside of a temporary folder, wherever the
//! names in an archive point.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Component, Path};

use tempfile::TempDir;

use super::source::{Found, Source, collect};
use super::trouble::{Trouble, with_path};
use crate::format::bundle::{self, MAX_UNPACKED_BYTES};

/// Unpacks a file, if it is an archive: what it holds joins `all`, and is
/// there as long as the folder is.
///
/// # Errors
/// An archive that is damaged, beyond a limit or with names that are none.
pub(super) fn unpacked(source: &Source, all: &mut Found) -> Result<Option<TempDir>, Trouble> {
    if !bundle::is_bundle(&source.head(4)?) {
        return Ok(None);
    }
    let archive = source.name();
    let bytes = source.head(MAX_UNPACKED_BYTES as u64 + 1)?;
    if bytes.len() > MAX_UNPACKED_BYTES {
        let limit = MAX_UNPACKED_BYTES / 1024 / 1024;
        let said = format!("{archive} is longer than the limit of {limit} MB; unpack it first");
        return Err(Trouble::Said(said));
    }
    let temporary = tempfile::tempdir().map_err(with_path(Path::new(&archive)))?;
    let folder = temporary.path();
    for file in bundle::unpack(&archive, &bytes)? {
        let name = Path::new(&file.name);
        if !name.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            let said = format!("{archive} holds “{}”, which is no name for a file", file.name);
            return Err(Trouble::Said(said));
        }
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        let wrong = |error| Trouble::Io { path: Path::new(&archive).join(name), error };
        fs::create_dir_all(parent).map_err(wrong)?;
        let written = File::create_new(&path).and_then(|mut it| it.write_all(&file.bytes));
        written.map_err(wrong)?;
    }
    let mut found = Found::default();
    collect(folder, &mut found)?;
    all.files.extend(found.files.into_iter().map(|one| {
        let name = one.path.strip_prefix(folder).unwrap_or(&one.path);
        let name = Path::new(&archive).join(name).display().to_string();
        Source::known_as(one.path, name)
    }));
    Ok(Some(temporary))
}
