//! Runs the scenarios: the engines beside each other, the scenarios of one
//! engine one after the other, in one browser.

use std::any::Any;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs;
use std::future::Future;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::engines::Engine;
use super::stage::{House, Stage};
use super::{Failure, Outcome};

/// No scenario takes as long; one that does hangs.
const LIMIT: Duration = Duration::from_secs(300);

type Run = fn(Stage) -> Pin<Box<dyn Future<Output = Outcome>>>;

/// One behaviour of the product, tried in every engine.
#[derive(Clone)]
pub struct Scenario {
    pub name: &'static str,
    run: Run,
    cannot: Vec<(Engine, &'static str)>,
}

impl Scenario {
    pub fn new(name: &'static str, run: Run) -> Self {
        Self { name, run, cannot: Vec::new() }
    }

    /// Declares that it can't run in `engine`, and why; the output says so.
    pub fn cannot(mut self, engine: Engine, why: &'static str) -> Self {
        self.cannot.push((engine, why));
        self
    }

    /// Why it can't run in `engine`, if it can't.
    pub fn excuse(&self, engine: Engine) -> Option<&'static str> {
        let of_engine = |(one, _): &&(Engine, &str)| *one == engine;
        self.cannot.iter().find(of_engine).map(|(_, why)| *why)
    }
}

/// A scenario made of an `async fn name(stage: Stage) -> Outcome`.
#[macro_export]
macro_rules! scenario {
    ($name:ident) => {
        $crate::harness::runner::Scenario::new(stringify!($name), |stage| Box::pin($name(stage)))
    };
}

thread_local! {
    /// What the last panic of this thread said, and where.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics for the report of their scenario, instead of printing them
/// between the lines of others.
pub fn keep_panics() {
    panic::set_hook(Box::new(|info| {
        PANIC.with(|kept| *kept.borrow_mut() = Some(info.to_string()));
    }));
}

/// Runs `scenarios` in `engine`, and hands each one's end to `report`.
pub fn run_engine(
    engine: Engine,
    dist: &Path,
    scenarios: &[Scenario],
    mut report: impl FnMut(usize, Result<(), String>),
) {
    let prepared = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| Ok((runtime, Rc::new(House::new(engine, dist)?))));
    let (runtime, house) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            for index in 0..scenarios.len() {
                report(index, Err(error.to_string()));
            }
            return;
        }
    };
    for (index, scenario) in scenarios.iter().enumerate() {
        let stage = Stage::new(&house);
        let started = Instant::now();
        let run = runtime.block_on(async {
            let future = (scenario.run)(stage.clone());
            // A panic must not end the other scenarios.
            tokio::time::timeout(LIMIT, Caught(future)).await
        });
        let outcome = match run {
            Ok(Ok(outcome)) => outcome.map_err(|error| error.to_string()),
            Ok(Err(panic)) => Err(words_of(panic)),
            Err(_) => Err(format!("it did not end within {} s", LIMIT.as_secs())),
        };
        let outcome = outcome.map_err(|error| {
            let seconds = started.elapsed().as_secs_f32();
            let scene = runtime.block_on(scene(&stage, scenario.name));
            format!("{engine}::{} after {seconds:.1} s: {error}{scene}", scenario.name)
        });
        stage.clear();
        if outcome.is_ok() {
            runtime.block_on(house.tidy());
        } else {
            house.give_up();
        }
        report(index, outcome);
    }
}

/// A future whose panics come out as values.
struct Caught(Pin<Box<dyn Future<Output = Outcome>>>);

impl Future for Caught {
    type Output = Result<Outcome, Box<dyn Any + Send>>;

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Self::Output> {
        let inner = self.0.as_mut();
        match panic::catch_unwind(AssertUnwindSafe(|| inner.poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => std::task::Poll::Ready(Err(panic)),
        }
    }
}

fn words_of(panic: Box<dyn Any + Send>) -> String {
    let kept = PANIC.with(|kept| kept.borrow_mut().take());
    let plain = || {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string);
        text.or_else(|| panic.downcast_ref::<String>().cloned())
    };
    kept.or_else(plain).unwrap_or_else(|| "it panicked".to_owned())
}

/// What the pages of a failed scenario look like.
async fn scene(stage: &Stage, name: &str) -> String {
    let mut told = String::new();
    for (number, page) in stage.pages().iter().enumerate() {
        let driver = page.driver();
        let looks = async {
            let url = driver.current_url().await?;
            let script = "return document.body?.innerText.slice(0, 800) ?? ''";
            let text: String = driver.execute(script, Vec::new()).await?.convert()?;
            let file = picture(stage.engine(), name, number)?;
            driver.screenshot(&file).await?;
            Ok::<_, Failure>((url, text, file))
        };
        // A browser that was killed can't be asked.
        let Ok(Ok((url, text, file))) = tokio::time::timeout(Duration::from_secs(20), looks).await
        else {
            continue;
        };
        let _ = write!(told, "\n-- page {url}\n{text}\n-- picture {}", file.display());
        if stage.engine() == Engine::Chromium
            && let Ok(log) = driver.browser_log().await
        {
            for line in log {
                let _ = write!(told, "\n-- console {}", line.message);
            }
        }
    }
    told
}

fn picture(engine: Engine, name: &str, number: usize) -> Result<PathBuf, Failure> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let folder = target.ok_or("no target folder")?.join("browser-failures");
    fs::create_dir_all(&folder)?;
    Ok(folder.join(format!("{engine}-{name}-{number}.png")))
}
