//! Where the words of a folded line begin, eight bytes at a time.

use super::beginnings::eight_at;
use crate::document::{is_unspaced, is_word_character};

/// A one in each of eight bytes,
const ONES: u64 = 0x0101_0101_0101_0101;
/// and their highest bits.
pub const HIGH: u64 = ONES << 7;

/// Of eight ASCII bytes, the highest bits of those that are not less than a byte; sums do not reach the next byte.
#[inline]
const fn at_least(eight: u64, byte: u8) -> u64 {
    (eight + ONES * (0x80 - byte as u64)) & HIGH
}

/// The same for those from one byte to another.
#[inline]
pub const fn within(eight: u64, from: u8, to: u8) -> u64 {
    at_least(eight, from) & !at_least(eight, to + 1)
}

/// Places in a line where a word or sign begins; in scripts without spaces, every character. Calls `look` with each until it answers.
#[inline]
pub fn at_word_starts<T>(text: &str, mut look: impl FnMut(usize) -> Option<T>) -> Option<T> {
    let (mut at, mut joined) = (0, false);
    while at < text.len() {
        let eight = padded(text.as_bytes(), at);
        let read = if eight & HIGH == 0 { read_ascii(eight, joined) } else { read_characters(&text[at..], joined) };
        let mut starts = read.starts;
        while starts != 0 {
            let found = look(at + (starts.trailing_zeros() >> 3) as usize);
            if found.is_some() {
                return found;
            }
            starts &= starts - 1;
        }
        (at, joined) = (at + read.bytes, read.joined);
    }
    None
}

/// Eight bytes from a place on, spaces behind the end.
#[inline]
fn padded(text: &[u8], at: usize) -> u64 {
    let left = text.len() - at;
    eight_at(text, at) | if left < 8 { (ONES * u64::from(b' ')) << (8 * left) } else { 0 }
}

/// What was read of a line.
struct Read {
    /// The highest bits of the bytes, of eight, that are starts.
    starts: u64,
    /// Bytes that were read.
    bytes: usize,
    /// Whether the last character goes on into a word.
    joined: bool,
}

/// Eight bytes of ASCII: all are starts but spaces, and letters and numbers behind others.
#[inline]
fn read_ascii(eight: u64, joined: bool) -> Read {
    let letters = within(eight | ONES * 0x20, b'a', b'z');
    let words = letters | within(eight, b'0', b'9') | within(eight, b'#', b'#');
    let spaces = within(eight, b' ', b' ');
    let starts = !spaces & HIGH & !(words & (words << 8 | u64::from(joined) << 7));
    Read { starts, bytes: 8, joined: words >> 63 != 0 }
}

/// The characters that begin in eight bytes.
fn read_characters(text: &str, joined: bool) -> Read {
    let mut read = Read { starts: 0, bytes: 0, joined };
    for c in text.chars() {
        if read.bytes >= 8 {
            break;
        }
        let joins = joins(c);
        read.starts |= u64::from(c != ' ' && !(read.joined && joins)) << (8 * read.bytes + 7);
        read.joined = joins;
        read.bytes += c.len_utf8();
    }
    read
}

/// Whether a letter or number goes on into the next; those of scripts without spaces do not.
#[inline]
fn joins(c: char) -> bool {
    (is_word_character(c) || c == '#') && !is_unspaced(c)
}

/// Whether no letter continues across this place; scripts without spaces have boundaries everywhere.
#[inline]
pub fn at_boundary(text: &str, at: usize) -> bool {
    !(text[..at].chars().next_back().is_some_and(joins) && text[at..].chars().next().is_some_and(joins))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn starts(text: &str) -> Vec<usize> {
        let mut starts = Vec::new();
        let passed: Option<()> = at_word_starts(text, |start| {
            starts.push(start);
            None
        });
        assert_eq!(passed, None);
        starts
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_begin_where_no_word_goes_on(text in "([a-zA-Z]{1,12}[ #.,'9]{0,3}){0,6}|[aZ09#@`{/:\\[ \u{1}\u{7f}éЯ日のก\u{a0}\\PC]{0,40}") {
            let simple: Vec<usize> = text.char_indices().filter(|(at, c)| *c != ' ' && at_boundary(&text, *at)).map(|(at, _)| at).collect();
            prop_assert_eq!(at_word_starts(&text, |start| (start > 3).then_some(start)), simple.iter().copied().find(|start| *start > 3));
            prop_assert_eq!(starts(&text), simple);
        }
    }

    #[test]
    fn every_ascii_byte_is_of_its_class() {
        for c in '\0'..='\x7f' {
            for before in ["", "a", "       a", "日", "é", " "] {
                let text = format!("{before}{c}");
                let begins = c != ' ' && at_boundary(&text, before.len());
                assert_eq!(starts(&text).contains(&before.len()), begins, "{text:?}");
            }
        }
    }
}
