//! The journal in IndexedDB: every write, at once, with strict durability, so
//! that even a killed browser or a power cut loses nothing.
//!
//! The crate `idb` can't ask for strict durability, so this speaks to the
//! browser's own interface.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbObjectStoreParameters, IdbRequest, IdbTransaction,
};

use super::record::JournalEntry;

const DATABASE: &str = "verbatim";
const VERSION: u32 = 1;
const STORE: &str = "journal";

#[wasm_bindgen]
extern "C" {
    /// A database whose transactions take options, which `web-sys` counts as
    /// unstable.
    type DurableDatabase;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &DurableDatabase,
        store: &str,
        mode: &str,
        options: &js_sys::Object,
    ) -> Result<IdbTransaction, JsValue>;
}

/// An open journal.
pub struct Journal {
    database: IdbDatabase,
    /// Called when the browser could not write an entry.
    on_failure: Function,
}

/// The journal's entries, and the keys they lie under, oldest first.
#[derive(Default)]
pub struct Entries {
    /// The entries.
    pub entries: Vec<JournalEntry>,
    keys: Vec<JsValue>,
}

/// A journal with what was in it.
pub type Opened = (Journal, Entries);

impl Journal {
    /// Opens the journal, making it at the first visit, reads all entries, and
    /// calls back: with nothing where the browser refuses. `on_failure` is
    /// called whenever an entry could not be written.
    pub fn open(on_failure: impl Fn() + 'static, then: impl FnOnce(Option<Opened>) + 'static) {
        let on_failure = Closure::<dyn Fn()>::new(on_failure).into_js_value().unchecked_into();
        let then: Then = Rc::new(Cell::new(Some(Box::new(then))));
        if request_open(on_failure, Rc::clone(&then)).is_err() {
            call(&then, None);
        }
    }

    /// Writes an entry. The request is made before this returns; `on_failure`
    /// is called if the browser could not write it.
    pub fn append(&self, entry: &JournalEntry) {
        let written = self.transaction("readwrite").and_then(|(transaction, store)| {
            transaction.set_onerror(Some(&self.on_failure));
            transaction.set_onabort(Some(&self.on_failure));
            store.add(&entry.to_json().into())
        });
        if written.is_err() {
            // A function of ours, which throws nothing.
            let _called = self.on_failure.call0(&JsValue::NULL);
        }
    }

    /// Drops the entries up to a number.
    ///
    /// # Errors
    /// What the browser says when it refuses.
    pub fn drop_until(&self, entries: &Entries, seq: u64) -> Result<(), JsValue> {
        let settled = entries.entries.iter().rposition(|entry| entry.seq <= seq);
        let Some(key) = settled.and_then(|idx| entries.keys.get(idx)) else {
            return Ok(());
        };
        let (_, store) = self.transaction("readwrite")?;
        store.delete(&IdbKeyRange::upper_bound(key)?.into())?;
        Ok(())
    }

    fn transaction(&self, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let database: &DurableDatabase = self.database.unchecked_ref();
        let transaction = database.transaction(STORE, mode, &options)?;
        let store = transaction.object_store(STORE)?;
        Ok((transaction, store))
    }
}

/// Whoever waits for the journal; whatever happens first takes it.
type Then = Rc<Cell<Option<Box<dyn FnOnce(Option<Opened>)>>>>;

fn call(then: &Then, opened: Option<Opened>) {
    if let Some(then) = then.take() {
        then(opened);
    }
}

fn request_open(on_failure: Function, then: Then) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let factory = window.indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(DATABASE, VERSION)?;
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let database: Option<IdbDatabase> =
            opening.result().ok().and_then(|result| result.dyn_into().ok());
        let parameters = IdbObjectStoreParameters::new();
        parameters.set_auto_increment(true);
        if let Some(database) = database {
            // If this fails, so does the request.
            let _made = database.create_object_store_with_optional_parameters(STORE, &parameters);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let read = Rc::clone(&then);
    on_result(&request, &then, move |database| {
        let journal = Journal { database: database.unchecked_into(), on_failure };
        if request_entries(journal, Rc::clone(&read)).is_err() {
            call(&read, None);
        }
    });
    Ok(())
}

fn request_entries(journal: Journal, then: Then) -> Result<(), JsValue> {
    let (_, store) = journal.transaction("readonly")?;
    // Requests of one transaction are answered in their order.
    let keys = store.get_all_keys()?;
    let done = Rc::clone(&then);
    on_result(&store.get_all()?, &then, move |values| {
        let keys = keys.result().unwrap_or_default();
        let entries = read(&Array::from(&keys), &Array::from(&values));
        call(&done, Some((journal, entries)));
    });
    Ok(())
}

/// One that can't be read is passed over: local storage has its content, or
/// nothing has.
fn read(keys: &Array, values: &Array) -> Entries {
    let mut read = Entries::default();
    for (key, value) in keys.iter().zip(values.iter()) {
        let json = value.as_string().unwrap_or_default();
        if let Ok(entry) = JournalEntry::from_json(&json) {
            read.keys.push(key);
            read.entries.push(entry);
        }
    }
    read
}

/// Calls back with the result of a request; if that fails, there is no journal.
fn on_result(request: &IdbRequest, then: &Then, done: impl FnOnce(JsValue) + 'static) {
    let (ready, failed) = (request.clone(), Rc::clone(then));
    let on_success = Closure::once_into_js(move || {
        if let Ok(result) = ready.result() {
            done(result);
        }
    });
    let on_error = Closure::once_into_js(move || call(&failed, None));
    request.set_onsuccess(Some(on_success.unchecked_ref()));
    request.set_onerror(Some(on_error.unchecked_ref()));
}
