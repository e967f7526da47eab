//! Takes from a source what would make any standard parser's time or memory grow faster than the source.
//!
//! The HTML standard's algorithm looks through all open elements at most tags, compares each attribute of a tag with those
//! before it, and opens unclosed formatting elements anew in every block: each is quadratic for markup that is broken on
//! purpose. One scan finds such sources; ordinary ones pass through untouched.

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
    /// Names of the elements that are open, as far as they must be closed.
    open: Vec<Name>,
    /// Start tags dropped for depth whose end tags are still to come.
    dropped: usize,
    formatting: usize,
    roots: usize,
    /// Open `svg` and `math` elements.
    foreign: usize,
}

/// A tag's name in lower case; longer ones are cut.
type Name = ([u8; NAME_BYTES], u8);
const NAME_BYTES: usize = 15;

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
        match text(&name) {
            name if is_formatting(name) => self.formatting = self.formatting.saturating_sub(1),
            name if !self.in_foreign() && (is_void(name) || may_stay_open(name)) => {}
            _ if self.dropped > 0 => {
                self.dropped -= 1;
                self.drop(start, end);
            }
            // An end tag closes what was left open inside its element, and nothing if it has none.
            _ => {
                if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                    self.foreign -= self.open[at..].iter().filter(|open| is_foreign(text(open))).count();
                    self.open.truncate(at);
                }
            }
        }
    }

    fn start_tag(&mut self, start: usize) {
        let (name, length) = self.name(start + 1);
        let (end, surplus, closed) = self.tag_end(start + 1 + length);
        self.at = end;
        let word = text(&name);
        if breaks_out(word) {
            self.leave_foreign();
        }
        let foreign = self.in_foreign();
        if word == "html" || word == "body" {
            self.roots += 1;
            if self.roots > MAX_ROOT_TAGS {
                return self.drop(start, end);
            }
        } else if is_formatting(word) {
            if self.formatting >= MAX_FORMATTING {
                return self.drop(start, end);
            }
            self.formatting += 1;
        } else if if foreign { !closed } else { !is_void(word) && !may_stay_open(word) } {
            if self.open.len() >= MAX_DEPTH {
                self.dropped += 1;
                return self.drop(start, end);
            }
            self.open.push(name);
            self.foreign += usize::from(is_foreign(word));
        }
        if let Some(from) = surplus {
            self.drop(from, end.saturating_sub(1).max(from));
        }
        if is_raw(word) && !foreign {
            self.raw_text(word);
        }
    }

    /// Whether the parser reads an element here as one of SVG or MathML, where none closes itself but with `/>`.
    fn in_foreign(&self) -> bool {
        self.foreign > 0 && self.open.iter().rev().find_map(|open| foreign_or_not(text(open))).unwrap_or(false)
    }

    /// An element of HTML that cannot stand in SVG or MathML closes them.
    fn leave_foreign(&mut self) {
        while self.in_foreign() {
            let Some(at) = self.open.iter().rposition(|open| is_foreign(text(open))) else { return };
            self.open.truncate(at);
            self.foreign -= 1;
        }
    }

    /// Goes to the end tag of an element whose content is no markup; that end tag is read as any other.
    fn raw_text(&mut self, name: &str) {
        let bytes = self.source.as_bytes();
        while let Some(found) = memmem::find(&bytes[self.at..], b"</") {
            self.at += found;
            let behind = &bytes[self.at + 2..];
            if behind.len() >= name.len() && behind[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
                return;
            }
            self.at += 2;
        }
        self.at = bytes.len();
    }

    /// The name that begins here, and how many bytes it takes.
    fn name(&self, from: usize) -> (Name, usize) {
        let bytes = &self.source.as_bytes()[from..];
        let length = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').unwrap_or(bytes.len());
        let mut name = [0; NAME_BYTES];
        let kept = length.min(NAME_BYTES);
        name[..kept].copy_from_slice(&bytes[..kept]);
        name.make_ascii_lowercase();
        ((name, kept as u8), length)
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

fn text(name: &Name) -> &str {
    std::str::from_utf8(&name.0[..usize::from(name.1)]).unwrap_or("")
}

fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Whether what stands in the element is foreign or HTML again; `None` if the element does not decide.
fn foreign_or_not(name: &str) -> Option<bool> {
    match name {
        "svg" | "math" => Some(true),
        "foreignobject" | "desc" | "title" | "mi" | "mo" | "mn" | "ms" | "mtext" | "annotation-xml" => Some(false),
        _ => None,
    }
}

/// The HTML standard's list of start tags that end foreign content; `font` among them only with certain attributes.
fn breaks_out(name: &str) -> bool {
    matches!(
        name,
        "b" | "big"
            | "blockquote"
            | "body"
            | "br"
            | "center"
            | "code"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "em"
            | "embed"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "hr"
            | "i"
            | "img"
            | "li"
            | "listing"
            | "menu"
            | "meta"
            | "nobr"
            | "ol"
            | "p"
            | "pre"
            | "ruby"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "strike"
            | "sub"
            | "sup"
            | "table"
            | "tt"
            | "u"
            | "ul"
            | "var"
    )
}

fn is_formatting(name: &str) -> bool {
    matches!(name, "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt" | "u")
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "frame"
    )
}

/// Elements that end by themselves; they nest only through others.
fn may_stay_open(name: &str) -> bool {
    matches!(name, "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "colgroup" | "option" | "a" | "head")
}

/// Elements whose content is text to the parser.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes")
}
