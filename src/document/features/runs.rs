//! Runs of ASCII letters, digits and spaces, counted without a look at the state for each byte: what most text is made of.

use super::Ending;
use super::meter::{INITIAL_CHARS, Meter};
use crate::document::blocks::{LANES, equal, padded, vector, within};
use wide::u8x16;

/// Four counts are kept in one number, each in so many bits,
const COUNT_BITS: u32 = 16;
/// so that a run may have far more than this many bytes.
const MAX_RUN: usize = 255 * LANES;
/// Places of the counts.
const LETTERS: u32 = 0;
const UPPER: u32 = 1;
const DIGITS: u32 = 2;
const STARTS: u32 = 3;

/// What was counted of a run.
#[derive(Clone, Copy, Default)]
struct Counts {
    four: u64,
    /// Words that begin with a capital.
    capitalised: u32,
}

/// How many bits are set in each 16 of a number (Anderson, Bit Twiddling Hacks).
const fn count_ones(number: u64) -> u64 {
    const fn each(sixteen: u64) -> u64 {
        sixteen * 0x0001_0001_0001_0001
    }
    let twos = number - (number >> 1 & each(0x5555));
    let fours = (twos & each(0x3333)) + (twos >> 2 & each(0x3333));
    let eights = (fours + (fours >> 4)) & each(0x0F0F);
    (eights + (eights >> 8)) & each(0x00FF)
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
    /// there were. What each adds to the counts depends on the byte before it alone, so that sixteen are counted at a time.
    fn plain_run(&mut self, bytes: &[u8]) -> usize {
        let mut counts = Counts::default();
        let mut run = 0;
        // One if the byte before is a space.
        let mut spaced = u32::from(!self.in_word);
        while run < MAX_RUN {
            let sixteen = vector(bytes, run).unwrap_or_else(|| padded(bytes, run, 0));
            let (letters, digits) =
                (within(sixteen | u8x16::splat(0x20), b'a', b'z').to_bitmask(), within(sixteen, b'0', b'9').to_bitmask());
            let (capitals, spaces) = (within(sixteen, b'A', b'Z').to_bitmask(), equal(sixteen, b' ').to_bitmask());
            let words = letters | digits;
            // With a bit behind all sixteen.
            let signs = !(words | spaces);
            let read = (signs & signs.wrapping_neg()) - 1;
            let starts = words & (spaces << 1 | spaced) & read;
            let field = |bits: u32, field: u32| u64::from(bits & read) << (field * COUNT_BITS);
            counts.four += count_ones(field(letters, LETTERS) | field(capitals, UPPER) | field(digits, DIGITS) | field(starts, STARTS));
            counts.capitalised += (starts & capitals).count_ones();
            spaced = spaces >> (LANES - 1);
            run += signs.trailing_zeros() as usize;
            if signs.trailing_zeros() < LANES as u32 {
                break;
            }
        }
        if run > 0 {
            self.count_run(&bytes[..run], counts);
        }
        run
    }

    /// Adds a run's counts, and leaves the state as its last byte does.
    fn count_run(&mut self, run: &[u8], counts: Counts) {
        let count = |field: u32| (counts.four >> (field * COUNT_BITS)) as u32 & ((1 << COUNT_BITS) - 1);
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
        self.features.capitalised += counts.capitalised;
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
