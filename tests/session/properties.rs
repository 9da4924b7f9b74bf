//! Any row of commands: the document stays sound, each step is told and kept,
//! and going back restores every byte of the native JSON.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use verbatim::format::Collection;
use verbatim::format::native::NativeJson;
use verbatim::model::annotation::Status;
use verbatim::model::article::Metadata;
use verbatim::model::document::Document;
use verbatim::model::fragments::Side;
use verbatim::model::history::{History, Revision};
use verbatim::model::id::{AnnotationId, LabelId, RelationId, RelationTypeId};
use verbatim::model::occurrences::{Options, find, same_text};
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::scheme::{RelationType, Scheme};
use verbatim::model::speakers::candidates;
use verbatim::session::{Command, Message, Plan, Session};

use crate::stage::at;
use crate::support::arbitrary::{arb_document_with, range_in};
use crate::support::deed::{Deed, carry_out};

/// What a command will be about, before it is known what there is: which
/// command, then places, annotations and yes or no to choose by.
#[derive(Clone, Debug)]
struct Draft {
    kind: usize,
    places: [Index; 2],
    which: [Index; 2],
    flags: [bool; 2],
    note: &'static str,
    seconds: u64,
}

/// How many kinds of commands [`Draft::finish`] knows.
const N_KINDS: usize = 36;

fn arb_draft() -> impl Strategy<Value = Draft> {
    let indexes = any::<[Index; 2]>();
    let note = select(&["", "a", "why?\n"][..]);
    (0..N_KINDS, indexes, any::<[Index; 2]>(), any::<[bool; 2]>(), note, 0..4_u64).prop_map(
        |(kind, places, which, flags, note, seconds)| Draft {
            kind,
            places,
            which,
            flags,
            note,
            seconds,
        },
    )
}

impl Draft {
    fn finish(&self, session: &Session) -> Deed {
        let document = session.document();
        let text = &document.article().text;
        let range = range_in(text, self.places[0], self.places[1]);
        let place = range.start();
        let ids: Vec<AnnotationId> = document.annotations().map(|a| a.id).collect();
        let relations: Vec<RelationId> = document.relations().iter().map(|r| r.id).collect();
        let id = pick(self.which[0], &ids).unwrap_or_else(AnnotationId::random);
        let other = pick(self.which[1], &ids).unwrap_or_else(AnnotationId::random);
        let relation = pick(self.which[0], &relations).unwrap_or_else(RelationId::random);
        let labels = ["speaker", "proposal", "location", "nobody"].map(LabelId::from);
        let n_labels = if self.flags[1] { 4 } else { 3 };
        let label = self.which[1].get(&labels[..n_labels]).clone();
        let types = ["said_by", "about", "near", "denied_by"].map(RelationTypeId::from);
        let relation_type = self.which[1].get(&types).clone();
        let [exactly, forwards] = self.flags;
        let side = if self.places[1].index(2) == 0 { Side::Start } else { Side::End };
        let n_fragments = document.annotation(id).map_or(0, |a| a.fragments.count());
        let fragment = self.places[0].index(n_fragments + 1);
        let command = match self.kind {
            0..2 => Command::SelectText { range, exactly },
            2 => Command::SelectName(range),
            3 => Command::ClearSelection,
            4 => Command::ReleaseSelection,
            5 | 6 => Command::PressLabel(label),
            7 => Command::PickLabel(label),
            8 => Command::Escape,
            9 => Command::Focus(Some(id)),
            10 => Command::FocusUnder(vec![id, other]),
            11 if forwards => Command::FocusNext,
            11 => Command::FocusPrevious,
            12 => Command::Relabel(id, label),
            13 => return Plan::RelabelAll(same_text(document, id), label).into(),
            14 => Command::SetNote(id, self.note.into()),
            15 => Command::SetStatus(id, *self.which[1].get(&Status::ALL)),
            16 => Command::CycleStatus,
            17 | 18 => Command::AddFragment,
            19 => {
                let annotation = document.annotation(id);
                let found = annotation.and_then(|a| a.fragments.ranges().nth(fragment));
                return Plan::RemoveFragment(id, found.unwrap_or(range)).into();
            }
            20 | 21 => Command::MoveEnd { id, fragment, side, exactly, forwards },
            22 | 23 => Command::SetEnd { id, fragment, side, at: place, exactly },
            24 => {
                let at = middle(document, id, self.places[0]).unwrap_or(place);
                return Plan::Split { id, at }.into();
            }
            25 => return Plan::Merge(id, other).into(),
            26 => {
                let relation_type = exactly.then_some(relation_type);
                Command::Link { from: id, to: other, relation_type }
            }
            27 => Command::Unlink(relation),
            28 => return Plan::Reverse(relation).into(),
            29 => return Plan::Retype(relation, relation_type).into(),
            30 if exactly => Command::DeleteFocused,
            30 => Command::Delete(id),
            31 => return Plan::DeleteAll(vec![id, other, id]).into(),
            32 => {
                let needle = text.get(range).unwrap_or_default();
                let options = Options { whole_word: exactly, match_case: forwards };
                return Plan::MarkAll { ranges: find(text, needle, options), label }.into();
            }
            33 => Command::SetMetadata(Metadata { title: self.note.into(), ..Default::default() }),
            34 => {
                let kept = document.annotation(id).into_iter().cloned();
                let plan = Plan::AddAll {
                    summary: "Showed the example".into(),
                    annotations: kept.collect(),
                    relations: document.relations().into_iter().cloned().collect(),
                };
                return plan.into();
            }
            35 if exactly => Command::Undo,
            35 if forwards => Command::Redo,
            _ => Command::GoTo(self.which[0].index(session.history().revisions().len() + 2)),
        };
        command.into()
    }
}

fn pick<T: Copy>(index: Index, among: &[T]) -> Option<T> {
    (!among.is_empty()).then(|| *index.get(among))
}

/// A place in an annotation.
fn middle(document: &Document, id: AnnotationId, index: Index) -> Option<TextSize> {
    let extent: TextRange = document.annotation(id)?.fragments.extent();
    let len = u32::from(extent.len()) as usize;
    Some(extent.start() + TextSize::from(index.index(len + 1) as u32))
}

/// Labels that only some types join, a type that joins any, and one that no
/// annotation has yet.
fn scheme() -> Scheme {
    let relation_type = |id: &str, from: &[&str], to: &[&str]| RelationType {
        id: id.into(),
        name: id.into(),
        written_as: None,
        description: String::new(),
        guidelines: String::new(),
        from: from.iter().map(|&label| label.into()).collect(),
        to: to.iter().map(|&label| label.into()).collect(),
        extra: Default::default(),
    };
    let relation_types = vec![
        relation_type("said_by", &["proposal"], &["speaker"]),
        relation_type("about", &["proposal"], &[]),
        relation_type("near", &[], &["location"]),
    ];
    Scheme { relation_types, ..Scheme::default() }
}

fn bytes(session: &Session) -> Vec<u8> {
    let document = session.document().clone();
    let scheme = Arc::clone(document.scheme());
    NativeJson.encode(&Collection { scheme, documents: vec![document], extra: Default::default() })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn whatever_is_done_can_be_taken_back_and_done_again(
        document in arb_document_with(Arc::new(scheme())),
        drafts in prop::collection::vec(arb_draft(), 1..40),
    ) {
        let mut session = Session::new(document, History::default());
        let original = bytes(&session);
        let mut kept: BTreeMap<usize, Revision> = BTreeMap::new();
        let mut seconds = 1_000;
        for draft in drafts {
            seconds += draft.seconds;
            let before = session.document().clone();
            let command = draft.finish(&session);
            let outcome = carry_out(&mut session, command.clone(), at(seconds));
            session.document().assert_invariants();
            let changed = outcome.touched != Default::default();
            if *session.document() != before {
                prop_assert!(changed, "{command:?} changed what it does not touch");
            }
            if let Some(Message::Error(_)) = outcome.message {
                prop_assert!(!changed, "{command:?}");
            }
            if let Some(Message::Notice(sentence) | Message::Error(sentence)) = &outcome.message {
                prop_assert!(!sentence.is_empty() && !sentence.contains('\n'), "{sentence:?}");
            }
            prop_assert!(session.focus().is_none_or(|id| session.document().annotation(id).is_some()));
            for idx in outcome.history.removed {
                kept.remove(&idx);
            }
            for idx in outcome.history.written {
                kept.insert(idx, session.history().revisions()[idx].clone());
            }
            prop_assert!(kept.values().eq(session.history().revisions()), "{command:?}");
        }
        session.dispatch(Command::GoTo(usize::MAX), at(seconds));
        let end = bytes(&session);
        for _ in 0..2 {
            session.dispatch(Command::GoTo(0), at(seconds));
            session.document().assert_invariants();
            prop_assert!(bytes(&session) == original, "what was undone is not as it was");
            while session.history().to_redo().is_some() {
                session.dispatch(Command::Redo, at(seconds));
                session.document().assert_invariants();
            }
            prop_assert!(bytes(&session) == end, "what was done again is not as it was");
        }
    }

    #[test]
    fn candidates_are_those_the_type_allows(document in arb_document_with(Arc::new(scheme()))) {
        for relation_type in &document.scheme().relation_types {
            for proposal in document.annotations() {
                let found = candidates(&document, proposal.id, relation_type);
                prop_assert!(found.is_sorted_by_key(|candidate| candidate.cost));
                let n_allowed = document
                    .annotations()
                    .filter(|other| {
                        other.id != proposal.id && relation_type.may_lead_to(&other.label)
                    })
                    .count();
                prop_assert_eq!(found.len(), n_allowed);
            }
        }
    }
}
