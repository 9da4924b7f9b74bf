//! Export: what, in which format, and the download.

use leptos::prelude::*;
use web_sys::Event;

use super::el::{El, button, el};
use super::state::AppState;
use crate::dom::files;
use crate::format::{CODECS, Codec, OffsetUnit};

/// The format, the articles, and the download.
pub fn export(state: AppState) -> Vec<El> {
    let codec_idx = RwSignal::new(0);
    let codec = move |idx: usize| CODECS.get(idx).copied();
    let is_all = StoredValue::new(false);
    let formats = CODECS.iter().enumerate();
    let formats =
        formats.map(|(idx, codec)| el("option").attr("value", &idx.to_string()).text(codec.name()));
    let choose = move |event: Event| {
        codec_idx.set(event_target_value(&event).parse().unwrap_or(0));
    };
    let unit = move || codec(codec_idx.get()).map(|codec| describe(codec.offset_unit()).to_owned());
    let n_articles = state.with_library(|library| library.articles().len());
    let scope = |all: bool, name: String| {
        let choice = el("input").attr("type", "radio").attr("name", "scope");
        let choice = choice.maybe_attr("checked", (!all).then(String::new));
        el("label").child(choice.on("change", move |_| is_all.set_value(all))).text(&name)
    };
    let start = move |_| {
        if let Some(codec) = codec(codec_idx.get_untracked()) {
            download(state, codec, is_all.get_value());
        }
    };
    vec![
        el("label").attr("class", "field").text("Format").child(
            el("select").attr("aria-label", "Format").on("change", choose).children(formats),
        ),
        el("p").attr("class", "about").bind_text(move || unit().unwrap_or_default()),
        el("fieldset")
            .child(el("legend").text("Articles"))
            .child(scope(false, " This article".into()))
            .child(scope(true, format!(" All articles ({n_articles})"))),
        el("div")
            .attr("class", "buttons")
            .child(button("Download", start).attr("class", "primary").attr("autofocus", "")),
    ]
}

fn describe(unit: OffsetUnit) -> &'static str {
    match unit {
        OffsetUnit::CodePoint => "Offsets count Unicode code points, as Python does.",
        OffsetUnit::Utf16 => "Offsets count UTF-16 code units, as JavaScript does.",
        OffsetUnit::Byte => "Offsets count UTF-8 bytes, as Rust does.",
    }
}

/// Writes, reads back what was written, and only then hands it over: a file
/// with a wrong offset never leaves.
fn download(state: AppState, codec: &dyn Codec, all: bool) {
    let (collection, lost) = state.collection(all);
    for id in lost {
        state.tell_error(format!("The article {id} could not be read, and is not in the export."));
    }
    let bytes = codec.encode(&collection);
    match codec.decode(&bytes) {
        Ok(read) if read.collection == collection && read.warnings.is_empty() => {}
        _ => {
            state.tell_error(format!(
                "The export was stopped: read back as {}, it was not what is on screen. Nothing was changed.",
                codec.name()
            ));
            return;
        }
    }
    let stem = match (all, collection.documents.first()) {
        (false, Some(document)) => file_stem(&document.article().metadata.title),
        _ => "verbatim-library".into(),
    };
    let name = format!("{stem}.{}", codec.extension());
    match files::download(&name, codec.media_type(), &bytes) {
        Ok(()) => {
            state.set_dialog(None);
            state.tell(format!("Exported {name}"));
        }
        Err(_) => state.tell_error(format!("The browser did not take the download of {name}.")),
    }
}

/// A title as the start of a file's name: letters, digits and hyphens.
fn file_stem(title: &str) -> String {
    const MAX_CHARS: usize = 60;
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem = words.collect::<Vec<_>>().join("-");
    let stem: String = stem.chars().take(MAX_CHARS).collect();
    if stem.is_empty() { "article".into() } else { stem }
}
