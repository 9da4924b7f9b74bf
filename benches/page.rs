//! What an article of a megabyte with ten thousand annotations takes in the
//! export dialog, in real browsers on the built page: how long each format's
//! file takes from the press of the button until it is there, and for how long at
//! most the page did not answer meanwhile.

#![allow(missing_docs, clippy::expect_used, reason = "a bench stops at what it can't do")]

#[path = "../tests/support/corpus.rs"]
mod corpus;
#[path = "../tests/browser/harness/mod.rs"]
#[allow(dead_code, reason = "a bench needs little of it")]
mod harness;

use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use harness::engines::Engine;
use harness::page::Page;
use harness::stage::{House, Stage};
use harness::{Failure, Outcome};
use serde_json::json;
use thirtyfour::prelude::By;
use verbatim::format::{self, CODECS, Job};

const N_BYTES: usize = 1_000_000;
const N_ANNOTATIONS: usize = 10_000;
/// Each format is exported so many times; told is the median of how long the file
/// took, and the longest time that the page was busy in any of them.
const N_RUNS: usize = 3;
/// For so long nothing is done: WebKit looks at its memory each 30 seconds, and that
/// takes the longer the more of it there is.
const LULL: Duration = Duration::from_secs(35);
/// So long may the large article take to come in and be drawn.
const MAX_SECONDS: u64 = 120;

/// Notes when, and for how many milliseconds, the page was busy without a break.
/// Chromium says so of each task from 50 ms on; elsewhere it is how late a timer of
/// 5 ms is called. Not so in Chromium, which holds timers back after a press.
const PROBE: &str = "window.busy = []; \
    if (PerformanceObserver.supportedEntryTypes.includes('longtask')) { \
        new PerformanceObserver(list => list.getEntries().forEach(it => \
            window.busy.push([it.startTime, it.duration]))).observe({ type: 'longtask' }); \
    } else { \
        let last = performance.now(); \
        setInterval(() => { const now = performance.now(); \
            window.busy.push([last, now - last]); last = now; }, 5); \
    }";

fn main() {
    // What is no option chooses engines.
    let only: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    let dist = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/dist"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime starts");
    for engine in Engine::ALL {
        if only.is_empty() || only.iter().any(|name| engine.name().contains(name.as_str())) {
            let house = Rc::new(House::new(engine, &dist).expect("the engine can be tested"));
            runtime.block_on(exports(Stage::new(&house))).expect("every format can be exported");
        }
    }
}

async fn exports(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let collection = corpus::large(N_BYTES, N_ANNOTATIONS);
    let native = format::codec("verbatim-json").ok_or("no such format")?;
    let job = Job { stem: "large".into(), ..Job::default() };
    let file = format::write(native, &collection, &job).files.remove(0);
    page.pick(&file.name, &file.bytes).await?;
    let deadline = Instant::now() + Duration::from_secs(MAX_SECONDS);
    let n_listed =
        "return document.querySelectorAll('[aria-label=Annotations] [data-annotation]').length";
    while page.js::<usize>(n_listed, json!([])).await? < N_ANNOTATIONS {
        if Instant::now() > deadline {
            return Err(format!("the article did not come within {MAX_SECONDS} s").into());
        }
    }
    page.frames().await?;
    page.js::<()>(PROBE, json!([])).await?;
    if stage.engine() == Engine::WebKit {
        let catch = "window.saved = false; \
            HTMLAnchorElement.prototype.click = () => { window.saved = true; }";
        page.js::<()>(catch, json!([])).await?;
    }
    println!("\n{}: how long the file took, and how long the page was busy", stage.engine());
    println!("without a break at most, in ms; 0 is less than 50 in Chromium");
    println!("{:16} {:>9} {:>6} {:>6} {:>6}", "format", "file ms", "open", "choose", "file");
    let mut alone = Vec::new();
    for _ in 0..N_RUNS {
        alone.push(idle(&page).await?);
    }
    println!("{:16} {:>9} {:>6.0}", "(a press alone)", "", alone.into_iter().fold(0.0, f64::max));
    let start = now(&page).await?;
    tokio::time::sleep(LULL).await;
    let end = now(&page).await?;
    let alone = longest(&busy(&page).await?, start, end);
    println!("{:16} {:>9} {alone:>6.0}", "(nothing done)", "");
    page.driver().find(By::Css("article mark")).await?.click().await?;
    page.press("2").await?;
    for (codec, button) in CODECS.iter().zip(["Undo", "Redo"].into_iter().cycle()) {
        let format = codec.format();
        let mut runs = Vec::new();
        // So that the first run has to send the worker all records.
        let button = format!("//header//button[.='{button}']");
        page.driver().find(By::XPath(button)).await?.click().await?;
        page.frames().await?;
        for _ in 0..N_RUNS {
            runs.push(export(&stage, &page, format.id).await?);
        }
        let all = |of: fn(&Run) -> f64| runs.iter().map(of).collect::<Vec<f64>>();
        let worst = |of| all(of).into_iter().fold(0.0, f64::max);
        println!(
            "{:16} {:>9.0} {:>6.0} {:>6.0} {:>6.0}",
            format.id,
            median(all(|run| run.file_ms)),
            worst(|run| run.open),
            worst(|run| run.choose),
            worst(|run| run.file),
        );
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// One export, and for how many milliseconds at most the page was busy without a
/// break in each part of it.
struct Run {
    file_ms: f64,
    open: f64,
    choose: f64,
    file: f64,
}

/// Uses the driver's own clicks: what the scenarios use looks through the whole
/// page, and that takes time too.
async fn export(stage: &Stage, page: &Page, id: &str) -> Result<Run, Failure> {
    let open = page.driver().find(By::XPath("//header//button[.='Export']")).await?;
    let start = now(page).await?;
    open.click().await?;
    page.until_dialog().await?;
    until_told(page).await?;
    let opened = now(page).await?;
    // What stands there is of the format before.
    let choose = "const format = document.querySelector('#format'); \
        if (format.value === arguments[0]) return; \
        document.querySelector('#losses').textContent = ''; format.value = arguments[0]; \
        format.dispatchEvent(new Event('input', { bubbles: true })); \
        format.dispatchEvent(new Event('change', { bubbles: true }))";
    page.js::<()>(choose, json!([id])).await?;
    until_told(page).await?;
    let chosen = now(page).await?;
    let started = Instant::now();
    page.driver().find(By::Id("download")).await?.click().await?;
    match stage.engine() {
        Engine::WebKit => handed_over(page).await?,
        _ => drop(stage.download(page).await?),
    }
    let file_ms = started.elapsed().as_secs_f64() * 1000.0;
    page.until_no_dialog().await?;
    let end = now(page).await?;
    let busy = busy(page).await?;
    let (open, choose) = (longest(&busy, start, opened), longest(&busy, opened, chosen));
    Ok(Run { file_ms, open, choose, file: longest(&busy, chosen, end) })
}

/// How busy the driver alone keeps the page: a press on what does nothing.
async fn idle(page: &Page) -> Result<f64, Failure> {
    let heading = page.driver().find(By::Css("header h1")).await?;
    let start = now(page).await?;
    heading.click().await?;
    let end = now(page).await?;
    Ok(longest(&busy(page).await?, start, end))
}

/// When the page was busy, and for how many milliseconds, since this was asked.
async fn busy(page: &Page) -> Result<Vec<(f64, f64)>, Failure> {
    // It is told with some delay.
    tokio::time::sleep(Duration::from_millis(300)).await;
    page.js("const busy = window.busy; window.busy = []; return busy", json!([])).await
}

fn longest(busy: &[(f64, f64)], from: f64, to: f64) -> f64 {
    let within = busy.iter().filter(|(start, _)| (from..to).contains(start));
    within.map(|(_, millis)| *millis).fold(0.0, f64::max)
}

/// Waits until the page hands the file to the browser: WebKit's driver has no
/// downloads.
async fn handed_over(page: &Page) -> Outcome {
    page.until("a file", async || {
        let script = "const saved = window.saved; window.saved = false; return saved";
        Ok(page.js::<bool>(script, json!([])).await?.then_some(()))
    })
    .await
}

/// Waits until the sheet says what the format can't hold.
async fn until_told(page: &Page) -> Outcome {
    page.until("what the file will hold", async || {
        let script = "return /in \\d+ file/.test(document.querySelector('#losses')?.textContent)";
        Ok(page.js::<bool>(script, json!([])).await?.then_some(()))
    })
    .await
}

/// The page's clock, once what was asked for is drawn.
async fn now(page: &Page) -> Result<f64, Failure> {
    page.frames().await?;
    page.js("return performance.now()", json!([])).await
}
