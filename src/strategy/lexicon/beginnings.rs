//! Quick looks that tell most words that no phrase begins with: tables of bits, one for each hash of some bytes.

/// Bits of a table, as a power of two.
const TABLE_BITS: u32 = 15;

/// A table of bits.
struct Bits(Box<[u64; 1 << (TABLE_BITS - 6)]>);

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; 1 << (TABLE_BITS - 6)]))
    }
}

impl Bits {
    fn set(&mut self, key: u64) {
        let bit = Self::hash(key);
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    #[inline]
    fn holds(&self, key: u64) -> bool {
        let bit = Self::hash(key);
        self.0[bit >> 6] >> (bit & 63) & 1 != 0
    }

    #[inline]
    fn hash(key: u64) -> usize {
        (mixed(key) >> (64 - TABLE_BITS)) as usize
    }
}

/// Spreads a number over all bits, the highest best (Knuth's multiplicative hashing).
#[inline]
pub fn mixed(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A text of which eight bytes at a time are read as a number.
#[derive(Clone, Copy)]
pub struct Eights<'t> {
    text: &'t [u8],
    /// The last eight bytes, or fewer in the high ones.
    pub last: u64,
}

impl<'t> Eights<'t> {
    /// The bytes of a text.
    #[inline]
    pub fn of(text: &'t [u8]) -> Self {
        let last = match text.last_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => text.iter().fold(0, |eight, &byte| eight >> 8 | u64::from(byte) << 56),
        };
        Self { text, last }
    }

    /// Those from a place on, noughts behind the end.
    #[inline]
    pub fn at(self, at: usize) -> u64 {
        match self.text.get(at..).and_then(<[u8]>::first_chunk) {
            Some(eight) => u64::from_le_bytes(*eight),
            None => {
                let beyond = (at + 8 - self.text.len()).min(8);
                self.last.checked_shr(8 * beyond as u32).unwrap_or(0)
            }
        }
    }
}

/// Phrases of this many bytes or more are known by this many, the others by [`SHORT`] or as many as they have.
pub const LONG: usize = 6;
/// The same for short phrases.
pub const SHORT: usize = 3;

/// The first bytes of eight.
#[inline]
pub const fn first(eight: u64, bytes: usize) -> u64 {
    eight & ((1 << (8 * bytes)) - 1)
}

/// How phrases begin: long ones by their first six bytes, short ones by their first three.
pub struct Beginnings {
    long: Bits,
    short: Bits,
    /// First bytes of the short ones.
    first: [bool; 256],
}

impl Beginnings {
    /// The beginnings of some phrases.
    pub fn of<'p>(phrases: impl Iterator<Item = &'p str>) -> Self {
        let mut own = Self { long: Bits::default(), short: Bits::default(), first: [false; 256] };
        for phrase in phrases {
            let eight = Eights::of(phrase.as_bytes()).at(0);
            if phrase.len() >= LONG {
                own.long.set(first(eight, LONG));
                continue;
            }
            if let Some(&byte) = phrase.as_bytes().first() {
                own.first[usize::from(byte)] = true;
            }
            own.short.set(first(eight, SHORT));
            // Anything may follow a phrase of two bytes, or of one.
            let after = |own: &mut Self, key: u64, at: u32| (1..256).for_each(|byte| own.short.set(key | byte << (8 * at)));
            match phrase.len() {
                2 => after(&mut own, eight, 2),
                1 => (0..256).for_each(|second| {
                    own.short.set(eight | second << 8);
                    after(&mut own, eight | second << 8, 2);
                }),
                _ => {}
            }
        }
        own
    }

    /// Whether a phrase may stand where a text has these eight bytes; never wrong when it says no.
    #[inline]
    pub fn may_hold(&self, eight: u64) -> bool {
        // A shorter text has noughts in its key, and no long phrase has.
        self.long.holds(first(eight, LONG)) || self.has_short(eight) && self.short.holds(first(eight, SHORT))
    }

    /// Whether a short phrase begins with the first of these bytes.
    #[inline]
    pub fn has_short(&self, eight: u64) -> bool {
        self.first[usize::from(eight as u8)]
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
            let beginnings = Beginnings::of(phrases.iter().map(String::as_str));
            for phrase in &phrases {
                let longer = format!("{phrase}{behind}");
                prop_assert!(beginnings.may_hold(Eights::of(longer.as_bytes()).at(0)) && beginnings.may_hold(Eights::of(phrase.as_bytes()).at(0)));
            }
        }

        #[test]
        fn eight_bytes_are_read_at_every_place(text in proptest::collection::vec(any::<u8>(), 0..20), at in 0usize..24) {
            let left = text.get(at..).unwrap_or_default();
            let simple = left.iter().take(8).enumerate().map(|(place, &byte)| u64::from(byte) << (8 * place)).sum::<u64>();
            prop_assert_eq!(Eights::of(&text).at(at), simple);
        }
    }

    #[test]
    fn most_other_words_are() {
        let beginnings = Beginnings::of(["read more", "related article", "/afp", "ad"].into_iter());
        let words = ["harbour crane", "the ferry", "sailed", "x", "", "re", "rea", "afp/", "a"];
        assert!(words.iter().all(|word| !beginnings.may_hold(Eights::of(word.as_bytes()).at(0))));
    }
}
