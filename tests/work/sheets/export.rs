//! The export sheet: what it offers, and what it tells before a file leaves.

use verbatim::format::bundle::{is_bundle, unpack};
use verbatim::format::{
    CODECS, Codec, Dataset, InFile, OffsetUnit, Options, OutFile, ReadOptions, difference,
    fit_into, read, scheme_losses,
};
use verbatim::model::annotation::Status;
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;
use verbatim::model::id::ArticleId;
use verbatim::work::{Step, Steps};

use super::{Desk, answer, html_of, refused, values};
use crate::support::drawn::draw;

fn document() -> Document {
    let mut document = draw(
        "
        |Ada left Graz. 👩\u{200d}🔬 said no.
         ^^^ 1 speaker
         ^^^^^^^^^^^^^ 2 proposal
                  ^^^^ 3 location
        = r said_by 2 -> 1
    ",
    );
    let note = document.annotations().next().unwrap().id;
    let mut one = document.annotation(note).unwrap().as_ref().clone();
    one.note = "who?".into();
    one.status = Status::Unsure;
    one.annotator = "Bo".into();
    document.apply(Edit::PutAnnotation(Box::new(one))).unwrap();
    document
}

/// A desk with `n` articles; the first is open.
pub(super) fn desk(n: usize) -> Desk {
    let mut desk = Desk::new(document());
    for number in 1..n {
        let mut other = document().article().clone();
        other.id = ArticleId::random();
        other.metadata.title = format!("No. {number}");
        let scheme = desk.session.document().scheme().clone();
        desk.library.put(&Document::new(other, scheme)).unwrap();
    }
    desk
}

fn id_of(desk: &Desk, place: usize) -> String {
    desk.library.articles()[place].id.to_string()
}

/// The part of the sheet that is drawn anew under an id.
pub(super) fn part<'a>(steps: &'a [Step], wanted: &str) -> &'a str {
    let found = steps.iter().find_map(|step| match step {
        Step::Put { id, html } if id == wanted => Some(html.as_str()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no {wanted} in {steps:?}"))
}

/// The files that a download has: those in it, if it is a zip archive.
pub(super) fn files_of(steps: &Steps) -> Vec<OutFile> {
    let Step::Download { name, .. } = &steps.steps[0] else { panic!("{:?}", steps.steps) };
    match is_bundle(&steps.bytes) {
        true => unpack(name, &steps.bytes).unwrap(),
        false => vec![OutFile { name: name.clone(), bytes: steps.bytes.clone() }],
    }
}

fn companions(codec: &dyn Codec, document: &Document, options: &Options) -> usize {
    let extra = Default::default();
    codec.companions(&Dataset { scheme: document.scheme(), extra: &extra, options }).len()
}

#[test]
fn every_format_is_offered_says_what_it_is_and_is_written() {
    let desk = desk(1);
    let html = html_of(&desk.ask("export", "", &[("n_articles", "7")]));
    assert!(html.contains("All articles (7)"));
    for &codec in CODECS {
        let format = codec.format();
        assert!(values(&html, "value").contains(&format.id), "{html}");
        let form = [("format", format.id), ("scope", "this")];
        let steps = desk.ask("export", "format", &form);
        let about = part(&steps, "about");
        assert!(about.contains(&maud::html! { (format.about) }.into_string()), "{about}");
        match format.offset_unit {
            OffsetUnit::Token => assert!(about.contains("tokens and no offsets"), "{about}"),
            unit if format.is_read => {
                assert!(about.contains(&format!("Offsets count {}", unit.name())), "{about}");
            }
            _ => assert!(about.contains("can’t be imported again"), "{about}"),
        }
        let steps = answer(desk.request("export", "download", &form));
        let [Step::Download { name, .. }, Step::Close, Step::Tell(said)] = &steps.steps[..] else {
            panic!("{}: {:?}", format.id, steps.steps);
        };
        assert_eq!(*said, format!("Exported {name}"));
        let files = files_of(&steps);
        let options = Options::default();
        let n_own = files.len() - companions(codec, desk.session.document(), &options);
        assert_eq!(n_own, format.parts.len());
        if !format.is_read {
            continue;
        }
        let in_files: Vec<InFile<'_>> = files
            .iter()
            .enumerate()
            .filter(|(idx, file)| *idx < n_own || codec.is_companion(&file.name))
            .map(|(_, file)| file)
            .map(|file| InFile { name: &file.name, bytes: &file.bytes })
            .collect();
        let read = read(codec, &in_files, &ReadOptions::default()).unwrap();
        let [read] = &read.imported.collection.documents[..] else { panic!("{read:?}") };
        let fitted = fit_into(codec, desk.session.document(), &options).document;
        assert_eq!(difference(&fitted, read, &codec.capacity(&options)), None);
    }
    for act in ["format", "download"] {
        let steps = desk.ask("export", act, &[("format", "<b>")]);
        assert_eq!(refused(&steps), "There is no format “<b>”.");
    }
}

#[test]
fn what_a_format_can_not_hold_is_told_before_anything_leaves() {
    let desk = desk(1);
    for &codec in CODECS {
        let format = codec.format();
        let steps = desk.ask("export", "format", &[("format", format.id), ("scope", "this")]);
        let told = part(&steps, "losses");
        let options = Options::default();
        let mut losses = fit_into(codec, desk.session.document(), &options).losses;
        let scheme = desk.session.document().scheme();
        losses.merge(&scheme_losses(scheme, &Extra::new(), &codec.capacity(&options)));
        for sentence in losses.sentences() {
            let sentence = maud::html! { li { (sentence) "." } }.into_string();
            assert!(told.contains(&sentence), "{}: {told}", format.id);
        }
        assert_eq!(losses.is_empty(), told.contains("Nothing is lost."), "{}: {told}", format.id);
        assert!(told.contains("1 article with 3 annotations"), "{told}");
    }
    // One that is known to lose just so much.
    let steps = desk.ask("export", "format", &[("format", "pubannotation")]);
    let told = part(&steps, "losses");
    assert!(told.contains("What PubAnnotation JSON can’t hold"), "{told}");
    assert!(
        told.contains("<li>3 annotations with what made them: written without.</li>"),
        "{told}"
    );
    let steps = desk.ask("export", "format", &[("format", "verbatim-json")]);
    assert!(part(&steps, "losses").contains("Nothing is lost."), "{steps:?}");
}

#[test]
fn what_people_made_is_told_first_of_what_is_lost() {
    let desk = desk(1);
    let steps = desk.ask("export", "format", &[("format", "citron"), ("scope", "this")]);
    let told = part(&steps, "losses");
    let at = |words: &str| told.find(words).unwrap_or_else(|| panic!("{words}: {told}"));
    assert!(at("3 annotations that are in no quote") < at("of the scheme: left out"), "{told}");
    assert!(told.contains("No annotation would be in it."), "{told}");
    let steps = desk.ask("export", "format", &[("format", "doccano"), ("scope", "this")]);
    assert!(!part(&steps, "losses").contains("No annotation would be in it."), "{steps:?}");
}

#[test]
fn boxes_choose_what_is_exported() {
    let desk = desk(1);
    let there = |name: &'static str, values: &[&'static str]| {
        values.iter().map(|&value| (name, value)).collect::<Vec<_>>()
    };
    let mut form = vec![("format", "pubannotation"), ("scope", "this")];
    form.extend(there("label-there", &["speaker", "proposal", "location"]));
    form.extend(there("label", &["speaker", "location"]));
    let steps = desk.ask("export", "update", &form);
    let told = part(&steps, "losses");
    assert!(told.contains("1 article with 2 of 3 annotations, in 1 file."), "{told}");
    let steps = answer(desk.request("export", "download", &form));
    let json: serde_json::Value = serde_json::from_slice(&steps.bytes).unwrap();
    let labels: Vec<&str> = json["denotations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["obj"].as_str().unwrap())
        .collect();
    assert_eq!(labels, ["speaker", "location"]);
    // What a box leaves out stays so when other boxes are drawn.
    let boxes = desk.ask("export", "scope", &form);
    let filters = part(&boxes, "filters");
    let checked: Vec<bool> = filters
        .split("name=\"label\"")
        .skip(1)
        .map(|one| one.split('>').next().unwrap().contains("checked"))
        .collect();
    assert_eq!(checked, [true, false, true], "{filters}");
    // None of a kind is none, not all.
    form.retain(|(name, _)| *name != "label");
    let steps = desk.ask("export", "update", &form);
    assert!(part(&steps, "losses").contains("with 0 of 3 annotations"), "{steps:?}");
    // All boxes checked is no choice: what is written is the same.
    form.extend(there("label", &["speaker", "proposal", "location"]));
    let all = answer(desk.request("export", "download", &form)).bytes;
    let plain = [("format", "pubannotation"), ("scope", "this")];
    assert_eq!(all, answer(desk.request("export", "download", &plain)).bytes);
    // By status and annotator.
    let mut form = vec![("format", "pubannotation"), ("scope", "this")];
    form.extend(there("annotator-there", &["", "Bo"]));
    form.push(("annotator", "Bo"));
    form.extend(there("status-there", &["sure", "unsure", "discuss", "rejected"]));
    form.extend(there("status", &["unsure"]));
    let steps = desk.ask("export", "update", &form);
    assert!(part(&steps, "losses").contains("with 1 of 3 annotations"), "{steps:?}");
}

#[test]
fn a_selection_is_checked_sought_and_exported() {
    let desk = desk(12);
    let ask = |act: &str, form: &[(&str, &str)]| answer(desk.request_of_all("export", act, form));
    let form = [("format", "verbatim-json"), ("scope", "some")];
    let steps = ask("scope", &form).steps;
    assert!(part(&steps, "losses").contains("Choose at least one article."), "{steps:?}");
    let list = part(&steps, "selection");
    assert!(list.contains("Find articles") && list.contains("No. 11"), "{list}");
    assert_eq!(values(list, "name").iter().filter(|&&name| name == "article").count(), 12);
    let refused_now = ask("download", &form).steps;
    assert_eq!(refused(&refused_now), "There is nothing to export: choose at least one article.");
    // What is not sought is hidden, and stays checked.
    let third = id_of(&desk, 3);
    let form =
        [("format", "verbatim-json"), ("scope", "some"), ("article", &third), ("find", "no. 1")];
    let steps = ask("find", &form).steps;
    let titles = part(&steps, "titles");
    assert_eq!(titles.matches("<li hidden>").count(), 9, "{titles}");
    let hidden = titles.split("<li hidden>").find(|one| one.contains(&third)).unwrap();
    assert!(hidden.contains("checked"), "{hidden}");
    let steps = ask("check", &form).steps;
    assert!(part(&steps, "losses").contains("4 articles with 0 annotations, in 1 file."));
    let steps = ask("uncheck", &form).steps;
    assert!(part(&steps, "losses").contains("Choose at least one"), "{steps:?}");
    // In the library's order, not in that of the boxes.
    let (one, two) = (id_of(&desk, 7), id_of(&desk, 2));
    let form =
        [("format", "verbatim-json"), ("scope", "some"), ("article", &*one), ("article", &two)];
    let steps = ask("download", &form);
    let Step::Download { name, .. } = &steps.steps[0] else { panic!("{:?}", steps.steps) };
    assert_eq!(name, "verbatim-selection.json");
    let json: serde_json::Value = serde_json::from_slice(&steps.bytes).unwrap();
    let titles: Vec<&str> =
        (0..2).map(|at| json["articles"][at]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["No. 2", "No. 7"]);
}

#[test]
fn what_can_be_chosen_is_what_the_format_needs() {
    let desk = desk(1);
    for codec in CODECS {
        let format = codec.format();
        let steps = desk.ask("export", "format", &[("format", format.id)]);
        let html = part(&steps, "options");
        let capacity = codec.capacity(&Options::default());
        let names = values(html, "name");
        assert_eq!(names.contains(&"variant"), format.variants.len() > 1, "{}", format.id);
        assert_eq!(names.contains(&"keep"), !capacity.overlaps, "{}", format.id);
        let options = Options::default();
        assert_eq!(names.contains(&"tokens"), codec.is_made_of_tokens(&options), "{}", format.id);
        let has_sentences = codec.is_made_of_sentences(&options);
        assert_eq!(names.contains(&"sentences"), has_sentences, "{}", format.id);
        if !capacity.any_ends {
            assert!(names.contains(&"tokens"), "{}", format.id);
        }
        for variant in format.variants {
            assert!(values(html, "value").contains(&variant.id), "{html}");
        }
    }
}
