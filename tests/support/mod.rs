//! What several test programs share.

// Every test program compiles all of this and uses a part of it.
#![allow(dead_code)]

pub mod arbitrary;
pub mod drawn;
