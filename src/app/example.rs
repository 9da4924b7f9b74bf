//! The bundled article: the first thing a new person sees, and how it is
//! marked up as it should be.

use crate::format::Codec as _;
use crate::format::native::NativeJson;
use crate::model::document::Document;

/// The article with its annotations, as native JSON.
const EXAMPLE: &[u8] = include_bytes!("../../assets/article.json");

/// The bundled article, marked up. `None` only if the file is broken, which a
/// test rules out.
pub fn marked_up() -> Option<Document> {
    let imported = NativeJson.decode(EXAMPLE).ok()?;
    imported.collection.documents.into_iter().next()
}
