//! Datasets of other programs: what a format can't hold is told before a file
//! leaves, what is open is asked before anything is written, several files are
//! one, and what takes long can be ended.

use serde_json::{Value, json};
use verbatim::format::OutFile;
use verbatim::format::bundle::{is_bundle, pack, unpack};

use crate::harness::native::{self, COUNCIL, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::traffic::Dropped;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(losses_are_told_and_then_the_file_is_right),
        scenario!(each_file_has_what_was_changed_since_the_last),
        scenario!(what_offsets_count_is_asked_and_enter_takes_the_likeliest),
        scenario!(new_labels_are_read_as_others),
        scenario!(a_pasted_dataset_comes_in_by_keyboard_and_alone),
        scenario!(what_came_as_text_is_read_as_something_else_in_its_place),
        scenario!(a_selection_leaves_in_a_zip_file_and_comes_back),
        scenario!(what_takes_long_is_told_and_ended),
    ]
}

/// What the part of the sheet with this id says.
async fn said(page: &Page, id: &str) -> Result<String, Failure> {
    let script = "const one = document.getElementById(arguments[0]); return one ? words(one) : ''";
    page.js(script, json!([id])).await
}

/// Waits until a part of the sheet says some words.
async fn until_said(page: &Page, id: &str, wanted: &str) -> Outcome {
    page.until(&format!("{wanted:?}"), async || {
        Ok(said(page, id).await?.contains(wanted).then_some(()))
    })
    .await
}

async fn titles(page: &Page) -> Result<Vec<String>, Failure> {
    let script = "return texts('[aria-label=Articles] [data-article] .title')";
    page.js(script, json!([])).await
}

async fn click_field(page: &Page, label: &str) -> Outcome {
    page.field(label).await?;
    page.click_what(label, "return field(arguments[0])", json!([label])).await
}

const EXAMPLE: &str = "Wuzhen summit asks how AI can serve people";

/// A file of PubAnnotation: each mark with its offsets and label.
fn pubannotation(text: &str, marked: &[(u32, u32, &str)]) -> Vec<u8> {
    let denotations: Vec<Value> = marked
        .iter()
        .map(|(begin, end, obj)| json!({"span": {"begin": begin, "end": end}, "obj": obj}))
        .collect();
    json!({"text": text, "denotations": denotations}).to_string().into_bytes()
}

async fn losses_are_told_and_then_the_file_is_right(stage: Stage) -> Outcome {
    let text = "👩\u{200d}🔬 Ana Ömer said “e\u{301}te\u{301}”. 习近平在北京说.";
    let marked = [
        Marked { label: "speaker", words: "Ana Ömer" },
        Marked { label: "proposal", words: "e\u{301}te\u{301}" },
        Marked { label: "location", words: "北京" },
    ];
    let page = stage.article(text, &marked).await?;
    page.click_button("Export").await?;
    until_said(&page, "losses", "Nothing is lost.").await?;
    page.choose("Format", "PubAnnotation JSON").await?;
    until_said(&page, "about", "Offsets count Unicode code points").await?;
    until_said(&page, "losses", "1 article with 3 annotations, in 1 file.").await?;
    until_said(&page, "losses", "1 article’s date, source, address or language").await?;
    // Only some of it: what is told follows.
    let open = "return document.querySelector('dialog summary')";
    page.click_what("the fold", open, json!([])).await?;
    click_field(&page, "Proposal").await?;
    until_said(&page, "losses", "1 article with 2 of 3 annotations, in 1 file.").await?;
    let held = downloaded(&stage, &page, text).await?;
    let wanted = [("speaker", "Ana Ömer"), ("location", "北京")];
    assert_eq!(held, wanted.map(|(label, words)| (label.to_owned(), words.to_owned())));
    page.until_no_dialog().await
}

/// Presses the button, and reads from the file, PubAnnotation's, which words have
/// which label.
async fn downloaded(
    stage: &Stage,
    page: &Page,
    text: &str,
) -> Result<Vec<(String, String)>, Failure> {
    let (name, bytes) =
        stage.saved_file(page, async || page.click_button("Download").await).await?;
    assert_eq!(name, "Council.json");
    let file: Value = serde_json::from_slice(&bytes)?;
    assert_eq!(file["text"], text);
    let chars: Vec<char> = text.chars().collect();
    let one = |one: &Value| {
        let at = |end: &str| one["span"][end].as_u64().unwrap_or(0) as usize;
        let words = chars[at("begin")..at("end")].iter().collect();
        (one["obj"].as_str().unwrap_or_default().into(), words)
    };
    Ok(file["denotations"].as_array().ok_or("no denotations")?.iter().map(one).collect())
}

async fn each_file_has_what_was_changed_since_the_last(stage: Stage) -> Outcome {
    const TEXT: &str = "Ana met Bo in Graz.";
    let marked = [Marked { label: "speaker", words: "Ana" }];
    let page = stage.article(TEXT, &marked).await?;
    let export = async || {
        page.click_button("Export").await?;
        page.choose("Format", "PubAnnotation JSON").await?;
        until_said(&page, "about", "Offsets count Unicode code points").await?;
        let held = downloaded(&stage, &page, TEXT).await?;
        page.until_no_dialog().await?;
        Ok::<_, Failure>(held)
    };
    let all = ["Ana", "Bo", "Graz"];
    let wanted = |words: &[&str]| -> Vec<(String, String)> {
        words.iter().map(|&words| ("speaker".to_owned(), words.to_owned())).collect()
    };
    assert_eq!(export().await?, wanted(&all[..1]));
    assert_eq!(export().await?, wanted(&all[..1]));
    for n_marked in [2, 3] {
        let (from, to) = page.span(all[n_marked - 1]).await?;
        page.drag(from, to).await?;
        page.press("1").await?;
        page.until_kept(&all[..n_marked].iter().map(|&it| ("speaker", it)).collect::<Vec<_>>())
            .await?;
        assert_eq!(export().await?, wanted(&all[..n_marked]));
    }
    page.click_button("Undo").await?;
    page.until_kept(&[("speaker", "Ana"), ("speaker", "Bo")]).await?;
    assert_eq!(export().await?, wanted(&all[..2]));
    // And what another tab did.
    let driver = page.driver();
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second).await?;
    page.open().await?;
    page.press("Control+z").await?;
    page.until_kept(&[("speaker", "Ana")]).await?;
    driver.switch_to_window(first).await?;
    page.until_eq("the marks", 1, async || Ok(page.marks().await?.len())).await?;
    assert_eq!(export().await?, wanted(&all[..1]));
    Ok(())
}

async fn what_offsets_count_is_asked_and_enter_takes_the_likeliest(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let text = "👩 left Graz now.";
    let file = pubannotation(text, &[(7, 11, "location")]);
    page.pick("graz.json", &file).await?;
    page.until_dialog().await?;
    let choices: Vec<String> = page.js("return texts('dialog .units label')", json!([])).await?;
    assert_eq!(choices.len(), 2, "{choices:?}");
    assert!(choices[0].contains("code points") && choices[0].contains("Graz"), "{choices:?}");
    assert!(choices[1].contains("UTF-16") && choices[1].contains("Gra"), "{choices:?}");
    assert_eq!(titles(&page).await?, [EXAMPLE], "nothing is written before the answer");
    page.press("Enter").await?;
    page.until_eq("the text", text.to_owned(), async || page.text().await).await?;
    page.until_kept(&[("location", "Graz")]).await?;
    page.until_no_dialog().await?;
    // The other answer, from the same file: beside it, for it is another.
    page.pick("graz.json", &file).await?;
    page.until_dialog().await?;
    click_field(&page, "UTF-16 code units").await?;
    page.click_button("Import").await?;
    page.until_kept(&[("location", "Gra")]).await?;
    // The white space before it is told of.
    page.close_dialog().await?;
    // And none of them.
    page.pick("graz.json", &file).await?;
    page.until_dialog().await?;
    page.press("Escape").await?;
    page.until_no_dialog().await?;
    assert_eq!(titles(&page).await?, [EXAMPLE, "graz", "graz"]);
    Ok(())
}

async fn new_labels_are_read_as_others(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let text = "Bo saw Rome and Pisa.";
    let marked = [(0, 2, "SPEAKER"), (7, 11, "GPE"), (16, 20, "city")];
    page.pick("rome.json", &pubannotation(text, &marked)).await?;
    page.until_dialog().await?;
    let asked: Vec<String> = page.js("return texts('dialog .mapping b')", json!([])).await?;
    assert_eq!(asked, ["GPE", "SPEAKER", "city"]);
    page.choose("What becomes of GPE", "location").await?;
    page.click_button("Import").await?;
    page.until_kept(&[("speaker", "Bo"), ("location", "Rome"), ("city", "Pisa")]).await?;
    page.until_no_dialog().await?;
    let labels = "return [...document.querySelectorAll('[aria-label=Labels] [data-label]')] \
        .map((one) => one.dataset.label)";
    let labels: Vec<String> = page.js(labels, json!([])).await?;
    assert_eq!(labels, ["speaker", "proposal", "location", "city"]);
    Ok(())
}

async fn a_pasted_dataset_comes_in_by_keyboard_and_alone(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let text = "Bo saw Rome.";
    page.pick("rome.json", &pubannotation(text, &[(7, 11, "location")])).await?;
    page.until_dialog().await?;
    page.press("Enter").await?;
    page.until_kept(&[("location", "Rome")]).await?;
    page.until_no_dialog().await?;
    page.click_button("Paste").await?;
    let line = r#"{"id": 1, "text": "Ada left Linz.", "label": [[9, 13, "location"]]}"#;
    page.fill("Text of the article", line).await?;
    page.tab_to("Tab", "Add article").await?;
    page.press("Enter").await?;
    page.until("what it is taken for", async || {
        let taken: String =
            page.js("return words(document.querySelector('dialog'))", json!([])).await?;
        Ok(taken.contains("1 article with 1 annotation.").then_some(()))
    })
    .await?;
    page.until_eq("the focus", "import-go".to_owned(), async || {
        page.js("return document.activeElement.id", json!([])).await
    })
    .await?;
    page.press("Enter").await?;
    page.until_kept(&[("location", "Linz")]).await?;
    page.until_no_dialog().await?;
    page.until_focused("Paste").await?;
    // What came before it is not read once more.
    let said = page.notices().await?;
    assert!(!said.iter().any(|one| one.contains("here already")), "{said:?}");
    assert_eq!(titles(&page).await?, [EXAMPLE, "rome", "1"]);
    Ok(())
}

async fn what_came_as_text_is_read_as_something_else_in_its_place(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let until_text = async |wanted: &str| {
        page.until_eq("the text", wanted.to_owned(), async || page.text().await).await
    };
    // Too little to tell what it is.
    page.pick("notes.txt", b"Ana PER\nleft O\nRome LOC").await?;
    until_text("Ana PER\nleft O\nRome LOC").await?;
    page.click_button("Read it as something else").await?;
    page.until_dialog().await?;
    page.choose("Read as", "CoNLL-2003").await?;
    until_said(&page, "files", "CoNLL-2003").await?;
    page.click_button("Import").await?;
    page.until_kept(&[("PER", "Ana"), ("LOC", "Rome")]).await?;
    until_text("Ana left Rome").await?;
    page.until_no_dialog().await?;
    assert_eq!(titles(&page).await?, [EXAMPLE, "notes"]);
    assert!(!page.has_button("Read it as something else").await?);
    // What somebody has worked on is not for that any more.
    page.pick("more.txt", b"Bonnie PER\nstayed O").await?;
    until_text("Bonnie PER\nstayed O").await?;
    assert!(page.has_button("Read it as something else").await?);
    page.until_shown().await?;
    page.double_click_at((0, 3)).await?;
    page.until_snapped(Some("Bonnie")).await?;
    page.press("1").await?;
    page.until_kept(&[("speaker", "Bonnie")]).await?;
    assert!(!page.has_button("Read it as something else").await?);
    Ok(())
}

async fn a_selection_leaves_in_a_zip_file_and_comes_back(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[Marked { label: "speaker", words: "Bob Roe" }]).await?;
    let file = |name, bytes: &'static [u8]| Dropped { name, bytes };
    page.drop_files(&[file("one.txt", b"First."), file("two.txt", b"Second.")]).await?;
    page.until_eq("the text", "First.".to_owned(), async || page.text().await).await?;
    page.click_button("Export").await?;
    page.choose("Format", "PubAnnotation JSON").await?;
    click_field(&page, "A selection").await?;
    until_said(&page, "losses", "Choose at least one article.").await?;
    click_field(&page, "Council").await?;
    until_said(&page, "losses", "1 article with 1 annotation, in 1 file.").await?;
    click_field(&page, "two").await?;
    until_said(&page, "losses", "2 articles with 1 annotation, in 2 files, zipped.").await?;
    let (name, bytes) =
        stage.saved_file(&page, async || page.click_button("Download").await).await?;
    assert_eq!(name, "verbatim-selection-pubannotation.zip");
    assert!(is_bundle(&bytes));
    let files = unpack(&name, &bytes)?;
    let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["1-Council.json", "2-two.json"]);
    let other = stage.page().await?;
    // With a file that is of no format, which becomes plain text.
    let mut more: Vec<OutFile> = files;
    more.push(OutFile { name: "notes/plain.txt".into(), bytes: b"Nobody left.".to_vec() });
    other.pick(&name, &pack(&more)?).await?;
    // What each was taken for is told before anything is written.
    other.until_dialog().await?;
    let taken: Vec<String> = other.js("return texts('dialog #files li')", json!([])).await?;
    assert_eq!(taken.len(), 3, "{taken:?}");
    assert!(taken[0].contains("PubAnnotation") && taken[2].contains("plain text"), "{taken:?}");
    other.press("Enter").await?;
    let wanted = [EXAMPLE, "1-Council", "2-two", "plain"].map(String::from);
    other.until_eq("the list", wanted.to_vec(), async || titles(&other).await).await?;
    other.until_eq("the text", COUNCIL.to_owned(), async || other.text().await).await?;
    other.until_kept(&[("speaker", "Bob Roe")]).await?;
    other.pick("broken.zip", &bytes[..bytes.len() - 40]).await?;
    other
        .until("the reason", async || {
            let said = other.errors().await?;
            Ok(said.iter().any(|one| one.contains("not a whole zip file")).then_some(()))
        })
        .await
}

async fn what_takes_long_is_told_and_ended(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let articles = (1..=3000).map(|number| {
        let words: Vec<String> = (0..20).map(|n| format!("word{n:02}")).collect();
        let text = format!("{} {number}", words.join(" "));
        let marked: Vec<Marked<'_>> =
            words.iter().map(|words| Marked { label: "speaker", words }).collect();
        native::article(number, &format!("No. {number}"), &text, &marked)
    });
    let file = serde_json::to_vec(&native::file(articles.collect()))?;
    let before = page.local_storage().await?;
    page.pick("many.json", &file).await?;
    let bar = "const bar = document.querySelector('dialog[open] progress'); \
        return bar && bar.value / bar.max";
    page.until("the bar", async || page.js::<Option<f64>>(bar, json!([])).await).await?;
    page.click_button("Cancel").await?;
    page.until_no_dialog().await?;
    page.until("the word", async || {
        let said = page.notices().await?;
        Ok(said.iter().any(|one| one.contains("Cancelled")).then_some(()))
    })
    .await?;
    assert_eq!(page.local_storage().await?, before, "nothing was changed");
    // The next task has a worker of its own.
    page.pick("next.txt", b"And now this.").await?;
    page.until_eq("the text", "And now this.".to_owned(), async || page.text().await).await?;
    assert_eq!(titles(&page).await?, [EXAMPLE, "next"]);
    assert_eq!(page.errors().await?, Vec::<String>::new());
    Ok(())
}
