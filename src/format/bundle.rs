//! Several files in one: zip archives, in and out.
//! Source: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>.
//!
//! Unit: bytes.
//!
//! Invariants: the same files give the same bytes, because nothing of the day
//! or of the machine stands in them. What comes in is bounded by what is
//! really unpacked, whatever the archive says of itself; archives in archives
//! stay as they are. Names of entries are only names: nothing is ever written
//! where they point.

use std::io::Write as _;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter};

use super::error::{FileProblem, FormatError};
use super::write::OutFile;

/// At most this many files are unpacked.
pub const MAX_ENTRIES: usize = 20_000;

/// At most this many bytes are unpacked in all: 256 MB.
pub const MAX_UNPACKED_BYTES: usize = 256 * 1024 * 1024;

/// The first day that zip knows, 1980-01-01, in seconds since 1970: all files
/// are of that day.
const FIRST_DAY: i64 = 315_532_800;

/// How hard is pressed; the usual level of zip programs.
const LEVEL: u8 = 6;

/// Whether a file is a zip archive, by its first bytes.
pub fn is_bundle(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Packs files, in their order.
///
/// # Errors
/// An archive that would be longer than zip can be, in a sentence.
pub fn pack(files: &[OutFile]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    write_all(files, &mut bytes)
        .map_err(|error| format!("The files could not be zipped: {error}."))?;
    Ok(bytes)
}

fn write_all(files: &[OutFile], bytes: &mut Vec<u8>) -> Result<(), rawzip::Error> {
    let mut archive = ZipArchiveWriter::builder().with_capacity(files.len()).build(bytes);
    for file in files {
        let (mut entry, config) = archive
            .new_file(file.name.as_str())
            .compression_method(CompressionMethod::DEFLATE)
            .last_modified(UtcDateTime::from_unix(FIRST_DAY))
            .start()?;
        // The sum and the length are of what is packed, not of its packed form.
        let mut counted = config.wrap(std::io::sink());
        counted.write_all(&file.bytes)?;
        let (_, sums) = counted.finish()?;
        entry.write_all(&compress_to_vec(&file.bytes, LEVEL))?;
        entry.finish(sums)?;
    }
    archive.finish()?;
    Ok(())
}

/// Unpacks an archive: its files in its order, without folders and without
/// what systems hide in them.
///
/// # Errors
/// What is not whole, is encrypted, packed in another way than zip programs
/// do, or beyond a limit; nothing of it is given then.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Vec<OutFile>, FormatError> {
    read_all(bytes)
        .map_err(|why| FormatError { file: name.into(), problem: FileProblem::Other(why) })
}

fn read_all(bytes: &[u8]) -> Result<Vec<OutFile>, String> {
    let broken = |error: rawzip::Error| format!("is not a whole zip file ({error})");
    let archive = ZipArchive::from_slice(bytes).map_err(broken)?;
    let mut files: Vec<OutFile> = Vec::new();
    let mut n_unpacked = 0;
    let mut entries = archive.entries();
    for n_entries in 1.. {
        let Some(entry) = entries.next_entry().map_err(broken)? else { break };
        if n_entries > MAX_ENTRIES {
            return Err(format!("holds more files than the limit of {MAX_ENTRIES}"));
        }
        let path = entry.file_path();
        let name = String::from_utf8_lossy(path.as_bytes()).replace('\\', "/");
        if entry.is_dir() || name.ends_with('/') || is_hidden(&name) {
            continue;
        }
        if entry.flags().is_encrypted() {
            return Err(format!("holds “{name}” under a password; unpack it first"));
        }
        let packed = archive.get_entry(entry.wayfinder()).map_err(broken)?;
        let room = MAX_UNPACKED_BYTES - n_unpacked;
        let unpacked = match entry.compression_method() {
            CompressionMethod::STORE if packed.data().len() > room => return Err(too_much()),
            CompressionMethod::STORE => packed.data().to_vec(),
            CompressionMethod::DEFLATE => inflated(packed.data(), room, &name)?,
            _ => return Err(format!("holds “{name}” packed in a way that can’t be read")),
        };
        let is_whole = unpacked.len() as u64 == entry.uncompressed_size_hint()
            && rawzip::crc32(&unpacked) == entry.crc32();
        if !is_whole {
            return Err(format!("is damaged: “{name}” is not what was packed"));
        }
        n_unpacked += unpacked.len();
        files.push(OutFile { name, bytes: unpacked });
    }
    Ok(files)
}

fn inflated(packed: &[u8], room: usize, name: &str) -> Result<Vec<u8>, String> {
    use miniz_oxide::inflate::TINFLStatus;
    decompress_to_vec_with_limit(packed, room).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => too_much(),
        _ => format!("is damaged: “{name}” can’t be unpacked"),
    })
}

fn too_much() -> String {
    format!("unpacks to more than the limit of {} MB", MAX_UNPACKED_BYTES / 1024 / 1024)
}

/// What macOS and others put beside the files of a person.
fn is_hidden(name: &str) -> bool {
    let is_hidden = |part: &str| (part.starts_with('.') && part != ".") || part == "__MACOSX";
    name.split('/').any(is_hidden) || name.ends_with("/Thumbs.db")
}
