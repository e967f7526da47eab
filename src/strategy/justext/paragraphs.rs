//! What jusText calls a paragraph: of a page, and of text.

use crate::document::html::{Page, Tag};
use crate::document::{Document, Features, Kind, Language, Segment, is_unspaced};
use crate::span::Span;
use crate::strategy::html::kept_runs::{breaks, inside};

/// A paragraph with what the classes depend on.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Its bytes in the text, from its first to its last run.
    pub span: Span,
    /// In a page: its text runs.
    pub runs: Vec<usize>,
    /// Code points, white space folded.
    pub length: u32,
    /// Code points in links, and those of which they are a share.
    pub link_chars: u32,
    pub(super) link_base: u32,
    /// Whether it stands in a heading.
    pub heading: bool,
    /// Whether a copyright sign stands in it.
    pub copyright: bool,
    /// Share of its words that are stop words, 0 to 1; nought where nobody asks.
    pub stop_words: f64,
}

impl Paragraph {
    /// Share of its characters in links.
    pub fn link_density(&self) -> f64 {
        if self.link_base == 0 { 0.0 } else { f64::from(self.link_chars) / f64::from(self.link_base) }
    }
}

/// The segments of a text, as paragraphs.
pub fn of_segments(document: &Document) -> Vec<Paragraph> {
    let language = document.language();
    let one = |(segment, features): (&Segment, &Features)| Paragraph {
        span: segment.span,
        runs: Vec::new(),
        length: features.length,
        link_chars: features.link_chars,
        link_base: features.chars,
        heading: features.heading,
        copyright: features.copyright,
        stop_words: stop_word_density(document.inner(segment), language, || *features),
    };
    document.segments().iter().zip(document.features()).map(one).collect()
}

/// The paragraphs of a page as jusText 3.0.2 makes them: text nodes between its block tags (sections and articles are none
/// of them) and at `<br><br>`; blank text nodes are dropped, so that words in neighbouring elements may touch; one `br` is a
/// space; text in buttons is not there. Text that the view leaves out (`noscript`) is not there either. Stop words are counted where `asks`
/// says so of a paragraph: most are menu items, decided by their length and links.
pub fn of_page(document: &Document, page: &Page, scope: impl Fn(usize) -> bool, asks: impl Fn(&Paragraph) -> bool) -> Vec<Paragraph> {
    let killed = inside(page, |id| page.elements[id].tag == Tag::Button);
    let linked = inside(page, |id| page.elements[id].tag == Tag::A);
    let heading = inside(page, |id| page.elements[id].tag.heading_level().is_some());
    let (line_breaks, double_breaks) = line_breaks(page);
    let bounds = breaks(page, |id| is_paragraph(page.elements[id].tag) && !killed[id]);
    let language = document.language();
    let mut found = Vec::new();
    let mut open = Open::default();
    for (at, run) in page.runs.iter().enumerate() {
        if bounds[at] || double_breaks[at] {
            open.close(document, language, &asks, &mut found);
        } else if line_breaks[at] {
            open.space();
        }
        if killed[run.element] || !scope(at) {
            continue;
        }
        open.paragraph.heading |= open.paragraph.runs.is_empty() && heading[run.element];
        open.read(at, document.slice(run.span), run.space_before, run.space_behind, linked[run.element]);
    }
    open.close(document, language, &asks, &mut found);
    found
}

/// A paragraph being read.
#[derive(Default)]
struct Open {
    paragraph: Paragraph,
    text: String,
    spaced: bool,
}

impl Open {
    fn space(&mut self) {
        self.spaced = true;
    }

    /// Reads a text node; in links its own white space counts.
    fn read(&mut self, run: usize, piece: &str, space_before: bool, space_behind: bool, linked: bool) {
        self.paragraph.runs.push(run);
        self.spaced |= space_before;
        let mut own = u32::from(space_before) + u32::from(space_behind);
        let folded = is_folded(piece);
        if folded {
            if self.spaced && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(piece);
            own += piece.len() as u32;
        }
        for (at, word) in if folded { "" } else { piece }.split_whitespace().enumerate() {
            if (self.spaced || at > 0) && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
            self.spaced = false;
            own += word.chars().count() as u32 + u32::from(at > 0);
        }
        self.spaced = space_behind;
        if linked {
            self.paragraph.link_chars += own;
        }
    }

    fn close(&mut self, document: &Document, language: &Language, asks: impl Fn(&Paragraph) -> bool, found: &mut Vec<Paragraph>) {
        let mut paragraph = std::mem::take(&mut self.paragraph);
        self.spaced = false;
        let (Some(&first), Some(&last)) = (paragraph.runs.first(), paragraph.runs.last()) else { return };
        let Some(page) = document.page() else { return };
        let span = Span::new(page.runs[first].span.start, page.runs[last].span.end);
        paragraph.span = span;
        paragraph.length = self.text.chars().count() as u32;
        paragraph.link_base = paragraph.length;
        paragraph.copyright = has_copyright(&self.text);
        if asks(&paragraph) {
            paragraph.stop_words = stop_word_density(&self.text, language, || measured(document, span));
        }
        self.text.clear();
        found.push(paragraph);
    }
}

/// Whether a piece is ASCII words with one space between two, as most are.
fn is_folded(piece: &str) -> bool {
    // Behind a space no space may stand; nor at the end.
    let step = |(fine, last), byte: u8| (fine & byte.is_ascii() & (byte > b' ' || byte == b' ' && last != b' '), byte);
    let (fine, last) = piece.bytes().fold((true, b' '), step);
    fine && last != b' '
}

fn has_copyright(text: &str) -> bool {
    // The sign's first byte, or what an escape begins with: most texts have neither.
    memchr::memchr2(b'&', 0xC2, text.as_bytes()).is_some() && (text.contains('©') || text.contains("&copy"))
}

/// The features of a stretch of the view.
fn measured(document: &Document, span: Span) -> Features {
    let segment = Segment { span, inner: span, kind: Kind::Text, blank_before: true, links: 0..0, block: None, hidden: false };
    Features::measure(document.text(), &segment, &[])
}

/// Whether a `br` stands right before each run, and whether two do, with no other element between them.
fn line_breaks(page: &Page) -> (Vec<bool>, Vec<bool>) {
    let mut one = vec![false; page.runs.len() + 1];
    let mut two = one.clone();
    let mut last: Option<(usize, usize)> = None;
    for (id, element) in page.elements.iter().enumerate().filter(|(_, element)| element.tag == Tag::Br) {
        let place = element.runs.start.min(page.runs.len());
        one[place] = true;
        two[place] |= last == Some((id.wrapping_sub(1), place));
        last = Some((id, place));
    }
    (one, two)
}

/// jusText's block tags. Sections, articles and ordered lists are none; `form` is taken out before.
const fn is_paragraph(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Body
            | Tag::Blockquote
            | Tag::Caption
            | Tag::Center
            | Tag::Col
            | Tag::Colgroup
            | Tag::Dd
            | Tag::Div
            | Tag::Dl
            | Tag::Dt
            | Tag::Fieldset
            | Tag::Legend
            | Tag::Optgroup
            | Tag::Option
            | Tag::P
            | Tag::Pre
            | Tag::Table
            | Tag::Td
            | Tag::Textarea
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr
            | Tag::Ul
            | Tag::Li
    ) || tag.heading_level().is_some()
}

/// Share of white-space tokens that are stop words. Without a list, and in scripts without spaces, running text counts
/// as dense: what is known is whether it reads as sentences.
fn stop_word_density(text: &str, language: &Language, features: impl Fn() -> Features) -> f64 {
    if !language.has_stop_words() || is_mostly_unspaced(text) {
        return if features().is_sentence() { 1.0 } else { 0.0 };
    }
    let (mut all, mut stop) = (0u32, 0u32);
    let mut lower = String::new();
    for part in ascii_words(text) {
        if part.is_ascii() {
            all += 1;
            stop += u32::from(language.is_ascii_stop_word(part.as_bytes()));
            continue;
        }
        for word in part.split_whitespace() {
            all += 1;
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            stop += u32::from(language.is_stop_word(&lower));
        }
    }
    if all == 0 { 0.0 } else { f64::from(stop) / f64::from(all) }
}

/// Whether most visible characters are of a script without spaces; all of these begin with one of a few bytes.
fn is_mostly_unspaced(text: &str) -> bool {
    let may_be = |byte: &u8| matches!(byte, 0xE0 | 0xE1 | 0xE3..=0xE9 | 0xEF | 0xF0);
    if !text.as_bytes().iter().any(may_be) {
        return false;
    }
    let visible = || text.chars().filter(|c| !c.is_whitespace());
    visible().filter(|c| is_unspaced(*c)).count() * 2 > visible().count()
}

/// What stands between ASCII white space.
fn ascii_words(text: &str) -> impl Iterator<Item = &str> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(|byte| !is_space(byte))?;
        at = bytes[start..].iter().position(is_space).map_or(bytes.len(), |width| start + width);
        Some(&text[start..at])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn paragraphs(body: &str) -> Vec<(String, u32, u32, bool)> {
        let document = Document::anonymous(Format::Html, format!("<html lang=en><body>{body}"));
        let page = document.page().expect("a page");
        let text = |span: Span| document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        of_page(&document, page, |_| true, |_| true).iter().map(|own| (text(own.span), own.length, own.link_chars, own.heading)).collect()
    }

    #[test]
    fn folded_pieces_are_words_with_single_spaces() {
        let pieces = ["a b", "one", "", " ", " a", "a ", "a  b", "a\tb", "é b", "a\u{a0}b", "a\u{1}b"];
        assert_eq!(pieces.map(is_folded), [true, true, false, false, false, false, false, false, false, false, false]);
        assert_eq!(["© 1", "é & more", "a &copy; b", "plain"].map(has_copyright), [true, false, true, false]);
    }

    #[test]
    fn two_line_breaks_part_and_one_is_a_space() {
        let found = paragraphs("<div>One<br>two<br><br>three<br><b><br></b>four</div>");
        assert_eq!(found.iter().map(|own| own.1).collect::<Vec<_>>(), [7, 10]);
    }

    #[test]
    fn sections_do_not_part_and_blank_nodes_are_dropped() {
        let found = paragraphs("<section>One <b>two</b></section> <section>three</section>");
        // "One " + "two" + "three": the blank node between the sections is dropped.
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, 12);
    }

    #[test]
    fn links_count_their_own_spaces_and_buttons_are_not_there() {
        let found = paragraphs("<p>See <a href=x> the page </a><button>Share</button>now</p><h2><i>Title</i></h2>");
        // "See" + " the page " + "now", folded: "See the page now".
        assert_eq!((found[0].1, found[0].2), (16, 10));
        assert!(!found[0].3 && found[1].3);
    }
}
