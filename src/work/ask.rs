//! The page's side: starts the worker at first use, sends it tasks, and calls
//! back with its replies.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::progress::PLACE;
use super::sheet::{Send, Step};
use super::{Parcel, Reply, Task, join, part};
use crate::model::document::Document;
use crate::model::id::ArticleId;
use crate::storage::keys;
use crate::storage::library::Library;

/// What becomes of a reply and of the file that may come with it.
type Then = Box<dyn FnMut(Reply, Option<&Blob>)>;

/// What is said when the worker can't be loaded or stops.
const LOST: &str = "The part of Verbatim that reads and writes files could not be loaded. \
    Your work is safe in this browser: try again when the page can be reached.";

thread_local! {
    static DESK: RefCell<Desk> =
        const { RefCell::new(Desk { worker: None, held: None, waiting: Vec::new() }) };
}

/// Of which version of the library records were sent, which of them, and with
/// which open article.
pub type Held = ((u64, u64), Send, ArticleId);

struct Desk {
    worker: Option<Worker>,
    /// The records that the worker got last, if it is known which they are.
    held: Option<Held>,
    /// The tasks that were sent; the worker answers in their order.
    waiting: Vec<Then>,
}

impl Desk {
    fn ready(&mut self) {
        if self.worker.is_none() {
            self.worker = start().ok();
        }
    }
}

/// Sends a task, and calls back with the reply. Tasks are done one after the
/// other.
pub fn ask(task: Task, mut then: impl FnMut(Reply) + 'static) {
    send(&to_js(&task.pack()), None, &Array::new(), Box::new(move |reply, _| then(reply)));
}

/// Sends a task with the files that it is to read, and with records, as
/// [`add`] has them; if they are undefined, the worker takes those that it got
/// last. What is called back gets the bytes of the reply as a file.
pub fn ask_with(
    task: Task,
    records: &JsValue,
    held: Option<Held>,
    files: &Array,
    then: impl FnMut(Reply, Option<&Blob>) + 'static,
) {
    let message = to_js(&task.pack());
    message.set(1, records.clone());
    send(&message, held, files, Box::new(then));
}

/// Whether the worker has these records.
pub fn holds(records: &Held) -> bool {
    DESK.with_borrow(|desk| desk.held.as_ref() == Some(records))
}

/// The keys of the records that go with what is asked of a sheet.
pub fn keys_for(send: Send, library: &Library, document: &Document) -> Vec<String> {
    match send {
        Send::Nothing => Vec::new(),
        Send::Article => keys::of_document(document),
        Send::History => library.keys_of(document.article().id),
        Send::Library => library.keys_of_all(false),
        Send::Everything => library.keys_of_all(true),
        Send::Aside => library.keys_aside(),
    }
}

/// Starts the worker, so that the first task does not wait for it.
pub fn prepare() {
    DESK.with_borrow_mut(Desk::ready);
}

fn send(parcel: &Array, held: Option<Held>, files: &Array, then: Then) {
    let sent = DESK.with_borrow_mut(|desk| {
        desk.ready();
        desk.waiting.push(then);
        desk.held = held;
        let message = Array::of2(parcel, files);
        desk.worker.as_ref().is_some_and(|worker| worker.post_message(&message).is_ok())
    });
    if !sent {
        give_up();
    }
}

/// Starts the worker. Its address carries the hash of the page's own code, so
/// that a page never meets the worker of another version in a cache.
fn start() -> Result<Worker, JsValue> {
    let code = web_sys::window()
        .and_then(|window| window.document()?.get_element_by_id("app-js")?.get_attribute("href"))
        .unwrap_or_default();
    let version = code.rsplit('/').next().unwrap_or_default();
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&format!("./worker-boot.js?{version}"), &options)?;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let message = Array::from(&event.data());
        match Reply::unpack(from_js(&message)) {
            Some(reply) => {
                let goes_on = matches!(&reply, Reply::Steps(steps) if steps.goes_on);
                let then = DESK.with_borrow_mut(|desk| {
                    (!desk.waiting.is_empty()).then(|| desk.waiting.remove(0))
                });
                if let Some(mut then) = then {
                    then(reply, message.get(2).dyn_ref());
                    if goes_on {
                        DESK.with_borrow_mut(|desk| desk.waiting.insert(0, then));
                    }
                }
            }
            None => give_up(),
        }
    });
    worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    let on_error = Closure::<dyn FnMut()>::new(give_up).into_js_value();
    worker.set_onerror(Some(on_error.unchecked_ref()));
    Ok(worker)
}

fn give_up() {
    let_go(&Reply::Refused(LOST.into()));
}

/// Ends what the worker is doing, if anything: it changes nothing by itself.
pub fn cancel() {
    let cleared = Step::Put { id: PLACE.into(), html: String::new() };
    let said = Step::Tell("Cancelled: nothing was changed".into());
    if DESK.with_borrow(|desk| !desk.waiting.is_empty()) {
        let_go(&Reply::Steps(vec![cleared, said].into()));
    }
}

/// Lets the worker go, so that the next task starts another, with an answer for
/// whoever waits.
fn let_go(reply: &Reply) {
    let waiting = DESK.with_borrow_mut(|desk| {
        if let Some(worker) = desk.worker.take() {
            worker.terminate();
        }
        desk.held = None;
        std::mem::take(&mut desk.waiting)
    });
    for mut then in waiting {
        then(reply.clone(), None);
    }
}

/// Adds keys and values in turn to records on their way.
pub fn add(records: &Array, texts: &[String]) {
    for text in join(texts) {
        records.push(&text.into());
    }
}

/// A parcel as JavaScript has it: words, records, bytes.
pub(super) fn to_js(parcel: &Parcel) -> Array {
    let words = Array::new();
    for word in &parcel.words {
        words.push(&word.as_str().into());
    }
    let records = Array::new();
    add(&records, &parcel.records);
    Array::of3(&words, &records, &Uint8Array::from(parcel.bytes.as_slice()))
}

/// What came as [`to_js`] has it; what is missing is empty, and a file is left.
pub(super) fn from_js(parcel: &JsValue) -> Parcel {
    let parts = Array::from(parcel);
    let texts = |idx| -> Vec<String> {
        Array::from(&parts.get(idx)).iter().filter_map(|s| s.as_string()).collect()
    };
    let records = texts(1).chunks_exact(2).flat_map(|pair| part(&pair[0], &pair[1])).collect();
    let bytes = parts.get(2).dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default();
    Parcel { words: texts(0), records, bytes }
}
