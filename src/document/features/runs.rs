//! Runs of ASCII letters, digits and spaces, counted without a look at the state for each byte: what most text is made of.

use super::Ending;
use super::meter::{INITIAL_CHARS, Meter};

/// Classes of bytes in a run of plain words; [`SIGN`] is every byte that ends the run.
const SPACE: u8 = 0;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 3;
const SIGN: u8 = 4;

const CLASS: [u8; 256] = {
    let mut table = [SIGN; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b' ' => SPACE,
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            _ => SIGN,
        };
        byte += 1;
    }
    table
};

/// Five counts are kept in one number, each in so many bits,
const COUNT_BITS: u32 = 12;
/// so that a run may have this many bytes.
const MAX_RUN: usize = (1 << COUNT_BITS) - 1;
/// Places of the counts.
const LETTERS: u32 = 0;
const UPPER: u32 = 1;
const DIGITS: u32 = 2;
const STARTS: u32 = 3;
const CAPITALISED: u32 = 4;

/// What a byte adds to the counts, by the class of the byte before it (times four) and its own.
const PAIRS: [u64; 16] = {
    let mut table = [0; 16];
    let mut pair = 0;
    while pair < 16 {
        let (before, class) = ((pair >> 2) as u8, (pair & 3) as u8);
        let (letter, upper, digit) = (class == SMALL || class == CAPITAL, class == CAPITAL, class == DIGIT);
        let start = before == SPACE && class != SPACE;
        table[pair] = (letter as u64) << (LETTERS * COUNT_BITS)
            | (upper as u64) << (UPPER * COUNT_BITS)
            | (digit as u64) << (DIGITS * COUNT_BITS)
            | (start as u64) << (STARTS * COUNT_BITS)
            | ((start && upper) as u64) << (CAPITALISED * COUNT_BITS);
        pair += 1;
    }
    table
};

impl Meter {
    /// Reads a piece of text.
    pub fn read_piece(&mut self, piece: &str) {
        let bytes = piece.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let run = self.plain_run(&bytes[at..]);
            at += run;
            let Some(&byte) = bytes.get(at) else { break };
            if CLASS[usize::from(byte)] != SIGN {
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
    /// there were. What each adds to the counts depends on the byte before it alone, so that a look-up for each pair does.
    fn plain_run(&mut self, bytes: &[u8]) -> usize {
        let mut counts = 0u64;
        let mut before = if self.in_word { SMALL } else { SPACE };
        let mut run = 0;
        for &byte in bytes.iter().take(MAX_RUN) {
            let class = CLASS[usize::from(byte)];
            if class == SIGN {
                break;
            }
            counts += PAIRS[usize::from(before << 2 | class) & 15];
            before = class;
            run += 1;
        }
        if run > 0 {
            self.count_run(&bytes[..run], counts);
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
        let shown = words.iter().rev().take(INITIAL_CHARS as usize + 1).take_while(|byte| **byte != b' ').count();
        if starts == 0 {
            self.word_chars += shown as u32;
        } else {
            self.word_chars = shown as u32;
            self.word_upper = words.get(words.len() - shown).is_some_and(u8::is_ascii_uppercase);
        }
    }
}
