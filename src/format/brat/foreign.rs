//! What a file says that only brat has a place for: attributes, normalizations,
//! comments and groups, and which annotations and relations are events and their
//! arguments. It is kept as unknown fields.
//!
//! Unit: the events of an annotation count from 1, and 0 is the annotation
//! itself.

use serde_json::{Value, json};

use super::ID;
use super::gaps::{is_break, is_gap};
use crate::format::item::foreign;
use crate::model::extra::Extra;

/// What brat calls the two ends of a relation, unless a project has names of
/// its own.
pub(super) const ARGUMENTS: [&str; 2] = ["Arg1", "Arg2"];

/// What brat calls a group, unless a project has names of its own.
pub(super) const EQUIV: &str = "Equiv";

/// What is said of one annotation, event or relation.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    /// Name and value; an attribute that is only there or not has none.
    pub(super) attributes: Vec<(String, Option<String>)>,
    /// Name and value, as `Reference` and `Wikidata:Q1`, and the words there.
    pub(super) normalizations: Vec<(String, String, String)>,
    pub(super) comments: Vec<Comment>,
    /// The numbers and types of the groups that it belongs to.
    pub(super) groups: Vec<(u64, String)>,
}

/// A comment.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) kind: String,
    pub(super) words: String,
    /// The line it is about, if it is not about the annotation, event or
    /// relation itself.
    pub(super) about: Option<About>,
}

/// A line that a comment is about: what it is, and which of its kind.
pub(super) type About = (Kind, usize);

/// What a line is that says something of an annotation, event or relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Attribute,
    Normalization,
    Comment,
    /// What stands elsewhere in an annotation.
    Status,
    Note,
    Annotator,
    Contiguous,
}

impl Kind {
    const ALL: [(Kind, &'static str); 7] = [
        (Kind::Attribute, "attribute"),
        (Kind::Normalization, "normalization"),
        (Kind::Comment, "comment"),
        (Kind::Status, "status"),
        (Kind::Note, "note"),
        (Kind::Annotator, "annotator"),
        (Kind::Contiguous, "contiguous"),
    ];
}

/// What is kept with an annotation.
#[derive(Debug, Default)]
pub(super) struct OfAnnotation {
    pub(super) said: Foreign,
    /// Its notes, each with the event that it is about.
    pub(super) notes: Vec<(usize, String)>,
    /// The events of which it is the trigger.
    pub(super) events: Vec<Event>,
}

/// What is kept of an event.
#[derive(Debug, Default)]
pub(super) struct Event {
    /// Its type, if that is not the type of its trigger.
    pub(super) kind: Option<String>,
    pub(super) said: Foreign,
    /// Arguments that lead to its own trigger, as no relation can: the role,
    /// the event they lead to, and the place among the arguments.
    pub(super) own: Vec<(String, usize, usize)>,
}

/// What is kept with a relation.
#[derive(Debug, Default)]
pub(super) struct OfRelation {
    pub(super) said: Foreign,
    /// What its ends are called.
    pub(super) roles: Option<[String; 2]>,
    /// The events at its ends, if the file says which.
    pub(super) events: Option<[usize; 2]>,
    /// If it is an argument of the event where it starts: its place among the
    /// arguments, and its role, if that is not its type.
    pub(super) argument: Option<(usize, Option<String>)>,
}

/// The event at an end of which nothing is said: the first.
pub(super) const FIRST: usize = 1;

impl Foreign {
    fn put(self, fields: &mut Extra) {
        let Foreign { attributes, normalizations, comments, groups } = self;
        put(fields, "attributes", attributes.into_iter().map(|one| json!([one.0, one.1])));
        let normalizations = normalizations.into_iter();
        put(fields, "normalizations", normalizations.map(|one| json!([one.0, one.1, one.2])));
        let comments = comments.into_iter().map(|one| match one.about {
            None => json!([one.kind, one.words]),
            Some((kind, idx)) => {
                let name = Kind::ALL.iter().find(|(other, _)| *other == kind);
                json!([one.kind, one.words, [name.map(|(_, name)| name), idx]])
            }
        });
        put(fields, "comments", comments);
        // A group of the usual type is its number alone.
        let groups = groups.into_iter().map(|(number, kind)| match kind.as_str() {
            EQUIV => number.into(),
            _ => json!([number, kind]),
        });
        put(fields, "equivalences", groups);
    }

    fn of(fields: &Value) -> Foreign {
        let attributes = list(fields, "attributes").filter_map(|one| {
            let value = match one.get(1) {
                None | Some(Value::Null) => None,
                Some(value) => Some(words(value)?),
            };
            Some((word(one.get(0)?)?, value))
        });
        let normalizations = list(fields, "normalizations").filter_map(|one| {
            let value = word(one.get(1)?).filter(|value| value.contains(':'))?;
            Some((word(one.get(0)?)?, value, words(one.get(2)?)?))
        });
        let comments = list(fields, "comments").filter_map(|one| {
            let about = match one.get(2) {
                None => None,
                Some(about) => {
                    let name = about.get(0)?.as_str()?;
                    let (kind, _) = Kind::ALL.iter().find(|(_, other)| *other == name)?;
                    Some((*kind, number(about.get(1)?)?))
                }
            };
            Some(Comment { kind: word(one.get(0)?)?, words: words(one.get(1)?)?, about })
        });
        let groups = list(fields, "equivalences").filter_map(|one| match one.as_u64() {
            Some(number) => Some((number, EQUIV.to_owned())),
            None => Some((one.get(0)?.as_u64()?, word(one.get(1)?)?)),
        });
        Foreign {
            attributes: attributes.collect(),
            normalizations: normalizations.collect(),
            comments: comments.collect(),
            groups: groups.collect(),
        }
    }
}

impl OfAnnotation {
    /// The event that is meant where an annotation is: its first, if it has one.
    pub(super) fn meant(&self) -> usize {
        if self.events.is_empty() { 0 } else { FIRST }
    }

    /// The notes as they are shown.
    pub(super) fn note(&self) -> String {
        let notes: Vec<&str> = self.notes.iter().map(|(_, words)| words.as_str()).collect();
        notes.join("\n")
    }

    /// As unknown fields.
    pub(super) fn into_extra(self) -> Extra {
        let meant = self.meant();
        let mut fields = Extra::new();
        self.said.put(&mut fields);
        // A single note says by itself what it is about.
        let is_plain =
            matches!(&self.notes[..], [] | [(_, _)] if self.notes.iter().all(|one| one.0 == meant));
        if !is_plain {
            put(&mut fields, "notes", self.notes.iter().map(|one| json!([one.0, one.1])));
        }
        put(&mut fields, "events", self.events.into_iter().map(Event::into_value));
        foreign(ID, fields)
    }

    /// From unknown fields, in as far as lines can hold them.
    pub(super) fn of_extra(extra: &Extra) -> OfAnnotation {
        let Some(fields) = extra.get(ID) else { return OfAnnotation::default() };
        let notes = list(fields, "notes")
            .filter_map(|one| Some((number(one.get(0)?)?, words(one.get(1)?)?)));
        OfAnnotation {
            said: Foreign::of(fields),
            notes: notes.collect(),
            events: list(fields, "events").map(Event::of).collect(),
        }
    }
}

impl Event {
    fn into_value(self) -> Value {
        let mut fields = Extra::new();
        self.said.put(&mut fields);
        put(&mut fields, "arguments", self.own.into_iter().map(|one| json!([one.0, one.1, one.2])));
        if let Some(kind) = self.kind {
            fields.insert("type".into(), kind.into());
        }
        Value::Object(fields.into_iter().collect())
    }

    fn of(fields: &Value) -> Event {
        let own = list(fields, "arguments").filter_map(|one| {
            Some((role(one.get(0)?)?, number(one.get(1)?)?, number(one.get(2)?)?))
        });
        Event {
            kind: fields.get("type").and_then(role),
            said: Foreign::of(fields),
            own: own.collect(),
        }
    }
}

impl OfRelation {
    /// As unknown fields.
    pub(super) fn into_extra(self) -> Extra {
        let mut fields = Extra::new();
        self.said.put(&mut fields);
        put(&mut fields, "roles", self.roles.into_iter().flatten().map(Value::from));
        put(&mut fields, "events", self.events.into_iter().flatten().map(Value::from));
        if let Some((place, role)) = self.argument {
            let mut argument = json!({"place": place});
            if let Some(role) = role {
                argument["role"] = role.into();
            }
            fields.insert("argument".into(), argument);
        }
        foreign(ID, fields)
    }

    /// From unknown fields, in as far as lines can hold them.
    pub(super) fn of_extra(extra: &Extra) -> OfRelation {
        let Some(fields) = extra.get(ID) else { return OfRelation::default() };
        let roles: Vec<String> = list(fields, "roles").filter_map(role).collect();
        let roles = <[String; 2]>::try_from(roles).ok();
        let events: Vec<usize> = list(fields, "events").filter_map(number).collect();
        let argument = fields.get("argument").and_then(|argument| {
            Some((number(argument.get("place")?)?, argument.get("role").and_then(role)))
        });
        OfRelation {
            said: Foreign::of(fields),
            roles: roles.filter(|roles| roles[0] != roles[1]),
            events: events.try_into().ok(),
            argument,
        }
    }
}

/// A role without the number that a second argument of one role has.
pub(super) fn without_number(role: &str) -> &str {
    let bare = role.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.is_empty() { role } else { bare }
}

/// A list, if anything is in it.
fn put(fields: &mut Extra, name: &str, list: impl Iterator<Item = Value>) {
    let list: Vec<Value> = list.collect();
    if !list.is_empty() {
        fields.insert(name.into(), Value::Array(list));
    }
}

fn list<'a>(fields: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    fields.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn number(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?).ok()
}

fn words(value: &Value) -> Option<String> {
    value.as_str().filter(|words| !words.contains(is_break)).map(Into::into)
}

fn word(value: &Value) -> Option<String> {
    words(value).filter(|word| !word.is_empty() && !word.contains(is_gap))
}

fn role(value: &Value) -> Option<String> {
    word(value).filter(|role| !role.contains(':'))
}
