//! Asks before an article is deleted.

use super::el::{El, button, el};
use super::state::AppState;
use crate::model::id::ArticleId;

/// The question, and both answers.
pub fn delete(state: AppState, id: ArticleId) -> Vec<El> {
    let listed = state
        .with_library(|library| library.articles().iter().find(|listed| listed.id == id).cloned());
    let Some(listed) = listed else {
        return vec![el("p").text("It is gone already.")];
    };
    let title = listed.title;
    let what = match listed.n_annotations {
        1 => "its annotation".to_owned(),
        n => format!("its {n} annotations"),
    };
    let question = format!(
        "Delete “{title}” with {what} and its history? This can’t be undone. Export it first if you may want it again."
    );
    let delete = move |_| {
        state.set_dialog(None);
        state.delete_article(id);
        state.tell(format!("Deleted “{title}”"));
    };
    let buttons = el("div")
        .attr("class", "buttons")
        .child(button("Keep it", move |_| state.set_dialog(None)).attr("autofocus", ""))
        .child(button("Delete", delete).attr("class", "danger"));
    vec![el("p").text(&question), buttons]
}
