//! Export: what, in which format, what that can't hold, and the file.
//!
//! What depends on a choice is drawn anew when that is made; all else stays as
//! it is, so that nobody loses a place or a letter.
//!
//! Invariant: no file leaves that does not read back as what was asked for.

mod choices;
mod fields;
mod preview;

use super::report::list;
use super::{Answer, draw, put};
use crate::format::{
    self, CODECS, Capacity, Codec, InFile, OutFile, ReadOptions, Written, bundle, difference,
    read_seen,
};
use crate::storage::library::Listed;
use crate::work::collect::library_of;
use crate::work::progress::{Part, Progress, over};
use crate::work::sheet::{Request, Step, Steps};

use choices::{Chosen, chosen_articles, codec_of, job_of};

/// The parts of an export.
const PARTS: [&str; 4] = ["Reading", "Writing", "Checking", "Zipping"];

const fn part(number: usize) -> Part {
    Part { doing: PARTS[number], number, of: PARTS.len() }
}

/// Before anything is told, the articles are read.
const READING: Part = Part { doing: "Reading", number: 0, of: 2 };

pub fn answer(request: &Request, progress: &mut Progress<'_>) -> Answer {
    let codec = codec_of(request)?;
    let act = request.act.as_str();
    if act == "download" {
        progress.with_cancel();
        return download(request, codec, progress);
    }
    let listed = || library_of(&request.records).0.articles().to_vec();
    if act == "find" {
        return Ok(vec![put("titles", fields::titles(request, &listed()))].into());
    }
    if matches!(act, "check" | "uncheck") {
        return check(request, progress, &listed());
    }
    let chosen = chosen_articles(request, &mut |n_done, n| progress.at(READING, n_done, n));
    let losses = preview::losses(request, &chosen, progress)?;
    let mut steps = Vec::new();
    match act {
        "" => return Ok(vec![draw("Export", fields::sheet(request, &chosen, losses)?)].into()),
        "format" => {
            steps.push(put("about", fields::about(codec.format())));
            steps.push(put("options", fields::options(request, codec)));
            steps.push(put("selection", fields::selection(request, codec, &listed())));
        }
        "scope" => {
            steps.push(put("selection", fields::selection(request, codec, &listed())));
            steps.push(put("filters", fields::filters(request, &chosen)));
        }
        _ => {}
    }
    steps.extend([put("losses", losses), over()]);
    Ok(steps.into())
}

/// Checks the boxes of articles, or none, and tells what that changes.
fn check(request: &Request, progress: &mut Progress<'_>, listed: &[Listed]) -> Answer {
    let sought = request.field("find").trim().to_lowercase();
    let mut checked = request.clone();
    checked.act = "update".into();
    checked.form.retain(|(name, _)| name != "article" || request.act == "check");
    if request.act == "check" {
        for one in listed.iter().filter(|one| one.title.to_lowercase().contains(&sought)) {
            checked.form.push(("article".into(), one.id.to_string()));
        }
    }
    let mut steps = answer(&checked, progress)?;
    steps.steps.insert(0, put("titles", fields::titles(request, listed)));
    Ok(steps)
}

/// Writes the files, and reads them back: one with a wrong offset never leaves.
fn download(request: &Request, codec: &dyn Codec, progress: &mut Progress<'_>) -> Answer {
    let format = codec.format();
    let chosen = chosen_articles(request, &mut |n_done, n| progress.at(part(0), n_done, n));
    let Chosen { collection, unread } = chosen;
    let n = collection.documents.len();
    if n == 0 {
        return Err("There is nothing to export: choose at least one article.".into());
    }
    let job = job_of(request, &collection);
    // Each is fitted, then written.
    let mut n_seen = 0;
    let written = format::write_seen(codec, &collection, &job, &mut || {
        n_seen += 1;
        progress.at(part(1), n_seen / 2, n);
    });
    let capacity = codec.capacity(&job.options);
    let dataset = format::Dataset {
        scheme: &format::outside_scheme(&collection.scheme, &capacity),
        extra: &collection.extra,
        options: &job.options,
    };
    let n_companions = codec.companions(&dataset).len();
    if format.is_read && !reads_back(codec, &written, n_companions, &capacity, progress) {
        return Err(format!(
            "The export was stopped: read back as {}, it was not what is on screen. Nothing was changed.",
            format.name
        ));
    }
    progress.at(part(3), 0, 1);
    let file = one_file(written.files, &job, codec)?;
    let said = Step::Tell(format!("Exported {}", file.name));
    let shown = match unread.is_empty() {
        true => Step::Close,
        false => draw("Exported, but not everything could be read", list(&unread, false)),
    };
    let media_type = match bundle::is_bundle(&file.bytes) {
        true => "application/zip",
        false => format.media_type,
    };
    let download = Step::Download { name: file.name, media_type: media_type.into() };
    let mut steps = vec![download, shown, said];
    if progress.was_told() {
        steps.insert(0, over());
    }
    Ok(Steps { steps, bytes: file.bytes, ..Steps::default() })
}

/// Whether the files read back as what was fitted. What goes along with them
/// is read only where the articles can't be read without it.
fn reads_back(
    codec: &dyn Codec,
    written: &Written,
    n_companions: usize,
    capacity: &Capacity,
    progress: &mut Progress<'_>,
) -> bool {
    let n_own = written.files.len() - n_companions;
    let (own, along) = written.files.split_at(n_own);
    let along = along.iter().filter(|file| codec.is_companion(&file.name));
    let files: Vec<InFile<'_>> = own
        .iter()
        .chain(along)
        .map(|file| InFile { name: &file.name, bytes: &file.bytes })
        .collect();
    let n = written.fitted.len();
    let mut n_seen = 0;
    // Each is read, then settled, then compared.
    let mut seen = || {
        n_seen += 1;
        progress.at(part(2), n_seen / 3, n);
    };
    let read = read_seen(codec, &files, &ReadOptions::default(), &mut seen);
    read.is_ok_and(|read| {
        let read = &read.imported.collection.documents;
        let mut pairs = written.fitted.iter().zip(read);
        read.len() == n
            && pairs.all(|(fitted, read)| {
                seen();
                difference(fitted, read, capacity).is_none()
            })
    })
}

/// The file of a whole library has the format in its name where another format
/// has the same extension.
fn named(file: OutFile, job: &format::Job, codec: &dyn Codec) -> OutFile {
    let (id, parts) = (codec.format().id, codec.format().parts);
    let is_native = id.starts_with("verbatim");
    let also = |other: &&'static dyn Codec| {
        other.format().id != id && parts.iter().any(|part| other.format().parts.contains(part))
    };
    let is_of_all = job.stem.starts_with("verbatim-") && !parts.contains(&id);
    match file.name.strip_prefix(&job.stem).filter(|rest| rest.starts_with('.')) {
        Some(rest) if is_of_all && !is_native && CODECS.iter().any(also) => {
            OutFile { name: format!("{}-{id}{rest}", job.stem), bytes: file.bytes }
        }
        _ => file,
    }
}

/// The file that leaves: a zip archive, if there are several.
fn one_file(
    mut files: Vec<OutFile>,
    job: &format::Job,
    codec: &dyn Codec,
) -> Result<OutFile, String> {
    match files.len() {
        0 => Err("There is nothing to export.".into()),
        1 => Ok(named(files.remove(0), job, codec)),
        _ => {
            let name = format!("{}-{}.zip", job.stem, codec.format().id);
            Ok(OutFile { name, bytes: bundle::pack(&files)? })
        }
    }
}
