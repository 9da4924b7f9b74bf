//! `verbatim convert` and `verbatim split`: the same articles in other files.
//!
//! Invariant: the files are those that [`write`](crate::format::write) makes
//! of the same articles and choices, byte by byte.

use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{ConvertArgs, OutputArgs, SharesArgs, SplitArgs};
use super::guess;
use super::input::{Input, Source};
use super::output::{OutStream, Staging, check_free};
use super::say::Said;
use super::stream::{Dataset, See};
use super::trouble::Trouble;
use crate::format::splits::{PARTS, Split, rank};
use crate::format::warning::Warning;
use crate::format::{self, Codec, Losses, Names, Options, fit_into, scheme_losses};
use crate::model::document::Document;

/// Converts.
pub(super) fn convert(args: &ConvertArgs) -> Result<Outcome, Trouble> {
    let output = args.output.output.to_string_lossy();
    let codec = guess::to_write(args.to.as_deref(), &output)?;
    let options = args.shape.options();
    let variants = codec.format().variants;
    if let Some(asked) = &args.shape.variant
        && variants.iter().all(|variant| variant.id != asked)
    {
        let ids: Vec<&str> = variants.iter().map(|variant| variant.id).collect();
        let ids = if ids.is_empty() { "none".into() } else { ids.join(", ") };
        let name = codec.format().name;
        return Err(Trouble::Said(format!("{name} has no variant {asked}; it has: {ids}")));
    }
    let shares = &args.shares;
    let is_split = shares.train.or(shares.dev).or(shares.test).is_some();
    let split = if is_split { Some(split_of(shares, [None; 3])?) } else { None };
    let input = Input::new(&args.input)?;
    let dataset = Dataset::open(input, &args.input.reading)?;
    Conversion { dataset, codec, options, output: &args.output, split }.run()
}

/// Parts.
pub(super) fn split(args: &SplitArgs) -> Result<Outcome, Trouble> {
    let split = split_of(&args.shares, [None, Some(10), Some(10)])?;
    let input = Input::new(&args.input)?;
    let codec = args.to.as_deref().and_then(format::codec).unwrap_or(input.codec);
    let dataset = Dataset::open(input, &args.input.reading)?;
    let options = Options::default();
    Conversion { dataset, codec, options, output: &args.output, split: Some(split) }.run()
}

/// The shares as they were said; what is missing goes to training.
fn split_of(shares: &SharesArgs, usual: [Option<u8>; 3]) -> Result<Split, Trouble> {
    let is_said = shares.train.or(shares.dev).or(shares.test).is_some();
    let share = |said: Option<u8>, idx: usize| match is_said {
        true => said.unwrap_or(0),
        false => usual[idx].unwrap_or(0),
    };
    let (dev, test) = (share(shares.dev, 1), share(shares.test, 2));
    let rest = 100_u8.checked_sub(dev).and_then(|rest| rest.checked_sub(test));
    match (shares.train, rest) {
        (None, Some(train)) => Ok(Split { percent: [train, dev, test], seed: shares.seed }),
        (Some(train), Some(rest)) if train == rest => {
            Ok(Split { percent: [train, dev, test], seed: shares.seed })
        }
        (train, _) => {
            let sum = u16::from(train.unwrap_or(0)) + u16::from(dev) + u16::from(test);
            let said = format!("the shares of train, dev and test are {sum} in all, not 100");
            Err(Trouble::Said(said))
        }
    }
}

/// One dataset that is written.
struct Conversion<'a> {
    dataset: Dataset,
    codec: &'static dyn Codec,
    options: Options,
    output: &'a OutputArgs,
    split: Option<Split>,
}

impl Conversion<'_> {
    fn run(&self) -> Result<Outcome, Trouble> {
        let is_each = self.output.one_per_article || !self.codec.format().is_collection;
        let mut count = Count { n_articles: 0, ranks: Vec::new(), split: self.split.as_ref() };
        // Numbers in names are as wide as the last one, and shares are of all.
        if is_each || self.split.is_some() {
            self.dataset.each(&mut count)?;
        }
        if self.output.strict {
            let mut said = Said::new(self.output.losses, self.dataset.input.sources.len());
            self.dataset.each(&mut Check { said: &mut said })?;
            if said.n_warnings() > 0 {
                said.end(0, self.codec.format().name, &Losses::default());
                eprintln!("verbatim: nothing was written, as --strict asks");
                return Ok(Outcome::Found);
            }
        }
        let parts = self.codec.format().parts;
        let output = self.output.output.to_string_lossy();
        let is_file = |part: &&str| format::has_extension(&output, part);
        let is_alone = is_each && count.n_articles == 1;
        let is_folder = self.split.is_some()
            || (is_each && !is_alone)
            || (parts.len() > 1 && !parts.iter().any(is_file));
        let target = Target::new(self, is_folder)?;
        let capacity = self.codec.capacity(&self.options);
        let mut writer = Writer {
            conversion: self,
            split: self.split.as_ref().map(|split| split.parts(&count.ranks)).unwrap_or_default(),
            n_articles: count.n_articles,
            n_written: 0,
            // A single article may be named by whoever asks for it.
            is_each: is_each && target.staging.is_some() && target.name.is_none(),
            open: [None, None, None],
            names: Default::default(),
            losses: scheme_losses(&self.dataset.scheme, &self.dataset.extra, &capacity),
            said: Said::new(self.output.losses, self.dataset.input.sources.len()),
            target,
        };
        self.dataset.each(&mut writer)?;
        writer.finish()
    }

    fn as_dataset(&self) -> format::Dataset<'_> {
        let Dataset { scheme, extra, .. } = &self.dataset;
        format::Dataset { scheme, extra, options: &self.options }
    }
}

/// How many articles there are, and where each stands in a split.
struct Count<'a> {
    n_articles: usize,
    ranks: Vec<[u8; 16]>,
    split: Option<&'a Split>,
}

impl See for Count<'_> {
    fn document(&mut self, _: &Source, document: Document) -> Result<(), Trouble> {
        self.n_articles += 1;
        let text = document.article().text.as_str();
        self.ranks.extend(self.split.map(|split| rank(text, split.seed)));
        Ok(())
    }
}

/// What does not fit, without a word of what does.
struct Check<'a> {
    said: &'a mut Said,
}

impl See for Check<'_> {
    fn document(&mut self, _: &Source, _: Document) -> Result<(), Trouble> {
        Ok(())
    }

    fn warning(&mut self, source: &Source, warning: &Warning) -> Result<(), Trouble> {
        self.said.warning(source, warning);
        Ok(())
    }
}

/// Where files go.
struct Target {
    /// None for standard output.
    staging: Option<Staging>,
    /// What a file with all articles is named by, without an extension.
    stem: String,
    /// Its whole name, if one was asked for.
    name: Option<String>,
}

impl Target {
    fn new(conversion: &Conversion<'_>, is_folder: bool) -> Result<Target, Trouble> {
        let (path, force) = (&conversion.output.output, conversion.output.force);
        let stem = conversion.dataset.input.stem();
        if path == Path::new("-") {
            if is_folder {
                let what = "this makes several files, which standard output can’t hold; \
                            name a folder by --output";
                return Err(Trouble::Said(what.into()));
            }
            return Ok(Target { staging: None, stem, name: None });
        }
        let is_named_folder = path.to_string_lossy().ends_with(['/', '\\']) || path.is_dir();
        if is_folder || is_named_folder {
            if path.exists() && !path.is_dir() {
                let shown = path.display();
                let said = format!("this makes several files, and {shown} is not a folder");
                return Err(Trouble::Said(said));
            }
            return Ok(Target { staging: Some(Staging::new(path, force)?), stem, name: None });
        }
        check_free(path, force)?;
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let staging = Staging::new(folder.unwrap_or(&PathBuf::from(".")), force)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(name) = name else {
            return Err(Trouble::Said(format!("{} is no name for a file", path.display())));
        };
        Ok(Target { staging: Some(staging), stem, name: Some(name) })
    }

    /// Begins a file for each part of a format.
    fn create(&self, name: Option<&str>, parts: &[&str]) -> Result<Vec<OutStream>, Trouble> {
        let Some(staging) = &self.staging else { return Ok(vec![OutStream::stdout()]) };
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

/// A file that is written, with its parts.
struct Open {
    streams: Vec<OutStream>,
    buffers: Vec<Vec<u8>>,
    n_articles: usize,
}

impl Open {
    /// Writes what is in the buffers, and empties them.
    fn flush(&mut self) -> Result<(), Trouble> {
        for (stream, buffer) in self.streams.iter_mut().zip(&mut self.buffers) {
            stream.write(buffer)?;
            buffer.clear();
        }
        Ok(())
    }
}

struct Writer<'a> {
    conversion: &'a Conversion<'a>,
    target: Target,
    /// The part of each article, if there are parts.
    split: Vec<usize>,
    n_articles: usize,
    n_written: usize,
    /// Whether each article has a file of its own.
    is_each: bool,
    /// The file of each part.
    open: [Option<Open>; 3],
    /// The names given in each part.
    names: [Names; 3],
    losses: Losses,
    said: Said,
}

impl See for Writer<'_> {
    fn document(&mut self, _: &Source, document: Document) -> Result<(), Trouble> {
        let fitted = fit_into(self.conversion.codec, &document, &self.conversion.options);
        self.losses.merge(&fitted.losses);
        let part = self.split.get(self.n_written).copied().unwrap_or(0);
        self.n_written += 1;
        let folder = self.conversion.split.as_ref().map(|_| PARTS[part]);
        if self.is_each {
            let name = self.names[part].of(&document.article().metadata.title, self.n_articles);
            let name = folder.map_or(name.clone(), |folder| format!("{folder}/{name}"));
            let mut open = self.begin(Some(&name))?;
            self.article(&mut open, &fitted.document)?;
            return self.end(open);
        }
        let mut open = match self.open[part].take() {
            Some(open) => open,
            None => self.begin(folder)?,
        };
        self.article(&mut open, &fitted.document)?;
        self.open[part] = Some(open);
        Ok(())
    }

    fn warning(&mut self, source: &Source, warning: &Warning) -> Result<(), Trouble> {
        self.said.warning(source, warning);
        Ok(())
    }
}

impl Writer<'_> {
    fn begin(&self, name: Option<&str>) -> Result<Open, Trouble> {
        let parts = self.conversion.codec.format().parts;
        let streams = self.target.create(name, parts)?;
        let mut open = Open { streams, buffers: vec![Vec::new(); parts.len()], n_articles: 0 };
        self.conversion.codec.begin(&self.conversion.as_dataset(), &mut open.buffers);
        open.flush()?;
        Ok(open)
    }

    fn article(&self, open: &mut Open, document: &Document) -> Result<(), Trouble> {
        open.n_articles += 1;
        let dataset = self.conversion.as_dataset();
        self.conversion.codec.article(document, open.n_articles, &dataset, &mut open.buffers);
        open.flush()
    }

    fn end(&self, mut open: Open) -> Result<(), Trouble> {
        let dataset = self.conversion.as_dataset();
        self.conversion.codec.end(open.n_articles, &dataset, &mut open.buffers);
        open.flush()?;
        open.streams.into_iter().try_for_each(OutStream::finish)
    }

    /// Ends all files, and gives them their names.
    fn finish(mut self) -> Result<Outcome, Trouble> {
        let is_empty = self.open.iter().all(Option::is_none);
        if is_empty && !self.is_each && self.conversion.split.is_none() {
            self.open[0] = Some(self.begin(None)?);
        }
        for part in 0..self.open.len() {
            if let Some(open) = self.open[part].take() {
                self.end(open)?;
            }
        }
        let companions = self.conversion.codec.companions(&self.conversion.as_dataset());
        let format = self.conversion.codec.format().name;
        self.said.end(self.n_written, format, &self.losses);
        match self.target.staging.take() {
            Some(staging) => {
                for file in companions {
                    let mut out = staging.create(&file.name)?;
                    out.write(&file.bytes)?;
                    out.finish()?;
                }
                staging.commit()?;
            }
            None => {
                for file in companions {
                    let name = &file.name;
                    eprintln!("verbatim: {name} goes along; name a file by --output to get it");
                }
            }
        }
        Ok(Outcome::Done)
    }
}
