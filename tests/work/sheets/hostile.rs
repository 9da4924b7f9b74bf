//! What comes from a file or a person stands in HTML as words alone, and
//! whatever is asked is answered.

use proptest::prelude::*;
use proptest::sample::select;
use verbatim::model::article::Metadata;
use verbatim::model::document::Document;
use verbatim::model::id::{AnnotationId, ArticleId};
use verbatim::model::offset::TextRange;
use verbatim::model::scheme::{Label, Scheme};
use verbatim::session::{Command, Plan};
use verbatim::storage::record::revision_from_json;
use verbatim::work::{Request, Step};

use super::{Desk, answer, html_of};
use crate::support::arbitrary::{arb_document, arb_string};
use crate::support::drawn::{document, range};

/// Would be an element, a way out of an attribute, or an entity.
const HOSTILE: &str = "<script>alert(1)</script>\" autofocus onfocus='alert(2)' <img src=x>&lt;";

const SHEETS: [&str; 10] =
    ["delete", "details", "export", "find", "history", "keys", "paste", "report", "tea", ""];
const ACTS: [&str; 22] = [
    "",
    "search",
    "next",
    "previous",
    "pick",
    "all",
    "none",
    "mark",
    "relabel:speaker",
    "delete",
    "refresh",
    "show:0-4",
    "show:9-2",
    "go:0",
    "go:7",
    "go:-1",
    "format",
    "download",
    "save",
    "records",
    "add",
    "relabel:<b>",
];

/// An article that is hostile wherever a person or a file can write.
fn hostile() -> Desk {
    let scheme = Scheme::default();
    let first = Label { name: HOSTILE.into(), id: HOSTILE.into(), ..scheme.labels[0].clone() };
    let labels = [vec![first], scheme.labels.clone()].concat();
    let document = document(&format!("{HOSTILE}\nAda said: {HOSTILE}"));
    let scheme = Scheme { labels, ..scheme };
    let mut desk = Desk::new(document.with_scheme(scheme.into()).unwrap());
    desk.dispatch(Command::SetMetadata(Metadata {
        title: HOSTILE.into(),
        source: HOSTILE.into(),
        url: Some(HOSTILE.into()),
        language: HOSTILE.into(),
        ..Metadata::default()
    }));
    let ranges = vec![range(0, HOSTILE.len())];
    desk.dispatch(Plan::MarkAll { ranges, label: HOSTILE.into() });
    let id = desk.session.document().annotations().next().unwrap().id;
    desk.dispatch(Command::SetNote(id, HOSTILE.into()));
    desk.dispatch(Command::Focus(Some(id)));
    desk
}

#[test]
fn nothing_hostile_stands_in_html() {
    let desk = hostile();
    let id = desk.session.document().annotations().next().unwrap().id.to_string();
    let mut n_seen = 0;
    for sheet in SHEETS {
        for act in ACTS {
            for of in ["focus", &id, HOSTILE] {
                let form = [
                    ("of", of),
                    ("query", HOSTILE),
                    ("label", HOSTILE),
                    ("title", HOSTILE),
                    ("article", HOSTILE),
                    ("n_annotations", HOSTILE),
                    ("n_articles", HOSTILE),
                    ("sentence", HOSTILE),
                    ("key", HOSTILE),
                    ("text", HOSTILE),
                    ("at", HOSTILE),
                    (HOSTILE, HOSTILE),
                ];
                let html = html_of(&desk.ask(sheet, act, &form));
                for bad in ["<script", "<img", "\" autofocus onfocus"] {
                    assert!(!html.contains(bad), "{sheet} {act} {of}: {html}");
                }
                n_seen += html.matches("&lt;script&gt;").count();
            }
        }
    }
    assert!(n_seen > 50, "it was hardly shown: {n_seen}");
}

/// Values that a field may have, hostile or not.
fn arb_value() -> impl Strategy<Value = String> {
    const VALUES: [&str; 8] =
        ["0-4", "3-1", "0-99999", "4294967295-4294967295", "7", "1", "speaker", "focus"];
    prop_oneof![select(&VALUES[..]).prop_map(String::from), arb_string()]
}

fn arb_form() -> impl Strategy<Value = Vec<(String, String)>> {
    const NAMES: [&str; 17] = [
        "of",
        "query",
        "label",
        "hit",
        "listed",
        "at",
        "whole",
        "case",
        "format",
        "scope",
        "title",
        "text",
        "all",
        "sentence",
        "key",
        "article",
        "n_annotations",
    ];
    let name = prop_oneof![select(&NAMES[..]).prop_map(String::from), arb_string()];
    prop::collection::vec((name, arb_value()), 0..12)
}

fn arb_act() -> impl Strategy<Value = String> {
    let verb = select(&["go", "show", "relabel", "mark"][..]);
    prop_oneof![
        4 => select(&ACTS[..]).prop_map(String::from),
        1 => (verb, arb_value()).prop_map(|(verb, what)| format!("{verb}:{what}")),
    ]
}

/// A request about a document, where a part may be wrong.
fn arb_request(document: Document) -> impl Strategy<Value = (Document, Request)> {
    let ids: Vec<AnnotationId> = document.annotations().map(|one| one.id).collect();
    let focus = prop::option::of(any::<prop::sample::Index>());
    let selection = prop::option::of((0_u32..90, 0_u32..90));
    let sheet = select(&SHEETS[..]);
    let rest = (any::<u64>(), any::<bool>(), prop::option::of(any::<prop::sample::Index>()));
    (sheet, arb_act(), arb_form(), focus, selection, rest).prop_map(
        move |(sheet, act, mut form, focus, selection, (now_millis, has_article, broken))| {
            let desk = Desk::new(document.clone());
            let mut request = desk.request(sheet, &act, &[]);
            request.focus = focus.filter(|_| !ids.is_empty()).map(|at| *at.get(&ids));
            if let Some(id) = request.focus {
                form.push(("of".into(), id.to_string()));
            }
            let in_order = |(a, b): (u32, u32)| TextRange::new(a.min(b).into(), a.max(b).into());
            request.selection = selection.map(in_order);
            request.now_millis = now_millis;
            request.form = form;
            if !has_article {
                request.article = Some(ArticleId::random());
            }
            if let Some(at) = broken.filter(|_| !request.records.is_empty()) {
                let at = at.index(request.records.len());
                request.records[at].1 = "{".into();
            }
            (document.clone(), request)
        },
    )
}

proptest! {
    #[test]
    fn whatever_is_asked_is_answered(
        (document, request) in arb_document().prop_flat_map(arb_request),
    ) {
        let is_whole = request.records == Desk::new(document.clone()).request("", "", &[]).records;
        for step in answer(request).steps {
            // A change that is offered can be made to the article as it is.
            if let Step::Change { revision } = step
                && is_whole
            {
                let mut after = document.clone();
                let record = revision_from_json(&revision, &after.article().text);
                let edit = record.unwrap().revision.edit;
                let applied = after.apply(edit).unwrap();
                prop_assert_ne!(&after, &document);
                after.apply(applied.inverse).unwrap();
                prop_assert_eq!(after, document.clone());
            }
        }
    }
}
