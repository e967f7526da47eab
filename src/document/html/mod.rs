//! HTML pages: bytes to text, text to elements, elements to the one versioned text view.
//!
//! ```text
//! bytes ──decode──> source ──────────────stream──> events ──view──> text, segments, links, Page
//!                       └──tame──> source ──parse──> tree ──┘
//! ```
//!
//! **Two ways.** [`view`] reads a page in one pass, with a stack of open elements and no tree (`stream`). The tree is the
//! reference ([`view_by_tree`]): what an element is in, and where text ends, is what the HTML standard's algorithm says, as
//! html5ever has it. The stream follows it wherever the standard appends, and reads a page once more where it moves blocks out of
//! formatting elements, where a late `html` or `body` tag has news, and, tamed, where it meets a limit. For the rest ([`Fallback`])
//! [`view`] builds the tree; [`view_and_path`] says why. Both ways agree on every page but those in which only the scan that tames,
//! which takes tags in CDATA sections, odd comments and scripts for markup, sees a limit passed. Of the 1,497 development pages of
//! WCXB one needs a tree.
//!
//! **The view** ([`VIEW_VERSION`]). The page is parsed as by a browser without scripts: what `noscript` holds is there, and for
//! some forums and shops it is all there is. Elements that a browser does not show as text (`script`, `style`, `template`,
//! `svg`, `iframe`, `select`, `textarea`, media fallbacks, the head) are left out. White space is folded to one space, across
//! inline elements; in `pre` it stays. A block element starts a line of its own; paragraphs, headings, lists, tables, quotes
//! and figures are set off by a blank line, as browsers' default margins do. One `br` is a line break inside the segment, two
//! or more end it. Text of links and buttons stays, text of attributes (`alt`, `placeholder`) does not. Hidden text stays and
//! its segment says so.
//!
//! **Limits.** A source is read up to [`MAX_SOURCE_BYTES`]. Elements nest up to [`MAX_DEPTH`] deep, as in browsers; deeper
//! ones lose their tags, not their text. A tag has up to [`MAX_ATTRIBUTES`] attributes. See [`tame`].

mod decode;
mod known;
mod page;
mod parse;
mod stream;
mod tag;
mod tame;
mod view;
mod words;

pub use decode::{Decoded, decode};
pub use page::{Attribute, Element, ElementId, Page, Run, Zone, name_words};
pub use stream::Fallback;
pub use tag::Tag;
use tame::{Limits, within_limit};
pub use tame::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_SOURCE_BYTES, tame};

use super::segment::{Link, Segment};
use stream::{Ahead, Stop, Stream};

/// Version of the rule that renders a page to text; a part of every corpus digest.
pub const VIEW_VERSION: &str = "html-view-1";

/// What a page is rendered to.
#[derive(Debug, PartialEq, Eq)]
pub struct Viewed {
    /// The text view.
    pub text: String,
    /// Its segments.
    pub segments: Vec<Segment>,
    /// Its links.
    pub links: Vec<Link>,
    /// Elements, runs, metadata.
    pub page: Page,
}

/// Parses and renders a page. Never fails: every text is some page.
pub fn view(source: String) -> Viewed {
    view_and_path(source).0
}

/// As [`view`], and why a tree had to be built, if one had to be.
///
/// ```
/// use gleaner::document::html::{Fallback, view_and_path};
/// let why = |source: &str| view_and_path(source.into()).1;
/// assert_eq!(why("<p>One <b>two<p>three</b>"), None);
/// assert_eq!(why("<table>One<tr><td>Two</table>"), Some(Fallback::Foster));
/// ```
pub fn view_and_path(source: String) -> (Viewed, Option<Fallback>) {
    let mut tamed = None;
    let mut ahead = Ahead::default();
    let fallback = loop {
        let (text, limits) = match &tamed {
            Some(tamed) => (tamed as &str, None),
            None => (within_limit(&source), Some(Limits::default())),
        };
        let mut builder = view::Builder::new(text.len());
        match Stream::read(text, &mut builder, &mut ahead, limits) {
            Ok(()) => break Ok(builder),
            Err(Stop::Again) => {}
            Err(Stop::Untamed) => (tamed, ahead) = (Some(tame(&source)), Ahead::default()),
            Err(Stop::Tree(fallback)) => break Err(fallback),
        }
    };
    let (builder, why) = match fallback {
        Ok(builder) => (builder, None),
        Err(why) => (by_tree(&tamed.take().unwrap_or_else(|| tame(&source))), Some(why)),
    };
    drop(tamed);
    (builder.finish(source), why)
}

/// As [`view`], by the way of a tree: the reference.
pub fn view_by_tree(source: String) -> Viewed {
    let builder = by_tree(&tame(&source));
    builder.finish(source)
}

fn by_tree(tamed: &str) -> view::Builder {
    let mut builder = view::Builder::new(tamed.len());
    parse::walk(tamed, &mut builder);
    builder
}
