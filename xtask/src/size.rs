//! What the first visit loads, in bytes, against the budget.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::root;

/// What the first visit is to load at most, in bytes compressed by brotli.
const BUDGET: usize = 400_000;

/// Above this it is told, though it may be.
const TOLD_ABOVE: usize = 300_000;

struct Row {
    name: String,
    raw: usize,
    sent: usize,
}

/// Prints the size of everything the first visit loads, and fails if that is
/// over the budget.
pub fn check() -> Result<()> {
    let dist = root().join("dist");
    let mut rows = Vec::new();
    for file in first_visit(&dist)? {
        let path = dist.join(&file);
        let bytes = fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
        rows.push(Row {
            name: file.display().to_string(),
            raw: bytes.len(),
            sent: compressed(&bytes)?,
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.sent));
    let sum = Row {
        name: "the first visit".to_owned(),
        raw: rows.iter().map(|row| row.raw).sum(),
        sent: rows.iter().map(|row| row.sent).sum(),
    };
    let sent = sum.sent;
    rows.push(sum);
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    println!("{:width$}  {:>9}  {:>9}", "file", "bytes", "brotli");
    for row in &rows {
        println!("{:width$}  {:>9}  {:>9}", row.name, row.raw, row.sent);
    }
    println!("{:width$}  {:>9}  {:>9}", "the budget", "", BUDGET);
    if sent > BUDGET {
        bail!(
            "the first visit loads {sent} bytes and may load {BUDGET}: make something smaller, or load it later"
        );
    }
    if sent > TOLD_ABOVE {
        println!("the first visit is above {TOLD_ABOVE} bytes: is all of it needed at once?");
    }
    Ok(())
}

/// What stands before the name of another file, in minified text as in plain.
const CSS_MARKS: &[&str] =
    &["url(\"", "url('", "url(", "@import \"", "@import '", "@import\"", "@import'"];
#[rustfmt::skip]
const JS_MARKS: &[&str] =
    &["from \"", "from '", "import \"", "import '", "from\"", "from'", "import\"", "import'"];

/// `index.html` and all it names, and what those files name in turn.
fn first_visit(dist: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut open = vec![PathBuf::from("index.html")];
    while let Some(file) = open.pop() {
        if !found.insert(file.clone()) {
            continue;
        }
        let path = dist.join(&file);
        let kind = file.extension().and_then(|kind| kind.to_str());
        let marks: &[&str] = match kind {
            Some("html") => &["href=\"", "src=\""],
            Some("css") => CSS_MARKS,
            Some("js") => JS_MARKS,
            _ => continue,
        };
        let text = fs::read_to_string(&path).with_context(|| {
            format!("can't read {}: run `cargo xtask build` first", path.display())
        })?;
        let folder = file.parent().unwrap_or(Path::new(""));
        open.extend(referenced(&text, marks).map(|name| folder.join(name)));
    }
    Ok(found)
}

/// The relative paths that stand after one of `marks`.
fn referenced<'a>(text: &'a str, marks: &'a [&str]) -> impl Iterator<Item = &'a str> {
    marks.iter().flat_map(move |mark| {
        text.match_indices(mark).filter_map(move |(at, _)| {
            let rest = &text[at + mark.len()..];
            let end = rest.find(['"', '\'', ')', '?', '#'])?;
            let name = rest[..end].trim();
            let elsewhere = name.is_empty() || name.starts_with('/') || name.contains(':');
            let name = name.strip_prefix("./").unwrap_or(name);
            // Words in a text can stand after `from "`; files have an ending.
            (!elsewhere && name.contains('.') && !name.contains(char::is_whitespace))
                .then_some(name)
        })
    })
}

fn compressed(bytes: &[u8]) -> Result<usize> {
    let options = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut sent = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut sent, &options)?;
    Ok(sent.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_where_they_are_named() {
        let html = r##"<link href="./a-1.css"><script src="b.js"></script><a href="#top">
            <a href="https://example.org/c.js"><link rel="icon" href="data:image/svg+xml,x.y">
            <link href="/root.css"><link href="app_bg.wasm?v=1">"##;
        let found: Vec<&str> = referenced(html, &["href=\"", "src=\""]).collect();
        assert_eq!(found, ["a-1.css", "app_bg.wasm", "b.js"]);
        let js = "import { a } from './snippets/x/inline0.js';\nfail('it came from \"nowhere\"')";
        let found: Vec<&str> = referenced(js, JS_MARKS).collect();
        assert_eq!(found, ["snippets/x/inline0.js"]);
        let minified = "import{a}from\"./a.js\";import'./b.js';";
        let found: Vec<&str> = referenced(minified, JS_MARKS).collect();
        assert_eq!(found, ["a.js", "b.js"]);
        let found: Vec<&str> = referenced("@import\"c.css\";", CSS_MARKS).collect();
        assert_eq!(found, ["c.css"]);
    }

    #[test]
    fn compression_compresses() {
        assert!(compressed(&[b'a'; 10_000]).unwrap() < 100);
    }
}
