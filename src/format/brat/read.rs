//! Reads an `.ann` file beside its text.
//!
//! An event becomes relations: from the annotation of its trigger to those of
//! its arguments, of the type that the role is called, without the number that
//! a second argument of one role has. What is said of an event is said of its
//! trigger.

use std::collections::{BTreeMap, BTreeSet};

use super::breaks::{is_break, is_gap};
use super::foreign::{ARGUMENTS, Foreign};
use super::{ANNOTATOR, CONTIGUOUS, NOTE, STATUS, mark};
use crate::format::describe::quoted;
use crate::format::{
    Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts, OffsetUnit, Outcome, Record,
};
use crate::model::annotation::Status;

/// Reads a pair of files.
pub(super) fn read(record: &Record<'_>, drafts: &mut Drafts) {
    let draft = Draft {
        title: record.stem.into(),
        units: &[OffsetUnit::CodePoint, OffsetUnit::CrlfAsOne, OffsetUnit::Utf16],
        is_quote,
        ..Draft::new(record.text())
    };
    let mut reading = Reading {
        draft,
        number: record.number,
        drafts,
        targets: BTreeMap::new(),
        arguments: Vec::new(),
        triggers: BTreeSet::new(),
        annotations: Vec::new(),
        relations: Vec::new(),
        n_groups: 0,
    };
    let annotations = record.parts.get(1).copied().flatten().unwrap_or_default();
    let annotations = annotations.trim_start_matches('\u{feff}');
    let lines = annotations.split('\n').enumerate().filter_map(|(idx, line)| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        (!line.trim().is_empty()).then(|| Line::new(idx + 1, line))
    });
    let lines: Vec<Line<'_>> = lines.collect();
    // Lines may name what stands below them.
    type Reader<'a, 'd> = fn(&mut Reading<'d>, &Line<'a>) -> Result<(), String>;
    let passes: [(&[char], Reader<'_, '_>); 3] = [
        (&['T'], Reading::text_bound),
        (&['E', 'R'], Reading::link),
        (&['A', 'M', 'N', '#', '*'], Reading::remark),
    ];
    for (kinds, reader) in passes {
        for line in lines.iter().filter(|line| line.id.starts_with(kinds)) {
            if let Err(why) = reader(&mut reading, line) {
                reading.warn(line, &why, Outcome::LeftOut);
            }
        }
        if kinds == ['E', 'R'] {
            reading.resolve();
        }
    }
    let known: Vec<char> = passes.iter().flat_map(|(kinds, _)| kinds.iter().copied()).collect();
    for line in lines.iter().filter(|line| !line.id.starts_with(known.as_slice())) {
        reading.warn(line, "is of no kind that brat has", Outcome::LeftOut);
    }
    reading.finish();
}

/// Words of the text are the covered text of a line if they are the same but
/// for line breaks, which a line can't hold.
fn is_quote(words: &[&str], quote: &str) -> bool {
    let words = words.join(" ");
    let inked = |words: &str| -> Vec<String> {
        words.split(is_gap).filter(|word| !word.is_empty()).map(Into::into).collect()
    };
    words == quote || (words.contains(is_break) && inked(&words) == inked(quote))
}

/// A line of the file: its id, what it says, and the words behind.
struct Line<'a> {
    number: usize,
    id: &'a str,
    data: &'a str,
    tail: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn new(number: usize, line: &'a str) -> Line<'a> {
        let (id, rest) = line.split_once('\t').unwrap_or((line, ""));
        let (data, tail) = match rest.split_once('\t') {
            Some((data, tail)) => (data, Some(tail)),
            None => (rest, None),
        };
        Line { number, id, data, tail }
    }
}

/// What ids of the file stand for.
#[derive(Clone, Copy)]
enum Target {
    Annotation(usize),
    Relation(usize),
}

struct Reading<'d> {
    draft: Draft,
    number: usize,
    drafts: &'d mut Drafts,
    targets: BTreeMap<String, Target>,
    /// The arguments of events, once all events are known: where from, the
    /// role, and the id where to.
    arguments: Vec<(usize, String, String)>,
    /// The annotations that are triggers.
    triggers: BTreeSet<usize>,
    annotations: Vec<Foreign>,
    relations: Vec<Foreign>,
    n_groups: u64,
}

impl<'d> Reading<'d> {
    fn warn(&mut self, line: &Line<'_>, why: &str, outcome: Outcome) {
        let id = quoted(line.id);
        let sentence = format!("line {} of its .ann file, {id}, {why}", line.number);
        self.drafts.warn_of(&self.draft.title, self.number, sentence, outcome);
    }

    fn take(&mut self, line: &Line<'_>, target: Target) -> Result<(), String> {
        if self.targets.contains_key(line.id) {
            return Err("has the id of an earlier line".into());
        }
        self.targets.insert(line.id.into(), target);
        Ok(())
    }

    /// A `T` line: `TYPE 2 7;29 34`, and the covered text.
    fn text_bound(&mut self, line: &Line<'_>) -> Result<(), String> {
        let (label, places) = line.data.trim_end().split_once(' ').unwrap_or((line.data, ""));
        if label.trim().is_empty() {
            return Err("has no type".into());
        }
        let fragments = places.split(';').map(|place| {
            let (start, end) = place.trim().split_once(' ')?;
            Some(DraftFragment { start: start.parse().ok()?, end: end.trim().parse().ok()? })
        });
        let Some(fragments) = fragments.collect::<Option<Vec<_>>>() else {
            return Err(format!("has {} where offsets like “2 7” should be", quoted(places)));
        };
        self.take(line, Target::Annotation(self.draft.annotations.len()))?;
        let quote = line.tail.filter(|tail| !tail.trim().is_empty());
        if quote.is_none() {
            let why = "does not quote the text, so its place could not be checked";
            self.warn(line, why, Outcome::Kept);
        }
        self.draft.annotations.push(DraftAnnotation {
            key: line.id.into(),
            label: label.into(),
            fragments,
            quote: quote.map(Into::into),
            ..DraftAnnotation::default()
        });
        self.annotations.push(Foreign::default());
        Ok(())
    }

    /// An `E` line, `TYPE:T1 Role:T2`, or an `R` line, `TYPE Arg1:T1 Arg2:T2`.
    fn link(&mut self, line: &Line<'_>) -> Result<(), String> {
        let mut words = line.data.split_whitespace();
        let head = words.next().ok_or("says nothing")?;
        let arguments: Option<Vec<_>> = words.map(|word| word.split_once(':')).collect();
        let arguments = arguments.ok_or("has an argument that is not like “Role:T1”")?;
        if line.id.starts_with('R') {
            let [mut from, mut to] = arguments[..] else {
                return Err(format!("should have 2 arguments, and has {}", arguments.len()));
            };
            if (from.0, to.0) == (ARGUMENTS[1], ARGUMENTS[0]) {
                std::mem::swap(&mut from, &mut to);
            }
            let idx = self.relate(head.into(), from.1.into(), to.1.into());
            let roles = [from.0, to.0];
            if roles != ARGUMENTS && roles[0] != roles[1] && roles.iter().all(|it| !it.is_empty()) {
                self.relations[idx].roles = Some(roles.map(Into::into));
            }
            return self.take(line, Target::Relation(idx));
        }
        let trigger = head.rsplit_once(':').map(|(_, trigger)| trigger);
        let trigger = trigger.ok_or("names no trigger")?;
        let Some(&Target::Annotation(idx)) = self.targets.get(trigger) else {
            return Err(format!("has the trigger {}, which is not there", quoted(trigger)));
        };
        self.take(line, Target::Annotation(idx))?;
        if !self.triggers.insert(idx) {
            let why = "has the trigger of an earlier event, which is one annotation with it now";
            self.warn(line, why, Outcome::Kept);
        }
        let label = &self.draft.annotations[idx].label;
        if let Some((kind, _)) = head.rsplit_once(':').filter(|(kind, _)| kind != label) {
            let why = format!("is a {}, but its trigger a {}", quoted(kind), quoted(label));
            self.warn(line, &(why + ", which counts"), Outcome::Kept);
        }
        for (role, id) in arguments {
            let role = Some(role.trim_end_matches(|c: char| c.is_ascii_digit()))
                .filter(|role| !role.is_empty())
                .unwrap_or(role);
            self.arguments.push((idx, role.into(), id.into()));
        }
        Ok(())
    }

    fn relate(&mut self, relation_type: String, from: String, to: String) -> usize {
        let relation = DraftRelation { relation_type, from, to, ..DraftRelation::default() };
        self.draft.relations.push(relation);
        self.relations.push(Foreign::default());
        self.draft.relations.len() - 1
    }

    /// Makes relations of events, and leads those that name an event to its
    /// trigger.
    fn resolve(&mut self) {
        for (from, role, to) in std::mem::take(&mut self.arguments) {
            let from = self.draft.annotations[from].key.clone();
            self.relate(role, from, to);
        }
        for relation in &mut self.draft.relations {
            for end in [&mut relation.from, &mut relation.to] {
                if let Some(&Target::Annotation(idx)) = self.targets.get(end.as_str()) {
                    end.clone_from(&self.draft.annotations[idx].key);
                }
            }
        }
    }

    /// A line that says something of another.
    fn remark(&mut self, line: &Line<'_>) -> Result<(), String> {
        let mut words = line.data.splitn(3, ' ').map(str::trim).filter(|word| !word.is_empty());
        let name = words.next().ok_or("says nothing")?;
        if line.id.starts_with('*') {
            return self.equivalence(line);
        }
        let id = words.next().ok_or("does not say what it is about")?;
        let Some(&target) = self.targets.get(id) else {
            return Err(format!("is about {}, which is not there", quoted(id)));
        };
        let (value, tail) = (words.next(), line.tail.unwrap_or_default());
        if let (Target::Annotation(idx), true) = (target, line.id.starts_with('#')) {
            let annotation = &mut self.draft.annotations[idx];
            match name {
                NOTE if annotation.note.is_empty() => annotation.note = tail.into(),
                NOTE => annotation.note += &format!("\n{tail}"),
                ANNOTATOR => annotation.annotator = tail.into(),
                CONTIGUOUS => return self.join(idx, tail),
                _ => self.annotations[idx].comments.push((name.into(), tail.into())),
            }
            return Ok(());
        }
        if let (Target::Annotation(idx), STATUS, Some(value)) = (target, name, value)
            && Status::from_name(value).is_some()
        {
            self.draft.annotations[idx].status = Some(value.into());
            return Ok(());
        }
        let foreign = match target {
            Target::Annotation(idx) => &mut self.annotations[idx],
            Target::Relation(idx) => &mut self.relations[idx],
        };
        match line.id.as_bytes().first() {
            Some(b'#') => foreign.comments.push((name.into(), tail.into())),
            Some(b'N') => {
                let value = value.filter(|value| value.contains(':'));
                let value = value.ok_or("has no entry like “Wikidata:Q1”")?;
                foreign.normalizations.push((name.into(), value.into(), tail.into()));
            }
            _ => foreign.attributes.push((name.into(), value.map(Into::into))),
        }
        Ok(())
    }

    /// `Equiv T1 T2`: all that are named are one group.
    fn equivalence(&mut self, line: &Line<'_>) -> Result<(), String> {
        self.n_groups += 1;
        for id in line.data.split_whitespace().skip(1) {
            match self.targets.get(id) {
                Some(&Target::Annotation(idx)) => {
                    self.annotations[idx].equivalences.push(self.n_groups);
                }
                _ => {
                    let why = format!("names {}, which is not there", quoted(id));
                    self.warn(line, &why, Outcome::Kept);
                }
            }
        }
        Ok(())
    }

    /// Makes one of fragments that the file says are: `1+2 3`.
    fn join(&mut self, idx: usize, said: &str) -> Result<(), String> {
        let fragments = &mut self.draft.annotations[idx].fragments;
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

    fn finish(mut self) {
        mark::take_back(&mut self.draft);
        for (annotation, foreign) in self.draft.annotations.iter_mut().zip(self.annotations) {
            annotation.extra = foreign.into_extra();
        }
        for (relation, foreign) in self.draft.relations.iter_mut().zip(self.relations) {
            relation.extra = foreign.into_extra();
        }
        self.drafts.push(self.draft);
    }
}
