//! UIMA CAS JSON: what came with a file goes out again as it came.

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;
use verbatim::format::cas_json::CasJson;
use verbatim::format::{self, Collection, InFile, OffsetUnit, Options, Read, ReadOptions};
use verbatim::model::annotation::Annotation;
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::id::AnnotationId;
use verbatim::model::timestamp::Timestamp;

use crate::further::{collection, mark, marks, open};
use crate::stage::{assert_reads_back, written};

pub const API: &str = "de.tudarmstadt.ukp.dkpro.core.api";

pub fn read_as(value: &Value, unit: Option<OffsetUnit>) -> Read {
    let bytes = value.to_string();
    let file = InFile { name: "cas.json", bytes: bytes.as_bytes() };
    let options = ReadOptions { unit, ..ReadOptions::default() };
    format::read(&CasJson, &[file], &options).unwrap()
}

pub fn read(value: &Value) -> Read {
    read_as(value, None)
}

pub fn document(read: &Read) -> &Document {
    &read.imported.collection.documents[0]
}

pub fn warnings(read: &Read) -> Vec<String> {
    read.imported.warnings.iter().map(ToString::to_string).collect()
}

/// The file of what was read, which reads back as it was.
pub fn again(collection: &Collection) -> Value {
    assert_reads_back(&CasJson, collection, &Options::default());
    let written = written(&CasJson, collection, &Options::default());
    let cas: Value = serde_json::from_slice(&written.files[0].bytes).unwrap();
    // Each feature that is said is declared.
    for one in cas["%FEATURE_STRUCTURES"].as_array().unwrap() {
        let kind = one["%TYPE"].as_str().unwrap();
        if kind.starts_with("uima.cas.") || kind.ends_with("[]") {
            continue;
        }
        for feature in one.as_object().unwrap().keys().filter(|name| !name.starts_with('%')) {
            let feature = feature.trim_start_matches('@');
            let mut declared = &cas["%TYPES"][kind];
            while declared.get(feature).is_none() && declared["%SUPER_TYPE"].is_string() {
                declared = &cas["%TYPES"][declared["%SUPER_TYPE"].as_str().unwrap()];
            }
            let is_built_in = ["sofa", "begin", "end"].contains(&feature);
            let is_language = feature == "language" && kind.contains("Document");
            let is_there = declared.get(feature).is_some();
            assert!(is_there || is_built_in || is_language, "{kind} {feature}\n{cas:#}");
        }
    }
    cas
}

/// The feature structures of a type, without their ids.
pub fn of_type(cas: &Value, kind: &str) -> Vec<Value> {
    let all = cas["%FEATURE_STRUCTURES"].as_array().unwrap().iter();
    let of_type = all.filter(|one| one["%TYPE"] == kind);
    of_type
        .map(|one| {
            let mut one = one.clone();
            let fields = one.as_object_mut().unwrap();
            fields.remove("%ID");
            fields.remove("%TYPE");
            fields.remove("@sofa");
            one
        })
        .collect()
}

pub fn cas(text: &str, types: &Value, structures: &[Value]) -> Value {
    let mut all = vec![json!({
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
        "mimeType": "text", "sofaString": text,
    })];
    all.extend(structures.iter().cloned());
    json!({"%TYPES": types, "%FEATURE_STRUCTURES": all, "%VIEWS": {}})
}

pub fn declared(name: &str, above: &str, features: &[(&str, &str)]) -> Value {
    let mut one = json!({"%NAME": name, "%SUPER_TYPE": above});
    for (feature, range) in features {
        one[*feature] = json!({"%NAME": feature, "%RANGE": range});
    }
    one
}

pub const TOP: &str = "uima.tcas.Annotation";
pub const STRING: &str = "uima.cas.String";

#[test]
fn types_features_and_what_is_said_of_the_whole_come_back() {
    let metadata = format!("{API}.metadata.type.DocumentMetaData");
    let types = json!({
        "my.A": declared("my.A", TOP, &[("value", STRING), ("conf", "uima.cas.Double")]),
        "my.B": declared("my.B", TOP, &[("value", STRING)]),
        &metadata: declared(&metadata, "uima.tcas.DocumentAnnotation", &[
            ("documentTitle", STRING), ("documentId", STRING),
        ]),
    });
    let about = json!({"%ID": 2, "%TYPE": metadata, "@sofa": 1, "begin": 0, "end": 10,
        "language": "en", "documentTitle": "My title", "documentId": "doc-7"});
    let one = json!({"%ID": 3, "%TYPE": "my.A", "@sofa": 1, "begin": 0, "end": 3, "value": "X",
        "conf": 0.5});
    let other = json!({"%ID": 4, "%TYPE": "my.B", "@sofa": 1, "begin": 8, "end": 10, "value": "X"});
    let genre = json!({"%ID": 5, "%TYPE": "my.Genre", "@sofa": 1, "genre": "news"});
    let file = cas("Ana met Bo", &types, &[about, one, other, genre]);
    let read = read(&file);
    assert_eq!(warnings(&read), Vec::<String>::new());
    assert_eq!(document(&read).article().metadata.title, "My title");
    let cas = again(&read.imported.collection);
    assert_eq!(of_type(&cas, "my.A"), [json!({"begin": 0, "end": 3, "value": "X", "conf": 0.5})]);
    assert_eq!(of_type(&cas, "my.B"), [json!({"begin": 8, "end": 10, "value": "X"})]);
    assert_eq!(of_type(&cas, "my.Genre"), [json!({"genre": "news"})]);
    let expected = json!({"begin": 0, "end": 10, "language": "en", "documentTitle": "My title",
        "documentId": "doc-7"});
    assert_eq!(of_type(&cas, &metadata), [expected]);
    for (name, declared) in types.as_object().unwrap() {
        assert_eq!(cas["%TYPES"][name], *declared);
    }
    assert_eq!(of_type(&cas, "custom.Span"), Vec::<Value>::new());

    // A person goes on: another label, a note, a title, and marks of her own.
    let mut opened = open(document(&read), &["Y", "Z"], &[]);
    let first = opened.annotations().next().unwrap().clone();
    let edit = Annotation { label: "Y".into(), note: "n".into(), ..(*first).clone() };
    opened.apply(Edit::PutAnnotation(Box::new(edit))).unwrap();
    mark(&mut opened, 7, "X", "met");
    mark(&mut opened, 8, "Z", "met");
    let mut about = opened.article().metadata.clone();
    about.title = "Another".into();
    opened.apply(Edit::SetMetadata(Box::new(about))).unwrap();
    let cas = again(&collection(opened));
    let uuid = first.id.to_string();
    let expected = json!({"begin": 0, "end": 3, "value": "Y", "conf": 0.5, "note": "n",
        "uuid": uuid});
    assert_eq!(of_type(&cas, "my.A"), [expected]);
    let of_b: Vec<Value> = of_type(&cas, "my.B").iter().map(|one| one["value"].clone()).collect();
    assert_eq!(of_b, ["X", "X"]);
    assert_eq!(of_type(&cas, "custom.Span")[0]["label"], "Z");
    assert_eq!(of_type(&cas, &metadata)[0]["documentTitle"], "Another");
}

#[test]
fn a_relation_without_an_end_is_a_relation_left_out() {
    let span = |id, (begin, end): (u32, u32), label: &str| {
        json!({"%ID": id, "%TYPE": "custom.Span", "@sofa": 1, "begin": begin, "end": end,
            "label": label})
    };
    let relation = |kind: &str| {
        json!({"%ID": 4, "%TYPE": kind, "@sofa": 1, "begin": 6, "end": 14, "@Governor": 3,
            "@Dependent": null, "kind": "said_by"})
    };
    let ends = [("Dependent", "custom.Span"), ("Governor", "custom.Span"), ("kind", STRING)];
    let types = json!({
        "custom.Link": declared("custom.Link", TOP, &ends),
        "custom.Sub": declared("custom.Sub", "custom.Link", &[]),
    });
    let text = "Mayor Ana Ruiz said in Quito that buses should be free.";
    for kind in ["custom.Link", "custom.Sub", "not.Declared"] {
        let structures = [span(2, (6, 14), "PER"), span(3, (34, 54), "PROP"), relation(kind)];
        let read = read(&cas(text, &types, &structures));
        assert_eq!(marks(document(&read)), ["PER Ana Ruiz", "PROP buses should be free"]);
        let expected =
            format!("Record 1: the relation “4” (“{kind}”) has no “Dependent”. It was left out.");
        assert_eq!(warnings(&read), [expected]);
        assert_eq!(read.imported.warnings[0].n_items, 1);
    }
    // Nothing of it is known but its type.
    let bare = json!({"%ID": 4, "%TYPE": "custom.Sub", "@sofa": 1, "begin": 6, "end": 14});
    let read = read(&cas(text, &types, &[span(2, (6, 14), "PER"), bare]));
    assert_eq!(marks(document(&read)), ["PER Ana Ruiz"]);
    let expected = "Record 1: the relation “4” (“custom.Sub”) has no “Governor” and no “Dependent”. It was \
         left out.";
    assert_eq!(warnings(&read), [expected]);
}

#[test]
fn offsets_are_whole_numbers_however_they_are_written_and_a_unit_is_obeyed() {
    let span = |begin: Value, end: Value| json!({"%ID": 2, "%TYPE": "my.P", "@sofa": 1, "begin": begin, "end": end});
    for (begin, end) in [(json!(3.0), json!("6")), (json!("3"), json!(6)), (json!(3), json!(6))] {
        let read = read(&cas("😀 Ana spoke", &json!({}), &[span(begin, end)]));
        assert_eq!(marks(document(&read)), ["P Ana"]);
    }
    for (unit, (begin, end)) in
        [(OffsetUnit::CodePoint, (2, 6)), (OffsetUnit::Byte, (5, 9)), (OffsetUnit::Utf16, (3, 7))]
    {
        let file = cas("😀 Añez spoke", &json!({}), &[span(json!(begin), json!(end))]);
        let read = read_as(&file, Some(unit));
        let expected = if unit == OffsetUnit::Byte { "P Añe" } else { "P Añez" };
        assert_eq!(marks(document(&read)), [expected], "{unit:?}");
    }
}

#[test]
fn tokens_and_sentences_come_back_as_they_came() {
    let token = |id, (begin, end): (u32, u32)| {
        json!({"%ID": id, "%TYPE": format!("{API}.segmentation.type.Token"), "@sofa": 1,
            "begin": begin, "end": end})
    };
    let sentence = |id, (begin, end): (u32, u32)| {
        json!({"%ID": id, "%TYPE": format!("{API}.segmentation.type.Sentence"), "@sofa": 1,
            "begin": begin, "end": end})
    };
    let structures = [
        sentence(2, (0, 10)),
        sentence(3, (11, 17)),
        token(4, (3, 10)),
        token(5, (0, 2)),
        token(6, (11, 14)),
        json!({"%ID": 8, "%TYPE": "my.P", "@sofa": 1, "begin": 6, "end": 13}),
    ];
    let file = cas("So O'Neil. Mr. X", &json!({}), &structures);
    let read = read(&file);
    let cas = again(&read.imported.collection);
    let places = |kind: &str| -> Vec<(u64, u64)> {
        let all = of_type(&cas, &format!("{API}.segmentation.type.{kind}"));
        all.iter()
            .map(|one| (one["begin"].as_u64().unwrap(), one["end"].as_u64().unwrap()))
            .collect()
    };
    // The annotation goes over the end of a sentence, which is as it was.
    assert_eq!(places("Token"), [(0, 2), (3, 10), (11, 14)]);
    assert_eq!(places("Sentence"), [(0, 10), (11, 14)]);
    let lost = written(&CasJson, &read.imported.collection, &Options::default()).losses;
    assert!(lost.iter().all(|(loss, _)| loss.id() == "looks"), "{lost:?}");
}

#[test]
fn what_lies_in_no_text_and_what_tokens_say_come_back() {
    let token = format!("{API}.segmentation.type.Token");
    let tags = format!("{API}.metadata.type.TagsetDescription");
    let types = json!({
        &token: declared(&token, TOP, &[("order", "uima.cas.Integer")]),
        "my.Feature": declared("my.Feature", "uima.cas.TOP", &[
            ("name", STRING), ("layer", "my.Layer"),
        ]),
    });
    let structures = [
        json!({"%ID": 2, "%TYPE": "my.Feature", "@layer": 3, "name": "value"}),
        json!({"%ID": 3, "%TYPE": "my.Layer", "name": "my.P"}),
        json!({"%ID": 4, "%TYPE": tags, "@sofa": 1, "begin": 0, "end": 0, "name": "Tags"}),
        json!({"%ID": 5, "%TYPE": token, "@sofa": 1, "begin": 0, "end": 3, "order": 7}),
        json!({"%ID": 6, "%TYPE": "my.P", "@sofa": 1, "begin": 0, "end": 3, "value": "X"}),
        json!({"%ID": 7, "%TYPE": "my.Link", "@target": 99}),
    ];
    let mut file = cas("Ana met Bo", &types, &structures);
    file["%VIEWS"] = json!({"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3, 4, 5, 6]}});
    let read = read(&file);
    let expected =
        "Record 1: features that are left out refer to what is not read: “my.Link|@target”.";
    assert_eq!(warnings(&read), [expected]);
    let cas = again(&read.imported.collection);
    assert_eq!(of_type(&cas, &tags), [json!({"begin": 0, "end": 0, "name": "Tags"})]);
    assert_eq!(of_type(&cas, &token), [json!({"begin": 0, "end": 3, "order": 7})]);
    assert_eq!(of_type(&cas, "my.Layer"), [json!({"name": "my.P"})]);
    let feature = &of_type(&cas, "my.Feature")[0];
    let layer = cas["%FEATURE_STRUCTURES"].as_array().unwrap().iter();
    let layer = layer.clone().find(|one| one["%TYPE"] == "my.Layer").unwrap();
    assert_eq!((&feature["name"], &feature["@layer"]), (&json!("value"), &layer["%ID"]));
    let members = cas["%VIEWS"]["_InitialView"]["%MEMBERS"].as_array().unwrap();
    assert!(members.contains(&layer["%ID"]));
}

#[test]
fn features_called_as_ours_stay_theirs() {
    let types = json!({"my.A": declared("my.A", TOP, &[
        ("value", STRING), ("status", "uima.cas.Integer"), ("note", "uima.cas.Boolean"),
        ("created", STRING), ("uuid", STRING),
    ])});
    let one = json!({"%ID": 3, "%TYPE": "my.A", "@sofa": 1, "begin": 0, "end": 3, "value": "X",
        "status": 7, "note": true, "created": "long ago", "uuid": "u-1"});
    let read = read(&cas("Ana met Bo", &types, &[one]));
    assert_eq!(warnings(&read), Vec::<String>::new());
    let mut opened = open(document(&read), &[], &[]);
    let first = opened.annotations().next().unwrap().clone();
    let edit = Annotation {
        note: "n".into(),
        status: verbatim::model::annotation::Status::Unsure,
        created: Timestamp::from_millis(1000),
        modified: Timestamp::from_millis(2000),
        id: AnnotationId(Uuid::from_u128(9)),
        ..(*first).clone()
    };
    opened.apply(Edit::RemoveAnnotation(first.id)).unwrap();
    opened.apply(Edit::PutAnnotation(Box::new(edit))).unwrap();
    let cas = again(&collection(opened));
    let expected = json!({"begin": 0, "end": 3, "value": "X",
        "status": 7, "note": true, "created": "long ago", "uuid": "u-1",
        "verbatim_status": "unsure", "verbatim_note": "n",
        "verbatim_created": "1970-01-01T00:00:01Z", "modified": "1970-01-01T00:00:02Z",
        "verbatim_uuid": "00000000-0000-0000-0000-000000000009"});
    assert_eq!(of_type(&cas, "my.A"), [expected]);
}

#[test]
fn what_is_not_marked_here_is_counted() {
    let one =
        |id, kind: String| json!({"%ID": id, "%TYPE": kind, "@sofa": 1, "begin": 0, "end": 3});
    let structures = [
        one(2, format!("{API}.lexmorph.type.pos.POS")),
        one(3, format!("{API}.segmentation.type.Paragraph")),
        json!({"%ID": 4, "%TYPE": "my.A", "@sofa": 9, "begin": 0, "end": 3}),
        json!({"%ID": 5, "%TYPE": "my.A", "@sofa": 9, "begin": 0, "end": 3}),
    ];
    let read = read(&cas("Ana met Bo", &json!({}), &structures));
    let expected = [
        "Record 1: 1 annotation is of the grammar of words. It was left out.",
        "Record 1: 2 annotations lie in no text of the file. They were left out.",
        "Record 1: 1 paragraph and other layout: not marked here, and left out.",
    ];
    assert_eq!(warnings(&read), expected);
    let n_items: usize = read.imported.warnings.iter().map(|one| one.n_items).sum();
    assert_eq!(n_items, 3);
}

/// Features of any kind under any name, ours among them.
fn arb_features() -> impl Strategy<Value = serde_json::Map<String, Value>> {
    let names = prop::sample::select(vec![
        "a",
        "z",
        "label",
        "value",
        "note",
        "comment",
        "status",
        "uuid",
        "created",
        "modified",
        "origin",
        "annotator",
        "kind",
        "conf",
        "referenceType",
    ]);
    let values = prop_oneof![
        Just(json!(0.5)),
        Just(json!(3)),
        Just(json!(true)),
        Just(json!("")),
        Just(json!("unsure")),
        Just(json!("sure")),
        Just(json!("import")),
        Just(json!("2026-11-22T20:13:00Z")),
        Just(json!("00000000-0000-0000-0000-000000000009")),
        // A label can't hold all signs yet.
        "[a|東😀#]{1,4}".prop_map(Value::from),
    ];
    prop::collection::btree_map(names, values, 0..6)
        .prop_map(|all| all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

proptest! {
    #[test]
    fn whatever_features_say_comes_back(
        all in prop::collection::vec(arb_features(), 1..4),
        is_declared in any::<bool>(),
    ) {
        let mut types = json!({});
        let mut structures = Vec::new();
        // An id is one thing's.
        let mut all = all;
        all.iter_mut().skip(1).for_each(|features| drop(features.remove("uuid")));
        for (idx, features) in all.iter().enumerate() {
            let kind = format!("my.T{idx}");
            let mut one = json!({"%ID": idx + 2, "%TYPE": kind, "@sofa": 1, "begin": 0, "end": 3});
            let mut ranges = Vec::new();
            for (name, value) in features {
                one[name] = value.clone();
                ranges.push((name.as_str(), match value {
                    Value::Bool(_) => "uima.cas.Boolean",
                    Value::Number(_) => "uima.cas.Double",
                    _ => STRING,
                }));
            }
            structures.push(one);
            if is_declared {
                types[&kind] = declared(&kind, TOP, &ranges);
            }
        }
        let read = read(&cas("Ana met Bo", &types, &structures));
        let cas = again(&read.imported.collection);
        for (idx, features) in all.iter().enumerate() {
            let back = of_type(&cas, &format!("my.T{idx}"));
            for (name, value) in features {
                prop_assert_eq!(&back[0][name], value, "{} of {:#}", name, back[0]);
            }
        }
    }
}
