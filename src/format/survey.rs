//! Looks through what a file says before anything of it is believed: which
//! labels it has, and what its offsets count.
//!
//! A unit fits a file if each annotation that lies in the text under some unit
//! lies in it under this one too, and there holds the words that the file
//! quotes. Where just one fits, or all that fit mean the same places, nobody
//! need be asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::OffsetUnit;
use super::draft::{Draft, DraftOr, Drafts};
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
    units: &'static [OffsetUnit],
    /// For each of the units, how many annotations fit.
    n_fit: Vec<usize>,
    /// For each of the units, how many annotations start and end where words
    /// do.
    n_whole: Vec<usize>,
    n_annotations: usize,
    /// For two of the units, an annotation of which they mean other places.
    apart: BTreeMap<(usize, usize), Example>,
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
            naming: Naming::new(),
            last: None,
            units: &[],
            n_fit: Vec::new(),
            n_whole: Vec::new(),
            n_annotations: 0,
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
        if draft.units.len() > 1
            && self.options.unit.is_none()
            && !OffsetUnit::all_count_alike(&draft.text)
        {
            self.measure(draft);
        }
    }

    /// Tries all units on an article.
    fn measure(&mut self, draft: &Draft) {
        let Ok((text, intake)) = Text::from_original(&draft.text) else { return };
        let source = Source::new(&draft.text, &text, &intake);
        self.units = draft.units;
        self.n_fit.resize(draft.units.len(), 0);
        self.n_whole.resize(draft.units.len(), 0);
        let rulers: Vec<Ruler<'_>> =
            draft.units.iter().map(|&unit| Ruler::new(unit, &source)).collect();
        for annotation in &draft.annotations {
            let fits: Vec<Option<Vec<TextRange>>> =
                rulers.iter().map(|ruler| ruler.fit(draft, annotation, &source)).collect();
            if fits.iter().all(Option::is_none) {
                continue;
            }
            self.n_annotations += 1;
            for (idx, fit) in fits.iter().enumerate() {
                self.n_fit[idx] += usize::from(fit.is_some());
                let is_whole = fit.as_ref().is_some_and(|ranges| source.are_whole(ranges));
                self.n_whole[idx] += usize::from(is_whole);
                for other in (idx + 1..fits.len()).filter(|&other| fits[other] != *fit) {
                    self.apart.entry((idx, other)).or_insert_with(|| Example {
                        title: draft.title.clone(),
                        label: annotation.label.clone(),
                        words: fits.iter().map(|fit| shown(&source, fit.as_deref())).collect(),
                    });
                }
            }
        }
    }

    /// The unit that fits, and the question if that is not sure.
    fn unit(&self) -> (Option<OffsetUnit>, Option<UnitQuestion>) {
        let fits_all = |&idx: &usize| self.n_fit[idx] == self.n_annotations;
        let mut fitting: Vec<usize> = (0..self.units.len()).filter(fits_all).collect();
        if self.n_annotations == 0 {
            return (None, None);
        }
        let is_sure = !fitting.is_empty();
        if !is_sure {
            fitting = (0..self.units.len()).filter(|&idx| self.n_fit[idx] > 0).collect();
            fitting.sort_by_key(|&idx| std::cmp::Reverse(self.n_fit[idx]));
        }
        let first = fitting.first().copied().unwrap_or(0);
        let apart = fitting
            .iter()
            .skip(1)
            .find_map(|&other| self.apart.get(&(first.min(other), first.max(other))));
        let unit = self.units.get(first).copied();
        let Some(example) = apart else { return (unit, None) };
        // Two units that mean the same places are one answer.
        let mut answers: Vec<usize> = Vec::new();
        for idx in fitting {
            if answers.iter().all(|&one| self.apart.contains_key(&(one.min(idx), one.max(idx)))) {
                answers.push(idx);
            }
        }
        let choices = answers.into_iter().map(|idx| UnitChoice {
            unit: self.units[idx],
            words: example.words[idx].clone(),
            n_fit: self.n_fit[idx],
            n_whole: self.n_whole[idx],
        });
        let question = UnitQuestion {
            choices: choices.collect(),
            title: example.title.clone(),
            label: example.label.clone(),
            n_annotations: self.n_annotations,
        };
        (unit, Some(question))
    }
}

/// What an annotation would hold.
fn shown(source: &Source<'_>, ranges: Option<&[TextRange]>) -> Option<String> {
    let words: Vec<&str> = ranges?.iter().map(|&range| source.words(range)).collect();
    Some(super::describe::shortened(&words.join(" … ")))
}
