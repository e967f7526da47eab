//! Runs of ASCII letters, digits and spaces, counted without a look at the state for each byte: what most text is made of.

use super::Ending;
use super::meter::{INITIAL_CHARS, Meter};
use crate::document::eights::{self, HIGH, ONES, within};

/// Five counts are kept in one number, each in so many bits,
const COUNT_BITS: u32 = 12;
/// so that a run may have this many bytes, of which eight are read at a time.
const MAX_RUN: usize = ((1 << COUNT_BITS) - 1) & !7;
/// Places of the counts.
const LETTERS: u32 = 0;
const UPPER: u32 = 1;
const DIGITS: u32 = 2;
const STARTS: u32 = 3;
const CAPITALISED: u32 = 4;

/// The counts of a run in some bytes of eight, given by their highest bits: small letters, capitals, digits, and the first bytes of words
/// behind a space.
#[inline]
fn counts(small: u64, capitals: u64, digits: u64, starts: u64) -> u64 {
    // Two sums in one product: none is more than eight, which half a byte holds.
    let sums = |low: u64, high: u64| (low >> 7 | high >> 3).wrapping_mul(ONES) >> 56;
    let (letters, others) = (sums(small | capitals, capitals), sums(digits, starts));
    let capitalised = sums(starts & capitals, 0);
    (letters & 15) << (LETTERS * COUNT_BITS)
        | (letters >> 4) << (UPPER * COUNT_BITS)
        | (others & 15) << (DIGITS * COUNT_BITS)
        | (others >> 4) << (STARTS * COUNT_BITS)
        | capitalised << (CAPITALISED * COUNT_BITS)
}

/// Whether a byte ends a run.
const fn ends_run(byte: u8) -> bool {
    !(byte == b' ' || byte.is_ascii_alphanumeric())
}

impl Meter {
    /// Reads a piece of text.
    pub fn read_piece(&mut self, piece: &str) {
        let bytes = piece.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let run = self.plain_run(&bytes[at..]);
            at += run;
            let Some(&byte) = bytes.get(at) else { break };
            if !ends_run(byte) {
                continue; // a run longer than one count holds
            } else if byte < 0x80 {
                self.sign(byte);
                at += 1;
            } else {
                let c = piece[at..].chars().next().unwrap_or('\u{fffd}');
                self.wide(c);
                at += c.len_utf8();
            }
        }
    }

    /// Reads ASCII letters, digits and spaces up to the first other character, at most [`MAX_RUN`] bytes, and returns how many
    /// there were. What each adds to the counts depends on the byte before it alone, so that eight are counted at a time.
    fn plain_run(&mut self, bytes: &[u8]) -> usize {
        let mut sums = 0;
        let mut run = 0;
        // The highest bit of a byte if the one before is a space.
        let mut spaced = if self.in_word { 0 } else { 0x80 };
        while run < MAX_RUN {
            let (eight, _) = eights::at(bytes, run);
            let ascii = eight & !HIGH;
            let class = |from, to| within(ascii, from, to) & HIGH & !eight;
            let (small, capitals, digits, spaces) = (class(b'a', b'z'), class(b'A', b'Z'), class(b'0', b'9'), class(b' ', b' '));
            let words = small | capitals | digits;
            let signs = HIGH & !(words | spaces);
            let starts = words & (spaces << 8 | spaced);
            let read = |bits: u64| eights::below(bits, signs);
            sums += counts(read(small), read(capitals), read(digits), read(starts));
            spaced = spaces >> 56;
            if signs != 0 {
                run += (signs.trailing_zeros() / 8) as usize;
                break;
            }
            run += 8;
        }
        if run > 0 {
            self.count_run(&bytes[..run], sums);
        }
        run
    }

    /// Adds a run's counts, and leaves the state as its last byte does.
    fn count_run(&mut self, run: &[u8], counts: u64) {
        let count = |field: u32| (counts >> (field * COUNT_BITS)) as u32 & ((1 << COUNT_BITS) - 1);
        let (visible, starts) = (count(LETTERS) + count(DIGITS), count(STARTS));
        let spaced = run.first() == Some(&b' ');
        if spaced && self.mark_open {
            self.end_sentence();
        }
        (self.mark_open, self.dots) = (false, 0);
        // Each word that follows a space counts that space, unless nothing visible stands before it.
        let first = if spaced { u32::from(self.features.length == 0 && starts > 0) } else { u32::from(!self.in_word) };
        let pending = if spaced { 0 } else { self.pending_space };
        self.features.length += visible + starts - first + pending;
        self.features.chars += visible;
        self.features.letters += count(LETTERS);
        self.features.upper += count(UPPER);
        self.features.digits += count(DIGITS);
        self.features.capitalised += count(CAPITALISED);
        self.words += starts;
        if visible > 0 {
            self.features.ending = Ending::Open;
            self.end_word(run, starts);
        }
        self.in_word = run.last() != Some(&b' ');
        self.pending_space = u32::from(!self.in_word && self.features.length > 0);
    }

    /// Remembers how long the last word of a run is, as far as that matters, and whether it begins with a capital.
    fn end_word(&mut self, run: &[u8], starts: u32) {
        let words = run.trim_ascii_end();
        // Only whether it is longer than an initial is asked.
        const LONGER: usize = INITIAL_CHARS as usize + 1;
        let last = &words[words.len().saturating_sub(LONGER)..];
        let shown = last.iter().rposition(|byte| *byte == b' ').map_or(last.len(), |space| last.len() - 1 - space);
        if starts == 0 {
            self.word_chars += shown as u32;
        } else {
            self.word_chars = shown as u32;
            self.word_upper = words.get(words.len() - shown).is_some_and(u8::is_ascii_uppercase);
        }
    }
}
