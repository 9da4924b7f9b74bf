//! After it has loaded, the page makes no request and can't make any.

use serde_json::json;

use crate::harness::Outcome;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(nothing_leaves_the_page_once_it_runs),
        scenario!(no_script_or_style_comes_in_with_text),
        scenario!(worker_comes_at_first_use),
        scenario!(lost_worker_is_said_and_tried_again),
    ]
}

async fn nothing_leaves_the_page_once_it_runs(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let before = page.server().requests();
    let script = r#"
        const done = arguments[arguments.length - 1];
        const image = new Promise((end) => {
            const one = new Image();
            one.onload = () => end("loaded");
            one.onerror = () => end("blocked");
            one.src = "./picture.png";
        });
        const ask = (start) => { try { return start(); } catch (error) { return Promise.reject(error); } };
        const request = () => new Promise((end, fail) => {
            const one = new XMLHttpRequest();
            one.onload = () => end();
            one.onerror = fail;
            one.open("GET", "./asked");
            one.send();
        });
        const socket = () => new Promise((end, fail) => {
            const one = new WebSocket(location.href.replace("http", "ws"));
            one.onopen = () => end();
            one.onerror = fail;
        });
        const fate = (start) => ask(start).then(() => "loaded", () => "blocked");
        Promise.all([
            fate(() => fetch("./fetched")),
            fate(() => fetch("data:text/plain,x")),
            fate(request),
            fate(socket),
            image,
        ]).then(done);
    "#;
    let fates = page.driver().execute_async(script, Vec::new()).await?;
    assert_eq!(fates.json(), &json!(vec!["blocked"; 5]));
    let beacon = "return navigator.sendBeacon?.('./beacon', 'x') ?? false";
    page.js::<bool>(beacon, json!([])).await?;
    // The last word: what the server saw.
    let after = page.server().requests();
    assert_eq!(after, before);
    Ok(())
}

async fn worker_comes_at_first_use(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let of_worker = || {
        let requests = page.server().requests();
        requests.into_iter().filter(|path| path.contains("worker")).collect::<Vec<_>>()
    };
    assert_eq!(of_worker(), Vec::<String>::new());
    page.show_example().await?;
    let loaded = of_worker();
    assert_eq!(loaded.len(), 3, "its start, its script and its code: {loaded:?}");
    stage.export(&page, false).await?;
    assert_eq!(of_worker(), loaded, "loaded once");
    Ok(())
}

async fn lost_worker_is_said_and_tried_again(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    for missing in ["worker_bg.wasm", "worker-boot.js"] {
        page.server().hide(Some(missing));
        page.click_button("Show an example").await?;
        page.until("the error", async || {
            let said = page.errors().await?;
            Ok(said.iter().any(|one| one.contains("could not be loaded")).then_some(()))
        })
        .await?;
        page.click_button("Dismiss").await?;
        page.until_eq("the errors", 0, async || Ok(page.errors().await?.len())).await?;
    }
    page.server().hide(None);
    page.show_example().await?;
    Ok(())
}

async fn no_script_or_style_comes_in_with_text(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let script = r#"
        const script = document.createElement("script");
        script.textContent = "document.title = 'inline'";
        const box = document.createElement("div");
        box.innerHTML = "<p style='color: red' onclick=\"document.title = 'click'\">x</p>";
        document.body.append(script, box);
        box.firstChild.click();
        const seen = [document.title, box.firstChild.style.color];
        script.remove();
        box.remove();
        return seen;
    "#;
    let seen: Vec<String> = page.js(script, json!([])).await?;
    assert_eq!(seen, ["Verbatim", ""]);
    Ok(())
}
