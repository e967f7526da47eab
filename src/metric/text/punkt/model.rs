//! What the English model knows of words; the data's origin and licence stand beside it in `data/README.md`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Seen in the middle of a sentence with an upper-case beginning.
pub const MIDDLE_UPPER: u8 = 4;
/// Seen anywhere with an upper-case beginning.
pub const UPPER: u8 = 2 | 4 | 8;
/// Seen at the beginning of a sentence in lower case.
pub const BEGIN_LOWER: u8 = 16;
/// Seen anywhere in lower case.
pub const LOWER: u8 = 16 | 32 | 64;

/// The tables of a model. Words are lower-case types, numbers are `##number##`.
#[derive(Debug, Default)]
pub struct Model {
    /// Abbreviations without their last period.
    pub abbreviations: FxHashSet<&'static str>,
    /// Words that often begin sentences.
    pub starters: FxHashSet<&'static str>,
    /// Pairs with a period between them that does not end a sentence.
    pub collocations: FxHashSet<(&'static str, &'static str)>,
    contexts: FxHashMap<&'static str, u8>,
}

impl Model {
    /// Where and in which case a word was seen, as a sum of the constants here; 0 for an unknown word.
    pub fn contexts(&self, word: &str) -> u8 {
        self.contexts.get(word).copied().unwrap_or(0)
    }

    fn read(text: &'static str) -> Self {
        let mut model = Self::default();
        for line in text.lines() {
            let mut fields = line.split('\t');
            match fields.next() {
                Some("abbreviations") => model.abbreviations.extend(fields),
                Some("starters") => model.starters.extend(fields),
                Some("collocations") => {
                    while let (Some(first), Some(second)) = (fields.next(), fields.next()) {
                        model.collocations.insert((first, second));
                    }
                }
                Some(contexts) => {
                    let contexts = contexts.parse().unwrap_or(0);
                    model.contexts.extend(fields.map(|word| (word, contexts)));
                }
                None => {}
            }
        }
        model
    }
}

/// The English model.
pub static ENGLISH: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("data/english.tsv")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_model_is_read() {
        let sizes = [ENGLISH.abbreviations.len(), ENGLISH.starters.len(), ENGLISH.collocations.len(), ENGLISH.contexts.len()];
        assert_eq!(sizes, [156, 39, 37, 20_366]);
        assert!(ENGLISH.abbreviations.contains("dr") && ENGLISH.collocations.contains(&("b", "stewart")));
        assert_eq!((ENGLISH.contexts("coverage"), ENGLISH.contexts("springsteen"), ENGLISH.contexts("qwxz")), (36, 4, 0));
        assert!(ENGLISH.contexts.values().all(|&contexts| contexts > 0), "a number failed to parse");
    }
}
