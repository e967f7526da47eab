//! Punkt's words: what its regular expressions cut out of a line.

use super::Version;
use crate::metric::text::python::is_space;

/// Characters that no word begins with, unless nothing else is left.
const NO_START: &str = "(\"`{[:;&#*@)}]-,";
/// Characters that end a word.
const NO_WORD: &str = ")\";}]*:@'({[?!";
/// Those that NLTK 3.10 counts with closing quotes.
const CURLY: &str = "‘’“”«»";

/// Whether a character ends a word.
pub fn ends_word(c: char, version: Version) -> bool {
    if c.is_ascii() { NO_WORD.contains(c) } else { version == Version::Nltk310 && CURLY.contains(c) }
}

/// Whether a character at the beginning of a sentence may belong to the end of the sentence before.
pub fn closes(c: char, version: Version) -> bool {
    if c.is_ascii() { "\"')]}".contains(c) } else { version == Version::Nltk310 && CURLY.contains(c) }
}

/// The words of a line.
pub fn words(line: &str, version: Version) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let length = match mark(rest) {
            Some(length) => length,
            None if is_space(rest[0]) => {
                at += 1;
                continue;
            }
            None if NO_START.contains(rest[0]) => 1,
            None => word(rest, version),
        };
        found.push(rest[..length].iter().collect());
        at += length;
    }
    found
}

/// Length of a mark of several characters: hyphens, periods, periods with white space between.
fn mark(rest: &[char]) -> Option<usize> {
    let run = |c: char| rest.iter().take_while(|&&other| other == c).count();
    if let length @ 2.. = run('-').max(run('.')) {
        return Some(length);
    }
    let pairs = rest.chunks_exact(2).take_while(|pair| pair[0] == '.' && is_space(pair[1])).count();
    // The last pair may have to give its period back.
    (2..=pairs).rev().find(|&pairs| rest.get(2 * pairs) == Some(&'.')).map(|pairs| 2 * pairs + 1)
}

/// Length of the word at the beginning: its first character, then all up to an end.
fn word(rest: &[char], version: Version) -> usize {
    (1..rest.len()).find(|&at| is_end(&rest[at..], version)).unwrap_or(rest.len())
}

fn is_end(rest: &[char], version: Version) -> bool {
    let ends = |rest: &[char]| rest.first().is_none_or(|&c| is_space(c) || ends_word(c, version)) || begins_mark(rest);
    ends(rest) || rest[0] == ',' && ends(&rest[1..])
}

/// Whether a mark of several characters begins here; [`mark`] without its length.
fn begins_mark(rest: &[char]) -> bool {
    match rest {
        ['-', '-', ..] | ['.', '.', ..] => true,
        ['.', a, '.', b, '.', ..] => is_space(*a) && is_space(*b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Vec<String> {
        words(line, Version::Nltk391)
    }

    #[test]
    fn words_keep_their_periods_and_lose_other_marks() {
        assert_eq!(split("(He said: \"Go.\")"), ["(", "He", "said", ":", "\"", "Go.", "\"", ")"]);
        assert_eq!(split("a,b c, d--e"), ["a,b", "c", ",", "d", "--", "e"]);
        assert_eq!(split("wait... x . . . y. . z"), ["wait", "...", "x", ". . .", "y.", ".", "z"]);
        assert_eq!(split("don't stop!?"), ["don", "'t", "stop", "!", "?"]);
        assert_eq!(split("-5 #7 &c"), ["-", "5", "#", "7", "&", "c"]);
        assert_eq!(split(" \u{a0}"), [""; 0]);
    }

    #[test]
    fn curly_quotes_end_words_since_nltk_310() {
        assert_eq!(split("“Go.”"), ["“Go.”"]);
        assert_eq!(words("“Go.” x", Version::Nltk310), ["“Go.", "”", "x"]);
    }
}
