//! What the product must do, one file per behaviour.

mod accessibility;
mod bad_input;
mod changing;
mod cursor;
mod datasets;
mod files;
mod find;
mod handles;
mod history;
mod in_and_out;
mod keyboard_only;
mod keys;
mod keystrokes;
mod killed;
mod links;
mod marking;
mod names;
mod narrow;
mod network;
mod overlap;
mod page;
mod reshaping;
mod saved;
mod scheme;
mod scrolling;
mod selection_mapping;
mod touch;

use crate::harness::runner::Scenario;

/// All scenarios, in the order they run in each engine.
pub fn all() -> Vec<Scenario> {
    [
        page::scenarios(),
        marking::scenarios(),
        names::scenarios(),
        selection_mapping::scenarios(),
        changing::scenarios(),
        scheme::scenarios(),
        reshaping::scenarios(),
        handles::scenarios(),
        links::scenarios(),
        overlap::scenarios(),
        touch::scenarios(),
        cursor::scenarios(),
        keyboard_only::scenarios(),
        keys::scenarios(),
        saved::scenarios(),
        keystrokes::scenarios(),
        killed::scenarios(),
        in_and_out::scenarios(),
        files::scenarios(),
        datasets::scenarios(),
        bad_input::scenarios(),
        narrow::scenarios(),
        scrolling::scenarios(),
        history::scenarios(),
        find::scenarios(),
        accessibility::scenarios(),
        network::scenarios(),
    ]
    .concat()
}
