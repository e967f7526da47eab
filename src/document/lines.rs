//! Non-blank lines of a text: LF, CRLF, CR, U+0085, U+2028 and U+2029 end a line.

use super::blocks;
use crate::span::Span;
use memchr::{memchr2, memmem};

/// One non-blank line, trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The visible part.
    pub span: Span,
    /// Whether a blank line, or the start of the text, stands before it.
    pub blank_before: bool,
}

/// Iterates over the non-blank lines.
pub struct Lines<'t> {
    text: &'t str,
    at: usize,
    blank: bool,
    rare_breaks: bool,
}

/// The non-blank lines of `text`, in one pass.
pub fn lines(text: &str) -> Lines<'_> {
    let bytes = text.as_bytes();
    let rare = ["\u{85}", "\u{2028}", "\u{2029}"];
    let rare_breaks = !text.is_ascii() && rare.iter().any(|mark| memmem::find(bytes, mark.as_bytes()).is_some());
    Lines { text, at: 0, blank: true, rare_breaks }
}

impl Lines<'_> {
    /// End of the line that starts at `from`, and start of the next.
    fn line_end(&mut self, from: usize) -> (usize, usize) {
        let rest = &self.text[from..];
        if self.rare_breaks {
            let mut breaks = rest.char_indices();
            let found = breaks.find(|(_, c)| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'));
            return found.map_or((self.text.len(), self.text.len()), |(offset, c)| self.after_break(from + offset, c.len_utf8()));
        }
        match near_break(self.text.as_bytes(), from) {
            Ok(end) => self.after_break(end, 1),
            Err(passed) => match memchr2(b'\n', b'\r', &self.text.as_bytes()[passed..]) {
                Some(end) => self.after_break(passed + end, 1),
                None => (self.text.len(), self.text.len()),
            },
        }
    }

    fn after_break(&self, end: usize, width: usize) -> (usize, usize) {
        let crlf = self.text.as_bytes()[end..].starts_with(b"\r\n");
        (end, end + if crlf { 2 } else { width })
    }
}

/// Most lines are short: a quick look for their end.
const NEAR: usize = 128;

/// The first line feed or carriage return near a place, or a place behind it before which there is none.
#[inline]
fn near_break(bytes: &[u8], from: usize) -> Result<usize, usize> {
    let mut at = from;
    while at < from + NEAR {
        let Some(sixteen) = blocks::vector(bytes, at) else { break };
        let breaks = (blocks::equal(sixteen, b'\n') | blocks::equal(sixteen, b'\r')).to_bitmask();
        if breaks != 0 {
            return Ok(at + breaks.trailing_zeros() as usize);
        }
        at += blocks::LANES;
    }
    Err(at)
}

impl Iterator for Lines<'_> {
    type Item = Line;

    #[inline]
    fn next(&mut self) -> Option<Line> {
        while let Some(first) = self.text.as_bytes().get(self.at) {
            // Most blank lines are empty.
            if *first == b'\n' {
                (self.at, self.blank) = (self.at + 1, true);
                continue;
            }
            let (end, next) = self.line_end(self.at);
            let span = Span::new(self.at, end).trimmed(self.text);
            self.at = next;
            if span.is_empty() {
                self.blank = true;
                continue;
            }
            let blank_before = std::mem::replace(&mut self.blank, false);
            return Some(Line { span, blank_before });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(&str, bool)> {
        lines(text).map(|line| (line.span.slice(text), line.blank_before)).collect()
    }

    #[test]
    fn every_kind_of_line_break_is_one() {
        let expected = [("a", true), ("b", false), ("c", false), ("d", false), ("e", false), ("f", false)];
        assert_eq!(texts("a\nb\r\nc\rd\u{2028}e\u{85}f"), expected);
    }

    #[test]
    fn a_line_of_any_length_ends_at_its_break() {
        for length in 1..200 {
            for (mark, other) in [("\n", "é"), ("\r\n", "\u{8d}"), ("\r", "x")] {
                let line = format!("{}{other}", "a".repeat(length - 1));
                assert_eq!(texts(&format!("{line}{mark}b{mark}")), [(&*line, true), ("b", false)]);
                assert_eq!(texts(&line), [(&*line, true)]);
            }
        }
    }

    #[test]
    fn blank_lines_are_remembered_not_returned() {
        assert_eq!(texts("\n a \r\n \r\n\tb\u{a0}"), [("a", true), ("b", true)]);
        assert_eq!(texts(" \n\n\t"), []);
    }
}
