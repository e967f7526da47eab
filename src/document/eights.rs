//! Eight bytes of a text at a time, as one number: what is asked of each stands in its highest bit.

/// A one in each of eight bytes,
pub const ONES: u64 = 0x0101_0101_0101_0101;
/// and their highest bits.
pub const HIGH: u64 = ONES << 7;

/// The eight bytes at a place, where as many follow.
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
                assert_eq!(within(number & !HIGH, b'0', b'9') & HIGH & !number, if byte.is_ascii_digit() { bit } else { 0 }, "{byte}");
                for wanted in 0..0x80 {
                    let places = (0..8).filter(|at| eight[*at] == wanted);
                    assert_eq!(equal(number, wanted), places.clone().fold(0, |bits, at| bits | 0x80 << (8 * at)));
                    let first = first_equal(number, wanted);
                    assert_eq!((first != 0).then_some(first.trailing_zeros() / 8), places.map(|at| at as u32).next());
                }
            }
        }
        assert_eq!((whole(b"12345678", 0), whole(b"12345678", 1)), (Some(u64::from_le_bytes(*b"12345678")), None));
    }
}
