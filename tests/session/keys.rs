//! Which key does what, and what becomes of a person's own keys.

use proptest::prelude::*;
use proptest::sample::select;

use verbatim::session::keys::{Action, Conflict, KEYS, KeyMap, Press, help, is_fixed, name};

/// A press, from the names of what is held: `Ctrl Shift z`.
fn press(drawn: &str) -> Press<'_> {
    let (held, name) = drawn.rsplit_once(' ').unwrap_or(("", drawn));
    let is_held = |one: &str| held.split(' ').any(|held| held == one);
    Press { name, ctrl: is_held("Ctrl"), alt: is_held("Alt"), shift: is_held("Shift") }
}

fn action(map: &KeyMap, drawn: &str) -> Option<Action> {
    map.action_of(press(drawn))
}

/// The map with a key given to an action.
fn given(map: &KeyMap, action: Action, key: &str) -> KeyMap {
    map.rebind(action, key).unwrap()
}

#[test]
fn a_key_is_named_with_what_is_held() {
    for (drawn, key) in [
        ("n", "n"),
        ("Shift n", "shift+n"),
        ("Ctrl Shift z", "ctrl+shift+z"),
        ("Alt Shift arrowleft", "alt+shift+arrowleft"),
        ("Shift delete", "shift+delete"),
        // The sign tells of Shift, and of the other keys some layouts need.
        ("Shift ?", "?"),
        ("+", "+"),
        ("Shift 1", "1"),
        ("Ctrl Alt @", "@"),
        ("Ctrl +", "ctrl++"),
        // But a letter never needs them.
        ("Ctrl Alt z", "ctrl+alt+z"),
        ("ж", "ж"),
        ("Shift ж", "shift+ж"),
    ] {
        assert_eq!(press(drawn).key(), key);
    }
}

#[test]
fn the_table_says_what_a_press_does() {
    let map = KeyMap::default();
    for (drawn, expected) in [
        ("1", Some(Action::Label)),
        ("Shift 9", Some(Action::Label)),
        ("Alt 3", Some(Action::Label)),
        ("Ctrl 3", None),
        ("0", None),
        ("n", Some(Action::Next)),
        ("Shift n", None),
        ("Ctrl n", None),
        ("Alt n", None),
        ("Shift +", Some(Action::AddFragment)),
        ("+", Some(Action::AddFragment)),
        ("Shift ?", Some(Action::Help)),
        ("Ctrl z", Some(Action::Undo)),
        ("Ctrl Alt z", None),
        ("Ctrl Shift z", Some(Action::Redo)),
        ("Ctrl y", Some(Action::Redo)),
        ("delete", Some(Action::Delete)),
        ("backspace", Some(Action::Delete)),
        ("arrowleft", Some(Action::Word)),
        ("Shift arrowleft", Some(Action::MoveEnd)),
        ("Alt Shift arrowright", Some(Action::MoveEnd)),
        ("Alt arrowright", Some(Action::Character)),
        (".", Some(Action::Character)),
        ("arrowdown", Some(Action::Row)),
        ("Shift arrowdown", Some(Action::Row)),
        ("Ctrl Shift arrowdown", Some(Action::Paragraph)),
        ("Ctrl Shift arrowright", Some(Action::Sentence)),
        ("Shift end", Some(Action::LineEnd)),
        ("Ctrl Shift home", Some(Action::TextEnd)),
        ("pagedown", None),
        (" ", None),
        ("enter", Some(Action::Open)),
        ("Shift enter", None),
        ("escape", Some(Action::Escape)),
        ("tab", None),
    ] {
        assert_eq!(action(&map, drawn), expected, "{drawn}");
    }
}

#[test]
fn every_action_has_a_row_a_name_and_words_of_its_own() {
    for (idx, (action, keys)) in KEYS.iter().enumerate() {
        assert!(!keys.is_empty() && !help(*action).is_empty());
        for (other, _) in &KEYS[..idx] {
            assert_ne!(name(*action), name(*other));
            assert_ne!(help(*action), help(*other));
        }
        // Own keys never hide those that can't be changed.
        let is_late = KEYS[..idx].iter().any(|(earlier, _)| !is_fixed(*earlier));
        assert!(!(is_fixed(*action) && is_late), "{action:?} must come first");
    }
}

#[test]
fn keys_are_shown_as_people_read_them() {
    let map = KeyMap::default();
    for (action, shown) in [
        (Action::Label, "1 – 9"),
        (Action::Next, "n"),
        (Action::AddFragment, "+"),
        (Action::Redo, "Ctrl+Shift+Z or Ctrl+Y"),
        (Action::Delete, "Delete or Backspace"),
        (Action::Escape, "Esc"),
        (Action::Word, "← →"),
        (Action::Character, "Alt+← → or , ."),
        (Action::Paragraph, "Ctrl+↑ ↓"),
        (Action::TextEnd, "Ctrl+Home End"),
        (Action::MoveEnd, "Shift+← →"),
    ] {
        assert_eq!(map.shown(action), shown);
    }
    assert_eq!(given(&map, Action::Next, "shift+j").shown(Action::Next), "Shift+J");
    assert_eq!(given(&map, Action::Undo, "ctrl+é").shown(Action::Undo), "Ctrl+é");
    assert_eq!(KeyMap::from_json(r#"{"merge": []}"#).shown(Action::Merge), "no key");
}

#[test]
fn own_keys_stand_in_place_of_the_tables() {
    let map = given(&KeyMap::default(), Action::Next, "j");
    assert_eq!(action(&map, "j"), Some(Action::Next));
    assert_eq!(action(&map, "n"), None);
    assert!(map.is_changed(Action::Next) && !map.is_changed(Action::Previous));
    assert_eq!(map.to_json(), r#"{"next":["j"]}"#);
    assert_eq!(KeyMap::from_json(&map.to_json()), map);
    // What became free can be given away, and back again.
    let map = given(&map, Action::Merge, "n");
    assert_eq!(action(&map, "n"), Some(Action::Merge));
    let map = map.reset(Action::Merge).unwrap().reset(Action::Next).unwrap();
    assert_eq!(map, KeyMap::default());
    assert_eq!(given(&given(&map, Action::Next, "j"), Action::Next, "n").shown(Action::Next), "n");
}

#[test]
fn what_is_not_known_is_kept_and_does_no_harm() {
    let json = r#"{"escape":["q"],"fly":["n"],"link":7,"next":["1","escape","w",null]}"#;
    let map = KeyMap::from_json(json);
    assert_eq!(map.to_json(), json);
    for (drawn, expected) in [
        ("n", None),
        ("l", Some(Action::Link)),
        ("w", Some(Action::Next)),
        ("1", Some(Action::Label)),
        ("escape", Some(Action::Escape)),
        ("q", None),
    ] {
        assert_eq!(action(&map, drawn), expected, "{drawn}");
    }
    assert_eq!(map.reset_all().to_json(), r#"{"fly":["n"]}"#);
    for json in ["", "[]", "7", "{", "null"] {
        assert_eq!(KeyMap::from_json(json), KeyMap::default(), "{json}");
    }
}

#[test]
fn conflicts_are_refused_with_the_reason() {
    let map = KeyMap::default();
    for (action, key, why) in [
        (Action::Next, "p", "p is the key for “Previous annotation”. Give that another key first."),
        (Action::Next, "l", "l is the key for “Say who said it”. Give that another key first."),
        (Action::Next, "3", "3 is kept for the labels."),
        (Action::Next, "alt+3", "Alt+3 is kept for the labels."),
        (Action::Next, "escape", "Esc keeps the meaning that it has on every page."),
        (Action::Next, "shift+tab", "Shift+Tab keeps the meaning that it has on every page."),
        (Action::Next, "arrowleft", "← keeps the meaning that it has on every page."),
        (Action::Next, "ctrl+enter", "Ctrl+Enter keeps the meaning that it has on every page."),
        (Action::Next, " ", "Space keeps the meaning that it has on every page."),
        (Action::Next, ".", ". is kept for “By a character”."),
        (Action::Next, "shift+shift", "Shift+Shift alone is no key: press it with another."),
        (Action::Next, "control", "Control alone is no key: press it with another."),
        (Action::Next, "ctrl+t", "Ctrl+T belongs to the browser."),
        (Action::Next, "ctrl+w", "Ctrl+W belongs to the browser."),
        (Action::Next, "ctrl+shift+n", "Ctrl+Shift+N belongs to the browser."),
        (Action::Next, "alt+d", "Alt+D belongs to the browser."),
        (Action::Next, "ctrl+delete", "Ctrl+Delete belongs to the browser."),
        (
            Action::Next,
            "ctrl+shift+z",
            "Ctrl+Shift+Z is the key for “Redo”. Give that another key first.",
        ),
        (Action::Word, "w", "The keys for “Move the reading cursor by a word” can’t be changed."),
    ] {
        assert_eq!(map.rebind(action, key).unwrap_err().to_string(), why, "{key}");
    }
    // Its own key is no conflict, whatever belongs to whom.
    assert_eq!(action(&given(&map, Action::Undo, "ctrl+z"), "Ctrl z"), Some(Action::Undo));
    // The table's key may be gone when it is wished back.
    let map = given(&given(&map, Action::Next, "j"), Action::Previous, "n");
    assert_eq!(
        map.reset(Action::Next),
        Err(Conflict::Taken { key: "n".into(), by: Action::Previous })
    );
}

#[derive(Clone, Debug)]
enum Change {
    Rebind(Action, &'static str),
    Reset(Action),
    ResetAll,
}

fn arb_change() -> impl Strategy<Value = Change> {
    const WISHED: &[&str] = &[
        "n",
        "p",
        "j",
        "k",
        "l",
        "s",
        "e",
        "x",
        "m",
        "+",
        "?",
        "-",
        "1",
        "escape",
        "arrowup",
        ".",
        "shift+arrowleft",
        "delete",
        "backspace",
        "ctrl+z",
        "ctrl+y",
        "ctrl+shift+z",
        "ctrl+b",
        "shift+n",
        "f2",
        "f5",
        "alt+x",
    ];
    let actions: Vec<Action> = KEYS.iter().map(|(action, _)| *action).collect();
    prop_oneof![
        8 => (select(actions.clone()), select(WISHED)).prop_map(|(a, key)| Change::Rebind(a, key)),
        2 => select(actions).prop_map(Change::Reset),
        1 => Just(Change::ResetAll),
    ]
}

proptest! {
    #[test]
    fn no_two_actions_ever_share_a_key(changes in prop::collection::vec(arb_change(), 0..60)) {
        let mut map = KeyMap::default();
        for change in changes {
            map = match change {
                Change::Rebind(action, key) => match map.rebind(action, key) {
                    Ok(new) => {
                        prop_assert_eq!(new.shown(action).is_empty(), false);
                        new
                    }
                    Err(why) => {
                        prop_assert!(!why.to_string().is_empty());
                        map
                    }
                },
                Change::Reset(action) => map.reset(action).unwrap_or(map),
                Change::ResetAll => map.reset_all(),
            };
            map = KeyMap::from_json(&map.to_json());
            let mut seen: Vec<(String, Action)> = Vec::new();
            for (action, _) in KEYS {
                for key in map.keys(*action) {
                    let other = seen.iter().find(|(one, _)| *one == key);
                    prop_assert!(other.is_none(), "{} is for {:?} and {:?}", key, other, action);
                    seen.push((key, *action));
                }
            }
        }
    }
}
