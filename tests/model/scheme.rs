//! The labels and relation types there are.

use proptest::prelude::*;
use verbatim::model::extra::Extra;
use verbatim::model::id::LabelId;
use verbatim::model::scheme::{Label, RelationType, Scheme};

fn label(id: &str, key: Option<char>) -> Label {
    Label {
        id: id.into(),
        name: id.to_uppercase(),
        written_as: None,
        key,
        color: "#123456".into(),
        description: String::new(),
        guidelines: String::new(),
        extra: Extra::default(),
    }
}

#[test]
fn the_default_scheme_is_speaker_proposal_location() {
    let scheme = Scheme::default();
    let labels: Vec<_> = scheme.labels.iter().map(|label| (label.id.as_str(), label.key)).collect();
    assert_eq!(labels, [("speaker", Some('1')), ("proposal", Some('2')), ("location", Some('3'))]);
    let said_by = scheme.relation_type(&"said_by".into()).unwrap();
    assert_eq!(
        (said_by.from.clone(), said_by.to.clone()),
        (vec!["proposal".into()], vec!["speaker".into()])
    );
}

#[test]
fn labels_are_found_by_id_and_key() {
    let scheme = Scheme::default();
    let proposal = LabelId::from("proposal");
    assert_eq!(scheme.label_idx(&proposal), Some(1));
    assert_eq!(scheme.label_of_key('2').unwrap().id, proposal);
    assert_eq!(scheme.label_name(&proposal), "Proposal");
    let unknown = LabelId::from("Proposal");
    assert!(scheme.label(&unknown).is_none());
    assert_eq!(scheme.label_idx(&unknown), None);
    assert_eq!(scheme.label_name(&unknown), "Proposal");
    assert!(scheme.label_of_key('4').is_none());
    assert!(scheme.relation_type(&"denied_by".into()).is_none());
}

#[test]
fn adopting_adds_what_is_missing_and_changes_nothing() {
    let mut scheme = Scheme::default();
    scheme.extra.insert("theme".into(), "ours".into());
    let mut other = Scheme {
        labels: vec![
            label("speaker", Some('9')),
            label("event", Some('1')),
            label("date", Some('5')),
        ],
        relation_types: vec![RelationType {
            id: "denied_by".into(),
            name: "Denied by".into(),
            written_as: None,
            description: String::new(),
            guidelines: String::new(),
            from: vec!["event".into()],
            to: vec!["speaker".into()],
            extra: Extra::default(),
        }],
        guidelines: "Mark every date.".into(),
        extra: Extra::from([("theme".into(), "theirs".into()), ("plan".into(), 7.into())]),
        ..Scheme::empty()
    };
    other.relation_types.extend(Scheme::default().relation_types);

    assert_eq!(scheme.adopt(&other), ["EVENT", "DATE"]);
    let labels: Vec<_> = scheme.labels.iter().map(|label| (label.id.as_str(), label.key)).collect();
    let expected = [
        ("speaker", Some('1')),
        ("proposal", Some('2')),
        ("location", Some('3')),
        ("event", None),
        ("date", Some('5')),
    ];
    assert_eq!(labels, expected);
    assert_eq!(scheme.relation_types.len(), 2);
    assert_eq!(scheme.guidelines, "Mark every date.");
    assert_eq!(
        scheme.extra,
        Extra::from([("theme".into(), "ours".into()), ("plan".into(), 7.into())])
    );

    let once = scheme.clone();
    assert!(scheme.adopt(&other).is_empty());
    assert_eq!(scheme, once);
}

proptest! {
    /// However a scheme of many labels was changed, what it finds is what is there.
    #[test]
    fn labels_are_found_where_they_stand(
        n in 0..200_usize,
        changes in prop::collection::vec((0..4_u8, 0..250_usize, 0..250_usize), 0..12),
    ) {
        let mut scheme = Scheme::empty();
        scheme.labels.extend((0..n).map(|n| label(&format!("l{n}"), None)));
        for (step, (change, one, other)) in changes.into_iter().enumerate() {
            let len = scheme.labels.len();
            match change {
                0 => scheme.labels.push(label(&format!("new{step}"), None)),
                1 if len > 0 => drop(scheme.labels.remove(one % len)),
                2 if len > 0 => scheme.labels.swap(one % len, other % len),
                3 => scheme = scheme.clone(),
                _ => {}
            }
            for id in [format!("l{one}"), format!("l{other}"), format!("new{}", one % 12)] {
                let found = scheme.labels.iter().position(|label| label.id.as_str() == id);
                prop_assert_eq!(scheme.label_idx(&id.as_str().into()), found);
            }
        }
        for (idx, label) in scheme.labels.iter().enumerate() {
            prop_assert_eq!(scheme.label_idx(&label.id), Some(idx));
        }
    }
}
