//! Eight bytes of a text at a time, as one number: what is asked of each stands in its highest bit.

/// A one in each of eight bytes,
pub const ONES: u64 = 0x0101_0101_0101_0101;
/// and their highest bits.
pub const HIGH: u64 = ONES << 7;

/// The eight bytes at a place, noughts behind the end, and how many of them there are.
#[inline]
pub fn at(bytes: &[u8], place: usize) -> (u64, usize) {
    let rest = bytes.get(place..).unwrap_or(&[]);
    match rest.first_chunk() {
        Some(eight) => (u64::from_le_bytes(*eight), 8),
        None => {
            let mut eight = [0; 8];
            eight[..rest.len()].copy_from_slice(rest);
            (u64::from_le_bytes(eight), rest.len())
        }
    }
}

/// As [`at`], where as many bytes follow.
#[inline]
pub fn whole(bytes: &[u8], place: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(place..)?.first_chunk()?))
}

/// The highest bits of the bytes that are a certain one, which is ASCII.
#[inline]
pub const fn equal(eight: u64, wanted: u8) -> u64 {
    // Of seven bits each, so that differences do not reach the next byte.
    (HIGH - ((eight & !HIGH) ^ (ONES * wanted as u64))) & HIGH & !eight
}

/// The highest bits of the bytes that are a certain one; above the lowest of these others may stand, so that only the lowest tells.
#[inline]
pub const fn first_equal(eight: u64, wanted: u8) -> u64 {
    // Which bytes are nought: Mycroft's test (Anderson, Bit Twiddling Hacks).
    let other = eight ^ (ONES * wanted as u64);
    other.wrapping_sub(ONES) & !other & HIGH
}

/// Of eight ASCII bytes, the highest bits of those from one byte to another; other bits are of no meaning. Sums do not reach the next
/// byte.
#[inline]
pub const fn within(eight: u64, from: u8, to: u8) -> u64 {
    (eight + ONES * (0x80 - from) as u64) & !(eight + ONES * (0x7F - to) as u64)
}

/// The highest bits of the bytes that are ASCII letters or digits.
#[inline]
pub const fn words(eight: u64) -> u64 {
    let ascii = eight & !HIGH;
    (within(ascii | ONES << 5, b'a', b'z') | within(ascii, b'0', b'9')) & HIGH & !eight
}

/// Of highest bits, those below the lowest of others.
#[inline]
pub const fn below(bits: u64, lowest_of: u64) -> u64 {
    bits & (lowest_of & lowest_of.wrapping_neg()).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_of_its_class_at_each_place() {
        for byte in 0..=255u8 {
            for place in 0..8 {
                let mut eight = *b".. ..  .";
                eight[place] = byte;
                let bit = 0x80 << (8 * place);
                let number = u64::from_le_bytes(eight);
                assert_eq!(words(number), if byte.is_ascii_alphanumeric() { bit } else { 0 }, "{byte}");
                for wanted in 0..0x80 {
                    let places = (0..8).filter(|at| eight[*at] == wanted);
                    assert_eq!(equal(number, wanted), places.clone().fold(0, |bits, at| bits | 0x80 << (8 * at)));
                    let first = first_equal(number, wanted);
                    assert_eq!((first != 0).then_some(first.trailing_zeros() / 8), places.map(|at| at as u32).next());
                }
                assert_eq!(below(HIGH, bit).count_ones() as usize, place);
            }
        }
        assert_eq!((below(HIGH, 0), at(b"abc", 1), at(b"abc", 9)), (HIGH, (0x6362, 2), (0, 0)));
        assert_eq!((whole(b"12345678", 0), whole(b"12345678", 1)), (Some(u64::from_le_bytes(*b"12345678")), None));
    }
}
