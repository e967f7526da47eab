//! Folded forms of a line, for phrase matching.

use super::blocks::{LANES, equal, padded, vector, within};
use super::characters::{is_invisible, push_lower};
use super::segment::{Link, Segment};

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
#[inline]
fn plain_run(bytes: &[u8]) -> usize {
    let mut run = 0;
    // What stands before is taken for a space, as one more may be doubled.
    let mut before = 1;
    while run < bytes.len() {
        let sixteen = vector(bytes, run).unwrap_or_else(|| padded(bytes, run, 0));
        // Signs that fold to others, and the sign that numbers become, with what may follow it.
        let folds = within(sixteen, b'0', b'9') | equal(sixteen, b'`') | equal(sixteen, b'#');
        let plain = (within(sixteen, b' ', b'~') & !folds).to_bitmask();
        let spaces = equal(sixteen, b' ').to_bitmask();
        let other = (!plain | spaces & (spaces << 1 | before)) & ((1 << LANES) - 1);
        if other != 0 {
            return run + other.trailing_zeros() as usize;
        }
        before = spaces >> (LANES - 1);
        run += LANES;
    }
    run
}

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
    fn a_run_ends_at_the_first_byte_that_is_not_plain() {
        for byte in 0..=255u8 {
            let plain = (0x20..0x7F).contains(&byte) && !byte.is_ascii_digit() && !matches!(byte, b'`' | b'#');
            for place in 0..40 {
                let mut line = *b"aZ-a(b.c aZ-a(b.c d-a(b.c aZ-a(b.c aZ-a";
                let Some(at) = line.get_mut(place) else { break };
                *at = byte;
                let doubled = byte == b' ' && (place == 0 || line[place - 1] == b' ' || line.get(place + 1) == Some(&b' '));
                let expected = match (plain, doubled) {
                    (true, false) => line.len(),
                    (true, true) if place > 0 && line[place - 1] != b' ' => place + 1,
                    _ => place,
                };
                assert_eq!(plain_run(&line), expected, "{byte} at {place}");
            }
        }
        assert_eq!((plain_run(b""), plain_run(b"two or three"), plain_run(b"fifteen letters  ")), (0, 12, 16));
    }
}
