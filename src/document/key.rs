//! Keys of lines, for finding repeats.

use super::characters::is_word_character;
use super::eights::HIGH;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A 64-bit key under which two lines count as the same: case, digits, punctuation and spaces aside (the normal form of
/// CCNet's de-duplication, Wenzek et al. 2020). `None` for lines without a letter or digit.
///
/// ```
/// use gleaner::document::key;
/// assert_eq!(key("Share this: 12"), key("share  this – 34!"));
/// assert_eq!(key("—"), None);
/// ```
pub fn key(line: &str) -> Option<u64> {
    hash(line, true)
}

/// As [`key`], but lines that differ in a digit differ: two rows of a table are no copies.
pub fn exact_key(line: &str) -> Option<u64> {
    short_word(line.as_bytes()).or_else(|| hash(line, false))
}

/// [`exact_key`] of a word of a few ASCII letters and digits: most words are.
fn short_word(word: &[u8]) -> Option<u64> {
    let plain = (1..=MAX_SHORT).contains(&word.len()) && word.iter().all(u8::is_ascii_alphanumeric);
    plain.then(|| key_of_plain(word))
}

/// Longer ones are read as lines are.
const MAX_SHORT: usize = 24;

/// The key of a word of one ASCII letter or digit or more, eight at a time.
pub(super) fn key_of_plain(word: &[u8]) -> u64 {
    /// Makes letters small and leaves digits.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mut hasher = FxHasher::default();
    word.as_chunks::<8>().0.iter().for_each(|eight| hasher.write_u64(u64::from_be_bytes(*eight) | SMALL));
    let last = match (word.last_chunk::<8>(), word.first_chunk::<4>(), word.last_chunk::<4>()) {
        (Some(eight), ..) => u64::from_be_bytes(*eight) | SMALL,
        (None, Some(first), Some(last)) => {
            let small = |four: &[u8; 4]| u64::from(u32::from_be_bytes(*four) | SMALL as u32);
            small(first) << (8 * (word.len() - 4)) | small(last)
        }
        _ => word.iter().fold(0, |packed, &byte| packed << 8 | u64::from(byte | SMALL as u8)),
    };
    hasher.write_u64(last);
    hasher.write_usize(word.len());
    hasher.finish()
}

fn hash(line: &str, mask_digits: bool) -> Option<u64> {
    let table = if mask_digits { &MASKED } else { &EXACT };
    let mut packer = Packer::default();
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        at += packer.push_ascii(&bytes[at..], table);
        if bytes.get(at).is_some_and(|byte| *byte >= 0x80) {
            let c = line[at..].chars().next().unwrap_or(' ');
            at += c.len_utf8();
            packer.push_wide(c, mask_digits);
        }
    }
    packer.finish()
}

/// What an ASCII byte counts as: small letters and digits (or one digit for all); nought for what is passed over.
const fn counted(mask_digits: bool) -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x80 {
        table[byte] = match byte as u8 {
            letter @ (b'a'..=b'z' | b'A'..=b'Z') => letter | 0x20,
            b'0'..=b'9' if mask_digits => b'0',
            digit @ b'0'..=b'9' => digit,
            _ => 0,
        };
        byte += 1;
    }
    table
}

static MASKED: [u8; 256] = counted(true);
/// ASCII letters and digits, in small letters; nought for the rest.
pub(super) static EXACT: [u8; 256] = counted(false);

/// Gathers eight bytes before they are hashed.
#[derive(Default)]
struct Packer {
    hasher: FxHasher,
    packed: u64,
    count: usize,
    /// Bytes that wait for their turn.
    waiting: [u8; 8],
    /// How many; fewer than eight between calls.
    held: usize,
}

impl Packer {
    /// Bytes that are looked at together, with those that wait in a room of [`Self::ROOM`].
    const BLOCK: usize = 48;
    const ROOM: usize = 64;

    /// Reads up to the first character that is not ASCII; returns the bytes read.
    fn push_ascii(&mut self, bytes: &[u8], table: &[u8; 256]) -> usize {
        let plain = bytes.as_chunks::<8>().0.iter().take_while(|eight| u64::from_le_bytes(**eight) & HIGH == 0).count() * 8;
        let plain = plain + bytes[plain..].iter().take_while(|byte| byte.is_ascii()).count();
        bytes[..plain].chunks(Self::BLOCK).for_each(|block| self.push_block(block, table));
        plain
    }

    fn push_block(&mut self, block: &[u8], table: &[u8; 256]) {
        let mut room = [0; Self::ROOM];
        room[..8].copy_from_slice(&self.waiting);
        let mut held = self.held;
        for &byte in block {
            // Without a branch: what is passed over, a nought, is written and written over.
            let counted = table[usize::from(byte)];
            room[held & (Self::ROOM - 1)] = counted;
            held += usize::from(counted != 0);
        }
        let eights = room.as_chunks::<8>().0;
        let full = held / 8;
        for eight in &eights[..full] {
            self.packed = u64::from_be_bytes(*eight);
            self.hasher.write_u64(self.packed);
        }
        (self.waiting, self.held) = (eights[full], held % 8);
        self.count += 8 * full;
    }

    fn push(&mut self, byte: u8) {
        self.waiting[self.held] = byte;
        self.held += 1;
        if self.held == 8 {
            self.packed = u64::from_be_bytes(self.waiting);
            self.hasher.write_u64(self.packed);
            self.count += 8;
            self.held = 0;
        }
    }

    fn push_wide(&mut self, c: char, mask_digits: bool) {
        if !is_word_character(c) {
            return;
        }
        if c.is_alphabetic() {
            c.to_lowercase().for_each(|lower| u32::from(lower).to_le_bytes()[..3].iter().for_each(|&byte| self.push(byte)));
        } else {
            let code = if mask_digits { u32::from('0') } else { u32::from(c) };
            code.to_le_bytes()[..3].iter().for_each(|&byte| self.push(byte));
        }
    }

    fn finish(mut self) -> Option<u64> {
        self.count += self.held;
        self.packed = self.waiting[..self.held].iter().fold(self.packed, |packed, &byte| packed << 8 | u64::from(byte));
        self.hasher.write_u64(self.packed);
        self.hasher.write_usize(self.count);
        (self.count > 0).then(|| self.hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_word_has_the_key_of_a_line() {
        for word in [
            "a",
            "Ab1",
            "Ab1Z",
            "ferries",
            "harbour",
            "eighteen",
            "Ab0zAb0zC",
            "of16LettersExact",
            "x24LettersOrDigitsHere0Zz",
            "é",
            "a b",
            "",
        ] {
            assert_eq!(exact_key(word), hash(word, false), "{word}");
        }
    }
}
