//! Whether a hand reaches every control of what scrolls: nothing lies over it,
//! a scroll bar neither.

use serde::Deserialize;
use serde_json::json;

use super::Failure;
use super::page::Page;

/// What a look at all controls found.
#[derive(Debug, Deserialize)]
struct Looked {
    /// How many controls came into view.
    n_seen: usize,
    /// How many areas scroll.
    n_areas: usize,
    /// Which controls are under something else, and what that is.
    covered: Vec<String>,
}

/// Scrolls every area in the element or around it to its start, middle and end,
/// and points each time at every control that is in view: at its middle, and
/// just inside of either side, as how wide it is depends on the letters that
/// there are.
/// What sticks to an edge of an area may lie over what scrolls under it.
const LOOK: &str = r#"
    const root = document.querySelector(arguments[0]);
    if (!root) return { why: "it is not there" };
    const flows = (flow) => flow === "auto" || flow === "scroll";
    const areas = [...document.body.querySelectorAll("*")].filter((one) => {
        if (!one.contains(root) && !root.contains(one) || one.matches("textarea, select, input")) return false;
        const { overflowX, overflowY } = getComputedStyle(one);
        return (flows(overflowY) && one.scrollHeight > one.clientHeight)
            || (flows(overflowX) && one.scrollWidth > one.clientWidth);
    });
    // Inside of its border, where what scrolls is seen.
    const within = (area, x, y) => {
        const box = area.getBoundingClientRect();
        const [left, top] = [box.left + area.clientLeft, box.top + area.clientTop];
        return x > left && x < left + area.clientWidth && y > top && y < top + area.clientHeight;
    };
    const sticks = (one) => {
        for (let up = one; up && up !== root; up = up.parentElement) {
            if (["sticky", "fixed"].includes(getComputedStyle(up).position)) return up;
        }
        return null;
    };
    const seen = new Set();
    const covered = new Set();
    const look = () => {
        for (const one of root.querySelectorAll("button, a[href], input, select, textarea, summary")) {
            if (one.closest("[aria-hidden=true]")) continue;
            const box = one.getClientRects()[0];
            if (!box || !box.width || !one.checkVisibility({ visibilityProperty: true })) continue;
            const y = (box.top + box.bottom) / 2;
            for (const x of [box.left + 2, (box.left + box.right) / 2, box.right - 2]) {
                const around = areas.filter((area) => area !== one && area.contains(one));
                if (!around.every((area) => within(area, x, y))) continue;
                const top = document.elementFromPoint(x, y);
                if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) continue;
                const mine = [one, ...(one.labels ?? [])];
                const over = top && root.contains(top) && sticks(top);
                if (over && !over.contains(one)) continue;
                seen.add(one);
                if (mine.some((it) => it.contains(top))) continue;
                const name = [one.localName, one.id || one.name, nameOf(one).slice(0, 40)].filter(Boolean).join(" ");
                const what = top ? `${top.localName}.${top.className}` : "nothing";
                covered.add(`${name}: ${Math.round(box.right - x)} px from its right end there is ${what}`);
            }
        }
    };
    for (const part of [0, 0.5, 1]) {
        for (const area of areas) {
            area.scrollTo({
                left: part * (area.scrollWidth - area.clientWidth),
                top: part * (area.scrollHeight - area.clientHeight),
                behavior: "instant",
            });
        }
        await frames();
        look();
    }
    for (const area of areas) area.scrollTo({ left: 0, top: 0, behavior: "instant" });
    await frames();
    return { n_seen: seen.size, n_areas: areas.length, covered: [...covered] };
"#;

impl Page {
    /// Fails if something lies over a control of what `selector` names.
    /// Returns how many areas of it scroll.
    pub async fn check_reach(&self, what: &str, selector: &str) -> Result<usize, Failure> {
        self.frames().await?;
        let looked: serde_json::Value = self.later(LOOK, json!([selector])).await?;
        let looked: Looked = serde_json::from_value(looked.clone())
            .map_err(|_| format!("{what}: the look at it ended with {looked}"))?;
        if looked.n_seen == 0 {
            return Err(format!("{what}: no control of it is in view").into());
        }
        if !looked.covered.is_empty() {
            return Err(format!("{what}:\n   {}", looked.covered.join("\n   ")).into());
        }
        Ok(looked.n_areas)
    }
}
