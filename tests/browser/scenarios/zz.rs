use crate::harness::Outcome;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::scenario;
use serde_json::json;
pub fn scenarios() -> Vec<Scenario> {
    vec![scenario!(zz_probe)]
}
async fn zz_probe(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    for name in ["first", "second"] {
        let text: String = (0..150).map(|n| format!("{name} {n}\n")).collect();
        page.pick(&format!("{name}.txt"), text.as_bytes()).await?;
        page.until_eq("t", text.clone(), async || page.text().await).await?;
    }
    let go = "scrollTo({ behavior: 'instant', top: scrollY + blocks()[arguments[0]].getBoundingClientRect().top - 200 }); return true";
    page.js::<bool>(go, json!([60])).await?;
    tokio::time::sleep(std::time::Duration::from_millis(1000)).await;
    let look = "return [scrollY, document.documentElement.scrollHeight, record(`article/${kept().id}/place`)?.block, blocks().findIndex((one) => one.getBoundingClientRect().bottom > 152), blocks()[60].getBoundingClientRect().top, getComputedStyle(blocks()[60]).scrollMarginTop]";
    let v: serde_json::Value = page.js(look, json!([])).await?;
    eprintln!("\nZZ {} start {v}", stage.engine());
    for title in ["first", "second", "first", "second"] {
        let b = page.element("return [...document.querySelectorAll('[aria-label=Articles] [data-article]')].find((one) => one.querySelector('.title').textContent === arguments[0])", json!([title])).await?.ok_or("no")?;
        b.click().await?;
        for _ in 0..3 {
            let v: serde_json::Value = page.js(look, json!([])).await?;
            eprintln!("\nZZ {} {title} {v}", stage.engine());
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        }
    }
    Ok(())
}
