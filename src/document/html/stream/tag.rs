//! Reads the attributes of a tag; values are decoded only if somebody asks for them.

use super::references::{Reading, append};
use super::scan::{find, first_change};
use crate::document::html::known::Known;
use crate::document::packed::{Table, key, key_at};

/// Where the parts of a tag stand.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// One bit for each [`Known`] attribute that is there.
    present: u32,
    /// How many attributes the tag has, known or not.
    count: usize,
    values: [Value; Known::NAMES.len()],
    /// Values that had to be decoded.
    decoded: String,
}

/// A value, in the source or among the decoded ones.
#[derive(Clone, Copy, Debug, Default)]
struct Value {
    start: u32,
    end: u32,
    decoded: bool,
}

const _: () = assert!(Known::NAMES.len() <= 32, "one bit each");

/// How a tag ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagEnd {
    /// Behind its `>`.
    pub at: usize,
    /// Whether it ends in `/>`.
    pub closes_itself: bool,
}

static KNOWN: Table<128> = {
    let mut table = Table::EMPTY;
    let mut at = 0;
    while at < Known::NAMES.len() {
        table = table.with(key(Known::NAMES[at].0.as_bytes()), at as u8);
        at += 1;
    }
    table
};

/// White space between the parts of a tag.
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

impl Attributes {
    /// Whether the attribute is there.
    pub fn has(&self, known: Known) -> bool {
        self.present & (1 << known as u32) != 0
    }

    /// How many attributes the tag has, known or not.
    pub fn count(&self) -> usize {
        self.count
    }

    /// A bit for each [`Known`] attribute that is there.
    pub fn present(&self) -> u32 {
        self.present
    }

    /// Whether any of these is there.
    pub fn has_any(&self, known: &[Known]) -> bool {
        known.iter().any(|known| self.has(*known))
    }

    /// The value of an attribute.
    pub fn value<'a>(&'a self, source: &'a str, known: Known) -> Option<&'a str> {
        self.has(known).then(|| self.slice(source, self.values[known as usize]))
    }

    fn slice<'a>(&'a self, source: &'a str, value: Value) -> &'a str {
        let all = if value.decoded { &self.decoded } else { source };
        all.get(value.start as usize..value.end as usize).unwrap_or("")
    }

    /// The attributes that are there, in the order of their names.
    pub fn iter<'a>(&'a self, source: &'a str) -> impl Iterator<Item = (Known, &'a str)> + Clone {
        let mut left = self.present;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            let (_, known) = Known::NAMES.get(at)?;
            Some((*known, self.slice(source, self.values[at])))
        })
    }

    /// Takes over what another tag has and this one has not.
    pub fn merge(&mut self, other: &Attributes) {
        for (at, value) in other.values.iter().enumerate() {
            if other.present & !self.present & (1 << at) == 0 {
                continue;
            }
            let mut value = *value;
            if value.decoded {
                let from = self.decoded.len() as u32;
                self.decoded.push_str(&other.decoded[value.start as usize..value.end as usize]);
                value = Value { start: from, end: self.decoded.len() as u32, decoded: true };
            }
            self.values[at] = value;
        }
        self.present |= other.present;
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        (self.present, self.count) = (0, 0);
        self.decoded.clear();
    }

    /// Reads a tag from behind its name to behind its `>`; `None` if the source ends before.
    pub fn read(&mut self, source: &str, from: usize) -> Option<TagEnd> {
        self.clear();
        each(source, from, |name, value| self.keep(source, name, value))
    }

    #[inline]
    fn keep(&mut self, source: &str, name: (usize, usize), value: (usize, usize)) {
        self.count += 1;
        let length = name.1 - name.0;
        if !(2..=14).contains(&length) {
            return;
        }
        let Some(at) = KNOWN.find(key_at(source.as_bytes(), name.0, length)) else { return };
        if self.present & (1 << at) != 0 {
            return;
        }
        self.present |= 1 << at;
        let mut kept = Value { start: value.0 as u32, end: value.1 as u32, decoded: false };
        if let Some(first) = first_change(source.as_bytes(), value.0, value.1) {
            let from = self.decoded.len();
            append(&source[value.0..value.1], first - value.0, Reading::Attribute, &mut self.decoded);
            kept = Value { start: from as u32, end: self.decoded.len() as u32, decoded: true };
        }
        self.values[usize::from(at)] = kept;
    }
}

/// What ends the name of an attribute.
static ENDS_ATTRIBUTE_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        ends[byte] = matches!(byte as u8, b'=' | b'>' | b'/') || is_space(byte as u8);
        byte += 1;
    }
    ends
};

/// Where the name of an attribute ends that goes on at `from`. A function of its own: in line, the compiler keeps so much at hand in this
/// loop that a byte costs three times as much.
#[inline(never)]
fn name_end(bytes: &[u8], from: usize) -> Option<usize> {
    let length = bytes.get(from..)?.iter().position(|byte| ENDS_ATTRIBUTE_NAME[usize::from(*byte)])?;
    Some(from + length)
}

/// Calls `found` with the places of each attribute's name and value, in the states of the standard's tokenizer; from behind a tag's
/// name to behind its `>`, `None` if the source ends before.
#[inline]
pub fn each(source: &str, from: usize, found: impl FnMut((usize, usize), (usize, usize))) -> Option<TagEnd> {
    // Most tags end here: they need nothing of what the loop sets up.
    if source.as_bytes().get(from) == Some(&b'>') {
        return Some(TagEnd { at: from + 1, closes_itself: false });
    }
    each_attribute(source, from, found)
}

#[inline]
fn each_attribute(source: &str, from: usize, mut found: impl FnMut((usize, usize), (usize, usize))) -> Option<TagEnd> {
    let bytes = source.as_bytes();
    let mut at = from;
    loop {
        // Before an attribute's name.
        match *bytes.get(at)? {
            b'>' => return Some(TagEnd { at: at + 1, closes_itself: false }),
            b'/' => {
                if *bytes.get(at + 1)? == b'>' {
                    return Some(TagEnd { at: at + 2, closes_itself: true });
                }
                at += 1;
                continue;
            }
            byte if is_space(byte) => {
                at += 1;
                continue;
            }
            _ => {}
        }
        let name = at;
        // The first character belongs to the name, whatever it is.
        at = name_end(bytes, at + 1)?;
        let name = (name, at);
        at = behind_space(bytes, at)?;
        let value = if bytes[at] == b'=' {
            at = behind_space(bytes, at + 1)?;
            match bytes[at] {
                quote @ (b'"' | b'\'') => {
                    let start = at + 1;
                    let end = find(bytes, start, quote)?;
                    at = end + 1;
                    (start, end)
                }
                _ => {
                    let start = at;
                    at += bytes[at..].iter().position(|byte| *byte == b'>' || is_space(*byte))?;
                    (start, at)
                }
            }
        } else {
            (at, at)
        };
        found(name, value);
    }
}

#[inline]
fn behind_space(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while is_space(*bytes.get(at)?) {
        at += 1;
    }
    Some(at)
}
