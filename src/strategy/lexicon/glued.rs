//! Labels that an extractor glued to what follows them: `RelatedMore news`.

use crate::document::blocks::{LANES, equal, padded, vector, within};
use wide::u8x16;

/// Where a capital follows a small letter, if nothing but letters and spaces stands before it.
#[inline]
pub fn glued_turn(raw: &[u8]) -> Option<usize> {
    let mut small = 0;
    for place in (0..MAX_GLUED_BYTES.min(raw.len())).step_by(LANES) {
        let sixteen = vector(raw, place).unwrap_or_else(|| padded(raw, place, 0));
        let (capitals, letters) = (within(sixteen, b'A', b'Z'), within(sixteen | u8x16::splat(0x20), b'a', b'z'));
        let passed = (letters | equal(sixteen, b' ')).to_bitmask();
        let (capitals, smalls) = (capitals.to_bitmask(), (letters & !capitals).to_bitmask());
        let turns = capitals & (smalls << 1 | small);
        let ends = turns | !passed & ((1 << LANES) - 1);
        if ends != 0 {
            let first = ends.trailing_zeros();
            return (turns >> first & 1 != 0).then_some(place + first as usize);
        }
        small = smalls >> (LANES - 1);
    }
    None
}

/// A label glued to what follows is no longer than this.
pub const MAX_GLUED_BYTES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turn_is_where_the_first_capital_follows_a_small_letter() {
        for (raw, turn) in
            [("RelatedMore news", Some(7)), ("read AlsoMore", Some(9)), ("aB", Some(1)), ("Related: aB", None), ("éaB", None)]
        {
            assert_eq!(glued_turn(raw.as_bytes()), turn, "{raw}");
        }
        for before in 0..40 {
            let raw = format!("{}aB", " ".repeat(before));
            assert_eq!(glued_turn(raw.as_bytes()), (before + 1 < MAX_GLUED_BYTES).then_some(before + 1), "{before}");
        }
        for byte in 0..=255u8 {
            let passed = byte == b' ' || byte.is_ascii_alphabetic();
            assert_eq!(glued_turn(&[byte, b' ', b'a', b'B']), passed.then_some(3), "{byte}");
        }
    }
}
