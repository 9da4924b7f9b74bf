//! A person's own keys: given, taken back, and refused with the reason.

use serde_json::Value;

use super::words::{help, shown_key};
use super::{Action, KEYS, KeyMap, is_fixed, name};

/// Why a key can't be given to an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Another action has it.
    Taken {
        /// The key.
        key: String,
        /// Who has it.
        by: Action,
    },
    /// The action keeps the keys it has.
    Fixed(Action),
    /// The key means the same on every page.
    Kept {
        /// The key.
        key: String,
    },
    /// It does nothing alone.
    Modifier {
        /// The key.
        key: String,
    },
    /// The browser or the system may not give it to the page.
    Browser {
        /// The key.
        key: String,
    },
}

impl std::error::Error for Conflict {}

impl std::fmt::Display for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Conflict::Taken { key, by: Action::Label } => {
                write!(f, "{} is kept for the labels.", shown_key(key))
            }
            Conflict::Taken { key, by } if is_fixed(*by) => {
                write!(f, "{} is kept for “{}”.", shown_key(key), title(*by))
            }
            Conflict::Taken { key, by } => write!(
                f,
                "{} is the key for “{}”. Give that another key first.",
                shown_key(key),
                title(*by)
            ),
            Conflict::Fixed(action) => {
                write!(f, "The keys for “{}” can’t be changed.", title(*action))
            }
            Conflict::Kept { key } => {
                write!(f, "{} keeps the meaning that it has on every page.", shown_key(key))
            }
            Conflict::Modifier { key } => {
                write!(f, "{} alone is no key: press it with another.", shown_key(key))
            }
            Conflict::Browser { key } => {
                write!(f, "{} belongs to the browser.", shown_key(key))
            }
        }
    }
}

/// The beginning of what an action does.
fn title(action: Action) -> &'static str {
    help(action).split([':', ',', ';']).next().unwrap_or_default()
}

/// Keys that mean the same on every page, whatever is held with them.
const KEPT: &str = "tab enter escape pageup pagedown home end contextmenu insert \
    arrowleft arrowright arrowup arrowdown f1 f3 f5 f6 f7 f10 f11 f12";
/// What is held with other keys, and what is no key at all.
const MODIFIERS: &str = "control shift alt meta altgraph capslock numlock scrolllock fn fnlock \
    hyper super symbol dead process unidentified compose";
/// What browsers do with Ctrl.
const WITH_CTRL: &str = "acdfghjklnopqrstuvwx+-=0";
/// What is left with Ctrl and Shift.
const WITH_CTRL_SHIFT: &str = "uyz";

impl KeyMap {
    /// A person's own keys, as they are kept.
    pub fn to_json(&self) -> String {
        // Maps with text keys always can be written.
        serde_json::to_string(&self.own).unwrap_or_default()
    }

    /// Gives an action a key of its own, in place of those it has. The key is
    /// what [`Press::key`](super::Press::key) gives.
    ///
    /// # Errors
    /// Another action has the key, or it can't be given away.
    pub fn rebind(&self, action: Action, key: &str) -> Result<KeyMap, Conflict> {
        if is_fixed(action) {
            return Err(Conflict::Fixed(action));
        }
        self.may_have(action, key)?;
        let mut own = self.own.clone();
        own.insert(name(action).into(), Value::Array(vec![key.into()]));
        Ok(KeyMap { own })
    }

    /// Gives an action the keys of the table again.
    ///
    /// # Errors
    /// Another action has one of them by now.
    pub fn reset(&self, action: Action) -> Result<KeyMap, Conflict> {
        let mut map = self.clone();
        map.own.remove(name(action));
        for key in map.keys(action) {
            map.is_free_for(action, &key)?;
        }
        Ok(map)
    }

    /// Gives all actions the keys of the table again. What this version does
    /// not know is kept.
    pub fn reset_all(&self) -> KeyMap {
        let mut map = self.clone();
        for (action, _) in KEYS {
            map.own.remove(name(*action));
        }
        map
    }

    /// Whether an action has other keys than the table gives it.
    pub fn is_changed(&self, action: Action) -> bool {
        self.own_keys(action).is_some()
    }

    fn may_have(&self, action: Action, key: &str) -> Result<(), Conflict> {
        let is_in = |list: &str, name: &str| list.split_ascii_whitespace().any(|one| one == name);
        let held = |held: &str| key.strip_prefix(held).filter(|rest| !rest.is_empty());
        let (with_ctrl, with_alt) = (held("ctrl+"), held("alt+"));
        let behind = with_ctrl.or(with_alt).unwrap_or(key);
        let shifted = behind.strip_prefix("shift+").filter(|rest| !rest.is_empty());
        let bare = shifted.unwrap_or(behind);
        let key = || key.to_owned();
        if bare.is_empty() || is_in(MODIFIERS, bare) {
            return Err(Conflict::Modifier { key: key() });
        }
        // The table's own key for this action is always good.
        let row = KEYS.iter().find(|(one, _)| *one == action);
        if !row.is_some_and(|(_, keys)| is_in(keys, &key())) {
            if bare.starts_with(|first: char| first.is_ascii_digit()) {
                return Err(Conflict::Taken { key: key(), by: Action::Label });
            }
            if bare == " " || is_in(KEPT, bare) {
                return Err(Conflict::Kept { key: key() });
            }
            let is_browsers = match (with_ctrl, with_alt, shifted) {
                (Some(_), _, Some(name)) => !WITH_CTRL_SHIFT.contains(name),
                (Some(name), _, None) => name.chars().count() > 1 || WITH_CTRL.contains(name),
                // Menus open by them.
                (None, Some(_), _) => true,
                _ => false,
            };
            if is_browsers {
                return Err(Conflict::Browser { key: key() });
            }
        }
        self.is_free_for(action, &key())
    }

    fn is_free_for(&self, action: Action, key: &str) -> Result<(), Conflict> {
        for (by, _) in KEYS {
            if *by != action && self.keys(*by).iter().any(|one| one == key) {
                return Err(Conflict::Taken { key: key.into(), by: *by });
            }
        }
        Ok(())
    }
}
