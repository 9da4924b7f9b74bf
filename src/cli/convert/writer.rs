//! Writes the files of a conversion, article by article.

use std::collections::BTreeSet;

use super::target::Target;
use super::{Conversion, Count};
use crate::cli::Outcome;
use crate::cli::args::How;
use crate::cli::output::OutStream;
use crate::cli::say::{Said, tell};
use crate::cli::source::Source;
use crate::cli::stream::{See, Seen};
use crate::cli::trouble::Trouble;
use crate::format::splits::PARTS;
use crate::format::{Balance, Losses, Names, Warnings, fit_into, scheme_losses};
use crate::model::document::Document;

/// A file that is written, with its parts.
struct Open {
    streams: Vec<OutStream>,
    buffers: Vec<Vec<u8>>,
    n_articles: usize,
}

impl Open {
    /// Writes what is in the buffers, and empties them.
    fn flush(&mut self) -> Result<(), Trouble> {
        for (stream, buffer) in self.streams.iter_mut().zip(&mut self.buffers) {
            stream.write(buffer)?;
            buffer.clear();
        }
        Ok(())
    }
}

/// Writes articles as they come.
pub(super) struct Writer<'a> {
    conversion: &'a Conversion<'a>,
    target: Target,
    /// The part of each article, if there are parts.
    split: Vec<usize>,
    n_articles: usize,
    n_written: usize,
    /// Whether each article has a file of its own.
    is_each: bool,
    /// The file of each part.
    open: [Option<Open>; 3],
    /// The names given in each part.
    names: [Names; 3],
    losses: Losses,
    /// What became of the annotations and links that were read.
    written: Balance,
    /// What the files that go along say of the articles.
    gathered: BTreeSet<String>,
    /// How many annotations there are, and how many of them are asked for.
    n_marked: usize,
    n_taken: usize,
    said: Said,
}

impl<'a> Writer<'a> {
    /// Nothing written yet.
    pub(super) fn new(
        conversion: &'a Conversion<'a>,
        target: Target,
        count: &Count<'_>,
    ) -> Writer<'a> {
        let Conversion { dataset, codec, options, output, split, .. } = conversion;
        let format = codec.format();
        let is_each = output.one_per_article || !format.is_collection;
        Writer {
            conversion,
            split: split.as_ref().map(|split| split.parts(&count.ranks)).unwrap_or_default(),
            n_articles: count.n_articles,
            n_written: 0,
            // A single article may be named by whoever asks for it.
            is_each: is_each && target.staging.is_some() && target.name.is_none(),
            open: [None, None, None],
            names: Default::default(),
            losses: scheme_losses(&dataset.own_scheme(), &dataset.extra, &codec.capacity(options)),
            written: Balance::default(),
            gathered: BTreeSet::new(),
            n_marked: 0,
            n_taken: 0,
            said: Said::new(output.losses),
            target,
        }
    }
}

impl See for Writer<'_> {
    fn document(&mut self, _: &Source, document: Document) -> Result<(), Trouble> {
        let fitted = fit_into(self.conversion.codec, &document, &self.conversion.options);
        self.losses.merge(&fitted.losses);
        self.conversion.codec.gather(&fitted.document, &mut self.gathered);
        let filter = &self.conversion.options.filter;
        self.written.add(fitted.balance(&document, filter));
        self.n_marked += document.n_annotations();
        self.n_taken += document.annotations().filter(|one| filter.takes(one)).count();
        let part = self.split.get(self.n_written).copied().unwrap_or(0);
        self.n_written += 1;
        let folder = self.conversion.split.as_ref().map(|_| PARTS[part]);
        if self.is_each {
            let name = self.names[part].of(&document.article().metadata.title, self.n_articles);
            let name = folder.map_or(name.clone(), |folder| format!("{folder}/{name}"));
            let mut open = self.begin(Some(&name))?;
            self.article(&mut open, &fitted.document)?;
            return self.end(open);
        }
        let mut open = match self.open[part].take() {
            Some(open) => open,
            None => self.begin(folder)?,
        };
        self.article(&mut open, &fitted.document)?;
        self.open[part] = Some(open);
        Ok(())
    }

    fn warnings(&mut self, source: &Source, _: usize, all: &Warnings) -> Result<(), Trouble> {
        self.said.warnings(source, all);
        Ok(())
    }
}

impl Writer<'_> {
    fn begin(&self, name: Option<&str>) -> Result<Open, Trouble> {
        let parts = self.conversion.codec.format().parts;
        let streams = self.target.create(name, parts)?;
        let mut open = Open { streams, buffers: vec![Vec::new(); parts.len()], n_articles: 0 };
        self.conversion.codec.begin(&self.conversion.as_dataset(), &mut open.buffers);
        open.flush()?;
        Ok(open)
    }

    fn article(&self, open: &mut Open, document: &Document) -> Result<(), Trouble> {
        open.n_articles += 1;
        let dataset = self.conversion.as_dataset();
        self.conversion.codec.article(document, open.n_articles, &dataset, &mut open.buffers);
        open.flush()
    }

    fn end(&self, mut open: Open) -> Result<(), Trouble> {
        let dataset = self.conversion.as_dataset();
        self.conversion.codec.end(open.n_articles, &dataset, &mut open.buffers);
        open.flush()?;
        open.streams.into_iter().try_for_each(OutStream::finish)
    }

    /// Ends all files, and gives them their names.
    pub(super) fn finish(mut self, seen: Seen) -> Result<Outcome, Trouble> {
        let is_empty = self.open.iter().all(Option::is_none);
        if is_empty && !self.is_each && self.conversion.split.is_none() {
            self.open[0] = Some(self.begin(None)?);
        }
        for part in 0..self.open.len() {
            if let Some(open) = self.open[part].take() {
                self.end(open)?;
            }
        }
        let dataset = self.conversion.as_dataset();
        let companions = self.conversion.codec.companions_of(&dataset, &self.gathered);
        if let (Some(staging), Some(_)) = (&self.target.staging, &self.target.name) {
            companions.iter().try_for_each(|file| staging.check_companion(file))?;
        }
        let format = self.conversion.codec.format().name;
        self.tell_what_is_empty();
        self.said.end(self.n_written, format, &self.losses, seen.balance.then(self.written));
        match self.target.staging.take() {
            Some(staging) => {
                for file in companions {
                    let mut out = staging.create(&file.name)?;
                    out.write(&file.bytes)?;
                    out.finish()?;
                }
                staging.commit()?;
            }
            None => {
                for file in companions {
                    let name = &file.name;
                    tell(&format!(
                        "verbatim: {name} goes along; name a file by --output to get it"
                    ));
                }
            }
        }
        Ok(seen.outcome())
    }

    /// Says where nothing is though something was asked for.
    fn tell_what_is_empty(&self) {
        // Then one line of JSON is all that is said.
        if self.conversion.output.losses == How::Json {
            return;
        }
        if self.n_marked > 0 && self.n_taken == 0 {
            let n = self.n_marked;
            tell(&format!(
                "verbatim: no annotation of {n} is of the labels, statuses and annotators asked for"
            ));
        }
        let Some(split) = &self.conversion.split else { return };
        for (part, name) in PARTS.iter().enumerate() {
            let percent = split.percent[part];
            if percent > 0 && !self.split.contains(&part) {
                let n = self.n_articles;
                tell(&format!(
                    "verbatim: no article is in {name}, which should have {percent} per cent of {n}"
                ));
            }
        }
    }
}
