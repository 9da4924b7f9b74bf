//! The page opens anywhere, and takes mouse and keys.

use serde_json::json;

use crate::harness::Outcome;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(page_opens),
        scenario!(page_opens_under_a_sub_path),
        scenario!(missing_file_is_said),
        scenario!(fresh_origin_keeps_nothing),
        scenario!(drag_selects_both_ways),
        scenario!(double_click_selects_a_word),
        scenario!(keys_arrive),
    ]
}

async fn page_opens(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    assert_eq!(page.driver().title().await?, "Verbatim");
    assert_eq!(page.errors().await?, Vec::<String>::new());
    assert!(page.text().await?.len() > 100);
    Ok(())
}

async fn page_opens_under_a_sub_path(stage: Stage) -> Outcome {
    let page = stage.blank_page("/some/where/").await?;
    page.open().await?;
    let requests = page.server().requests();
    assert!(requests.iter().all(|path| path.starts_with("/some/where/")), "{requests:?}");
    Ok(())
}

async fn missing_file_is_said(stage: Stage) -> Outcome {
    let page = stage.blank_page("/").await?;
    page.server().hide(Some(".wasm"));
    page.driver().goto(page.server().url()).await?;
    page.until("the notice", async || {
        let said = page.errors().await?;
        let right = |one: &String| one.contains("could not start");
        Ok(said.iter().any(right).then_some(()))
    })
    .await?;
    page.server().hide(None);
    page.click_button("Reload").await?;
    page.wait_for_article().await?;
    assert_eq!(page.errors().await?, Vec::<String>::new());
    Ok(())
}

async fn fresh_origin_keeps_nothing(stage: Stage) -> Outcome {
    let read = "return localStorage.getItem('harness')";
    for _ in 0..2 {
        let page = stage.page().await?;
        let found: Option<String> = page.js(read, json!([])).await?;
        assert_eq!(found, None);
        let write = "localStorage.setItem('harness', 'kept'); return true";
        page.js::<bool>(write, json!([])).await?;
        page.reload().await?;
        let found: Option<String> = page.js(read, json!([])).await?;
        assert_eq!(found.as_deref(), Some("kept"));
    }
    Ok(())
}

async fn drag_selects_both_ways(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let texts = page.text_of_blocks().await?;
    let long = |text: &String| text.encode_utf16().count() > 80;
    let block = texts.iter().position(long).ok_or("no long block")?;
    let units: Vec<u16> = texts[block].encode_utf16().collect();
    let wanted = String::from_utf16(&units[10..60])?;
    let (start, end) = ((block, 10), (block, 60));
    for (anchor, focus) in [(start, end), (end, start)] {
        page.drag(anchor, focus).await?;
        let selection = page.selection().await?.ok_or("nothing is selected")?;
        assert_eq!(selection.text, wanted);
        assert_eq!((selection.anchor, selection.focus), (Some(anchor), Some(focus)));
        // A drag that starts on a selection would move it.
        page.click_at((block, 0)).await?;
    }
    Ok(())
}

async fn double_click_selects_a_word(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let texts = page.text_of_blocks().await?;
    let words = |text: &String| text.split(' ').filter(|word| word.len() > 3).count() > 5;
    let block = texts.iter().position(words).ok_or("no block with words")?;
    let plain =
        |word: &&str| word.len() > 3 && word.chars().all(|letter| letter.is_ascii_lowercase());
    let word = texts[block].split(' ').find(plain).ok_or("no plain word")?;
    let ((block, start), _) = page.span(&format!(" {word} ")).await?;
    page.double_click_at((block, start + 2)).await?;
    let selection = page.selection().await?.ok_or("nothing is selected")?;
    assert_eq!(selection.text.trim(), word);
    Ok(())
}

async fn keys_arrive(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let listen = "window.heard = []; addEventListener('keydown', (event) => \
        window.heard.push([event.ctrlKey, event.shiftKey, event.key].join(' ')), true); return true";
    page.js::<bool>(listen, json!([])).await?;
    for chord in ["7", "Escape", "Control+z", "Control+Shift+z", "ArrowDown"] {
        page.press(chord).await?;
    }
    let wanted = [
        "false false 7",
        "false false Escape",
        "true false Control",
        "true false z",
        "true false Control",
        "true true Shift",
        "true true Z",
        "false false ArrowDown",
    ]
    .map(String::from)
    .to_vec();
    page.until_eq("the keys", wanted, async || page.js("return window.heard", json!([])).await)
        .await
}
