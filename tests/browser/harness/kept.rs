//! What the page keeps in local storage, and whether it fits together: every
//! offset against the text, every mark on screen against what is kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::json;
use verbatim::work::bundled::N_EXAMPLE_ANNOTATIONS;

use super::Failure;
use super::page::Page;

/// An annotation, as its record has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Annotation {
    pub id: String,
    pub label: String,
    pub fragments: Vec<Fragment>,
    #[serde(default)]
    pub note: String,
    pub status: Option<String>,
}

/// A stretch of the text, in UTF-8 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Fragment {
    pub start: usize,
    pub end: usize,
    pub quote: String,
}

/// The article that is open.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Kept {
    pub id: String,
    pub text: String,
    /// In text order.
    pub annotations: Vec<Annotation>,
}

impl Annotation {
    /// The words it covers.
    pub fn quote(&self) -> String {
        let quotes = self.fragments.iter().map(|fragment| &*fragment.quote);
        quotes.collect::<Vec<_>>().join(" … ")
    }

    fn covered(&self) -> usize {
        self.fragments.iter().map(|one| one.end - one.start).sum()
    }

    fn extent(&self) -> (usize, usize) {
        let start = self.fragments.first().map_or(0, |one| one.start);
        (start, self.fragments.last().map_or(0, |one| one.end))
    }
}

impl Kept {
    /// Each annotation's label and words, in text order.
    pub fn labelled(&self) -> Vec<(String, String)> {
        let pair = |one: &Annotation| (one.label.clone(), one.quote());
        self.annotations.iter().map(pair).collect()
    }
}

impl Page {
    /// What is kept of the open article. Fails if an offset does not fit.
    pub async fn kept(&self) -> Result<Kept, Failure> {
        let mut kept: Kept = self.js("return kept()", json!([])).await?;
        for one in &kept.annotations {
            for fragment in &one.fragments {
                let there = kept.text.get(fragment.start..fragment.end);
                if there != Some(&*fragment.quote) {
                    return Err(format!("{one:?} is kept, but the text there is {there:?}").into());
                }
            }
        }
        kept.annotations.sort_by_key(|one| (one.extent(), one.label.clone()));
        Ok(kept)
    }

    /// Waits until just these annotations are kept, given as label and words,
    /// and the screen shows the same.
    pub async fn until_kept(&self, wanted: &[(&str, &str)]) -> Result<Kept, Failure> {
        let pair = |(label, quote): &(&str, &str)| (String::from(*label), String::from(*quote));
        let wanted: Vec<_> = wanted.iter().map(pair).collect();
        self.until_eq("what is kept", wanted, async || Ok(self.kept().await?.labelled())).await?;
        self.until_shown().await
    }

    /// Waits until the first annotation with this label has just these
    /// fragments, or there is none, and the screen shows the same.
    pub async fn until_fragments(&self, label: &str, wanted: &[&str]) -> Result<(), Failure> {
        let wanted: Vec<String> = wanted.iter().map(|&words| words.into()).collect();
        self.until_eq("the fragments", wanted, async || {
            let kept = self.kept().await?;
            let one = kept.annotations.into_iter().find(|one| one.label == label);
            let fragments = one.map_or(Vec::new(), |one| one.fragments);
            Ok(fragments.into_iter().map(|fragment| fragment.quote).collect())
        })
        .await?;
        self.until_shown().await?;
        Ok(())
    }

    /// Waits until the screen shows just what is kept.
    pub async fn until_shown(&self) -> Result<Kept, Failure> {
        let mut last = String::new();
        let shown = self.until("what is kept, on screen", async || {
            let kept = self.kept().await?;
            last = self.mismatch(&kept).await?.unwrap_or_default();
            Ok(last.is_empty().then_some(kept))
        });
        let shown = shown.await;
        shown.map_err(|error| format!("{error}: {last}").into())
    }

    /// Marks the bundled article up as its example has it.
    pub async fn show_example(&self) -> Result<Kept, Failure> {
        self.click_button("Show an example").await?;
        self.until("the example", async || {
            let kept = self.kept().await?;
            Ok((kept.annotations.len() == N_EXAMPLE_ANNOTATIONS).then_some(()))
        })
        .await?;
        self.until_shown().await
    }

    /// How the screen differs from what is kept, if it does.
    async fn mismatch(&self, kept: &Kept) -> Result<Option<String>, Failure> {
        let text = self.text().await?;
        if text != kept.text {
            return Ok(Some(format!("the text shown is\n{text:?}")));
        }
        let by_id: BTreeMap<&str, &Annotation> =
            kept.annotations.iter().map(|one| (&*one.id, one)).collect();
        let mut shown: BTreeMap<String, String> = BTreeMap::new();
        for mark in self.marks().await? {
            let layers: Option<Vec<&Annotation>> =
                mark.ids.iter().map(|id| by_id.get(&**id).copied()).collect();
            let Some(layers) = layers else {
                return Ok(Some(format!("{mark:?} is of nothing that is kept")));
            };
            let labels: Vec<&str> = layers.iter().map(|one| &*one.label).collect();
            if labels != mark.labels {
                return Ok(Some(format!("{mark:?} should have the labels {labels:?}")));
            }
            if !layers.is_sorted_by_key(|one| one.covered()) {
                return Ok(Some(format!("{mark:?} is not innermost first: {layers:?}")));
            }
            for id in mark.ids {
                *shown.entry(id).or_default() += &mark.text;
            }
        }
        for one in &kept.annotations {
            let quotes = one.fragments.iter().map(|fragment| &*fragment.quote);
            let wanted = quotes.collect::<String>().replace('\n', "");
            let found = shown.remove(&one.id).unwrap_or_default();
            if found != wanted {
                return Ok(Some(format!("{one:?} is marked as {found:?}")));
            }
        }
        let listed: BTreeSet<String> = self.list_items().await?.into_iter().map(|i| i.id).collect();
        let wanted: BTreeSet<String> = by_id.keys().map(|id| (*id).to_owned()).collect();
        Ok((listed != wanted).then(|| format!("the list has {listed:?}, not {wanted:?}")))
    }

    /// The records of the open article whose keys go on with `kind`:
    /// `annotation/`, `history/`, `text`.
    pub async fn records(&self, kind: &str) -> Result<BTreeMap<String, String>, Failure> {
        let start = format!("verbatim/1/article/{}/{kind}", self.kept().await?.id);
        let mut records = self.local_storage().await?;
        records.retain(|key, _| key.starts_with(&start));
        Ok(records)
    }

    /// What links join: the ids of where each starts and leads.
    pub async fn links(&self) -> Result<Vec<(String, String)>, Failure> {
        let records = self.records("relation/").await?;
        let ends = records.values().map(|json| {
            let link: serde_json::Value = serde_json::from_str(json)?;
            let end = |name: &str| link[name].as_str().unwrap_or_default().to_owned();
            Ok((end("from"), end("to")))
        });
        ends.collect()
    }

    /// The words that a label would be given, as the small toolbar shows them.
    pub async fn snapped(&self) -> Result<Option<String>, Failure> {
        self.js("return snapped()", json!([])).await
    }

    /// Waits until the small toolbar shows these words.
    pub async fn until_snapped(&self, wanted: Option<&str>) -> Result<(), Failure> {
        let wanted = wanted.map(String::from);
        self.until_eq("the toolbar", wanted, async || self.snapped().await).await
    }
}
