//! Fitting documents into formats: what a format can't hold is counted
//! exactly, and nothing else changes.

use proptest::prelude::*;
use serde_json::json;
use verbatim::format::{
    Capacity, Filter, Keep, Loss, Losses, NamesHeld, Options, TextHeld, fit, scheme_losses,
};
use verbatim::model::annotation::{Annotation, Status};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;
use verbatim::model::fragments::Fragment;
use verbatim::model::scheme::Scheme;
use verbatim::model::timestamp::Timestamp;

use crate::support::arbitrary::arb_document;
use crate::support::drawn::{annotation, annotation_id, document, relation, relation_id};

/// An article with one of everything that a format may lack.
fn rich() -> Document {
    let mut bare = document("We must act, said Ana in old Wuzhen town with Bo.\r\nShould we?");
    bare = Document::new(
        {
            let mut article = bare.article().clone();
            article.metadata.title = "On acting".into();
            article.metadata.source = "The Made-up Post".into();
            article.extra = extra("x_article");
            article
        },
        bare.scheme().clone(),
    );
    let mut document = bare;
    let first = Annotation {
        note: "is it one?".into(),
        status: Status::Unsure,
        annotator: "kim".into(),
        created: Timestamp::from_millis(1000),
        modified: Timestamp::from_millis(2000),
        origin: "model-7".into(),
        extra: extra("x_first"),
        ..annotation(&document, "1", "proposal", &["We must act"])
    };
    let apart = annotation(&document, "3", "location", &["old", "town"]);
    let rejected = annotation(&document, "4", "location", &["Wuzhen"]);
    put(&mut document, first);
    put(&mut document, Annotation { note: "in two parts".into(), ..apart });
    put(&mut document, Annotation { status: Status::Rejected, ..rejected });
    for (name, label, quote) in [("2", "speaker", "Ana"), ("5", "location", "Wuzh")] {
        let one = annotation(&document, name, label, &[quote]);
        put(&mut document, one);
    }
    let twin = annotation(&document, "6", "speaker", &["Ana"]);
    put(&mut document, twin);
    for (name, to) in [("r", "2"), ("s", "4")] {
        let one = Box::new(relation(name, "said_by", "1", to));
        document.apply(Edit::PutRelation(one)).unwrap();
    }
    document
}

fn put(document: &mut Document, annotation: Annotation) {
    document.apply(Edit::PutAnnotation(Box::new(annotation))).unwrap();
}

fn extra(field: &str) -> Extra {
    Extra::from([(field.to_owned(), json!(1))])
}

/// What is lost when a format holds all but something.
fn lost_without(without: fn(&mut Capacity), options: &Options) -> Vec<(Loss, usize)> {
    let mut capacity = Capacity::ALL;
    without(&mut capacity);
    fit(&rich(), &capacity, "some-format", options).losses.iter().cloned().collect()
}

#[test]
fn a_format_that_holds_everything_loses_nothing() {
    assert_eq!(lost_without(|_| {}, &Options::default()), []);
    let document = rich();
    let fitted = fit(&document, &Capacity::ALL, "some-format", &Options::default()).document;
    assert_eq!(fitted, document);
}

#[test]
fn each_thing_that_is_not_held_is_counted_and_nothing_else() {
    use Loss::*;
    type Case = (fn(&mut Capacity), &'static [(Loss, usize)]);
    let cases: &[Case] = &[
        (|c| c.text = TextHeld::Tokens, &[(WhiteSpace, 1)]),
        (|c| c.overlaps = false, &[(Overlaps, 3), (RelationEnds, 1)]),
        (|c| c.fragments = false, &[(Fragments, 1)]),
        (|c| c.any_ends = false, &[(Snapped, 1)]),
        (|c| c.relations = false, &[(Relations, 2)]),
        (|c| c.notes = false, &[(Notes, 2)]),
        (|c| c.statuses = false, &[(Rejected, 1), (RelationEnds, 1), (Statuses, 1)]),
        (|c| c.annotators = false, &[(Annotators, 1)]),
        (|c| c.times = false, &[(Times, 1)]),
        (|c| c.origins = false, &[(Origins, 6)]),
        (|c| c.ids = false, &[(Ids, 8)]),
        (|c| c.article_ids = false, &[(ArticleIds, 1)]),
        (|c| c.titles = false, &[(Titles, 1)]),
        (|c| c.metadata = false, &[(Metadata, 1)]),
        (|c| c.line_endings = false, &[(LineEndings, 1)]),
        (|c| c.unknown = false, &[(Unknown, 2)]),
    ];
    for (case, (without, lost)) in cases.iter().enumerate() {
        assert_eq!(lost_without(*without, &Options::default()), *lost, "case {case}");
    }
}

#[test]
fn what_is_said_of_an_annotation_is_counted_once_in_however_many_parts_it_is_written() {
    let without: fn(&mut Capacity) =
        |c| (c.fragments, c.notes, c.origins, c.ids) = Default::default();
    let lost = lost_without(without, &Options::default());
    assert_eq!(lost, [(Loss::Fragments, 1), (Loss::Notes, 2), (Loss::Origins, 6), (Loss::Ids, 8)]);
}

#[test]
fn the_first_part_keeps_the_id_and_each_part_the_label_and_the_note() {
    let capacity = Capacity { fragments: false, ..Capacity::ALL };
    let fitted = fit(&rich(), &capacity, "some-format", &Options::default()).document;
    let parts: Vec<(String, bool, &str)> = fitted
        .annotations()
        .filter(|one| one.note == "in two parts")
        .map(|one| {
            let words = one.fragments.quote(&fitted.article().text);
            (words, one.id == annotation_id("3"), one.label.as_str())
        })
        .collect();
    assert_eq!(parts, [("old".into(), true, "location"), ("town".into(), false, "location")]);
}

#[test]
fn what_was_split_before_is_no_part_of_what_is_split_now() {
    let capacity = Capacity { fragments: false, ..Capacity::ALL };
    let options = Options::default();
    let fitted = |document: &Document| fit(document, &capacity, "some-format", &options).document;
    let mut document = fitted(&rich());
    let n_parts = document.n_annotations();
    // The part that kept the id gets a second fragment again, at another place.
    let whole = annotation(&document, "3", "location", &["old", "with"]);
    put(&mut document, whole);
    let again = fitted(&document);
    assert_eq!(again.n_annotations(), n_parts + 1);
    let text = &again.article().text;
    let words: Vec<String> = again.annotations().map(|one| one.fragments.quote(text)).collect();
    assert!(words.contains(&"town".into()) && words.contains(&"with".into()), "{words:?}");
}

#[test]
fn what_is_said_of_all_articles_is_counted() {
    let mut scheme = Scheme::clone(rich().scheme());
    let capacity = Capacity { scheme: false, unknown: false, ..Capacity::ALL };
    let bare = Capacity::ALL;
    assert!(scheme_losses(&scheme, &extra("x"), &bare).is_empty());
    let n = scheme.labels.len() + scheme.relation_types.len();
    let n_told = scheme_losses(&scheme, &Extra::new(), &capacity).count(&Loss::Scheme);
    scheme.labels[0].extra = extra("x_label");
    scheme.extra = extra("x_scheme");
    scheme.guidelines = "With care.".into();
    let losses = scheme_losses(&scheme, &extra("x_collection"), &capacity);
    assert_eq!(losses.count(&Loss::Looks), n);
    assert_eq!(losses.count(&Loss::Unknown), 3);
    assert_eq!(losses.count(&Loss::Scheme), n_told + 1);
    // A label that is but its id loses nothing.
    let label = &mut scheme.labels[0];
    (label.name, label.key, label.color) = (label.id.to_string(), None, String::new());
    let losses = scheme_losses(&scheme, &Extra::new(), &capacity);
    assert_eq!(losses.count(&Loss::Looks), n - 1);
}

#[test]
fn fields_of_fragments_that_become_one_are_one_or_counted() {
    let mut document = rich();
    let mut one = annotation(&document, "7", "speaker", &["Wu", "hen"]);
    let fragments = one.fragments.iter().zip(["x_a", "x_b"]);
    let fragments = fragments.map(|(one, field)| Fragment { extra: extra(field), ..one.clone() });
    one.fragments = one.fragments.with_extras(fragments.collect());
    put(&mut document, one);
    let capacity = Capacity { any_ends: false, ..Capacity::ALL };
    let fitted = fit(&document, &capacity, "some-format", &Options::default());
    let kept = fitted.document.annotation(annotation_id("7")).unwrap();
    let kept: Vec<_> = kept.fragments.iter().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].extra.keys().collect::<Vec<_>>(), ["x_a", "x_b"]);
    assert_eq!(fitted.losses.count(&Loss::Unknown), 0);
}

#[test]
fn the_longer_or_the_shorter_of_two_is_kept_as_wished() {
    let left = |keep| {
        let options = Options { keep, ..Options::default() };
        let capacity = Capacity { overlaps: false, ..Capacity::ALL };
        let fitted = fit(&rich(), &capacity, "some-format", &options);
        let text = &fitted.document.article().text;
        let words = fitted.document.annotations().map(|one| one.fragments.quote(text));
        (words.collect::<Vec<_>>(), fitted.losses.iter().cloned().collect::<Vec<_>>())
    };
    let (outer, lost) = left(Keep::Outer);
    assert_eq!(outer, ["We must act", "Ana", "old … town"]);
    assert_eq!(lost, [(Loss::Overlaps, 3), (Loss::RelationEnds, 1)]);
    let (inner, lost) = left(Keep::Inner);
    assert_eq!(inner, ["We must act", "Ana", "Wuzh"]);
    assert_eq!(lost, [(Loss::OverlapsInner, 3), (Loss::RelationEnds, 1)]);
}

#[test]
fn what_a_filter_leaves_out_is_no_loss() {
    let labels = Some(["proposal".into(), "speaker".into()].into());
    let filter = Filter { labels, ..Filter::default() };
    let options = Options { filter, ..Options::default() };
    let fitted = fit(&rich(), &Capacity::ALL, "some-format", &options);
    // But what is left of it has one link less.
    assert_eq!(fitted.losses.iter().cloned().collect::<Vec<_>>(), [(Loss::RelationEnds, 1)]);
    assert_eq!(fitted.document.n_annotations(), 3);
    assert!(fitted.document.relation(relation_id("r")).is_some());
    assert!(fitted.document.relation(relation_id("s")).is_none());
}

#[test]
fn fields_that_a_format_brought_itself_stay() {
    let mut document = rich();
    let mut one = annotation(&document, "7", "speaker", &["Bo"]);
    one.extra = Extra::from([("mine".into(), json!({"a": 1})), ("other".into(), json!(2))]);
    put(&mut document, one);
    let capacity = Capacity { unknown: false, ..Capacity::ALL };
    let fitted = fit(&document, &capacity, "mine", &Options::default());
    assert_eq!(fitted.losses.count(&Loss::Unknown), 3);
    let kept = fitted.document.annotation(annotation_id("7")).unwrap();
    assert_eq!(kept.extra, Extra::from([("mine".into(), json!({"a": 1}))]));
}

#[test]
fn losses_say_their_number() {
    let mut losses = Losses::default();
    losses.add(Loss::Notes, 1);
    losses.add(Loss::Relations, 12);
    losses.add(Loss::Relations, 0);
    assert_eq!(losses.sentences(), ["12 links: left out", "1 note: left out"]);
    let mut more = Losses::default();
    more.add(Loss::Notes, 4);
    losses.merge(&more);
    assert_eq!(losses.count(&Loss::Notes), 5);
}

fn arb_capacity() -> impl Strategy<Value = Capacity> {
    prop::collection::vec(any::<bool>(), 20).prop_map(|held| Capacity {
        text: if held[16] { TextHeld::Exact } else { TextHeld::Tokens },
        labels: if held[19] { NamesHeld::Any } else { NamesHeld::NoSpaces },
        relation_types: NamesHeld::Any,
        overlaps: held[0],
        fragments: held[1],
        any_ends: held[2],
        relations: held[3],
        notes: held[4],
        statuses: held[5],
        annotators: held[6],
        times: held[7],
        origins: held[8],
        ids: held[9],
        article_ids: held[10],
        titles: held[11],
        metadata: held[12],
        line_endings: held[13],
        scheme: held[14],
        unknown: held[15],
        tokens: held[17],
        sentences: held[18],
    })
}

proptest! {
    #[test]
    fn what_is_fitted_is_fit(
        document in arb_document(),
        capacity in arb_capacity(),
        inner in any::<bool>(),
    ) {
        let keep = if inner { Keep::Inner } else { Keep::Outer };
        let options = Options { keep, ..Options::default() };
        let fitted = fit(&document, &capacity, "some-format", &options).document;
        fitted.assert_invariants();
        let again = fit(&fitted, &capacity, "some-format", &options);
        prop_assert_eq!(&again.document, &fitted);
        let always = [Loss::Ids, Loss::ArticleIds, Loss::WhiteSpace];
        let lost: Vec<_> = again.losses.iter().filter(|(one, _)| !always.contains(one)).collect();
        prop_assert!(lost.is_empty(), "{:?}", lost);
    }

    #[test]
    fn whatever_is_gone_was_counted(document in arb_document(), capacity in arb_capacity()) {
        let capacity = Capacity { fragments: true, ..capacity };
        let fitted = fit(&document, &capacity, "some-format", &Options::default());
        let (losses, fitted) = (fitted.losses, fitted.document);
        let n = |loss| losses.count(&loss);
        let n_left_out = n(Loss::Rejected) + n(Loss::Overlaps);
        prop_assert_eq!(document.n_annotations(), fitted.n_annotations() + n_left_out);
        let n_cut = n(Loss::Relations) + n(Loss::RelationEnds);
        prop_assert_eq!(document.relations().len(), fitted.relations().len() + n_cut);

        let (mut notes, mut statuses, mut annotators, mut snapped) = (0, 0, 0, 0);
        for now in fitted.annotations() {
            let was = document.annotation(now.id).unwrap();
            prop_assert_eq!(&now.label, &was.label);
            snapped += usize::from(!now.fragments.same_ranges(&was.fragments));
            notes += usize::from(now.note != was.note);
            statuses += usize::from(now.status != was.status);
            annotators += usize::from(now.annotator != was.annotator);
            prop_assert!(capacity.notes || now.note.is_empty());
            prop_assert!(capacity.statuses || now.status == Status::Sure);
            prop_assert!(capacity.annotators || now.annotator.is_empty());
        }
        prop_assert_eq!(notes, n(Loss::Notes));
        prop_assert_eq!(statuses, n(Loss::Statuses));
        prop_assert_eq!(annotators, n(Loss::Annotators));
        // What was widened and then left out is counted both times.
        prop_assert!(snapped <= n(Loss::Snapped));
        prop_assert!(capacity.overlaps || lies_apart(&fitted));
    }
}

/// Whether no annotation overlaps another.
fn lies_apart(document: &Document) -> bool {
    let extents: Vec<_> = document.annotations().map(|one| one.fragments.extent()).collect();
    extents.windows(2).all(|pair| pair[0].end() <= pair[1].start())
}
