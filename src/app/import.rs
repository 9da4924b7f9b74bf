//! Import: files that were picked or dropped, and text that was pasted,
//! become articles. What can't be read is said, and nothing on screen changes.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, File};

use super::state::{AppState, Dialog};
use crate::dom::{files, listen};
use crate::format::{Incoming, Warning, check_size, read_file};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::id::ArticleId;

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
        let Some(data) = data.filter(|_| !is_in_field && state.dialog().is_none()) else {
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
    if files.is_empty() {
        return;
    }
    spawn_local(async move {
        let mut arrivals = Arrivals::default();
        for file in files {
            let name = file.name();
            match check_size(&name, file.size() as u64) {
                Err(error) => arrivals.errors.push(error.to_string()),
                Ok(()) => match files::read(&file).await {
                    Ok(bytes) => arrivals.read(state, &name, &bytes),
                    Err(_) => arrivals.errors.push(format!(
                        "{name} could not be read: the browser can’t open it. It may have been moved."
                    )),
                },
            }
        }
        arrivals.tell(state);
    });
}

/// Imports pasted text.
pub fn text(state: AppState, pasted: &str) {
    let mut arrivals = Arrivals::default();
    arrivals.read(state, "", pasted.as_bytes());
    arrivals.tell(state);
}

/// What came of an import, to be told in one go.
#[derive(Default)]
struct Arrivals {
    first: Option<ArticleId>,
    notices: Vec<String>,
    errors: Vec<String>,
    warnings: Vec<Warning>,
}

impl Arrivals {
    fn read(&mut self, state: AppState, name: &str, bytes: &[u8]) {
        match read_file(name, bytes) {
            Err(error) => self.errors.push(error.to_string()),
            Ok(Incoming::Text(original)) => {
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                match Article::from_plain_text(ArticleId::random(), stem, &original) {
                    Err(error) => {
                        let what = if name.is_empty() { "The pasted text" } else { name };
                        self.errors.push(format!("{what} can’t be an article: {error}."));
                    }
                    Ok(article) => {
                        let scheme = state.scheme();
                        self.add(state, Document::new(article, scheme));
                    }
                }
            }
            Ok(Incoming::Native(imported)) => {
                let (documents, added) = state.adopt(imported.collection);
                if documents.is_empty() {
                    self.errors.push(format!("{name} has no article that could be imported."));
                }
                for document in documents {
                    self.add(state, document);
                }
                if !added.is_empty() {
                    self.notices.push(format!("The scheme has new labels: {}", added.join(", ")));
                }
                self.warnings.extend(imported.warnings);
            }
        }
    }

    fn add(&mut self, state: AppState, document: Document) {
        let (id, what) = state.add_article(document);
        self.first = self.first.or(Some(id));
        self.notices.push(what);
    }

    fn tell(self, state: AppState) {
        if let Some(id) = self.first {
            state.open_article(id);
        }
        match self.notices.len() {
            0 => {}
            1..=3 => state.tell(self.notices.join(". ")),
            n => state.tell(format!("{}, and {} more", self.notices[0], n - 1)),
        }
        for error in self.errors {
            state.tell_error(error);
        }
        if !self.warnings.is_empty() {
            let sentences = self.warnings.iter().map(ToString::to_string).collect();
            let title = "Imported, but not everything fits".into();
            state.set_dialog(Some(Dialog::Report { title, sentences }));
        }
    }
}
