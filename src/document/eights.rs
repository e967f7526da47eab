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
                assert_eq!(below(HIGH, bit).count_ones() as usize, place);
            }
        }
        assert_eq!((below(HIGH, 0), at(b"abc", 1), at(b"abc", 9)), (HIGH, (0x6362, 2), (0, 0)));
    }
}
