//! Import: files that were picked or dropped, and text that was pasted,
//! become articles. What can't be read is said, and nothing on screen changes.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, File};

use super::state::AppState;
use crate::dom::{files, listen};
use crate::model::id::ArticleId;
use crate::storage::arrivals::{Arrival, Fate};
use crate::work::{Kept, Reply, Task, ask};

/// Listens to files dropped anywhere on the page, and to text pasted anywhere
/// but in a field.
pub fn listen(state: AppState) {
    listen::on(&window(), "dragover", |event| {
        if dragged_files(&event).is_some() {
            event.prevent_default();
        }
    });
    listen::on(&window(), "drop", move |event| {
        if let Some(data) = dragged_files(&event) {
            event.prevent_default();
            files(state, files::files_of(data.files()));
        }
    });
    listen::on(&window(), "paste", move |event| {
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        let is_in_field = document().active_element().is_some_and(|element| {
            element.matches("input:not([type=file]), textarea, select").unwrap_or(false)
        });
        let Some(data) = data.filter(|_| !is_in_field && !listen::is_modal_open()) else {
            return;
        };
        let pasted = files::files_of(data.files());
        if pasted.is_empty() {
            text(state, &data.get_data("text/plain").unwrap_or_default());
        } else {
            files(state, pasted);
        }
    });
}

/// What is dragged, if there are files in it.
fn dragged_files(event: &Event) -> Option<DataTransfer> {
    let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    data.types().includes(&"Files".into(), 0).then_some(data)
}

/// Imports files, one after the other.
pub fn files(state: AppState, files: Vec<File>) {
    let arrivals =
        Rc::new(RefCell::new(Arrivals { n_awaited: files.len(), ..Arrivals::default() }));
    if let [first, ..] = files.as_slice() {
        state.tell(format!("Reading {} …", first.name()));
    }
    for file in files {
        let name = file.name();
        let task = Task::Read { name, bytes: Vec::new() };
        let arrivals = Rc::clone(&arrivals);
        ask::ask(task, Some(&file), move |reply| arrive(state, &arrivals, reply));
    }
}

/// Adds articles that were read already.
pub fn take_in(state: AppState, records: &Kept, warnings: Vec<String>) {
    let mut arrivals = Arrivals::default();
    arrivals.take(state, Reply::Read { records: records.clone(), warnings });
    arrivals.tell(state);
}

/// Imports pasted text.
pub fn text(state: AppState, pasted: &str) {
    let arrivals = RefCell::new(Arrivals { n_awaited: 1, ..Arrivals::default() });
    let task = Task::Read { name: String::new(), bytes: pasted.into() };
    ask::ask(task, None, move |reply| arrive(state, &arrivals, reply));
}

fn arrive(state: AppState, arrivals: &RefCell<Arrivals>, reply: Reply) {
    let mut arrivals = arrivals.borrow_mut();
    arrivals.take(state, reply);
    arrivals.n_awaited -= 1;
    if arrivals.n_awaited == 0 {
        std::mem::take(&mut *arrivals).tell(state);
    }
}

/// What came of an import, to be told in one go.
#[derive(Default)]
struct Arrivals {
    n_awaited: usize,
    first: Option<ArticleId>,
    notices: Vec<String>,
    errors: Vec<String>,
    warnings: Vec<String>,
}

impl Arrivals {
    fn take(&mut self, state: AppState, reply: Reply) {
        match reply {
            Reply::Read { records, warnings } => {
                self.add(state, &records);
                self.warnings.extend(warnings);
            }
            Reply::Refused(why) => self.errors.push(why),
            Reply::Steps(_) | Reply::Found(_) => {}
        }
    }

    fn add(&mut self, state: AppState, records: &Kept) {
        let (arrivals, new_labels) = state.take_in(records);
        for Arrival { id, title, fate } in arrivals {
            self.first = self.first.or(Some(id));
            self.notices.push(match fate {
                Fate::Added => format!("Imported “{title}”"),
                Fate::Same => format!("“{title}” is here already, with the same annotations"),
                Fate::Beside => format!(
                    "“{title}” is here already, with other content; what was imported is beside it"
                ),
            });
        }
        if !new_labels.is_empty() {
            self.notices.push(format!("The scheme has new labels: {}", new_labels.join(", ")));
        }
    }

    fn tell(self, state: AppState) {
        if let Some(id) = self.first {
            state.open_article(id);
        }
        match self.notices.len() {
            0 => state.tell(String::new()),
            1..=3 => state.tell(self.notices.join(". ")),
            n => state.tell(format!("{}, and {} more", self.notices[0], n - 1)),
        }
        for error in self.errors {
            state.tell_error(error);
        }
        if !self.warnings.is_empty() {
            state.report("Imported, but not everything fits", self.warnings);
        }
    }
}
