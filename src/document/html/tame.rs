//! Takes from a source what would make any standard parser's time or memory grow faster than the source.
//!
//! The HTML standard's algorithm looks through all open elements at most tags, compares each attribute of a tag with those
//! before it, and opens unclosed formatting elements anew in every block: each is quadratic for markup that is broken on
//! purpose. One scan finds such sources; ordinary ones pass through untouched.

use super::stream::{Name, Only, key};
use super::tag::Tag;
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// Longer sources are cut here: 64 MiB.
pub const MAX_SOURCE_BYTES: usize = 64 << 20;
/// Elements that must be closed nest this deep at most, as in Blink and WebKit.
pub const MAX_DEPTH: usize = 512;
/// Further attributes of a tag are dropped.
pub const MAX_ATTRIBUTES: usize = 256;
/// Formatting elements (`b`, `font`, …) that may be open at a time.
const MAX_FORMATTING: usize = 24;
/// `html` and `body` tags beyond these hand their attributes to the first, one by one.
const MAX_ROOT_TAGS: usize = 16;

/// A source without the constructs above; the same bytes where there are none.
///
/// ```
/// use gleaner::document::html::{MAX_DEPTH, tame};
/// assert!(matches!(tame("<p>One<p>Two"), std::borrow::Cow::Borrowed(_)));
/// let deep = "<div>".repeat(100_000) + "text";
/// assert_eq!(tame(&deep).matches("<div>").count(), MAX_DEPTH);
/// ```
pub fn tame(source: &str) -> Cow<'_, str> {
    let source = &source[..source.floor_char_boundary(MAX_SOURCE_BYTES)];
    let (out, open) = (String::new(), Vec::new());
    let mut scan = Scan { source, at: 0, copied: 0, out, open, dropped: 0, formatting: 0, roots: 0, foreign: 0 };
    while let Some(found) = memchr(b'<', &source.as_bytes()[scan.at..]) {
        scan.at += found;
        scan.markup();
    }
    if scan.copied == 0 {
        return Cow::Borrowed(source);
    }
    scan.out.push_str(&source[scan.copied..]);
    Cow::Owned(scan.out)
}

struct Scan<'s> {
    source: &'s str,
    /// Read so far.
    at: usize,
    /// Copied to `out` so far; nought while nothing had to be dropped.
    copied: usize,
    out: String,
    /// Names of the elements that are open, as far as they must be closed, as keys of [`Name`].
    open: Vec<u128>,
    /// Start tags dropped for depth whose end tags are still to come.
    dropped: usize,
    formatting: usize,
    roots: usize,
    /// Open `svg` and `math` elements.
    foreign: usize,
}

/// Longer names are cut.
const NAME_BYTES: usize = 15;

/// What is to be known of an element here, one bit each.
#[derive(Clone, Copy)]
struct Kinds(u8);

impl Kinds {
    const FORMATTING: u8 = 1;
    const VOID: u8 = 1 << 1;
    /// They end by themselves; they nest only through others.
    const STAYS_OPEN: u8 = 1 << 2;
    /// Their content is text to the parser.
    const RAW: u8 = 1 << 3;
    /// `svg` and `math`
    const FOREIGN: u8 = 1 << 4;
    /// What stands in them, in SVG or MathML, is HTML again.
    const HTML_AGAIN: u8 = 1 << 5;
    /// The HTML standard's list of start tags that end foreign content; `font` among them only with certain attributes.
    const BREAKS_OUT: u8 = 1 << 6;
    /// `html` and `body`
    const ROOT: u8 = 1 << 7;

    fn of(key: u128) -> Self {
        Self(match Name::of(key) {
            Name::View(tag) => VIEW[tag as usize],
            Name::Rule(only) => rule(only),
            Name::Other => 0,
        })
    }

    const fn are(self, kinds: u8) -> bool {
        self.0 & kinds != 0
    }
}

impl Scan<'_> {
    /// Reads what begins with the `<` at hand.
    fn markup(&mut self) {
        let bytes = self.source.as_bytes();
        let (start, rest) = (self.at, &bytes[self.at..]);
        match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => {
                // `<!-->` and `<!--->` are whole comments.
                let whole = rest.starts_with(b"<!-->") || rest.starts_with(b"<!--->");
                let end = if whole { Some(2) } else { memmem::find(&rest[4..], b"-->").map(|at| at + 4) };
                self.at = end.map_or(bytes.len(), |end| start + end + 3).min(bytes.len());
            }
            Some(b'/') if rest.get(2).is_some_and(u8::is_ascii_alphabetic) => self.end_tag(start),
            Some(first) if first.is_ascii_alphabetic() => self.start_tag(start),
            _ => self.at += 1,
        }
    }

    fn end_tag(&mut self, start: usize) {
        let (name, _) = self.name(start + 2);
        let end = memchr(b'>', &self.source.as_bytes()[start..]).map_or(self.source.len(), |at| start + at + 1);
        self.at = end;
        let kinds = Kinds::of(name);
        if kinds.are(Kinds::FORMATTING) {
            self.formatting = self.formatting.saturating_sub(1);
        } else if kinds.are(Kinds::VOID | Kinds::STAYS_OPEN) && !self.in_foreign() {
        } else if self.dropped > 0 {
            self.dropped -= 1;
            self.drop(start, end);
        } else if let Some(at) = self.open.iter().rposition(|open| *open == name) {
            // An end tag closes what was left open inside its element, and nothing if it has none.
            if self.foreign > 0 {
                self.foreign -= self.open[at..].iter().filter(|open| Kinds::of(**open).are(Kinds::FOREIGN)).count();
            }
            self.open.truncate(at);
        }
    }

    fn start_tag(&mut self, start: usize) {
        let (name, length) = self.name(start + 1);
        let (end, surplus, closed) = self.tag_end(start + 1 + length);
        self.at = end;
        let kinds = Kinds::of(name);
        if kinds.are(Kinds::BREAKS_OUT) {
            self.leave_foreign();
        }
        let foreign = self.in_foreign();
        if kinds.are(Kinds::ROOT) {
            self.roots += 1;
            if self.roots > MAX_ROOT_TAGS {
                return self.drop(start, end);
            }
        } else if kinds.are(Kinds::FORMATTING) {
            if self.formatting >= MAX_FORMATTING {
                return self.drop(start, end);
            }
            self.formatting += 1;
        } else if if foreign { !closed } else { !kinds.are(Kinds::VOID | Kinds::STAYS_OPEN) } {
            if self.open.len() >= MAX_DEPTH {
                self.dropped += 1;
                return self.drop(start, end);
            }
            self.open.push(name);
            self.foreign += usize::from(kinds.are(Kinds::FOREIGN));
        }
        if let Some(from) = surplus {
            self.drop(from, end.saturating_sub(1).max(from));
        }
        if kinds.are(Kinds::RAW) && !foreign {
            self.raw_text(start + 1, length);
        }
    }

    /// Whether the parser reads an element here as one of SVG or MathML, where none closes itself but with `/>`.
    fn in_foreign(&self) -> bool {
        let kinds = || self.open.iter().rev().map(|open| Kinds::of(*open));
        self.foreign > 0
            && kinds().find(|kinds| kinds.are(Kinds::FOREIGN | Kinds::HTML_AGAIN)).is_some_and(|kinds| kinds.are(Kinds::FOREIGN))
    }

    /// An element of HTML that cannot stand in SVG or MathML closes them.
    fn leave_foreign(&mut self) {
        while self.in_foreign() {
            let Some(at) = self.open.iter().rposition(|open| Kinds::of(*open).are(Kinds::FOREIGN)) else { return };
            self.open.truncate(at);
            self.foreign -= 1;
        }
    }

    /// Goes to the end tag of an element whose content is no markup; that end tag is read as any other.
    fn raw_text(&mut self, name: usize, length: usize) {
        let bytes = self.source.as_bytes();
        let name = &bytes[name..name + length];
        while let Some(found) = memmem::find(&bytes[self.at..], b"</") {
            self.at += found;
            let behind = &bytes[self.at + 2..];
            if behind.len() >= name.len() && behind[..name.len()].eq_ignore_ascii_case(name) {
                return;
            }
            self.at += 2;
        }
        self.at = bytes.len();
    }

    /// The key of the name that begins here, and how many bytes it takes.
    fn name(&self, from: usize) -> (u128, usize) {
        let bytes = &self.source.as_bytes()[from..];
        let length = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').unwrap_or(bytes.len());
        (key(&bytes[..length.min(NAME_BYTES)]), length)
    }

    /// The end of the start tag whose attributes begin here, where its surplus attributes begin, and whether it closes itself.
    fn tag_end(&self, from: usize) -> (usize, Option<usize>, bool) {
        let bytes = self.source.as_bytes();
        let (mut at, mut attributes, mut surplus, mut between) = (from, 0usize, None, true);
        while at < bytes.len() {
            match bytes[at] {
                b'>' => return (at + 1, surplus, bytes[at - 1] == b'/'),
                b'=' => {
                    let value = at + 1 + bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                    at = match bytes.get(value) {
                        Some(quote @ (b'"' | b'\'')) => memchr(*quote, &bytes[value + 1..]).map_or(bytes.len(), |end| value + 1 + end + 1),
                        _ => value,
                    };
                    between = false;
                    continue;
                }
                byte if byte.is_ascii_whitespace() || byte == b'/' => between = true,
                _ if between => {
                    attributes += 1;
                    if attributes > MAX_ATTRIBUTES && surplus.is_none() {
                        surplus = Some(at);
                    }
                    between = false;
                }
                _ => {}
            }
            at += 1;
        }
        (bytes.len(), surplus, false)
    }

    fn drop(&mut self, from: usize, to: usize) {
        self.out.push_str(&self.source[self.copied..from]);
        self.copied = to;
    }
}

static VIEW: [u8; Tag::NAMES.len() + 1] = {
    let mut kinds = [0; Tag::NAMES.len() + 1];
    let mut at = 0;
    while at < Tag::NAMES.len() {
        let tag = Tag::NAMES[at].1;
        kinds[tag as usize] = content(tag) | if breaks_out(tag) { Kinds::BREAKS_OUT } else { 0 };
        at += 1;
    }
    kinds
};

const fn content(tag: Tag) -> u8 {
    use Tag as T;
    match tag {
        T::Html | T::Body => Kinds::ROOT,
        T::B | T::Code | T::Em | T::Font | T::I | T::S | T::Small | T::Strike | T::Strong | T::Tt | T::U => Kinds::FORMATTING,
        T::Area | T::Base | T::Br | T::Col | T::Embed | T::Hr | T::Img | T::Input | T::Link | T::Meta => Kinds::VOID,
        T::Source | T::Track | T::Wbr | T::Frame => Kinds::VOID,
        T::P | T::Li | T::Dt | T::Dd | T::Td | T::Th | T::Tr | T::Tbody | T::Thead | T::Tfoot => Kinds::STAYS_OPEN,
        T::Colgroup | T::Option | T::A | T::Head => Kinds::STAYS_OPEN,
        T::Script | T::Style | T::Textarea | T::Xmp | T::Iframe | T::Noembed | T::Noframes => Kinds::RAW,
        T::Title => Kinds::RAW | Kinds::HTML_AGAIN,
        T::Svg | T::Math => Kinds::FOREIGN,
        _ => 0,
    }
}

/// The HTML standard's list of start tags that end SVG and MathML, as far as the view knows their names.
pub(super) const fn breaks_out(tag: Tag) -> bool {
    use Tag as T;
    matches!(
        tag,
        T::B | T::Blockquote
            | T::Body
            | T::Br
            | T::Center
            | T::Code
            | T::Dd
            | T::Div
            | T::Dl
            | T::Dt
            | T::Em
            | T::Embed
            | T::H1
            | T::H2
            | T::H3
            | T::H4
            | T::H5
            | T::H6
            | T::Head
            | T::Hr
            | T::I
            | T::Img
            | T::Li
            | T::Menu
            | T::Meta
            | T::Ol
            | T::P
            | T::Pre
            | T::S
            | T::Small
            | T::Span
            | T::Strong
            | T::Strike
            | T::Sub
            | T::Sup
            | T::Table
            | T::Tt
            | T::U
            | T::Ul
            | T::Var
    )
}

const fn rule(only: Only) -> u8 {
    match only {
        Only::Big | Only::Nobr => Kinds::FORMATTING | Kinds::BREAKS_OUT,
        Only::Listing | Only::Ruby => Kinds::BREAKS_OUT,
        Only::Param => Kinds::VOID,
        Only::ForeignObject | Only::Desc | Only::AnnotationXml => Kinds::HTML_AGAIN,
        Only::Mi | Only::Mo | Only::Mn | Only::Ms | Only::Mtext => Kinds::HTML_AGAIN,
        _ => 0,
    }
}
