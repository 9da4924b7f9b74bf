//! What a format can't hold of what is written, counted, and what is done
//! about it.

use super::describe::quoted;

/// One kind of loss.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Annotations that are rejected, in a format that can't say so.
    Rejected,
    /// Annotations of several fragments.
    Fragments,
    /// Annotations that end inside a token.
    Snapped,
    /// Annotations that overlap a longer one, or coincide with another.
    Overlaps,
    /// Annotations that overlap a shorter one, or coincide with another.
    OverlapsInner,
    /// Relations, in a format that has none.
    Relations,
    /// Relations that joined an annotation that is left out.
    RelationEnds,
    /// Notes.
    Notes,
    /// Statuses other than sure.
    Statuses,
    /// Names of annotators.
    Annotators,
    /// Times of annotations and relations.
    Times,
    /// Origins of annotations.
    Origins,
    /// Ids of annotations and relations.
    Ids,
    /// Ids of articles.
    ArticleIds,
    /// Titles of articles.
    Titles,
    /// Articles with a date, source, address or language.
    Metadata,
    /// Articles whose original had other line ends than LF.
    LineEndings,
    /// A label or a relation type whose name the format can't hold.
    Renamed {
        /// What files of other programs have it as.
        from: String,
        /// What it is written as.
        to: String,
    },
    /// Articles whose white space is made anew.
    WhiteSpace,
    /// Articles that came with tokens, in a format that has none.
    SourceTokens,
    /// Articles that came with sentences, in a format that has none.
    SourceSentences,
    /// Tokens that came with their articles, and are others as it was chosen.
    Tokens,
    /// Sentences that came with their articles, and are others as it was chosen.
    Sentences,
    /// Fields that Verbatim does not know; [`Losses`](super::Losses) has their
    /// names.
    Unknown,
    /// Descriptions and guidelines of labels, of relation types and of all.
    Scheme,
    /// Labels and relation types with more than an id: names, colours, keys and
    /// what they may join.
    Looks,
    /// What only this format knows: a sentence with `{n}` for the number.
    Other {
        /// Whether it is an annotation or a link that is left out.
        is_of_work: bool,
        /// If there is one.
        one: &'static str,
        /// If there are more.
        more: &'static str,
    },
}

impl Loss {
    /// Its short name for programs: `overlaps`.
    pub fn id(&self) -> &'static str {
        match self {
            Loss::Rejected => "rejected",
            Loss::Fragments => "fragments",
            Loss::Snapped => "snapped",
            Loss::Overlaps => "overlaps",
            Loss::OverlapsInner => "overlaps_inner",
            Loss::Relations => "relations",
            Loss::RelationEnds => "relation_ends",
            Loss::Notes => "notes",
            Loss::Statuses => "statuses",
            Loss::Annotators => "annotators",
            Loss::Times => "times",
            Loss::Origins => "origins",
            Loss::Ids => "ids",
            Loss::ArticleIds => "article_ids",
            Loss::Titles => "titles",
            Loss::Metadata => "metadata",
            Loss::LineEndings => "line_endings",
            Loss::Renamed { .. } => "renamed",
            Loss::WhiteSpace => "white_space",
            Loss::SourceTokens => "source_tokens",
            Loss::SourceSentences => "source_sentences",
            Loss::Tokens => "tokens",
            Loss::Sentences => "sentences",
            Loss::Unknown => "unknown",
            Loss::Scheme => "scheme",
            Loss::Looks => "looks",
            Loss::Other { .. } => "other",
        }
    }

    /// Whether it is an annotation, a link or a note that is left out: what
    /// people made.
    pub fn is_of_work(&self) -> bool {
        match self {
            Loss::Rejected
            | Loss::Overlaps
            | Loss::OverlapsInner
            | Loss::Relations
            | Loss::RelationEnds
            | Loss::Notes => true,
            Loss::Other { is_of_work, .. } => *is_of_work,
            _ => false,
        }
    }

    /// What can't be held, and what is done, in a sentence without its full
    /// stop.
    pub(super) fn sentence(&self, n: usize) -> String {
        if let Loss::Renamed { from, to } = self {
            // A tab must be seen.
            let shown = |name: &str| quoted(&name.replace(char::is_control, "\u{fffd}"));
            let codes: Vec<String> = from
                .chars()
                .filter(|c| c.is_control())
                .map(|c| format!("U+{:04X}", c as u32))
                .collect();
            let with = match codes.as_slice() {
                [] => String::new(),
                codes => format!(" (with {})", codes.join(", ")),
            };
            return format!("The name {}{with}: written as {}", shown(from), quoted(to));
        }
        let (one, more) = self.sentences();
        match n {
            1 => one.into(),
            _ => more.replace("{n}", &n.to_string()),
        }
    }

    /// What can't be held, and what is done, in a sentence without its full
    /// stop; `{n}` stands for the number.
    fn sentences(&self) -> (&'static str, &'static str) {
        match self {
            Loss::Rejected => {
                ("1 rejected annotation: left out", "{n} rejected annotations: left out")
            }
            Loss::Fragments => (
                "1 annotation in several fragments: each fragment becomes an annotation",
                "{n} annotations in several fragments: each fragment becomes an annotation",
            ),
            Loss::Snapped => (
                "1 annotation ends inside a token: widened to whole tokens",
                "{n} annotations end inside a token: widened to whole tokens",
            ),
            Loss::Overlaps => (
                "1 annotation overlaps a longer one: left out",
                "{n} annotations overlap longer ones: left out",
            ),
            Loss::OverlapsInner => (
                "1 annotation overlaps a shorter one: left out",
                "{n} annotations overlap shorter ones: left out",
            ),
            Loss::Relations => ("1 link: left out", "{n} links: left out"),
            Loss::RelationEnds => (
                "1 link of an annotation that is left out: left out too",
                "{n} links of annotations that are left out: left out too",
            ),
            Loss::Notes => ("1 note: left out", "{n} notes: left out"),
            Loss::Statuses => (
                "1 annotation unsure or to be discussed: written as sure",
                "{n} annotations unsure or to be discussed: written as sure",
            ),
            Loss::Annotators => (
                "1 annotation with its annotator’s name: written without",
                "{n} annotations with their annotators’ names: written without",
            ),
            Loss::Times => (
                "1 annotation or link with its times: written without",
                "{n} annotations and links with their times: written without",
            ),
            Loss::Origins => (
                "1 annotation with what made it: written without",
                "{n} annotations with what made them: written without",
            ),
            Loss::Ids => (
                "1 annotation or link with its id: numbered anew",
                "{n} annotations and links with their ids: numbered anew",
            ),
            Loss::ArticleIds => ("The article’s id: left out", "{n} ids of articles: left out"),
            Loss::Titles => ("1 title: left out", "{n} titles: left out"),
            Loss::Metadata => (
                "1 article’s date, source, address or language: left out",
                "{n} articles’ dates, sources, addresses or languages: left out",
            ),
            Loss::LineEndings => (
                "1 article’s record of its original line ends: left out",
                "{n} articles’ record of their original line ends: left out",
            ),
            Loss::WhiteSpace => (
                "The white space of 1 article: only tokens are written",
                "The white space of {n} articles: only tokens are written",
            ),
            Loss::SourceTokens => (
                "The tokens that 1 article came with: left out",
                "The tokens that {n} articles came with: left out",
            ),
            Loss::SourceSentences => (
                "The sentences that 1 article came with: left out",
                "The sentences that {n} articles came with: left out",
            ),
            Loss::Tokens => (
                "1 token that came with its article: made anew, as you chose",
                "{n} tokens that came with their articles: made anew, as you chose",
            ),
            Loss::Sentences => (
                "1 sentence that came with its article: made anew, as you chose",
                "{n} sentences that came with their articles: made anew, as you chose",
            ),
            Loss::Unknown => (
                "1 field from another program: left out",
                "{n} fields from other programs: left out",
            ),
            Loss::Scheme => (
                "1 description or guideline of the scheme: left out",
                "{n} descriptions and guidelines of the scheme: left out",
            ),
            Loss::Looks => (
                "1 label or type of link with its name, colour, key or rule: written as its id",
                "{n} labels and types of links with their names, colours, keys or rules: written \
                 as their ids",
            ),
            Loss::Other { one, more, .. } => (one, more),
            // A sentence of its own.
            Loss::Renamed { .. } => ("", ""),
        }
    }
}
