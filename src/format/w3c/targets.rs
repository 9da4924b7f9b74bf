//! Where an annotation lies.
//!
//! Unit: what the file counts, half-open.

use serde_json::Value;

use crate::format::describe::named;
use crate::format::draft::DraftFragment;
use crate::format::item::whole;

/// One target of an annotation.
pub(super) struct Target<'a> {
    /// The IRI of what it lies in.
    pub(super) source: Option<&'a str>,
    /// Where, or why that can't be read.
    pub(super) place: Result<Place<'a>, String>,
}

/// A stretch of a text.
#[derive(Clone)]
pub(super) struct Place<'a> {
    /// Where it lies; only its words say so if that is missing.
    pub(super) fragment: Option<DraftFragment>,
    pub(super) exact: Option<&'a str>,
    /// What stands before and behind its words.
    pub(super) around: (&'a str, &'a str),
}

/// The items of a list, or the one value that stands for it.
pub(super) fn items(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => items,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// The IRI of a resource, which may be no more than that.
pub(super) fn iri(value: &Value) -> Option<&str> {
    let id = || value.get("id").or_else(|| value.get("@id")).and_then(Value::as_str);
    value.as_str().or_else(id)
}

/// Whether a resource has a type, one of several perhaps.
pub(super) fn is_a(value: &Value, kind: &str) -> bool {
    let types = items(value.get("type").or_else(|| value.get("@type")));
    let bare = |name: &'_ str| name.rsplit([':', '#']).next() == Some(kind);
    types.iter().filter_map(Value::as_str).any(bare)
}

/// Reads a target.
pub(super) fn target(value: &Value) -> Target<'_> {
    let source = value.get("source").and_then(iri).or_else(|| iri(value));
    Target { source, place: place(value) }
}

fn place(target: &Value) -> Result<Place<'_>, String> {
    let selectors = items(target.get("selector"));
    let of_kind = |kind| selectors.iter().find(|one| is_a(one, kind));
    let quote = of_kind("TextQuoteSelector");
    let said = |field| quote.and_then(|quote| quote.get(field)).and_then(Value::as_str);
    let exact = said("exact").filter(|exact| !exact.is_empty());
    let around = (said("prefix").unwrap_or_default(), said("suffix").unwrap_or_default());
    let position = of_kind("TextPositionSelector");
    if position.is_none() && exact.is_none() {
        return Err(match selectors.first() {
            Some(other) => format!(
                "has neither a TextPositionSelector nor a TextQuoteSelector, but {}",
                named(other.get("type").unwrap_or(other))
            ),
            None => "has no selector: it is about the whole text".into(),
        });
    }
    let fragment = position.map(fragment).transpose()?;
    if let Some(refined) = quote.and_then(|quote| quote.get("refinedBy")) {
        return Err(format!("has words that {} narrows, which is not read", type_of(refined)));
    }
    Ok(Place { fragment, exact, around })
}

fn type_of(selector: &Value) -> String {
    named(items(selector.get("type")).first().unwrap_or(selector))
}

/// Where a position selector lies; a position in it is counted from its start.
fn fragment(position: &Value) -> Result<DraftFragment, String> {
    let offset = |of: &Value, field| of.get(field).and_then(whole);
    let whole = |of: &Value| match (offset(of, "start"), offset(of, "end")) {
        (Some(start), Some(end)) => Ok((start, end)),
        _ => {
            let found = |field| of.get(field).map_or("missing".into(), named);
            let (start, end) = (found("start"), found("end"));
            Err(format!("has no whole numbers as “start” and “end”: {start}, {end}"))
        }
    };
    let (start, end) = whole(position)?;
    let refined = match items(position.get("refinedBy")) {
        [] => return Ok(DraftFragment { start, end }),
        [one] if is_a(one, "TextPositionSelector") && one.get("refinedBy").is_none() => one,
        [other, ..] => {
            let other = type_of(other);
            return Err(format!("has a position that {other} narrows, which is not read"));
        }
    };
    let inner = whole(refined)?;
    let [inner_start, inner_end] = [inner.0, inner.1].map(|offset| start.saturating_add(offset));
    if inner_end > end {
        return Err(format!(
            "has a position from {start} to {end} that is narrowed to its outside"
        ));
    }
    Ok(DraftFragment { start: inner_start, end: inner_end })
}
