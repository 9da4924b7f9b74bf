//! Where the files of a conversion go, and what they are called.

use std::path::{Path, PathBuf};

use super::Conversion;
use crate::cli::output::{OutStream, Staging, check_free};
use crate::cli::trouble::Trouble;

/// Where files go.
pub(super) struct Target {
    /// None for standard output.
    pub(super) staging: Option<Staging>,
    /// What a file with all articles is named by, without an extension.
    stem: String,
    /// Its whole name, if one was asked for.
    pub(super) name: Option<String>,
    /// The pipe or device that takes all of it.
    device: Option<PathBuf>,
}

impl Target {
    pub(super) fn new(conversion: &Conversion<'_>, is_folder: bool) -> Result<Target, Trouble> {
        let (path, force) = (&conversion.output.output, conversion.output.force);
        let stem = conversion.dataset.input.stem();
        if path == Path::new("-") {
            if is_folder {
                let what = "this makes several files, which standard output can’t hold; \
                            name a folder by --output";
                return Err(Trouble::Said(what.into()));
            }
            return Ok(Target { staging: None, stem, name: None, device: None });
        }
        let is_named_folder = path.to_string_lossy().ends_with(['/', '\\']) || path.is_dir();
        if is_folder || is_named_folder {
            if path.exists() && !path.is_dir() {
                let shown = path.display();
                let said = format!("this makes several files, and {shown} is not a folder");
                return Err(Trouble::Said(said));
            }
            let staging = Some(Staging::new(path, force)?);
            return Ok(Target { staging, stem, name: None, device: None });
        }
        if path.exists() && !path.is_file() {
            return Ok(Target { staging: None, stem, name: None, device: Some(path.clone()) });
        }
        check_free(path, force)?;
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let staging = Staging::new(folder.unwrap_or(&PathBuf::from(".")), force)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(name) = name else {
            return Err(Trouble::Said(format!("{} is no name for a file", path.display())));
        };
        Ok(Target { staging: Some(staging), stem, name: Some(name), device: None })
    }

    /// Begins a file for each part of a format.
    pub(super) fn create(
        &self,
        name: Option<&str>,
        parts: &[&str],
    ) -> Result<Vec<OutStream>, Trouble> {
        let Some(staging) = &self.staging else {
            let device = self.device.as_deref().map(OutStream::device);
            return Ok(vec![device.unwrap_or_else(|| Ok(OutStream::stdout()))?]);
        };
        let one = |extension: &&str| match (name, &self.name) {
            (None, Some(whole)) if parts.len() == 1 => staging.create(whole),
            (None, Some(whole)) => {
                let (stem, _) = whole.rsplit_once('.').unwrap_or((whole, ""));
                staging.create(&format!("{stem}.{extension}"))
            }
            (None, None) => staging.create(&format!("{}.{extension}", self.stem)),
            (Some(name), _) => staging.create(&format!("{name}.{extension}")),
        };
        parts.iter().map(one).collect()
    }
}
