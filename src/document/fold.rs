//! Folded forms of a line, for phrase matching and for finding repeats.

use super::characters::{is_invisible, is_word_character, push_lower};
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
    while at < bytes.len() {
        let run = plain_run(&bytes[at..]);
        if run > 0 {
            let from = out.len();
            out.push_str(&piece[at..at + run]);
            out[from..].make_ascii_lowercase();
            at += run;
        } else if matches!(bytes[at], b' ' | b'\t' | b'\n' | b'\r') {
            push_space(out);
            at += 1;
        } else {
            let c = piece[at..].chars().next().unwrap_or(' ');
            at += c.len_utf8();
            push_sign(c, bytes.get(at), out);
        }
    }
}

/// Bytes that fold to themselves or to their small letters: words with single spaces between them, the bulk of every text.
fn plain_run(bytes: &[u8]) -> usize {
    let mut run = 0;
    while let Some(&byte) = bytes.get(run) {
        let space =
            byte == b' ' && run > 0 && bytes.get(run + 1).is_some_and(u8::is_ascii_alphabetic) && bytes[run - 1].is_ascii_alphabetic();
        if !byte.is_ascii_alphabetic() && !space {
            break;
        }
        run += 1;
    }
    run
}

/// Everything but ASCII letters and spaces.
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
    hash(line, false)
}

fn hash(line: &str, mask_digits: bool) -> Option<u64> {
    let mut packer = Packer::default();
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            byte @ (b'a'..=b'z' | b'A'..=b'Z') => packer.push(byte | 0x20),
            byte @ b'0'..=b'9' => packer.push(if mask_digits { b'0' } else { byte }),
            0..=0x7f => {}
            _ => {
                let c = line[at..].chars().next().unwrap_or(' ');
                at += c.len_utf8();
                packer.push_wide(c, mask_digits);
                continue;
            }
        }
        at += 1;
    }
    packer.finish()
}

/// Gathers eight bytes before they are hashed.
#[derive(Default)]
struct Packer {
    hasher: FxHasher,
    packed: u64,
    count: usize,
}

impl Packer {
    fn push(&mut self, byte: u8) {
        self.packed = self.packed << 8 | u64::from(byte);
        self.count += 1;
        if self.count.is_multiple_of(8) {
            self.hasher.write_u64(self.packed);
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
}
