//! Sheets: what the worker draws, shown in the page's one dialog, and what is
//! done on it, sent back to the worker. [`crate::work::sheet`] has the words
//! that the two share.

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    CssStyleSheet, Element, Event, FormData, HtmlDialogElement, HtmlElement, HtmlFormElement,
    HtmlInputElement, KeyboardEvent,
};

use super::el::{El, button, effect, el};
use super::keyboard::pressed;
use super::state::AppState;
use super::state::view::Act;
use crate::app::boot::now_millis;
use crate::dom::position::article_element;
use crate::dom::preview::{self, Shown};
use crate::dom::{files, place};
use crate::model::offset::TextRange;
use crate::session::Command;
use crate::storage::change::from_texts;
use crate::storage::library::Library;
use crate::storage::record::revision_from_json;
use crate::work::sheet::{Request, Send, Step, Steps};
use crate::work::{Kept, Reply, Task, ask};

/// The dialog; closed while no sheet is shown.
pub fn sheet(state: AppState) -> El {
    effect(move || follow(state));
    // Not a header: of those a page has one.
    let header = el("div")
        .attr("class", "head")
        .child(el("h2").attr("id", "sheet_title"))
        .child(button("×", move |_| state.close_sheet()).attr("aria-label", "Close"));
    el("dialog")
        .attr("aria-labelledby", "sheet_title")
        .on("close", move |_| close(state))
        .on("click", move |event| press(state, &event, "button[data-act]"))
        .on("input", move |event| change(state, &event, "[data-act]"))
        .on("change", move |event| change(state, &event, "[data-change]"))
        .on("keydown", move |event| key(state, &event))
        .child(header)
        .child(el("form").attr("novalidate", "").on("submit", |event| event.prevent_default()))
}

fn element(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn dialog() -> Option<HtmlDialogElement> {
    element("dialog")?.dyn_into().ok()
}

impl AppState {
    /// Opens a sheet, with what the worker can't know without being told.
    pub fn open_sheet(self, name: &str, records: Kept, form: Kept) {
        ask_sheet(self, name.into(), String::new(), records, form, Array::new(), true);
    }

    /// Opens a sheet about the open article.
    pub fn open_sheet_of_article(self, name: &str) {
        self.open_sheet(name, self.records_for(Send::History), Kept::new());
    }

    /// Makes articles of files, or of what stands in the form.
    pub fn import(self, form: Kept, files: Array) {
        let records = self.records_for(Send::Everything);
        ask_sheet(self, "import".into(), "import".into(), records, form, files, true);
    }

    /// Opens the export.
    pub fn open_export(self) {
        let n_articles = self.with_library(|library| library.articles().len());
        let form = vec![("n_articles".into(), n_articles.to_string())];
        self.open_sheet("export", Kept::new(), form);
    }

    /// Opens the search, for the words of the annotation in focus or any.
    pub fn open_find(self, of_focus: bool) {
        let of = if of_focus { "focus" } else { "" };
        let form = vec![("of".into(), of.to_owned())];
        self.open_sheet("find", self.records_for(Send::Article), form);
    }

    /// Opens the labels and link types.
    pub fn open_scheme(self) {
        self.open_sheet("scheme", self.records_for(Send::Everything), Kept::new());
    }

    /// Opens the keys.
    pub fn open_keys(self) {
        let own = self.with_library(Library::own_keys);
        self.open_sheet("keys", Kept::new(), vec![("own".into(), own)]);
    }

    /// Has the worker work out what the page has no code for, and does that.
    pub fn plan(self, act: &str, form: Kept) {
        self.set_view(|view| view.acts.push(Act::Plan(act.into(), form)));
        ask_next(self);
    }

    /// The records that go with what is asked of a sheet.
    pub fn records_for(self, send: Send) -> Kept {
        let open = self.with_session(|session| session.document().article().id);
        self.with_library(|library| ask::records_for(send, library, open))
    }

    /// Closes the sheet. What is being typed is left first, and so kept.
    pub fn close_sheet(self) {
        if let Some(dialog) = dialog() {
            let focused = document().active_element();
            if let Some(Ok(focused)) = focused.map(|focused| focused.dyn_into::<HtmlElement>()) {
                // What can't be left has nothing to keep.
                let _refused = focused.blur();
            }
            dialog.close();
        }
    }
}

/// What was pressed or changed, if the worker, or the page, is to know of it.
fn actor(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

fn press(state: AppState, event: &Event, selector: &str) {
    if let Some(actor) = actor(event, selector) {
        let act = Act::Sheet(actor, state.sheet().unwrap_or_default());
        state.set_view(|view| view.acts.push(act));
        ask_next(state);
    }
}

fn change(state: AppState, event: &Event, selector: &str) {
    if let Some(field) = actor(event, "[data-detail]") {
        let name = field.get_attribute("data-detail").unwrap_or_default();
        state.set_detail(&name, event_target_value(event));
    }
    if let Some(actor) = actor(event, selector) {
        // The letters that are typed while one waits are asked as one.
        let act = Act::Sheet(actor, state.sheet().unwrap_or_default());
        state.set_view(|view| {
            if !view.acts.contains(&act) {
                view.acts.push(act);
            }
        });
        ask_next(state);
    }
}

/// Asks for the first act that waits. One is asked only when the one before is
/// answered, because the records that go with it may be others then.
fn ask_next(state: AppState) {
    let mut next = None;
    state.set_view(|view| {
        if !view.is_asking && !view.acts.is_empty() {
            next = Some(view.acts.remove(0));
        }
    });
    match next {
        Some(Act::Sheet(actor, sheet)) => ask_of(state, &actor, sheet, Kept::new()),
        Some(Act::Plan(act, form)) => {
            let records = state.records_for(Send::Article);
            ask_sheet(state, "command".into(), act, records, form, Array::new(), true);
        }
        None => {}
    }
}

fn key(state: AppState, event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    let key = event.key();
    if key == "Escape" {
        state.close_sheet();
    } else if let Some(actor) = actor(event, "[data-press]").filter(|_| key != "Tab")
        && let Some(press) = pressed(event)
    {
        event.prevent_default();
        let sheet = state.sheet().unwrap_or_default();
        ask_of(state, &actor, sheet, vec![("press".into(), press)]);
    }
}

/// Asks about what was done on a sheet; on one that is closed by now it was
/// done even so, but not if another has taken its place.
fn ask_of(state: AppState, actor: &Element, sheet: String, extra: Kept) {
    if state.sheet().is_some_and(|open| open != sheet) {
        return ask_next(state);
    }
    let attribute = |name| actor.get_attribute(name).unwrap_or_default();
    let act = attribute("data-act") + &attribute("data-change") + &attribute("data-press");
    if act == "close" {
        state.close_sheet();
        return;
    }
    let chosen = element("dialog :checked[data-send]");
    let sender = chosen.or_else(|| actor.closest("[data-send]").ok().flatten());
    let send = sender.and_then(|sender| sender.get_attribute("data-send"));
    let records = state.records_for(Send::from_name(&send.unwrap_or_default()));
    let mut form = fields();
    form.extend(extra);
    let input = actor.dyn_ref::<HtmlInputElement>();
    let files = input.map(|input| files::files_of(input.files()).iter().collect());
    ask_sheet(state, sheet, act, records, form, files.unwrap_or_default(), false);
}

/// The names and values of the sheet's fields.
fn fields() -> Kept {
    let form = element("dialog form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let data = form.and_then(|form| FormData::new_with_form(&form).ok());
    let Some(data) = data else { return Kept::new() };
    let pairs = Array::from(&data);
    let pair = |pair: JsValue| {
        let pair = Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    pairs.iter().filter_map(pair).collect()
}

/// What was not done on a sheet may open one.
fn ask_sheet(
    state: AppState,
    sheet: String,
    act: String,
    records: Kept,
    form: Kept,
    files: Array,
    may_open: bool,
) {
    state.set_view(|view| view.is_asking = true);
    let request = state.with_session(|session| Request {
        sheet: sheet.clone(),
        act,
        now_millis: now_millis(),
        is_styled: state.with_view(|view| view.is_styled),
        article: Some(session.document().article().id),
        focus: session.focus(),
        selection: session.selection(),
        form,
        records,
        file: Vec::new(),
    });
    let version = state.version();
    ask::ask(Task::Sheet(request), Some(&files), move |reply| {
        state.set_view(|view| view.is_asking = false);
        match reply {
            Reply::Steps(steps) => carry_out(state, sheet, version, steps, may_open),
            Reply::Refused(why) => state.tell_error(why),
            Reply::Found(_) => {}
        }
        ask_next(state);
    });
}

/// Does what the worker says. What belongs to a sheet that was closed
/// meanwhile is left.
fn carry_out(state: AppState, sheet: String, asked: (u32, u32), all: Steps, may_open: bool) {
    let Steps { steps, mut texts, bytes } = all;
    for step in steps {
        match step {
            Step::Style(css) => add_style(state, &css),
            Step::Draw { title, html, is_docked } => {
                if may_open || state.sheet().is_some() {
                    draw(state, &sheet, &title, &html, is_docked);
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
            Step::Download { name, media_type } => {
                if files::download(&name, &media_type, &bytes).is_err() {
                    let sentence = format!("The browser did not take the download of {name}.");
                    state.tell_error(sentence);
                    return;
                }
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
        }
    }
}

fn draw(state: AppState, sheet: &str, title: &str, html: &str, is_docked: bool) {
    let Some(dialog) = dialog() else { return };
    if let Some(heading) = element("#sheet_title") {
        heading.set_text_content(Some(title));
    }
    put("dialog form", html);
    let class = if is_docked { "docked" } else { "" };
    if dialog.open() && dialog.class_name() != class {
        dialog.close();
    }
    dialog.set_class_name(class);
    if is_docked {
        dialog.show();
    } else if !dialog.open() {
        // A dialog that is in the page and not open can be opened.
        let _refused = dialog.show_modal();
    }
    state.set_sheet(Some(sheet.to_owned()));
}

/// Has a sheet that lies beside the article follow what changes there.
fn follow(state: AppState) {
    state.undo_and_redo();
    if let Some(sheet) = state.sheet()
        && dialog().is_some_and(|dialog| dialog.class_name() == "docked")
    {
        let records = state.records_for(Send::History);
        ask_sheet(state, sheet, "refresh".into(), records, fields(), Array::new(), false);
    }
}

/// Tidies up behind a sheet, unless another was opened meanwhile.
fn close(state: AppState) {
    if !dialog().is_some_and(|dialog| dialog.open()) {
        state.set_sheet(None);
        show(state, None);
    }
}

/// Draws what is in an element anew; the focus goes to what has the id of what
/// had it.
fn put(selector: &str, html: &str) {
    let Some(element_to_fill) = element(selector) else { return };
    let had_focus = document().active_element().map(|focused| focused.id());
    element_to_fill.set_inner_html(html);
    let has_focus = document().active_element().map(|focused| focused.id());
    let focused = had_focus.filter(|id| !id.is_empty() && has_focus.as_ref() != Some(id));
    let focused = focused.and_then(|id| element(&format!("dialog #{id}")));
    if let Some(focused) = focused.and_then(|focused| focused.dyn_into::<HtmlElement>().ok()) {
        // What can't take the focus leaves it where it is.
        let _refused = focused.focus();
    }
}

/// Shows words of the article, or no longer.
fn show(state: AppState, range: Option<TextRange>) {
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
