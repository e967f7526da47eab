//! The words of [`super::python::words`], many at a time: what is a word character is found for all bytes of some lines at once, as one bit
//! each, and words begin and end where neighbouring bits differ.

use super::python;
use super::vocabulary::{Key, WHOLE};
use crate::document::blocks::{BLOCK, LANES, bits, equal, padded, vector, within};
use wide::u8x16;

/// What stands behind the lines, so that [`WHOLE`] bytes can be read at any place, and all words end.
const BEHIND: &str = "\0\0\0\0\0\0\0\0";

/// Lines at work.
#[derive(Debug, Default)]
pub struct WordScan {
    lower: bool,
    /// The lines one behind the other.
    text: String,
    /// A bit for each byte of a word character, [`BLOCK`] in a number.
    inside: Vec<u64>,
    /// Where each word begins, and where it ends, one after the other.
    edges: Vec<usize>,
}

impl WordScan {
    /// Forgets all lines; those to come are taken in lower case or as they are.
    pub fn begin(&mut self, lower: bool) {
        self.lower = lower;
        self.text.clear();
    }

    /// Bytes that are kept, about.
    pub fn bytes(&self) -> usize {
        self.text.capacity() + size_of::<u64>() * self.inside.capacity() + size_of::<usize>() * self.edges.capacity()
    }

    /// Takes another line. A word at its end goes on in the next unless a line break parts them. Gives the bytes of all lines.
    pub fn push(&mut self, line: &str) -> usize {
        // The lower case of ASCII is made of all lines at once.
        if !self.lower || line.is_ascii() {
            self.text.push_str(line);
        } else if line.contains('Σ') {
            // The one letter whose lower case depends on its neighbours.
            self.text.push_str(&python::lower(line));
        } else {
            let mut rest = line;
            while let Some((plain, c, behind)) = first_wide(rest) {
                self.text.push_str(plain);
                if is_mark(c) {
                    self.text.push(c);
                } else {
                    self.text.extend(c.to_lowercase());
                }
                rest = behind;
            }
            self.text.push_str(rest);
        }
        self.text.len()
    }

    /// Finds the words of the lines, where each begins and ends in them: those of [`python::words`], of the lines in [`python::lower`] if asked.
    ///
    /// ```
    /// use gleaner::metric::text::word_scan::WordScan;
    /// let mut scan = WordScan::default();
    /// scan.begin(true);
    /// scan.push("Don't, É!");
    /// scan.find();
    /// let words: Vec<&str> = scan.words().iter().map(|word| scan.letters(word)).collect();
    /// assert_eq!(words, ["don", "t", "é"]);
    /// ```
    pub fn find(&mut self) {
        if self.lower {
            self.text.make_ascii_lowercase();
        }
        self.text.push_str(BEHIND);
        self.inside.clear();
        self.inside.extend((0..self.text.len()).step_by(BLOCK).map(|place| ascii_words(self.text.as_bytes(), place)));
        self.mark_wide();
        self.find_edges();
    }

    /// Where each word that was found begins and ends.
    pub fn words(&self) -> &[[usize; 2]] {
        self.edges.as_chunks().0
    }

    /// What a word is found by.
    #[inline]
    pub fn key(&self, word: &[usize; 2]) -> Key {
        let [start, end] = *word;
        match self.text.as_bytes().get(start..).and_then(|rest| rest.first_chunk()) {
            Some(eight) if end - start <= WHOLE => Key::short(u64::from_le_bytes(*eight), end - start),
            _ => Key::of(self.letters(word).as_bytes()),
        }
    }

    /// A word's letters.
    pub fn letters(&self, &[start, end]: &[usize; 2]) -> &str {
        self.text.get(start..end).unwrap_or("")
    }

    /// Word characters beyond ASCII.
    fn mark_wide(&mut self) {
        let (mut rest, mut at) = (self.text.as_str(), 0);
        while let Some((plain, c, behind)) = first_wide(rest) {
            let (start, end) = (at + plain.len(), at + rest.len() - behind.len());
            if python::is_word(c) {
                (start..end).for_each(|at| self.inside[at / BLOCK] |= 1 << (at % BLOCK));
            }
            (rest, at) = (behind, end);
        }
    }

    fn find_edges(&mut self) {
        self.edges.clear();
        self.edges.reserve(self.text.len() / 3);
        let mut last = 0;
        for (block, &own) in self.inside.iter().enumerate() {
            let mut edges = own ^ (own << 1 | last);
            while edges != 0 {
                self.edges.push(block * BLOCK + edges.trailing_zeros() as usize);
                edges &= edges - 1;
            }
            last = own >> (BLOCK - 1);
        }
    }
}

/// The text before the first character beyond ASCII, that, and the text behind it.
fn first_wide(text: &str) -> Option<(&str, char, &str)> {
    let bytes = text.as_bytes();
    let near = bytes.chunks(16).position(|some| !some.is_ascii())? * 16;
    let at = near + bytes[near..].iter().position(|byte| !byte.is_ascii())?;
    let (plain, rest) = text.split_at(at);
    let mut rest = rest.chars();
    let c = rest.next()?;
    Some((plain, c, rest.as_str()))
}

/// Whether a character is one of the dashes and quotation marks that most texts have, and so its own lower case.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}')
}

/// The bits of letters, digits and `_` in the block at a place; what is not ASCII is none.
#[inline]
fn ascii_words(bytes: &[u8], place: usize) -> u64 {
    let vectors = (0..BLOCK / LANES).map(|number| {
        let at = place + number * LANES;
        let sixteen = vector(bytes, at).unwrap_or_else(|| padded(bytes, at, 0));
        let letters = within(sixteen | u8x16::splat(0x20), b'a', b'z');
        bits(number, letters | within(sixteen, b'0', b'9') | equal(sixteen, b'_'))
    });
    vectors.fold(0, |all, own| all | own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scanned(lines: &[&str], lower: bool) -> Vec<String> {
        let (mut scan, mut words) = (WordScan::default(), Vec::new());
        // What went before leaves nothing behind.
        scan.begin(!lower);
        scan.push("gone");
        scan.begin(lower);
        lines.iter().for_each(|line| _ = scan.push(line));
        scan.find();
        for word in scan.words() {
            assert_eq!(scan.key(word), Key::of(scan.letters(word).as_bytes()));
            words.push(scan.letters(word).to_string());
        }
        words
    }

    #[test]
    fn words_may_cross_blocks_and_end_with_the_text() {
        for length in [0, 1, 7, 8, 9, 55, 56, 57, 62, 63, 64, 65, 127, 128, 129, 200] {
            let (long, spaced) = ("a".repeat(length), " ".repeat(length));
            assert_eq!(scanned(&[&long], false).concat(), long);
            assert_eq!(scanned(&[&format!("{spaced}Word{spaced}")], true), ["word"]);
        }
    }

    #[test]
    fn places_are_those_of_the_lines() {
        let mut scan = WordScan::default();
        scan.begin(true);
        let ends = ["a İb\n", "\n", "c"].map(|line| scan.push(line));
        scan.find();
        // The lower case of İ has three bytes, the last two of which are a mark and no part of a word.
        assert_eq!((ends, scan.words()), ([7, 8, 9], &[[0, 1], [2, 3], [5, 6], [8, 9]][..]));
    }

    #[test]
    fn every_byte_is_of_its_class_at_every_place() {
        for byte in 0..=255 {
            for place in [0, 15, 16, 50, 63] {
                let mut block = [b'.'; BLOCK];
                block[place] = byte;
                let is_word = byte.is_ascii_alphanumeric() || byte == b'_';
                assert_eq!(ascii_words(&block, 0), u64::from(is_word) << place, "{byte}");
                assert_eq!(ascii_words(&block[..=place], 0), u64::from(is_word) << place, "{byte}");
            }
        }
    }

    #[test]
    fn every_character_is_in_lower_case() {
        let text: String = ('\0'..=char::MAX).filter(|&c| c != 'Σ').flat_map(|c| [c, 'x', c]).collect();
        assert_eq!(scanned(&[&text], true), python::words(&python::lower(&text)).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn words_are_python_s(lines in prop::collection::vec("([a-zA-Z_0-9]{0,12}[ .'\u{300}-\u{310}éÉहिन्ΑΣςſẞİıŁ²日\u{200b}’“Ⱥ]{0,3}){0,12}\n", 0..5)) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let text = lines.concat();
            let plain = |text: &str| python::words(text).map(str::to_string).collect::<Vec<_>>();
            prop_assert_eq!(scanned(&lines, false), plain(&text));
            prop_assert_eq!(scanned(&lines, true), plain(&python::lower(&text)));
        }
    }
}
