//! What can be said on the command line.

mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::help;
use crate::format::{Filter, Keep, OffsetUnit, Options, ReadOptions, SentenceRule, TokenRule};
use crate::model::annotation::Status;
pub use values::{FIELDS, How, KeepArg, SentencesArg, TokensArg};
use values::{formats, pair, seed, statuses, units, variants};

/// Annotated articles as files: converts them, checks them, counts what is in
/// them, parts them and compares them.
#[derive(Debug, Parser)]
#[command(name = "verbatim", version, after_help = help::STATUSES, after_long_help = help::MAIN)]
#[command(arg_required_else_help = true, subcommand_required = true)]
pub struct Cli {
    /// What is to be done.
    #[command(subcommand)]
    pub command: Command,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write articles in another format
    #[command(after_long_help = help::CONVERT)]
    Convert(ConvertArgs),
    /// Check every offset, quote, id, relation and scheme; the report is JSON
    #[command(after_long_help = help::VALIDATE)]
    Validate(ValidateArgs),
    /// Count articles, characters, tokens, annotations and relations
    #[command(after_long_help = help::STATS)]
    Stats(StatsArgs),
    /// Part articles into train, dev and test
    #[command(after_long_help = help::SPLIT)]
    Split(SplitArgs),
    /// Say what differs between two datasets
    #[command(after_long_help = help::DIFF)]
    Diff(DiffArgs),
    /// Print a script that completes this command in a shell
    #[command(after_long_help = help::COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write all of them to a folder
    #[command(after_long_help = help::MAN)]
    Man {
        /// The folder for all pages
        #[arg(short, long, value_name = "FOLDER")]
        output: Option<PathBuf>,
    },
}

/// What is read.
#[derive(Args, Clone, Debug)]
pub struct InputArgs {
    /// Files, folders and zip archives to read; `-` is standard input
    #[arg(value_name = "INPUT", default_value = "-")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: ReadingArgs,
}

/// How it is read.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Reading")]
pub struct ReadingArgs {
    /// The format that is read [default: guessed from name and content]
    #[arg(short, long, value_name = "FORMAT", value_parser = formats(true))]
    pub from: Option<String>,
    /// What offsets count, where the files leave that open
    #[arg(short, long, value_parser = units())]
    pub unit: Option<OffsetUnit>,
    /// Read a label of the files as another one: what they say, and an id
    #[arg(short, long, value_name = "LABEL=ID", value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Read a relation type of the files as another one
    #[arg(long, value_name = "TYPE=ID", value_parser = pair)]
    pub map_relation: Vec<(String, String)>,
}

/// Where it is written, and what is said of it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Writing")]
pub struct OutputArgs {
    /// The file or folder to write; `-` is standard output
    #[arg(short, long, value_name = "PATH", default_value = "-")]
    pub output: PathBuf,
    /// Overwrite files that are there
    #[arg(long)]
    pub force: bool,
    /// A file for each article, even if the format holds many in one
    #[arg(long)]
    pub one_per_article: bool,
    /// Write nothing if anything that was read is left out or changed
    #[arg(long)]
    pub strict: bool,
    /// How warnings and losses are printed on standard error
    #[arg(long, value_name = "HOW", value_enum, default_value_t = How::Text)]
    pub losses: How,
}

/// What of an article is written, and as what.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "What is written")]
pub struct ShapeArgs {
    /// The way a format is written that has several, such as `iob2`
    #[arg(long, value_parser = variants())]
    pub variant: Option<String>,
    /// What a token is, for formats that have tokens [default: source]
    #[arg(long, value_enum)]
    pub tokens: Option<TokensArg>,
    /// Where sentences end, for formats that have them [default: source]
    #[arg(long, value_enum)]
    pub sentences: Option<SentencesArg>,
    /// Which of two annotations that overlap is kept, where only one can be
    /// [default: outer]
    #[arg(long, value_enum)]
    pub keep: Option<KeepArg>,
    /// Only annotations with these labels, by their names in the files or their ids
    #[arg(long = "label", visible_alias = "labels", value_name = "ID", value_delimiter = ',')]
    pub labels: Vec<String>,
    /// Only annotations with these statuses
    #[arg(long = "status", value_name = "STATUS", value_delimiter = ',', value_parser = statuses())]
    pub statuses: Vec<Status>,
    /// Only annotations of these annotators
    #[arg(long = "annotator", value_name = "NAME", value_delimiter = ',')]
    pub annotators: Vec<String>,
}

/// The shares of train, dev and test.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Parts")]
pub struct SharesArgs {
    /// How many of a hundred articles are for training [default: the rest]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub train: Option<u8>,
    /// How many of a hundred articles are for development
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub dev: Option<u8>,
    /// How many of a hundred articles are for testing
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub test: Option<u8>,
    /// Which of the many ways to part the articles; the same number, the same
    /// parts [default: 0]
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = seed)]
    pub seed: Option<u64>,
}

/// `verbatim convert`.
#[derive(Args, Debug)]
pub struct ConvertArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,
    /// The format that is written [default: guessed from the name of the output]
    #[arg(short, long, value_name = "FORMAT", value_parser = formats(false))]
    #[arg(help_heading = "Writing")]
    pub to: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub output: OutputArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub shape: ShapeArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub shares: SharesArgs,
}

/// `verbatim validate`.
#[derive(Args, Debug)]
pub struct ValidateArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,
    /// Print nothing; the exit status says it
    #[arg(short, long)]
    pub quiet: bool,
}

/// `verbatim stats`.
#[derive(Args, Debug)]
pub struct StatsArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,
    /// What a token is
    #[arg(long, value_enum, default_value_t = TokensArg::Source)]
    pub tokens: TokensArg,
    /// Where sentences end
    #[arg(long, value_enum, default_value_t = SentencesArg::Source)]
    pub sentences: SentencesArg,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `verbatim split`.
#[derive(Args, Debug)]
pub struct SplitArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub input: InputArgs,
    /// The format that is written [default: the one that is read]
    #[arg(short, long, value_name = "FORMAT", value_parser = formats(false))]
    #[arg(help_heading = "Writing")]
    pub to: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub output: OutputArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub shares: SharesArgs,
}

/// `verbatim diff`.
#[derive(Args, Debug)]
pub struct DiffArgs {
    /// The one dataset: a file, a folder or `-`
    pub a: PathBuf,
    /// The other one
    pub b: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: ReadingArgs,
    /// The format of B, if it is another [default: guessed]
    #[arg(long, value_name = "FORMAT", value_parser = formats(true))]
    pub from_b: Option<String>,
    /// Leave out fields that may differ, such as `annotator` of two people's work
    #[arg(long, value_name = "FIELD", value_delimiter = ',', value_parser = FIELDS)]
    pub ignore: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Print nothing; the exit status says it
    #[arg(short, long)]
    pub quiet: bool,
}

impl ReadingArgs {
    /// As the formats have it.
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            unit: self.unit,
            labels: self.map.iter().cloned().collect(),
            relation_types: self.map_relation.iter().cloned().collect(),
            here: None,
        }
    }
}

impl ShapeArgs {
    /// As the formats have it.
    pub fn options(&self) -> Options {
        let labels = self.labels.iter().map(|id| id.as_str().into()).collect();
        let annotators = self.annotators.iter().cloned().collect();
        Options {
            variant: self.variant.clone().unwrap_or_default(),
            keep: match self.keep {
                None | Some(KeepArg::Outer) => Keep::Outer,
                Some(KeepArg::Inner) => Keep::Inner,
            },
            filter: Filter {
                labels: Some(labels).filter(|_| !self.labels.is_empty()),
                statuses: Some(self.statuses.clone()).filter(|all| !all.is_empty()),
                annotators: Some(annotators).filter(|_| !self.annotators.is_empty()),
            },
            ..token_options(
                self.tokens.unwrap_or(TokensArg::Source),
                self.sentences.unwrap_or(SentencesArg::Source),
            )
        }
    }
}

/// The options that say what tokens and sentences are.
pub fn token_options(tokens: TokensArg, sentences: SentencesArg) -> Options {
    Options {
        tokens: match tokens {
            TokensArg::Source => TokenRule::Source,
            TokensArg::Words => TokenRule::Words,
            TokensArg::Whitespace => TokenRule::WhiteSpace,
        },
        sentences: match sentences {
            SentencesArg::Source => SentenceRule::Source,
            SentencesArg::Sentences => SentenceRule::Sentences,
            SentencesArg::Lines => SentenceRule::Lines,
        },
        ..Options::default()
    }
}
