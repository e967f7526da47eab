//! What is open, as far as it must be told to keep markup within its limits.
//!
//! Where this cannot tell what the parser does, elements stay open here: it may count more than the parser has, never less but
//! for a few to each element it counts.

use super::kinds::Kinds;
use crate::document::html::Tag;
use crate::document::html::stream::{Name, Sets};
use crate::document::packed::key;

/// Elements that must be closed nest this deep at most, as in Blink and WebKit.
pub const MAX_DEPTH: usize = 512;
/// Formatting elements (`b`, `font`, …) that may be open at a time.
const MAX_FORMATTING: usize = 24;
/// `html` and `body` tags beyond these hand their attributes to the first, one by one.
const MAX_ROOT_TAGS: usize = 16;

/// A name, and a number that no other name has.
#[derive(Clone, Copy, Debug)]
pub struct Called {
    /// The name.
    pub name: Name,
    /// Its letters as a number.
    pub key: u128,
}

impl Called {
    /// A name in any case.
    pub fn of(name: &[u8]) -> Self {
        Self::packed(key(name), name)
    }

    /// The same of a name whose [`key`] is known.
    #[inline]
    pub fn packed(packed: u128, name: &[u8]) -> Self {
        Self { name: Name::of(packed), key: if packed == 0 { folded(name) } else { packed } }
    }
}

/// A number for a name that [`key`] has none for, which is no key of a name of the standard.
fn folded(name: &[u8]) -> u128 {
    let fold = |sum: u128, byte: &u8| sum.wrapping_mul(FOLD) ^ u128::from(byte.to_ascii_lowercase());
    name.iter().fold(0, fold) | 1 << 127
}

/// The prime of the 128-bit hash FNV-1 (Fowler, Noll, Vo).
const FOLD: u128 = 0x0100_0000_0000_0000_0000_013b;

/// What becomes of a start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    Stays {
        /// As an element of SVG or MathML.
        foreign: bool,
    },
    /// There are too many like it.
    Goes,
    /// It would be too deep; so would its end tag.
    GoesWithItsEnd,
}

impl Fate {
    /// Whether it stays.
    pub const fn stays(self) -> bool {
        matches!(self, Fate::Stays { .. })
    }
}

/// An element that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    name: Name,
    key: u128,
    /// Whether it is one of SVG or MathML.
    foreign: bool,
    /// Whether the parser may not have it open: another came that does not stand in it, or it may not have been opened.
    unsure: bool,
}

impl Open {
    fn kinds(self) -> Kinds {
        Kinds::of(self.name)
    }

    /// Whether an end tag in it ends nothing outside it: the standard's default scope.
    fn bounds_scope(self) -> bool {
        if self.foreign { self.kinds().are(Kinds::HTML_AGAIN) } else { Sets::of(self.name).any(Sets::SCOPE) }
    }

    /// Whether it is an element of HTML in one of these sets.
    fn is_in(self, sets: Sets) -> bool {
        !self.foreign && Sets::of(self.name).any(sets)
    }
}

/// What is open.
#[derive(Debug, Default)]
pub struct Limits {
    /// Elements that must be closed.
    open: Vec<Open>,
    /// Formatting elements that are open, by the keys of their names, each with the count of `open` where it began; at most
    /// [`MAX_FORMATTING`].
    formatting: Vec<(u128, usize)>,
    roots: usize,
    /// Open `svg` and `math` elements.
    foreign: usize,
}

impl Limits {
    /// A start tag; `closed` if it ends in `/>`.
    pub fn start(&mut self, own: Called, closed: bool) -> Fate {
        let kinds = Kinds::of(own.name);
        if kinds.are(Kinds::BREAKS_OUT) {
            self.leave_foreign();
        }
        let foreign = self.in_foreign();
        let unsure = !foreign && self.may_close(own.name);
        if kinds.are(Kinds::ROOT) {
            self.roots += 1;
            if self.roots > MAX_ROOT_TAGS {
                return Fate::Goes;
            }
        } else if kinds.are(Kinds::FORMATTING) {
            if self.formatting.len() >= MAX_FORMATTING {
                return Fate::Goes;
            }
            self.formatting.push((own.key, self.open.len()));
        } else if if foreign || kinds.are(Kinds::FOREIGN) { !closed } else { !kinds.are(Kinds::VOID | Kinds::STAYS_OPEN) } {
            if self.open.len() >= MAX_DEPTH {
                return Fate::GoesWithItsEnd;
            }
            let Called { name, key } = own;
            self.open.push(Open { name, key, foreign: foreign || kinds.are(Kinds::FOREIGN), unsure });
            self.foreign += usize::from(kinds.are(Kinds::FOREIGN));
        }
        Fate::Stays { foreign }
    }

    /// Whether elements of this name count towards the depth here.
    pub fn counts(&self, own: Called) -> bool {
        let kinds = Kinds::of(own.name);
        !kinds.are(Kinds::FORMATTING) && (!kinds.are(Kinds::VOID | Kinds::STAYS_OPEN) || self.in_foreign())
    }

    /// An end tag.
    pub fn end(&mut self, own: Called) {
        if Kinds::of(own.name).are(Kinds::FORMATTING) {
            self.end_formatting(own);
        } else if self.counts(own)
            && let Some(at) = self.ended(own)
        {
            if own.name == Name::View(Tag::Form) {
                // What a form leaves open stays open behind it.
                self.open[at].unsure = true;
                self.may_imply_ends();
            }
            self.close(at);
        }
    }

    /// Closes an element; what stands in it only if it is sure to be open.
    fn close(&mut self, at: usize) {
        if self.open[at].unsure {
            self.open.remove(at);
            self.formatting.iter_mut().for_each(|(_, depth)| *depth -= usize::from(*depth > at));
        } else {
            self.close_to(at);
        }
    }

    /// Elements whose end tags may be left out may end here.
    fn may_imply_ends(&mut self) {
        self.open.iter_mut().for_each(|open| open.unsure |= open.is_in(Sets::IMPLIED));
    }

    /// The element that an end tag of this name ends, with what was left open in it.
    fn ended(&self, own: Called) -> Option<usize> {
        if self.open.last().is_some_and(|open| open.key == own.key) {
            return Some(self.open.len() - 1);
        }
        // Between elements of SVG and MathML it ends whatever has its name.
        let inner = self.open.iter().rposition(|open| !open.foreign).map_or(0, |at| at + 1);
        if let Some(at) = self.open[inner..].iter().rposition(|open| open.key == own.key) {
            return Some(inner + at);
        }
        let sets = Sets::of(own.name);
        let bounds = |open: &Open| match own.name {
            Name::View(Tag::Template) => false,
            Name::View(Tag::Table) => open.is_in(Sets::TABLE),
            Name::View(Tag::Li) => open.bounds_scope() || open.is_in(Sets::LIST),
            _ if sets.any(Sets::BLOCK) => open.bounds_scope(),
            _ => open.is_in(Sets::SPECIAL),
        };
        // A heading ends with the end tag of any.
        let named = |open: &Open| !open.foreign && (open.key == own.key || (sets.any(Sets::HEADING) && open.is_in(Sets::HEADING)));
        let at = self.open.iter().rposition(|open| named(open) || bounds(open))?;
        named(&self.open[at]).then_some(at)
    }

    /// What is open may end with a start tag; returns whether that may be all that the tag does.
    fn may_close(&mut self, name: Name) -> bool {
        let tag = name.tag();
        let ruby = matches!(name, Name::Rule(_)) && Sets::of(name).any(Sets::IMPLIED);
        if ruby || matches!(tag, Tag::Button | Tag::Option | Tag::Optgroup | Tag::Hr) {
            self.may_imply_ends();
        }
        let other = match tag {
            Tag::Li | Tag::Dd | Tag::Dt => {
                self.end_item(tag);
                return false;
            }
            Tag::Button | Tag::Select | Tag::Table | Tag::Frameset => tag,
            Tag::Input => Tag::Select,
            _ if tag.heading_level().is_some() => tag,
            _ => return false,
        };
        let mut found = false;
        let heading = other.heading_level().is_some();
        for open in &mut self.open {
            let tag = open.name.tag();
            let closes = tag == other || (heading && tag.heading_level().is_some());
            open.unsure |= closes;
            found |= closes;
        }
        tag == Tag::Frameset || (tag == Tag::Select && found)
    }

    /// A list item or definition ends the one before it.
    fn end_item(&mut self, tag: Tag) {
        let ends = |open: &Open| match open.name {
            Name::View(other) if !open.foreign => other == tag || (tag != Tag::Li && matches!(other, Tag::Dd | Tag::Dt)),
            _ => false,
        };
        if let Some(at) = self.open.iter().rposition(|open| ends(open) || open.is_in(Sets::ENDS_ITEM))
            && ends(&self.open[at])
        {
            self.close(at);
        }
    }

    /// The end tag of a formatting element ends the last of its own name, and none outside the table, object or the like that it
    /// stands in: the standard's scope.
    fn end_formatting(&mut self, own: Called) {
        if let Some(at) = self.formatting.iter().rposition(|(key, _)| *key == own.key)
            && !self.open.get(self.formatting[at].1..).unwrap_or(&[]).iter().any(|open| open.bounds_scope())
        {
            self.formatting.remove(at);
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
    pub fn in_foreign(&self) -> bool {
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
}
