//! Every check there is, in the order in which mistakes are found fastest.

use std::ffi::OsString;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::readers::{self, Readers};
use crate::run::{cargo, run};
use crate::tools::{self, with_tools};
use crate::{debian, serve, size};

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn(&[OsString]) -> Result<()>,
}

const STEPS: [Step; 8] = [
    Step {
        name: "fmt",
        what: "the code is formatted",
        run: |_| {
            tools::for_checking()?;
            run(cargo().args(["fmt", "--all", "--", "--check"]))
        },
    },
    Step {
        name: "clippy",
        what: "no warning, on this machine",
        run: |_| {
            tools::for_checking()?;
            run(cargo().args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--features",
                "verbatim/browser-tests,verbatim/cli,verbatim/page,verbatim/reader-tests",
                "--",
                "-D",
                "warnings",
            ]))
        },
    },
    Step {
        name: "clippy-wasm",
        what: "no warning, in the browser",
        run: |_| {
            tools::for_checking()?;
            tools::wasm_target()?;
            // The page is built without the default features, its worker with.
            for (bin, features) in [("app", &["--no-default-features"][..]), ("worker", &[])] {
                let what = ["clippy", "--package", "verbatim", "--lib", "--bin", bin];
                let what = what.into_iter().chain(["--features", "page"]);
                let strictly = ["--target", tools::TARGET, "--", "-D", "warnings"];
                run(cargo().args(what).args(features).args(strictly))?;
            }
            Ok(())
        },
    },
    Step {
        name: "native",
        what: "the tests that need no browser",
        run: |_| run(cargo().args(["test", "--workspace", "--features", "verbatim/cli"])),
    },
    Step {
        name: "readers",
        what: "the light readers of our files see what was written",
        run: |_| readers::check(Readers::Light),
    },
    Step { name: "build", what: "the page is built", run: |_| serve::build() },
    Step { name: "size", what: "the first visit is within its budget", run: |_| size::check() },
    Step {
        name: "browser",
        what: "the scenarios, in Chromium, Firefox and WebKit",
        run: |rest| {
            debian::browsers()?;
            tools::for_firefox()?;
            run(with_tools(cargo())
                .env("VERBATIM_AXE", tools::for_accessibility()?)
                .args(["test", "--package", "verbatim", "--features", "browser-tests"])
                .args(["--test", "browser", "--"])
                .args(rest))
        },
    },
];

/// The names by which `--only` knows the steps.
pub fn step_names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// Runs all steps, or those named in `only`, and stops at the first that fails.
pub fn test(only: &[String], rest: &[OsString]) -> Result<()> {
    if let Some(unknown) = only.iter().find(|name| !step_names().contains(&name.as_str())) {
        bail!("test has no step {unknown:?}, only {}", step_names().join(", "));
    }
    let chosen = |step: &&Step| only.is_empty() || only.iter().any(|name| name == step.name);
    let mut times = Vec::new();
    for step in STEPS.iter().filter(chosen) {
        println!("\n── {}: {}", step.name, step.what);
        let started = Instant::now();
        let outcome = (step.run)(rest);
        let time = started.elapsed();
        let said = if outcome.is_ok() { "ok" } else { "FAILED" };
        println!("── {}: {said} after {}", step.name, seconds(time));
        times.push((step.name, said, time));
        if outcome.is_err() {
            summary(&times);
            return outcome.with_context(|| {
                format!("{} (alone: `cargo xtask test --only {}`)", step.name, step.name)
            });
        }
    }
    summary(&times);
    Ok(())
}

/// Runs the benches: of the formats as the command has them, then of the page.
pub fn bench() -> Result<()> {
    serve::build()?;
    debian::browsers()?;
    tools::for_firefox()?;
    run(with_tools(cargo()).args(["bench", "--package", "verbatim", "--bench", "formats"]).args([
        "--bench",
        "page",
        "--features",
        "browser-tests",
    ]))
}

fn summary(times: &[(&str, &str, Duration)]) {
    println!();
    for (name, said, time) in times {
        println!("{name:12} {said:6} {:>8}", seconds(*time));
    }
    let all = times.iter().map(|(_, _, time)| *time).sum();
    println!("{:12} {:6} {:>8}", "together", "", seconds(all));
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f32())
}
