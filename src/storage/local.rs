//! The browser's local storage, as a [`Store`].

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DomException, Storage};

use super::store::{Store, StoreError};

/// The browser's local storage.
pub struct LocalStore(Storage);

/// Written and removed again to find out whether writing is allowed.
const PROBE: &str = "verbatim/probe";

impl LocalStore {
    /// Opens local storage and tries whether it can be written.
    ///
    /// # Errors
    /// [`StoreError::Denied`] where the browser refuses. A full storage opens.
    pub fn open() -> Result<LocalStore, StoreError> {
        let window =
            web_sys::window().ok_or_else(|| StoreError::Denied { reason: "no window".into() })?;
        let storage = match window.local_storage() {
            Ok(Some(storage)) => storage,
            Ok(None) => return Err(StoreError::Denied { reason: "it is switched off".into() }),
            Err(error) => return Err(denied(&error)),
        };
        let store = LocalStore(storage);
        match store.set(PROBE, "1") {
            Ok(()) => store.remove(PROBE)?,
            Err(StoreError::Full { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(store)
    }
}

impl Store for LocalStore {
    fn keys(&self) -> Result<Vec<String>, StoreError> {
        // By JavaScript's own sort: another one would be a kilobyte more for
        // every visitor. It sorts by UTF-16, which is all the same for our keys.
        let keys = js_sys::Object::keys(self.0.unchecked_ref::<js_sys::Object>()).sort();
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.0.get_item(key).map_err(|error| denied(&error))
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.0.set_item(key, value).map_err(|error| {
            if is_quota(&error) {
                StoreError::Full { n_chars: value.encode_utf16().count() }
            } else {
                denied(&error)
            }
        })
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.0.remove_item(key).map_err(|error| denied(&error))
    }
}

fn is_quota(error: &JsValue) -> bool {
    error.dyn_ref::<DomException>().is_some_and(|error| {
        // Firefox has a name of its own for it.
        ["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED"].contains(&error.name().as_str())
    })
}

fn denied(error: &JsValue) -> StoreError {
    let reason = match error.dyn_ref::<DomException>() {
        Some(error) => error.name(),
        None => "it did not say why".into(),
    };
    StoreError::Denied { reason }
}
