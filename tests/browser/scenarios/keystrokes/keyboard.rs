//! By keyboard: the plan of the fewest presses, pressed on the page. It waits
//! where the page asks its worker, and looks after each mark and link.

use super::plan::{Planner, Press};
use super::{check, example, place, until_fragments, until_links, until_marked, until_offered};
use crate::harness::Outcome;
use crate::harness::page::Page;
use crate::harness::stage::Stage;

pub async fn article_is_marked_by_keyboard(stage: Stage) -> Outcome {
    let document = example()?;
    let presses = Planner::new(&document).least();
    let page = stage.page().await?;
    let before = page.strokes();
    let mut waiting = Waiting { page: &page, chords: Vec::new() };
    let (mut n_fragments, mut n_links) = (0, 0);
    for press in presses {
        waiting.chords.push(chord(press));
        match press {
            Press::Move(to) if to.is_asked() => {
                waiting.press().await?;
                page.until_cursor(place(&document, to.to, false)).await?;
            }
            Press::Label(_) | Press::Add => {
                waiting.press().await?;
                n_fragments += 1;
                until_fragments(&page, n_fragments).await?;
            }
            Press::Link => {
                waiting.press().await?;
                until_offered(&page).await?;
            }
            Press::Take => {
                waiting.press().await?;
                n_links += 1;
                until_links(&page, n_links).await?;
            }
            _ => {}
        }
    }
    until_marked(&page, &document).await?;
    check("keyboard", page.strokes().since(before))
}

/// Keys that are to be pressed.
struct Waiting<'a> {
    page: &'a Page,
    chords: Vec<String>,
}

impl Waiting<'_> {
    /// Presses them, one after the other.
    async fn press(&mut self) -> Outcome {
        let chords: Vec<String> = self.chords.drain(..).collect();
        let names: Vec<&str> = chords.iter().map(|chord| &**chord).collect();
        let pressed = self.page.press_all(&names).await;
        pressed.map_err(|error| format!("at {names:?}: {error}").into())
    }
}

/// A press, as `Page::press` has it.
fn chord(press: Press) -> String {
    match press {
        Press::Move(to) => return to.chord(),
        Press::Label(key) => return key.into(),
        Press::Add => "+",
        Press::Open | Press::Take => "Enter",
        Press::Other(true) => "ArrowDown",
        Press::Other(false) => "ArrowUp",
        Press::Neighbour(true) => "n",
        Press::Neighbour(false) => "p",
        Press::Link => "l",
        Press::Offer(true) => "Tab",
        Press::Offer(false) => "Shift+Tab",
    }
    .into()
}
