//! The names of tags, by their numbers, and the files that say them.
//! Source: <https://huggingface.co/docs/datasets/main/en/about_dataset_features>.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::{TAGS, tags};
use crate::format::describe::quoted;
use crate::model::scheme::Scheme;

/// The names of tags.
#[derive(Debug, Default)]
pub(super) struct Classes {
    names: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Classes {
    fn new(names: Vec<String>) -> Classes {
        let numbers = names.iter().cloned().enumerate().map(|(number, name)| (name, number));
        Classes { numbers: numbers.collect(), names }
    }

    /// The tags that a scheme has, which are the same in all files of it.
    pub(super) fn of(scheme: &Scheme) -> Classes {
        let mut names = vec![tags::OUTSIDE.to_owned()];
        for label in &scheme.labels {
            names.extend([true, false].map(|is_first| tags::tag(label.id.as_str(), is_first)));
        }
        Classes::new(names)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn name(&self, number: usize) -> Option<&str> {
        self.names.get(number).map(String::as_str)
    }

    /// The number of a tag of the scheme.
    pub(super) fn number(&self, name: &str) -> usize {
        self.numbers.get(name).copied().unwrap_or_default()
    }

    /// The card of a dataset with these tags.
    pub(super) fn readme(&self) -> String {
        let mut names = String::new();
        for (number, name) in self.names.iter().enumerate() {
            // A string of JSON is one of YAML.
            let _ok = write!(names, "\n          '{number}': {}", Value::from(name.as_str()));
        }
        format!(
            "---\ndataset_info:\n  features:\n  - name: id\n    dtype: string\n  \
             - name: tokens\n    sequence: string\n  - name: {TAGS}\n    sequence:\n      \
             class_label:\n        names:{names}\n---\n\n# Annotated articles\n\nOne article a \
             line: its tokens, and their tags by IOB2. Keep this file beside the data: it has \
             the names of the tags.\n\n```python\nfrom datasets import load_dataset\n\ndataset = \
             load_dataset(\"path/to/this/folder\")\n```\n"
        )
    }
}

/// The names of the tags of a column, in each configuration of a dataset that
/// has some: a dataset may come in several.
#[derive(Debug)]
pub(super) struct Configs {
    all: Vec<(String, Classes)>,
    /// Which of them counts.
    chosen: usize,
    none: Classes,
}

impl Configs {
    fn new(all: Vec<(String, Vec<String>)>, stem: &str) -> Configs {
        let chosen = all.iter().position(|(config, _)| fits(config, stem)).unwrap_or(0);
        let all = all.into_iter().map(|(config, names)| (config, Classes::new(names)));
        Configs { all: all.collect(), chosen, none: Classes::default() }
    }

    /// What a file beside the data says of a column: of the configuration that
    /// the name of the data has in it, else of the first.
    pub(super) fn in_file(file: Option<&str>, column: &str, stem: &str) -> Configs {
        let Some(file) = file else { return Configs::new(Vec::new(), stem) };
        let all = match serde_json::from_str::<Value>(file) {
            Ok(info) => in_json(&info, column),
            Err(_) => in_yaml(file, column),
        };
        Configs::new(all, stem)
    }

    /// What a page of rows says of a column.
    pub(super) fn in_features(features: &Value, column: &str) -> Configs {
        let is_column =
            |feature: &&Value| feature.get("name").and_then(Value::as_str) == Some(column);
        let names = match features {
            Value::Array(features) => features.iter().find(is_column).and_then(class_names),
            features => features.get(column).and_then(class_names),
        };
        Configs::new(names.map(|names| (String::new(), names)).into_iter().collect(), "")
    }

    /// The names that count.
    pub(super) fn classes(&self) -> &Classes {
        self.all.get(self.chosen).map_or(&self.none, |(_, classes)| classes)
    }

    /// Which of several configurations counts, for people; `None` if they all
    /// say the same.
    pub(super) fn said(&self) -> Option<String> {
        let (config, classes) = self.all.get(self.chosen)?;
        if self.all.iter().all(|(_, other)| other.names == classes.names) {
            return None;
        }
        let others = self.all.iter().enumerate().filter(|&(idx, _)| idx != self.chosen);
        let others: Vec<String> = others.map(|(_, (config, _))| quoted(config)).collect();
        let (config, others) = (quoted(config), others.join(", "));
        Some(format!("its tags have the names of the configuration {config}, not of {others}"))
    }
}

/// Whether the name of a file has the name of a configuration in it.
fn fits(config: &str, stem: &str) -> bool {
    let is_same = |part: &str| part.eq_ignore_ascii_case(config);
    !config.is_empty() && (is_same(stem) || stem.split(|c: char| !c.is_alphanumeric()).any(is_same))
}

/// The names in the JSON of a dataset's features, by configuration.
fn in_json(info: &Value, column: &str) -> Vec<(String, Vec<String>)> {
    if let Some(names) = info.get("features").and_then(|features| features.get(column)) {
        return class_names(names).map(|names| (String::new(), names)).into_iter().collect();
    }
    let inside = info.as_object().into_iter().flatten();
    let config =
        |(config, info): (&String, &Value)| Some((config.clone(), from_json(info, column)?));
    inside.filter_map(config).collect()
}

/// The names in the JSON of a dataset's features.
fn from_json(info: &Value, column: &str) -> Option<Vec<String>> {
    let inside = |value: &Value| match value {
        Value::Object(fields) => fields.values().find_map(|value| from_json(value, column)),
        _ => None,
    };
    match info.get("features").and_then(|features| features.get(column)) {
        Some(feature) => class_names(feature),
        None => inside(info),
    }
}

fn class_names(feature: &Value) -> Option<Vec<String>> {
    match feature {
        Value::Object(fields) => match fields.get("names") {
            Some(Value::Array(names)) => {
                names.iter().map(|name| Some(name.as_str()?.to_owned())).collect()
            }
            _ => fields.values().find_map(class_names),
        },
        _ => None,
    }
}

/// The names in the head of a dataset's card, as `datasets` writes it, by
/// configuration.
fn in_yaml(card: &str, column: &str) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    let mut config = String::new();
    let mut lines = card.lines().skip(1).peekable();
    // What stands behind the head is prose.
    while let Some(line) = lines.next().filter(|line| line.trim() != "---") {
        let item = line.trim();
        let item = item.strip_prefix("- ").unwrap_or(item);
        if let Some(name) = item.strip_prefix("config_name:") {
            config = scalar(name).unwrap_or_default();
        }
        let name = item.strip_prefix("name:").and_then(scalar);
        if name.as_deref() != Some(column) {
            continue;
        }
        // Up to the names of this feature, and not into the next one.
        let mut head = None;
        while let Some(line) = lines.next_if(|line| !begins_item(line) && line.trim() != "---") {
            if line.trim() == "names:" {
                head = Some(line);
                break;
            }
        }
        let Some(head) = head else { continue };
        let mut names = Vec::new();
        let mut is_whole = true;
        while let Some(line) = lines.next_if(|line| is_name(line, head)) {
            let name = match line.trim().strip_prefix("- ") {
                Some(name) => scalar(name),
                // The number is a quoted string, or bare.
                None => line.trim().split_once(':').and_then(|(_, name)| scalar(name)),
            };
            is_whole &= name.is_some();
            names.extend(name);
        }
        if is_whole {
            all.push((config.clone(), names));
        }
    }
    all
}

fn begins_item(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("- name:") || line.starts_with("- config_name:")
}

/// Whether a line of a card is one of the names below their head.
fn is_name(line: &str, head: &str) -> bool {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let is_item = line.trim().starts_with("- ") && !begins_item(line);
    depth(line) > depth(head) || (depth(line) == depth(head) && is_item)
}

/// A string of YAML, quoted or bare.
fn scalar(words: &str) -> Option<String> {
    let words = words.trim();
    if words.starts_with('"') {
        return serde_json::from_str(words).ok();
    }
    let inside = words.strip_prefix('\'').and_then(|words| words.strip_suffix('\''));
    Some(inside.map_or_else(|| words.to_owned(), |inside| inside.replace("''", "'")))
}
