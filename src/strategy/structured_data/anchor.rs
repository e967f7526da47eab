//! Finds the segments of a page in a text stated elsewhere, by shingles of words.

use crate::document::{Document, is_unspaced, is_word_character};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Words in a shingle.
const SHINGLE: usize = 8;
/// Shorter segments are looked for whole, from this many words.
const SHORTEST: usize = 3;
/// Share of a segment's shingles that must be found.
const FOUND: f64 = 0.6;
/// Characters that must be found before a text is believed to be this page's.
const LEAST_CHARS: u32 = 250;
/// Share of neighbouring finds that must follow each other in the text as on the page.
const IN_ORDER: f64 = 0.8;

/// A text, by its shingles and where each is first.
pub struct Stated {
    shingles: FxHashMap<u64, usize>,
}

impl Stated {
    /// Indexes a text.
    pub fn new(text: &str) -> Self {
        let words = words(text);
        let mut shingles = FxHashMap::default();
        for size in SHORTEST..=SHINGLE {
            for (at, window) in words.windows(size).enumerate() {
                shingles.entry(hash(window)).or_insert(at);
            }
        }
        Self { shingles }
    }

    /// Where a segment of eight words or more is found.
    fn place_of_long(&self, words: &[u64]) -> Option<usize> {
        let all = words.len().checked_sub(SHINGLE - 1)?;
        let found: Vec<usize> = words.windows(SHINGLE).filter_map(|window| self.shingles.get(&hash(window)).copied()).collect();
        (all > 0 && found.len() as f64 >= FOUND * all as f64).then(|| found.first().copied()).flatten()
    }

    /// Whether a shorter one is.
    fn has_short(&self, words: &[u64]) -> bool {
        (SHORTEST..SHINGLE).contains(&words.len()) && self.shingles.contains_key(&hash(words))
    }

    /// A flag for each segment of a page: whether it stands in the text. `None` if the text is not this page's: too little is
    /// found, or not in order. Short segments count only between found long ones, and never make the text believed.
    pub fn anchored(&self, document: &Document) -> Option<Vec<bool>> {
        let words: Vec<Vec<u64>> = document.segments().iter().map(|segment| words(document.inner(segment))).collect();
        let places: Vec<Option<usize>> = words.iter().map(|words| self.place_of_long(words)).collect();
        let found: Vec<usize> = places.iter().filter_map(|place| *place).collect();
        let chars: u32 = places.iter().zip(document.features()).filter(|(place, _)| place.is_some()).map(|(_, own)| own.length).sum();
        let in_order = found.windows(2).filter(|pair| pair[0] <= pair[1]).count() as f64;
        if chars < LEAST_CHARS || in_order < IN_ORDER * found.len().saturating_sub(1) as f64 {
            return None;
        }
        let (first, last) = (places.iter().position(Option::is_some)?, places.iter().rposition(Option::is_some)?);
        let within = |at: usize| (first..=last).contains(&at);
        Some((0..places.len()).map(|at| places[at].is_some() || (within(at) && self.has_short(&words[at]))).collect())
    }

    /// Whether most of a segment stands in the text, be it short or long.
    pub fn holds(&self, segment: &str) -> bool {
        let words = words(segment);
        self.place_of_long(&words).is_some() || self.has_short(&words)
    }
}

/// A hash for each word: lower case, digits as 0, signs dropped; each character of scripts without spaces is one.
fn words(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            found.push(hash_text(word));
            word.clear();
        }
    };
    for c in text.chars() {
        if is_unspaced(c) {
            end(&mut word);
            word.push(c);
            end(&mut word);
        } else if c.is_whitespace() {
            end(&mut word);
        } else if c.is_numeric() {
            word.push('0');
        } else if is_word_character(c) {
            word.extend(c.to_lowercase());
        }
    }
    end(&mut word);
    found
}

fn hash_text(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

fn hash(window: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_usize(window.len());
    window.iter().for_each(|word| hasher.write_u64(*word));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    const FIRST: &str =
        "The ferry ran aground off the point in thick fog on Monday morning with two hundred people aboard, the coast guard said.";
    const SECOND: &str =
        "Nobody was hurt, and by noon a tug had pulled the ship free and brought her back to the harbour she had left at dawn.";

    fn anchored(page: &str, text: &str) -> Option<Vec<bool>> {
        Stated::new(text).anchored(&Document::anonymous(Format::Plain, page))
    }

    #[test]
    fn segments_are_found_by_most_of_their_shingles() {
        let page = format!("Home\n{FIRST}\nWhat they said\n{SECOND} Read more here.\nWhat they said\nShare");
        let text = format!("{FIRST} What they said {SECOND}");
        // The second paragraph has four words more than the text: 15 of 19 shingles are found.
        assert_eq!(anchored(&page, &text), Some(vec![false, true, true, true, false, false]));
    }

    #[test]
    fn too_little_text_or_another_order_is_not_believed() {
        assert_eq!(anchored(FIRST, FIRST), None);
        let third = "A crane that stood on her deck fell into the sea and was found by divers in the afternoon of the same day.";
        assert_eq!(anchored(&format!("{FIRST}\n{SECOND}\n{third}"), &format!("{third} {SECOND} {FIRST}")), None);
        assert!(anchored(&format!("{FIRST}\n{SECOND}\n{third}"), &format!("{FIRST} {SECOND} {third}")).is_some());
    }

    #[test]
    fn words_are_compared_without_signs_case_and_numbers() {
        assert_eq!(words("Don’t “stop” at 12:30"), words("dont STOP at 47.11"));
        assert_eq!(words("渡轮 a").len(), 3);
    }
}
