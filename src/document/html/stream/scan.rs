//! Looks for bytes in pieces of source that are mostly short: eight bytes at a time, in one number. Vector instructions (crate
//! memchr) pay only behind the first 48 bytes.

use crate::document::eights::{first_equal, whole};
use memchr::{memchr, memchr3};

/// So many bytes are looked at by eights.
const SHORT: usize = 48;

/// Where a byte stands, at `from` or behind it.
#[inline]
pub fn find(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (eights, _) = rest.as_chunks();
    let mut at = 0;
    for eight in eights.iter().take(SHORT / 8) {
        let found = first_equal(u64::from_le_bytes(*eight), wanted);
        if found != 0 {
            return Some(from + at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr(wanted, &rest[at..]).map(|found| from + at + found)
}

/// Where the first character stands between two places that may not be text as it is: `&`, a carriage return, a null character.
#[inline]
pub fn first_change(bytes: &[u8], from: usize, to: usize) -> Option<usize> {
    let piece = bytes.get(from..to)?;
    if piece.len() > SHORT {
        return memchr3(b'&', b'\r', 0, piece).map(|found| from + found);
    }
    let (eights, rest) = piece.as_chunks();
    let mut at = from;
    for eight in eights {
        let found = changes(u64::from_le_bytes(*eight));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    match whole(bytes, at) {
        _ if rest.is_empty() => None,
        // What stands behind the piece does not count.
        Some(eight) => Some(at + changes(eight).trailing_zeros() as usize / 8).filter(|at| *at < to),
        None => rest.iter().position(|byte| matches!(byte, b'&' | b'\r' | 0)).map(|found| at + found),
    }
}

/// The high bit of each byte that may not be text as it is; beyond the first of these, of others too.
#[inline]
const fn changes(eight: u64) -> u64 {
    first_equal(eight, b'&') | first_equal(eight, b'\r') | first_equal(eight, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

        #[test]
        fn bytes_are_found_as_one_by_one(text in "([a-z'%]{0,20}|[&\r\u{0}\"\u{1}\u{e}é¦]){0,9}", from in 0..30usize, length in 0..90usize) {
            let bytes = text.as_bytes();
            let from = from.min(bytes.len());
            prop_assert_eq!(find(bytes, from, b'"'), (from..bytes.len()).find(|&at| bytes[at] == b'"'));
            let to = (from + length).min(bytes.len());
            prop_assert_eq!(first_change(bytes, from, to), (from..to).find(|&at| matches!(bytes[at], b'&' | b'\r' | 0)));
        }
    }
}
