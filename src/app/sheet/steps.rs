//! What the worker says is to come of a request: done step by step.

use js_sys::Array;
use leptos::prelude::*;
use web_sys::{Blob, CssStyleSheet};

use super::{dialog, element, focus};
use crate::app::state::AppState;
use crate::dom::position::article_element;
use crate::dom::preview::{self, Shown};
use crate::dom::{files, listen, place};
use crate::model::offset::TextRange;
use crate::session::Command;
use crate::storage::change::from_texts;
use crate::storage::record::revision_from_json;
use crate::work::sheet::{Step, Steps};

/// Does what the worker says. What belongs to a sheet that was closed
/// meanwhile is left.
pub(super) fn carry_out(
    state: AppState,
    sheet: &str,
    asked: (u32, u32),
    all: Steps,
    file: Option<&Blob>,
    may_open: bool,
) {
    let Steps { steps, mut texts, .. } = all;
    for step in steps {
        match step {
            Step::Style(css) => add_style(state, &css),
            Step::Draw { title, html, is_docked } => {
                if may_open || state.sheet().is_some() {
                    draw(state, sheet, &title, &html, is_docked);
                }
            }
            Step::Put { id, html } => {
                put(&format!("dialog #{id}"), &html);
                // A field's error that came when the sheet was closed.
                let late = element("dialog:not([open]) [role=alert]:not(:empty)");
                if let Some(why) = late.and_then(|late| late.text_content()) {
                    put("dialog [role=alert]:not(:empty)", "");
                    state.tell_error(why);
                }
            }
            Step::Close => state.close_sheet(),
            Step::Tell(sentence) => state.tell(sentence),
            Step::Refuse(sentence) => state.tell_error(sentence),
            Step::Change { revision } => {
                let text = state.text();
                match revision_from_json(&revision, &text) {
                    Ok(record) if state.version() == asked => {
                        state.dispatch(Command::Change(Box::new(record.revision)));
                    }
                    _ => {
                        state.tell_error("The article has changed meanwhile; try again.".into());
                        return;
                    }
                }
            }
            Step::Focus(id) => {
                state.dispatch(Command::Focus(Some(id)));
                place::scroll_to_annotation(id);
            }
            Step::Show(range) => show(state, Some(range)),
            Step::GoTo(position) => state.go_to(position),
            Step::Download { name, .. } => {
                // Later: to close the dialog is enough for now.
                let file = file.cloned();
                listen::after(0, move || {
                    if file.is_none_or(|file| files::download(&name, &file).is_err()) {
                        let sentence = format!("The browser did not take the download of {name}.");
                        state.tell_error(sentence);
                    }
                });
            }
            Step::Open(id) => state.open_article(id),
            Step::Keys(json) => state.set_key_map(&json),
            Step::Write => {
                if !state.change_library(from_texts(std::mem::take(&mut texts))) {
                    state.tell_error("The library has changed meanwhile; try again.".into());
                    return;
                }
            }
            Step::Delete(id) => state.delete_article(id),
            Step::ReadAs(ids) => state.offer_reading(Some(ids)),
        }
    }
}

fn draw(state: AppState, sheet: &str, title: &str, html: &str, is_docked: bool) {
    let Some(dialog) = dialog() else { return };
    if let Some(heading) = element("#sheet_title") {
        heading.set_text_content(Some(title));
    }
    put("dialog form", html);
    let class = if is_docked { "docked" } else { "modal" };
    if dialog.open() && dialog.class_name() != class {
        dialog.close();
    }
    dialog.set_class_name(class);
    // What has a good name can be set.
    let set = |name, value| drop(dialog.set_attribute(name, value));
    set("aria-modal", if is_docked { "false" } else { "true" });
    // A phone's way back, too, closes what lies over the rest.
    set("closedby", if is_docked { "none" } else { "closerequest" });
    dialog.show();
    if !is_docked && element("dialog:focus-within").is_none() {
        // What had it was on the sheet before.
        focus("dialog [autofocus]");
    }
    state.set_sheet(Some(sheet.to_owned()));
}

/// Draws what is in an element anew; the focus goes to what has the id of what
/// had it.
fn put(selector: &str, html: &str) {
    let Some(element_to_fill) = element(selector) else { return };
    let had_focus = document().active_element().map(|focused| focused.id());
    element_to_fill.set_inner_html(html);
    let has_focus = document().active_element().map(|focused| focused.id());
    if let Some(id) = had_focus.filter(|id| !id.is_empty() && has_focus.as_ref() != Some(id)) {
        focus(&format!("dialog #{id}"));
    }
}

/// Shows words of the article, or no longer.
pub(super) fn show(state: AppState, range: Option<TextRange>) {
    let text = state.text();
    if let Some(article) = article_element() {
        preview::show(Shown::Found, &article, &text, range);
        if let Some(range) = range {
            place::scroll_to_words(article, text, range);
        }
    }
}

fn add_style(state: AppState, css: &str) {
    state.set_view(|view| view.is_styled = true);
    if let Ok(style) = CssStyleSheet::new() {
        // A rule that the browser does not know is left out by it.
        let _unknown = style.replace_sync(css);
        let sheets = Array::of1(&style);
        // Without it sheets are plain, and whole.
        let _plain = js_sys::Reflect::set(&document(), &"adoptedStyleSheets".into(), &sheets);
    }
}
