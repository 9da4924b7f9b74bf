//! What every fuzz target does with bytes: read them, and write what was read.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

use verbatim::format::{self, Codec, InFile, Job, OutFile, ReadOptions};
use verbatim::model::document::Document;

/// What parts the files of a format with several in the bytes of one case: no
/// UTF-8 has it.
const BETWEEN: u8 = 0xFF;

/// Reads whatever bytes there are. What is made of them are documents, and
/// these can be written.
///
/// # Panics
/// If not.
pub fn read_any(codec: &dyn Codec, data: &[u8]) {
    let names = codec.format().parts.iter().map(|part| format!("case.{part}"));
    let names: Vec<String> = names.collect();
    let parts = data.splitn(names.len(), |&byte| byte == BETWEEN);
    let files: Vec<InFile<'_>> =
        names.iter().zip(parts).map(|(name, bytes)| InFile { name, bytes }).collect();
    let Ok(read) = format::read(codec, &files, &ReadOptions::default()) else { return };
    let collection = read.imported.collection;
    collection.documents.iter().for_each(Document::assert_invariants);
    let job = Job { stem: "case".into(), ..Job::default() };
    for document in format::write(codec, &collection, &job).fitted {
        document.assert_invariants();
    }
}

/// Files that were written as cases to begin with.
pub fn cases(codec: &dyn Codec, files: &[OutFile]) -> Vec<Vec<u8>> {
    let parts = codec.format().parts;
    let is_part =
        |file: &&OutFile| parts.iter().any(|part| format::has_extension(&file.name, part));
    let of_parts: Vec<&OutFile> = files.iter().filter(is_part).collect();
    let joined = |group: &[&OutFile]| {
        let bytes: Vec<&[u8]> = group.iter().map(|file| file.bytes.as_slice()).collect();
        bytes.join(&BETWEEN)
    };
    of_parts.chunks(parts.len()).map(joined).collect()
}

/// Files as other programs write them, as cases to begin with: those of the
/// fixtures that are of a format with one file an article.
pub fn fixtures(codec: &dyn Codec, folder: &Path) -> Vec<Vec<u8>> {
    if codec.format().parts.len() > 1 {
        return Vec::new();
    }
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let case = |path: &PathBuf| {
        let bytes = fs::read(path).ok()?;
        let name = path.file_name()?.to_str()?;
        let found = format::codec_of(name, std::str::from_utf8(&bytes).ok()?)?;
        (found.format().id == codec.format().id).then_some(bytes)
    };
    paths.iter().filter_map(case).collect()
}
