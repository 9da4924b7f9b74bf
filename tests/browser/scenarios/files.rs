//! Files out and in again: right in every unit, the same to the last byte,
//! and honest about what does not fit.

use serde_json::{Value, json};

use super::saved::report;
use crate::harness::Outcome;
use crate::harness::native::{self, Marked};
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(export_is_right_in_every_unit),
        scenario!(export_comes_back_the_same_to_the_byte),
        scenario!(example_comes_back_the_same_to_the_byte),
        scenario!(bad_annotations_are_told_and_good_ones_stay),
    ]
}

const TEXT: &str = "👩\u{200d}🔬 Ana Ömer said “e\u{301}te\u{301}”.\n\n习近平在北京说 5\u{a0}km.";
const MARKED: [Marked; 4] = [
    Marked { label: "speaker", words: "Ana Ömer" },
    Marked { label: "proposal", words: "e\u{301}te\u{301}”.\n\n习近平" },
    Marked { label: "location", words: "北京" },
    Marked { label: "location", words: "在北京说 5\u{a0}km" },
];

async fn export_is_right_in_every_unit(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    page.show_example().await?;
    page.pick("hostile.txt", TEXT.as_bytes()).await?;
    page.until_eq("the text", TEXT.to_owned(), async || page.text().await).await?;
    let (start, end) = page.span("北京").await?;
    page.drag(start, end).await?;
    page.press("3").await?;
    page.until_kept(&[("location", "北京")]).await?;
    let (name, bytes) = stage.export(&page, false).await?;
    assert_eq!(name, "hostile.json");
    let file = native::checked(&bytes);
    assert_eq!(file["articles"].as_array().map(Vec::len), Some(1));
    assert_eq!(file["articles"][0]["text"], TEXT);
    let wanted = [("location".to_owned(), "北京".to_owned())];
    assert_eq!(native::labelled(&file["articles"][0]), wanted);
    let (name, bytes) = stage.export(&page, true).await?;
    assert_eq!(name, "verbatim-library.json");
    let file = native::checked(&bytes);
    let count = |at: usize| native::labelled(&file["articles"][at]).len();
    assert_eq!((count(0), count(1)), (39, 1));
    assert_eq!(file["articles"].as_array().map(Vec::len), Some(2));
    Ok(())
}

async fn export_comes_back_the_same_to_the_byte(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let file = native::file(vec![native::article(1, "Hostile", TEXT, &MARKED)]);
    page.pick("hostile.json", &serde_json::to_vec(&file)?).await?;
    page.until_eq("the text", TEXT.to_owned(), async || page.text().await).await?;
    // With a note and a status, and a mark of this page's own.
    page.press("n").await?;
    page.press("Enter").await?;
    page.type_text("who \"she\" is").await?;
    page.choose("Status", "unsure").await?;
    page.press("Escape").await?;
    page.press("Escape").await?;
    let (start, end) = page.span("said").await?;
    page.drag(start, end).await?;
    page.press("2").await?;
    let kept = page
        .until_kept(&[
            ("speaker", "Ana Ömer"),
            ("proposal", "said"),
            ("proposal", "e\u{301}te\u{301}”.\n\n习近平"),
            ("location", "在北京说 5\u{a0}km"),
            ("location", "北京"),
        ])
        .await?;
    assert_eq!(kept.annotations[0].note, "who \"she\" is");
    let (name, bytes) = stage.export(&page, false).await?;
    native::checked(&bytes);
    let other = stage.page().await?;
    other.pick(&name, &bytes).await?;
    other.until_eq("what is kept", kept, async || other.kept().await).await?;
    other.until_shown().await?;
    assert_eq!(report(&other).await?, Vec::<String>::new());
    let (again, same) = stage.export(&other, false).await?;
    assert_eq!(again, name);
    assert_eq!(String::from_utf8(same)?, String::from_utf8(bytes)?);
    Ok(())
}

async fn example_comes_back_the_same_to_the_byte(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let kept = page.show_example().await?;
    let (name, bytes) = stage.export(&page, true).await?;
    // Where nobody has worked on it yet, it takes the place of the one there.
    let other = stage.page().await?;
    other.pick(&name, &bytes).await?;
    other.until_eq("what is kept", kept, async || other.kept().await).await?;
    other.until_shown().await?;
    let (_, same) = stage.export(&other, true).await?;
    assert_eq!(String::from_utf8(same)?, String::from_utf8(bytes)?);
    Ok(())
}

async fn bad_annotations_are_told_and_good_ones_stay(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let text = "Ada met Bob in Rome.";
    let mut article = native::article(1, "Rome", text, &[]);
    article["annotations"] = json!([
        native::annotation(1, "speaker", (0, 3), "Ada"),
        native::annotation(2, "speaker", (8, 11), "Bab"),
        native::annotation(3, "location", (15, 19), "Rome"),
        native::annotation(4, "location", (15, 99), "Rome"),
        native::annotation(5, "weather", (15, 19), "Rome"),
    ]);
    let file: Value = native::file(vec![article]);
    page.pick("rome.json", &serde_json::to_vec(&file)?).await?;
    page.until_eq("the text", text.to_owned(), async || page.text().await).await?;
    let said = page
        .until("the report", async || {
            let said = report(&page).await?;
            Ok((said.len() == 4).then_some(said))
        })
        .await?;
    for words in [["“Bab”", "Bob"], ["99", "20"], ["weather", "Rome"]] {
        let is_it = |sentence: &String| words.iter().all(|one| sentence.contains(one));
        assert!(said.iter().any(is_it), "{said:?}");
    }
    assert!(said[3].contains("2 kept, 3 left out, 0 changed."), "{said:?}");
    let (name, bytes) =
        stage.saved_file(&page, async || page.click_button("Save this report").await).await?;
    assert_eq!(name, "verbatim-report.txt");
    assert_eq!(String::from_utf8(bytes)?.lines().count(), 4);
    page.press("Escape").await?;
    page.until_kept(&[("speaker", "Ada"), ("location", "Rome")]).await?;
    Ok(())
}
