//! `verbatim convert` and `verbatim split`: the same articles in other files.
//!
//! Invariant: the files are those that [`write`](crate::format::write) makes
//! of the same articles and choices, byte by byte.

mod target;
mod writer;

use super::Outcome;
use super::args::{ConvertArgs, OutputArgs, SharesArgs, SplitArgs};
use super::guess;
use super::input::Input;
use super::say::{Said, tell};
use super::source::Source;
use super::stream::{Dataset, See};
use super::trouble::Trouble;
use crate::format::splits::{Split, rank};
use crate::format::warning::Warning;
use crate::format::{self, Codec, Losses, Options, Rest};
use crate::model::document::Document;
use target::Target;
use writer::Writer;

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
        let name = codec.format().name;
        return Err(Trouble::Said(match ids.as_slice() {
            [] => format!("{name} has no variants, so none is called {asked}"),
            ids => format!("{name} has no variant {asked}; it has: {}", ids.join(", ")),
        }));
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
        self.check_labels()?;
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
                tell("verbatim: nothing was written, as --strict asks");
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
        let mut writer = Writer::new(self, target, &count);
        self.dataset.each(&mut writer)?;
        writer.finish()
    }

    /// Whether the labels that are asked for are in the scheme.
    fn check_labels(&self) -> Result<(), Trouble> {
        let known = &self.dataset.scheme.labels;
        let asked = self.options.filter.labels.iter().flatten();
        let mut unknown = asked.filter(|id| known.iter().all(|label| label.id != **id));
        let Some(unknown) = unknown.next() else { return Ok(()) };
        let known: Vec<&str> = known.iter().map(|label| label.id.as_str()).collect();
        let said = match known.as_slice() {
            [] => format!("there is no label {unknown}: what is read has no labels"),
            known => format!("there is no label {unknown}; there are: {}", known.join(", ")),
        };
        Err(Trouble::Said(said))
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

    fn rest(&mut self, _: &Source, _: usize, rest: Rest) -> Result<(), Trouble> {
        self.said.rest(rest);
        Ok(())
    }
}
