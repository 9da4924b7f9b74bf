//! The name in a word with an apostrophe, and where ends may lie at one.

use verbatim::model::names::{ends_word_or_name, is_end, is_start, name_in, starts_word_or_name};

#[test]
fn the_name_in_a_word() {
    for (word, name) in [
        // Possessives.
        ("China's", "China"),
        ("Ding’s", "Ding"),
        ("CHINA'S", "CHINA"),
        ("country's", "country"),
        ("it's", "it"),
        // Elision.
        ("l’Italie", "Italie"),
        ("L’Italie", "Italie"),
        ("d'Angelo", "Angelo"),
        ("qu’elle", "elle"),
        ("dell’Unione", "Unione"),
        ("l’Italie’s", "Italie"),
        // Case endings behind a name.
        ("Ankara'da", "Ankara"),
        ("Türkiye’nin", "Türkiye"),
        // All of it is the name, or no part of it is.
        ("O'Brien", "O'Brien"),
        ("O'Brien's", "O'Brien"),
        ("N’Golo", "N’Golo"),
        ("don't", "don't"),
        ("We’ll", "We’ll"),
        ("aujourd’hui", "aujourd’hui"),
        ("м’яч", "м’яч"),
        ("Лук’янов", "Лук’янов"),
        ("rock’n’roll", "rock’n’roll"),
        ("l’d", "d"),
        ("China", "China"),
        ("'s", "'s"),
        ("l'", "l'"),
        ("'", "'"),
        ("", ""),
    ] {
        assert_eq!(&word[name_in(word)], name, "{word}");
    }
}

/// The places of a text where a rule holds, drawn as bars.
fn drawn(text: &str, rule: fn(&str, usize) -> bool) -> String {
    let mut drawing = String::new();
    for at in 0..=text.len() {
        if rule(text, at) {
            drawing.push('|');
        }
        drawing.extend(text[..].char_indices().find(|&(start, _)| start == at).map(|(_, c)| c));
    }
    drawing
}

#[test]
fn ends_may_lie_at_an_apostrophe_inside_a_word() {
    let text = "l’an, China's don’t ‘a’ s’";
    assert_eq!(drawn(text, is_start), "|l’|an|,| |China'|s| |don’|t| |‘|a|’| |s|’|");
    assert_eq!(drawn(text, is_end), "|l|’an|,| |China|'s| |don|’t| |‘|a|’| |s|’|");
}

#[test]
fn keys_stop_at_names_and_not_in_contractions() {
    let text = "l’an, China's don’t";
    assert_eq!(drawn(text, starts_word_or_name), "|l’|an|,| |China's| |don’t|");
    assert_eq!(drawn(text, ends_word_or_name), "|l’an|,| |China|'s| |don’t|");
}

#[test]
fn a_word_without_end_has_no_name() {
    let text = "a’".repeat(10_000) + "s";
    let ends = (0..=text.len()).filter(|&at| ends_word_or_name(&text, at)).count();
    assert!(ends < 200, "{ends}");
}
