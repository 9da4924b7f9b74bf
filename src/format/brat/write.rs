//! Writes an `.ann` file: the annotations in text order, then events and
//! relations, then what is said of all of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::breaks::parts;
use super::foreign::{About, Foreign, Kind};
use super::plan::{self, Mark};
use super::{ANNOTATOR, CONTIGUOUS, NOTE, STATUS};
use crate::format::units::in_chars;
use crate::model::annotation::Status;
use crate::model::document::Document;
use crate::model::text::Text;

/// The lines, by the order in which they stand.
#[derive(Default)]
struct Lines {
    marks: String,
    events: String,
    links: String,
    attributes: String,
    normalizations: String,
    comments: String,
    n_attributes: usize,
    n_normalizations: usize,
    n_comments: usize,
    /// The members of each group, by its number and type.
    groups: BTreeMap<(u64, String), Vec<String>>,
}

/// The ids of lines that comments may be about.
type Ids = BTreeMap<About, String>;

/// The `.ann` file of an article that was fitted.
pub(super) fn annotations(document: &Document) -> String {
    let mut lines = Lines::default();
    let text = &document.article().text;
    let plan = plan::of(document);
    for mark in &plan.marks {
        lines.annotation(mark, text);
        for event in &mark.events {
            let (id, kind) = (&event.id, &event.kind);
            let arguments = event.arguments.iter().map(|one| format!("{}:{}", one.role, one.to));
            let arguments = arguments.collect::<Vec<_>>().join(" ");
            // brat writes the space though no argument follows.
            line(&mut lines.events, format_args!("{id}\t{kind}:{} {arguments}", mark.id));
        }
    }
    for link in &plan.links {
        let (id, relation_type) = (&link.id, &link.relation.relation_type);
        let ([one, other], [from, to]) = (&link.roles, &link.ends);
        let arguments = format!("{one}:{from} {other}:{to}");
        line(&mut lines.links, format_args!("{id}\t{relation_type} {arguments}\t"));
        lines.foreign(id, &link.said, Ids::new(), |_, _| false);
    }
    lines.whole()
}

impl Lines {
    fn annotation(&mut self, mark: &Mark<'_>, text: &Text) {
        let (id, annotation) = (mark.id.as_str(), mark.annotation);
        let of_fragments: Vec<_> =
            annotation.fragments.ranges().map(|fragment| parts(text, fragment)).collect();
        let all = || of_fragments.iter().flatten();
        let places = all().map(|&part| {
            let (start, end) = in_chars(text, part);
            format!("{start} {end}")
        });
        let places = places.collect::<Vec<_>>().join(";");
        let words: Vec<&str> = all().filter_map(|&part| text.get(part)).collect();
        let (label, words) = (&annotation.label, words.join(" "));
        line(&mut self.marks, format_args!("{id}\t{label} {places}\t{words}"));
        let mut ids = Ids::new();
        if annotation.status != Status::Sure {
            let status = annotation.status.as_str();
            ids.insert((Kind::Status, 0), self.attribute(mark.meant(), STATUS, Some(status)));
        }
        if all().count() > of_fragments.len() {
            let said = joined(of_fragments.iter().map(Vec::len));
            ids.insert((Kind::Contiguous, 0), self.comment(id, CONTIGUOUS, &said));
        }
        for (idx, (id, words)) in mark.notes.iter().enumerate() {
            ids.insert((Kind::Note, idx), self.comment(id, NOTE, words));
        }
        if !annotation.annotator.is_empty() {
            let id = self.comment(mark.meant(), ANNOTATOR, &annotation.annotator);
            ids.insert((Kind::Annotator, 0), id);
        }
        self.foreign(id, &mark.said, ids, |kind, name| is_ours(kind, name, mark.events.is_empty()));
        for (idx, event) in mark.events.iter().enumerate() {
            let is_ours = |kind, name: &str| is_ours(kind, name, idx == 0);
            self.foreign(&event.id, &event.said, Ids::new(), is_ours);
        }
    }

    /// What is said of something, but for what would be read as ours. `ids` has
    /// the lines that are written of it already.
    fn foreign(
        &mut self,
        id: &str,
        said: &Foreign,
        mut ids: Ids,
        is_ours: impl Fn(Kind, &str) -> bool,
    ) {
        for (idx, (name, value)) in said.attributes.iter().enumerate() {
            let is_status = value.as_deref().and_then(Status::from_name).is_some();
            if !(is_status && is_ours(Kind::Attribute, name)) {
                let id = self.attribute(id, name, value.as_deref());
                ids.insert((Kind::Attribute, idx), id);
            }
        }
        for (idx, (name, value, words)) in said.normalizations.iter().enumerate() {
            self.n_normalizations += 1;
            let n = self.n_normalizations;
            line(&mut self.normalizations, format_args!("N{n}\t{name} {id} {value}\t{words}"));
            ids.insert((Kind::Normalization, idx), format!("N{n}"));
        }
        for (idx, comment) in said.comments.iter().enumerate() {
            let target = match comment.about {
                None if is_ours(Kind::Comment, &comment.kind) => continue,
                None => id,
                // A line that is gone took its comments with it.
                Some(about) => match ids.get(&about) {
                    Some(id) => id,
                    None => continue,
                },
            };
            let target = target.to_owned();
            let id = self.comment(&target, &comment.kind, &comment.words);
            ids.insert((Kind::Comment, idx), id);
        }
        for group in &said.groups {
            self.groups.entry(group.clone()).or_default().push(id.into());
        }
    }

    fn attribute(&mut self, id: &str, name: &str, value: Option<&str>) -> String {
        self.n_attributes += 1;
        let (n, space) = (self.n_attributes, if value.is_some() { " " } else { "" });
        let value = value.unwrap_or_default();
        line(&mut self.attributes, format_args!("A{n}\t{name} {id}{space}{value}"));
        format!("A{n}")
    }

    fn comment(&mut self, id: &str, name: &str, words: &str) -> String {
        self.n_comments += 1;
        let n = self.n_comments;
        line(&mut self.comments, format_args!("#{n}\t{name} {id}\t{words}"));
        format!("#{n}")
    }

    fn whole(mut self) -> String {
        for ((_, kind), group) in self.groups.iter().filter(|(_, group)| group.len() > 1) {
            line(&mut self.links, format_args!("*\t{kind} {}", group.join(" ")));
        }
        let said = [self.attributes, self.normalizations, self.comments];
        [self.marks, self.events, self.links, said.concat()].concat()
    }
}

/// Whether a line is read as what an annotation itself is said to be: a status,
/// if the line is about what stands for it.
fn is_ours(kind: Kind, name: &str, is_meant: bool) -> bool {
    match kind {
        Kind::Attribute => is_meant && name == STATUS,
        _ => name == NOTE || name == CONTIGUOUS || (is_meant && name == ANNOTATOR),
    }
}

fn line(lines: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing into memory can't fail.
    let _ok = writeln!(lines, "{words}");
}

/// Which parts are one, counted from 1: `1+2 3` for two parts that are one,
/// and one that stands alone.
fn joined(lens: impl Iterator<Item = usize>) -> String {
    let mut number = 0;
    let fragments = lens.map(|len| {
        let numbers = (0..len).map(|_| {
            number += 1;
            number.to_string()
        });
        numbers.collect::<Vec<_>>().join("+")
    });
    fragments.collect::<Vec<_>>().join(" ")
}
