//! Relations: made, turned round, given another type, removed. What they may
//! join is up to their type; one that is there stays when a label changes.

use super::command::Outcome;
use super::{Session, notice, refusal};
use crate::model::annotation::Relation;
use crate::model::edit::{Edit, EditError};
use crate::model::extra::Extra;
use crate::model::id::{AnnotationId, RelationId, RelationTypeId};
use crate::model::scheme::RelationType;
use crate::model::timestamp::Timestamp;

impl Session {
    /// The types a relation can be given, and the one it has.
    pub fn types_of(&self, relation: &Relation) -> Vec<&RelationType> {
        let types = self.document.scheme().relation_types.iter();
        let types = types.filter(|one| {
            let id = Some(&one.id);
            one.id == relation.relation_type
                || self.fitting(relation.from, relation.to, id).is_some()
        });
        types.collect()
    }

    /// Whether a relation can be turned round.
    pub fn may_reverse(&self, relation: &Relation) -> bool {
        self.fitting(relation.to, relation.from, None).is_some()
    }

    pub(super) fn link(
        &mut self,
        from: AnnotationId,
        to: AnnotationId,
        wanted: Option<RelationTypeId>,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        self.annotation(from)?;
        self.annotation(to)?;
        if from == to {
            return Ok(refusal("An annotation can’t be linked to itself".into()));
        }
        let ways = [(from, to), (to, from)];
        let found = ways.into_iter().find_map(|(from, to)| {
            let relation_type = self.fitting(from, to, wanted.as_ref())?;
            Some((from, to, relation_type.id.clone()))
        });
        let Some((from, to, relation_type)) = found else {
            return match wanted {
                Some(id) if self.document.scheme().relation_type(&id).is_none() => {
                    Err(EditError::UnknownRelationType(id))
                }
                wanted => Ok(self.unfit(from, to, wanted.as_ref())),
            };
        };
        let id = RelationId::random();
        let (created, modified, extra) = (now, now, Extra::default());
        let new = Relation { id, relation_type, from, to, created, modified, extra };
        self.put_relation(new, "Linked", now)
    }

    pub(super) fn unlink(&mut self, id: RelationId, now: Timestamp) -> Result<Outcome, EditError> {
        let relation = self.document.relation(id).ok_or(EditError::NoRelation(id))?;
        let summary = self.sentence("Unlinked", relation);
        self.commit(Edit::RemoveRelation(id), summary, None, now)
    }

    pub(super) fn reverse(&mut self, id: RelationId, now: Timestamp) -> Result<Outcome, EditError> {
        let old = self.document.relation(id).ok_or(EditError::NoRelation(id))?;
        let mut new = Relation::clone(old);
        (new.from, new.to) = (old.to, old.from);
        let own = self.fitting(new.from, new.to, Some(&new.relation_type));
        let Some(relation_type) = own.or_else(|| self.fitting(new.from, new.to, None)) else {
            return Ok(self.unfit(new.from, new.to, None));
        };
        new.relation_type = relation_type.id.clone();
        self.put_relation(new, "Reversed", now)
    }

    pub(super) fn retype(
        &mut self,
        id: RelationId,
        relation_type: RelationTypeId,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        let old = self.document.relation(id).ok_or(EditError::NoRelation(id))?;
        if old.relation_type == relation_type {
            return Ok(Outcome::default());
        }
        if self.document.scheme().relation_type(&relation_type).is_none() {
            return Err(EditError::UnknownRelationType(relation_type));
        }
        let mut new = Relation::clone(old);
        if self.fitting(new.from, new.to, Some(&relation_type)).is_none() {
            return Ok(self.unfit(new.from, new.to, Some(&relation_type)));
        }
        new.relation_type = relation_type;
        self.put_relation(new, "Changed the link", now)
    }

    fn put_relation(
        &mut self,
        mut new: Relation,
        what: &str,
        now: Timestamp,
    ) -> Result<Outcome, EditError> {
        if let Some(twin) = self.document.twin_of(&new) {
            return Ok(notice(self.sentence("Linked already:", twin)));
        }
        let summary = self.sentence(what, &new);
        new.modified = now;
        self.commit(Edit::PutRelation(Box::new(new)), summary, None, now)
    }

    /// The first type that allows a relation between two annotations, or the
    /// one that is wanted, if it does.
    fn fitting(
        &self,
        from: AnnotationId,
        to: AnnotationId,
        wanted: Option<&RelationTypeId>,
    ) -> Option<&RelationType> {
        let (from, to) = (self.document.annotation(from)?, self.document.annotation(to)?);
        self.document.scheme().relation_types.iter().find(|relation_type| {
            wanted.is_none_or(|id| relation_type.id == *id)
                && relation_type.may_start_at(&from.label)
                && relation_type.may_lead_to(&to.label)
        })
    }

    /// Why two annotations can't be joined.
    fn unfit(
        &self,
        from: AnnotationId,
        to: AnnotationId,
        wanted: Option<&RelationTypeId>,
    ) -> Outcome {
        let scheme = self.document.scheme();
        let mut sentence = match wanted.and_then(|id| scheme.relation_type(id)) {
            Some(relation_type) => format!("“{}” does not lead", relation_type.name),
            None => "No relation leads".into(),
        };
        for (word, id) in [(" from ", from), (" to ", to)] {
            if let Some(annotation) = self.document.annotation(id) {
                sentence.push_str(word);
                sentence.push_str(scheme.label_name(&annotation.label));
            }
        }
        sentence.push_str(" in this scheme");
        refusal(sentence)
    }

    /// `Linked “We must” to “she” (Said by)`.
    fn sentence(&self, what: &str, relation: &Relation) -> String {
        let mut sentence = String::from(what);
        for (word, id) in [(" ", relation.from), (" to ", relation.to)] {
            if let Some(annotation) = self.document.annotation(id) {
                sentence.push_str(word);
                sentence.push_str(&self.quote(&annotation.fragments));
            }
        }
        if let Some(relation_type) = self.document.scheme().relation_type(&relation.relation_type) {
            sentence.push_str(" (");
            sentence.push_str(&relation_type.name);
            sentence.push(')');
        }
        sentence
    }
}
