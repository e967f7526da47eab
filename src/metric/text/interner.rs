//! Tokens as numbers: equal tokens, equal numbers, so that alignments compare words at the price of integers.

use rustc_hash::FxHashMap;

/// Gives every distinct token the next number from 0.
#[derive(Debug, Default)]
pub struct Interner<'a> {
    numbers: FxHashMap<&'a str, u32>,
}

impl<'a> Interner<'a> {
    /// The numbers of these tokens, in their order.
    pub fn all(&mut self, tokens: impl IntoIterator<Item = &'a str>) -> Vec<u32> {
        let number = |token| {
            let next = self.numbers.len() as u32;
            *self.numbers.entry(token).or_insert(next)
        };
        tokens.into_iter().map(number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_tokens_share_a_number_across_texts() {
        let mut interner = Interner::default();
        assert_eq!(interner.all(["a", "b", "a"]), [0, 1, 0]);
        assert_eq!(interner.all(["c", "b"]), [2, 1]);
    }
}
