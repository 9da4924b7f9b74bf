//! Writes an `.ann` file: the annotations in text order, then the relations,
//! then what is said of both.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::breaks::parts;
use super::foreign::{ARGUMENTS, Foreign, Groups};
use super::{ANNOTATOR, CONTIGUOUS, NOTE, STATUS};
use crate::format::units::in_chars;
use crate::model::annotation::{Annotation, Status};
use crate::model::document::Document;
use crate::model::id::AnnotationId;
use crate::model::text::Text;

/// The lines, by the order in which they stand.
#[derive(Default)]
struct Lines {
    marks: String,
    attributes: String,
    normalizations: String,
    comments: String,
    n_attributes: usize,
    n_normalizations: usize,
    n_comments: usize,
    groups: Groups,
}

/// The `.ann` file of an article that was fitted.
pub(super) fn annotations(document: &Document) -> String {
    let mut lines = Lines::default();
    let text = &document.article().text;
    let mut ids: BTreeMap<AnnotationId, String> = BTreeMap::new();
    for (idx, annotation) in document.annotations().enumerate() {
        let id = format!("T{}", idx + 1);
        lines.annotation(&id, annotation, text);
        ids.insert(annotation.id, id);
    }
    for (idx, relation) in document.relations().into_iter().enumerate() {
        // Both ends of a relation are there.
        let (Some(from), Some(to)) = (ids.get(&relation.from), ids.get(&relation.to)) else {
            continue;
        };
        let id = format!("R{}", idx + 1);
        let relation_type = &relation.relation_type;
        let foreign = Foreign::of_extra(&relation.extra);
        let [one, other] = foreign.roles.clone().unwrap_or_else(|| ARGUMENTS.map(Into::into));
        lines.mark(format_args!("{id}\t{relation_type} {one}:{from} {other}:{to}\t"));
        lines.foreign(&id, foreign);
    }
    lines.whole()
}

impl Lines {
    fn annotation(&mut self, id: &str, annotation: &Annotation, text: &Text) {
        let of_fragments: Vec<_> =
            annotation.fragments.ranges().map(|fragment| parts(text, fragment)).collect();
        let all = || of_fragments.iter().flatten();
        let places = all().map(|&part| {
            let (start, end) = in_chars(text, part);
            format!("{start} {end}")
        });
        let places = places.collect::<Vec<_>>().join(";");
        let words: Vec<&str> = all().filter_map(|&part| text.get(part)).collect();
        self.mark(format_args!("{id}\t{} {places}\t{}", annotation.label, words.join(" ")));
        if annotation.status != Status::Sure {
            self.attribute(id, STATUS, Some(annotation.status.as_str()));
        }
        if all().count() > of_fragments.len() {
            self.comment(id, CONTIGUOUS, &joined(of_fragments.iter().map(Vec::len)));
        }
        for (name, words) in [(NOTE, &annotation.note), (ANNOTATOR, &annotation.annotator)] {
            if !words.is_empty() {
                self.comment(id, name, words);
            }
        }
        self.foreign(id, Foreign::of_extra(&annotation.extra));
    }

    fn foreign(&mut self, id: &str, foreign: Foreign) {
        for (name, value) in &foreign.attributes {
            self.attribute(id, name, value.as_deref());
        }
        for (name, value, words) in &foreign.normalizations {
            self.n_normalizations += 1;
            let n = self.n_normalizations;
            line(&mut self.normalizations, format_args!("N{n}\t{name} {id} {value}\t{words}"));
        }
        for (name, words) in &foreign.comments {
            self.comment(id, name, words);
        }
        for group in foreign.equivalences {
            self.groups.entry(group).or_default().push(id.into());
        }
    }

    fn mark(&mut self, mark: std::fmt::Arguments<'_>) {
        line(&mut self.marks, mark);
    }

    fn attribute(&mut self, id: &str, name: &str, value: Option<&str>) {
        self.n_attributes += 1;
        let (n, space) = (self.n_attributes, if value.is_some() { " " } else { "" });
        let value = value.unwrap_or_default();
        line(&mut self.attributes, format_args!("A{n}\t{name} {id}{space}{value}"));
    }

    fn comment(&mut self, id: &str, name: &str, words: &str) {
        self.n_comments += 1;
        let n = self.n_comments;
        line(&mut self.comments, format_args!("#{n}\t{name} {id}\t{words}"));
    }

    fn whole(mut self) -> String {
        for group in self.groups.values().filter(|group| group.len() > 1) {
            line(&mut self.marks, format_args!("*\tEquiv {}", group.join(" ")));
        }
        [self.marks, self.attributes, self.normalizations, self.comments].concat()
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
