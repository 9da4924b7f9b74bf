//! What the lines of an article are: which annotations are triggers of events,
//! and which relations are their arguments.
//!
//! Invariant: each annotation and each relation is on one line, whatever was
//! removed or added since the file was read. A relation that was read as an
//! argument is one as long as it starts at a trigger; a new one is, if it is
//! called like one. All others are `R` lines.

use std::collections::{BTreeMap, BTreeSet};

use super::ID;
use super::foreign::{ARGUMENTS, Event, FIRST, Foreign, OfAnnotation, OfRelation, without_number};
use crate::model::annotation::{Annotation, Relation};
use crate::model::document::Document;
use crate::model::id::AnnotationId;

/// The lines of an article.
pub(super) struct Plan<'a> {
    /// `T` lines, with the events of which each is the trigger.
    pub(super) marks: Vec<Mark<'a>>,
    /// `R` lines.
    pub(super) links: Vec<Link<'a>>,
}

/// An annotation.
pub(super) struct Mark<'a> {
    pub(super) annotation: &'a Annotation,
    pub(super) id: String,
    pub(super) said: Foreign,
    /// Its notes, each with the id of what it is about.
    pub(super) notes: Vec<(String, String)>,
    pub(super) events: Vec<EventLine<'a>>,
}

impl Mark<'_> {
    /// The id that stands for it: of its first event, if it has one.
    pub(super) fn meant(&self) -> &str {
        self.events.first().map_or(&self.id, |event| &event.id)
    }
}

/// An event.
pub(super) struct EventLine<'a> {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) said: Foreign,
    pub(super) arguments: Vec<Argument<'a>>,
}

/// An argument of an event.
pub(super) struct Argument<'a> {
    /// Its place among the arguments; one that is new has none.
    place: Option<usize>,
    pub(super) role: String,
    pub(super) to: String,
    /// The annotation to which it leads.
    pub(super) target: &'a Annotation,
}

/// A relation that is no argument.
pub(super) struct Link<'a> {
    pub(super) relation: &'a Relation,
    pub(super) id: String,
    pub(super) said: Foreign,
    pub(super) roles: [String; 2],
    pub(super) ends: [String; 2],
}

/// The lines of a document that was fitted.
pub(super) fn of(document: &Document) -> Plan<'_> {
    let mut plan = Plan { marks: Vec::new(), links: Vec::new() };
    let mut places: BTreeMap<AnnotationId, usize> = BTreeMap::new();
    let mut n_events = 0;
    for (idx, annotation) in document.annotations().enumerate() {
        places.insert(annotation.id, idx);
        plan.marks.push(mark(annotation, idx, &mut n_events));
    }
    let relations: Vec<_> = document.relations().into_iter().map(|one| &**one).collect();
    let kept: Vec<OfRelation> =
        relations.iter().map(|one| OfRelation::of_extra(&one.extra)).collect();
    let is_trigger = |id: AnnotationId| {
        places.get(&id).is_some_and(|&place| !plan.marks[place].events.is_empty())
    };
    let was_argument = |(relation, kept): &(&&Relation, &OfRelation)| {
        kept.argument.is_some() && is_trigger(relation.from)
    };
    let roles = relations.iter().zip(&kept).filter(was_argument);
    let roles: BTreeSet<_> = roles.map(|(one, _)| one.relation_type.as_str()).collect();
    for (relation, kept) in relations.into_iter().zip(kept) {
        // Both ends of a relation are there.
        let (Some(&from), Some(&to)) = (places.get(&relation.from), places.get(&relation.to))
        else {
            continue;
        };
        let [n_from, n_to] = kept.events.unwrap_or([FIRST; 2]);
        let (end_from, end_to) = (plan.marks[from].end(n_from), plan.marks[to].end(n_to));
        let is_new = !relation.extra.contains_key(ID);
        let is_argument =
            kept.argument.is_some() || (is_new && roles.contains(relation.relation_type.as_str()));
        let n_of_from = plan.marks[from].events.len();
        if is_argument && n_of_from > 0 {
            let target = plan.marks[to].annotation;
            let event = if (1..=n_of_from).contains(&n_from) { n_from - 1 } else { 0 };
            let event = &mut plan.marks[from].events[event];
            event.arguments.push(Argument::of(relation, target, kept, end_to));
            continue;
        }
        plan.links.push(Link {
            relation,
            id: format!("R{}", plan.links.len() + 1),
            said: kept.said,
            roles: kept.roles.unwrap_or_else(|| ARGUMENTS.map(Into::into)),
            ends: [end_from, end_to],
        });
    }
    plan.marks.iter_mut().flat_map(|mark| &mut mark.events).for_each(EventLine::order);
    plan
}

fn mark<'a>(annotation: &'a Annotation, idx: usize, n_events: &mut usize) -> Mark<'a> {
    let kept = OfAnnotation::of_extra(&annotation.extra);
    let id = format!("T{}", idx + 1);
    let ids: Vec<String> = (1..=kept.events.len()).map(|n| format!("E{}", *n_events + n)).collect();
    *n_events += ids.len();
    let end = |n: usize| {
        let event = if n == 0 { None } else { ids.get(n - 1).or(ids.first()) };
        event.unwrap_or(&id).clone()
    };
    let notes = match annotation.note.as_str() {
        "" => Vec::new(),
        note if kept.note() == note => {
            kept.notes.iter().map(|(n, words)| (end(*n), words.clone())).collect()
        }
        note => vec![(end(FIRST), note.into())],
    };
    let events = kept.events.into_iter().zip(&ids).map(|(Event { kind, said, own }, id)| {
        let own = own.into_iter().map(|(role, n, place)| Argument {
            place: Some(place),
            role,
            to: end(n),
            target: annotation,
        });
        let kind = kind.unwrap_or_else(|| annotation.label.as_str().into());
        EventLine { id: id.clone(), kind, said, arguments: own.collect() }
    });
    let events = events.collect();
    Mark { annotation, id, said: kept.said, notes, events }
}

impl Mark<'_> {
    /// The id of one of its events, or its own; of the first, if it has not so
    /// many.
    fn end(&self, n: usize) -> String {
        let event = if n == 0 { None } else { self.events.get(n - 1).or(self.events.first()) };
        event.map_or(&self.id, |event| &event.id).clone()
    }
}

impl<'a> Argument<'a> {
    /// Its role without a number.
    pub(super) fn bare_role(&self) -> &str {
        without_number(&self.role)
    }

    fn of(
        relation: &'a Relation,
        target: &'a Annotation,
        kept: OfRelation,
        to: String,
    ) -> Argument<'a> {
        let (place, role) = match kept.argument {
            Some((place, role)) => (Some(place), role),
            None => (None, None),
        };
        let relation_type = relation.relation_type.as_str();
        // What was given another type has another role.
        let role = role.filter(|role| without_number(role) == relation_type);
        let role = role.unwrap_or_else(|| relation_type.into());
        Argument { place, role, to, target }
    }
}

impl EventLine<'_> {
    /// Puts the arguments in the order of the file, and gives numbers to new
    /// ones of a role that is taken.
    fn order(&mut self) {
        self.arguments.sort_by_key(|one| one.place.unwrap_or(usize::MAX));
        let known = self.arguments.iter().filter(|one| one.place.is_some());
        let mut taken: BTreeSet<String> = known.map(|one| one.role.clone()).collect();
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for argument in self.arguments.iter_mut().filter(|one| one.place.is_none()) {
            let bare = argument.role.clone();
            let number = numbers.entry(bare.clone()).or_insert(1);
            while !taken.insert(argument.role.clone()) {
                *number += 1;
                argument.role = format!("{bare}{number}");
            }
        }
    }
}
