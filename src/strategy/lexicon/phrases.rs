//! Phrases in an automaton, asked at word starts only, and only where some phrase begins with the same bytes: most words of a
//! line are passed over after one look.

use super::beginnings::Beginnings;
use crate::document::is_unspaced;
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use rustc_hash::FxHashMap;

/// Phrases in an automaton; each stands for one or more rules.
#[derive(Default)]
pub struct Phrases {
    automaton: Option<AhoCorasick>,
    /// The rules of each phrase.
    pub rules: Vec<Vec<u32>>,
    beginnings: Beginnings,
}

impl Phrases {
    /// Compiles phrases with their rules.
    pub fn new(table: FxHashMap<String, Vec<u32>>) -> Self {
        let mut phrases: Vec<(String, Vec<u32>)> = table.into_iter().collect();
        phrases.sort_unstable();
        let (patterns, rules): (Vec<String>, Vec<Vec<u32>>) = phrases.into_iter().unzip();
        let beginnings = Beginnings::of(patterns.iter().map(String::as_bytes));
        let builder = &mut AhoCorasick::builder();
        let automaton = builder.match_kind(MatchKind::LeftmostLongest).start_kind(StartKind::Anchored).build(patterns).ok();
        Self { automaton, rules, beginnings }
    }

    /// The longest phrase that begins at a place: its index and its end.
    #[inline]
    pub fn at(&self, text: &str, start: usize) -> Option<(usize, usize)> {
        if self.beginnings.may_hold(&text.as_bytes()[start..]) { self.longest(text, start) } else { None }
    }

    fn longest(&self, text: &str, start: usize) -> Option<(usize, usize)> {
        let found = self.automaton.as_ref()?.find(Input::new(text).range(start..).anchored(Anchored::Yes))?;
        Some((found.pattern().as_usize(), found.end()))
    }
}

/// Classes of bytes: those of ASCII words (numbers are folded to `#`), spaces, other signs, and parts of other characters.
const WORD: u8 = 0;
const SPACE: u8 = 1;
const SIGN: u8 = 2;
const WIDE: u8 = 3;

const CLASS: [u8; 256] = {
    let mut table = [WIDE; 256];
    let mut byte = 0;
    while byte < 0x80 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'#' => WORD,
            b' ' => SPACE,
            _ => SIGN,
        };
        byte += 1;
    }
    table
};

/// Places in a line where a word or sign begins; in scripts without spaces, every character.
#[inline]
pub fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let class = move |at: usize| bytes.get(at).map_or(SPACE, |byte| CLASS[usize::from(*byte)]);
    let mut wide = false;
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            at += 1;
            let begins = match class(start) {
                SPACE => {
                    wide = false;
                    false
                }
                SIGN => {
                    wide = false;
                    true
                }
                WORD => {
                    while class(at) == WORD {
                        at += 1;
                    }
                    !std::mem::replace(&mut wide, false) || at_boundary(text, start)
                }
                // The other bytes of a character begin nothing.
                _ => {
                    wide = true;
                    bytes[start] >= 0xC0 && at_boundary(text, start)
                }
            };
            if begins {
                return Some(start);
            }
        }
        None
    })
}

/// Whether no letter continues across this place; scripts without spaces have boundaries everywhere.
#[inline]
pub fn at_boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    let joins = |c: char| (c.is_alphanumeric() || c == '#') && !is_unspaced(c);
    !(before.is_some_and(joins) && after.is_some_and(joins))
}
