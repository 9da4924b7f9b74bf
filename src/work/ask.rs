//! The page's side: starts the worker at first use, sends it tasks, and calls
//! back with its replies.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::sheet::Send;
use super::{Kept, Parcel, Reply, Task};
use crate::model::id::ArticleId;
use crate::storage::library::Library;

/// What becomes of a reply.
type Then = Box<dyn FnOnce(Reply)>;

/// What is said when the worker can't be loaded or stops.
const LOST: &str = "The part of Verbatim that reads and writes files could not be loaded. \
    Your work is safe in this browser: try again when the page can be reached.";

thread_local! {
    static DESK: RefCell<Desk> = const { RefCell::new(Desk { worker: None, waiting: Vec::new() }) };
}

struct Desk {
    worker: Option<Worker>,
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

/// Sends a task, with the files that it is to read, and calls back with the
/// reply. Tasks are done one after the other.
pub fn ask(task: Task, files: Option<&Array>, then: impl FnOnce(Reply) + 'static) {
    send(task.pack(), files, Box::new(then));
}

/// The records that go with what is asked of a sheet.
pub fn records_for(send: Send, library: &Library, article: ArticleId) -> Kept {
    let ids = || library.articles().iter().map(|listed| listed.id).collect::<Vec<_>>();
    match send {
        Send::Nothing => Kept::new(),
        Send::Article => library.give_out(&[article], false),
        Send::History => library.give_out(&[article], true),
        Send::Library => library.give_out(&ids(), false),
        Send::Everything => library.give_out_all(),
        Send::Aside => library.quarantine(),
    }
}

/// Starts the worker, so that the first task does not wait for it.
pub fn prepare() {
    DESK.with_borrow_mut(Desk::ready);
}

fn send(parcel: Parcel, files: Option<&Array>, then: Then) {
    let sent = DESK.with_borrow_mut(|desk| {
        desk.ready();
        desk.waiting.push(then);
        let message = Array::of2(&to_js(&parcel), &files.cloned().unwrap_or_default());
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
        match Reply::unpack(from_js(&event.data())) {
            Some(reply) => {
                let then = DESK.with_borrow_mut(|desk| {
                    (!desk.waiting.is_empty()).then(|| desk.waiting.remove(0))
                });
                if let Some(then) = then {
                    then(reply);
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

/// Lets the worker go, so that the next task starts another, and says so to
/// whoever waits.
fn give_up() {
    let waiting = DESK.with_borrow_mut(|desk| {
        if let Some(worker) = desk.worker.take() {
            worker.terminate();
        }
        std::mem::take(&mut desk.waiting)
    });
    for then in waiting {
        then(Reply::Refused(LOST.into()));
    }
}

/// A parcel as JavaScript has it: words, records, bytes.
pub(super) fn to_js(parcel: &Parcel) -> JsValue {
    Array::of3(
        &strings(&parcel.words),
        &strings(&parcel.records),
        &Uint8Array::from(parcel.bytes.as_slice()),
    )
    .into()
}

/// What came as [`to_js`] has it; what is missing is empty.
pub(super) fn from_js(parcel: &JsValue) -> Parcel {
    let parts = Array::from(parcel);
    let texts = |idx| Array::from(&parts.get(idx)).iter().filter_map(|s| s.as_string()).collect();
    Parcel { words: texts(0), records: texts(1), bytes: Uint8Array::new(&parts.get(2)).to_vec() }
}

fn strings(texts: &[String]) -> JsValue {
    let array = Array::new();
    for text in texts {
        array.push(&text.as_str().into());
    }
    array.into()
}
