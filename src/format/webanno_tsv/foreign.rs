//! What a file says that only WebAnno TSV has a place for: layers by name, with
//! their features, other lines, and what programs say of each token. It is kept
//! as unknown fields, and written again.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::FORMAT;
use super::header::{Layer, is_feature};
use crate::format::item::foreign;
use crate::model::extra::Extra;

/// What is kept of an annotation or a relation.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Mark {
    /// Its layer, if it is not ours.
    pub(super) layer: Option<String>,
    /// Whether that is one of chains.
    pub(super) is_chain: bool,
    /// The feature that says its label or type; none, if the file says none, and
    /// the name of the layer stands for it.
    pub(super) label: Option<String>,
    /// Its other features.
    pub(super) values: BTreeMap<String, String>,
    /// The column of roles of the annotation from which a relation leads, if the
    /// relation is a slot.
    pub(super) slot: Option<String>,
}

impl Mark {
    /// As unknown fields.
    pub(super) fn into_extra(self) -> Extra {
        let mut fields = Extra::new();
        let layer = if self.is_chain { "chain" } else { "layer" };
        for (name, words) in [(layer, self.layer), ("label", self.label), ("slot", self.slot)] {
            fields.extend(words.map(|words| (name.to_owned(), Value::String(words))));
        }
        if !self.values.is_empty() {
            fields.insert("values".into(), json!(self.values));
        }
        foreign(FORMAT.id, fields)
    }

    /// Whether a feature says its label, though it be the name of its layer: it
    /// came so, or was never in a file and is in `ours`.
    pub(super) fn names_label(&self, layer: &Layer, ours: &str) -> bool {
        self.label.is_some() || self.layer.is_none() && layer.name == ours
    }

    /// From unknown fields, in as far as a file can hold them.
    pub(super) fn of_extra(extra: &Extra) -> Mark {
        let Some(fields) = extra.get(FORMAT.id) else { return Mark::default() };
        let words = |name| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let name = |name| words(name).filter(|name| is_name(name));
        let (layer, chain) = (name("layer"), name("chain"));
        let values = fields.get("values").and_then(Value::as_object).into_iter().flatten();
        let values = values.filter(|(name, _)| is_feature(name)).filter_map(|(name, value)| {
            Some((name.clone(), value.as_str().filter(|value| !value.contains('\r'))?.to_owned()))
        });
        Mark {
            is_chain: chain.is_some() && layer.is_none(),
            layer: layer.or(chain),
            label: words("label").filter(|label| is_feature(label)),
            values: values.collect(),
            slot: words("slot"),
        }
    }
}

/// Whether a header can hold the name of a layer.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['|', '\t', '\n', '\r'])
}

/// What is kept of an article.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Kept {
    /// The lines of the header, but for the first.
    pub(super) header: Vec<String>,
    /// Lines between sentences, each with how many characters that are no white
    /// space stand before it.
    pub(super) comments: Vec<(u64, String)>,
    /// What layers of grammar say on rows, by layer and row.
    pub(super) cells: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl Kept {
    /// As unknown fields.
    pub(super) fn into_extra(self) -> Extra {
        let mut fields = Extra::new();
        if !self.header.is_empty() {
            fields.insert("header".into(), json!(self.header));
        }
        if !self.comments.is_empty() {
            fields.insert("comments".into(), json!(self.comments));
        }
        if !self.cells.is_empty() {
            fields.insert("cells".into(), json!(self.cells));
        }
        foreign(FORMAT.id, fields)
    }

    /// From unknown fields, in as far as a file can hold them.
    pub(super) fn of_extra(extra: &Extra) -> Kept {
        let Some(fields) = extra.get(FORMAT.id) else { return Kept::default() };
        let list = |name| fields.get(name).and_then(Value::as_array).into_iter().flatten();
        let line =
            |value: &Value| value.as_str().filter(|line| is_comment(line)).map(str::to_owned);
        let comments =
            list("comments").filter_map(|one| Some((one.get(0)?.as_u64()?, line(one.get(1)?)?)));
        let mut comments: Vec<(u64, String)> = comments.collect();
        comments.sort_by_key(|(place, _)| *place);
        Kept { header: list("header").filter_map(line).collect(), comments, cells: cells(fields) }
    }
}

/// Whether a line is neither a row, nor a text, nor the first line.
fn is_comment(line: &str) -> bool {
    line.starts_with('#')
        && !line.starts_with("#Text=")
        && !line.starts_with("#FORMAT=")
        && !line.contains(['\n', '\r'])
}

fn cells(fields: &Value) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let object = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let cell = |value: &Value| {
        let cell = value.as_str().filter(|cell| !cell.contains(['\t', '\n', '\r']));
        cell.filter(|cell| !cell.is_empty()).unwrap_or("_").to_owned()
    };
    let row = |(id, row): (String, Value)| {
        let row = row.as_array()?.iter().map(cell).collect();
        Some((id, row))
    };
    let layers = fields.get("cells").map(object).unwrap_or_default().into_iter();
    layers.map(|(name, rows)| (name, object(&rows).into_iter().filter_map(row).collect())).collect()
}
