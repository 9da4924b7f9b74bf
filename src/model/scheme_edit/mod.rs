//! Changes of the scheme: labels and relation types come, go, and get other
//! names, colours, keys, places and guidelines.
//!
//! Only the scheme is changed here; what becomes of the annotations of a label
//! that goes is up to whoever holds them.
//!
//! Unit: lengths count characters (code points). Invariants: an edit that
//! would leave two labels with one name or one key, a name of nothing, or no
//! label at all is refused; an id never changes.

mod error;
mod names;
mod palette;
mod sentence;

use super::id::{LabelId, RelationTypeId};
use super::scheme::{Label, RelationType, Scheme};

pub use error::SchemeError;
pub use names::{MAX_DESCRIPTION_CHARS, MAX_GUIDELINES_CHARS, MAX_NAME_CHARS};
pub use palette::{PALETTE, Palette, next_color};

/// A label or a relation type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A label.
    Label(LabelId),
    /// A relation type.
    RelationType(RelationTypeId),
}

/// A change of the scheme.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeEdit {
    /// Adds a label at the end, with a colour and the first free digit.
    AddLabel(String),
    /// Adds a relation type at the end.
    AddRelationType {
        /// What people read.
        name: String,
        /// The labels it may start at; any, if empty.
        from: Vec<LabelId>,
        /// The labels it may lead to; any, if empty.
        to: Vec<LabelId>,
    },
    /// Gives another name. The id stays.
    Rename(Part, String),
    /// Says in a sentence when to use it.
    Describe(Part, String),
    /// Writes the guidelines of a part, or of the whole scheme.
    SetGuidelines(Option<Part>, String),
    /// Moves one place up or down.
    Move {
        /// What moves.
        part: Part,
        /// To the start, not to the end.
        up: bool,
    },
    /// Gives a label another colour, `#rrggbb`.
    Recolor(LabelId, String),
    /// Gives a label a key, or takes it away.
    SetKey(LabelId, Option<char>),
    /// Says which labels a relation type may join; any, where empty.
    SetEnds {
        /// The type.
        id: RelationTypeId,
        /// Where it may start.
        from: Vec<LabelId>,
        /// Where it may lead.
        to: Vec<LabelId>,
    },
    /// Makes one label of two: relation types that named the first name the
    /// second.
    Merge {
        /// The label that goes.
        from: LabelId,
        /// The label that stays as it is.
        into: LabelId,
    },
    /// Removes a label or a relation type. A relation type that could start or
    /// lead nowhere without the label goes with it, because an empty list
    /// means any label.
    Remove(Part),
    /// Adds what another scheme has and this one lacks. What has the id or the
    /// name of something here is the same.
    Adopt(Scheme),
    /// Puts another scheme in the place of this one.
    Replace(Scheme),
}

/// Says what the page uses a key for, if it uses it.
pub type IsTaken<'a> = &'a dyn Fn(char) -> Option<String>;

impl Scheme {
    /// The scheme as it is after an edit.
    ///
    /// # Errors
    /// What speaks against it.
    pub fn edited(&self, edit: &SchemeEdit, is_taken: IsTaken<'_>) -> Result<Scheme, SchemeError> {
        let mut new = self.clone();
        match edit {
            SchemeEdit::AddLabel(name) => new.add_label(name, is_taken)?,
            SchemeEdit::AddRelationType { name, from, to } => {
                new.add_relation_type(name, from, to)?;
            }
            SchemeEdit::Rename(part, name) => new.rename(part, name)?,
            SchemeEdit::Describe(part, text) => {
                *new.texts_of(part)?.1 = names::description(text)?;
            }
            SchemeEdit::SetGuidelines(None, text) => new.guidelines = names::guidelines(text)?,
            SchemeEdit::SetGuidelines(Some(part), text) => {
                *new.texts_of(part)?.2 = names::guidelines(text)?;
            }
            SchemeEdit::Move { part: Part::Label(id), up } => {
                let from = self.label_place(id)?;
                step(&mut new.labels, from, *up);
            }
            SchemeEdit::Move { part: Part::RelationType(id), up } => {
                let from = self.relation_type_place(id)?;
                step(&mut new.relation_types, from, *up);
            }
            SchemeEdit::Recolor(id, color) => {
                let place = self.label_place(id)?;
                new.labels[place].color = palette::checked(color)?;
            }
            SchemeEdit::SetKey(id, key) => {
                let place = self.label_place(id)?;
                if let Some(key) = *key {
                    self.check_key(key, place, is_taken)?;
                }
                new.labels[place].key = *key;
            }
            SchemeEdit::SetEnds { id, from, to } => {
                let place = self.relation_type_place(id)?;
                new.relation_types[place].from = self.ends(from)?;
                new.relation_types[place].to = self.ends(to)?;
            }
            SchemeEdit::Merge { from, into } => new.merge(from, into)?,
            SchemeEdit::Remove(part) => new.remove(part)?,
            SchemeEdit::Adopt(other) => {
                new.adopt(&self.by_name(other));
                new.give_keys(self.labels.len(), is_taken);
            }
            SchemeEdit::Replace(other) if other.labels.is_empty() => {
                return Err(SchemeError::NoLabels);
            }
            SchemeEdit::Replace(other) => new = other.clone(),
        }
        Ok(new)
    }

    /// The first digit that no label has and the page does not use.
    pub fn free_key(&self, is_taken: IsTaken<'_>) -> Option<char> {
        ('1'..='9').find(|&key| self.label_of_key(key).is_none() && is_taken(key).is_none())
    }

    fn add_label(&mut self, name: &str, is_taken: IsTaken<'_>) -> Result<(), SchemeError> {
        let name = names::name(name)?;
        self.check_label_name(&name, None)?;
        let id = names::new_id(&name, "label", |id| self.label(&id.into()).is_some());
        self.labels.push(Label {
            id: id.as_str().into(),
            name,
            written_as: None,
            key: self.free_key(is_taken),
            color: next_color(self).into(),
            description: String::new(),
            guidelines: String::new(),
            extra: Default::default(),
        });
        Ok(())
    }

    fn add_relation_type(
        &mut self,
        name: &str,
        from: &[LabelId],
        to: &[LabelId],
    ) -> Result<(), SchemeError> {
        let name = names::name(name)?;
        self.check_relation_type_name(&name, None)?;
        let id = names::new_id(&name, "relation", |id| self.relation_type(&id.into()).is_some());
        self.relation_types.push(RelationType {
            id: id.as_str().into(),
            name,
            written_as: None,
            description: String::new(),
            guidelines: String::new(),
            from: self.ends(from)?,
            to: self.ends(to)?,
            extra: Default::default(),
        });
        Ok(())
    }

    fn rename(&mut self, part: &Part, name: &str) -> Result<(), SchemeError> {
        let name = names::name(name)?;
        match part {
            Part::Label(id) => self.check_label_name(&name, Some(id))?,
            Part::RelationType(id) => self.check_relation_type_name(&name, Some(id))?,
        }
        *self.texts_of(part)?.0 = name;
        Ok(())
    }

    fn remove(&mut self, part: &Part) -> Result<(), SchemeError> {
        match part {
            Part::RelationType(id) => {
                let place = self.relation_type_place(id)?;
                self.relation_types.remove(place);
            }
            Part::Label(id) => {
                let place = self.label_place(id)?;
                if self.labels.len() == 1 {
                    return Err(SchemeError::LastLabel(self.labels[place].name.clone()));
                }
                self.labels.remove(place);
                let leaves_none = |ends: &[LabelId]| ends == std::slice::from_ref(id);
                self.relation_types.retain(|one| !leaves_none(&one.from) && !leaves_none(&one.to));
                for relation_type in &mut self.relation_types {
                    relation_type.from.retain(|label| label != id);
                    relation_type.to.retain(|label| label != id);
                }
            }
        }
        Ok(())
    }

    fn merge(&mut self, from: &LabelId, into: &LabelId) -> Result<(), SchemeError> {
        let place = self.label_place(from)?;
        self.label_place(into)?;
        if from == into {
            return Err(SchemeError::WithItself(self.labels[place].name.clone()));
        }
        self.labels.remove(place);
        for relation_type in &mut self.relation_types {
            for ends in [&mut relation_type.from, &mut relation_type.to] {
                if ends.contains(into) {
                    ends.retain(|label| label != from);
                } else if let Some(end) = ends.iter_mut().find(|label| *label == from) {
                    *end = into.clone();
                }
            }
        }
        Ok(())
    }

    /// Another scheme, in which what has a name of this one has its id too.
    fn by_name(&self, other: &Scheme) -> Scheme {
        let mut known = self.clone();
        let mut ids = Vec::new();
        let mut named = other.clone();
        for label in &mut named.labels {
            let is_same = |one: &&Label| names::are_same(&one.name, &label.name);
            match known.labels.iter().find(is_same) {
                Some(own) if self.label(&label.id).is_none() => {
                    ids.push((label.id.clone(), own.id.clone()));
                    label.id = own.id.clone();
                }
                _ => known.labels.push(label.clone()),
            }
        }
        for one in &mut named.relation_types {
            for end in one.from.iter_mut().chain(&mut one.to) {
                if let Some((_, own)) = ids.iter().find(|(id, _)| id == end) {
                    *end = own.clone();
                }
            }
            let is_same = |own: &&RelationType| names::are_same(&own.name, &one.name);
            match known.relation_types.iter().find(is_same) {
                Some(own) if self.relation_type(&one.id).is_none() => one.id = own.id.clone(),
                _ => known.relation_types.push(one.clone()),
            }
        }
        named
    }

    /// Gives the labels from a place on that have no key the first free digits.
    fn give_keys(&mut self, first: usize, is_taken: IsTaken<'_>) {
        for place in first..self.labels.len() {
            let key = self.labels[place].key.filter(|&key| is_taken(key).is_none());
            self.labels[place].key = key.or_else(|| self.free_key(is_taken));
        }
    }

    fn check_key(&self, key: char, place: usize, is_taken: IsTaken<'_>) -> Result<(), SchemeError> {
        if !super::scheme::is_key(key) {
            return Err(SchemeError::BadKey(key));
        }
        match self.label_of_key(key) {
            Some(other) if other.id != self.labels[place].id => {
                return Err(SchemeError::KeyOfLabel { key, label: other.name.clone() });
            }
            _ => {}
        }
        match is_taken(key) {
            Some(purpose) => Err(SchemeError::KeyOfPage { key, purpose }),
            None => Ok(()),
        }
    }

    fn check_label_name(&self, name: &str, except: Option<&LabelId>) -> Result<(), SchemeError> {
        let is_same = |one: &&Label| Some(&one.id) != except && names::are_same(&one.name, name);
        match self.labels.iter().find(is_same) {
            Some(other) => Err(SchemeError::LabelNameTaken(other.name.clone())),
            None => Ok(()),
        }
    }

    fn check_relation_type_name(
        &self,
        name: &str,
        except: Option<&RelationTypeId>,
    ) -> Result<(), SchemeError> {
        let is_same =
            |one: &&RelationType| Some(&one.id) != except && names::are_same(&one.name, name);
        match self.relation_types.iter().find(is_same) {
            Some(other) => Err(SchemeError::RelationTypeNameTaken(other.name.clone())),
            None => Ok(()),
        }
    }

    /// Labels that a relation type may join: each once, and each there.
    fn ends(&self, labels: &[LabelId]) -> Result<Vec<LabelId>, SchemeError> {
        let mut ends = Vec::new();
        for id in labels {
            self.label_place(id)?;
            if !ends.contains(id) {
                ends.push(id.clone());
            }
        }
        Ok(ends)
    }

    fn label_place(&self, id: &LabelId) -> Result<usize, SchemeError> {
        self.label_idx(id).ok_or_else(|| SchemeError::NoLabel(id.clone()))
    }

    fn relation_type_place(&self, id: &RelationTypeId) -> Result<usize, SchemeError> {
        let place = self.relation_types.iter().position(|one| one.id == *id);
        place.ok_or_else(|| SchemeError::NoRelationType(id.clone()))
    }

    /// The name, description and guidelines of a part.
    fn texts_of(
        &mut self,
        part: &Part,
    ) -> Result<(&mut String, &mut String, &mut String), SchemeError> {
        Ok(match part {
            Part::Label(id) => {
                let place = self.label_place(id)?;
                let label = &mut self.labels[place];
                (&mut label.name, &mut label.description, &mut label.guidelines)
            }
            Part::RelationType(id) => {
                let place = self.relation_type_place(id)?;
                let one = &mut self.relation_types[place];
                (&mut one.name, &mut one.description, &mut one.guidelines)
            }
        })
    }
}

/// Moves an item one place; at the end of its list it stays.
fn step<T>(items: &mut [T], from: usize, up: bool) {
    let to = if up { from.checked_sub(1) } else { Some(from + 1).filter(|&to| to < items.len()) };
    if let Some(to) = to {
        items.swap(from, to);
    }
}
