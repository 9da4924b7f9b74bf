//! The labelling configuration: which labels and relations there are, in XML.
//! Source: <https://labelstud.io/tags/labels>.

use std::collections::BTreeSet;

use crate::format::draft::Drafts;
use crate::format::ids::is_safe_in_id;
use crate::model::extra::Extra;
use crate::model::scheme::{Label, Scheme};
use crate::model::scheme_edit::Palette;

use super::{FROM_NAME, TO_NAME};

/// The configuration of a scheme: a tag a line.
pub(super) fn of(scheme: &Scheme) -> String {
    let mut lines = vec!["<View>".to_owned()];
    if !scheme.relation_types.is_empty() {
        lines.push("  <Relations>".into());
        for one in &scheme.relation_types {
            lines.push(format!("    <Relation value=\"{}\"/>", escaped(one.id.as_str())));
        }
        lines.push("  </Relations>".into());
    }
    lines.push(format!("  <Labels name=\"{FROM_NAME}\" toName=\"{TO_NAME}\">"));
    for label in &scheme.labels {
        let hint = match (label.name == label.id.as_str(), label.description.as_str()) {
            (true, description) => description.to_owned(),
            (false, "") => label.name.clone(),
            (false, description) => format!("{}: {description}", label.name),
        };
        let mut tag = format!("    <Label value=\"{}\"", escaped(label.id.as_str()));
        if is_color(&label.color) {
            tag += &format!(" background=\"{}\"", label.color);
        }
        if let Some(key) = label.key {
            tag += &format!(" hotkey=\"{key}\"");
        }
        if !hint.is_empty() {
            tag += &format!(" hint=\"{}\"", escaped(&hint));
        }
        lines.push(tag + "/>");
    }
    lines.push("  </Labels>".into());
    lines.push(format!("  <Text name=\"{TO_NAME}\" value=\"$text\" savetextresult=\"yes\"/>"));
    lines.push("</View>\n".into());
    lines.join("\n")
}

/// Reads a label of a configuration, if its tag stands whole in a line. What
/// has no name that can be an id is left to what the regions say.
pub(super) fn read_line(line: &str, drafts: &mut Drafts) {
    let (mut scheme, mut palette) = (Scheme::empty(), Palette::unused());
    let (mut seen, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for tag in line.split('<').filter_map(|tag| tag.strip_prefix("Label ")) {
        let Some(value) = attribute(tag, "alias").or_else(|| attribute(tag, "value")) else {
            continue;
        };
        if value.is_empty() || !value.chars().all(is_safe_in_id) || !seen.insert(value.clone()) {
            continue;
        }
        let color = attribute(tag, "background").filter(|color| is_color(color));
        let key = attribute(tag, "hotkey").and_then(|key| key.parse().ok());
        let key = key.filter(|&key| crate::model::scheme::is_key(key));
        scheme.labels.push(Label {
            id: value.as_str().into(),
            name: value,
            written_as: None,
            key: key.filter(|&key| keys.insert(key)),
            color: color.unwrap_or_else(|| palette.next_color().into()),
            description: attribute(tag, "hint").unwrap_or_default(),
            guidelines: String::new(),
            extra: Extra::new(),
        });
        palette.uses(&scheme.labels[scheme.labels.len() - 1].color);
    }
    if !scheme.labels.is_empty() {
        drafts.schemes.push(scheme);
    }
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let quote = after.trim_start().chars().next().filter(|quote| "\"'".contains(*quote))?;
        let (value, more) = after.trim_start()[1..].split_once(quote)?;
        if before.trim() == name {
            let value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            return Some(value.replace("&#10;", "\n").replace("&amp;", "&"));
        }
        rest = more;
    }
    None
}

/// Words as the value of an attribute. What XML can't hold becomes a space.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\n' => escaped += "&#10;",
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether it is a colour as `#2a5fe0` or `#fff`.
fn is_color(color: &str) -> bool {
    color.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
