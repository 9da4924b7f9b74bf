//! `annotation.conf`, which tells brat what may be marked.
//! Source: <https://brat.nlplab.org/configuration.html>.
//!
//! Labels and relation types are those of the scheme. Events, attributes and
//! groups are none of it, so that they are gathered from the articles: each
//! fact is words parted by tabs, which no name holds.

use std::collections::{BTreeMap, BTreeSet};

use super::STATUS;
use super::foreign::Foreign;
use super::plan;
use crate::model::annotation::Status;
use crate::model::document::Document;
use crate::model::id::LabelId;
use crate::model::scheme::Scheme;

/// What a fact is about.
const MARK: &str = "mark";
const EVENT: &str = "event";
const ARGUMENT: &str = "argument";
const LINK: &str = "link";
const GROUP: &str = "group";
const ATTRIBUTE: &str = "attribute";

/// What attributes may be of.
const OF_MARK: &str = "<ENTITY>";
const OF_EVENT: &str = "<EVENT>";
const OF_LINK: &str = "<RELATION>";

/// Notes the events, attributes and groups of an article.
pub(super) fn gather(document: &Document, facts: &mut BTreeSet<String>) {
    let plan = plan::of(document);
    let said_of = |said: &Foreign, of: &str, facts: &mut BTreeSet<String>| {
        for (name, value) in &said.attributes {
            facts.insert(fact([ATTRIBUTE, name, of, value.as_deref().unwrap_or_default()]));
        }
        facts.extend(said.groups.iter().map(|(_, kind)| fact([GROUP, kind])));
    };
    for mark in &plan.marks {
        said_of(&mark.said, OF_MARK, facts);
        if mark.events.is_empty() {
            facts.insert(fact([MARK, mark.annotation.label.as_str()]));
        }
        for event in &mark.events {
            said_of(&event.said, OF_EVENT, facts);
            facts.insert(fact([EVENT, &event.kind]));
            for argument in &event.arguments {
                let (role, target) = (argument.bare_role(), argument.target.label.as_str());
                facts.insert(fact([ARGUMENT, &event.kind, role, target]));
            }
        }
    }
    for link in &plan.links {
        said_of(&link.said, OF_LINK, facts);
        facts.insert(fact([LINK, link.relation.relation_type.as_str()]));
    }
}

fn fact<const N: usize>(words: [&str; N]) -> String {
    words.join("\t")
}

/// What was gathered, in the order of the file.
#[derive(Default)]
struct Facts<'a> {
    marks: BTreeSet<&'a str>,
    links: BTreeSet<&'a str>,
    groups: BTreeSet<&'a str>,
    /// The roles of each event, and the labels to which they lead.
    events: BTreeMap<&'a str, BTreeMap<&'a str, BTreeSet<&'a str>>>,
    /// What each attribute is of, and its values.
    attributes: BTreeMap<&'a str, (BTreeSet<&'a str>, BTreeSet<&'a str>)>,
}

impl<'a> Facts<'a> {
    fn of(facts: &'a BTreeSet<String>) -> Facts<'a> {
        let mut all = Facts::default();
        for words in facts {
            match words.split('\t').collect::<Vec<_>>()[..] {
                [MARK, label] => drop(all.marks.insert(label)),
                [LINK, relation_type] => drop(all.links.insert(relation_type)),
                [GROUP, kind] => drop(all.groups.insert(kind)),
                [EVENT, kind] => drop(all.events.entry(kind).or_default()),
                [ARGUMENT, kind, role, label] => {
                    let roles = all.events.entry(kind).or_default();
                    roles.entry(role).or_default().insert(label);
                }
                [ATTRIBUTE, name, of, value] => {
                    let (ofs, values) = all.attributes.entry(name).or_default();
                    ofs.insert(of);
                    // Others would end the value.
                    if !value.is_empty() && !value.contains([' ', ',', '|']) {
                        values.insert(value);
                    }
                }
                _ => {}
            }
        }
        all
    }
}

/// The labels and relation types of a scheme, with what was gathered.
pub(super) fn annotation_conf(scheme: &Scheme, gathered: &BTreeSet<String>) -> String {
    let mut facts = Facts::of(gathered);
    let is_role = |name: &str| facts.events.values().any(|roles| roles.contains_key(name));
    let any = match facts.events.is_empty() {
        true => OF_MARK.to_owned(),
        false => format!("{OF_MARK}|{OF_EVENT}"),
    };
    let mut conf = String::from("[entities]\n");
    for label in scheme.labels.iter().map(|label| label.id.as_str()) {
        // What stands for nothing but events is one.
        if !facts.events.contains_key(label) || facts.marks.contains(label) {
            conf += &format!("{label}\n");
        }
    }
    // Without this line brat lets no two annotations overlap.
    conf += "\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n";
    for one in &scheme.relation_types {
        let name = one.id.as_str();
        if !is_role(name) || facts.links.contains(name) {
            let [from, to] = [&one.from, &one.to].map(|labels| ends(labels, &any));
            conf += &format!("{name}\tArg1:{from}, Arg2:{to}\n");
        }
        facts.groups.remove(name);
    }
    for kind in &facts.groups {
        let ends = format!("Arg1:{any}, Arg2:{any}");
        conf += &format!("{kind}\t{ends}, <REL-TYPE>:symmetric-transitive\n");
    }
    conf += "\n[events]\n";
    for (kind, roles) in &facts.events {
        let roles = roles.iter().map(|(role, labels)| format!("{role}*:{}", joined(labels)));
        let roles = roles.collect::<Vec<_>>().join(", ");
        conf += format!("{kind}\t{roles}").trim_end();
        conf += "\n";
    }
    conf += "\n[attributes]\n";
    let (_, more) = facts.attributes.remove(STATUS).unwrap_or_default();
    let statuses = Status::ALL.iter().filter(|&&one| one != Status::Sure).map(|one| one.as_str());
    let more = more.into_iter().filter(|value| Status::from_name(value).is_none());
    let values: Vec<&str> = statuses.chain(more).collect();
    conf += &format!("{STATUS}\tArg:{any}, Value:{}\n", values.join("|"));
    for (name, (ofs, values)) in &facts.attributes {
        conf += &format!("{name}\tArg:{}", joined(ofs));
        if !values.is_empty() {
            conf += &format!(", Value:{}", joined(values));
        }
        conf += "\n";
    }
    conf
}

fn joined(words: &BTreeSet<&str>) -> String {
    words.iter().copied().collect::<Vec<_>>().join("|")
}

fn ends(labels: &[LabelId], any: &str) -> String {
    match labels {
        [] => any.into(),
        _ => labels.iter().map(LabelId::as_str).collect::<Vec<_>>().join("|"),
    }
}
