//! Schemes to begin with, and the colours of labels.

use verbatim::model::id::LabelId;
use verbatim::model::scheme::Scheme;
use verbatim::model::scheme_edit::{PALETTE, SchemeEdit};
use verbatim::model::scheme_presets::{PRESETS, preset};

use crate::scheme_edits::{assert_sound, edited};

#[test]
fn presets_are_sound() {
    for preset in PRESETS {
        let scheme = (preset.scheme)();
        let keys: String = scheme.labels.iter().filter_map(|one| one.key).collect();
        assert_eq!(keys, "123", "{}", preset.id);
        assert_sound(&scheme);
        assert!(scheme.labels.iter().all(|one| one.description.ends_with('.')));
        assert!(scheme.relation_types.iter().all(|one| one.description.ends_with('.')));
        assert!(scheme.labels.iter().all(|one| PALETTE.contains(&one.color.as_str())));
    }
    assert_eq!((PRESETS[0].scheme)(), Scheme::default());
    assert!(preset("x").is_none());
}

#[test]
fn what_has_the_same_name_is_adopted_under_its_own_id() {
    let other = (preset("attribution").unwrap().scheme)();
    let mut own = Scheme::default();
    own.labels[0].name = "SOURCE ".into();
    own.relation_types[0].name = other.relation_types[0].name.to_lowercase();
    let both = edited(&own, &[SchemeEdit::Adopt(other.clone())]);
    assert_sound(&both);
    let added: Vec<&str> = both.labels[3..].iter().map(|one| one.id.as_str()).collect();
    assert_eq!(added, ["cue", "content"]);
    // What joined the source joins the label of its name; of the two link
    // types one was here.
    assert_eq!(both.relation_types[0], own.relation_types[0]);
    let [_, new] = &both.relation_types[..] else { panic!("{:?}", both.relation_types) };
    let ends = |scheme: &Scheme, id: &str| {
        let one = scheme.relation_types.iter().find(|one| one.id.as_str() == id).unwrap();
        (one.from.clone(), one.to.clone())
    };
    let own_id = |ids: Vec<LabelId>| -> Vec<LabelId> {
        let rename = |id: LabelId| if id.as_str() == "source" { "speaker".into() } else { id };
        ids.into_iter().map(rename).collect()
    };
    let (from, to) = ends(&other, new.id.as_str());
    assert_eq!((new.from.clone(), new.to.clone()), (own_id(from), own_id(to)));
}

/// Linear light of each primary.
fn linear(color: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let share = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    })
}

/// CIELAB under D65.
fn lab(color: &str) -> [f64; 3] {
    let [r, g, b] = linear(color);
    let root = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
    let y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
    let z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[test]
fn colours_are_readable_and_can_be_told_apart() {
    for (idx, color) in PALETTE.iter().enumerate() {
        let [r, g, b] = linear(color);
        let luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        assert!(1.05 / (luminance + 0.05) >= 4.5, "{color} on white");
        for other in &PALETTE[..idx] {
            let pairs = lab(color).into_iter().zip(lab(other));
            let distance = pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
            assert!(distance > 20.0, "{color} and {other} are {distance} apart");
        }
    }
    let mut scheme = Scheme::default();
    for n in 0..9 {
        scheme = edited(&scheme, &[SchemeEdit::AddLabel(format!("L{n}"))]);
    }
    let mut colors: Vec<&str> = scheme.labels.iter().map(|one| one.color.as_str()).collect();
    colors.sort_unstable();
    colors.dedup();
    assert_eq!(colors.len(), PALETTE.len(), "no colour comes twice before all have come");
    for n in 0..PALETTE.len() {
        scheme = edited(&scheme, &[SchemeEdit::AddLabel(format!("M{n}"))]);
    }
    for color in PALETTE {
        let n_uses = scheme.labels.iter().filter(|one| one.color == color).count();
        assert_eq!(n_uses, 2, "{color} comes a second time when all have come once");
    }
}
