//! Whether a page can be used by everybody, as far as axe-core can tell.
//!
//! The script is at the path in `VERBATIM_AXE`; `cargo xtask test` installs it
//! and sets that.

use std::fmt::Write as _;
use std::fs;

use serde::Deserialize;
use serde_json::json;

use super::page::Page;
use super::{Failure, Outcome};

/// What a look ends with.
#[derive(Deserialize)]
#[serde(untagged)]
enum Looked {
    Found(Vec<Violation>),
    Broken { why: String },
}

/// A rule that is not kept, by whom and why.
#[derive(Deserialize)]
struct Violation {
    rule: String,
    help: String,
    places: Vec<(String, String)>,
}

/// All of WCAG 2.2 up to AA, and what is good practice. The size of targets is
/// off by default, and stands in 2.2 AA.
const LOOK: &str = "const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']; \
    const { violations } = await axe.run(document, { \
        runOnly: { type: 'tag', values: [...wcag, 'best-practice'] }, \
        rules: { 'target-size': { enabled: true } }, \
        resultTypes: ['violations'], \
    }); \
    return violations.map(({ id, help, nodes }) => ({ rule: id, help, \
        places: nodes.map((node) => [node.target.join(' '), node.failureSummary]) }))";

impl Page {
    /// Fails with every rule that `what`, which is on the page now, breaks.
    pub async fn until_accessible(&self, what: &str) -> Outcome {
        if !self.js::<bool>("return !!window.axe", json!([])).await? {
            let path = std::env::var_os("VERBATIM_AXE").ok_or(
                "VERBATIM_AXE does not say where axe.min.js is: run the scenarios by `cargo xtask test --only browser`",
            )?;
            self.driver().execute(fs::read_to_string(path)?, Vec::new()).await?;
        }
        self.frames().await?;
        let violations = match self.later(LOOK, json!([])).await? {
            Looked::Found(violations) => violations,
            Looked::Broken { why } => return Err(format!("{what}: axe stopped: {why}").into()),
        };
        let mut told = String::new();
        for Violation { rule, help, places } in &violations {
            for (selector, why) in places {
                writeln!(told, "{rule} ({help}) at {selector}: {why}")?;
            }
        }
        if told.is_empty() { Ok(()) } else { Err(Failure::from(format!("{what}:\n{told}"))) }
    }
}
