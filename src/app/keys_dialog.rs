//! The keys, from the table that drives them.

use super::el::{El, el};
use crate::dom::keys::KEYS;

/// The table of keys.
pub fn keys() -> Vec<El> {
    let rows = KEYS.iter().map(|row| {
        let keys = el("th").attr("scope", "row").child(el("kbd").text(row.shown));
        el("tr").child(keys).child(el("td").text(row.help))
    });
    vec![
        el("table").attr("class", "keys").child(el("tbody").children(rows)),
        el("p").attr("class", "about").text("On a Mac, Ctrl is Cmd. Double click selects a word."),
    ]
}
