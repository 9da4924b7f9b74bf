//! A person's own keys: they do what the table's keys did.

use serde_json::json;

use crate::harness::Outcome;
use crate::harness::native::{COUNCIL, Marked};
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![scenario!(own_keys_do_what_the_tables_did)]
}

async fn own_keys_do_what_the_tables_did(stage: Stage) -> Outcome {
    let marked = [
        Marked { label: "speaker", words: "Ada Lind" },
        Marked { label: "speaker", words: "Bob Roe" },
    ];
    let page = stage.article(COUNCIL, &marked).await?;
    page.press("n").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    let keep =
        r#"localStorage.setItem("verbatim/1/keys", '{"next":["j"],"of another version":1}')"#;
    page.js::<Option<()>>(keep, json!([])).await?;
    page.reload().await?;
    page.until_annotation(None).await?;
    page.press("n").await?;
    page.press("j").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    page.press("n").await?;
    page.press("j").await?;
    page.until_annotation(Some("Bob Roe")).await?;
    page.press("p").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    // The dialog shows what drives the page.
    page.press("?").await?;
    page.until_dialog().await?;
    let shown = "return texts('dialog kbd')";
    let keys: Vec<String> = page.js(shown, json!([])).await?;
    assert!(keys.contains(&"j".into()) && !keys.contains(&"n".into()), "{keys:?}");
    assert_eq!(page.errors().await?, Vec::<String>::new());
    Ok(())
}
