//! `gopher-lines`: Gopher's quality thresholds, applied line by line.
//!
//! - **Idea**: text has words of ordinary length, made of letters, and does not end in an ellipsis.
//! - **Source**: Rae et al. 2021, thresholds as in datatrove's `gopher_quality_filter.py`. Published for documents; the
//!   transfer to lines is ours.
//! - **Needs**: text. **Parameters**: `alphabetic`, share of words with a letter; `symbols`, hashes and ellipses a word.
//! - **Wins**: number tables, hash tags, teasers cut short. **Loses**: menus, rails, credits are ordinary words.
//! - **Cost**: O(bytes).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::{Document, Strategy};
use crate::document::{Ending, Features};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "gopher-lines",
    version: 1,
    summary: "Gopher's quality thresholds line by line: letters, word length, symbols, ellipses",
    loses: "menus, rails and credits are made of ordinary words",
    family: Family::LineFilter,
    source: "Rae et al. 2021 (Gopher); thresholds as in datatrove; line-wise transfer is ours",
    needs: Needs::Text,
    parameters: &[
        Parameter::number("alphabetic", "0.8", (0.0, 1.0), "share of words that must have a letter"),
        Parameter::number("symbols", "0.1", (0.0, 10.0), "hash signs and ellipses a word"),
    ],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: true,
        monotone: &[
            Monotone { parameter: "alphabetic", direction: Direction::RemovesMore },
            Monotone { parameter: "symbols", direction: Direction::RemovesLess },
        ],
    },
    build: |parameters| {
        Box::new(GopherLines { alphabetic: parameters.number("alphabetic") as f32, symbols: parameters.number("symbols") as f32 })
    },
};

/// Mean characters of a word.
const WORD_LENGTH: std::ops::RangeInclusive<f32> = 3.0..=10.0;

struct GopherLines {
    alphabetic: f32,
    symbols: f32,
}

impl GopherLines {
    fn verdict(&self, line: &str, features: &Features) -> Option<&'static str> {
        if features.words < 1.0 {
            return Some("gopher.no-words");
        }
        if features.ending == Ending::Ellipsis {
            return Some("gopher.ellipsis");
        }
        if features.unspaced == 0 {
            let letters_and_digits = (features.letters + features.digits) as f32;
            if !WORD_LENGTH.contains(&(letters_and_digits / features.words)) {
                return Some("gopher.word-length");
            }
            // Only digits make a word without a letter; lines without digits need no look.
            if features.digits > 0 && self.alphabetic_share(line) < self.alphabetic {
                return Some("gopher.alphabetic");
            }
        }
        let bytes = line.as_bytes();
        let symbols = memchr::memchr_iter(b'#', bytes).count() + ellipses(bytes);
        (symbols as f32 > self.symbols * features.words).then_some("gopher.symbols")
    }

    fn alphabetic_share(&self, line: &str) -> f32 {
        let (mut all, mut with) = (0, 0);
        for word in line.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)) {
            all += 1;
            with += i32::from(word.contains(char::is_alphabetic));
        }
        if all == 0 { 0.0 } else { with as f32 / all as f32 }
    }
}

/// Ellipses, and groups of three full stops.
fn ellipses(line: &[u8]) -> usize {
    let signs = memchr::memchr_iter(0xE2, line).filter(|&at| line[at..].starts_with("…".as_bytes())).count();
    let mut next = 0;
    let mut dots = 0;
    for at in memchr::memchr_iter(b'.', line) {
        if at >= next && line[at..].starts_with(b"...") {
            dots += 1;
            next = at + 3;
        }
    }
    signs + dots
}

impl Strategy for GopherLines {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        for (segment, features) in document.segments().iter().zip(document.features()) {
            if let Some(rule) = self.verdict(document.inner(segment), features) {
                out.push(segment.span, None, rule);
            }
        }
    }
}
