//! The words of a document's running text, and how much of a line is made of them.

use super::blocks::{BLOCK, LANES, bits, padded, vector, within};
use super::key::{EXACT, key_of_plain};
use super::{Document, is_unspaced, is_word_character};
use rustc_hash::{FxHashSet, FxHasher};
use std::cell::OnceCell;
use std::hash::Hasher;
use wide::u8x16;

/// Hashes of content words: words of four letters or more, pairs of characters in scripts without spaces.
#[derive(Debug, Default)]
pub struct Vocabulary(FxHashSet<u64>);

/// Words shorter than this are mostly function words.
const MIN_LETTERS: usize = 4;

impl Vocabulary {
    /// The words of some texts.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut words = FxHashSet::default();
        texts.for_each(|text| each_word(text, |word| words.extend([word])));
        Self(words)
    }

    /// Share of the line's content words that are in the vocabulary, 0 to 1; 0 for a line without any.
    pub fn overlap(&self, line: &str) -> f32 {
        share(&words(line), |word| self.0.contains(word))
    }
}

/// The content words of a document's running text, read when somebody asks and kept for who asks next: eight bytes for each time one
/// stands there.
#[derive(Debug)]
pub struct RunningWords<'d> {
    document: &'d Document,
    words: OnceCell<Vec<u64>>,
}

impl<'d> RunningWords<'d> {
    /// Those of a document; none is read yet.
    pub const fn of(document: &'d Document) -> Self {
        Self { document, words: OnceCell::new() }
    }

    /// For each line the share of its content words that the running text has, 0 to 1: as [`Vocabulary::overlap`] with the words of all
    /// running text, of which no table is made.
    pub fn shares<'t>(&self, lines: impl Iterator<Item = &'t str>) -> Vec<f32> {
        let asked: Vec<Vec<u64>> = lines.map(words).collect();
        if asked.iter().all(Vec::is_empty) {
            return vec![0.0; asked.len()];
        }
        let mut missing = Missing::of(asked.iter().flatten().copied());
        self.words().iter().for_each(|word| missing.strike(*word));
        asked.iter().map(|words| share(words, |word| !missing.words.contains(word))).collect()
    }

    fn words(&self) -> &[u64] {
        self.words.get_or_init(|| {
            let document = self.document;
            let running =
                || document.segments().iter().zip(document.features()).filter(|(_, own)| own.is_long() && own.link_density() < 0.5);
            // Half of the words are content words.
            let mut found = Vec::with_capacity(running().map(|(_, own)| own.words as usize / 2).sum());
            running().for_each(|(segment, _)| each_word(document.inner(segment), |word| found.push(word)));
            found
        })
    }
}

/// Words that a text was not yet seen to have.
struct Missing {
    words: FxHashSet<u64>,
    /// A bit for the last bits of each word that was ever missing: most words of a text are none of them.
    bits: [u64; 1 << (Self::BITS - 6)],
}

impl Missing {
    /// Bits of a word that are looked at first.
    const BITS: u32 = 12;

    fn of(words: impl Iterator<Item = u64>) -> Self {
        let mut own = Self { words: words.collect(), bits: [0; 1 << (Self::BITS - 6)] };
        for word in &own.words {
            let (at, bit) = Self::place(*word);
            own.bits[at] |= bit;
        }
        own
    }

    const fn place(word: u64) -> (usize, u64) {
        ((word >> 6) as usize & ((1 << (Self::BITS - 6)) - 1), 1 << (word & 63))
    }

    #[inline]
    fn strike(&mut self, word: u64) {
        let (at, bit) = Self::place(word);
        if self.bits[at] & bit != 0 {
            self.words.remove(&word);
        }
    }
}

/// The hashes of a text's content words, in order.
fn words(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    each_word(text, |word| found.push(word));
    found
}

/// The share of words that are known; 0 of none.
fn share(words: &[u64], known: impl Fn(&u64) -> bool) -> f32 {
    if words.is_empty() { 0.0 } else { words.iter().filter(|word| known(word)).count() as f32 / words.len() as f32 }
}

/// Calls `found` with the hash of each content word. Words of ASCII letters and digits are found a block of bytes at a time; a piece between
/// two ASCII signs with any other character is read by [`each_of_piece`].
fn each_word(text: &str, mut found: impl FnMut(u64)) {
    let bytes = text.as_bytes();
    // Where the word began that was not yet seen to end.
    let mut open: Option<usize> = None;
    let mut at = 0;
    while at < bytes.len() {
        let block = Block::at(bytes, at);
        // Bytes at which a word begins or ends, before a character that is not ASCII.
        let mut turns = (block.words ^ (block.words << 1 | u64::from(open.is_some()))) & below(block.wide);
        while turns != 0 {
            let turn = at + turns.trailing_zeros() as usize;
            match open.take() {
                Some(start) => found_plain(&bytes[start..turn], &mut found),
                None => open = Some(turn),
            }
            turns &= turns - 1;
        }
        if block.wide != 0 {
            let place = at + block.wide.trailing_zeros() as usize;
            let start = open.take().unwrap_or(place);
            let signs = |byte: &u8| byte.is_ascii() && EXACT[usize::from(*byte)] == 0;
            at = bytes[place..].iter().position(signs).map_or(bytes.len(), |end| place + end);
            each_of_piece(&text[start..at], &mut found);
        } else {
            at += block.read;
        }
    }
    if let Some(start) = open {
        found_plain(&bytes[start..], &mut found);
    }
}

/// Classes of the bytes of a text, a bit for each.
struct Block {
    /// ASCII letters and digits.
    words: u64,
    /// What is not ASCII.
    wide: u64,
    /// How many bytes were read.
    read: usize,
}

impl Block {
    /// Those at a place: as many as a block holds, or what is left.
    #[inline(always)]
    fn at(bytes: &[u8], at: usize) -> Self {
        let mut own = Self { words: 0, wide: 0, read: (bytes.len() - at).min(BLOCK) };
        for number in 0..own.read.div_ceil(LANES) {
            let place = at + number * LANES;
            let sixteen = vector(bytes, place).unwrap_or_else(|| padded(bytes, place, 0));
            own.words |= bits(number, within(sixteen | u8x16::splat(0x20), b'a', b'z') | within(sixteen, b'0', b'9'));
            own.wide |= bits(number, sixteen);
        }
        own
    }
}

/// Bits below the lowest of some, or all.
const fn below(bits: u64) -> u64 {
    (bits & bits.wrapping_neg()).wrapping_sub(1)
}

fn found_plain(word: &[u8], found: &mut impl FnMut(u64)) {
    if word.len() >= MIN_LETTERS {
        found(key_of_plain(word));
    }
}

/// The same for a piece of text, character by character.
#[inline(never)]
fn each_of_piece(text: &str, mut found: impl FnMut(u64)) {
    let mut word = Word::default();
    let mut last = None;
    for c in text.chars() {
        if c.is_ascii() {
            last = None;
            match EXACT[c as usize] {
                0 => word.end(&mut found),
                lower => word.push(lower),
            }
        } else if is_unspaced(c) {
            if let Some(before) = last.replace(c) {
                found(pair(before, c));
            }
        } else {
            last = None;
            if is_word_character(c) {
                c.to_lowercase().for_each(|lower| word.push_wide(lower));
                word.letters += 1;
            } else {
                word.end(&mut found);
            }
        }
    }
    word.end(&mut found);
}

/// The hash of two characters of a script without spaces.
fn pair(before: char, c: char) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u32(u32::from(before));
    hasher.write_u32(u32::from(c));
    hasher.finish()
}

/// A word being read, eight bytes at a time.
#[derive(Default)]
struct Word {
    hasher: FxHasher,
    packed: u64,
    bytes: usize,
    letters: usize,
}

impl Word {
    fn push(&mut self, byte: u8) {
        self.byte(byte);
        self.letters += 1;
    }

    fn byte(&mut self, byte: u8) {
        self.packed = self.packed << 8 | u64::from(byte);
        self.bytes += 1;
        if self.bytes & 7 == 0 {
            self.hasher.write_u64(self.packed);
        }
    }

    fn push_wide(&mut self, c: char) {
        u32::from(c).to_le_bytes()[..3].iter().for_each(|&byte| self.byte(byte));
    }

    fn end(&mut self, found: &mut impl FnMut(u64)) {
        if self.letters >= MIN_LETTERS {
            self.hasher.write_u64(self.packed);
            self.hasher.write_usize(self.bytes);
            found(self.hasher.finish());
        }
        if self.letters > 0 {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use proptest::prelude::*;

    /// The hashes of words read letter by letter.
    fn letter_by_letter(text: &str) -> Vec<u64> {
        let mut hashes = Vec::new();
        each_of_piece(text, |hash| hashes.push(hash));
        hashes
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_at_once_are_words_letter_by_letter(text in "([A-Za-z0-9éЯ]{0,20}[ .é–日]{0,2}){0,6}|([a-zA-Z09]{0,9}[ @`{/:\\[’]{0,3}){0,9}|[a日本ก é]{0,20}|\\PC{0,30}") {
            prop_assert_eq!(words(&text), letter_by_letter(&text));
        }

        #[test]
        fn shares_in_running_text_are_overlaps_with_all_of_it(
            lines in prop::collection::vec("([A-C]?[a-d]{3,5}[ ,.]{1,2}){0,25}", 1..8),
            asked in prop::collection::vec("([a-d]{3,5} ){0,4}", 0..4),
        ) {
            let document = Document::anonymous(Format::Plain, lines.join("\n"));
            let running = document.segments().iter().zip(document.features()).filter(|(_, own)| own.is_long() && own.link_density() < 0.5);
            let all = Vocabulary::of(running.map(|(segment, _)| document.inner(segment)));
            let expected: Vec<f32> = asked.iter().map(|line| all.overlap(line)).collect();
            prop_assert_eq!(RunningWords::of(&document).shares(asked.iter().map(String::as_str)), expected);
        }
    }

    #[test]
    fn overlap_is_a_share_of_content_words() {
        let words = Vocabulary::of(["The harbour crane was sold.", "渡轮搁浅"].into_iter());
        assert_eq!(words.overlap("Harbour CRANE of the city"), 2.0 / 3.0);
        assert_eq!(words.overlap("渡轮"), 1.0);
        assert_eq!(words.overlap("of a"), 0.0);
    }
}
