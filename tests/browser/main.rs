//! The scenarios, in real browsers on the built page.
//!
//! Each runs in Chromium, Firefox and WebKit as `engine::scenario`; `cargo
//! xtask test --only browser -- firefox` runs one engine's. The page is taken
//! from `dist/`, or from the folder named by `VERBATIM_DIST`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code, reason = "a helper may still wait for its first scenario")]
mod harness;
mod scenarios;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use harness::engines::Engine;
use harness::runner::{Scenario, keep_panics, run_engine};
use libtest_mimic::{Arguments, Completion, Failed, Trial};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // The engines run beside each other on threads of their own; these trials
    // only wait for their ends, in order.
    arguments.test_threads = Some(1);
    let dist = std::env::var_os("VERBATIM_DIST")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/dist")), PathBuf::from);
    keep_panics();

    let mut trials = Vec::new();
    let mut threads = Vec::new();
    for engine in Engine::ALL {
        let mut chosen = Vec::new();
        let mut senders = Vec::new();
        for scenario in scenarios::all() {
            let (sender, receiver) = channel();
            let trial = trial(engine, &scenario, receiver);
            let wanted = !arguments.list && !arguments.is_filtered_out(&trial);
            trials.push(trial);
            if wanted && scenario.excuse(engine).is_none() {
                chosen.push(scenario);
                senders.push(sender);
            }
        }
        if chosen.is_empty() {
            continue;
        }
        let dist = dist.clone();
        threads.push(thread::spawn(move || {
            let started = Instant::now();
            run_engine(engine, &dist, &chosen, |index, outcome| {
                // Nobody waits any more only if the whole run is being ended.
                let _ = senders[index].send(outcome);
            });
            (engine, chosen.len(), started.elapsed())
        }));
    }

    let conclusion = libtest_mimic::run(&arguments, trials);
    for thread in threads {
        if let Ok((engine, count, time)) = thread.join() {
            println!("{engine}: {count} scenarios in {:.1} s", time.as_secs_f32());
        }
    }
    conclusion.exit_code()
}

fn trial(engine: Engine, scenario: &Scenario, end: Receiver<Result<(), String>>) -> Trial {
    let name = format!("{engine}::{}", scenario.name);
    let excuse = scenario.excuse(engine);
    Trial::ignorable_test(name, move || {
        if let Some(why) = excuse {
            return Ok(Completion::ignored_with(why));
        }
        match end.recv() {
            Ok(Ok(())) => Ok(Completion::Completed),
            Ok(Err(why)) => Err(Failed::from(why)),
            Err(_) => Err(Failed::from(format!("the thread of {engine} ended early"))),
        }
    })
}
