//! What does not fit is said in a sentence of its own, and the work on screen
//! is untouched. No storage, and no room in it, are said too.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::saved::{mark, report};
use crate::harness::engines::{Engine, Storage};
use crate::harness::native::{self, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::session::Options;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(bad_files_are_refused_each_in_its_own_words),
        scenario!(bad_annotations_are_told_each_in_its_own_words),
        scenario!(denied_storage_is_said_and_the_export_works)
            .cannot(Engine::WebKit, "MiniBrowser has no switch that denies storage"),
        scenario!(full_storage_is_said_and_loses_nothing),
    ]
}

async fn until_error(page: &Page, words: &[&str]) -> Result<String, Failure> {
    page.until(&format!("an alert with {words:?}"), async || {
        let said = page.errors().await?;
        let right = |one: &String| words.iter().all(|words| one.contains(words));
        Ok(said.into_iter().find(right))
    })
    .await
}

async fn bad_files_are_refused_each_in_its_own_words(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    mark(&page, "Lusaka", "3").await?;
    let before = page.until_kept(&[("location", "Lusaka")]).await?;
    // Where the page is scrolled to is noted a moment later.
    let storage = async || {
        let mut storage = page.local_storage().await?;
        storage.retain(|key, _| !key.ends_with("/place") && !key.ends_with("/journal"));
        Ok::<_, Failure>(storage)
    };
    let stored = storage().await?;
    let header = |version: &str, rest: &str| {
        let start = r#""format": "verbatim", "offset_unit": "codepoint", "version""#;
        format!(r#"{{{start}: "{version}", {rest}}}"#).into_bytes()
    };
    let lone = r#""articles": [{"text": "\ud83d alone"}]"#;
    let files: [(&str, Vec<u8>, &[&str]); 13] = [
        ("latin1.txt", b"Caf\xe9 au lait".to_vec(), &["UTF-8", "0xE9"]),
        ("cut.txt", b"half \xf0\x9f\x98".to_vec(), &["UTF-8", "0xF0"]),
        ("utf16.txt", b"\xff\xfeH\0i\0".to_vec(), &["UTF-16"]),
        ("utf16be.txt", b"\0H\0i".to_vec(), &["UTF-16"]),
        ("empty.txt", Vec::new(), &["is empty"]),
        ("bom.txt", b"\xef\xbb\xbf".to_vec(), &["is empty"]),
        ("prose.json", b"Not JSON at all".to_vec(), &["is not JSON", "line 1"]),
        ("cut.json", br#"{"format": "verb"#.to_vec(), &["breaks off"]),
        ("list.json", b"[1, 2]".to_vec(), &["not a Verbatim file"]),
        ("other.json", br#"{"format": "brat"}"#.to_vec(), &["“brat”"]),
        ("nothing.json", header("1.0", r#""x": 1"#), &["articles"]),
        ("surrogate.json", header("1.0", lone), &["lone surrogate"]),
        ("newer.json", header("2.7", r#""articles": []"#), &["newer Verbatim", "2.7"]),
    ];
    let mut sentences = BTreeSet::new();
    for (name, bytes, words) in &files {
        page.pick(name, bytes).await?;
        let sentence = until_error(&page, &[&[*name], *words].concat()).await?;
        assert!(sentences.insert(sentence));
        page.click_button("Dismiss").await?;
        page.until_eq("no alert", Vec::new(), async || page.errors().await).await?;
    }
    // Too big to be read at all; the driver reads it from the disk.
    let big = page.session().folder("picked")?.join("big.txt");
    std::fs::File::create(&big)?.set_len(50 << 20)?;
    page.import_file(&big).await?;
    until_error(&page, &["big.txt", "50 MB", "32 MB"]).await?;
    page.click_button("Dismiss").await?;
    assert_eq!(page.until_shown().await?, before);
    assert_eq!(storage().await?, stored);
    Ok(())
}

async fn bad_annotations_are_told_each_in_its_own_words(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    mark(&page, "Lusaka", "3").await?;
    let before = page.until_kept(&[("location", "Lusaka")]).await?;
    let history = page.records("history/").await?;
    let text = "A 😀 met Bob in Rome.";
    let good = native::annotation(1, "speaker", (8, 11), "Bob");
    let at = |place, quote| native::annotation(2, "location", place, quote);
    let mut inside = at((2, 3), "😀");
    inside["fragments"][0]["start_utf16"] = 3.into();
    let mut text_offset = at((15, 19), "Rome");
    text_offset["fragments"][0]["start"] = "fifteen".into();
    let mut unlabelled = at((15, 19), "Rome");
    unlabelled["label"] = "weather".into();
    let mut same_id = at((15, 19), "Rome");
    same_id["id"] = good["id"].clone();
    let table: [(&str, Value, &[&str]); 7] = [
        ("past the end", at((15, 4000), "Rome"), &["4000", "20"]),
        ("reversed", at((19, 15), "Rome"), &["19", "15", "before"]),
        ("inside", inside, &["start_utf16", "3", "inside a character"]),
        ("no number", text_offset, &["fifteen"]),
        ("no label", unlabelled, &["weather"]),
        ("one id twice", same_id, &["same id"]),
        ("other words", at((15, 19), "Roma"), &["“Roma”", "Rome"]),
    ];
    let mut sentences = BTreeSet::new();
    for (number, (title, bad, words)) in (1..).zip(table) {
        let mut article = native::article(number, title, text, &[]);
        article["annotations"] = json!([good, bad]);
        let file = native::file(vec![article]);
        page.pick("bad.json", &serde_json::to_vec(&file)?).await?;
        let said = page
            .until(&format!("the report of {title}"), async || {
                let said = report(&page).await?;
                Ok((!said.is_empty()).then_some(said))
            })
            .await?;
        // The last sentence is the balance.
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[1].starts_with("Annotations and links: "), "{said:?}");
        let all = [&[title], words].concat();
        assert!(all.iter().all(|one| said[0].contains(one)), "{said:?}");
        let (_, without_title) = said[0].split_once(title).ok_or("no title")?;
        assert!(sentences.insert(without_title.to_owned()));
        page.press("Escape").await?;
        let kept = page.until_shown().await?;
        assert!(kept.labelled().contains(&("speaker".into(), "Bob".into())));
    }
    // The work that was on screen is as it was.
    let first = "return document.querySelector('[aria-label=Articles] [data-article]')";
    page.click_what("the first article", first, json!([])).await?;
    page.until_eq("what is kept", before, async || page.kept().await).await?;
    page.until_shown().await?;
    assert_eq!(page.records("history/").await?, history);
    Ok(())
}

async fn denied_storage_is_said_and_the_export_works(stage: Stage) -> Outcome {
    let options = Options { storage: Storage::Denied, ..Options::default() };
    let server = stage.site("/")?;
    let page = stage.page_in(stage.browser(&options).await?, server);
    page.open().await?;
    until_error(&page, &["Nothing you do here will be kept"]).await?;
    mark(&page, "Lusaka", "3").await?;
    mark(&page, "Samuel Banda", "1").await?;
    let both = ["Samuel Banda", "Lusaka"].map(String::from).to_vec();
    page.until_eq("the marks", both, async || {
        let marks = page.marks().await?;
        Ok(marks.into_iter().map(|mark| mark.text).collect())
    })
    .await?;
    page.press("Control+z").await?;
    page.press("Control+Shift+z").await?;
    page.click_button("Export now").await?;
    let (_, bytes) = stage.saved_file(&page, async || page.click_button("Download").await).await?;
    let file = native::checked(&bytes);
    let wanted = [("speaker", "Samuel Banda"), ("location", "Lusaka")];
    let wanted = wanted.map(|(label, words)| (label.to_owned(), words.to_owned()));
    assert_eq!(native::labelled(&file["articles"][0]), wanted);
    Ok(())
}

async fn full_storage_is_said_and_loses_nothing(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let file = native::file(vec![native::article(
        1,
        "Trams",
        "Ada Lind asked for trams in Graz and Linz.",
        &[Marked { label: "speaker", words: "Ada Lind" }],
    )]);
    page.pick("trams.json", &serde_json::to_vec(&file)?).await?;
    let ada = ("speaker", "Ada Lind");
    page.until_kept(&[ada]).await?;
    let fill = "let size = 1 << 20; \
        for (let n = 0; size > 0; n++) { \
            try { localStorage.setItem(`junk/${n}`, 'x'.repeat(size)); } \
            catch { size >>= 1; } \
        } return localStorage.length";
    page.js::<usize>(fill, json!([])).await?;
    mark(&page, "Graz", "3").await?;
    until_error(&page, &["full"]).await?;
    let on_screen = async || {
        let marks = page.marks().await?;
        Ok(marks.into_iter().map(|mark| mark.text).collect::<Vec<_>>())
    };
    let two = ["Ada Lind", "Graz"].map(String::from).to_vec();
    page.until_eq("the marks", two.clone(), on_screen).await?;
    assert_eq!(page.kept().await?.annotations.len(), 1);
    // Nothing is lost by a reload: the journal has it.
    page.reload().await?;
    until_error(&page, &["full"]).await?;
    page.until_eq("the marks", two, on_screen).await?;
    // With room again, the next edit takes along what waited.
    let free = "for (const key of Object.keys(localStorage)) \
        if (key.startsWith('junk/')) localStorage.removeItem(key); return true";
    page.js::<bool>(free, json!([])).await?;
    mark(&page, "Linz", "3").await?;
    page.until_eq("no alert", Vec::new(), async || page.errors().await).await?;
    let all = [ada, ("location", "Graz"), ("location", "Linz")];
    page.until_kept(&all).await?;
    page.press("Control+z").await?;
    page.press("Control+z").await?;
    page.until_kept(&[ada]).await?;
    page.reload().await?;
    page.until_kept(&[ada]).await?;
    Ok(())
}
