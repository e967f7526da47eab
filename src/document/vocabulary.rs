//! The words of a document's running text, and how much of a line is made of them.

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
    let mut hasher = FxHasher::default();
    let (mut letters, mut last) = (0usize, None);
    for c in text.chars().chain([' ']) {
        if !c.is_ascii() && is_unspaced(c) {
            if let Some(before) = last.replace(c) {
                let mut pair = FxHasher::default();
                pair.write_u32(u32::from(before));
                pair.write_u32(u32::from(c));
                found(pair.finish());
            }
            continue;
        }
        last = None;
        if c.is_ascii_alphanumeric() {
            hasher.write_u32(u32::from(c.to_ascii_lowercase()));
            letters += 1;
        } else if !c.is_ascii() && is_word_character(c) {
            c.to_lowercase().for_each(|lower| hasher.write_u32(u32::from(lower)));
            letters += 1;
        } else if letters > 0 {
            if letters >= MIN_LETTERS {
                found(hasher.finish());
            }
            (hasher, letters) = (FxHasher::default(), 0);
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
