//! Which format a file is of, by its name.

use super::trouble::Trouble;
use crate::format::{CODECS, Codec, Format, has_extension, stem};

/// The format that a name says: `NAME.FORMAT.json`.
pub(super) fn said_by_name(name: &str) -> Option<&'static dyn Codec> {
    let is_said = |codec: &&&'static dyn Codec| has_extension(stem(name), codec.format().id);
    CODECS.iter().find(|codec| is_of(codec.format(), name) && is_said(codec)).copied()
}

/// The format that a name has the extension of, if there is only one.
pub(super) fn only_by_extension(name: &str) -> Option<&'static dyn Codec> {
    let mut of_extension = CODECS.iter().filter(|codec| is_of(codec.format(), name));
    let first = of_extension.next().copied();
    first.filter(|_| of_extension.next().is_none())
}

fn is_of(format: &Format, name: &str) -> bool {
    format.parts.iter().any(|part| has_extension(name, part))
}

/// The format that is written, as it was said or as the output's name tells.
/// `.json` and `.jsonl` alone are our own.
pub(super) fn to_write(to: Option<&str>, output: &str) -> Result<&'static dyn Codec, Trouble> {
    if has_extension(output, "zip") {
        let said = format!("{output} would be a zip archive, which is not written; name a folder");
        return Err(Trouble::Said(said));
    }
    if let Some(codec) = to.and_then(crate::format::codec) {
        return Ok(codec);
    }
    if let Some(codec) = said_by_name(output).or_else(|| only_by_extension(output)) {
        return Ok(codec);
    }
    let candidates: Vec<_> = CODECS.iter().filter(|codec| is_of(codec.format(), output)).collect();
    let ours = candidates.iter().find(|codec| codec.format().id.starts_with("verbatim"));
    if let Some(codec) = ours {
        return Ok(**codec);
    }
    let all = if candidates.is_empty() { CODECS.iter().collect() } else { candidates };
    let ids: Vec<&str> = all.iter().map(|codec| codec.format().id).collect();
    Err(Trouble::Said(format!("say by --to which format is written: {}", ids.join(", "))))
}
