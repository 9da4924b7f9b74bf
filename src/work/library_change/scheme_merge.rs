//! Taking back one change of the scheme where others were made since, in other
//! articles.
//!
//! The scheme is merged field by field, and its lists by the ids of what is in
//! them. Invariant: what comes out is a scheme that the product could have
//! made; where two changes are about the same thing, nothing does.

use serde_json::{Map, Value};

use crate::model::scheme::Scheme;
use crate::storage::record::{scheme_from_json, scheme_to_json};

/// The record of the scheme that is now, with the change `from` → `to` on it.
/// `None` if other changes stand in the way.
pub(super) fn merged(
    from: Option<String>,
    to: Option<String>,
    current: Option<String>,
) -> Option<String> {
    // A scheme that is not kept is the default one.
    let or_default =
        |json: Option<String>| json.unwrap_or_else(|| scheme_to_json(&Scheme::default()));
    let [from, to, current] = [from, to, current].map(or_default);
    if current == from {
        return Some(to);
    }
    let value = |json: &str| serde_json::from_str::<Value>(json).ok();
    // An imported scheme may have been odd before; that need not stop anything.
    let was_sound = scheme_from_json(&current).is_ok_and(|scheme| is_sound(&scheme));
    let (from, to, current) = (value(&from)?, value(&to)?, value(&current)?);
    let json = merged_value(Some(&from), Some(&to), Some(&current))??.to_string();
    let scheme = scheme_from_json(&json).ok()?;
    (is_sound(&scheme) || !was_sound).then(|| scheme_to_json(&scheme))
}

/// `None` is a conflict, `Some(None)` nothing.
fn merged_value(
    from: Option<&Value>,
    to: Option<&Value>,
    current: Option<&Value>,
) -> Option<Option<Value>> {
    if current == from {
        return Some(to.cloned());
    }
    if from == to {
        return Some(current.cloned());
    }
    match (from?, to?, current?) {
        (Value::Object(from), Value::Object(to), Value::Object(current)) => {
            let mut fields = Map::new();
            for field in from.keys().chain(to.keys()).chain(current.keys()) {
                let [from, to, current] = [from, to, current].map(|fields| fields.get(field));
                if let Some(value) = merged_value(from, to, current)? {
                    fields.insert(field.clone(), value);
                }
            }
            Some(Some(Value::Object(fields)))
        }
        (Value::Array(from), Value::Array(to), Value::Array(current)) => {
            merged_list(from, to, current).map(|list| Some(Value::Array(list)))
        }
        _ => None,
    }
}

fn merged_list(from: &[Value], to: &[Value], current: &[Value]) -> Option<Vec<Value>> {
    let [from_ids, to_ids, current_ids] = [ids(from)?, ids(to)?, ids(current)?];
    let in_all = |list: &[&str]| -> Vec<String> {
        let is_in_all =
            |id: &&&str| [&from_ids, &to_ids, &current_ids].iter().all(|ids| ids.contains(*id));
        list.iter().filter(is_in_all).map(|id| (*id).to_owned()).collect()
    };
    let [from_order, to_order, current_order] =
        [&from_ids, &to_ids, &current_ids].map(|list| in_all(list));
    let order = if current_order == from_order {
        with_others(&to_ids, &current_ids)
    } else if from_order == to_order {
        with_others(&current_ids, &to_ids)
    } else {
        return None;
    };
    let mut list = Vec::new();
    for id in order {
        let item = |list: &'_ [Value], ids: &[&str]| -> Option<Value> {
            ids.iter().position(|other| *other == id).map(|idx| list[idx].clone())
        };
        let (from, to) = (item(from, &from_ids), item(to, &to_ids));
        let current = item(current, &current_ids);
        list.extend(merged_value(from.as_ref(), to.as_ref(), current.as_ref())?);
    }
    Some(list)
}

/// A list, with what only `others` has put in after what it follows there.
fn with_others<'a>(list: &[&'a str], others: &[&'a str]) -> Vec<&'a str> {
    let mut all = list.to_vec();
    for (idx, other) in others.iter().enumerate() {
        if !all.contains(other) {
            let before = others[..idx].iter().rev();
            let place = before.filter_map(|id| all.iter().position(|one| one == id)).next();
            all.insert(place.map_or(0, |place| place + 1), other);
        }
    }
    all
}

fn ids(list: &[Value]) -> Option<Vec<&str>> {
    list.iter().map(|item| item.get("id")?.as_str()).collect()
}

/// No two labels share a key or a name, and relation types join what is there.
fn is_sound(scheme: &Scheme) -> bool {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let labels = &scheme.labels;
    let is_alone = |idx: usize| {
        labels[..idx].iter().all(|other| {
            !same(&other.name, &labels[idx].name)
                && (other.key.is_none() || other.key != labels[idx].key)
        })
    };
    let joins_labels = scheme
        .relation_types
        .iter()
        .all(|one| one.from.iter().chain(&one.to).all(|id| scheme.label(id).is_some()));
    !labels.is_empty() && (0..labels.len()).all(is_alone) && joins_labels
}
