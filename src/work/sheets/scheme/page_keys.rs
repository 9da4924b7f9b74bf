//! The keys that the page itself uses, which no label can have.

use crate::session::keys::{Action, KeyMap, Press, help};

/// What the page uses a key for, if it uses it.
pub fn used(key: char) -> Option<String> {
    let mut buffer = [0; 4];
    let name: &str = key.encode_utf8(&mut buffer);
    let press = Press { name, ctrl: false, alt: false, shift: false };
    let action = KeyMap::default().action_of(press).filter(|&action| action != Action::Label)?;
    Some(help(action).into())
}
