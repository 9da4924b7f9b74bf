//! Lines that say something of others: attributes, modifiers, normalizations,
//! comments and groups.
//!
//! Of an annotation that is the trigger of events, the status and the annotator
//! are those of its first event, which is what brat shows; its note is all that
//! is noted of it and of its events.

use std::collections::BTreeMap;

use super::foreign::{Comment, Foreign, Kind};
use super::gaps::is_break;
use super::line::Line;
use super::read::{Reading, Root, Target};
use super::{ANNOTATOR, CONTIGUOUS, NOTE, STATUS};
use crate::format::DraftFragment;
use crate::format::describe::quoted;
use crate::model::annotation::Status;

/// An `A`, `M`, `N` or `*` line.
pub(super) fn of_one<'a>(reading: &mut Reading<'a, '_>, line: &Line<'a>) -> Result<(), String> {
    if line.id.starts_with('*') {
        return group(reading, line);
    }
    let (values, tail) = line.values(3);
    let (name, rest) = values.split_first().ok_or("says nothing")?;
    let (id, rest) = rest.split_first().ok_or("does not say what it is about")?;
    // As the shared task of 2013 has it.
    let id = id.strip_prefix("Annotation:").filter(|_| line.id.starts_with('N')).unwrap_or(id);
    let root = match reading.targets.get(id) {
        Some(Target::Root(root)) => *root,
        Some(Target::Line(..)) => {
            return Err(format!("is about {}, which is no annotation, event or link", quoted(id)));
        }
        None => return Err(is_not_there(id)),
    };
    let value = rest.first().copied();
    if line.id.starts_with('N') {
        let value = value.map(|value| value.strip_prefix("Referent:").unwrap_or(value));
        let value = value.filter(|value| value.contains(':') && !value.contains(' '));
        let value = value.ok_or("has no entry like “Wikidata:Q1”")?;
        let list = &mut foreign_of(reading, root).normalizations;
        list.push(((*name).into(), value.into(), on_one_line(tail)));
        let about = (Kind::Normalization, list.len() - 1);
        reading.targets.entry(line.id).or_insert(Target::Line(root, about));
        return Ok(());
    }
    if let (Root::Annotation(idx, n), STATUS, Some(value)) = (root, *name, value)
        && n == reading.annotations[idx].meant()
        && Status::from_name(value).is_some()
    {
        let root = Root::Annotation(idx, 0);
        reading.targets.entry(line.id).or_insert(Target::Line(root, (Kind::Status, 0)));
        let status = &mut reading.draft.annotations[idx].status;
        match status.as_deref().filter(|earlier| *earlier != value) {
            None => *status = Some(value.into()),
            Some(earlier) => {
                let (value, earlier) = (quoted(value), quoted(earlier));
                let why = format!("says {value}, but an earlier line {earlier}, which counts");
                reading.note(line, &why);
            }
        }
        return Ok(());
    }
    let list = &mut foreign_of(reading, root).attributes;
    list.push(((*name).into(), value.map(Into::into)));
    let about = (Kind::Attribute, list.len() - 1);
    reading.targets.entry(line.id).or_insert(Target::Line(root, about));
    Ok(())
}

/// All `#` lines. They may be about each other, in any order.
pub(super) fn comments<'l, 'a: 'l>(
    reading: &mut Reading<'a, '_>,
    lines: impl Iterator<Item = &'l Line<'a>>,
) {
    // Those that are about a line which is not there yet, by its id.
    let mut waiting: BTreeMap<&str, Vec<&Line<'a>>> = BTreeMap::new();
    for line in lines {
        let (values, _) = line.values(2);
        let &[_, id] = &values[..] else {
            reading.note(line, "is a comment on no annotation, and was not read");
            continue;
        };
        let id = id.split(' ').next().unwrap_or(id);
        if !reading.targets.contains_key(id) {
            waiting.entry(id).or_default().push(line);
            continue;
        }
        let mut ready = vec![line];
        while let Some(line) = ready.pop() {
            comment(reading, line);
            if reading.targets.contains_key(line.id) {
                ready.extend(waiting.remove(line.id).into_iter().flatten());
            }
        }
    }
    let mut left: Vec<(&str, &Line<'a>)> = Vec::new();
    for (id, lines) in waiting {
        left.extend(lines.into_iter().map(|line| (id, line)));
    }
    left.sort_by_key(|(_, line)| (line.part, line.number));
    for (id, line) in left {
        reading.note(line, &format!("{}; the comment was not read", is_not_there(id)));
    }
}

/// A `#` line about something that is there.
fn comment<'a>(reading: &mut Reading<'a, '_>, line: &Line<'a>) {
    let (values, tail) = line.values(2);
    let &[name, id] = &values[..] else { return };
    let id = id.split(' ').next().unwrap_or(id);
    let Some(&target) = reading.targets.get(id) else { return };
    let (root, about) = match target {
        Target::Root(root) => (root, None),
        Target::Line(root, about) => (root, Some(about)),
    };
    let own = match (root, about) {
        (Root::Annotation(idx, n), None) => own_comment(reading, line, (idx, n), name, tail),
        _ => None,
    };
    let target = own.unwrap_or_else(|| {
        let list = &mut foreign_of(reading, root).comments;
        list.push(Comment { kind: name.into(), words: on_one_line(tail), about });
        Target::Line(root, (Kind::Comment, list.len() - 1))
    });
    reading.targets.entry(line.id).or_insert(target);
}

/// A comment on an annotation or its event that has a place of its own here.
fn own_comment(
    reading: &mut Reading<'_, '_>,
    line: &Line<'_>,
    (idx, n): (usize, usize),
    name: &str,
    tail: &str,
) -> Option<Target> {
    let about = match name {
        NOTE => {
            let notes = &mut reading.annotations[idx].notes;
            if !tail.is_empty() {
                notes.push((n, tail.into()));
            }
            (Kind::Note, notes.len().saturating_sub(1))
        }
        ANNOTATOR if n == reading.annotations[idx].meant() => {
            let annotator = &mut reading.draft.annotations[idx].annotator;
            if !annotator.is_empty() && !tail.is_empty() {
                annotator.push_str(", ");
            }
            annotator.push_str(tail);
            (Kind::Annotator, 0)
        }
        CONTIGUOUS => {
            if let Err(why) = join(&mut reading.draft.annotations[idx].fragments, tail) {
                reading.note(line, &why);
            }
            (Kind::Contiguous, 0)
        }
        _ => return None,
    };
    Some(Target::Line(Root::Annotation(idx, 0), about))
}

/// `Equiv T1 T2`: all that are named are one group.
fn group(reading: &mut Reading<'_, '_>, line: &Line<'_>) -> Result<(), String> {
    reading.n_groups += 1;
    let mut words = line.words();
    let kind = words.next().ok_or("says nothing")?;
    for id in words {
        match reading.targets.get(id) {
            Some(&Target::Root(root)) => {
                let entry = (reading.n_groups, kind.into());
                foreign_of(reading, root).groups.push(entry);
            }
            Some(Target::Line(..)) => {
                let id = quoted(id);
                reading.note(line, &format!("names {id}, which no group can have; it is without"));
            }
            None => {
                let id = quoted(id);
                reading.note(line, &format!("names {id}, which is not there; it is without"));
            }
        }
    }
    Ok(())
}

/// Makes one of fragments that the file says are: `1+2 3`.
fn join(fragments: &mut Vec<DraftFragment>, said: &str) -> Result<(), String> {
    let groups = said.split_whitespace().map(|group| group.split('+').map(str::parse));
    let groups: Result<Vec<Vec<usize>>, _> = groups.map(Iterator::collect).collect();
    let groups = groups.unwrap_or_default();
    let numbers = groups.iter().flatten().copied();
    if !numbers.eq(1..=fragments.len()) {
        return Err(format!(
            "says {}, which does not fit the number of parts, {}; they stay apart",
            quoted(said),
            fragments.len()
        ));
    }
    let joined = groups.iter().filter_map(|group| {
        let (first, last) = (group.first()?, group.last()?);
        let (first, last) = (fragments.get(first - 1)?, fragments.get(last - 1)?);
        Some(DraftFragment { start: first.start, end: last.end })
    });
    *fragments = joined.collect();
    Ok(())
}

/// What is kept of an annotation, an event or a relation.
fn foreign_of<'r>(reading: &'r mut Reading<'_, '_>, root: Root) -> &'r mut Foreign {
    match root {
        Root::Relation(idx) => &mut reading.relations[idx].said,
        Root::Annotation(idx, 0) => &mut reading.annotations[idx].said,
        Root::Annotation(idx, n) => &mut reading.annotations[idx].events[n - 1].said,
    }
}

fn is_not_there(id: &str) -> String {
    format!("is about {}, which is not there", quoted(id))
}

fn on_one_line(words: &str) -> String {
    words.replace(is_break, " ")
}
