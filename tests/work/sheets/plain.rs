//! The sheets that are filled in, read or answered, and closed.

use verbatim::model::document::Document;
use verbatim::model::id::ArticleId;
use verbatim::model::scheme::{Label, Scheme};
use verbatim::storage::change::from_texts;
use verbatim::storage::keys::RecordKey;
use verbatim::work::{Kept, Request, Step, Steps, bundled};

use super::{Desk, answer, fields, html_of, refused, values};
use crate::support::drawn::draw;

/// A sheet that needs no article.
fn ask(sheet: &str, act: &str, form: &[(&str, &str)]) -> Steps {
    let (sheet, act, form) = (sheet.into(), act.into(), fields(form));
    answer(Request { sheet, act, form, is_styled: true, ..Request::default() })
}

fn desk() -> Desk {
    Desk::new(draw(
        "
        |Ada left Graz.
         ^^^ 1 speaker
    ",
    ))
}

#[test]
fn the_first_sheet_brings_its_style() {
    let request = Request { sheet: "keys".into(), ..Request::default() };
    let [Step::Style(css), Step::Draw { .. }] = &answer(request).steps[..] else {
        panic!("no style");
    };
    assert!(css.contains("dialog"));
    // A refusal too: the page may have no style yet when it draws the next.
    let request = Request { sheet: "tea".into(), ..Request::default() };
    assert!(matches!(answer(request).steps[..], [Step::Style(_), Step::Refuse(_)]));
}

#[test]
fn no_action_gets_the_key_of_a_label() {
    let plain = desk();
    let mut scheme = Scheme::clone(plain.library.scheme());
    let cue =
        Label { id: "cue".into(), name: "<b>".into(), key: Some('w'), ..scheme.labels[0].clone() };
    scheme.labels.push(cue);
    let article = plain.session.document().article().clone();
    let desk = Desk::new(Document::new(article, scheme.into()));
    let [Step::Put { html, .. }] = &desk.ask("keys", "bind:next", &[("press", "w")])[..] else {
        panic!("w is given");
    };
    let why = "w is the key for the label “&lt;b&gt;”. Give that another key first.";
    assert!(html.contains(why), "{html}");
    // With Ctrl or Shift it is another key.
    for key in ["j", "shift+w"] {
        let steps = desk.ask("keys", "bind:next", &[("press", key)]);
        assert_eq!(steps[0], Step::Keys(format!(r#"{{"next":["{key}"]}}"#)));
    }
}

#[test]
fn a_delete_is_asked_and_then_done() {
    for (n, words) in [("0", "its 0 annotations"), ("1", "its annotation"), ("2", "its 2 annot")] {
        let id = bundled::ID.to_string();
        let form = [("article", &id[..]), ("title", "Ada"), ("n_annotations", n)];
        let steps = ask("delete", "", &form).steps;
        let [Step::Draw { html, is_docked: false, .. }] = &steps[..] else {
            panic!("{steps:?}");
        };
        assert!(html.contains(&format!("Delete “Ada” with {words}")), "{html}");
        assert_eq!(values(html, "value"), [&id, "Ada"]);
        assert_eq!(values(html, "data-act"), ["close", "delete"]);
        let said = Step::Tell("Deleted “Ada”".into());
        let steps = ask("delete", "delete", &form).steps;
        assert_eq!(steps, [Step::Close, Step::Delete(bundled::ID), said]);
    }
    for id in ["", "x", "../..", "00000000-0000-4000-8000-00000000000z"] {
        let steps = ask("delete", "delete", &[("article", id), ("title", "Ada")]).steps;
        assert_eq!(refused(&steps), "The article is gone already.");
    }
}

#[test]
fn what_is_pasted_becomes_an_article() {
    let html = html_of(&ask("paste", "", &[]).steps);
    assert!(html.contains("name=\"text\""));
    for text in ["Ada left.", "date 2024-11-21 Ada\nShe left.", "👍 <script>", "a\r\nb"] {
        let Steps { steps, texts, .. } = ask("paste", "add", &[("text", text)]);
        let [Step::Close, Step::Write, Step::Open(_), Step::Tell(said), Step::ReadAs(_)] =
            &steps[..]
        else {
            panic!("{steps:?}");
        };
        assert!(said.starts_with("Imported “"), "{said}");
        let is_text = |key: &str| matches!(RecordKey::parse(key), Some(RecordKey::Text(_)));
        let changes = from_texts(texts);
        assert_eq!(changes.iter().filter(|change| is_text(&change.key)).count(), 1);
        assert!(changes.iter().all(|change| change.before.is_none()), "{changes:?}");
    }
    for text in ["", " \n\t\u{a0}"] {
        let steps = ask("paste", "add", &[("text", text)]).steps;
        let why = refused(&steps);
        assert!(why.starts_with("The pasted text "), "{why}");
    }
}

#[test]
fn the_details_are_those_of_the_article() {
    let desk = desk();
    let html = html_of(&desk.ask("details", "", &[]));
    assert_eq!(values(&html, "data-detail"), ["Title", "Date", "Source", "URL", "Language"]);
    let now = &desk.session.document().article().metadata;
    assert!(values(&html, "value").contains(&&now.language[..]));
}

#[test]
fn a_report_shows_some_and_saves_all() {
    let sentences: Vec<String> = (0..205).map(|n| format!("Line {n} is < 7.")).collect();
    let mut form = vec![("title", "Imported, but not everything fits")];
    form.extend(sentences.iter().map(|one| ("sentence", &one[..])));
    let steps = ask("report", "", &form).steps;
    let [Step::Draw { title, html, is_docked: false }] = &steps[..] else { panic!("{steps:?}") };
    assert_eq!(title, form[0].1);
    assert_eq!(html.matches("<li>").count(), 201);
    assert!(html.contains("<li>Line 199 is &lt; 7.</li><li>And 5 more: save the report.</li>"));
    assert!(html.contains("Line 204 is &lt; 7."), "the field to save has all");
    let Steps { steps, bytes, .. } = ask("report", "report/save", &[("all", "one\ntwo\n")]);
    let name = "verbatim-report.txt".into();
    assert_eq!(steps, [Step::Download { name, media_type: "text/plain".into() }]);
    assert_eq!(bytes, b"one\ntwo\n");
}

#[test]
fn what_was_set_aside_is_saved_as_it_was() {
    let records: Kept = vec![("key \"1\"".into(), "{broken".into()), ("key 2".into(), "😀".into())];
    let (sheet, act) = ("report".into(), "report/records".into());
    let request = Request { sheet, act, records, is_styled: true, ..Request::default() };
    let Steps { steps, bytes, .. } = answer(request);
    assert!(
        matches!(&steps[..], [Step::Download { name, .. }] if name == "verbatim-set-aside.json")
    );
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(json, serde_json::json!({"key \"1\"": "{broken", "key 2": "😀"}));
    // Without a word on what is wrong, the keys are told.
    let html = html_of(&ask("report", "", &[("key", "verbatim/9")]).steps);
    assert!(html.contains("<li>verbatim/9</li>") && html.contains("Save what was set aside"));
}

#[test]
fn a_sheet_about_no_article_is_refused() {
    for sheet in ["details", "find", "history"] {
        for act in ["", "search", "go:1", "refresh", "mark", "tea"] {
            let why = "The article could not be read; reload the page.";
            assert_eq!(refused(&ask(sheet, act, &[]).steps), why, "{sheet} {act}");
            // Nor is there one that was not sent along.
            let mut request = desk().request(sheet, act, &[]);
            request.article = Some(ArticleId::random());
            assert_eq!(refused(&answer(request).steps), why, "{sheet} {act}");
        }
    }
}
