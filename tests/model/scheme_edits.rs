//! Changes of the scheme: what each does, and what each refuses.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use verbatim::model::id::LabelId;
use verbatim::model::scheme::{Scheme, is_key};
use verbatim::model::scheme_edit::{MAX_DESCRIPTION_CHARS, MAX_NAME_CHARS, Part, SchemeEdit};
use verbatim::model::scheme_presets::{PRESETS, preset};

use crate::support::arbitrary::{arb_scheme, arb_string};

fn free(_: char) -> Option<String> {
    None
}

fn label(id: &str) -> Part {
    Part::Label(id.into())
}

fn relation_type(id: &str) -> Part {
    Part::RelationType(id.into())
}

/// The scheme as `3 location Location #007c6c; … | said_by Said by: proposal -> speaker; …`.
fn shown(scheme: &Scheme) -> String {
    let labels = scheme
        .labels
        .iter()
        .map(|one| format!("{} {} {} {}", one.key.unwrap_or('-'), one.id, one.name, one.color));
    let ids = |ids: &[LabelId]| ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(",");
    let types = scheme
        .relation_types
        .iter()
        .map(|one| format!("{} {}: {} -> {}", one.id, one.name, ids(&one.from), ids(&one.to)));
    [labels.collect::<Vec<_>>().join("; "), types.collect::<Vec<_>>().join("; ")].join(" | ")
}

pub fn edited(scheme: &Scheme, edits: &[SchemeEdit]) -> Scheme {
    edits.iter().fold(scheme.clone(), |scheme, edit| scheme.edited(edit, &free).unwrap())
}

#[test]
fn each_edit_does_what_it_says() {
    let speaker = "1 speaker Speaker #2a5fe0";
    let proposal = "2 proposal Proposal #b84a00";
    let location = "3 location Location #007c6c";
    let said_by = "said_by Said by: proposal -> speaker";
    let all = format!("{speaker}; {proposal}; {location} | {said_by}");
    let rows: [(SchemeEdit, String, &str); 14] = [
        (
            SchemeEdit::AddLabel("  Head of\nstate ".into()),
            format!(
                "{speaker}; {proposal}; {location}; 4 head_of_state Head of state #8a3c78 | {said_by}"
            ),
            "Added the label Head of state",
        ),
        (
            SchemeEdit::AddRelationType {
                name: "In".into(),
                from: vec!["proposal".into(), "proposal".into()],
                to: vec![],
            },
            format!("{speaker}; {proposal}; {location} | {said_by}; in In: proposal -> "),
            "Added the link type In",
        ),
        (
            SchemeEdit::Rename(label("speaker"), "Person".into()),
            format!("1 speaker Person #2a5fe0; {proposal}; {location} | {said_by}"),
            "Renamed Speaker to Person",
        ),
        (
            SchemeEdit::Rename(label("speaker"), "SPEAKER".into()),
            format!("1 speaker SPEAKER #2a5fe0; {proposal}; {location} | {said_by}"),
            "Renamed Speaker to SPEAKER",
        ),
        (
            SchemeEdit::Rename(relation_type("said_by"), "By".into()),
            format!("{speaker}; {proposal}; {location} | said_by By: proposal -> speaker"),
            "Renamed Said by to By",
        ),
        (
            SchemeEdit::Move { part: label("location"), up: true },
            format!("{speaker}; {location}; {proposal} | {said_by}"),
            "Moved Location up",
        ),
        (
            SchemeEdit::Move { part: label("location"), up: false },
            all.clone(),
            "Moved Location down",
        ),
        (
            SchemeEdit::Recolor("location".into(), " #ABCDEF".into()),
            format!("{speaker}; {proposal}; 3 location Location #abcdef | {said_by}"),
            "Gave Location the colour #ABCDEF",
        ),
        (
            SchemeEdit::SetKey("location".into(), Some('x')),
            format!("{speaker}; {proposal}; x location Location #007c6c | {said_by}"),
            "Gave Location the key x",
        ),
        (
            SchemeEdit::SetKey("location".into(), None),
            format!("{speaker}; {proposal}; - location Location #007c6c | {said_by}"),
            "Took the key from Location",
        ),
        (
            SchemeEdit::SetEnds { id: "said_by".into(), from: vec![], to: vec!["location".into()] },
            format!("{speaker}; {proposal}; {location} | said_by Said by:  -> location"),
            "Changed what Said by joins",
        ),
        (
            SchemeEdit::Merge { from: "proposal".into(), into: "location".into() },
            format!("{speaker}; {location} | said_by Said by: location -> speaker"),
            "Merged Proposal into Location",
        ),
        // A type that could start nowhere would start anywhere.
        (
            SchemeEdit::Remove(label("proposal")),
            format!("{speaker}; {location} | "),
            "Deleted Proposal",
        ),
        (
            SchemeEdit::Remove(relation_type("said_by")),
            format!("{speaker}; {proposal}; {location} | "),
            "Deleted Said by",
        ),
    ];
    for (edit, expected, summary) in rows {
        let scheme = Scheme::default();
        let new = scheme.edited(&edit, &free).unwrap();
        assert_eq!(shown(&new), expected, "{edit:?}");
        assert_eq!(edit.summary(&scheme), summary);
    }
}

#[test]
fn words_are_kept_as_they_should_be() {
    let edits = [
        SchemeEdit::Describe(label("speaker"), "Who\tsays  it.\r\n".into()),
        SchemeEdit::SetGuidelines(
            Some(label("speaker")),
            "# Speakers\r\n\r\n- who\r- what\n\n".into(),
        ),
        SchemeEdit::SetGuidelines(Some(relation_type("said_by")), "*Always*".into()),
        SchemeEdit::SetGuidelines(None, "Read twice.".into()),
    ];
    let scheme = edited(&Scheme::default(), &edits);
    assert_eq!(scheme.labels[0].description, "Who says it.");
    assert_eq!(scheme.labels[0].guidelines, "# Speakers\n\n- who\n- what");
    assert_eq!(scheme.relation_types[0].guidelines, "*Always*");
    assert_eq!(scheme.guidelines, "Read twice.");
}

#[test]
fn what_can_not_be_is_refused_with_the_value_and_the_limit() {
    let of_page = |key: char| (key == 'n').then(|| "Next annotation".to_owned());
    let long = "x".repeat(MAX_NAME_CHARS + 1);
    let add = |name: &str| SchemeEdit::AddLabel(name.into());
    let key = |key| SchemeEdit::SetKey("speaker".into(), Some(key));
    let color = |color: &str| SchemeEdit::Recolor("speaker".into(), color.into());
    let rows = [
        (add(" \n "), "a name is needed, of 1 to 60 characters"),
        (add(&long), "the name has 61 characters; the limit is 60"),
        (add("speaker "), "there is a label “Speaker” already"),
        (
            SchemeEdit::Rename(label("location"), "PROPOSAL".into()),
            "there is a label “Proposal” already",
        ),
        (
            SchemeEdit::AddRelationType { name: "said BY".into(), from: vec![], to: vec![] },
            "there is a link type “Said by” already",
        ),
        (
            SchemeEdit::AddRelationType { name: "x".into(), from: vec!["y".into()], to: vec![] },
            "the scheme has no label “y”",
        ),
        (
            SchemeEdit::Describe(label("speaker"), "x".repeat(MAX_DESCRIPTION_CHARS + 1)),
            "the description has 501 characters; the limit is 500",
        ),
        (
            SchemeEdit::SetGuidelines(None, "é".repeat(20_001)),
            "the text of the guidelines has 20001 characters; the limit is 20000",
        ),
        (key('0'), "a key is a digit from 1 to 9 or a letter from a to z, not “0”"),
        (key('A'), "a key is a digit from 1 to 9 or a letter from a to z, not “A”"),
        (key('3'), "the key 3 gives Location already"),
        (key('n'), "the key n is taken: Next annotation"),
        (color("#abc"), "a colour is written like #2a5fe0, not “#abc”"),
        (color("#12345g"), "a colour is written like #2a5fe0, not “#12345g”"),
        (color("#12é45"), "a colour is written like #2a5fe0, not “#12é45”"),
        (color(" red"), "a colour is written like #2a5fe0, not “red”"),
        (
            SchemeEdit::Merge { from: "speaker".into(), into: "speaker".into() },
            "“Speaker” can’t be merged with itself",
        ),
        (
            SchemeEdit::Merge { from: "speaker".into(), into: "x".into() },
            "the scheme has no label “x”",
        ),
        (SchemeEdit::Remove(label("x")), "the scheme has no label “x”"),
        (SchemeEdit::Remove(relation_type("x")), "the scheme has no link type “x”"),
        (
            SchemeEdit::Replace(Scheme::empty()),
            "the new scheme has no label, and a scheme needs at least one",
        ),
    ];
    for (edit, sentence) in rows {
        let error = Scheme::default().edited(&edit, &of_page).unwrap_err();
        assert_eq!(error.to_string(), sentence, "{edit:?}");
    }
    let lone = edited(
        &Scheme::default(),
        &[SchemeEdit::Remove(label("proposal")), SchemeEdit::Remove(label("location"))],
    );
    let error = lone.edited(&SchemeEdit::Remove(label("speaker")), &free).unwrap_err();
    let sentence = "“Speaker” is the last label, and a scheme needs at least one";
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn an_own_key_and_an_own_name_may_be_given_again() {
    let edits = [
        SchemeEdit::SetKey("speaker".into(), Some('1')),
        SchemeEdit::Rename(label("speaker"), "Speaker".into()),
    ];
    assert_eq!(edited(&Scheme::default(), &edits), Scheme::default());
}

#[test]
fn ids_are_of_the_name_and_new() {
    let mut scheme = Scheme::default();
    let renamed = SchemeEdit::Rename(label("speaker"), "Person".into());
    scheme = edited(&scheme, &[renamed]);
    for (name, id) in [
        ("Speaker", "speaker_2"),
        ("Who & why?!", "who_why"),
        ("名前", "名前"),
        ("¿?", "label"),
        ("!", "label_2"),
        ("ÉTAT", "état"),
    ] {
        scheme = edited(&scheme, &[SchemeEdit::AddLabel(name.into())]);
        assert_eq!(scheme.labels.last().unwrap().id.as_str(), id);
    }
}

#[test]
fn keys_run_out_and_pass_over_those_of_the_page() {
    let of_page = |key: char| (key == '5').then(|| "Zoom".to_owned());
    let mut scheme = Scheme::default();
    for n in 0..7 {
        scheme = scheme.edited(&SchemeEdit::AddLabel(format!("L{n}")), &of_page).unwrap();
    }
    let keys: String = scheme.labels.iter().map(|one| one.key.unwrap_or('-')).collect();
    assert_eq!(keys, "1234678".to_owned() + "9--");
}

#[test]
fn a_preset_that_is_added_gets_free_keys() {
    let adopt = SchemeEdit::Adopt((preset("attribution").unwrap().scheme)());
    let scheme = edited(&Scheme::default(), &[adopt]);
    let keys: Vec<_> = scheme.labels.iter().map(|one| (one.id.as_str(), one.key)).collect();
    let added = [("source", Some('4')), ("cue", Some('5')), ("content", Some('6'))];
    assert_eq!(keys[3..], added);
    assert_eq!(scheme.relation_types.len(), 3);
}

/// Ids and keys are unique, and relation types name labels that are there.
pub fn assert_sound(scheme: &Scheme) {
    assert!(!scheme.labels.is_empty());
    for (idx, label) in scheme.labels.iter().enumerate() {
        assert_eq!(scheme.label_idx(&label.id), Some(idx));
        if let Some(key) = label.key {
            assert!(is_key(key));
            assert_eq!(scheme.label_of_key(key), Some(label));
        }
    }
    for one in &scheme.relation_types {
        assert_eq!(scheme.relation_type(&one.id), Some(one));
        assert!(one.from.iter().chain(&one.to).all(|id| scheme.label(id).is_some()));
    }
}

/// Any edit, of parts that are there, and now and then of one that is not.
fn arb_edit() -> impl Strategy<Value = (usize, [Index; 2], String, bool, char)> {
    let key = select(&['1', '5', '9', 'a', 'q', '0', 'é'][..]);
    (0..13_usize, any::<[Index; 2]>(), arb_string(), any::<bool>(), key)
}

fn finish(
    (kind, which, text, flag, key): (usize, [Index; 2], String, bool, char),
    scheme: &Scheme,
) -> SchemeEdit {
    let ids: Vec<LabelId> = scheme.labels.iter().map(|one| one.id.clone()).collect();
    let [id, other] = which.map(|index| index.get(&ids).clone());
    let types = scheme.relation_types.iter().map(|one| Part::RelationType(one.id.clone()));
    let parts: Vec<Part> = ids.iter().cloned().map(Part::Label).chain(types).collect();
    let part = which[0].get(&parts).clone();
    match kind {
        0 => SchemeEdit::AddLabel(text),
        1 => SchemeEdit::AddRelationType { name: text, from: vec![id], to: vec![other] },
        2 => SchemeEdit::Rename(part, text),
        3 => SchemeEdit::Describe(part, text),
        4 => SchemeEdit::SetGuidelines(flag.then_some(part), text),
        5 => SchemeEdit::Move { part, up: flag },
        6 => SchemeEdit::Recolor(id, if flag { "#00ff7f".into() } else { text }),
        7 => SchemeEdit::SetKey(id, flag.then_some(key)),
        8 => SchemeEdit::Merge { from: id, into: other },
        9 => SchemeEdit::Remove(part),
        10 => SchemeEdit::Adopt((which[0].get(&PRESETS).scheme)()),
        11 => SchemeEdit::Replace((which[0].get(&PRESETS).scheme)()),
        _ => SchemeEdit::SetEnds {
            id: scheme.relation_types.first().map_or("x".into(), |one| one.id.clone()),
            from: vec![id],
            to: if flag { vec![] } else { vec![other] },
        },
    }
}

proptest! {
    #[test]
    fn any_row_of_edits_leaves_a_sound_scheme(
        mut scheme in arb_scheme(),
        drafts in prop::collection::vec(arb_edit(), 1..30),
    ) {
        for draft in drafts {
            let edit = finish(draft, &scheme);
            let before = scheme.clone();
            match scheme.edited(&edit, &free) {
                Ok(new) => scheme = new,
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
            assert_sound(&scheme);
            // Ids outlive everything but what removes them.
            let may_lose = matches!(
                edit,
                SchemeEdit::Merge { .. } | SchemeEdit::Remove(_) | SchemeEdit::Replace(_)
            );
            let lost = before.labels.iter().any(|one| scheme.label(&one.id).is_none());
            prop_assert!(may_lose || !lost, "{edit:?}");
        }
    }
}
