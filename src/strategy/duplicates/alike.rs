//! A quick look that tells most lines which no other line of the document can be a copy of, so that few have to be hashed: copies have as
//! many letters and digits, the same first and the same last one.

use crate::document::{Document, Features, is_word_character};

/// What is alike in copies, for each line of a document.
pub struct Alike {
    /// A hash of it; nought for lines without a letter or digit.
    marks: Vec<u32>,
    /// Bits of the marks that stand for two lines or more.
    twice: Vec<u64>,
}

/// Bits for each line: so few share one by chance.
const BITS_A_LINE: usize = 16;

impl Alike {
    /// Reads the ends of every line.
    pub fn of(document: &Document) -> Self {
        let lines = document.segments().iter().zip(document.features());
        let marks: Vec<u32> = lines.map(|(segment, own)| mark(document.inner(segment), own)).collect();
        let words = (marks.len() * BITS_A_LINE).next_power_of_two().max(64) / 64;
        let (mut once, mut twice) = (vec![0; words], vec![0; words]);
        for &mark in marks.iter().filter(|mark| **mark != 0) {
            let (at, bit) = place(mark, words);
            twice[at] |= once[at] & bit;
            once[at] |= bit;
        }
        Self { marks, twice }
    }

    /// Whether a line has a letter or digit.
    pub fn is_worded(&self, at: usize) -> bool {
        self.marks[at] != 0
    }

    /// Whether another line may have the same letters and digits; never wrong when it says no.
    pub fn has_other(&self, at: usize) -> bool {
        let (word, bit) = place(self.marks[at], self.twice.len());
        self.twice[word] & bit != 0
    }
}

const fn place(mark: u32, words: usize) -> (usize, u64) {
    ((mark >> 6) as usize & (words - 1), 1 << (mark & 63))
}

/// A hash of the number of letters and digits, the first and the last, in small letters.
fn mark(line: &str, own: &Features) -> u32 {
    let Some(first) = line.chars().find(|c| is_word_character(*c)) else { return 0 };
    let last = line.chars().rev().find(|c| is_word_character(*c)).unwrap_or(first);
    // What was measured leaves link syntax out, and counts signs of scripts without spaces as letters.
    let measured = own.links == 0 && own.unspaced == 0;
    let count = if measured { own.letters + own.digits } else { line.chars().filter(|c| is_word_character(*c)).count() as u32 };
    let ends = u64::from(lower(first)) << 32 | u64::from(lower(last)) << 8;
    let mixed = (ends ^ u64::from(count) << 43 ^ u64::from(count)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as u32 | 1 << 31
}

fn lower(c: char) -> u32 {
    u32::from(if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, exact_key};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lines_with_one_key_are_alike(lines in prop::collection::vec("[aAbİiß .’-]{1,4}|[12٣日・ก๑本 ]{1,3}|\\[a\\]\\((#|b)\\)|ab|\\PC{1,6}", 1..30), markdown: bool) {
            let format = if markdown { Format::Markdown } else { Format::Plain };
            let document = Document::anonymous(format, lines.join("\n"));
            let alike = Alike::of(&document);
            let keys: Vec<Option<u64>> = document.segments().iter().map(|segment| exact_key(document.inner(segment))).collect();
            for (at, key) in keys.iter().enumerate() {
                prop_assert_eq!(alike.is_worded(at), key.is_some());
                if key.is_some() && keys.iter().filter(|other| *other == key).count() > 1 {
                    prop_assert!(alike.has_other(at));
                }
            }
        }
    }

    #[test]
    fn most_lines_are_like_no_other() {
        let text: String = (0..200)
            .map(|at| format!("{} the ferry {}\n", "abcdefghijklmnopqrst".chars().nth(at % 20).unwrap_or('x'), "x".repeat(at / 4)))
            .collect();
        let document = Document::anonymous(Format::Plain, text);
        let alike = Alike::of(&document);
        assert!((0..200).filter(|&at| alike.has_other(at)).count() < 40);
    }
}
