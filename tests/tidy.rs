//! The house rules, as far as a program can read them: which room of `src/`
//! may use which, what never stands in code, and how long a file may be.
//!
//! The code is read as tokens; comments and literals do not count.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "tidy/tokens.rs"]
mod tokens;

use std::fs;
use std::path::Path;

use tokens::{Token, tokens};

/// A room of `src/`.
struct Room {
    name: &'static str,
    /// The other rooms it may use.
    rooms: &'static [&'static str],
    /// Crates it never names; a name here stands for all that begin with it.
    never: &'static [&'static str],
}

/// What belongs to the browser.
const BROWSER: &[&str] = &["leptos", "web_sys", "js_sys", "wasm_bindgen", "gloo", "idb"];

/// The house, as the design draws it. Arrows point down.
const ROOMS: &[Room] = &[
    Room { name: "model", rooms: &[], never: BROWSER },
    Room { name: "session", rooms: &["model"], never: BROWSER },
    Room { name: "format", rooms: &["model"], never: BROWSER },
    Room { name: "storage", rooms: &["model"], never: &["leptos"] },
    Room { name: "work", rooms: &["model", "session", "format", "storage"], never: &["leptos"] },
    Room { name: "cli", rooms: &["model", "format"], never: BROWSER },
    Room { name: "dom", rooms: &["model"], never: &["leptos", "gloo_storage", "idb"] },
    Room {
        name: "app",
        rooms: &["model", "session", "format", "storage", "work", "dom"],
        never: &[],
    },
    Room {
        name: "bin",
        rooms: &["model", "session", "format", "storage", "work", "cli", "dom", "app"],
        never: &[],
    },
];

/// Macros that mark unfinished work.
const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];

/// No file under `src/` or `xtask/` is longer.
const MAX_LINES: usize = 500;

#[test]
fn the_house_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "xtask"] {
        collect_rust_files(root, folder, &mut files);
    }
    assert!(files.len() > 20, "only {} files found under {}", files.len(), root.display());
    let broken: Vec<String> = files
        .iter()
        .flat_map(|path| broken_rules(path, &fs::read_to_string(root.join(path)).unwrap()))
        .collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// The paths of Rust files under a folder, from the root, with `/`, sorted.
fn collect_rust_files(root: &Path, folder: &str, files: &mut Vec<String>) {
    let mut entries: Vec<_> =
        fs::read_dir(root.join(folder)).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect_rust_files(root, &path, files);
        } else if path.ends_with(".rs") {
            files.push(path);
        }
    }
}

/// What is wrong with one file: `src/model/snap.rs:7: …`.
fn broken_rules(path: &str, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut broken = Vec::new();
    let mut report = |line: usize, what: String| broken.push(format!("{path}:{line}: {what}"));

    if !source.starts_with("//!") {
        report(1, "does not begin with a module doc (`//!`)".into());
    }
    let n_lines = source.lines().count();
    if n_lines > MAX_LINES && !path.starts_with("tests/") {
        report(n_lines, format!("has {n_lines} lines; the limit is {MAX_LINES}"));
    }
    for window in tokens.windows(2) {
        if UNFINISHED.contains(&window[0].text) && window[1].text == "!" {
            report(window[0].line, format!("`{}!` is unfinished work", window[0].text));
        }
    }
    for window in tokens.windows(3) {
        if let ["#", "[", "ignore"] = [window[0].text, window[1].text, window[2].text] {
            report(window[0].line, "an ignored test proves nothing".into());
        }
    }
    let Some(modules) = module_path(path) else {
        return broken;
    };
    let Some(room) = ROOMS.iter().find(|room| room.name == modules[0]) else {
        report(1, format!("`{}` is no room of the house", modules[0]));
        return broken;
    };
    for token in &tokens {
        if room.never.iter().any(|name| token.text.starts_with(name)) {
            report(token.line, format!("`{}` never names `{}`", room.name, token.text));
        }
    }
    for used in rooms_named(&tokens, modules.len()) {
        if used.text != room.name && !room.rooms.contains(&used.text) {
            report(used.line, format!("`{}` may not use `{}`", room.name, used.text));
        }
    }
    broken
}

/// The modules a file under `src/` stands for, from the crate's root; `None`
/// for files elsewhere and for the root itself.
fn module_path(path: &str) -> Option<Vec<&str>> {
    let modules = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let modules: Vec<&str> = modules.split('/').filter(|&module| module != "mod").collect();
    (modules != ["lib"]).then_some(modules)
}

/// Where rooms are named by a path from the root: `crate::room`,
/// `verbatim::room`, as many `super::` as lead there, and a list in braces
/// after any of them.
fn rooms_named<'a>(tokens: &[Token<'a>], depth: usize) -> Vec<Token<'a>> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let is_room = |token: &&Token<'a>| ROOMS.iter().any(|room| room.name == token.text);
    let mut named = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut up = match text(at) {
            "crate" | "verbatim" => depth,
            "super" => 1,
            _ => 0,
        };
        at += 1;
        if up == 0 || text(at) != "::" {
            continue;
        }
        at += 1;
        while text(at) == "super" && text(at + 1) == "::" {
            up += 1;
            at += 2;
        }
        if up < depth {
            continue;
        }
        if text(at) == "{" {
            named.extend(heads_of_list(&tokens[at + 1..]).iter().filter(is_room));
        } else {
            named.extend(tokens.get(at).filter(is_room));
        }
    }
    named
}

/// The first names of a list in braces, from behind the opening one.
fn heads_of_list<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut is_head = true;
    for token in tokens {
        if is_head {
            heads.push(*token);
        }
        match token.text {
            "{" => depth += 1,
            "}" if depth == 0 => break,
            "}" => depth -= 1,
            _ => {}
        }
        is_head = depth == 0 && token.text == ",";
    }
    heads
}

/// The rules that a line breaks, as the second line of a file.
fn check(path: &str, line: &str, broken: &[&str]) {
    let found = broken_rules(path, &format!("//! A file.\n{line}\n"));
    let expected: Vec<String> = broken.iter().map(|what| format!("{path}:2: {what}")).collect();
    assert_eq!(found, expected, "{line}");
}

#[test]
fn a_browser_crate_in_the_core_is_found() {
    let cases = [
        ("src/model/snap.rs", "use leptos::prelude::*;", "`model` never names `leptos`"),
        ("src/session.rs", "fn f() { web_sys::window(); }", "`session` never names `web_sys`"),
        ("src/format/native.rs", "#[wasm_bindgen]", "`format` never names `wasm_bindgen`"),
        ("src/format/mod.rs", "use gloo_file::Blob;", "`format` never names `gloo_file`"),
        ("src/model/mod.rs", "extern crate js_sys;", "`model` never names `js_sys`"),
        (
            "src/model/mod.rs",
            "use ::wasm_bindgen_futures as x;",
            "`model` never names `wasm_bindgen_futures`",
        ),
        ("src/storage/mod.rs", "use leptos_meta::X;", "`storage` never names `leptos_meta`"),
        ("src/dom/keys.rs", "use leptos::ev;", "`dom` never names `leptos`"),
    ];
    for (path, line, broken) in cases {
        check(path, line, &[broken]);
    }
    check("src/app/card.rs", "use leptos::prelude::*;", &[]);
    check("src/dom/keys.rs", "use web_sys::KeyboardEvent;", &[]);
    check("src/storage/local.rs", "use gloo_storage::LocalStorage;", &[]);
}

#[test]
fn an_arrow_that_points_up_is_found() {
    let cases = [
        ("src/model/snap.rs", "use crate::session::Session;", "`model` may not use `session`"),
        ("src/model/snap.rs", "use super::super::format::Codec;", "`model` may not use `format`"),
        ("src/model/mod.rs", "use super::storage;", "`model` may not use `storage`"),
        ("src/model/mod.rs", "fn f() { crate::app::mount() }", "`model` may not use `app`"),
        ("src/session.rs", "use super::{model::id, dom};", "`session` may not use `dom`"),
        (
            "src/session.rs",
            "use crate::{model::{edit, id}, format::Codec};",
            "`session` may not use `format`",
        ),
        ("src/format/native/mod.rs", "use crate::{storage};", "`format` may not use `storage`"),
        (
            "src/format/native/read.rs",
            "use super::super::super::dom;",
            "`format` may not use `dom`",
        ),
        (
            "src/storage/keys.rs",
            "pub use crate :: format :: native;",
            "`storage` may not use `format`",
        ),
        (
            "src/storage/keys.rs",
            "macro_rules! m { () => { $crate::dom::f() } }",
            "`storage` may not use `dom`",
        ),
        ("src/dom/keys.rs", "use crate::session::Command;", "`dom` may not use `session`"),
        ("src/dom/keys.rs", "use verbatim::app::root;", "`dom` may not use `app`"),
    ];
    for (path, line, broken) in cases {
        check(path, line, &[broken]);
    }
    let both = "use crate::{app::state, model, session::{self, Command}, storage};";
    check(
        "src/format/mod.rs",
        both,
        &[
            "`format` may not use `app`",
            "`format` may not use `session`",
            "`format` may not use `storage`",
        ],
    );
}

#[test]
fn an_arrow_that_points_down_is_fine() {
    for (path, line) in [
        (
            "src/model/snap.rs",
            "use super::text::Text; use crate::model::id; use super::super::model::id;",
        ),
        ("src/model/snap.rs", "let (session, format, app) = (1, 2, 3); x.format(); format!(\"\");"),
        ("src/model/snap.rs", "use crate::model::{session, format::{dom}}; use super::dom;"),
        ("src/session.rs", "use crate::model::{edit::Edit, id}; use super::model;"),
        (
            "src/format/native/mod.rs",
            "use super::super::format::Codec; use crate::model; use super::dom;",
        ),
        ("src/app/state.rs", "use crate::{app::card, dom, format, model, session, storage};"),
        ("src/bin/app.rs", "fn main() { verbatim::app::mount() }"),
        ("src/lib.rs", "pub mod app; pub use crate::app::mount;"),
        ("tests/browser/main.rs", "use verbatim::app; use leptos::x;"),
    ] {
        check(path, line, &[]);
    }
}

#[test]
fn comments_and_literals_do_not_count() {
    for line in [
        "// use leptos::x; todo!()",
        "/// [`leptos`]\nstruct S;",
        "/* leptos /* crate::app */ leptos */ fn f() {}",
        "const A: &str = \"leptos \\\" leptos\";",
        "const A: &str = r#\"leptos \" leptos\"#;",
        "const A: &[u8] = b\"leptos\"; const B: &str = r\"leptos\\\";",
        "const A: char = '\"'; const B: char = '\\''; fn f<'a>(x: &'a str) {} // leptos\"",
    ] {
        check("src/model/snap.rs", line, &[]);
    }
    check(
        "src/model/snap.rs",
        "const A: char = '\"'; use leptos::x;",
        &["`model` never names `leptos`"],
    );
    check(
        "src/model/snap.rs",
        "fn f<'a>(x: &'a str) { leptos(b'\\'', '\\\\') }",
        &["`model` never names `leptos`"],
    );
    check("src/model/snap.rs", "/* a /* b */ c */ leptos", &["`model` never names `leptos`"]);
}

#[test]
fn unfinished_work_and_ignored_tests_are_found() {
    for path in ["src/model/snap.rs", "src/lib.rs", "tests/browser/main.rs", "xtask/src/main.rs"] {
        check(path, "fn f() { todo!() }", &["`todo!` is unfinished work"]);
        check(
            path,
            "fn f() { unimplemented ! (\"later\") }",
            &["`unimplemented!` is unfinished work"],
        );
        check(path, "fn f() { std::dbg!(1); }", &["`dbg!` is unfinished work"]);
        check(path, "#[ignore] fn f() {}", &["an ignored test proves nothing"]);
        check(path, "#[ ignore = \"slow\" ] fn f() {}", &["an ignored test proves nothing"]);
        check(path, "fn todo() { if !dbg { todo(); ignore() } }", &[]);
    }
}

#[test]
fn the_shape_of_a_file_is_checked() {
    let no_doc = "src/model/snap.rs:1: does not begin with a module doc (`//!`)";
    assert_eq!(broken_rules("src/model/snap.rs", "fn f() {}\n"), [no_doc]);
    assert_eq!(broken_rules("src/model/snap.rs", ""), [no_doc]);
    let longest = format!("//! A file.\n{}", "\n".repeat(MAX_LINES - 1));
    assert!(broken_rules("src/model/snap.rs", &longest).is_empty());
    let longer = format!("{longest}\n");
    let too_long = "xtask/src/main.rs:501: has 501 lines; the limit is 500";
    assert_eq!(broken_rules("xtask/src/main.rs", &longer), [too_long]);
    assert!(broken_rules("tests/tidy.rs", &longer).is_empty());
}

#[test]
fn a_file_outside_the_rooms_is_found() {
    let stray = "src/utils.rs:1: `utils` is no room of the house";
    assert_eq!(broken_rules("src/utils.rs", "//! A file.\n"), [stray]);
}
