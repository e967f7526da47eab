//! Labels that an extractor glued to what follows them: `RelatedMore news`.

use super::beginnings::Eights;
use crate::document::eights::{HIGH, within};

/// Where a capital follows a small letter, if nothing but letters and spaces stands before it.
#[inline]
pub fn glued_turn(raw: &[u8]) -> Option<usize> {
    let mut small = 0;
    let eights = Eights::of(raw);
    for at in (0..MAX_GLUED_BYTES).step_by(8) {
        let eight = eights.at(at);
        let ascii = eight & !HIGH;
        let plain = HIGH & !eight;
        let (capitals, smalls) = (within(ascii, b'A', b'Z') & plain, within(ascii, b'a', b'z') & plain);
        let others = HIGH & !(capitals | smalls | within(ascii, b' ', b' ') & plain);
        let turns = capitals & (smalls << 8 | small);
        if turns | others != 0 {
            let first = (turns | others).trailing_zeros();
            return (turns >> first & 1 != 0).then_some(at + first as usize / 8);
        }
        small = smalls >> 56;
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
