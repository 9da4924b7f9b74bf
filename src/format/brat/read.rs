//! Reads annotation files beside their text: annotations, and what links them.
//!
//! An event becomes relations: from the annotation of its trigger to those of
//! its arguments, of the type that the role is called, without the number that
//! a second argument of one role has. Which relations are the arguments of which
//! event is kept with them.

use std::collections::{BTreeMap, BTreeSet};

use super::foreign::{ARGUMENTS, Event, FIRST, OfAnnotation, OfRelation, without_number};
use super::gaps::{is_break, is_gap};
use super::line::Line;
use super::{PARTS, mark, remark};
use crate::format::describe::quoted;
use crate::format::warning::{ArticleName, FileLine};
use crate::format::{
    Draft, DraftAnnotation, DraftRelation, Drafts, OffsetUnit, Outcome, Place, Problem, Record,
    Warning,
};

/// Reads the files of an article.
pub(super) fn read(record: &Record<'_>, drafts: &mut Drafts) {
    let draft = Draft {
        title: record.stem.into(),
        is_title_made: true,
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
        annotations: Vec::new(),
        relations: Vec::new(),
        n_groups: 0,
    };
    let lines = reading.lines(record);
    // Lines may name what stands below them.
    type Reader<'a, 'd> = fn(&mut Reading<'a, 'd>, &Line<'a>) -> Result<(), String>;
    let passes: [(&[char], Reader<'_, '_>); 4] = [
        (&['T'], Reading::text_bound),
        (&['E'], Reading::event),
        (&['R'], Reading::relation),
        (&['A', 'M', 'N', '*'], remark::of_one),
    ];
    for (kinds, reader) in passes {
        for line in lines.iter().filter(|line| line.id.starts_with(kinds)) {
            if let Err(why) = reader(&mut reading, line) {
                reading.left_out(line, &why);
            }
        }
        if kinds == ['R'] {
            reading.resolve();
        }
    }
    remark::comments(&mut reading, lines.iter().filter(|line| line.id.starts_with('#')));
    let known: Vec<char> = passes.iter().flat_map(|(kinds, _)| kinds.iter().copied()).collect();
    let is_known = |line: &&Line<'_>| line.id.starts_with(['#']) || line.id.starts_with(&*known);
    for line in lines.iter().filter(|line| !is_known(line)) {
        reading.note(line, "is of no kind that brat has, and was not read");
    }
    let is_in_chars = record.unit.is_none_or(|unit| unit == OffsetUnit::CodePoint);
    reading.finish(is_in_chars);
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

/// What an id of the file stands for.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// Something that other lines say something of.
    Root(Root),
    /// A line that says something of a root.
    Line(Root, super::foreign::About),
}

/// What lines say something of, by its place.
#[derive(Clone, Copy)]
pub(super) enum Root {
    /// An annotation, or one of its events; 0 is the annotation itself.
    Annotation(usize, usize),
    Relation(usize),
}

/// An argument of an event.
struct Argument {
    /// The line of the event, and what it is called in the file.
    line: FileLine,
    key: String,
    /// The annotation of the trigger, and the event.
    from: (usize, usize),
    place: usize,
    role: String,
    /// The id of what it leads to.
    to: String,
}

pub(super) struct Reading<'a, 'd> {
    pub(super) draft: Draft,
    number: usize,
    drafts: &'d mut Drafts,
    pub(super) targets: BTreeMap<&'a str, Target>,
    arguments: Vec<Argument>,
    /// What is kept with each annotation and relation of the draft.
    pub(super) annotations: Vec<OfAnnotation>,
    pub(super) relations: Vec<OfRelation>,
    pub(super) n_groups: u64,
}

impl<'a, 'd> Reading<'a, 'd> {
    /// The lines of the annotation file, or of the files of a shared task, which
    /// stand for it where there is none.
    fn lines(&mut self, record: &Record<'a>) -> Vec<Line<'a>> {
        let mut files = PARTS.iter().zip(record.parts).skip(1);
        let own = files.next().and_then(|(part, text)| Some((part, (*text)?)));
        let others = files.filter_map(|(part, text)| Some((part, (*text)?)));
        let mut own = own.into_iter().flat_map(|(part, text)| Line::all(part, text)).peekable();
        if own.peek().is_none() {
            return others.flat_map(|(part, text)| Line::all(part, text)).collect();
        }
        let others: Vec<String> = others.map(|(part, _)| format!(".{part}")).collect();
        if !others.is_empty() {
            let others = others.join(", ");
            let said = format!("its .ann file was read, and so no other beside it: {others}");
            self.drafts.warn_of(&self.draft.title, self.number, said, Outcome::Noted);
        }
        own.collect()
    }

    fn warn(&mut self, line: &Line<'_>, why: &str, outcome: Outcome, n_items: usize) {
        let (number, part, id) = (line.number, line.part, quoted(line.id));
        let said = Problem::Said(format!("line {number} of its .{part} file, {id}, {why}"));
        let place = Place::Article(ArticleName::new(&self.draft.title, self.number));
        self.drafts.warnings.push(Warning { place, problem: said, outcome, n_items });
    }

    /// Says of a line what changes nothing of what is marked.
    pub(super) fn note(&mut self, line: &Line<'_>, why: &str) {
        self.warn(line, why, Outcome::Noted, 0);
    }

    /// Says that a line was left out, with the annotations and links it stands
    /// for.
    fn left_out(&mut self, line: &Line<'_>, why: &str) {
        let n_items = match line.id.as_bytes().first() {
            Some(b'T' | b'R') => 1,
            Some(b'E') => line.words().skip(1).filter(|word| word.contains(':')).count(),
            _ => 0,
        };
        self.warn(line, why, Outcome::LeftOut, n_items);
    }

    fn take(&mut self, line: &Line<'a>, root: Root) -> Result<(), String> {
        if self.targets.contains_key(line.id) {
            return Err("has the id of an earlier line".into());
        }
        self.targets.insert(line.id, Target::Root(root));
        Ok(())
    }

    /// A `T` line.
    fn text_bound(&mut self, line: &Line<'a>) -> Result<(), String> {
        if line.words().next().is_none() {
            return Err("has no type".into());
        }
        let place = line
            .place()
            .map_err(|found| format!("has {} where offsets like “2 7” should be", quoted(found)))?;
        if place.label.trim().is_empty() {
            return Err("has no type".into());
        }
        self.take(line, Root::Annotation(self.draft.annotations.len(), 0))?;
        let quote = place.quote.filter(|quote| !quote.trim().is_empty());
        if quote.is_none() {
            let why = "does not quote the text, so its place could not be checked";
            self.warn(line, why, Outcome::Kept, 1);
        }
        self.draft.annotations.push(DraftAnnotation {
            key: line.id.into(),
            line: Some(line.at()),
            label: place.label.trim().into(),
            fragments: place.fragments,
            quote: quote.map(Into::into),
            ..DraftAnnotation::default()
        });
        self.annotations.push(OfAnnotation::default());
        Ok(())
    }

    /// An `E` line: `TYPE:T1 Role:T2`.
    fn event(&mut self, line: &Line<'a>) -> Result<(), String> {
        let mut words = line.words();
        let head = words.next().ok_or("says nothing")?;
        let arguments = arguments(words)?;
        let (kind, trigger) = head.rsplit_once(':').ok_or("names no trigger")?;
        let Some(&Target::Root(Root::Annotation(idx, 0))) = self.targets.get(trigger) else {
            return Err(format!("has the trigger {}, which is not there", quoted(trigger)));
        };
        let n = self.annotations[idx].events.len() + 1;
        self.take(line, Root::Annotation(idx, n))?;
        let label = &self.draft.annotations[idx].label;
        let mut event = Event::default();
        if kind != label {
            let (kind, label) = (quoted(kind), quoted(label));
            event.kind = head.rsplit_once(':').map(|(kind, _)| kind.into());
            let why = format!("is a {kind}, but its trigger a {label}: so it is shown");
            self.note(line, &(why + ", and the event is written again as it was"));
        }
        self.annotations[idx].events.push(event);
        for (place, (role, to)) in arguments.into_iter().enumerate() {
            let (role, to, key) = (role.into(), to.into(), format!("{} {role}", line.id));
            let from = (idx, n);
            self.arguments.push(Argument { line: line.at(), key, from, place, role, to });
        }
        Ok(())
    }

    /// An `R` line: `TYPE Arg1:T1 Arg2:T2`.
    fn relation(&mut self, line: &Line<'a>) -> Result<(), String> {
        let mut words = line.words();
        let head = words.next().ok_or("says nothing")?;
        let arguments = arguments(words)?;
        let [mut from, mut to] = arguments[..] else {
            return Err(format!("should have 2 arguments, and has {}", arguments.len()));
        };
        self.take(line, Root::Relation(self.draft.relations.len()))?;
        if (from.0, to.0) == (ARGUMENTS[1], ARGUMENTS[0]) {
            std::mem::swap(&mut from, &mut to);
        }
        let roles = [from.0, to.0];
        let is_named = roles != ARGUMENTS && roles[0] != roles[1];
        let is_named = is_named && roles.iter().all(|role| !role.is_empty());
        let roles = is_named.then(|| roles.map(Into::into));
        let relation = DraftRelation {
            key: line.id.into(),
            line: Some(line.at()),
            relation_type: head.into(),
            from: from.1.into(),
            to: to.1.into(),
            ..DraftRelation::default()
        };
        self.draft.relations.push(relation);
        self.relations.push(OfRelation { roles, ..OfRelation::default() });
        Ok(())
    }

    /// The annotation that an id leads to, and which of its events.
    fn end(&self, id: &str) -> Option<(usize, usize)> {
        match self.targets.get(id)? {
            Target::Root(Root::Annotation(idx, n)) => Some((*idx, *n)),
            _ => None,
        }
    }

    /// Leads relations that name an event to its trigger, and makes relations of
    /// arguments.
    fn resolve(&mut self) {
        let roles: BTreeSet<String> =
            self.arguments.iter().map(|one| without_number(&one.role).into()).collect();
        for idx in 0..self.draft.relations.len() {
            let relation = &self.draft.relations[idx];
            let ends = [&relation.from, &relation.to].map(|id| self.end(id));
            let said = ends.map(|end| end.map_or(FIRST, |end| self.said(end)));
            // What has the type of a role could be taken for an argument.
            if said != [FIRST; 2] || roles.contains(&relation.relation_type) {
                self.relations[idx].events = Some(said);
            }
            let relation = &mut self.draft.relations[idx];
            for (id, end) in [&mut relation.from, &mut relation.to].into_iter().zip(ends) {
                if let Some((idx, _)) = end {
                    id.clone_from(&self.draft.annotations[idx].key);
                }
            }
        }
        for argument in std::mem::take(&mut self.arguments) {
            let Argument { line, key, from: (idx, n), place, role, to } = argument;
            let end = self.end(&to);
            if let Some((_, n_to)) = end.filter(|end| end.0 == idx) {
                self.annotations[idx].events[n - 1].own.push((role, n_to, place));
                continue;
            }
            let from = self.draft.annotations[idx].key.clone();
            let to = end.map_or(to, |(idx, _)| self.draft.annotations[idx].key.clone());
            let events = [n, end.map_or(FIRST, |end| self.said(end))];
            let events = Some(events).filter(|events| *events != [FIRST; 2]);
            let relation_type = without_number(&role).to_owned();
            let argument = Some((place, Some(role).filter(|role| *role != relation_type)));
            let line = Some(line);
            let relation =
                DraftRelation { key, line, relation_type, from, to, ..DraftRelation::default() };
            self.draft.relations.push(relation);
            self.relations.push(OfRelation { events, argument, ..OfRelation::default() });
        }
    }

    /// What is kept of an end: for an annotation without events nothing need be.
    fn said(&self, (idx, n): (usize, usize)) -> usize {
        if self.annotations[idx].events.is_empty() { FIRST } else { n }
    }

    fn finish(mut self, is_in_chars: bool) {
        if is_in_chars {
            mark::take_back(&mut self.draft);
        }
        for (annotation, kept) in self.draft.annotations.iter_mut().zip(self.annotations) {
            annotation.note = kept.note();
            annotation.extra = kept.into_extra();
        }
        for (relation, kept) in self.draft.relations.iter_mut().zip(self.relations) {
            relation.extra = kept.into_extra();
        }
        self.drafts.push(self.draft);
    }
}

/// The arguments of a line: each a role and an id.
fn arguments<'a>(words: impl Iterator<Item = &'a str>) -> Result<Vec<(&'a str, &'a str)>, String> {
    let arguments: Option<_> = words.map(|word| word.split_once(':')).collect();
    arguments.ok_or_else(|| "has an argument that is not like “Role:T1”".into())
}
