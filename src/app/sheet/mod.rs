//! Sheets: what the worker draws, shown in the page's one dialog, and what is
//! done on it, sent back to the worker. [`crate::work::sheet`] has the words
//! that the two share.

mod steps;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    Element, Event, FormData, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlInputElement,
    KeyboardEvent,
};

use super::el::{El, button, effect, el};
use super::keyboard::pressed;
use super::state::AppState;
use super::state::view::Act;
use crate::app::boot::now_millis;
use crate::dom::{files, listen};
use crate::storage::library::Library;
use crate::work::sheet::{Request, Send};
use crate::work::{Kept, Reply, Task, ask, flat};
use steps::{carry_out, show};

/// The dialog; closed while no sheet is shown.
pub fn sheet(state: AppState) -> El {
    effect(move || follow(state));
    // Not a header: of those a page has one.
    let header = el("div")
        .attr("class", "head")
        .child(el("h2").attr("id", "sheet_title"))
        .child(button("×", move |_| state.close_sheet()).attr("aria-label", "Close"));
    // Not one that the browser makes modal: that has it style all the rest anew,
    // for longer than a frame where an article has thousands of lines. What makes
    // this one modal is the veil over the rest, and that the focus comes back.
    // The focus is taken back once it stands: a field for files moves it on.
    listen::on(&document(), "focusin", |_| listen::after(0, keep_focus));
    el("dialog")
        .attr("aria-labelledby", "sheet_title")
        .attr("tabindex", "-1")
        .on("close", move |_| close(state))
        .on("click", move |event| press(state, &event, "button[data-act]"))
        .on("input", move |event| change(state, &event, "[data-act]"))
        .on("change", move |event| change(state, &event, "[data-change]"))
        .on("keydown", move |event| key(state, &event))
        .child(header)
        .child(el("form").attr("novalidate", "").on("submit", |event| event.prevent_default()))
}

/// What lies over the page while a dialog is open beside which nothing else can
/// be done. A press on it leaves the focus where it is.
pub fn veil() -> El {
    el("div").attr("class", "veil").on("mousedown", |event| event.prevent_default())
}

/// What is in no dialog, of what is drawn.
pub const OUTSIDE: &str = "body > :not(dialog)";

fn keep_focus() {
    let focused = document().active_element();
    let is_outside = focused.is_some_and(|it| matches!(it.closest(OUTSIDE), Ok(Some(_))));
    if is_outside && listen::is_modal_open() {
        focus_dialog();
    }
}

/// Gives the dialog the focus.
pub fn focus_dialog() {
    focus("dialog");
}

/// Gives the first of these the focus, if there is one and it can take it.
fn focus(selector: &str) {
    if let Some(element) = element(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        // What can't take the focus leaves it where it is.
        let _refused = element.focus();
    }
}

fn element(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn dialog() -> Option<HtmlDialogElement> {
    element("dialog")?.dyn_into().ok()
}

impl AppState {
    /// Opens a sheet, with what the worker can't know without being told.
    pub fn open_sheet(self, name: &str, send: Send, form: Kept) {
        open(self, name, "", Sent::of(send), form, Array::new());
    }

    /// Opens the report of these records.
    pub fn open_report(self, records: Kept, form: Kept) {
        open(self, "report", "", Sent { send: Send::Nothing, records }, form, Array::new());
    }

    /// Opens a sheet about the open article.
    pub fn open_sheet_of_article(self, name: &str) {
        self.open_sheet(name, Send::History, Kept::new());
    }

    /// Makes articles of files, or of what stands in the form.
    pub fn import(self, form: Kept, files: Array) {
        self.set_view(|view| view.imported = form.clone());
        open(self, "import", "import", Sent::of(Send::Everything), form, files);
    }

    /// Asks what came last is to be read as, in the place of these articles.
    pub fn read_as(self, articles: String) {
        let (mut form, files) = self.with_view(|view| (view.imported.clone(), view.files.clone()));
        form.push(("instead".into(), articles));
        ask_sheet(self, "import", "import/as", Sent::of(Send::Everything), form, files, true);
    }

    /// Opens the export.
    pub fn open_export(self) {
        let n_articles = self.with_library(|library| library.articles().len());
        let form = vec![("n_articles".into(), n_articles.to_string())];
        self.open_sheet("export", Send::Article, form);
    }

    /// Opens the search, for the words of the annotation in focus or any.
    pub fn open_find(self, of_focus: bool) {
        let of = if of_focus { "focus" } else { "" };
        let form = vec![("of".into(), of.to_owned())];
        self.open_sheet("find", Send::Article, form);
    }

    /// Opens the labels and link types.
    pub fn open_scheme(self) {
        self.open_sheet("scheme", Send::Everything, Kept::new());
    }

    /// Opens the keys.
    pub fn open_keys(self) {
        let own = self.with_library(Library::own_keys);
        self.open_sheet("keys", Send::Nothing, vec![("own".into(), own)]);
    }

    /// Has the worker work out what the page has no code for, and does that.
    pub fn plan(self, act: &str, form: Kept) {
        self.set_view(|view| view.acts.push(Act::Plan(act.into(), form)));
        ask_next(self);
    }

    /// Closes the sheet. What is being typed is left first, and so kept.
    pub fn close_sheet(self) {
        if element("dialog progress").is_some() {
            cancel(self);
        }
        // From there the browser gives the focus back to what had it before.
        if element("dialog:focus-within, .modal").is_some() {
            focus_dialog();
        }
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    }
}

/// Ends what the worker is doing, and forgets what waits for it.
fn cancel(state: AppState) {
    state.set_view(|view| view.acts.clear());
    ask::cancel();
}

/// What was pressed or changed, if the worker, or the page, is to know of it.
fn actor(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

fn press(state: AppState, event: &Event, selector: &str) {
    if let Some(actor) = actor(event, selector) {
        // These wait for nothing.
        if element("dialog progress").is_some() {
            match actor.get_attribute("data-act").as_deref() {
                Some("cancel") => return cancel(state),
                Some("close") => return state.close_sheet(),
                _ => {}
            }
        }
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
        Some(Act::Sheet(actor, sheet)) => ask_of(state, &actor, &sheet, Kept::new()),
        Some(Act::Plan(act, form)) => {
            ask_sheet(state, "command", &act, Sent::of(Send::Article), form, Array::new(), true);
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
        ask_of(state, &actor, &sheet, vec![("press".into(), press)]);
    }
}

/// Asks about what was done on a sheet; on one that is closed by now it was
/// done even so, but not if another has taken its place.
fn ask_of(state: AppState, actor: &Element, sheet: &str, extra: Kept) {
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
    let sent = Sent::of(Send::from_name(&send.unwrap_or_default()));
    let mut form = fields();
    form.extend(extra);
    let input = actor.dyn_ref::<HtmlInputElement>();
    let picked = input.map(|input| files::files_of(input.files()).iter().collect());
    let files = match actor.has_attribute("data-files") {
        true => state.with_view(|view| view.files.clone()),
        false => picked.unwrap_or_default(),
    };
    ask_sheet(state, sheet, &act, sent, form, files, false);
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

/// Which records go with a request.
struct Sent {
    send: Send,
    /// These go too.
    records: Kept,
}

impl Sent {
    fn of(send: Send) -> Sent {
        Sent { send, records: Kept::new() }
    }
}

/// Opens a sheet, which has no files but these.
fn open(state: AppState, sheet: &str, act: &str, sent: Sent, form: Kept, files: Array) {
    state.set_view(|view| view.files = Array::new());
    state.offer_reading(None);
    ask_sheet(state, sheet, act, sent, form, files, true);
}

/// What was not done on a sheet may open one.
fn ask_sheet(
    state: AppState,
    sheet: &str,
    act: &str,
    sent: Sent,
    form: Kept,
    files: Array,
    may_open: bool,
) {
    state.set_view(|view| {
        view.is_asking = true;
        if files.length() > 0 {
            view.files = files.clone();
        }
    });
    let version = move || state.with_library(Library::version);
    let (request, held, keys) = state.with_session(|session| {
        let document = session.document();
        let article = document.article().id;
        let request = Request {
            sheet: sheet.into(),
            act: act.into(),
            now_millis: now_millis(),
            is_styled: state.with_view(|view| view.is_styled),
            article: Some(article),
            focus: session.focus(),
            selection: session.selection(),
            form,
            ..Request::default()
        };
        let held = (version(), sent.send, article);
        let keys = match ask::holds(&held) && sent.records.is_empty() {
            true => None,
            false => {
                Some(state.with_library(|library| ask::keys_for(sent.send, library, document)))
            }
        };
        (request, held, keys)
    });
    let is_own = !sent.records.is_empty();
    let records = Array::new();
    ask::add(&records, &flat(sent.records));
    let asked = state.version();
    let ask = move |records: JsValue| {
        let sheet = request.sheet.clone();
        // What changed while they were gathered may be in some of them only.
        let held = (!is_own && version() == held.0).then_some(held);
        ask::ask_with(Task::Sheet(request), &records, held, &files, move |reply, file| {
            let goes_on = matches!(&reply, Reply::Steps(steps) if steps.goes_on);
            state.set_view(|view| view.is_asking = goes_on);
            match reply {
                Reply::Steps(steps) => carry_out(state, &sheet, asked, steps, file, may_open),
                Reply::Refused(why) => state.tell_error(why),
                Reply::Found(_) => {}
            }
            ask_next(state);
        });
    };
    match keys {
        Some(keys) => gather(state, keys, records, Box::new(ask)),
        None => ask(JsValue::UNDEFINED),
    }
}

/// So many records are gathered at a time: a page with ten thousand of them
/// still follows the hand.
const AT_A_TIME: usize = 400;

/// Gathers the records of these keys, the last first.
fn gather(state: AppState, mut keys: Vec<String>, records: Array, then: Box<dyn FnOnce(JsValue)>) {
    let rest = keys.len().saturating_sub(AT_A_TIME);
    let found = |library: &Library| {
        let with_value = |key: String| library.record(&key).map(|value| (key, value));
        keys.drain(rest..).filter_map(with_value).collect()
    };
    ask::add(&records, &flat(state.with_library(found)));
    match rest {
        0 => then(records.into()),
        _ => listen::after(0, move || gather(state, keys, records, then)),
    }
}

/// Has a sheet that lies beside the article follow what changes there.
fn follow(state: AppState) {
    state.undo_and_redo();
    if let Some(sheet) = state.sheet()
        && dialog().is_some_and(|dialog| dialog.class_name() == "docked")
    {
        let sent = Sent::of(Send::History);
        ask_sheet(state, &sheet, "refresh", sent, fields(), Array::new(), false);
    }
}

/// Tidies up behind a sheet, unless another was opened meanwhile.
fn close(state: AppState) {
    if !dialog().is_some_and(|dialog| dialog.open()) {
        state.set_sheet(None);
        show(state, None);
    }
}
