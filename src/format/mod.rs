//! Dataset formats: what articles and annotations look like outside.
//!
//! Unit: every codec declares the [`OffsetUnit`] its format counts in, and
//! converts at its border; inside, offsets are bytes, as in [`model`](crate::model).
//!
//! Invariants: decoding never panics, whatever the bytes. It is done item by
//! item: what fits is imported, and each thing that does not is a [`Warning`].
//! Only a file that can't be read at all is a [`FormatError`]. Encoding is
//! deterministic: the same content gives the same bytes.

mod describe;
pub mod error;
pub mod incoming;
pub mod native;
pub mod warning;

use std::sync::Arc;

use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::scheme::Scheme;

pub use error::{FileProblem, FormatError};
pub use incoming::{Incoming, MAX_FILE_BYTES, check_size, read_file};
pub use warning::{Outcome, Place, Problem, Warning};

/// What is known of a format without reading or writing it: all that the page
/// itself needs, while its worker holds the codecs.
#[derive(Debug)]
pub struct Format {
    /// Its short name for programs: `verbatim-json`.
    pub id: &'static str,
    /// What people read in the export dialog.
    pub name: &'static str,
    /// How the names of its files end, without the dot.
    pub extension: &'static str,
    /// The media type of its files.
    pub media_type: &'static str,
    /// What its offsets count.
    pub offset_unit: OffsetUnit,
}

/// All formats, in the order of the export dialog.
pub static FORMATS: &[&Format] = &[&native::FORMAT];

/// One dataset format, read and written.
pub trait Codec: Sync {
    /// What is known of the format.
    fn format(&self) -> &'static Format;

    /// Writes a collection.
    fn encode(&self, collection: &Collection) -> Vec<u8>;

    /// Reads a collection.
    ///
    /// # Errors
    /// A file that can't be read at all; whatever is wrong with one item of it
    /// is a warning.
    fn decode(&self, bytes: &[u8]) -> Result<Imported, FormatError>;
}

/// The codecs of [`FORMATS`], in the same order.
pub static CODECS: &[&dyn Codec] = &[&native::NativeJson];

/// What the offsets of a format count, always from the start of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Bytes of UTF-8.
    Byte,
    /// UTF-16 code units.
    Utf16,
    /// Unicode code points.
    CodePoint,
}

/// What one file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// The scheme of every document in it.
    pub scheme: Arc<Scheme>,
    /// The articles with their annotations, in the file's order.
    pub documents: Vec<Document>,
    /// What the file said that this version does not know.
    pub extra: Extra,
}

/// What was read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What fits.
    pub collection: Collection,
    /// What does not, and what became of it; in the file's order.
    pub warnings: Vec<Warning>,
}
