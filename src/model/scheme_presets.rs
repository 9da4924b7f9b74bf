//! Schemes to begin with.

use super::extra::Extra;
use super::scheme::{Label, RelationType, Scheme};

/// A scheme to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name for programs.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// What it is for, in a sentence.
    pub description: &'static str,
    /// Makes it.
    pub scheme: fn() -> Scheme,
}

/// All presets; the first is the default scheme.
pub const PRESETS: [Preset; 3] = [
    Preset {
        id: "proposals",
        name: "Speaker, proposal, location",
        description: "Who proposes what, and where.",
        scheme: Scheme::default,
    },
    Preset {
        id: "attribution",
        name: "Source, cue, content",
        description: "Who is quoted or reported, the words that say so, and what they said.",
        scheme: attribution,
    },
    Preset {
        id: "entities",
        name: "Person, organisation, location",
        description: "The names in a text.",
        scheme: entities,
    },
];

/// The preset with this name for programs.
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

fn attribution() -> Scheme {
    Scheme {
        labels: vec![
            label(
                "source",
                "Source",
                '1',
                "#2a5fe0",
                "The person, body or document to whom the text attributes something, with any title or description that belongs to the name; pronouns count too.",
            ),
            label(
                "cue",
                "Cue",
                '2',
                "#b3186d",
                "The words that attribute: a verb such as “said” or “warned” with its auxiliaries, “according to”, or the colon after a name.",
            ),
            label(
                "content",
                "Content",
                '3',
                "#b84a00",
                "What is attributed, quoted or reported, without quotation marks at its ends; what the cue interrupts is one annotation in several parts.",
            ),
        ],
        relation_types: vec![
            relation_type(
                "has_source",
                "Has source",
                "Links a content to the mention of the source it is attributed to.",
                ("content", "source"),
            ),
            relation_type(
                "has_cue",
                "Has cue",
                "Links a content to the words that attribute it.",
                ("content", "cue"),
            ),
        ],
        ..Scheme::empty()
    }
}

fn entities() -> Scheme {
    Scheme {
        labels: vec![
            label(
                "person",
                "Person",
                '1',
                "#2a5fe0",
                "The name of a person, without titles such as “President” or “Dr”; an invented person counts too, a pronoun does not.",
            ),
            label(
                "organisation",
                "Organisation",
                '2',
                "#b84a00",
                "The name of a company, party, authority, team or other body, with any abbreviation that belongs to it.",
            ),
            label(
                "location",
                "Location",
                '3',
                "#007c6c",
                "The name of a place, from a building to a continent, also inside another name.",
            ),
        ],
        ..Scheme::empty()
    }
}

fn label(id: &str, name: &str, key: char, color: &str, description: &str) -> Label {
    Label {
        id: id.into(),
        name: name.into(),
        written_as: None,
        key: Some(key),
        color: color.into(),
        description: description.into(),
        guidelines: String::new(),
        extra: Extra::default(),
    }
}

fn relation_type(
    id: &str,
    name: &str,
    description: &str,
    (from, to): (&str, &str),
) -> RelationType {
    RelationType {
        id: id.into(),
        name: name.into(),
        written_as: None,
        description: description.into(),
        guidelines: String::new(),
        from: vec![from.into()],
        to: vec![to.into()],
        extra: Extra::default(),
    }
}
