//! Fuzzing: each target of `fuzz/` runs for some seconds, in bounded memory,
//! from the corpus on.
//!
//! libFuzzer needs code that counts where it goes. Stable Rust can compile
//! that; so the flags stand here, which cargo-fuzz would give.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::readers::target;
use crate::run::{ask, cargo, command, root, run};

/// What libFuzzer asks of the compiler.
const FLAGS: [&str; 8] = [
    "--cfg",
    "fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// The most memory that a target may take, in MB, and the seconds that one
/// case may take.
const MAX_MB: u32 = 1024;
const MAX_SECONDS: u32 = 10;
/// The longest case, in bytes.
const MAX_LEN: u32 = 16 * 1024;

/// Runs the targets named, or all, for so many seconds each, and says how many
/// cases each had.
pub fn fuzz(seconds: u32, only: &[String]) -> Result<()> {
    let all = targets()?;
    if let Some(unknown) = only.iter().find(|name| !all.contains(name)) {
        bail!("there is no target {unknown:?}, only {}", all.join(", "));
    }
    let chosen = all.into_iter().filter(|name| only.is_empty() || only.contains(name));
    let chosen: Vec<String> = chosen.collect();
    let seeds = target().join("fuzz-seeds");
    run(cargo()
        .args(["run", "--quiet", "--package", "verbatim", "--example", "corpus"])
        .args(["--features", "reader-tests", "--"])
        .arg(target().join("readers"))
        .arg(&seeds))?;
    join_pairs(&root().join("tests/fixtures/cases"), &seeds.join("brat"))?;
    let folder = target().join("fuzz");
    let host = host()?;
    let mut build = cargo();
    build.args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", &host]);
    for name in &chosen {
        build.args(["--bin", name]);
    }
    run(build.env("RUSTFLAGS", FLAGS.join(" ")).env("CARGO_TARGET_DIR", &folder))?;
    for name in &chosen {
        println!("xtask: {name} for {seconds} s");
        let program = folder.join(&host).join("release").join(name);
        let (n_cases, peak) = run_target(&program, name, seconds, &seeds)?;
        println!("{name:16} {n_cases:>10} cases in {seconds} s, at most {peak} MB");
    }
    Ok(())
}

/// Joins texts and what is marked in them, as the target of brat takes both.
fn join_pairs(cases: &Path, seeds: &Path) -> Result<()> {
    for entry in fs::read_dir(cases).with_context(|| format!("can't read {}", cases.display()))? {
        let folder = entry?.path();
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let text = entry?.path();
            let marks = text.with_extension("ann");
            if text.extension().is_some_and(|it| it == "txt") && marks.exists() {
                // No UTF-8 has this byte.
                let joined = [fs::read(&text)?, vec![0xFF], fs::read(&marks)?].concat();
                let name = folder.file_name().unwrap_or_default();
                fs::write(seeds.join(name), joined)?;
            }
        }
    }
    Ok(())
}

/// Runs one target, and returns its number of cases and its peak of memory.
fn run_target(program: &Path, name: &str, seconds: u32, seeds: &Path) -> Result<(u64, u64)> {
    let corpus = root().join("fuzz/corpus").join(name);
    let found = root().join("fuzz/artifacts").join(name);
    for folder in [&corpus, &found] {
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    }
    let mut fuzzer = command(program);
    fuzzer.arg(format!("-max_total_time={seconds}")).arg(format!("-rss_limit_mb={MAX_MB}"));
    fuzzer.arg(format!("-timeout={MAX_SECONDS}")).arg(format!("-max_len={MAX_LEN}"));
    fuzzer.arg("-print_final_stats=1").arg(format!("-artifact_prefix={}/", found.display()));
    // Files as people have them go to every target: each must bear any of them.
    fuzzer.arg(&corpus).arg(seeds.join(name)).arg(root().join("tests/fixtures/cases"));
    let output = fuzzer.stdout(Stdio::inherit()).stderr(Stdio::piped()).output();
    let output = output.with_context(|| format!("{name} does not start"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let lines: Vec<&str> = said.lines().collect();
        let last = lines[lines.len().saturating_sub(30)..].join("\n");
        bail!("{last}\n{name} found a case, which is in {}", found.display());
    }
    let stat = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|words| words.trim().parse().ok())
            .with_context(|| format!("the target does not say {name}"))
    };
    Ok((stat("stat::number_of_executed_units:")?, stat("stat::peak_rss_mb:")?))
}

/// The names of the targets: those in the manifest.
fn targets() -> Result<Vec<String>> {
    let manifest = root().join("fuzz/Cargo.toml");
    let text = fs::read_to_string(&manifest)
        .with_context(|| format!("can't read {}", manifest.display()))?;
    let bins = text.split("[[bin]]").skip(1);
    let name = |bin: &str| Some(bin.split_once("name = \"")?.1.split_once('"')?.0.to_owned());
    Ok(bins.filter_map(name).collect())
}

/// What this machine is called, as rustc has it. Only for a target that is named
/// are build scripts left as they are.
fn host() -> Result<String> {
    let rustc = env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
    let said = ask(command(rustc).arg("-vV")).context("rustc does not run")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(ToOwned::to_owned).context("rustc does not say what this machine is called")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_a_file_and_every_file_a_target() {
        let mut targets = targets().unwrap();
        targets.iter_mut().for_each(|name| *name = format!("{}.rs", name.replace('-', "_")));
        targets.sort();
        let entries = fs::read_dir(root().join("fuzz/fuzz_targets")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        assert_eq!(targets, names);
    }
}
