//! The words of a document's running text, and how much of a line is made of them.

use super::fold::EXACT;
use super::{Document, is_unspaced, is_word_character};
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// Hashes of content words: words of four letters or more, pairs of characters in scripts without spaces.
#[derive(Debug, Default)]
pub struct Vocabulary(FxHashSet<u64>);

/// Words shorter than this are mostly function words.
const MIN_LETTERS: usize = 4;

impl Vocabulary {
    /// For each line the share of its content words that the running text of a document has, 0 to 1: as [`Self::overlap`] with the words
    /// of all running text, of which none is kept that nobody asks for.
    pub fn shares_in_running_text<'t>(document: &Document, lines: impl Iterator<Item = &'t str>) -> Vec<f32> {
        let asked: Vec<Vec<u64>> = lines.map(words).collect();
        let mut missing = Missing::of(asked.iter().flatten().copied());
        let segments = document.segments().iter().zip(document.features());
        for (segment, _) in segments.filter(|(_, features)| features.is_long() && features.link_density() < 0.5) {
            if missing.words.is_empty() {
                break;
            }
            each_word(document.inner(segment), |word| missing.strike(word));
        }
        asked.iter().map(|words| share(words, |word| !missing.words.contains(word))).collect()
    }

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

/// Calls `found` with the hash of each content word.
fn each_word(text: &str, mut found: impl FnMut(u64)) {
    let bytes = text.as_bytes();
    let mut word = Word::default();
    let mut last = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            last = None;
            if word.letters == 0 {
                let length = plain_word(&bytes[at..]);
                if length > 0 {
                    if length >= MIN_LETTERS {
                        found(hash_of_plain(&bytes[at..at + length]));
                    }
                    at += length;
                    continue;
                }
            }
            at += 1;
            match EXACT[usize::from(byte)] {
                0 => word.end(&mut found),
                lower => word.push(lower),
            }
            continue;
        }
        let c = text[at..].chars().next().unwrap_or(' ');
        at += c.len_utf8();
        if is_unspaced(c) {
            if let Some(before) = last.replace(c) {
                found(pair(before, c));
            }
            continue;
        }
        last = None;
        if is_word_character(c) {
            c.to_lowercase().for_each(|lower| word.push_wide(lower));
            word.letters += 1;
        } else {
            word.end(&mut found);
        }
    }
    word.end(&mut found);
}

/// Bytes of the ASCII letters and digits at the start, if they are a whole word.
fn plain_word(bytes: &[u8]) -> usize {
    let length = bytes.iter().position(|byte| EXACT[usize::from(*byte)] == 0).unwrap_or(bytes.len());
    if bytes.get(length).is_none_or(u8::is_ascii) { length } else { 0 }
}

/// What [`Word`] gives for a word of four ASCII letters and digits or more, eight at a time.
fn hash_of_plain(word: &[u8]) -> u64 {
    /// Makes letters small and leaves digits.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mut hasher = FxHasher::default();
    word.as_chunks::<8>().0.iter().for_each(|eight| hasher.write_u64(u64::from_be_bytes(*eight) | SMALL));
    let last = match (word.last_chunk::<8>(), word.first_chunk::<4>(), word.last_chunk::<4>()) {
        (Some(eight), ..) => u64::from_be_bytes(*eight) | SMALL,
        (None, Some(first), Some(last)) => {
            let small = |four: &[u8; 4]| u64::from(u32::from_be_bytes(*four) | SMALL as u32);
            small(first) << (8 * (word.len() - 4)) | small(last)
        }
        _ => 0,
    };
    hasher.write_u64(last);
    hasher.write_usize(word.len());
    hasher.finish()
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
        let (mut hashes, mut word) = (Vec::new(), Word::default());
        for c in text.chars() {
            match c {
                _ if c.is_ascii_alphanumeric() => word.push(c.to_ascii_lowercase() as u8),
                _ if is_word_character(c) => {
                    c.to_lowercase().for_each(|lower| word.push_wide(lower));
                    word.letters += 1;
                }
                _ => word.end(&mut |hash| hashes.push(hash)),
            }
        }
        word.end(&mut |hash| hashes.push(hash));
        hashes
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_at_once_are_words_letter_by_letter(text in "([A-Za-z0-9éЯ]{0,20}[ .é–]{0,2}){0,6}") {
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
            prop_assert_eq!(Vocabulary::shares_in_running_text(&document, asked.iter().map(String::as_str)), expected);
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
