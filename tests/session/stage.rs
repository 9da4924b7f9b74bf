//! A session on a drawing, and what became of it.

use std::sync::Arc;

use uuid::Uuid;
use verbatim::model::annotation::{Annotation, Relation};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::history::History;
use verbatim::model::id::{AnnotationId, LabelId, RelationId, RelationTypeId};
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::scheme::{RelationType, Scheme};
use verbatim::model::timestamp::Timestamp;
use verbatim::session::{Command, Message, Session};

use crate::support::deed::{Deed, carry_out};
use crate::support::drawn::{annotation_id, draw, relation_id, render};

/// A session on a drawing, with nothing in its history.
pub fn session(drawing: &str) -> Session {
    Session::new(draw(drawing), History::default())
}

/// A session on a drawing, under a scheme with these relation types: the id,
/// then the labels it may start at, and may lead to.
pub fn session_with(types: &[(&str, &[&str], &[&str])], drawing: &str) -> Session {
    let labels = |ids: &[&str]| ids.iter().map(|&id| LabelId::from(id)).collect();
    let relation_types = types
        .iter()
        .map(|&(id, from, to)| RelationType {
            id: id.into(),
            name: id.into(),
            written_as: None,
            description: String::new(),
            guidelines: String::new(),
            from: labels(from),
            to: labels(to),
            extra: Default::default(),
        })
        .collect();
    let drawn = draw(drawing);
    let scheme = Scheme { relation_types, ..Scheme::clone(drawn.scheme()) };
    Session::new(drawn.with_scheme(Arc::new(scheme)).unwrap(), History::default())
}

/// A moment some seconds after the start of 1970.
pub fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

/// Carries out a deed and returns what it says. `!` stands before errors.
pub fn say(session: &mut Session, deed: impl Into<Deed>) -> String {
    say_at(session, deed, 0)
}

/// As [`say`], at a moment in seconds.
pub fn say_at(session: &mut Session, deed: impl Into<Deed>, seconds: u64) -> String {
    let outcome = carry_out(session, deed, at(seconds));
    session.document().assert_invariants();
    match outcome.message {
        Some(Message::Notice(sentence)) => sentence,
        Some(Message::Error(sentence)) => format!("!{sentence}"),
        None => String::new(),
    }
}

/// The first range of these words.
pub fn words(session: &Session, words: &str) -> TextRange {
    let text = &session.document().article().text;
    let start = text.as_str().find(words).unwrap_or_else(|| panic!("no “{words}”"));
    TextRange::at(TextSize::from(start as u32), TextSize::of(words))
}

/// Selects words and focuses an annotation.
pub fn choose(session: &mut Session, name: &str, selected: &str) {
    say(session, Command::Focus(Some(annotation_id(name))));
    let range = words(session, selected);
    say(session, Command::SelectText { range, exactly: false });
}

/// The drawing of what a session holds. Annotations and relations with random
/// ids are named `n`, `o` … and `v`, `w` … in text order.
pub fn drawing(session: &Session) -> String {
    let document = session.document();
    let mut names = "nopq".chars();
    let annotations: Vec<Annotation> =
        document.annotations().map(|annotation| Annotation::clone(annotation)).collect();
    let mut ids: Vec<(AnnotationId, AnnotationId)> = Vec::new();
    for annotation in &annotations {
        let id = match is_random(annotation.id.0) {
            true => annotation_id(&names.next().unwrap().to_string()),
            false => annotation.id,
        };
        ids.push((annotation.id, id));
    }
    let renamed = |old| ids.iter().find(|ids| ids.0 == old).unwrap().1;
    let mut copy = Document::new(document.article().clone(), Arc::clone(document.scheme()));
    for annotation in annotations {
        let id = renamed(annotation.id);
        copy.apply(Edit::PutAnnotation(Box::new(Annotation { id, ..annotation }))).unwrap();
    }
    let mut names = "vwxy".chars();
    for relation in document.relations() {
        let id = match is_random(relation.id.0) {
            true => relation_id(&names.next().unwrap().to_string()),
            false => relation.id,
        };
        let (from, to) = (renamed(relation.from), renamed(relation.to));
        let relation = Relation { id, from, to, ..Relation::clone(relation) };
        copy.apply(Edit::PutRelation(Box::new(relation))).unwrap();
    }
    render(&copy)
}

/// A drawing without its indentation, as [`drawing`] draws it.
pub fn drawn(drawing: &str) -> String {
    render(&draw(drawing))
}

/// The only relation.
pub fn the_relation(session: &Session) -> (RelationId, RelationTypeId) {
    match session.document().relations()[..] {
        [relation] => (relation.id, relation.relation_type.clone()),
        ref relations => panic!("{} relations", relations.len()),
    }
}

fn is_random(id: Uuid) -> bool {
    id.get_version_num() == 4
}
