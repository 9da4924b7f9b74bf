//! Mouse and keys, as real input through the browser's own event path.
//!
//! The actions are sent as W3C WebDriver describes them, with whole pixels of
//! the viewport, which all three drivers take.

use serde_json::{Value, json};
use thirtyfour::Key;
use thirtyfour::common::command::{Actions, Command};

use super::Failure;
use super::page::{Page, Place};

/// A point of the viewport.
pub type Point = (i64, i64);

/// What a hand has done on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strokes {
    /// Keys pressed; one with modifiers held counts once.
    pub keys: usize,
    /// Clicks, with or without modifiers held; a double click is two. A tap of
    /// a finger is one too.
    pub clicks: usize,
    /// Long presses of a finger.
    pub long_presses: usize,
    /// Drags, by mouse or by finger.
    pub drags: usize,
}

impl Strokes {
    /// What was done after `before`.
    pub fn since(self, before: Strokes) -> Strokes {
        Strokes {
            keys: self.keys - before.keys,
            clicks: self.clicks - before.clicks,
            long_presses: self.long_presses - before.long_presses,
            drags: self.drags - before.drags,
        }
    }
}

impl Page {
    /// All that was done on the page by hand since it was opened.
    pub fn strokes(&self) -> Strokes {
        self.strokes.get()
    }

    pub(super) fn count(&self, change: impl FnOnce(&mut Strokes)) {
        let mut strokes = self.strokes.get();
        change(&mut strokes);
        self.strokes.set(strokes);
    }

    /// Drags from one place of the text to another, forwards or backwards.
    pub async fn drag(&self, from: Place, to: Place) -> Result<(), Failure> {
        self.drag_holding("", from, to).await
    }

    /// Drags with modifiers held, such as `"Alt"`.
    pub async fn drag_holding(&self, held: &str, from: Place, to: Place) -> Result<(), Failure> {
        self.count(|all| all.drags += 1);
        let points = self.carets(&[from, to]).await?;
        let ((x, mut y), (end_x, end_y)) = (points[0], points[1]);
        // Two presses near to each other, soon after each other, would be a double
        // click, and the drag one by words: five pixels are near.
        y += if self.strokes().drags.is_multiple_of(2) { 0 } else { 7 };
        let half = ((x + end_x) / 2, (y + end_y) / 2);
        self.pointer(
            held,
            vec![
                move_to((x, y)),
                button("pointerDown"),
                move_to(half),
                move_to((end_x, end_y)),
                button("pointerUp"),
            ],
        )
        .await
    }

    /// Clicks the character at a place of the text.
    pub async fn click_at(&self, place: Place) -> Result<(), Failure> {
        self.clicks(place, 1).await
    }

    /// Clicks it twice, as fast as a double click.
    pub async fn double_click_at(&self, place: Place) -> Result<(), Failure> {
        self.clicks(place, 2).await
    }

    /// Clicks where a word first stands, inside of it.
    pub async fn click_word(&self, word: &str) -> Result<(), Failure> {
        let (block, start) = self.find(word).await?;
        self.click_at((block, start + 1)).await
    }

    async fn clicks(&self, place: Place, count: usize) -> Result<(), Failure> {
        self.count(|all| all.clicks += count);
        let point = self.middle(place).await?;
        let mut steps = vec![move_to(point)];
        for _ in 0..count {
            steps.extend([button("pointerDown"), button("pointerUp")]);
        }
        self.pointer("", steps).await
    }

    /// Moves the mouse to a point, away from whatever it is over.
    pub async fn hover(&self, point: Point) -> Result<(), Failure> {
        self.pointer("", vec![move_to(point)]).await
    }

    /// Clicks what `script` returns, wherever it stands, once it stands still
    /// in view and nothing lies over it. Every click but those on the text
    /// comes this way: a driver's own click goes to where a thing was when it
    /// looked, and one that moves between press and release is not clicked.
    pub async fn click_what(&self, what: &str, script: &str, args: Value) -> Result<(), Failure> {
        self.count(|all| all.clicks += 1);
        let point = self.stand(what, script, args).await?;
        let steps = vec![move_to(point), button("pointerDown"), button("pointerUp")];
        self.pointer("", steps).await
    }

    /// Drags from point to point with modifiers held, such as `"Alt"`.
    pub async fn drag_through(&self, held: &str, points: &[Point]) -> Result<(), Failure> {
        self.pointer(held, dragged(points, true)).await
    }

    /// The same, but the hand stays down until [`Page::let_go`].
    pub async fn drag_and_hold(&self, points: &[Point]) -> Result<(), Failure> {
        self.pointer("", dragged(points, false)).await
    }

    /// Takes the hand up from where it is.
    pub async fn let_go(&self) -> Result<(), Failure> {
        self.pointer("", vec![button("pointerUp")]).await
    }

    /// Puts a finger down, moves it from point to point, and takes it up.
    pub async fn finger(&self, points: &[Point]) -> Result<(), Failure> {
        match points {
            [_] => self.count(|all| all.clicks += 1),
            _ => self.count(|all| all.drags += 1),
        }
        self.touch(dragged(points, true)).await
    }

    /// Puts a finger down and leaves it there for as long as a long press
    /// takes: what makes it one is the time.
    pub async fn long_press(&self, point: Point) -> Result<(), Failure> {
        self.count(|all| all.long_presses += 1);
        let mut steps = dragged(&[point], true);
        steps.insert(2, json!({"type": "pause", "duration": 1500}));
        self.touch(steps).await
    }

    /// Selects words as a long press does, and the browser's own handle, which
    /// no driver can hold: without any event of a pointer.
    pub async fn select_by_touch(
        &self,
        ends: (Place, Place),
        is_word: bool,
    ) -> Result<(), Failure> {
        self.count(|all| {
            all.long_presses += 1;
            all.drags += usize::from(!is_word);
        });
        let script = "const at = ([block, offset]) => { \
                for (const node of textNodes(blocks()[block])) { \
                    if (offset <= node.length) return [node, offset]; \
                    offset -= node.length; \
                } \
            }; \
            getSelection().setBaseAndExtent(...at(arguments[0]), ...at(arguments[1])); return true";
        self.js::<bool>(script, json!([ends.0, ends.1])).await?;
        Ok(())
    }

    async fn touch(&self, steps: Vec<Value>) -> Result<(), Failure> {
        let finger = json!({
            "type": "pointer",
            "id": "finger",
            "parameters": {"pointerType": "touch"},
            "actions": steps,
        });
        self.perform(vec![finger]).await
    }

    /// Presses one key where the focus is: `"1"`, `"Escape"`,
    /// `"Control+Shift+z"`.
    pub async fn press(&self, chord: &str) -> Result<(), Failure> {
        self.press_all(&[chord]).await
    }

    /// Presses keys, one after the other, as fast as the driver can.
    pub async fn press_all(&self, chords: &[&str]) -> Result<(), Failure> {
        let mut steps = Vec::new();
        for chord in chords {
            self.count(|all| all.keys += 1);
            steps.extend(key_steps(chord)?);
        }
        let source = json!({"type": "key", "id": "keyboard", "actions": steps});
        self.perform(vec![source]).await
    }

    /// Types a text, one key after the other, where the focus is.
    pub async fn type_text(&self, text: &str) -> Result<(), Failure> {
        self.count(|all| all.keys += text.chars().count());
        let steps: Vec<Value> = text
            .chars()
            .flat_map(|key| [key_step("keyDown", key), key_step("keyUp", key)])
            .collect();
        let source = json!({"type": "key", "id": "keyboard", "actions": steps});
        self.perform(vec![source]).await
    }

    async fn pointer(&self, held: &str, steps: Vec<Value>) -> Result<(), Failure> {
        let modifiers = modifier_keys(held)?;
        // The sources advance together, one step of each at a time, so each
        // pauses while the other acts.
        let pause = || json!({"type": "pause", "duration": 0});
        let mut keys: Vec<Value> = modifiers.iter().map(|one| key_step("keyDown", *one)).collect();
        let mut pointer: Vec<Value> = modifiers.iter().map(|_| pause()).collect();
        keys.extend(steps.iter().map(|_| pause()));
        pointer.extend(steps);
        keys.extend(modifiers.iter().rev().map(|one| key_step("keyUp", *one)));
        let mouse = json!({
            "type": "pointer",
            "id": "mouse",
            "parameters": {"pointerType": "mouse"},
            "actions": pointer,
        });
        let mut sources = vec![mouse];
        if !modifiers.is_empty() {
            sources.push(json!({"type": "key", "id": "keyboard", "actions": keys}));
        }
        self.perform(sources).await
    }

    async fn perform(&self, sources: Vec<Value>) -> Result<(), Failure> {
        let actions = Actions::from(Value::Array(sources));
        self.driver().cmd(Command::PerformActions(actions)).await?;
        Ok(())
    }
}

/// Down at the first point, on to the others, and up at the last.
fn dragged(points: &[Point], is_whole: bool) -> Vec<Value> {
    let mut steps: Vec<Value> = points.iter().copied().map(move_to).collect();
    steps.insert(1, button("pointerDown"));
    if is_whole {
        steps.push(button("pointerUp"));
    }
    steps
}

fn move_to((x, y): Point) -> Value {
    json!({"type": "pointerMove", "duration": 0, "origin": "viewport", "x": x, "y": y})
}

fn button(kind: &str) -> Value {
    json!({"type": kind, "button": 0})
}

fn key_step(kind: &str, key: char) -> Value {
    json!({"type": kind, "value": key.to_string()})
}

/// One key with what is held, down and up.
fn key_steps(chord: &str) -> Result<Vec<Value>, Failure> {
    let (modifiers, key) = match chord.rsplit_once('+') {
        Some((modifiers, key)) if !key.is_empty() => (modifiers, key),
        _ => ("", chord),
    };
    let modifiers = modifier_keys(modifiers)?;
    let mut key = key_named(key)?;
    if modifiers.contains(&char::from(Key::Shift)) {
        // A keyboard with Shift held reports the capital.
        key = key.to_ascii_uppercase();
    }
    let mut steps: Vec<Value> = modifiers.iter().map(|one| key_step("keyDown", *one)).collect();
    steps.push(key_step("keyDown", key));
    steps.push(key_step("keyUp", key));
    steps.extend(modifiers.iter().rev().map(|one| key_step("keyUp", *one)));
    Ok(steps)
}

fn modifier_keys(names: &str) -> Result<Vec<char>, Failure> {
    let names = names.split('+').filter(|name| !name.is_empty());
    names.map(key_named).collect()
}

/// The code by which WebDriver knows a key.
fn key_named(name: &str) -> Result<char, Failure> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Ok(letter);
    }
    let key = match name {
        "Alt" => Key::Alt,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "ArrowUp" => Key::Up,
        "Backspace" => Key::Backspace,
        "Control" => Key::Control,
        "Delete" => Key::Delete,
        "End" => Key::End,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "F1" => Key::F1,
        "F6" => Key::F6,
        "Home" => Key::Home,
        "Meta" => Key::Meta,
        "PageDown" => Key::PageDown,
        "PageUp" => Key::PageUp,
        "Shift" => Key::Shift,
        "Space" => Key::Space,
        "Tab" => Key::Tab,
        _ => return Err(format!("no key is called {name:?}: add it to hands.rs").into()),
    };
    Ok(key.into())
}
