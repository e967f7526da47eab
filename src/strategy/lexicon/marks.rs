//! What stands around the words of a widget's line: symbols before them, marks behind.

use crate::document::is_word_character;

/// Symbols that stand before the first word of a widget's line: arrows, icons, plus signs.
fn is_lead_symbol(c: char) -> bool {
    !is_word_character(c) && !matches!(c, '#' | '@' | '©' | '(' | '"' | '\'' | '<' | '[' | '【' | '（')
}

/// The line without leading symbols.
#[inline]
pub fn trim_lead(text: &str) -> &str {
    let plain = text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    if plain || text.starts_with(is_word_character) { text } else { text.trim_start_matches(is_lead_symbol) }
}

/// The line without leading symbols and trailing marks.
pub fn trim_marks(text: &str) -> &str {
    trim_tail(trim_lead(text))
}

/// Marks behind the last word of a line.
const fn is_tail_mark(c: char) -> bool {
    matches!(
        c,
        ':' | '.'
            | '!'
            | '?'
            | '…'
            | '»'
            | '"'
            | '›'
            | '>'
            | '→'
            | '|'
            | '·'
            | '•'
            | '-'
            | '–'
            | '—'
            | '+'
            | ' '
            | '▼'
            | '▾'
            | '。'
            | '！'
            | '？'
            | '*'
    )
}

/// The line without trailing marks.
#[inline]
pub fn trim_tail(text: &str) -> &str {
    let plain = text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric);
    if plain || text.ends_with(is_word_character) { text } else { text.trim_end_matches(is_tail_mark) }
}

/// Where a line goes on behind its leading symbols, see [`trim_lead`].
#[inline]
pub fn lead_of(text: &[u8]) -> usize {
    if text.first().is_some_and(u8::is_ascii_alphanumeric) {
        return 0;
    }
    match text.iter().position(|byte| !byte.is_ascii() || !is_lead_symbol(char::from(*byte))) {
        Some(at) if text[at].is_ascii() => at,
        _ => std::str::from_utf8(text).map_or(0, |text| text.len() - trim_lead(text).len()),
    }
}

/// Where the trailing marks of a line begin, see [`trim_tail`].
#[inline]
pub fn tail_of(text: &[u8]) -> usize {
    if text.last().is_some_and(u8::is_ascii_alphanumeric) {
        return text.len();
    }
    match text.iter().rposition(|byte| !byte.is_ascii() || !is_tail_mark(char::from(*byte))) {
        Some(at) if text[at].is_ascii() => at + 1,
        _ => std::str::from_utf8(text).map_or(0, |text| trim_tail(text).len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_where_the_trimmed_line_begins_and_ends(line in "[a#@+> .:…»→\"“é日。-]{0,12}") {
            prop_assert_eq!(lead_of(line.as_bytes()), line.len() - trim_lead(&line).len());
            prop_assert_eq!(tail_of(line.as_bytes()), trim_tail(&line).len());
        }
    }
}
