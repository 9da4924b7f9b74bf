//! The codecs of other programs' formats: what is written reads back as it
//! was, but for what the format declares that it can't hold; and no bytes
//! make a codec panic.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at what it did not expect"
)]

#[path = "../support/mod.rs"]
mod support;

mod bounds;
mod brat;
mod brat_events;
mod bundle;
mod cas_json;
mod cas_json_kept;
mod cas_json_linked;
mod citron;
mod conll;
mod conll_files;
mod damage;
mod doccano;
mod fitting;
mod further;
mod hf;
mod html;
mod index;
mod kept_cases;
mod label_studio;
mod marked;
mod names;
mod prodigy;
mod pubannotation;
mod records;
mod sample;
mod source_tokens;
mod spacy;
mod splits;
mod stage;
mod table;
mod tokens;
mod units;
mod verbatim_jsonl;
mod w3c;
mod webanno_tsv;
mod webanno_tsv_kept;
mod words_beside;
