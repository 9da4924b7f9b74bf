//! The journal in IndexedDB: every write, at once, with strict durability, so
//! that even a killed browser or a power cut loses nothing.
//!
//! The crate `idb` can't ask for strict durability, so this speaks to the
//! browser's own interface.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest,
    IdbRequest, IdbTransaction,
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
#[derive(Clone)]
pub struct Journal {
    database: IdbDatabase,
}

/// The journal's entries, and the keys they lie under, oldest first.
#[derive(Default)]
pub struct Entries {
    /// The entries.
    pub entries: Vec<JournalEntry>,
    keys: Vec<JsValue>,
}

impl Journal {
    /// Opens the journal, making it at the first visit.
    ///
    /// # Errors
    /// What the browser says when it refuses.
    pub async fn open() -> Result<Journal, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let factory = window.indexed_db()?.ok_or_else(|| JsValue::from("there is no IndexedDB"))?;
        let request: IdbOpenDbRequest = factory.open_with_u32(DATABASE, VERSION)?;
        let upgrade = {
            let request = request.clone();
            Closure::once_into_js(move || {
                let database: Option<IdbDatabase> =
                    request.result().ok().and_then(|result| result.dyn_into().ok());
                let parameters = IdbObjectStoreParameters::new();
                parameters.set_auto_increment(true);
                if let Some(database) = database {
                    // If this fails, so does the request.
                    let _made =
                        database.create_object_store_with_optional_parameters(STORE, &parameters);
                }
            })
        };
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let database = finished(&request).await?.dyn_into()?;
        Ok(Journal { database })
    }

    /// Reads all entries. One that can't be read is passed over: local
    /// storage has its content, or nothing has.
    ///
    /// # Errors
    /// What the browser says when it refuses.
    pub async fn entries(&self) -> Result<Entries, JsValue> {
        let (_, store) = self.transaction("readonly")?;
        let (keys, values) = (store.get_all_keys()?, store.get_all()?);
        // Both are listened to before either is waited for.
        let (keys, values) = (finished(&keys), finished(&values));
        let (keys, values) = (keys.await?, values.await?);
        let (keys, values) = (js_sys::Array::from(&keys), js_sys::Array::from(&values));
        let mut read = Entries::default();
        for (key, value) in keys.iter().zip(values.iter()) {
            let json = value.as_string().unwrap_or_default();
            if let Ok(entry) = JournalEntry::from_json(&json) {
                read.keys.push(key);
                read.entries.push(entry);
            }
        }
        Ok(read)
    }

    /// Writes an entry. The request is made before this returns; `on_failure`
    /// is called if the browser could not write it.
    pub fn append(&self, entry: &JournalEntry, on_failure: Rc<dyn Fn()>) {
        let json = entry.to_json();
        let written = self.transaction("readwrite").and_then(|(transaction, store)| {
            store.add(&json.into())?;
            Ok(transaction)
        });
        spawn_local(async move {
            let written = match written {
                Ok(transaction) => completed(&transaction).await,
                Err(error) => Err(error),
            };
            if written.is_err() {
                on_failure();
            }
        });
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

/// Listens to a request, and returns what waits for its result.
fn finished(request: &IdbRequest) -> impl Future<Output = Result<JsValue, JsValue>> + use<> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let request = request.clone();
    async move {
        JsFuture::from(promise).await?;
        request.result()
    }
}

/// Waits until a transaction is on disk.
async fn completed(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(promise).await.map(|_| ())
}
