//! Quick looks that tell most texts that are no phrase: tables of bits, one for each hash of some bytes.

/// Bits of a table, as a power of two.
const TABLE_BITS: u32 = 16;

/// A table of bits.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, key: u64) {
        self.0.resize(1 << (TABLE_BITS - 6), 0);
        let bit = Self::hash(key);
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    #[inline]
    fn holds(&self, key: u64) -> bool {
        let bit = Self::hash(key);
        self.0.get(bit >> 6).is_some_and(|bits| bits & (1 << (bit & 63)) != 0)
    }

    #[inline]
    fn hash(key: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - TABLE_BITS)) as usize
    }
}

/// The first six or three bytes as a number.
const LONG: u64 = (1 << 48) - 1;
const SHORT: u64 = (1 << 24) - 1;

/// The first eight bytes as a number, noughts where there are fewer.
#[inline]
fn first_eight(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.iter().rev().fold(0, |key, &byte| key << 8 | u64::from(byte)),
    }
}

/// How phrases begin: those of six bytes or more by their first six, the others by their first three.
#[derive(Default)]
pub struct Beginnings {
    long: Bits,
    short: Bits,
    /// First bytes of the short ones.
    first: [u64; 4],
}

impl Beginnings {
    /// The beginnings of some phrases.
    pub fn of<'p>(phrases: impl Iterator<Item = &'p [u8]>) -> Self {
        let mut own = Self::default();
        for phrase in phrases {
            let key = first_eight(phrase);
            if phrase.len() >= 6 {
                own.long.set(key & LONG);
                continue;
            }
            if let Some(&byte) = phrase.first() {
                own.first[usize::from(byte >> 6)] |= 1 << (byte & 63);
            }
            own.short.set(key & SHORT);
            // Anything may follow a phrase of two bytes, or of one.
            let after = |own: &mut Self, key: u64, at: u32| (1..256).for_each(|byte| own.short.set(key | byte << (8 * at)));
            match phrase.len() {
                2 => after(&mut own, key, 2),
                1 => (0..256).for_each(|second| {
                    own.short.set(key | second << 8);
                    after(&mut own, key | second << 8, 2);
                }),
                _ => {}
            }
        }
        own
    }

    /// Whether a phrase may stand at the start of a text; never wrong when it says no.
    #[inline]
    pub fn may_hold(&self, text: &[u8]) -> bool {
        let key = first_eight(text);
        let byte = key as u8;
        // A shorter text has noughts in its key, and no long phrase has.
        self.long.holds(key & LONG) || (self.first[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0 && self.short.holds(key & SHORT))
    }
}

/// What whole lines are: by length, first and last bytes.
#[derive(Default)]
pub struct WholeLines {
    longest: usize,
    bits: Bits,
}

impl WholeLines {
    /// Knows some lines.
    pub fn of<'p>(lines: impl Iterator<Item = &'p str>) -> Self {
        let mut own = Self::default();
        for line in lines {
            own.longest = own.longest.max(line.len());
            own.bits.set(Self::key(line));
        }
        own
    }

    /// Whether it may be one of the lines; never wrong when it says no.
    #[inline]
    pub fn may_hold(&self, line: &str) -> bool {
        line.len() <= self.longest && self.bits.holds(Self::key(line))
    }

    fn key(line: &str) -> u64 {
        let bytes = line.as_bytes();
        let last = first_eight(&bytes[bytes.len().saturating_sub(8)..]);
        first_eight(bytes) ^ last.rotate_left(29) ^ (bytes.len() as u64).rotate_left(59)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_phrase_is_passed_over(phrases in proptest::collection::vec("[a-c#Я]{1,9}", 1..20), behind in "[ab\\PC]{0,8}") {
            let beginnings = Beginnings::of(phrases.iter().map(String::as_bytes));
            let lines = WholeLines::of(phrases.iter().map(String::as_str));
            for phrase in &phrases {
                let longer = format!("{phrase}{behind}");
                prop_assert!(beginnings.may_hold(longer.as_bytes()) && beginnings.may_hold(phrase.as_bytes()));
                prop_assert!(lines.may_hold(phrase));
            }
        }
    }

    #[test]
    fn most_other_words_are() {
        let phrases = ["read more", "related article", "/afp", "ad"];
        let beginnings = Beginnings::of(phrases.iter().map(|phrase| phrase.as_bytes()));
        let words = ["harbour crane", "the ferry", "sailed", "x", "", "re", "rea", "afp/", "a"];
        assert!(words.iter().all(|word| !beginnings.may_hold(word.as_bytes())));
        assert!(!WholeLines::of(phrases.into_iter()).may_hold("Read more"));
    }
}
