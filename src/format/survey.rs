//! Looks through what a file says before anything of it is believed: which
//! labels it has, and what its offsets count.
//!
//! A unit fits a file if each annotation that lies in the text under some unit
//! lies in it under this one too, and there holds the words that the file
//! quotes; the words of tokens count as well. All units are tried. Where the
//! words leave just one, or all that they leave mean the same places, nobody
//! need be asked. Else the units that are usual in the format come first: where
//! one of them fits, another unit is a rival only if under it more annotations
//! begin and end with words; where none does, a person decides.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::OffsetUnit;
use super::draft::{Draft, DraftAnnotation, DraftOr, Drafts};
use super::naming::Naming;
use super::options::ReadOptions;
use super::settle::Settler;
use super::source::Source;
use super::units::Ruler;
use crate::model::id::{LabelId, RelationTypeId};
use crate::model::offset::TextRange;
use crate::model::scheme::Scheme;
use crate::model::text::Text;

/// Which of several units a file means, which only a person can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitQuestion {
    /// The units that may be meant, the likeliest first.
    pub choices: Vec<UnitChoice>,
    /// The title of the article of which the words are.
    pub title: String,
    /// The label of the annotation of which the words are.
    pub label: String,
    /// How many annotations lie in the text under some unit.
    pub n_annotations: usize,
}

/// One unit that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitChoice {
    /// The unit.
    pub unit: OffsetUnit,
    /// What one annotation would hold by it, if anything.
    pub words: Option<String>,
    /// How many annotations fit.
    pub n_fit: usize,
    /// How many of them start and end where words do.
    pub n_whole: usize,
}

/// What was seen of a file.
#[derive(Clone, Debug)]
pub struct Survey {
    options: ReadOptions,
    naming: Naming,
    /// The scheme that was seen last.
    last: Option<Arc<Scheme>>,
    /// The units that are tried, the usual ones first.
    units: Vec<OffsetUnit>,
    n_usual: usize,
    /// For each of the units, what fits.
    fit: Vec<Fit>,
    /// What lies in the text under some unit.
    some: Fit,
    /// For two of the units, an annotation of which they mean other places.
    apart: BTreeMap<(usize, usize), Example>,
}

/// How much fits under a unit.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    n_annotations: usize,
    /// Annotations and tokens of which the file has the words.
    n_words: usize,
    /// Annotations that start and end where words do.
    n_whole: usize,
}

#[derive(Clone, Debug)]
struct Example {
    title: String,
    label: String,
    /// What it holds under each unit.
    words: Vec<Option<String>>,
}

impl Survey {
    /// Nothing seen yet.
    pub fn new(options: &ReadOptions) -> Survey {
        Survey {
            options: options.clone(),
            naming: Naming::new(options),
            last: None,
            units: Vec::new(),
            n_usual: 0,
            fit: Vec::new(),
            some: Fit::default(),
            apart: BTreeMap::new(),
        }
    }

    /// Looks at what was read.
    pub fn see(&mut self, drafts: &Drafts) {
        for scheme in &drafts.schemes {
            self.naming.adopt(scheme, &self.options);
        }
        for article in &drafts.articles {
            match article {
                DraftOr::Draft(draft) => self.see_draft(draft),
                DraftOr::Document(document) => self.see_scheme(document.scheme()),
                DraftOr::Native(article) => self.see_scheme(article.names.scheme()),
            }
        }
    }

    /// What was chosen.
    pub fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// Whether the files have labels, of annotations or in a scheme.
    pub fn has_labels(&self) -> bool {
        !self.naming.scheme.labels.is_empty()
    }

    /// The names of the labels and relation types, as the files have them.
    pub fn labels(&self) -> Vec<String> {
        self.naming.names.labels.keys().cloned().collect()
    }

    /// What the labels of the files are here, by their names there.
    pub fn label_ids(&self) -> BTreeMap<String, LabelId> {
        self.naming.names.labels.clone()
    }

    /// What the relation types of the files are here, by their names there.
    pub fn relation_type_ids(&self) -> BTreeMap<String, RelationTypeId> {
        self.naming.names.relation_types.clone()
    }

    /// What the labels and types are, and perhaps what a person must say
    /// first. Until then the likeliest unit counts.
    pub fn settle(self) -> (Settler, Option<UnitQuestion>) {
        let (unit, question) = match self.options.unit {
            Some(unit) => (Some(unit), None),
            None => self.unit(),
        };
        let Naming { mut scheme, names, .. } = self.naming;
        if scheme.labels.is_empty() {
            // An article without annotations has no labels of its own.
            scheme = Scheme::default();
        }
        (Settler::new(Arc::new(scheme), names, unit), question)
    }

    /// Takes a scheme, unless it is the one that was seen last.
    fn see_scheme(&mut self, scheme: &Arc<Scheme>) {
        if !self.last.as_ref().is_some_and(|last| Arc::ptr_eq(last, scheme)) {
            self.last = Some(Arc::clone(scheme));
            self.naming.adopt(scheme, &self.options);
        }
    }

    fn see_draft(&mut self, draft: &Draft) {
        for annotation in &draft.annotations {
            self.naming.label(&annotation.label, &self.options);
        }
        for relation in &draft.relations {
            self.naming.relation_type(&relation.relation_type, &self.options);
        }
        if self.options.unit.is_none()
            && !draft.units.contains(&OffsetUnit::Token)
            && !OffsetUnit::all_count_alike(&draft.text)
        {
            self.measure(draft);
        }
    }

    /// Tries all units on an article.
    fn measure(&mut self, draft: &Draft) {
        let Ok((text, intake)) = Text::from_original(&draft.text) else { return };
        let source = Source::new(&draft.text, &text, &intake);
        if self.units.is_empty() {
            self.units = tried(draft.units);
            self.n_usual = draft.units.len();
            self.fit = vec![Fit::default(); self.units.len()];
        }
        // To part a text into characters takes longest: where all lies as it
        // should by the first unit, and begins and ends with words, no other
        // could be meant rather, and this one counts as that.
        let first = Ruler::new(self.units[0], &source);
        let is_whole = |one: &DraftAnnotation| {
            let ranges = first.fit(draft, one, &source);
            ranges.is_some_and(|ranges| source.are_whole(&ranges))
        };
        let is_settled = draft.annotations.iter().all(is_whole);
        let is_spared = |idx: usize, unit: OffsetUnit| {
            is_settled && unit == OffsetUnit::Grapheme && idx >= self.n_usual
        };
        let unit_of = |(idx, &unit): (usize, &OffsetUnit)| match is_spared(idx, unit) {
            true => self.units[0],
            false => unit,
        };
        let rulers: Vec<Ruler<'_>> = self
            .units
            .iter()
            .enumerate()
            .map(unit_of)
            .map(|unit| Ruler::new(unit, &source))
            .collect();
        for annotation in &draft.annotations {
            let fits: Vec<Option<Vec<TextRange>>> =
                rulers.iter().map(|ruler| ruler.fit(draft, annotation, &source)).collect();
            if fits.iter().all(Option::is_none) {
                continue;
            }
            let has_words = usize::from(annotation.quote.is_some());
            self.some.n_annotations += 1;
            self.some.n_words += has_words;
            for (idx, fit) in fits.iter().enumerate() {
                if let Some(ranges) = fit {
                    self.fit[idx].n_annotations += 1;
                    self.fit[idx].n_words += has_words;
                    self.fit[idx].n_whole += usize::from(source.are_whole(ranges));
                }
                for other in (idx + 1..fits.len()).filter(|&other| fits[other] != *fit) {
                    self.apart.entry((idx, other)).or_insert_with(|| Example {
                        title: draft.title.clone(),
                        label: annotation.label.clone(),
                        words: fits.iter().map(|fit| shown(&source, fit.as_deref())).collect(),
                    });
                }
            }
        }
        let Some(tokens) = &draft.tokens else { return };
        for (place, words) in tokens.places.iter().zip(&tokens.words) {
            let fits = |ruler: &Ruler<'_>| {
                let range = ruler.range(place.start, place.end);
                range.is_some_and(|range| source.words(range) == words)
            };
            let fits: Vec<bool> = rulers.iter().map(fits).collect();
            if fits.contains(&true) {
                self.some.n_words += 1;
                self.fit
                    .iter_mut()
                    .zip(fits)
                    .for_each(|(fit, fits)| fit.n_words += usize::from(fits));
            }
        }
    }

    /// The unit that fits, and the question if that is not sure.
    fn unit(&self) -> (Option<OffsetUnit>, Option<UnitQuestion>) {
        let (some, n_usual) = (self.some, self.n_usual);
        if some.n_annotations + some.n_words == 0 {
            return (None, None);
        }
        let holds_words = |idx: usize| self.fit[idx].n_words == some.n_words;
        let fits_all =
            |idx: usize| holds_words(idx) && self.fit[idx].n_annotations == some.n_annotations;
        let mut fitting: Vec<usize> = (0..self.units.len()).filter(|&idx| fits_all(idx)).collect();
        let most_whole = fitting.iter().filter(|&&idx| idx < n_usual);
        let most_whole = most_whole.map(|&idx| self.fit[idx].n_whole).max();
        // Where the words leave no usual unit, they have decided.
        let is_sure =
            !fitting.is_empty() && (most_whole.is_some() || !(0..n_usual).any(holds_words));
        if let Some(n_whole) = most_whole {
            fitting.retain(|&idx| idx < n_usual || self.fit[idx].n_whole > n_whole);
        } else if !is_sure {
            fitting =
                (0..self.units.len()).filter(|&idx| self.fit[idx].n_annotations > 0).collect();
            fitting.sort_by_key(|&idx| std::cmp::Reverse(self.fit[idx].n_annotations));
        }
        let first = fitting.first().copied().unwrap_or(0);
        let is_apart = |one: usize, other: usize| self.apart.get(&(one.min(other), one.max(other)));
        let example = fitting.iter().skip(1).find_map(|&other| is_apart(first, other));
        let unit = self.units.get(first).copied();
        let Some(example) = example else { return (unit, None) };
        // Two units that mean the same places are one answer.
        let mut answers: Vec<usize> = Vec::new();
        for idx in fitting {
            if answers.iter().all(|&one| is_apart(one, idx).is_some()) {
                answers.push(idx);
            }
        }
        let choices = answers.into_iter().map(|idx| UnitChoice {
            unit: self.units[idx],
            words: example.words[idx].clone(),
            n_fit: self.fit[idx].n_annotations,
            n_whole: self.fit[idx].n_whole,
        });
        let question = UnitQuestion {
            choices: choices.collect(),
            title: example.title.clone(),
            label: example.label.clone(),
            n_annotations: some.n_annotations,
        };
        (unit, Some(question))
    }
}

/// The units that count characters, from what most programs write to what few
/// do.
const UNITS: [OffsetUnit; 5] = [
    OffsetUnit::CodePoint,
    OffsetUnit::Utf16,
    OffsetUnit::Byte,
    OffsetUnit::CrlfAsOne,
    OffsetUnit::Grapheme,
];

/// The usual units, then all others.
fn tried(usual: &[OffsetUnit]) -> Vec<OffsetUnit> {
    let others = UNITS.into_iter().filter(|unit| !usual.contains(unit));
    usual.iter().copied().chain(others).collect()
}

/// What an annotation would hold.
fn shown(source: &Source<'_>, ranges: Option<&[TextRange]>) -> Option<String> {
    let words: Vec<&str> = ranges?.iter().map(|&range| source.words(range)).collect();
    Some(super::describe::shortened(&words.join(" … ")))
}
