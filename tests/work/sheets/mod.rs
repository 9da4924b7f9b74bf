//! What each sheet shows, and what comes of what is done on it.

mod export;
mod export_files;
mod find;
mod history;
mod hostile;
mod import;
mod plain;

use verbatim::model::document::Document;
use verbatim::model::extra::Extra;
use verbatim::model::history::History;
use verbatim::model::timestamp::Timestamp;
use verbatim::session::{Command, Session};
use verbatim::storage::library::Library;
use verbatim::storage::record::revision_from_json;
use verbatim::work::serve::serve;
use verbatim::work::{Kept, Reply, Request, Step, Steps, Task};

use crate::support::deed::{Deed, carry_out};

const NOW_MILLIS: u64 = 1_795_000_000_000;

/// An open article, and the library it is kept in: the page without a screen.
struct Desk {
    library: Library,
    session: Session,
}

impl Desk {
    fn new(document: Document) -> Desk {
        let mut library = super::library();
        library.adopt(document.scheme(), &Extra::default()).unwrap();
        library.put(&document).unwrap();
        Desk { library, session: Session::new(document, History::default()) }
    }

    fn dispatch(&mut self, deed: impl Into<Deed>) {
        let now = Timestamp::from_millis(NOW_MILLIS);
        let outcome = carry_out(&mut self.session, deed, now);
        let (document, history) = (self.session.document(), self.session.history());
        self.library.save(document, history, &outcome.touched, &outcome.history).unwrap();
    }

    /// A request as the page would make it.
    fn request(&self, sheet: &str, act: &str, form: &[(&str, &str)]) -> Request {
        let id = self.session.document().article().id;
        Request {
            sheet: sheet.into(),
            act: act.into(),
            now_millis: NOW_MILLIS,
            is_styled: true,
            article: Some(id),
            focus: self.session.focus(),
            selection: self.session.selection(),
            form: fields(form),
            records: self.library.give_out(&[id], true),
            file: Vec::new(),
        }
    }

    fn ask(&self, sheet: &str, act: &str, form: &[(&str, &str)]) -> Vec<Step> {
        answer(self.request(sheet, act, form)).steps
    }

    /// A request with the records of all articles and files, as the page sends
    /// them.
    fn request_of_all(&self, sheet: &str, act: &str, form: &[(&str, &str)]) -> Request {
        let mut request = self.request(sheet, act, form);
        request.records = self.library.give_out_all();
        request
    }

    /// Does what the steps say, as the page would, and returns what is drawn.
    fn carry_out(&mut self, steps: Vec<Step>) -> String {
        let mut drawn = String::new();
        for step in steps {
            match step {
                Step::Change { revision } => {
                    let text = &self.session.document().article().text;
                    let record = revision_from_json(&revision, text).unwrap();
                    self.dispatch(Command::Change(Box::new(record.revision)));
                }
                Step::GoTo(position) => self.dispatch(Command::GoTo(position)),
                Step::Draw { html, .. } | Step::Put { html, .. } => drawn += &html,
                Step::Refuse(why) => panic!("refused: {why}"),
                _ => {}
            }
        }
        drawn
    }
}

fn fields(form: &[(&str, &str)]) -> Kept {
    form.iter().map(|&(name, value)| (name.into(), value.into())).collect()
}

/// A request with these files.
fn with_files(mut request: Request, files: &[(&str, &[u8])]) -> Request {
    for (name, bytes) in files {
        let size = bytes.len().to_string();
        request.form.push(("file".into(), (*name).into()));
        request.form.push(("size".into(), size));
        request.file.extend_from_slice(bytes);
    }
    request
}

fn answer(request: Request) -> Steps {
    match serve(Task::Sheet(request)) {
        Reply::Steps(steps) => steps,
        other => panic!("{other:?}"),
    }
}

/// The HTML of all that is drawn.
fn html_of(steps: &[Step]) -> String {
    let html = |step: &Step| match step {
        Step::Draw { html, .. } | Step::Put { html, .. } => html.clone(),
        _ => String::new(),
    };
    steps.iter().map(html).collect()
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start[..]).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The words between two marks, each time.
fn between<'a>(html: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    html.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

fn refused(steps: &[Step]) -> &str {
    match steps {
        // What is read first is no longer said to be.
        [Step::Refuse(why)] | [Step::Tell(_), Step::Refuse(why)] => why,
        other => panic!("{other:?}"),
    }
}
