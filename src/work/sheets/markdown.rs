//! Markdown as HTML.
//!
//! Invariants: no tag but those named here comes out, whatever is written; raw
//! HTML is shown as the text it is, an image as the words that stand for it,
//! and a link leads to `http` or `https`, in a tab of its own.

use maud::{Escaper, Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::fmt::Write as _;

/// Renders Markdown.
pub fn markdown(text: &str) -> Markup {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut page = Page::default();
    for event in Parser::new_ext(text, options) {
        page.take(event);
    }
    PreEscaped(page.html)
}

#[derive(Default)]
struct Page {
    html: String,
    /// For each link that is open, whether it leads somewhere.
    links: Vec<bool>,
    is_head: bool,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(words) => {
                self.tag("<code>");
                self.text(&words);
                self.tag("</code>");
            }
            Event::SoftBreak => self.tag("\n"),
            Event::HardBreak => self.tag("<br>"),
            Event::Rule => self.tag("<hr>"),
            Event::Text(words)
            | Event::Html(words)
            | Event::InlineHtml(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words)
            | Event::FootnoteReference(words) => self.text(&words),
            Event::TaskListMarker(is_done) => self.tag(if is_done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } => self.link(&dest_url),
            Tag::List(Some(first)) => self.tag(&format!("<ol start=\"{first}\">")),
            Tag::TableHead => {
                self.is_head = true;
                self.tag("<tr>");
            }
            Tag::TableCell => self.tag(if self.is_head { "<th>" } else { "<td>" }),
            other => {
                if let Some(name) = name_of(&other.to_end()) {
                    self.tag(&format!("<{name}>"));
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.tag("</a>");
                }
            }
            TagEnd::TableHead => {
                self.is_head = false;
                self.tag("</tr>");
            }
            TagEnd::TableCell => self.tag(if self.is_head { "</th>" } else { "</td>" }),
            other => {
                if let Some(name) = name_of(&other) {
                    self.tag(&format!("</{name}>"));
                }
            }
        }
    }

    /// A link that leads elsewhere than to the web is just its words.
    fn link(&mut self, url: &CowStr<'_>) {
        let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let leads = matches!(scheme.as_deref(), Some("http" | "https"));
        self.links.push(leads);
        if leads {
            self.tag("<a href=\"");
            self.text(url);
            self.tag("\" rel=\"noopener\" target=\"_blank\">");
        }
    }

    fn tag(&mut self, tag: &str) {
        self.html.push_str(tag);
    }

    fn text(&mut self, text: &str) {
        // Memory takes everything.
        let _written = Escaper::new(&mut self.html).write_str(text);
    }
}

/// The element for what has no attributes; none for what is just its words.
fn name_of(tag: &TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        // All are below that of the sheet.
        TagEnd::Heading(_) => "h3",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Table => "table",
        TagEnd::TableRow => "tr",
        TagEnd::HtmlBlock => "p",
        _ => return None,
    })
}
