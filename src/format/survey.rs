//! Looks through what a file says before anything of it is believed: which
//! labels it has, and what its offsets count.
//!
//! A unit fits a file if each annotation that lies in the text under some unit
//! lies in it under this one too, and there holds the words that the file
//! quotes. Where just one fits, or all that fit mean the same places, nobody
//! need be asked.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::OffsetUnit;
use super::draft::{Draft, DraftOr, Drafts};
use super::options::ReadOptions;
use super::settle::Settler;
use super::source::Source;
use super::units::Ruler;
use crate::model::id::{LabelId, RelationTypeId};
use crate::model::offset::TextRange;
use crate::model::scheme::{Label, RelationType, Scheme};
use crate::model::scheme_edit::next_color;
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
    scheme: Scheme,
    names: Names,
    /// Ids that were made of names that can't be ids.
    made: BTreeSet<String>,
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

/// What a file calls labels and relation types, and what they are here.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) labels: BTreeMap<String, LabelId>,
    pub(super) relation_types: BTreeMap<String, RelationTypeId>,
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
            scheme: Scheme::empty(),
            names: Names::default(),
            made: BTreeSet::new(),
            units: &[],
            n_fit: Vec::new(),
            n_whole: Vec::new(),
            n_annotations: 0,
            apart: BTreeMap::new(),
        }
    }

    /// Looks at what was read.
    pub fn see(&mut self, drafts: &Drafts) {
        if let Some(scheme) = &drafts.scheme {
            self.see_scheme(scheme);
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
        self.names.labels.keys().cloned().collect()
    }

    /// What the labels of the files are here, by their names there.
    pub fn label_ids(&self) -> BTreeMap<String, LabelId> {
        self.names.labels.clone()
    }

    /// What the relation types of the files are here, by their names there.
    pub fn relation_type_ids(&self) -> BTreeMap<String, RelationTypeId> {
        self.names.relation_types.clone()
    }

    /// What the labels and types are, and perhaps what a person must say
    /// first. Until then the likeliest unit counts.
    pub fn settle(mut self) -> (Settler, Option<UnitQuestion>) {
        if self.scheme.labels.is_empty() {
            // An article without annotations has no labels of its own.
            self.scheme = Scheme::default();
        }
        let (unit, question) = match self.options.unit {
            Some(unit) => (Some(unit), None),
            None => self.unit(),
        };
        (Settler::new(Arc::new(self.scheme), self.names, unit), question)
    }

    fn see_scheme(&mut self, scheme: &Scheme) {
        let mut scheme = Cow::Borrowed(scheme);
        if !self.options.labels.is_empty() || !self.options.relation_types.is_empty() {
            self.rename(scheme.to_mut());
        }
        for label in &scheme.labels {
            self.names.labels.insert(label.id.as_str().into(), label.id.clone());
        }
        for relation_type in &scheme.relation_types {
            let id = relation_type.id.clone();
            self.names.relation_types.insert(id.as_str().into(), id);
        }
        self.scheme.adopt(&scheme);
    }

    /// Takes out of a scheme what is to be read as something else.
    fn rename(&mut self, scheme: &mut Scheme) {
        let (labels, types) = (self.options.labels.clone(), self.options.relation_types.clone());
        for label in scheme.labels.extract_if(.., |one| labels.contains_key(one.id.as_str())) {
            self.name_label(label.id.as_str());
        }
        let gone = |one: &mut RelationType| types.contains_key(one.id.as_str());
        for relation_type in scheme.relation_types.extract_if(.., gone) {
            self.name_relation_type(relation_type.id.as_str());
        }
        for relation_type in &mut scheme.relation_types {
            for end in relation_type.from.iter_mut().chain(&mut relation_type.to) {
                if labels.contains_key(end.as_str())
                    && let Some(id) = self.names.labels.get(end.as_str())
                {
                    *end = id.clone();
                }
            }
        }
    }

    fn see_draft(&mut self, draft: &Draft) {
        for annotation in &draft.annotations {
            self.name_label(&annotation.label);
        }
        for relation in &draft.relations {
            self.name_relation_type(&relation.relation_type);
        }
        if draft.units.len() > 1
            && self.options.unit.is_none()
            && !OffsetUnit::all_count_alike(&draft.text)
        {
            self.measure(draft);
        }
    }

    fn name_label(&mut self, name: &str) {
        if self.names.labels.contains_key(name) {
            return;
        }
        let meant = self.options.labels.get(name).map_or(name, String::as_str);
        let known = Scheme::default();
        // A label whose id was made of another name is another label.
        let there = self.scheme.label(&meant.into());
        let id = match there.filter(|_| !self.made.contains(meant)) {
            Some(label) => label.id.clone(),
            None => {
                let is_taken = |id: &str| self.scheme.label(&id.into()).is_some();
                safe_id(meant, is_taken).as_str().into()
            }
        };
        if id.as_str() != meant {
            self.made.insert(id.as_str().into());
        }
        if self.scheme.label(&id).is_none() {
            self.scheme.labels.push(match known.label(&id) {
                Some(label) => label.clone(),
                None => Label {
                    name: meant.into(),
                    key: None,
                    color: next_color(&self.scheme).into(),
                    description: String::new(),
                    guidelines: String::new(),
                    extra: Default::default(),
                    id: id.clone(),
                },
            });
        }
        self.names.labels.insert(name.into(), id);
    }

    fn name_relation_type(&mut self, name: &str) {
        if self.names.relation_types.contains_key(name) {
            return;
        }
        let meant = self.options.relation_types.get(name).map_or(name, String::as_str);
        let there = self.scheme.relation_type(&meant.into());
        let id: RelationTypeId = match there.filter(|_| !self.made.contains(meant)) {
            Some(known) => known.id.clone(),
            None => {
                let is_taken = |id: &str| self.scheme.relation_type(&id.into()).is_some();
                safe_id(meant, is_taken).as_str().into()
            }
        };
        if id.as_str() != meant {
            self.made.insert(id.as_str().into());
        }
        if self.scheme.relation_type(&id).is_none() {
            let known = Scheme::default().relation_type(&id).cloned();
            let (from, to) = (Vec::new(), Vec::new());
            self.scheme.relation_types.push(match known {
                // The file may join other labels than the known one does.
                Some(known) => RelationType { from, to, ..known },
                None => RelationType {
                    name: meant.into(),
                    description: String::new(),
                    guidelines: String::new(),
                    extra: Default::default(),
                    id: id.clone(),
                    from,
                    to,
                },
            });
        }
        self.names.relation_types.insert(name.into(), id);
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

/// An id as near to a name as one can be that stands in attributes of a page.
fn safe_id(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let stem: String =
        name.chars().map(|c| if super::ids::is_safe_in_id(c) { c } else { '_' }).collect();
    let stem = if stem.is_empty() { "_".to_owned() } else { stem };
    let mut id = stem.clone();
    let mut n = 1;
    while is_taken(&id) {
        n += 1;
        id = format!("{stem}_{n}");
    }
    id
}
