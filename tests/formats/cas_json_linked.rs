//! UIMA CAS JSON: chains and slots, which link annotations, go out again as they
//! came.

use serde_json::{Value, json};

use crate::cas_json_kept::{
    API, STRING, TOP, again, cas, declared, document, of_type, read, warnings,
};
use crate::further::{collection, link, links, mark, marks, open};

#[test]
fn chains_are_links_in_order_and_go_out_as_chains() {
    let name = format!("{API}.coref.type.CoreferenceLink");
    let one = |id, (begin, end): (u32, u32), more: Value| {
        let mut one = json!({"%ID": id, "%TYPE": name, "@sofa": 1, "begin": begin, "end": end});
        for (feature, value) in more.as_object().unwrap() {
            one[feature] = value.clone();
        }
        one
    };
    let head = format!("{API}.coref.type.CoreferenceChain");
    let structures = [
        json!({"%ID": 2, "%TYPE": head, "@sofa": 1, "@first": 5}),
        one(3, (9, 12), json!({"referenceType": "pr"})),
        one(5, (0, 3), json!({"@next": 3, "referenceType": "nam", "referenceRelation": "coref"})),
        json!({"%ID": 6, "%TYPE": head, "@sofa": 1, "@first": 7}),
        one(7, (18, 20), json!({})),
    ];
    let file = cas("Ana said she left Bo and her dog", &json!({}), &structures);
    let read = read(&file);
    assert_eq!(warnings(&read), Vec::<String>::new());
    assert_eq!(marks(document(&read)), ["nam Ana", "pr she", "CoreferenceLink Bo"]);
    assert_eq!(links(document(&read)), ["Ana chain > she"]);
    let cas = again(&read.imported.collection);
    let ids = |cas: &Value, kind: &str, words: (u64, u64)| -> Value {
        let all = cas["%FEATURE_STRUCTURES"].as_array().unwrap().iter();
        let mut found = all.filter(|one| {
            one["%TYPE"] == kind
                && (one["begin"].as_u64(), one["end"].as_u64()) == (Some(words.0), Some(words.1))
        });
        found.next().unwrap()["%ID"].clone()
    };
    let (ana, she, bo) =
        (ids(&cas, &name, (0, 3)), ids(&cas, &name, (9, 12)), ids(&cas, &name, (18, 20)));
    let expected = [
        json!({"begin": 0, "end": 3, "@next": she, "referenceType": "nam",
            "referenceRelation": "coref"}),
        json!({"begin": 9, "end": 12, "referenceType": "pr"}),
        json!({"begin": 18, "end": 20}),
    ];
    assert_eq!(of_type(&cas, &name), expected);
    assert_eq!(of_type(&cas, &head), [json!({"@first": ana}), json!({"@first": bo})]);
    assert_eq!(of_type(&cas, "custom.RelationInfo"), Vec::<Value>::new());

    // A person goes on.
    let mut opened = open(document(&read), &["pr", "said"], &["chain", "said_by"]);
    let she = opened.annotations().find(|one| one.label.as_str() == "pr").unwrap().id;
    let her = mark(&mut opened, 7, "pr", "her");
    link(&mut opened, 8, she, "chain", her);
    let said = mark(&mut opened, 9, "said", "said");
    link(&mut opened, 10, said, "said_by", she);
    let cas = again(&collection(opened.clone()));
    assert_eq!(of_type(&cas, &name).len(), 4);
    assert_eq!(of_type(&cas, &head).len(), 2);
    assert_eq!(of_type(&cas, "custom.RelationInfo")[0]["label"], "chain");
    assert_eq!(of_type(&cas, "custom.Relation")[0]["label"], "said_by");
    // What branches is no chain, and is there all the same.
    link(&mut opened, 11, she, "chain", said);
    let opened = collection(opened);
    let cas = again(&opened);
    let chained = of_type(&cas, "custom.Relation");
    assert_eq!(chained.iter().filter(|one| one["label"] == "chain").count(), 3);
}

#[test]
fn a_chain_layer_of_a_project_stays_one() {
    let types = json!({
        "my.WhoLink": declared("my.WhoLink", TOP, &[
            ("next", "my.WhoLink"), ("referenceType", STRING), ("referenceRelation", STRING),
        ]),
        "my.WhoChain": declared("my.WhoChain", "uima.cas.AnnotationBase", &[("first", "my.WhoLink")]),
    });
    let structures = [
        json!({"%ID": 2, "%TYPE": "my.WhoChain", "@sofa": 1, "@first": 3}),
        json!({"%ID": 3, "%TYPE": "my.WhoLink", "@sofa": 1, "begin": 0, "end": 3, "@next": 4}),
        json!({"%ID": 4, "%TYPE": "my.WhoLink", "@sofa": 1, "begin": 9, "end": 12}),
    ];
    let read = read(&cas("Ana said she left", &types, &structures));
    assert_eq!(links(document(&read)), ["Ana chain > she"]);
    let cas = again(&read.imported.collection);
    assert_eq!(of_type(&cas, "my.WhoLink").len(), 2);
    assert_eq!(of_type(&cas, "my.WhoChain").len(), 1);
    assert_eq!(cas["%TYPES"]["my.WhoLink"], types["my.WhoLink"]);
    assert_eq!(cas["%TYPES"]["my.WhoChain"], types["my.WhoChain"]);
}

#[test]
fn slots_come_back_as_slots() {
    let structures = [
        json!({"%ID": 2, "%TYPE": "my.Frame", "@sofa": 1, "begin": 4, "end": 8, "kind": "ask",
            "@args": 7, "@head": 4, "@all": 8, "sure": true}),
        json!({"%ID": 3, "%TYPE": "my.Person", "@sofa": 1, "begin": 0, "end": 3, "value": "PER"}),
        json!({"%ID": 4, "%TYPE": "my.Person", "@sofa": 1, "begin": 9, "end": 11, "value": "PER",
            "second": "x"}),
        json!({"%ID": 5, "%TYPE": "my.Link", "role": "asker", "@target": 3, "sure": 1}),
        json!({"%ID": 6, "%TYPE": "my.Link", "@target": 4}),
        json!({"%ID": 7, "%TYPE": "my.Link[]", "%ELEMENTS": [5, 6]}),
        json!({"%ID": 8, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [3, 4]}),
    ];
    let read = read(&cas("Ana asks Bo.", &json!({}), &structures));
    assert_eq!(warnings(&read), Vec::<String>::new());
    let expected =
        ["asks all > Ana", "asks asker > Ana", "asks all > Bo", "asks args > Bo", "asks head > Bo"];
    assert_eq!(links(document(&read)), expected);
    let cas = again(&read.imported.collection);
    let by_id = |id: &Value| {
        let all = cas["%FEATURE_STRUCTURES"].as_array().unwrap();
        all.iter().find(|one| one["%ID"] == *id).unwrap()
    };
    let frame = &of_type(&cas, "my.Frame")[0];
    assert_eq!((&frame["kind"], &frame["sure"]), (&json!("ask"), &json!(true)));
    let list = by_id(&frame["@args"]);
    assert_eq!(list["%TYPE"], "my.Link[]");
    let filled: Vec<(Value, Value, Value)> = list["%ELEMENTS"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| {
            let link = by_id(id);
            (link["role"].clone(), link["sure"].clone(), by_id(&link["@target"])["begin"].clone())
        })
        .collect();
    let expected = [(json!("asker"), json!(1), json!(0)), (Value::Null, Value::Null, json!(9))];
    assert_eq!(filled, expected);
    let all: Vec<&Value> = by_id(&frame["@all"])["%ELEMENTS"].as_array().unwrap().iter().collect();
    assert_eq!(
        all.iter().map(|id| &by_id(id)["begin"]).collect::<Vec<_>>(),
        [&json!(0), &json!(9)]
    );
    assert_eq!(by_id(&frame["@head"])["second"], "x");
    assert_eq!(of_type(&cas, "custom.Relation"), Vec::<Value>::new());
}
