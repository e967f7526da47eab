//! Where the words of a folded line begin, eight bytes at a time.

use super::beginnings::Eights;
use crate::document::eights::{HIGH, ONES, within};
use crate::document::{is_unspaced, is_word_character};

/// Places in a line where a word or sign begins; in scripts without spaces, every character. Calls `look` with each and the eight bytes
/// there until it answers.
#[inline]
pub fn at_word_starts<T>(text: &str, mut look: impl FnMut(usize, u64) -> Option<T>) -> Option<T> {
    let eights = Eights::of(text.as_bytes());
    let mut joined = 0;
    let mut at = 0;
    while at < text.len() {
        let eight = padded(eights.at(at), text.len() - at);
        let mut read = if eight & HIGH == 0 { read_ascii(eight, joined) } else { read_characters(&text[at..], joined) };
        while read.starts != 0 {
            let start = at + (read.starts.trailing_zeros() >> 3) as usize;
            let found = look(start, eights.at(start));
            if found.is_some() {
                return found;
            }
            read.starts &= read.starts - 1;
        }
        at += read.bytes;
        joined = read.joined;
    }
    None
}

/// Eight bytes of which some are left, spaces behind those.
#[inline]
const fn padded(eight: u64, left: usize) -> u64 {
    if left < 8 { eight | all(b' ') << (8 * left) } else { eight }
}

/// A byte eight times.
#[inline]
const fn all(byte: u8) -> u64 {
    ONES * byte as u64
}

/// What was read of a line.
struct Read {
    /// The highest bits of the bytes, of eight, that are starts.
    starts: u64,
    /// Bytes that were read.
    bytes: usize,
    /// The highest bit of a byte if the last character goes on into a word, else nought.
    joined: u64,
}

/// Eight bytes of ASCII: all are starts but spaces, and letters and numbers behind others.
#[inline]
fn read_ascii(eight: u64, joined: u64) -> Read {
    // In the highest bits, which bytes are this one.
    let is = |byte: u8| HIGH - (eight ^ all(byte));
    let words = (within(eight | all(0x20), b'a', b'z') | within(eight, b'0', b'9') | is(b'#')) & HIGH;
    let starts = !(is(b' ') | words & (words << 8 | joined)) & HIGH;
    Read { starts, bytes: 8, joined: words >> 56 }
}

/// The characters that begin in eight bytes.
#[inline(never)]
fn read_characters(text: &str, joined: u64) -> Read {
    let mut read = Read { starts: 0, bytes: 0, joined };
    for c in text.chars() {
        if read.bytes >= 8 {
            break;
        }
        let joins = joins(c);
        read.starts |= u64::from(c != ' ' && !(read.joined != 0 && joins)) << (8 * read.bytes + 7);
        read.joined = if joins { 0x80 } else { 0 };
        read.bytes += c.len_utf8();
    }
    read
}

/// Whether a letter or number goes on into the next; those of scripts without spaces do not.
#[inline]
pub fn joins(c: char) -> bool {
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
        let passed: Option<()> = at_word_starts(text, |start, _| {
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
            prop_assert_eq!(at_word_starts(&text, |start, _| (start > 3).then_some(start)), simple.iter().copied().find(|start| *start > 3));
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
