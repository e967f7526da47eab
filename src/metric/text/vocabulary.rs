//! Tokens as numbers, kept: like [`super::interner`], but with the tokens' letters in a store of its own, so that texts that come and
//! go can share the numbers.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Room made at once, in tokens; a power of two.
const USUAL: usize = 1 << 10;
/// Marks a free place of the table.
const FREE: u32 = u32::MAX;

/// Distinct tokens, each with a number from 0. At most 2^32 - 1 tokens and 4 GiB of letters: [`super::scorer`] forgets long before, and a
/// single text does not reach it. Beyond, tokens are wrong, but nothing panics.
#[derive(Debug)]
pub struct Vocabulary {
    letters: String,
    /// Where each token ends in `letters`.
    ends: Vec<u32>,
    /// The upper half of each token's hash.
    tags: Vec<u32>,
    /// Open addressing: numbers of tokens, at most half full.
    table: Vec<u32>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { letters: String::new(), ends: Vec::new(), tags: Vec::new(), table: vec![FREE; USUAL] }
    }
}

impl Vocabulary {
    /// The number of a token, a new one if need be.
    ///
    /// ```
    /// use gleaner::metric::text::vocabulary::Vocabulary;
    /// let mut words = Vocabulary::default();
    /// assert_eq!([words.number("a"), words.number("b"), words.number("a")], [0, 1, 0]);
    /// assert_eq!((words.find("b"), words.find("c"), words.token(1)), (Some(1), None, "b"));
    /// ```
    pub fn number(&mut self, token: &str) -> u32 {
        let hash = hash(token);
        let place = self.place(token, hash);
        if self.table[place] != FREE {
            return self.table[place];
        }
        let number = self.ends.len() as u32;
        self.letters.push_str(token);
        self.ends.push(self.letters.len() as u32);
        self.tags.push((hash >> 32) as u32);
        self.table[place] = number;
        if self.ends.len() * 2 > self.table.len() {
            self.grow();
        }
        number
    }

    /// The number of a token that has one.
    pub fn find(&self, token: &str) -> Option<u32> {
        Some(self.table[self.place(token, hash(token))]).filter(|&number| number != FREE)
    }

    /// The letters of a token; none of a number that was not given.
    pub fn token(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or(0));
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.letters.get(start as usize..end as usize).unwrap_or("")
    }

    /// How many tokens have a number.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes that are kept.
    pub fn bytes(&self) -> usize {
        self.letters.len() + 4 * (self.ends.len() + self.tags.len() + self.table.len())
    }

    /// Whether none has.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where the token stands in the table, or would.
    fn place(&self, token: &str, hash: u64) -> usize {
        let (mask, tag) = (self.table.len() - 1, (hash >> 32) as u32);
        let mut place = hash as usize & mask;
        loop {
            let number = self.table[place];
            if number == FREE || self.tags[number as usize] == tag && self.token(number) == token {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table.clear();
        self.table.resize(size, FREE);
        let mut start = 0;
        for (number, &end) in self.ends.iter().enumerate() {
            let mut place = hash(self.letters.get(start..end as usize).unwrap_or("")) as usize & (size - 1);
            while self.table[place] != FREE {
                place = (place + 1) & (size - 1);
            }
            self.table[place] = number as u32;
            start = end as usize;
        }
    }
}

fn hash(token: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(token.as_bytes());
    // The hasher's low bits are its weak ones for short keys.
    hasher.finish().wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::interner::Interner;
    use proptest::prelude::*;

    #[test]
    fn numbers_outlive_growth() {
        let mut words = Vocabulary::default();
        let tokens: Vec<String> = (0..5000).map(|at| format!("token {at}")).collect();
        for _ in 0..2 {
            assert!(tokens.iter().enumerate().all(|(at, token)| words.number(token) == at as u32));
        }
        assert!(tokens.iter().enumerate().all(|(at, token)| words.token(at as u32) == token && words.find(token) == Some(at as u32)));
        assert_eq!((words.len(), words.token(5000), words.find("")), (5000, "", None));
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_interner(tokens in prop::collection::vec("[a-dé]{0,3}", 0..200)) {
            let mut words = Vocabulary::default();
            let own: Vec<u32> = tokens.iter().map(|token| words.number(token)).collect();
            prop_assert_eq!(own, Interner::default().all(tokens.iter().map(String::as_str)));
        }
    }
}
