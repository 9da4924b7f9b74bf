//! A document: an article with its annotations and relations, changed only
//! by [`Document::apply`].
//!
//! Unit: UTF-8 bytes. Invariants ([`Document::assert_invariants`]): every
//! annotation's label and every relation's type is in the scheme; both ends
//! of a relation exist and differ; the text order, the per-line index and the
//! ends hold exactly the annotations and the relations.

use std::sync::Arc;

use super::annotation::{Annotation, Relation};
use super::article::Article;
use super::edit::{Edit, EditError};
use super::id::{AnnotationId, RelationId};
use super::order::{find_in_order, insert_in_order, remove_in_order, text_order};
use super::scheme::Scheme;
use super::sorted::Sorted;
use super::text::BlockIdx;

/// An article with what is marked in it.
#[derive(Clone, Debug)]
pub struct Document {
    article: Article,
    scheme: Arc<Scheme>,
    /// By id.
    annotations: Vec<Arc<Annotation>>,
    /// By id.
    relations: Vec<Arc<Relation>>,
    /// Both ends of each relation, with the relation.
    ends: Sorted<(AnnotationId, RelationId)>,
    /// In text order.
    order: Vec<Arc<Annotation>>,
    /// For each line, the annotations in it, in text order.
    by_block: Vec<Vec<Arc<Annotation>>>,
}

/// What [`Document::apply`] did.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The edit that takes it back.
    pub inverse: Edit,
    /// What it touched.
    pub touched: Touched,
}

/// What an edit touched: what must be drawn again and written again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Lines whose marks may look different.
    pub blocks: Sorted<BlockIdx>,
    /// Annotations added, changed or removed.
    pub annotations: Sorted<AnnotationId>,
    /// Relations added, changed or removed.
    pub relations: Sorted<RelationId>,
    /// Whether what is known about the article changed.
    pub metadata: bool,
}

impl Touched {
    /// Touches what another edit touched too.
    pub fn add(&mut self, other: &Touched) {
        other.blocks.iter().for_each(|&block| self.blocks.insert(block));
        other.annotations.iter().for_each(|&id| self.annotations.insert(id));
        other.relations.iter().for_each(|&id| self.relations.insert(id));
        self.metadata |= other.metadata;
    }
}

impl Document {
    /// An article with nothing marked in it.
    pub fn new(article: Article, scheme: Arc<Scheme>) -> Document {
        let by_block = vec![Vec::new(); article.text.n_blocks()];
        Document {
            article,
            scheme,
            annotations: Vec::new(),
            relations: Vec::new(),
            ends: Sorted::default(),
            order: Vec::new(),
            by_block,
        }
    }

    /// The same content under another scheme.
    ///
    /// # Errors
    /// If that scheme lacks a label or a relation type in use.
    pub fn with_scheme(&self, scheme: Arc<Scheme>) -> Result<Document, EditError> {
        let mut document = Document::new(self.article.clone(), scheme);
        for annotation in &self.annotations {
            document.apply(Edit::PutAnnotation(Box::new(Annotation::clone(annotation))))?;
        }
        for relation in &self.relations {
            document.apply(Edit::PutRelation(Box::new(Relation::clone(relation))))?;
        }
        Ok(document)
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The scheme its labels come from.
    pub fn scheme(&self) -> &Arc<Scheme> {
        &self.scheme
    }

    /// The annotation with this id.
    pub fn annotation(&self, id: AnnotationId) -> Option<&Arc<Annotation>> {
        self.place_by_id(id).ok().map(|idx| &self.annotations[idx])
    }

    /// How many annotations there are.
    pub fn n_annotations(&self) -> usize {
        self.annotations.len()
    }

    /// All annotations in text order: by start, the longer first.
    pub fn annotations(&self) -> impl DoubleEndedIterator<Item = &Arc<Annotation>> {
        self.order.iter()
    }

    /// The annotations with a fragment in a line.
    pub fn annotations_in(&self, block: BlockIdx) -> impl Iterator<Item = &Arc<Annotation>> {
        self.by_block.get(block.0).into_iter().flatten()
    }

    /// The relation with this id.
    pub fn relation(&self, id: RelationId) -> Option<&Arc<Relation>> {
        self.relation_by_id(id).ok().map(|idx| &self.relations[idx])
    }

    /// All relations, in the text order of where they start, then lead, then
    /// by type and id.
    pub fn relations(&self) -> Vec<&Arc<Relation>> {
        let place =
            |id| self.annotation(id).and_then(|annotation| self.place_in_order(annotation).ok());
        let key = |relation: &Arc<Relation>| (place(relation.from), place(relation.to));
        let mut ordered: Vec<(_, &Arc<Relation>)> =
            self.relations.iter().map(|relation| (key(relation), relation)).collect();
        ordered.sort_unstable_by(|(place, one), (other_place, other)| {
            let rank = (place, &one.relation_type, one.id);
            rank.cmp(&(other_place, &other.relation_type, other.id))
        });
        ordered.into_iter().map(|(_, relation)| relation).collect()
    }

    /// The relations that join an annotation.
    pub fn relations_of(&self, id: AnnotationId) -> impl Iterator<Item = &Arc<Relation>> {
        let ends = self.ends.starting_where(move |(end, _)| *end < id);
        let ends = ends.iter().take_while(move |(end, _)| *end == id);
        ends.filter_map(|(_, relation)| self.relation(*relation))
    }

    /// Another relation of the same type, from and to the same annotations.
    pub fn twin_of(&self, relation: &Relation) -> Option<&Arc<Relation>> {
        let joins = |other: &Relation| (other.from, other.to) == (relation.from, relation.to);
        self.relations_of(relation.from).find(|other| {
            other.id != relation.id && other.relation_type == relation.relation_type && joins(other)
        })
    }

    /// Changes the document; all of the edit or nothing.
    ///
    /// # Errors
    /// What would break an invariant. The document is then as it was.
    pub fn apply(&mut self, edit: Edit) -> Result<Applied, EditError> {
        let mut touched = Touched::default();
        let inverse = self.change(edit, &mut touched)?;
        Ok(Applied { inverse, touched })
    }

    /// # Panics
    /// If an invariant does not hold; for tests.
    pub fn assert_invariants(&self) {
        let text = &self.article.text;
        assert!(self.annotations.is_sorted_by(|a, b| a.id < b.id), "the order by id");
        assert!(self.order.is_sorted_by(|a, b| text_order(a, b).is_lt()), "the text order");
        assert_eq!(self.order.len(), self.annotations.len(), "the text order");
        let mut by_block = vec![Vec::new(); text.n_blocks()];
        for annotation in &self.order {
            assert!(self.annotation(annotation.id) == Some(annotation), "{}", annotation.id);
            assert!(self.scheme.label(&annotation.label).is_some(), "{}", annotation.label);
            let fragments = annotation.fragments.iter().cloned().collect();
            let checked = super::fragments::Fragments::new(text, fragments);
            assert_eq!(checked.as_ref(), Ok(&annotation.fragments));
            let blocks: Sorted<BlockIdx> =
                annotation.fragments.ranges().flat_map(|range| text.blocks_of(range)).collect();
            for &block in &blocks {
                by_block[block.0].push(Arc::clone(annotation));
            }
        }
        assert_eq!(by_block, self.by_block, "the per-line index");
        assert!(self.relations.is_sorted_by(|a, b| a.id < b.id), "the relations by id");
        for relation in &self.relations {
            assert!(self.scheme.relation_type(&relation.relation_type).is_some());
            assert!(self.annotation(relation.from).is_some(), "{}", relation.from);
            assert!(self.annotation(relation.to).is_some(), "{}", relation.to);
            assert_ne!(relation.from, relation.to);
        }
        let ends = self.relations.iter().flat_map(|one| [(one.from, one.id), (one.to, one.id)]);
        assert_eq!(self.ends, ends.collect(), "the ends of the relations");
    }

    fn change(&mut self, edit: Edit, touched: &mut Touched) -> Result<Edit, EditError> {
        match edit {
            Edit::PutAnnotation(annotation) => self.put_annotation(*annotation, touched),
            Edit::RemoveAnnotation(id) => self.remove_annotation(id, touched),
            Edit::PutRelation(relation) => self.put_relation(*relation, touched),
            Edit::RemoveRelation(id) => self.remove_relation(id, touched),
            Edit::SetMetadata(metadata) => {
                touched.metadata = true;
                let old = std::mem::replace(&mut self.article.metadata, *metadata);
                Ok(Edit::SetMetadata(Box::new(old)))
            }
            Edit::Library(id) => Err(EditError::WholeLibrary(id)),
            Edit::Batch(edits) => self.change_all(edits, touched),
        }
    }

    fn change_all(&mut self, edits: Vec<Edit>, touched: &mut Touched) -> Result<Edit, EditError> {
        let mut inverses = Vec::with_capacity(edits.len());
        for edit in edits {
            match self.change(edit, touched) {
                Ok(inverse) => inverses.push(inverse),
                Err(error) => {
                    for inverse in inverses.into_iter().rev() {
                        // The inverse of what was just done always applies.
                        let undone = self.change(inverse, touched);
                        debug_assert!(undone.is_ok(), "{undone:?}");
                    }
                    return Err(error);
                }
            }
        }
        inverses.reverse();
        Ok(Edit::Batch(inverses))
    }

    fn put_annotation(
        &mut self,
        new: Annotation,
        touched: &mut Touched,
    ) -> Result<Edit, EditError> {
        if self.scheme.label(&new.label).is_none() {
            return Err(EditError::UnknownLabel(new.label));
        }
        let id = new.id;
        let inverse = match self.take_annotation(id, touched) {
            Some(old) => Edit::PutAnnotation(Box::new(Arc::unwrap_or_clone(old))),
            None => Edit::RemoveAnnotation(id),
        };
        let new = Arc::new(new);
        let text = &self.article.text;
        for block in new.fragments.ranges().flat_map(|range| text.blocks_of(range)) {
            insert_in_order(&mut self.by_block[block.0], &new);
            touched.blocks.insert(block);
        }
        insert_in_order(&mut self.order, &new);
        if let Err(idx) = self.place_by_id(id) {
            self.annotations.insert(idx, new);
        }
        touched.annotations.insert(id);
        for relation in self.relations_of(id) {
            self.touch_ends(relation, touched);
        }
        Ok(inverse)
    }

    fn remove_annotation(
        &mut self,
        id: AnnotationId,
        touched: &mut Touched,
    ) -> Result<Edit, EditError> {
        if let Some(relation) = self.relations_of(id).next() {
            return Err(EditError::StillJoined { annotation: id, relation: relation.id });
        }
        let old = self.take_annotation(id, touched).ok_or(EditError::NoAnnotation(id))?;
        Ok(Edit::PutAnnotation(Box::new(Arc::unwrap_or_clone(old))))
    }

    fn take_annotation(
        &mut self,
        id: AnnotationId,
        touched: &mut Touched,
    ) -> Option<Arc<Annotation>> {
        let old = self.annotations.remove(self.place_by_id(id).ok()?);
        remove_in_order(&mut self.order, &old);
        let text = &self.article.text;
        for block in old.fragments.ranges().flat_map(|range| text.blocks_of(range)) {
            remove_in_order(&mut self.by_block[block.0], &old);
            touched.blocks.insert(block);
        }
        touched.annotations.insert(id);
        Some(old)
    }

    fn put_relation(&mut self, new: Relation, touched: &mut Touched) -> Result<Edit, EditError> {
        if self.scheme.relation_type(&new.relation_type).is_none() {
            return Err(EditError::UnknownRelationType(new.relation_type));
        }
        if new.from == new.to {
            return Err(EditError::JoinsItself(new.from));
        }
        for end in [new.from, new.to] {
            if self.annotation(end).is_none() {
                return Err(EditError::NoAnnotation(end));
            }
        }
        let id = new.id;
        let old = self.take_relation(id, touched);
        self.touch_ends(&new, touched);
        touched.relations.insert(id);
        self.ends.insert((new.from, id));
        self.ends.insert((new.to, id));
        if let Err(idx) = self.relation_by_id(id) {
            self.relations.insert(idx, Arc::new(new));
        }
        Ok(match old {
            Some(old) => Edit::PutRelation(Box::new(Arc::unwrap_or_clone(old))),
            None => Edit::RemoveRelation(id),
        })
    }

    fn remove_relation(
        &mut self,
        id: RelationId,
        touched: &mut Touched,
    ) -> Result<Edit, EditError> {
        let old = self.take_relation(id, touched).ok_or(EditError::NoRelation(id))?;
        Ok(Edit::PutRelation(Box::new(Arc::unwrap_or_clone(old))))
    }

    fn take_relation(&mut self, id: RelationId, touched: &mut Touched) -> Option<Arc<Relation>> {
        let old = self.relations.remove(self.relation_by_id(id).ok()?);
        self.touch_ends(&old, touched);
        touched.relations.insert(id);
        self.ends.remove(&(old.from, id));
        self.ends.remove(&(old.to, id));
        Some(old)
    }

    /// What a relation joins tells of it, so it looks different.
    fn touch_ends(&self, relation: &Relation, touched: &mut Touched) {
        let text = &self.article.text;
        for end in [relation.from, relation.to].into_iter().filter_map(|id| self.annotation(id)) {
            for block in end.fragments.ranges().flat_map(|range| text.blocks_of(range)) {
                touched.blocks.insert(block);
            }
        }
    }

    /// Where the annotation with this id is, or belongs.
    fn place_by_id(&self, id: AnnotationId) -> Result<usize, usize> {
        self.annotations.binary_search_by(|annotation| annotation.id.cmp(&id))
    }

    /// Where the relation with this id is, or belongs.
    fn relation_by_id(&self, id: RelationId) -> Result<usize, usize> {
        self.relations.binary_search_by(|relation| relation.id.cmp(&id))
    }

    /// Where an annotation is in text order, or belongs.
    fn place_in_order(&self, annotation: &Annotation) -> Result<usize, usize> {
        find_in_order(&self.order, annotation)
    }
}

impl PartialEq for Document {
    /// The same content; the indexes follow from it.
    fn eq(&self, other: &Document) -> bool {
        self.article == other.article
            && self.scheme == other.scheme
            && self.annotations == other.annotations
            && self.relations == other.relations
    }
}
