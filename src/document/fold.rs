//! Folded forms of a line, for phrase matching and for finding repeats.

use super::characters::{is_invisible, is_word_character, push_lower};
use super::eights::{HIGH, ONES};
use super::segment::{Link, Segment};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A line as phrases see it: link syntax off, lower case, plain quotes, single spaces, every run of digits one `#`.
#[derive(Debug, Default, Clone)]
pub struct FoldedLine {
    /// The folded text.
    pub text: String,
    /// Where the first link that does not open the line begins in `text`, if there is one.
    pub link_at: Option<usize>,
}

/// Folds one segment into `line`, whose buffer is reused. Nothing is allocated once the buffer is large enough.
///
/// ```
/// use gleaner::document::{Document, FoldedLine, Format, fold_into};
/// let document = Document::anonymous(Format::Markdown, "- Read  Also: [1,204 “Ferries”](#)");
/// let mut line = FoldedLine::default();
/// fold_into(document.text(), &document.segments()[0], document.links(), &mut line);
/// assert_eq!(line.text, "read also: # \"ferries\"");
/// assert_eq!(line.link_at, Some(11));
/// ```
pub fn fold_into(text: &str, segment: &Segment, links: &[Link], line: &mut FoldedLine) {
    line.text.clear();
    line.link_at = None;
    let mut at = segment.inner.start;
    for link in links.get(segment.links.clone()).unwrap_or(&[]) {
        push_folded(text.get(at..link.whole.start).unwrap_or(""), &mut line.text);
        if line.link_at.is_none() && !line.text.trim_end().is_empty() {
            line.link_at = Some(line.text.len());
        }
        push_folded(link.text.slice(text), &mut line.text);
        at = link.whole.end;
    }
    push_folded(text.get(at..segment.inner.end).unwrap_or(""), &mut line.text);
    line.text.truncate(line.text.trim_end().len());
}

/// Appends the folded form of `piece`.
fn push_folded(piece: &str, out: &mut String) {
    let bytes = piece.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // A point behind a number may belong to it.
        let run = if matches!(byte, b'.' | b',' | b':') && out.ends_with('#') { 0 } else { plain_run(&bytes[at..]) };
        if run > 0 {
            let from = out.len();
            out.push_str(&piece[at..at + run]);
            out[from..].make_ascii_lowercase();
            at += run;
        } else if byte.is_ascii_digit() {
            push_number(out);
            at += number_width(&bytes[at..]);
        } else if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            push_space(out);
            at += 1;
        } else {
            let c = piece[at..].chars().next().unwrap_or(' ');
            at += c.len_utf8();
            push_sign(c, bytes.get(at), out);
        }
    }
}

/// Bytes that fold to themselves or to their small letters: words and signs with single spaces between them, the bulk of every
/// text.
fn plain_run(bytes: &[u8]) -> usize {
    let mut run = 0;
    let mut before = SPACE;
    // Eight bytes at a time, as long as all of them are plain.
    while let Some(eight) = bytes[run..].first_chunk() {
        let Some(last_is_space) = plain_eight(u64::from_le_bytes(*eight), before == SPACE) else { break };
        before = if last_is_space { SPACE } else { PLAIN };
        run += 8;
    }
    for &byte in &bytes[run..] {
        let class = CLASS[usize::from(byte)];
        if class == OTHER || (class == SPACE && before == SPACE) {
            break;
        }
        before = class;
        run += 1;
    }
    run
}

/// Whether the last of eight bytes is a space, if all are plain and no space follows another; `space_before` tells whether one
/// stands before them.
fn plain_eight(eight: u64, space_before: bool) -> Option<bool> {
    // Of ASCII bytes, the highest bits of those that are not less; sums do not reach the next byte.
    let at_least = |byte: u8| (eight + ONES * u64::from(0x80 - byte)) & HIGH;
    let is = |byte: u8| at_least(byte) & !at_least(byte + 1);
    if eight & HIGH != 0 {
        return None;
    }
    let digits = at_least(b'0') & !at_least(b'9' + 1);
    let controls = (at_least(b' ') ^ HIGH) | at_least(0x7F);
    let spaces = is(b' ');
    let doubled = spaces & (spaces << 8 | u64::from(space_before) << 7);
    let other = digits | controls | is(b'`') | is(b'#') | doubled;
    (other == 0).then_some(spaces >> 63 != 0)
}

/// Classes of bytes: those that fold to themselves or their small letters, spaces, and the rest.
const PLAIN: u8 = 0;
const SPACE: u8 = 1;
const OTHER: u8 = 2;

const CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0x21;
    while byte < 0x7F {
        // Signs that fold to others, and the sign that numbers become, with what may follow it.
        let other = matches!(byte as u8, b'0'..=b'9' | b'`' | b'#');
        table[byte] = if other { OTHER } else { PLAIN };
        byte += 1;
    }
    table[b' ' as usize] = SPACE;
    table
};

/// Bytes of the number at the start: digits, and single points between them.
fn number_width(bytes: &[u8]) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut width = 1;
    while digit(width) || (digit(width + 1) && matches!(bytes[width], b'.' | b',' | b':')) {
        width += 1;
    }
    width
}

/// Everything that is not plain.
fn push_sign(c: char, next: Option<&u8>, out: &mut String) {
    match c {
        '.' | ',' | ':' if out.ends_with('#') && next.is_some_and(u8::is_ascii_digit) => {}
        '0'..='9' => push_number(out),
        '’' | '‘' | '‚' | '`' | '´' | 'ʼ' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' | '‟' => out.push('"'),
        '：' => out.push(':'),
        // A dotted capital I folds to i and a dot above; phrases are written with a plain i.
        'İ' => out.push('i'),
        'à'..='ö'
        | 'ø'..='ÿ'
        | 'А'..='я'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}'
        | '\u{900}'..='\u{963}'
        | '\u{4e00}'..='\u{9fff}' => push_lower(c, out),
        _ if is_invisible(c) => {}
        _ if c.is_ascii() => out.push(c),
        _ if c.is_whitespace() => push_space(out),
        _ if c.is_numeric() && !c.is_alphabetic() => push_number(out),
        _ => push_lower(c, out),
    }
}

fn push_number(out: &mut String) {
    if !out.ends_with('#') {
        out.push('#');
    }
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// A 64-bit key under which two lines count as the same: case, digits, punctuation and spaces aside (the normal form of
/// CCNet's de-duplication, Wenzek et al. 2020). `None` for lines without a letter or digit.
///
/// ```
/// use gleaner::document::key;
/// assert_eq!(key("Share this: 12"), key("share  this – 34!"));
/// assert_eq!(key("—"), None);
/// ```
pub fn key(line: &str) -> Option<u64> {
    hash(line, true)
}

/// As [`key`], but lines that differ in a digit differ: two rows of a table are no copies.
pub fn exact_key(line: &str) -> Option<u64> {
    short_word(line.as_bytes()).or_else(|| hash(line, false))
}

/// [`exact_key`] of a word of a few ASCII letters and digits: most words are.
fn short_word(word: &[u8]) -> Option<u64> {
    let plain = (1..=MAX_SHORT).contains(&word.len()) && word.iter().all(u8::is_ascii_alphanumeric);
    plain.then(|| key_of_plain(word))
}

/// Longer ones are read as lines are.
const MAX_SHORT: usize = 24;

/// The key of a word of one ASCII letter or digit or more, eight at a time.
pub(super) fn key_of_plain(word: &[u8]) -> u64 {
    /// Makes letters small and leaves digits.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mut hasher = FxHasher::default();
    word.as_chunks::<8>().0.iter().for_each(|eight| hasher.write_u64(u64::from_be_bytes(*eight) | SMALL));
    let last = match (word.last_chunk::<8>(), word.first_chunk::<4>(), word.last_chunk::<4>()) {
        (Some(eight), ..) => u64::from_be_bytes(*eight) | SMALL,
        (None, Some(first), Some(last)) => {
            let small = |four: &[u8; 4]| u64::from(u32::from_be_bytes(*four) | SMALL as u32);
            small(first) << (8 * (word.len() - 4)) | small(last)
        }
        _ => word.iter().fold(0, |packed, &byte| packed << 8 | u64::from(byte | SMALL as u8)),
    };
    hasher.write_u64(last);
    hasher.write_usize(word.len());
    hasher.finish()
}

fn hash(line: &str, mask_digits: bool) -> Option<u64> {
    let table = if mask_digits { &MASKED } else { &EXACT };
    let mut packer = Packer::default();
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        at += packer.push_ascii(&bytes[at..], table);
        if bytes.get(at).is_some_and(|byte| *byte >= 0x80) {
            let c = line[at..].chars().next().unwrap_or(' ');
            at += c.len_utf8();
            packer.push_wide(c, mask_digits);
        }
    }
    packer.finish()
}

/// What an ASCII byte counts as: small letters and digits (or one digit for all); nought for what is passed over.
const fn counted(mask_digits: bool) -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x80 {
        table[byte] = match byte as u8 {
            letter @ (b'a'..=b'z' | b'A'..=b'Z') => letter | 0x20,
            b'0'..=b'9' if mask_digits => b'0',
            digit @ b'0'..=b'9' => digit,
            _ => 0,
        };
        byte += 1;
    }
    table
}

static MASKED: [u8; 256] = counted(true);
/// ASCII letters and digits, in small letters; nought for the rest.
pub(super) static EXACT: [u8; 256] = counted(false);

/// Gathers eight bytes before they are hashed.
#[derive(Default)]
struct Packer {
    hasher: FxHasher,
    packed: u64,
    count: usize,
    /// Bytes that wait for their turn.
    waiting: [u8; 8],
    /// How many; fewer than eight between calls.
    held: usize,
}

impl Packer {
    /// Bytes that are looked at together, with those that wait in a room of [`Self::ROOM`].
    const BLOCK: usize = 48;
    const ROOM: usize = 64;

    /// Reads up to the first character that is not ASCII; returns the bytes read.
    fn push_ascii(&mut self, bytes: &[u8], table: &[u8; 256]) -> usize {
        let plain = bytes.as_chunks::<8>().0.iter().take_while(|eight| u64::from_le_bytes(**eight) & HIGH == 0).count() * 8;
        let plain = plain + bytes[plain..].iter().take_while(|byte| byte.is_ascii()).count();
        bytes[..plain].chunks(Self::BLOCK).for_each(|block| self.push_block(block, table));
        plain
    }

    fn push_block(&mut self, block: &[u8], table: &[u8; 256]) {
        let mut room = [0; Self::ROOM];
        room[..8].copy_from_slice(&self.waiting);
        let mut held = self.held;
        for &byte in block {
            // Without a branch: what is passed over, a nought, is written and written over.
            let counted = table[usize::from(byte)];
            room[held & (Self::ROOM - 1)] = counted;
            held += usize::from(counted != 0);
        }
        let eights = room.as_chunks::<8>().0;
        let full = held / 8;
        for eight in &eights[..full] {
            self.packed = u64::from_be_bytes(*eight);
            self.hasher.write_u64(self.packed);
        }
        (self.waiting, self.held) = (eights[full], held % 8);
        self.count += 8 * full;
    }

    fn push(&mut self, byte: u8) {
        self.waiting[self.held] = byte;
        self.held += 1;
        if self.held == 8 {
            self.packed = u64::from_be_bytes(self.waiting);
            self.hasher.write_u64(self.packed);
            self.count += 8;
            self.held = 0;
        }
    }

    fn push_wide(&mut self, c: char, mask_digits: bool) {
        if !is_word_character(c) {
            return;
        }
        if c.is_alphabetic() {
            c.to_lowercase().for_each(|lower| u32::from(lower).to_le_bytes()[..3].iter().for_each(|&byte| self.push(byte)));
        } else {
            let code = if mask_digits { u32::from('0') } else { u32::from(c) };
            code.to_le_bytes()[..3].iter().for_each(|&byte| self.push(byte));
        }
    }

    fn finish(mut self) -> Option<u64> {
        self.count += self.held;
        self.packed = self.waiting[..self.held].iter().fold(self.packed, |packed, &byte| packed << 8 | u64::from(byte));
        self.hasher.write_u64(self.packed);
        self.hasher.write_usize(self.count);
        (self.count > 0).then(|| self.hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Format};
    use super::*;

    fn fold(line: &str) -> String {
        let document = Document::anonymous(Format::Markdown, line);
        let mut folded = FoldedLine::default();
        fold_into(document.text(), &document.segments()[0], document.links(), &mut folded);
        folded.text
    }

    #[test]
    fn numbers_become_one_sign() {
        assert_eq!(fold("1,234 Comments"), "# comments");
        assert_eq!(fold("Updated 14:05, 3 min"), "updated #, # min");
        assert_eq!(fold("١٢ تعليق"), "# تعليق");
    }

    #[test]
    fn case_and_quotes_are_folded_in_every_script() {
        assert_eq!(fold("## ЧИТАЙТЕ ТАКЖЕ"), "читайте также");
        assert_eq!(fold("Editor’s «Picks»"), "editor's \"picks\"");
        assert_eq!(fold("来源：新华"), "来源:新华");
        assert_eq!(fold("İlgili\u{200b} Haber"), "ilgili haber");
    }

    #[test]
    fn a_short_word_has_the_key_of_a_line() {
        for word in [
            "a",
            "Ab1",
            "Ab1Z",
            "ferries",
            "harbour",
            "eighteen",
            "Ab0zAb0zC",
            "of16LettersExact",
            "x24LettersOrDigitsHere0Zz",
            "é",
            "a b",
            "",
        ] {
            assert_eq!(exact_key(word), hash(word, false), "{word}");
        }
    }

    #[test]
    fn eight_bytes_are_plain_where_each_is() {
        for byte in 0..=255u8 {
            for place in 0..8 {
                let mut eight = *b"aZ-a(b.c";
                eight[place] = byte;
                let single = CLASS[usize::from(byte)] != OTHER;
                assert_eq!(plain_eight(u64::from_le_bytes(eight), false).is_some(), single, "{byte} at {place}");
            }
        }
        assert_eq!(plain_eight(u64::from_le_bytes(*b" two or "), false), Some(true));
        assert_eq!(plain_eight(u64::from_le_bytes(*b" two or "), true), None);
        assert_eq!(plain_eight(u64::from_le_bytes(*b"two  or "), false), None);
    }
}
