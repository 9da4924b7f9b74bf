//! What comes in of any format, what is asked first, and what becomes of it.

use verbatim::format::OutFile;
use verbatim::format::bundle::pack;
use verbatim::session::keys::{Action, KeyMap};
use verbatim::storage::change::from_texts;
use verbatim::work::{Step, Steps};

use super::{Desk, answer, html_of, values, with_files};
use crate::support::drawn::draw;

fn desk() -> Desk {
    Desk::new(draw(
        "
        |Ada left Graz.
         ^^^ 1 speaker
    ",
    ))
}

fn ask(desk: &Desk, act: &str, form: &[(&str, &str)], files: &[(&str, &[u8])]) -> Steps {
    answer(with_files(desk.request_of_all("import", act, form), files))
}

/// Does what an import says to the library; the sentences that it tells.
fn written(desk: &mut Desk, steps: Steps) -> Vec<String> {
    let changes = from_texts(steps.texts);
    assert!(steps.steps.contains(&Step::Write), "{:?}", steps.steps);
    desk.library.write_all(changes).expect("nothing changed meanwhile").unwrap();
    let told = steps.steps.into_iter().filter_map(|step| match step {
        Step::Tell(said) => Some(said),
        _ => None,
    });
    told.collect()
}

/// The labels and words of the article that came last.
fn marked(desk: &mut Desk) -> Vec<(String, String)> {
    let id = desk.library.articles().last().unwrap().id;
    let document = desk.library.load(id).ok().unwrap().document;
    let text = &document.article().text;
    let words = |one: &verbatim::model::annotation::Annotation| one.fragments.quote(text);
    document.annotations().map(|one| (one.label.to_string(), words(one))).collect()
}

fn pairs(marked: &[(&str, &str)]) -> Vec<(String, String)> {
    marked.iter().map(|&(label, words)| (label.into(), words.into())).collect()
}

/// A PubAnnotation file: offsets, and what they are.
fn pubannotation(text: &str, marked: &[(u32, u32, &str)]) -> Vec<u8> {
    let denotations: Vec<_> = marked
        .iter()
        .enumerate()
        .map(|(n, (begin, end, obj))| {
            serde_json::json!({
                "id": format!("T{n}"), "span": {"begin": begin, "end": end}, "obj": obj,
            })
        })
        .collect();
    serde_json::json!({"text": text, "denotations": denotations}).to_string().into()
}

fn is_asked(steps: &Steps) -> bool {
    steps.steps.iter().any(|step| matches!(step, Step::Draw { title, .. } if title == "Import"))
        && !steps.steps.contains(&Step::Write)
        && steps.texts.is_empty()
}

#[test]
fn what_a_dataset_was_taken_for_is_shown_before_it_comes_in() {
    let mut desk = desk();
    let file = pubannotation("Bo saw Rome.", &[(0, 2, "speaker"), (7, 11, "location")]);
    let files: &[(&str, &[u8])] = &[("a.json", &file), ("b.txt", b"Bo left.")];
    let steps = ask(&desk, "import", &[], files);
    assert!(is_asked(&steps), "{:?}", steps.steps);
    let html = html_of(&steps.steps);
    let shown: Vec<&str> = html.split("<li>").skip(1).take(2).collect();
    assert!(shown[0].contains("a.json") && shown[0].contains("PubAnnotation JSON"), "{html}");
    assert!(shown[1].contains("b.txt") && shown[1].contains("plain text"), "{html}");
    assert!(html.contains("id=\"read-as\""), "{html}");
    let steps = ask(&desk, "import/go", &[], &files[..1]);
    assert_eq!(written(&mut desk, steps), ["Imported “a”"]);
    assert_eq!(marked(&mut desk), pairs(&[("speaker", "Bo"), ("location", "Rome")]));
}

#[test]
fn each_label_that_is_new_is_asked_with_its_count() {
    let mut desk = desk();
    let marks = [(0, 2, "SPEAKER"), (7, 11, "GPE"), (16, 20, "GPE"), (7, 11, "location")];
    let file = pubannotation("Bo saw Rome and Pisa.", &marks);
    let files: &[(&str, &[u8])] = &[("a.json", &file)];
    let steps = ask(&desk, "import", &[], files);
    assert!(is_asked(&steps), "{:?}", steps.steps);
    let html = html_of(&steps.steps);
    assert!(html.contains("1 article with 4 annotations."), "{html}");
    let names: Vec<&str> = html
        .split("name=\"label-name:pubannotation\"")
        .skip(1)
        .map(|rest| values(rest, "value")[0])
        .collect();
    assert_eq!(names, ["GPE", "SPEAKER"], "what the scheme has is not asked: {html}");
    assert!(html.contains("2 annotations</span>"), "{html}");
    // The same name in other letters is what is most likely meant.
    let speaker = html.split("What becomes of SPEAKER").nth(1).unwrap();
    let chosen = speaker.split("<option").find(|one| one.contains("selected")).unwrap();
    assert!(chosen.contains("value=\"speaker\""), "{chosen}");
    let gpe = html.split("What becomes of GPE").nth(1).unwrap();
    let chosen = gpe.split("<option").find(|one| one.contains("selected")).unwrap();
    assert!(chosen.contains("value=\"\""), "{chosen}");

    let form = [
        ("label-name:pubannotation", "GPE"),
        ("label-onto:pubannotation", ""),
        ("label-name:pubannotation", "SPEAKER"),
        ("label-onto:pubannotation", "speaker"),
    ];
    let steps = ask(&desk, "import/go", &form, files);
    assert!(steps.steps.contains(&Step::Close));
    let told = written(&mut desk, steps);
    assert_eq!(told, ["Imported “a”. The scheme has new labels: GPE"]);
    let wanted = [("speaker", "Bo"), ("GPE", "Rome"), ("location", "Rome"), ("GPE", "Pisa")];
    assert_eq!(marked(&mut desk), pairs(&wanted));
    let scheme = desk.library.scheme();
    let new = scheme.label(&"GPE".into()).unwrap();
    assert_eq!(new.key, Some('4'), "the first that is free");
    assert!(scheme.labels[..3].iter().all(|one| one.color != new.color), "{}", new.color);
}

#[test]
fn where_the_unit_is_open_each_answer_shows_what_it_would_mark() {
    let mut desk = desk();
    // By code points “Graz”, by UTF-16 code units “ Gra”, which is no less whole.
    let file = pubannotation("👩 left Graz now.", &[(7, 11, "location")]);
    let files: &[(&str, &[u8])] = &[("a.json", &file)];
    let steps = ask(&desk, "import", &[], files);
    assert!(is_asked(&steps), "{:?}", steps.steps);
    let html = html_of(&steps.steps);
    assert!(html.contains("What do the offsets count?"), "{html}");
    assert!(html.contains("Graz</q>") && html.contains(" Gra</q>"), "{html}");
    assert!(html.contains("1 of 1 fit"), "{html}");
    let units: Vec<&str> = html
        .split("name=\"unit:pubannotation\"")
        .skip(1)
        .map(|rest| values(rest, "value")[0])
        .collect();
    assert_eq!(units, ["codepoint", "utf16"]);
    assert!(
        html.split("<input").find(|one| one.contains("codepoint")).unwrap().contains("checked")
    );
    for (unit, words) in [("utf16", "Gra"), ("codepoint", "Graz")] {
        let steps = ask(&desk, "import/go", &[("unit:pubannotation", unit)], files);
        written(&mut desk, steps);
        assert_eq!(marked(&mut desk), pairs(&[("location", words)]), "{unit}");
    }
}

#[test]
fn a_zip_archive_is_what_is_in_it() {
    let mut desk = desk();
    let file = |name: &str, bytes: &[u8]| OutFile { name: name.into(), bytes: bytes.into() };
    let zip = pack(&[
        file("set/1-one.json", &pubannotation("Bo left.", &[(0, 2, "speaker")])),
        file("set/2-two.json", &pubannotation("Cy left.", &[(0, 2, "speaker")])),
        file("set/plain.txt", b"Nobody left."),
        file("__MACOSX/set/._plain.txt", b"\0\0"),
        file("set/bad.json", b"\xff\xfe"),
    ])
    .unwrap();
    let steps = ask(&desk, "import/go", &[], &[("set.zip", &zip)]);
    let refused: Vec<&String> = steps
        .steps
        .iter()
        .filter_map(|step| if let Step::Refuse(why) = step { Some(why) } else { None })
        .collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].contains("set/bad.json"), "{refused:?}");
    written(&mut desk, steps);
    let titles: Vec<&str> = desk.library.articles()[1..].iter().map(|one| &*one.title).collect();
    assert_eq!(titles, ["1-one", "2-two", "plain"]);
    let steps = ask(&desk, "import", &[], &[("broken.zip", &zip[..zip.len() / 2])]);
    let why = "“broken.zip” is not a whole zip file";
    assert!(
        matches!(&steps.steps[..], [Step::Tell(_), Step::Refuse(said)] if said.starts_with(why))
    );
}

#[test]
fn one_that_can_not_be_read_is_no_reason_to_leave_the_others() {
    let mut desk = desk();
    let good = pubannotation("Bo left.", &[(0, 2, "speaker")]);
    let bad = &good[..good.len() - 9];
    let steps = ask(&desk, "import/go", &[], &[("bad.json", bad), ("good.json", &good)]);
    let html = html_of(&steps.steps);
    let refused: Vec<&Step> =
        steps.steps.iter().filter(|step| matches!(step, Step::Refuse(_))).collect();
    assert!(html.contains("bad.json") || !refused.is_empty(), "{:?}", steps.steps);
    written(&mut desk, steps);
    assert_eq!(marked(&mut desk), pairs(&[("speaker", "Bo")]));
}

#[test]
fn files_can_be_read_as_something_else() {
    let mut desk = desk();
    let file = pubannotation("Bo left.", &[(0, 2, "speaker")]);
    let files: &[(&str, &[u8])] = &[("a.json", &file)];
    let steps = ask(&desk, "import/as", &[("as", "text")], files);
    assert!(is_asked(&steps), "a choice alone writes nothing");
    let html = html_of(&steps.steps);
    assert!(html.contains("1 article with 0 annotations."), "{html}");
    let steps = ask(&desk, "import/go", &[("as", "text")], files);
    written(&mut desk, steps);
    let id = desk.library.articles().last().unwrap().id;
    let document = desk.library.load(id).ok().unwrap().document;
    assert_eq!(document.article().text.as_str().as_bytes(), file);
    // What can't be read as that says why, and can be read as another.
    let steps = ask(&desk, "import/as", &[("as", "verbatim-json")], files);
    let html = html_of(&steps.steps);
    assert!(html.contains("not a Verbatim file"), "{html}");
    assert!(!html.contains("import-go"), "there is nothing to import: {html}");
}

#[test]
fn pasted_data_is_asked_about_and_comes_once_more() {
    let mut desk = desk();
    let text = String::from_utf8(pubannotation("Bo left.\r\n", &[(0, 2, "WHO")])).unwrap();
    let request = desk.request_of_all("paste", "add", &[("text", &text)]);
    let steps = answer(request);
    assert!(is_asked(&steps), "{:?}", steps.steps);
    let html = html_of(&steps.steps);
    let kept = html.split("name=\"pasted\"").nth(1).map(|rest| values(rest, "value")[0]).unwrap();
    let kept = kept.replace("&quot;", "\"").replace("&amp;", "&");
    let form = [
        ("pasted", &*kept),
        ("label-name:pubannotation", "WHO"),
        ("label-onto:pubannotation", "speaker"),
    ];
    let steps = answer(desk.request_of_all("paste", "import/go", &form));
    written(&mut desk, steps);
    assert_eq!(marked(&mut desk), pairs(&[("speaker", "Bo")]));
}

#[test]
fn no_labels_come_with_what_has_none() {
    let mut desk = desk();
    let before = desk.library.scheme().clone();
    let file = pubannotation("Bo left.", &[]);
    let steps = ask(&desk, "import/go", &[], &[("a.json", &file)]);
    assert_eq!(written(&mut desk, steps), ["Imported “a”"]);
    assert_eq!(*desk.library.scheme(), before);
}

#[test]
fn what_is_no_text_is_called_what_it_is() {
    let desk = desk();
    let file = |name: &str| OutFile { name: name.into(), bytes: b"<x/>".into() };
    let word = pack(&[file("[Content_Types].xml"), file("word/document.xml")]).unwrap();
    let files: [(&str, &[u8], &str); 3] = [
        ("a.docx", &word, "“a.docx” is of a word processor"),
        ("b.pdf", b"%PDF-1.7\n%\xe2\xe3", "“b.pdf” is a PDF"),
        ("c.png", b"\x89PNG\r\n\x1a\n", "“c.png” is a picture"),
    ];
    for (name, bytes, why) in files {
        let steps = ask(&desk, "import", &[], &[(name, bytes)]);
        let [Step::Tell(_), Step::Refuse(said)] = &steps.steps[..] else { panic!("{steps:?}") };
        assert!(said.starts_with(why), "{said}");
        assert!(steps.texts.is_empty(), "{steps:?}");
    }
    // Plain text it may be, but hardly prose: that is asked.
    let steps = ask(&desk, "import", &[], &[("tei.xml", b"<TEI>Bo left.</TEI>")]);
    assert!(is_asked(&steps), "{:?}", steps.steps);
    assert!(html_of(&steps.steps).contains("in no format that is known here"), "{steps:?}");
}

#[test]
fn answers_that_mean_the_same_are_one_and_whole_words_are_likeliest() {
    let desk = desk();
    // By code points “az no”, by UTF-16 code units “Graz ”, and CR LF is nowhere.
    let text = "👩👩 left Graz now.";
    let region = |start: u32, end: u32| serde_json::json!({"type": "labels", "value": {"start": start, "end": end, "labels": ["location"]}});
    let task = serde_json::json!([
        {"data": {"text": text}, "annotations": [{"result": [region(10, 14)]}]}
    ]);
    let file = task.to_string().into_bytes();
    let html = html_of(&ask(&desk, "import", &[], &[("tasks.json", &file)]).steps).to_owned();
    let choices: Vec<&str> = html.split("name=\"unit:label-studio\"").skip(1).collect();
    assert_eq!(choices.len(), 2, "{html}");
    assert!(choices[1].contains("utf16") && choices[1].contains("Graz</q>"), "{html}");
    assert!(choices[1].split('>').next().unwrap().contains("checked"), "{html}");
    assert!(choices[1].contains("1 of 1 fit, 1 begin and end with words"), "{html}");
    assert!(choices[0].contains("0 begin and end with words"), "{html}");
}

#[test]
fn a_notice_names_a_few_new_labels() {
    let mut desk = desk();
    let marks: Vec<(u32, u32, &str)> =
        ["a", "b", "c", "d", "e", "f", "g"].into_iter().map(|label| (0, 2, label)).collect();
    let file = pubannotation("Bo left.", &marks);
    let steps = ask(&desk, "import/go", &[], &[("a.json", &file)]);
    let told = written(&mut desk, steps);
    assert_eq!(told, ["Imported “a”. The scheme has new labels: a, b, c, d, e and 2 more"]);
}

#[test]
fn a_label_that_comes_takes_no_key_that_is_used() {
    let mut desk = desk();
    // A person goes to the next annotation by q.
    let own = KeyMap::default().rebind(Action::Next, "q").unwrap();
    desk.library.set_own_keys(&own.to_json()).unwrap();
    let labels = [
        ("event", "1", Some('4'), "it is the key of speaker"),
        ("date", "q", Some('5'), "the person has it"),
        ("place", "n", Some('6'), "a reset gives it back to the page"),
        ("free", "w", Some('w'), "nobody has it"),
        ("bare", "", None, "it has none in the file"),
    ];
    let of_label = |(id, key, ..): &(&str, &str, Option<char>, &str)| {
        let key = if key.is_empty() { String::new() } else { format!(",\"key\":\"{key}\"") };
        format!("{{\"id\":\"{id}\",\"name\":\"{id}\"{key}}}")
    };
    let scheme = labels.iter().map(of_label).collect::<Vec<_>>().join(",");
    let file = format!(
        "{{\"format\":\"verbatim\",\"version\":\"1.0\",\"scheme\":{{\"labels\":[{scheme}]}},\
         \"articles\":[{{\"id\":\"00000000-0000-0000-0000-000000000001\",\"text\":\"Zoe\"}}]}}"
    );
    let steps = ask(&desk, "import", &[], &[("a.json", file.as_bytes())]);
    written(&mut desk, steps);
    let scheme = desk.library.scheme();
    for (id, _, key, why) in labels {
        assert_eq!(scheme.label(&id.into()).unwrap().key, key, "{id}: {why}");
    }
}

#[test]
fn what_does_not_fit_is_told_as_far_as_it_can_be_read() {
    let mut desk = desk();
    let broken = vec!["{}"; 500].join(",");
    let file = format!(
        "{{\"format\":\"verbatim\",\"version\":\"1.0\",\"scheme\":{{\"labels\":[{{\"id\":\"speaker\"}}]}},\
         \"articles\":[{{\"id\":\"00000000-0000-0000-0000-000000000001\",\"text\":\"Zoe\",\
         \"annotations\":[{broken}]}}]}}"
    );
    let steps = ask(&desk, "import", &[], &[("a.json", file.as_bytes())]);
    let html = html_of(&steps.steps);
    assert!(html.contains("It was left out. (499 more are like it, such as "), "{html}");
    assert!(html.contains("0 kept, 500 left out, 0 changed."), "{html}");
    assert_eq!(html.matches("<li>").count(), 2, "{html}");
    // The saved report has each, as far as they are told.
    assert!(html.contains("annotation no. 200: "), "{html}");
    written(&mut desk, steps);
}

/// As the shared tasks of BioNLP have it.
#[test]
fn the_files_of_a_shared_task_come_in_as_one_article() {
    let mut desk = desk();
    let files: [(&str, &[u8]); 3] = [
        ("a.a1", "T1\tspeaker 6 10\tAñez\n".as_bytes()),
        ("a.a2", b""),
        ("a.txt", "Señor Añez spoke.\n".as_bytes()),
    ];
    let steps = ask(&desk, "import/go", &[], &files);
    written(&mut desk, steps);
    assert_eq!(marked(&mut desk), pairs(&[("speaker", "Añez")]));
    let alone = ask(&desk, "import", &[], &files[..1]);
    let said = format!("{:?}", alone.steps);
    assert!(said.contains("“a.a1” needs “a.txt” beside it"), "{said}");
}
