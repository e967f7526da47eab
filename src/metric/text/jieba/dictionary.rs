//! jieba's dictionary; origin and licence stand beside the data in `data/README.md`.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// The sum of all frequencies, words that stand twice in jieba's file counted twice.
pub const TOTAL: u32 = 60_101_967;
/// More than either file holds.
const MAX_BYTES: usize = 1 << 23;

/// Words in order of their bytes, with frequencies; about 6 MB.
#[derive(Debug, Default)]
pub struct Dictionary {
    text: String,
    ends: Vec<u32>,
    frequencies: Vec<u32>,
    /// Words by their first character.
    by_first: FxHashMap<char, Range<usize>>,
}

/// The words that begin as a piece of text does.
pub struct Prefix<'a> {
    dictionary: &'a Dictionary,
    words: Range<usize>,
    /// Length of what they share, in bytes.
    length: usize,
}

impl Dictionary {
    fn read(lines: &str) -> Self {
        let mut dictionary = Self::default();
        let mut last = String::new();
        for line in lines.lines() {
            let Some((word, frequency)) = line.split_once('\t') else { continue };
            let mut chars = word.chars();
            let shared = chars.next().map_or(0, |c| (c as usize).saturating_sub('0' as usize));
            let cut = last.char_indices().nth(shared).map_or(last.len(), |(at, _)| at);
            last.truncate(cut);
            last.push_str(chars.as_str());
            let index = dictionary.ends.len();
            if let Some(first) = last.chars().next() {
                dictionary.by_first.entry(first).or_insert(index..index).end = index + 1;
            }
            dictionary.text.push_str(&last);
            dictionary.ends.push(dictionary.text.len() as u32);
            dictionary.frequencies.push(frequency.parse().unwrap_or(0));
        }
        dictionary
    }

    fn word(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text.as_bytes()[start..self.ends[index] as usize]
    }

    /// The words with this first character.
    pub fn prefix(&self, first: char) -> Prefix<'_> {
        let words = self.by_first.get(&first).cloned().unwrap_or(0..0);
        Prefix { dictionary: self, words, length: first.len_utf8() }
    }

    /// Whether a word is in the dictionary.
    pub fn contains(&self, word: &str) -> bool {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return false };
        let mut prefix = self.prefix(first);
        chars.for_each(|c| prefix.push(c));
        prefix.frequency().is_some()
    }
}

impl Prefix<'_> {
    /// Whether no word begins so.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Only those with this character next.
    pub fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        let next = c.encode_utf8(&mut buffer).as_bytes();
        let rest = |index| &self.dictionary.word(index)[self.length..];
        let start = first_not(self.words.clone(), |index| rest(index) < next);
        let end = first_not(start..self.words.end, |index| rest(index).starts_with(next));
        self.words = start..end;
        self.length += next.len();
    }

    /// Frequency of the prefix itself, if it is a word.
    pub fn frequency(&self) -> Option<u32> {
        // The shortest of words that begin alike is the first.
        let first = self.words.start;
        (!self.is_empty() && self.dictionary.word(first).len() == self.length).then(|| self.dictionary.frequencies[first])
    }
}

/// The first index that fails; those that pass stand before those that fail.
fn first_not(range: Range<usize>, passes: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low.midpoint(high);
        if passes(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Text of a deflated file; empty if it is broken, which a test rules out.
pub fn inflate(bytes: &[u8]) -> String {
    decompress_to_vec_zlib_with_limit(bytes, MAX_BYTES).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The default dictionary, inflated at first use.
pub static WORDS: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::read(&inflate(include_bytes!("data/words.zlib"))));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_dictionary_is_read() {
        assert_eq!(WORDS.ends.len(), 349_045);
        assert!(WORDS.frequencies.iter().all(|&frequency| frequency > 0));
        assert!((1..WORDS.ends.len()).all(|at| WORDS.word(at - 1) < WORDS.word(at)), "sorted");
        let mut prefix = WORDS.prefix('北');
        prefix.push('京');
        assert_eq!(prefix.frequency(), Some(34488));
        "大学".chars().for_each(|c| prefix.push(c));
        assert_eq!(prefix.frequency(), Some(2053));
        prefix.push('x');
        assert!(prefix.is_empty() && prefix.frequency().is_none());
        assert!(WORDS.contains("C++") && !WORDS.contains("C+") && !WORDS.contains(""));
    }
}
