//! Which fields of a task's data have the texts that its regions lie in.

use serde_json::{Map, Value};

use super::TEXT;
use crate::format::FileProblem;
use crate::format::describe::{kind, quoted};
use crate::format::item::whole;

/// The fields with the texts: those that regions name, if there are such; else
/// `text`, or the only one that is text, or the only one that has the words of
/// the first region where it says.
pub(super) fn keys<'a>(
    data: &'a Value,
    results: &[(&'a Value, bool)],
) -> Result<Vec<&'a str>, FileProblem> {
    let Some(fields) = data.as_object() else {
        return Err(FileProblem::Other(format!("has {} as the “data” of a task", kind(data))));
    };
    let regions = || {
        let results = results.iter().filter_map(|(of, _)| of.get("result")?.as_array());
        results.flatten().filter(|one| one.get("value").is_some())
    };
    let mut named: Vec<&str> = Vec::new();
    for name in regions().filter_map(|region| region.get("to_name")?.as_str()) {
        if !named.contains(&name) && fields.get(name).is_some_and(Value::is_string) {
            named.push(name);
        }
    }
    if !named.is_empty() {
        return Ok(named);
    }
    let first = regions().next().and_then(|region| region.get("value"));
    only_text(fields, first).map(|key| vec![key]).ok_or_else(|| no_text(fields))
}

/// Why a task has no text that could be read.
fn no_text(fields: &Map<String, Value>) -> FileProblem {
    // A dialogue or paragraphs stand in a list under any name.
    let list = fields.iter().find(|(name, value)| *name == TEXT && value.is_array());
    let is_turns = |value: &Value| {
        value.as_array().is_some_and(|list| list.first().is_some_and(Value::is_object))
    };
    let list = list.or_else(|| fields.iter().find(|(_, value)| is_turns(value)));
    if let Some((name, list)) = list {
        let of = match is_turns(list) {
            true => "objects, as a dialogue or paragraphs are",
            false => "texts or other values, and not one text",
        };
        let name = quoted(name);
        return FileProblem::Other(format!(
            "has a task whose {name} is a list of {of}; only a task with one text is read"
        ));
    }
    if let Some(value) = fields.get(TEXT) {
        return FileProblem::Other(format!("has a task whose “{TEXT}” is {}", kind(value)));
    }
    let names = fields.keys().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    FileProblem::Other(match fields.values().filter(|value| value.is_string()).count() {
        _ if fields.is_empty() => "has a task with nothing in its data".into(),
        0 => format!("has a task with no text in its data, which has only {names}"),
        _ => format!(
            "has a task without “text” in its data, and nothing tells which of {names} it is"
        ),
    })
}

fn only_text<'a>(fields: &'a Map<String, Value>, region: Option<&Value>) -> Option<&'a str> {
    let texts = || fields.iter().filter_map(|(name, text)| Some((name.as_str(), text.as_str()?)));
    let only = |mut names: Vec<&'a str>| names.pop().filter(|_| names.is_empty());
    let text = texts().map(|(name, _)| name).find(|name| *name == TEXT);
    let quoting = || texts().filter(|(_, text)| region.is_some_and(|region| quotes(text, region)));
    text.or_else(|| only(texts().map(|(name, _)| name).collect()))
        .or_else(|| only(quoting().map(|(name, _)| name).collect()))
}

/// Whether the words of a region stand in a text where it says.
fn quotes(text: &str, region: &Value) -> bool {
    let offset = |field| region.get(field).and_then(whole).and_then(|n| n.try_into().ok());
    let (Some(start), Some(end), Some(quote)): (Option<usize>, Option<usize>, _) =
        (offset("start"), offset("end"), region.get("text").and_then(Value::as_str))
    else {
        return false;
    };
    let words = text.chars().skip(start).take(end.saturating_sub(start));
    undone(words).eq(undone(quote.chars()))
}

/// Whether a text is only the address of one: a task may name a file or a page
/// in place of its text.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let is_path = text.starts_with('/')
        && text[1..].contains('/')
        && text.rsplit('/').next().is_some_and(|name| name.contains(char::is_alphanumeric));
    let is_url = text.split_once("://").is_some_and(|(scheme, rest)| {
        !scheme.is_empty()
            && !rest.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    (is_path || is_url) && !text.contains(char::is_whitespace)
}

/// Words with line ends of all kinds as one: a region's text has them as a
/// backslash and an n.
pub(super) fn undone(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut chars = chars.peekable();
    std::iter::from_fn(move || {
        let c = chars.next()?;
        let is_pair = match c {
            '\r' => chars.next_if_eq(&'\n').is_some(),
            '\\' => chars.next_if_eq(&'n').is_some(),
            _ => false,
        };
        Some(if is_pair || c == '\r' { '\n' } else { c })
    })
}
