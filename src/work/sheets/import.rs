//! Not a sheet to be seen: what came in by button, by drop or by paste becomes
//! articles. What can't be read is said, and nothing on screen changes.

use super::report::list;
use super::{Answer, draw};
use crate::storage::arrivals::{Arrival, Fate};
use crate::storage::change::to_texts;
use crate::work::library_change::Trial;
use crate::work::serve::read;
use crate::work::sheet::{Request, Step, Steps};

/// In the form stands, for each file, its name as `file` and then how many of
/// the bytes are its own as `size`, or why it could not be read as `problem`.
/// A pasted text is `text`.
pub fn answer(request: &Request) -> Answer {
    let mut arrivals = Arrivals { trial: Trial::open(&request.records), ..Arrivals::default() };
    let (mut name, mut rest) = ("", request.file.as_slice());
    for (field, value) in &request.form {
        match field.as_str() {
            "file" => name = value,
            "size" => {
                let size = value.parse().unwrap_or(0).min(rest.len());
                let (bytes, after) = rest.split_at(size);
                rest = after;
                arrivals.take(name, bytes);
            }
            "problem" => arrivals.errors.push(value.clone()),
            "text" => arrivals.take("", value.as_bytes()),
            _ => {}
        }
    }
    Ok(arrivals.told())
}

/// What came of an import, to be told in one go.
#[derive(Default)]
struct Arrivals {
    trial: Trial,
    steps: Vec<Step>,
    notices: Vec<String>,
    errors: Vec<String>,
    warnings: Vec<String>,
}

impl Arrivals {
    fn take(&mut self, name: &str, bytes: &[u8]) {
        let (records, warnings) = match read(name, bytes) {
            Ok(read) => read,
            Err(why) => return self.errors.push(why),
        };
        self.warnings.extend(warnings);
        let taken = self.trial.library.take_in(&records);
        for Arrival { id, title, fate } in taken.arrivals {
            if self.steps.is_empty() {
                self.steps = vec![Step::Write, Step::Open(id)];
            }
            self.notices.push(match fate {
                Fate::Added => format!("Imported “{title}”"),
                Fate::Same => format!("“{title}” is here already, with the same annotations"),
                Fate::Beside => format!(
                    "“{title}” is here already, with other content; what was imported is beside it"
                ),
            });
        }
        if !taken.new_labels.is_empty() {
            let labels = taken.new_labels.join(", ");
            self.notices.push(format!("The scheme has new labels: {labels}"));
        }
    }

    fn told(mut self) -> Steps {
        self.steps.push(Step::Tell(match self.notices.len() {
            0 => String::new(),
            1..=3 => self.notices.join(". "),
            n => format!("{}, and {} more", self.notices[0], n - 1),
        }));
        self.steps.extend(self.errors.into_iter().map(Step::Refuse));
        if !self.warnings.is_empty() {
            let title = "Imported, but not everything fits";
            self.steps.push(draw(title, list(&self.warnings, false)));
        }
        let texts = to_texts(self.trial.changes());
        Steps { steps: self.steps, texts, ..Steps::default() }
    }
}
