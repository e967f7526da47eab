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
    /// The words of all running text of a document.
    pub fn of_running_text(document: &Document) -> Self {
        let segments = document.segments().iter().zip(document.features());
        let running = segments.filter(|(_, features)| features.is_long() && features.link_density() < 0.5);
        Self::of(running.map(|(segment, _)| document.inner(segment)))
    }

    /// The words of some texts.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut words = FxHashSet::default();
        texts.for_each(|text| each_word(text, |word| words.extend([word])));
        Self(words)
    }

    /// Share of the line's content words that are in the vocabulary, 0 to 1; 0 for a line without any.
    pub fn overlap(&self, line: &str) -> f32 {
        let (mut all, mut known) = (0u32, 0u32);
        each_word(line, |word| {
            all += 1;
            known += u32::from(self.0.contains(&word));
        });
        if all == 0 { 0.0 } else { known as f32 / all as f32 }
    }
}

/// Calls `found` with the hash of each content word.
fn each_word(text: &str, mut found: impl FnMut(u64)) {
    let bytes = text.as_bytes();
    let mut word = Word::default();
    let mut last = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            at += 1;
            last = None;
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

    #[test]
    fn overlap_is_a_share_of_content_words() {
        let words = Vocabulary::of(["The harbour crane was sold.", "渡轮搁浅"].into_iter());
        assert_eq!(words.overlap("Harbour CRANE of the city"), 2.0 / 3.0);
        assert_eq!(words.overlap("渡轮"), 1.0);
        assert_eq!(words.overlap("of a"), 0.0);
    }
}
