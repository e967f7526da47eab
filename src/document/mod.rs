//! Documents: a text, what is known of it, its segments and their features. No gold in here.
//!
//! The text of a plain or Markdown document is the file, byte for byte. A [`Segment`] is a block of it (a line, a
//! heading, a list item); [`Features`] are pure functions of a segment, computed once and shared by all strategies.

mod characters;
mod features;
mod fold;
mod language;
mod lines;
mod markdown;
mod render;
mod segment;
mod vocabulary;

pub use characters::{is_closer, is_sentence_mark, is_unspaced, is_word_character};
pub use features::{Ending, Features};
pub use fold::{FoldedLine, exact_key, fold_into, key};
pub use language::{Language, listed_languages};
pub use render::{clean_cuts, render};
pub use segment::{Kind, Link, Segment};
pub use vocabulary::Vocabulary;

use crate::span::Span;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

/// How the text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Plain text: lines and blank lines, nothing else.
    #[default]
    Plain,
    /// Markdown, as converters write it: links, headings, lists, quotes, tables, code fences.
    Markdown,
}

impl Format {
    /// The name used in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Markdown => "markdown",
        }
    }

    /// A guess for text of unknown format: Markdown if it has a link, or a heading at a line's start.
    pub fn guess(text: &str) -> Format {
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
            "html" => Err("HTML is not read by this version; convert the page to Markdown or plain text".into()),
            _ => Err(format!("unknown format `{name}`; the formats are plain, markdown")),
        }
    }
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
    features: Vec<Features>,
    language: OnceLock<Language>,
}

impl Document {
    /// Cuts the text into segments and measures them, in one pass.
    pub fn new(meta: Meta, text: String) -> Self {
        let segment::Segmented { segments, links } = match meta.format {
            Format::Plain => segment::plain(&text),
            Format::Markdown => segment::markdown(&text),
        };
        let features = segments.iter().map(|segment| Features::measure(&text, segment, &links)).collect();
        Self { meta, text, segments, links, features, language: OnceLock::new() }
    }

    /// A document without a name, for tests and filters.
    pub fn anonymous(format: Format, text: impl Into<String>) -> Self {
        Self::new(Meta { format, ..Meta::default() }, text.into())
    }

    /// The text all spans point into.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The segments in text order; none empty, none overlapping.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Features of the segments, at the same index.
    pub fn features(&self) -> &[Features] {
        &self.features
    }

    /// All links in text order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links of one segment.
    pub fn links_of(&self, segment: &Segment) -> &[Link] {
        self.links.get(segment.links.clone()).unwrap_or(&[])
    }

    /// The text of a segment without its bullet or heading marks.
    pub fn inner(&self, segment: &Segment) -> &str {
        segment.inner.slice(&self.text)
    }

    /// The text a span covers.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// The language: the declared one, else a guess from the longest segments.
    pub fn language(&self) -> &Language {
        self.language.get_or_init(|| Language::of(self))
    }
}
