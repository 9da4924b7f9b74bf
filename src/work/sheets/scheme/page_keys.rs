//! The keys that the page itself uses, which no label can have: those of the
//! table, which a reset gives back, and a person's own.

use crate::session::keys::{Action, KeyMap, Press, help};
use crate::storage::keys::KEYS;
use crate::work::Kept;

/// Says what the page uses a key for, if it uses it. A person's own keys are
/// among the records.
pub fn used(records: &Kept) -> impl Fn(char) -> Option<String> + use<> {
    let own = records.iter().find(|(key, _)| key == KEYS);
    let own = own.map_or(KeyMap::default(), |(_, json)| KeyMap::from_json(json));
    move |key| {
        let mut buffer = [0; 4];
        let name: &str = key.encode_utf8(&mut buffer);
        let press = Press { name, ctrl: false, alt: false, shift: false };
        let action = own.action_of(press).or_else(|| KeyMap::default().action_of(press));
        Some(help(action.filter(|&action| action != Action::Label)?).into())
    }
}
