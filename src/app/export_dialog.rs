//! Export: what, in which format, and the download.

use leptos::prelude::{document, event_target_value};
use web_sys::Event;

use super::el::{El, button, el};
use super::state::{AppState, Dialog};
use crate::dom::files;
use crate::format::{FORMATS, Format, OffsetUnit};
use crate::model::id::ArticleId;
use crate::work::{Reply, Task, ask};

/// The format, the articles, and the download.
pub fn export(state: AppState) -> Vec<El> {
    ask::prepare();
    let format = move || FORMATS.get(state.format_idx()).copied();
    let formats = FORMATS.iter().enumerate();
    let formats =
        formats.map(|(idx, format)| el("option").attr("value", &idx.to_string()).text(format.name));
    let choose = move |event: Event| {
        state.set_format_idx(event_target_value(&event).parse().unwrap_or(0));
    };
    let unit = move || format().map(|format| describe(format.offset_unit).to_owned());
    let n_articles = state.with_library(|library| library.articles().len());
    let scope = |all: bool, name: String| {
        let choice = el("input").attr("type", "radio").attr("name", "scope");
        let choice = choice.maybe_attr("checked", (!all).then(String::new));
        let choice = choice.attr("value", if all { "all" } else { "this" });
        el("label").child(choice).text(&name)
    };
    let start = move |_| {
        if let Some(format) = format() {
            let all = document().query_selector("[name=scope][value=all]:checked");
            download(state, format, all.is_ok_and(|all| all.is_some()));
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

/// Has the file written and checked, and hands it over.
fn download(state: AppState, format: &'static Format, all: bool) {
    let (task, stem) = state.with_library(|library| {
        let open = state.with_session(|session| session.document().article().id);
        let ids: Vec<ArticleId> = library
            .articles()
            .iter()
            .map(|listed| listed.id)
            .filter(|&id| all || id == open)
            .collect();
        let title = library.articles().iter().find(|listed| listed.id == open);
        let stem = match title {
            Some(listed) if !all => file_stem(&listed.title),
            _ => "verbatim-library".into(),
        };
        let task = Task::Write {
            format: format.id.into(),
            articles: ids.iter().map(ToString::to_string).collect(),
            records: library.give_out(&ids),
        };
        (task, stem)
    });
    ask::ask(task, None, move |reply| match reply {
        Reply::Written { bytes, warnings } => {
            hand_over(state, format, &format!("{stem}.{}", format.extension), &bytes);
            if !warnings.is_empty() {
                let title = "Exported, but not everything could be read".into();
                state.set_dialog(Some(Dialog::Report { title, sentences: warnings.into() }));
            }
        }
        Reply::Refused(why) => state.tell_error(why),
        Reply::Read { .. } | Reply::Found(_) => {}
    });
}

fn hand_over(state: AppState, format: &Format, name: &str, bytes: &[u8]) {
    match files::download(name, format.media_type, bytes) {
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
