//! Sixty-four bytes of a text at a time, sixteen in one vector (crate `wide`): what is asked of each stands in one bit of a number.

use wide::u8x16;

/// Bytes of a block.
pub const BLOCK: usize = 64;
/// Bytes of a vector.
pub const LANES: usize = 16;

/// The bits of the first bytes of a block.
#[inline]
pub const fn first(bytes: usize) -> u64 {
    if bytes >= BLOCK { u64::MAX } else { (1 << bytes) - 1 }
}

/// Which of sixteen bytes are a certain one.
#[inline(always)]
pub fn equal(sixteen: u8x16, wanted: u8) -> u8x16 {
    sixteen.simd_eq(u8x16::splat(wanted))
}

/// Which of sixteen bytes are from one byte to another.
#[inline(always)]
pub fn within(sixteen: u8x16, from: u8, to: u8) -> u8x16 {
    let above = sixteen - u8x16::splat(from);
    above.min(u8x16::splat(to - from)).simd_eq(above)
}

/// The vector at a place, if as many bytes follow.
#[inline(always)]
pub fn vector(bytes: &[u8], place: usize) -> Option<u8x16> {
    Some(u8x16::new(*bytes.get(place..)?.first_chunk()?))
}

/// The same of fewer bytes, with others behind the end.
#[inline]
pub fn padded(bytes: &[u8], place: usize, behind: u8) -> u8x16 {
    let mut lanes = [behind; LANES];
    let rest = bytes.get(place..).unwrap_or(&[]);
    let length = rest.len().min(LANES);
    lanes[..length].copy_from_slice(&rest[..length]);
    u8x16::new(lanes)
}

/// Writes a vector at a place, if there is room for it.
#[inline(always)]
pub fn write(sixteen: u8x16, bytes: &mut [u8], place: usize) {
    if let Some(lanes) = bytes.get_mut(place..).and_then(<[u8]>::first_chunk_mut) {
        *lanes = sixteen.to_array();
    }
}

/// Calls `look` with the four vectors of a block, each with its number.
#[inline(always)]
pub fn each_vector(block: &[u8; BLOCK], mut look: impl FnMut(usize, u8x16)) {
    for number in 0..BLOCK / LANES {
        if let Some(sixteen) = vector(block, number * LANES) {
            look(number, sixteen);
        }
    }
}

/// The bits of one vector's answer in a block.
#[inline(always)]
pub fn bits(number: usize, answer: u8x16) -> u64 {
    u64::from(answer.to_bitmask()) << (LANES * number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_of_its_class_at_each_place() {
        for byte in 0..=255u8 {
            for place in 0..BLOCK {
                let mut block = [b'.'; BLOCK];
                block[place] = byte;
                let (mut same, mut capitals) = (0, 0);
                each_vector(&block, |number, sixteen| {
                    same |= bits(number, equal(sixteen, b'#'));
                    capitals |= bits(number, within(sixteen, b'A', b'Z'));
                });
                let bit = |is: bool| u64::from(is) << place;
                assert_eq!((same, capitals), (bit(byte == b'#'), bit(byte.is_ascii_uppercase())), "{byte} at {place}");
            }
        }
        assert_eq!((first(0), first(3), first(64), first(99)), (0, 7, u64::MAX, u64::MAX));
        assert_eq!(vector(b"0123456789abcdefg", 1).map(u8x16::to_array), Some(*b"123456789abcdefg"));
        assert_eq!((vector(b"0123456789abcde", 0), padded(b"abc", 1, b'.').to_array()), (None, *b"bc.............."));
        let mut bytes = [b'.'; LANES + 1];
        (0..3).for_each(|place| write(u8x16::splat(place + b'0'), &mut bytes, usize::from(place)));
        assert_eq!(&bytes, b"01111111111111111");
    }
}
