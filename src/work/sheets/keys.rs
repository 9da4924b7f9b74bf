//! The keys, from the table that drives them, and a person's own keys.

use maud::{Markup, html};

use super::scheme::scheme_of;
use super::{Answer, draw, put, verb};
use crate::session::keys::{Action, KEYS, KeyMap, help, is_fixed, name};
use crate::work::sheet::{Request, Step};

pub fn answer(request: &Request) -> Answer {
    let map = KeyMap::from_json(request.field("own"));
    let (verb, what) = verb(&request.act);
    let action = || {
        let found = KEYS.iter().find(|(action, _)| name(*action) == what);
        found.map(|(action, _)| *action).ok_or_else(|| format!("No action is called “{what}”."))
    };
    match verb {
        "" => Ok(vec![draw("Keys", sheet(&map, &Row::None))].into()),
        "change" => Ok(vec![put("keys", table(&map, &Row::Asks(action()?)))].into()),
        "keep" => Ok(vec![put("keys", table(&map, &Row::None))].into()),
        "bind" => {
            let action = action()?;
            changed(action, &map, bound(request, &map, action))
        }
        "reset" => {
            let action = action()?;
            changed(action, &map, map.reset(action).map_err(|conflict| conflict.to_string()))
        }
        _ => {
            let map = map.reset_all();
            let steps = vec![
                Step::Keys(map.to_json()),
                put("keys", table(&map, &Row::None)),
                Step::Tell("All keys are as they were at first".into()),
            ];
            Ok(steps.into())
        }
    }
}

/// Gives an action the key that was pressed. The letter of a label is none: it
/// would not give the label any more.
fn bound(request: &Request, map: &KeyMap, action: Action) -> Result<KeyMap, String> {
    let key = request.field("press");
    let bound = map.rebind(action, key).map_err(|conflict| conflict.to_string())?;
    let scheme = scheme_of(&request.records);
    let mut letters = key.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && let Some(label) = scheme.label_of_key(letter)
    {
        let name = &label.name;
        return Err(format!(
            "{key} is the key for the label “{name}”. Give that another key first."
        ));
    }
    Ok(bound)
}

fn changed(action: Action, before: &KeyMap, after: Result<KeyMap, String>) -> Answer {
    Ok(match after {
        Ok(map) => vec![
            Step::Keys(map.to_json()),
            put("keys", table(&map, &Row::None)),
            Step::Tell(format!("{}: {}", help(action), map.shown(action))),
        ],
        Err(why) => vec![put("keys", table(before, &Row::Refuses(action, why)))],
    }
    .into())
}

/// What is said in one row.
enum Row {
    None,
    /// Which key it is to be.
    Asks(Action),
    /// Why it can't be that key.
    Refuses(Action, String),
}

fn sheet(map: &KeyMap, row: &Row) -> Markup {
    html! {
        // The scheme goes with it, because labels have keys too.
        div #keys data-send="article" { (table(map, row)) }
        p.about { "On a Mac, Ctrl is Cmd. Double click selects a word." }
        div.buttons {
            button #reset-all type="button" data-act="reset-all" data-send="nothing" {
                "Reset all keys"
            }
            button.primary type="button" data-act="close" { "Done" }
        }
    }
}

fn table(map: &KeyMap, row: &Row) -> Markup {
    html! {
        input type="hidden" name="own" value=(map.to_json());
        table.keys {
            thead.visually_hidden { tr { th { "Keys" } th { "What they do" } th { "Change" } } }
            tbody {
                @for (action, _) in KEYS {
                    tr {
                        th scope="row" { kbd { (map.shown(*action)) } }
                        td { (help(*action)) (said(*action, row)) }
                        td { @if !is_fixed(*action) { (controls(*action, map, row)) } }
                    }
                }
            }
        }
    }
}

fn said(action: Action, row: &Row) -> Markup {
    html! {
        @if let Row::Refuses(of, why) = row {
            @if *of == action { p.refused role="alert" { (why) } }
        }
    }
}

fn controls(action: Action, map: &KeyMap, row: &Row) -> Markup {
    let (id, what) = (name(action), help(action));
    let is_asking = matches!(row, Row::Asks(of) | Row::Refuses(of, _) if *of == action);
    html! {
        @if is_asking {
            // The id of the button that was pressed: the focus comes here.
            input #{ "key-" (id) } data-press={ "bind:" (id) } readonly value="Press a key"
                aria-label={ "Press the new key for: " (what) };
        } @else {
            button.link #{ "key-" (id) } type="button" data-act={ "change:" (id) }
                aria-label={ "Change the key for: " (what) } { "Change" }
            @if map.is_changed(action) {
                " "
                button.link #{ "reset-" (id) } type="button" data-act={ "reset:" (id) }
                    aria-label={ "Reset the key for: " (what) } { "Reset" }
            }
        }
    }
}
