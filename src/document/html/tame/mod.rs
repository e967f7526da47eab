//! Takes from a source what would make any standard parser's time or memory grow faster than the source.
//!
//! The HTML standard's algorithm looks through all open elements at most tags, compares each attribute of a tag with those
//! before it, and opens unclosed formatting elements anew in every block: each is quadratic for markup that is broken on
//! purpose. The stream tells them as it reads, by [`Limits`] and its count of attributes: then, and for pages that need a tree,
//! one scan takes them out. Ordinary sources pass through untouched.

mod kinds;
mod limits;

pub(super) use kinds::breaks_out;
pub use limits::MAX_DEPTH;
pub(super) use limits::{Called, Limits};

use kinds::Kinds;
use limits::Fate;
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// Longer sources are cut here: 64 MiB.
pub const MAX_SOURCE_BYTES: usize = 64 << 20;
/// Further attributes of a tag are dropped.
pub const MAX_ATTRIBUTES: usize = 256;

/// A source without the constructs above; the same bytes where there are none.
///
/// ```
/// use gleaner::document::html::{MAX_DEPTH, tame};
/// assert!(matches!(tame("<p>One<p>Two"), std::borrow::Cow::Borrowed(_)));
/// let deep = "<div>".repeat(100_000) + "text";
/// assert_eq!(tame(&deep).matches("<div>").count(), MAX_DEPTH);
/// ```
pub fn tame(source: &str) -> Cow<'_, str> {
    let source = within_limit(source);
    let mut scan = Scan { source, at: 0, copied: 0, out: String::new(), limits: Limits::default(), dropped: 0 };
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

/// As much of a source as is read.
pub fn within_limit(source: &str) -> &str {
    &source[..source.floor_char_boundary(MAX_SOURCE_BYTES)]
}

struct Scan<'s> {
    source: &'s str,
    /// Read so far.
    at: usize,
    /// Copied to `out` so far; nought while nothing had to be dropped.
    copied: usize,
    out: String,
    limits: Limits,
    /// Start tags dropped for depth whose end tags are still to come.
    dropped: usize,
}

/// What ends a tag's name.
const fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
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
        if self.dropped > 0 && self.limits.counts(name) {
            self.dropped -= 1;
            self.drop(start, end);
        } else {
            self.limits.end(name);
        }
    }

    fn start_tag(&mut self, start: usize) {
        let (name, length) = self.name(start + 1);
        let (end, surplus, closed) = self.tag_end(start + 1 + length);
        self.at = end;
        let foreign = match self.limits.start(name, closed) {
            Fate::Stays { foreign } => foreign,
            Fate::Goes => return self.drop(start, end),
            Fate::GoesWithItsEnd => {
                self.dropped += 1;
                return self.drop(start, end);
            }
        };
        if let Some(from) = surplus {
            self.drop(from, end.saturating_sub(1).max(from));
        }
        if Kinds::of(name.name).are(Kinds::RAW) && !foreign {
            self.raw_text(start + 1, length);
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

    /// The name that begins here, and how many bytes it takes.
    fn name(&self, from: usize) -> (Called, usize) {
        let bytes = &self.source.as_bytes()[from..];
        let length = bytes.iter().position(|byte| ends_name(*byte)).unwrap_or(bytes.len());
        (Called::of(&bytes[..length]), length)
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
