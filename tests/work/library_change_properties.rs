//! Changes of the whole library, drawn at random: taken back, every byte is as
//! it was, and in whatever order, the library stays sound.

use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;
use verbatim::model::document::Document;
use verbatim::model::id::{ArticleId, LabelId};
use verbatim::model::scheme::Scheme;
use verbatim::model::scheme_edit::{Part, SchemeEdit};
use verbatim::model::scheme_presets::PRESETS;
use verbatim::session::{Command, Plan};

use crate::shelf::Shelf;
use crate::support::arbitrary::{arb_document_with, arb_scheme, arb_string, range_in};
use crate::support::deed::Deed;
use crate::support::with_id;

/// A step in a library: in which article, and what.
#[derive(Clone, Debug)]
struct Draft {
    article: Index,
    kind: usize,
    which: [Index; 3],
    text: String,
    flag: bool,
}

fn arb_draft() -> impl Strategy<Value = Draft> {
    let kind = 0..18_usize;
    (any::<Index>(), kind, any::<[Index; 3]>(), arb_string(), any::<bool>())
        .prop_map(|(article, kind, which, text, flag)| Draft { article, kind, which, text, flag })
}

impl Draft {
    /// Does it; true if it is a step in the history of the open article.
    fn act(&self, shelf: &mut Shelf) -> bool {
        let ids = shelf.ids();
        let n_before = |shelf: &Shelf| shelf.session.history().position();
        shelf.open(*self.article.get(&ids));
        let before = n_before(shelf);
        match self.edit(shelf.library.scheme()) {
            // A refusal is fine; that nothing changes then is seen from the bytes.
            Some(edit) => drop(shelf.edit(&edit)),
            None => shelf.dispatch(self.command(shelf)),
        }
        n_before(shelf) != before
    }

    fn edit(&self, scheme: &Scheme) -> Option<SchemeEdit> {
        let labels: Vec<LabelId> = scheme.labels.iter().map(|label| label.id.clone()).collect();
        let [id, other] = [self.which[0], self.which[1]].map(|index| index.get(&labels).clone());
        let types = scheme.relation_types.iter().map(|one| Part::RelationType(one.id.clone()));
        let parts: Vec<Part> = labels.iter().cloned().map(Part::Label).chain(types).collect();
        let part = self.which[2].get(&parts).clone();
        Some(match self.kind {
            0 => SchemeEdit::AddLabel(self.text.clone()),
            1 => SchemeEdit::AddRelationType {
                name: self.text.clone(),
                from: vec![id],
                to: vec![other],
            },
            2 => SchemeEdit::Rename(part, self.text.clone()),
            3 => SchemeEdit::SetGuidelines(Some(part), self.text.clone()),
            4 => SchemeEdit::Move { part, up: self.flag },
            5 => SchemeEdit::SetKey(id, self.flag.then_some('x')),
            6 | 7 => SchemeEdit::Merge { from: id, into: other },
            8 | 9 => SchemeEdit::Remove(part),
            10 => SchemeEdit::Adopt((self.which[0].get(&PRESETS).scheme)()),
            11 => SchemeEdit::Replace((self.which[0].get(&PRESETS).scheme)()),
            _ => return None,
        })
    }

    fn command(&self, shelf: &Shelf) -> Deed {
        let document = shelf.session.document();
        let labels = &document.scheme().labels;
        let label = self.which[0].get(labels).id.clone();
        let ids: Vec<_> = document.annotations().map(|annotation| annotation.id).collect();
        if self.kind < 14 || ids.is_empty() {
            let text = &document.article().text;
            let range = text.snap_to_characters(range_in(text, self.which[1], self.which[2]));
            return Plan::MarkAll { ranges: range.into_iter().collect(), label }.into();
        }
        let [id, other] = [self.which[1], self.which[2]].map(|index| *index.get(&ids));
        let command = match self.kind {
            14 => Command::Relabel(id, label),
            15 => Command::SetNote(id, self.text.clone()),
            16 => Command::Link { from: id, to: other, relation_type: None },
            _ => Command::Delete(id),
        };
        command.into()
    }
}

fn arb_library() -> impl Strategy<Value = Vec<Document>> {
    let scheme = prop_oneof![Just(Scheme::default()), arb_scheme()];
    scheme.prop_flat_map(|scheme| {
        let scheme = std::sync::Arc::new(scheme);
        prop::collection::vec(arb_document_with(scheme), 1..4).prop_map(|documents| {
            let numbered = documents.iter().zip(1..);
            numbered.map(|(document, n)| with_id(document, ArticleId(Uuid::from_u128(n)))).collect()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_done_to_a_library_is_taken_back_to_the_byte(
        documents in arb_library(),
        drafts in prop::collection::vec(arb_draft(), 1..14),
    ) {
        let mut shelf = Shelf::of(&documents);
        let mut steps: Vec<(ArticleId, Vec<u8>)> = Vec::new();
        for draft in &drafts {
            let before = shelf.bytes();
            match draft.act(&mut shelf) {
                true => steps.push((shelf.open_id(), before)),
                false => prop_assert!(shelf.bytes() == before, "{draft:?} left no step"),
            }
        }
        for _ in 0..2 {
            let mut done = Vec::new();
            for (article, before) in steps.iter().rev() {
                done.push((*article, shelf.bytes()));
                shelf.open(*article);
                prop_assert_eq!(shelf.undo().err(), None);
                prop_assert!(shelf.bytes() == *before, "what was undone is not as it was");
            }
            for (article, after) in done.into_iter().rev() {
                shelf.open(article);
                prop_assert_eq!(shelf.redo().err(), None);
                prop_assert!(shelf.bytes() == after, "what was done again is not as it was");
            }
        }
    }

    #[test]
    fn whatever_order_steps_are_taken_back_in_the_library_stays_sound(
        documents in arb_library(),
        drafts in prop::collection::vec((arb_draft(), 0..3_u8), 1..24),
    ) {
        let mut shelf = Shelf::of(&documents);
        for (draft, what) in drafts {
            let before = shelf.bytes();
            let ids = shelf.ids();
            let moved = match what {
                0 => { draft.act(&mut shelf); Ok(String::new()) }
                1 => { shelf.open(*draft.article.get(&ids)); shelf.undo() }
                _ => { shelf.open(*draft.article.get(&ids)); shelf.redo() }
            };
            let after = shelf.bytes();
            if let Err(refused) = moved {
                prop_assert!(refused.ends_with('.') && !refused.contains("stopped"), "{refused}");
                prop_assert!(after == before, "{refused}");
            }
        }
    }
}
