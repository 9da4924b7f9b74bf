//! Makes documents of drafts: each offset is looked up, each quote compared,
//! and what does not fit is said.

mod item;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::OffsetUnit;
use super::balance::Balance;
use super::describe::{quoted, shortened};
use super::draft::{Draft, DraftOr, DraftTokens, Drafts};
use super::ids::Ids;
use super::naming::Names;
use super::native::{NativeArticle, NativeNames};
use super::source::Source;
use super::units::Ruler;
use super::warning::{ArticleName, Outcome, Place, Problem, Warning};
use super::warnings::Warnings;
use crate::model::annotation::{Annotation, Relation};
use crate::model::article::{Article, Metadata};
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::extra::Extra;
use crate::model::id::{AnnotationId, ArticleId, RelationId};
use crate::model::intake::{Intake, LineEndings};
use crate::model::scheme::Scheme;
use crate::model::text::Text;
use crate::model::timestamp::parse_date;
use crate::model::tokens::Tokens;

/// Makes documents of drafts, all under one scheme.
#[derive(Debug)]
pub struct Settler {
    scheme: Arc<Scheme>,
    names: Names,
    unit: Option<OffsetUnit>,
    /// What the last native file calls labels, and the same under the scheme.
    under: Option<(Arc<NativeNames>, Arc<NativeNames>)>,
    ids: Ids,
    n_articles: usize,
    /// The articles of what was settled last whose titles are in no file.
    made_titles: BTreeSet<ArticleId>,
    /// How many annotations and links are there.
    n_items: usize,
    /// Annotations whose words the file does not have.
    n_unchecked: usize,
    /// What the warnings say that were taken.
    taken: Balance,
    /// What did not fit so far.
    pub warnings: Warnings,
    /// Fields of the file that Verbatim does not know.
    pub extra: Extra,
}

impl Settler {
    pub(super) fn new(scheme: Arc<Scheme>, names: Names, unit: Option<OffsetUnit>) -> Settler {
        Settler {
            scheme,
            names,
            unit,
            under: None,
            ids: Ids::default(),
            n_articles: 0,
            made_titles: BTreeSet::new(),
            n_items: 0,
            n_unchecked: 0,
            taken: Balance::default(),
            warnings: Warnings::default(),
            extra: Extra::new(),
        }
    }

    /// The scheme of all documents.
    pub fn scheme(&self) -> &Arc<Scheme> {
        &self.scheme
    }

    /// The documents of what was read; what is left out is said.
    pub fn settle(&mut self, drafts: Drafts) -> Vec<Document> {
        self.warnings.append(drafts.warnings);
        self.made_titles.clear();
        for (field, value) in drafts.extra {
            self.extra.entry(field).or_insert(value);
        }
        let mut documents = Vec::with_capacity(drafts.articles.len());
        for article in drafts.articles {
            self.n_articles += 1;
            documents.extend(match article {
                DraftOr::Draft(draft) => self.settle_draft(&draft),
                DraftOr::Document(document) => self.under_scheme(&document),
                DraftOr::Native(article) => {
                    let names = self.names_under(&article);
                    article.read(self.n_articles, &names, &mut self.ids, &mut self.warnings)
                }
            });
        }
        let n_items = |one: &Document| one.n_annotations() + one.relations().len();
        self.n_items += documents.iter().map(n_items).sum::<usize>();
        documents
    }

    /// The articles of what was settled last whose titles are made of the names
    /// of files and records.
    pub fn made_titles(&self) -> &BTreeSet<ArticleId> {
        &self.made_titles
    }

    /// What did not fit since the last time; nothing is left of it.
    pub fn take_warnings(&mut self) -> Warnings {
        let warnings = self.warnings.take();
        self.taken.add(warnings.balance());
        warnings
    }

    /// What became of all annotations and links that were settled.
    pub fn balance(&self) -> Balance {
        let mut balance = self.taken;
        balance.add(self.warnings.balance());
        balance.n_kept = self.n_items.saturating_sub(balance.n_changed);
        balance.n_unchecked += self.n_unchecked;
        balance
    }

    /// What the file of an article calls labels, under the scheme of all.
    fn names_under(&mut self, article: &NativeArticle) -> Arc<NativeNames> {
        match &self.under {
            Some((names, under)) if Arc::ptr_eq(names, &article.names) => Arc::clone(under),
            _ => {
                let under = Arc::new(article.names.under(&self.scheme, &self.names));
                self.under = Some((Arc::clone(&article.names), Arc::clone(&under)));
                under
            }
        }
    }

    /// The same content under the scheme of all, which has what is in use.
    fn under_scheme(&self, document: &Document) -> Option<Document> {
        let mut moved = Document::new(document.article().clone(), Arc::clone(&self.scheme));
        for annotation in document.annotations() {
            let label = self.names.labels.get(annotation.label.as_str())?.clone();
            let moving = Annotation { label, ..Annotation::clone(annotation) };
            moved.apply(Edit::PutAnnotation(Box::new(moving))).ok()?;
        }
        for relation in document.relations() {
            let known = &self.names.relation_types;
            let relation_type = known.get(relation.relation_type.as_str())?.clone();
            let moving = Relation { relation_type, ..Relation::clone(relation) };
            moved.apply(Edit::PutRelation(Box::new(moving))).ok()?;
        }
        Some(moved)
    }

    fn settle_draft(&mut self, draft: &Draft) -> Option<Document> {
        let name = ArticleName::new(&draft.title, self.n_articles).at(draft.line);
        let mut problems = Vec::new();
        let read = self.article(draft, &mut problems);
        let place = Place::Article(name.clone());
        let (mut article, intake) = self.said(|| place, read, problems)?;
        let text = article.text.clone();
        let source = Source::new(&draft.text, &text, &intake);
        let unit = self.unit.filter(|_| !draft.units.contains(&OffsetUnit::Token));
        let ruler = Ruler::new(unit.unwrap_or(draft.units[0]), &source);
        if let Some(tokens) = &draft.tokens {
            article.tokens = settled(tokens, &source, &ruler).map(Arc::new);
            if article.tokens.is_none() {
                let place = Place::Article(name.clone());
                self.said(|| place, Ok(()), vec![Problem::TokensMisfit]);
            }
        }
        // Tokens have words.
        let has_words = draft.tokens.as_ref().is_some_and(|tokens| !tokens.words.is_empty());
        let is_unchecked = !has_words && !draft.units.contains(&OffsetUnit::Token);
        let scope = article.id.0;
        if draft.is_title_made {
            self.made_titles.insert(article.id);
        }
        let mut document = Document::new(article, Arc::clone(&self.scheme));

        let (mut ids, mut keys) = (Ids::of(scope), BTreeMap::new());
        for (idx, given) in draft.annotations.iter().enumerate() {
            let mut problems = Vec::new();
            let read = self.annotation(draft, given, &source, &ruler, &mut problems);
            let read = read.and_then(|mut read| {
                read.id = AnnotationId(match &given.id {
                    Some(raw) => ids.claim_raw(raw, &mut problems),
                    None => ids.of_words(&self.words_of(&read)),
                });
                let id = read.id;
                document.apply(Edit::PutAnnotation(Box::new(read)))?;
                Ok(id)
            });
            let place = || Place::Annotation {
                article: name.at(given.line),
                id: named(&given.key, idx),
                quote: given.quote.as_deref().map(shortened).unwrap_or_default(),
            };
            if let Some(id) = self.said(place, read, problems) {
                self.n_unchecked += usize::from(is_unchecked && given.quote.is_none());
                keys.entry(given.key.as_str()).or_insert(id);
            }
        }
        let mut ids = Ids::of(scope);
        for (idx, given) in draft.relations.iter().enumerate() {
            let mut problems = Vec::new();
            let read = self.relation(given, &keys, &mut problems).and_then(|mut read| {
                read.id = RelationId(match &given.id {
                    Some(raw) => ids.claim_raw(raw, &mut problems),
                    None => {
                        let known = self.scheme.relation_type(&read.relation_type);
                        let name = known.map_or(read.relation_type.as_str(), |one| one.in_files());
                        ids.of_words(&format!("{name}{}{}", read.from, read.to))
                    }
                });
                Ok(document.apply(Edit::PutRelation(Box::new(read)))?)
            });
            let key = match given.key.as_str() {
                "" => given.id.as_deref().unwrap_or_default(),
                key => key,
            };
            let place = || Place::Relation { article: name.at(given.line), id: named(key, idx) };
            self.said(place, read, problems);
        }
        Some(document)
    }

    /// What an annotation says, so that its id is the same at the next import.
    /// The label goes by its name in the file: its id depends on what else was
    /// read.
    fn words_of(&self, annotation: &Annotation) -> String {
        let label = self.scheme.label(&annotation.label);
        let label = label.map_or(annotation.label.as_str(), |label| label.in_files());
        format!("{label} {:?}", annotation.fragments.ranges().collect::<Vec<_>>())
    }

    fn article(
        &mut self,
        draft: &Draft,
        problems: &mut Vec<Problem>,
    ) -> Result<(Article, Intake), Problem> {
        let (text, intake) = Text::from_original(&draft.text)?;
        let id = match &draft.id {
            Some(raw) => {
                let mut said = Vec::new();
                let id = self.ids.claim_raw(raw, &mut said);
                // Other programs name articles as they like; the same name gives
                // the same id each time, so nobody need be told.
                said.retain(|problem| !matches!(problem, Problem::IdNotUuid { .. }));
                problems.extend(said);
                id
            }
            None => self.ids.of_words(&format!("{}\n{}", draft.title, text.as_str())),
        };
        let date = draft.date.as_deref().filter(|date| !date.is_empty()).and_then(|said| {
            let date = parse_date(said);
            if date.is_none() {
                problems.push(Problem::BadDate { found: quoted(said) });
            }
            date
        });
        let said = draft.line_endings.as_deref().and_then(LineEndings::from_name);
        let line_endings = match intake.line_endings {
            LineEndings::Lf => said.unwrap_or_default(),
            seen => seen,
        };
        let metadata = Metadata {
            title: draft.title.clone(),
            date,
            source: draft.source.clone(),
            url: draft.url.clone(),
            language: draft.language.clone(),
        };
        let extra = draft.extra.clone();
        let article =
            Article { id: ArticleId(id), metadata, line_endings, text, tokens: None, extra };
        Ok((article, intake))
    }

    /// Says what did not fit in an item that was read, or why it was left out.
    fn said<T>(
        &mut self,
        place: impl FnOnce() -> Place,
        read: Result<T, Problem>,
        problems: Vec<Problem>,
    ) -> Option<T> {
        match read {
            Ok(read) => {
                if !problems.is_empty() {
                    let place = place();
                    let kept = |problem| Warning::new(place.clone(), problem, Outcome::Kept);
                    problems.into_iter().map(kept).for_each(|one| self.warnings.push(one));
                }
                Some(read)
            }
            Err(problem) => {
                self.warnings.push(Warning::new(place(), problem, Outcome::LeftOut));
                None
            }
        }
    }
}

/// Tokens in the text of the article, but for those of white space alone. `None`
/// if one does not lie where it says, or they overlap.
fn settled(tokens: &DraftTokens, source: &Source<'_>, ruler: &Ruler<'_>) -> Option<Tokens> {
    let mut starts = tokens.starts.iter().copied().peekable();
    let (mut ranges, mut first_of) = (Vec::with_capacity(tokens.places.len()), Vec::new());
    let mut is_start = true;
    for (idx, place) in tokens.places.iter().enumerate() {
        is_start |= starts.next_if_eq(&idx).is_some();
        let range = ruler.range(place.start, place.end)?;
        let words = source.words(range);
        if tokens.words.get(idx).is_some_and(|said| said != words) {
            return None;
        }
        if !words.trim().is_empty() {
            if is_start {
                first_of.push(ranges.len());
            }
            ranges.push(source.range_in_text(range));
            is_start = false;
        }
    }
    Tokens::new(source.text(), ranges, first_of)
}

/// A key of the file, or a number counted from 1.
fn named(key: &str, idx: usize) -> String {
    if key.is_empty() { format!("no. {}", idx + 1) } else { shortened(key) }
}
