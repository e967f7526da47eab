//! Python's notions of white space, word and lower case, which every harness of the field is written in.
//!
//! Rust's own differ from them, and with them scores: 62 of the 2,008 golds of WCXB tokenise otherwise under Rust's `\w`.
//! Measured against CPython 3.11.7 (Unicode 14.0): `str.isspace` holds of 29 code points, the 25 of Unicode's White_Space and
//! U+001C to U+001F; `\w` is exactly the letters (L), the numbers (N) and `_`, so that marks end words and `²` belongs to one;
//! `str.lower` is Rust's `str::to_lowercase`. Letters that came to Unicode later count as letters here.

use regex_syntax::hir::{Class, HirKind};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The class that equals Python's `\w`.
const WORD: &str = r"[\p{L}\p{N}_]";
/// A bit for every code point.
const BITS: usize = 0x11_0000 / 64;

/// Whether `str.isspace` holds: Unicode's White_Space and U+001C to U+001F.
///
/// ```
/// use gleaner::metric::text::python::is_space;
/// assert!(is_space('\u{1c}') && is_space('\u{a0}'));
/// assert!(!is_space('\u{200b}') && !is_space('\u{feff}'));
/// ```
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `str.split()`: the runs without white space, none of them empty.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}

/// `str.strip()`.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// `" ".join(text.split())`: every run of white space one space, none at the ends.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in split(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Whether `\w` matches: a letter, a number or `_`.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { in_class(c) }
}

/// `re.findall(r"\w+", text)`: the longest runs of letters, numbers and `_`.
///
/// ```
/// use gleaner::metric::text::python::words;
/// assert_eq!(words("don't snake_case x² हिन्दी").collect::<Vec<_>>(), ["don", "t", "snake_case", "x²", "ह", "न", "द"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    Words { rest: text }
}

/// `str.lower()`, without a copy where nothing changes.
///
/// ```
/// use gleaner::metric::text::python::lower;
/// assert_eq!(lower("ΟΔΟΣ İstanbul"), "οδος i\u{307}stanbul");
/// ```
pub fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|b| b.is_ascii_uppercase()) { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) };
    }
    // Sigma is the one letter whose lower case depends on its neighbours.
    if text.contains('Σ') {
        return Cow::Owned(text.to_lowercase());
    }
    let mut lowered = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii() { lowered.push(c.to_ascii_lowercase()) } else { lowered.extend(c.to_lowercase()) }
    }
    Cow::Owned(lowered)
}

struct Words<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let start = boundary(self.rest, true)?;
        let from_word = &self.rest[start..];
        let (word, rest) = from_word.split_at(boundary(from_word, false).unwrap_or(from_word.len()));
        self.rest = rest;
        Some(word)
    }
}

/// The byte at which the first character stands that is (`wanted`) or is not in a word.
fn boundary(text: &str, wanted: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            if ASCII_WORD[usize::from(bytes[at])] == wanted {
                return Some(at);
            }
            at += 1;
        } else {
            let c = text[at..].chars().next()?;
            if in_class(c) == wanted {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
    None
}

static ASCII_WORD: [bool; 128] = {
    let mut table = [false; 128];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        table[at] = byte.is_ascii_alphanumeric() || byte == b'_';
        at += 1;
    }
    table
};

/// The class as a bit map: one look-up a character, where a regex would search.
static CLASS: LazyLock<Box<[u64]>> = LazyLock::new(|| {
    let mut bits = vec![0; BITS].into_boxed_slice();
    let class = regex_syntax::parse(WORD).ok().map(|hir| hir.into_kind());
    if let Some(HirKind::Class(Class::Unicode(class))) = class {
        for range in class.ranges() {
            (range.start()..=range.end()).for_each(|c| bits[c as usize / 64] |= 1 << (c as usize % 64));
        }
    }
    bits
});

fn in_class(c: char) -> bool {
    CLASS[c as usize / 64] >> (c as usize % 64) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    fn all() -> impl Iterator<Item = char> {
        '\0'..=char::MAX
    }

    #[test]
    fn word_characters_are_letters_numbers_and_the_underscore() {
        let class = Regex::new(WORD).expect("valid");
        let mut buffer = [0; 4];
        for c in all() {
            assert_eq!(is_word(c), class.is_match(c.encode_utf8(&mut buffer)), "{c:?}");
        }
    }

    #[test]
    fn of_unicode_14_exactly_those_that_cpython_3_11_counts_are_word_characters() {
        let known = Regex::new(r"\p{Age=14.0}").expect("valid");
        let mut buffer = [0; 4];
        let count = all().filter(|&c| is_word(c) && known.is_match(c.encode_utf8(&mut buffer))).count();
        assert_eq!(count, 133_548);
    }

    #[test]
    fn white_space_is_29_code_points() {
        assert_eq!(all().filter(|&c| is_space(c)).count(), 29);
        assert_eq!(split("\u{1c}a\u{a0}b\u{85}\u{200b}c ").collect::<Vec<_>>(), ["a", "b", "\u{200b}c"]);
        assert_eq!(strip("\u{1f} a b\u{3000}"), "a b");
        assert_eq!(fold(" a\n\n b\u{2029}"), "a b");
        assert_eq!(split(" \n").count(), 0);
    }

    #[test]
    fn lower_case_is_that_of_the_whole_text() {
        for text in ["", "abc", "ABC", "É", "ΑΣ'Α ΑΣ", "İ", "Ⅷ ǅ ẞ", "日本"] {
            assert_eq!(lower(text), text.to_lowercase(), "{text}");
        }
        assert!(matches!(lower("no change"), Cow::Borrowed(_)));
        for c in all() {
            assert_eq!(lower(&c.to_string()), c.to_string().to_lowercase());
        }
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_regex(text in "[a-zA-Z_0-9 .'\u{300}-\u{310}éÉहिन्ΑΣ²日\u{200b}]{0,40}") {
            let expected: Vec<String> = Regex::new(r"[\p{L}\p{N}_]+").expect("valid").find_iter(&text).map(|m| m.as_str().to_string()).collect();
            prop_assert_eq!(words(&text).collect::<Vec<_>>(), expected);
            prop_assert_eq!(lower(&text), text.to_lowercase());
        }
    }
}
