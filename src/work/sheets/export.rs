//! Export: what, in which format, and the file.
//!
//! Invariant: no file leaves that does not read back as what was asked for.

use maud::{Markup, html};

use super::report::list;
use super::{Answer, draw, put};
use crate::format::{CODECS, Codec, FORMATS, Format, OffsetUnit};
use crate::work::collect::{articles_of, collect};
use crate::work::sheet::{Request, Step, Steps};

pub fn answer(request: &Request) -> Answer {
    match request.act.as_str() {
        "" => Ok(vec![draw("Export", sheet(request)?)].into()),
        "format" => Ok(vec![put("unit", unit(format_of(request)?))].into()),
        _ => download(request),
    }
}

fn sheet(request: &Request) -> Result<Markup, String> {
    let n_articles = request.field("n_articles");
    let scope = |value: &str, send: &str, name: &str, is_chosen: bool| {
        html! {
            label {
                input type="radio" name="scope" value=(value) data-send=(send) checked[is_chosen];
                " " (name)
            }
        }
    };
    Ok(html! {
        label.field {
            "Format"
            select #format name="format" aria-label="Format" data-act="format" {
                @for format in FORMATS { option value=(format.id) { (format.name) } }
            }
        }
        p.about #unit { (unit(FORMATS[0])) }
        fieldset {
            legend { "Articles" }
            (scope("this", "article", "This article", true))
            (scope("all", "library", &format!("All articles ({n_articles})"), false))
        }
        div.buttons {
            button.primary type="submit" data-act="download" autofocus { "Download" }
        }
    })
}

fn unit(format: &Format) -> Markup {
    html! {
        (match format.offset_unit {
            OffsetUnit::CodePoint => "Offsets count Unicode code points, as Python does.",
            OffsetUnit::Utf16 => "Offsets count UTF-16 code units, as JavaScript does.",
            OffsetUnit::Byte => "Offsets count UTF-8 bytes, as Rust does.",
        })
    }
}

fn format_of(request: &Request) -> Result<&'static Format, String> {
    codec_of(request).map(Codec::format)
}

fn codec_of(request: &Request) -> Result<&'static dyn Codec, String> {
    let id = request.field("format");
    let found = CODECS.iter().copied().find(|codec| codec.format().id == id);
    found.ok_or_else(|| format!("There is no format “{id}”."))
}

/// Writes the file, and reads it back: one with a wrong offset never leaves.
fn download(request: &Request) -> Answer {
    let codec = codec_of(request)?;
    let format = codec.format();
    let sent = articles_of(&request.records);
    // In the order of the library, which its record has.
    let (library, _) = crate::work::collect::library_of(&request.records);
    let listed = library.articles().iter().map(|listed| listed.id.to_string());
    let articles: Vec<String> = listed.filter(|id| sent.contains(id)).collect();
    let (collection, warnings) = collect(&articles, &request.records);
    let bytes = codec.encode(&collection);
    match codec.decode(&bytes) {
        Ok(read) if read.collection == collection && read.warnings.is_empty() => {}
        _ => {
            return Err(format!(
                "The export was stopped: read back as {}, it was not what is on screen. Nothing was changed.",
                format.name
            ));
        }
    }
    let stem = match &collection.documents[..] {
        [one] if request.field("scope") != "all" => file_stem(&one.article().metadata.title),
        _ => "verbatim-library".into(),
    };
    let name = format!("{stem}.{}", format.extension);
    let said = Step::Tell(format!("Exported {name}"));
    let shown = match warnings.is_empty() {
        true => Step::Close,
        false => draw("Exported, but not everything could be read", list(&warnings, false)),
    };
    let media_type = format.media_type.into();
    let steps = vec![Step::Download { name, media_type }, shown, said];
    Ok(Steps { steps, bytes, ..Steps::default() })
}

/// A title as the start of a file's name: letters, digits and hyphens.
fn file_stem(title: &str) -> String {
    const MAX_CHARS: usize = 60;
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem = words.collect::<Vec<_>>().join("-");
    let stem: String = stem.chars().take(MAX_CHARS).collect();
    if stem.is_empty() { "article".into() } else { stem }
}
