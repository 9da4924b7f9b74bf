//! Makes the files of a release build smaller. Trunk runs this as a hook, when
//! all files are made and none is served yet.
//!
//! The hashes in the names of the files are those Trunk made before. They
//! still tell versions apart, because what happens here follows from the
//! content alone: no clock, no chance, no order of a folder.

mod names;
mod style;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

/// Shrinks the build that Trunk has just made, unless it is one for development.
pub fn shrink() -> Result<()> {
    let (Some(folder), Some(profile)) =
        (env::var_os("TRUNK_STAGING_DIR"), env::var_os("TRUNK_PROFILE"))
    else {
        bail!(
            "Trunk runs this command after a build, and sets TRUNK_STAGING_DIR and TRUNK_PROFILE for it: one of them is missing"
        );
    };
    if profile == "release" { shrink_folder(Path::new(&folder)) } else { Ok(()) }
}

fn shrink_folder(folder: &Path) -> Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| cant("read", folder))? {
        files.push(entry.with_context(|| cant("read", folder))?.path());
    }
    files.sort();
    let programs: Vec<&PathBuf> = files.iter().filter(|file| ends_in(file, "wasm")).collect();
    if programs.is_empty() {
        bail!("{} holds no WebAssembly", folder.display());
    }
    for wasm in programs {
        shorten_names(wasm).with_context(|| cant("shorten the names in", wasm))?;
    }
    for file in &files {
        let minified = if ends_in(file, "js") {
            let script = read(file)?;
            minifier::js::minify(&script).map(|text| text.to_string()).map_err(|why| anyhow!(why))
        } else if ends_in(file, "css") {
            style::minify(&read(file)?)
        } else {
            continue;
        };
        let text = minified.with_context(|| cant("minify", file))?;
        write(file, text.as_bytes())?;
    }
    Ok(())
}

/// Gives short names to what a program imports from the script beside it:
/// `NAME_bg.wasm` from `NAME.js`.
fn shorten_names(wasm: &Path) -> Result<()> {
    let stem = wasm.file_stem().and_then(|stem| stem.to_str());
    let name = stem.and_then(|stem| stem.strip_suffix("_bg")).context("its name has no _bg")?;
    let script = wasm.with_file_name(format!("{name}.js"));
    let bytes = fs::read(wasm)?;
    let short = names::shorten(&read(&script)?, &bytes)?;
    write(&script, short.script.as_bytes())?;
    write(wasm, &short.wasm)
}

fn ends_in(file: &Path, kind: &str) -> bool {
    file.extension().is_some_and(|extension| extension == kind)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| cant("read", file))
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| cant("write", file))
}

fn cant(what: &str, file: &Path) -> String {
    format!("can't {what} {}", file.display())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const SCRIPT: &str = "// Much to say.
export const imports = () => ({ \"./page_bg.js\": { __wbg_get_1: () => `a  b` } });
";

    fn built(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    #[test]
    fn all_files_of_a_build_get_smaller() {
        let wasm = names::tests::program(&[("./page_bg.js", "__wbg_get_1")]);
        let folder = built(&[
            ("index.html", b"<p>  </p>"),
            ("main-1f.css", b"/* Ink */\n:root { --ink: light-dark( #123, #456 ); }\n"),
            ("page-2e.js", SCRIPT.as_bytes()),
            ("page-2e_bg.wasm", &wasm),
        ]);
        shrink_folder(folder.path()).unwrap();
        let text = |name: &str| read(&folder.path().join(name)).unwrap();
        assert_eq!(text("index.html"), "<p>  </p>");
        assert_eq!(text("main-1f.css").trim(), ":root{--ink:light-dark(#123,#456);}");
        assert_eq!(text("page-2e.js"), "export const imports=()=>({\"a\":{c:()=>`a  b`}});");
        let short = fs::read(folder.path().join("page-2e_bg.wasm")).unwrap();
        assert_eq!(short, names::shorten(SCRIPT, &wasm).unwrap().wasm);
        assert!(short.len() < wasm.len());
    }

    #[test]
    fn a_build_that_is_not_whole_is_refused() {
        let wasm = names::tests::program(&[("./page_bg.js", "__wbg_get_1")]);
        let script = SCRIPT.as_bytes();
        for (files, why) in [
            (&[("page.js", script)][..], "no WebAssembly"),
            (&[("page_bg.wasm", &*wasm)], "page.js"),
            (&[("page.js", script), ("page.wasm", &wasm)], "page.wasm"),
            (&[("page.js", b"fetch(1)"), ("page_bg.wasm", &wasm)], "page_bg.wasm"),
        ] {
            let folder = built(files);
            let error = format!("{:#}", shrink_folder(folder.path()).unwrap_err());
            assert!(error.contains(why), "{error}");
        }
    }
}
