//! Lines of plain ASCII, folded a block at a time: the bulk of most texts, of which the folded form is nearly the line itself.

use super::words::joins;
use crate::document::FoldedLine;
use crate::document::blocks::{BLOCK, LANES, bits, each_vector, equal, first, padded, vector, within, write};
use wide::u8x16;

/// Blocks of the longest line that is read this way.
const BLOCKS: usize = 7;
/// Bytes of it.
const MAX_BYTES: usize = BLOCKS * BLOCK;

/// A folded line, and where its words begin. Made once and used for many lines.
pub struct PlainLine {
    /// The folded text, then noughts.
    text: [u8; MAX_BYTES + BLOCK],
    length: usize,
    /// A bit for each byte at which a word or sign begins.
    starts: [u64; BLOCKS],
}

/// Bits of the bytes outside of ASCII: those of words, and those that go on with another sign.
#[derive(Default)]
struct Wide {
    words: [u64; BLOCKS],
    passed: [u64; BLOCKS],
}

impl Default for PlainLine {
    fn default() -> Self {
        Self { text: [0; MAX_BYTES + BLOCK], length: 0, starts: [0; BLOCKS] }
    }
}

impl PlainLine {
    /// Reads a line; whether it is plain: printable ASCII with single spaces, none at either end. What is
    /// read is the same as [`crate::document::fold_into`] makes of it then.
    pub fn read(&mut self, raw: &[u8]) -> bool {
        if raw.len() > MAX_BYTES || raw.is_empty() {
            return false;
        }
        let (mut other, mut digits) = (u8x16::ZERO, u8x16::ZERO);
        let mut next = 0;
        while next < raw.len() {
            // The last vector of a line overlaps the one before; behind the end of a short line stands what is plain.
            let place = next.min(raw.len().saturating_sub(LANES));
            let sixteen = vector(raw, place).unwrap_or_else(|| padded(raw, place, b'.'));
            let capitals = within(sixteen, b'A', b'Z') & u8x16::splat(0x20);
            // A back quote becomes an apostrophe.
            let folded = (sixteen | capitals) ^ (equal(sixteen, b'`') & u8x16::splat(b'`' ^ b'\''));
            write(folded, &mut self.text, place);
            other |= !within(sixteen, b' ', b'~');
            digits |= within(sixteen, b'0', b'9');
            next += LANES;
        }
        if other.to_bitmask() != 0 {
            return false;
        }
        self.length = raw.len();
        if digits.to_bitmask() != 0 {
            self.fold_numbers();
        }
        write(u8x16::ZERO, &mut self.text, self.length);
        self.find_starts() && raw[0] != b' ' && raw[raw.len() - 1] != b' '
    }

    /// Every number becomes one sign: digits, with single points between them. A sign that stands there already is one with the number
    /// behind it.
    fn fold_numbers(&mut self) {
        let digit = |text: &[u8], at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
        let (mut from, mut to) = (0, 0);
        while let Some(number) = self.next_number(from) {
            self.text.copy_within(from..number, to);
            to += number - from;
            let is_sign = self.text[number] == b'#';
            if is_sign || to == 0 || self.text[to - 1] != b'#' {
                self.text[to] = b'#';
                to += 1;
            }
            from = number + 1;
            let text = &self.text[..self.length];
            while !is_sign && digit(text, from) || digit(text, from + 1) && matches!(text[from], b'.' | b',' | b':') {
                from += 1;
            }
        }
        self.text.copy_within(from..self.length, to);
        self.length = to + self.length - from;
    }

    /// The next digit from a place on, or the next sign that stands for a number.
    fn next_number(&self, from: usize) -> Option<usize> {
        let mut place = from;
        while place < self.length {
            let sixteen = vector(&self.text, place)?;
            let found = (within(sixteen, b'0', b'9') | equal(sixteen, b'#')).to_bitmask();
            if found != 0 {
                return Some(place + found.trailing_zeros() as usize).filter(|&digit| digit < self.length);
            }
            place += LANES;
        }
        None
    }

    /// Reads a line that was folded already, of any characters; whether it is short enough.
    pub fn read_folded(&mut self, line: &str) -> bool {
        let bytes = line.as_bytes();
        if bytes.len() > MAX_BYTES {
            return false;
        }
        self.length = bytes.len();
        self.text[..bytes.len()].copy_from_slice(bytes);
        write(u8x16::ZERO, &mut self.text, self.length);
        let mut wide = Wide::default();
        if !line.is_ascii() {
            for (at, c) in line.char_indices().filter(|(_, c)| !c.is_ascii()) {
                let marks = if joins(c) { &mut wide.words } else { &mut wide.passed };
                // The first byte of what is no part of a word begins it.
                (at + usize::from(!joins(c))..at + c.len_utf8()).for_each(|at| marks[at / BLOCK] |= 1 << (at % BLOCK));
            }
        }
        self.starts_with(&wide);
        true
    }

    /// Finds where words and signs begin; whether no space follows another.
    #[inline]
    fn find_starts(&mut self) -> bool {
        self.starts_with(&Wide::default())
    }

    /// The same of a line with some characters outside of ASCII.
    #[inline(always)]
    fn starts_with(&mut self, wide: &Wide) -> bool {
        let (mut words_before, mut spaces_before, mut doubled, mut left) = (0, 0, 0, self.length);
        let blocks = self.text.as_chunks().0;
        for (number, starts) in self.starts.iter_mut().enumerate() {
            let Some(block) = blocks.get(number).filter(|_| left > 0) else { break };
            let (mut words, mut spaces) = (wide.words[number], 0);
            each_vector(block, |number, sixteen| {
                words |= bits(number, within(sixteen, b'a', b'z') | equal(sixteen, b'#'));
                spaces |= bits(number, equal(sixteen, b' '));
            });
            let own = first(left);
            *starts = !(spaces | wide.passed[number] | words & (words << 1 | words_before)) & own;
            doubled |= spaces & (spaces << 1 | spaces_before) & own;
            (words_before, spaces_before) = (words >> (BLOCK - 1), spaces >> (BLOCK - 1));
            left = left.saturating_sub(BLOCK);
        }
        doubled == 0
    }

    /// Writes the folded text, as [`crate::document::fold_into`] does.
    pub fn write_to(&self, line: &mut FoldedLine) {
        line.text.clear();
        line.text.push_str(std::str::from_utf8(self.text()).unwrap_or(""));
        line.link_at = None;
    }

    /// The folded text.
    #[inline]
    pub fn text(&self) -> &[u8] {
        &self.text[..self.length]
    }

    /// The eight bytes at a place, noughts behind the end.
    #[inline]
    pub fn eight(&self, at: usize) -> u64 {
        self.text.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |eight| u64::from_le_bytes(*eight))
    }

    /// The last eight bytes, or fewer in the high ones.
    #[inline]
    pub fn last_eight(&self) -> u64 {
        match self.length.checked_sub(8) {
            Some(at) => self.eight(at),
            None => self.eight(0).checked_shl(8 * (8 - self.length as u32)).unwrap_or(0),
        }
    }

    /// Calls `look` with each place where a word or sign begins until it says true.
    #[inline(always)]
    pub fn any_start(&self, mut look: impl FnMut(usize) -> bool) -> bool {
        for (number, &starts) in self.starts[..self.length.div_ceil(BLOCK)].iter().enumerate() {
            let mut left = starts;
            while left != 0 {
                if look(number * BLOCK + left.trailing_zeros() as usize) {
                    return true;
                }
                left &= left - 1;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::at_word_starts;
    use super::*;
    use crate::document::{Document, Format, fold_into};
    use proptest::prelude::*;

    fn folded(line: &str) -> String {
        // A full stop first keeps `- x` and `1. x` from being read as list marks.
        let document = Document::anonymous(Format::Plain, format!(".{line}"));
        let mut folded = FoldedLine::default();
        fold_into(document.text(), &document.segments()[0], document.links(), &mut folded);
        folded.text[1..].to_string()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn plain_lines_are_folded_as_others_are(lines in prop::collection::vec("([a-zA-Z]{1,9}[ .,:]{0,2}|[0-9#]{1,3}[.,:]{0,2}|[ -~]){1,90}|[ -~é\t]{0,9}|[0-9#.,: a]{1,9}", 1..4)) {
            let mut plain = PlainLine::default();
            for line in lines {
                if !plain.read(line.as_bytes()) {
                    let odd = |c: char| !(' '..='~').contains(&c);
                    prop_assert!(line.is_empty() || line.contains(odd) || line.contains("  ") || line != line.trim() || line.len() > MAX_BYTES, "{:?}", line);
                    continue;
                }
                let text = folded(&line);
                prop_assert_eq!(std::str::from_utf8(plain.text()), Ok(text.as_str()));
                let (mut own, mut simple) = (Vec::new(), Vec::new());
                plain.any_start(|start| { own.push((start, plain.eight(start))); false });
                let _: Option<()> = at_word_starts(&text, |start, eight| { simple.push((start, eight)); None });
                prop_assert_eq!(own, simple);
                prop_assert_eq!(plain.last_eight(), super::super::beginnings::Eights::of(text.as_bytes()).last);
            }
        }

        #[test]
        fn words_of_folded_lines_begin_where_no_word_goes_on(line in "([a-z]{1,12}[ #.,'’“é日ก]{0,3}){0,8}|[a#@`{/: \u{1}éЯ日のก\u{a0}\\PC]{0,40}|(日本|Яж ){20,40}") {
            let text = folded(&line);
            let mut plain = PlainLine::default();
            prop_assert!(plain.read_folded(&text));
            let (mut own, mut simple) = (Vec::new(), Vec::new());
            plain.any_start(|start| { own.push((start, plain.eight(start))); false });
            let _: Option<()> = at_word_starts(&text, |start, eight| { simple.push((start, eight)); None });
            prop_assert_eq!(own, simple, "{:?}", text);
        }
    }
}
