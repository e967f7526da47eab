//! Where the outlet's name may stand, by looks that cost less than reading words.

use super::{Names, plain};
use crate::document::Document;
use crate::document::blocks::{LANES, padded, vector, within};
use crate::strategy::source_cues::logos;
use crate::strategy::source_cues::signs::{CASED, GENERAL, Signs, WIDE};

impl Names {
    /// Whether some word begins with a capital and goes on like a name; a line without one has no name.
    pub(super) fn may_hold(&self, line: &str) -> bool {
        if self.full.is_empty() && self.part.is_none() && self.acronym.is_none() {
            return false;
        }
        let bytes = line.as_bytes();
        let begins = |name: &String| {
            let (Some(&first), second) = (name.as_bytes().first(), name.as_bytes().get(1)) else { return false };
            if !first.is_ascii() {
                return true;
            }
            memchr::memchr_iter(first.to_ascii_uppercase(), bytes).any(|at| goes_on(bytes, at, second))
                || !line.is_ascii() && line.chars().any(|c| !c.is_ascii() && c.is_uppercase())
        };
        self.full.iter().chain(&self.part).any(begins) || self.acronym.as_ref().is_some_and(|name| line.contains(name.as_str()))
    }

    /// The segments in which a name may stand, or its first word: [`Self::in_line`] and [`Self::short_in`] find nothing in the others.
    /// One search over the whole text for each beginning of a name.
    pub fn lines(&self, document: &Document, signs: &Signs) -> Vec<bool> {
        let spelled: Vec<&[u8]> =
            self.full.iter().chain(&self.part).chain(&self.acronym).chain(&self.short).map(|name| name.as_bytes()).collect();
        let segments = document.segments();
        if !self.unspaced.is_empty() || spelled.iter().any(|name| name.first().is_none_or(|first| !first.is_ascii())) {
            return vec![true; segments.len()];
        }
        let wide = segments.iter().zip(signs.iter()).map(|(segment, signs)| self.may_hold_wide(document.slice(segment.span), signs));
        let mut found: Vec<bool> = wide.collect();
        let bytes = document.text().as_bytes();
        let mut beginnings: Vec<(u8, Option<&u8>)> = spelled.iter().map(|name| (name[0].to_ascii_uppercase(), name.get(1))).collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        for (first, second) in beginnings {
            let mut at = 0;
            for place in memchr::memchr_iter(first, bytes).filter(|&place| goes_on(bytes, place, second)) {
                while segments.get(at).is_some_and(|segment| segment.span.end <= place) {
                    at += 1;
                }
                found.get_mut(at).into_iter().for_each(|found| *found = true);
            }
        }
        found
    }

    /// Whether a capital that is not ASCII, or a quotation mark, may be the beginning of a name in a line with these signs.
    fn may_hold_wide(&self, line: &str, signs: u16) -> bool {
        if signs & WIDE == 0 {
            return false;
        }
        // Of signs in GENERAL, quotation marks and dashes are no letters.
        let other = |at: usize| !matches!(line.as_bytes().get(at + 1), Some(0x80 | 0x81));
        let capital = || signs & CASED != 0 || signs & GENERAL != 0 && memchr::memchr_iter(0xE2, line.as_bytes()).any(other);
        let is_spelled = !self.full.is_empty() || self.part.is_some() || self.acronym.is_some() || self.short.is_some();
        is_spelled && capital() || !self.logos.is_empty() && logos::may_open(line.as_bytes())
    }

    /// A quick look: whether a word is the article, or begins like some name.
    pub(super) fn may_open(&self, first: &str) -> bool {
        match first.as_bytes().first() {
            Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase() && self.capitals >> (byte - b'A') & 1 == 1 || first == "The",
            _ => first.chars().next().is_some_and(|c| self.may_begin(c)),
        }
    }

    /// A quick look: whether some name begins with the first letter of a word.
    pub(super) fn may_begin(&self, first: char) -> bool {
        let folded = first.to_lowercase().next().map(plain);
        self.full.iter().chain(&self.part).any(|name| name.chars().next() == folded)
            || self.acronym.as_ref().is_some_and(|name| name.starts_with(first))
    }

    /// A quick look: whether the article may stand at a place of a line, or a word that begins with the capital of a name.
    pub(super) fn may_begin_at(&self, line: &str, at: usize) -> bool {
        let bytes = line.as_bytes();
        let byte = bytes[at];
        if byte.is_ascii_uppercase() {
            let named = self.capitals >> (byte - b'A') & 1 == 1 || bytes[at..].starts_with(b"The");
            return named && !(at > 0 && bytes[at - 1].is_ascii_alphanumeric()) && self.may_go_on(&bytes[at..]);
        }
        byte >= 0xC0 && line[at..].chars().next().is_some_and(|c| c.is_uppercase() && self.may_begin(c))
    }

    /// A quick look at a text that begins with a word in ASCII letters: whether the word is all of a name's first letters, or the article
    /// before a word that begins like a name.
    fn may_go_on(&self, text: &[u8]) -> bool {
        let (word, rest) = text.split_at(text.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len()));
        let Some(next) = rest.first() else { return word != b"The" && self.has_opening(word) };
        if !next.is_ascii() {
            return true;
        }
        if word != b"The" {
            return self.has_opening(word);
        }
        let next = rest.iter().find(|byte| !byte.is_ascii() || byte.is_ascii_alphanumeric());
        next.is_some_and(|next| {
            let lower = next.to_ascii_lowercase();
            !next.is_ascii() || self.full.iter().any(|name| name.as_bytes().first() == Some(&lower))
        })
    }

    /// Whether a name, its genitive aside, has all letters of an ASCII word at its beginning, or is known by that word.
    fn has_opening(&self, word: &[u8]) -> bool {
        let begins = |name: &String| name.as_bytes().get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
        let genitive = |name: &String| word.split_last().is_some_and(|(_, stem)| name.as_bytes().eq_ignore_ascii_case(stem));
        self.full.iter().any(|name| begins(name) || genitive(name))
            || self.part.as_ref().is_some_and(|part| part.as_bytes().eq_ignore_ascii_case(word))
            || self.acronym.as_ref().is_some_and(|acronym| acronym.as_bytes() == word)
    }

    /// What is found of a line is what is found without a quick look.
    #[cfg(test)]
    pub fn assert_quick_looks(&self, line: &str) {
        // Where no word begins like a name with a capital, "The" makes none either: "The hour was late."
        let slow = if self.may_hold(line) { self.spelled(line) } else { Vec::new() };
        assert_eq!(self.spelled_quickly(line), slow, "{line}");
    }
}

/// Places of a text at which an ASCII capital stands, or a character outside of ASCII begins.
pub(super) fn capitals(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    (0..text.len()).step_by(LANES).flat_map(move |at| {
        let sixteen = vector(text, at).unwrap_or_else(|| padded(text, at, 0));
        let mut left = (within(sixteen, b'A', b'Z') | within(sixteen, 0xC0, 0xFF)).to_bitmask();
        std::iter::from_fn(move || {
            let place = (left != 0).then(|| at + left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(place)
        })
    })
}

/// Whether the byte behind a place may be the second of a name, in small letters; what is no ASCII letter may.
fn goes_on(bytes: &[u8], at: usize, second: Option<&u8>) -> bool {
    match (bytes.get(at + 1), second) {
        (Some(next), Some(second)) => !next.is_ascii_alphabetic() || next.eq_ignore_ascii_case(second),
        _ => true,
    }
}
