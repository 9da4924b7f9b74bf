//! Files in and out: what was picked or dropped, and downloads.

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, File, FileList, HtmlAnchorElement, Url};

/// The files of a list.
pub fn files_of(list: Option<FileList>) -> Vec<File> {
    let n_files = list.as_ref().map_or(0, FileList::length);
    (0..n_files).filter_map(|idx| list.as_ref()?.get(idx)).collect()
}

/// Hands a file, or an array of bytes, to the browser as a download.
///
/// # Errors
/// What the browser says when it refuses.
pub fn download(name: &str, media_type: &str, file: &JsValue) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let parts = Array::of1(file);
    let properties = BlobPropertyBag::new();
    properties.set_type(media_type);
    let blob = Blob::new_with_blob_sequence_and_options(&parts, &properties)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The address stays good until the page goes: revoking it at once makes
    // some browsers drop the download.
    Ok(())
}
