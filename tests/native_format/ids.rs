//! Ids that are none, and ids that are taken.

use serde_json::json;

use crate::items::{ARTICLE, FIRST, RELATION, check, good_file, put, read, with};

#[test]
fn ids() {
    let mut file = with(FIRST, json!({"id": "T1"}));
    put(&mut file, RELATION, json!({"id": 7, "to": "T1"}));
    let imported = check(
        &file,
        &[
            "“Flats”, annotation “Mayor Zoe\u{301}” (T1): its id “T1” is not a UUID; it has the id \
             d704e4dc-ab62-89a9-8c4e-99f2021272dd now. It was kept.",
            "“Flats”, relation 7: its id “7” is not a UUID; it has the id 10416963-75ba-804a-a36f-f14e44c6cbdf now. It was kept.",
        ],
    );
    let document = &imported.collection.documents[0];
    let speaker = document.annotations().next().unwrap().id;
    assert_eq!(document.relations()[0].to, speaker);
    assert_eq!(speaker.0.get_version_num(), 8);
    assert_eq!(read(&file), imported, "the same ids each time");

    let second = "b0000000-0000-4000-8000-000000000002";
    let imported = check(
        &with(FIRST, json!({ "id": second })),
        &[
            "“Flats”, annotation “build flats in 東京” (b0000000-0000-4000-8000-000000000002): an \
             earlier one has the same id; it has the id b19291c2-8d92-841a-99bb-6229387279f9 now. It was kept.",
            "“Flats”, relation c0000000-0000-4000-8000-000000000001: the annotation it leads to, \
             “b0000000-0000-4000-8000-000000000001”, is not there. It was left out.",
        ],
    );
    let document = &imported.collection.documents[0];
    assert_eq!(document.annotations().next().unwrap().id.to_string(), second);

    // An annotation that is left out takes no id.
    let mut file = with(FIRST, json!({"id": second, "label": "x"}));
    put(&mut file, RELATION, json!({ "to": second }));
    check(
        &file,
        &[
            "“Flats”, annotation “Mayor Zoe\u{301}” (b0000000-0000-4000-8000-000000000002): the \
             scheme has no label “x”. It was left out.",
            "“Flats”, relation c0000000-0000-4000-8000-000000000001: it joins an annotation to \
             itself. It was left out.",
        ],
    );

    check_first_without_id();
}

fn check_first_without_id() {
    let mut file = with(FIRST, json!({ "id": null }));
    put(&mut file, ARTICLE, json!({ "relations": [] }));
    let imported = read(&file);
    let said = imported.warnings[0].to_string();
    assert!(said.starts_with(
        "“Flats”, annotation “Mayor Zoe\u{301}” (no. 1): it has no id; it has the id "
    ));
    assert_eq!(read(&file), imported, "the same id each time");
}

#[test]
fn many_items_with_one_id_all_come_in() {
    let mut file = good_file();
    let annotation = file.pointer(FIRST).unwrap().clone();
    put(&mut file, ARTICLE, json!({"annotations": vec![annotation; 2000], "relations": []}));
    let imported = read(&file);
    assert_eq!(imported.warnings.n(), 1999);
}
