//! Takes from a source what would make any standard parser's time or memory grow faster than the source.
//!
//! The HTML standard's algorithm looks through all open elements at most tags, compares each attribute of a tag with those
//! before it, and opens unclosed formatting elements anew in every block: each is quadratic for markup that is broken on
//! purpose. One scan finds such sources; ordinary ones pass through untouched.

mod kinds;

pub(super) use kinds::breaks_out;

use super::stream::{Name, Sets, key};
use super::tag::Tag;
use kinds::Kinds;
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
    let mut scan = Scan { source, at: 0, copied: 0, out, open, dropped: 0, formatting: Vec::new(), roots: 0, foreign: 0 };
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
    /// Elements that are open, as far as they must be closed. Where the scan cannot tell what the parser does, they stay open here.
    open: Vec<Open>,
    /// Start tags dropped for depth whose end tags are still to come.
    dropped: usize,
    /// Formatting elements that are open, by their names, each with the count of `open` where it began; at most
    /// [`MAX_FORMATTING`].
    formatting: Vec<(u128, usize)>,
    roots: usize,
    /// Open `svg` and `math` elements.
    foreign: usize,
}

/// An element that is open.
#[derive(Clone, Copy)]
struct Open {
    /// Its name, as a key of [`Name`].
    key: u128,
    /// Whether it is one of SVG or MathML.
    foreign: bool,
    /// Whether the parser may have closed it: another element came that does not stand in it.
    unsure: bool,
}

impl Open {
    fn kinds(self) -> Kinds {
        Kinds::of(self.key)
    }

    /// Whether an end tag in it ends nothing outside it: the standard's default scope.
    fn bounds_scope(self) -> bool {
        if self.foreign { self.kinds().are(Kinds::HTML_AGAIN) } else { Sets::of(Name::of(self.key)).any(Sets::SCOPE) }
    }

    /// Whether it is an element of HTML in one of these sets.
    fn is_in(self, sets: Sets) -> bool {
        !self.foreign && Sets::of(Name::of(self.key)).any(sets)
    }
}

/// What ends a tag's name.
const fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// A number for a name that [`key`] has none for, which is no key of a name of the standard.
fn folded(name: &[u8]) -> u128 {
    let fold = |sum: u128, byte: &u8| sum.wrapping_mul(FOLD) ^ u128::from(byte.to_ascii_lowercase());
    name.iter().fold(0, fold) | 1 << 127
}

/// The prime of the 128-bit hash FNV-1 (Fowler, Noll, Vo).
const FOLD: u128 = 0x0100_0000_0000_0000_0000_013b;

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
            self.end_formatting(name);
        } else if kinds.are(Kinds::VOID | Kinds::STAYS_OPEN) && !self.in_foreign() {
        } else if self.dropped > 0 {
            self.dropped -= 1;
            self.drop(start, end);
        } else if let Some(at) = self.ended(name) {
            if self.open[at].unsure || Name::of(name) == Name::View(Tag::Form) {
                // What a form leaves open stays open behind it.
                self.open.remove(at);
                self.formatting.iter_mut().for_each(|(_, depth)| *depth -= usize::from(*depth > at));
            } else {
                self.close_to(at);
            }
        }
    }

    /// The element that an end tag of this name ends, with what was left open in it.
    fn ended(&self, name: u128) -> Option<usize> {
        if self.open.last().is_some_and(|open| open.key == name) {
            return Some(self.open.len() - 1);
        }
        // Between elements of SVG and MathML it ends whatever has its name.
        let inner = self.open.iter().rposition(|open| !open.foreign).map_or(0, |at| at + 1);
        if let Some(at) = self.open[inner..].iter().rposition(|open| open.key == name) {
            return Some(inner + at);
        }
        let (sets, name_of) = (Sets::of(Name::of(name)), Name::of(name));
        let bounds = |open: &Open| match name_of {
            Name::View(Tag::Template) => false,
            Name::View(Tag::Table) => open.is_in(Sets::TABLE),
            Name::View(Tag::Li) => open.bounds_scope() || open.is_in(Sets::LIST),
            _ if sets.any(Sets::BLOCK) => open.bounds_scope(),
            _ => open.is_in(Sets::SPECIAL),
        };
        // A heading ends with the end tag of any.
        let named = |open: &Open| !open.foreign && (open.key == name || (sets.any(Sets::HEADING) && open.is_in(Sets::HEADING)));
        let at = self.open.iter().rposition(|open| named(open) || bounds(open))?;
        named(&self.open[at]).then_some(at)
    }

    /// What is open may end with a start tag.
    fn may_close(&mut self, tag: Tag) {
        let other = match tag {
            Tag::Li | Tag::Dd | Tag::Dt => return self.end_item(tag),
            Tag::Button | Tag::Select | Tag::Table | Tag::Frameset => tag,
            Tag::Input => Tag::Select,
            _ if tag.heading_level().is_some() => tag,
            _ => return,
        };
        let heading = other.heading_level().is_some();
        for open in &mut self.open {
            let tag = Name::of(open.key).tag();
            open.unsure |= tag == other || (heading && tag.heading_level().is_some());
        }
    }

    /// A list item or definition ends the one before it.
    fn end_item(&mut self, tag: Tag) {
        let ends = |open: &Open| match Name::of(open.key) {
            Name::View(own) if !open.foreign => own == tag || (tag != Tag::Li && matches!(own, Tag::Dd | Tag::Dt)),
            _ => false,
        };
        if let Some(at) = self.open.iter().rposition(|open| ends(open) || open.is_in(Sets::ENDS_ITEM))
            && ends(&self.open[at])
        {
            self.close_to(at);
        }
    }

    /// The end tag of a formatting element ends the last of its own name, and none outside the table, object or the like that it
    /// stands in: the standard's scope.
    fn end_formatting(&mut self, name: u128) {
        if let Some(at) = self.formatting.iter().rposition(|(own, _)| *own == name)
            && !self.open.get(self.formatting[at].1..).unwrap_or(&[]).iter().any(|open| open.bounds_scope())
        {
            self.formatting.remove(at);
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
        if let (Name::View(tag), false) = (Name::of(name), foreign) {
            self.may_close(tag);
        }
        if kinds.are(Kinds::ROOT) {
            self.roots += 1;
            if self.roots > MAX_ROOT_TAGS {
                return self.drop(start, end);
            }
        } else if kinds.are(Kinds::FORMATTING) {
            if self.formatting.len() >= MAX_FORMATTING {
                return self.drop(start, end);
            }
            self.formatting.push((name, self.open.len()));
        } else if if foreign || kinds.are(Kinds::FOREIGN) { !closed } else { !kinds.are(Kinds::VOID | Kinds::STAYS_OPEN) } {
            if self.open.len() >= MAX_DEPTH {
                self.dropped += 1;
                return self.drop(start, end);
            }
            self.open.push(Open { key: name, foreign: foreign || kinds.are(Kinds::FOREIGN), unsure: false });
            self.foreign += usize::from(kinds.are(Kinds::FOREIGN));
        }
        if let Some(from) = surplus {
            self.drop(from, end.saturating_sub(1).max(from));
        }
        if kinds.are(Kinds::RAW) && !foreign {
            self.raw_text(start + 1, length);
        }
    }

    /// Closes elements until this many are open.
    fn close_to(&mut self, count: usize) {
        if self.foreign > 0 {
            self.foreign -= self.open[count..].iter().filter(|open| open.kinds().are(Kinds::FOREIGN)).count();
        }
        self.open.truncate(count);
        self.formatting.iter_mut().for_each(|(_, depth)| *depth = count.min(*depth));
    }

    /// Whether the parser reads an element here as one of SVG or MathML, where none closes itself but with `/>`.
    fn in_foreign(&self) -> bool {
        let kinds = || self.open.iter().rev().map(|open| open.kinds());
        self.foreign > 0
            && kinds().find(|kinds| kinds.are(Kinds::FOREIGN | Kinds::HTML_AGAIN)).is_some_and(|kinds| kinds.are(Kinds::FOREIGN))
    }

    /// An element of HTML that cannot stand in SVG or MathML closes them.
    fn leave_foreign(&mut self) {
        while self.in_foreign() {
            let Some(at) = self.open.iter().rposition(|open| open.kinds().are(Kinds::FOREIGN)) else { return };
            self.close_to(at);
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
        let length = bytes.iter().position(|byte| ends_name(*byte)).unwrap_or(bytes.len());
        let name = &bytes[..length];
        let packed = key(name);
        (if packed == 0 { folded(name) } else { packed }, length)
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
