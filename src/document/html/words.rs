//! Where words and white space of a text end, found eight bytes at a time, and what the words count for.

use crate::document::eights::{self, HIGH};

/// What a byte can be.
const WORD: u8 = 0;
const SPACE: u8 = 1;
/// Other white space of ASCII.
const OTHER_SPACE: u8 = 2;
const COMMA: u8 = 3;
/// Inside a character.
const CONTINUES: u8 = 4;
/// Begins characters among which some are white space or commas.
const LOOK: u8 = 5;

static CLASS: [u8; 256] = {
    let mut class = [WORD; 256];
    let mut byte = 0x80;
    while byte < 0xC0 {
        class[byte] = CONTINUES;
        byte += 1;
    }
    class[b' ' as usize] = SPACE;
    class[b',' as usize] = COMMA;
    let mut at = 0;
    while at < 5 {
        class[[b'\t', b'\n', 0x0b, 0x0c, b'\r'][at] as usize] = OTHER_SPACE;
        at += 1;
    }
    at = 0;
    while at < 6 {
        class[[0xC2, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF][at]] = LOOK;
        at += 1;
    }
    class
};

/// A stretch of words with single spaces between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Where it ends, in bytes.
    pub end: usize,
    /// Its code points without the spaces.
    pub chars: u32,
    /// Its commas, of any script.
    pub commas: u32,
}

/// Where the white space that begins at `from` ends.
pub fn space_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match CLASS[usize::from(*byte)] {
            SPACE | OTHER_SPACE => {
                at += 1;
                // Most white space of a page is the indentation of its source.
                while bytes.get(at..).and_then(<[u8]>::first_chunk) == Some(b"        ") {
                    at += 8;
                }
            }
            LOOK => match character(text, at) {
                c if c.is_whitespace() => at += c.len_utf8(),
                _ => break,
            },
            _ => break,
        }
    }
    at
}

/// The words that begin at `from`, up to the first white space that is no single space between two words.
pub fn words(text: &str, from: usize) -> Words {
    let bytes = text.as_bytes();
    let (mut at, mut less, mut commas) = (from, 0, 0);
    // Behind a stretch that has to be read byte by byte.
    let mut slow = from;
    while let Some(byte) = bytes.get(at) {
        if at >= slow {
            if let Some(eight) = Eight::at(bytes, at) {
                (at, less, commas) = (at + eight.length, less + eight.spaces, commas + eight.commas);
                continue;
            }
            slow = at + 8;
        }
        match CLASS[usize::from(*byte)] {
            WORD => {}
            SPACE => {
                if bytes.get(at + 1).is_none_or(|next| matches!(CLASS[usize::from(*next)], SPACE | OTHER_SPACE))
                    || space_end(text, at + 1) > at + 1
                {
                    break;
                }
                less += 1;
            }
            COMMA => commas += 1,
            CONTINUES => less += 1,
            LOOK => {
                let c = character(text, at);
                if c.is_whitespace() {
                    break;
                }
                commas += u32::from(is_comma(c));
            }
            _ => break,
        }
        at += 1;
    }
    Words { end: at, chars: (at - from - less) as u32, commas }
}

/// Eight bytes of words in ASCII, or seven before a space whose next byte is not seen yet.
struct Eight {
    length: usize,
    spaces: usize,
    commas: u32,
}

impl Eight {
    /// `None` if other bytes, control characters, two spaces in a row or the text's end are among them.
    #[inline]
    fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let eight = eights::whole(bytes, at)?;
        let visible = eights::within(eight & !HIGH, b' ', 0x7f);
        if (!visible | eight) & HIGH != 0 {
            return None;
        }
        let (spaces, commas) = (eights::equal(eight, b' '), eights::equal(eight, b','));
        if spaces & spaces << 8 != 0 {
            return None;
        }
        let last = (spaces >> 63) as usize;
        Some(Self { length: 8 - last, spaces: spaces.count_ones() as usize - last, commas: commas.count_ones() })
    }
}

fn character(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or('x')
}

/// Commas of the scripts that have them (Mozilla's Readability counts the same).
fn is_comma(c: char) -> bool {
    matches!(c, ',' | '\u{60c}' | '\u{fe50}' | '\u{fe10}' | '\u{fe11}' | '\u{2e41}' | '\u{2e34}' | '\u{2e32}' | '\u{ff0c}' | '\u{3001}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every character is white space, comma or letter here as it is for the standard library.
    #[test]
    fn every_character_is_of_its_class() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = format!("{c}x");
            assert_eq!(space_end(&text, 0) > 0, c.is_whitespace(), "{:x}", u32::from(c));
            if c.is_whitespace() {
                assert_eq!(space_end(&text, 0), c.len_utf8());
                assert_eq!(words(&format!("x{c}"), 0), Words { end: 1, chars: 1, commas: 0 });
                assert_eq!(words(&format!("x {c}"), 0), Words { end: 1, chars: 1, commas: 0 });
            } else {
                assert_eq!(words(&text, 0), Words { end: text.len(), chars: 2, commas: is_comma(c).into() }, "{:x}", u32::from(c));
            }
        }
    }

    /// As [`words`], character by character.
    fn plain_words(text: &str, from: usize) -> Words {
        let (mut own, mut rest) = (Words { end: from, chars: 0, commas: 0 }, text[from..].chars().peekable());
        while let Some(c) = rest.next() {
            let between = c == ' ' && rest.peek().is_some_and(|next| !next.is_whitespace());
            if c.is_whitespace() && !between {
                break;
            }
            own.end += c.len_utf8();
            own.chars += u32::from(!between);
            own.commas += u32::from(is_comma(c));
        }
        own
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

        #[test]
        fn eight_bytes_are_read_as_one_by_one(text in "x([a-z]{0,9}|[ ,~]|\u{7f}|\t|\u{1}|\u{a0}|\u{3001}|é|日){0,12}") {
            prop_assert_eq!(words(&text, 0), plain_words(&text, 0));
        }
    }

    #[test]
    fn single_spaces_belong_to_the_words() {
        assert_eq!(words("one, two  three", 0), Words { end: 8, chars: 7, commas: 1 });
        assert_eq!(words("one\ntwo", 0).end, 3);
        assert_eq!(words("one ", 0).end, 3);
        assert_eq!(words("é、 日本", 0), Words { end: 12, chars: 4, commas: 1 });
        assert_eq!(space_end(" \n\u{a0}x", 0), 4);
    }
}
