//! The worker's side: takes tasks in, and sends replies.

use js_sys::{Array, Date, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, File, MessageEvent};

use super::ask::{from_js, to_js};
use super::progress::Progress;
use super::serve::serve_telling;
use super::{Parcel, Reply, Step, Task};
use crate::format::check_size;

/// Listens for tasks, for as long as the worker lives.
pub fn listen() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let on_message = {
        let scope = scope.clone();
        // Each task waits for the one before, so that replies keep the order.
        let mut last = Promise::resolve(&JsValue::NULL);
        // Records that do not come once more are those that came last.
        let mut records = JsValue::UNDEFINED;
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let message = Array::from(&event.data());
            let parcel = Array::from(&message.get(0));
            match parcel.get(1) {
                none if none.is_undefined() => parcel.set(1, records.clone()),
                some => records = some,
            }
            let (scope, before) = (scope.clone(), last.clone());
            last = future_to_promise(async move {
                // Whatever became of it, it is over.
                let _over = JsFuture::from(before).await;
                let parcel = with_files(from_js(&parcel), message.get(1)).await;
                let reply = answer(parcel, &scope);
                scope.post_message(&to_page(reply))?;
                Ok(JsValue::NULL)
            });
        })
    };
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}

/// Does a task, and posts how far it is: the page gets that at once, though
/// the worker never rests.
fn answer(parcel: Parcel, scope: &DedicatedWorkerGlobalScope) -> Reply {
    let mut send = |steps| {
        // A page that can't be told is told of the next.
        let _untold = scope.post_message(&to_page(Reply::Steps(steps)));
    };
    match Task::unpack(parcel) {
        Some(task) => serve_telling(task, &mut Progress::new(&Date::now, &mut send)),
        None => Reply::Refused("The page asked for what its worker does not know.".into()),
    }
}

/// A reply's bytes go as a file: the page hands that on, and copies nothing.
fn to_page(reply: Reply) -> Array {
    let steps = match &reply {
        Reply::Steps(steps) => steps.steps.as_slice(),
        _ => &[],
    };
    let properties = steps.iter().find_map(|step| match step {
        Step::Download { media_type, .. } => {
            let properties = BlobPropertyBag::new();
            properties.set_type(media_type);
            Some(properties)
        }
        _ => None,
    });
    let mut parcel = reply.pack();
    let bytes = std::mem::take(&mut parcel.bytes);
    let message = to_js(&parcel);
    if let Some(properties) = properties {
        let part = |bytes| Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)));
        let parts: Result<Array, JsValue> = bytes.chunks(PART).map(part).collect();
        let file =
            parts.and_then(|parts| Blob::new_with_blob_sequence_and_options(&parts, &properties));
        // Without it the page says that there is no file.
        message.set(2, file.map_or(JsValue::NULL, JsValue::from));
    }
    message
}

/// A file is put together of so many bytes at a time: WebKit takes each through
/// the page's own thread.
const PART: usize = 1 << 20;

/// The files that come with a task are read here, and stand in the parcel as
/// [`Request::file`](super::sheet::Request::file) says.
async fn with_files(mut parcel: Parcel, files: JsValue) -> Parcel {
    for file in Array::from(&files).iter().filter_map(|file| file.dyn_into::<File>().ok()) {
        let name = file.name();
        let problem = match check_size(&name, file.size() as u64) {
            Err(error) => error.to_string(),
            Ok(()) => match bytes_of(&file).await {
                Ok(bytes) => {
                    let size = bytes.len().to_string();
                    parcel.words.extend(["file".into(), name, "size".into(), size]);
                    parcel.bytes.extend(bytes);
                    continue;
                }
                Err(_) => format!(
                    "{name} could not be read: the browser can’t open it. It may have been moved."
                ),
            },
        };
        parcel.words.extend(["problem".into(), problem]);
    }
    parcel
}

async fn bytes_of(file: &Blob) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
