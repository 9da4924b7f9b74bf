//! Short names for what a program imports.
//!
//! wasm-bindgen names an import after what it does, with a hash:
//! `__wbg_setAttribute_9e7d603908f63705`. The name stands twice: in the import
//! section of the program, and as a key of the object with the functions in
//! the script. Here both become one letter or two, and so does the name of the
//! module they come from. No other byte of either changes, except that the
//! program loses its custom sections, which say nothing to a browser.
//!
//! Whatever is not just as described is refused: a program whose names differ
//! from its script's does not start.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ImportSection, Module, RawSection};
use wasmparser::{Import, Parser, Payload};

/// A program and its script, which agree on short names.
#[derive(Debug, PartialEq)]
pub struct Short {
    /// The JavaScript.
    pub script: String,
    /// The WebAssembly.
    pub wasm: Vec<u8>,
}

/// A long name, and the short one that takes its place.
type Names = BTreeMap<String, String>;

/// Gives short names to all that `wasm` imports from `script`.
pub fn shorten(script: &str, wasm: &[u8]) -> Result<Short> {
    let imports = imports(wasm)?;
    let Some(module) = imports.first().map(|import| import.module) else {
        bail!("the program imports nothing, so there are no names to shorten");
    };
    if let Some(other) = imports.iter().find(|import| import.module != module) {
        bail!(
            "the program imports from {module:?} and {:?}: only one can be shortened",
            other.module
        );
    }
    let script = rename_module(script, module)?;
    let taken: BTreeSet<&str> = words(&script).collect();
    let mut free = short_names().filter(|name| !taken.contains(name.as_str()));
    let mut names = Names::new();
    for import in &imports {
        if !names.contains_key(import.name) {
            let short = free.next().context("there are no short names left")?;
            names.insert(import.name.to_owned(), short);
        }
    }
    Ok(Short { script: rename_keys(&script, &names)?, wasm: rename_imports(wasm, &names)? })
}

/// The name of the module, once short.
const MODULE: &str = "a";

/// All names of one letter, then all of two.
fn short_names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let pairs = letters().flat_map(move |a| letters().map(move |b| format!("{a}{b}")));
    letters().map(String::from).chain(pairs)
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

/// Everything in a script that is a name or could be one.
fn words(script: &str) -> impl Iterator<Item = &str> {
    script.split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty())
}

/// Renames the module, which stands once in the script, as a string.
fn rename_module(script: &str, module: &str) -> Result<String> {
    let (long, short) = (format!("\"{module}\""), format!("\"{MODULE}\""));
    let n_found = script.matches(&long).count();
    if n_found != 1 {
        bail!("the script has {long} {n_found} times instead of once");
    }
    if script.contains(&short) {
        bail!("the script has {short} already, so the module can't get that name");
    }
    Ok(script.replacen(&long, &short, 1))
}

/// Renames keys, each of which stands once in the script.
fn rename_keys(script: &str, names: &Names) -> Result<String> {
    if let Some(short) = words(script).find(|word| names.values().any(|short| short == word)) {
        bail!("the script has {short:?} already, so no import can get that name");
    }
    let mut found = BTreeSet::new();
    let mut renamed = String::with_capacity(script.len());
    let mut rest = script;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()));
        match names.get(word) {
            Some(short) => {
                if !after.starts_with(':') || !found.insert(word) {
                    bail!("{word:?} stands in the script elsewhere than as one key");
                }
                renamed.push_str(short);
            }
            None => renamed.push_str(word),
        }
        let (gap, next) = after.split_at(after.find(is_of_word).unwrap_or(after.len()));
        renamed.push_str(gap);
        rest = next;
    }
    if let Some(missing) = names.keys().find(|name| !found.contains(name.as_str())) {
        bail!("the program imports {missing:?}, which the script does not have");
    }
    Ok(renamed)
}

fn imports(wasm: &[u8]) -> Result<Vec<Import<'_>>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                found.push(import?);
            }
        }
    }
    Ok(found)
}

/// The program with its imports renamed and without its custom sections.
fn rename_imports(wasm: &[u8], names: &Names) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CustomSection(_) => {}
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                for import in section.into_imports() {
                    let Import { name, ty, .. } = import?;
                    let short =
                        names.get(name).with_context(|| format!("{name:?} has no short name"))?;
                    imports.import(MODULE, short, RoundtripReencoder.entity_type(ty)?);
                }
                module.section(&imports);
            }
            other => {
                let Some((id, range)) = other.as_section() else { continue };
                let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                let data = wasm.get(range).context("a section ends behind the end of the file")?;
                module.section(&RawSection { id, data });
            }
        }
    }
    Ok(module.finish())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub mod tests {
    use std::borrow::Cow;

    use wasm_encoder::{
        CodeSection, CustomSection, EntityType, ExportKind, ExportSection, Function,
        FunctionSection, TypeSection,
    };

    use super::*;

    const SCRIPT: &str = "function imports() {
    const b = { __wbg_get_1: function() { return '__wbg_get_12'; },
        __wbg_get_1_2: ($__wbg_get_1) => 'a' };
    return { \"./page_bg.js\": b };
}";

    /// A program with one function of its own and these imports.
    pub fn program(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut wanted = ImportSection::new();
        for (module, name) in imports {
            wanted.import(module, name, EntityType::Function(0));
        }
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exports = ExportSection::new();
        exports.export("__wbg_get_1", ExportKind::Func, 0);
        let mut body = Function::new([]);
        body.instructions().call(0).end();
        let mut code = CodeSection::new();
        code.function(&body);
        let made_by = CustomSection { name: Cow::from("producers"), data: Cow::from(&[0][..]) };
        let mut module = Module::new();
        module.section(&types).section(&wanted).section(&functions).section(&exports);
        module.section(&code).section(&made_by);
        module.finish()
    }

    type Imports<'a> = Vec<(&'a str, &'a str)>;
    type Sections<'a> = Vec<(u8, &'a [u8])>;

    /// The imports of a program, and the bytes of all its other sections.
    fn taken_apart(wasm: &[u8]) -> (Imports<'_>, Sections<'_>) {
        let found = imports(wasm).unwrap().iter().map(|i| (i.module, i.name)).collect();
        let payloads = Parser::new(0).parse_all(wasm).map(Result::unwrap);
        let sections = payloads.filter(|payload| !matches!(payload, Payload::ImportSection(_)));
        let sections = sections.filter_map(|payload| payload.as_section());
        let bytes = sections.map(|(id, at)| (id, &wasm[at.start as usize..at.end as usize]));
        (found, bytes.collect())
    }

    fn page(names: &[&str]) -> Vec<u8> {
        program(&names.iter().map(|name| ("./page_bg.js", *name)).collect::<Vec<_>>())
    }

    #[test]
    fn names_are_short_in_both_and_all_else_stays() {
        let long = page(&["__wbg_get_1_2", "__wbg_get_1"]);
        let short = shorten(SCRIPT, &long).unwrap();
        // `a` and `b` stand in the script already.
        assert_eq!(
            short.script,
            "function imports() {
    const b = { d: function() { return '__wbg_get_12'; },
        c: ($__wbg_get_1) => 'a' };
    return { \"a\": b };
}"
        );
        let (imports, sections) = taken_apart(&short.wasm);
        assert_eq!(imports, [("a", "c"), ("a", "d")]);
        let (_, mut before) = taken_apart(&long);
        let ids: Vec<u8> = before.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, [1, 3, 7, 10, 0]);
        before.pop();
        assert_eq!(sections, before);
        assert_eq!(shorten(SCRIPT, &long).unwrap(), short);
    }

    #[test]
    fn what_does_not_agree_is_refused() {
        let both = page(&["__wbg_get_1", "__wbg_get_1_2"]);
        let twice = SCRIPT.replace("'a'", "__wbg_get_1_2");
        let another_key = SCRIPT.replace("'a'", "({ __wbg_get_1: 1 })");
        let only_text = SCRIPT.replace("__wbg_get_1:", "get: '__wbg_get_1',");
        let elsewhere = SCRIPT.replace("./page", "./other");
        let two_of_it = SCRIPT.replace("'a'", "\"./page_bg.js\"");
        let no_room = SCRIPT.replace("'a'", "\"a\"");
        let of_two = program(&[("./page_bg.js", "__wbg_get_1"), ("./x.js", "__wbg_get_1_2")]);
        for (script, wasm, why) in [
            (SCRIPT, page(&["__wbg_get_1", "gone"]), "imports \"gone\""),
            (SCRIPT, page(&["__wbg_get"]), "imports \"__wbg_get\""),
            (&twice, both.clone(), "\"__wbg_get_1_2\" stands"),
            (&another_key, both.clone(), "\"__wbg_get_1\" stands"),
            (&only_text, both.clone(), "\"__wbg_get_1\" stands"),
            (&elsewhere, both.clone(), "\"./page_bg.js\" 0 times"),
            (&two_of_it, both.clone(), "\"./page_bg.js\" 2 times"),
            (&no_room, both, "\"a\" already"),
            (SCRIPT, of_two, "\"./x.js\""),
            (SCRIPT, page(&[]), "imports nothing"),
        ] {
            let error = shorten(script, &wasm).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        assert!(shorten(SCRIPT, b"no program").is_err());
    }

    #[test]
    fn a_short_name_that_stands_in_the_script_is_refused() {
        let names = |short: &str| {
            Names::from(
                [("__wbg_get_1", "c"), ("__wbg_get_1_2", short)]
                    .map(|(long, short)| (long.to_owned(), short.to_owned())),
            )
        };
        assert!(rename_keys(SCRIPT, &names("d")).is_ok());
        let error = rename_keys(SCRIPT, &names("b")).unwrap_err().to_string();
        assert!(error.contains("\"b\" already"), "{error}");
    }

    #[test]
    fn short_names_are_names_and_no_two_are_the_same() {
        let all: Vec<String> = short_names().collect();
        assert_eq!(all.len(), 52 + 52 * 52);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert!(all.iter().all(|name| name.len() <= 2 && name.chars().all(is_of_word)));
    }
}
