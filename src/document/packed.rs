//! Short names as numbers, and tables of them that are filled when the program is built.

use crate::document::eights::{HIGH, first_equal, whole, within};

/// Up to 16 bytes as one number, ASCII letters in lower case; nought for what is longer or empty, or has a null character.
pub const fn key(name: &[u8]) -> u128 {
    if name.len() > 16 {
        return 0;
    }
    let (mut key, mut at) = (0, 0);
    while at < name.len() {
        if name[at] == 0 {
            return 0;
        }
        key |= (name[at].to_ascii_lowercase() as u128) << (8 * at);
        at += 1;
    }
    key
}

/// As [`key`], of a name by its place in a source: eight bytes at a time where as many follow.
#[inline(always)]
pub fn key_at(source: &[u8], from: usize, length: usize) -> u128 {
    let both = |from: usize| whole(source, from).zip(whole(source, from + 8));
    match length {
        1..=8 => {
            if let Some(low) = whole(source, from) {
                return u128::from(lower(low, length));
            }
        }
        9..=16 => {
            if let Some((low, high)) = both(from) {
                let (low, high) = (lower(low, 8), lower(high, length - 8));
                return if low == 0 || high == 0 { 0 } else { u128::from(high) << 64 | u128::from(low) };
            }
        }
        _ => {}
    }
    key(source.get(from..from + length).unwrap_or(&[]))
}

/// The first of eight bytes, ASCII letters in lower case; nought if a null character is among them.
#[inline]
fn lower(packed: u64, length: usize) -> u64 {
    let own = u64::MAX >> (8 * (8 - length));
    let filled = packed | !own;
    if first_equal(filled, 0) != 0 {
        return 0;
    }
    let capitals = within(packed & !HIGH, b'A', b'Z') & !packed & HIGH;
    (packed | capitals >> 2) & own
}

/// A hash table of keys, filled when the program is built; `SLOTS` is a power of two and far more than there are keys.
pub struct Table<const SLOTS: usize> {
    keys: [u128; SLOTS],
    values: [u8; SLOTS],
}

impl<const SLOTS: usize> Table<SLOTS> {
    /// A table without keys.
    pub const EMPTY: Self = Self { keys: [0; SLOTS], values: [0; SLOTS] };

    #[inline]
    const fn slot(key: u128) -> usize {
        // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4) of both halves.
        let mixed = (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> (64 - SLOTS.trailing_zeros())) as usize
    }

    /// The table with one key more. While the program is built, so that a name without a key, as it is too long, ends the build.
    pub const fn with(mut self, key: u128, value: u8) -> Self {
        assert!(key != 0, "a name of 1 to 16 letters");
        let mut slot = Self::slot(key);
        while self.keys[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        self.keys[slot] = key;
        self.values[slot] = value;
        self
    }

    /// As [`Table::with`], with further bits in the value of a key that may be there already.
    pub const fn with_bits(mut self, key: u128, bits: u8) -> Self {
        assert!(key != 0, "a name of 1 to 16 letters");
        let mut slot = Self::slot(key);
        while self.keys[slot] != 0 && self.keys[slot] != key {
            slot = (slot + 1) % SLOTS;
        }
        self.keys[slot] = key;
        self.values[slot] |= bits;
        self
    }

    /// The value of a key.
    #[inline]
    pub const fn find(&self, key: u128) -> Option<u8> {
        let mut slot = Self::slot(key);
        // An empty slot has the key 0, which is no name's.
        while self.keys[slot] != key {
            if self.keys[slot] == 0 {
                return None;
            }
            slot = (slot + 1) % SLOTS;
        }
        if key == 0 { None } else { Some(self.values[slot]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_same_by_either_way() {
        for byte in 0..=255u8 {
            for length in 0..=17 {
                let mut source = *b"x<aZ@[`{z-A0\x80\xC1\xFFqQ>yyyyyyyyyyyyyyyyyyyy";
                source[2 + usize::from(byte) % 15] = byte;
                assert_eq!(key_at(&source, 2, length), key(&source[2..2 + length]), "{source:?} {length}");
                assert_eq!(key_at(&source[..2 + length], 2, length), key(&source[2..2 + length]));
            }
        }
    }
}
