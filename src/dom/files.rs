//! Files in and out: what was picked or dropped, and downloads.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, File, FileList, HtmlAnchorElement, Url};

/// The files of a list.
pub fn files_of(list: Option<FileList>) -> Vec<File> {
    let n_files = list.as_ref().map_or(0, FileList::length);
    (0..n_files).filter_map(|idx| list.as_ref()?.get(idx)).collect()
}

/// Hands a file to the browser as a download.
///
/// # Errors
/// What the browser says when it refuses.
pub fn download(name: &str, file: &Blob) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let url = Url::create_object_url_with_blob(file)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The address stays good until the page goes: revoking it at once makes
    // some browsers drop the download.
    Ok(())
}
