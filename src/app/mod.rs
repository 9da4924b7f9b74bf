//! The page, in Leptos: [`state`] owns the session and tells of changes by
//! triggers; every other file is one component that reads the state and sends
//! commands.

mod annotation_list;
mod article_list;
mod article_text;
mod block;
mod boot;
mod card;
mod chooser;
mod cursor;
mod el;
mod handles;
mod header;
mod heading;
mod import;
mod keyboard;
mod label_button;
mod links;
mod notices;
mod palette;
mod root;
mod selection_toolbar;
mod sheet;
pub mod state;
mod status_bar;

use leptos::mount::mount_to_body;

/// Reads what is kept in this browser, then shows the page.
pub fn mount() {
    boot::start(|start| mount_to_body(move || root::root(start)));
}
