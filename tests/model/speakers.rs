//! Who probably said it, in drawn sentences.

use verbatim::model::speakers::{Candidate, candidates};

use crate::support::drawn::{annotation_id, draw};

/// The candidates for the annotation 1, with what each costs: `2:-12 3:240`.
fn ranked(drawing: &str) -> String {
    let document = draw(drawing);
    let relation_type = &document.scheme().relation_types[0];
    let found = candidates(&document, annotation_id("1"), relation_type);
    let ranked: Vec<String> = found
        .iter()
        .map(|Candidate { annotation, cost }| {
            let name = "23456789".chars().find(|c| annotation_id(&c.to_string()) == *annotation);
            format!("{}:{cost}", name.expect("a digit"))
        })
        .collect();
    ranked.join(" ")
}

#[test]
fn the_likeliest_speaker_is_first() {
    let cases = [
        (
            "before, with a verb",
            "
            |Ding said that the gap is growing.
             ^^^^ 2 speaker
                            ^^^^^^^^^^^^^^^^^^ 1 proposal
            ",
            "2:-19",
        ),
        (
            "after, with a verb",
            "
            |Banda: “We must act”, said Hofmann.
             ^^^^^ 2 speaker
                     ^^^^^^^^^^^ 1 proposal
                                        ^^^^^^^ 3 speaker
            ",
            "3:-22 2:3",
        ),
        (
            "a sentence further, though nearer",
            "
            |Ding, who spoke at the ceremony there, said it is small. Hofmann disagreed.
             ^^^^ 2 speaker
                                                         ^^^^^^^^^^^ 1 proposal
                                                                      ^^^^^^^ 3 speaker
            ",
            "2:10 3:202",
        ),
        (
            "a line further",
            "
            |Banda left
             ^^^^^ 2 speaker
            |We must act, said in the end Ding Xuexiang of the party
             ^^^^^^^^^^^ 1 proposal
                                          ^^^^^^^^^^^^^ 3 speaker
            ",
            "3:-12 2:406",
        ),
        (
            "empty lines end no sentence",
            "
            |Banda left.
             ^^^^^ 2 speaker
            |
            |We must act
             ^^^^^^^^^^^ 1 proposal
            ",
            "2:608",
        ),
        (
            "inside a split proposal",
            "
            |Ding was there. “We must”, Hofmann said, “warn each other”, Banda heard.
             ^^^^ 2 speaker
                              ^^^^^^^                  ^^^^^^^^^^^^^^^ 1 proposal
                                        ^^^^^^^ 3 speaker
                                                                         ^^^^^ 4 speaker
            ",
            "3:0 4:3 2:213",
        ),
        (
            "around the proposal",
            "
            |Lena (we must act) Hofmann
             ^^^^               ^^^^^^^ 2 speaker
                   ^^^^^^^^^^^ 1 proposal
            ",
            "2:0",
        ),
        (
            "according to",
            "
            |We must act, according to the mayor
             ^^^^^^^^^^^ 1 proposal
                                       ^^^^^^^^^ 2 speaker
            ",
            "2:-15",
        ),
        (
            "a verb that is too far away counts nothing",
            "
            |Ding said in front of all those people who had come to the town that we must
             ^^^^ 2 speaker
                                                                                  ^^^^^^^ 1 proposal
            ",
            "2:65",
        ),
        (
            "what costs the same is in text order, and no location speaks",
            "
            |Ding, we must act, Wuzhen, Li
             ^^^^ 2 speaker
                   ^^^^^^^^^^^ 1 proposal
                                ^^^^^^ 4 location
                                        ^^ 3 speaker
            ",
            "2:2 3:10",
        ),
    ];
    for (case, drawing, expected) in cases {
        assert_eq!(ranked(drawing), expected, "{case}");
    }
}

#[test]
fn characters_are_counted_not_bytes() {
    assert_eq!(ranked("|東京都 李 提案\n ^^^ 2 speaker\n       ^^ 1 proposal"), "2:3");
}

#[test]
fn without_speakers_nobody_is_offered() {
    assert_eq!(ranked("|We must act\n ^^^^^^^^^^^ 1 proposal\n ^^ 2 location"), "");
    let document = draw("|We must act");
    let relation_type = &document.scheme().relation_types[0];
    assert_eq!(candidates(&document, annotation_id("1"), relation_type), []);
}
