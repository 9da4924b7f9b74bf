//! The border to the browser's page: selections become offsets, key presses
//! get names, files become bytes.
//!
//! Unit: the DOM counts UTF-16 code units
//! ([`Utf16Offset`](crate::model::offset::Utf16Offset)). Only numbers cross
//! this border; text comes from the model.

pub mod crash;
pub mod cursor;
pub mod edge;
pub mod files;
pub mod keys;
pub mod listen;
pub mod outline;
pub mod place;
pub mod position;
pub mod preview;
pub mod selection;
