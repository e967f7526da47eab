//! Documents: a text, what is known of it, its segments and their features. No gold in here.
//!
//! The text of a plain or Markdown document is the file, byte for byte; that of a page is rendered by one fixed rule
//! ([`html`]). A [`Segment`] is a block of it (a line, a
//! heading, a list item); [`Features`] are pure functions of a segment, computed once and shared by all strategies.

mod align;
pub(crate) mod blocks;
mod characters;
pub(crate) mod eights;
mod features;
mod fingerprint;
mod fold;
pub mod html;
mod key;
mod language;
mod latin;
mod lines;
mod markdown;
pub(crate) mod packed;
pub mod panels;
mod render;
mod segment;
mod vocabulary;

pub use align::Alignment;
pub use characters::{is_closer, is_invisible, is_sentence_mark, is_unspaced, is_word_character, push_lower, unspaced_weight};
pub use features::{Ending, Features};
pub use fingerprint::Fingerprint;
pub use fold::{FoldedLine, fold_into};
pub use key::{exact_key, key};
pub use language::{Language, listed_languages};
pub use render::{clean_cuts, render};
pub use segment::{Kind, Link, Segment};
pub use vocabulary::{RunningWords, Vocabulary};

use crate::span::Span;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

/// What fingerprints of documents begin with; raised with the rules that cut texts into segments.
const FINGERPRINT: &str = "gleaner-document-1";

/// How the text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Plain text: lines and blank lines, nothing else.
    #[default]
    Plain,
    /// Markdown, as converters write it: links, headings, lists, quotes, tables, code fences.
    Markdown,
    /// A web page; its text is the view that [`html`] renders.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[Format::Plain, Format::Markdown, Format::Html];

    /// The name used in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Markdown => "markdown",
            Format::Html => "html",
        }
    }

    /// A guess for text of unknown format: HTML if it begins as a page does, Markdown if it has a link, or a heading at a
    /// line's start.
    pub fn guess(text: &str) -> Format {
        if looks_like_a_page(text) {
            return Format::Html;
        }
        let heading = text.starts_with("# ") || text.contains("\n# ") || text.contains("\n## ");
        if text.contains("](") || heading { Format::Markdown } else { Format::Plain }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    /// Reads a format's name.
    ///
    /// # Errors
    /// A sentence that lists the formats.
    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "plain" => Ok(Format::Plain),
            "markdown" => Ok(Format::Markdown),
            "html" => Ok(Format::Html),
            _ => Err(format!("unknown format `{name}`; the formats are plain, markdown, html")),
        }
    }
}

/// A page begins with a doctype, an `html` tag or a comment before one, white space aside.
fn looks_like_a_page(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let start = text[..text.floor_char_boundary(4096)].to_ascii_lowercase();
    let page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|open| start.starts_with(open));
    page || (start.starts_with('<') && (start.contains("<html") || start.contains("<!doctype html")))
}

/// What is known of a document beside its text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Meta {
    /// Unique name inside its corpus.
    pub id: String,
    /// The outlet it comes from; documents of one source share templates.
    pub source: String,
    /// The event it is about; empty if unknown.
    pub event: String,
    /// ISO 639-1 language code; empty if unknown.
    pub lang: String,
    /// How the text is written.
    pub format: Format,
}

/// One document: text, segments and features.
///
/// ```
/// use gleaner::document::{Document, Format, Meta};
/// let meta = Meta { format: Format::Markdown, ..Meta::default() };
/// let document = Document::new(meta, "# Ferry sails\n\nThe [ferry](#) sailed at dawn.\n".into());
/// assert_eq!(document.segments().len(), 2);
/// assert_eq!(document.features()[1].link_chars, 5);
/// ```
#[derive(Debug)]
pub struct Document {
    /// What is known of it.
    pub meta: Meta,
    text: String,
    segments: Vec<Segment>,
    links: Vec<Link>,
    features: OnceLock<Vec<Features>>,
    page: Option<Box<html::Page>>,
    language: OnceLock<Language>,
}

impl Document {
    /// Cuts the text into segments, in one pass. Of HTML, `source` is the page's markup, which is
    /// rendered to text first.
    pub fn new(meta: Meta, source: String) -> Self {
        match meta.format {
            Format::Plain => Self::cut(meta, segment::plain(&source), source),
            Format::Markdown => Self::cut(meta, segment::markdown(&source), source),
            Format::Html => {
                let html::Viewed { text, segments, links, page } = html::view(source);
                Self { page: Some(Box::new(page)), ..Self::cut(meta, segment::Segmented { segments, links }, text) }
            }
        }
    }

    fn cut(meta: Meta, segmented: segment::Segmented, text: String) -> Self {
        let segment::Segmented { segments, links } = segmented;
        Self { meta, text, segments, links, features: OnceLock::new(), page: None, language: OnceLock::new() }
    }

    /// A document without a name, for tests and filters.
    pub fn anonymous(format: Format, text: impl Into<String>) -> Self {
        Self::new(Meta { format, ..Meta::default() }, text.into())
    }

    /// What a page knows beside its text; `None` for plain text and Markdown.
    #[inline]
    pub fn page(&self) -> Option<&html::Page> {
        self.page.as_deref()
    }

    /// Lets go of what the page knows beside its text, most of what it takes in memory; strategies that read pages can no longer be
    /// run on it, and its fingerprint is another. Text, segments, features and language stay.
    ///
    /// ```
    /// use gleaner::document::{Document, Format};
    /// let mut page = Document::anonymous(Format::Html, "<body><p>It sails.</p>");
    /// page.forget_page();
    /// assert!(page.page().is_none());
    /// assert_eq!((page.text().trim(), page.segments().len()), ("It sails.", 1));
    /// ```
    pub fn forget_page(&mut self) {
        self.page = None;
    }

    /// A fingerprint of all that a strategy can see of it, its id aside: two documents with one fingerprint are one to every
    /// strategy that looks at nothing else.
    pub fn fingerprint(&self) -> String {
        let Meta { id: _, source, event, lang, format } = &self.meta;
        let fields = [FINGERPRINT, format.name(), source, event, lang];
        let print = fields.into_iter().fold(Fingerprint::new(), |print, field| print.field(field));
        match self.page() {
            Some(page) => print.field(html::VIEW_VERSION).field(&page.source).hex(),
            None => print.field(&self.text).hex(),
        }
    }

    /// The text all spans point into.
    #[inline]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The segments in text order; none empty, none overlapping.
    #[inline]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Features of the segments, at the same index; measured when they are first asked for.
    #[inline]
    pub fn features(&self) -> &[Features] {
        self.features.get_or_init(|| self.segments.iter().map(|segment| self.measured(segment)).collect())
    }

    /// Features of one of the segments, for who needs those of few: read now, where nobody asked for all.
    pub(crate) fn features_at(&self, at: usize) -> Option<Features> {
        match self.features.get() {
            Some(features) => features.get(at).copied(),
            None => self.segments.get(at).map(|segment| self.measured(segment)),
        }
    }

    fn measured(&self, segment: &Segment) -> Features {
        Features::measure(&self.text, segment, &self.links)
    }

    /// All links in text order.
    #[inline]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links of one segment.
    pub fn links_of(&self, segment: &Segment) -> &[Link] {
        self.links.get(segment.links.clone()).unwrap_or(&[])
    }

    /// The text of a segment without its bullet or heading marks.
    #[inline]
    pub fn inner(&self, segment: &Segment) -> &str {
        segment.inner.slice(&self.text)
    }

    /// The text a span covers.
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// The language: the declared one, else a guess from the longest segments.
    pub fn language(&self) -> &Language {
        self.language.get_or_init(|| Language::of(self))
    }
}
