//! `verbatim convert` and `verbatim split`: the same articles in other files.
//!
//! Invariant: the files are those that [`write`](crate::format::write) makes
//! of the same articles and choices, byte by byte.

mod target;
mod writer;

use std::sync::Arc;

use super::Outcome;
use super::args::{ConvertArgs, OutputArgs, ShapeArgs, SharesArgs, SplitArgs};
use super::guess;
use super::input::Input;
use super::say::{Said, tell};
use super::source::Source;
use super::stream::{Dataset, See};
use super::trouble::Trouble;
use crate::format::splits::{Split, rank};
use crate::format::{self, Codec, Losses, Options, Warnings, outside_scheme};
use crate::model::document::Document;
use crate::model::id::LabelId;
use crate::model::scheme::Scheme;
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
    check_shape(&args.shape, codec, &options)?;
    let shares = &args.shares;
    let is_split = shares.train.or(shares.dev).or(shares.test).is_some();
    let split = if is_split { Some(split_of(shares, [None; 3])?) } else { None };
    if split.is_none() && shares.seed.is_some() {
        let said = "--seed parts articles, and nothing says how: say it by --dev or --test";
        return Err(Trouble::Said(said.into()));
    }
    let input = Input::new(&args.input)?;
    let dataset = Dataset::open(input, &args.input.reading)?;
    Conversion::new(dataset, codec, options, &args.output, split).run()
}

/// Parts.
pub(super) fn split(args: &SplitArgs) -> Result<Outcome, Trouble> {
    let split = split_of(&args.shares, [None, Some(10), Some(10)])?;
    let input = Input::new(&args.input)?;
    let codec = args.to.as_deref().and_then(format::codec).unwrap_or(input.codec);
    let dataset = Dataset::open(input, &args.input.reading)?;
    let options = Options::default();
    Conversion::new(dataset, codec, options, &args.output, Some(split)).run()
}

/// Whether all that was said of the shape means something in the format.
fn check_shape(shape: &ShapeArgs, codec: &dyn Codec, options: &Options) -> Result<(), Trouble> {
    let capacity = codec.capacity(options);
    let of_tokens = match capacity.tokens {
        true => "keeps the tokens that articles came with, and makes none",
        false => "has no tokens",
    };
    let of_sentences = match capacity.sentences {
        true => "keeps the sentences that articles came with, and makes none",
        false => "has no sentences",
    };
    let said = [
        (shape.tokens.is_some(), codec.is_made_of_tokens(options), "--tokens", of_tokens),
        (
            shape.sentences.is_some(),
            codec.is_made_of_sentences(options),
            "--sentences",
            of_sentences,
        ),
        (
            shape.keep.is_some(),
            codec.keeps_one_of_two(options),
            "--keep",
            "holds annotations that overlap",
        ),
    ];
    match said.into_iter().find(|&(is_said, means, ..)| is_said && !means) {
        Some((.., option, why)) => {
            let name = codec.format().name;
            Err(Trouble::Said(format!("{name} {why}, so {option} would change nothing")))
        }
        None => Ok(()),
    }
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
        (None, Some(train)) => {
            Ok(Split { percent: [train, dev, test], seed: shares.seed.unwrap_or(0) })
        }
        (Some(train), Some(rest)) if train == rest => {
            Ok(Split { percent: [train, dev, test], seed: shares.seed.unwrap_or(0) })
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
    /// The scheme, as the format has it.
    outside: Arc<Scheme>,
    codec: &'static dyn Codec,
    options: Options,
    output: &'a OutputArgs,
    split: Option<Split>,
}

impl<'a> Conversion<'a> {
    fn new(
        dataset: Dataset,
        codec: &'static dyn Codec,
        options: Options,
        output: &'a OutputArgs,
        split: Option<Split>,
    ) -> Conversion<'a> {
        let mut options = options;
        if let Some(asked) = &mut options.filter.labels {
            *asked = asked.iter().map(|one| label_id(&dataset.scheme, one)).collect();
        }
        let outside = outside_scheme(&dataset.scheme, &codec.capacity(&options));
        Conversion { dataset, outside, codec, options, output, split }
    }

    fn run(&self) -> Result<Outcome, Trouble> {
        self.check_labels()?;
        let is_each = self.output.one_per_article || !self.codec.format().is_collection;
        let mut count = Count { n_articles: 0, ranks: Vec::new(), split: self.split.as_ref() };
        // Numbers in names are as wide as the last one, and shares are of all.
        if is_each || self.split.is_some() {
            self.dataset.each(&mut count)?;
        }
        if self.output.strict {
            let mut said = Said::new(self.output.losses);
            let seen = self.dataset.each(&mut Check { said: &mut said })?;
            if said.n_warnings() > 0 {
                said.end(0, self.codec.format().name, &Losses::default(), seen.balance);
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
        let seen = self.dataset.each(&mut writer)?;
        writer.finish(seen)
    }

    /// Whether the labels that are asked for are in the scheme.
    fn check_labels(&self) -> Result<(), Trouble> {
        let known = &self.dataset.scheme.labels;
        let asked = self.options.filter.labels.iter().flatten();
        let mut unknown = asked.filter(|id| known.iter().all(|label| label.id != **id));
        let Some(unknown) = unknown.next() else { return Ok(()) };
        let known: Vec<&str> = known.iter().map(|label| label.in_files()).collect();
        let said = match known.as_slice() {
            [] => format!("there is no label {unknown}: what is read has no labels"),
            known => format!("there is no label {unknown}; there are: {}", known.join(", ")),
        };
        Err(Trouble::Said(said))
    }

    fn as_dataset(&self) -> format::Dataset<'_> {
        let extra = &self.dataset.extra;
        format::Dataset { scheme: &self.outside, extra, options: &self.options }
    }
}

/// The label that is asked for by the name that the files have for it, or else by
/// its id.
fn label_id(scheme: &Scheme, asked: &LabelId) -> LabelId {
    let named = scheme.labels.iter().find(|label| label.in_files() == asked.as_str());
    named.map_or_else(|| asked.clone(), |label| label.id.clone())
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

    fn warnings(&mut self, source: &Source, _: usize, all: &Warnings) -> Result<(), Trouble> {
        self.said.warnings(source, all);
        Ok(())
    }
}
