//! What a person should know: warnings, losses and questions, on standard
//! error.

use std::io::Write as _;

use serde_json::{Value, json};

use super::args::How;
use super::source::Source;
use crate::format::warning::Warning;
use crate::format::{Losses, Rest, UnitQuestion};

/// So many warnings are printed in full; the others are counted.
const MAX_SHOWN: usize = 20;

/// Says a line on standard error. Whether anyone listens changes nothing.
pub(super) fn tell(words: &str) {
    let _unheard = writeln!(std::io::stderr(), "{words}");
}

/// What was said of a conversion so far.
pub(super) struct Said {
    how: How,
    /// Whether a warning must name its file.
    has_files: bool,
    n_warnings: usize,
    shown: Vec<String>,
}

impl Said {
    pub(super) fn new(how: How, n_files: usize) -> Said {
        Said { how, has_files: n_files > 1, n_warnings: 0, shown: Vec::new() }
    }

    /// How many warnings there were.
    pub(super) fn n_warnings(&self) -> usize {
        self.n_warnings
    }

    /// Says, or keeps for later, what did not fit.
    pub(super) fn warning(&mut self, source: &Source, warning: &Warning) {
        self.n_warnings += 1;
        if self.n_warnings > MAX_SHOWN {
            return;
        }
        let said = match self.has_files {
            true => format!("{}: {warning}", source.name()),
            false => warning.to_string(),
        };
        match self.how {
            How::Text => tell(&format!("verbatim: {said}")),
            How::Json => self.shown.push(said),
        }
    }

    /// Counts what is not told.
    pub(super) fn rest(&mut self, rest: Rest) {
        self.n_warnings += rest.n();
    }

    /// Says what was written and what was lost.
    pub(super) fn end(&self, n_articles: usize, format: &str, losses: &Losses) {
        if self.how == How::Json {
            tell(&self.report(n_articles, losses).to_string());
            return;
        }
        if self.n_warnings > MAX_SHOWN {
            tell(&format!("verbatim: … and {} more warnings", self.n_warnings - MAX_SHOWN));
        }
        if losses.is_empty() {
            return;
        }
        tell(&format!("verbatim: {format} can’t hold:"));
        for sentence in losses.sentences() {
            tell(&format!("  {sentence}"));
        }
    }

    fn report(&self, n_articles: usize, losses: &Losses) -> Value {
        let sentences = losses.sentences();
        let losses = losses.iter().zip(&sentences);
        let losses = losses
            .map(|((loss, n), sentence)| json!({"loss": loss.id(), "n": n, "sentence": sentence}));
        json!({
            "articles": n_articles,
            "losses": losses.collect::<Vec<_>>(),
            "n_warnings": self.n_warnings,
            "warnings": self.shown,
        })
    }
}

/// What a person must say first: what the offsets count.
pub(super) fn question(question: &UnitQuestion) -> String {
    let mut said = format!(
        "it can’t be told what the offsets count. In the article “{}”, an annotation {} holds, \
         by what they count:\n",
        question.title, question.label
    );
    for choice in &question.choices {
        let words = match &choice.words {
            Some(words) => format!("“{words}”"),
            None => "nothing".into(),
        };
        said += &format!(
            "  --unit {:11} {words} ({}; {} of {} annotations fit)\n",
            choice.unit.id(),
            choice.unit.name(),
            choice.n_fit,
            question.n_annotations
        );
    }
    said + "Say which is right by --unit."
}
