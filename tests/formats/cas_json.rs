//! UIMA CAS JSON.

use serde_json::{Value, json};
use verbatim::format::cas_json::CasJson;
use verbatim::format::{InFile, Loss, OffsetUnit, Options, Read, ReadOptions, codec_of, read};

use crate::marked::{self, IN_UTF16, IN_UTF16_CRLF, MARKS};
use crate::stage::{held_against_everything, written};

held_against_everything!(CasJson);

fn read_json(value: &Value) -> Read {
    let bytes = value.to_string();
    let file = InFile { name: "cas.json", bytes: bytes.as_bytes() };
    read(&CasJson, &[file], &ReadOptions::default()).unwrap()
}

fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

fn cas(text: &str, structures: Vec<Value>) -> Value {
    let mut all = vec![json!({
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
        "mimeType": "text/plain", "sofaString": text,
    })];
    all.extend(structures);
    json!({"%TYPES": {}, "%FEATURE_STRUCTURES": all, "%VIEWS": {}})
}

/// A feature structure of another tool's type, with more features.
fn fs(id: u32, kind: &str, (begin, end): (u32, u32), more: &Value) -> Value {
    let mut one = json!({"%ID": id, "%TYPE": kind, "@sofa": 1, "begin": begin, "end": end});
    for (feature, value) in more.as_object().unwrap() {
        one[feature] = value.clone();
    }
    one
}

#[test]
fn a_cas_brings_its_types_and_counts_utf_16() {
    let written = written(&CasJson, &marked::collection(), &Options::default());
    assert_eq!(written.losses.count(&Loss::Scheme), 4);
    assert_eq!(written.losses.count(&Loss::Looks), 4);
    assert_eq!(written.losses.iter().count(), 2, "{:?}", written.losses);
    let cas: Value = serde_json::from_slice(&written.files[0].bytes).unwrap();
    let text = marked::TEXT.replace("\r\n", "\n");
    let structures = cas["%FEATURE_STRUCTURES"].as_array().unwrap();
    assert_eq!(structures[0]["sofaString"], text);
    // Ids count up, and each reference is to one that is there.
    for (idx, one) in structures.iter().enumerate() {
        assert_eq!(one["%ID"], idx + 1);
        let kind = one["%TYPE"].as_str().unwrap();
        assert!(kind.starts_with("uima.cas.") || cas["%TYPES"][kind]["%SUPER_TYPE"].is_string());
        for (feature, _) in one.as_object().unwrap() {
            let name = feature.trim_start_matches('@');
            let is_own = kind.starts_with("custom.") && !feature.starts_with('%');
            let is_inherited = ["sofa", "begin", "end"].contains(&name);
            assert!(
                !is_own || is_inherited || cas["%TYPES"][kind].get(name).is_some(),
                "{kind} {name}"
            );
        }
    }
    let of = |kind: &str| -> Vec<&Value> {
        structures.iter().filter(|one| one["%TYPE"] == kind).collect()
    };
    let spans = of("custom.Span");
    assert_eq!((spans.len(), of("custom.Fragment").len()), (8, 2));
    let units: Vec<u16> = text.encode_utf16().collect();
    let covered = |one: &Value| {
        let [begin, end] = ["begin", "end"].map(|field| one[field].as_u64().unwrap() as usize);
        String::from_utf16(&units[begin..end]).unwrap()
    };
    for ((id, label, words), places) in MARKS.iter().zip(IN_UTF16) {
        let uuid = format!("00000000-0000-0000-0000-{id:012x}");
        let span = spans.iter().find(|one| one["uuid"] == *uuid).unwrap();
        assert_eq!(span["label"], *label);
        assert_eq!(
            (&span["begin"], &span["end"]),
            (&json!(places[0].0), &json!(places.last().unwrap().1))
        );
        if let [words] = words {
            assert_eq!(covered(span), *words);
            assert_eq!(span.get("@fragments"), None);
        } else {
            let list = &structures[span["@fragments"].as_u64().unwrap() as usize - 1];
            assert_eq!(list["%TYPE"], "uima.cas.FSArray");
            let fragments = list["%ELEMENTS"].as_array().unwrap().iter();
            let fragments =
                fragments.map(|id| covered(&structures[id.as_u64().unwrap() as usize - 1]));
            assert_eq!(fragments.collect::<Vec<_>>(), *words);
        }
    }
    let relation = of("custom.Relation")[0];
    let end = |feature: &str| &structures[relation[feature].as_u64().unwrap() as usize - 1]["uuid"];
    assert_eq!(end("@Governor"), "00000000-0000-0000-0000-000000000002");
    assert_eq!(end("@Dependent"), "00000000-0000-0000-0000-000000000001");
    let members = cas["%VIEWS"]["_InitialView"]["%MEMBERS"].as_array().unwrap();
    assert_eq!(members.len(), structures.iter().filter(|one| one.get("begin").is_some()).count());
    let tokens = of("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token");
    assert_eq!(
        tokens[..4].iter().map(|one| covered(one)).collect::<Vec<_>>(),
        ["😀", "Mayor", "Zoe\u{301}", "Mu\u{308}ller"]
    );
}

#[test]
fn offsets_of_a_text_with_cr_lf_are_read() {
    let spans = MARKS.iter().zip(IN_UTF16_CRLF).map(|((id, label, _), &place)| {
        fs(*id as u32 + 1, "custom.Span", place, &json!({"label": label}))
    });
    let read = read_json(&cas(marked::TEXT, spans.collect()));
    assert_eq!((warnings(&read), read.question.clone()), (vec![], None));
    assert_eq!(marked::held(&read.imported.collection.documents[0]), marked::marks(6));
}

#[test]
fn other_tools_types_are_read() {
    let api = "de.tudarmstadt.ukp.dkpro.core.api";
    let structures = vec![
        fs(
            2,
            &format!("{api}.metadata.type.DocumentMetaData"),
            (0, 16),
            &json!({"documentTitle": "T", "language": "de"}),
        ),
        fs(3, &format!("{api}.segmentation.type.Token"), (0, 3), &json!({})),
        fs(4, &format!("{api}.lexmorph.type.pos.POS"), (0, 3), &json!({"PosValue": "NNP"})),
        fs(
            5,
            &format!("{api}.ner.type.NamedEntity"),
            (0, 3),
            &json!({"identifier": "Q1", "value": "PER"}),
        ),
        fs(6, "webanno.custom.Cue", (4, 8), &json!({"strength": "weak", "comment": "a note"})),
        fs(7, "my.Quotation", (9, 11), &json!({"score": 1})),
        fs(
            8,
            "webanno.custom.Link",
            (0, 3),
            &json!({"@Governor": 6, "@Dependent": 5, "role": "said_by"}),
        ),
        fs(
            9,
            &format!("{api}.syntax.type.dependency.Dependency"),
            (0, 3),
            &json!({"@Governor": 3, "@Dependent": 3}),
        ),
        json!({"%ID": 10, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [1]}),
        fs(11, "uima.tcas.DocumentAnnotation", (0, 16), &json!({"language": "x-unspecified"})),
    ];
    let read = read_json(&cas("Ann said it \u{1f600}.", structures));
    assert_eq!(
        warnings(&read),
        ["Record 1: 2 annotations are of the grammar of words. They were left out."]
    );
    let document = &read.imported.collection.documents[0];
    let metadata = &document.article().metadata;
    assert_eq!((metadata.title.as_str(), metadata.language.as_str()), ("T", "de"));
    let held: Vec<String> = marked::held(document)
        .into_iter()
        .map(|(label, words)| format!("{label} {words}"))
        .collect();
    assert_eq!(held, ["PER Ann", "weak said", "Quotation it"]);
    let all: Vec<_> = document.annotations().collect();
    assert_eq!(all[1].note, "a note");
    let relation = &document.relations()[0];
    assert_eq!((relation.from, relation.to), (all[1].id, all[0].id));
    assert_eq!(relation.relation_type.as_str(), "said_by");
    // Older files have their feature structures under their ids; two texts are
    // two articles.
    let read = read_json(&json!({"%TYPES": {}, "%VIEWS": {}, "%FEATURE_STRUCTURES": {
        "1": {"%TYPE": "uima.cas.Sofa", "sofaString": "Ann said it"},
        "2": {"%TYPE": "uima.cas.Sofa", "sofaString": "Bob too"},
        "3": {"%TYPE": "my.Person", "@sofa": 2, "begin": 0, "end": 3},
    }}));
    let documents = &read.imported.collection.documents;
    assert_eq!(
        (documents.len(), marked::held(&documents[1])),
        (2, vec![("Person".into(), "Bob".into())])
    );
}

#[test]
fn slots_are_links_and_other_features_are_named() {
    let link = |id, role: &str, target| json!({"%ID": id, "%TYPE": "custom.FrameArgsLink", "role": role, "@target": target});
    let structures = vec![
        fs(
            2,
            "custom.Frame",
            (4, 8),
            &json!({"kind": "ask", "@args": 7, "@head": 4, "sure": true}),
        ),
        fs(3, "custom.Person", (0, 3), &json!({"value": "PER", "@args": 9})),
        fs(4, "custom.Person", (9, 11), &json!({"value": "PER", "second": "x"})),
        link(5, "asker", 3),
        link(6, "", 4),
        json!({"%ID": 7, "%TYPE": "custom.FrameArgsLink[]", "%ELEMENTS": [5, 6]}),
        json!({"%ID": 8, "%TYPE": "custom.Genre", "@sofa": 1, "genre": "news"}),
        json!({"%ID": 9, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": []}),
        link(10, "x", 77),
        fs(11, "custom.Person", (9, 11), &json!({"value": "X", "@args": 12})),
        json!({"%ID": 12, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [10]}),
    ];
    let read = read_json(&cas("Ana asks Bo.", structures));
    let document = &read.imported.collection.documents[0];
    let text = &document.article().text;
    let words = |id| document.annotation(id).unwrap().fragments.quote(text);
    let links = document.relations();
    let links = links
        .iter()
        .map(|one| format!("{} {} {}", words(one.from), one.relation_type, words(one.to)));
    let mut links: Vec<String> = links.collect();
    links.sort();
    assert_eq!(links, ["asks args Bo", "asks asker Ana", "asks head Bo"]);
    let said = warnings(&read).join("\n");
    let expected = "features refer to what is not read: “custom.FrameArgsLink|@target”, \
        “custom.Person|@args”. It was left out.";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn what_does_not_fit_is_said() {
    let structures = vec![
        fs(2, "custom.Span", (1, 3), &json!({"label": "a"})),
        fs(3, "custom.Span", (0, 99), &json!({"label": "a"})),
        fs(4, "custom.Span", (3, 6), &json!({"label": "a", "begin": "x"})),
        fs(5, "custom.Span", (3, 6), &json!({"label": "a", "@sofa": 77})),
        fs(6, "custom.Span", (3, 6), &json!({"label": "a", "@fragments": 88})),
        fs(7, "custom.Relation", (3, 6), &json!({"@Governor": 6, "@Dependent": 3, "label": "r"})),
        fs(8, "custom.Span", (3, 6), &json!({"label": "a", "status": 5})),
    ];
    let bytes = cas("😀 Ann said it", structures).to_string();
    let file = InFile { name: "cas.json", bytes: bytes.as_bytes() };
    let options = ReadOptions { unit: Some(OffsetUnit::Utf16), ..ReadOptions::default() };
    let said = warnings(&read(&CasJson, &[file], &options).unwrap()).join("\n");
    for sentence in [
        "from 1 to 3 it cuts a character in two",
        "its “end” is 99, but the text ends at 14",
        "the annotation “4” has no whole numbers as “begin” and “end”: “x”, 6",
        "1 annotation lies in no text of the file. It was left out.",
        "the fragments of the annotation “6” can't be read",
        "the annotation it leads to, “3”, is not there",
        "the annotation “8”: its “status” is a number, not text",
    ] {
        assert!(said.contains(sentence), "{sentence}\nis not in\n{said}");
    }
    for (bytes, sentence) in [
        ("{}", "has no “%FEATURE_STRUCTURES”"),
        ("{\"%FEATURE_STRUCTURES\": 3}", "has a number as “%FEATURE_STRUCTURES”, not a list"),
        ("{\"%FEATURE_STRUCTURES\": []}", "no Sofa of it has a “sofaString”"),
    ] {
        let file = InFile { name: "cas.json", bytes: bytes.as_bytes() };
        let said = read(&CasJson, &[file], &ReadOptions::default()).unwrap_err().to_string();
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn its_files_are_known_by_their_start() {
    let files = written(&CasJson, &marked::collection(), &Options::default()).files;
    let start: String = String::from_utf8_lossy(&files[0].bytes).chars().take(40).collect();
    assert_eq!(codec_of("x.json", &start).map(|codec| codec.format().id), Some("cas-json"));
}
