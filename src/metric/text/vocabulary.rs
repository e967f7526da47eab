//! Tokens as numbers, kept: like [`super::interner`], but with the tokens' letters in a store of its own, so that texts that come and
//! go can share the numbers.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Room made at once, in tokens; a power of two.
const USUAL: usize = 1 << 11;
/// Marks a free place of the table.
const FREE: Place = Place { key: 0, len: 0, number: u32::MAX };
/// Bytes of a token that a key holds as they are.
pub const WHOLE: usize = 8;

/// Distinct tokens, each with a number from 0. At most 2^32 - 1 tokens and 4 GiB of letters: [`super::scorer`] forgets long before, and a
/// single text does not reach it. Beyond, tokens are wrong, but nothing panics.
#[derive(Debug)]
pub struct Vocabulary {
    letters: String,
    /// Where each token ends in `letters`.
    ends: Vec<u32>,
    /// Open addressing, at most half full.
    table: Vec<Place>,
}

/// What a token is found by. Most words have eight bytes or fewer, and need not be looked at again: their key is themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Up to eight bytes, noughts behind them; of a longer token a hash.
    key: u64,
    len: u32,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    key: u64,
    len: u32,
    number: u32,
}

impl Key {
    /// Of a token.
    #[inline]
    pub fn of(token: &[u8]) -> Self {
        if token.len() <= WHOLE { Self::short(packed(token), token.len()) } else { Self { key: hash(token), len: token.len() as u32 } }
    }

    /// Of a token of up to [`WHOLE`] bytes, the first in the lowest; bytes behind its end are of no meaning.
    #[inline]
    pub const fn short(bytes: u64, len: usize) -> Self {
        let kept = if len < WHOLE { bytes & ((1 << (8 * len)) - 1) } else { bytes };
        Self { key: kept, len: len as u32 }
    }

    #[inline]
    const fn is_whole(self) -> bool {
        self.len as usize <= WHOLE
    }

    /// Where to begin in a table of so many places less one.
    #[inline]
    const fn start(self, mask: usize) -> usize {
        // Only the highest bits of a product hang on all bytes: of the two halves of a whole one some hang on each.
        let product = (self.key ^ self.len as u64) as u128 * 0x9e37_79b9_7f4a_7c15;
        (product as u64 ^ (product >> 64) as u64).rotate_left(20) as usize & mask
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { letters: String::with_capacity(WHOLE * USUAL), ends: Vec::with_capacity(USUAL / 2), table: vec![FREE; USUAL] }
    }
}

impl Vocabulary {
    /// With little room, where another is put aside.
    pub(super) fn none() -> Self {
        Self { letters: String::new(), ends: Vec::new(), table: vec![FREE; 2] }
    }

    /// The number of a token, a new one if need be.
    ///
    /// ```
    /// use gleaner::metric::text::vocabulary::Vocabulary;
    /// let mut words = Vocabulary::default();
    /// assert_eq!([words.number("a"), words.number("b"), words.number("a")], [0, 1, 0]);
    /// assert_eq!((words.find("b"), words.find("c"), words.token(1)), (Some(1), None, "b"));
    /// ```
    #[inline]
    pub fn number(&mut self, token: &str) -> u32 {
        self.number_of(Key::of(token.as_bytes()), || token)
    }

    /// The number of a token whose key is known, its letters on demand.
    #[inline]
    pub fn number_of<'t>(&mut self, key: Key, token: impl Fn() -> &'t str) -> u32 {
        let place = self.place(key, &token);
        match self.table[place].number {
            u32::MAX => self.add(place, key, token()),
            number => number,
        }
    }

    fn add(&mut self, place: usize, Key { key, len }: Key, token: &str) -> u32 {
        let number = self.ends.len() as u32;
        self.letters.push_str(token);
        self.ends.push(self.letters.len() as u32);
        self.table[place] = Place { key, len, number };
        if self.ends.len() * 2 > self.table.len() {
            self.grow();
        }
        number
    }

    /// The number of a token that has one.
    pub fn find(&self, token: &str) -> Option<u32> {
        let number = self.table[self.place(Key::of(token.as_bytes()), || token)].number;
        (number != FREE.number).then_some(number)
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
        self.letters.len() + 4 * self.ends.len() + size_of::<Place>() * self.table.len()
    }

    /// Whether none has.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where the token stands in the table, or would.
    #[inline]
    fn place<'t>(&self, key: Key, token: impl Fn() -> &'t str) -> usize {
        let mask = self.table.len() - 1;
        let mut place = key.start(mask);
        loop {
            let Place { key: own, len, number } = self.table[place];
            let is_like = own == key.key && len == key.len;
            if number == FREE.number || is_like && (key.is_whole() || self.token(number) == token()) {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        let old = std::mem::replace(&mut self.table, vec![FREE; size]);
        for known in old.into_iter().filter(|place| place.number != FREE.number) {
            let mut place = Key { key: known.key, len: known.len }.start(size - 1);
            while self.table[place].number != FREE.number {
                place = (place + 1) & (size - 1);
            }
            self.table[place] = known;
        }
    }
}

/// Up to eight bytes as a number, the first in its lowest; the two halves of a token may share bytes, which are the same.
#[inline]
fn packed(token: &[u8]) -> u64 {
    let ends = |first: u64, last: u64, half: usize| first | last << (8 * (token.len() - half));
    if let (Some(first), Some(last)) = (token.first_chunk(), token.last_chunk()) {
        return ends(u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into(), 4);
    }
    match (token.first_chunk(), token.last_chunk()) {
        (Some(first), Some(last)) => ends(u16::from_le_bytes(*first).into(), u16::from_le_bytes(*last).into(), 2),
        _ => token.first().map_or(0, |&byte| byte.into()),
    }
}

fn hash(token: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(token);
    hasher.finish()
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

    #[test]
    fn noughts_and_lengths_tell_short_tokens_apart() {
        let mut words = Vocabulary::default();
        let tokens = ["", "\0", "\0\0", "a", "a\0", "abcdefg", "abcdefgh", "abcdefg\0", "abcdefghi", "abcdefghé", "éé", "é"];
        let numbers = tokens.map(|token| words.number(token));
        assert!(numbers.iter().enumerate().all(|(at, &number)| number == at as u32 && words.token(number) == tokens[at]));
    }

    #[test]
    fn bytes_behind_a_short_token_are_of_no_meaning() {
        for token in ["", "a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"] {
            let mut eight = *b"zzzzzzzz";
            eight[..token.len()].copy_from_slice(token.as_bytes());
            assert_eq!(Key::short(u64::from_le_bytes(eight), token.len()), Key::of(token.as_bytes()));
        }
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_interner(tokens in prop::collection::vec("[a-dé]{0,12}", 0..200)) {
            let mut words = Vocabulary::default();
            let own: Vec<u32> = tokens.iter().map(|token| words.number(token)).collect();
            prop_assert_eq!(own, Interner::default().all(tokens.iter().map(String::as_str)));
        }
    }
}
