//! What is known about the article, above its text.

use super::el::{El, button, el};
use super::state::AppState;
use crate::model::timestamp::format_date;

/// Title, date, source and address, and a button that edits them.
pub fn heading(state: AppState) -> El {
    let title = move || match state.metadata().title {
        title if title.is_empty() => "Untitled".to_owned(),
        title => title,
    };
    let about = move || {
        let metadata = state.metadata();
        let date = metadata.date.map(|date| el("time").text(&format_date(date)));
        let source = Some(metadata.source).filter(|source| !source.is_empty());
        let source = source.map(|source| el("span").attr("dir", "auto").text(&source));
        let url = metadata.url.map(|url| el("span").text(&url));
        date.into_iter().chain(source).chain(url).collect()
    };
    let edit = button("Edit details", move |_| state.open_sheet_of_article("details"));
    el("header")
        .attr("class", "heading")
        .child(el("h2").attr("dir", "auto").bind_text(title))
        .child(el("p").attr("class", "about").part(about).child(edit.attr("class", "link")))
}
