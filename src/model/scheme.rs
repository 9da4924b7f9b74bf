//! The scheme: which labels and relation types there are.

use super::extra::Extra;
use super::id::{LabelId, RelationTypeId};
use super::places::Places;

/// One label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Its id in files.
    pub id: LabelId,
    /// What people read.
    pub name: String,
    /// What files of other programs have it as, if that is not its id.
    pub written_as: Option<String>,
    /// The key that gives it, or none; [`is_key`] says which may.
    pub key: Option<char>,
    /// Its colour, as CSS writes it: `#2a5fe0`.
    pub color: String,
    /// When to use it, in a sentence.
    pub description: String,
    /// How to use it, at length, in Markdown; may be empty.
    pub guidelines: String,
    /// What a file said of it that this version does not know.
    pub extra: Extra,
}

impl Label {
    /// What files of other programs have it as.
    pub fn in_files(&self) -> &str {
        self.written_as.as_deref().unwrap_or(self.id.as_str())
    }
}

/// Whether a key may give a label: `1` to `9`, `a` to `z`.
pub fn is_key(key: char) -> bool {
    matches!(key, '1'..='9' | 'a'..='z')
}

/// One type of relation.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationType {
    /// Its id in files.
    pub id: RelationTypeId,
    /// What people read.
    pub name: String,
    /// What files of other programs have it as, if that is not its id.
    pub written_as: Option<String>,
    /// When to use it, in a sentence.
    pub description: String,
    /// How to use it, at length, in Markdown; may be empty.
    pub guidelines: String,
    /// The labels it may start at; any, if empty.
    pub from: Vec<LabelId>,
    /// The labels it may lead to; any, if empty.
    pub to: Vec<LabelId>,
    /// What a file said of it that this version does not know.
    pub extra: Extra,
}

impl RelationType {
    /// What files of other programs have it as.
    pub fn in_files(&self) -> &str {
        self.written_as.as_deref().unwrap_or(self.id.as_str())
    }

    /// Whether it may start at a label. An empty list means any.
    pub fn may_start_at(&self, label: &LabelId) -> bool {
        self.from.is_empty() || self.from.contains(label)
    }

    /// Whether it may lead to a label. An empty list means any.
    pub fn may_lead_to(&self, label: &LabelId) -> bool {
        self.to.is_empty() || self.to.contains(label)
    }
}

/// The labels and relation types of a library, in the order people see.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// The labels; ids are unique.
    pub labels: Vec<Label>,
    /// The relation types; ids are unique.
    pub relation_types: Vec<RelationType>,
    /// How to annotate, at length, in Markdown; may be empty.
    pub guidelines: String,
    /// What a file said of it that this version does not know.
    pub extra: Extra,
    /// Where the labels and relation types stand.
    pub places: SchemePlaces,
}

/// Where the labels and relation types of a scheme stand; it follows from them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchemePlaces {
    labels: Places,
    relation_types: Places,
}

impl Scheme {
    /// A scheme without a label.
    pub fn empty() -> Scheme {
        Scheme {
            labels: Vec::new(),
            relation_types: Vec::new(),
            guidelines: String::new(),
            extra: Extra::default(),
            places: SchemePlaces::default(),
        }
    }

    /// The label with this id.
    pub fn label(&self, id: &LabelId) -> Option<&Label> {
        self.label_idx(id).map(|idx| &self.labels[idx])
    }

    /// The place of a label in the scheme's order.
    pub fn label_idx(&self, id: &LabelId) -> Option<usize> {
        self.places.labels.find(&self.labels, id_of_label, id.as_str())
    }

    /// What people read for a label; its id if the scheme lacks it.
    pub fn label_name<'a>(&'a self, id: &'a LabelId) -> &'a str {
        self.label(id).map_or(id.as_str(), |label| label.name.as_str())
    }

    /// The label that a key gives.
    pub fn label_of_key(&self, key: char) -> Option<&Label> {
        self.labels.iter().find(|label| label.key == Some(key))
    }

    /// The relation type with this id.
    pub fn relation_type(&self, id: &RelationTypeId) -> Option<&RelationType> {
        let idx = self.places.relation_types.find(&self.relation_types, id_of_type, id.as_str());
        idx.map(|idx| &self.relation_types[idx])
    }

    /// Takes over the labels, relation types, guidelines and unknown fields of
    /// `other` that this scheme lacks; what both have stays as it is here. Returns
    /// the names of the labels that were added.
    pub fn adopt(&mut self, other: &Scheme) -> Vec<String> {
        let mut added = Vec::new();
        let (n_labels, n_types) = (self.labels.len(), self.relation_types.len());
        let places = SchemePlaces::default();
        for (idx, label) in other.labels.iter().enumerate() {
            let id = label.id.as_str();
            if !places.labels.had(&self.labels[..n_labels], id_of_label, id)
                && other.label_idx(&label.id) == Some(idx)
            {
                let key = label.key.filter(|&key| self.label_of_key(key).is_none());
                added.push(label.name.clone());
                self.labels.push(Label { key, ..label.clone() });
            }
        }
        for one in &other.relation_types {
            let here = &self.relation_types[..n_types];
            let is_first =
                other.relation_type(&one.id).is_some_and(|first| std::ptr::eq(first, one));
            if is_first && !places.relation_types.had(here, id_of_type, one.id.as_str()) {
                self.relation_types.push(one.clone());
            }
        }
        if self.guidelines.is_empty() {
            self.guidelines.clone_from(&other.guidelines);
        }
        for (field, value) in &other.extra {
            self.extra.entry(field.clone()).or_insert_with(|| value.clone());
        }
        added
    }
}

fn id_of_label(label: &Label) -> &str {
    label.id.as_str()
}

fn id_of_type(relation_type: &RelationType) -> &str {
    relation_type.id.as_str()
}

impl Default for Scheme {
    /// Speaker, proposal, location; a proposal is said by a speaker.
    fn default() -> Scheme {
        let label = |id: &str, name: &str, key, color: &str, description: &str| Label {
            id: id.into(),
            name: name.into(),
            written_as: None,
            key: Some(key),
            color: color.into(),
            description: description.into(),
            guidelines: String::new(),
            extra: Extra::default(),
        };
        Scheme {
            labels: vec![
                label(
                    "speaker",
                    "Speaker",
                    '1',
                    "#2a5fe0",
                    "A person or body to whom the text attributes something said, with any title or description that belongs to the name; pronouns count too.",
                ),
                label(
                    "proposal",
                    "Proposal",
                    '2',
                    "#b84a00",
                    "What a speaker proposes, asks or calls for, without quotation marks at its ends.",
                ),
                label(
                    "location",
                    "Location",
                    '3',
                    "#007c6c",
                    "A named place, from a village to a continent, also inside another annotation.",
                ),
            ],
            relation_types: vec![RelationType {
                id: "said_by".into(),
                name: "Said by".into(),
                written_as: None,
                description: "Links a proposal to the mention of the speaker who makes it.".into(),
                guidelines: String::new(),
                from: vec!["proposal".into()],
                to: vec!["speaker".into()],
                extra: Extra::default(),
            }],
            ..Scheme::empty()
        }
    }
}
