//! What is done is kept: at once, over a reload, beside other tabs, and
//! whatever happens to a record.

use serde_json::{Value, json};

use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(an_edit_is_kept_before_it_is_seen),
        scenario!(reload_brings_back_marks_history_and_place),
        scenario!(closed_tab_loses_nothing),
        scenario!(corrupt_record_is_set_aside_and_the_others_live),
        scenario!(newer_layout_is_left_alone_and_said),
        scenario!(journal_brings_back_what_local_storage_lost),
        scenario!(other_tab_shows_what_this_one_does),
    ]
}

/// Drags over the first place of some words, and presses a label's key.
pub async fn mark(page: &Page, words: &str, key: &str) -> Outcome {
    let (start, end) = page.span(words).await?;
    page.drag(start, end).await?;
    page.press(key).await
}

async fn an_edit_is_kept_before_it_is_seen(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    // In the turn in which the screen changes, the record must be there.
    let watch = r#"
        window.seen = [];
        const key = (id) => Object.keys(localStorage).find((one) => one.endsWith(`/annotation/${id}`));
        const tell = (what, mark) => {
            for (const [at, id] of mark.dataset.annotation.split(" ").entries()) {
                const label = mark.dataset.label.split(" ")[at];
                const kept = key(id) ? JSON.parse(localStorage.getItem(key(id))).label : null;
                window.seen.push([what, label, kept]);
            }
        };
        new MutationObserver((changes) => {
            for (const { type, target, addedNodes, removedNodes } of changes) {
                if (type === "attributes" && target.isConnected) tell("shown", target);
                for (const node of addedNodes) if (node.matches?.("mark")) tell("shown", node);
                for (const node of removedNodes) if (node.matches?.("mark")) tell("gone", node);
            }
        }).observe(document.querySelector("main article"), {
            childList: true, subtree: true, attributes: true, attributeFilter: ["data-label"],
        });
        return true;
    "#;
    page.js::<bool>(watch, json!([])).await?;
    let seen = async |what: &str, label: &str, kept: Option<&str>| -> Outcome {
        let wanted = json!([what, label, kept]);
        page.until(&format!("{wanted}"), async || {
            let seen: Vec<Value> = page.js("return window.seen", json!([])).await?;
            // Nothing is ever shown that is not kept the same.
            for one in &seen {
                assert!(one[0] == "gone" || one[1] == one[2], "{seen:?}");
            }
            Ok(seen.contains(&wanted).then_some(()))
        })
        .await
    };
    mark(&page, "Lusaka", "1").await?;
    seen("shown", "speaker", Some("speaker")).await?;
    page.press("n").await?;
    page.press("3").await?;
    seen("shown", "location", Some("location")).await?;
    page.press("Delete").await?;
    seen("gone", "location", None).await?;
    let n_seen: usize = page.js("return window.seen.length", json!([])).await?;
    page.press("Control+z").await?;
    page.until_kept(&[("location", "Lusaka")]).await?;
    let again = "return window.seen.slice(arguments[0])";
    let again: Vec<Value> = page.js(again, json!([n_seen])).await?;
    assert_eq!(again, [json!(["shown", "location", "location"])]);
    Ok(())
}

async fn reload_brings_back_marks_history_and_place(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    mark(&page, "Lusaka", "3").await?;
    mark(&page, "Samuel Banda", "1").await?;
    let both = [("speaker", "Samuel Banda"), ("location", "Lusaka")];
    page.until_kept(&both).await?;
    page.press("Control+z").await?;
    page.until_kept(&both[1..]).await?;
    // A long article, read to its middle; it is the open one now.
    let lines: Vec<String> = (0..200).map(|n| format!("Line {n} of a long article.")).collect();
    let long = lines.join("\n");
    page.pick("long.txt", long.as_bytes()).await?;
    page.until_eq("the text", long.clone(), async || page.text().await).await?;
    mark(&page, "Line 100", "2").await?;
    page.until_kept(&[("proposal", "Line 100")]).await?;
    let top = "return blocks().findIndex((block) => block.getBoundingClientRect().bottom > 150)";
    let before: i64 = page.js(top, json!([])).await?;
    assert!(before > 50);
    until_place_near(&page, before).await?;
    page.reload().await?;
    page.until_kept(&[("proposal", "Line 100")]).await?;
    assert_eq!(page.text().await?, long);
    page.until("the place", async || {
        let after: i64 = page.js(top, json!([])).await?;
        Ok(((after - before).abs() <= 3).then_some(()))
    })
    .await?;
    page.press("Control+z").await?;
    page.until_kept(&[]).await?;
    // The history of the other article is its own, what was undone included.
    let first = "return document.querySelector('[aria-label=Articles] [data-article]')";
    page.click_what("the first article", first, json!([])).await?;
    page.until_kept(&both[1..]).await?;
    page.press("Control+Shift+z").await?;
    page.until_kept(&both).await?;
    page.press("Control+z").await?;
    page.press("Control+z").await?;
    page.until_kept(&[]).await?;
    Ok(())
}

/// Waits until the place that is kept is near this line.
async fn until_place_near(page: &Page, line: i64) -> Outcome {
    page.until("the place, kept", async || {
        let script = "return record(`article/${kept().id}/place`)?.block ?? 0";
        let kept: i64 = page.js(script, json!([])).await?;
        Ok(((kept - line).abs() <= 3).then_some(()))
    })
    .await
}

async fn closed_tab_loses_nothing(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    mark(&page, "Nairobi", "3").await?;
    page.until_kept(&[("location", "Nairobi")]).await?;
    let driver = page.driver();
    let new = driver.new_tab().await?;
    driver.close_window().await?;
    driver.switch_to_window(new).await?;
    page.open().await?;
    page.until_kept(&[("location", "Nairobi")]).await?;
    page.press("Control+z").await?;
    page.until_kept(&[]).await?;
    Ok(())
}

/// The sentences of the dialog that is open.
pub async fn report(page: &Page) -> Result<Vec<String>, Failure> {
    page.js("return texts('dialog[open] li')", json!([])).await
}

async fn corrupt_record_is_set_aside_and_the_others_live(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    for (words, key) in [("Lusaka", "3"), ("Zambia", "3"), ("Nairobi", "3")] {
        mark(&page, words, key).await?;
    }
    let kept = page.until_shown().await?;
    assert_eq!(kept.annotations.len(), 3);
    let [lusaka, zambia] = [0, 1].map(|at| kept.annotations[at].id.clone());
    // One that is no JSON, one whose words are not those of the text.
    let script = "const start = `verbatim/1/article/${kept().id}/annotation/`; \
        const [one, two] = arguments; \
        localStorage.setItem(start + one, '{\"label\": '); \
        localStorage.setItem(start + two, localStorage.getItem(start + two).replace('Zambia', 'Zambla')); \
        return [start + one, start + two]";
    let keys: Vec<String> = page.js(script, json!([lusaka, zambia])).await?;
    page.reload().await?;
    let said = page
        .until("the report", async || {
            let said = report(&page).await?;
            Ok((!said.is_empty()).then_some(said))
        })
        .await?;
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().any(|one| one.contains("Zambla")), "{said:?}");
    for id in [&lusaka, &zambia] {
        assert!(said.iter().any(|one| one.contains(&**id)), "{said:?}");
    }
    let storage = page.local_storage().await?;
    for key in keys {
        assert!(!storage.contains_key(&key));
        let aside = key.replace("verbatim/1/", "verbatim/1/quarantine/");
        assert!(storage.contains_key(&aside), "{storage:?}");
    }
    // They can be saved.
    let (name, bytes) = stage
        .saved_file(&page, async || page.click_button("Save what was set aside").await)
        .await?;
    assert_eq!(name, "verbatim-set-aside.json");
    let saved: serde_json::Map<String, Value> = serde_json::from_slice(&bytes)?;
    assert_eq!(saved.len(), 2);
    page.press("Escape").await?;
    page.until_kept(&[("location", "Nairobi")]).await?;
    page.reload().await?;
    page.until_kept(&[("location", "Nairobi")]).await?;
    assert_eq!(report(&page).await?, Vec::<String>::new());
    Ok(())
}

async fn newer_layout_is_left_alone_and_said(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    mark(&page, "Nairobi", "3").await?;
    page.until_kept(&[("location", "Nairobi")]).await?;
    let script = "localStorage.setItem('verbatim/2/library', 'of tomorrow'); return true";
    page.js::<bool>(script, json!([])).await?;
    page.reload().await?;
    page.until("the alert", async || {
        let said = page.errors().await?;
        let right = |one: &String| one.contains("newer Verbatim (storage version 2)");
        Ok(said.iter().any(right).then_some(()))
    })
    .await?;
    mark(&page, "Kiruna", "3").await?;
    page.until_kept(&[("location", "Kiruna"), ("location", "Nairobi")]).await?;
    let storage = page.local_storage().await?;
    assert_eq!(storage["verbatim/2/library"], "of tomorrow");
    Ok(())
}

async fn journal_brings_back_what_local_storage_lost(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let seq = async || {
        let script = "return record('journal')?.seq ?? 0";
        page.js::<u64>(script, json!([])).await
    };
    mark(&page, "Lusaka", "3").await?;
    page.until_kept(&[("location", "Lusaka")]).await?;
    let early = seq().await?;
    let storage = page.local_storage().await?;
    mark(&page, "Samuel Banda", "1").await?;
    page.press("n").await?;
    page.press("2").await?;
    let both = [("proposal", "Samuel Banda"), ("location", "Lusaka")];
    page.until_kept(&both).await?;
    let late = seq().await?;
    assert!(late >= early + 2);
    until_journalled(&page).await?;
    // As after a power cut: local storage is as it was a while ago.
    let wind_back = "localStorage.clear(); \
        for (const [key, value] of Object.entries(arguments[0])) localStorage.setItem(key, value); \
        return true";
    page.js::<bool>(wind_back, json!([storage])).await?;
    assert_eq!(page.kept().await?.annotations.len(), 1);
    page.reload().await?;
    page.until_kept(&both).await?;
    assert!(seq().await? >= late);
    page.press("Control+z").await?;
    page.until_kept(&[("speaker", "Samuel Banda"), both[1]]).await?;
    page.press("Control+z").await?;
    page.until_kept(&both[1..]).await?;
    until_journalled(&page).await?;
    // And as if everything were gone.
    page.js::<bool>("localStorage.clear(); return true", json!([])).await?;
    page.reload().await?;
    page.until_kept(&both[1..]).await?;
    Ok(())
}

/// Waits until the journal has taken all that was written: a transaction that
/// reads is done after those that were asked to write before it.
async fn until_journalled(page: &Page) -> Outcome {
    let script = "const done = (request) => new Promise((resolve, reject) => { \
            request.onsuccess = () => resolve(request.result); \
            request.onerror = () => reject(request.error); \
        }); \
        const database = await done(indexedDB.open('verbatim')); \
        const count = await done(database.transaction('journal').objectStore('journal').count()); \
        database.close(); return count";
    assert!(page.later::<u64>(script, json!([])).await? > 0);
    Ok(())
}

async fn other_tab_shows_what_this_one_does(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    mark(&page, "Lusaka", "3").await?;
    page.until_kept(&[("location", "Lusaka")]).await?;
    let driver = page.driver();
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second.clone()).await?;
    page.open().await?;
    page.until_kept(&[("location", "Lusaka")]).await?;
    // By keys alone here: one driver can't point in a window it opened.
    page.press("n").await?;
    page.press("1").await?;
    page.until_kept(&[("speaker", "Lusaka")]).await?;
    driver.switch_to_window(first.clone()).await?;
    page.until_kept(&[("speaker", "Lusaka")]).await?;
    // And back, and both undo the same history.
    mark(&page, "Zambia", "3").await?;
    let two = [("speaker", "Lusaka"), ("location", "Zambia")];
    page.until_kept(&two).await?;
    driver.switch_to_window(second).await?;
    page.until_kept(&two).await?;
    page.press("Control+z").await?;
    page.until_kept(&two[..1]).await?;
    driver.switch_to_window(first).await?;
    page.until_kept(&two[..1]).await?;
    page.press("Control+z").await?;
    page.until_kept(&[("location", "Lusaka")]).await?;
    Ok(())
}
